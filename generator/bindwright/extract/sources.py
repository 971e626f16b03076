# SPDX-License-Identifier: LGPL-2.1-or-later
"""Says what to extract from, and names the files of a translation unit without the machine's paths.

It does not start the compiler.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bindwright.diagnostics import BindwrightError, Diagnostic, Location
from bindwright.extract.comments import Source

_SYSTEM = Path("/usr/include")
_TRIPLE = re.compile(r"^[a-z0-9_]+-(?:[a-z0-9_]+-)?[a-z0-9_]+-[a-z0-9_]+$|^[a-z0-9_]+-linux-\w+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What a library's facts are read from."""

    headers: tuple[str, ...]
    """Paths of files, or names as in ``#include``: ``("libvirt/libvirt.h",)``."""
    public: tuple[str, ...] = ()
    """Folders and files, paths or names as in ``#include``, whose declarations count; the headers always do.

    Without any, what lies in the folder of a header counts too, unless it is a folder of all headers, such as
    ``/usr/include``; and what lies in a folder that is called as the header is: ``git2/blob.h`` for ``git2.h``.
    """
    root: Path | None = None
    """Folder that paths are relative to, here and in locations; else the current one."""
    include: tuple[str, ...] = ()
    """Folders to search for headers: ``("core/include",)``."""
    defines: tuple[str, ...] = ()
    """Macros to define: ``("KEEL_BUILD=1",)``."""
    cflags: tuple[str, ...] = ()
    """More arguments for the compiler: ``("-std=gnu11",)``."""
    sentinel: str = ""
    """Macro behind which enumerators stand that only count the others: ``VIR_ENUM_SENTINELS``."""
    documents: tuple[str, ...] = ()
    """C files whose doc comments stand before the definitions: ``("core/src/domain.c",)``."""
    library: str | tuple[str, ...] | None = None
    """Paths of the built library or libraries, to read symbols from: ``build/libkeel.so.0``."""
    compiler: str = "cc"
    """The C compiler, gcc or one that takes its arguments."""


