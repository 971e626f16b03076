# SPDX-License-Identifier: LGPL-2.1-or-later
"""Says what the package for version 2 of the shelf finds in the library that is loaded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import shelf


def tell(what: str, call: Callable[[], Any]) -> Any:
    """Says how a call went, and returns what it gave."""
    try:
        result = call()
    except shelf.Error as error:
        print(f"{what}: {type(error).__name__}: {error}")
        return None
    print(f"{what}: good")
    return result


for symbol in (
    "shelf_board_new",
    "shelf_board_unref",
    "shelf_board_list",
    "shelf_book_unref",
    "nix",
):
    print(f"has {symbol}: {shelf.has(symbol)}")
with shelf.Board.new() as board:
    assert board.sum() == 42
    assert tell("list", board.list_) in (None, [1, 2, 39])
    assert tell("label", board.label) in (None, "second")
    tell("fail", shelf.fail)
    book = tell("book", board.get_book)
    if book is not None:
        assert book.pages() == 39
        book.close()
