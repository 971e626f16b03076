# SPDX-License-Identifier: LGPL-2.1-or-later
"""What libvirt-python gets wrong: prints how each comes out."""

from __future__ import annotations

import gc

import libvirt

GUEST = """
<domain type='test'><name>g</name><memory>4096</memory><os><type>hvm</type></os>
<devices><interface type='network'><source network='default'/><target dev='net0'/></interface></devices></domain>"""
conn = libvirt.open("test:///default")
domain = conn.createXML(GUEST)
domain.setInterfaceParameters("net0", {"inbound.average": 3_000_000_000})
print("large", domain.interfaceParameters("net0")["inbound.average"])
try:
    print("flags", len(conn.listAllDomains(2**32)))
except OverflowError:
    print("flags refused")
gc.set_threshold(13)
lost = 0
for _ in range(3000):
    conn.lookupByName("test").parent = [conn.lookupByName("test")]
    try:
        conn.lookupByName("nobody")
    except libvirt.libvirtError as error:
        lost += error.get_error_code() != libvirt.VIR_ERR_NO_DOMAIN
print("lost", lost)
