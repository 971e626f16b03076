# SPDX-License-Identifier: LGPL-2.1-or-later
"""A call names each function that it needs and that the loaded library may lack: its own, and those around it."""

from __future__ import annotations

from dataclasses import replace

import fixture_api as fx
import pytest
from bindwright.model.plain import PlainCall
from bindwright.plain import plain_api

API = fx.fixture_api()


def calls(*late: str) -> dict[str, PlainCall]:
    """Returns the plain calls of the fixture when some of its functions came after the oldest version."""
    functions = tuple(
        replace(item, version="FX_2.0" if item.symbol in late else "FX_1.0")
        for item in API.functions
    )
    library = replace(API.library, version="2.0", minimum="1.0")
    plain = plain_api(replace(API, library=library, functions=functions))
    assert [item.symbol for item in plain.newer] == list(dict.fromkeys(late))
    return {call.name: call for call in plain.calls}


def needing(late: str) -> set[str]:
    """Returns the calls that need a function which came late."""
    return {name for name, call in calls(late).items() if call.newer}


def test_newer_call_is_not_direct() -> None:
    """The lowering adds a test; what is as old as the oldest version stays as it was."""
    found = calls("fx_box_get_size")

    assert [(item.symbol, item.needs) for item in found["fx_box_get_size"].newer] == [
        ("fx_box_get_size", "2.0")
    ]
    assert not found["fx_box_get_size"].direct
    assert [name for name, call in found.items() if call.newer] == ["fx_box_get_size"]


@pytest.mark.parametrize(
    ("late", "expected"),
    [
        ("fx_box_watch", {"fx_box_watch:opened", "fx_box_watch:params"}),
        (
            "fx_box_count_ids",
            {"fx_box_count_ids", "fx_box_list_ids", "fx_box_list_names", "fx_box_list_errors"},
        ),
    ],
)
def test_newer_function_concerns_its_variants_and_what_it_counts_for(
    late: str, expected: set[str]
) -> None:
    """A variant calls the same function; a fill begins with its counter."""
    assert needing(late) == expected


def test_newer_reference_concerns_what_is_lent_and_kept() -> None:
    """A handle that C lends, keeps or gives to a callback is referenced; one that is handed over is not."""
    found = needing("fx_box_ref")

    assert {"fx_box_get_parent", "fx_box_peek_children", "fx_box_adopt", "fx_box_each"} <= found
    assert found.isdisjoint({"fx_box_new", "fx_box_get_first", "fx_box_list_children"})


def test_newer_release_concerns_whatever_gives_a_handle() -> None:
    """Without it nothing that was got could be given back."""
    found = needing("fx_box_unref")

    assert {"fx_box_new", "fx_box_list_children", "fx_box_get_parent", "fx_box_each"} <= found
    assert found.isdisjoint({"fx_box_get_size", "fx_box_list_ids"})
