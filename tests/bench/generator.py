# SPDX-License-Identifier: LGPL-2.1-or-later
"""Measures extraction and generation of libvirt as whole processes, beside castxml and SWIG on the same headers."""

from __future__ import annotations

import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.build import ROOT
from tests.bench.harness import mark

HEADERS = ("libvirt", "virterror", "libvirt-qemu", "libvirt-lxc", "libvirt-admin")
PARTS = (
    "common", "host", "domain", "domain-checkpoint", "domain-snapshot", "event", "interface", "network",
    "nodedev", "nwfilter", "secret", "storage", "stream",
)  # fmt: skip
"""What libvirt.h consists of; SWIG only reads what it is told to."""

FACTS = """
import sys, pathlib
from bindwright import project
from bindwright.pipeline import describing
describing.read_facts(project.read(pathlib.Path(sys.argv[1])))
"""
"""The first stage alone, without what describes and writes."""

PACKAGE = "python"
POLISHED = re.compile(r"polish\w*\D+([\d.]+) s")


GOALS = {
    "extraction: headers to facts": 1.20,
    "generate the Python package, cold": 1.80,
    "generate --check, nothing changed": 0.36,
}
"""CPU time / SWIG's in the same run: 1.0 s, 1.5 s and 0.3 s where SWIG takes 0.83 s."""


def cpu(argv: list[str], cwd: Path) -> tuple[float, str]:
    """Returns the CPU seconds that a command and its children took, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(argv, cwd=cwd, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"{' '.join(argv)}\n{done.stdout}{done.stderr}")
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent, done.stdout + done.stderr


def steps(folder: Path) -> dict[str, tuple[list[str], Path, Callable[[], None]]]:
    """Returns each measured command, where it runs and what is done before it."""
    bindwright = [sys.executable, "-m", "bindwright", "--project"]
    copy = folder / "project"
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(copy)], check=True)
    project = [*bindwright, str(copy / "api-spec" / "libvirt")]
    header = folder / "all.h"
    header.write_text("".join(f"#include <libvirt/{name}.h>\n" for name in HEADERS))
    interface = folder / "all.i"
    interface.write_text(
        "%module virt\n%{\n#include <libvirt/libvirt.h>\n%}\n"
        # What SWIG's own parser cannot read is defined away, as its users do.
        "#define VIR_DEPRECATED\n#define __VIR_LIBVIRT_H_INCLUDES__\n"
        + "".join(f"%include <libvirt/libvirt-{name}.h>\n" for name in PARTS)
        + "".join(f"%include <libvirt/{name}.h>\n" for name in HEADERS[1:])
    )

    def nothing() -> None:
        pass

    def forget() -> None:
        """Removes what was generated, so that the next run is cold."""
        subprocess.run(["rm", "-rf", str(copy / "out" / "libvirt")], check=True)

    castxml = ["castxml", "--castxml-output=1", "-o", str(folder / "all.xml"), str(header)]
    swig = [
        "swig",
        "-python",
        "-builtin",
        "-I/usr/include",
        "-o",
        str(folder / "all.c"),
        str(interface),
    ]
    return {
        "extraction: headers to facts": (
            [sys.executable, "-c", FACTS, str(copy / "api-spec" / "libvirt")],
            copy,
            nothing,
        ),
        "extract: headers to description": ([*project, "extract"], copy, nothing),
        "generate the Python package, cold": ([*project, "generate", PACKAGE], copy, forget),
        "generate all, cold": ([*project, "generate"], copy, forget),
        "generate all, nothing changed": ([*project, "generate"], copy, nothing),
        "generate --check, nothing changed": ([*project, "generate", "--check"], copy, nothing),
        "castxml, five headers": (castxml, folder, nothing),
        "SWIG -python -builtin, five headers": (swig, folder, nothing),
    }


def main(rounds: int) -> bool:
    """Prints the table of medians; returns whether the goals hold."""
    figures: dict[str, list[float]] = {}
    polish: dict[str, list[float]] = {}
    os.environ["PYTHONPATH"] = str(ROOT / "generator")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory(prefix="bindwright-bench-") as name:
        commands = steps(Path(name))
        for _ in range(rounds):
            for title, (argv, cwd, before) in commands.items():
                before()
                spent, said = cpu(argv, cwd)
                figures.setdefault(title, []).append(spent)
                black = POLISHED.search(said)
                polish.setdefault(title, []).append(float(black.group(1)) if black else 0.0)
    swig = statistics.median(figures["SWIG -python -builtin, five headers"])
    table = Table(title="libvirt: CPU seconds of whole processes, median")
    for column in ("step", "CPU s", "of it black", "without", "/ SWIG"):
        table.add_column(column, justify="left" if column == "step" else "right")
    good = True
    for title, values in figures.items():
        median = statistics.median(values)
        black_time = statistics.median(polish[title])
        own = median - black_time
        goal = GOALS.get(title)
        good = good and (goal is None or own / swig <= goal)
        table.add_row(
            title, f"{median:.2f}", f"{black_time:.2f}", f"{own:.2f}", mark(own / swig, goal)
        )
    Console().print(table)
    return good
