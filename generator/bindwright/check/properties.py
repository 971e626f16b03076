# SPDX-License-Identifier: LGPL-2.1-or-later
"""The rules on properties: one getter, at most one setter, of one type.

They do not make properties of functions that are not said to be any.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bindwright.check.common import error, usable, warning
from bindwright.diagnostics import Diagnostic
from bindwright.model.api import Api, Function, Kind, Role, Type

Properties = dict[tuple[str, str], tuple[list[Function], list[Function]]]
"""By owner and name: the getters and the setters."""

_GIVEN = frozenset({Role.VALUE, Role.FLAGS})


def _properties(api: Api) -> Properties:
    found: Properties = defaultdict(lambda: ([], []))
    for function in usable(api):
        if function.property:
            found[function.owner, function.property][_is_setter(function)].append(function)
    return found


def _is_setter(function: Function) -> bool:
    """A setter takes a value and gives none."""
    outputs = function.result.role is Role.RESULT or any(
        item.role is Role.RESULT for item in function.parameters
    )
    return not outputs and any(item.role in _GIVEN for item in function.parameters)


def unpaired_properties(api: Api) -> Iterator[Diagnostic]:
    """BW408: two getters or setters of one property, or a setter of another type than the getter."""
    for (owner, name), pair in _properties(api).items():
        for sort, functions in zip(("getters", "setters"), pair, strict=True):
            if len(functions) > 1:
                first, second = functions[:2]
                cause = (
                    f"'{first.name}' and '{second.name}' are both {sort} of '{name}' of '{owner}'"
                )
                yield error("BW408", cause, second.location)
        getters, setters = pair
        if len(getters) == len(setters) == 1:
            got, given = _got(getters[0]), _given(setters[0])
            if got is not None and given is not None and _what(got) != _what(given):
                kinds = f"read as {got.kind.value} and written as {given.kind.value}"
                cause = f"the property '{name}' of '{owner}' is {kinds}"
                yield error("BW408", cause, setters[0].location)


def _got(function: Function) -> Type | None:
    if function.result.role is Role.RESULT:
        return function.result.type
    outputs = [item.type for item in function.parameters if item.role is Role.RESULT]
    return outputs[0] if len(outputs) == 1 else None


def _given(function: Function) -> Type | None:
    inputs = [item.type for item in function.parameters if item.role is Role.VALUE]
    return inputs[0] if len(inputs) == 1 else None


def _what(type_: Type) -> tuple[Kind, str]:
    return type_.kind, type_.name


def unreadable_properties(api: Api) -> Iterator[Diagnostic]:
    """BW413: a property with a setter and no getter."""
    for (owner, name), (getters, setters) in _properties(api).items():
        if setters and not getters:
            cause = f"the property '{name}' of '{owner}' can be set but not read"
            yield warning("BW413", cause, setters[0].location)
