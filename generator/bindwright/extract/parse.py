# SPDX-License-Identifier: LGPL-2.1-or-later
"""Parses declarations with pycparser, one at a time, so that a bad one does not stop the rest.

It is the only door to pycparser; it does not turn the syntax tree into facts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bindwright.extract.tokens import Span, Token, Tokens

BUILTIN_TYPES = (
    "__builtin_va_list",
    "__gnuc_va_list",
    "_Float16",
    "_Float32",
    "_Float32x",
    "_Float64",
    "_Float64x",
    "_Float128",
    "__float128",
    "__int128_t",
    "__uint128_t",
)
"""Names that GNU C knows as types without a declaration."""


_MARK = " "
_AFTER_THE_LAST = (None,) * 8


@dataclass(frozen=True, slots=True)
class Parsed:
    """One external declaration as pycparser's nodes, whose columns are indexes of tokens."""

    span: Span
    nodes: tuple[Any, ...]
    public: bool


@dataclass(frozen=True, slots=True)
class Failed:
    """A public declaration that pycparser does not accept."""

    span: Span
    index: int
    """Of the token where it gave up."""
    message: str


def parse(
    tokens: Tokens, is_public: Callable[[str], bool]
) -> tuple[tuple[Parsed, ...], tuple[Failed, ...]]:
    """Parses what public files declare, and of other files what public ones can refer to."""
    parser = _parser()
    parsed: list[Parsed] = []
    failed: list[Failed] = []
    for span in tokens.spans:
        public = is_public(tokens.tokens[span.start].filename)
        if not public and not _is_needed(tokens, span):
            continue
        try:
            nodes = _nodes(parser, tokens.tokens[span.start : span.end])
        except (parser.error, ValueError, AssertionError, AttributeError, RecursionError) as error:
            if public:
                failed.append(_failed(tokens, span, error))
        else:
            parsed.append(Parsed(span, tuple(nodes), public))
    return tuple(parsed), tuple(failed)


def _nodes(parser: Any, tokens: list[Token]) -> list[Any]:
    try:
        found: list[Any] = parser.parse_declaration(tokens)
        return found
    except parser.error:
        marked = [_marked(token, tokens[at - 1]) for at, token in enumerate(tokens)]
        if marked == tokens:
            raise
        again: list[Any] = parser.parse_declaration(marked)
        for node in again:
            _unmark(node)
        return again


def _marked(token: Token, before: Token) -> Token:
    """Makes a name after a star one that is no type: pycparser takes ``(*handler)`` for a type."""
    if token.type in ("ID", "TYPEID") and before.type == "TIMES":
        return Token("ID", token.value + _MARK, token.lineno, token.column, token.filename)
    return token


def _unmark(node: Any) -> None:
    for attribute in ("name", "declname"):
        value = getattr(node, attribute, None)
        if isinstance(value, str):
            setattr(node, attribute, value.removesuffix(_MARK))
    for _, child in node.children():
        _unmark(child)


def _is_needed(tokens: Tokens, span: Span) -> bool:
    """Only types and constants of system headers matter, and functions there are thousands."""
    if span.defined:
        return False
    first = tokens.tokens[span.start].type
    if first == "TYPEDEF":
        return True
    return any(token.type == "ENUM" for token in tokens.tokens[span.start : span.end])


def _failed(tokens: Tokens, span: Span, error: Exception) -> Failed:
    index = getattr(error, "index", None)
    place = index if isinstance(index, int) and span.start <= index < span.end else span.start
    near = tokens.tokens[place].value
    message = getattr(error, "message", "") or type(error).__name__
    return Failed(span, place, f"{message[:1].lower()}{message[1:]}, near '{near}'")


class _Stream:
    """Gives pycparser the tokens of one declaration, which are all there from the start."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens: list[Token | None] = [*tokens, *_AFTER_THE_LAST]
        self._index = 0

    def peek(self, k: int = 1) -> Token | None:
        return self._tokens[self._index + k - 1]

    def next(self) -> Token | None:
        token = self._tokens[self._index]
        self._index += token is not None
        return token

    def mark(self) -> int:
        return self._index

    def reset(self, mark: int) -> None:
        self._index = mark


def _parser() -> Any:
    """Makes the parser; pycparser is imported only here, when it is needed."""
    from pycparser.c_parser import CParser, ParseError  # type: ignore[import-untyped]

    class LocatedError(ParseError):  # type: ignore[misc]
        """Keeps the place apart from the message."""

        def __init__(self, message: str, index: int | None) -> None:
            super().__init__(message)
            self.message = message
            self.index = index

    class DeclarationParser(CParser):  # type: ignore[misc]
        """Parses one external declaration after the other into one scope."""

        error = LocatedError

        def parse_declaration(self, tokens: list[Token]) -> list[Any]:
            """Returns the nodes of one declaration and remembers the types it names."""
            self._tokens = _Stream(tokens)
            self._typedef_checked_token = None
            try:
                nodes = list(self._parse_external_declaration())
                if (left := self._peek()) is not None:
                    self._parse_error(f"unexpected '{left.value}'", self._tok_coord(left))
            except Exception:
                del self._scope_stack[1:]
                # The name of a typedef that cannot be parsed is a type all the same.
                if tokens[0].type == "TYPEDEF" and tokens[-2].type in ("ID", "TYPEID"):
                    self._scope_stack[0][tokens[-2].value] = True
                raise
            return nodes

        def _parse_error(self, msg: str, coord: Any) -> Any:
            raise LocatedError(msg, getattr(coord, "column", None))

    parser = DeclarationParser()
    for name in BUILTIN_TYPES:
        parser._add_typedef_name(name, None)
    return parser
