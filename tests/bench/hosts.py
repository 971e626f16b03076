# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the hosts that all calls are made on: one of keel's test driver, one of libvirt's, with 100 guests each."""

from __future__ import annotations

from pathlib import Path


def keel(folder: Path) -> str:
    """Writes a host for keel; returns its URI."""
    lines = [
        "<host><name>bench</name><uuid>00000000-0000-4000-9000-000000000000</uuid>",
        "<memory>16777216</memory><domains>",
    ]
    for index in range(100):
        lines.append(
            f'<domain state="running"><name>guest-{index}</name><uuid>{uuid(index)}</uuid>'
            "<memory unit='KiB'>8192</memory><vcpu>1</vcpu></domain>"
        )
    return write(folder / "keel.xml", [*lines, "</domains></host>"])


def libvirt(folder: Path) -> str:
    """Writes a host for libvirt; returns its URI."""
    lines = ["<node>"]
    for index in range(100):
        lines.append(
            f"<domain type='test'><name>guest-{index}</name><uuid>{uuid(index)}</uuid>"
            "<memory>8192</memory><vcpu>1</vcpu><os><type>hvm</type></os></domain>"
        )
    return write(folder / "libvirt.xml", [*lines, "</node>"])


def uuid(index: int) -> str:
    """Returns the UUID of a guest."""
    return f"00000000-0000-4000-8000-{index:012d}"


def write(path: Path, lines: list[str]) -> str:
    """Writes a host's file; returns the URI of the host."""
    path.write_text("\n".join(lines))
    return f"test://{path}"
