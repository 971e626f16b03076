# SPDX-License-Identifier: LGPL-2.1-or-later
"""Programs are run case by case and judged by their golden transcripts."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import pytest
from bindwright.conform import (
    Outcome,
    Program,
    Result,
    agree,
    contradictions,
    load_goldens,
    resolve,
    run_cases,
    stale_patterns,
)
from bindwright.diagnostics import BindwrightError
from bindwright.model.scenario import Scenario
from counters import API, PLAIN, write

BODY = """
[handler.visit]
callback = "bw_visitor"
returns = true

[[step]]
call = "bw_open"
args = { label = "a" }
as = "owner"

[[step]]
scope = "$owner"
[[step.step]]
call = "bw_add"
args = { self = "$owner", step = 1 }
fails = "BW_OUT_OF_RANGE"

[[step]]
call = "bw_add"
args = { self = "$owner", step = 1 }
refused = "closed"
"""

GOLDEN = """case: trial
bw_open: object:bw_counter
  visit: object:bw_counter
bw_add: error:out-of-range(3)
scope owner: ok
bw_add: refused:closed
live handles: 0
"""


@pytest.fixture
def scenario() -> Scenario:
    """Resolves the one case that all programs here perform."""
    return resolve([write(BODY)], API, PLAIN)[0]


def program(tmp_path: Path, code: str, **more: object) -> Program:
    """Returns a program that is some Python code."""
    return Program(
        target="quux",
        folder=tmp_path,
        command=(sys.executable, "-c", code, "{case}"),
        **more,  # type: ignore[arg-type]
    )


def judge(program: Program, scenario: Scenario, golden: str | None = GOLDEN) -> Result:
    """Returns the result of the one case."""
    goldens = {} if golden is None else {scenario.name: golden}
    (result,) = run_cases(program, [scenario], goldens)
    return result


def prints(text: str) -> str:
    """Returns code that prints a text."""
    return f"import sys; sys.stdout.write({text!r})"


def test_run_cases_fails_what_complains(tmp_path: Path, scenario: Scenario) -> None:
    """An error that is raised is not printed as well, not even beside the transcript."""
    code = prints(GOLDEN) + "; sys.stderr.write('error: no such thing\\n')"

    result = judge(program(tmp_path, code), scenario)

    assert result.outcome is Outcome.FAILED
    assert result.detail == "the program wrote what is no transcript:\nerror: no such thing"


def test_run_cases_passes_what_is_the_same(tmp_path: Path, scenario: Scenario) -> None:
    """A transcript that is golden byte for byte passes; the program is told the case's name."""
    code = prints(GOLDEN) + "; assert sys.argv[1] == 'trial'"

    result = judge(program(tmp_path, code), scenario)

    assert (result.outcome, result.detail, result.transcript) == (Outcome.PASSED, "", GOLDEN)


@pytest.mark.parametrize(
    ("code", "golden", "expected"),
    [
        (
            prints(GOLDEN.replace("range(3)", "range(4)")),
            GOLDEN,
            "-bw_add: error:out-of-range(3)\n+bw_add: error:out-of-range(4)",
        ),
        (prints(GOLDEN.rstrip("\n")), GOLDEN, "the ends of its lines differ"),
        (prints(GOLDEN), None, "there is no golden transcript of it"),
        (prints(GOLDEN) + "; sys.exit(3)", GOLDEN, "the program ended with status 3:"),
        ("import os; os.abort()", GOLDEN, "the program was ended by SIGABRT:"),
        ("import sys; sys.exit('lost')", GOLDEN, "ended with status 1:\nlost"),
    ],
)
def test_run_cases_says_why_a_case_failed(
    tmp_path: Path, scenario: Scenario, code: str, golden: str | None, expected: str
) -> None:
    """A difference is shown as one, the end of a program with what it said last."""
    result = judge(program(tmp_path, code), scenario, golden)

    assert result.outcome is Outcome.FAILED
    assert expected in result.detail


def test_run_cases_ends_a_program_that_hangs(tmp_path: Path, scenario: Scenario) -> None:
    """A dead lock is a failure like any other."""
    result = judge(program(tmp_path, "import time; time.sleep(60)", timeout=0.5), scenario)

    assert "BW191" in result.detail


def test_run_cases_fails_a_program_that_cannot_start(tmp_path: Path, scenario: Scenario) -> None:
    """A program that is not there is told by its name."""
    absent = Program(target="quux", folder=tmp_path, command=("./absent", "{case}"))

    assert "cannot run ./absent" in judge(absent, scenario).detail


def test_run_cases_wants_unsupported_cases_to_fail(tmp_path: Path, scenario: Scenario) -> None:
    """A case listed as unsupported is still run: when it passes, the list is wrong."""
    unsupported = (("other", "no"), ("tri*", "there are no counters"))
    fails = judge(program(tmp_path, "pass", unsupported=unsupported), scenario)
    passes = judge(program(tmp_path, prints(GOLDEN), unsupported=unsupported), scenario)

    assert (fails.outcome, fails.detail) == (Outcome.UNSUPPORTED, "there are no counters")
    assert passes.outcome is Outcome.FAILED
    assert passes.detail == "it passes, but [[unsupported]] says: there are no counters"


