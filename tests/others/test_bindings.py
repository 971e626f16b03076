# SPDX-License-Identifier: LGPL-2.1-or-later
"""A project folder with a small overlay is all it takes to bind a library that Bindwright never saw."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
STRICT = ("gcc", "-std=c11", "-O0", "-g", "-fPIC", "-Wall", "-Wextra", "-Werror", "-shared")
SANITIZED = ("-fsanitize=address,undefined", "-fno-sanitize-recover=all")


def bindwright(*words: str, project: Path) -> str:
    """Runs one command on a project; it must find nothing wrong."""
    done = subprocess.run(
        [sys.executable, "-m", "bindwright", *words, "--project", str(project)],
        env=dict(os.environ, PYTHONPATH=str(HERE.parents[1] / "generator")),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(project: Path, *more: str) -> Path:
    """Extracts, generates and compiles; returns the folder that holds the package."""
    bindwright("extract", project=project)
    bindwright("check", project=project)
    bindwright("generate", "python", project=project)
    made = project / "out" / "python"
    (package,) = (made / "src").iterdir()
    suffix = sysconfig.get_config_var("EXT_SUFFIX")
    built = subprocess.run(
        [
            *STRICT,
            f"-isystem{sysconfig.get_paths()['include']}",
            f"-I{made / 'csrc'}",
            *map(str, sorted((made / "csrc").glob("*.c"))),
            *more,
            "-o",
            str(package / f"_native{suffix}"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (built.returncode, built.stderr) == (0, "")
    return package.parent


def run(script: Path, source: Path, *words: str, **env: str) -> str:
    """Runs a script with the package at hand and returns what it printed."""
    done = subprocess.run(
        [sys.executable, str(script), *words],
        env=dict(os.environ, PYTHONPATH=str(source), PYTHONDONTWRITEBYTECODE="1", **env),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("name", ["zlib", "sqlite3"])
def test_library_of_others_is_bound(name: str, tmp_path: Path, require: Any) -> None:
    """What the library can do works, in the language's own way, errors included."""
    require.program("gcc")
    flags = require.package(name)
    project = Path(shutil.copytree(HERE / name, tmp_path / name))

    source = build(project, *flags)

    assert run(HERE / f"use_{name}.py", source, str(tmp_path)) == "good\n"


def test_shapes_of_others_are_bound(tmp_path: Path, require: Any) -> None:
    """Each shape that our own libraries lack works, with no leak and no undefined behaviour."""
    require.program("gcc")
    project = Path(shutil.copytree(HERE / "shelf", tmp_path / "shelf"))
    names = ("libasan.so", "libubsan.so")
    query = [["gcc", f"-print-file-name={name}"] for name in names]
    preload = " ".join(
        subprocess.run(argv, capture_output=True, text=True, check=True).stdout.strip()
        for argv in query
    )

    source = build(project, f"-I{project}", str(project / "shelf.c"), *SANITIZED)

    said = run(
        HERE / "shelf" / "use_shelf.py",
        source,
        LD_PRELOAD=preload,
        PYTHONMALLOC="malloc",
        ASAN_OPTIONS="detect_leaks=1",
    )
    assert said == "good\n"
