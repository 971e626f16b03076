# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tests how a stream becomes a file, with a stream in memory in place of a library's."""

from __future__ import annotations

import asyncio
import importlib
import io
import shutil
from types import SimpleNamespace
from typing import Any

import pytest


class Blocked(Exception):
    """Says that a stream would have to wait."""


class Memory:
    """A stream that gives what it was made with, and takes so many bytes at once."""

    def __init__(self, data: bytes = b"", most: int = 7) -> None:
        self.data = data
        self.most = most
        self.ends: list[str] = []
        self.room = 1 << 30
        self.waits = False

    def send(self, data: memoryview) -> int:
        """Takes some of the bytes, as far as there is room."""
        taken = bytes(data[: min(self.most, self.room)])
        if not taken:
            raise Blocked
        self.room -= len(taken)
        self.data += taken
        return len(taken)

    def receive(self, size: int) -> bytes:
        """Gives some of the bytes."""
        if self.waits:
            raise Blocked
        given, self.data = (
            self.data[: min(size, self.most)],
            self.data[min(size, self.most) :],
        )
        return given

    def finish(self) -> None:
        """Is told that all went well."""
        if self.waits:
            raise Blocked
        self.ends.append("finish")

    def abort(self) -> None:
        """Is told that it did not."""
        self.ends.append("abort")


@pytest.fixture
def modules(name: str) -> SimpleNamespace:
    """Returns the modules under test."""
    return SimpleNamespace(
        streams=importlib.import_module(f"{name}._streams"),
        tasks=importlib.import_module(f"{name}._tasks"),
    )


def opened(modules: SimpleNamespace, memory: Memory, mode: str = "rb") -> Any:
    """Makes a file of a stream in memory."""
    calls = (memory.send, memory.receive, memory.finish, memory.abort)
    return modules.streams.RawStream(mode, *calls, (Blocked,))


def test_file_is_read_to_its_end(modules: SimpleNamespace) -> None:
    """A buffered reader gets all, and the stream is finished."""
    memory = Memory(b"one\ntwo and more\n")

    with io.BufferedReader(opened(modules, memory)) as file:
        assert file.readline() == b"one\n"
        assert file.read() == b"two and more\n"

    assert memory.ends == ["finish"]


def test_file_that_is_not_read_to_its_end_is_aborted(modules: SimpleNamespace) -> None:
    """Who stops in the middle does not ask whether all came."""
    memory = Memory(b"much more")

    with opened(modules, memory) as file:
        assert file.read(4) == b"much"

    assert memory.ends == ["abort"]


def test_file_is_written_whole(modules: SimpleNamespace) -> None:
    """What the library takes in pieces is written in one call, and the stream is finished."""
    memory = Memory()

    with opened(modules, memory, "wb") as file:
        shutil.copyfileobj(io.BytesIO(b"x" * 200_000), file)
        assert file.write(memoryview(b"1234567890")) == 10
        assert file.write(b"") == 0

    assert memory.data == b"x" * 200_000 + b"1234567890"
    assert memory.ends == ["finish"]


def test_exception_aborts_the_stream(modules: SimpleNamespace) -> None:
    """Half of something is not confirmed."""
    memory = Memory()

    file = opened(modules, memory, "wb")

    with pytest.raises(TypeError), file:
        file.write("half")

    assert memory.ends == ["abort"]
    assert file.closed


def test_file_refuses_what_it_was_not_opened_for(modules: SimpleNamespace) -> None:
    """A mode says what a file can do, and a closed file can do nothing."""
    reader, writer = opened(modules, Memory()), opened(modules, Memory(), "w")

    assert (reader.readable(), reader.writable()) == (True, False)
    assert (writer.readable(), writer.writable()) == (False, True)
    with pytest.raises(io.UnsupportedOperation, match="not writable"):
        reader.write(b"x")
    with pytest.raises(io.UnsupportedOperation, match="not readable"):
        writer.read(1)
    with pytest.raises(ValueError, match="mode must be"):
        opened(modules, Memory(), "a")
    writer.close()
    reader.abort()
    with pytest.raises(ValueError, match="closed file"):
        writer.write(b"x")
    with pytest.raises(ValueError, match="closed file"):
        reader.read(1)


def test_file_that_must_not_wait_says_so(modules: SimpleNamespace) -> None:
    """What would have to wait is None, as with every raw file, and closing can be tried again."""
    memory = Memory(most=4)
    memory.room, memory.waits = 6, True

    with opened(modules, memory, "r+b") as file:
        assert file.read(1) is None
        assert file.write(b"12345678") == 6
        assert file.write(b"78") is None
        with pytest.raises(BlockingIOError):
            file.close()
        assert not file.closed
        memory.waits = False

    assert memory.ends == ["finish"]


def test_file_that_is_dropped_is_aborted(modules: SimpleNamespace) -> None:
    """What nobody closed is not confirmed, and there is a warning."""
    memory = Memory()
    files = [opened(modules, memory, "wb")]
    files[0].write(b"half")

    with pytest.warns(ResourceWarning, match="unclosed file"):
        files.clear()

    assert memory.ends == ["abort"]


def test_file_is_awaited(modules: SimpleNamespace) -> None:
    """Reading, writing and closing work off the event loop."""
    source, target = Memory(b"abcdefghij"), Memory()

    async def main() -> None:
        async with modules.tasks.AsyncFile(opened(modules, target, "wb")) as file:
            await file.write(b"0123456789")
        async with modules.tasks.AsyncFile(opened(modules, source)) as file:
            assert await file.read(2) == b"ab"
            assert [piece async for piece in file] == [b"cdefghi", b"j"]

    asyncio.run(main())

    assert (target.data, target.ends, source.ends) == (
        b"0123456789",
        ["finish"],
        ["finish"],
    )


def test_awaited_file_is_aborted_after_an_exception(modules: SimpleNamespace) -> None:
    """The same holds for `async with`; a stream that must not wait cannot be awaited."""
    memory = Memory()
    memory.waits, memory.room = True, 0

    async def main() -> None:
        async with modules.tasks.AsyncFile(opened(modules, memory, "r+")) as file:
            with pytest.raises(BlockingIOError):
                await file.read(1)
            await file.write(b"1")

    with pytest.raises(BlockingIOError):
        asyncio.run(main())

    assert memory.ends == ["abort"]
