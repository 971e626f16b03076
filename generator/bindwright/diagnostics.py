# SPDX-License-Identifier: LGPL-2.1-or-later
"""Says where something went wrong and why, in one form for every stage.

It does not print and does not exit: the command line does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Location:
    """A place in an input file; a line or column of 0 is not known."""

    file: str
    """As the user named it, or relative to the project: ``include/keel/domain.h``."""
    line: int = 0
    """Counted from 1: ``42``."""
    column: int = 0
    """Counted from 1: ``7``."""

    def __str__(self) -> str:
        if not self.line:
            return self.file
        if not self.column:
            return f"{self.file}:{self.line}"
        return f"{self.file}:{self.line}:{self.column}"


class Severity(Enum):
    """How bad a diagnostic is: an error stops the run before anything is written."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding, as every command shows it."""

    code: str
    """Stable and documented: ``BW201``."""
    message: str
    """The cause, without a final stop: ``unknown type name 'foo_t'``."""
    location: Location | None = None
    """Where, when there is a place: ``keel/domain.h:42:7``."""
    hint: str = ""
    """What to do about it: ``include the header that declares it``."""
    severity: Severity = Severity.ERROR
    """``Severity.ERROR``."""

    def __str__(self) -> str:
        place = f"{self.location}: " if self.location else ""
        return f"{place}{self.severity.value}: {self.message} [{self.code}]"


@dataclass(slots=True)
class BindwrightError(Exception):
    """Stops a stage: carries every diagnostic found so far, never none."""

    diagnostics: tuple[Diagnostic, ...] = field(default_factory=tuple)

    def __str__(self) -> str:
        return "\n".join(str(diagnostic) for diagnostic in self.diagnostics)


def failure(
    code: str, message: str, location: Location | None = None, hint: str = ""
) -> BindwrightError:
    """Builds the error that a stage raises for a single cause."""
    diagnostic = Diagnostic(code=code, message=message, location=location, hint=hint)
    return BindwrightError((diagnostic,))
