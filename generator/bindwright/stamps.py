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
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from bindwright import atomic, resources

_SHAPING = ("black", "jinja2", "lxml")
"""Libraries whose version can change the output."""

_APART = re.compile(r"\.md$|^templates/[^/]+/conform")
"""What lies among templates and no package is made from: pages, and conformance programs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a package was made from."""

    inputs: Mapping[str, str]
    """Digest by name: ``{"api-spec/keel/keel.xml": "9f86d0…"}``, the generator's own sources among them."""
    folders: tuple[str, ...]
    """The folders of templates that took part."""
    files: int
    """How many files came out."""


def load(package: Path) -> Stamp | None:
    """Returns what is remembered of a package folder."""
    try:
        data = json.loads(_path(package).read_text(encoding="utf-8"))
        return Stamp(inputs=data["inputs"], folders=tuple(data["folders"]), files=data["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def store(package: Path, stamp: Stamp) -> None:
    """Remembers a package folder; when that fails the next run makes it again."""
    data = {"inputs": stamp.inputs, "folders": stamp.folders, "files": stamp.files}
    with contextlib.suppress(OSError):
        atomic.write(_path(package), json.dumps(data).encode())


def inputs(
    root: Path, files: Iterable[Path], options: str, folders: Iterable[str]
) -> dict[str, str]:
    """Returns the digest of what a package is made from besides the generator, by the name that messages use."""
    found = {os.path.relpath(file, root): _digest(file) for file in files}
    found["project.toml"] = _text(options)
    for folder in folders:
        found.update(_tree("templates", resources.templates() / folder, resources.templates()))
    return {name: digest for name, digest in found.items() if not _APART.search(name)}


@functools.cache
def generator() -> dict[str, str]:
    """Returns the digests of Bindwright's own source files, and the versions of what shapes the output."""
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
