# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tests whether a target's tools can run here, and what is said of those that cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from bindwright import cli, resources
from bindwright.pipeline import reporting, tooling
from bindwright.target import load_manifest

OLD = "echo 'error: no compiler 25 or later was found' >&2; echo 'hint: set HOME' >&2; exit 1"

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of targets, which are the only ones."""
    monkeypatch.setattr(resources, "templates", lambda: tmp_path)
    return tmp_path


def target(templates: Path, tools: str) -> str:
    """Makes a target with these tools; returns its name."""
    (templates / "klingon").mkdir()
    text = f'[target]\nname = "klingon"\ntitle = "Klingon"\n\n[tools]\n{tools}'
    (templates / "klingon" / "target.toml").write_text(text)
    return "klingon"


@pytest.mark.parametrize(
    ("tools", "version", "missing"),
    [
        ("", "", ""),
        ('needs = ["sh"]', "", ""),
        ('needs = ["sh", "no-such-1", "no-such-2"]', "", "missing program: no-such-1, no-such-2"),
        ('ready = ["sh", "-c", "echo 25.0.1"]', "25.0.1", ""),
        (f'ready = ["sh", "-c", "{OLD}"]', "", "no compiler 25 or later was found"),
        ('ready = ["sh", "-c", "exit 3"]', "", "status 3"),
        (
            'ready = ["no-such-program"]',
            "",
            "cannot run no-such-program: No such file or directory",
        ),
        ('needs = ["no-such-1"]\nready = ["sh", "no-such-file"]', "", "missing program: no-such-1"),
    ],
)
def test_readiness_tells_a_version_or_what_is_missing(
    templates: Path, tools: str, version: str, missing: str
) -> None:
    """Programs are looked for first; then the target's own command judges them."""
    name = target(templates, tools)

    assert tooling.readiness(load_manifest(templates / name)) == (version, missing)
    assert tooling.lacking(name) == missing


def test_ready_runs_in_the_folder_of_the_target(templates: Path) -> None:
    """It may be a script of the target's own."""
    name = target(templates, 'ready = ["sh", "ready.sh"]')
    (templates / name / "ready.sh").write_text("echo 7\n")

    assert tooling.readiness(load_manifest(templates / name)) == ("7", "")


def test_doctor_says_what_is_wrong_with_the_tools(templates: Path) -> None:
    """A compiler that is too old is there, and does not help."""
    target(templates, f'ready = ["sh", "-c", "{OLD}"]')
    found = {item.name: item for item in reporting.doctor(())}

    assert found["tools for Klingon"] == reporting.Finding(
        name="tools for Klingon",
        purpose="target klingon",
        found="",
        why="no compiler 25 or later was found",
    )


def test_doctor_prints_why_something_is_missing(templates: Path, capsys: Capture) -> None:
    """The last line names it with the reason."""
    target(templates, f'ready = ["sh", "-c", "{OLD}"]')
    cli.run(["doctor"])

    last = capsys.readouterr().out.splitlines()[-1]
    assert "tools for Klingon (no compiler 25 or later was found)" in last


def test_installed_leaves_out_a_target_whose_tools_are_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """With --installed the package is not built, and the reason is said."""
    monkeypatch.setattr(tooling, "lacking", lambda target: "no compiler was found")
    monkeypatch.setattr(tooling, "run_tool", lambda *words: pytest.fail("a tool was used"))
    status = cli.run(["tool", "demo", "--installed"])

    assert status == 0
    assert ": demo: left out: no compiler was found" in capsys.readouterr().out
