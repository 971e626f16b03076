# SPDX-License-Identifier: LGPL-2.1-or-later
"""The generated module works on a library of awkward shapes and on one of hostile names, under sanitizers, and on the real ones."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import built
import fixture_api
import pytest
from bindwright import project as projects
from bindwright.model.api import Api
from bindwright.pipeline import describing, tooling

TESTS = built.ROOT / "tests"
TARGET = built.ROOT / "templates" / "java"
FIND = TARGET / "runtime" / "find-jdk.sh"
REAL = {folder.name: folder for folder in projects.find(built.ROOT)}

pytestmark = pytest.mark.skipif(shutil.which("gcc") is None, reason="gcc is missing")


@pytest.fixture(scope="session")
def jdk() -> Path:
    """Returns the home of a JDK that is new enough."""
    found = subprocess.run(["sh", FIND], capture_output=True, text=True, check=False)
    if found.returncode != 0:
        pytest.skip(found.stderr.strip())
    return Path(found.stdout.strip())


def fixture() -> Api:
    api: Api = fixture_api.fixture_api(fixture_api.SEPARATE)
    return api


def hostile() -> Api:
    project = projects.read(TESTS / "hostile")
    return describing.describe_facts(project, describing.read_facts(project))


def run(*words: str | Path, env: Mapping[str, str] = os.environ) -> str:
    """Runs a program that must say nothing on its standard error, and returns what it printed."""
    done = subprocess.run(
        [*map(str, words)], env=dict(env), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    return done.stdout


def platform() -> str:
    """Returns what the folder for this machine is called in a jar."""
    system, machine = os.uname().sysname, os.uname().machine
    return f"{system.lower()}-{machine}"


def make(api: Api, folder: Path, jdk: Path, library: str, *more: str) -> Path:
    """Writes and compiles the module of an API with its library; returns its class path."""
    built.write(built.files(api, "java"), folder)
    classes = folder / "classes"
    native = classes / "native" / platform() / f"lib{api.library.name}-java.so"
    native.parent.mkdir(parents=True)
    source = TESTS / library
    sources = sorted((folder / "native").glob("*.c"))
    flags = [*built.STRICT, *more, "-shared", f"-I{folder / 'native'}", f"-I{source.parent}"]
    run(*flags, *sources, source, "-o", native)
    words = ["--release", "25", "-encoding", "UTF-8", "-Xlint:all", "-Xdoclint:all/protected", "-Werror"]
    run(jdk / "bin" / "javac", *words, "-d", classes, *sorted((folder / "src/main").rglob("*.java")))
    return classes


def java(jdk: Path, classes: Path, *words: str | Path, sanitized: bool = False) -> str:
    """Runs a program in one file with a package at hand and returns what it printed."""
    env = dict(os.environ)
    if sanitized:
        names = ("libasan.so", "libubsan.so")
        paths = [run("gcc", f"-print-file-name={name}").strip() for name in names]
        # Java handles some faults itself, and what it has when it ends is no leak.
        env |= {"LD_PRELOAD": " ".join(paths), "ASAN_OPTIONS": "handle_segv=0:detect_leaks=0"}
    start = ("-XX:+UseSerialGC", "-Xcheck:jni", "--enable-native-access=ALL-UNNAMED")
    return run(jdk / "bin" / "java", *start, "-cp", classes, *words, env=env)


def test_module_does_all_that_the_fixture_asks(jdk: Path, tmp_path: Path) -> None:
    """Every kind and protocol works, closing while in use too, with no leak and no undefined behaviour."""
    classes = make(fixture(), tmp_path, jdk, "fixture/fixture.c", *built.SANITIZED)

    assert java(jdk, classes, TESTS / "render" / "java_fixture.java", sanitized=True) == "good\n"


def test_module_survives_hostile_names_and_documentation(jdk: Path, tmp_path: Path) -> None:
    """Names like keywords and like our own, and documentation that ends comments, become a module that works."""
    classes = make(hostile(), tmp_path, jdk, "hostile/hostile.c", "-Wno-comment")

    assert java(jdk, classes, TESTS / "render" / "java_hostile.java") == "good\n"


@pytest.fixture(scope="module", params=REAL)
def real(request: pytest.FixtureRequest, require: Any) -> tuple[str, Path]:
    """Returns a project's name and the jar of its committed package."""
    project = projects.read(REAL[request.param])
    require.package(*project.library.pkg_config)
    tooling.use_tool(project, "java", "build")
    (jar,) = (tooling.work_folder(project, "java") / "build").glob("*.jar")
    return request.param, jar


def test_package_drives_the_real_library(jdk: Path, real: tuple[str, Path]) -> None:
    """Listing, defining, starting, events, typed parameters, streams and errors work on the library's own test driver."""
    name, jar = real

    assert java(jdk, jar, TESTS / "render" / f"java_{name}.java") == "good\n"
