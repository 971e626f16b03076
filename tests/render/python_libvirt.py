# SPDX-License-Identifier: LGPL-2.1-or-later
"""Drives the real libvirt through its generated package, on the host that its test driver keeps in memory."""

from __future__ import annotations

import asyncio
import functools
import gc
import inspect
import io
import pickle
import re
import shutil
import uuid
from collections.abc import Iterator
from typing import Any

import libvirt_bw as libvirt
from libvirt_bw import aio

GUEST = """
<domain type='test'>
  <name>{name}</name>
  <uuid>4dea22b3-1d52-d8f3-2516-782e98ab3fa0</uuid>
  <memory unit='KiB'>65536</memory>
  <vcpu>2</vcpu>
  <os><type>hvm</type></os>
  <devices>
    <disk type='file' device='disk'><source file='/nowhere'/><target dev='vda' bus='virtio'/></disk>
    <interface type='network'><source network='default'/><target dev='net0'/></interface>
  </devices>
</domain>
"""


def fails(call: Any, *args: Any, **kwargs: Any) -> libvirt.Error:
    """Calls and returns the library's error, which must be raised."""
    try:
        call(*args, **kwargs)
    except libvirt.Error as error:
        return error
    raise AssertionError(f"{call} did not fail")


OF_C = (
    r"\bNULL\b|\bsizeof\b|\bmalloc\b|->|%[A-Z]|@[a-z]+ (?:is|must|can)\b"
    r"|\bmust (?:be )?free|\bcaller frees?\b|\bPointer to\b|-1 (?:in case of|on|upon|if)\b.*(?:error|fail)"
)


def documented() -> Iterator[tuple[str, str]]:
    """Yields the package's functions and methods with their documentation."""
    for name in libvirt.__all__:
        item = getattr(libvirt, name)
        if inspect.isbuiltin(item):
            yield name, inspect.getdoc(item) or ""
        elif inspect.isclass(item) and hasattr(item, "closed"):
            for method in vars(item):
                if not method.startswith("_"):
                    yield f"{name}.{method}", inspect.getdoc(getattr(item, method)) or ""


def speaks() -> None:
    """Documents calls in words for users of Python: no pointers, no memory, no C."""
    found = [name for name, text in documented() if re.search(OF_C, text)]
    assert found == [], found


def looks(connection: libvirt.Connect) -> None:
    """Reads what the host has at first."""
    [domain] = connection.list_all_domains()
    assert (domain.get_name(), domain.get_id()) == ("test", 1)
    assert domain.get_uuid() == uuid.UUID("6695eb01-f6a4-8304-79aa-97f2502e193f")
    assert domain.get_uuid_string() == str(domain.get_uuid())
    state, _ = domain.get_state()
    assert state is libvirt.DomainState.RUNNING
    info = domain.get_info()
    assert (info.state, info.max_mem, info.nr_virt_cpu) == (state, 8388608, 2)
    assert domain.get_connect().get_uri() == "test:///default"
    assert "<name>test</name>" in domain.get_xml_desc()
    assert connection.get_type() == "TEST"
    assert connection.get_version() == 2
    assert [network.get_name() for network in connection.list_all_networks()] == ["default"]
    assert [pool.get_name() for pool in connection.list_all_storage_pools()] == ["default-pool"]
    assert connection.list_domains() == [1]
    assert connection.node_get_info().cpus == 16
    statistics = connection.get_all_domain_stats()
    assert statistics[0].params["state.state"] == libvirt.DomainState.RUNNING


def lives(connection: libvirt.Connect) -> None:
    """Takes a guest through its life."""
    domain = connection.domain_define_xml(GUEST.format(name="fresh"))
    assert not domain.is_active()
    assert domain.is_persistent()
    assert domain.get_id() == 2**32 - 1
    domain.create()
    assert domain.is_active()
    domain.suspend()
    assert domain.get_state()[0] is libvirt.DomainState.PAUSED
    domain.resume()
    domain.set_memory(32768)
    assert domain.get_info().memory == 32768
    domain.set_autostart(True)
    assert domain.get_autostart() is True
    snapshot = domain.snapshot_create_xml("<domainsnapshot><name>first</name></domainsnapshot>")
    assert [found.get_name() for found in domain.list_all_snapshots()] == ["first"]
    snapshot.delete()
    tunes(domain)
    domain.destroy()
    domain.undefine()
    assert fails(connection.domain_lookup_by_name, "fresh").code == libvirt.ErrorNumber.NO_DOMAIN


