# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the peers of a suite in turn and shows ratios of their minima; it knows no language and no library."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from tests.bench import build

C = "C"
"""The title of the loop in C: what calls cost before any binding."""

OWN = "generated"
"""The title of what Bindwright made."""

Figures = dict[str, dict[str, float]]
"""By peer, then by operation: nanoseconds, or how much is allocated where the name says so."""

Goals = Mapping[tuple[str, str], float]
"""By operation, or ``*`` for all of them, and peer: the most that the ratio may be."""

ALLOCATIONS = "allocations: "
"""What the name of a figure begins with that is no time."""


@dataclass(frozen=True, kw_only=True)
class Peer:
    """One program that prints "operation figure" lines."""

    title: str
    """``hand-written``"""
    argv: tuple[str, ...]
    """``("/tmp/x/keel_hand", "test:///tmp/x/keel.xml")``"""


def peer(title: str, *argv: object) -> Peer:
    """Makes a peer of a command."""
    return Peer(title=title, argv=tuple(str(word) for word in argv))


def measure(suite: str, peers: Sequence[Peer], rounds: int, env: dict[str, str]) -> Figures:
    """Runs every peer in turn, each time in a fresh process, ``rounds`` times over, and keeps the minima."""
    figures: Figures = {}
    for number in range(rounds):
        for each in peers:
            for line in build.run(*each.argv, env=env).splitlines():
                name, _, value = line.rpartition(" ")
                row = figures.setdefault(each.title, {})
                row[name] = min(row.get(name, math.inf), float(value))
        Console(stderr=True).print(f"{suite}: round {number + 1} of {rounds}", style="dim")
    return figures


def show_times(
    title: str, figures: Figures, peers: Sequence[str], goals: Goals, own: str = OWN
) -> bool:
    """Prints time of the generated binding / time of each peer; returns whether the goals hold."""
    table = Table(title=title)
    for column in ("call", "C, ns", f"{own}, ns", *("/ " + name for name in peers)):
        table.add_column(column, justify="left" if column == "call" else "right")
    good = True
    for name, plain in figures[C].items():
        if name not in figures[own]:
            continue
        mine = figures[own][name]
        cells = [name, f"{plain:.1f}", f"{mine:.1f}"]
        for title_of in peers:
            theirs = figures[title_of].get(name)
            if theirs is None:
                cells.append("-")
                continue
            goal = goals.get((name, title_of), goals.get(("*", title_of)))
            cells.append(mark(mine / theirs, goal))
            good = good and meets(mine / theirs, goal)
        table.add_row(*cells)
    Console(width=160).print(table)
    return good


def show_overheads(
    title: str, figures: Figures, official: str, goals: Goals, own: str = OWN
) -> bool:
    """Prints overhead over C of the generated binding / of the official one; returns whether the goals hold."""
    table = Table(title=title)
    for column in ("call", "C, ns", "official, ns over C", "generated, ns over C", "ratio"):
        table.add_column(column, justify="left" if column == "call" else "right")
    good = True
    for name, plain in figures[C].items():
        if name not in figures[official] or name not in figures[own]:
            continue
        theirs, mine = (figures[who][name] - plain for who in (official, own))
        goal = goals.get((name, official))
        good = good and meets(mine / theirs, goal)
        table.add_row(
            name, f"{plain:.0f}", f"{theirs:.0f}", f"{mine:.0f}", mark(mine / theirs, goal)
        )
    Console(width=160).print(table)
    return good


def show_allocations(
    title: str, figures: Figures, peers: Sequence[str], goals: Mapping[str, float]
) -> bool:
    """Prints how much a call allocates in each binding; returns whether the generated one keeps to the goals."""
    table = Table(title=title)
    for column in ("call", *peers):
        table.add_column(column, justify="left" if column == "call" else "right")
    good = True
    names = dict.fromkeys(
        name for each in peers for name in figures[each] if name.startswith(ALLOCATIONS)
    )
    for name in names:
        call = name.removeprefix(ALLOCATIONS)
        cells = [call]
        for each in peers:
            value = figures[each].get(name)
            goal = goals.get(call) if each == OWN else None
            cells.append("-" if value is None else mark(value, goal, places=0))
            good = good and (value is None or meets(value, goal))
        table.add_row(*cells)
    Console(width=160).print(table)
    return good


def meets(ratio: float, goal: float | None) -> bool:
    """Tells whether a goal is met, which it is where there is none."""
    return goal is None or round(ratio, 2) <= goal


def mark(ratio: float, goal: float | None, places: int = 2) -> str:
    """Shows a ratio with its goal, and whether it is met."""
    if goal is None:
        return f"{ratio:.{places}f}"
    return f"{ratio:.{places}f} ({'≤' if meets(ratio, goal) else 'OVER'} {goal:.{places}f})"
