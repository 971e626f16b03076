# SPDX-License-Identifier: LGPL-2.1-or-later
"""Looks at what is in one output tree, and at which names may be put there.

It changes nothing and follows no symbolic link.
"""

from __future__ import annotations

import fnmatch
import hashlib
import os
import re
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bindwright.diagnostics import BindwrightError, Diagnostic, Location, failure
from bindwright.output.manifest import NAME

ARTEFACTS = (
    *("build", "_build", "dist", "target", "blib", "node_modules"),
    *("__pycache__", "*.py[co]", "*.egg-info", ".*_cache", ".hypothesis", ".tox", ".venv"),
    *(".gradle", ".libs", "autom4te.cache", "pm_to_blib", "MYMETA.*"),
    *("*.o", "*.lo", "*.a", "*.la", "*.so", "*.so.*", "*.dylib", "*.dll", "*.pyd", "*.bs"),
    *("*.class", "*.jar", "*.cm[aiotx]", "*.cmti", "*.cmx[as]", "*.gir", "*.typelib"),
    *("*.sw[po]", "*~", ".DS_Store"),
)
"""What building and testing a package leaves in its tree: names of files and folders that are left alone."""

_CONTROL = re.compile(r"[\0-\x1f\x7f\\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """What is in a tree, without its manifest."""

    files: tuple[str, ...] = ()
    """Regular files that are no artefacts: ``src/module.c``."""
    others: tuple[str, ...] = ()
    """Symbolic links, sockets and the like."""
    folders: tuple[str, ...] = ()
    artefacts: tuple[str, ...] = ()
    """The outermost of them: ``build``, ``src/module.o``."""


def look(folder: Path, known: Collection[str] = (), artefacts: Sequence[str] = ()) -> Tree:
    """Returns what is in a folder; what is ``known`` is never an artefact.

    Raises:
        BindwrightError: BW803 when it is no folder, BW807 when it cannot be read.
    """
    matches = matcher(tuple(artefacts))
    outer = {parent for path in known for parent in parents(path)}
    found: dict[str, list[str]] = {"files": [], "others": [], "folders": [], "artefacts": []}
    try:
        if not stat.S_ISDIR(os.lstat(folder).st_mode):
            what = "a symbolic link" if folder.is_symlink() else "no folder"
            raise failure("BW803", f"{what} is in the way", Location(file=shown(folder)))
        for path, entry in _walk(folder, found["folders"]):
            if path not in known and path not in outer and matches(entry.name):
                found["artefacts"].append(path)
            elif entry.is_dir(follow_symlinks=False):
                found["folders"].append(path)
            elif entry.is_file(follow_symlinks=False):
                found["files"].append(path)
            else:
                found["others"].append(path)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise unreadable(error, folder) from None
    found["files"] = [path for path in found["files"] if path != NAME]
    return Tree(**{kind: tuple(sorted(paths)) for kind, paths in found.items()})


def _walk(folder: Path, folders: list[str]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yields what is in a folder, then in the folders that the caller adds to ``folders``."""
    done = -1
    prefix, place = "", os.fspath(folder)
    while True:
        with os.scandir(place) as entries:
            for entry in entries:
                yield prefix + entry.name, entry
        done += 1
        if done == len(folders):
            return
        prefix, place = folders[done] + "/", os.path.join(folder, folders[done])


def digest(path: Path) -> str:
    """Returns the SHA-256 of a regular file.

    Raises:
        BindwrightError: BW807 when it cannot be read.
    """
    try:
        return hashlib.sha256(read(path)).hexdigest()
    except OSError as error:
        raise unreadable(error, path) from None


def read(path: Path) -> bytes:
    """Returns the content of a file that is no symbolic link.

    Raises:
        OSError: it cannot be read.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, "rb", buffering=0) as stream:
        return stream.read()


def check_names(files: Iterable[str], folder: Path, artefacts: Sequence[str] = ()) -> None:
    """Checks that files may be put into a tree, on every machine.

    Raises:
        BindwrightError: BW802 for each name that leaves the tree, is taken, or collides with another.
    """
    matches = matcher(tuple(artefacts))
    seen: dict[str, str] = {}
    found = []
    paths = sorted(files)
    outer = {parent for path in paths for parent in parents(path)}
    for path in paths:
        before = seen.setdefault(path.casefold(), path)
        if cause := _wrong(path):
            found.append(_name(folder, path, cause))
        elif path in outer:
            found.append(_name(folder, path, "it would be a file and a folder"))
        elif before != path:
            found.append(_name(folder, path, f"some machines cannot tell it from '{before}'"))
        elif any(map(matches, path.split("/"))):
            found.append(_name(folder, path, "its name is that of something built"))
    if found:
        raise BindwrightError(tuple(found))


def check_target(root: Path, target: str) -> None:
    """Checks that a target's name can be a folder's.

    Raises:
        BindwrightError: BW802 when it cannot.
    """
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", target):
        raise BindwrightError((_name(root, target, "it is no name of a target"),))


def _wrong(path: str) -> str:
    """Returns what is wrong with a path as such, or nothing."""
    parts = path.split("/")
    if path.startswith("/"):
        return "it is absolute"
    if ".." in parts:
        return "it leaves the tree"
    if "" in parts or "." in parts or _CONTROL.search(path) or path != path.strip():
        return "it is no plain path"
    return "the manifest is there" if path.casefold() == NAME else ""


def _name(folder: Path, path: str, cause: str) -> Diagnostic:
    safe = "".join(char if char.isprintable() else "?" for char in path)
    return Diagnostic(
        code="BW802",
        message=f"'{safe}' cannot be generated: {cause}",
        location=Location(file=shown(folder)),
        hint="change the path in the target's manifest, or the name that goes into it",
    )


def parents(path: str) -> Iterator[str]:
    """Yields the folders that a path goes through, the innermost first."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def digests(folder: Path, paths: Iterable[str]) -> Mapping[str, str]:
    """Returns the SHA-256 of each file.

    Raises:
        BindwrightError: BW807 when one cannot be read.
    """
    return {path: digest(folder / path) for path in paths}


class _Matcher:
    """Tells artefacts by their names."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._match = re.compile("|".join(map(fnmatch.translate, patterns))).match

    def __call__(self, name: str) -> bool:
        return self._match(name) is not None


@cache
def matcher(artefacts: tuple[str, ...]) -> _Matcher:
    """Returns what tells artefacts, the usual ones and those named, by the name of a file or folder."""
    return _Matcher((*ARTEFACTS, *artefacts))


def shown(path: Path) -> str:
    """Returns a path as messages show it: from the working folder, when it is below."""
    try:
        near = os.path.relpath(path)
    except OSError:  # the working folder is gone
        return os.fspath(path)
    return os.fspath(path) if near.startswith("..") else near


def unreadable(error: OSError, path: Path) -> BindwrightError:
    """Builds the error for what cannot be read."""
    place = Path(os.fsdecode(error.filename)) if error.filename else path
    cause = error.strerror or "unknown cause"
    return failure("BW807", f"cannot read it: {cause}", Location(file=shown(place)))
