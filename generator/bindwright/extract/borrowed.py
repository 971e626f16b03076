# SPDX-License-Identifier: LGPL-2.1-or-later
"""Finds the types of other headers that a library's own declarations use: ``uLong`` of ``zconf.h``, ``socklen_t``.

It does not take structs, functions or enums of other headers, which are theirs to describe.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from bindwright.model.ctype import CType
from bindwright.model.facts import FunctionFact, RecordFact, TypedefFact, VariableFact


def borrow(
    foreign: Mapping[str, TypedefFact],
    functions: Iterable[FunctionFact],
    records: Iterable[RecordFact],
    typed: Iterable[TypedefFact | VariableFact],
) -> tuple[TypedefFact, ...]:
    """Returns those typedefs that the declarations use, and those that these use, by name."""
    own = chain(
        (fn.result for fn in functions),
        (parameter.c for fn in functions for parameter in fn.parameters),
        (field.c for record in records for field in record.fields),
        (fact.c for fact in typed),
    )
    found: dict[str, TypedefFact] = {}
    waiting = list(chain.from_iterable(map(_names, own)))
    while waiting:
        fact = foreign.get(waiting.pop())
        if fact is not None and fact.name not in found:
            found[fact.name] = fact
            waiting += _names(fact.c)
    return tuple(found[name] for name in sorted(found))


def _names(c: CType) -> Iterator[str]:
    """Yields the names that a type is made of."""
    if c.name:
        yield c.name
    if c.target is not None:
        yield from _names(c.target)
    for parameter in c.parameters:
        yield from _names(parameter)
