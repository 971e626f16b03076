# SPDX-License-Identifier: LGPL-2.1-or-later
"""Checks that a failure rule can be tested on what C returns.

It does not read the error's details: the lowering does.
"""

from __future__ import annotations

from dataclasses import replace

from bindwright.model.api import FailureMode, FailureRule, Function, Kind, Role
from bindwright.model.ctype import Shape
from bindwright.plain.index import Index, is_void
from bindwright.plain.problems import FAILURE, Problems

_POINTERS = frozenset(
    {Kind.STRING, Kind.BYTES, Kind.LIST, Kind.OBJECT, Kind.RECORD, Kind.DICT, Kind.OPAQUE}
) | {Kind.CALLBACK}


def checked_failure(index: Index, function: Function, problems: Problems) -> FailureRule:
    """Returns the function's failure rule.

    Raises:
        BindwrightError: BW501 when it is unknown or contradicts the return type.
    """
    rule = function.failure
    cause = _contradiction(index, function, rule)
    if cause:
        raise problems.error(
            FAILURE, cause, hint="say in the description how the function tells that it failed"
        )
    conditions = tuple(replace(item, value=literal(item.value)) for item in rule.conditions)
    return replace(rule, value=literal(rule.value) if rule.value else "", conditions=conditions)


def literal(text: str) -> str:
    """Returns an integer as C can read it: what only fits an unsigned type says so."""
    try:
        value = int(text, 0)
    except ValueError:
        return text
    if value >= 2**63:
        return f"{value}u"
    return f"{value + 1} - 1" if value == -(2**63) else text


def _contradiction(index: Index, function: Function, rule: FailureRule) -> str:
    c = function.result.c
    role = function.result.role
    if rule.mode is FailureMode.UNKNOWN:
        return "nobody knows how it fails"
    if rule.silent and not (index.library.errors and index.library.errors.reset):
        return "it may fail without a word, and nothing clears the last error"
    if rule.checked and not _tells_apart(index, function):
        return "its failure is known by the last error alone, and nothing resets that"
    if rule.conditions and rule.mode is not FailureMode.NEGATIVE:
        return f"its conditions are negative but its failure is '{rule.mode.value}'"
    if rule.good and rule.mode is not FailureMode.STATUS:
        return "some of what it returns is no failure, yet it returns no status"
    if rule.mode is FailureMode.NEVER:
        return "it never fails, yet its failure is checked" if rule.checked else ""
    if is_void(index.resolve(c)):
        return f"it returns nothing, yet its failure is '{rule.mode.value}'"
    if rule.mode is FailureMode.NULL and not _is_pointer(index, function):
        return "it fails with NULL but does not return a pointer"
    if rule.mode in (FailureMode.NEGATIVE, FailureMode.STATUS) and _is_pointer(index, function):
        return f"its failure is '{rule.mode.value}' but it returns a pointer"
    if rule.mode is FailureMode.NEGATIVE and index.is_unsigned(c):
        return "its failure is negative but its return type is unsigned"
    told = role is Role.RESULT and rule.good
    if rule.mode is FailureMode.STATUS and role in (Role.RESULT, Role.RESULT_LENGTH) and not told:
        return "its return value is a status and an output at once"
    if rule.mode is FailureMode.EQUALS and not rule.value:
        return "its failure equals a value that is not given"
    return ""


def _tells_apart(index: Index, function: Function) -> bool:
    """Whether the last error tells a failure from a good value: the library's, or that of the object itself."""
    own = index.objects.get(function.owner) if index.is_method(function) else None
    if own is not None and own.last_error is not None:
        return bool(own.last_error.code or own.last_error.stored)
    errors = index.library.errors
    return errors is not None and bool(errors.reset and (errors.getter or errors.code))


def _is_pointer(index: Index, function: Function) -> bool:
    result = function.result
    if index.resolve(result.c).shape is not Shape.NAMED:
        return True
    if index.is_number(result.c):
        return False
    return result.role is Role.RESULT and result.type.kind in _POINTERS
