# SPDX-License-Identifier: LGPL-2.1-or-later
"""What C says: declarations, macros, comments, layout and symbols, with no meaning yet.

It does not say who owns a value or what a failure looks like: ``describe`` does.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bindwright.diagnostics import Diagnostic, Location
from bindwright.model.ctype import CType


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A doc comment that belongs to a declaration."""

    text: str
    """Its words without the comment marks and the leading stars, lines kept."""
    location: Location
    """Of its first line of text."""
    lines: tuple[int, ...] = ()
    """Where each line of text stands, unless each follows the one before."""

    def line(self, number: int) -> int:
        """Returns where a line of the text stands in the file, counting from zero."""
        return self.lines[number] if self.lines else self.location.line + number


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """A GNU or C23 attribute."""

    name: str
    """Without underscores: ``nonnull``, ``deprecated``, ``packed``."""
    arguments: tuple[str, ...] = ()
    """As written, strings unquoted: ``("1", "2")``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterFact:
    """A parameter as the prototype declares it."""

    name: str
    """As the documentation spells it where header and documentation differ; ``""`` when there is none."""
    c: CType
    """As declared, arrays kept as arrays."""
    header_name: str = ""
    """As the header spells it: ``dest``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SymbolFact:
    """An exported symbol of the built library."""

    name: str
    """``virDomainGetInfo``."""
    version: str = ""
    """Of a versioned symbol: ``LIBVIRT_0.0.3``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionFact:
    """A function declaration."""

    name: str
    """``virDomainGetInfo``."""
    result: CType
    """The return type."""
    parameters: tuple[ParameterFact, ...] = ()
    variadic: bool = False
    inline: bool = False
    """Defined in the header: there is no symbol to load."""
    attributes: tuple[Attribute, ...] = ()
    comment: Comment | None = None
    symbol: SymbolFact | None = None
    """Absent when no library was given or it does not export the function."""
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableFact:
    """An exported variable."""

    name: str
    c: CType
    comment: Comment | None = None
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedefFact:
    """A typedef; the record or enum it names stands apart, under its tag or, without one, this name."""

    name: str
    """``virDomainPtr``."""
    c: CType
    """``pointer(named("struct _virDomain"))``."""
    parameters: tuple[ParameterFact, ...] = ()
    """Of a function type or a pointer to one: its parameters with their names."""
    attributes: tuple[Attribute, ...] = ()
    comment: Comment | None = None
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldFact:
    """A field of a struct or union."""

    name: str
    """``""`` for an anonymous struct or union, whose type is then the record ``OUTER.<n>``."""
    c: CType
    bits: int | None = None
    """Of a bit-field: ``3``."""
    offset: int | None = None
    """In bytes, on the machine that was measured: ``8``."""
    comment: Comment | None = None
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFact:
    """A struct or union."""

    name: str
    """Its tag as C writes it, ``struct _virDomainInfo``, or the typedef's name when it has no tag."""
    union: bool = False
    complete: bool = True
    """False when only declared: an opaque type."""
    fields: tuple[FieldFact, ...] = ()
    size: int | None = None
    """In bytes: ``40``."""
    align: int | None = None
    """In bytes: ``8``."""
    attributes: tuple[Attribute, ...] = ()
    comment: Comment | None = None
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumeratorFact:
    """A member of an enum."""

    name: str
    """``VIR_DOMAIN_RUNNING``."""
    value: int
    """``1``."""
    sentinel: bool = False
    """Stands behind a sentinel macro: it only counts the others, as ``VIR_DOMAIN_LAST`` does."""
    attributes: tuple[Attribute, ...] = ()
    comment: Comment | None = None
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumFact:
    """An enum."""

    name: str
    """Its typedef's name when it has one, else ``enum TAG``, else ``""``: then it only names constants."""
    tag: str = ""
    """``_keel_domain_state``."""
    enumerators: tuple[EnumeratorFact, ...] = ()
    macros: bool = False
    """Its members are macros that belong together, and its C type is ``int``."""
    size: int = 4
    """In bytes."""
    signed: bool = False
    attributes: tuple[Attribute, ...] = ()
    comment: Comment | None = None
    location: Location


class MacroKind(Enum):
    """What a macro expands to."""

    EMPTY = "empty"
    INTEGER = "integer"
    FLOAT = "float"
    STRING = "string"
    EXPRESSION = "expression"
    """Not a constant that a binding can carry, such as a cast, a type or a call."""
    FUNCTION = "function"


@dataclass(frozen=True, slots=True, kw_only=True)
class MacroFact:
    """A macro that the public headers define."""

    name: str
    """``VIR_UUID_BUFLEN``."""
    kind: MacroKind
    value: int | float | str | None = None
    """Of an integer, float or string macro: ``16``."""
    c: CType | None = None
    """Of an integer or float macro, the type C gives it: ``unsigned long``."""
    parameters: tuple[str, ...] = ()
    """Of a function-like macro."""
    comment: Comment | None = None
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionFact:
    """A comment that a header has about itself."""

    name: str
    """What stands behind ``SECTION:``: ``domain``."""
    header: str
    """``core/include/keel/domain.h``."""
    comment: Comment


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that was read of one library."""

    target: str
    """The machine that sizes and offsets were measured for: ``x86_64-linux-gnu``."""
    functions: tuple[FunctionFact, ...] = ()
    variables: tuple[VariableFact, ...] = ()
    typedefs: tuple[TypedefFact, ...] = ()
    records: tuple[RecordFact, ...] = ()
    enums: tuple[EnumFact, ...] = ()
    macros: tuple[MacroFact, ...] = ()
    borrowed: tuple[TypedefFact, ...] = ()
    """Typedefs of other headers that the above use: numbers, and pointers to such, as ``uLong`` of ``zconf.h``."""
    sections: tuple[SectionFact, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    """Declarations that could not be described; the rest is complete."""
