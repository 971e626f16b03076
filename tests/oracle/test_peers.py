# SPDX-License-Identifier: LGPL-2.1-or-later
"""The lists of what other bindings of libvirt reach are what their packages say."""

from __future__ import annotations

from pathlib import Path

import peers
import pytest
from bindwright import project as projects

LIBVIRT = Path(__file__).parents[2] / "api-spec" / "libvirt"
PEERS = {peer.name: peer for peer in projects.read(LIBVIRT).peers}


@pytest.fixture(scope="module")
def known() -> frozenset[str]:
    return peers.described()


@pytest.mark.parametrize("name", PEERS)
def test_list_of_a_peer_is_what_its_package_reaches(name: str, known: frozenset[str]) -> None:
    """A list is derived anew from the real package; python tests/oracle/peers.py mends it."""
    try:
        derived = peers.derive(PEERS[name], known)
    except peers.Missing as cause:
        pytest.skip(str(cause))

    assert PEERS[name].functions.read_text(encoding="utf-8") == derived


def test_every_list_belongs_to_a_peer() -> None:
    """No list stays behind when its peer goes."""
    listed = {peer.functions for peer in PEERS.values()}

    assert set((LIBVIRT / "peers").iterdir()) == listed


def test_peers_reach_much() -> None:
    """A list that was made of the wrong files would be short."""
    sizes = {name: len(peer.functions.read_text().splitlines()) for name, peer in PEERS.items()}

    assert {name for name, size in sizes.items() if size < 150} == set()


def test_class_file_is_read() -> None:
    """The names of methods are found behind constants of every size, and fields are passed over."""
    pool = [
        b"\x01\x00\x04rank",  # 1: the field
        b"\x05" + bytes(8),  # 2 and 3: a long takes two places
        b"\x01\x00\x06virRun",  # 4: the method
        b"\x0f\x01\x00\x04",  # 5: a method handle
        b"\x01\x00\x01V",  # 6
    ]
    attribute = b"\x00\x06\x00\x00\x00\x02ab"
    code = b"\xca\xfe\xba\xbe\x00\x00\x00\x41" + (7).to_bytes(2, "big") + b"".join(pool)
    code += bytes(6) + b"\x00\x01\x00\x04"
    code += b"\x00\x01" + b"\x00\x01\x00\x01\x00\x06\x00\x01" + attribute
    code += b"\x00\x01" + b"\x00\x01\x00\x04\x00\x06\x00\x00" + bytes(2)

    assert list(peers.methods(code)) == ["virRun"]


@pytest.mark.parametrize(
    ("version", "expected"),
    [("9.0.0-1", "9.0.0"), ("1:0.5.6-6+b1", "0.5.6"), ("6.0.0+git20200210.224cad8-2", "6.0.0")],
)
def test_upstream_version_of_a_package(version: str, expected: str) -> None:
    assert peers.upstream(version) == expected
