# SPDX-License-Identifier: LGPL-2.1-or-later
"""A shape that no plain call has is an error that names function, parameter and cause."""

from __future__ import annotations

from dataclasses import replace

import fixture_api as fx
import pytest
from bindwright.diagnostics import BindwrightError, Location
from bindwright.model.api import (
    Direction,
    FailureMode,
    FailureRule,
    Function,
    Idiom,
    Kind,
    Release,
    Role,
    Scope,
    Transfer,
    Type,
)
from bindwright.model.ctype import named, pointer
from bindwright.plain import plain

API = fx.fixture_api()
LISTS = fx.many(fx.many(fx.INT))
EACH = fx.given("cb", fx.EACH, pointer(fx.EACH.c), role=Role.CALLBACK, scope=Scope.CALL)
DATA_OF_CB = fx.measure("opaque", Role.USER_DATA, "cb", pointer(fx.VOID_C))
INTS_C = pointer(fx.INT_C)


def rule(mode: FailureMode, value: str = "", checked: bool = False) -> FailureRule:
    return FailureRule(mode=mode, value=value, checked=checked)


UNSUPPORTED: dict[str, tuple[Function, str, str]] = {
    "unknown failure": (
        fx.function("fx_f", failure=rule(FailureMode.UNKNOWN)),
        "BW501",
        "fx_f: nobody knows how it fails",
    ),
    "good without a status": (
        fx.function("fx_f", failure=FailureRule(mode=FailureMode.NEGATIVE, good=("FX_MORE",))),
        "BW501",
        "some of what it returns is no failure, yet it returns no status",
    ),
    "always there and no object": (
        fx.function("fx_f", fx.got("n", fx.INT, always=True)),
        "BW506",
        "is there although the call failed, but is no object",
    ),
    "growing without a status": (
        fx.function(
            "fx_f",
            fx.got("data", fx.DATA, fx.DATA.c),
            fx.measure(
                "n", Role.RESULT_LENGTH, "data", pointer(fx.SIZE_C), direction=Direction.INOUT
            ),
            idiom=Idiom.GROW_FILL,
            full="FX_SHORT",
        ),
        "BW502",
        "is called again with more room, yet returns no status that asks for it",
    ),
    "measured number": (
        fx.function(
            "fx_f", returns=fx.result(fx.INT), idiom=Idiom.MEASURED, counter="fx_box_count"
        ),
        "BW502",
        "is measured, yet returns neither bytes nor a list",
    ),
    "negative unsigned": (
        fx.function("fx_f", returns=fx.result(fx.UINT)),
        "BW501",
        "its return type is unsigned",
    ),
    "negative pointer": (
        fx.function("fx_f", returns=fx.result(fx.LENT)),
        "BW501",
        "it returns a pointer",
    ),
    "null number": (
        fx.function("fx_f", returns=fx.result(fx.INT), failure=fx.NULL),
        "BW501",
        "does not return a pointer",
    ),
    "void that fails": (
        fx.function("fx_f", returns=fx.VOID_RESULT),
        "BW501",
        "it returns nothing, yet its failure is 'negative'",
    ),
    "status and output": (
        fx.function("fx_f", returns=fx.result(fx.INT), failure=fx.STATUS),
        "BW501",
        "a status and an output at once",
    ),
    "equals nothing": (
        fx.function("fx_f", returns=fx.result(fx.INT), failure=rule(FailureMode.EQUALS)),
        "BW501",
        "equals a value that is not given",
    ),
    "checked never": (
        fx.function("fx_f", failure=rule(FailureMode.NEVER, checked=True)),
        "BW501",
        "never fails, yet its failure is checked",
    ),
    "length of nothing": (
        fx.function("fx_f", fx.measure("n", Role.LENGTH, "list")),
        "BW502",
        "parameter 'n': is the length of 'list', which is not there",
    ),
    "two lengths": (
        fx.function(
            "fx_f",
            fx.given("data", fx.DATA),
            fx.measure("n", Role.LENGTH, "data"),
            fx.measure("m", Role.LENGTH, "data"),
        ),
        "BW502",
        "'data' has another length already",
    ),
    "length of a number": (
        fx.function("fx_f", fx.out_length("n", "return"), returns=fx.result(fx.INT)),
        "BW502",
        "parameter 'n': is the result-length of 'return'",
    ),
    "returns length of nothing": (
        fx.function("fx_f", returns=fx.returns_length("list")),
        "BW502",
        "the return value is the length of 'list'",
    ),
    "list in without length": (
        fx.function("fx_f", fx.given("list", fx.many(fx.INT))),
        "BW502",
        "parameter 'list': nothing says how long the list is",
    ),
    "list out without length": (
        fx.function("fx_f", fx.got("list", fx.many(fx.INT), callee_allocates=True)),
        "BW502",
        "parameter 'list': nothing says how long the list is",
    ),
    "two filled lists": (
        fx.function(
            "fx_f",
            fx.got("a", fx.many(fx.INT), INTS_C),
            fx.in_out_length("n", "a", fx.INT_C),
            fx.got("b", fx.many(fx.INT), INTS_C),
            fx.in_out_length("m", "b", fx.INT_C),
            idiom=Idiom.QUERY_FILL,
        ),
        "BW502",
        "2 outputs with a capacity are filled",
    ),
    "filled without a count": (
        fx.function(
            "fx_f",
            fx.got("data", fx.TEXT, fx.CHARS),
            fx.measure("size", Role.CAPACITY, "data", fx.SIZE_C),
            idiom=Idiom.QUERY_FILL,
        ),
        "BW502",
        "nothing brings the number of elements back",
    ),
    "list of lists in": (
        fx.function("fx_f", fx.given("lists", LISTS), fx.measure("n", Role.LENGTH, "lists")),
        "BW503",
        "parameter 'lists': a list whose elements are list",
    ),
    "list of lists out": (
        fx.function(
            "fx_f", fx.got("lists", LISTS, callee_allocates=True), fx.out_length("n", "lists")
        ),
        "BW503",
        "parameter 'lists': a list whose elements are list",
    ),
    "callback out": (
        fx.function("fx_f", fx.got("cb", fx.EACH)),
        "BW503",
        "a callback cannot be an output",
    ),
    "undescribed record": (
        fx.function("fx_f", fx.given("r", Type(kind=Kind.RECORD, c=named("nope"), name="nope"))),
        "BW503",
        "the record 'nope' is not described",
    ),
    "terminated structs": (
        fx.function("fx_f", fx.given("points", fx.many(fx.POINT, terminated=True))),
        "BW503",
        "a list of structs in a row that ends with NULL",
    ),
    "buffer of unknown size": (
        fx.function("fx_f", fx.got("text", fx.TEXT, fx.CHARS)),
        "BW504",
        "parameter 'text': nothing says how much room the string needs",
    ),
    "no counter": (
        fx.function(
            "fx_f",
            fx.got("ids", fx.many(fx.INT), INTS_C),
            fx.CAPACITY,
            returns=fx.returns_length("ids"),
            idiom=Idiom.COUNT_FILL,
            counter="fx_nobody",
        ),
        "BW505",
        "the function that counts, 'fx_nobody', is not described",
    ),
    "counter of another object": (
        fx.function(
            "fx_f",
            fx.got("ids", fx.many(fx.INT), INTS_C),
            fx.CAPACITY,
            returns=fx.returns_length("ids"),
            idiom=Idiom.COUNT_FILL,
            counter="fx_box_count_ids",
        ),
        "BW505",
        "the counter 'fx_box_count_ids' needs 'box'",
    ),
    "counter that counts nothing": (
        fx.method(
            "f",
            fx.got("ids", fx.many(fx.INT), INTS_C),
            fx.CAPACITY,
            returns=fx.returns_length("ids"),
            idiom=Idiom.COUNT_FILL,
            counter="fx_box_touch",
        ),
        "BW505",
        "'fx_box_touch' does not give one number",
    ),
    "unknown owner": (
        fx.function("fx_f", returns=fx.result(fx.TEXT, Transfer.UNKNOWN), failure=fx.NULL),
        "BW506",
        "nobody knows who owns it",
    ),
    "deep list that cannot spare": (
        fx.function(
            "fx_f",
            fx.got(
                "list",
                fx.BOXES,
                transfer=Transfer.FULL,
                callee_allocates=True,
                release=Release(function="fx_free_all", deep=True),
            ),
            fx.out_length("n", "list"),
        ),
        "BW506",
        "'fx_free_all' cannot be told which objects were taken out",
    ),
    "record without a release": (
        fx.function(
            "fx_f",
            returns=fx.result(replace(fx.POINT, c=pointer(fx.POINT.c)), Transfer.FULL),
            failure=fx.NULL,
        ),
        "BW506",
        "nothing says how the record 'fx_point' is given back",
    ),
    "input and output at once": (
        fx.function("fx_f", fx.got("value", fx.INT, direction=Direction.INOUT)),
        "BW507",
        "is an input and an output at once: a i32",
    ),
    "result that is an input": (
        fx.function("fx_f", fx.got("value", fx.INT, direction=Direction.IN)),
        "BW507",
        "is a result but its direction is in",
    ),
    "value that goes out": (
        fx.function("fx_f", fx.given("value", fx.INT, direction=Direction.INOUT)),
        "BW507",
        "is inout but carries an input",
    ),
    "kept record": (
        fx.function("fx_f", fx.given("info", fx.INFO, transfer=Transfer.FULL)),
        "BW508",
        "the library keeps the record",
    ),
    "callback without user data": (
        fx.function("fx_f", EACH),
        "BW509",
        "parameter 'cb': the callback has no user data",
    ),
    "callback of unknown scope": (
        fx.function("fx_f", replace(EACH, scope=None), DATA_OF_CB),
        "BW509",
        "nobody knows how long the callback may be called",
    ),
    "callback that stays": (
        fx.function("fx_f", replace(EACH, scope=Scope.NOTIFIED), DATA_OF_CB),
        "BW509",
        "no argument tells when the callback can be let go",
    ),
}


