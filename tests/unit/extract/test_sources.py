# SPDX-License-Identifier: LGPL-2.1-or-later
"""Checks how files are called in facts and which of them count."""

from __future__ import annotations

from pathlib import Path

from bindwright.extract.sources import Files, Sources


def files(root: Path, **more: object) -> Files:
    return Files(Sources(root=root, **more))  # type: ignore[arg-type]


def test_names_do_not_depend_on_the_machine(tmp_path: Path) -> None:
    """A file is called by its path below the root or below its include folder."""
    found = files(tmp_path, headers=("a.h",), include=("/opt/lib/inc",))

    assert found.name(str(tmp_path / "sub" / "a.h")) == "sub/a.h"
    assert found.name("/opt/lib/inc/x/y.h") == "x/y.h"
    assert found.name("/usr/include/libvirt/libvirt.h") == "libvirt/libvirt.h"
    assert found.name("/usr/include/x86_64-linux-gnu/curl/curl.h") == "curl/curl.h"
    assert found.name("/usr/lib/gcc/x86_64-linux-gnu/12/include/stddef.h") == "stddef.h"


def test_folder_of_a_named_header_counts(tmp_path: Path) -> None:
    """Without a choice, what lies beside a header counts, but not all of /usr/include."""
    found = files(tmp_path, headers=("libvirt/libvirt.h", "zlib.h"))

    assert found.is_public("/usr/include/libvirt/libvirt-domain.h")
    assert found.is_public("/usr/include/zlib.h")
    assert not found.is_public("/usr/include/stdio.h")
    assert not found.is_public("<built-in>")


def test_folder_of_a_file_counts(tmp_path: Path) -> None:
    """The same is true of a header that is given as a path."""
    (tmp_path / "inc").mkdir()
    (tmp_path / "inc" / "a.h").touch()

    found = files(tmp_path, headers=("inc/a.h",))

    assert found.is_public(str(tmp_path / "inc" / "b.h"))
    assert not found.is_public(str(tmp_path / "other" / "b.h"))


def test_public_chooses(tmp_path: Path) -> None:
    """Named files and folders count, and nothing else but the headers."""
    found = files(tmp_path, headers=("git2.h",), public=("git2/", "extra.h"))

    assert found.is_public("/usr/include/git2/blob.h")
    assert found.is_public("/usr/include/git2.h")
    assert found.is_public(str(tmp_path / "extra.h"))
    assert not found.is_public("/usr/include/git3/blob.h")


def test_header_is_found_in_an_include_folder(tmp_path: Path) -> None:
    """A header named as in an include directive is looked for in the include folders."""
    (tmp_path / "include" / "lib").mkdir(parents=True)
    header = tmp_path / "include" / "lib" / "lib.h"
    header.touch()

    found = files(tmp_path, headers=("lib/lib.h",), include=("include",))

    assert found.headers == (("lib/lib.h", header),)
    assert found.is_public(str(header.with_name("part.h")))


def test_folder_named_as_the_header_counts(tmp_path: Path) -> None:
    """What lies in the folder that is called as an umbrella header is its library's: ``git2/blob.h`` of ``git2.h``."""
    (tmp_path / "inc").mkdir()
    (tmp_path / "inc" / "own.h").touch()

    found = files(tmp_path, headers=("git2.h", "inc/own.h"))

    assert found.is_public("/usr/include/git2/blob.h")
    assert not found.is_public("/usr/include/git2-glib/blob.h")
    assert found.is_public(str(tmp_path / "inc" / "own" / "part.h"))


def test_what_a_header_is_a_link_to_counts(tmp_path: Path) -> None:
    """A compiler names the file behind a link: it is the header that was asked for."""
    (tmp_path / "inc").mkdir()
    (tmp_path / "inc" / "real.h").touch()
    (tmp_path / "inc" / "link.h").symlink_to("real.h")

    found = files(tmp_path, headers=("link.h",), cflags=(f"-I{tmp_path / 'inc'}",))

    assert found.is_public(str(tmp_path / "inc" / "real.h"))
    assert not found.is_public(str(tmp_path / "inc" / "other.h"))


def test_compiler_flags_name_include_folders(tmp_path: Path) -> None:
    """A header in a folder that the compiler's arguments name is called as ``#include`` names it there."""
    flags = ("-I/usr/include/libxml2", "-isystem", "/opt/glib-2.0", "-pthread")

    found = files(tmp_path, headers=("libxml/tree.h",), cflags=flags)

    assert found.name("/usr/include/libxml2/libxml/tree.h") == "libxml/tree.h"
    assert found.name("/opt/glib-2.0/glib.h") == "glib.h"
    assert found.is_public("/usr/include/libxml2/libxml/tree.h")
