# SPDX-License-Identifier: LGPL-2.1-or-later
"""The generated module works on a library of awkward shapes and on one of hostile names, under sanitizers, and on the real ones."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import built
import pytest
from apis import REAL, fixture, hostile
from bindwright import project as projects
from bindwright.model.api import Api
from bindwright.pipeline import conforming, making, tooling

TESTS = built.ROOT / "tests"
TARGET = built.ROOT / "templates" / "java"
FIND = TARGET / "runtime" / "find-jdk.sh"

pytestmark = pytest.mark.skipif(shutil.which("gcc") is None, reason="gcc is missing")


@pytest.fixture(scope="session")
def jdk() -> Path:
    """Returns the home of a JDK that is new enough."""
    found = subprocess.run(["sh", FIND], capture_output=True, text=True, check=False)
    if found.returncode != 0:
        pytest.skip(found.stderr.strip())
    return Path(found.stdout.strip())


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
    words = [
        "--release",
        "25",
        "-encoding",
        "UTF-8",
        "-Xlint:all",
        "-Xdoclint:all/protected",
        "-Werror",
    ]
    run(
        jdk / "bin" / "javac", *words, "-d", classes, *sorted((folder / "src/main").rglob("*.java"))
    )
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


@pytest.mark.parametrize("real", ["keel"], indirect=True)
def test_nothing_grows_and_no_thread_harms_another(jdk: Path, real: tuple[str, Path]) -> None:
    """A hundred thousand rounds leave no handle and no memory, closed or forgotten, whatever fails, in one thread or in eight."""
    heap = ("-Xms32m", "-Xmx32m", "-XX:+AlwaysPreTouch")

    assert java(jdk, real[1], *heap, TESTS / "render" / "java_growth.java") == "good\n"


@pytest.mark.parametrize("real", ["keel"], indirect=True)
def test_package_says_what_it_lacks(jdk: Path, real: tuple[str, Path], tmp_path: Path) -> None:
    """A jar without a shared object for this machine names the places where it looked."""
    bare = tmp_path / "bare.jar"
    with zipfile.ZipFile(real[1]) as jar, zipfile.ZipFile(bare, "w") as copy:
        for name in jar.namelist():
            if not name.startswith("native/"):
                copy.writestr(name, jar.read(name))
    program = tmp_path / "Version.java"
    program.write_text("void main() { IO.println(keel.Keel.version().major()); }\n")
    native = tmp_path / "native.so"
    with zipfile.ZipFile(real[1]) as jar:
        native.write_bytes(jar.read(f"native/{platform()}/libkeel-java.so"))
    words = [jdk / "bin" / "java", "--enable-native-access=ALL-UNNAMED", "-cp", bare]

    assert run(*words, f"-Dkeel.native={native}", program) == "1\n"
    assert run(*words, program, env={**os.environ, "KEEL_NATIVE": str(native)}) == "1\n"
    failed = subprocess.run([*words, program], capture_output=True, text=True, check=False)
    assert failed.returncode == 1
    for text in ("there is no libkeel-java.so", f"/native/{platform()}/", "-Dkeel.native=FILE"):
        assert text in failed.stderr


@pytest.mark.parametrize("real", ["keel"], indirect=True)
def test_older_java_says_that_it_is_too_old(real: tuple[str, Path], tmp_path: Path) -> None:
    """A virtual machine that is too old names the version that the classes are for."""
    older = [home for home in Path("/usr/lib/jvm").glob("*17*") if (home / "bin/javac").exists()]
    if not older:
        pytest.skip("missing JDK 17")
    jshell = [older[0] / "bin" / "jshell", "--class-path", real[1], "-s", "-"]
    done = subprocess.run(
        jshell,
        input='System.out.println(Class.forName("keel.Keel"))\n',
        capture_output=True,
        text=True,
        check=False,
    )

    assert "UnsupportedClassVersionError" in done.stdout + done.stderr
    assert "class file version 69" in done.stdout + done.stderr


@pytest.mark.parametrize("real", ["keel"], indirect=True)
def test_maven_makes_what_is_published(real: tuple[str, Path], require: Any) -> None:
    """The jar has the native library, and its sources and its documentation are beside it; no warning is left in that."""
    require.program("mvn")
    folder = real[1].parent.parent
    done = subprocess.run(
        ["make", "--silent", "package"], cwd=folder, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
    made = {path.name for path in (folder / "target").glob("*.jar")}
    assert made == {f"keel-1.0.0{kind}.jar" for kind in ("", "-sources", "-javadoc")}
    with zipfile.ZipFile(folder / "target" / "keel-1.0.0.jar") as jar:
        assert f"native/{platform()}/libkeel-java.so" in jar.namelist()


SANITIZED_CASES = (
    "bytes", "callbacks", "callbacks-raise", "dicts", "drop", "errors-kept", "events-raise", "integers-lists", "lists",
    "loop-plugged", "loop", "records-nested", "save", "screenshots", "streams-raise", "streams-handlers", "strings",
    "threads", "use-after-close-argument", "uuids",
)  # fmt: skip


@pytest.mark.parametrize("real", ["keel"], indirect=True)
def test_cases_are_clean_under_the_address_sanitizer(real: tuple[str, Path]) -> None:
    """No case reads or writes memory that it must not, as far as the allocator and the shared object see it."""
    maker = making.Maker(projects.read(REAL["keel"]))
    program = conforming.build(maker, "java", conforming.scenarios(maker))
    flags = "CFLAGS=-g -O1 -fsanitize=address -fno-omit-frame-pointer"
    run("make", "--silent", "-C", program.folder, "native", "OUT=build/sanitized", flags)
    native = program.folder / "build/sanitized/native" / platform() / "libkeel-java.so"
    env = {
        **os.environ,
        "KEEL_NATIVE": str(native),
        "LD_PRELOAD": run("gcc", "-print-file-name=libasan.so").strip(),
        "ASAN_OPTIONS": "handle_segv=0:detect_leaks=0",
    }
    printed = run("sh", program.folder / "conform/run.sh", *SANITIZED_CASES, env=env)

    assert printed.count("live handles: 0\n") == len(SANITIZED_CASES)
