# SPDX-License-Identifier: LGPL-2.1-or-later
"""Says which functions of a library were really called, from what the programs of its cases printed.

It does not look at the cases: what a program did not print was not called.
"""

from __future__ import annotations

from collections.abc import Mapping

from bindwright.model.plain import PlainApi

UNSUPPORTED = "error:no-support("
SWEEP = "sweep-"
"""What the names of cases begin with that call everything."""


def written(transcripts: Mapping[str, str]) -> dict[str, str]:
    """Returns the transcripts of the cases that somebody wrote."""
    return {name: text for name, text in transcripts.items() if not name.startswith(SWEEP)}


def outcomes(plain: PlainApi, transcripts: Mapping[str, str]) -> dict[str, list[str]]:
    """Returns what each C function that was called said, by its name; the cases are in the order of their names."""
    symbols = {call.name: call.symbol for call in plain.calls}
    found: dict[str, list[str]] = {}
    for name in sorted(transcripts):
        for line in transcripts[name].splitlines():
            label, _, said = line.strip().partition(": ")
            if label in symbols:
                found.setdefault(symbols[label], []).append(said)
    return found


def supported(plain: PlainApi, transcripts: Mapping[str, str]) -> set[str]:
    """Returns the functions that said something else than that the driver does not have them."""
    return {
        symbol
        for symbol, said in outcomes(plain, transcripts).items()
        if not all(item.startswith(UNSUPPORTED) for item in said)
    }


def listing(plain: PlainApi, transcripts: Mapping[str, str]) -> str:
    """Returns the functions that were called, a line each, and how many they are."""
    found, have = outcomes(plain, transcripts), supported(plain, transcripts)
    lines = [symbol if symbol in have else f"{symbol} (no support)" for symbol in sorted(found)]
    head = f"{len(found)} functions of C are called, of which the driver supports {len(have)}:"
    return "\n".join([head, "", *lines]) + "\n"
