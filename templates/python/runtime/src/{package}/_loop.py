# SPDX-License-Identifier: LGPL-2.1-or-later
"""Brings a C library's events to asyncio; it does not know which events there are."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import threading
import time
from collections.abc import Callable
from typing import ClassVar, Generic, TypeVarTuple

_Ts = TypeVarTuple("_Ts")


class DescriptorEvents:
    """Delivers events on the running event loop whenever a descriptor is readable."""

    def __init__(self, descriptor: Callable[[], int], dispatch: Callable[[], object]) -> None:
        """Takes the function that returns the descriptor and the one that delivers what waits."""
        self._descriptor = descriptor
        self._dispatch = dispatch
        self._loop: asyncio.AbstractEventLoop | None = None
        self._watched = -1

    async def __aenter__(self) -> DescriptorEvents:
        """Starts to deliver."""
        self._loop = asyncio.get_running_loop()
        self._watched = self._descriptor()
        self._loop.add_reader(self._watched, self._deliver)
        return self

    async def __aexit__(self, *exc: object) -> None:
        """Delivers no more."""
        if self._loop is not None:
            self._loop.remove_reader(self._watched)
            self._loop = None

    def _deliver(self) -> None:
        try:
            self._dispatch()
        except Exception as error:
            asyncio.get_running_loop().call_exception_handler(
                {"message": "events could not be delivered", "exception": error}
            )


class ThreadEvents:
    """Delivers events in a thread that runs as long as the process, as such libraries want it."""

    _lock: ClassVar[threading.Lock] = threading.Lock()
    _started: ClassVar[set[Callable[[], object]]] = set()

    def __init__(self, register: Callable[[], object], run: Callable[[], object]) -> None:
        """Takes the function to call first and the one that waits for events and delivers them."""
        self._register = register
        self._run = run

    def start(self) -> None:
        """Registers and starts the thread, once in the life of the process."""
        with self._lock:
            if self._run in self._started:
                return
            self._register()
            threading.Thread(target=self._deliver, name="events", daemon=True).start()
            self._started.add(self._run)

    async def __aenter__(self) -> ThreadEvents:
        """Starts to deliver, unless the thread runs already."""
        self.start()
        return self

    async def __aexit__(self, *exc: object) -> None:
        """Does nothing: connections need the thread until they are closed."""

    def _deliver(self) -> None:
        while True:
            try:
                self._run()
            except Exception:
                details = (*sys.exc_info(), threading.current_thread())
                threading.excepthook(threading.ExceptHookArgs(details))
                time.sleep(1.0)


class EventStream(Generic[*_Ts]):
    """What a callback is given, to be awaited.

    Register the stream's `put` as the callback, then iterate over it with `async for`.
    """

    def __init__(self) -> None:
        """Belongs to the running event loop."""
        self._loop = asyncio.get_running_loop()
        self._queue: asyncio.Queue[tuple[*_Ts]] = asyncio.Queue()

    def put(self, *arguments: *_Ts) -> None:
        """Takes one event, on any thread; one that comes when the event loop has ended is dropped."""
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._queue.put_nowait, arguments)

    async def get(self) -> tuple[*_Ts]:
        """Waits for the next event and returns what its callback was given."""
        return await self._queue.get()

    def __aiter__(self) -> EventStream[*_Ts]:
        """Iterates over all events to come."""
        return self

    async def __anext__(self) -> tuple[*_Ts]:
        """Returns the next event."""
        return await self.get()