class Files:
    """The files of one extraction: how they are called, which are public, and their text."""

    def __init__(self, sources: Sources) -> None:
        self.root = Path(sources.root or ".").resolve()
        self.include = tuple(self._absolute(folder) for folder in sources.include)
        self._searched = (*self.include, *_folders(sources.cflags))
        self.headers = tuple(self._header(name) for name in sources.headers)
        self._public = tuple(name.rstrip("/") for name in sources.public)
        self._named = frozenset(name for name, path in self.headers if path is None)
        self._paths = frozenset(path for _, path in self.headers if path is not None)
        self._paths |= frozenset(self._found())
        own = (*self._named, *(path.as_posix() for path in self._paths))
        self._own_folders = tuple(f"{header.rpartition('.')[0]}/" for header in own)
        self._names: dict[str, str] = {}
        self._counts: dict[str, bool] = {}
        self._sources: dict[str, Source | None] = {}

    def _absolute(self, name: str) -> Path:
        # Not resolved: a link keeps the name that the user gave.
        return self.root / name

    def _header(self, name: str) -> tuple[str, Path | None]:
        path = self._absolute(name)
        if path.exists() or Path(name).is_absolute() or name.startswith("."):
            return name, path
        for folder in self.include:
            if (folder / name).exists():
                return name, folder / name
        return name, None

    def _found(self) -> Iterator[Path]:
        """Yields where headers are, and what they are links to: compilers name the file, ``curses.h`` for ``ncurses.h``."""
        for folder in (*self._searched, _SYSTEM):
            for name in self._named:
                if (folder / name).exists():
                    yield folder / name
                    yield (folder / name).resolve()

    def name(self, file: str) -> str:
        """Returns how a file is called in facts: relative to the root or to its include folder."""
        if file not in self._names:
            self._names[file] = self._name(file)
        return self._names[file]

    def _name(self, file: str) -> str:
        path = Path(file)
        if not path.is_absolute():
            return file
        for folder in (self.root, *sorted(self._searched, key=lambda f: -len(f.parts))):
            if path.is_relative_to(folder):
                return path.relative_to(folder).as_posix()
        parts = path.parts
        for position in range(len(parts) - 2, 0, -1):
            if parts[position] in ("include", "include-fixed"):
                rest = parts[position + 1 :]
                rest = rest[1:] if len(rest) > 1 and _TRIPLE.match(rest[0]) else rest
                return "/".join(rest)
        return path.name

    def is_public(self, file: str) -> bool:
        """Tells whether the declarations of a file count."""
        if file not in self._counts:
            self._counts[file] = self._is_public(file)
        return self._counts[file]

    def _is_public(self, file: str) -> bool:
        if file.startswith("<"):
            return False
        path, name = self._absolute(file), self.name(file)
        if path in self._paths or name in self._named or name in dict(self.headers):
            return True
        if self._public:
            return any(
                name == entry
                or name.startswith(f"{entry}/")
                or path.is_relative_to(self._absolute(entry))
                for entry in self._public
            )
        folders = {header.parent for _, header in self.headers if header is not None}
        if any(path.parent == folder and not _is_search_folder(folder) for folder in folders):
            return True
        if name.startswith(self._own_folders) or path.as_posix().startswith(self._own_folders):
            return True
        return any(
            "/" in header and name.rpartition("/")[0] == header.rpartition("/")[0]
            for header in self._named
        )

    def source(self, file: str) -> Source | None:
        """Returns the text of a file, or None when it cannot be read."""
        if file not in self._sources:
            try:
                text = self._absolute(file).read_text("utf-8", "replace")
            except OSError:
                self._sources[file] = None
            else:
                self._sources[file] = Source(text)
        return self._sources[file]

    def check(self) -> None:
        """Raises an error when a header cannot be read as text, before the compiler sees it."""
        found = []
        for _, path in self.headers:
            problem = _problem(path) if path is not None else None
            if problem:
                code, message, hint = problem
                place = Location(file=self.name(str(path)))
                found.append(Diagnostic(code=code, message=message, location=place, hint=hint))
        if not self.headers:
            hint = "name at least one header"
            found.append(Diagnostic(code="BW101", message="there is no header", hint=hint))
        if found:
            raise BindwrightError(tuple(found))

    def includes(self) -> str:
        """Returns the C text that includes every header, one a line."""
        lines = [
            f"#include <{name}>" if path is None else f'#include "{path}"'
            for name, path in self.headers
        ]
        return "\n".join(lines) + "\n"


def _folders(cflags: tuple[str, ...]) -> Iterator[Path]:
    """Yields the folders in which a compiler's arguments let it look for headers."""
    for at, flag in enumerate(cflags):
        for option in ("-I", "-isystem"):
            if flag == option and at + 1 < len(cflags):
                yield Path(cflags[at + 1])
            elif flag.startswith(option) and flag != option:
                yield Path(flag.removeprefix(option))


def _problem(path: Path) -> tuple[str, str, str] | None:
    if not path.exists():
        return "BW101", "the header does not exist", "check its name and the folder it is in"
    if path.is_dir():
        return "BW102", "this is a folder, not a header", "name the headers in it"
    try:
        with path.open("rb") as stream:
            head = stream.read(1 << 20)
    except OSError as error:
        return "BW102", f"the header cannot be read: {error.strerror}", "check its permissions"
    if b"\0" in head:
        return "BW103", "this is a binary file, not a C header", "name the header, not the library"
    return None


def _is_search_folder(folder: Path) -> bool:
    """Whether a folder holds the headers of many libraries."""
    return (folder.name == "include" and folder.parent.name in ("usr", "local")) or (
        folder.parent.name == "include" and _TRIPLE.match(folder.name) is not None
    )
