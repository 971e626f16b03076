# SPDX-License-Identifier: LGPL-2.1-or-later
"""Drives what is awkward in libvirt's C: an event loop of the user's own, credentials, rows, bits and its last error."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import libvirt_bw as libvirt

HOST = """
<node>
  <auth><user password="secret">astro</user></auth>
  <domain type="test"><name>guest</name><memory>1024</memory><os><type>hvm</type></os></domain>
</node>
"""


class Loop:
    """Watches and timers that nothing runs but a test."""

    def __init__(self) -> None:
        self.number = 0
        self.watches: dict[int, libvirt.EventHandleType] = {}
        self.timers: dict[int, tuple[int, Callable[[int], None]]] = {}

    def register(self) -> None:
        libvirt.event_register_impl(
            self.add_watch,
            self.change_watch,
            self.remove_watch,
            self.add_timer,
            self.change_timer,
            self.remove_timer,
        )

    def add_watch(
        self,
        fd: int,
        events: libvirt.EventHandleType,
        ready: Callable[[int, int, libvirt.EventHandleType], None],
    ) -> int:
        self.number += 1
        self.watches[self.number] = events
        return self.number

    def change_watch(self, watch: int, events: libvirt.EventHandleType) -> None:
        self.watches[watch] = events

    def remove_watch(self, watch: int) -> None:
        del self.watches[watch]

    def add_timer(self, timeout: int, elapsed: Callable[[int], None]) -> int:
        self.number += 1
        self.timers[self.number] = (timeout, elapsed)
        return self.number

    def change_timer(self, timer: int, timeout: int) -> None:
        self.timers[timer] = (timeout, self.timers[timer][1])

    def remove_timer(self, timer: int) -> None:
        del self.timers[timer]

    def run(self) -> None:
        for timer, (timeout, elapsed) in list(self.timers.items()):
            if timeout == 0:
                elapsed(timer)


def hears(loop: Loop) -> None:
    """Delivers an event through that loop, when it runs, and lets its timer go in the end."""
    heard: list[tuple[str, int]] = []
    with libvirt.Connect.open("test:///default") as connection:
        number = connection.domain_event_register_lifecycle(
            lambda conn, domain, event, detail: heard.append((domain.get_name(), event))
        )
        assert list(loop.timers) == [1]
        connection.domain_lookup_by_name("test").suspend()
        assert heard == []
        loop.run()
        assert heard == [("test", libvirt.DomainEventType.SUSPENDED)]
        connection.domain_event_deregister_any(number)
        loop.run()
    assert loop.timers == {}


def asks() -> None:
    """Is asked for credentials, and refused with the wrong ones."""
    asked: list[libvirt.ConnectCredential] = []

    def answer(credentials: list[libvirt.ConnectCredential]) -> list[str | None]:
        asked.extend(credentials)
        return [answers.get(credential.type) for credential in credentials]

    kinds = [libvirt.ConnectCredentialType.AUTHNAME, libvirt.ConnectCredentialType.PASSPHRASE]
    answers: dict[int, str] = dict(zip(kinds, ("astro", "secret"), strict=True))
    with TemporaryDirectory() as folder:
        uri = f"test://{Path(folder, 'host.xml')}"
        Path(folder, "host.xml").write_text(HOST, encoding="utf-8")
        with libvirt.Connect.open_auth(kinds, answer, uri) as connection:
            assert connection.domain_lookup_by_name("guest").is_active()
        assert {credential.type for credential in asked} == set(kinds)
        answers[libvirt.ConnectCredentialType.PASSPHRASE] = "wrong"
        try:
            libvirt.Connect.open_auth(kinds, answer, uri)
        except libvirt.AuthFailedError:
            return
    raise AssertionError("the wrong password was taken")


def counts() -> None:
    """Reads rows, bits and statistics whose number another function knows."""
    with libvirt.Connect.open("test:///default") as connection:
        domain = connection.domain_lookup_by_name("test")
        assert domain.get_scheduler_parameters() == {"weight": 50}
        assert [sorted(row) for row in domain.get_cpu_stats(0, 2)] == [
            ["cpu_time", "vcpu_time"]
        ] * 2
        [total] = domain.get_cpu_stats(-1, 1)
        assert sorted(total) == ["cpu_time", "system_time", "user_time"]
        assert domain.get_vcpu_pin_info(2, 1) == [b"\xff", b"\xff"]
        info, maps = domain.get_vcpus(2, 1)
        assert ([cpu.number for cpu in info], maps) == ([0, 1], [b"\xff", b"\xff"])
        assert domain.get_vcpus(2, 0)[1] == [b"", b""]
        count, bits, online = connection.node_get_cpu_map()
        assert (count, bits, online) == (8, b"\x15", 3)
        assert isinstance(domain.block_stats("vda").rd_bytes, int)


def tells() -> None:
    """Keeps what C's own functions say of the last error, and reports errors to who wants them."""
    told: list[str | None] = []
    with libvirt.Connect.open("test:///default") as connection:
        libvirt.set_error_func(lambda error: told.append(error.message))
        with contextlib.suppress(libvirt.NoDomainError):
            connection.domain_lookup_by_name("nobody")
        last = libvirt.get_last_error()
        assert last is not None
        assert (last.code, last.message) == (libvirt.ErrorNumber.NO_DOMAIN, "Domain not found")
        assert libvirt.save_last_error() == libvirt.copy_last_error()[1] == last
        libvirt.reset_last_error()
        assert libvirt.get_last_error() is None
        connection.register_close_callback(lambda connection, reason: None)
        connection.unregister_close_callback()
    assert told == ["Domain not found"]


def documents() -> None:
    """Says what is raised where C returns a number for it."""
    told = libvirt.Stream.recv_flags.__doc__ or ""
    assert "`HoleError` is raised" in told
    assert "WouldBlockError: Nothing could be done without waiting." in told
    assert "-3" not in told


def main() -> None:
    documents()
    loop = Loop()
    loop.register()
    hears(loop)
    asks()
    counts()
    tells()
    print("good")


if __name__ == "__main__":
    main()
