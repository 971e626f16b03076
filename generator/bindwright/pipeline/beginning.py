# SPDX-License-Identifier: LGPL-2.1-or-later
"""Headers to a project: finds out what it can about a library, and writes down the rest as questions.

It overwrites nothing, and decides nothing that the user could not read.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from bindwright import atomic, tools
from bindwright.diagnostics import BindwrightError, Diagnostic, Location, Severity, failure
from bindwright.pipeline.describing import located

if TYPE_CHECKING:
    from bindwright.describe import Fit, Prefix
    from bindwright.model.facts import Facts

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the user said about the library."""

    headers: tuple[str, ...]
    """As ``#include`` names them, or files: ``("zlib.h",)``."""
    include: tuple[str, ...] = ()
    """Folders to look for headers."""
    defines: tuple[str, ...] = ()
    """Macros: ``PCRE2_CODE_UNIT_WIDTH=8``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """What pkg-config knows of a library."""

    name: str = ""
    """``zlib``; empty when no package fits."""
    version: str = ""
    summary: str = ""
    homepage: str = ""
    licence: str = ""
    cflags: tuple[str, ...] = ()
    libs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Binary:
    """The shared library that the headers belong to."""

    file: str = ""
    """As a linker names it: ``libz.so``; empty when none fits."""
    soname: str = ""
    """As programs load it: ``libz.so.1``."""
    exported: int = 0
    """How many of the functions are in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A project that was just started."""

    name: str
    folder: str
    """As the user can name it: ``api-spec/zlib``."""
    package: Package
    binary: Binary
    functions: int
    prefixes: tuple[Prefix, ...]
    fits: tuple[Fit, ...]
    files: tuple[str, ...]
    """``("api-spec/zlib/project.toml", ..)``."""
    diagnostics: tuple[Diagnostic, ...]


def begin(asked: Asked, name: str = "", folder: Path | None = None) -> Begun:
    """Starts a project for the library that the headers belong to.

    Raises:
        BindwrightError: BW017 a file is there already, BW018 a name that no package can have, BW101 to BW108 what is wrong with
            the headers.
    """
    from bindwright.describe import Description, fitting, prefixes
    from bindwright.model.api import Library
    from bindwright.pipeline.written import output_text, overlay_text, project_text

    name = _name(asked.headers, name)
    folder = (folder or Path("api-spec", name)).resolve()
    _check_free(folder)
    package = _package(asked.headers)
    facts = _read(asked, package)
    binary = _binary(asked.headers, package, facts)
    facts = _with_symbols(package, binary, facts)
    library = Library(name=name, version="0", licence="MIT", headers=asked.headers)
    begins = prefixes(facts)
    fits = fitting(facts, Description(library=library))
    texts = {
        "project.toml": project_text(_below(asked, folder), name, package, binary, facts)
        + (output_text(name) if _has_neighbours(folder) else ""),
        "overlay.toml": overlay_text(facts, begins, fits),
    }
    for file, text in texts.items():
        atomic.write(folder / file, text.encode())
    return Begun(
        name=name,
        folder=_shown(folder),
        package=package,
        binary=binary,
        functions=len(facts.functions),
        prefixes=begins,
        fits=fits,
        files=tuple(_shown(folder / file) for file in texts),
        diagnostics=(*facts.diagnostics, *_doubts(folder, binary)),
    )


def _has_neighbours(folder: Path) -> bool:
    """Whether other projects would write to the same output."""
    return folder.parent.name == "api-spec" and any(folder.parent.glob("*/project.toml"))


def _shown(path: Path) -> str:
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)


# Names and places


def _name(headers: Sequence[str], wanted: str) -> str:
    """Returns the library's name: as wanted, or as the first header or its folder is called."""
    first = PurePosixPath(headers[0])
    parent = first.parent.name if not first.is_absolute() and "." not in first.parent.name else ""
    name = wanted or (parent if parent and parent != "include" else first.stem)
    if _NAME.fullmatch(name) is None:
        cause = f"'{name}' cannot be the name of a package"
        hint = "give one of letters, digits, '_' and '-' with --name NAME"
        raise failure("BW018", cause, hint=hint)
    return name


def _check_free(folder: Path) -> None:
    for file in ("project.toml", "overlay.toml"):
        if (folder / file).exists():
            raise failure(
                "BW017",
                "this file is there already, and is not overwritten",
                Location(file=_shown(folder / file)),
                "go on with it, or start elsewhere with --folder DIR",
            )


def _is_path(header: str) -> bool:
    """Whether a header is a file that the user points at, rather than one that the compiler finds."""
    return header.startswith((".", "/")) or Path(header).exists()


def _below(asked: Asked, folder: Path) -> Asked:
    """Returns files and folders as the project names them: relative to its own."""

    def named(path: str) -> str:
        found = os.path.relpath(Path(path).resolve(), folder)
        return found if found.startswith(".") else f"./{found}"

    headers = (named(header) if _is_path(header) else header for header in asked.headers)
    return replace(asked, headers=tuple(headers), include=tuple(map(named, asked.include)))


