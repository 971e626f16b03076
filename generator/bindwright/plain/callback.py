# SPDX-License-Identifier: LGPL-2.1-or-later
"""Decides what user code sees of a callback: its arguments and its result.

It does not know how a language calls user code.
"""

from __future__ import annotations

from bindwright.model.api import Api, Callback, Direction, Kind, Parameter, Role, Transfer, Type
from bindwright.model.ctype import named, pointer
from bindwright.model.plain import (
    CallbackArgument,
    CallbackOutput,
    CallbackResult,
    PlainCallback,
)
from bindwright.plain.index import Index, plain_c
from bindwright.plain.measures import RETURN
from bindwright.plain.problems import CALLBACK, Problems

_SHOWN = frozenset({Role.VALUE, Role.SELF, Role.FLAGS, Role.CALLBACK})
_HIDDEN = frozenset({Role.LENGTH, Role.USER_DATA, Role.DESTROY, Role.UNUSED})
_FILLED = frozenset({Role.RESULT, Role.RESULT_LENGTH})
_MEASURED = frozenset({Kind.LIST, Kind.BYTES, Kind.DICT})
_OWNED = frozenset({Kind.STRING, Kind.BYTES, Kind.LIST, Kind.DICT, Kind.RECORD, Kind.CALLBACK})
_RETURNED = frozenset(Kind) - _OWNED - {Kind.OBJECT, Kind.OPAQUE}

_VOID = Type(kind=Kind.VOID, c=named("void"))


def plain_callback(api: Api, callback: Callback) -> PlainCallback:
    """Returns the callback as user code sees it.

    Raises:
        BindwrightError: BW509 when it carries what user code cannot get or give.
    """
    return plain_callback_in(Index(api), callback)


def plain_callback_in(index: Index, callback: Callback) -> PlainCallback:
    """The same, for an API that was read already."""
    problems = Problems(callback)
    lengths = {item.of: item.name for item in callback.parameters if item.role is Role.LENGTH}
    alike = [item for item in callback.parameters if item.role is Role.VALUE and item.of in lengths]
    lengths |= {item.name: lengths[item.of] for item in alike}
    functions = {item.name for item in callback.parameters if item.role is Role.CALLBACK}
    user_data = [
        item.name
        for item in callback.parameters
        if item.role is Role.USER_DATA and item.of not in functions
    ]
    if len(user_data) > 1:
        raise problems.error(CALLBACK, "the callback has more than one user data")
    if callback.missing:
        raise problems.error(CALLBACK, f"its meaning is not complete: {callback.missing[0]}")
    output = _output(index, callback, problems) or _texts(index, callback)
    results = _results(index, callback)
    arguments = []
    for parameter in callback.parameters:
        if parameter.role in _SHOWN or (
            output and not output.field and parameter.name == output.capacity
        ):
            _check(index, parameter, lengths, problems)
            arguments.append(
                CallbackArgument(
                    name=parameter.name,
                    words=parameter.words or (parameter.name,),
                    type=parameter.type,
                    transfer=parameter.transfer,
                    counted_by=lengths.get(parameter.name, ""),
                    user_data=_belonging(callback, parameter, Role.USER_DATA),
                    destroy=_belonging(callback, parameter, Role.DESTROY),
                    doc=parameter.doc,
                )
            )
        elif parameter.role not in _HIDDEN and not (
            parameter.role in _FILLED and (output or parameter.name in results)
        ):
            cause = f"a callback cannot have a {parameter.role.value}"
            raise problems.error(CALLBACK, cause, parameter.name)
    good = callback.result.type.kind is Kind.BOOL
    return PlainCallback(
        callback=callback,
        arguments=tuple(arguments),
        user_data=user_data[0] if user_data else "",
        result=output.type if output else _result(callback, problems),
        results=tuple(results.values()),
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


def _texts(index: Index, callback: Callback) -> CallbackOutput | None:
    """Returns the texts that user code gives, one for each record of a list that it gets."""
    counts = {item.of: item.name for item in callback.parameters if item.role is Role.LENGTH}
    for parameter in callback.parameters:
        element = parameter.type.element
        record = index.records.get(element.name) if element else None
        if record is None or parameter.name not in counts:
            continue
        lengths = {item.of: item for item in record.fields if item.role is Role.RESULT_LENGTH}
        for field in record.fields:
            if field.role is Role.RESULT and field.type.kind is Kind.STRING:
                length = lengths.get(field.name)
                return CallbackOutput(
                    name=parameter.name,
                    type=Type(kind=Kind.LIST, c=pointer(field.c), element=field.type),
                    field=field.name,
                    capacity=counts[parameter.name],
                    counted_by=length.name if length else "",
                    count_c=length.c if length else named("size_t"),
                    doc=field.doc,
                )
    return None


def _results(index: Index, callback: Callback) -> dict[str, CallbackResult]:
    """Returns the numbers that C takes through pointers; then what C returns only says that all went well."""
    if callback.result.role is Role.RESULT:
        return {}
    return {
        item.name: CallbackResult(name=item.name, type=item.type, c=plain_c(target))
        for item in callback.parameters
        if item.role is Role.RESULT
        and item.direction is Direction.OUT
        and item.type.kind in _RETURNED
        and (target := index.target(item.c)) is not None
    }


def _belonging(callback: Callback, parameter: Parameter, role: Role) -> str:
    """Returns the parameter that a function which user code gets is called or released with."""
    if parameter.role is not Role.CALLBACK:
        return ""
    found = (
        item.name for item in callback.parameters if item.role is role and item.of == parameter.name
    )
    return next(found, "")


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
    if type_.kind is Kind.CALLBACK:
        _check_function(index, parameter, problems)
    if type_.kind is Kind.VOID:
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


def _check_function(index: Index, parameter: Parameter, problems: Problems) -> None:
    """Checks that user code can call a function that it gets: it takes and returns numbers."""
    found = index.callbacks.get(parameter.type.name)
    subject = problems.subject
    belongs = [item for item in subject.parameters if item.of == parameter.name]
    given = [item for item in found.parameters if item.role in _SHOWN] if found else []
    good = found is not None and any(item.role is Role.USER_DATA for item in belongs)
    if found is None or not good or any(item.type.kind not in _RETURNED for item in given):
        cause = "user code gets a function that it cannot call with numbers alone"
        raise problems.error(CALLBACK, cause, parameter.name)
