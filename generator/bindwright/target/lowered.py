# SPDX-License-Identifier: LGPL-2.1-or-later
"""Says of plain calls what C code that makes them must do: copies, room, lengths, giving back.

It does not spell that code.
"""

from __future__ import annotations

from bindwright.model.api import FailureMode, Kind, Role, Transfer
from bindwright.model.ctype import CType, Shape, array
from bindwright.model.plain import Input, Output, PlainCall, Storage, Use

_KEPT_BY_COPY = frozenset({Kind.STRING, Kind.BYTES})
_MANY = frozenset({Kind.LIST, Kind.DICT, Kind.BYTES})


def is_copied(item: Input) -> bool:
    """Whether C gets a copy: it keeps the value, or wants a terminator behind it."""
    kept = item.transfer is Transfer.FULL and item.type.kind in _KEPT_BY_COPY
    return kept or (item.type.kind is Kind.LIST and item.type.terminated)


def length(item: Output) -> str:
    """Returns how the number of elements becomes known: return, bits, rows, elements, row, argument, terminated, size, room or nothing."""
    text = item.type.kind is Kind.STRING and item.storage is Storage.FILLED
    if item.storage is Storage.FIXED or not (text or item.type.kind in _MANY):
        return ""
    if item.type.rows:
        return item.type.counts.value
    if item.type.bits:
        return "bits"
    if item.counted_by:
        return "return" if item.counted_by == "return" else "argument"
    if item.storage is Storage.SIZED:
        return "room"
    return "terminated" if item.type.terminated else "size"


def room(item: Output) -> CType | None:
    """Returns the array that an output of fixed size fills: ``unsigned char [16]``."""
    if item.storage is not Storage.FIXED or item.stored.target is None:
        return None
    return array(item.stored.target, item.type.size)


def giving_back(item: Output) -> str:
    """Returns how an output is given back.

    ``value``: by one function; ``record``: by one function that takes a pointer to it, or field by field; ``elements``: each element,
    then the container; ``contents``: all contents at once, then the container; ``packed``: by one function that also
    gives back the elements, of which some may have been taken; empty when nothing is.
    """
    if item.owned_fields:
        return "elements" if item.type.kind is Kind.LIST else "record"
    if item.element_release is not None:
        return "contents" if item.element_release.counted else "elements"
    if item.release is None:
        return ""
    if item.type.kind is Kind.RECORD and item.c.shape is Shape.NAMED:
        return "record" if item.storage in (Storage.POINTER, Storage.RETURN) else "value"
    return "packed" if is_taken(item) and item.release.deep else "value"


def is_taken(item: Output) -> bool:
    """Whether a binding may take the elements for itself: owned handles."""
    element = item.type.element
    return (
        item.type.kind is Kind.LIST
        and element is not None
        and element.kind is Kind.OBJECT
        and item.transfer is Transfer.FULL
        and item.release is not None
    )


def count_is_returned(call: PlainCall) -> bool:
    """Whether the function that counts returns the count, rather than storing it."""
    return all(argument.use is not Use.OUTPUT_LENGTH for argument in call.counter_arguments)


def result_is_used(call: PlainCall) -> bool:
    """Whether the lowering looks at what C returns."""
    return call.failure.mode is not FailureMode.NEVER or call.result_role in (
        Role.RESULT,
        Role.RESULT_LENGTH,
    )


def holds(call: PlainCall) -> bool:
    """Whether the lowering itself holds memory during the call."""
    return any(is_copied(item) for item in call.inputs) or any(
        item.storage in (Storage.SIZED, Storage.FILLED) for item in call.outputs
    )
