# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads a target's ``target.toml``: all that is known about one language without a template.

It does not read templates, and every key is closed: an unknown one is an error.
"""

from __future__ import annotations

import fnmatch
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from bindwright.diagnostics import BindwrightError, Diagnostic, Location, failure
from bindwright.target.naming import Role, Span, Speller, Style


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRule:
    """Which file, or files, one template makes."""

    template: str
    """``object.c.j2``."""
    path: str
    """Below the package, with view names in braces: ``src/{package}/{name}.c``."""
    each: str = ""
    """A view list that gives one file an element, such as ``objects``; empty for one file."""
    role: str = ""
    """The naming role that ``{name}`` stands for: of each element, or of the library; empty where elements have one name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inclusion:
    """Files of another target that this target's package carries."""

    target: str
    """The other target's folder."""
    to: str
    """The folder below the package: ``src``."""
    files: tuple[str, ...] = ("*",)
    """Patterns of file names to take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocForm:
    """How a laid-out documentation text becomes one kind of comment or literal."""

    open: str = ""
    """A line before, or the text that the first line follows: ``/**``."""
    prefix: str = ""
    """Before each line: `` * ``."""
    suffix: str = ""
    """After each line: ``\\n"`` where each line is a string literal."""
    close: str = ""
    """A line after, or what follows the last line when ``hug`` is set: `` */``."""
    hug: bool = False
    """``open`` and ``close`` stand on the text's own first and last lines."""
    single: bool = False
    """All is one line, for a template that writes what stands around it."""
    summary: bool = False
    """Only the first paragraph."""
    escape: tuple[tuple[str, str], ...] = ()
    """Replacements, in order: ``[["*/", "*&#47;"]]``."""
    width: int = 79
    """Of a whole line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocLayout:
    """How documentation is arranged in one language."""

    code: str = "{}"
    """Around a name: ``{}`` between two backticks."""
    link: str = ""
    """Around a name of the API, where that differs: ``[{}]``."""
    lead: bool = False
    """A summary begins with the name of what it is about: ``Domain is a guest.``"""
    stop: bool = False
    """Every paragraph ends like a sentence: one that does not would be taken for a heading."""
    separator: str = "."
    """Between an owner and its member: ``Domain.start``."""
    call: str = "{}()"
    """A function's name in prose."""
    null: str = "NULL"
    true: str = "true"
    false: str = "false"
    parameters: str = ""
    """A heading line: ``Args:``."""
    parameter: str = ""
    """One item: ``    {name}: {text}``; empty leaves parameters out."""
    returns: str = ""
    result: str = ""
    """One item for what is returned: ``    {text}``."""
    complete: bool = False
    """Nothing goes without documentation, and there is one item for all that is returned: the language's checker wants it."""
    raises: str = ""
    failure: str = ""
    """One item when the call can fail: ``    {error}: if the call fails.``."""
    condition: str = ""
    """One item for what is no error of the library: ``    {error}: {text}``."""
    since: str = ""
    """``Since: {version}``."""
    deprecated: str = ""
    """``Deprecated: {text}``."""
    hang: str = "    "
    """Before the later lines of an item."""
    preformatted: str = "    "
    """Before each line of a preformatted paragraph."""
    code_open: str = ""
    """A line before a preformatted paragraph: ``<pre>``."""
    code_close: str = ""
    escape: tuple[tuple[str, str], ...] = ()
    """Replacements in what the library's authors wrote, but not in what this layout adds: ``[["<", "&lt;"]]``."""
    summary_join: bool = False
    """The summary is the first sentence of the first paragraph, not a paragraph of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiteralStyle:
    """How values are written in one notation."""

    quote: str = '"'
    escape: Mapping[str, str] = field(default_factory=dict)
    """Characters with an escape of their own."""
    control: str = "\\x{:02x}"
    """Every other control character."""
    other: str = ""
    """Every character past ASCII; empty keeps it."""
    bytes: bool = False
    """``control`` and ``other`` are applied to UTF-8 bytes, not to code points."""
    null: str = "NULL"
    true: str = "true"
    false: str = "false"
    signed: str = "{}"
    """A signed integer."""
    unsigned: str = "{}"
    """An integer past the signed range."""
    minimum: str = ""
    """The lowest 64-bit integer, where it cannot be written as a literal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsupported:
    """What a target cannot express, and why."""

    pattern: str
    """A kind, a function's name, a conformance case; ``*`` matches."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One target."""

    name: str
    """The folder's name."""
    folder: Path
    title: str
    """As prose writes it."""
    summary: str = ""
    files: tuple[FileRule, ...] = ()
    programs: tuple[FileRule, ...] = ()
    """The files of the conformance program; ``conform/`` in the target's folder has those without a template."""
    inclusions: tuple[Inclusion, ...] = ()
    speller: Speller
    types: Mapping[str, str] = field(default_factory=dict)
    """By kind: what a value that the language gives to its user is: ``list[{element}]``."""
    input_types: Mapping[str, str] = field(default_factory=dict)
    """By kind, where what is accepted differs."""
    c_types: Mapping[str, str] = field(default_factory=dict)
    """By kind: a name that the target's own glue has for the kind."""
    literals: Mapping[str, LiteralStyle] = field(default_factory=dict)
    forms: Mapping[str, DocForm] = field(default_factory=dict)
    layout: DocLayout = DocLayout()
    black: tuple[str, ...] = ()
    """Patterns of files that the Python formatter polishes."""
    tools: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Commands by purpose: ``build``, ``check``, ``test``, ``demo``, ``program`` builds the conformance program, ``conform``
    runs a ``{case}`` of it."""
    needs: tuple[str, ...] = ()
    """Programs that the tools need."""
    ready: tuple[str, ...] = ()
    """A command that says which version of them is there, run in the target's folder; it fails and says why when that is too old."""
    debian: tuple[str, ...] = ()
    """Debian packages that bring them, which ``make test`` installs."""
    unsupported: tuple[Unsupported, ...] = ()
    private: bool = False
    """Only included by other targets: it has no package of its own."""
    base: str = ""
    """The target whose package this one's package stands on, and which spells for it."""
    profile: bool = False
    """It shows names and shapes that a project gives it; one that gives none has no such package."""


