# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs a guest through its life on libvirt's built-in test host, and hears of it."""

import asyncio

import libvirt_bw as libvirt
from libvirt_bw import aio

XML = """
<domain type='test'>
  <name>bindwright</name><memory unit='MiB'>1024</memory><vcpu>2</vcpu>
  <os><type>hvm</type></os>
</domain>
"""


async def main() -> None:
    """Defines, starts and destroys a guest."""
    async with aio.events():
        with libvirt.Connect.open("test:///default") as connection:
            print(f"guests of {connection.get_uri()}:")
            for domain in connection.list_all_domains():
                info = domain.get_info()
                print(f"  {domain.get_name()}: {info.state.name.lower()}, {info.max_mem} KiB")

            events = aio.EventStream()
            listener = connection.domain_event_register_lifecycle(events.put)
            domain = connection.domain_define_xml(XML)
            domain.create()
            assert domain.get_info().state is libvirt.DomainState.RUNNING
            domain.destroy()
            for expected in ("DEFINED", "STARTED", "STOPPED"):
                _, guest, event, _ = await asyncio.wait_for(events.get(), 30)
                print(f"  {guest.get_name()}: {event.name.lower()}")
                assert event.name == expected
            connection.domain_event_deregister_any(listener)
            domain.undefine()

            code = None
            try:
                connection.domain_lookup_by_name("bindwright")
            except libvirt.NoDomainError as error:
                code = error.code
                print(f"  {code.name}: {error}")
            assert code is libvirt.ErrorNumber.NO_DOMAIN


asyncio.run(main())
