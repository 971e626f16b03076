# SPDX-License-Identifier: LGPL-2.1-or-later
"""The shared object in a jar does not link the C library: where that is missing, calls are exceptions."""

from __future__ import annotations

import dataclasses
import os
import subprocess
from pathlib import Path
from typing import Any

import built
import pytest
from bindwright.model.api import Api
from loading import linked

HERE = Path(__file__).parent
SONAME = "libshelf.so.0"


@dataclasses.dataclass(frozen=True)
class Package:
    """A package that was built, with a program for it."""

    folder: Path
    java: Path

    def run(self, library: Path | None) -> list[str]:
        """Runs the program with one version of the library, or without any; returns what it printed."""
        env = {name: text for name, text in os.environ.items() if name != "LD_LIBRARY_PATH"}
        if library:
            env["LD_LIBRARY_PATH"] = str(library)
        jar = self.folder / "build" / "shelf.jar"
        options = ("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED")
        done = subprocess.run(
            [self.java / "bin" / "java", *options, "-cp", f"{jar}:{self.folder}", "Program"],
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout.splitlines()


@pytest.fixture(scope="module")
def package(api: Api, tmp_path_factory: pytest.TempPathFactory, require: Any) -> Package:
    """Builds the package for version 2; what it calls when it starts is missing in version 1."""
    require.target("java")
    folder = tmp_path_factory.mktemp("java")
    library = dataclasses.replace(
        api.library, sonames=(SONAME,), minimum="", initialize="shelf_fail"
    )
    built.write(built.files(dataclasses.replace(api, library=library), "java"), folder)
    make("make", "--silent", f"CFLAGS=-O1 -DSHELF_2 -I{HERE}", cwd=folder)
    java = Path(make("sh", "./find-jdk.sh", "25", cwd=folder).strip())
    jar = folder / "build" / "shelf.jar"
    make(java / "bin" / "javac", "-cp", jar, "-d", folder, HERE / "Program.java", cwd=folder)
    return Package(folder, java)


def make(*words: str | Path, cwd: Path) -> str:
    """Runs a tool, which has nothing to complain about; returns what it printed."""
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_shared_object_does_not_link_the_library(package: Package) -> None:
    """The jar can be used wherever Java is."""
    (shared,) = package.folder.glob("build/classes/native/*/libshelf-java.so")

    assert not [name for name in linked(shared) if name == SONAME]


def test_library_is_used_when_it_is_there(package: Package, libraries: dict[int, Path]) -> None:
    """Values, lists, objects and the library's own errors."""
    assert package.run(libraries[2]) == [
        "has shelf_board_new true",
        "has shelf_board_label true",
        "has nix false",
        "new: good",
        "sum: 42",
        "list: [1, 2, 39]",
        "book: good",
        "fail: shelf_fail failed",
    ]


def test_what_an_older_library_lacks_is_an_exception(
    package: Package, libraries: dict[int, Path]
) -> None:
    """The message names the function that is missing, and all else works."""
    lacks = "not supported by the loaded library: it lacks"

    assert package.run(libraries[1]) == [
        "has shelf_board_new true",
        "has shelf_board_label false",
        "has nix false",
        "new: good",
        "sum: 42",
        f"list: refused: shelf_board_list: {lacks} shelf_board_count",
        f"book: refused: shelf_board_get_book: {lacks} shelf_board_get_book",
        f"fail: refused: shelf_fail: {lacks} shelf_fail",
    ]


def test_without_the_library_every_call_is_an_exception(package: Package) -> None:
    """The package loads, and says what the loader said."""
    why = f"{SONAME}: cannot open shared object file: No such file or directory"

    assert package.run(None) == [
        "has shelf_board_new false",
        "has shelf_board_label false",
        "has nix false",
        f"new: refused: shelf_board_new: the library cannot be loaded: {why}",
        f"fail: refused: shelf_fail: the library cannot be loaded: {why}",
    ]
