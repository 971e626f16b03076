# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads an overlay: what a library's headers do not say about themselves, in the words of annotations.

It does not check that its names exist: ``describe`` does, for every entry must match something.

An overlay is TOML::

    [names]
    prefixes = ["vir"]              # taken off public names
    acronyms = ["NWFilter"]         # words that humps do not divide
    glued = ["gz"]                  # prefixes that nothing divides from the word behind them

    [conventions]
    owned-strings = true            # a built-in convention, switched on
    [conventions.count-fill]        # or given options
    list = "List"
    count = "NumOf"

    [[pattern]]                     # annotations for all that match every expression
    name = "uuid-buffers"           # what origins call it
    functions = "Get.*UUID$"        # of the function's name
    parameters = "uuid"             # of the parameter's name, in full
    types = 'unsigned char \\*'      # of the C type, in full
    say = "(out caller-allocates) (uuid)"
    # results = "say" for the return value instead of parameters, function = "say" for the function itself

    [function.virDomainGetState]    # one function, or one callback type
    say = "(nonblocking)"
    returns = "(status)"
    state = "(out) (enum virDomainState)"       # a parameter

    [type.virDomain]                # a handle, struct, enum or callback type
    say = "(parent virConnect)"
    dom = "(transfer none)"         # a field

    [[enum]]                        # an enum of macros that belong together
    name = "sqlite3_result"
    constants = "SQLITE_(OK|ERROR|BUSY)"

    [[variants]]                    # one function for each member of an enum
    function = "virConnectDomainEventRegisterAny"
    parameter = "eventID"
    enum = "virDomainEventID"
    callback = "cb"
    name = "domain_event_register"
    [variants.types]
    VIR_DOMAIN_EVENT_ID_REBOOT = "virConnectDomainEventGenericCallback"
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from bindwright.describe.terms import Annotation, parse
from bindwright.diagnostics import BindwrightError, Diagnostic, Location, failure
from bindwright.model.api import Library
from bindwright.tables import Table, load

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Annotations, and where they stand in the overlay."""

    annotations: tuple[Annotation, ...]
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """A built-in convention that is on."""

    name: str
    options: Mapping[str, str]
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Annotations for all functions, parameters or results that match."""

    name: str
    """``uuid-buffers``."""
    functions: re.Pattern[str] | None = None
    parameters: re.Pattern[str] | None = None
    types: re.Pattern[str] | None = None
    excluded: frozenset[str] = frozenset()
    """Functions that the pattern is not for."""
    function: Said | None = None
    results: Said | None = None
    say: Said | None = None
    """On parameters."""
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is said of one function or type."""

    name: str
    say: Said | None = None
    returns: Said | None = None
    members: Mapping[str, Said] = field(default_factory=dict)
    """By parameter or field; the members of a union are ``value.ul``."""
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Variants:
    """One function for each member of an enum."""

    function: str
    parameter: str
    """Which gets the member."""
    enum: str
    callback: str = ""
    """The parameter whose type depends on the member; empty when none does."""
    name: str = ""
    """Of the public name, what comes before the member's words."""
    types: Mapping[str, str] = field(default_factory=dict)
    """The callback type by member, where its comment does not name one."""
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """An enum made of macros that belong together."""

    name: str
    """``sqlite3_result``."""
    constants: re.Pattern[str]
    """Which macros, as an expression for the whole name."""
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """A whole overlay."""

    prefixes: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    glued: tuple[str, ...] = ()
    """Prefixes that nothing divides from the word behind them: ``gz`` of ``gzopen``."""
    switches: tuple[Switch, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    functions: tuple[Entry, ...] = ()
    types: tuple[Entry, ...] = ()
    variants: tuple[Variants, ...] = ()
    enums: tuple[Gathered, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """All that is known of a library beside its headers."""

    library: Library
    overlay: Overlay = Overlay()


def read(path: Path, shown: str = "") -> Overlay:
    """Reads an overlay file; ``shown`` is how messages name it.

    Raises:
        BindwrightError: BW001 unreadable or not TOML, BW002 an unknown key, BW003 a wrong value, BW201 or BW202 a wrong
            annotation, BW205 a wrong regular expression.
    """
    return from_table(load(path, shown))


def from_table(table: Table) -> Overlay:
    """Reads a parsed overlay; raises as ``read`` does."""
    table.close({"names", "conventions", "pattern", "function", "type", "variants", "enum"})
    names = table.table("names")
    names.close({"prefixes", "acronyms", "glued"})
    found: list[Diagnostic] = []
    overlay = Overlay(
        prefixes=names.texts("prefixes"),
        acronyms=names.texts("acronyms"),
        glued=names.texts("glued"),
        switches=_switches(table.table("conventions")),
        patterns=_collect(found, _pattern, list(table.tables("pattern"))),
        functions=_entries(found, table.table("function"), "function", "parameter"),
        types=_entries(found, table.table("type"), "type", "field"),
        variants=_collect(found, _variants, list(table.tables("variants"))),
        enums=_collect(found, _gathered, list(table.tables("enum"))),
    )
    if found:
        raise BindwrightError(tuple(found))
    return overlay


def _collect(
    found: list[Diagnostic], build: Callable[[Table], _T], tables: Iterable[Table]
) -> tuple[_T, ...]:
    """Builds one thing of each table and collects what is wrong with any."""
    built = []
    for table in tables:
        try:
            built.append(build(table))
        except BindwrightError as error:
            found.extend(error.diagnostics)
    return tuple(built)


def _switches(table: Table) -> tuple[Switch, ...]:
    switches = []
    for name, value in table.data.items():
        location = table.at(name)
        if isinstance(value, bool):
            if value:
                switches.append(Switch(name=name, options={}, location=location))
            continue
        inner = table.table(name)
        options = {key: inner.text(key) for key in inner.data}
        switches.append(Switch(name=name, options=options, location=location))
    return tuple(switches)


_PATTERN = {"name", "functions", "parameters", "types", "except", "say", "results", "function"}


def _pattern(table: Table) -> Pattern:
    table.close(_PATTERN)
    return Pattern(
        name=table.text("name"),
        functions=_regex(table, "functions"),
        parameters=_regex(table, "parameters"),
        types=_regex(table, "types"),
        excluded=frozenset(table.texts("except")),
        function=_said(table, "function", "function"),
        results=_said(table, "results", "return"),
        say=_said(table, "say", "parameter"),
        location=table.at(),
    )


def _regex(table: Table, key: str) -> re.Pattern[str] | None:
    text = table.text(key, "")
    try:
        return re.compile(text) if text else None
    except re.error as error:
        cause = f"'{text}' is not a regular expression: {error}"
        raise failure("BW205", cause, table.at(key)) from None


def _gathered(table: Table) -> Gathered:
    table.close({"name", "constants"})
    table.text("constants")
    constants = _regex(table, "constants")
    if constants is None:
        raise table.wrong("constants", "a regular expression")
    return Gathered(name=table.text("name"), constants=constants, location=table.at())


def _said(table: Table, key: str, on: str) -> Said | None:
    text = table.text(key, "")
    if not text:
        return None
    location = table.at(key)
    return Said(annotations=parse(text, on, location), location=location)


def _entries(found: list[Diagnostic], table: Table, on: str, member: str) -> tuple[Entry, ...]:
    def build(inner: Table) -> Entry:
        return _entry(inner, on, member)

    return _collect(found, build, [table.table(name) for name in table.data])


def _entry(table: Table, on: str, member: str) -> Entry:
    members: dict[str, Said] = {}
    for key, value in table.data.items():
        if isinstance(value, dict):
            inner = table.table(key)
            members |= {f"{key}.{name}": _member(inner, name, member) for name in inner.data}
        elif key not in ("say", "returns"):
            members[key] = _member(table, key, member)
    return Entry(
        name=table.path[-1],
        say=_said(table, "say", on),
        returns=_said(table, "returns", "return"),
        members=members,
        location=table.at(),
    )


def _member(table: Table, key: str, on: str) -> Said:
    said = _said(table, key, on)
    if said is None:
        raise table.wrong(key, "annotations")
    return said


def _variants(table: Table) -> Variants:
    table.close({"function", "parameter", "enum", "callback", "name", "types"})
    types = table.table("types")
    return Variants(
        function=table.text("function"),
        parameter=table.text("parameter"),
        enum=table.text("enum"),
        callback=table.text("callback", ""),
        name=table.text("name", ""),
        types={key: types.text(key) for key in types.data},
        location=table.at(),
    )
