# SPDX-License-Identifier: LGPL-2.1-or-later
"""A callback is what user code sees: no user data, no lengths."""

from __future__ import annotations

from dataclasses import replace

import fixture_api as fx
import pytest
from bindwright.diagnostics import BindwrightError
from bindwright.model.api import Callback, Direction, Kind, Role, Transfer
from bindwright.model.ctype import pointer
from bindwright.plain import plain_callback

API = fx.fixture_api()
CALLBACKS = {item.name: item for item in API.callbacks}


def test_plain_callback_hides_lengths_and_user_data() -> None:
    """A counted dictionary is one argument; the context is the binding's own."""
    found = plain_callback(API, CALLBACKS["fx_params_cb"])

    assert [(item.name, item.counted_by) for item in found.arguments] == [
        ("box", ""),
        ("params", "n"),
    ]
    assert found.user_data == "opaque"
    assert found.result.kind is Kind.I32


def test_plain_callback_returns_nothing_where_c_ignores_it() -> None:
    """A callback without a result gives nothing back."""
    assert plain_callback(API, CALLBACKS["fx_opened_cb"]).result.kind is Kind.VOID


def test_plain_callback_gives_bytes_into_room() -> None:
    """What C fills its room with is the result; user code is told how much room there is."""
    found = plain_callback(API, CALLBACKS["fx_pour_func"])

    assert [item.name for item in found.arguments] == ["size"]
    assert found.output is not None
    assert (found.output.name, found.output.capacity, found.output.counted_by) == (
        "data",
        "size",
        "n",
    )
    assert found.result.kind is Kind.BYTES
    assert found.on_success == "1"


def test_plain_callback_returns_how_much_it_gave() -> None:
    """The number of bytes may be what C gets back."""
    found = plain_callback(API, CALLBACKS["fx_fill_func"])

    assert [item.name for item in found.arguments] == ["box", "size"]
    assert found.output is not None
    assert found.output.counted_by == "return"
    assert found.result.kind is Kind.BYTES


OPENED = CALLBACKS["fx_opened_cb"]
FILL = CALLBACKS["fx_fill_func"]
REFUSED: dict[str, tuple[Callback, str]] = {
    "two user data": (
        replace(OPENED, parameters=(*OPENED.parameters, OPENED.parameters[-1])),
        "more than one user data",
    ),
    "incomplete": (replace(OPENED, missing=("code: unit",)), "not complete: code: unit"),
    "result": (
        fx.callback("fx_opened_cb", fx.got("value", fx.INT), returns=fx.result(fx.INT)),
        "parameter 'value': a callback cannot have a result",
    ),
    "filled": (
        fx.callback("fx_opened_cb", fx.given("value", fx.INT, direction=Direction.INOUT)),
        "user code cannot fill an argument",
    ),
    "bytes and a value": (
        replace(FILL, result=fx.result(fx.INT)),
        "user code cannot give bytes and return a value as well",
    ),
    "uncounted": (
        replace(FILL, result=fx.VOID_RESULT),
        "nothing says how much room there is, or how much of it was filled",
    ),
    "no room": (
        replace(FILL, parameters=(FILL.parameters[1], FILL.parameters[3])),
        "nothing says how much room there is, or how much of it was filled",
    ),
    "unmeasured": (
        fx.callback("fx_opened_cb", fx.given("data", fx.DATA)),
        "nothing says how long the bytes is",
    ),
    "owned string": (
        fx.callback("fx_opened_cb", fx.given("text", fx.TEXT, transfer=Transfer.FULL)),
        "user code cannot own a string",
    ),
    "returned string": (
        fx.callback("fx_opened_cb", returns=fx.result(fx.LENT)),
        "user code cannot return a string",
    ),
    "nested": (
        fx.callback("fx_opened_cb", fx.given("cb", fx.EACH, pointer(fx.EACH.c))),
        "user code gets a function that it cannot call with numbers alone",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_plain_callback_refuses_what_user_code_cannot_have(case: str) -> None:
    """Each reason names the callback, and the parameter when it is one's fault."""
    callback, cause = REFUSED[case]

    with pytest.raises(BindwrightError) as caught:
        plain_callback(API, callback)

    assert caught.value.diagnostics[0].code == "BW509"
    assert cause in str(caught.value)


def test_plain_callback_refuses_lent_objects_without_references() -> None:
    """User code may keep what it gets, so it must be possible to reference it."""
    box = replace(API.objects[0], ref="")

    with pytest.raises(BindwrightError, match="cannot be referenced, so user code cannot keep it"):
        plain_callback(replace(API, objects=(box,)), OPENED)


def test_plain_callback_passes_unused_arguments_over() -> None:
    """What C reserves is not shown."""
    reserved = fx.given("reserved", fx.INT, role=Role.UNUSED)
    found = plain_callback(API, fx.callback("fx_opened_cb", reserved, fx.given("code", fx.INT)))

    assert [item.name for item in found.arguments] == ["code"]
