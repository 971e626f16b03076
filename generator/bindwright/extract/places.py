# SPDX-License-Identifier: LGPL-2.1-or-later
"""Finds the way among tokens: brackets, the ends of items, and the attributes that belong to them.

It does not know pycparser's nodes.
"""

from __future__ import annotations

from bisect import bisect_left

from bindwright.extract.tokens import Span, Token, Tokens
from bindwright.model.facts import Attribute

_OPENING = frozenset({"LPAREN", "LBRACE", "LBRACKET"})
_CLOSING = frozenset({"RPAREN", "RBRACE", "RBRACKET"})
_BODY = frozenset({"RBRACE", "STRUCT", "UNION", "ENUM"})


def opens(token: Token) -> bool:
    """Tells whether a token opens a bracket."""
    return token.type in _OPENING


class Places:
    """The tokens of a translation unit, by index."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens.tokens
        self._notes = tokens.notes
        self._indexes = [note.index for note in tokens.notes]

    def brace(self, keyword: int) -> int:
        """Returns the index of the brace that opens a record's or an enum's members."""
        index = keyword
        while self.tokens[index].type != "LBRACE":
            index += 1
        return index

    def closing(self, opening: int) -> int:
        """Returns the index of the bracket that closes the one at ``opening``."""
        tokens = self.tokens
        depth, index = 1, opening
        while depth:
            index += 1
            depth += (tokens[index].type in _OPENING) - (tokens[index].type in _CLOSING)
        return index

    def item_end(self, index: int) -> int:
        """Returns the index of the comma or bracket that ends an enumerator."""
        tokens = self.tokens
        depth = 0
        while depth or tokens[index].type not in ("COMMA", "RBRACE"):
            depth += (tokens[index].type in _OPENING) - (tokens[index].type in _CLOSING)
            index += 1
        return index

    def item_lines(self, span: Span, index: int) -> tuple[int, int]:
        """Returns the first and last line of the member declaration around a token."""
        tokens = self.tokens
        start, depth = index, 0
        while start > span.start:
            kind = tokens[start - 1].type
            if not depth and kind in ("SEMI", "LBRACE"):
                break
            depth += (kind == "RBRACE") - (kind == "LBRACE")
            start -= 1
        end, depth = index, 0
        while end < span.end - 1 and (depth or tokens[end].type != "SEMI"):
            depth += (tokens[end].type == "LBRACE") - (tokens[end].type == "RBRACE")
            end += 1
        return tokens[start].lineno, tokens[end].lineno

    def noted(self, first: int, last: int) -> tuple[Attribute, ...]:
        """Returns the attributes that stand before the tokens from ``first`` to ``last``."""
        found: list[Attribute] = []
        position = bisect_left(self._indexes, first)
        while position < len(self._indexes) and self._indexes[position] <= last:
            found.extend(self._notes[position].attributes)
            position += 1
        return tuple(found)

    def declarator_attributes(self, span: Span, name: int) -> tuple[Attribute, ...]:
        """Returns the attributes of one declarator: its own, and those before all declarators."""
        if not self.noted(span.start, span.end - 1):
            return ()
        depth, part, own_part = 0, 0, 0
        shared = True
        parts: list[tuple[int, tuple[Attribute, ...]]] = []
        for index in range(span.start, span.end):
            here = () if depth else self.noted(index, index)
            # After a brace or a keyword it belongs to the record or enum.
            if here and (index == span.start or self.tokens[index - 1].type not in _BODY):
                parts.append((-1 if shared else part, here))
            kind = self.tokens[index].type
            depth += (kind in _OPENING) - (kind in _CLOSING)
            part += not depth and kind == "COMMA"
            own_part = part if index == name else own_part
            shared = shared and (depth > 0 or not self._is_declared(index))
        return tuple(a for where, found in parts if where in (-1, own_part) for a in found)

    def _is_declared(self, index: int) -> bool:
        """Whether the token names a declarator, not a type: what follows ends or extends one."""
        if self.tokens[index].type not in ("ID", "TYPEID"):
            return False
        following = self.tokens[index + 1].type
        return following in ("LPAREN", "LBRACKET", "COMMA", "SEMI", "EQUALS", "COLON")

    def body_attributes(self, keyword: int) -> tuple[Attribute, ...]:
        """Returns the attributes between ``struct`` and its brace, and just after the last brace."""
        opening = self.brace(keyword)
        closing = self.closing(opening)
        return self.noted(keyword + 1, opening) + self.noted(closing + 1, closing + 1)
