# SPDX-License-Identifier: LGPL-2.1-or-later
"""Each idiom of C becomes inputs, outputs and a failure, with no length or second call left in sight."""

from __future__ import annotations

from dataclasses import replace

import fixture_api as fx
import pytest
from bindwright.diagnostics import BindwrightError
from bindwright.model.api import FailureMode, Form, Idiom, Kind, Role, Transfer
from bindwright.model.ctype import declare
from bindwright.model.plain import PlainCall, Storage, Use
from bindwright.plain import plain, plain_api

API = fx.fixture_api()
FUNCTIONS = {function.name: function for function in API.functions}
CALLS = {call.name: call for call in plain_api(API).calls}


def shape(call: PlainCall) -> tuple[list[str], list[str], list[str]]:
    """Returns a call's inputs and outputs as C takes and gives them, and its arguments by use."""
    return (
        [declare(item.c, item.name) for item in call.inputs],
        [f"{item.storage.value} {declare(item.c, item.name)}" for item in call.outputs],
        [f"{item.use.value} {item.of or item.value}".strip() for item in call.arguments],
    )


def test_plain_api_holds_every_function_that_users_see() -> None:
    """References and releases are the bindings' own business; the rest is there, in the API's order."""
    hidden = {Form.REF, Form.UNREF, Form.FREE}
    shown = [item.name for item in API.functions if item.form not in hidden and not item.skip]

    assert list(CALLS) == shown
    assert plain_api(API).unsupported == ()


def test_plain_keeps_a_plain_function_direct() -> None:
    """A function that is plain in C already costs nothing."""
    assert CALLS["fx_box_get_size"].direct
    assert not CALLS["fx_box_is_open"].direct
    assert not CALLS["fx_box_find_note"].direct


