# SPDX-License-Identifier: LGPL-2.1-or-later
"""Checks that declarations are parsed one by one and that a bad one does not stop the rest."""

from __future__ import annotations

from bindwright.extract.parse import parse
from bindwright.extract.tokens import tokenize


def test_bad_declaration_is_left_out() -> None:
    """The declarations around one that cannot be parsed are kept."""
    parsed, failed = parse(tokenize("int a; int b c d; int e;"), lambda file: True)

    assert [declaration.nodes[0].name for declaration in parsed] == ["a", "e"]
    assert [error.index for error in failed] == [5]


def test_bad_typedef_is_still_a_type() -> None:
    """A typedef that cannot be parsed does not take the functions that use it with it."""
    text = "typedef int (^block)(int); typedef some thing weird; int f(weird a);"

    parsed, failed = parse(tokenize(text), lambda file: True)

    assert [declaration.nodes[0].name for declaration in parsed] == ["f"]
    assert len(failed) == 2


def test_parameter_may_be_called_like_a_type() -> None:
    """A parameter in parentheses that has the name of a type is a parameter all the same."""
    text = "typedef int handler; void f(void (*handler)(int), int (*other)(handler));"

    parsed, failed = parse(tokenize(text), lambda file: True)

    assert failed == ()
    assert [p.name for p in parsed[1].nodes[0].type.args.params] == ["handler", "other"]


def test_other_files_give_only_types_and_constants() -> None:
    """Of a header that does not count, functions are not even parsed."""
    text = '# 1 "other.h"\ntypedef int t; int f(t); enum e { A };\n# 1 "own.h"\nt g(void);'

    parsed, _ = parse(tokenize(text), lambda file: file == "own.h")

    assert [declaration.public for declaration in parsed] == [False, False, True]