def tunes(domain: libvirt.Domain) -> None:
    """Writes typed parameters past 2^31 and past 2^32, and reads them back unharmed."""
    domain.set_block_io_tune("vda", {"read_bytes_sec": 2**40, "read_bytes_sec_max": 2**41})
    assert domain.get_block_io_tune("vda")["read_bytes_sec_max"] == 2**41
    domain.set_interface_parameters("net0", {"inbound.average": libvirt.U32(3_000_000_000)})
    assert domain.get_interface_parameters("net0")["inbound.average"] == 3_000_000_000


def refuses(connection: libvirt.Connect) -> None:
    """Tells failures as errors with code, domain and message."""
    error = fails(connection.domain_lookup_by_name, "nobody")
    assert type(error) is libvirt.NoDomainError
    assert error.code is libvirt.ErrorNumber.NO_DOMAIN
    assert error.domain is libvirt.ErrorDomain.TEST
    assert "Domain not found" in error.message
    assert (error.details["level"], error.details["str1"]) == (2, "Domain not found")
    assert pickle.loads(pickle.dumps(error)).details == error.details
    domain = connection.domain_lookup_by_name("test")
    domain.close()
    try:
        domain.get_name()
    except libvirt.ClosedError:
        return
    raise AssertionError("a closed domain was used")


class Cycle:
    """Holds a handle until the garbage collector comes, which is whenever an object is made."""

    def __init__(self, held: libvirt.Domain) -> None:
        self.held = held
        self.itself = self


def keeps(connection: libvirt.Connect) -> None:
    """Loses no error to handles that are freed between a failing call and its report, however often that is."""
    threshold = gc.get_threshold()
    for often in range(1, 14):
        gc.set_threshold(often)
        for _ in range(20_000 // 13 + 1):
            Cycle(connection.domain_lookup_by_id(1))
            error = fails(connection.domain_lookup_by_name, "nobody")
            assert error.code is libvirt.ErrorNumber.NO_DOMAIN
            assert error.message == "Domain not found"
    gc.set_threshold(*threshold)


def hears_nothing(connection: libvirt.Connect) -> None:
    """Says what to do when nobody delivers events; other failures stay what they are."""
    for register in (
        functools.partial(connection.domain_event_register_lifecycle, print),
        functools.partial(libvirt.event_add_timeout, 1000, print),
    ):
        error = fails(register)
        assert type(error) is libvirt.EventLoopError
        assert "call event_register_default_impl()" in error.message
    refused = fails(connection.secret_event_register_lifecycle, print)
    assert type(refused) is libvirt.NoSupportError


def streams(connection: libvirt.Connect) -> None:
    """Reads a screenshot as a file, whole and in part."""
    domain = connection.domain_lookup_by_name("test")

    def screenshot() -> libvirt.StreamIO:
        stream = connection.stream_new()
        assert domain.screenshot(stream, 0) == "image/png"
        return libvirt.StreamIO(stream)

    with io.BufferedReader(screenshot()) as reader:
        assert reader.read(4) == b"\x89PNG"
        picture = b"\x89PNG" + reader.read()
    copy = io.BytesIO()
    with screenshot() as raw:
        shutil.copyfileobj(raw, copy)
    assert len(picture) > 10_000
    assert copy.getvalue() == picture
    with screenshot() as part:
        assert part.read(4) == picture[:4]


async def awaits() -> None:
    """Hears what happens to a guest and reads a stream, on the thread of the event loop."""
    async with aio.events(), aio.opened(libvirt.Connect.open, "test:///default") as connection:
        domain = await aio.call(connection.domain_lookup_by_name, "test")
        register = functools.partial(connection.domain_event_register_lifecycle, dom=domain)
        async with aio.listening(register, connection.domain_event_deregister_any) as events:
            domain.suspend()
            domain.resume()
            seen = [await asyncio.wait_for(events.get(), 20) for _ in range(2)]
        assert [event[1].get_name() for event in seen] == ["test", "test"]
        assert [event[2] for event in seen] == [
            libvirt.DomainEventType.SUSPENDED,
            libvirt.DomainEventType.RESUMED,
        ]
        stream = connection.stream_new()
        await aio.call(domain.screenshot, stream, 0)
        async with aio.AsyncFile(libvirt.StreamIO(stream)) as file:
            assert sum([len(piece) async for piece in file]) > 10_000
    assert connection.closed


speaks()
with libvirt.Connect.open("test:///default") as host:
    looks(host)
    lives(host)
    refuses(host)
    keeps(host)
    hears_nothing(host)
    streams(host)
asyncio.run(awaits())
print("good")
