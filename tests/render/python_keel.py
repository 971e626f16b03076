# SPDX-License-Identifier: LGPL-2.1-or-later
"""Drives keel through its generated package, on the host that its test driver keeps in memory."""

from __future__ import annotations

import asyncio
import builtins
import io
import shutil

import keel
from keel import aio

VOLUME = "<volume><name>{name}</name><capacity unit='bytes'>200000</capacity></volume>"
DATA = bytes(range(256)) * 700


def streams(connection: keel.Connection, volume: keel.StorageVolume) -> None:
    """Sends and receives bytes as files, and gives up in the middle."""
    up, down, half = (connection.new_stream() for _ in range(3))
    volume.upload(up, 0, len(DATA))
    with keel.StreamIO(up, "wb") as writer:
        shutil.copyfileobj(io.BytesIO(DATA), writer)
    volume.upload(half, 0, len(DATA))
    try:
        with keel.StreamIO(half, "wb") as writer:
            writer.write(bytes(1000))
            raise LookupError
    except LookupError:
        pass
    volume.download(down, 0, len(DATA))
    with io.BufferedReader(keel.StreamIO(down)) as reader:
        assert reader.read() == DATA
    waits_not(connection.new_stream(flags=keel.StreamFlags.NONBLOCK), volume)


def waits_not(stream: keel.Stream, volume: keel.StorageVolume) -> None:
    """Reads a stream that never waits."""
    volume.download(stream, 0, 4)
    with keel.StreamIO(stream) as reader:
        assert reader.read(10) in (DATA[:4], None)


async def awaits() -> None:
    """Hears what happens to a guest and uses streams, on the thread of the event loop."""
    async with aio.events(), aio.opened(keel.Connection.open, "test:///default") as connection:
        [domain] = [item for item in connection.list_domains() if item.get_name() == "test"]
        async with aio.listening(
            connection.add_domain_listener, connection.remove_listener
        ) as events:
            await aio.call(domain.suspend)
            await aio.call(domain.resume)
            seen = [await asyncio.wait_for(events.get(), 20) for _ in range(2)]
        assert [(event[1].get_name(), event[2].name) for event in seen] == [
            ("test", "SUSPENDED"),
            ("test", "RESUMED"),
        ]
        volume = connection.list_storage_pools()[0].create_volume(VOLUME.format(name="awaited"))
        up, down = connection.new_stream(), connection.new_stream()
        await aio.call(volume.upload, up, 0, len(DATA))
        async with aio.AsyncFile(keel.StreamIO(up, "wb")) as writer:
            await writer.write(DATA)
        await aio.call(volume.download, down, 0, len(DATA))
        async with aio.AsyncFile(keel.StreamIO(down)) as reader:
            assert b"".join([piece async for piece in reader]) == DATA
    assert connection.closed


assert not [name for name in keel.__all__ if hasattr(builtins, name)]
with keel.Connection.open("test:///default") as host:
    streams(host, host.list_storage_pools()[0].create_volume(VOLUME.format(name="fresh")))
asyncio.run(awaits())
print("good")
