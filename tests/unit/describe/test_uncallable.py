# SPDX-License-Identifier: LGPL-2.1-or-later
"""Functions that no binding can call are left out, each with its reason."""

from __future__ import annotations

import pytest
from bindwright.describe import Description, describe
from bindwright.diagnostics import Location
from bindwright.model.ctype import CType, Shape, named, pointer
from bindwright.model.facts import (
    Attribute,
    Facts,
    FieldFact,
    FunctionFact,
    ParameterFact,
    RecordFact,
    SymbolFact,
    TypedefFact,
)
from conftest import library, overlay

PLACE = Location(file="a.h", line=1)


def function(name: str, *types: CType, symbol: bool = True, **more: object) -> FunctionFact:
    """Returns a function without a result."""
    return FunctionFact(
        name=name,
        result=named("void"),
        parameters=tuple(ParameterFact(name=f"p{at}", c=c) for at, c in enumerate(types)),
        symbol=SymbolFact(name=name) if symbol else None,
        location=PLACE,
        **more,  # type: ignore[arg-type]
    )


PLAIN = function("plain")
CASES = {
    "it takes any number of arguments": function("printf", variadic=True),
    "its arguments come in a va_list": function("vprintf", named("va_list")),
    "the library does not export it": function("hidden", symbol=False),
    "the compiler warns of every call": function(
        "mistake", inline=True, attributes=(Attribute(name="warning", arguments=("no",)),)
    ),
}


@pytest.mark.parametrize(("reason", "fact"), CASES.items())
def test_uncallable_function_is_left_out(reason: str, fact: FunctionFact) -> None:
    """It is skipped, and its neighbour is not."""
    facts = Facts(target="x86_64-linux-gnu", functions=(PLAIN, fact))

    api = describe(facts, Description(library=library(), overlay=overlay("")))

    assert [item.skip for item in api.functions] == ["", reason]


def test_overlay_takes_it_back() -> None:
    """Who knows better says so: a function with optional arguments can be called without them."""
    facts = Facts(target="x86_64-linux-gnu", functions=(function("f", variadic=True),))

    text = 'function.f.say = "(not skip)"'
    api = describe(facts, Description(library=library(), overlay=overlay(text)))

    assert api.functions[0].skip == ""


def test_without_a_library_nothing_is_known_of_symbols() -> None:
    """Functions are left out for want of a symbol only when symbols were read."""
    facts = Facts(target="x86_64-linux-gnu", functions=(function("f", symbol=False),))

    api = describe(facts, Description(library=library(), overlay=overlay("")))

    assert api.functions[0].skip == ""


def test_types_of_other_headers_are_seen_through() -> None:
    """A pointer to a number that another header names is what it stands for."""
    borrowed = TypedefFact(name="uLong", c=named("unsigned long"), location=PLACE)
    fact = function("f", named("uLong"))
    facts = Facts(target="x86_64-linux-gnu", functions=(fact,), borrowed=(borrowed,))

    api = describe(facts, Description(library=library(), overlay=overlay("")))

    assert api.functions[0].parameters[0].type.kind.value == "u64"
    assert api.functions[0].missing == ()
    assert [(item.name, item.c) for item in api.aliases] == [("uLong", named("unsigned long"))]


def test_struct_that_lends_a_handle_is_no_value() -> None:
    """A handle without references cannot be kept, so a struct that holds one cannot be handed out."""
    opaque = RecordFact(name="struct door", complete=False, location=PLACE)
    holder = RecordFact(
        name="room",
        fields=(FieldFact(name="exit", c=pointer(named("struct door")), location=PLACE),),
        location=PLACE,
    )
    facts = Facts(target="x86_64-linux-gnu", records=(opaque, holder))

    api = describe(facts, Description(library=library(), overlay=overlay("")))

    assert [item.missing for item in api.records] == [("exit: 'door' cannot be referenced",)]


def test_struct_within_a_struct_is_not_yet_a_value() -> None:
    """An inner struct has no name to call it by: the field is missing, and the rest stays whole."""
    inner = RecordFact(
        name="outer.1",
        fields=(FieldFact(name="text", c=pointer(named("char")), location=PLACE),),
        location=PLACE,
    )
    outer = RecordFact(
        name="outer",
        fields=(
            FieldFact(name="strings", c=CType(shape=Shape.NAMED, name="outer.1"), location=PLACE),
        ),
        location=PLACE,
    )
    facts = Facts(target="x86_64-linux-gnu", records=(inner, outer))

    api = describe(facts, Description(library=library(), overlay=overlay("")))

    assert [item.missing for item in api.records] == [
        ("strings: the name of a struct within it unknown",)
    ]
