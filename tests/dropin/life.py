# SPDX-License-Identifier: LGPL-2.1-or-later
"""A program as users of libvirt-python write them: it prints what happens to a host in memory."""

from __future__ import annotations

import os
from typing import Any

import libvirt

GUEST = "<domain type='test'><name>g</name><uuid>6e6e6e6e-6e6e-6e6e-6e6e-6e6e6e6e6e6e</uuid><memory>4096</memory><os><type>hvm</type></os></domain>"
seen: list[Any] = []


def shown(value: Any) -> Any:
    """Returns a value that prints the same for every run."""
    if isinstance(value, libvirt.virConnect):
        return "the host"
    return value.name() if hasattr(value, "name") else value


def hear(*given: Any) -> None:
    seen.append(tuple(shown(value) for value in given))


def turn(count: int) -> None:
    """Runs the loop until so many events came."""
    while len(seen) < count:
        libvirt.virEventRunDefaultImpl()
    for event in seen:
        print("heard", event)
    seen.clear()


def events(conn: Any) -> None:
    print(conn.domainEventRegister(hear, "by itself"))
    print(conn.domainEventRegister(hear, "by itself, again"))
    other = conn.domainEventRegisterAny(None, libvirt.VIR_DOMAIN_EVENT_ID_REBOOT, hear, None)
    lifecycle = conn.domainEventRegisterAny(
        conn.lookupByName("test"), libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE, hear, "one"
    )
    network = conn.networkEventRegisterAny(
        None, libvirt.VIR_NETWORK_EVENT_ID_LIFECYCLE, hear, ["any", "thing"]
    )
    domain = conn.lookupByName("test")
    print(domain.suspend(), domain.resume())
    turn(4)
    default = conn.networkLookupByName("default")
    print(default.destroy(), default.create())
    turn(2)
    print(conn.domainEventDeregisterAny(lifecycle), conn.domainEventDeregister(hear))
    print(conn.domainEventDeregister(hear))
    print(conn.networkEventDeregisterAny(network), conn.domainEventDeregisterAny(other))
    print(conn.registerCloseCallback(hear, 3), conn.unregisterCloseCallback())


def loop() -> None:
    """Watches a pipe and a timer of its own."""
    read, write = os.pipe()
    timer = libvirt.virEventAddTimeout(0, lambda timer, opaque: hear("timer", opaque), 7)
    turn(1)
    print(libvirt.virEventUpdateTimeout(timer, -1), libvirt.virEventRemoveTimeout(timer))
    watch = libvirt.virEventAddHandle(
        read, libvirt.VIR_EVENT_HANDLE_READABLE, lambda w, fd, e, o: hear(fd == read, e, o), "pipe"
    )
    os.write(write, b"x")
    turn(1)
    print(libvirt.virEventUpdateHandle(watch, 0), libvirt.virEventRemoveHandle(watch))


def guests(conn: Any) -> None:
    domain = conn.defineXML(GUEST)
    print(sorted(each.name() for each in conn.listAllDomains()), conn.listDefinedDomains())
    print(domain.ID(), domain.create(), domain.ID() > 0, domain.isActive(), domain.isPersistent())
    print(domain.connect() is conn, domain.snapshotNum(), domain.autostart(), domain.state())
    first = domain.snapshotCreateXML("<domainsnapshot><name>first</name></domainsnapshot>")
    second = domain.snapshotCreateXML("<domainsnapshot><name>second</name></domainsnapshot>")
    print([each.getName() for each in first.listAllChildren()], second.getParent().getName())
    print(domain.revertToSnapshot(first), domain.snapshotCurrent().getName(), first.isCurrent())
    print(first.getDomain().name(), first.domain() is domain, first.getConnect() is conn)
    for each in domain.listAllSnapshots():
        print(each.delete())
    print(domain.setMetadata(0, "a title", None, None, 0), domain.metadata(0, None))
    print(domain.destroy(), domain.undefine())
    try:
        domain.create()
    except libvirt.libvirtError as error:
        print(error, error.get_error_code(), error.err)


def streams(conn: Any) -> None:
    stream = conn.newStream()
    print(conn.lookupByName("test").screenshot(stream, 0))
    got: list[bytes] = []
    print(stream.recvAll(lambda stream, data, kept: kept.append(data), got), len(b"".join(got)))
    print(stream.finish())
    stream = conn.newStream()
    conn.lookupByName("test").screenshot(stream, 0)
    try:
        stream.recvAll(lambda stream, data, kept: 1 // 0, None)
    except ZeroDivisionError as error:
        print(error)
    try:
        stream.recv(5)
    except libvirt.libvirtError as error:
        print(error)


libvirt.virEventRegisterDefaultImpl()
with libvirt.open("test:///default") as host:
    events(host)
    loop()
    guests(host)
    streams(host)
    told: list[Any] = []
    print(libvirt.registerErrorHandler(lambda ctx, error: told.append((ctx, error)), "context"))
    for call in (lambda: host.lookupByName("nobody"), lambda: host.lookupByUUID(bytes(16))):
        try:
            call()
        except libvirt.libvirtError as error:
            print(repr(error), error.get_error_domain(), libvirt.virGetLastErrorMessage())
    print(told)
    libvirt.virResetLastError()
    print(
        libvirt.virGetLastError(), libvirt.virGetLastErrorCode(), libvirt.virGetLastErrorMessage()
    )
print(libvirt.getVersion(), libvirt.getVersion("test"))
for closed in (host.getHostname, host.close):
    try:
        closed()
    except libvirt.libvirtError as error:
        print(error, error.get_error_code(), error.get_error_level())
libvirt.open("test:///default")
print(libvirt.libvirtError("said by the program").err)
