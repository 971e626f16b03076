# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the rules share: which elements bindings show, and how findings are built.

It does not hold a rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bindwright.diagnostics import Diagnostic, Location, Severity
from bindwright.model.api import Api, Callback, Form, Function, Record, Type

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
