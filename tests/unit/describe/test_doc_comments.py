# SPDX-License-Identifier: LGPL-2.1-or-later
"""Both layouts of doc comments are taken apart, and annotations in them are located."""

from __future__ import annotations

import pytest
from bindwright.describe import comments
from bindwright.describe.comments import DocComment
from bindwright.diagnostics import BindwrightError, Location
from bindwright.model.facts import Comment


def read(text: str, name: str = "f", on: str = "function") -> DocComment:
    """Reads a comment that begins on line 10."""
    return comments.read(Comment(text=text, location=Location(file="a.h", line=10)), name, on)


def test_read_takes_a_gobject_comment_apart() -> None:
    """Annotations, parameters, description, result and tags."""
    found = read(
        "f: (method) (nonblocking)\n@a: (out)\n  (optional): what it\n  gives\n@b: plain\n\nDoes it. Well, mostly.\n\n"
        "More.\n\nReturns: (transfer full): a text,\n  long\nSince: 1.2\nDeprecated: use g() instead"
    )

    assert [item.name for item in found.annotations] == ["method", "nonblocking"]
    assert [item.name for item in found.parameters["a"].annotations] == ["out", "optional"]
    assert found.parameters["a"].doc.summary == "what it gives"
    assert found.parameters["b"].annotations == ()
    assert found.doc.summary == "Does it."
    assert found.doc.body == ("Well, mostly.", "More.")
    assert found.returns is not None
    assert found.returns.annotations[0].word == "full"
    assert found.returns.doc.summary == "a text, long"
    assert (found.doc.since, found.doc.deprecated) == ("1.2", "use g() instead")


def test_read_takes_the_older_layout_apart() -> None:
    """A paragraph that begins with ``Returns`` is about the result; words in parentheses are only words."""
    found = read(
        "f:\n@name: (optional) where to\n@flags: bitwise-OR of acmeFlags\n\nOpens it.\n\n"
        "Returns a host or NULL\nin case of error.\n\nReturns more than that at times.\n\nSince: 0.0.3"
    )

    assert found.parameters["name"].annotations == ()
    assert found.parameters["name"].text == "(optional) where to"
    assert found.returns is not None
    assert found.returns.text.startswith("a host or NULL\nin case of error.")
    assert "more than that" in found.returns.text
    assert found.doc.since == "0.0.3"


def test_read_keeps_code_and_lists() -> None:
    """Fenced and indented lines keep their form, with four spaces before; list items stand apart."""
    found = read(
        "f:\n\nSay:\n\n  if (a)\n    b();\n\n|[\nint x;\n]|\n\n- one\n- two\n  more\n\nReturns: it"
    )

    assert found.doc.body == ("    if (a)\n      b();", "    int x;", "- one", "- two more")


def test_read_leaves_indented_returns_in_the_description() -> None:
    """Only a line at the margin begins the paragraph about the result."""
    found = read("f:\n\nGroups:\n\nUSERS:\n    Returns users.\n\nReturns 0 on success.")

    assert found.returns is not None
    assert found.returns.text == "0 on success."


def test_read_keeps_references_as_tokens() -> None:
    """Targets retell ``%CONSTANT``, ``#type``, ``@parameter`` and ``function()``."""
    assert read("f:\n\nReturns %F_OK, a #thing of @a, like g().").returns is not None
    assert read("f:\n\nGives %F_OK, a #thing of @a, like g().").doc.summary == (
        "Gives %F_OK, a #thing of @a, like g()."
    )


def test_read_does_not_end_a_sentence_at_an_abbreviation() -> None:
    """``e.g. Linux`` goes on."""
    assert read("f:\n\nWorks, e.g. Linux only. Then.").doc.summary == "Works, e.g. Linux only."


def test_read_takes_since_off_a_members_text() -> None:
    """Enumerators carry it in parentheses at the end."""
    part = comments.Part(text="it is off (Since: 0.1.0)")

    assert (part.doc.summary, part.doc.since) == ("it is off", "0.1.0")


def test_read_locates_a_wrong_annotation() -> None:
    """The line is the comment's own, and all mistakes are told at once."""
    with pytest.raises(BindwrightError) as raised:
        read("f: (methd)\n@a: (out)\n@b: (transfer): no\n")

    assert [(d.code, d.location and d.location.line) for d in raised.value.diagnostics] == [
        ("BW201", 10),
        ("BW202", 12),
    ]


def test_read_of_no_comment_is_empty() -> None:
    """What is not documented has no meaning of its own."""
    assert comments.read(None, "f", "function") == DocComment()


def test_section_has_its_short_description_as_a_title() -> None:
    """What stands behind other tags is not prose."""
    text = "SECTION:lamp\n@short_description: what shines\n@see_also: f()\n\nIt is on\nor off.\n\nMore."
    found = comments.read_section(Comment(text=text, location=Location(file="a.h", line=1)))

    assert (found.summary, found.body) == ("what shines", ("It is on or off.", "More."))


def test_indent_of_a_first_line_is_no_program() -> None:
    """Prose whose paragraphs begin with an indent is prose; only what stays indented is preformatted."""
    text = "  One begins here\nand ends here.\n\n    code\n    more\n\n  Two begins\nand ends."

    assert comments.paragraphs(text) == [
        "One begins here and ends here.",
        "    code\n    more",
        "Two begins and ends.",
    ]
