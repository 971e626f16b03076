# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tests the command line: what it prints where, and its exit status."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from bindwright import cli
from bindwright.cli.commands import GROUP
from bindwright.diagnostics import failure
from bindwright.pipeline import describing, reporting

COMMANDS = sorted(GROUP.commands)

Capture = pytest.CaptureFixture[str]


def bindwright(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Runs the command in a process of its own."""
    root = Path(__file__).resolve().parents[2]
    return subprocess.run(
        [sys.executable, "-m", "bindwright", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(root / "generator"), **more},
        cwd=more.get("PWD", root),
        check=False,
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_help_teaches_every_command(command: str, capsys: Capture) -> None:
    """Each command's help shows how to use it, and ends well."""
    status = cli.run([command, "--help"])

    said = capsys.readouterr().out
    assert status == 0
    assert said.startswith("Usage: bindwright ")
    assert "Examples:" in said or command in {"targets", "doctor"}


def test_help_lists_every_command(capsys: Capture) -> None:
    """The first help a user sees names all commands."""
    cli.run(["--help"])

    said = capsys.readouterr().out
    assert [name for name in COMMANDS if not re.search(rf"^  {name} ", said, re.M)] == []


def test_shared_options_work_before_and_after_the_command(capsys: Capture) -> None:
    """``--json`` means the same in both places."""
    cli.run(["targets", "--json"])
    after = capsys.readouterr().out
    cli.run(["--json", "targets"])

    assert json.loads(capsys.readouterr().out) == json.loads(after)


def test_targets_lists_each_folder_with_a_manifest(capsys: Capture, root: Path) -> None:
    """A target is found by its folder, and by nothing else."""
    cli.run(["targets", "--json"])

    found = {target["name"] for target in json.loads(capsys.readouterr().out)}
    assert found <= {path.parent.name for path in root.glob("templates/*/target.toml")}
    assert found


def test_doctor_finds_the_compiler(capsys: Capture) -> None:
    """What is required is there on a machine that runs the tests."""
    status = cli.run(["doctor", "--json"])

    found = {item["name"]: item["found"] for item in json.loads(capsys.readouterr().out)}
    assert status == 0
    assert found["cc"]


def test_show_prints_one_function(capsys: Capture) -> None:
    """A function is shown as the model has it, and as a plain call."""
    status = cli.run(["show", "keel_domain_get_name"])

    found = json.loads(capsys.readouterr().out)
    assert status == 0
    assert [item["in"] for item in found] == ["functions", "plain calls"]


def test_show_prints_a_view(capsys: Capture) -> None:
    """With a target, a function is shown as its templates see it."""
    target = reporting.targets()[0].name
    status = cli.run(["show", target, "keel_domain_get_name"])

    assert status == 0
    assert "calls" in [item["in"] for item in json.loads(capsys.readouterr().out)]


def test_findings_name_place_cause_code_and_hint(capsys: Capture) -> None:
    """A finding is one line and its hint another, both on standard error."""
    status = cli.run(["--no-color", "generate", "pyhton"])

    said = capsys.readouterr()
    assert status == 1
    assert said.out == ""
    assert re.fullmatch(r"error: there is no target 'pyhton' \[BW005\]\nhint: .*\n", said.err)


def test_unknown_name_is_told_what_comes_near(capsys: Capture) -> None:
    """A misspelt C name gets a hint."""
    status = cli.run(["show", "keel_domain_get_nmae"])

    assert status == 1
    assert "hint: did you mean 'keel_domain_get_name'?" in capsys.readouterr().err


def test_wrong_usage_exits_with_2(capsys: Capture) -> None:
    """An option that there is not is wrong usage."""
    assert cli.run(["generate", "--chekc"]) == 2
    assert "Usage: " in capsys.readouterr().err


def test_interrupt_exits_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends a command without a traceback."""

    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(reporting, "targets", interrupt)

    assert cli.run(["targets"]) == 128 + signal.SIGINT


def lose() -> str:
    known: dict[str, str] = {}
    return known["gone"]


def test_internal_error_is_a_short_message(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """A fault of Bindwright itself is told in a line with its place, and how to report it."""
    monkeypatch.setattr(reporting, "targets", lose)
    status = cli.run(["targets"])

    said = capsys.readouterr().err
    assert status == 1
    assert "internal error in test_cli.py:" in said
    assert "BINDWRIGHT_DEBUG=1" in said
    assert "Traceback" not in said


def test_debug_shows_the_trace(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """BINDWRIGHT_DEBUG=1 shows where a fault of Bindwright comes from."""
    monkeypatch.setattr(reporting, "targets", lose)
    monkeypatch.setenv("BINDWRIGHT_DEBUG", "1")
    cli.run(["targets"])

    assert "Traceback" in capsys.readouterr().err


def test_system_error_names_the_file(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """A disk that is full is a finding with the file's name."""

    def full() -> None:
        raise OSError(28, "No space left on device", "out/MANIFEST")

    monkeypatch.setattr(reporting, "targets", full)
    status = cli.run(["--no-color", "targets"])

    assert status == 1
    assert capsys.readouterr().err == "out/MANIFEST: error: No space left on device [BW007]\n"


@pytest.mark.parametrize("words", [("extract",), ("tool", "demo")])
def test_installed_leaves_out_what_is_not_installed(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """With --installed, a library whose package is absent is named and left out."""
    monkeypatch.setattr(describing, "missing_packages", lambda project: ("nothing",))
    status = cli.run([*words, "--installed"])

    assert status == 0
    assert "left out, not installed: nothing" in capsys.readouterr().out


def test_extract_fails_for_what_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """An error of a stage is printed as it is."""

    def fail(project: object, *, write: bool) -> None:
        raise failure("BW101", "the header does not exist")

    monkeypatch.setattr(describing, "extract", fail)
    status = cli.run(["--no-color", "extract"])

    assert status == 1
    assert capsys.readouterr().err == "error: the header does not exist [BW101]\n"


def test_output_into_a_closed_pipe_is_no_traceback(root: Path) -> None:
    """``bindwright show | head`` says nothing about the pipe."""
    command = f"PYTHONPATH=generator {sys.executable} -m bindwright show | head -c 10"
    done = subprocess.run(
        command, shell=True, capture_output=True, text=True, cwd=root, check=False
    )

    assert done.stderr == ""


def test_colours_are_for_terminals(capsys: Capture) -> None:
    """Redirected output holds no escape sequences."""
    done = bindwright("generate", "nothing")

    assert done.returncode == 1
    assert "\x1b" not in done.stderr


def test_command_outside_of_a_project_says_so(tmp_path: Path) -> None:
    """Without a project there is a hint, not a traceback."""
    done = bindwright("check", PWD=str(tmp_path))

    assert done.returncode == 1
    assert "[BW004]" in done.stderr
    assert "hint: name a project with --project DIR" in done.stderr
