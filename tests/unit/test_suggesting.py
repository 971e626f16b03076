# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tests the command that proposes annotations, on a library that nobody has described yet."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bindwright import cli

HEADER = """\
typedef enum { BOX_OPEN = 1, BOX_FULL = 2 } box_flags;

/**
 * Tells what is in a box.
 *
 * @flags: bitwise-OR of box_flags
 *
 * Returns: a text, or NULL. The caller must free() it.
 */
char *box_text(unsigned int flags);
"""
PROJECT = """\
[library]
name = "box"
version = "1.0"
licence = "MIT"

[extract]
headers = ["../../box.h"]

[describe]
overlay = "overlay.toml"
"""

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The overlay of a library, still empty."""
    folder = tmp_path / "api-spec" / "box"
    folder.mkdir(parents=True)
    (tmp_path / "box.h").write_text(HEADER)
    (folder / "project.toml").write_text(PROJECT)
    (folder / "overlay.toml").touch()
    monkeypatch.chdir(tmp_path)
    return folder / "overlay.toml"


def test_suggest_prints_each_annotation_with_its_evidence(box: Path, capsys: Capture) -> None:
    """What it is about, where that is said, and in which words."""
    status = cli.run(["--no-color", "suggest"])

    assert status == 0
    assert capsys.readouterr().out == """\
box_text: (failure null)
  box.h:8: "a text, or NULL."
box_text flags: (flags box_flags)
  box.h:6: "bitwise-OR of box_flags"
box_text return: (transfer full)
  box.h:8: "The caller must free() it."
box: 3 suggestions
"""


def test_suggested_entries_go_into_the_overlay(box: Path, capsys: Capture) -> None:
    """Then all of it is known, and shown with ``--all`` alone."""
    cli.run(["suggest", "--overlay"])
    box.write_text(capsys.readouterr().out)
    cli.run(["--no-color", "suggest"])
    assert capsys.readouterr().out == "box: 0 suggestions, 3 more say what is known: --all\n"
    cli.run(["--no-color", "suggest", "--all", "box_text"])

    assert "  known: (transfer full), from the overlay\nbox: 3 suggestions\n" in (
        capsys.readouterr().out
    )


def test_suggest_gives_data(box: Path, capsys: Capture) -> None:
    """With ``--json`` for programs."""
    box.write_text('[function.box_text]\nflags = "(unused)"\n')
    cli.run(["suggest", "--json"])

    (found,) = json.loads(capsys.readouterr().out)
    assert (found["project"], found["others"], len(found["suggestions"])) == ("box", 0, 3)
    assert found["suggestions"][1] == {
        "on": "function",
        "name": "box_text",
        "member": "flags",
        "annotation": "(flags box_flags)",
        "rule": "documented-flags",
        "witness": "sentence",
        "evidence": "bitwise-OR of box_flags",
        "file": "box.h",
        "line": 6,
        "standing": "differs",
        "known": "(unused), from the overlay",
    }


def test_suggest_refuses_a_name_that_no_header_has(box: Path, capsys: Capture) -> None:
    """It says what comes near."""
    status = cli.run(["--no-color", "suggest", "box_txet"])

    said = capsys.readouterr().err
    assert status == 1
    assert said == (
        "error: no header declares 'box_txet' [BW006]\nhint: did you mean 'box_text'?\n"
    )
