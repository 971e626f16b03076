# SPDX-License-Identifier: LGPL-2.1-or-later
"""The lowering of each described library compiles whole, and works on the real one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from bindwright import spec
from bindwright.plain import plain_api
from lowered import HERE, ROOT, SANITIZED, STRICT, lower, run

pytestmark = pytest.mark.skipif(shutil.which("gcc") is None, reason="gcc is missing")

INCLUDE = {"keel": ("-I", str(ROOT / "core" / "include"))}
WITHOUT = ("-Wno-deprecated-declarations", "-Wno-pedantic")


def described(name: str) -> Path:
    """Returns the description of a library whose headers are here, or skips the test."""
    path = ROOT / "api-spec" / name / f"{name}.xml"
    if not path.is_file():
        pytest.skip(f"{name} is not described yet")
    if name not in INCLUDE and run("pkg-config", "--exists", name).returncode:
        pytest.skip(f"the headers of {name} are missing")
    return path


@pytest.mark.parametrize("mode", ["-g", "-DBW_LOAD"])
@pytest.mark.parametrize("name", ["keel", "libvirt"])
def test_lowering_of_a_library_compiles_whole(tmp_path: Path, name: str, mode: str) -> None:
    """Every function is compiled, used or not, and none gives a warning."""
    header = lower(spec.load(described(name)), tmp_path)
    source = tmp_path / "whole.c"
    source.write_text(f'#include "{header.name}"\n')
    include = INCLUDE.get(name, ())
    whole = (mode, "-O1", "-fkeep-inline-functions", *WITHOUT, *include)
    built = run(*STRICT, *whole, "-c", source, "-o", tmp_path / "whole.o")

    assert (built.returncode, built.stderr) == (0, "")


@pytest.mark.parametrize("name", ["keel", "libvirt"])
def test_plain_has_a_shape_for_every_complete_function(name: str) -> None:
    """What a description says completely can be called."""
    assert [str(item) for item in plain_api(spec.load(described(name))).unsupported] == []


def test_lowering_of_libvirt_works_on_its_test_driver(tmp_path: Path) -> None:
    """Errors, lists, records, dictionaries and sized arrays of the real library, under sanitizers."""
    lower(spec.load(described("libvirt")), tmp_path)
    include = ("-I", tmp_path, "-I", HERE)
    program = tmp_path / "program"
    built = run(
        *STRICT, *WITHOUT, *SANITIZED, *include, HERE / "test_libvirt.c", "-lvirt", "-o", program
    )
    assert built.returncode == 0, built.stderr
    ran = run(program)

    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
