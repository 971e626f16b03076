# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tests the set-up that ``make run`` and ``make test`` do."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

REPORT = """\
<testsuites><testsuite>
  <testcase name="good"/>
  <testcase name="also good"><system-out>text</system-out></testcase>
  <testcase name="bad"><failure message="no"/></testcase>
  <testcase name="worse"><error message="no"/></testcase>
  <testcase name="left out"><skipped/></testcase>
</testsuite></testsuites>
"""


@pytest.fixture
def bootstrap(root: Path) -> ModuleType:
    """The set-up script as a module of its own."""
    spec = importlib.util.spec_from_file_location("bootstrap", root / "generator/bootstrap.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_count_adds_reports_up(bootstrap: ModuleType, tmp_path: Path) -> None:
    """Failures and errors are failed tests; several reports are one sum."""
    for name in ("a.xml", "b.xml"):
        (tmp_path / name).write_text(REPORT)

    assert bootstrap.count(sorted(tmp_path.iterdir())) == (4, 4, 2)


def test_missing_packages_names_what_dpkg_does_not_know(
    bootstrap: ModuleType, require: object
) -> None:
    """What is not installed is named, in the order asked for."""
    require.program("dpkg-query")  # type: ignore[attr-defined]

    assert bootstrap.missing_packages(["no-such-package", "dpkg"]) == ["no-such-package"]


def test_install_packages_says_what_to_install(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nothing may be installed, the command is told, and the run ends when it cannot go on."""
    monkeypatch.setenv("BINDWRIGHT_NO_APT", "1")
    with pytest.raises(SystemExit) as caught:
        bootstrap.install_packages(["python3-venv", "castxml"])

    assert caught.value.code == 1
    assert "hint: apt-get install python3-venv castxml" in capsys.readouterr().err


def test_install_packages_goes_on_without_what_only_tests_need(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An oracle that is missing does not keep the rest from being tested."""
    monkeypatch.setenv("BINDWRIGHT_NO_APT", "1")

    assert bootstrap.install_packages(["castxml"]) is None


def test_install_packages_asks_apt_again_after_an_update(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """On a machine with old package lists the first try fails, and the second follows an update."""
    log, updated = tmp_path / "log", tmp_path / "updated"
    apt = tmp_path / "apt-get"
    apt.write_text(
        f'#!/bin/sh\necho "$@" >> {log}\n'
        f'case "$*" in *update*) touch {updated};; esac\ntest -e {updated}\n'
    )
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 0)
    monkeypatch.setattr(bootstrap, "environment", lambda: dict(bootstrap.os.environ))
    monkeypatch.setitem(bootstrap.os.environ, "DEBIAN_FRONTEND", "")
    bootstrap.install_packages(["castxml"])

    said = log.read_text().splitlines()
    assert [("update" in line, "install" in line) for line in said] == [
        (False, True),
        (True, False),
        (False, True),
    ]


def test_launcher_starts_this_tree(bootstrap: ModuleType, tmp_path: Path) -> None:
    """The command in the venv needs no variable to find the generator."""
    python = tmp_path / "python"
    python.symlink_to(sys.executable)
    bootstrap.make_launcher(python)
    launcher = tmp_path / "bindwright"
    command = [sys.executable, str(launcher), "--version"]
    done = subprocess.run(command, capture_output=True, text=True, env={}, check=False)

    assert done.stdout.startswith("bindwright ")


def test_step_shows_what_a_failed_program_said(
    bootstrap: ModuleType, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """A step that fails ends the run with the program's own words."""
    with pytest.raises(SystemExit):
        bootstrap.step("try", (sys.executable, "-c", "import sys; sys.exit('no luck')"))

    said = capfdbinary.readouterr()
    assert b"no luck" in said.out
    assert b"error: try failed" in said.err
