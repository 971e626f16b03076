# SPDX-License-Identifier: LGPL-2.1-or-later
"""Measures what a call costs from Go: on keel beside bare cgo, on libvirt beside the official module."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from tests.bench import build, harness, hosts
from tests.bench.harness import OWN, C, peer

BARE = "bare cgo"
HAND = "hand-written"
OFFICIAL = "official"

KEEL_GOALS = {
    ("*", HAND): 1.15,
    ("trivial, may fail", BARE): 1.15,
}
"""What the design asks for, time / time."""

LIBVIRT_GOALS = {
    ("GetID", OFFICIAL): 0.40,
    ("GetInfo", OFFICIAL): 0.40,
    ("GetName", OFFICIAL): 0.45,
    ("error", OFFICIAL): 0.55,
}
"""What the design asks for, overhead / overhead."""

NO_ALLOCATIONS = dict.fromkeys(("trivial", "trivial, may fail", "record", "GetID", "GetInfo"), 0.0)
"""Scalars and records are allocated nowhere."""


OWN_PACKAGES = {
    "keel": build.ROOT / "out" / "go",
    "libvirt": build.ROOT / "out" / "libvirt" / "go",
}
"""The generated modules."""


def build_peers(folder: Path, env: dict[str, str]) -> Path:
    """Builds all programs; returns the folder they are in."""
    source = folder / "go"
    shutil.copytree(build.PEERS / "go", source)
    for library, package in OWN_PACKAGES.items():
        build.run("go", "mod", "edit", f"-require={library}@v0.0.0",
                  f"-replace={library}={package}", cwd=source)  # fmt: skip
    build.run("go", "mod", "tidy", cwd=source, env=env)
    programs = folder / "bin"
    programs.mkdir()
    build.run("go", "build", "-o", programs, "./...", cwd=source, env=env)
    return programs


def main(rounds: int) -> bool:
    """Builds all peers, measures them and prints the tables; returns whether the goals hold."""
    with tempfile.TemporaryDirectory(prefix="bindwright-bench-") as name:
        folder = Path(name)
        env = {**os.environ, **build.keel_install(folder)}
        programs = build_peers(folder, env)
        uri = hosts.keel(folder)
        peers = [
            peer(C, build.loop(folder, "keel", *build.flags("keel", env)), uri),
            peer(BARE, programs / "keel_bare", uri),
            peer(HAND, programs / "keel_hand", uri),
            peer(OWN, programs / "keel_own", uri),
        ]
        keel = harness.measure("keel from Go", peers, rounds, env)
        uri = hosts.libvirt(folder)
        peers = [
            peer(C, build.loop(folder, "libvirt", *build.flags("libvirt")), uri),
            peer(OFFICIAL, programs / "libvirt_official", uri),
            peer(OWN, programs / "libvirt_own", uri),
        ]
        libvirt = harness.measure("libvirt from Go", peers, rounds, env)
    title = "keel from Go: time of the generated binding / time of each peer"
    good = harness.show_times(title, keel, [BARE, HAND], KEEL_GOALS)
    title = "libvirt's test driver from Go: overhead over C, generated / official"
    good = harness.show_overheads(title, libvirt, OFFICIAL, LIBVIRT_GOALS) and good
    title = "keel from Go: allocations of a call"
    good = harness.show_allocations(title, keel, [BARE, HAND, OWN], NO_ALLOCATIONS) and good
    title = "libvirt from Go: allocations of a call"
    return harness.show_allocations(title, libvirt, [OFFICIAL, OWN], NO_ALLOCATIONS) and good
