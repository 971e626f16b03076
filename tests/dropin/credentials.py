# SPDX-License-Identifier: LGPL-2.1-or-later
"""A program that is asked who it is: it prints what it is asked, and what becomes of its answers."""

from __future__ import annotations

import tempfile
from typing import Any

import libvirt

NODE = """
<node><auth><user password='sesame'>alice</user></auth>
<domain type='test'><name>d</name><memory>4096</memory><os><type>hvm</type></os></domain></node>"""
ANSWERS = {libvirt.VIR_CRED_AUTHNAME: "alice", libvirt.VIR_CRED_PASSPHRASE: "sesame"}


def answer(credentials: Any, opaque: Any) -> int:
    for credential in credentials:
        print(type(credentials).__name__, credential, opaque)
        credential[4] = ANSWERS[credential[0]]
    return 0


with tempfile.NamedTemporaryFile("w", suffix=".xml") as node:
    node.write(NODE)
    node.flush()
    uri = f"test://{node.name}"
    conn = libvirt.openAuth(uri, [list(ANSWERS), answer, "handed back"], 0)
    print([domain.name() for domain in conn.listAllDomains()])
    try:
        libvirt.openAuth(uri, [list(ANSWERS), lambda credentials, opaque: -1, None])
    except libvirt.libvirtError as error:
        print(error.get_error_code() == libvirt.VIR_ERR_AUTH_FAILED)
