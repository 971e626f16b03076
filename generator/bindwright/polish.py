# SPDX-License-Identifier: LGPL-2.1-or-later
"""Gives Python files their final form: the only door to black.

It does not format anything else, and never the same content twice: results are kept by content.
"""

from __future__ import annotations

import contextlib
import fnmatch
import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from bindwright import atomic
from bindwright.diagnostics import Location, failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Polished:
    """The files after formatting, and what it cost."""

    files: dict[str, bytes]
    formatted: int = 0
    """How many files black was run on; the others were known."""
    seconds: float = 0.0
    """Of CPU, black's import included."""


def version() -> str:
    """Returns the formatter's version, without loading it."""
    return metadata.version("black")


def polish(files: Mapping[str, bytes], patterns: tuple[str, ...], cache: Path) -> Polished:
    """Formats the files whose names match a pattern, and hands on the rest.

    Raises:
        BindwrightError: BW701 when a file is not valid Python, which is a fault of its template.
    """
    started = time.process_time()
    done = dict(files)
    formatted = 0
    chosen = [name for name in files if any(fnmatch.fnmatchcase(name, p) for p in patterns)]
    kept = cache / f"black-{version()}" if chosen else cache
    for name in chosen:
        known = kept / hashlib.sha256(name.endswith(".pyi").to_bytes() + files[name]).hexdigest()
        try:
            done[name] = known.read_bytes()
        except OSError:
            done[name] = _format(name, files[name])
            formatted += 1
            with contextlib.suppress(OSError):
                atomic.write(known, done[name])
    return Polished(files=done, formatted=formatted, seconds=time.process_time() - started)


def _format(name: str, content: bytes) -> bytes:
    import black
    from black.parsing import InvalidInput
    from black.report import NothingChanged

    mode = black.Mode(is_pyi=name.endswith(".pyi"))
    try:
        return black.format_file_contents(content.decode(), fast=True, mode=mode).encode()
    except NothingChanged:
        return content
    except (InvalidInput, UnicodeDecodeError) as error:
        cause = str(error).removeprefix("Cannot parse: ").partition("\n")[0]
        raise failure(
            "BW701",
            f"the template made invalid Python: {cause}",
            Location(file=name),
            "mend the template that makes this file",
        ) from error
