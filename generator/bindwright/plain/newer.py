# SPDX-License-Identifier: LGPL-2.1-or-later
"""Finds the functions of the library that one call needs, and which of them the loaded library may lack.

It does not decide how a language finds out: the lowering does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bindwright.model.api import Function, Kind, Release, Transfer, Type
from bindwright.model.plain import Input, Output
from bindwright.model.versions import Newer
from bindwright.plain.counting import Counting
from bindwright.plain.index import Index


def needed(
    index: Index,
    function: Function,
    inputs: Sequence[Input],
    outputs: Sequence[Output],
    count: Counting,
) -> tuple[str, ...]:
    """Returns, each once, the symbols that a call needs: of what is called, counts, or gives back."""
    names = [function.symbol, count.symbol, *_giving_back(outputs, count)]
    for type_ in _lent(index, inputs, outputs):
        for name in _objects(index, type_, set()):
            names += [index.objects[name].ref, index.objects[name].unref]
    return tuple(name for name in dict.fromkeys(names) if name in index.exported)


def newer_needs(index: Index, names: Iterable[str]) -> tuple[Newer, ...]:
    """Returns those of the functions that the loaded library may lack."""
    return tuple(index.newer[name] for name in names if name in index.newer)


def _giving_back(outputs: Iterable[Output], count: Counting) -> Iterator[str]:
    releases: list[Release | None] = [count.release]
    for output in outputs:
        releases += [output.release, output.element_release]
        releases += [field.release for field in output.owned_fields]
    return (release.function for release in releases if release)


def _lent(index: Index, inputs: Iterable[Input], outputs: Iterable[Output]) -> Iterator[Type]:
    """Yields the types whose handles are referenced, then given back: those that C keeps, lends, or gives to a callback."""
    for given in inputs:
        if given.type.kind is Kind.CALLBACK:
            callback = index.callbacks[given.type.name]
            yield from (parameter.type for parameter in callback.parameters)
        elif given.transfer is Transfer.FULL:
            yield given.type
    for output in outputs:
        held = output.type.element or output.type
        if output.transfer is not Transfer.FULL or held.kind is not Kind.OBJECT:
            yield output.type


def _objects(index: Index, type_: Type, seen: set[str]) -> Iterator[str]:
    """Yields the handles that a value holds, itself or in a list or a record."""
    if type_.element is not None:
        yield from _objects(index, type_.element, seen)
    elif type_.kind is Kind.OBJECT and type_.name in index.objects:
        yield type_.name
    elif type_.kind is Kind.RECORD and type_.name not in seen and type_.name in index.records:
        seen.add(type_.name)
        for field in index.records[type_.name].fields:
            yield from _objects(index, field.type, seen)
