# SPDX-License-Identifier: LGPL-2.1-or-later
"""What nobody said stays missing, and what was said wrongly is an error with a place."""

from __future__ import annotations

import pytest
from bindwright.describe import Description, Summary, describe, summary
from bindwright.diagnostics import BindwrightError, Location
from bindwright.model.ctype import CType, named, pointer
from bindwright.model.facts import Comment, Facts, FunctionFact, ParameterFact
from conftest import Describe, function, library, overlay

PLACE = Location(file="a.h", line=20)


def facts(comment: str, result: CType, **parameters: CType) -> Facts:
    """Returns the facts of one function ``f``."""
    return Facts(
        target="x86_64-linux-gnu",
        functions=(
            FunctionFact(
                name="f",
                result=result,
                parameters=tuple(ParameterFact(name=name, c=c) for name, c in parameters.items()),
                comment=Comment(text=comment, location=Location(file="a.h", line=10)),
                location=PLACE,
            ),
        ),
    )


def missing(found: Facts, text: str = "") -> tuple[str, ...]:
    """Returns what is missing of ``f``."""
    api = describe(found, Description(library=library(), overlay=overlay(text)))
    return api.functions[0].missing


CHAR = named("char")


@pytest.mark.parametrize(
    ("result", "parameters", "expected"),
    [
        (named("int"), {}, ("return: meaning unknown", "return: failure unknown")),
        (pointer(CHAR), {}, ("return: transfer unknown", "return: failure unknown")),
        (named("void"), {"p": pointer(named("void"))}, ("p: role unknown",)),
        (named("void"), {"p": pointer(named("int"))}, ("p: role unknown",)),
        (named("void"), {"p": pointer(pointer(CHAR))}, ("p: role unknown",)),
        (named("void"), {"p": named("mystery_t")}, ("p: what a 'mystery_t' is unknown",)),
        (named("void"), {"s": pointer(named("char", const=True)), "n": named("long")}, ()),
    ],
)
def test_describe_lists_what_is_missing(
    result: CType, parameters: dict[str, CType], expected: tuple[str, ...]
) -> None:
    """Types alone tell what a constant string and a number are, and no more."""
    assert missing(facts("", result, **parameters)) == expected


def test_describe_lists_an_unknown_owner(acme: Describe) -> None:
    """Handles in a list belong to someone."""
    text = '[function.acmeHostListAllGuests]\nguests = "(out) (array length=return)"\n'
    assert "guests: transfer unknown" in function(acme(text), "acmeHostListAllGuests").missing


def test_a_function_with_an_incomplete_struct_is_incomplete(acme: Describe) -> None:
    """The list field of ``acmeDisk`` has no length until someone says it."""
    text = '[function.acmeDiskFree]\ndisk = "(in)"\n'

    assert function(acme(text), "acmeDiskFree").missing == ("disk: 'acmeDisk' is not complete",)


def test_an_annotation_on_a_missing_parameter_is_an_error() -> None:
    """A renamed parameter leaves its annotation behind; plain words about it are let pass."""
    with pytest.raises(BindwrightError) as raised:
        missing(
            facts("f: (function)\n@flag: (default 0): how\n", named("void"), flags=named("int"))
        )

    (found,) = raised.value.diagnostics
    assert (found.code, found.location) == ("BW203", Location(file="a.h", line=11))
    assert found.message == "'f' has no parameter 'flag'"
    assert found.hint == "did you mean 'flags'?"
    assert missing(facts("f:\n@flag: how\n", named("void"), flags=named("int"))) == ()


def test_all_mistakes_are_told_at_once() -> None:
    """One run shows what would else take many."""
    comment = "f: (functoin)\n@a: (out) (inn): x\n"
    with pytest.raises(BindwrightError) as raised:
        missing(facts(comment, named("void"), a=named("int")), '[function.g]\nsay = "(free)"\n')

    assert [item.code for item in raised.value.diagnostics] == ["BW201", "BW201", "BW204"]


def test_summary_counts_functions(acme: Describe) -> None:
    """Complete, incomplete, and left out for a reason."""
    api = acme(
        '[[pattern]]\nname = "none"\nfunctions = "^acmeGuest"\nfunction = "(skip not now)"\n'
    )
    found = summary(api)

    skipped = sum(1 for item in api.functions if item.name.startswith("acmeGuest"))
    assert found.total == len(api.functions)
    assert found.skipped == skipped
    assert Summary(complete=1, missing=2, skipped=3).total == 6


def test_describe_is_the_same_however_often_it_runs(acme: Describe) -> None:
    """Nothing depends on a hash or on an earlier run."""
    assert acme("[conventions]\nhandle-methods = true\n") == acme(
        "[conventions]\nhandle-methods = true\n"
    )
