# SPDX-License-Identifier: LGPL-2.1-or-later
"""Builds the peers that calls are measured against, in a folder that is thrown away."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PEERS = HERE / "peers"
SUFFIX = sysconfig.get_config_var("EXT_SUFFIX")
PYTHON = ["-I" + sysconfig.get_paths()["include"]]


def run(*words: object, cwd: Path | None = None, env: dict[str, str] | None = None) -> str:
    """Runs a program, shows what it said when it fails, and returns what it printed."""
    argv = [str(word) for word in words]
    done = subprocess.run(argv, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(argv)}\n{done.stdout}{done.stderr}")
    return done.stdout


def flags(package: str, env: dict[str, str] | None = None) -> list[str]:
    """Returns what the compiler needs for a pkg-config package."""
    return run("pkg-config", "--cflags", "--libs", package, env=env).split()


def keel_install(folder: Path) -> dict[str, str]:
    """Builds keel with optimisation, installs it below the folder; returns what a program needs to find it."""
    prefix = folder / "prefix"
    run("meson", "setup", folder / "keel-build", ROOT / "core", "--buildtype=release",
        f"--prefix={prefix}", "--libdir=lib", "-Dwerror=false")  # fmt: skip
    run("meson", "install", "-C", folder / "keel-build", "--quiet")
    return {
        "PKG_CONFIG_PATH": f"{prefix}/lib/pkgconfig",
        "LD_LIBRARY_PATH": f"{prefix}/lib",
        "BENCH_LIBKEEL": f"{prefix}/lib/libkeel.so.0",
    }


def shared(out: Path, source: Path, *more: str) -> None:
    """Compiles an extension module with the options every peer gets."""
    run(
        "gcc",
        "-O2",
        "-fPIC",
        "-shared",
        "-w",
        "-fwrapv",
        "-DNDEBUG",
        *PYTHON,
        source,
        "-o",
        out,
        *more,
    )


def keel_peers(folder: Path) -> dict[str, str]:
    """Builds every peer on keel in Python; returns the name of each module and what to call it."""
    prefix = folder / "prefix"
    link = [f"-I{prefix}/include", f"-L{prefix}/lib", "-lkeel", f"-Wl,-rpath,{prefix}/lib"]
    shared(folder / f"hand{SUFFIX}", PEERS / "hand.c", *link)
    cython = folder / "keel_cython.c"
    run(sys.executable, "-m", "cython", "-3", PEERS / "keel_cython.pyx", "-o", cython)
    shared(folder / f"keel_cython{SUFFIX}", cython, *link)
    swig = folder / "keel_swig.c"
    run("swig", "-python", "-builtin", "-threads", "-O", "-o", swig, PEERS / "keel_swig.i")
    shared(folder / f"_keel_swig{SUFFIX}", swig, *link)
    run(
        sys.executable, PEERS / "keel_cffi_build.py", prefix / "include", prefix / "lib", cwd=folder
    )
    for name in ("keel_cffi.py", "keel_ctypes.py"):
        (folder / name).write_bytes((PEERS / name).read_bytes())
    return {
        "keel": "generated",
        "hand": "hand-written",
        "keel_cython": "Cython nogil",
        "keel_swig": "SWIG -builtin -threads",
        "keel_cffi": "cffi",
        "keel_ctypes": "ctypes",
    }


def loop(folder: Path, suite: str, *more: str) -> Path:
    """Compiles a suite's loop in C."""
    program = folder / f"{suite}_loop"
    run("gcc", "-O2", "-w", PEERS / f"{suite}_loop.c", "-o", program, *more)
    return program


def install_generated(folder: Path, package: Path, env: dict[str, str]) -> None:
    """Installs a generated package below the folder, built as a user would build it."""
    run(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation",
        "--target", folder, package, env=env)  # fmt: skip
