# SPDX-License-Identifier: LGPL-2.1-or-later
"""Programs that were written for libvirt-python do the same with the stand-in."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
Run = Callable[..., "subprocess.CompletedProcess[str]"]
INSTALL = (
    "virt-install --connect test:///default --name x --memory 128 --disk none --import --print-xml"
    " --osinfo detect=off,require=off"
)
RANDOM = re.compile(r"(?<=<uuid>).*(?=</uuid>)|(?<=<mac address=).*(?=/>)")


@pytest.mark.parametrize("program", ["life.py", "credentials.py", "asynchronous.py"])
def test_program_does_the_same(program: str, official: Run, ours: Run) -> None:
    """What a program prints is the same, and nothing is said aside."""
    theirs, mine = official(HERE / program), ours(HERE / program)

    assert theirs.stdout == mine.stdout
    assert mine.stderr == ""


def test_virt_install_does_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, official: Run, ours: Run, require: Any
) -> None:
    """Debian's virt-install, as it is, describes the same guest; only what it draws at random differs."""
    require.program("virt-install")
    monkeypatch.setenv("HOME", str(tmp_path))
    theirs, mine = (RANDOM.sub("", run(*INSTALL.split()).stdout) for run in (official, ours))

    assert theirs == mine
    assert "<name>x</name>" in mine


def test_stand_in_is_right_where_libvirt_python_is_not(ours: Run) -> None:
    """Numbers past 2^31 come back, flags past 2^32 are refused, and no error is lost to garbage collection."""
    assert ours(HERE / "right.py").stdout == "large 3000000000\nflags refused\nlost 0\n"
