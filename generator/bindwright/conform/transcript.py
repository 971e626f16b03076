# SPDX-License-Identifier: LGPL-2.1-or-later
"""Says in which points a transcript is not what its case announces.

It does not compare two transcripts: they must be the same byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bindwright.model.scenario import Scenario, Step, StepKind

LAST = "live handles: 0"
"""The last line of a transcript when the library can count: nothing is left."""


def first_line(scenario: Scenario) -> str:
    """Returns the line that a transcript starts with."""
    return f"case: {scenario.name}"


def contradictions(scenario: Scenario, transcript: str) -> tuple[str, ...]:
    """Returns what a transcript says against its case: a failure that was not announced, or the other way round."""
    lines = transcript.splitlines()
    found = []
    if not transcript.isascii() or not transcript.endswith("\n"):
        found.append("it is not lines of ASCII text")
    if lines[:1] != [first_line(scenario)]:
        found.append(f"it does not start with '{first_line(scenario)}'")
    if scenario.counted and lines[-1:] != [LAST]:
        found.append(f"it does not end with '{LAST}'")
    told = lines[1:-1] if scenario.counted else lines[1:]
    found += _steps(scenario.steps, [line for line in told if not line.startswith(" ")])
    return tuple(found)


def _steps(steps: Sequence[Step], lines: Sequence[str]) -> Iterator[str]:
    """Yields what is wrong with the lines of a block's own steps."""
    expected = list(_flat(steps))
    for step, line in zip(expected, lines, strict=False):
        label, _, said = line.partition(": ")
        if label != step.label:
            yield f"'{label}' stands where '{step.label}' is to stand"
            return
        if problem := _ending(step, said):
            yield f"{label}: {problem}"
    if len(expected) != len(lines):
        yield f"{len(lines)} steps are in it, the case has {len(expected)}"


def _flat(steps: Sequence[Step]) -> Iterator[Step]:
    """Yields the steps in the order of their lines: a scope ends after the steps within it."""
    for step in steps:
        if step.kind is StepKind.SCOPE:
            yield from _flat(step.steps)
        yield step


def _ending(step: Step, said: str) -> str:
    if step.tried:
        return ""
    if step.refused is not None:
        wanted = f"refused:{step.refused.value}"
    elif step.fails is not None:
        wanted = f"error:{'-'.join(step.fails.words)}({step.fails.value})"
    elif said.startswith(("error:", "refused:")):
        return f"it failed, which the case does not announce: {said}"
    else:
        return ""
    return "" if said.startswith(wanted) else f"'{said}' stands where '{wanted}' is to stand"
