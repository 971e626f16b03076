# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads ``project.toml``: what one library is, where its C is, and what to make of it.

It does not read headers, the overlay or the spec: it says where they are.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from bindwright.diagnostics import failure
from bindwright.model.api import ErrorSource, EventLoop, Library
from bindwright.model.versions import numbers
from bindwright.tables import Table, load

FILE = "project.toml"

_T = TypeVar("_T", ErrorSource, EventLoop)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """Where a library's C is; every path is absolute."""

    headers: tuple[str, ...]
    """As ``#include`` names them, ``keel/keel.h``, or paths."""
    include: tuple[Path, ...] = ()
    """Folders for ``-I``."""
    defines: tuple[str, ...] = ()
    """For ``-D``: ``NAME`` or ``NAME=value``."""
    pkg_config: tuple[str, ...] = ()
    """Packages whose compiler flags the headers need: ``libvirt``."""
    public: tuple[str, ...] = ()
    """Folders and files, as ``#include`` names them, whose declarations belong to the API too: ``libvirt``."""
    sentinel: str = ""
    """The macro that hides counting enumerators: ``VIR_ENUM_SENTINELS``."""
    documents: tuple[Path, ...] = ()
    """C files that hold doc comments."""
    descriptions: tuple[Path, ...] = ()
    """XML files in which the library documents itself: ``/usr/share/libvirt/api/libvirt-api.xml``."""
    libraries: tuple[str, ...] = ()
    """Shared libraries whose exported symbols are read: a path, or a name to look up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """What to make of the description."""

    output: Path
    """The folder that gets one folder for each target: ``out``."""
    targets: tuple[str, ...] = ()
    """Empty for all there are."""
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What this library wants of a target, by target: ``{"c": {"package": "keel-plain"}}``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conformance:
    """Where the scenarios over the library are."""

    cases: Path
    """A folder of ``*.toml``."""
    golden: Path
    """A folder with the transcript of each case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """Another binding of the library, which the targets for its language are held beside."""

    name: str
    """``libvirt-python``."""
    version: str
    """The one that the list was made of: ``9.0.0``."""
    targets: tuple[str, ...]
    """Those for the same language; one of them may be yet to be written."""
    functions: Path
    """A list of the C functions that it calls or declares: ``api-spec/libvirt/peers/libvirt-python.txt``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """One library that bindings are made for."""

    name: str
    """``keel``."""
    root: Path
    """The folder that holds ``api-spec``: paths in messages are relative to it."""
    folder: Path
    """``api-spec/keel``."""
    library: Library
    extraction: Extraction
    overlay: Path | None
    """``api-spec/libvirt/overlay.toml``."""
    generation: Generation
    conformance: Conformance | None
    """None for a library without scenarios."""
    peers: tuple[Peer, ...]
    table: Table
    """The whole file, for messages about its keys."""

    @property
    def spec(self) -> Path:
        """The description of the API: ``api-spec/keel/keel.xml``."""
        return self.folder / f"{self.name}.xml"

    def profile(self, target: str) -> Path | None:
        """Returns the file with the names and shapes that a target shows; None when the project gives it none."""
        name = self.generation.options.get(target, {}).get("profile", "")
        return self.folder / name if name else None

    def shown(self, path: Path) -> str:
        """Returns a path as messages and outputs show it, the same on every machine."""
        return os.path.relpath(path, self.root) if path.is_relative_to(self.root) else str(path)


def find(start: Path) -> tuple[Path, ...]:
    """Returns the project folders in ``api-spec`` of ``start`` or of the nearest folder above it that has any.

    Raises:
        BindwrightError: BW004 when there are none.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        found = tuple(sorted(file.parent for file in folder.glob(f"api-spec/*/{FILE}")))
        if found:
            return found
    raise failure(
        "BW004",
        f"no api-spec/*/{FILE} here or in a folder above",
        hint="name a project with --project DIR",
    )


def read(folder: Path) -> Project:
    """Reads the project in a folder, or the ``project.toml`` named.

    Raises:
        BindwrightError: BW001 unreadable or not TOML, BW002 an unknown key, BW003 a missing or wrong value.
    """
    folder = (folder.parent if folder.name == FILE else folder).resolve()
    root = folder.parent.parent if folder.parent.name == "api-spec" else folder
    file = folder / FILE
    table = load(file, os.path.relpath(file, root))
    table.close({"library", "extract", "describe", "generate", "conform", "peer"})
    describe = table.table("describe")
    describe.close({"overlay"})
    overlay = describe.text("overlay", "")
    library = _library(table.table("library"), table.table("extract"))
    return Project(
        name=library.name,
        root=root,
        folder=folder,
        library=library,
        extraction=_extraction(table.table("extract"), folder),
        overlay=_file(describe, "overlay", folder / overlay) if overlay else None,
        generation=_generation(table.table("generate"), root),
        conformance=_conformance(table.table("conform"), folder),
        peers=tuple(_peer(each, folder) for each in table.tables("peer")),
        table=table,
    )


def check_apart(projects: Sequence[Project]) -> None:
    """Checks that no two projects write to the same folder.

    Raises:
        BindwrightError: BW016 at the second of them.
    """
    owners: dict[Path, Project] = {}
    for project in projects:
        first = owners.setdefault(project.generation.output, project)
        if first is not project:
            raise failure(
                "BW016",
                f"'{project.name}' and '{first.name}' write to the same folder,"
                f" {project.shown(project.generation.output)}",
                project.table.table("generate").at("output"),
                f'say in [generate]: output = "out/{project.name}"',
            )


