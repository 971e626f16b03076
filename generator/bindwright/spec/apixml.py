# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads the API description that libvirt ships, and adds its documentation to facts.

It does not take types or values from it: those are what the headers say.

Codes of its diagnostics: BW140 the file cannot be read, BW141 it is not XML, BW142 it is no
API description, or has a document type, which could define entities.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bindwright.diagnostics import Location, failure
from bindwright.model.facts import (
    Comment,
    EnumeratorFact,
    EnumFact,
    Facts,
    FunctionFact,
    MacroFact,
    ParameterFact,
    RecordFact,
    TypedefFact,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

_LARGEST = 64 << 20


class Sort(Enum):
    """What a symbol of the description is."""

    MACRO = "macro"
    ENUMERATOR = "enum"
    TYPEDEF = "typedef"
    STRUCT = "struct"
    CALLBACK = "functype"
    FUNCTION = "function"
    VARIABLE = "variable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A parameter or a field."""

    name: str
    """``conn``; ``""`` for the return value."""
    type: str
    """As the description writes it: ``const char *``."""
    text: str = ""
    """Its documentation."""
    members: tuple[Member, ...] = ()
    """Of a union inside a struct."""
    line: int = 0
    """Where it stands in the description."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """One entry of the description."""

    sort: Sort
    name: str
    """``virDomainGetInfo``."""
    file: str = ""
    """The header without its ending: ``libvirt-domain``."""
    type: str = ""
    """Of a typedef, struct, variable or enumerator: ``struct _virDomain``, ``virDomainState``."""
    value: str = ""
    """Of an enumerator or macro, as written: ``1``, ``VIR_DOMAIN_RUNNING``."""
    since: str = ""
    """``1.2.0``."""
    text: str = ""
    """Its documentation."""
    text_line: int = 0
    """Where that stands in the description."""
    result: Member | None = None
    """Of a function or callback."""
    members: tuple[Member, ...] = ()
    """Parameters, in order, or fields."""
    location: Location
    """In the description."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """The symbols of one or several descriptions, in their order."""

    symbols: tuple[Symbol, ...] = ()

    def named(self, *sorts: Sort) -> dict[str, Symbol]:
        """Returns the symbols of these sorts by name."""
        return {symbol.name: symbol for symbol in self.symbols if symbol.sort in sorts}


def read_documents(files: Iterable[Path]) -> Documents:
    """Reads API descriptions; of symbols in several, the first counts."""
    found: dict[tuple[Sort, str], Symbol] = {}
    for file in files:
        for symbol in _read(file):
            found.setdefault((symbol.sort, symbol.name), symbol)
    return Documents(symbols=tuple(found.values()))


def _read(file: Path) -> list[Symbol]:
    # Imported here: most commands read no description.
    from lxml import etree

    place = Location(file=file.name)
    hint = "name the file that libvirt installs, such as libvirt-api.xml"
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        if file.stat().st_size > _LARGEST:
            raise failure("BW140", "the API description is larger than 64 MiB", place, hint)
        root = etree.fromstring(file.read_bytes(), parser)
    except OSError as error:
        reason = f"cannot read the API description: {error.strerror}"
        raise failure("BW140", reason, place, hint) from error
    except etree.XMLSyntaxError as error:
        line, column = error.position
        place = Location(file=file.name, line=line or 0, column=max(column or 0, 0))
        raise failure("BW141", f"malformed XML: {error.msg}", place, hint) from error
    document: Any = root.getroottree()
    if root.tag != "api" or document.docinfo.doctype:
        raise failure("BW142", "this is not an API description of libvirt", place, hint)
    sorts = {sort.value: sort for sort in Sort}
    symbols = root.find("symbols")
    elements = [] if symbols is None else list(symbols)
    return [_symbol(sorts[e.tag], e, file.name) for e in elements if e.tag in sorts]


def _symbol(sort: Sort, element: _Element, file: str) -> Symbol:
    info = element.find("info")
    text = element.get("info") or ("" if info is None else "".join(map(str, info.itertext())))
    result = element.find("return")
    return Symbol(
        sort=sort,
        name=element.get("name", ""),
        file=element.get("file", ""),
        type=element.get("type", ""),
        value=element.get("value") or element.get("string") or element.get("raw") or "",
        since=element.get("version", ""),
        text=_plain(text),
        text_line=_line(element if info is None else info),
        result=None if result is None else _member(result),
        members=tuple(_member(e) for e in element if e.tag in ("arg", "field")),
        location=Location(file=file, line=_line(element)),
    )


def _line(element: _Element) -> int:
    line: Any = element.sourceline
    return line or 0


def _member(element: _Element) -> Member:
    union = element.find("union")
    return Member(
        name=element.get("name", ""),
        type=element.get("type", ""),
        text=_plain(element.get("info") or ""),
        members=() if union is None else tuple(_member(e) for e in union if e.tag == "field"),
        line=_line(element),
    )


def _plain(text: str) -> str:
    lines = [line.rstrip() for line in text.strip().split("\n")]
    return "\n".join(lines)


# Adding to facts


def apply_documents(facts: Facts, documents: Documents) -> Facts:
    """Returns the facts with doc comments and documented parameter names.

    A function takes its documentation from here; anything else keeps the header's own comment
    when it has one, for that is more complete.
    """
    functions = documents.named(Sort.FUNCTION)
    callbacks = documents.named(Sort.CALLBACK)
    types = documents.named(Sort.TYPEDEF, Sort.STRUCT, Sort.CALLBACK)
    enumerators = documents.named(Sort.ENUMERATOR)
    macros = documents.named(Sort.MACRO)
    variables = documents.named(Sort.VARIABLE)
    return replace(
        facts,
        functions=tuple(_function(fact, functions.get(fact.name)) for fact in facts.functions),
        typedefs=tuple(_typedef(fact, types, callbacks) for fact in facts.typedefs),
        records=tuple(_record(fact, types) for fact in facts.records),
        enums=tuple(_enum(fact, types, enumerators) for fact in facts.enums),
        macros=tuple(_macro(fact, macros.get(fact.name)) for fact in facts.macros),
        variables=tuple(
            replace(fact, comment=fact.comment or _comment(variables.get(fact.name)))
            for fact in facts.variables
        ),
    )


def _comment(symbol: Symbol | None) -> Comment | None:
    """Writes a doc comment as libvirt lays it out in its sources."""
    if symbol is None:
        return None
    at = symbol.location.line
    lines = [(f"{symbol.name}:", at)]
    for member in symbol.members:
        if symbol.sort in (Sort.FUNCTION, Sort.CALLBACK, Sort.MACRO):
            text = f"@{member.name}: {_indented(member.text)}"
            lines += [(line, member.line) for line in text.split("\n")]
    if symbol.text:
        lines.append(("", at))
        lines += [(line, symbol.text_line + n) for n, line in enumerate(symbol.text.split("\n"))]
    if symbol.result is not None and symbol.result.text:
        text = f"\nReturns {symbol.result.text}"
        lines += [(line, symbol.result.line) for line in text.split("\n")]
    if symbol.since:
        lines += [("", at), (f"Since: {symbol.since}", at)]
    if len(lines) == 1:
        return None
    return Comment(
        text="\n".join(line for line, _ in lines),
        location=symbol.location,
        lines=tuple(number for _, number in lines),
    )


def _indented(text: str) -> str:
    return text.replace("\n", "\n  ")


def _parameters(facts: tuple[ParameterFact, ...], symbol: Symbol) -> tuple[ParameterFact, ...]:
    """Gives parameters the names they are documented under; the header's stay beside them."""
    if len(facts) != len(symbol.members):
        return facts
    pairs = zip(facts, symbol.members, strict=True)
    return tuple(replace(fact, name=member.name or fact.name) for fact, member in pairs)


def _function(fact: FunctionFact, symbol: Symbol | None) -> FunctionFact:
    if symbol is None:
        return fact
    return replace(
        fact,
        comment=_comment(symbol) or fact.comment,
        parameters=_parameters(fact.parameters, symbol),
    )


def _typedef(
    fact: TypedefFact, types: dict[str, Symbol], callbacks: dict[str, Symbol]
) -> TypedefFact:
    symbol = callbacks.get(fact.name)
    parameters = fact.parameters if symbol is None else _parameters(fact.parameters, symbol)
    comment = fact.comment or _comment(types.get(fact.name))
    return replace(fact, comment=comment, parameters=parameters)


def _record(fact: RecordFact, types: dict[str, Symbol]) -> RecordFact:
    symbol = types.get(fact.name) or types.get(fact.name.partition(" _")[2])
    return replace(fact, comment=fact.comment or _comment(symbol))


def _enum(fact: EnumFact, types: dict[str, Symbol], names: dict[str, Symbol]) -> EnumFact:
    return replace(
        fact,
        comment=fact.comment or _comment(types.get(fact.name)),
        enumerators=tuple(_enumerator(item, names.get(item.name)) for item in fact.enumerators),
    )


def _enumerator(fact: EnumeratorFact, symbol: Symbol | None) -> EnumeratorFact:
    """Adds text to an enumerator, whose comments have no layout."""
    if symbol is None or fact.comment is not None or not (symbol.text or symbol.since):
        return fact
    since = f"(Since: {symbol.since})" if symbol.since else ""
    text = " ".join(part for part in (symbol.text, since) if part)
    return replace(fact, comment=Comment(text=text, location=symbol.location))


def _macro(fact: MacroFact, symbol: Symbol | None) -> MacroFact:
    return replace(fact, comment=fact.comment or _comment(symbol))
