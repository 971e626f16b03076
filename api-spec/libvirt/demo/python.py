# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs a guest through its life on libvirt's built-in test host, hears of it, and takes its picture."""

import asyncio
import shutil
import tempfile

import libvirt_bw as libvirt
from libvirt_bw import aio

URI = "test:///default"
XML = """
<domain type='test'>
  <name>bindwright</name><memory unit='MiB'>1024</memory><vcpu>2</vcpu>
  <os><type>hvm</type></os>
</domain>
"""


def live(connection: libvirt.Connect) -> None:
    """Defines, starts and destroys a guest."""
    domain = connection.domain_define_xml(XML)
    domain.create()
    assert domain.get_info().state is libvirt.DomainState.RUNNING
    domain.destroy()
    domain.undefine()
    try:
        connection.domain_lookup_by_name("bindwright")
    except libvirt.NoDomainError as error:
        print(f"  {error.code.name}: {error}")
    else:
        raise AssertionError("the guest is still there")


def photograph(domain: libvirt.Domain) -> None:
    """Copies a screenshot to a file."""
    stream = domain.get_connect().stream_new()
    kind = domain.screenshot(stream, 0)
    with libvirt.StreamIO(stream) as source, tempfile.TemporaryFile() as target:
        shutil.copyfileobj(source, target)
        print(f"  {domain.get_name()}: {target.tell()} bytes of {kind}")


async def main() -> None:
    """Does what may wait off the event loop, and hears of it there."""
    async with aio.events(), aio.opened(libvirt.Connect.open, URI) as connection:
        print(f"guests of {connection.get_uri()}:")
        for domain in await aio.call(connection.list_all_domains):
            info = domain.get_info()
            print(f"  {domain.get_name()}: {info.state.name.lower()}, {info.max_mem} KiB")
            await aio.call(photograph, domain)
        register, remove = (
            connection.domain_event_register_lifecycle,
            connection.domain_event_deregister_any,
        )
        async with asyncio.timeout(30), aio.listening(register, remove) as events:
            await aio.call(live, connection)
            async for _, guest, event, _ in events:
                print(f"  {guest.get_name()}: {event.name.lower()}")
                if event is libvirt.DomainEventType.UNDEFINED:
                    break


asyncio.run(main())
