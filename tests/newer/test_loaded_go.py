# SPDX-License-Identifier: LGPL-2.1-or-later
"""A Go program links the C library, or loads it at run time: a tag of its build decides."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import built
import pytest
from bindwright.conform import Outcome, load_goldens, run_cases
from bindwright.model.api import Api
from libraries import PROJECTS, conformance, scenarios
from libraries import build as build_program
from loading import linked, run

HERE = Path(__file__).parent
SONAME = "libshelf.so.0"
MODULE = "module program\n\ngo 1.24\n\nrequire shelf v0.0.0\n\nreplace shelf => ./shelf\n"


@pytest.fixture(scope="module")
def module(api: Api, tmp_path_factory: pytest.TempPathFactory, require: Any) -> Path:
    """Writes the package for version 2, and a program beside it; returns the folder of the program.

    What the package calls when it starts is missing in version 1, too.
    """
    require.target("go")
    folder = tmp_path_factory.mktemp("go")
    library = dataclasses.replace(
        api.library, sonames=(SONAME,), minimum="", initialize="shelf_fail"
    )
    built.write(built.files(dataclasses.replace(api, library=library), "go"), folder / "shelf")
    (folder / "go.mod").write_text(MODULE, encoding="utf-8")
    (folder / "main.go").write_bytes((HERE / "program.go").read_bytes())
    return folder


def build(module: Path, name: str, linker: str, *words: str) -> Path:
    """Builds the program; ``linker`` is what the linker gets beside what the package says."""
    env = dict(os.environ, CGO_CFLAGS=f"-O1 -DSHELF_2 -I{HERE}", CGO_LDFLAGS=linker)
    command = ("go", "build", *words, "-o", name, ".")
    done = subprocess.run(command, cwd=module, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return module / name


@pytest.fixture(scope="module")
def program(module: Path) -> Path:
    """Builds the program that loads the library."""
    return build(module, "loading", "", "-tags", "shelf_dlopen")


def test_tag_makes_a_program_that_does_not_link_the_library(program: Path) -> None:
    """It starts wherever the C library is."""
    assert not [name for name in linked(program) if "shelf" in name]


def test_loaded_library_is_used_like_a_linked_one(
    program: Path, module: Path, libraries: dict[int, Path]
) -> None:
    """Both programs print the same, and only one of them needs the library to start."""
    linking = build(module, "linking", str(libraries[2] / SONAME))
    lines = run(program, libraries[2])

    assert SONAME in linked(linking)
    assert lines == run(linking, libraries[2])
    assert lines == [
        "has shelf_board_new true",
        "has shelf_board_label true",
        "has nix false",
        "new: true",
        "sum: 42",
        "list: [1 2 39]",
        "book: true",
        "close book: closed",
        "close: closed",
        "fail: shelf: shelf_fail failed",
    ]


def test_what_an_older_library_lacks_is_a_typed_error(
    program: Path, libraries: dict[int, Path]
) -> None:
    """The message names the function that is missing, and all else works."""
    lacks = "not supported by the loaded library: it lacks"

    assert run(program, libraries[1]) == [
        "has shelf_board_new true",
        "has shelf_board_label false",
        "has nix false",
        "new: true",
        "sum: 42",
        f"list: refused: shelf: shelf_board_list: {lacks} shelf_board_count",
        f"book: refused: shelf: shelf_board_get_book: {lacks} shelf_board_get_book",
        "close: closed",
        f"fail: refused: shelf: shelf_fail: {lacks} shelf_fail",
    ]


def test_without_the_library_every_call_is_a_typed_error(program: Path) -> None:
    """The program starts, and says what the loader said."""
    why = f"{SONAME}: cannot open shared object file: No such file or directory"

    assert run(program, None) == [
        "has shelf_board_new false",
        "has shelf_board_label false",
        "has nix false",
        f"new: refused: shelf: shelf_board_new: the library cannot be loaded: {why}",
        f"fail: refused: shelf: shelf_fail: the library cannot be loaded: {why}",
    ]


def test_every_case_is_performed_by_a_program_that_loads_the_library(
    tmp_path: Path, require: Any
) -> None:
    """Its transcripts are those of one that is linked."""
    manifest = require.target("go")
    require.package(*PROJECTS["keel"].library.pkg_config)
    linking = build_program("keel", "go")
    folder = tmp_path / "package"
    shutil.copytree(linking.folder, folder)
    command = [
        *manifest.tools["program"][:2],
        "-tags",
        "keel_dlopen",
        *manifest.tools["program"][2:],
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    goldens = load_goldens(conformance("keel").golden)
    cases = [case for name, case in scenarios("keel").items() if name in goldens]
    results = list(run_cases(dataclasses.replace(linking, folder=folder), cases, goldens))

    assert not [name for name in linked(folder / "conform" / "conform") if "keel" in name]
    assert [
        f"{item.case}: {item.detail}" for item in results if item.outcome is Outcome.FAILED
    ] == []
    assert len(results) == len(goldens) > 0
