# SPDX-License-Identifier: LGPL-2.1-or-later
"""The rules on shapes: a function's meaning must not contradict itself.

They do not look at C types more closely than the model does.
"""

from __future__ import annotations

from collections.abc import Iterator

from bindwright.check.common import error, usable
from bindwright.diagnostics import Diagnostic
from bindwright.model.api import (
    Api,
    Direction,
    FailureMode,
    Form,
    Function,
    Idiom,
    Kind,
    Role,
    Scope,
)

_UNSIGNED = frozenset({Kind.U8, Kind.U16, Kind.U32, Kind.U64, Kind.SIZE, Kind.BOOL})
_POINTERS = frozenset(
    {Kind.STRING, Kind.BYTES, Kind.LIST, Kind.DICT, Kind.OBJECT, Kind.RECORD, Kind.OPAQUE}
)
_OWNED = frozenset({Form.METHOD, Form.REF, Form.UNREF, Form.CLOSE})


def contradictions(api: Api) -> Iterator[Diagnostic]:
    """BW406: a failure, a form, a direction or an idiom that does not fit."""
    objects = {item.name for item in api.objects}
    for function in usable(api):
        for cause in _failure(function), _form(function, objects), _directions(function):
            if cause:
                yield error("BW406", f"'{function.name}' {cause}", function.location)


def _failure(function: Function) -> str:
    mode, result = function.failure.mode, function.result
    is_value = result.role is Role.RESULT
    if mode is FailureMode.UNKNOWN:
        return "fails nobody knows how, and does not say so"
    if mode is FailureMode.NULL and not (is_value and result.type.kind in _POINTERS):
        return "fails with NULL but returns no pointer"
    if mode is FailureMode.NEGATIVE and is_value and result.type.kind in _POINTERS:
        return "fails with a negative number but returns a pointer"
    unsigned = result.type.kind in _UNSIGNED - {Kind.BOOL}
    if mode is FailureMode.NEGATIVE and is_value and unsigned:
        return "fails with a negative number but returns an unsigned one"
    both = result.role in (Role.RESULT, Role.RESULT_LENGTH)
    if mode is FailureMode.STATUS and both and not function.failure.good:
        return "returns a status that is a result as well"
    if mode is FailureMode.EQUALS and not function.failure.value:
        return "fails with a value that is not given"
    return ""


def _form(function: Function, objects: set[str]) -> str:
    if function.owner and function.owner not in objects:
        return f"belongs to '{function.owner}', which is no object"
    first = function.parameters[0] if function.parameters else None
    if function.form in _OWNED and (first is None or first.role is not Role.SELF):
        return f"is a {function.form.value} without an object to work on"
    selves = [item for item in function.parameters if item.role is Role.SELF]
    return "works on two objects at once" if len(selves) > 1 else ""


def _directions(function: Function) -> str:
    for item in function.parameters:
        if item.role is Role.RESULT and item.direction is Direction.IN:
            return f"gives '{item.name}' as a result but takes it as an input"
        if item.role is Role.VALUE and item.direction is not Direction.IN:
            return f"takes '{item.name}' as an input but stores a result there"
        if item.role is Role.FIXED and not item.value and not item.of:
            return f"passes a fixed value for '{item.name}' that is not given"
    if function.idiom in (Idiom.COUNT_FILL, Idiom.MEASURED) and not function.counter:
        return "gives what another function counts, but does not say which"
    return ""


def unending_callbacks(api: Api) -> Iterator[Diagnostic]:
    """BW407: a callback with scope notified without a destroy function, or any without user data that does not last for ever."""
    without = {
        item.name
        for item in api.callbacks
        if not any(part.role is Role.USER_DATA and not part.of for part in item.parameters)
    }
    for function in usable(api):
        roles = {(item.role, item.of) for item in function.parameters}
        lone = {
            item.name
            for item in function.parameters
            if item.scope is Scope.FOREVER and item.type.name in without
        }
        for item in function.parameters:
            if item.role is not Role.CALLBACK or item.scope is Scope.REGISTERED:
                continue
            notified = item.scope is Scope.NOTIFIED
            if notified and (Role.DESTROY, item.name) not in roles:
                cause = (
                    f"'{item.name}' of '{function.name}' is let go later, and nothing tells when"
                )
                yield error("BW407", cause, function.location, "name it with (destroy ARGUMENT)")
            if (Role.USER_DATA, item.name) not in roles and not item.of and item.name not in lone:
                cause = f"'{item.name}' of '{function.name}' has no user data"
                yield error("BW407", cause, function.location, "name it with (closure ARGUMENT)")
