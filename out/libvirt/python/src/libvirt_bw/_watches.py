# SPDX-License-Identifier: LGPL-2.1-or-later
"""Lets asyncio be the event loop of a C library that takes one of its user's; it does not know what is watched."""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

READABLE, WRITABLE = 1, 2
"""The bits of what a watch waits for; all others come with a descriptor that is readable."""

Register = Callable[
    [
        Callable[[int, int, Callable[[int, int, Any], object]], int],
        Callable[[int, int], None],
        Callable[[int], Any],
        Callable[[int, Callable[[int], object]], int],
        Callable[[int, int], None],
        Callable[[int], Any],
    ],
    object,
]


@dataclass
class Watch:
    """A descriptor that the library watches."""

    descriptor: int
    events: int
    callback: Callable[[int, int, Any], object]


@dataclass
class Timer:
    """A timer of the library; it comes again and again."""

    milliseconds: int
    callback: Callable[[int], object]
    handle: asyncio.TimerHandle | None = None


class LoopEvents:
    """Delivers a library's events on the asyncio loop that runs, as long as a context of it lasts.

    The library has one event loop in the life of the process, and asyncio can have several, one after the other:
    what is watched is kept, and moves to the next one.
    """

    _known: ClassVar[dict[object, LoopEvents]] = {}
    _lock: ClassVar[threading.RLock] = threading.RLock()

    def __init__(self) -> None:
        """Watches nothing yet."""
        self.watches: dict[int, Watch] = {}
        self.timers: dict[int, Timer] = {}
        self.loop: asyncio.AbstractEventLoop | None = None
        self.entered = 0
        self._numbers = itertools.count(1)
        self._ended: list[object] = []

    @classmethod
    def of(cls, register: Register) -> LoopEvents:
        """Returns the loop of the library with that function, which is called for the first one."""
        with cls._lock:
            found = cls._known.get(register)
            if found is None:
                found = cls()
                register(
                    found.add_watch,
                    found.update_watch,
                    found.remove_watch,
                    found.add_timer,
                    found.update_timer,
                    found.remove_timer,
                )
                cls._known[register] = found
            return found

    async def __aenter__(self) -> LoopEvents:
        """Starts to deliver on the running event loop.

        Raises:
            RuntimeError: Another event loop has the events.
        """
        running = asyncio.get_running_loop()
        with self._lock:
            if self.loop not in (None, running):
                raise RuntimeError("events are delivered on another event loop")
            self.loop = running
            self.entered += 1
        self._arrange()
        return self

    async def __aexit__(self, *exc: object) -> None:
        """Delivers no more, when it is the last context that ends."""
        # What was closed in the context ends in the loop, too.
        await asyncio.sleep(0)
        loop = asyncio.get_running_loop()
        with self._lock:
            self.entered -= 1
            if self.entered:
                return
            self.loop = None
            for timer in self.timers.values():
                if timer.handle is not None:
                    timer.handle.cancel()
                    timer.handle = None
            watched = {watch.descriptor for watch in self.watches.values()}
        self._let_go()
        for descriptor in watched:
            loop.remove_reader(descriptor)
            loop.remove_writer(descriptor)

    def add_watch(
        self, descriptor: int, events: int, callback: Callable[[int, int, Any], object]
    ) -> int:
        """Watches a descriptor, and returns the watch's number; on any thread, as all that follow."""
        with self._lock:
            number = next(self._numbers)
            self.watches[number] = Watch(int(descriptor), int(events), callback)
        self._soon(self._watch, int(descriptor))
        return number

    def update_watch(self, number: int, events: int) -> None:
        """Waits for something else."""
        with self._lock:
            watch = self.watches.get(number)
            if watch is None:
                return
            watch.events = int(events)
        self._soon(self._watch, watch.descriptor)

    def remove_watch(self, number: int) -> int:
        """Watches no more; -1 when there is no such watch."""
        with self._lock:
            watch = self.watches.pop(number, None)
            if watch is None:
                return -1
            # Letting go of it runs code of the library, which must not happen inside a call of its own.
            self._ended.append(watch.callback)
        watch.callback = _ended
        self._soon(self._watch, watch.descriptor)
        return 0

    def add_timer(self, milliseconds: int, callback: Callable[[int], object]) -> int:
        """Starts a timer, unless the time is negative, and returns its number."""
        with self._lock:
            number = next(self._numbers)
            self.timers[number] = Timer(milliseconds, callback)
        self._soon(self._start, number)
        return number

    def update_timer(self, number: int, milliseconds: int) -> None:
        """Starts a timer anew, or stops it."""
        with self._lock:
            timer = self.timers.get(number)
            if timer is None:
                return
            timer.milliseconds = milliseconds
        self._soon(self._start, number)

    def remove_timer(self, number: int) -> int:
        """Stops and forgets a timer; -1 when there is none."""
        with self._lock:
            timer = self.timers.pop(number, None)
            if timer is None:
                return -1
            self._ended.append(timer.callback)
        timer.callback = _ended
        self._soon(self._stop, timer)
        return 0

    def _soon(self, function: Callable[..., object], *arguments: object) -> None:
        """Calls on the event loop's thread, when there is one."""
        with self._lock:
            if self.loop is not None and not self.loop.is_closed():
                self.loop.call_soon_threadsafe(function, *arguments)

    def _let_go(self) -> None:
        """Drops the callbacks of what was removed, outside of any call of the library."""
        with self._lock:
            ended, self._ended = self._ended, []
        ended.clear()

    def _arrange(self) -> None:
        """Begins with all that is watched."""
        for descriptor in {watch.descriptor for watch in list(self.watches.values())}:
            self._watch(descriptor)
        for number in list(self.timers):
            self._start(number)

    def _watch(self, descriptor: int) -> None:
        """Makes the event loop wait for what the watches of a descriptor wait for."""
        self._let_go()
        loop = self.loop
        if loop is None:
            return
        events = 0
        for watch in list(self.watches.values()):
            events |= watch.events if watch.descriptor == descriptor else 0
        if events & ~WRITABLE:
            loop.add_reader(descriptor, self._ready, descriptor, READABLE)
        else:
            loop.remove_reader(descriptor)
        if events & WRITABLE:
            loop.add_writer(descriptor, self._ready, descriptor, WRITABLE)
        else:
            loop.remove_writer(descriptor)

    def _ready(self, descriptor: int, event: int) -> None:
        for number, watch in list(self.watches.items()):
            if watch.descriptor == descriptor and watch.events & event:
                watch.callback(number, descriptor, event)

    def _start(self, number: int) -> None:
        timer = self.timers.get(number)
        if timer is None or self.loop is None:
            return
        self._stop(timer)
        if timer.milliseconds >= 0:
            timer.handle = self.loop.call_later(
                timer.milliseconds / 1000, self._due, number
            )

    def _stop(self, timer: Timer) -> None:
        self._let_go()
        if timer.handle is not None:
            timer.handle.cancel()
            timer.handle = None

    def _due(self, number: int) -> None:
        timer = self.timers.get(number)
        if timer is not None:
            self._start(number)
            timer.callback(number)


def _ended(*_: object) -> None:
    """Stands for the callback of what was removed."""
