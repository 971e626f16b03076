# SPDX-License-Identifier: LGPL-2.1-or-later
"""One scenario, every language: cases over an API, and what each target made of them.

It does not render programs: ``target`` spells them.
"""

from bindwright.conform.agree import agree
from bindwright.conform.cases import Case, load_cases
from bindwright.conform.resolve import resolve
from bindwright.conform.run import (
    PREFIX,
    Outcome,
    Program,
    Result,
    load_goldens,
    run_cases,
    stale_patterns,
)
from bindwright.conform.transcript import contradictions

__all__ = [
    "PREFIX",
    "Case",
    "Outcome",
    "Program",
    "Result",
    "agree",
    "contradictions",
    "load_cases",
    "load_goldens",
    "resolve",
    "run_cases",
    "stale_patterns",
]
