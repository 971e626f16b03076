# SPDX-License-Identifier: LGPL-2.1-or-later
"""Builds the modules that stand in for libvirt-python, and runs programs with them and with the official ones."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SYSTEM = "/usr/bin/python3"
OFFICIAL = Path("/usr/lib/python3/dist-packages")
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def stand_in(tmp_path_factory: pytest.TempPathFactory, require: Any) -> Path:
    """Returns a folder with the modules, and the package that they stand on."""
    require.package("libvirt", "libvirt-qemu", "libvirt-lxc", "libvirt-admin")
    require.file(OFFICIAL / "libvirt.py")
    version = f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]!r})"
    if subprocess.run([SYSTEM, "-c", version], check=False).returncode:
        pytest.skip(f"{SYSTEM} is of another version than the one that builds")
    place = tmp_path_factory.mktemp("stand-in")
    for name in ("python", "python-dropin"):
        package = shutil.copytree(
            ROOT / "out" / "libvirt" / name,
            place / "packages" / name,
            ignore=shutil.ignore_patterns("build"),
        )
        install = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation"]
        made = subprocess.run(
            [sys.executable, *install, "--target", place / "site", package],
            env=dict(os.environ, CFLAGS="-O0"),
            capture_output=True,
            text=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr
    return place / "site"


@pytest.fixture(scope="session")
def official() -> Run:
    """Returns what runs a program with libvirt-python."""
    return lambda *words: run(words, {})


@pytest.fixture(scope="session")
def ours(stand_in: Path) -> Run:
    """Returns what runs a program with the modules that stand in for it."""
    return lambda *words: run(words, {"PYTHONPATH": str(stand_in)})


def run(words: tuple[str | Path, ...], more: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Runs a program of the system's Python; an argument that ends in ``.py`` is run by it, another is a program."""
    first = [SYSTEM] if str(words[0]).endswith(".py") else []
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [*first, *map(str, words)],
        env={**env, "PYTHONDONTWRITEBYTECODE": "1", **more},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done
