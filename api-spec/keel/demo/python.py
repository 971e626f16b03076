# SPDX-License-Identifier: LGPL-2.1-or-later
"""Prints the guests of the built-in test host."""

import keel

with keel.Connection.open("test:///default") as connection:
    print(f"guests of {connection.get_uri()}, a host that keel keeps in memory:")
    for domain in connection.list_domains():
        info = domain.get_info()
        print(
            f"  {domain.get_name()}: {info.state.name.lower()},"
            f" {info.vcpus} CPUs, {info.memory_kib // 1024} MiB"
        )
