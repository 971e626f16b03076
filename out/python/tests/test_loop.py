# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tests how events reach asyncio, with functions in place of a library."""

from __future__ import annotations

import asyncio
import importlib
import os
import threading
from types import ModuleType
from typing import Any

import pytest


@pytest.fixture
def loop_module(name: str) -> ModuleType:
    """Returns the module under test."""
    return importlib.import_module(f"{name}._loop")


def test_descriptor_events_are_dispatched_when_readable(
    loop_module: ModuleType,
) -> None:
    """The dispatch function runs on the loop's thread, once there is something to do."""
    reader, writer = os.pipe()
    seen: list[bytes] = []

    async def main() -> None:
        done = asyncio.Event()

        def dispatch() -> None:
            seen.append(os.read(reader, 10))
            done.set()

        async with loop_module.DescriptorEvents(lambda: reader, dispatch):
            os.write(writer, b"x")
            await asyncio.wait_for(done.wait(), 10)
        os.write(writer, b"y")
        await asyncio.sleep(0)

    asyncio.run(main())
    os.close(reader)
    os.close(writer)

    assert seen == [b"x"]


def test_descriptor_events_report_what_fails(loop_module: ModuleType) -> None:
    """A dispatch that raises is handed to the loop's exception handler."""
    reader, writer = os.pipe()
    reported: list[Any] = []

    async def main() -> None:
        done = asyncio.Event()

        def handler(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
            reported.append(context["exception"])
            done.set()

        def dispatch() -> None:
            os.read(reader, 10)
            raise LookupError

        asyncio.get_running_loop().set_exception_handler(handler)
        async with loop_module.DescriptorEvents(lambda: reader, dispatch):
            os.write(writer, b"x")
            await asyncio.wait_for(done.wait(), 10)

    asyncio.run(main())
    os.close(reader)
    os.close(writer)

    assert [type(error) for error in reported] == [LookupError]


def test_thread_events_start_once(loop_module: ModuleType) -> None:
    """The register function is called once in the life of the process, before the thread runs."""
    calls: list[str] = []
    ran = threading.Event()
    forever = threading.Event()

    def run() -> None:
        calls.append("run")
        ran.set()
        forever.wait()

    async def main() -> None:
        first = loop_module.ThreadEvents(lambda: calls.append("register"), run)
        second = loop_module.ThreadEvents(lambda: calls.append("again"), run)
        async with first, second:
            assert ran.wait(10)

    asyncio.run(main())

    assert calls == ["register", "run"]


def test_thread_events_survive_a_failure(
    loop_module: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run function that raises is reported, and called again."""
    reported: list[Any] = []
    twice = threading.Event()
    forever = threading.Event()
    monkeypatch.setattr(threading, "excepthook", reported.append)
    monkeypatch.setattr("time.sleep", lambda seconds: None)

    def run() -> None:
        if not reported:
            raise LookupError
        twice.set()
        forever.wait()

    loop_module.ThreadEvents(lambda: None, run).start()

    assert twice.wait(10)
    assert [details.exc_type for details in reported] == [LookupError]


def test_event_stream_brings_events_from_any_thread(loop_module: ModuleType) -> None:
    """What a callback is given on a thread of its own is awaited in order."""

    async def main() -> list[Any]:
        stream = loop_module.EventStream()
        threading.Thread(
            target=lambda: [stream.put(i, str(i)) for i in range(3)]
        ).start()
        found = [await asyncio.wait_for(stream.get(), 10)]
        async for event in stream:
            found.append(event)
            if len(found) == 3:
                return found
        raise AssertionError

    assert asyncio.run(main()) == [(0, "0"), (1, "1"), (2, "2")]
