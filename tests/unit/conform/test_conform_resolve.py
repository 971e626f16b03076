# SPDX-License-Identifier: LGPL-2.1-or-later
"""Cases are checked against the API: a wrong name or value is a located error."""

from __future__ import annotations

from typing import Any

import pytest
from bindwright.conform import resolve
from bindwright.conform.values import Misfit, ValueMaker
from bindwright.diagnostics import BindwrightError
from bindwright.model.api import Kind, Type
from bindwright.model.scenario import Refusal, Scenario, StepKind, Value, ValueKind
from counters import (
    API,
    COUNTER,
    DIGEST,
    F64,
    MAYBE,
    MODES,
    PARAMS,
    PLAIN,
    RANGE,
    STATUS,
    TEXT,
    listed,
    number,
    write,
)

OPEN = '[[step]]\ncall = "bw_open"\nargs = { label = "a" }\nas = "counter"\n'
"""Lines 4 to 7; what follows starts at line 8."""


def one(body: str) -> Scenario:
    """Resolves one case."""
    (scenario,) = resolve([write(body)], API, PLAIN)
    return scenario


def problems(body: str) -> list[str]:
    """Returns what is wrong with one case."""
    with pytest.raises(BindwrightError) as caught:
        one(body)
    return [str(item) for item in caught.value.diagnostics]


def test_resolve_puts_the_models_things_in_place_of_names() -> None:
    """A step holds its plain call, its values by input and a variable for each output."""
    case = one(
        OPEN + '[[step]]\ncall = "bw_add"\nargs = { step = -1, self = "$counter" }\n'
        '[[step]]\ncall = "bw_bounds"\nargs = { self = "$counter" }\nas = { ret_high = "top" }\n'
        '[[step]]\ncall = "bw_add"\nargs = { self = "$counter", step = "$top" }\nfails = "BW_OUT_OF_RANGE"\n'
    )
    opened, added, bounds, again = case.steps

    assert opened.call is PLAIN.calls[0]
    assert [(key, item.kind) for key, item in opened.arguments] == [("label", ValueKind.LITERAL)]
    assert [key for key, _ in added.arguments] == ["self", "step"]
    assert [item.name for item in bounds.results] == ["", "top"]
    assert (again.arguments[1][1].name, again.arguments[1][1].path) == ("top", ())
    assert again.fails is API.enums[0].members[1]
    assert [item.name for item in case.variables] == ["counter", "top"]


def test_resolve_follows_references_into_lists_and_records() -> None:
    """An element of a list and a field of a record are values like any other."""
    case = one(
        OPEN + '[[step]]\ncall = "bw_join"\nargs = { others = ["$counter"] }\nas = "all"\n'
        '[[step]]\ncall = "bw_limit"\nargs = { self = "$all.0", range = { low = 1, max_high = 2 } }\nas = "range"\n'
        '[[step]]\ncall = "bw_add"\nargs = { self = "$all.1", step = "$range.max_high" }\n'
    )

    paths = [value.path for _, value in case.steps[3].arguments]

    assert paths == [(1,), ("max_high",)]


def test_resolve_gives_handlers_and_threads_blocks_of_their_own() -> None:
    """What is given within is not seen outside; what stands around is seen within."""
    case = one(
        '[handler.visit]\ncallback = "bw_visitor"\nreturns = [true, false]\n'
        '[[handler.visit.step]]\ncall = "bw_add"\nargs = { self = "$owner", step = 1 }\n'
        '[[handler.visit.step]]\ncall = "bw_rename"\nargs = { self = "$counter", label = "b" }\n'
        + OPEN.replace('"counter"', '"owner"')
        + '[[step]]\nthreads = 2\ntimes = 3\n[[step.step]]\ncall = "bw_open"\nargs = { label = "x" }\nas = "mine"\n'
        '[[step.step]]\ndrop = "$mine"\n'
        '[[step]]\ncall = "bw_visit"\nargs = { self = "$owner", visitor = "visit" }\n'
    )

    assert [item.name for item in case.variables] == ["owner"]
    assert [item.name for item in case.steps[1].variables] == ["mine"]
    assert (
        case.steps[1].threads,
        case.steps[1].times,
        case.steps[1].label,
    ) == (2, 3, "2 threads, 3 times")
    assert [item.literal for item in case.handlers[0].returns] == [True, False]
    assert [item.name for item in case.handlers[0].arguments] == ["counter"]


