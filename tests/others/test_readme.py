# SPDX-License-Identifier: LGPL-2.1-or-later
"""The first programs of the README do what it says, on packages as they were generated."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

from documented import follow, tool


def test_first_programs_print_what_the_readme_says(
    tmp_path: Path, root: Path, require: Any
) -> None:
    """Its files are written and its commands are run in order, beside the packages and keel."""
    for target in ("go", "java"):
        require.target(target)
    require.package("keel")
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    for name in ("out", "build"):
        (tmp_path / name).symlink_to(root / name)
    finder = ("sh", str(root / "out" / "java" / "find-jdk.sh"), "25")
    jdk = subprocess.run(finder, capture_output=True, text=True, check=True).stdout.strip()
    tool(bin_, "java", f"{jdk}/bin/java")
    env = dict(os.environ, PATH=f"{bin_}{os.pathsep}{os.environ['PATH']}", GOFLAGS="")
    printed, expected = follow((root / "README.md").read_text(), tmp_path, env)

    assert printed == expected
    assert printed.count("spare\n") == 2
