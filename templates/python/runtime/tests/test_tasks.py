# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tests what asyncio programs call a library with, with functions in place of a library."""

from __future__ import annotations

import asyncio
import importlib
import threading
from collections.abc import Callable
from types import ModuleType

import pytest


@pytest.fixture
def tasks(name: str) -> ModuleType:
    """Returns the module under test."""
    return importlib.import_module(f"{name}._tasks")


class Thing:
    """Knows on which threads it was opened and closed."""

    def __init__(self, name: str, *, log: list[tuple[str, int]]) -> None:
        self.log = log
        log.append((name, threading.get_ident()))

    def close(self) -> None:
        """Ends its work."""
        self.log.append(("close", threading.get_ident()))


def test_call_leaves_the_event_loop_alone(tasks: ModuleType) -> None:
    """A function that waits for the event loop is called on a thread, and what it raises is raised."""

    async def main() -> None:
        loop = asyncio.get_running_loop()
        waiting = threading.Event()
        loop.call_soon(waiting.set)
        assert await tasks.call(waiting.wait, timeout=10)
        with pytest.raises(ZeroDivisionError):
            await tasks.call(divmod, 1, 0)

    asyncio.run(main())


def test_opened_closes_what_it_opened(tasks: ModuleType) -> None:
    """Both happen off the event loop's thread, after an exception too."""
    log: list[tuple[str, int]] = []

    async def main() -> None:
        async with tasks.opened(Thing, "thing", log=log) as thing:
            assert isinstance(thing, Thing)
            raise LookupError

    with pytest.raises(LookupError):
        asyncio.run(main())

    assert [what for what, _ in log] == ["thing", "close"]
    assert threading.get_ident() not in {thread for _, thread in log}


def test_listening_registers_and_removes(tasks: ModuleType) -> None:
    """Events come in order while the block lasts, and what was registered is removed at its end."""
    listeners: dict[int, Callable[[str, int], None]] = {}

    def add(callback: Callable[[str, int], None], more: int = 0) -> int:
        listeners[7 + more] = callback
        return 7 + more

    async def main() -> list[tuple[str, int]]:
        found = []
        async with tasks.listening(add, listeners.pop) as events:
            threading.Thread(target=lambda: [listeners[7]("event", i) for i in range(3)]).start()
            async for event in events:
                found.append(event)
                if len(found) == 3:
                    break
        return found

    assert asyncio.run(main()) == [("event", 0), ("event", 1), ("event", 2)]
    assert listeners == {}


def test_event_after_the_end_of_the_loop_is_dropped(tasks: ModuleType) -> None:
    """A thread that tells of an event too late is not disturbed."""

    async def main() -> Callable[..., None]:
        put: Callable[..., None] = tasks.EventStream().put
        return put

    late = asyncio.run(main())

    assert late("event") is None  # type: ignore[func-returns-value]
