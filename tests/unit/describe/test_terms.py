# SPDX-License-Identifier: LGPL-2.1-or-later
"""The vocabulary is closed: what it does not know is an error with a place."""

from __future__ import annotations

import pytest
from bindwright.describe.meanings import MEANINGS
from bindwright.describe.terms import TERMS, parse
from bindwright.diagnostics import BindwrightError, Location

PLACE = Location(file="a.h", line=7)


def test_parse_reads_words_options_and_denials() -> None:
    """``key=value`` is an option, a key alone is on, and ``not`` denies."""
    array, release, null = parse(
        "(array length=n fixed-size=16) (release f deep) (not nullable)", "parameter", PLACE
    )

    assert array.options == {"length": "n", "fixed-size": "16"}
    assert (release.word, release.options) == ("f", {"deep": "1"})
    assert (null.name, null.negated) == ("nullable", True)
    assert str(array) == "(array length=n fixed-size=16)"


@pytest.mark.parametrize(
    ("text", "on", "code", "message"),
    [
        ("(nulable)", "parameter", "BW201", "unknown annotation '(nulable)'"),
        ("()", "parameter", "BW201", "unknown annotation '()'"),
        ("(out) maybe", "parameter", "BW201", "'maybe' is not an annotation"),
        ("(transfer)", "parameter", "BW202", "lacks a word"),
        ("(transfer some)", "return", "BW202", "does not know 'some'"),
        ("(nullable yes)", "parameter", "BW202", "a word too many"),
        ("(array size=3)", "parameter", "BW202", "no option 'size'"),
        ("(method)", "parameter", "BW202", "does not belong on a parameter"),
        ("(out)", "return", "BW202", "does not belong on a return"),
    ],
)
def test_parse_refuses_what_it_does_not_know(text: str, on: str, code: str, message: str) -> None:
    """The message says what is wrong, where, and where it can what was meant."""
    with pytest.raises(BindwrightError) as raised:
        parse(text, on, PLACE)

    (found,) = raised.value.diagnostics
    assert (found.code, found.location) == (code, PLACE)
    assert message in found.message
    if text == "(nulable)":
        assert found.hint == "did you mean (nullable)?"


def test_meanings_tell_of_each_annotation_once() -> None:
    """In the vocabulary's own order."""
    assert list(MEANINGS) == list(TERMS)


def test_terms_that_share_a_slot_are_told_apart_by_their_words() -> None:
    """A later word on one slot replaces an earlier one, so nothing can be said twice over."""
    assert TERMS["in"].slot == TERMS["out"].slot == "direction"
    assert TERMS["enum"].slot == TERMS["bool"].slot == "type"
