# SPDX-License-Identifier: LGPL-2.1-or-later
"""Measures what a call costs from Python: on keel beside its peers, on libvirt beside the official python3-libvirt."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tests.bench import build, harness, hosts
from tests.bench.harness import OWN, C, Peer, peer

KEEL_GOALS = {
    ("*", "hand-written"): 1.15,
    ("trivial, may fail", "Cython nogil"): 0.95,
    ("list of 100", "Cython nogil"): 0.60,
}
"""What the design asks for, time / time."""

LIBVIRT_GOALS = {
    ("GetID", "official"): 0.55,
    ("GetInfo", "official"): 0.70,
    ("GetName", "official"): 0.55,
    ("look-up", "official"): 0.30,
    ("list of 100", "official"): 0.25,
    ("error", "official"): 0.40,
}
"""What the design asks for, overhead / overhead."""


def worker(title: str, suite: str, module: str, uri: str) -> Peer:
    """Returns the peer that calls through a module."""
    return peer(title, sys.executable, Path(__file__).parent / "worker.py", suite, module, uri)


def keel(rounds: int) -> bool:
    """Builds the peers on keel, measures them and prints the table; returns whether the goals hold."""
    with tempfile.TemporaryDirectory(prefix="bindwright-bench-") as name:
        folder = Path(name)
        env = {**os.environ, "PYTHONPATH": str(folder), "PYTHONHASHSEED": "0"}
        env |= build.keel_install(folder)
        titles = build.keel_peers(folder)
        build.install_generated(folder, build.ROOT / "out" / "python", env)
        uri = hosts.keel(folder)
        program = build.loop(folder, "keel", *build.flags("keel", env))
        peers = [worker(title, "keel", module, uri) for module, title in titles.items()]
        figures = harness.measure("keel", [peer(C, program, uri), *peers], rounds, env)
    others = [title for title in titles.values() if title != OWN]
    title = "keel from Python: time of the generated binding / time of each peer"
    return harness.show_times(title, figures, others, KEEL_GOALS)


def libvirt(rounds: int) -> bool:
    """Installs the binding of libvirt, measures it and prints the table; returns whether the goals hold."""
    with tempfile.TemporaryDirectory(prefix="bindwright-bench-") as name:
        folder = Path(name)
        env = {**os.environ, "PYTHONPATH": str(folder), "PYTHONHASHSEED": "0"}
        build.install_generated(folder, build.ROOT / "out" / "libvirt" / "python", env)
        env["PYTHONPATH"] += ":/usr/lib/python3/dist-packages"
        uri = hosts.libvirt(folder)
        peers = [
            peer(C, build.loop(folder, "libvirt", *build.flags("libvirt")), uri),
            worker("official", "libvirt", "libvirt", uri),
            worker(OWN, "libvirt", "libvirt_bw", uri),
        ]
        figures = harness.measure("libvirt", peers, rounds, env)
    title = "libvirt's test driver from Python: overhead over C, generated / official"
    return harness.show_overheads(title, figures, "official", LIBVIRT_GOALS)
