# SPDX-License-Identifier: LGPL-2.1-or-later
"""Remembers what each package was made from, so that a look whether anything changed makes nothing.

It is kept in the user's cache, never in the tree, and nothing depends on it.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from bindwright import atomic, resources

_SHAPING = ("black", "jinja2", "lxml")
"""Libraries whose version can change the output."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a package was made from, and what came out."""

    inputs: Mapping[str, str]
    """Digest by name: ``{"api-spec/keel/keel.xml": "9f86d0…"}``."""
    files: Mapping[str, str]
    """Digest by path in the package."""
    folders: tuple[str, ...]
    """The folders of templates that took part."""


def load(package: Path) -> Stamp | None:
    """Returns what is remembered of a package folder."""
    try:
        data = json.loads(_path(package).read_text(encoding="utf-8"))
        return Stamp(inputs=data["inputs"], files=data["files"], folders=tuple(data["folders"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def store(package: Path, stamp: Stamp) -> None:
    """Remembers a package folder; when that fails the next run makes it again."""
    data = {"inputs": stamp.inputs, "files": stamp.files, "folders": stamp.folders}
    with contextlib.suppress(OSError):
        atomic.write(_path(package), json.dumps(data).encode())


def inputs(root: Path, spec: Path, options: str, folders: Iterable[str]) -> dict[str, str]:
    """Returns the digest of everything that a package is made from, by the name that messages use."""
    found = {os.path.relpath(spec, root): _digest(spec), "project.toml": _text(options)}
    for folder in folders:
        found.update(_tree("templates", resources.templates() / folder, resources.templates()))
    return {**found, **_generator()}


def recorded(found: Mapping[str, str], *, formatted: bool) -> dict[str, str]:
    """Returns the inputs that are the same on every machine and say something to a reader of a manifest."""
    kept = {name: digest for name, digest in found.items() if "/" in name or name == "project.toml"}
    kept = {name: digest for name, digest in kept.items() if not name.startswith("generator/")}
    return kept | ({"black": found["black"]} if formatted else {})


def contents(folder: Path, paths: tuple[str, ...]) -> dict[str, str]:
    """Returns the digest of some files below a folder, by their path in it; of one that is gone it is empty."""
    return {path: _digest(folder / path) for path in paths}


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """Returns the names of the inputs that are new, gone or different."""
    return tuple(sorted(n for n in before.keys() | after.keys() if before.get(n) != after.get(n)))


@functools.cache
def _generator() -> dict[str, str]:
    package = Path(__file__).parent
    versions = {name: metadata.version(name) for name in _SHAPING}
    found = _tree("generator/bindwright", package, package, ".py")
    return {**found, "interpreter": sys.version.partition(" ")[0], **versions}


def _tree(prefix: str, folder: Path, base: Path, ending: str = "") -> dict[str, str]:
    found = {}
    for path in resources.files(folder):
        if path.name.endswith(ending):
            found[os.path.join(prefix, os.path.relpath(path, base))] = _digest(path)
    return found


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _path(package: Path) -> Path:
    return resources.cache() / "stamps" / f"{_text(str(package.resolve()))}.json"
