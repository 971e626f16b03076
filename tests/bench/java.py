# SPDX-License-Identifier: LGPL-2.1-or-later
"""Measures what a call costs from Java: on keel beside FFM, JNI and JNA, on libvirt beside the official package."""

from __future__ import annotations

import math
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench import build, harness, hosts
from tests.bench.harness import OWN, C, Peer, mark, meets, peer

SOURCES = build.PEERS / "java"
BARE = "bare FFM"
JNI = "JNI"
JNA = "JNA"
OFFICIAL = "official"
OLDEST = 25
"""The first release in which all that is used is final."""

KEEL_GOALS = {
    ("trivial", JNI): 0.95,
    ("record", JNI): 0.65,
    ("string", JNI): 0.65,
    ("trivial", JNA): 0.06,
}
"""What the design asks for, time / time."""

START_GOAL = 1.3
"""Time of a whole program that uses the generated package of libvirt / the same with bare FFM."""


@dataclass(frozen=True, kw_only=True)
class Kit:
    """A JDK and what programs run with."""

    home: Path
    """``/usr/lib/jvm/temurin-25``"""
    path: str
    """The class path: ``/tmp/x/classes:/tmp/x/lib/jna-5.17.0.jar``"""
    options: tuple[str, ...]
    """``("-Dbench.library=/tmp/x/libkeel.so.0",)``"""

    def program(self, title: str, name: str, *words: str) -> Peer:
        """Returns the peer that is a class."""
        java = self.home / "bin" / "java"
        access = "--enable-native-access=ALL-UNNAMED"
        return peer(title, java, access, *self.options, "-cp", self.path, name, *words)


def find_jdk() -> Path:
    """Returns the home of a JDK that is new enough."""
    homes = [Path(os.environ["JAVA_HOME"])] if "JAVA_HOME" in os.environ else []
    for home in [*homes, *sorted(Path("/usr/lib/jvm").glob("*"), reverse=True)]:
        release = home / "release"
        said = release.read_text() if release.is_file() and (home / "bin/javac").exists() else ""
        version = re.search(r'^JAVA_VERSION="(\d+)', said, re.M)
        if version and int(version.group(1)) >= OLDEST:
            return home
    raise SystemExit(f"no JDK {OLDEST} in JAVA_HOME or /usr/lib/jvm")


OWN_PACKAGES = {
    "keel": build.ROOT / "out" / "java",
    "libvirt": build.ROOT / "out" / "libvirt" / "java",
}
"""The generated packages."""


def build_own(jars: Path, home: Path, library: str, env: dict[str, str]) -> str:
    """Builds a generated package as a jar and its shared object; returns the option that finds that."""
    package = OWN_PACKAGES[library]
    classes = jars.parent / f"classes-{library}"
    sources = sorted((package / "src" / "main" / "java").rglob("*.java"))
    build.run(home / "bin" / "javac", "-d", classes, *sources)
    build.run(home / "bin" / "jar", "cf", jars / f"{library}.jar", "-C", classes, ".")
    native = jars.parent / f"lib{library}-java.so"
    build.run("gcc", "-O2", "-fPIC", "-shared", "-w", *sorted((package / "native").glob("*.c")),
              "-o", native, *build.flags(library, env))  # fmt: skip
    return f"-D{library}.native={native}"


def build_peers(folder: Path, env: dict[str, str]) -> Kit:
    """Fetches what peers come from a repository, and compiles all programs."""
    home = find_jdk()
    jars = folder / "jars"
    build.run("mvn", "-q", "-B", "-f", SOURCES / "pom.xml", "dependency:copy-dependencies",
              f"-DoutputDirectory={jars}")  # fmt: skip
    own = [build_own(jars, home, library, env) for library in OWN_PACKAGES]
    classes = folder / "classes"
    build.run(home / "bin" / "javac", "-cp", f"{jars}/*", "-d", classes,
              *sorted(SOURCES.glob("*.java")))  # fmt: skip
    jni = folder / "libkeel_jni.so"
    build.run("gcc", "-O2", "-fPIC", "-shared", f"-I{home}/include", f"-I{home}/include/linux",
              SOURCES / "keel_jni.c", "-o", jni, *build.flags("keel", env))  # fmt: skip
    return Kit(
        home=home,
        path=":".join(str(path) for path in [classes, *sorted(jars.glob("*.jar"))]),
        options=(f"-Dbench.library={env['BENCH_LIBKEEL']}", f"-Dbench.jni={jni}", *own),
    )


def start_times(peers: Sequence[Peer], rounds: int, env: dict[str, str]) -> dict[str, float]:
    """Returns the milliseconds that whole processes take, the least of all rounds."""
    least = dict.fromkeys((each.title for each in peers), math.inf)
    for _ in range(rounds):
        for each in peers:
            before = time.perf_counter()
            subprocess.run(each.argv, env=env, check=True, stdout=subprocess.DEVNULL)
            took = (time.perf_counter() - before) * 1000
            least[each.title] = min(least[each.title], took)
    return least


def show_start(times: dict[str, float]) -> bool:
    """Prints how long programs take from start to end; returns whether the goal holds."""
    table = Table(title="libvirt from Java: a whole program that connects and asks for one name")
    for column in ("program", "ms", f"/ {BARE}"):
        table.add_column(column, justify="left" if column == "program" else "right")
    ratios = {title: took / times[BARE] for title, took in times.items()}
    for title, took in times.items():
        goal = START_GOAL if title == OWN else None
        table.add_row(title, f"{took:.0f}", mark(ratios[title], goal))
    Console(width=160).print(table)
    return meets(ratios[OWN], START_GOAL)


def main(rounds: int) -> bool:
    """Builds all peers, measures them and prints the tables; returns whether the goals hold."""
    with tempfile.TemporaryDirectory(prefix="bindwright-bench-") as name:
        folder = Path(name)
        env = {**os.environ, **build.keel_install(folder)}
        kit = build_peers(folder, env)
        uri = hosts.keel(folder)
        peers = [
            peer(C, build.loop(folder, "keel", *build.flags("keel", env)), uri),
            kit.program(BARE, "KeelBare", uri),
            kit.program(JNI, "KeelJni", uri),
            kit.program(JNA, "KeelJna", uri),
            kit.program(OWN, "KeelOwn", uri),
        ]
        keel = harness.measure("keel from Java", peers, rounds, env)
        uri = hosts.libvirt(folder)
        peers = [
            peer(C, build.loop(folder, "libvirt", *build.flags("libvirt")), uri),
            kit.program(OFFICIAL, "LibvirtOfficial", uri),
            kit.program(OWN, "LibvirtOwn", uri),
        ]
        libvirt = harness.measure("libvirt from Java", peers, rounds, env)
        starts = [
            kit.program(BARE, "StartBare", uri),
            kit.program(OFFICIAL, "StartOfficial", uri),
            kit.program(OWN, "StartOwn", uri),
        ]
        started = start_times(starts, rounds, env)
    title = "keel from Java: time of the generated binding / time of each peer"
    good = harness.show_times(title, keel, [BARE, JNI, JNA], KEEL_GOALS)
    title = "libvirt's test driver from Java: overhead over C, generated / official"
    good = harness.show_overheads(title, libvirt, OFFICIAL, {}) and good
    title = "keel from Java: bytes that a call allocates"
    good = harness.show_allocations(title, keel, [BARE, JNI, JNA, OWN], {}) and good
    title = "libvirt from Java: bytes that a call allocates"
    good = harness.show_allocations(title, libvirt, [OFFICIAL, OWN], {}) and good
    return show_start(started) and good
