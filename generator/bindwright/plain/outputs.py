# SPDX-License-Identifier: LGPL-2.1-or-later
"""Decides what the caller gets, and where C puts it.

It does not decide how it is given back: ``ownership`` does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bindwright.model.api import (
    Direction,
    Doc,
    Function,
    Idiom,
    Kind,
    Parameter,
    Release,
    Role,
    Transfer,
    Type,
)
from bindwright.model.ctype import CType, Shape, named, pointer
from bindwright.model.plain import Output, Storage
from bindwright.plain.index import Index, by_pointer, decayed, is_void, plain_c
from bindwright.plain.inputs import check_element, element_c, holds_structs
from bindwright.plain.measures import RETURN, Measures
from bindwright.plain.ownership import releases
from bindwright.plain.problems import DIRECTION, KIND, LENGTH, OWNERSHIP, ROOM, Problems

RESULT = "result"
"""What the return value is called among the outputs."""

COUNTER_NAME = "counter"
"""What ``counted_by`` calls the function that measures the return value."""

_MANY = frozenset({Kind.LIST, Kind.DICT, Kind.BYTES})
_ROOMY = _MANY | {Kind.STRING}
_FILLING = frozenset({Idiom.COUNT_FILL, Idiom.QUERY_FILL, Idiom.GROW_FILL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One C argument, or the return value, that carries an output."""

    name: str
    """The output's: ``result`` for the return value."""
    of: str
    """What measuring arguments call it: ``return`` for the return value."""
    words: tuple[str, ...]
    c: CType
    type: Type
    transfer: Transfer
    release: Release | None
    storage: Storage
    always: bool = False
    doc: Doc


def plain_outputs(
    index: Index, measures: Measures, function: Function, problems: Problems
) -> tuple[Output, ...]:
    """Returns the return value first, when it is an output, then the arguments in C's order.

    Raises:
        BindwrightError: BW502, BW503, BW504, BW506 or BW507.
    """
    places = []
    if function.result.role is Role.RESULT:
        places.append(_returned(measures, function))
    for parameter in function.parameters:
        if parameter.role is Role.RESULT:
            place = problems.attempt(lambda p=parameter: _passed(index, measures, p, problems))  # type: ignore[misc]
            if place is not None:
                places.append(place)
    outputs = []
    for place in places:
        output = problems.attempt(lambda p=place: _output(index, measures, p, problems))  # type: ignore[misc]
        if output is not None:
            outputs.append(output)
    return tuple(outputs)


def _returned(measures: Measures, function: Function) -> Place:
    result = function.result
    name = RESULT
    while name in measures.by_name:
        name += "_"
    return Place(
        name=name,
        of=RETURN,
        words=_result_words(function),
        c=result.c,
        type=result.type,
        transfer=result.transfer,
        release=result.release,
        storage=Storage.RETURN,
        doc=result.doc,
    )


def _result_words(function: Function) -> tuple[str, ...]:
    taken = {item.words for item in function.parameters if item.role is Role.RESULT}
    return next(
        words for words in ((RESULT,), ("value",), ("returned", "value")) if words not in taken
    )


def _passed(index: Index, measures: Measures, parameter: Parameter, problems: Problems) -> Place:
    if parameter.direction is Direction.IN:
        raise problems.error(DIRECTION, "is a result but its direction is in", parameter.name)
    if parameter.direction is Direction.INOUT and parameter.type.kind not in _ROOMY:
        raise problems.error(
            DIRECTION,
            f"is an input and an output at once: a {parameter.type.kind.value}",
            parameter.name,
        )
    return Place(
        name=parameter.name,
        of=parameter.name,
        words=parameter.words or (parameter.name,),
        c=decayed(parameter.c),
        type=parameter.type,
        transfer=parameter.transfer,
        release=parameter.release,
        storage=_storage(index, measures, parameter, problems),
        always=_is_always(index, parameter, problems),
        doc=parameter.doc,
    )


def _is_always(index: Index, parameter: Parameter, problems: Problems) -> bool:
    """Whether the output is there although the call failed; then it must be an object that can be given back."""
    if parameter.always and parameter.type.kind is not Kind.OBJECT:
        cause = "is there although the call failed, but is no object"
        raise problems.error(OWNERSHIP, cause, parameter.name)
    return parameter.always


def _storage(index: Index, measures: Measures, parameter: Parameter, problems: Problems) -> Storage:
    type_ = parameter.type
    if parameter.callee_allocates:
        return Storage.ALLOCATED
    if type_.kind is Kind.STRING and _leads_to_pointer(index, parameter.c):
        return Storage.POINTER
    if type_.kind not in _ROOMY:
        return Storage.POINTER
    if type_.rows and measures.function.idiom is Idiom.DIRECT:
        return Storage.SIZED
    counted = measures.brings_length(parameter.name) or measures.returned_length_of(parameter.name)
    if measures.function.idiom in _FILLING and measures.takes_capacity(parameter.name):
        return Storage.FILLED
    if type_.size is not None:
        own = type_.kind is Kind.DICT or (counted and type_.kind is not Kind.STRING)
        return Storage.SIZED if own else Storage.FIXED
    if measures.sizing(parameter) is not None:
        return Storage.SIZED
    raise problems.error(
        ROOM,
        f"nothing says how much room the {type_.kind.value} needs",
        parameter.name,
        "say its size, its capacity, or that the function allocates it",
    )


def _leads_to_pointer(index: Index, c: CType) -> bool:
    target = index.target(c)
    return target is not None and index.target(target) is not None


