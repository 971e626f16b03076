# SPDX-License-Identifier: LGPL-2.1-or-later
"""The generated lowering compiles without a warning and does what its contract says, under sanitizers."""

from __future__ import annotations

import shutil
from pathlib import Path

import fixture_api
import pytest
from bindwright.model.api import ErrorSource
from lowered import FIXTURE, HERE, SANITIZED, STRICT, lower, run

pytestmark = pytest.mark.skipif(shutil.which("gcc") is None, reason="gcc is missing")

FORMS = {"separate": fixture_api.SEPARATE, "struct": fixture_api.STRUCT}


def build(folder: Path, program: str, errors: ErrorSource | None) -> Path:
    """Lowers the fixture and builds one test program on it."""
    lower(fixture_api.fixture_api(errors), folder)
    made = folder / "program"
    include = ("-I", folder, "-I", FIXTURE, "-I", HERE)
    built = run(*STRICT, *SANITIZED, *include, HERE / program, FIXTURE / "fixture.c", "-o", made)
    assert built.returncode == 0, built.stderr
    return made


@pytest.mark.parametrize("form", FORMS)
def test_lowering_keeps_its_contract(tmp_path: Path, form: str) -> None:
    """Outputs, errors, ownership and hostile lengths, with no leak and nothing touched on failure."""
    ran = run(build(tmp_path, "test_fixture.c", FORMS[form]))

    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
    assert ran.stdout.endswith("live handles: 0\n")


def test_lowering_survives_running_out_of_memory(tmp_path: Path) -> None:
    """Each place that asks for memory fails cleanly when there is none."""
    ran = run(build(tmp_path, "test_memory.c", fixture_api.SEPARATE))

    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout


@pytest.mark.parametrize("errors", [fixture_api.SEPARATE, fixture_api.STRUCT, None])
@pytest.mark.parametrize("mode", ["-O0", "-O2", "-DBW_LOAD"])
def test_lowering_compiles_without_warnings(
    tmp_path: Path, errors: ErrorSource | None, mode: str
) -> None:
    """Unused functions cost nothing, not even a warning, whatever the library tells of its errors."""
    header = lower(fixture_api.fixture_api(errors), tmp_path)
    source = tmp_path / "unused.c"
    source.write_text(f'#include "{header.name}"\n')
    built = run(*STRICT, mode, "-I", FIXTURE, "-c", source, "-o", tmp_path / "unused.o")

    assert (built.returncode, built.stderr) == (0, "")


def test_lowering_has_each_plain_call_once(tmp_path: Path) -> None:
    """The header is the same on every run, and holds what the fixture declares."""
    api = fixture_api.fixture_api()
    first = lower(api, tmp_path / "first").read_text()
    second = lower(api, tmp_path / "second").read_text()

    assert first == second
    assert first.count("static inline int bw_fx_box_watch_opened(") == 1
    assert "bw_fx_box_unref(" not in first
    assert "\n\n\n" not in first
    assert not any(line != line.rstrip() for line in first.splitlines())
