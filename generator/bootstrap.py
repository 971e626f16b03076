# SPDX-License-Identifier: LGPL-2.1-or-later
"""Does for ``make run`` and ``make test`` what has to be there before Bindwright itself can start.

It uses the standard library only, and does not know any target: their manifests say what they need.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Sequence
from pathlib import Path

try:
    import tomllib
except ModuleNotFoundError:
    sys.exit("error: Python 3.11 or later is needed")

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
CORE = ROOT / "build" / "core"
PREFIX = ROOT / "build" / "prefix"
JUNIT = ROOT / "build" / "junit"

BASE: dict[str, Callable[[], bool]] = {
    "gcc": lambda: shutil.which("gcc") is not None,
    "pkg-config": lambda: shutil.which("pkg-config") is not None,
    "python3-venv": lambda: all(map(importlib.util.find_spec, ("venv", "ensurepip"))),
    "python3-dev": lambda: Path(sysconfig.get_paths()["include"], "Python.h").is_file(),
    "libxml2-dev": lambda: _quiet("pkg-config", "--exists", "libxml-2.0") == 0,
}
"""Debian packages that building and running need, each with a look whether it is there."""

ORACLES = (
    "abigail-tools",
    "castxml",
    "g++",
    "golang-github-libvirt-libvirt-go-dev",
    "libcurl4-openssl-dev",
    "libgit2-dev",
    "libsqlite3-dev",
    "libsys-virt-perl",
    "libvirt-clients",
    "libvirt-daemon",
    "libvirt-daemon-driver-qemu",
    "libvirt-dev",
    "libvirt-ocaml",
    "python3-libvirt",
    "qemu-system-x86",
    "valgrind",
    "virtinst",
    "zlib1g-dev",
)
"""Debian packages that the tests compare with, extract from or run against."""


def main(command: str) -> int:
    """Runs one command and returns its exit status."""
    started = time.monotonic()
    os.chdir(ROOT)
    status, last_line = {"run": run, "test": test}[command]()
    print(
        f"make {command}: {'done' if status == 0 else 'failed'} in {time.monotonic() - started:.0f} s"
    )
    if last_line:
        print(last_line)
    return status


def run() -> tuple[int, str]:
    """Goes the whole way once: from keel's sources to its guests, printed by a generated package."""
    install_packages([name for name, present in BASE.items() if not present()])
    make_venv("requirements.lock")
    build_core()
    step("extract", bindwright("extract", "--installed", "--quiet"))
    step("generate", bindwright("generate"), show=True)
    step("demo", bindwright("tool", "demo", "--installed"), show=True)
    return step("doctor", bindwright("doctor"), show=True), ""


def test() -> tuple[int, str]:
    """Runs every test with tox; the line to end with counts them."""
    wanted = [*ORACLES, *target_packages()]
    install_packages(
        [name for name, present in BASE.items() if not present()] + missing_packages(wanted)
    )
    make_venv("requirements-test.lock")
    build_core()
    shutil.rmtree(JUNIT, ignore_errors=True)
    JUNIT.mkdir(parents=True)
    for log in ROOT.glob("build/*/meson-logs/testlog*.junit.xml"):
        log.unlink()
    status = subprocess.call([VENV / "bin" / "tox", "run"], env=environment())
    passed, failed, skipped = count(
        [*JUNIT.glob("*.xml"), *ROOT.glob("build/*/meson-logs/testlog*.junit.xml")]
    )
    good = status == 0 and passed > 0 and failed == 0
    return int(not good), f"{passed} passed, {failed} failed, {skipped} skipped"


