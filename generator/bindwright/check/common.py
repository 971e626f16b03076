# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the rules share: which elements bindings show, and how findings are built.

It does not hold a rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bindwright.diagnostics import Diagnostic, Location, Severity
from bindwright.model.api import Api, Callback, Form, Function, Record, Type
from bindwright.model.ctype import CType

HIDDEN = frozenset({Form.REF, Form.UNREF, Form.FREE})
"""Functions of these forms are for bindings, not for their users."""


def live(api: Api) -> Iterator[Function]:
    """Yields the functions that are not left out."""
    return (function for function in api.functions if not function.skip)


def usable(api: Api) -> Iterator[Function]:
    """Yields the functions that bindings call: neither left out nor incomplete."""
    return (function for function in live(api) if not function.missing)


def usable_types(api: Api) -> Iterator[Record | Callback]:
    """Yields the structs and callback types that bindings have."""
    types: tuple[Record | Callback, ...] = (*api.records, *api.callbacks)
    return (item for item in types if not item.skip and not item.missing)


def mentioned(api: Api) -> set[str]:
    """Returns the names of the types that functions which are not left out need, by way of others too."""
    behind: dict[str, list[CType]] = {item.name: [item.c] for item in api.aliases}
    behind |= {item.name: [field.c for field in item.fields] for item in api.records}
    behind |= {item.name: [value.c for value in item.parameters] for item in api.callbacks}
    functions = list(live(api))
    waiting = [fn.result.c for fn in functions]
    waiting += [value.c for fn in functions for value in fn.parameters]
    found = {value.type.name for fn in functions for value in fn.parameters}
    waiting += [c for name in found for c in behind.get(name, ())]
    while waiting:
        c = waiting.pop()
        waiting += [*c.parameters, *([c.target] if c.target else [])]
        if c.name not in found:
            found.add(c.name)
            waiting += behind.get(c.name, [])
    return found


def nested(type_: Type) -> Iterator[Type]:
    """Yields a type and the types inside it."""
    yield type_
    if type_.element is not None:
        yield from nested(type_.element)


def error(code: str, message: str, location: Location | None, hint: str = "") -> Diagnostic:
    """Builds a finding that stops generation."""
    return Diagnostic(code=code, message=message, location=location, hint=hint)


def warning(code: str, message: str, location: Location | None, hint: str = "") -> Diagnostic:
    """Builds a finding that does not."""
    return Diagnostic(
        code=code, message=message, location=location, hint=hint, severity=Severity.WARNING
    )


def listed(names: Iterable[str]) -> str:
    """Joins words for a message."""
    return ", ".join(names)
