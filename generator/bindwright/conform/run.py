# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs a target's conformance program case by case and judges what it printed.

It does not render or build the program, and changes no golden transcript.
"""

from __future__ import annotations

import difflib
import fnmatch
import shutil
import signal
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from bindwright import tools
from bindwright.conform.cases import SCRATCH
from bindwright.conform.transcript import contradictions
from bindwright.diagnostics import BindwrightError, Diagnostic
from bindwright.model.scenario import Scenario

PREFIX = "case:"
"""What an entry of a target's ``[[unsupported]]`` starts with when it names cases."""


class Outcome(Enum):
    """How a target did in one case."""

    PASSED = "passed"
    FAILED = "failed"
    UNSUPPORTED = "unsupported"
    """It failed as its manifest says it must."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one target made of one case."""

    target: str
    case: str
    outcome: Outcome
    detail: str = ""
    """Of a failure why, with a diff; of an unsupported case the reason."""
    transcript: str = ""
    """What the program printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A target's conformance program, built."""

    target: str
    folder: Path
    """Where it is run, with a folder for files of the case in it."""
    command: tuple[str, ...]
    """Runs one case; ``{case}`` in it is the case's name."""
    unsupported: tuple[tuple[str, str], ...] = ()
    """Patterns of case names, each with a reason."""
    missing: Mapping[str, str] = field(default_factory=dict)
    """Cases that the program lacks, with why."""
    timeout: float = 60

    def reason(self, case: str) -> str:
        """Returns why the target does not support a case; empty when it does."""
        found = (why for pattern, why in self.unsupported if fnmatch.fnmatchcase(case, pattern))
        return next(found, "")


def run_cases(
    program: Program, scenarios: Sequence[Scenario], goldens: Mapping[str, str]
) -> Iterator[Result]:
    """Yields the result of each case, in order; a case without a golden transcript fails."""
    for scenario in scenarios:
        yield _judge(program, scenario, goldens.get(scenario.name))


def stale_patterns(program: Program, scenarios: Sequence[Scenario]) -> tuple[Diagnostic, ...]:
    """Returns a diagnostic for each entry of a target's ``[[unsupported]]`` that names no case: BW718."""
    names = [scenario.name for scenario in scenarios]
    return tuple(
        Diagnostic(
            code="BW718",
            message=f"target '{program.target}' does not support '{PREFIX}{pattern}', which is no case",
            hint="take it out of [[unsupported]]",
        )
        for pattern, _ in program.unsupported
        if not fnmatch.filter(names, pattern)
    )


def load_goldens(folder: Path) -> dict[str, str]:
    """Reads every golden transcript of a folder by the name of its case."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}


def _judge(program: Program, scenario: Scenario, golden: str | None) -> Result:
    reason = program.reason(scenario.name)
    transcript, fault = _perform(program, scenario)
    if not fault:
        fault = _compare(scenario, transcript, golden)
    if reason:
        outcome = Outcome.UNSUPPORTED if fault else Outcome.FAILED
        detail = reason if fault else f"it passes, but [[unsupported]] says: {reason}"
    else:
        outcome = Outcome.FAILED if fault else Outcome.PASSED
        detail = fault
    return Result(
        target=program.target,
        case=scenario.name,
        outcome=outcome,
        detail=detail,
        transcript=transcript,
    )


def _perform(program: Program, scenario: Scenario) -> tuple[str, str]:
    """Runs one case; returns what it printed, and what went wrong with running it."""
    if scenario.name in program.missing:
        return "", f"the target cannot express it: {program.missing[scenario.name]}"
    scratch = program.folder / SCRATCH
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    argv = [part.replace("{case}", scenario.name) for part in program.command]
    try:
        done = tools.run(argv, cwd=program.folder, timeout=program.timeout)
    except BindwrightError as error:
        return "", str(error)
    if done.status == 0 and not done.errors:
        return done.output, ""
    if done.status == 0:
        # An error that is raised is not printed as well.
        return done.output, f"the program wrote what is no transcript:\n{done.errors.rstrip()}"
    said = "\n".join((done.output + done.errors).splitlines()[-20:])
    return done.output, f"the program {_ended(done.status)}:\n{said}"


def _ended(status: int) -> str:
    if status >= 0:
        return f"ended with status {status}"
    try:
        return f"was ended by {signal.Signals(-status).name}"
    except ValueError:
        return f"was ended by signal {-status}"


def _compare(scenario: Scenario, transcript: str, golden: str | None) -> str:
    if golden is None:
        return "there is no golden transcript of it"
    if transcript == golden:
        return "\n".join(contradictions(scenario, transcript))
    lines = difflib.unified_diff(
        golden.splitlines(), transcript.splitlines(), "golden", "printed", lineterm="", n=2
    )
    return "\n".join(lines) or "the ends of its lines differ"
