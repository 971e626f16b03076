# SPDX-License-Identifier: LGPL-2.1-or-later
"""Lets asyncio programs call a library that waits; it does not know what the library does."""

from __future__ import annotations

import asyncio
import contextlib
import typing
from collections.abc import AsyncIterator, Callable
from types import TracebackType
from typing import ParamSpec, Protocol, TypeVar, TypeVarTuple

from ._loop import EventStream
from ._streams import CHUNK, RawStream

if typing.TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_P = ParamSpec("_P")
_T = TypeVar("_T")
_Ts = TypeVarTuple("_Ts")


class Closable(Protocol):
    """What can be closed, such as a connection."""

    def close(self) -> None:
        """Ends its work."""


_C = TypeVar("_C", bound=Closable)


async def call(
    function: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs
) -> _T:
    """Calls a function that may wait, on a thread, so that the event loop goes on meanwhile.

    When the task is cancelled, the function runs to its end and what it returns is dropped.
    """
    return await asyncio.to_thread(function, *args, **kwargs)


@contextlib.asynccontextmanager
async def opened(
    function: Callable[_P, _C], /, *args: _P.args, **kwargs: _P.kwargs
) -> AsyncIterator[_C]:
    """Calls a function that opens something, and closes that at the end of the `async with` block.

    Both may wait without stopping the event loop.
    """
    opened = await call(function, *args, **kwargs)
    try:
        yield opened
    finally:
        await call(opened.close)


@contextlib.asynccontextmanager
async def listening(
    register: Callable[[Callable[[*_Ts], None]], _T], remove: Callable[[_T], object], /
) -> AsyncIterator[EventStream[*_Ts]]:
    """Registers for events as long as the `async with` block lasts, which iterates over them with `async for`.

    It takes the method that registers a callback, and the one that removes what that returned.
    """
    stream: EventStream[*_Ts] = EventStream()
    registered = await call(register, stream.put)
    try:
        yield stream
    finally:
        await call(remove, registered)


class AsyncFile:
    """A file of a library's stream whose methods are awaited.

    Iterating over it with `async for` gives what comes, in pieces.
    Leaving an `async with` block finishes the stream, or aborts it after an exception.
    """

    def __init__(self, file: RawStream) -> None:
        """Takes the file of a stream that waits."""
        self._file = file

    async def read(self, size: int = -1) -> bytes:
        """Reads up to that many bytes, or to the end; nothing at the end."""
        data = await call(self._file.read, size)
        if data is None:
            raise BlockingIOError("the stream was made so that it does not wait")
        return data

    async def write(self, data: ReadableBuffer, /) -> None:
        """Writes all of the bytes."""
        wanted = memoryview(data).nbytes
        if await call(self._file.write, data) != wanted:
            raise BlockingIOError("the stream was made so that it does not wait")

    async def close(self) -> None:
        """Finishes the stream, which tells whether all that was written arrived."""
        await call(self._file.close)

    async def abort(self) -> None:
        """Aborts the stream: what was written does not count."""
        await call(self._file.abort)

    async def __aenter__(self) -> AsyncFile:
        """Returns the file itself."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Finishes the stream, or aborts it after an exception."""
        await call(self._file.__exit__, kind, error, trace)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Iterates over what comes."""
        while data := await self.read(CHUNK):
            yield data
