# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes the view of an API as C has it: every declaration with its documentation, header by header.

It is for targets that document the C library itself. It names things as C does and knows no plain calls.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from bindwright.model.api import (
    Api,
    Callback,
    Constant,
    Dictionary,
    Direction,
    Doc,
    Enumeration,
    Field,
    Function,
    Kind,
    Null,
    Object,
    Parameter,
    Record,
    Release,
    Role,
    Scope,
    Section,
    Transfer,
    Type,
)
from bindwright.model.ctype import CType, declare
from bindwright.target.docs import TOKEN
from bindwright.target.naming import Names

Thing = Function | Callback | Record | Enumeration | Object | Constant | Dictionary
"""A declaration that a header makes."""

_WIDTH = 80
_KINDS: dict[type, str] = {
    Function: "function",
    Callback: "callback",
    Record: "record",
    Enumeration: "enum",
    Object: "object",
    Constant: "constant",
    Dictionary: "record",
}
_SCOPES = {
    Scope.CALL: "called only before the function returns",
    Scope.ASYNC: "called once, later",
    Scope.NOTIFIED: "called until its destroy function is",
    Scope.FOREVER: "called as long as the program runs",
    Scope.REGISTERED: "tells by its address which registration is meant",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A piece of a paragraph."""

    text: str
    """``keel_domain_start()``."""
    kind: str = "text"
    """``text``; ``code``, which is something of C; or ``link``, which is a name of the API."""
    page: Names | None = None
    """Of a link: the section that documents it."""
    anchor: str = ""
    """Of a link: where in that section, ``keel_domain_start``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph, or lines that are shown as they are."""

    runs: tuple[Run, ...]
    preformatted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A parameter, a field, a member, or what is returned."""

    c_name: str
    """``ret_state``; empty of what is returned."""
    code: str
    """Its declaration: ``keel_domain_state *ret_state``; of a member its value: ``KEEL_DOMAIN_STATE_RUNNING = 1``."""
    notes: tuple[tuple[Run, ...], ...]
    """What its type does not say: ``out``, ``may be NULL``, ``in KiB``."""
    doc: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One declaration."""

    c_name: str
    """``keel_domain_get_state``."""
    kind: str
    """``function``, ``callback``, ``record``, ``enum``, ``object`` or ``constant``."""
    code: str
    """The declaration in C; several lines."""
    summary: tuple[Run, ...]
    doc: tuple[Paragraph, ...]
    """What comes after the summary."""
    rows: tuple[RowView, ...]
    """Parameters, fields or members."""
    result: RowView | None
    since: str
    deprecated: tuple[Run, ...]
    """Why, and what to use; empty when it is current."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """One header."""

    name: Names
    c_name: str
    """As the header calls itself: ``domain``."""
    header: str
    """As programs include it: ``keel/domain.h``."""
    title: tuple[Run, ...]
    doc: tuple[Paragraph, ...]
    entries: tuple[EntryView, ...]


class Sections:
    """The headers of an API that declare or say something, in the order in which they are included.

    They are made when they are first looked at: few targets do.
    """

    def __init__(self, api: Api, names: Callable[[tuple[str, ...]], Names]) -> None:
        """Keeps what they are made of; ``names`` spells words in all roles of the target."""
        self._api = api
        self._names = names

    @functools.cached_property
    def _made(self) -> tuple[SectionView, ...]:
        return tuple(_Maker(self._api, self._names).sections())

    def __iter__(self) -> Iterator[SectionView]:
        return iter(self._made)


class _Maker:
    """Knows where each name of the API is documented."""

    def __init__(self, api: Api, names: Callable[[tuple[str, ...]], Names]) -> None:
        self.api = api
        self.things = tuple(_things(api))
        known = {section.header: section for section in api.sections}
        files = dict.fromkeys([*known, *(file for file, _, _ in self.things)])
        self.known = _distinct([known.get(file) or _nameless(file) for file in files])
        self.pages = {
            item.header: names(tuple(item.name.replace("_", "-").split("-"))) for item in self.known
        }
        self.places = {name: self.pages[file] for file, name, _ in self.things}
        self.places |= {
            member.name: self.places[enum.name]
            for enum in api.enums
            if enum.name in self.places
            for member in enum.members
        }

    def sections(self) -> Iterator[SectionView]:
        found: dict[str, list[EntryView]] = {section.header: [] for section in self.known}
        for file, name, entry in self.things:
            found[file].append(self.entry(name, entry))
        for section in self.known:
            if not found[section.header] and not section.doc.body:
                continue
            yield SectionView(
                name=self.pages[section.header],
                c_name=section.name,
                header=self.included(section.header),
                title=self.runs(section.doc.summary),
                doc=self.paragraphs(section.doc.body),
                entries=tuple(found[section.header]),
            )

    def included(self, file: str) -> str:
        """Returns a header as a program names it: in the folder of the header that includes all."""
        folders = {str(PurePosixPath(header).parent) for header in self.api.library.headers}
        path = PurePosixPath(file)
        return next(
            (f"{folder}/{path.name}" for folder in folders if path.match(f"*{folder}/{path.name}")),
            path.name,
        )

    # Texts

    def runs(self, text: str) -> tuple[Run, ...]:
        """Divides a text into words and names."""
        found: list[Run] = []
        end = 0
        for match in TOKEN.finditer(text):
            run = self.run(*match.groups())
            if run is None:
                continue
            if match.start() > end:
                found.append(Run(text=text[end : match.start()]))
            found.append(run)
            end = match.end()
        if end < len(text):
            found.append(Run(text=text[end:]))
        return tuple(part for run in found for part in _quoted(run))

    def run(self, sigil: str, name: str, call: str | None) -> Run | None:
        """Returns a name as a link where the API has it; None when it is a word of the prose."""
        shown = name + (call or "")
        if name in self.places:
            return Run(text=shown, kind="link", page=self.places[name], anchor=name)
        if sigil in ("%", "@", "#") or call or name == "NULL":
            return Run(text=shown, kind="code")
        return None

    def paragraphs(self, body: Iterable[str]) -> tuple[Paragraph, ...]:
        """Divides paragraphs; one whose lines begin with four spaces is shown as it is."""
        return tuple(
            (
                Paragraph(
                    runs=(Run(text="\n".join(line[4:] for line in text.split("\n"))),),
                    preformatted=True,
                )
                if text.startswith("    ")
                else Paragraph(runs=self.runs(text))
            )
            for text in body
        )

    def said(self, doc: Doc) -> tuple[Paragraph, ...]:
        """Returns a whole documentation."""
        return self.paragraphs([doc.summary, *doc.body] if doc.summary else doc.body)

    # Declarations

    def entry(self, name: str, thing: Thing) -> EntryView:
        """Returns one declaration."""
        doc, deprecated = thing.doc, thing.doc.deprecated
        rows = self.rows(thing)
        return EntryView(
            c_name=name,
            kind=_KINDS[type(thing)],
            code=_code(name, thing, rows),
            summary=self.runs(doc.summary),
            doc=self.paragraphs(doc.body),
            rows=rows,
            result=self.result(thing),
            since=doc.since,
            deprecated=self.runs(deprecated or "yes") if deprecated is not None else (),
        )

    def rows(self, thing: Thing) -> tuple[RowView, ...]:
        """Returns what a declaration is made of."""
        match thing:
            case Enumeration():
                return tuple(
                    self.row(item.name, f"{item.name} = {item.value}", item.doc)
                    for item in thing.members
                )
            case Record():
                return tuple(
                    self.row(item.name, _declared(item.c, item.name), item.doc, _field_notes(item))
                    for item in thing.fields
                )
            case Function() | Callback():
                return tuple(
                    self.row(item.name, _declared(item.c, item.name), item.doc, _notes(item))
                    for item in thing.parameters
                )
            case _:
                return ()

    def row(self, name: str, code: str, doc: Doc, notes: Iterable[str] = ()) -> RowView:
        """Returns one part of a declaration."""
        return RowView(
            c_name=name,
            code=code,
            notes=tuple(self.runs(note) for note in notes),
            doc=self.said(doc),
        )

    def result(self, thing: Thing) -> RowView | None:
        """Returns what a function returns, None when that is nothing."""
        if not isinstance(thing, Function | Callback) or declare(thing.result.c) == "void":
            return None
        result = thing.result
        notes = [*_type_notes(result.type), *_released(result.release)]
        return self.row("", _declared(result.c), result.doc, notes)


def _things(api: Api) -> Iterator[tuple[str, str, Thing]]:
    """Yields the file, the name in C and the element of each declaration, types first."""
    groups: tuple[tuple[Thing, ...], ...] = (
        api.objects,
        api.constants,
        api.enums,
        api.records,
        api.dicts,
        api.callbacks,
        api.functions,
    )
    seen: set[str] = set()
    for item in (item for group in groups for item in group):
        name = item.symbol if isinstance(item, Function) else item.name
        if item.location is not None and name not in seen:
            seen.add(name)
            yield item.location.file, name, item


def _nameless(file: str) -> Section:
    """Returns a section for a header that says nothing of itself."""
    return Section(name=PurePosixPath(file).stem.replace(".", "-"), header=file)


def _distinct(sections: list[Section]) -> list[Section]:
    """Returns the sections, those with a name that others have too named by their whole path."""
    counts = Counter(section.name for section in sections)
    return [
        (
            replace(item, name="-".join(PurePosixPath(item.header).with_suffix("").parts))
            if counts[item.name] > 1
            else item
        )
        for item in sections
    ]


def _quoted(run: Run) -> Iterator[Run]:
    """Divides a piece of prose where backticks mark what is literal."""
    if run.kind != "text" or "`" not in run.text:
        yield run
        return
    for number, text in enumerate(run.text.split("`")):
        if text:
            yield Run(text=text, kind=("text", "code")[number % 2])


def _declared(c: CType, name: str = "") -> str:
    """Declares something as headers write it."""
    return declare(c, name).replace("_Bool", "bool")


def _code(name: str, thing: Thing, rows: tuple[RowView, ...]) -> str:
    """Spells a declaration in C."""
    match thing:
        case Callback():
            return f"typedef {_function(f'(*{name})', thing.parameters, thing.result.c)};"
        case Function():
            return f"{_function(name, thing.parameters, thing.result.c)};"
        case Enumeration():
            members = ",\n".join(f"    {row.code}" for row in rows)
            return f"typedef enum {{\n{members}\n}} {name};"
        case Record():
            fields = "\n".join(f"    {row.code};" for row in rows)
            return f"typedef struct {{\n{fields}\n}} {name};"
        case Constant():
            words = f"({', '.join(thing.parameters)})" if thing.parameters else ""
            return f"#define {name}{words}{_value(thing.value)}"
        case _:
            return f"typedef struct {name} {name};"


def _function(name: str, parameters: Iterable[Parameter], result: CType) -> str:
    """Declares a function, on one line when that is short."""
    parts = [_declared(item.c, item.name) for item in parameters] or ["void"]
    line = _declared(result, f"{name}({', '.join(parts)})")
    if len(line) <= _WIDTH:
        return line
    return _declared(result, f"{name}(\n    " + ",\n    ".join(parts) + ")")


def _value(value: object) -> str:
    if value is None:
        return ""
    return f' "{value}"' if isinstance(value, str) else f" {value}"


def _notes(item: Parameter) -> Iterator[str]:
    """Yields what a parameter means beyond its type."""
    if item.direction is not Direction.IN:
        yield "out" if item.direction is Direction.OUT else "in and out"
    if item.of and item.role in (Role.LENGTH, Role.RESULT_LENGTH):
        yield f"the length of @{item.of}"
    if item.of and item.role is Role.CAPACITY:
        yield f"the room of @{item.of}"
    if item.of and item.role is Role.VALUE and item.type.kind is Kind.LIST:
        yield f"as long as @{item.of}"
    yield from _type_notes(item.type)
    if item.optional:
        yield "may be %NULL when it is not wanted"
    if item.scope is not None:
        yield _SCOPES[item.scope]
    yield from _released(item.release)
    if item.transfer is Transfer.FULL and item.direction is Direction.IN:
        yield "taken over"


def _field_notes(item: Field) -> Iterator[str]:
    """Yields what a field means beyond its type."""
    if item.of and item.role is Role.LENGTH:
        yield f"the length of @{item.of}"
    yield from _type_notes(item.type)


def _type_notes(type_: Type) -> Iterator[str]:
    if type_.null is Null.YES:
        yield "may be %NULL"
    if type_.kind in (Kind.FLAGS, Kind.ENUM) and type_.name and declare(type_.c) != type_.name:
        yield f"{'flags' if type_.kind is Kind.FLAGS else 'a value'} of #{type_.name}"
    if type_.unit:
        yield f"in {type_.unit}"


def _released(release: Release | None) -> Iterator[str]:
    if release is not None:
        yield f"given back with {release.function}()"
