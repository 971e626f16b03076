# SPDX-License-Identifier: LGPL-2.1-or-later
"""Says where Bindwright's own data is: in the source tree, or in an installed package.

It does not read any of it.
"""

from __future__ import annotations

import os
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
