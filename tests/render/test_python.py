# SPDX-License-Identifier: LGPL-2.1-or-later
"""The generated extension works on a library of awkward shapes and on one of hostile names, under sanitizers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import built
import pytest
from apis import REAL, fixture, hostile
from bindwright import project as projects
from bindwright.model.api import Api

pytestmark = pytest.mark.skipif(shutil.which("gcc") is None, reason="gcc is missing")

TESTS = built.ROOT / "tests"
LIMITED = "-DPy_LIMITED_API=0x030B0000"


def make(api: Api, folder: Path, library: str, *more: str) -> Path:
    """Writes and compiles the package of an API; returns its ``src``."""
    built.write(built.files(api, "python"), folder)
    return built.compile_extension(folder, api.library.name, TESTS / library, *more)


def run(source: Path, *words: str | Path, sanitized: bool = False) -> str:
    """Runs Python with the package at hand and returns what it printed; a leak is a failure."""
    env = dict(os.environ, PYTHONPATH=str(source), PYTHONDONTWRITEBYTECODE="1")
    if sanitized:
        names = ("libasan.so", "libubsan.so")
        paths = [
            subprocess.run(
                ["gcc", f"-print-file-name={name}"], capture_output=True, text=True, check=True
            ).stdout.strip()
            for name in names
        ]
        env |= {"LD_PRELOAD": " ".join(paths), "PYTHONMALLOC": "malloc"}
        env["ASAN_OPTIONS"] = "detect_leaks=1"
    done = subprocess.run(
        [sys.executable, *map(str, words)], env=env, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    return done.stdout


def test_extension_does_all_that_the_fixture_asks(tmp_path: Path) -> None:
    """Every kind and protocol works, closing while in use too, with no leak and no undefined behaviour."""
    source = make(fixture(), tmp_path, "fixture/fixture.c", *built.SANITIZED)

    assert run(source, TESTS / "render" / "python_fixture.py", sanitized=True) == "good\n"


def test_extension_does_the_same_in_the_limited_api(tmp_path: Path) -> None:
    """The stable ABI is the same to its users."""
    source = make(fixture(), tmp_path, "fixture/fixture.c", LIMITED)

    assert run(source, TESTS / "render" / "python_fixture.py") == "good\n"
    assert run(source, "-m", "pytest", "-q", "-p", "no:cacheprovider", tmp_path / "tests")


def test_package_survives_hostile_names_and_documentation(tmp_path: Path) -> None:
    """Names like keywords and like our own, and documentation that ends comments, become a package that works."""
    source = make(hostile(), tmp_path, "hostile/hostile.c", "-Wno-comment")

    assert run(source, TESTS / "render" / "python_hostile.py") == "good\n"
    assert run(source, "-m", "pytest", "-q", "-p", "no:cacheprovider", tmp_path / "tests")


def test_stubs_of_hostile_names_satisfy_the_type_checker(tmp_path: Path) -> None:
    """No name hides another that a stub needs."""
    built.write(built.files(hostile(), "python"), tmp_path)
    words = ("-m", "mypy", "--strict", "--cache-dir", tmp_path / "cache", tmp_path / "src")

    assert run(tmp_path / "src", *words).startswith("Success")


@pytest.fixture(scope="module", params=REAL)
def real(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, require: Any
) -> tuple[str, Path]:
    """Returns a project's name and where its committed package is installed."""
    project = projects.read(REAL[request.param])
    require.package(*project.library.pkg_config)
    folder: Path = tmp_path_factory.mktemp(request.param)
    package = shutil.copytree(
        built.ROOT / project.generation.output / "python",
        folder / "package",
        ignore=shutil.ignore_patterns("build"),
    )
    install = ("-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation")
    run(folder, *install, "--target", folder / "installed", package)
    return request.param, folder / "installed"


def test_package_drives_the_real_library(real: tuple[str, Path]) -> None:
    """Listing, defining, starting, events, typed parameters, streams and errors work on the library's own test driver."""
    name, installed = real

    assert run(installed, TESTS / "render" / f"python_{name}.py") == "good\n"


@pytest.mark.parametrize("real", ["libvirt"], indirect=True)
def test_asyncio_is_the_event_loop_of_connections(real: tuple[str, Path], daemon: Any) -> None:
    """Events, keepalive and the end of a connection come through asyncio, in one loop after the other."""
    script = TESTS / "render" / "python_daemon.py"
    address = daemon.uri.replace("qemu+unix:///session", "test+unix:///default")

    assert run(real[1], script, address, str(daemon.process.pid)) == "good\n"


@pytest.mark.parametrize("real", ["libvirt"], indirect=True)
def test_package_says_what_is_awkward_in_c(real: tuple[str, Path]) -> None:
    """An event loop of the user's own, credentials, rows, bits and the last error work, in a process of their own."""
    assert run(real[1], TESTS / "render" / "python_libvirt_loop.py") == "good\n"


@pytest.mark.parametrize("real", ["libvirt"], indirect=True)
def test_nothing_grows_and_nothing_is_cut(
    real: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No call of libvirt that its test driver reaches leaks, whether it works or fails, nor takes flags that do not fit."""
    monkeypatch.setenv("PYTHONMALLOC", "malloc")
    monkeypatch.chdir(tmp_path)

    assert run(real[1], TESTS / "render" / "python_growth.py") == "good\n"


def test_program_of_a_user_satisfies_the_type_checker(
    real: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stubs know what each call takes and gives, callbacks and asyncio included."""
    name, installed = real
    monkeypatch.setenv("MYPYPATH", str(installed))
    words = ("-m", "mypy", "--strict", "--cache-dir", tmp_path)

    programs = sorted((TESTS / "render").glob(f"python_{name}*.py"))
    assert run(installed, *words, *programs).startswith("Success")
