# SPDX-License-Identifier: LGPL-2.1-or-later
"""Checks that each broken header gives a located message with its code, and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from bindwright.diagnostics import BindwrightError, Diagnostic, Location
from bindwright.extract import Sources, extract

HEADERS = Path(__file__).parent / "headers"


def refuse(*headers: str, root: Path = HEADERS, **more: object) -> Diagnostic:
    """Returns the first diagnostic of an extraction that must fail."""
    with pytest.raises(BindwrightError) as caught:
        extract(Sources(headers=headers, root=root, **more))  # type: ignore[arg-type]
    assert all(diagnostic.hint for diagnostic in caught.value.diagnostics)
    return caught.value.diagnostics[0]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            "unterminated_comment.h",
            "unterminated_comment.h:1:1: error: unterminated comment [BW105]",
        ),
        (
            "missing_include.h",
            "missing_include.h:2:10: error: no_such_header.h: No such file or directory [BW106]",
        ),
        (
            "error_directive.h",
            'error_directive.h:3:2: error: #error "define BAD_READY first" [BW107]',
        ),
        (
            "unknown_type.h",
            "unknown_type.h:2:17: error: unknown type name 'unknown_t' [BW104]",
        ),
        ("no_such_header.h", "no_such_header.h: error: the header does not exist [BW101]"),
        ("../headers", "../headers: error: this is a folder, not a header [BW102]"),
        ("binary.h", "binary.h: error: this is a binary file, not a C header [BW103]"),
    ],
)
def test_broken_header_is_located(header: str, expected: str) -> None:
    """A header that is not C stops the extraction with the compiler's message at its place."""
    found = str(refuse(header))

    assert found == expected


@pytest.mark.parametrize(
    ("header", "line"),
    [("unclosed_brace.h", 2), ("extra_brace.h", 5), ("unclosed_paren.h", 2), ("unclosed_if.h", 2)],
)
def test_unbalanced_header_is_located(header: str, line: int) -> None:
    """A bracket without a partner is reported in the header, as such."""
    found = refuse(header)

    assert found.code == "BW108"
    assert found.location is not None
    assert (found.location.file, found.location.line) == (header, line)


def test_named_header_is_missing() -> None:
    """A header named as in an include directive is reported when no folder holds it."""
    found = str(refuse("nowhere/nothing.h"))

    assert found == "nowhere/nothing.h: error: the header does not exist [BW101]"


def test_folder_is_not_a_header(tmp_path: Path) -> None:
    """A folder in place of a header is reported."""
    (tmp_path / "folder.h").mkdir()

    found = refuse("folder.h", root=tmp_path)

    assert found.code == "BW102"
    assert found.location == Location(file="folder.h")


def test_unreadable_header(tmp_path: Path) -> None:
    """A header without permission to read it is reported."""
    header = tmp_path / "locked.h"
    header.write_text("int locked(void);\n")
    header.chmod(0)
    if os.access(header, os.R_OK):
        # A superuser reads everything: a link to itself is as unreadable.
        header.unlink()
        header.symlink_to(header.name)

    found = refuse("locked.h", root=tmp_path)

    assert found.code in ("BW101", "BW102")
    assert found.location == Location(file="locked.h")


def test_no_headers() -> None:
    """An extraction from nothing is an error."""
    found = refuse()

    assert found.code == "BW101"


def test_compiler_is_missing() -> None:
    """A compiler that is not installed is reported by its name."""
    found = refuse("unknown_type.h", compiler="no-such-compiler")

    assert found.code == "BW190"
    assert "no-such-compiler" in found.message


def test_bad_declaration_does_not_stop_the_rest() -> None:
    """Each declaration without a description is located, and all others are kept."""
    facts = extract(Sources(headers=("one_bad_of_many.h",), root=HEADERS))

    assert [fn.name for fn in facts.functions] == ["good_before", "good_after"]
    assert [record.name for record in facts.records] == ["struct good_record"]
    assert [(d.code, str(d.location)) for d in facts.diagnostics] == [
        ("BW121", "one_bad_of_many.h:4:5"),
        ("BW121", "one_bad_of_many.h:6:13"),
    ]


def test_library_is_not_elf() -> None:
    """A library that is no ELF file is reported."""
    found = refuse("one_bad_of_many.h", library="unknown_type.h")

    assert found.code == "BW130"


def test_source_of_comments_is_missing() -> None:
    """A C file to read doc comments from that is not there is reported."""
    found = refuse("one_bad_of_many.h", documents=("no_such_source.c",))

    assert str(found).startswith("no_such_source.c: error: the source cannot be read")
