# SPDX-License-Identifier: LGPL-2.1-or-later
"""Literals are written so that no text can leave them."""

import ast

import pytest
from bindwright.target.literals import literal
from bindwright.target.manifest import LiteralStyle

C = LiteralStyle(
    escape={'"': '\\"', "\\": "\\\\", "?": "\\?"},
    control="\\{:03o}",
    other="\\{:03o}",
    bytes=True,
    minimum="INT64_MIN",
    unsigned="{}ULL",
)


@pytest.mark.parametrize(
    "text", ['"; evil(); "', "a\\", "\n\r\t\0\x7f", "é\u2028\U0001f600", "??/"]
)
def test_literal_keeps_every_string_inside_its_quotes(text: str) -> None:
    """A string with any character reads back as itself."""
    written = literal(text, C)

    read = ast.literal_eval("b" + written.replace("\\?", "?"))
    assert text.encode() == read


def test_literal_writes_the_edges_of_64_bits() -> None:
    """The lowest and the highest 64-bit numbers have forms of their own where a language needs them."""
    edges = [literal(value, C) for value in (-(2**63), 2**63 - 1, 2**64 - 1)]

    assert edges == ["INT64_MIN", "9223372036854775807", "18446744073709551615ULL"]


def test_literal_writes_truth_and_nothing() -> None:
    """True is not one, and None is the language's null."""
    assert [literal(value, C) for value in (True, False, None)] == ["true", "false", "NULL"]


def test_literal_refuses_what_has_no_literal() -> None:
    """A value of another kind is a mistake in a template."""
    with pytest.raises(TypeError, match="no literal for list"):
        literal([], C)
