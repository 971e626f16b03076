# SPDX-License-Identifier: LGPL-2.1-or-later
"""Puts one plain call together: inputs, outputs, arguments, protocol and failure.

It does not choose which functions a target can express.
"""

from __future__ import annotations

from bindwright.diagnostics import BindwrightError, Diagnostic
from bindwright.model.api import Api, FailureRule, Form, Function, Idiom, Kind
from bindwright.model.plain import (
    Input,
    Output,
    PlainApi,
    PlainCall,
    PlainCallback,
    Storage,
    Use,
    identifier,
)
from bindwright.plain.arguments import plain_argument
from bindwright.plain.callback import plain_callback_in
from bindwright.plain.counting import Counting, counting
from bindwright.plain.failure import checked_failure
from bindwright.plain.index import Index
from bindwright.plain.inputs import inputs_in_order, is_input, plain_input
from bindwright.plain.measures import Measures
from bindwright.plain.newer import needed, newer_needs
from bindwright.plain.outputs import plain_outputs
from bindwright.plain.problems import NAME, Problems
from bindwright.plain.unpacked import is_unpacked, record_argument, unpacked_inputs

_HIDDEN = frozenset({Form.REF, Form.UNREF, Form.FREE})
_PLAIN_USES = frozenset({Use.INPUT, Use.OUTPUT, Use.CONSTANT})
_PLAIN_STORAGE = frozenset({Storage.RETURN, Storage.POINTER})
_CHANGED = frozenset({Kind.BOOL, Kind.LIST, Kind.DICT, Kind.BYTES, Kind.CALLBACK})


def plain(api: Api, function: Function) -> PlainCall:
    """Returns one function as a plain call.

    Raises:
        BindwrightError: BW501 to BW509, one for each reason why its shape is not supported.
    """
    return _plain(Index(api), function)


def plain_api(api: Api) -> PlainApi:
    """Returns every complete function and callback that users see; reasons stand beside those that have no plain shape.

    Raises:
        BindwrightError: BW510 when two calls would be one C identifier.
    """
    index = Index(api)
    unsupported: list[Diagnostic] = []
    callbacks: list[PlainCallback] = []
    for callback in api.callbacks:
        if not callback.skip and not callback.missing:
            try:
                callbacks.append(plain_callback_in(index, callback))
            except BindwrightError as error:
                unsupported.extend(error.diagnostics)
    calls: list[PlainCall] = []
    for function in api.functions:
        if shown(function):
            try:
                calls.append(_plain(index, function))
            except BindwrightError as error:
                unsupported.extend(error.diagnostics)
    _check_names(calls)
    return PlainApi(
        calls=tuple(calls),
        callbacks=tuple(callbacks),
        unsupported=tuple(dict.fromkeys(unsupported)),
        newer=tuple(index.newer.values()),
    )


def shown(function: Function) -> bool:
    """Whether bindings show the function: complete, not skipped, and not what they release things with."""
    return not function.skip and not function.missing and function.form not in _HIDDEN


def _plain(index: Index, function: Function) -> PlainCall:
    problems = Problems(function)
    measures = Measures(function)
    problems.attempt(lambda: measures.check(problems))
    failure = problems.attempt(lambda: checked_failure(index, function, problems))
    inputs = _inputs(index, measures, function, problems)
    outputs = plain_outputs(index, measures, function, problems)
    problems.settle()
    count = counting(index, measures, function, inputs, outputs, problems)
    assert failure is not None
    return _call(index, measures, function, failure, inputs, outputs, count)


def _inputs(
    index: Index, measures: Measures, function: Function, problems: Problems
) -> tuple[Input, ...]:
    found: list[Input] = []
    for parameter in function.parameters:
        if is_unpacked(index, parameter):
            fields = problems.attempt(
                lambda p=parameter: unpacked_inputs(index, function, p, problems)  # type: ignore[misc]
            )
            found.extend(fields or ())
        elif is_input(parameter, measures):
            given = problems.attempt(lambda p=parameter: plain_input(index, measures, p, problems))  # type: ignore[misc]
            if given is not None:
                found.append(given)
    return inputs_in_order(found)


def _call(
    index: Index,
    measures: Measures,
    function: Function,
    failure: FailureRule,
    inputs: tuple[Input, ...],
    outputs: tuple[Output, ...],
    count: Counting,
) -> PlainCall:
    by_output = {output.name: output for output in outputs}
    by_input = {given.name: given for given in inputs}
    arguments = tuple(
        (
            record_argument(index, function, item, by_input)
            if is_unpacked(index, item)
            else plain_argument(index, measures, function, item, by_input, by_output)
        )
        for item in function.parameters
    )
    needs = needed(index, function, inputs, outputs, count)
    newer = newer_needs(index, needs)
    direct = (
        function.idiom is Idiom.DIRECT
        and all(argument.use in _PLAIN_USES for argument in arguments)
        and all(output.storage in _PLAIN_STORAGE for output in outputs)
        and not any(item.type.kind in _CHANGED for item in inputs)
        and not any(item.type.kind in _CHANGED for item in outputs)
        and not failure.checked
        and not failure.silent
        and not newer
    )
    return PlainCall(
        function=function,
        name=function.name,
        symbol=function.symbol,
        inputs=inputs,
        outputs=outputs,
        arguments=arguments,
        failure=failure,
        idiom=function.idiom,
        result_c=function.result.c,
        result_role=function.result.role,
        counter=count.symbol,
        counter_arguments=count.arguments,
        counter_failure=count.failure,
        counter_result_c=count.result_c,
        counter_release=count.release,
        count_c=count.c,
        full=function.full,
        direct=direct,
        blocking=function.blocking,
        needs=needs,
        newer=newer,
    )


def _check_names(calls: list[PlainCall]) -> None:
    seen: dict[str, PlainCall] = {}
    clashes: list[Diagnostic] = []
    for call in calls:
        spelled = identifier(call.name)
        if spelled in seen:
            clashes.append(
                Diagnostic(
                    code=NAME,
                    message=f"'{seen[spelled].name}' and '{call.name}' are one C identifier",
                    location=call.function.location,
                    hint="give the variant another name",
                )
            )
        seen[spelled] = call
    if clashes:
        raise BindwrightError(tuple(clashes))
