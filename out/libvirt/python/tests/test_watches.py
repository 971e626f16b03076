# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tests how asyncio watches descriptors and times for a library, with functions in place of the library."""

from __future__ import annotations

import asyncio
import importlib
import os
import threading
import weakref
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest


@pytest.fixture
def watches(name: str) -> ModuleType:
    """Returns the module under test."""
    return importlib.import_module(f"{name}._watches")


class Library:
    """Takes the functions of an event loop."""

    def register(self, *functions: Any) -> None:
        """Keeps the functions."""
        (
            self.add_watch,
            self.update_watch,
            self.remove_watch,
            self.add_timer,
            self.update_timer,
            self.remove_timer,
        ) = functions


@pytest.fixture
def library() -> Library:
    """Returns a library that has no event loop yet."""
    return Library()


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """Returns both ends of a pipe."""
    ends = os.pipe()
    yield ends
    for end in ends:
        os.close(end)


def test_loop_is_registered_once(watches: ModuleType, library: Library) -> None:
    """A library has one event loop, whoever asks for it again."""
    register = library.register

    assert watches.LoopEvents.of(register) is watches.LoopEvents.of(register)
    assert library.remove_watch(1) == -1
    assert library.remove_timer(1) == -1


def test_watch_hears_what_it_waits_for(
    watches: ModuleType, library: Library, pipe: tuple[int, int]
) -> None:
    """A watch may come before the loop, from another thread, change, and go."""
    seen: list[tuple[int, int, int]] = []
    loop = watches.LoopEvents.of(library.register)
    early = library.add_watch(
        pipe[0], 1, lambda *event: (seen.append(event), os.read(pipe[0], 1))
    )

    async def main() -> None:
        async with loop:
            os.write(pipe[1], b"x")
            while not seen:
                await asyncio.sleep(0)
            late: list[int] = []
            add = threading.Thread(
                target=lambda: late.append(
                    library.add_watch(pipe[1], 0, lambda *event: seen.append(event))
                )
            )
            add.start()
            add.join()
            library.update_watch(late[0], 2)
            while len(seen) < 2:
                await asyncio.sleep(0)
            assert library.remove_watch(late[0]) == 0
            assert seen[1] == (late[0], pipe[1], 2)
            library.update_watch(late[0], 2)

    asyncio.run(main())

    assert seen[0] == (early, pipe[0], 1)
    assert {watch.descriptor for watch in loop.watches.values()} == {pipe[0]}


def test_watches_move_to_the_next_loop(
    watches: ModuleType, library: Library, pipe: tuple[int, int]
) -> None:
    """What is watched outlives the loop of asyncio that watched it."""
    seen: list[int] = []
    loop = watches.LoopEvents.of(library.register)
    number = library.add_watch(
        pipe[0], 1, lambda *_: seen.append(len(os.read(pipe[0], 10)))
    )

    async def main(count: int) -> None:
        async with loop, loop:
            os.write(pipe[1], b"x")
            while len(seen) < count:
                await asyncio.sleep(0)

    asyncio.run(main(1))
    asyncio.run(main(2))

    assert seen == [1, 1]
    assert library.remove_watch(number) == 0


def test_timer_comes_again_until_it_is_stopped(
    watches: ModuleType, library: Library
) -> None:
    """A negative time stops it, and zero is as soon as can be."""
    seen: list[int] = []

    async def main() -> int:
        async with watches.LoopEvents.of(library.register):
            number: int = library.add_timer(-1, seen.append)
            await asyncio.sleep(0.01)
            assert seen == []
            library.update_timer(number, 0)
            while len(seen) < 3:
                await asyncio.sleep(0)
            library.update_timer(number, -1)
            await asyncio.sleep(0)
            count = len(seen)
            await asyncio.sleep(0.01)
            assert len(seen) == count
            assert library.remove_timer(number) == 0
            library.update_timer(number, 0)
            return number

    number = asyncio.run(main())

    assert set(seen) == {number}


def test_callback_is_let_go_after_the_call(
    watches: ModuleType, library: Library
) -> None:
    """Letting go runs the library's own code, which would wait for itself inside the call."""

    async def main() -> None:
        async with watches.LoopEvents.of(library.register):
            callback = Callback()
            gone = weakref.ref(callback)
            number = library.add_timer(-1, callback)
            await asyncio.sleep(0)
            del callback
            library.remove_timer(number)
            assert gone() is not None
            await asyncio.sleep(0.01)
            assert gone() is None

    asyncio.run(main())


class Callback:
    """Can be told to be gone."""

    def __call__(self, *_: object) -> None:
        """Does nothing."""


def test_two_loops_at_once_are_refused(watches: ModuleType, library: Library) -> None:
    """Events go to one loop of asyncio at a time."""
    loop = watches.LoopEvents.of(library.register)

    async def other() -> None:
        with pytest.raises(RuntimeError, match="another event loop"):
            await loop.__aenter__()

    async def main() -> None:
        async with loop:
            thread = threading.Thread(target=lambda: asyncio.run(other()))
            thread.start()
            await asyncio.to_thread(thread.join)

    asyncio.run(main())