def test_resolve_lets_a_closed_object_be_refused() -> None:
    """After a close only a step that expects the refusal may name the object."""
    case = one(
        OPEN + '[[step]]\nclose = "$counter"\n[[step]]\nclose = "$counter"\n'
        '[[step]]\ncall = "bw_add"\nargs = { self = "$counter", step = 1 }\nrefused = "closed"\nfails = "BW_TOO_FAR"\n'
    )

    assert [step.kind for step in case.steps] == [
        StepKind.CALL,
        StepKind.CLOSE,
        StepKind.CLOSE,
        StepKind.CALL,
    ]
    assert (
        case.steps[3].refused,
        case.steps[3].fails and case.steps[3].fails.name,
    ) == (Refusal.CLOSED, "BW_TOO_FAR")


ADD = '[[step]]\ncall = "bw_add"\nargs = '


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('[[step]]\ncall = "bw_opne"\n', ":5:1: error: there is no plain call 'bw_opne' [BW712]"),
        (OPEN + ADD + '{ self = "$counter" }\n', ":10:1: error: 'bw_add' needs the argument 'step' [BW713]"),
        (
            OPEN + ADD + '{ self = "$counter", step = 1, stop = 2 }\n',
            ":10:1: error: 'bw_add' has no argument 'stop' [BW713]",
        ),
        (OPEN + ADD + '{ self = "$counter", step = "x" }\n', ":10:1: error: 'step': 'x' is not an integer [BW714]"),
        (OPEN + ADD + '{ self = "$counted", step = 1 }\n', ":10:1: error: 'self': no step before gives '$counted' [BW715]"),
        (OPEN + ADD + '{ self = "$counter", step = "$counter" }\n', "'$counter' is of the type object bw_counter, the call needs i64 [BW714]"),
        (OPEN + ADD + '{ self = "$counter.0", step = 1 }\n', "'$counter.0' leads nowhere: a object has no '0' [BW715]"),
        (OPEN + '[[step]]\ncall = "bw_live"\nas = { total = "n" }\n', ":10:1: error: 'bw_live' has no output 'total' [BW713]"),
        (OPEN + '[[step]]\ncall = "bw_bounds"\nargs = { self = "$counter" }\nas = "n"\n', "'bw_bounds' gives 2 outputs: name each by a table [BW713]"),
        (OPEN + '[[step]]\ncall = "bw_live"\nas = "counter"\n', ":10:1: error: '$counter' is given twice [BW715]"),
        (OPEN + '[[step]]\ncall = "bw_live"\nfails = "BW_OUT_OF_RANGE"\n', ":10:1: error: 'bw_live' never fails [BW716]"),
        (OPEN + ADD + '{ self = "$counter", step = 1 }\nfails = "BW_LOST"\n', ":11:1: error: the library has no error 'BW_LOST' [BW716]"),
        (OPEN + ADD + '{ self = "$counter", step = 1 }\nrefused = "politely"\n', ":11:1: error: 'politely' is no refusal [BW716]"),
        (OPEN + ADD + '{ self = "$counter", step = 1 }\nmessage = true\n', "a step that does not fail has no message [BW716]"),
        (OPEN + ADD + '{ self = "$counter", step = 1 }\ntried = true\nfails = "BW_OUT_OF_RANGE"\n', ":11:1: error: a step that may fail or not announces no failure"),
        (OPEN + ADD + '{ self = "$counter", step = 1 }\ntried = true\nas = "sum"\n', ":11:1: error: a step that may fail or not announces no failure"),
        (OPEN + ADD + '{ self = "$counter", step = 1 }\nfails = "BW_TOO_FAR"\nas = "sum"\n', "a step that fails gives nothing to name [BW715]"),
        (OPEN + '[[step]]\nclose = "$counter"\n' + ADD + '{ self = "$counter", step = 1 }\n', "'$counter' has been closed [BW715]"),
        (OPEN + '[[step]]\ndrop = "$counter"\n' + ADD + '{ self = "$counter", step = 1 }\n', "'$counter' has been dropped [BW715]"),
        (OPEN + '[[step]]\ndrop = "$counter"\n[[step]]\nclose = "$counter"\n', "'$counter' has been dropped [BW715]"),
        ('[[step]]\nclose = "$counter"\n', ":5:1: error: no step gives '$counter' [BW715]"),
        ('[[step]]\ncall = "bw_live"\nas = "n"\n[[step]]\ndrop = "$n"\n', "'$n' is no object [BW715]"),
        (OPEN + '[[step]]\ncall = "bw_visit"\nargs = { self = "$counter", visitor = "visit" }\n', "there is no handler 'visit' [BW717]"),
        ('[handler.visit]\ncallback = "bw_vistor"\n[[step]]\ncall = "bw_live"\n', ":5:1: error: there is no callback type 'bw_vistor' [BW717]"),
        ('[handler.visit]\ncallback = "bw_visitor"\n[[step]]\ncall = "bw_live"\n', "handler 'visit' must say what it returns [BW717]"),
        ('[handler.visit]\ncallback = "bw_visitor"\nreturns = 3\n[[step]]\ncall = "bw_live"\n', ":6:1: error: 'returns': 3 is not true or false [BW714]"),
        ('[handler.visit]\ncallback = "bw_visitor"\nreturns = true\n' + OPEN, "'$counter' is an argument of the handler and given by a step [BW715]"),
    ],
)  # fmt: skip
def test_resolve_refuses_what_does_not_fit(body: str, expected: str) -> None:
    """Every mistake is named with its line and its code."""
    (found,) = problems(body)

    assert expected in found
    assert found.startswith("cases/trial.toml:")


