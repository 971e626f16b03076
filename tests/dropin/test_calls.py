# SPDX-License-Identifier: LGPL-2.1-or-later
"""The stand-in gives and raises what libvirt-python does, on libvirt's test driver."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
Run = Callable[..., "subprocess.CompletedProcess[str]"]

SILENT = ("guestVcpus", "migrateGetCompressionCache", "migrateGetMaxDowntime")
"""Methods of libvirt-python that return None for an error, which the stand-in raises."""
Told = dict[str, Any]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, official: Run, ours: Run) -> tuple[Told, Told]:
    """Returns what the calls of both give."""
    signatures = tmp_path_factory.mktemp("calls") / "signatures.json"
    signatures.write_text(official(HERE / "signatures.py", "libvirt").stdout)
    theirs, mine = (
        json.loads(run(HERE / "calls.py", signatures).stdout) for run in (official, ours)
    )
    return theirs, mine


def test_every_method_gives_and_raises_the_same(told: tuple[Told, Told]) -> None:
    """Values, their types, exceptions and all that these say are the same for every method on every kind of object."""
    theirs, mine = told
    different = {
        name: (said, mine[name])
        for name, said in theirs.items()
        if mine[name] != said and not name.endswith(SILENT)
    }

    assert different == {}
    assert sum("gives" in said for said in theirs.values()) > 300
    assert sum("said" in said for said in theirs.values()) > 300


def test_stand_in_raises_what_libvirt_python_keeps_quiet(told: tuple[Told, Told]) -> None:
    """An error is an exception in all methods."""
    theirs, mine = told
    quiet = [name for name in theirs if name.endswith(SILENT)]

    assert {json.dumps(theirs[name]) for name in quiet} == {'{"gives": ["NoneType", null]}'}
    assert {mine[name]["raises"] for name in quiet} == {"libvirtError"}
