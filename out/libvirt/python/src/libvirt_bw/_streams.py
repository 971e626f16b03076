# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes a file of a library's stream of bytes; it does not know which streams there are."""

from __future__ import annotations

import contextlib
import errno
import io
import typing
import warnings
from collections.abc import Callable
from types import TracebackType

if typing.TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

CHUNK = 65536
"""How many bytes go through the library at once."""

_MODES = {"r": (True, False), "w": (False, True), "r+": (True, True)}


class RawStream(io.RawIOBase):
    """A stream as a raw binary file, which `io.BufferedReader` and `shutil.copyfileobj` can use.

    Closing it finishes the stream, which tells whether all that was written arrived.
    It is aborted instead when a `with` block ends with an exception, and when it was only read, but not to its end.
    One that is dropped without being closed is aborted.
    """

    def __init__(
        self,
        mode: str,
        send: Callable[[memoryview], int],
        receive: Callable[[int], bytes],
        finish: Callable[[], None],
        abort: Callable[[], None],
        blocked: tuple[type[Exception], ...],
    ) -> None:
        """Takes the stream's functions, and the exceptions that say that one of them would have to wait."""
        if mode.replace("b", "", 1) not in _MODES:
            raise ValueError(f"mode must be 'rb', 'wb' or 'r+b', not {mode!r}")
        self.mode = mode
        self._reads, self._writes = _MODES[mode.replace("b", "", 1)]
        self._send = send
        self._receive = receive
        self._finish = finish
        self._abort = abort
        self._blocked = blocked
        self._ended = False

    def readable(self) -> bool:
        """Tells whether it was opened to be read."""
        self._check()
        return self._reads

    def writable(self) -> bool:
        """Tells whether it was opened to be written."""
        self._check()
        return self._writes

    def readinto(self, buffer: WriteableBuffer, /) -> int | None:
        """Reads what is there, and waits only when there is nothing; None when it must not wait."""
        if not self.readable():
            raise io.UnsupportedOperation("not readable")
        room = memoryview(buffer).cast("B")
        if not room.nbytes:
            return 0
        try:
            data = self._receive(min(room.nbytes, CHUNK))
        except self._blocked:
            return None
        room[: len(data)] = data
        self._ended = not data
        return len(data)

    def write(self, data: ReadableBuffer, /) -> int | None:
        """Writes all of the bytes; those that it can when it must not wait, and None when there are none."""
        if not self.writable():
            raise io.UnsupportedOperation("not writable")
        rest = memoryview(data).cast("B")
        total = rest.nbytes
        while rest.nbytes:
            try:
                rest = rest[self._send(rest[:CHUNK]) :]
            except self._blocked:
                return total - rest.nbytes or None
        return total

    def close(self) -> None:
        """Finishes the stream, or aborts it when it was only read, but not to its end.

        Raises:
            BlockingIOError: It must not wait: try again.
        """
        if not self.closed:
            self._end(self._finish if self._writes or self._ended else self._abort)

    def abort(self) -> None:
        """Aborts the stream: what was written does not count."""
        if not self.closed:
            self._end(self._abort)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Closes the file, or aborts the stream when there is an exception, which matters more than any of its own."""
        if kind is None:
            self.close()
            return
        with contextlib.suppress(Exception):
            self.abort()

    def __del__(self) -> None:
        """Aborts the stream when nobody closed it."""
        if "_ended" in self.__dict__ and not self.closed:
            warnings.warn(
                f"unclosed file {self!r}", ResourceWarning, stacklevel=2, source=self
            )
            with contextlib.suppress(Exception):
                self.abort()

    def _check(self) -> None:
        if self.closed:
            raise ValueError("I/O operation on closed file")

    def _end(self, end: Callable[[], None]) -> None:
        """Ends the stream; only one that would have to wait stays open."""
        waits = False
        try:
            end()
        except self._blocked as error:
            waits = True
            raise BlockingIOError(errno.EAGAIN, str(error)) from error
        finally:
            if not waits:
                super().close()