_LIBRARY = {
    "name",
    "title",
    "version",
    "minimum",
    "summary",
    "licence",
    "homepage",
    "pkg-config",
    "sonames",
    "free",
    "initialize",
    "live-handles",
    "errors",
    "event-loop",
}


def _library(table: Table, extract: Table) -> Library:
    table.close(_LIBRARY)
    _check_minimum(table)
    return Library(
        name=table.text("name"),
        title=table.text("title", table.text("name")),
        version=table.text("version"),
        minimum=table.text("minimum", ""),
        summary=table.text("summary", ""),
        licence=table.text("licence"),
        homepage=table.text("homepage", ""),
        headers=tuple(
            PurePosixPath(name).name if _is_path(name) else name
            for name in extract.texts("headers")
        ),
        pkg_config=table.texts("pkg-config", extract.texts("pkg-config")),
        sonames=table.texts("sonames"),
        free=table.text("free", "free"),
        initialize=table.text("initialize", ""),
        live_handles=table.text("live-handles", ""),
        errors=_texts(ErrorSource, table.table("errors")) if "errors" in table.data else None,
        event_loop=(
            _texts(EventLoop, table.table("event-loop")) if "event-loop" in table.data else None
        ),
    )


def _check_minimum(table: Table) -> None:
    minimum, version = table.text("minimum", ""), table.text("version")
    if minimum and not () < numbers(minimum) <= numbers(version):
        cause = f"'library.minimum' is no version up to the described one, {version}"
        raise failure("BW003", cause, table.at("minimum"))


def _texts(made: type[_T], table: Table) -> _T:
    """Builds one of the model's values that hold nothing but texts, and lists of them: a key for each field."""
    keys = {field.name: field.name.replace("_", "-") for field in fields(made)}
    needed = {field.name for field in fields(made) if field.default is MISSING}
    lists = {field.name for field in fields(made) if field.default == ()}
    table.close(keys.values())
    values: dict[str, Any] = {name: table.texts(keys[name]) for name in lists}
    for name in keys.keys() - lists:
        values[name] = table.text(keys[name], None if name in needed else "")
    return made(**values)


_EXTRACT = {
    "headers",
    "include",
    "defines",
    "pkg-config",
    "public",
    "sentinel",
    "documents",
    "descriptions",
    "libraries",
}


def _extraction(table: Table, folder: Path) -> Extraction:
    table.close(_EXTRACT)
    headers = table.texts("headers")
    if not headers:
        raise failure("BW003", "'extract.headers' names no header", table.at("headers"))
    return Extraction(
        headers=tuple(
            os.path.normpath(folder / name) if _is_path(name) else name for name in headers
        ),
        include=tuple(_paths(table, "include", folder)),
        defines=table.texts("defines"),
        pkg_config=table.texts("pkg-config"),
        public=table.texts("public"),
        sentinel=table.text("sentinel", ""),
        documents=tuple(_paths(table, "documents", folder)),
        descriptions=tuple(_paths(table, "descriptions", folder)),
        libraries=tuple(
            str((folder / name).resolve()) if "/" in name else name
            for name in table.texts("libraries")
        ),
    )


def _is_path(header: str) -> bool:
    """Tells a path from a name as in ``#include``: it is absolute or starts with a dot."""
    return header.startswith((".", "/"))


def _paths(table: Table, key: str, folder: Path) -> list[Path]:
    """Returns paths, and what patterns among them match, in a fixed order."""
    paths: list[Path] = []
    for name in table.texts(key):
        if "*" in name:
            base = Path(os.path.normpath(folder / name.partition("*")[0].rpartition("/")[0]))
            pattern = name[name.partition("*")[0].rfind("/") + 1 :]
            paths += sorted(base.glob(pattern))
        else:
            paths.append(Path(os.path.normpath(folder / name)))
    return paths


def _file(table: Table, key: str, path: Path) -> Path:
    if not path.is_file():
        raise failure("BW003", f"'{key}' names no file: {path.name}", table.at(key))
    return path


def _generation(table: Table, root: Path) -> Generation:
    table.close({"output", "targets", "options"})
    options = table.table("options")
    tables = {target: options.table(target) for target in options.data}
    return Generation(
        output=Path(os.path.normpath(root / table.text("output", "out"))),
        targets=table.texts("targets"),
        options={
            target: {key: inner.text(key) for key in inner.data} for target, inner in tables.items()
        },
    )


def _conformance(table: Table, folder: Path) -> Conformance | None:
    table.close({"cases", "golden"})
    if not table.data:
        return None
    cases, golden = (
        Path(os.path.normpath(folder / table.text(key))) for key in ("cases", "golden")
    )
    return Conformance(cases=cases, golden=golden)


def _peer(table: Table, folder: Path) -> Peer:
    table.close({"name", "version", "targets", "functions"})
    targets = table.texts("targets")
    if not targets:
        raise failure("BW003", "'peer.targets' names no target", table.at("targets"))
    return Peer(
        name=table.text("name"),
        version=table.text("version"),
        targets=targets,
        functions=_file(table, "functions", folder / table.text("functions")),
    )
