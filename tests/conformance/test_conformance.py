# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every target performs each case of each library as its golden transcript says."""

from __future__ import annotations

from typing import Any

import pytest
from bindwright.conform import (
    Outcome,
    Program,
    contradictions,
    load_goldens,
    run_cases,
    stale_patterns,
)
from libraries import PROJECTS, build, conformance, scenarios, targets

GOLDEN = {library: load_goldens(conformance(library).golden) for library in PROJECTS}
CASES = [(library, case) for library, goldens in GOLDEN.items() for case in goldens]
TARGETS = [(library, target) for library in PROJECTS for target in targets(library)]
RUNS = [(library, target, case) for library, target in TARGETS for case in GOLDEN[library]]


@pytest.fixture
def program(library: str, target: str, require: Any) -> Program:
    """Builds a target's program once for all its cases; without its tools the case is skipped."""
    project = PROJECTS[library]
    require.package(*project.library.pkg_config)
    require.target(target)
    return build(library, target)


@pytest.mark.parametrize(("library", "target", "case"), RUNS)
def test_case_is_performed_as_its_golden_transcript_says(
    program: Program, library: str, case: str
) -> None:
    """A supported case prints the transcript byte for byte, an unsupported one does not."""
    (result,) = run_cases(program, [scenarios(library)[case]], GOLDEN[library])

    assert result.outcome is not Outcome.FAILED, result.detail


@pytest.mark.parametrize("target", sorted({target for _, target in TARGETS}))
def test_every_unsupported_case_exists(target: str, require: Any) -> None:
    """No entry of [[unsupported]] outlives its case."""
    require.target(target)
    cases = [case for library in PROJECTS for case in scenarios(library).values()]

    assert stale_patterns(build("keel", target), cases) == ()


@pytest.mark.parametrize("library", PROJECTS)
def test_every_case_has_a_golden_transcript(library: str) -> None:
    """Neither a case without a transcript nor a transcript without a case."""
    assert sorted(GOLDEN[library]) == sorted(scenarios(library))


@pytest.mark.parametrize(("library", "case"), CASES)
def test_golden_transcript_is_what_its_case_announces(library: str, case: str) -> None:
    """A golden transcript fails where its case says so and nowhere else, and nothing stays alive."""
    assert contradictions(scenarios(library)[case], GOLDEN[library][case]) == ()
