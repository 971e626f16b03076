# SPDX-License-Identifier: LGPL-2.1-or-later
"""Cases are closed TOML: what they do not know is a located error."""

from __future__ import annotations

from pathlib import Path

import pytest
from bindwright.conform import load_cases
from bindwright.diagnostics import BindwrightError

HEAD = 'name = "trial"\nrung = "call"\ndoc = "Tries."\n'
STEP = '[[step]]\ncall = "bw_live"\n'


def test_load_cases_reads_a_folder_in_the_order_of_names(tmp_path: Path) -> None:
    """The order does not depend on the file system."""
    for name in ("second", "first", "third"):
        (tmp_path / f"{name}.toml").write_text(HEAD.replace("trial", name) + STEP)

    assert [case.name for case in load_cases(tmp_path)] == ["first", "second", "third"]


def test_load_cases_puts_the_folder_in_its_place(tmp_path: Path) -> None:
    """Files beside the cases are found wherever the program runs, escaped in a URI; its own files are where it runs."""
    folder = tmp_path / "the cases"
    folder.mkdir()
    args = 'args = { uri = "test://{cases}/one.xml", path = "{cases}/one.xml", n = 1,'
    args += ' params = { file = "{scratch}/x" }, names = ["{scratch}/y"] }\n'
    handler = '[handler.visit]\ncallback = "bw_visitor"\n[[handler.visit.step]]\n'
    steps = f'call = "bw_open"\n{args}'
    (folder / "trial.toml").write_text(
        f'{HEAD}{handler}{steps}[[step]]\nscope = "$x"\n[[step.step]]\n{steps}'
    )

    (case,) = load_cases(folder)

    for step in case.handlers[0].steps[0], case.steps[0].steps[0]:
        assert step.args == {
            "uri": f"test://{tmp_path}/the%20cases/one.xml",
            "path": f"{tmp_path}/the cases/one.xml",
            "n": 1,
            "params": {"file": "scratch/x"},
            "names": ["scratch/y"],
        }


def test_load_cases_keeps_what_is_written(tmp_path: Path) -> None:
    """Every key has its place in the case."""
    (tmp_path / "trial.toml").write_text(
        HEAD
        + '[handler.visit]\ncallback = "bw_visitor"\nreturns = [true, false]\nraises = 2\nshown = false\n'
        "[[handler.visit.step]]\n"
        'call = "bw_live"\n'
        "[[step]]\n"
        'call = "bw_add"\nargs = { self = "$counter", step = 2 }\nas = { ret_value = "sum" }\n'
        'fails = "BW_OUT_OF_RANGE"\nmessage = true\nshown = false\n'
        '[[step]]\ncall = "bw_live"\ntried = true\n'
        "[[step]]\nthreads = 3\ntimes = 4\n[[step.step]]\n"
        'close = "$counter"\n'
    )

    (case,) = load_cases(tmp_path)

    assert (
        case.handlers[0].name,
        case.handlers[0].returns,
        case.handlers[0].raises,
        case.handlers[0].shown,
        len(case.handlers[0].steps),
    ) == ("visit", (True, False), 2, False, 1)
    call, attempt, threads = case.steps
    assert (
        call.kind,
        call.subject,
        call.args,
    ) == ("call", "bw_add", {"self": "$counter", "step": 2})
    assert (
        call.names,
        call.fails,
        call.message,
        call.shown,
    ) == ({"ret_value": "sum"}, "BW_OUT_OF_RANGE", True, False)
    assert (call.tried, attempt.tried) == (False, True)
    assert (threads.kind, threads.subject, threads.times) == ("threads", 3, 4)
    assert (threads.steps[0].kind, threads.steps[0].subject) == ("close", "counter")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (STEP + "colour = 1\n", "trial.toml:6:1: error: unknown key 'colour' in [step.0] [BW002]"),
        ("", "trial.toml: error: 'step' is missing: nothing is done here [BW003]"),
        (
            "[[step]]\nfails = 'X'\n",
            "trial.toml:4:3: error: a step does one thing, this one says nothing",
        ),
        (STEP + 'drop = "$x"\n', "this one says 'call' and 'drop' [BW003]"),
        ('[[step]]\nclose = "x"\n', "trial.toml:5:1: error: 'step.0.close' is not a reference"),
        ('[[step]]\nclose = "$X"\n', "trial.toml:5:1: error: 'X' is no name"),
        (STEP + 'as = "two words"\n', "trial.toml:6:1: error: 'two words' is no name"),
        (STEP + "as = 3\n", "trial.toml:6:1: error: 'step.0.as' is not a name, or a table"),
        (STEP + "message = 1\n", "trial.toml:6:1: error: 'step.0.message' is not true or false"),
        ("[[step]]\nthreads = -1\n", "trial.toml:5:1: error: 'step.0.threads' is not a count"),
        ("[[step]]\nthreads = 2\n", "trial.toml:4:3: error: 'step' is missing"),
        ('[handler.Visit]\ncallback = "f"\n' + STEP, "trial.toml:4:2: error: 'Visit' is no name"),
        ("[handler.visit]\nreturns = 1\n" + STEP, "'handler.visit.callback' is missing [BW003]"),
        ('[[step]]\nclose = "$x"\nfails = "F"\n', "unknown key 'fails'"),
    ],
)
def test_load_cases_refuses_what_it_does_not_know(tmp_path: Path, body: str, expected: str) -> None:
    """Every mistake is named with its line."""
    (tmp_path / "trial.toml").write_text(HEAD + body)

    with pytest.raises(BindwrightError) as caught:
        load_cases(tmp_path, "cases")

    assert expected in str(caught.value)
    assert "cases/trial.toml" in str(caught.value)


def test_load_cases_names_all_faulty_files(tmp_path: Path) -> None:
    """One run shows the mistakes of all files."""
    (tmp_path / "one.toml").write_text("name = \n")
    (tmp_path / "two.toml").write_text(HEAD + STEP)

    with pytest.raises(BindwrightError) as caught:
        load_cases(tmp_path)

    assert [item.code for item in caught.value.diagnostics] == ["BW001", "BW711"]


def test_load_cases_needs_a_case(tmp_path: Path) -> None:
    """A folder without cases proves nothing."""
    with pytest.raises(BindwrightError, match="BW710"):
        load_cases(tmp_path)
