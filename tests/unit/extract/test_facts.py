# SPDX-License-Identifier: LGPL-2.1-or-later
"""Checks the extraction as a whole: C files, libraries, sentinels, and that nothing leaks in."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest
from bindwright.extract import Sources, extract
from bindwright.model.ctype import declare


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A small library with a version script, built and never run."""
    (tmp_path / "inc").mkdir()
    (tmp_path / "inc" / "lib.h").write_text(
        "int lib_old(int a);\nint lib_new(int wrong_name);\nint lib_hidden(void);\n"
        "enum { LIB_A, LIB_B,\n#ifdef LIB_SENTINELS\n LIB_LAST\n#endif\n};\n"
    )
    (tmp_path / "lib.c").write_text(
        '#include "inc/lib.h"\n'
        "/**\n * lib_old:\n * @a: a number\n *\n * Is old.\n */\n"
        "int lib_old(int a) { return a; }\n"
        "/** Is new. */\n"
        "int lib_new(int right_name) { return right_name; }\n"
        "int lib_hidden(void) { return 0; }\n"
    )
    (tmp_path / "lib.map").write_text(
        "LIB_1.0 { global: lib_old; local: *; };\nLIB_1.1 { global: lib_new; } LIB_1.0;\n"
    )
    argv = ["cc", "-shared", "-fPIC", "-Wl,--version-script=lib.map", "-o", "liblib.so", "lib.c"]
    subprocess.run(argv, cwd=tmp_path, check=True)
    return tmp_path


def sources(root: Path) -> Sources:
    return Sources(
        headers=("lib.h",),
        include=("inc",),
        root=root,
        documents=("lib.c",),
        library="liblib.so",
        sentinel="LIB_SENTINELS",
    )


def test_symbols_have_versions(library: Path) -> None:
    """A function has the version of its symbol, and none when it is not exported."""
    facts = extract(sources(library))

    versions = {fn.name: fn.symbol and fn.symbol.version for fn in facts.functions}
    assert versions == {"lib_old": "LIB_1.0", "lib_new": "LIB_1.1", "lib_hidden": None}


def test_comments_come_from_c_files(library: Path) -> None:
    """A function without a comment in the header has the one before its definition."""
    facts = extract(sources(library))

    comment = facts.functions[0].comment
    assert comment is not None
    assert comment.text == "lib_old:\n@a: a number\n\nIs old."
    assert str(comment.location) == "lib.c:3"


def test_names_come_from_c_files(library: Path) -> None:
    """A parameter is called as in its definition, and keeps the header's name beside it."""
    facts = extract(sources(library))

    parameter = facts.functions[1].parameters[0]
    assert (parameter.name, parameter.header_name) == ("right_name", "wrong_name")


def test_sentinels_are_marked(library: Path) -> None:
    """An enumerator that exists only with the sentinel macro is marked."""
    facts = extract(sources(library))

    marks = {item.name: item.sentinel for item in facts.enums[0].enumerators}
    assert marks == {"LIB_A": False, "LIB_B": False, "LIB_LAST": True}


def test_garbage_collection_goes_on(library: Path) -> None:
    """The collector that the extraction turns off is on again afterwards."""
    extract(sources(library))

    assert gc.isenabled()


def test_facts_are_the_same_everywhere(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the folder, nor the locale, nor the seed of hashes shows in facts."""
    program = (
        "import sys, pathlib; from bindwright.extract import *; "
        "print(repr(extract(Sources(headers=('lib.h',), include=('inc',), root=pathlib.Path(sys.argv[1]),"
        "sentinel='LIB_SENTINELS'))))"
    )
    moved = library.with_name("moved")
    library.rename(moved)
    outputs = set()
    for seed, cwd, root in (("0", "/", str(moved)), ("1", str(moved), ".")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LANG": "de_DE.UTF-8"}
        environment["PYTHONPATH"] = os.pathsep.join(sys.path)
        argv = [sys.executable, "-c", program, root]
        done = subprocess.run(argv, cwd=cwd, env=environment, capture_output=True, check=True)
        outputs.add(done.stdout)

    assert len(outputs) == 1
    assert str(moved).encode() not in outputs.pop()


def test_types_of_other_headers_are_borrowed(tmp_path: Path) -> None:
    """A typedef for a number that another header has is known when the library uses it, and no other is."""
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "conf.h").write_text(
        "typedef unsigned long inner_t;\ntypedef inner_t outer_t;\ntypedef outer_t *place_t;\n"
        "typedef int unused_t;\ntypedef struct other other_t;\n"
    )
    (tmp_path / "lib.h").write_text(
        '#include "conf/conf.h"\nint lib_get(place_t where, other_t *other);\n'
    )

    facts = extract(Sources(headers=("lib.h",), root=tmp_path, public=("lib.h",)))

    found = {fact.name: declare(fact.c) for fact in facts.borrowed}
    assert found == {"inner_t": "unsigned long", "outer_t": "inner_t", "place_t": "outer_t *"}


def test_header_without_declarations_of_its_own_is_noticed(tmp_path: Path) -> None:
    """A header that only includes others gives nothing: it is said which key makes them count."""
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "part.h").write_text("int part_get(void);\n")
    (tmp_path / "lib.h").write_text(
        '#ifndef LIB_H\n#define LIB_H\n#include "parts/part.h"\n#endif\n'
    )

    alone = extract(Sources(headers=("lib.h",), root=tmp_path))
    whole = extract(Sources(headers=("lib.h",), root=tmp_path, public=("parts",)))

    assert [str(found) for found in alone.diagnostics] == [
        "lib.h: warning: the headers declare nothing themselves [BW123]"
    ]
    assert "'parts/part.h'" in alone.diagnostics[0].hint
    assert (len(whole.functions), whole.diagnostics) == (1, ())