def test_run_cases_fails_a_case_that_the_target_cannot_express(
    tmp_path: Path, scenario: Scenario
) -> None:
    """A call that the target drops is a failure unless the case is listed as unsupported."""
    missing = {"trial": "there is no bw_add"}
    lacking = program(tmp_path, prints(GOLDEN), missing=missing)
    listed = program(tmp_path, "pass", missing=missing, unsupported=(("trial", "no sums"),))

    assert judge(lacking, scenario).detail == "the target cannot express it: there is no bw_add"
    assert judge(listed, scenario).outcome is Outcome.UNSUPPORTED


def test_stale_patterns_finds_entries_without_a_case(tmp_path: Path, scenario: Scenario) -> None:
    """What names no case is to be taken out."""
    unsupported = (("tri*", "a"), ("gone", "b"))

    (found,) = stale_patterns(program(tmp_path, "pass", unsupported=unsupported), [scenario])

    assert (found.code, "'case:gone'" in found.message) == ("BW718", True)


def test_load_goldens_reads_a_folder(tmp_path: Path) -> None:
    """The name of the file is that of the case."""
    (tmp_path / "trial.txt").write_text(GOLDEN)
    (tmp_path / "README.md").write_text("")

    assert load_goldens(tmp_path) == {"trial": GOLDEN}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ""),
        ("case: trial", "case: other", "it does not start with 'case: trial'"),
        ("handles: 0", "handles: 2", "it does not end with 'live handles: 0'"),
        ("object:bw_counter", "error:too-far(3)", "it failed, which the case does not announce"),
        ("error:out-of-range(3)", "i64:1", "bw_add: 'i64:1' stands where 'error:out-of-range(3)'"),
        ("refused:closed", "error:closed(1)", "stands where 'refused:closed' is to stand"),
        ("scope owner: ok\n", "", "'bw_add' stands where 'scope owner' is to stand"),
        ("bw_add: refused:closed\n", "", "3 steps are in it, the case has 4"),
        ("counter", "zähler", "it is not lines of ASCII text"),
    ],
)
def test_contradictions_compares_a_transcript_with_its_case(
    scenario: Scenario, old: str, new: str, expected: str
) -> None:
    """Each step has its line, and fails when the case says so."""
    found = contradictions(scenario, GOLDEN.replace(old, new, 1))

    assert expected in (found[0] if found else "")
    assert bool(found) is bool(expected)


def test_contradictions_leaves_open_what_is_tried() -> None:
    """A step that may fail does or does not; a library that cannot count has no last line."""
    body = BODY.partition("[[step]]\nscope")[0].replace('as = "owner"', "tried = true")
    tried = dataclasses.replace(resolve([write(body)], API, PLAIN)[0], counted=False)

    assert contradictions(tried, "case: trial\nbw_open: (not shown)\n") == ()
    assert contradictions(tried, "case: trial\nbw_open: error:too-far(3)\n") == ()
    assert contradictions(tried, "case: trial\n") == ("0 steps are in it, the case has 1",)


def test_run_cases_gives_each_case_an_empty_folder(tmp_path: Path, scenario: Scenario) -> None:
    """What one case leaves there another does not find."""
    code = "import os; print(os.listdir('scratch')); open('scratch/x', 'w').close()"

    for _ in range(2):
        assert judge(program(tmp_path, code), scenario).transcript == "[]\n"


def outcome(target: str, kind: Outcome, transcript: str = GOLDEN) -> Result:
    """Returns a result."""
    return Result(target=target, case="trial", outcome=kind, transcript=transcript)


def test_agree_takes_what_all_that_support_a_case_print(scenario: Scenario) -> None:
    """A target that does not support the case has no say."""
    results = [
        outcome("one", Outcome.UNSUPPORTED, "other"),
        outcome("two", Outcome.FAILED),
        outcome("three", Outcome.FAILED),
    ]

    assert agree(scenario, results) == GOLDEN


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ([outcome("one", Outcome.UNSUPPORTED)], "no target supports 'trial'"),
        (
            [outcome("one", Outcome.FAILED), outcome("two", Outcome.FAILED, "other")],
            "'one' and 'two' differ in 'trial'",
        ),
        ([outcome("one", Outcome.FAILED, "nothing\n")], "'trial' is not what its case announces"),
    ],
)
def test_agree_refuses_to_choose(scenario: Scenario, results: list[Result], expected: str) -> None:
    """Nothing becomes golden while two differ, or against the case."""
    with pytest.raises(BindwrightError) as caught:
        agree(scenario, results)

    assert expected in str(caught.value)
    assert caught.value.diagnostics[0].code == "BW722"
