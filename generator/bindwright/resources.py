# SPDX-License-Identifier: LGPL-2.1-or-later
"""Says where Bindwright's own data is: in the source tree, or in an installed package.

It does not read any of it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "_data"
_SOURCE = _PACKAGE.parent.parent


def templates() -> Path:
    """Returns the folder with one folder for each target."""
    installed = _INSTALLED / "templates"
    return installed if installed.is_dir() else _SOURCE / "templates"


def cache() -> Path:
    """Returns the folder for what can be made again; it may not exist, and nothing depends on it."""
    if named := os.environ.get("BINDWRIGHT_CACHE"):
        return Path(named)
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "bindwright"


def sources() -> tuple[Path, ...]:
    """Returns the generator's own source files, in a fixed order."""
    return tuple(sorted(_PACKAGE.rglob("*.py")))


def files(folder: Path) -> tuple[Path, ...]:
    """Returns a folder's files, without what running them leaves behind, in a fixed order."""
    return tuple(
        sorted(
            Path(base, name)
            for base, _, names in os.walk(folder)
            if not base.endswith("__pycache__")
            for name in names
        )
    )


def digest(paths: Iterable[Path], base: Path) -> str:
    """Returns one SHA-256 for the names, relative to ``base``, and contents of files; an unreadable one counts as empty."""
    total = hashlib.sha256()
    for path in paths:
        try:
            content = path.read_bytes()
        except OSError:
            content = b""
        total.update(f"{os.path.relpath(path, base)}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()
