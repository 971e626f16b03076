# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tells a function's meaning in one line, for tests that spell it out."""

from __future__ import annotations

from bindwright.model.api import (
    Direction,
    Encoding,
    FailureMode,
    Function,
    Idiom,
    Null,
    Parameter,
    Release,
    Role,
    Transfer,
    Type,
)

_HIDDEN = {Role.LENGTH, Role.CAPACITY, Role.RESULT_LENGTH, Role.USER_DATA, Role.DESTROY}
_NULL = {Null.NO: "", Null.YES: "?", Null.UNKNOWN: "(?)"}


def tell(function: Function) -> str:
    """Returns ``form owner.words(arguments) -> result ! failure``."""
    arguments = ", ".join(_argument(item) for item in function.parameters)
    name = "_".join(function.words)
    owner = f"{function.owner}." if function.owner else ""
    text = f"{function.form.value} {owner}{name}({arguments}) -> {_result(function)}"
    if function.failure.mode is not FailureMode.NEVER:
        value = f" {function.failure.value}" if function.failure.value else ""
        text += f" ! {function.failure.mode.value}{value}{' checked' * function.failure.checked}{' silent' * function.failure.silent}"
    for condition in function.failure.conditions:
        text += f", {condition.value} {condition.name.value}"
    if function.idiom is not Idiom.DIRECT:
        text += f" [{function.idiom.value}{' ' if function.counter else ''}{function.counter}]"
    return text + ("" if function.blocking else " nonblocking")


def _argument(item: Parameter) -> str:
    if item.role is Role.SELF:
        return "self"
    if item.role is Role.UNUSED:
        return f"{item.name}=0"
    if item.role is Role.FIXED:
        return f"{item.name}={item.value}"
    if item.role in _HIDDEN:
        both = " inout" if item.direction is Direction.INOUT else ""
        return f"{item.name} {item.role.value} of {item.of}{both}"
    text = f"{item.name}: {_type(item.type)}"
    if item.role is Role.RESULT:
        allocated = "allocated " if item.callee_allocates else ""
        text = f"out {allocated}{text}{_owned(item.transfer, item.release)}"
    if item.scope is not None:
        text += f" {item.scope.value}"
    return text + (" optional" if item.optional else "")


def _result(function: Function) -> str:
    result = function.result
    if result.role is Role.RESULT:
        return _type(result.type) + _owned(result.transfer, result.release)
    return f"{result.role.value}{' of ' + result.of if result.of else ''}"


def _type(type_: Type) -> str:
    text = type_.name or type_.kind.value
    if type_.element is not None:
        text = f"list<{_type(type_.element)}>"
    if type_.rows:
        text += f" in {type_.rows} rows of {type_.row or 'as many'}, {type_.counts.value} counted"
    if type_.bits:
        text += " in bits"
    if type_.encoding is Encoding.UUID:
        text = f"uuid {text}"
    if type_.size is not None:
        text += f"[{type_.size}]"
    if type_.terminated:
        text += " ended"
    return text + _NULL[type_.null] + (f" in {type_.unit}" if type_.unit else "")


def _owned(transfer: Transfer, release: Release | None) -> str:
    if transfer is Transfer.NONE:
        return ""
    if release is None:
        return f" {transfer.value}"
    marks = ", n" * release.counted + ", deep" * release.deep
    return f" {transfer.value} by {release.function}{marks}"