def install_packages(missing: Sequence[str]) -> None:
    """Installs Debian packages when it may, else says what to install."""
    if not missing:
        return
    may = os.geteuid() == 0 and shutil.which("apt-get") and "BINDWRIGHT_NO_APT" not in os.environ
    if not may:
        print(f"missing: {' '.join(missing)}", file=sys.stderr)
        print(f"hint: apt-get install {' '.join(missing)}", file=sys.stderr)
        if set(missing) & set(BASE):
            sys.exit(1)
        return
    apt = ("apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    install = (*apt, "install", "-y", "--no-install-recommends", *missing)
    print(f"==> apt-get install {' '.join(missing)}", flush=True)
    if _quiet(*install) != 0:
        step("apt-get update", (*apt, "update"))
        step("apt-get install, again", install)


def missing_packages(wanted: Sequence[str]) -> list[str]:
    """Returns those Debian packages that are not installed; none on a system without dpkg."""
    if shutil.which("dpkg-query") is None:
        return []
    query = ("dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *wanted)
    found = subprocess.run(query, capture_output=True, text=True, check=False).stdout
    installed = {line.split()[0] for line in found.splitlines() if line.endswith(" installed")}
    return [name for name in wanted if name not in installed]


def target_packages() -> list[str]:
    """Returns the Debian packages that the targets' manifests name."""
    found: set[str] = set()
    for manifest in ROOT.glob("templates/*/target.toml"):
        found.update(tomllib.loads(manifest.read_text()).get("tools", {}).get("debian", ()))
    return sorted(found)


def make_venv(lock: str) -> None:
    """Makes ``.venv`` hold what a lock file names; nothing happens when it does already."""
    stamp = VENV / "bindwright-locks"
    python = VENV / "bin" / "python"
    key = hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()
    version, *known = stamp.read_text().splitlines() if stamp.is_file() else [sys.version]
    if not python.exists() or version != sys.version:
        step("make .venv", (sys.executable, "-m", "venv", "--clear", str(VENV)))
        known = []
    make_launcher(python)
    if key in known:
        return
    pip = (str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    step(f"install {lock}", (*pip, "--require-hashes", "-r", lock))
    stamp.write_text("\n".join((sys.version, *known, key)))


def make_launcher(python: Path) -> None:
    """Lets ``bindwright`` in the venv start the generator of this source tree."""
    launcher = python.with_name("bindwright")
    source = f"#!{python}\nimport sys\nsys.path.insert(0, {str(ROOT / 'generator')!r})\n"
    launcher.write_text(f"{source}from bindwright.cli import main\n\nmain()\n")
    launcher.chmod(0o755)


def build_core() -> None:
    """Builds keel and installs it under ``build/prefix``."""
    if not (CORE / "build.ninja").exists():
        place = ("--prefix", str(PREFIX), "--libdir", "lib", "-Dtests=false")
        meson = ("meson", "setup", *place, str(CORE), "core")
        step("configure keel", meson)
    step("build keel", ("meson", "install", "--quiet", "-C", str(CORE)))


def environment() -> dict[str, str]:
    """Returns the environment in which programs find the venv, the generator and keel."""
    return {
        **os.environ,
        "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "generator"),
        "PKG_CONFIG_PATH": _joined(PREFIX / "lib" / "pkgconfig", "PKG_CONFIG_PATH"),
        "LD_LIBRARY_PATH": _joined(PREFIX / "lib", "LD_LIBRARY_PATH"),
    }


def bindwright(*arguments: str) -> tuple[str, ...]:
    """Returns the command line that starts Bindwright."""
    return (str(VENV / "bin" / "python"), "-m", "bindwright", *arguments)


def step(name: str, argv: Sequence[str], *, show: bool = False) -> int:
    """Runs one program of the set-up; when it fails, shows what it said and ends."""
    started = time.monotonic()
    print(f"==> {name}", flush=True)
    done = subprocess.run(
        argv,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=None if show else subprocess.PIPE,
        stderr=None if show else subprocess.STDOUT,
        check=False,
    )
    if done.returncode != 0:
        sys.stdout.buffer.write(done.stdout or b"")
        print(f"error: {name} failed: {' '.join(map(str, argv))}", file=sys.stderr)
        sys.exit(1)
    if (seconds := time.monotonic() - started) >= 1:
        print(f"    {seconds:.0f} s", flush=True)
    return 0


def count(reports: Sequence[Path]) -> tuple[int, int, int]:
    """Returns how many tests passed, failed and were skipped in JUnit reports."""
    passed = failed = skipped = 0
    for report in reports:
        for case in ElementTree.parse(report).getroot().iter("testcase"):
            found = {child.tag for child in case}
            if found & {"failure", "error"}:
                failed += 1
            elif "skipped" in found:
                skipped += 1
            else:
                passed += 1
    return passed, failed, skipped


def _joined(folder: Path, variable: str) -> str:
    rest = os.environ.get(variable)
    return f"{folder}{os.pathsep}{rest}" if rest else str(folder)


def _quiet(*argv: str) -> int:
    try:
        return subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True).returncode
    except OSError:
        return 127


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
