# SPDX-License-Identifier: LGPL-2.1-or-later
"""Checks how preprocessed text is cut into tokens, attributes, declarations and macros."""

from __future__ import annotations

from bindwright.extract.tokens import Tokens, tokenize


def spans(tokens: Tokens) -> list[str]:
    return [
        " ".join(token.value for token in tokens.tokens[span.start : span.end])
        for span in tokens.spans
    ]


def test_line_markers_place_tokens() -> None:
    """A line marker says where the lines after it come from."""
    found = tokenize('# 7 "a.h" 1 3\nint x;\n\n#line 20 "b.h"\nint y;\n')

    places = [(t.value, t.filename, t.lineno) for t in found.tokens if t.value in "xy"]
    assert places == [("x", "a.h", 7), ("y", "b.h", 20)]


def test_columns_are_indexes() -> None:
    """A token's column is its index, by which the tree finds back to the text."""
    found = tokenize("__extension__ int x __attribute__((unused)), y;")

    assert [token.column for token in found.tokens] == list(range(5))


def test_attributes_move_aside() -> None:
    """Attributes in every syntax leave the tokens and keep their arguments."""
    text = 'int f(void) __attribute__((__nonnull__(1, 2), deprecated("a" "b"))); [[gnu::pure]] int g(void); __declspec(dllimport) int h(void);'

    found = tokenize(text)

    notes = [[(a.name, a.arguments) for a in note.attributes] for note in found.notes]
    assert notes == [
        [("nonnull", ("1", "2")), ("deprecated", ("ab",))],
        [("pure", ())],
        [("dllimport", ())],
    ]
    assert spans(found) == ["int f ( void ) ;", "int g ( void ) ;", "int h ( void ) ;"]


def test_bodies_are_dropped() -> None:
    """A function body becomes a semicolon, whatever is in it."""
    found = tokenize("static inline int f(void) { asm goto(\"}\"); return '}'; } int g(void);")

    assert spans(found) == ["static inline int f ( void ) ;", "int g ( void ) ;"]
    assert [span.defined for span in found.spans] == [True, False]


def test_initialisers_are_not_bodies() -> None:
    """The braces of an initialiser or a record stay."""
    found = tokenize("int a[] = { 1, 2 }; struct s { int x; } v;")

    assert spans(found) == ["int a [ ] = { 1 , 2 } ;", "struct s { int x ; } v ;"]


def test_macros_are_collected() -> None:
    """A macro has its parameters, its body and its place; one that is undefined is gone."""
    found = tokenize('# 1 "a.h"\n#define A 1\n#define F(x, ...) x\n#define E\n#undef A\n')

    assert [(d.name, d.parameters, d.body, d.line) for d in found.defines] == [
        ("F", ("x", "..."), "x", 2),
        ("E", None, "", 3),
    ]


def test_literals_are_told_apart() -> None:
    """Numbers, characters and strings have the kinds that the parser knows."""
    found = tokenize("1 0x1e3 1.5 1e3 0x1p3 .5 'a' L'b' \"c\" u8\"d\" $id")

    assert [token.type for token in found.tokens] == [
        "INT_CONST_DEC",
        "INT_CONST_DEC",
        "FLOAT_CONST",
        "FLOAT_CONST",
        "FLOAT_CONST",
        "FLOAT_CONST",
        "CHAR_CONST",
        "WCHAR_CONST",
        "STRING_LITERAL",
        "WSTRING_LITERAL",
        "ID",
    ]
