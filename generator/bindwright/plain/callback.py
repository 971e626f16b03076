# SPDX-License-Identifier: LGPL-2.1-or-later
"""Decides what user code sees of a callback: its arguments and its result.

It does not know how a language calls user code.
"""

from __future__ import annotations

from bindwright.model.api import Api, Callback, Direction, Kind, Parameter, Role, Transfer, Type
from bindwright.model.ctype import named
from bindwright.model.plain import CallbackArgument, CallbackOutput, PlainCallback
from bindwright.plain.index import Index, plain_c
from bindwright.plain.measures import RETURN
from bindwright.plain.problems import CALLBACK, Problems

_SHOWN = frozenset({Role.VALUE, Role.SELF, Role.FLAGS})
_HIDDEN = frozenset({Role.LENGTH, Role.USER_DATA, Role.UNUSED})
_FILLED = frozenset({Role.RESULT, Role.RESULT_LENGTH})
_MEASURED = frozenset({Kind.LIST, Kind.BYTES, Kind.DICT})
_OWNED = frozenset({Kind.STRING, Kind.BYTES, Kind.LIST, Kind.DICT, Kind.RECORD, Kind.CALLBACK})
_RETURNED = frozenset(Kind) - _OWNED - {Kind.OBJECT, Kind.OPAQUE}

_VOID = Type(kind=Kind.VOID, c=named("void"))


def plain_callback(api: Api, callback: Callback) -> PlainCallback:
    """Returns the callback as user code sees it.

    Raises:
        BindwrightError: BW509 when it has no user data, or carries what user code cannot get or give.
    """
    return plain_callback_in(Index(api), callback)


def plain_callback_in(index: Index, callback: Callback) -> PlainCallback:
    """The same, for an API that was read already."""
    problems = Problems(callback)
    lengths = {item.of: item.name for item in callback.parameters if item.role is Role.LENGTH}
    alike = [item for item in callback.parameters if item.role is Role.VALUE and item.of in lengths]
    lengths |= {item.name: lengths[item.of] for item in alike}
    user_data = [item.name for item in callback.parameters if item.role is Role.USER_DATA]
    if len(user_data) != 1:
        count = "no" if not user_data else "more than one"
        raise problems.error(CALLBACK, f"the callback has {count} user data")
    if callback.missing:
        raise problems.error(CALLBACK, f"its meaning is not complete: {callback.missing[0]}")
    output = _output(index, callback, problems)
    arguments = []
    for parameter in callback.parameters:
        if parameter.role in _SHOWN or (output and parameter.name == output.capacity):
            _check(index, parameter, lengths, problems)
            arguments.append(
                CallbackArgument(
                    name=parameter.name,
                    words=parameter.words or (parameter.name,),
                    type=parameter.type,
                    transfer=parameter.transfer,
                    counted_by=lengths.get(parameter.name, ""),
                    doc=parameter.doc,
                )
            )
        elif parameter.role not in _HIDDEN and not (output and parameter.role in _FILLED):
            cause = f"a callback cannot have a {parameter.role.value}"
            raise problems.error(CALLBACK, cause, parameter.name)
    good = callback.result.type.kind is Kind.BOOL
    return PlainCallback(
        callback=callback,
        arguments=tuple(arguments),
        user_data=user_data[0],
        result=output.type if output else _result(callback, problems),
        output=output,
        on_success="1" if output and good else "0",
    )


def _output(index: Index, callback: Callback, problems: Problems) -> CallbackOutput | None:
    """Returns the bytes that user code gives; then what C returns can only say how many, or that all went well."""
    filled = [item for item in callback.parameters if item.role is Role.RESULT]
    if len(filled) != 1 or filled[0].type.kind is not Kind.BYTES:
        return None
    parameter = filled[0]
    room = [item.name for item in callback.parameters if _measures(item, Role.CAPACITY, parameter)]
    counts = [
        (item.name, plain_c(target))
        for item in callback.parameters
        if _measures(item, Role.RESULT_LENGTH, parameter) and item.direction is Direction.OUT
        if (target := index.target(item.c)) is not None
    ]
    result = callback.result
    if result.role is Role.RESULT_LENGTH and result.of == parameter.name:
        counts.append((RETURN, plain_c(result.c)))
    elif result.role is Role.RESULT and result.type.kind is not Kind.BOOL:
        cause = "user code cannot give bytes and return a value as well"
        raise problems.error(CALLBACK, cause, "return")
    if len(room) != 1 or len(counts) != 1:
        cause = "nothing says how much room there is, or how much of it was filled"
        raise problems.error(CALLBACK, cause, parameter.name)
    (counted_by, count_c), (capacity,) = counts[0], room
    return CallbackOutput(
        name=parameter.name,
        type=parameter.type,
        capacity=capacity,
        counted_by=counted_by,
        count_c=count_c,
        doc=parameter.doc,
    )


def _measures(parameter: Parameter, role: Role, measured: Parameter) -> bool:
    return parameter.role is role and parameter.of == measured.name


def _result(callback: Callback, problems: Problems) -> Type:
    result = callback.result
    if result.role is not Role.RESULT:
        return _VOID
    if result.type.kind not in _RETURNED:
        kind = result.type.kind.value
        raise problems.error(CALLBACK, f"user code cannot return a {kind}", "return")
    return result.type


def _check(index: Index, parameter: Parameter, lengths: dict[str, str], problems: Problems) -> None:
    type_ = parameter.type
    if parameter.direction is not Direction.IN:
        raise problems.error(CALLBACK, "user code cannot fill an argument", parameter.name)
    if type_.kind in (Kind.VOID, Kind.CALLBACK):
        raise problems.error(CALLBACK, f"user code cannot get a {type_.kind.value}", parameter.name)
    measured = type_.size is not None or type_.terminated or parameter.name in lengths
    if type_.kind in _MEASURED and not measured:
        cause = f"nothing says how long the {type_.kind.value} is"
        raise problems.error(CALLBACK, cause, parameter.name)
    if parameter.transfer is not Transfer.NONE and type_.kind in _OWNED:
        raise problems.error(CALLBACK, f"user code cannot own a {type_.kind.value}", parameter.name)
    if type_.kind is Kind.OBJECT and parameter.transfer is Transfer.NONE:
        found = index.objects.get(type_.name)
        if found is None or not found.ref:
            cause = f"the object '{type_.name}' cannot be referenced, so user code cannot keep it"
            raise problems.error(CALLBACK, cause, parameter.name)
