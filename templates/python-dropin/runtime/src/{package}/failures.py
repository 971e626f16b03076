# SPDX-License-Identifier: LGPL-2.1-or-later
"""Turns the errors of the extension package into the exception that a program knows; it knows no library."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar


class Failure(Exception):
    """A failed call, with all that the library says of it."""

    _failures: ClassVar[Failures]

    def __init__(self, defmsg: str, err: tuple[Any, ...] | None = None) -> None:
        """Takes what to say when the library says nothing, and what it said, else what it last said in this thread."""
        self.err = self._failures.last() if err is None else err
        super().__init__(defmsg if self.err is None else self.err[self._failures.message])

    def field(self, index: int) -> Any:
        """Returns one of the things that the library said; None when it said nothing."""
        return None if self.err is None else self.err[index]


class Failures:
    """Makes the exceptions of one library, and tells who wants to hear of them."""

    def __init__(
        self,
        made: type[Failure],
        closed_error: type[Exception],
        *,
        fields: Sequence[str],
        closed: Mapping[str, tuple[int, str]],
        refused: tuple[int, str],
        unused: tuple[int, str],
        own: Mapping[str, int],
        last: Callable[[], tuple[Any, ...] | None],
    ) -> None:
        """Takes the exception class, what an error is made of, and what errors say that the library does not make."""
        self._made = made
        self._closed_error = closed_error
        self._fields = fields
        self._closed = closed
        self._refused = refused
        self._unused = unused
        self._own_fields = own
        self.last = last
        self._handler: tuple[Callable[..., object], object] | None = None
        self.message = fields.index("message")

    def raised(self, error: Any, symbol: str) -> Failure:
        """Returns the exception for an error of the extension package."""
        if isinstance(error, self._closed_error):
            for name, (code, message) in self._closed.items():
                if f"the {name} is closed" == error.message:
                    return self._own(code, message.format(symbol))
        said = {
            **error.details,
            "code": int(error.code),
            "domain": int(error.domain),
            "message": error.message,
        }
        return self._keep(tuple(said.get(name) for name in self._fields), symbol)

    def check_unused(self, value: int, symbol: str) -> None:
        """Raises when an argument that has no meaning is not zero."""
        if value:
            code, message = self._unused
            raise self._own(code, message.format(value, symbol))

    def variant(self, known: Mapping[int, Any], value: int, symbol: str) -> Any:
        """Returns what a function does for a value of the argument that chooses, or raises."""
        if value not in known:
            code, _ = self._unused
            raise self._own(code, f"{symbol} does not know {value}")
        return known[value]

    def filled(self, answer: Any, shown: Sequence[Sequence[Any]]) -> list[Any]:
        """Returns what a callback filled into the last item of each record, or raises when it refuses."""
        if answer is not None and answer < 0:
            raise self._own(*self._refused)
        return [one[-1] for one in shown]

    def checked(self, handle: Any, of: type) -> Any:
        """Returns a handle, or raises when it is something else."""
        if not isinstance(handle, of):
            raise TypeError(f"expected a {of.__name__}, got {type(handle).__name__}")
        return handle

    def check_open(self, handle: Any, symbol: str) -> None:
        """Raises when an object is closed."""
        if handle.closed:
            code, message = self._closed[type(handle).__name__]
            raise self._own(code, message.format(symbol))

    def register(self, f: Callable[..., object] | None, ctx: object) -> int:
        """Sets who is told of each error, or nobody; returns 1, that it is done."""
        self._handler = None if f is None else (f, ctx)
        return 1

    def _own(self, code: int, message: str) -> Failure:
        """Returns the exception for an error that the library does not make."""
        said: dict[str, Any] = {**self._own_fields, "code": code, "message": message}
        return self._keep(tuple(said.get(name) for name in self._fields), "")

    def _keep(self, said: tuple[Any, ...], symbol: str) -> Failure:
        if self._handler is not None:
            told, ctx = self._handler
            told(ctx, said)
        return self._made(f"{symbol}() failed", said)
