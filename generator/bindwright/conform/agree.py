# SPDX-License-Identifier: LGPL-2.1-or-later
"""Finds the transcript of a case that all targets agree on: what a golden one is made from.

It does not write it: nobody's output becomes golden without being asked for.
"""

from __future__ import annotations

from collections.abc import Sequence

from bindwright.conform.run import Outcome, Result
from bindwright.conform.transcript import contradictions
from bindwright.diagnostics import failure
from bindwright.model.scenario import Scenario


def agree(scenario: Scenario, results: Sequence[Result]) -> str:
    """Returns the transcript that every target which supports a case printed.

    Raises:
        BindwrightError: BW722 no target supports it, two differ, or what they printed is not what the case announces.
    """
    supported = [item for item in results if item.outcome is not Outcome.UNSUPPORTED]
    if not supported:
        raise failure("BW722", f"no target supports '{scenario.name}'", scenario.location)
    first = supported[0]
    for other in supported[1:]:
        if other.transcript != first.transcript:
            cause = f"'{first.target}' and '{other.target}' differ in '{scenario.name}'"
            hint = "the one that is right becomes golden when the other is mended or unsupported"
            raise failure("BW722", cause, scenario.location, hint)
    problems = contradictions(scenario, first.transcript)
    if problems:
        cause = f"'{scenario.name}' is not what its case announces: {'; '.join(problems)}"
        raise failure("BW722", cause, scenario.location)
    return first.transcript