def test_resolve_finds_all_problems_of_all_cases() -> None:
    """One run shows them all, in order."""
    cases = [
        write('[[step]]\ncall = "no"\n[[step]]\ncall = "nope"\n'),
        write('[[step]]\ncall = "never"\n'),
    ]

    with pytest.raises(BindwrightError) as caught:
        resolve(cases, API, PLAIN)

    assert [item.message.split()[-1] for item in caught.value.diagnostics] == [
        "'no'",
        "'nope'",
        "'never'",
    ]


MAKER = ValueMaker(API)


def make(to: Type, raw: Any, refusal: Refusal | None = None) -> Value:
    """Makes a value where there is nothing to refer to."""

    def lookup(name: str) -> Type:
        raise Misfit(f"nothing is called {name}", "BW715")

    return MAKER.make(to, raw, lookup, refusal)


@pytest.mark.parametrize(
    ("kind", "low", "high"),
    [
        (Kind.I8, -(2**7), 2**7 - 1),
        (Kind.I16, -(2**15), 2**15 - 1),
        (Kind.I32, -(2**31), 2**31 - 1),
        (Kind.I64, -(2**63), 2**63 - 1),
        (Kind.U8, 0, 2**8 - 1),
        (Kind.U16, 0, 2**16 - 1),
        (Kind.U32, 0, 2**32 - 1),
        (Kind.U64, 0, 2**64 - 1),
        (Kind.SIZE, 0, 2**64 - 1),
    ],
)
def test_value_maker_knows_the_limits_of_integers(kind: Kind, low: int, high: int) -> None:
    """The limits themselves fit, the next number only where a refusal is expected."""
    to = number(kind)

    assert (low, high) == (make(to, low).literal, make(to, str(high)).literal)
    for past in (low - 1, high + 1):
        with pytest.raises(Misfit, match="does not fit"):
            make(to, past)
        assert make(to, past, Refusal.RANGE).literal == past


