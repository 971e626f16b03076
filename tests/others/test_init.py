# SPDX-License-Identifier: LGPL-2.1-or-later
"""``init`` starts a project for any library: it finds out what it can, and says what it cannot."""

from __future__ import annotations

import json
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from bindwright import cli
from bindwright import project as projects

Capture = pytest.CaptureFixture[str]

HEADER = """
#include "acme/base.h"
typedef struct acme_anvil acme_anvil;
/**
 * Makes an anvil.
 * @return the anvil, or NULL when there is no iron
 */
acme_anvil *acme_anvil_new(const char *name);
acme_anvil *acme_anvil_ref(acme_anvil *self);
void acme_anvil_unref(acme_anvil *self);
void acme_anvil_close(acme_anvil *self);
acme_weight acme_anvil_weigh(const acme_anvil *self);
char *acme_anvil_name(acme_anvil *self);
#define ACME_LIGHT 1
#define ACME_HEAVY 2
"""
SOURCE = """
#include "acme.h"
acme_anvil *acme_anvil_new(const char *name) { (void)name; return 0; }
acme_anvil *acme_anvil_ref(acme_anvil *self) { return self; }
void acme_anvil_unref(acme_anvil *self) { (void)self; }
acme_weight acme_anvil_weigh(const acme_anvil *self) { (void)self; return 1; }
"""
PACKAGE = """
prefix={prefix}
libdir=${{prefix}}
Name: acme
Description: Anvils "and more"
URL: https://acme.example/
Version: 3.1
Cflags: -I${{prefix}}/include
Libs: -L${{prefix}} -lacme
"""


@pytest.fixture
def acme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of somebody's own, not installed; the folder becomes the working folder."""
    (tmp_path / "include" / "acme").mkdir(parents=True)
    (tmp_path / "include" / "acme.h").write_text(HEADER)
    (tmp_path / "include" / "acme" / "base.h").write_text("typedef unsigned acme_weight;\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(capsys: Capture, *words: str) -> tuple[int, str, str]:
    """Runs ``init`` and returns its status, its output and its findings."""
    status = cli.run(["init", *words])
    out, err = capsys.readouterr()
    return status, out, err


def test_init_starts_a_project_for_an_installed_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, require: Any
) -> None:
    """Package, library, version, names and conventions are found; what was written can be extracted and checked."""
    require.package("sqlite3")
    monkeypatch.chdir(tmp_path)

    status, out, err = said(capsys, "sqlite3.h")

    assert (status, err) == (0, "")
    assert "sqlite3: 286 functions, 274 of them in libsqlite3.so.0, package sqlite3\n" in out
    assert "bindwright extract  " in out
    found = projects.read(Path("api-spec/sqlite3"))
    assert found.library.sonames == ("libsqlite3.so.0",)
    assert (found.extraction.headers, found.extraction.pkg_config) == (("sqlite3.h",), ("sqlite3",))
    overlay = tomllib.loads(Path("api-spec/sqlite3/overlay.toml").read_text())
    assert overlay["names"]["prefixes"] == ["sqlite3_", "SQLITE_"]
    assert overlay["conventions"]["handle-methods"] is True
    assert cli.run(["extract"]) == 0
    assert cli.run(["check"]) == 0


def test_init_finds_the_package_of_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, require: Any
) -> None:
    """Headers in a folder, and a package with a version in its name, are one library; others have to write elsewhere."""
    require.package("libxml-2.0")
    require.package("zlib")
    monkeypatch.chdir(tmp_path)
    said(capsys, "zlib.h")

    _, out, _ = said(capsys, "libxml/tree.h", "libxml/xpath.h", "--json")

    found = json.loads(out)
    assert (found["project"], found["package"], found["library"]) == (
        "libxml",
        "libxml-2.0",
        "libxml2.so",
    )
    assert cli.run(["extract", "-q"]) == 0
    text = Path("api-spec/libxml/project.toml").read_text()
    assert 'output = "out/libxml"' in text
    assert 'glued = ["gz"]' in Path("api-spec/zlib/overlay.toml").read_text()


def test_init_starts_a_project_for_files(acme: Path, capsys: Capture) -> None:
    """Without a package or a library it says so, and the headers are named from where the project is."""
    status, out, err = said(
        capsys, "include/acme.h", "--include", "include", "--folder", "bindings/anvils"
    )

    assert status == 0
    assert "acme: 6 functions, no library, no package" in out
    assert "bindwright extract --project bindings/anvils" in out
    assert err.startswith("bindings/anvils/project.toml: warning: no shared library was found")
    assert "[BW019]" in err
    found = projects.read(Path("bindings/anvils"))
    assert found.extraction.headers == (str(acme / "include" / "acme.h"),)
    assert found.extraction.include == (acme / "include",)
    assert cli.run(["extract", "--project", "bindings/anvils"]) == 0


