# SPDX-License-Identifier: LGPL-2.1-or-later
"""Checks which comment belongs to which declaration, and what is left of its marks."""

from __future__ import annotations

import pytest
from bindwright.extract.comments import Source, read_definitions


def find(text: str, first: int, last: int = 0, outer: bool = True) -> str | None:
    block = Source(text).find(first, last or first, outer)
    return block.text if block else None


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("/** One line. */", "One line."),
        ("/**\n * Two\n *   lines.\n */", "Two\n  lines."),
        ("/*!\n Qt.\n*/", "Qt."),
        ("/** Tail\n    hangs. **/", "Tail\nhangs."),
        ("/// A\n///\n/// B", "A\n\nB"),
        ("/** a * b and *c */", "a * b and *c"),
        ("/**\n * - *item*\n * *bold*\n */", "- *item*\n*bold*"),
        ("/* Plain. */", "Plain."),
    ],
)
def test_marks_are_removed(comment: str, expected: str) -> None:
    """Only the words of a comment are kept, with their own indent."""
    text = f"{comment}\nint f(void);"

    assert find(text, text.count("\n") + 1) == expected


def test_code_between_separates() -> None:
    """A comment belongs to what follows at once, not to what comes later."""
    assert find("/** About f. */\nint f(void);\nint g(void);", 3) is None


def test_comment_in_a_string_is_none() -> None:
    """What looks like a comment in a string is text."""
    assert find('int f(void);\nchar *s = "/* no */";', 2) is None


def test_same_line_of_the_one_before_is_not_ours() -> None:
    """A comment behind another declaration stays with it, even when it ends just above."""
    text = "A = 1, /* about A,\n           still A */\nB = 2,"

    assert find(text, 3, outer=False) is None


def test_doc_before_beats_same_line() -> None:
    """A doc comment before a declaration is preferred to one beside it."""
    assert find("/** Before. */\nint f(void); /* beside */", 2) == "Before."


def test_file_comment_belongs_to_nobody() -> None:
    """The licence at the top is not about the first declaration."""
    assert find("/* SPDX-License-Identifier: X */\nint f(void);", 2) is None
    assert find("/**\n * SECTION:types\n */\n\nint f(void);", 5) is None


def test_column_is_of_the_whole_name() -> None:
    """A name is found as a word, not inside another one."""
    source = Source("int foobar, foo;")

    assert (source.column(1, "foo"), source.column(1, "nope"), source.column(9, "x")) == (13, 0, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("int f(void) { }", None),
        ("int a[1;\n", (1, 6, "[")),
        ("}\n", (1, 1, "}")),
        ("struct s {\n  int x;\n", (1, 10, "{")),
        ("char c = '{'; /* { */ char *s = \"{\";", None),
        ("#if A\nvoid f(void) {\n#else\nvoid g(void) {\n#endif\n}\n", None),
    ],
)
def test_unclosed_finds_the_bracket(text: str, expected: tuple[int, int, str] | None) -> None:
    """A bracket without its partner is found outside comments and strings."""
    assert Source(text).unclosed() == expected


def test_definitions_are_documented_in_c_files() -> None:
    """In a C file a doc comment is about the function it stands before."""
    text = """
/**
 * lib_open:
 * @name: which
 *
 * Opens.
 */
int
lib_open(const char *name)
{
    return other(name);
}

/** Not a function. */
static int table[3];

/**
 * lib_close:
 *
 * Closes.
 */
LIB_EXPORT(1) int lib_close(void) { return 0; }
"""

    found = read_definitions(text, "lib.c")

    texts = {name: found[name].comment.text.split("\n")[-1] for name in found}
    assert texts == {"lib_open": "Opens.", "lib_close": "Closes."}
    assert str(found["lib_open"].comment.location) == "lib.c:3"


def test_definitions_name_their_parameters() -> None:
    """The names in a definition are read past arrays, function pointers and attributes."""
    text = "/** Doc. */\nint f(int a, char *b[3], int (*cb)(int x, int y), ...) {}\n/** D. */\nint g(void) {}"

    found = read_definitions(text, "lib.c")

    assert found["f"].parameters == ("a", "b", "cb", "")


def test_header_can_tell_of_itself() -> None:
    """A doc comment that begins with ``SECTION:`` is found by its name; a plain one is not."""
    source = Source("/**\n * SECTION: lamp\n *\n * Shines.\n */\n/* SECTION:no */\nint f(void);")

    assert [(name, block.text) for name, block in source.sections()] == [
        ("lamp", "SECTION: lamp\n\nShines.")
    ]