SHAPES = {
    "fx_box_list_ids": (
        ["fx_box *box"],
        ["filled int *ids"],
        ["input box", "output ids", "capacity ids"],
    ),
    "fx_box_get_params": (
        ["fx_box *box", "unsigned int flags"],
        ["filled fx_param *params"],
        ["input box", "output params", "output-length params", "input flags"],
    ),
    "fx_box_list_tags": (
        ["fx_box *box"],
        ["allocated char **tags"],
        ["input box", "output tags", "output-length tags"],
    ),
    "fx_box_take_children": (
        ["fx_box *box"],
        ["return fx_box **result"],
        ["input box", "output-length result"],
    ),
    "fx_box_get_uuid": (
        ["fx_box *box"],
        ["fixed unsigned char *uuid"],
        ["input box", "output uuid"],
    ),
    "fx_box_get_label": (
        ["fx_box *box"],
        ["fixed char *label"],
        ["input box", "output label", "capacity label"],
    ),
    "fx_box_peek": (
        ["fx_box *box", "unsigned long long offset", "size_t size"],
        ["sized unsigned char *buffer"],
        ["input box", "input offset", "capacity buffer", "output buffer"],
    ),
    "fx_box_pack": (
        ["fx_box *box", "size_t len"],
        ["sized unsigned char *data"],
        ["input box", "output data", "output-length data"],
    ),
    "fx_box_last_codes": (
        ["fx_box *box"],
        ["sized int *codes"],
        ["input box", "output codes"],
    ),
    "fx_box_get_state": (
        ["fx_box *box"],
        ["pointer fx_state state", "pointer unsigned int reason"],
        ["input box", "output state", "output reason"],
    ),
    "fx_box_watch:opened": (
        ["fx_box *box", "fx_opened_cb callback"],
        ["return int result"],
        [
            "input box",
            "constant FX_EVENT_OPENED",
            "input callback",
            "user-data callback",
            "destroy callback",
        ],
    ),
    "fx_box_ping": (
        ["fx_box *box"],
        [],
        ["input box", "constant NULL", "constant 0"],
    ),
    "fx_count_words": (
        ["const char *const *words"],
        ["return int result"],
        ["input words", "length words"],
    ),
    "fx_box_save": (
        ["fx_box *box"],
        ["allocated unsigned char *data"],
        ["input box", "output data", "output-length data"],
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_plain_gives_each_idiom_its_shape(name: str) -> None:
    """Lengths, capacities and user data are arguments of C, and nobody's input."""
    assert shape(CALLS[name]) == SHAPES[name]


def test_plain_puts_the_object_first_and_optional_flags_last() -> None:
    """Inputs come in the order in which a person gives them; C's order is kept in the arguments."""
    function = fx.function(
        "fx_box_mix",
        fx.given("flags", fx.UINT, role=Role.FLAGS),
        fx.given("note", replace(fx.LENT, null=fx.Null.YES)),
        fx.given("value", fx.INT),
        fx.SELF,
    )
    call = plain(API, function)

    assert [(item.name, item.optional) for item in call.inputs] == [
        ("box", False),
        ("value", False),
        ("note", True),
        ("flags", True),
    ]
    assert [item.of for item in call.arguments] == ["flags", "note", "value", "box"]
    assert call.inputs[3].default == 0


def test_plain_asks_the_counter_with_the_same_inputs() -> None:
    """The function that counts gets the object; a count beside its result is a place of its own."""
    returned, beside = CALLS["fx_box_list_ids"], CALLS["fx_box_read_params"]

    assert [(item.use, item.of) for item in returned.counter_arguments] == [(Use.INPUT, "box")]
    assert returned.counter_failure == fx.NEGATIVE
    assert [item.use for item in beside.counter_arguments] == [Use.INPUT, Use.OUTPUT_LENGTH]
    assert beside.counter_release is not None
    assert beside.counter_release.function == "free"
    assert beside.count_c == fx.INT_C


OWNERSHIP = {
    "fx_box_get_name": ("none", None, None),
    "fx_box_dup_name": ("full", "free", None),
    "fx_box_find": ("full", "fx_box_unref", None),
    "fx_box_list_ids": ("container", "free", None),
    "fx_box_list_names": ("full", "free", "free"),
    "fx_box_get_params": ("full", "free", "fx_params_clear"),
    "fx_box_all_params": ("full", "fx_params_free", None),
    "fx_box_list_children": ("full", "fx_release", "fx_box_unref"),
    "fx_box_peek_children": ("container", "fx_release", None),
    "fx_box_take_children": ("full", "fx_box_list_free", None),
    "fx_box_list_items": ("full", "fx_release", "fx_item_free"),
    "fx_box_list_points": ("full", "fx_release", None),
    "fx_box_get_item": ("full", "fx_item_free", None),
    "fx_box_peek": ("full", "free", None),
    "fx_box_get_info": ("none", None, None),
    "fx_colours": ("none", None, None),
}


@pytest.mark.parametrize("name", OWNERSHIP)
def test_plain_knows_who_gives_what_back(name: str) -> None:
    """The container and each element have their own release, or one that does both."""
    output = CALLS[name].outputs[0]
    found = (
        output.transfer.value,
        output.release and output.release.function,
        output.element_release and output.element_release.function,
    )

    assert found == OWNERSHIP[name]


def test_plain_casts_only_where_c_would_warn() -> None:
    """Const inputs are cast for functions that promise nothing; all else is passed as it is."""
    casts = {
        (call.name, argument.of)
        for call in CALLS.values()
        for argument in call.arguments
        if argument.cast
    }

    assert casts == {
        ("fx_box_set_info", "info"),
        ("fx_box_set_params", "params"),
        ("fx_box_read_all", "data"),
        ("fx_box_read", "data"),
        ("fx_box_take", "data"),
        ("fx_box_row_params", "params"),
        ("fx_box_get_params", "params"),
        ("fx_box_read_params", "params"),
        ("fx_box_watch:opened", "callback"),
        ("fx_box_watch:params", "callback"),
        ("fx_count_words", "words"),
    }


def test_plain_names_the_return_value_apart_from_arguments() -> None:
    """An argument called result does not hide the return value."""
    function = fx.function(
        "fx_two", fx.got("result", fx.INT), returns=fx.result(fx.INT), failure=fx.NEGATIVE
    )
    first, second = plain(API, function).outputs

    assert (first.name, first.words) == ("result_", ("value",))
    assert (second.name, second.words) == ("result", ("result",))


def test_plain_api_refuses_two_calls_of_one_c_name() -> None:
    """A variant must not be spelled like another function."""
    clash = replace(FUNCTIONS["fx_box_emit"], name="fx_box_watch_opened")
    api = replace(API, functions=(*API.functions, clash))

    with pytest.raises(BindwrightError, match=r"'fx_box_watch:opened' and .* are one C identifier"):
        plain_api(api)


def test_plain_api_goes_on_after_an_unsupported_function() -> None:
    """What has no plain shape is reported beside the calls, and the others are there."""
    broken = replace(FUNCTIONS["fx_box_emit"], failure=fx.FailureRule(mode=FailureMode.UNKNOWN))
    found = plain_api(replace(API, functions=(broken, FUNCTIONS["fx_largest"])))

    assert [call.name for call in found.calls] == ["fx_largest"]
    assert [str(item) for item in found.unsupported] == [
        "error: fx_box_emit: nobody knows how it fails [BW501]"
    ]


def test_plain_api_leaves_out_what_is_skipped_or_incomplete() -> None:
    """A function whose meaning is not complete is not generated, and is no error here."""
    functions = (
        replace(FUNCTIONS["fx_box_emit"], missing=("return: transfer",)),
        replace(FUNCTIONS["fx_largest"], skip="tests only"),
    )

    assert plain_api(replace(API, functions=functions)).calls == ()


def test_plain_reports_every_reason_at_once() -> None:
    """Two mistakes in one function are two diagnostics, so that both can be mended."""
    function = fx.function(
        "fx_bad",
        fx.given("data", fx.DATA),
        fx.got("list", fx.many(fx.INT), fx.pointer(fx.INT_C)),
    )
    with pytest.raises(BindwrightError) as caught:
        plain(API, function)

    assert [item.code for item in caught.value.diagnostics] == ["BW502", "BW504"]


def test_plain_counts_the_idioms_of_the_fixture() -> None:
    """The fixture has every storage and idiom, but those of ``tests/others/shelf``: the lowering's tests meet them all."""
    elsewhere = {Idiom.GROW_FILL, Idiom.MEASURED}
    assert {call.idiom for call in CALLS.values()} == set(Idiom) - elsewhere
    stored = {output.storage for call in CALLS.values() for output in call.outputs}
    assert stored == set(Storage)
    kinds = {item.type.kind for call in CALLS.values() for item in (*call.inputs, *call.outputs)}
    assert kinds >= {Kind.LIST, Kind.DICT, Kind.BYTES, Kind.RECORD, Kind.CALLBACK, Kind.OBJECT}
    assert {output.transfer for call in CALLS.values() for output in call.outputs} == set(
        Transfer
    ) - {Transfer.UNKNOWN}


def test_plain_wants_what_a_setter_sets() -> None:
    """A value that may be NULL has to be said where the call is about nothing else."""
    note = fx.given("note", replace(fx.LENT, null=fx.Null.YES))
    setter = replace(fx.function("fx_box_set_note", fx.SELF, note), property="note")
    other = fx.function("fx_box_mix", fx.SELF, note)

    assert [plain(API, function).inputs[1].optional for function in (setter, other)] == [
        False,
        True,
    ]