def _output(index: Index, measures: Measures, place: Place, problems: Problems) -> Output:
    _check_kind(index, place, problems)
    counted_by, count_c = _count(index, measures, place)
    many = place.type.kind in _MANY
    known = counted_by or place.type.terminated or place.type.size is not None
    if many and not known and place.storage is not Storage.SIZED:
        raise problems.error(
            LENGTH,
            f"nothing says how long the {place.type.kind.value} is",
            _shown(place),
            "say which argument brings its length, or that it ends with NULL",
        )
    stored = _stored(index, place)
    owned = releases(index, place, problems)
    sizing = measures.by_name.get(place.of)
    sized_by = measures.sizing(sizing) if sizing and place.storage is Storage.SIZED else None
    return Output(
        name=place.name,
        words=place.words,
        type=place.type,
        c=_handed_c(index, place, stored),
        stored=stored,
        storage=place.storage,
        structs=holds_structs(index, place.type),
        transfer=_transfer(place),
        release=owned.value,
        element_release=owned.element,
        owned_fields=owned.fields,
        always=place.always,
        counted_by=counted_by,
        count_c=count_c,
        sized_by=sized_by.name if sized_by else "",
        rows=place.type.rows,
        row=_row(measures, place),
        doc=place.doc,
    )


def _row(measures: Measures, place: Place) -> str:
    """Returns the input that says how long each row is: a number, or the list that has as many elements."""
    name = place.type.row
    parameter = measures.by_name.get(name)
    if parameter is None or parameter.role is not Role.LENGTH:
        return name
    return parameter.of


def _count(index: Index, measures: Measures, place: Place) -> tuple[str, CType | None]:
    """Returns who brings the length of an output, and as what C type."""
    if measures.returned_length_of(place.of):
        return RETURN, plain_c(measures.function.result.c)
    if measures.function.idiom is Idiom.MEASURED and place.of == RETURN:
        counter = index.functions.get(measures.function.counter)
        return COUNTER_NAME, plain_c(counter.result.c) if counter else None
    brings = measures.brings_length(place.of)
    if brings is None:
        return "", None
    return brings.name, plain_c(index.target(brings.c) or brings.type.c)


def _check_kind(index: Index, place: Place, problems: Problems) -> None:
    kind = place.type.kind
    if kind in (Kind.VOID, Kind.CALLBACK):
        raise problems.error(KIND, f"a {kind.value} cannot be an output", _shown(place))
    if not index.describes(place.type):
        cause = f"the {kind.value} '{place.type.name}' is not described"
        raise problems.error(KIND, cause, _shown(place))
    if place.type.rows:
        _check_rows(index, place, problems)
    elif kind is Kind.LIST:
        check_element(index, place.type, _shown(place), problems)
    if place.type.terminated and kind is not Kind.LIST:
        raise problems.error(KIND, f"a {kind.value} that ends with NULL", _shown(place))


def _check_rows(index: Index, place: Place, problems: Problems) -> None:
    """Checks that each row can be told from where it starts and how long it is."""
    element = place.type.element
    flat = element is not None and element.kind in _MANY and not element.rows
    if not flat or place.storage not in (Storage.SIZED, Storage.FILLED):
        raise problems.error(KIND, "rows that are no lists, bytes or dictionaries", place.name)
    assert element is not None
    if not index.describes(element):
        raise problems.error(
            KIND, f"the {element.kind.value} '{element.name}' is not described", place.name
        )


def _stored(index: Index, place: Place) -> CType:
    """Returns the C type of the variable that holds the output in the lowering."""
    c = plain_c(place.c)
    if place.storage is Storage.RETURN:
        lent = by_pointer(index, place.type) and index.target(c)
        return pointer(replace(index.records[place.type.name].c, const=lent.const)) if lent else c
    if place.storage is Storage.POINTER and place.type.kind is Kind.RECORD:
        return index.records[place.type.name].c
    if place.storage in (Storage.POINTER, Storage.ALLOCATED):
        target = index.target(c)
        if target is not None and not is_void(index.resolve(target)):
            return plain_c(target)
        return plain_c(place.type.c)
    return pointer(_room_element(index, place))


def _room_element(index: Index, place: Place) -> CType:
    """Returns the C type of one element of room that the lowering or the caller makes."""
    type_ = place.type.element if place.type.rows and place.type.element else place.type
    match type_.kind:
        case Kind.STRING:
            return named("char")
        case Kind.BYTES:
            return named("unsigned char")
        case Kind.DICT:
            return index.dicts[type_.name].c
        case _:
            return element_c(index, type_, place.c)


def _handed_c(index: Index, place: Place, stored: CType) -> CType:
    """Returns the C type as which the lowering hands the output back."""
    type_ = place.type
    lent = place.transfer is Transfer.NONE
    made = place.storage in (Storage.FIXED, Storage.FILLED, Storage.SIZED)
    match type_.kind:
        case Kind.BOOL:
            return named("bool")
        case Kind.STRING:
            return pointer(named("char", const=lent and not made))
        case Kind.BYTES:
            return pointer(named("unsigned char", const=lent and not made))
        case Kind.DICT:
            return pointer(index.dicts[type_.name].c)
        case Kind.LIST if type_.rows:
            return stored
        case Kind.LIST:
            if index.resolve(stored).shape is Shape.POINTER:
                return stored
            return pointer(element_c(index, type_, stored))
        case Kind.OBJECT | Kind.RECORD:
            return stored
        case _:
            return plain_c(type_.c)


def _transfer(place: Place) -> Transfer:
    """Returns who owns the output: room that the lowering made is the caller's."""
    made = place.storage in (Storage.FILLED, Storage.SIZED)
    if not made or place.transfer is not Transfer.NONE:
        return place.transfer
    return Transfer.FULL if place.type.kind in (Kind.STRING, Kind.BYTES) else Transfer.CONTAINER


def _shown(place: Place) -> str:
    return RETURN if place.of == RETURN else place.name
