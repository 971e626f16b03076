# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tests project files: what they say, and what is said about wrong ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from bindwright import project
from bindwright.diagnostics import BindwrightError

SMALL = """\
[library]
name = "counter"
version = "1.0"
licence = "MIT"

[extract]
headers = ["counter.h"]
"""
PEERED = f"""\
{SMALL}[[peer]]
name = "other"
version = "2"
targets = ["klingon"]
functions = "none.txt"
"""


def write(folder: Path, text: str = SMALL) -> Path:
    place = folder / "api-spec" / "counter"
    place.mkdir(parents=True, exist_ok=True)
    (place / "project.toml").write_text(text)
    return place


def finding(place: Path) -> tuple[str, str]:
    with pytest.raises(BindwrightError) as caught:
        project.read(place)
    first = caught.value.diagnostics[0]
    return first.code, str(first.location)


def test_read_fills_in_what_is_not_said(tmp_path: Path) -> None:
    """A short file is enough: the rest has defaults."""
    read = project.read(write(tmp_path))

    assert (read.name, read.library.title, read.library.free) == ("counter", "counter", "free")
    assert read.shown(read.spec) == "api-spec/counter/counter.xml"
    assert read.shown(read.generation.output) == "out"
    assert read.overlay is None


def test_read_takes_the_file_or_its_folder(tmp_path: Path) -> None:
    """Naming project.toml itself is the same as naming its folder."""
    place = write(tmp_path)

    assert project.read(place / "project.toml") == project.read(place)


def test_read_resolves_paths_from_the_project_file(tmp_path: Path) -> None:
    """Paths are relative to the file that says them, and patterns come in a fixed order."""
    for name in ("b.c", "a.c"):
        (tmp_path / name).touch()
    read = project.read(
        write(tmp_path, f'{SMALL}include = ["../../inc"]\ndocuments = ["../../*.c"]\n')
    )

    assert read.extraction.include == (tmp_path / "inc",)
    assert [path.name for path in read.extraction.documents] == ["a.c", "b.c"]


def test_read_keeps_what_a_library_wants_of_a_target(tmp_path: Path) -> None:
    """Options are kept by target, for the target to judge."""
    read = project.read(
        write(tmp_path, f'{SMALL}[generate.options.c]\npackage = "counter-plain"\n')
    )

    assert read.generation.options == {"c": {"package": "counter-plain"}}


def test_find_looks_in_the_folders_above(tmp_path: Path) -> None:
    """A command works from any folder of the tree."""
    place = write(tmp_path)
    below = tmp_path / "deep" / "down"
    below.mkdir(parents=True)

    assert project.find(below) == (place,)


def test_find_says_what_to_do_without_a_project(tmp_path: Path) -> None:
    """Without any project the finding says how to name one."""
    with pytest.raises(BindwrightError) as caught:
        project.find(tmp_path)

    assert caught.value.diagnostics[0].code == "BW004"


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("", "BW003", "project.toml"),
        (SMALL.replace("name =", "nmae ="), "BW002", "project.toml:2:1"),
        (SMALL.replace('"MIT"', "7"), "BW003", "project.toml:4:1"),
        (SMALL.replace('["counter.h"]', "[]"), "BW003", "project.toml:7:1"),
        (SMALL.replace("licence", 'minimum = "9.1"\nlicence'), "BW003", "project.toml:4:1"),
        (SMALL.replace("licence", 'minimum = "old"\nlicence'), "BW003", "project.toml:4:1"),
        (f"{SMALL}[surprise]\n", "BW002", "project.toml:8:2"),
        (f'{SMALL}[describe]\noverlay = "none.toml"\n', "BW003", "project.toml:9:1"),
        (f"{SMALL}[generate]\ntargets = 1\n", "BW003", "project.toml:9:1"),
        (f'{SMALL}[[peer]]\nname = "x"\n', "BW003", "project.toml:8:3"),
        (f"{SMALL}[[peer]]\ntarget = 1\n", "BW002", "project.toml:9:1"),
        (PEERED, "BW003", "project.toml:12:1"),
        (f"{SMALL}[library.errors]\ncode = 1\n", "BW003", "project.toml:9:1"),
    ],
)
def test_read_says_where_a_project_file_is_wrong(
    tmp_path: Path, text: str, code: str, place: str
) -> None:
    """Each fault has its code, its file and, where there is one, its line and column."""
    assert finding(write(tmp_path, text)) == (code, f"api-spec/counter/{place}")
