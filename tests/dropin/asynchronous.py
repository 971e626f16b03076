# SPDX-License-Identifier: LGPL-2.1-or-later
"""A program that hears of events in asyncio, through libvirtaio."""

from __future__ import annotations

import asyncio
from typing import Any

import libvirt
import libvirtaio


async def hear() -> None:
    implementation = libvirtaio.virEventRegisterAsyncIOImpl()
    conn = libvirt.open("test:///default")
    seen: asyncio.Queue[Any] = asyncio.Queue()

    def tell(conn: Any, domain: Any, *given: Any) -> None:
        seen.put_nowait((domain.name(), *given))

    number = conn.domainEventRegisterAny(None, libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE, tell, "back")
    domain = conn.lookupByName("test")
    domain.suspend()
    domain.resume()
    for _ in range(2):
        print(await asyncio.wait_for(seen.get(), 20))
    conn.domainEventDeregisterAny(number)
    timer = libvirt.virEventAddTimeout(1, lambda *given: seen.put_nowait(given[1:]), "timer")
    print(await asyncio.wait_for(seen.get(), 20))
    libvirt.virEventRemoveTimeout(timer)
    conn.close()
    await implementation.drain()


asyncio.run(hear())