_KEYS = {
    "": {
        "target",
        "file",
        "program",
        "include",
        "naming",
        "reserved",
        "types",
        "literal",
        "doc",
        "tools",
        "unsupported",
    },
    "target": {"name", "title", "summary", "black", "private", "base", "profile"},
    "file": {"template", "path", "each", "role"},
    "include": {"target", "to", "files"},
    "naming": {"initialisms", "roles", "scope"},
    "role": {"style", "span", "prefix", "suffix", "reserved", "escape", "leading_digit"},
    "reserved": {"words"},
    "types": {"output", "input", "c"},
    "literal": set(LiteralStyle.__dataclass_fields__),
    "doc": {"layout", "forms"},
    "layout": set(DocLayout.__dataclass_fields__),
    "form": set(DocForm.__dataclass_fields__),
    "tools": {"build", "check", "test", "demo", "program", "conform", "needs", "ready", "debian"},
    "unsupported": {"pattern", "reason"},
}


def load_manifest(folder: Path) -> Manifest:
    """Reads ``folder/target.toml``.

    Raises:
        BindwrightError: BW601 unreadable or not TOML, BW602 an unknown or missing key, BW603 a wrong value.
    """
    path = folder / "target.toml"
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except OSError as error:
        raise failure(
            "BW601",
            f"cannot read the target's manifest: {error.strerror}",
            Location(file=str(path)),
            "a target is a folder with a target.toml in it",
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise failure("BW601", f"not valid TOML: {error}", Location(file=str(path))) from None
    return _Reader(path, text).manifest(folder, data)


class _Reader:
    """Turns one parsed manifest into a ``Manifest``; knows where a key stands for messages."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.lines = text.splitlines()

    def at(self, key: str) -> Location:
        for number, line in enumerate(self.lines, 1):
            stripped = line.strip().lstrip("[").strip()
            if stripped.startswith((key + " ", key + "=", key + "]", key + ".", f'"{key}"')):
                return Location(file=str(self.path), line=number)
        return Location(file=str(self.path))

    def closed(self, table: Mapping[str, Any], kind: str) -> None:
        unknown = sorted(set(table) - _KEYS[kind])
        if unknown:
            allowed = ", ".join(sorted(_KEYS[kind]))
            raise BindwrightError(
                tuple(
                    Diagnostic(
                        code="BW602",
                        message=f"unknown key '{key}'" + (f" in [{kind}]" if kind else ""),
                        location=self.at(key),
                        hint=f"known keys: {allowed}",
                    )
                    for key in unknown
                )
            )

    def build(self, kind: str, make: Any, table: Mapping[str, Any], **more: Any) -> Any:
        self.closed(table, kind)
        frozen = {
            key: tuple(map(_freeze, value)) if isinstance(value, list) else value
            for key, value in table.items()
        }
        try:
            return make(**frozen, **more)
        except TypeError:
            missing = f"[{kind}] lacks a required key"
            raise failure("BW602", missing, self.at(kind)) from None

    def role(self, name: str, table: Mapping[str, Any]) -> Role:
        self.closed(table, "role")
        try:
            return Role(
                style=Style(table["style"]),
                span=Span(table.get("span", "own")),
                prefix=table.get("prefix", ""),
                suffix=table.get("suffix", ""),
                reserved=frozenset(table.get("reserved", ())),
                escape=table.get("escape", "{}_"),
                leading_digit=table.get("leading_digit", "_{}"),
            )
        except (KeyError, ValueError) as error:
            raise failure(
                "BW603",
                f"naming role '{name}' has no usable style or span: {error}",
                self.at(name),
                "styles: " + ", ".join(style.value for style in Style),
            ) from None

    def manifest(self, folder: Path, data: Mapping[str, Any]) -> Manifest:
        self.closed(data, "")
        target = data.get("target", {})
        self.closed(target, "target")
        if target.get("name") != folder.name:
            raise failure(
                "BW603",
                f"the target's name is '{target.get('name', '')}', its folder is '{folder.name}'",
                self.at("name"),
                "give both the same name",
            )
        naming = data.get("naming", {})
        self.closed(naming, "naming")
        reserved = data.get("reserved", {})
        self.closed(reserved, "reserved")
        types = data.get("types", {})
        self.closed(types, "types")
        doc = data.get("doc", {})
        self.closed(doc, "doc")
        tools = data.get("tools", {})
        self.closed(tools, "tools")
        speller = Speller(
            roles={name: self.role(name, table) for name, table in naming.get("roles", {}).items()},
            reserved=frozenset(reserved.get("words", ())),
            initialisms=frozenset(word.lower() for word in naming.get("initialisms", ())),
            scope=tuple(naming.get("scope", ())),
        )
        made = Manifest(
            name=folder.name,
            folder=folder,
            title=target.get("title", folder.name),
            summary=target.get("summary", ""),
            files=tuple(self.build("file", FileRule, table) for table in data.get("file", ())),
            programs=tuple(
                self.build("file", FileRule, table) for table in data.get("program", ())
            ),
            inclusions=tuple(
                self.build("include", Inclusion, table) for table in data.get("include", ())
            ),
            speller=speller,
            types=types.get("output", {}),
            input_types=types.get("input", {}),
            c_types=types.get("c", {}),
            literals={
                name: self.build("literal", LiteralStyle, table)
                for name, table in data.get("literal", {}).items()
            },
            forms={
                name: self.build("form", DocForm, table)
                for name, table in doc.get("forms", {}).items()
            },
            layout=self.build("layout", DocLayout, doc.get("layout", {})),
            black=tuple(target.get("black", ())),
            private=target.get("private", False),
            base=target.get("base", ""),
            profile=target.get("profile", False),
            tools={
                key: tuple(value)
                for key, value in tools.items()
                if key not in ("needs", "ready", "debian")
            },
            needs=tuple(tools.get("needs", ())),
            ready=tuple(tools.get("ready", ())),
            debian=tuple(tools.get("debian", ())),
            unsupported=tuple(
                self.build("unsupported", Unsupported, table)
                for table in data.get("unsupported", ())
            ),
        )
        return _based(made, load_manifest(folder.parent / made.base)) if made.base else made


def _based(made: Manifest, base: Manifest) -> Manifest:
    """Returns a manifest that spells as another one does; forms and literals of its own go before."""
    return replace(
        made,
        speller=base.speller,
        types=base.types,
        input_types=base.input_types,
        c_types=base.c_types,
        literals={**base.literals, **made.literals},
        forms={**base.forms, **made.forms},
        layout=base.layout,
        unsupported=(*base.unsupported, *made.unsupported),
    )


def _freeze(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def select(files: Mapping[str, bytes], patterns: tuple[str, ...], folder: str) -> dict[str, bytes]:
    """Returns the files whose names match, moved to ``folder``: what one target includes of another."""
    return {
        str(PurePosixPath(folder) / PurePosixPath(path).name): content
        for path, content in files.items()
        if any(fnmatch.fnmatchcase(PurePosixPath(path).name, pattern) for pattern in patterns)
    }