# What is installed


def _package(headers: Sequence[str]) -> Package:
    """Returns the package that is named as the headers are, when they are installed ones."""
    if all(map(_is_path, headers)) or tools.probe("pkg-config") is None:
        return Package()
    listed = tools.run(("pkg-config", "--list-all")).output.splitlines()
    names = [line.split()[0] for line in listed if line.strip()]
    wanted = [word for header in headers for word in _stems(header)]
    for stem in dict.fromkeys(wanted):
        fits = sorted((name for name in names if _bare(name) == _bare(stem)), key=len)
        if fits:
            return _described(fits[0])
    return Package()


def _stems(header: str) -> list[str]:
    path = PurePosixPath(header)
    return [path.stem, *([path.parts[0]] if len(path.parts) > 1 else [])]


def _bare(name: str) -> str:
    """Returns a name without what packages add to it: ``xml`` of ``libxml-2.0``."""
    name = name.lower().removeprefix("lib")
    return re.sub(r"[-_]?[0-9.]+$", "", name) or name


def _described(name: str) -> Package:
    def asked(*words: str) -> str:
        return tools.run(("pkg-config", *words, name)).output.strip()

    file = Path(asked("--variable=pcfiledir"), f"{name}.pc")
    text = file.read_text("utf-8", "replace") if file.is_file() else ""
    told = dict(re.findall(r"^(Description|URL|License):[ \t]*(.*\S)[ \t]*$", text, re.MULTILINE))
    return Package(
        name=name,
        version=asked("--modversion"),
        summary=told.get("Description", ""),
        homepage=told.get("URL", ""),
        licence=told.get("License", ""),
        cflags=tuple(asked("--cflags").split()),
        libs=tuple(asked("--libs").split()),
    )


# The headers


def _read(asked: Asked, package: Package) -> Facts:
    from bindwright.extract import Sources, extract

    try:
        return extract(
            Sources(
                headers=tuple(
                    str(Path(header).resolve()) if _is_path(header) else header
                    for header in asked.headers
                ),
                root=Path.cwd(),
                include=tuple(str(Path(folder).resolve()) for folder in asked.include),
                defines=asked.defines,
                cflags=package.cflags,
            )
        )
    except BindwrightError as error:
        raise BindwrightError(tuple(map(_with_advice, error.diagnostics))) from None


_ADVICE = {
    "BW106": "say where it is: --include DIR",
    "BW107": "say what the header asks for: --define NAME=VALUE",
}


def _with_advice(found: Diagnostic) -> Diagnostic:
    """Says of a header that is not found what a beginner can do."""
    if found.code in _ADVICE:
        return replace(found, hint=_ADVICE[found.code])
    if found.code != "BW101":
        return found
    header = found.location.file if found.location else ""
    known = [path.name for path in Path("/usr/include").glob("*.h")]
    near = difflib.get_close_matches(header, known, n=1)
    hint = "install the package that has it, give its path, ./include/name.h, or --include DIR"
    return replace(found, hint=f"did you mean '{near[0]}'? Else {hint}" if near else hint)


# The library


def _binary(headers: Sequence[str], package: Package, facts: Facts) -> Binary:
    """Returns the shared library that has most of the functions, if any has one."""
    from bindwright.extract import exports, soname

    names = [word.removeprefix("-l") for word in package.libs if word.startswith("-l")]
    if not package.name:
        names = [_bare(stem) for header in headers for stem in _stems(header)]
    declared = {fact.name for fact in facts.functions}
    best = Binary()
    for name in dict.fromkeys(names):
        path = located(f"lib{name}.so", _folders(package))
        try:
            count = len(declared & exports(path).keys()) if path else 0
        except BindwrightError:
            # A linker's script, not a library.
            continue
        if path and count > best.exported:
            file = path.name if package.name else str(path)
            best = Binary(file=file, soname=soname(path) or path.name, exported=count)
    return best


def _folders(package: Package) -> list[Path]:
    return [Path(word.removeprefix("-L")) for word in package.libs if word.startswith("-L")]


def _with_symbols(package: Package, binary: Binary, facts: Facts) -> Facts:
    """Returns the facts with what the library exports, so that nothing is counted that cannot be called."""
    from bindwright.extract import exports

    if not binary.file:
        return facts
    path = located(PurePosixPath(binary.file).name, _folders(package))
    found = exports(path) if path else {}
    functions = tuple(replace(fact, symbol=found.get(fact.name)) for fact in facts.functions)
    return replace(facts, functions=functions)


def _doubts(folder: Path, binary: Binary) -> tuple[Diagnostic, ...]:
    if binary.file:
        return ()
    return (
        Diagnostic(
            code="BW019",
            message="no shared library was found that has these functions",
            location=Location(file=_shown(folder / "project.toml")),
            hint="name it there, in [library] sonames and in [extract] libraries",
            severity=Severity.WARNING,
        ),
    )
