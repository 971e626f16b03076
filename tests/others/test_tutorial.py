# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every command in the tutorial prints what the tutorial says, in an empty folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from documented import follow, tool


def test_tutorial_does_what_it_says(tmp_path: Path, root: Path, require: Any) -> None:
    """Its commands are run in order, its files are written, and all that is printed is compared."""
    require.package("zlib")
    require.program("gcc")
    work, bin_ = tmp_path / "work", tmp_path / "bin"
    work.mkdir()
    bin_.mkdir()
    tool(bin_, "bindwright", f"{sys.executable} -m bindwright")
    tool(bin_, "python", sys.executable)
    env = dict(os.environ, CFLAGS="-O0")
    env["PATH"] = f"{bin_}{os.pathsep}{env['PATH']}"
    env["PYTHONPATH"] = str(root / "generator")
    page = (root / "generator" / "tutorial.md").read_text()
    printed, expected = follow(page, work, env)

    assert printed == expected
