# SPDX-License-Identifier: LGPL-2.1-or-later
"""The generated Go module works on libraries of awkward shapes and hostile names, and drives the real ones, under sanitizers."""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import built
import pytest
from apis import REAL, fixture, hostile
from bindwright import project as projects
from bindwright.conform import Outcome, load_goldens, run_cases
from bindwright.model.api import Api
from bindwright.pipeline import conforming
from bindwright.pipeline.making import Maker

TESTS = built.ROOT / "tests"
PROGRAMS = TESTS / "render" / "go"


@pytest.fixture(scope="module", autouse=True)
def tools(require: Any) -> None:
    """Asks for a Go that is new enough."""
    require.target("go")


def go(folder: Path, *words: str, **env: str) -> str:
    """Runs the Go command, which has to succeed, and returns what it printed."""
    done = subprocess.run(
        ["go", *words],
        cwd=folder,
        env={**os.environ, "GOPROXY": "off", **env},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def drive(folder: Path, name: str, *words: str, **env: str) -> str:
    """Tests a module by the program of that name."""
    to = folder / name
    to.mkdir()
    for file in ("helpers_test.go", f"{name}_test.go"):
        shutil.copy(PROGRAMS / file, to)
    return go(folder, "test", "-vet=off", *words, f"./{name}", **env)


def make(api: Api, folder: Path, *sources: Path) -> Path:
    """Writes the module of an API, with the library's own source in it."""
    built.write(built.files(api, "go"), folder)
    for source in sources:
        shutil.copy(source, folder)
    return folder


def test_module_does_all_that_the_fixture_asks(tmp_path: Path) -> None:
    """Every kind and protocol works, closing while in use too, with no leak."""
    module = make(fixture(), tmp_path, *(TESTS / "fixture").glob("fixture.[ch]"))

    # What a call keeps shows as a leak.
    drive(module, "fixture", "-asan", "-count=3")


def test_module_survives_hostile_names_and_documentation(tmp_path: Path) -> None:
    """Names like keywords and like our own, and documentation that ends comments, become a module that works."""
    module = make(hostile(), tmp_path, *(TESTS / "hostile").glob("*.[ch]"))

    drive(module, "hostile", "-count=1")
    go(module, "vet", "./...")
    assert subprocess.run(["gofmt", "-l", "."], cwd=module, capture_output=True).stdout == b""


@pytest.fixture(scope="module", params=REAL)
def real(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, require: Any
) -> tuple[str, Path]:
    """Returns a project's name and a copy of its committed module."""
    project = projects.read(REAL[request.param])
    require.package(*project.library.pkg_config)
    folder: Path = tmp_path_factory.mktemp(request.param)
    return request.param, shutil.copytree(
        built.ROOT / project.generation.output / "go", folder / "module"
    )


def test_module_drives_the_real_library(real: tuple[str, Path]) -> None:
    """Listing, defining, starting, events, typed parameters, streams and errors work, and nothing grows."""
    name, module = real

    drive(module, name, "-count=1")


@pytest.mark.parametrize("real", ["libvirt"], indirect=True)
def test_module_moves_bytes_through_streams_of_a_daemon(
    real: tuple[str, Path], daemon: Any
) -> None:
    """What is uploaded to a volume comes back, and half of an upload does not count."""
    storage = daemon.uri.replace("qemu+unix", "storage+unix")

    drive(real[1], "daemon", "-count=1", DAEMON=storage)


@pytest.mark.parametrize("real", ["keel"], indirect=True)
def test_compiler_refuses_what_c_would_cut(real: tuple[str, Path]) -> None:
    """A number that its type cannot carry, and a text that is nil, do not compile."""
    program = real[1] / "wrong" / "wrong.go"
    program.parent.mkdir()
    shutil.copy(PROGRAMS / "wrong.go", program)
    done = subprocess.run(
        ["go", "build", "-o", os.devnull, "-gcflags=-e", "./wrong"],
        cwd=real[1],
        capture_output=True,
        text=True,
        check=False,
    )
    lines = program.read_text(encoding="utf-8").splitlines()
    wrong = {number for number, line in enumerate(lines, 1) if line.endswith("// refused")}

    assert {int(number) for number in re.findall(r"wrong\.go:(\d+):", done.stderr)} == wrong


@pytest.mark.parametrize(
    ("library", "sanitizer"), [("keel", "-asan"), ("keel", "-race"), ("libvirt", "-asan")]
)
def test_cases_are_clean(library: str, sanitizer: str, tmp_path: Path, require: Any) -> None:
    """No conformance case leaks, uses what is gone or races: it is performed as its golden transcript says, and silently."""
    project = projects.read(REAL[library])
    require.package(*project.library.pkg_config)
    maker = Maker(project)
    cases = conforming.scenarios(maker)
    made, program = conforming.files(maker, "go", cases)
    module = shutil.copytree(built.ROOT / project.generation.output / "go", tmp_path / "module")
    built.write(made, module / "conform")
    quick = {"CGO_CFLAGS": "-O0 -g0"}
    go(module, "build", sanitizer, "-o", "conform/conform", "./conform", **quick)
    assert project.conformance is not None
    goldens = load_goldens(project.conformance.golden)

    results = list(run_cases(dataclasses.replace(program, folder=module), cases, goldens))

    assert [result.detail for result in results if result.outcome is Outcome.FAILED] == []
