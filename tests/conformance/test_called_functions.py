# SPDX-License-Identifier: LGPL-2.1-or-later
"""The cases over the real libvirt call all that its test driver has, and nothing that they call harms memory."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bindwright.conform import load_goldens
from bindwright.conform.cases import SCRATCH
from called import SWEEP, listing, outcomes, supported, written
from libraries import build, conformance, maker, scenarios
from sweep import EXCLUDED, SOURCES, sweep

LIBRARY = "libvirt"
GOLDEN = conformance(LIBRARY).golden
CALLED = GOLDEN.with_name("called.txt")
ALONE = ("admin", "events-no-loop")
"""Cases for a process of their own: libvirt-admin comes first, or there is no loop yet."""


@functools.cache
def transcripts() -> dict[str, str]:
    """Returns the golden transcripts, which the programs of all targets print."""
    return load_goldens(GOLDEN)


def test_called_functions_are_listed() -> None:
    """The list of functions that cases really call is what their transcripts say."""
    assert CALLED.read_text(encoding="ascii") == listing(
        maker(LIBRARY).plain, written(transcripts())
    )


def test_cases_call_at_least_250_functions() -> None:
    """Those that are only swept do not count."""
    called = outcomes(maker(LIBRARY).plain, written(transcripts()))

    print(f"{len(called)} functions of libvirt are called by cases")
    assert len(called) >= 250


def test_cases_call_all_that_the_driver_has() -> None:
    """What does something when it is swept over, a case calls with what it wants."""
    plain = maker(LIBRARY).plain
    swept = {name: text for name, text in transcripts().items() if name.startswith(SWEEP)}

    assert supported(plain, swept) - supported(plain, written(transcripts())) == set()


def test_sweep_calls_every_other_function() -> None:
    """What is not swept over has a reason: it is named, or the driver has no object that it needs."""
    made = maker(LIBRARY)
    _, left_out = sweep(made.api, made.plain)
    symbols = {call.name: call.symbol for call in made.plain.calls}
    swept = {name: text for name, text in transcripts().items() if name.startswith(SWEEP)}
    objects = {item.name for item in made.api.objects}

    assert set(outcomes(made.plain, swept)) | {symbols[name] for name in left_out} == set(
        symbols.values()
    )
    assert set(left_out.values()) - set(EXCLUDED.values()) == {
        f"the driver has no {name}" for name in objects - set(SOURCES)
    }


def test_every_excluded_function_exists() -> None:
    """No entry outlives its function."""
    assert set(EXCLUDED) <= {call.symbol for call in maker(LIBRARY).plain.calls}


def test_calls_harm_no_memory(tmp_path: Path, require: Any) -> None:
    """In the program of C valgrind finds no error and no leak, whichever cases one process performs."""
    require.package(*maker(LIBRARY).api.library.pkg_config)
    for name in (*maker(LIBRARY).manifest("c").needs, "valgrind"):
        require.program(name)
    sanitized = build(LIBRARY, "c")
    folder = tmp_path / "c"
    shutil.copytree(sanitized.folder, folder, ignore=shutil.ignore_patterns(SCRATCH))
    command = ["make", "-s", "-B", "-C", "conform", "CFLAGS=-g -O1"]
    subprocess.run(command, cwd=folder, check=True)
    names = [name for name in scenarios(LIBRARY) if not sanitized.reason(name)]
    alone = [name for name in names if name in ALONE]
    swept = sorted(name for name in names if name.startswith(SWEEP))
    told = [name for name in names if name not in (*alone, *swept)]
    groups = [told, swept[::2], swept[1::2], *([name] for name in alone)]

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        said = list(pool.map(functools.partial(examine, folder), groups))

    assert [item for item in said if item] == []


def examine(folder: Path, names: list[str]) -> str:
    """Performs cases under valgrind, and returns what it says against them."""
    place = folder / f"work-{names[0]}"
    (place / SCRATCH).mkdir(parents=True)
    command = ["valgrind", "-q", "--leak-check=full", "--error-exitcode=9", "--log-file=said"]
    done = subprocess.run(
        [*command, folder / "conform" / "conform", *names],
        cwd=place,
        capture_output=True,
        check=False,
    )
    said = (place / "said").read_text(encoding="utf-8", errors="replace")
    return said or (f"{names} ended with {done.returncode}" if done.returncode else "")
