# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls the binding of a library with shapes of its own; run under sanitizers."""

from __future__ import annotations

import shelf


def fails(call: object, *arguments: object) -> tuple[str, str, int]:
    """Returns the class, the text and the code of an error."""
    try:
        call(*arguments)  # type: ignore[operator]
    except shelf.Error as error:
        return type(error).__name__, str(error), error.code
    raise AssertionError("it went well")


# A handle that is there although the call failed is asked, and given back.
assert fails(shelf.Shelf.open, "locked") == ("BrokenError", "locked by somebody", 7)
assert shelf.live() == 0

# Some of what a status says is no failure, and a failure is told by the handle.
with shelf.Shelf.open("whole") as one:
    assert [one.step() for _ in range(4)] == [shelf.Code.ROW] * 3 + [shelf.Code.DONE]
with shelf.Shelf.open("broken") as one:
    assert one.step() is shelf.Code.ROW
    assert fails(one.step) == ("BrokenError", "the second board is loose", 7)

# Room grows until it is enough; another failure ends that, with the text that the code has.
assert shelf.double(b"") == b""
assert shelf.double(b"ab") == b"aabb"
assert shelf.double(b"x" * 100_000) == b"x" * 200_000
assert fails(shelf.double, b"!") == ("BrokenError", "broken", 7)

with shelf.Shelf.open("whole") as one:
    # Bytes that another function measures.
    assert (one.cover(0), one.cover(1), one.cover(2)) == (b"a\0b", b"", None)

    # Two arrays that share one length, of which one has elements that are absent.
    rows: list[object] = []
    one.each(lambda values, names: rows.append((values, names)))
    assert rows == [(["Moby Dick", None], ["title", "author"]), (["Moby Dick"], ["title"])]
    one.each(None)

    # Text with a length, and a constant that is no number.
    one.join("h\N{LATIN SMALL LETTER E WITH ACUTE}")

    # A handle whose errors another one tells.
    page = one.turn(1)
    assert page.read() == "once upon a time"
    assert fails(one.turn(3).read) == ("Error", "no such page", 9)

    # A value that can be good or bad: the handle knows.
    assert (page.write(b"abc"), page.write(b"")) == (3, 0)
    assert fails(one.turn(2).write, b"abc") == ("Error", "page 2 is laminated", 8)
    page.close()

    # A handle that is given back with an error is gone all the same.
    page = one.turn(2)
    assert fails(page.close) == ("BrokenError", "broken", 7)
    page.close()
    assert page.closed
    one.turn(2)

assert shelf.live() == 0
print("good")
