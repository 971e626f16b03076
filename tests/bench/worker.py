# SPDX-License-Identifier: LGPL-2.1-or-later
"""Times one peer's calls in a process of its own: ``worker.py SUITE PEER URI`` prints "operation nanoseconds" lines."""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any

REPEAT = 5
"""The best of so many loops is a process's figure."""


def best(call: Callable[[], object], count: int) -> float:
    """Returns the nanoseconds a call takes, the loop's own cost included."""
    code = "for _ in loop:\n    call()\n"
    run = compile(code, "loop", "exec")
    figures = []
    for _ in range(REPEAT):
        loop = [None] * count
        space = {"loop": loop, "call": call}
        start = perf_counter()
        exec(run, space)
        figures.append((perf_counter() - start) / count * 1e9)
    return min(figures)


def raised(call: Callable[[str], object], kind: type[BaseException]) -> Callable[[], None]:
    """Returns a call that fails and whose error is caught."""

    def attempt() -> None:
        try:  # noqa: SIM105 - suppress() costs more than the call itself
            call("nobody")
        except kind:
            pass

    return attempt


def keel(module: Any, uri: str) -> dict[str, tuple[Callable[[], object], int]]:
    """Returns the calls on keel, with how often each is made in a loop."""
    if hasattr(module, "Connection"):
        connection = module.Connection.open(uri)
    else:
        connection = module.open(uri, 0)
        connection = connection[-1] if isinstance(connection, list) else connection
    lookup = connection.lookup_domain_by_name
    domain = lookup("guest-0")
    error = getattr(module, "Error", RuntimeError)
    swig = module.__name__ == "keel_swig"
    listing = (lambda: connection.list_domains(0)) if swig else connection.list_domains
    visitor: Callable[[object], bool] = lambda found: True  # noqa: E731
    flags = (0,) if swig else ()
    foreach: Callable[[], object] = lambda: connection.foreach_domain(*flags, visitor)  # noqa: E731
    return {
        "trivial": (connection.is_read_only, 200_000),
        "trivial, may fail": (domain.is_active, 100_000),
        "string": (domain.get_name, 200_000),
        "record": (domain.get_info, 100_000),
        "look-up": (lambda: lookup("guest-1"), 50_000),
        "list of 100": (listing, 3_000),
        "error": (raised(lookup, error), 30_000),
        "callback x 100": (foreach, 2_000),
    }


def libvirt(module: Any, uri: str) -> dict[str, tuple[Callable[[], object], int]]:
    """Returns the calls on libvirt's test driver in the official binding's or the generated one's spelling."""
    if module.__name__ == "libvirt":
        module.registerErrorHandler(lambda *_: None, None)
        connection = module.open(uri)
        domain = connection.lookupByName("guest-0")
        calls = domain.ID, domain.info, domain.name
        lookup, listing, error = (
            connection.lookupByName,
            connection.listAllDomains,
            module.libvirtError,
        )
    else:
        connection = module.Connect.open(uri)
        domain = connection.domain_lookup_by_name("guest-0")
        calls = domain.get_id, domain.get_info, domain.get_name
        lookup, listing = connection.domain_lookup_by_name, connection.list_all_domains
        error = module.Error
    return {
        "GetID": (calls[0], 50_000),
        "GetInfo": (calls[1], 30_000),
        "GetName": (calls[2], 100_000),
        "look-up": (lambda: lookup("guest-1"), 20_000),
        "list of 100": (listing, 200),
        "error": (raised(lookup, error), 20_000),
    }


def main(suite: str, peer: str, uri: str) -> None:
    """Times every call of a suite and prints it."""
    module = importlib.import_module(peer)
    if peer == "hand":
        states = importlib.import_module("keel").DomainState
        module.set_states(list(states))
    calls = {"keel": keel, "libvirt": libvirt}[suite](module, uri)
    gc.disable()
    print(f"loop {best(lambda: None, 200_000):.2f}")
    for name, (call, count) in calls.items():
        print(f"{name} {best(call, count):.2f}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
