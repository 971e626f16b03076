# SPDX-License-Identifier: LGPL-2.1-or-later
"""The rule on names: none twice in one place.

It does not know how a target spells names; a target may find more collisions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from bindwright.check.common import HIDDEN, error, usable
from bindwright.diagnostics import Diagnostic, Location
from bindwright.model.api import Api


class Named(Protocol):
    """Anything with a public name."""

    @property
    def name(self) -> str:
        """As C spells it."""

    @property
    def words(self) -> tuple[str, ...]:
        """As targets get it."""


def duplicate_names(api: Api) -> Iterator[Diagnostic]:
    """BW401: functions of one object, types, constants, arguments or members with the same words."""
    functions = [item for item in usable(api) if item.form not in HIDDEN]
    owners = dict.fromkeys(item.owner for item in functions)
    for owner in owners:
        where = f"of '{owner}'" if owner else "without an object"
        yield from _twice("functions", where, [f for f in functions if f.owner == owner])
    shown = [item for group in _types(api) for item in group]
    yield from _twice("types", "of the API", shown)
    constants = [item for item in api.constants if not item.skip]
    yield from _twice("constants", "of the API", constants)
    for function in functions:
        yield from _twice(
            "parameters", f"of '{function.name}'", function.parameters, function.location
        )
    for enum in api.enums:
        members = [member for member in enum.members if not member.sentinel]
        yield from _twice("members", f"of '{enum.name}'", members, enum.location)
    for record in api.records:
        yield from _twice("fields", f"of '{record.name}'", record.fields, record.location)


def _types(api: Api) -> Iterator[Iterable[Named]]:
    yield [item for item in api.objects if not item.skip]
    yield [item for item in api.records if not item.skip and not item.missing]
    yield [item for item in api.enums if not item.skip]
    yield [item for item in api.callbacks if not item.skip and not item.missing]


def _twice(
    sort: str, where: str, items: Iterable[Named], location: Location | None = None
) -> Iterator[Diagnostic]:
    seen: dict[tuple[str, ...], str] = {}
    for item in items:
        first = seen.setdefault(item.words, item.name)
        if first != item.name:
            place = getattr(item, "location", None) or location
            cause = (
                f"the {sort} '{first}' and '{item.name}' {where} have the same public name:"
                f" '{' '.join(item.words)}'"
            )
            yield error("BW401", cause, place, "name one of them with (name other_name)")
