# SPDX-License-Identifier: LGPL-2.1-or-later
"""The stand-in has the names of libvirt-python, called the same way."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
MODULES = ("libvirt", "libvirt_qemu", "libvirt_lxc")
Run = Callable[..., "subprocess.CompletedProcess[str]"]

LACKING = {
    "libvirt.VIR_DOMAIN_MEMORY_STAT_LAST": "another name for VIR_DOMAIN_MEMORY_STAT_NR, which counts",
}
"""What libvirt-python has and the stand-in lacks, and why."""
DIFFERENT = {
    "libvirt_qemu.qemuMonitorCommandWithFiles": "files is None by default, not a list that all calls share",
}
"""What is called in another way, and why."""


@pytest.fixture(scope="module")
def names(official: Run, ours: Run) -> tuple[dict[str, Any], dict[str, Any]]:
    """Returns what both have, by dotted name."""
    both = (json.loads(run(HERE / "signatures.py", *MODULES).stdout) for run in (official, ours))
    theirs, mine = (dict(flat(offered)) for offered in both)
    return theirs, mine


def flat(offered: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in offered.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def allows(mine: list[list[Any]], theirs: list[list[Any]]) -> bool:
    """Tells whether each call that one signature allows is allowed by the other."""
    return len(mine) == len(theirs) and all(
        one[:2] == other[:2] and (one[2] == other[2] or other[2] is None)
        for one, other in zip(mine, theirs, strict=True)
    )


def test_stand_in_lacks_only_what_is_listed(names: tuple[dict[str, Any], dict[str, Any]]) -> None:
    """Every module function, class, method and constant is there, but for those with a reason."""
    theirs, mine = names

    assert set(LACKING) == set(theirs) - set(mine)


def test_stand_in_has_99_of_100_names(names: tuple[dict[str, Any], dict[str, Any]]) -> None:
    """Of functions, methods and constants together no more than one in a hundred is lacking or different."""
    theirs, _ = names

    assert len(theirs) > 1600
    assert len(LACKING) + len(DIFFERENT) <= len(theirs) / 100


def test_constants_have_the_same_values(names: tuple[dict[str, Any], dict[str, Any]]) -> None:
    """A constant is the same number or text."""
    theirs, mine = names
    wrong = {
        name: (value, mine[name])
        for name, value in theirs.items()
        if isinstance(value, str) and name in mine and mine[name] != value
    }

    assert wrong == {}


def test_functions_are_called_the_same_way(
    names: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    """Every call that libvirt-python takes is taken: same parameters, same order, same defaults."""
    theirs, mine = names
    wrong = {
        name
        for name, parameters in theirs.items()
        if isinstance(parameters, list) and name in mine and not allows(mine[name], parameters)
    }

    assert wrong == set(DIFFERENT)