@pytest.mark.parametrize(
    ("to", "raw", "expected"),
    [
        (TEXT, "$$price", "$price"),
        (TEXT, "", ""),
        (F64, 1, 1.0),
        (DIGEST, "00ff7f80", b"\x00\xff\x7f\x80"),
        (STATUS, "BW_TOO_FAR", 3),
        (STATUS, 99, 99),
        (MODES, ["BW_FAST", "BW_LOUD"], 5),
        (MODES, "BW_LOUD", 4),
        (MODES, 2**31, 2**31),
    ],
)
def test_value_maker_reads_scalars(to: Type, raw: Any, expected: Any) -> None:
    """Each kind has its own notation."""
    assert make(to, raw).literal == expected


@pytest.mark.parametrize(("to", "raw"), [(MODES, 2**32), (MODES, -1), (STATUS, 2**32)])
def test_value_maker_reads_what_bindings_must_refuse_as_a_number(to: Type, raw: int) -> None:
    """Flags that do not fit are no flags, and only there when they are to be refused."""
    value = make(to, raw, Refusal.RANGE)

    assert (value.kind, value.literal) == (ValueKind.LITERAL, raw)


def test_value_maker_reads_null_where_it_may_be() -> None:
    """Nothing is a value of its own."""
    assert make(MAYBE, {"null": True}).kind is ValueKind.NULL
    assert make(TEXT, {"null": True}, Refusal.NULL).kind is ValueKind.NULL
    with pytest.raises(Misfit, match="null is given where something is needed"):
        make(TEXT, {"null": True})


def test_value_maker_reads_dictionaries_by_type() -> None:
    """A number says of which type it is, the rest is plain."""
    value = make(PARAMS, {"a": {"i64": -1}, "b": True, "c": "text"})

    assert [(key, item.type.kind, item.literal) for key, item in value.entries] == [
        ("a", Kind.I64, -1),
        ("b", Kind.BOOL, True),
        ("c", Kind.STRING, "text"),
    ]


@pytest.mark.parametrize(
    ("to", "raw", "cause"),
    [
        (TEXT, 3, "3 is not a string"),
        (TEXT, "a\0b", "C cannot carry a text with a NUL in it"),
        (number(Kind.I32), True, "True is not an integer"),
        (F64, "1", "'1' is not a number"),
        (DIGEST, "zz", "'zz' is not bytes in hexadecimal"),
        (DIGEST, "00", "1 bytes are given where 4 are needed"),
        (STATUS, "BW_LAST", "'BW_LAST' is not a member of bw_status"),
        (STATUS, -1, "-1 is neither a member of bw_status nor a number"),
        (MODES, {"a": 1}, "neither members of bw_modes nor a number"),
        (RANGE, {"low": 1}, "bw_range needs a table of low, max_high"),
        (PARAMS, {"a": 1}, "the value of 'a' has no type of bw_param"),
        (PARAMS, {"a": {"u8": 1}}, "the value of 'a' has no type of bw_param"),
        (PARAMS, 1, "1 is not a table"),
        (listed(TEXT), "one", "'one' is not a list"),
        (COUNTER, "counter", "no case can write a value of the kind 'object'"),
        (Type(kind=Kind.CALLBACK, c=TEXT.c, name="bw_visitor"), 1, "a callback is the name of a handler"),
    ],
)  # fmt: skip
def test_value_maker_refuses_what_does_not_fit(to: Type, raw: Any, cause: str) -> None:
    """The cause says what was written and what is needed."""
    with pytest.raises(Misfit) as caught:
        make(to, raw)

    assert cause in caught.value.cause
