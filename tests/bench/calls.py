# SPDX-License-Identifier: LGPL-2.1-or-later
"""Measures what a call costs through each binding, as ratios of minima over interleaved fresh processes."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench import build

Figures = dict[str, dict[str, float]]
"""By peer, then by operation: nanoseconds."""

GOALS = {
    ("keel", "hand-written"): 1.15,
    ("trivial released", "Cython nogil"): 0.95,
    ("list of 100", "Cython nogil"): 0.60,
    ("GetID", "official"): 0.55,
    ("GetInfo", "official"): 0.70,
    ("GetName", "official"): 0.55,
    ("look-up", "official"): 0.30,
    ("list of 100", "official"): 0.25,
    ("error", "official"): 0.40,
}
"""What the design asks for: on keel time / time, on libvirt overhead / overhead."""


def hosts(folder: Path) -> tuple[str, str]:
    """Writes a host of 100 guests for keel and one for libvirt; returns their URIs."""
    keel = [
        "<host><name>bench</name><uuid>00000000-0000-4000-9000-000000000000</uuid>",
        "<memory>16777216</memory><domains>",
    ]
    real = ["<node>"]
    for index in range(100):
        uuid = f"00000000-0000-4000-8000-{index:012d}"
        keel.append(
            f'<domain state="running"><name>guest-{index}</name><uuid>{uuid}</uuid>'
            "<memory unit='KiB'>8192</memory><vcpu>1</vcpu></domain>"
        )
        real.append(
            f"<domain type='test'><name>guest-{index}</name><uuid>{uuid}</uuid>"
            "<memory>8192</memory><vcpu>1</vcpu><os><type>hvm</type></os></domain>"
        )
    (folder / "keel.xml").write_text("\n".join([*keel, "</domains></host>"]))
    (folder / "libvirt.xml").write_text("\n".join([*real, "</node>"]))
    return f"test://{folder}/keel.xml", f"test://{folder}/libvirt.xml"


def measure(
    suite: str, peers: Sequence[str], loop: Path, uri: str, rounds: int, env: dict[str, str]
) -> Figures:
    """Runs every peer and the C loop in turn, ``rounds`` times over, and keeps the minima."""
    figures: Figures = {}
    worker = Path(__file__).parent / "worker.py"
    for number in range(rounds):
        for peer in ("C", *peers):
            words = [loop, uri] if peer == "C" else [sys.executable, worker, suite, peer, uri]
            for line in build.run(*words, env=env).splitlines():
                name, _, value = line.rpartition(" ")
                row = figures.setdefault(peer, {})
                row[name] = min(row.get(name, float("inf")), float(value))
        Console(stderr=True).print(f"{suite}: round {number + 1} of {rounds}", style="dim")
    return figures


def show_keel(figures: Figures, titles: dict[str, str]) -> bool:
    """Prints generated / peer for each call on keel; returns whether the goals hold."""
    table = Table(title="keel: time of the generated binding / time of each peer")
    table.add_column("call")
    table.add_column("C, ns", justify="right")
    table.add_column("generated, ns", justify="right")
    for peer, title in titles.items():
        if peer != "keel":
            table.add_column("/ " + title, justify="right")
    good = True
    for name, own in figures["keel"].items():
        if name == "loop":
            continue
        cells = [name, f"{figures['C'][name]:.0f}", f"{own:.0f}"]
        for peer, title in titles.items():
            if peer == "keel":
                continue
            ratio = own / figures[peer][name]
            goal = GOALS.get((name, title)) or GOALS.get(("keel", title))
            cells.append(mark(ratio, goal))
            good = good and (goal is None or ratio <= goal)
        table.add_row(*cells)
    Console().print(table)
    return good


def show_libvirt(figures: Figures, generated: str) -> bool:
    """Prints overhead over C of the generated binding / of the official one; returns whether the goals hold."""
    table = Table(
        title="libvirt, test driver: overhead over C, generated / official python3-libvirt"
    )
    for column in ("call", "C, ns", "official, ns over C", "generated, ns over C", "ratio"):
        table.add_column(column, justify="left" if column == "call" else "right")
    good = True
    for name, plain in figures["C"].items():
        official = figures["libvirt"][name] - plain
        own = figures[generated][name] - plain
        ratio = own / official
        goal = GOALS.get((name, "official"))
        good = good and (goal is None or ratio <= goal)
        table.add_row(name, f"{plain:.0f}", f"{official:.0f}", f"{own:.0f}", mark(ratio, goal))
    Console().print(table)
    return good


def mark(ratio: float, goal: float | None) -> str:
    """Shows a ratio with its goal, and whether it is met."""
    if goal is None:
        return f"{ratio:.2f}"
    return f"{ratio:.2f} ({'≤' if ratio <= goal else 'OVER'} {goal:.2f})"


def main(suite: str, rounds: int) -> bool:
    """Builds the peers of a suite, measures them and prints the table."""
    with tempfile.TemporaryDirectory(prefix="bindwright-bench-") as name:
        folder = Path(name)
        keel_uri, libvirt_uri = hosts(folder)
        env = {**os.environ, "PYTHONPATH": str(folder), "PYTHONHASHSEED": "0"}
        if suite == "keel":
            prefix = build.keel_install(folder)
            env["PKG_CONFIG_PATH"] = f"{prefix}/lib/pkgconfig"
            env["LD_LIBRARY_PATH"] = f"{prefix}/lib"
            env["BENCH_LIBKEEL"] = f"{prefix}/lib/libkeel.so.0"
            titles = build.keel_peers(folder, prefix)
            build.install_generated(folder, build.ROOT / "out" / "python", env)
            program = build.loop(folder, "keel", *build.flags("keel", env))
            figures = measure("keel", list(titles), program, keel_uri, rounds, env)
            return show_keel(figures, titles)
        generated = "libvirt_bw"
        build.install_generated(folder, build.ROOT / "out" / "libvirt" / "python", env)
        program = build.loop(folder, "libvirt", *build.flags("libvirt"))
        env["PYTHONPATH"] += ":/usr/lib/python3/dist-packages"
        figures = measure("libvirt", ["libvirt", generated], program, libvirt_uri, rounds, env)
        return show_libvirt(figures, generated)
