# SPDX-License-Identifier: LGPL-2.1-or-later
"""Holds what the targets reach of a library beside what other bindings of it reach.

It does not look at those bindings: a project lists their functions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bindwright.diagnostics import Location, failure
from bindwright.pipeline.making import target_names

if TYPE_CHECKING:
    from bindwright.pipeline.reporting import Coverage
    from bindwright.project import Peer, Project

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_UNKNOWN = "the description has no such function"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One target beside one other binding."""

    project: str
    target: str
    peer: str
    """``libvirt-python``."""
    version: str
    ours: int | None
    """How many functions the target reaches; None when nobody has written the target."""
    theirs: int
    shared: int
    """How many both reach."""
    lacking: Mapping[str, str]
    """What the other binding alone reaches, and why the target does not."""


def compare(
    project: Project, lines: Sequence[Coverage], wanted: Sequence[str]
) -> Iterator[Comparison]:
    """Yields each target that has peers beside each of them.

    Raises:
        BindwrightError: BW003 for a list that cannot be read or holds something else than names.
    """
    found = {line.target: line for line in lines}
    unwritten = set() if wanted else {name for peer in project.peers for name in peer.targets}
    unwritten -= set(target_names())
    for peer in project.peers:
        theirs = _functions(project, peer)
        for target in peer.targets:
            if target in found or target in unwritten:
                yield _beside(project, peer, theirs, target, found.get(target))


def _beside(
    project: Project, peer: Peer, theirs: frozenset[str], target: str, line: Coverage | None
) -> Comparison:
    reached = line.reached if line else frozenset()
    lacking = sorted(theirs - reached) if line else ()
    reasons = line.reasons if line else {}
    return Comparison(
        project=project.name,
        target=target,
        peer=peer.name,
        version=peer.version,
        ours=len(reached) if line else None,
        theirs=len(theirs),
        shared=len(reached & theirs),
        lacking={name: reasons.get(name, _UNKNOWN) for name in lacking},
    )


def _functions(project: Project, peer: Peer) -> frozenset[str]:
    """Reads a list: one name a line; what follows a ``#`` is for readers."""
    shown = project.shown(peer.functions)
    try:
        lines = peer.functions.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise failure("BW003", f"cannot read the list: {error}", Location(file=shown)) from None
    names = [line.partition("#")[0].strip() for line in lines]
    for number, name in enumerate(names, 1):
        if name and not _NAME.fullmatch(name):
            hint = "one name of a C function a line"
            raise failure("BW003", f"'{name}' is no name", Location(file=shown, line=number), hint)
    return frozenset(filter(None, names))
