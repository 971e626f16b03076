# SPDX-License-Identifier: LGPL-2.1-or-later
"""A library of which nobody said anything goes all the way: what is known of it becomes packages that compile."""

from __future__ import annotations

import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import pytest
from bindwright import cli

LIBRARIES = {
    "curl/curl.h": "libcurl",
    "git2.h": "libgit2",
    "libxml/tree.h": "libxml-2.0",
    "sqlite3.h": "sqlite3",
    "zlib.h": "zlib",
}


@pytest.mark.parametrize(("header", "package"), LIBRARIES.items())
def test_library_goes_all_the_way(
    header: str, package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, require: Any
) -> None:
    """Started, extracted and generated without a word in the overlay; every C file that is made is good C."""
    flags = [flag for flag in require.package(package) if not flag.startswith("-l")]
    compiler = [require.program("gcc"), "-std=c11", "-Wall", "-Wextra", "-Werror", "-fsyntax-only"]
    monkeypatch.chdir(tmp_path)

    assert cli.run(["init", "-q", header]) == 0
    assert cli.run(["extract", "-q"]) == 0
    assert cli.run(["generate", "-q"]) == 0

    sources = sorted(Path("out/python/csrc").glob("*.c"))
    own = [f"-isystem{sysconfig.get_paths()['include']}", "-Iout/python/csrc"]
    built = subprocess.run(
        [*compiler, *flags, *own, *map(str, sources)], capture_output=True, text=True, check=False
    )
    assert (built.returncode, built.stderr) == (0, "")
    assert len(sources) >= 8
