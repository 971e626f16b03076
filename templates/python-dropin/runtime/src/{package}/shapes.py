# SPDX-License-Identifier: LGPL-2.1-or-later
"""Turns values into the shapes that a program knows, and what it gives into values; it knows no library."""

from __future__ import annotations

import uuid as _uuid
from collections.abc import Mapping, Sequence
from typing import Any


def signed(value: int) -> int:
    """Returns an unsigned number of 32 bits as the signed one with these bits."""
    return value - 2**32 if value >= 2**31 else value


def bits(value: bytes, count: int) -> tuple[bool, ...]:
    """Returns the first bits of a map as truth values."""
    return tuple(
        n < len(value) * 8 and bool(value[n >> 3] & (1 << (n & 7))) for n in range(count)
    )


def map_of(values: Sequence[Any]) -> bytes:
    """Returns truth values as the bits of a map."""
    made = bytearray(map_size(len(values)))
    for n, value in enumerate(values):
        if value:
            made[n >> 3] |= 1 << (n & 7)
    return bytes(made)


def map_size(count: int) -> int:
    """Returns how many bytes a map with so many bits has."""
    return (count + 7) // 8


def named(names: Mapping[int, str], entries: Mapping[int, Any]) -> dict[str, Any]:
    """Returns entries under the names of their numbers; one without a name is left out."""
    return {names[key]: value for key, value in entries.items() if key in names}


def grid(
    rows: Sequence[Sequence[int]], first: int, columns: Sequence[int]
) -> dict[int, dict[int, int]]:
    """Returns rows of numbers by their own number and by their columns."""
    return {first + n: dict(zip(columns, row, strict=True)) for n, row in enumerate(rows)}


def handle(value: Any) -> Any:
    """Returns the handle of an object that may be absent."""
    return None if value is None else value._o


def uuid(value: Any) -> _uuid.UUID:
    """Returns a UUID that is given as its bytes, or as text."""
    return _uuid.UUID(value) if isinstance(value, str) else _uuid.UUID(bytes=bytes(value))


def without_last(call: Any) -> Any:
    """Returns a function that takes one thing more than another, and leaves it out."""
    return lambda *given: call(*given[:-1])


def told(listeners: Mapping[Any, Any]) -> Any:
    """Returns a callback that tells all that listen, each with what was to be handed back to it."""

    def tell(*given: Any) -> None:
        for callback, opaque in list(listeners.items()):
            callback(*given[:-1], opaque)

    return tell


def taken(answer: Any, data: bytes) -> int:
    """Returns how much of the data a callback took: all, unless it answers a negative number."""
    if isinstance(answer, int) and answer < 0:
        raise RuntimeError(f"the handler returned {answer}")
    return len(data)


def item(values: Any, name: str) -> Any:
    """Returns an item of a dictionary; 0 when there is none."""
    if not isinstance(values, Mapping):
        raise TypeError(f"expected a dictionary with '{name}', got {type(values).__name__}")
    return values.get(name, 0)


def like(values: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """Returns values, as wide as those are that are known by the same names."""
    return {
        name: type(known[name])(value) if name in known else value
        for name, value in values.items()
    }