@pytest.mark.parametrize("case", UNSUPPORTED)
def test_plain_refuses_what_it_cannot_call(case: str) -> None:
    """Never a silent wrong call."""
    function, code, cause = UNSUPPORTED[case]
    placed = replace(function, location=Location(file="fixture.h", line=7, column=1))

    with pytest.raises(BindwrightError) as caught:
        plain(API, placed)

    diagnostic = caught.value.diagnostics[0]
    assert diagnostic.code == code
    assert cause in diagnostic.message
    assert diagnostic.message.startswith(placed.name)
    assert str(diagnostic.location) == "fixture.h:7:1"


def test_plain_needs_a_reset_for_checked_failures() -> None:
    """A library whose last error cannot be cleared cannot tell a stale error from a new one."""
    api = replace(API, library=replace(API.library, errors=None))
    function = next(item for item in API.functions if item.name == "fx_box_find_note")

    with pytest.raises(BindwrightError, match="nothing resets that"):
        plain(api, function)


def test_plain_copies_kept_strings_only_with_cs_own_allocator() -> None:
    """A library that frees with its own function cannot be given memory of ours."""
    api = replace(API, library=replace(API.library, free="fx_release"))
    function = next(item for item in API.functions if item.name == "fx_box_keep_name")

    with pytest.raises(BindwrightError, match="the library keeps the string"):
        plain(api, function)


def test_plain_refuses_lent_objects_without_references() -> None:
    """What cannot be referenced cannot be kept by a binding."""
    box = replace(API.objects[0], ref="")
    function = next(item for item in API.functions if item.name == "fx_box_get_parent")

    with pytest.raises(BindwrightError, match="is lent and cannot be referenced"):
        plain(replace(API, objects=(box,)), function)
