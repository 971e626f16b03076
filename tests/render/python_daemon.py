# SPDX-License-Identifier: LGPL-2.1-or-later
"""Uses libvirt's daemon from asyncio, twice: what is given is the daemon's address and its number to end it with."""

from __future__ import annotations

import asyncio
import os
import signal
import sys

import libvirt_bw as libvirt
from libvirt_bw import aio


async def hears(connection: libvirt.Connect) -> None:
    """Hears what happens to a guest, and that the connection lives while nothing does."""
    domain = await aio.call(connection.domain_lookup_by_name, "test")
    register = connection.domain_event_register_lifecycle
    async with aio.listening(register, connection.domain_event_deregister_any) as events:
        connection.set_keep_alive(1, 1)
        await aio.call(domain.suspend)
        domain.resume()
        seen = [(await asyncio.wait_for(events.get(), 20))[2] for _ in range(2)]
    assert seen == [libvirt.DomainEventType.SUSPENDED, libvirt.DomainEventType.RESUMED]
    await asyncio.sleep(2.5)
    assert connection.is_alive()


async def main(uri: str, daemon: int) -> None:
    """Connects, and ends the daemon when it has a number."""
    async with aio.events() as loop:
        async with aio.opened(libvirt.Connect.open, uri) as connection:
            await hears(connection)
            if daemon:
                closed: aio.EventStream[libvirt.Connect, libvirt.ConnectCloseReason]
                closed = aio.EventStream()
                connection.register_close_callback(closed.put)
                os.kill(daemon, signal.SIGTERM)
                _, reason = await asyncio.wait_for(closed.get(), 20)
                assert reason in (libvirt.ConnectCloseReason.EOF, libvirt.ConnectCloseReason.ERROR)
        assert connection.closed
        await asyncio.sleep(0.1)
        assert (loop.watches, loop.timers) == ({}, {})


asyncio.run(main(sys.argv[1], 0))
asyncio.run(main(sys.argv[1], int(sys.argv[2])))
print("good")
