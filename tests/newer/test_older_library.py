# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is built for version 2 of a library loads on version 1, and says what is missing there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import built
import pytest
from bindwright.model.api import Api

HERE = Path(__file__).parent
STRICT = (*built.STRICT, "-Wpedantic", *built.SANITIZED)
INCLUDE = ("-DSHELF_2", f"-I{HERE}")
NEEDS = "not supported by this library version (needs 2.0)"


@pytest.fixture(scope="module")
def program(api: Api, libraries: dict[int, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Builds the C program against the header of version 2 and either library."""
    folder = tmp_path_factory.mktemp("program")
    built.write(built.files(api, "c"), folder)
    parts = (HERE / "program.c", libraries[2] / "libshelf.so.0")
    command = (*STRICT, "-O2", *INCLUDE, f"-I{folder}", *parts, "-o", folder / "program")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "program"


@pytest.fixture(scope="module")
def package(api: Api, libraries: dict[int, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Builds the Python package; returns its ``src``."""
    folder = tmp_path_factory.mktemp("package")
    built.write(built.files(api, "python"), folder)
    library = libraries[2] / "libshelf.so.0"
    return built.compile_extension(folder, "shelf", library, "-O2", *INCLUDE)


def run(library: Path, *words: str | Path, **more: str) -> list[str]:
    """Runs a program on one version of the library; returns what it printed."""
    env = dict(os.environ, LD_LIBRARY_PATH=str(library), PYTHONDONTWRITEBYTECODE="1", **more)
    done = subprocess.run(
        [str(word) for word in words], env=env, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    return done.stdout.splitlines()


def test_program_finds_all_in_the_library_it_was_built_for(
    program: Path, libraries: dict[int, Path]
) -> None:
    """Functions that came later are called like all others, their errors told as theirs."""
    assert run(libraries[2], program) == [
        "has shelf_board_new: 1",
        "has shelf_board_unref: 1",
        "has shelf_board_list: 1",
        "has shelf_board_label: 1",
        "has shelf_book_unref: 1",
        "has nix: 0",
        "new: good",
        "sum: good",
        "list: good",
        "label: good",
        "fail: shelf_fail failed",
        "fail: told, code 7",
        "book: good",
        "pages: good",
        "sum 42, numbers 3, pages 39",
    ]


def test_program_loads_on_an_older_library_and_says_what_it_lacks(
    program: Path, libraries: dict[int, Path]
) -> None:
    """A missing function, a missing counter and a missing release refuse their calls; all else works."""
    assert run(libraries[1], program) == [
        "has shelf_board_new: 1",
        "has shelf_board_unref: 1",
        "has shelf_board_list: 0",
        "has shelf_board_label: 0",
        "has shelf_book_unref: 0",
        "has nix: 0",
        "new: good",
        "sum: good",
        f"list: shelf_board_list: {NEEDS}",
        "list: refused, code 0",
        f"label: shelf_board_label: {NEEDS}",
        "label: refused, code 0",
        f"fail: shelf_fail: {NEEDS}",
        "fail: refused, code 0",
        f"book: shelf_board_get_book: {NEEDS}",
        "book: refused, code 0",
        "sum 42, numbers 0, pages 0",
    ]


def test_package_finds_all_in_the_library_it_was_built_for(
    package: Path, libraries: dict[int, Path]
) -> None:
    """What only the extension module itself depends on is found, although nobody else sees it."""
    script = HERE / "python_shelf.py"

    assert run(libraries[2], sys.executable, script, PYTHONPATH=str(package)) == [
        "has shelf_board_new: True",
        "has shelf_board_unref: True",
        "has shelf_board_list: True",
        "has shelf_book_unref: True",
        "has nix: False",
        "list: good",
        "label: good",
        "fail: Error: shelf_fail failed",
        "book: good",
    ]


def test_package_loads_on_an_older_library_and_raises_what_it_lacks(
    package: Path, libraries: dict[int, Path]
) -> None:
    """The error has a class of its own, below that of all errors."""
    script = HERE / "python_shelf.py"

    assert run(libraries[1], sys.executable, script, PYTHONPATH=str(package)) == [
        "has shelf_board_new: True",
        "has shelf_board_unref: True",
        "has shelf_board_list: False",
        "has shelf_book_unref: False",
        "has nix: False",
        f"list: UnsupportedError: shelf_board_list: {NEEDS}",
        f"label: UnsupportedError: shelf_board_label: {NEEDS}",
        f"fail: UnsupportedError: shelf_fail: {NEEDS}",
        f"book: UnsupportedError: shelf_board_get_book: {NEEDS}",
    ]
