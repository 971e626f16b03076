# SPDX-License-Identifier: LGPL-2.1-or-later
"""Doxygen's commands are read as the other layouts are; a comment without them stays as it is."""

from __future__ import annotations

import pytest
from bindwright.describe import comments
from bindwright.describe.comments import DocComment
from bindwright.describe.doxygen import rewrite
from bindwright.diagnostics import Location
from bindwright.model.facts import Comment

TEXT = """\
@brief Opens a box.

It may wait. Uses @ref box_key and \\p key.

@ingroup boxes
@param[in] key which one,
              or NULL for any
\\param [out] ret the box
@param flags a set of \\c box_flags flags
@note It counts.
@code{.c}
@param inside
@endcode
@see box_close
@deprecated use box_start() instead
@since version 1.2

@return 0 on success
@retval BOX_NONE there is none
"""


def read(text: str) -> DocComment:
    """Reads a comment that starts at line 10."""
    return comments.read(comment(text), "box_open", "function")


def comment(text: str) -> Comment:
    """Returns a comment that starts at line 10."""
    return Comment(text=text, location=Location(file="a.h", line=10))


def test_commands_are_taken_apart() -> None:
    """Parameters with their directions, the result, the version and the prose."""
    found = read(TEXT)

    parts = {
        name: (part.direction, " ".join(part.text.split()))
        for name, part in found.parameters.items()
    }
    assert parts == {
        "key": ("[in]", "which one, or NULL for any"),
        "ret": ("[out]", "the box"),
        "flags": ("", "a set of box_flags flags"),
    }
    assert found.returns is not None
    assert found.returns.text == "0 on success\n\nBOX_NONE there is none"
    assert (found.doc.since, found.doc.deprecated) == ("1.2", "use box_start() instead")
    assert found.doc.summary == "Opens a box."
    assert found.doc.body[0] == "It may wait. Uses box_key and @key."


def test_each_part_keeps_its_line() -> None:
    """A finding points at what was written."""
    found = read(TEXT)

    assert {
        name: part.location and part.location.line for name, part in found.parameters.items()
    } == {
        "key": 15,
        "ret": 17,
        "flags": 18,
    }


def test_a_direction_is_no_annotation() -> None:
    """An author who gives directions has not promised to say all the rest."""
    assert read(TEXT).parameters["ret"].annotations == ()


@pytest.mark.parametrize(
    "text",
    [
        "box_open:\n@param: an argument of that name\n\nReturns: 0, see me@example.org",
        "box_open:\n@return: (out): another\n@since: a third\n\nUses @param and @brief: both.",
        "Writes \\n and \\0 for a@b and C:\\path.",
    ],
)
def test_other_layouts_are_left_alone(text: str) -> None:
    """Names of arguments, addresses and escapes are no commands."""
    assert rewrite(comment(text)).text == text