def test_init_switches_on_what_fits_and_asks_what_may(acme: Path, capsys: Capture) -> None:
    """Each convention says what it means and of what; one that a header cannot confirm is a question."""
    said(capsys, "include/acme.h", "--include", "include")

    text = Path("api-spec/acme/overlay.toml").read_text()
    overlay = tomllib.loads(text)
    assert overlay["conventions"]["counted-handles"] == {"ref": "ref", "unref": "unref"}
    assert overlay["conventions"]["null-failure"] is True
    assert "owned-strings" not in overlay["conventions"]
    assert "# owned-strings = true                  # 1: acme_anvil_name\n" in text
    assert "# A function whose first argument is a handle is a method of it.\n" in text
    assert text.isascii()


def test_init_finds_a_library_by_its_package(
    acme: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, require: Any
) -> None:
    """What pkg-config knows goes into the project, quotes and all; functions that are not exported are counted."""
    (acme / "acme.c").write_text(SOURCE)
    build = ["-Iinclude", "-shared", "-fPIC", "-Wl,-soname,libacme.so.3", "-o", "libacme.so"]
    subprocess.run([require.program("gcc"), *build, "acme.c"], check=True)
    (acme / "acme.pc").write_text(PACKAGE.format(prefix=acme))
    monkeypatch.setenv("PKG_CONFIG_PATH", str(acme))

    _, out, err = said(capsys, "acme.h")

    assert (out.splitlines()[0], err) == (
        "acme: 6 functions, 4 of them in libacme.so.3, package acme",
        "",
    )
    found = projects.read(Path("api-spec/acme"))
    assert found.library.summary == 'Anvils "and more"'
    assert (found.library.version, found.library.homepage) == ("3.1", "https://acme.example/")
    assert cli.run(["extract"]) == 0


def test_init_overwrites_nothing(acme: Path, capsys: Capture) -> None:
    """A file that is there stays as it is, whichever of the two it is, and the other is not written."""
    Path("api-spec/acme").mkdir(parents=True)
    Path("api-spec/acme/overlay.toml").write_text("mine")

    status, out, err = said(capsys, "include/acme.h", "--include", "include")

    assert (status, out) == (1, "")
    assert err.splitlines() == [
        "api-spec/acme/overlay.toml: error: this file is there already, and is not overwritten [BW017]",
        "hint: go on with it, or start elsewhere with --folder DIR",
    ]
    assert [path.name for path in Path("api-spec/acme").iterdir()] == ["overlay.toml"]
    assert Path("api-spec/acme/overlay.toml").read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "expected", "hint"),
    [
        (["zlip.h"], "zlip.h: error: the header does not exist [BW101]", "did you mean 'zlib.h'?"),
        (["no/such/header.h"], "no/such/header.h: error: the header", "install the package"),
        (["./include/none.h"], "include/none.h: error: the header", "give its path"),
        (["include/far.h"], "include/far.h:1:10: error: far/base.h", "say where it is: --include"),
        (["include/bad.h"], "include/bad.h:1:1: error: unknown type name", "mend the header"),
        (["include/ask.h"], "include/ask.h:2:2: error: #error", "say what the header asks for"),
        (["zlib.h", "--name", "a b"], "error: 'a b' cannot be the name", "give one of letters"),
    ],
)
def test_init_says_what_is_wrong(
    acme: Path, capsys: Capture, require: Any, words: list[str], expected: str, hint: str
) -> None:
    """A header that is not found or is not C is named, with what to do; nothing is written."""
    require.package("zlib")
    (acme / "include" / "far.h").write_text('#include "far/base.h"\n')
    (acme / "include" / "bad.h").write_text("what_t f(void);\n")
    (acme / "include" / "ask.h").write_text(
        "#ifndef WIDTH\n#error define WIDTH\n#endif\nint f(void);\n"
    )

    status, _, err = said(capsys, *words)

    assert status == 1
    assert err.startswith(expected)
    assert hint in err
    assert not Path("api-spec").exists()


def test_init_passes_macros_on(acme: Path, capsys: Capture) -> None:
    """What a header asks for is defined, now and by the project."""
    (acme / "include" / "ask.h").write_text(
        "#ifndef WIDTH\n#error define WIDTH\n#endif\nint f(void);\n"
    )

    status, _, _ = said(capsys, "include/ask.h", "--define", "WIDTH=8")

    assert status == 0
    assert projects.read(Path("api-spec/ask")).extraction.defines == ("WIDTH=8",)
