# SPDX-License-Identifier: LGPL-2.1-or-later
"""A program that is built with BW_LOAD links no library: it loads it at run time, and says what is missing."""

from __future__ import annotations

import dataclasses
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import built
import pytest
from bindwright.conform import Outcome, Program, load_goldens, run_cases
from bindwright.model.api import Api
from libraries import PROJECTS, conformance, maker, scenarios
from libraries import build as build_program
from loading import linked, run

HERE = Path(__file__).parent
SHELF = ("-DSHELF_2", f"-I{HERE}")
SONAME = "libshelf.so.0"


def compile_loading(made: Path, *words: str | Path) -> Path:
    """Compiles a program whose functions are found at run time."""
    command = (*built.STRICT, "-DBW_LOAD", "-pthread", *words, "-ldl", "-o", made)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return made


def lower(api: Api, folder: Path, sonames: Sequence[str], minimum: str = "") -> Path:
    """Writes the headers for a library of those names."""
    library = dataclasses.replace(api.library, sonames=tuple(sonames), minimum=minimum)
    built.write(built.files(dataclasses.replace(api, library=library), "c"), folder)
    return folder


@pytest.fixture(scope="module")
def program(api: Api, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Builds the C program for version 2 without a minimum, and with nothing to link."""
    folder = lower(api, tmp_path_factory.mktemp("loading"), [SONAME])
    words = ("-Wpedantic", *built.SANITIZED, *SHELF, f"-I{folder}", HERE / "program.c")
    return compile_loading(folder / "program", *words)


def test_program_does_not_link_what_it_loads(program: Path) -> None:
    """It starts wherever the C library is."""
    assert not [name for name in linked(program) if "shelf" in name]


def test_program_finds_all_in_the_library_it_loads(
    program: Path, libraries: dict[int, Path]
) -> None:
    """It says the same as one that is linked."""
    lines = run(program, libraries[2])

    assert lines[:6] == [
        "has shelf_board_new: 1",
        "has shelf_board_unref: 1",
        "has shelf_board_list: 1",
        "has shelf_board_label: 1",
        "has shelf_book_unref: 1",
        "has nix: 0",
    ]
    assert lines[-1] == "sum 42, numbers 3, pages 39"


def test_older_library_is_refused_function_by_function(
    program: Path, libraries: dict[int, Path]
) -> None:
    """The function itself, the one that counts or the one that gives back is missing; all else works."""
    lacks = "not supported by the loaded library: it lacks"

    assert run(program, libraries[1]) == [
        "has shelf_board_new: 1",
        "has shelf_board_unref: 1",
        "has shelf_board_list: 1",
        "has shelf_board_label: 0",
        "has shelf_book_unref: 0",
        "has nix: 0",
        "new: good",
        "sum: good",
        f"list: shelf_board_list: {lacks} shelf_board_count",
        "list: refused, code 0",
        f"label: shelf_board_label: {lacks} shelf_board_label",
        "label: refused, code 0",
        f"fail: shelf_fail: {lacks} shelf_fail",
        "fail: refused, code 0",
        f"book: shelf_board_get_book: {lacks} shelf_board_get_book",
        "book: refused, code 0",
        "sum 42, numbers 0, pages 0",
    ]


def test_second_file_that_is_missing_is_told_of(
    api: Api, libraries: dict[int, Path], tmp_path: Path
) -> None:
    """What is not in the first file might be in one that cannot be loaded."""
    folder = lower(api, tmp_path, [SONAME, "nix.so"])
    program = compile_loading(tmp_path / "program", *SHELF, f"-I{folder}", HERE / "program.c")

    assert (
        "label: shelf_board_label: not supported by the loaded library: it lacks shelf_board_label"
        " (nix.so: cannot open shared object file: No such file or directory)"
    ) in run(program, libraries[1])


def test_without_the_library_every_call_is_refused(program: Path) -> None:
    """The message says what the loader said."""
    lines = run(program, None)
    why = f"{SONAME}: cannot open shared object file: No such file or directory"

    assert lines[:6] == [f"{line.rpartition(':')[0]}: 0" for line in lines[:6]]
    assert lines[6:8] == [
        f"new: shelf_board_new: the library cannot be loaded: {why}",
        "new: refused, code 0",
    ]


def test_newer_functions_are_refused_like_those_of_a_linked_library(
    api: Api, libraries: dict[int, Path], tmp_path: Path
) -> None:
    """With a minimum the message names the version; without a library it names that."""
    folder = lower(api, tmp_path, [SONAME], "1.0")
    words = (*built.SANITIZED, *SHELF, f"-I{folder}", HERE / "program.c")
    program = compile_loading(tmp_path / "program", *words)
    told = run(program, libraries[1])
    absent = run(program, None)

    needs = "not supported by this library version (needs 2.0)"
    assert f"label: shelf_board_label: {needs}" in told
    assert "has shelf_board_list: 0" in told
    assert run(program, libraries[2])[-1] == "sum 42, numbers 3, pages 39"
    assert any(
        line.startswith("fail: shelf_fail: the library cannot be loaded: ") for line in absent
    )


@pytest.mark.parametrize("sonames", [(SONAME,), ("libshelf-more.so.9", SONAME), (SONAME, "nix.so")])
def test_every_soname_is_searched_and_threads_may_be_first(
    api: Api, libraries: dict[int, Path], tmp_path: Path, sonames: tuple[str, ...]
) -> None:
    """Functions and variables are found wherever they are, by eight threads at once."""
    folder = lower(api, tmp_path, sonames)
    words = ("-fsanitize=thread", *SHELF, f"-I{folder}", HERE / "loaded.c")
    program = compile_loading(tmp_path / "program", *words)

    assert run(program, libraries[2]) == ["sums 336, width 80, unref 1"]
    assert run(program, None) == ["sums 0, width 0, unref 0"]


def test_library_that_cannot_tell_its_errors_is_refused(
    api: Api, libraries: dict[int, Path], tmp_path: Path
) -> None:
    """A failure would call what is not there."""
    header = lower(api, tmp_path, [SONAME]) / "shelf-load.h"
    text = header.read_text(encoding="utf-8")
    start = "static const char *const basics[] = {\n"
    assert start in text
    header.write_text(text.replace(start, f'{start}\t\t"shelf_why",\n'), encoding="utf-8")
    program = compile_loading(tmp_path / "program", *SHELF, f"-I{tmp_path}", HERE / "program.c")
    lines = run(program, libraries[2])

    assert lines[6].endswith("not supported by the loaded library: it lacks shelf_why")
    assert "has shelf_board_new: 0" in lines


@pytest.fixture(scope="module")
def performer(library: str, tmp_path_factory: pytest.TempPathFactory, require: Any) -> Program:
    """Builds the conformance program of the target as its page says, without the library."""
    require.package(*PROJECTS[library].library.pkg_config)
    linking = build_program(library, "c")
    folder = tmp_path_factory.mktemp(library) / "package"
    words = ("cp", "-r", linking.folder, folder)
    subprocess.run(words, check=True)
    make = ("make", "-s", "-B", "-C", folder / "conform", "CPPFLAGS=-DBW_LOAD", "LIBRARIES=-ldl")
    done = subprocess.run(make, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return dataclasses.replace(linking, folder=folder)


@pytest.mark.parametrize("library", PROJECTS, scope="module")
def test_every_case_is_performed_by_a_program_that_loads_the_library(
    performer: Program, library: str
) -> None:
    """Its transcripts are those of one that is linked."""
    names = PROJECTS[library].library.sonames
    goldens = load_goldens(conformance(library).golden)
    cases = [case for name, case in scenarios(library).items() if name in goldens]
    results = list(run_cases(performer, cases, goldens))
    failed = [f"{item.case}: {item.detail}" for item in results if item.outcome is Outcome.FAILED]

    assert set(names) & set(linked(performer.folder / "conform" / "conform")) == set()
    assert failed == []
    assert len(results) == len(goldens) > 0


def test_libvirt_works_on_its_test_driver_when_it_is_loaded(tmp_path: Path, require: Any) -> None:
    """Errors, lists, records, dictionaries and sized arrays of the real library, under sanitizers."""
    require.package("libvirt")
    api = maker("libvirt").api
    folder = lower(api, tmp_path, api.library.sonames)
    lowering = HERE.parent / "lowering"
    source = lowering / "test_libvirt.c"
    words = ("-Wno-deprecated-declarations", *built.SANITIZED, f"-I{folder}", f"-I{lowering}")
    program = compile_loading(tmp_path / "program", *words, source)
    done = subprocess.run([program], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert not set(api.library.sonames) & set(linked(program))


def test_libvirt_that_is_not_there_is_told(tmp_path: Path, require: Any) -> None:
    """A program for libvirt starts where there is none."""
    require.package("libvirt")
    api = maker("libvirt").api
    folder = lower(api, tmp_path, ["libvirt-of-nobody.so.0"])
    source = tmp_path / "absent.c"
    source.write_text(
        '#include "libvirt-plain.h"\n'
        "int main(void)\n"
        "{\n"
        "\tvirConnectPtr conn = NULL;\n"
        "\tbw_error error;\n"
        '\tint status = bw_virConnectOpen("test:///default", &conn, &error);\n'
        '\tprintf("%d %d %d\\n%s\\n", status, error.cause == BW_CAUSE_UNSUPPORTED,\n'
        '\t       bw_libvirt_has("virConnectOpen"), error.message);\n'
        "\tbw_error_clear(&error);\n"
        "\treturn 0;\n"
        "}\n"
    )
    program = compile_loading(tmp_path / "program", *built.SANITIZED, f"-I{folder}", source)

    assert run(program, None) == [
        "-1 1 0",
        "virConnectOpen: the library cannot be loaded: libvirt-of-nobody.so.0:"
        " cannot open shared object file: No such file or directory",
    ]
