# SPDX-License-Identifier: LGPL-2.1-or-later
"""One scenario, every language: each target's program performs each case as its golden transcript says."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import pytest
from bindwright import project as projects
from bindwright.conform import (
    Outcome,
    Program,
    contradictions,
    load_goldens,
    run_cases,
    stale_patterns,
)
from bindwright.model.scenario import Scenario
from bindwright.pipeline import conforming
from bindwright.pipeline.making import Maker, target_names

HERE = Path(__file__).resolve().parent
GOLDEN = HERE / "golden"
CASES = sorted(path.stem for path in (HERE / "cases").glob("*.toml"))


@functools.cache
def maker() -> Maker:
    return Maker(projects.read(HERE.parent.parent / "api-spec" / "keel"))


TARGETS = [name for name in target_names() if "conform" in maker().manifest(name).tools]


@functools.cache
def scenarios() -> dict[str, Scenario]:
    return {scenario.name: scenario for scenario in conforming.scenarios(maker())}


@functools.cache
def build(target: str) -> Program:
    return conforming.build(maker(), target, tuple(scenarios().values()))


@pytest.fixture
def program(target: str, require: Any) -> Program:
    """Builds a target's program once for all its cases; without its tools the case is skipped."""
    require.package("keel")
    for name in maker().manifest(target).needs:
        require.program(name)
    return build(target)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("target", TARGETS)
def test_case_is_performed_as_its_golden_transcript_says(program: Program, case: str) -> None:
    """A supported case prints the transcript byte for byte, an unsupported one does not."""
    (result,) = run_cases(program, [scenarios()[case]], load_goldens(GOLDEN))

    assert result.outcome is not Outcome.FAILED, result.detail


@pytest.mark.parametrize("target", TARGETS)
def test_every_unsupported_case_exists(program: Program) -> None:
    """No entry of [[unsupported]] outlives its case."""
    assert stale_patterns(program, list(scenarios().values())) == ()


def test_every_case_has_a_golden_transcript() -> None:
    """Neither a case without a transcript nor a transcript without a case."""
    assert sorted(load_goldens(GOLDEN)) == CASES


@pytest.mark.parametrize("case", CASES)
def test_golden_transcript_is_what_its_case_announces(case: str) -> None:
    """A golden transcript fails where its case says so and nowhere else, and nothing stays alive."""
    assert contradictions(scenarios()[case], load_goldens(GOLDEN)[case]) == ()
