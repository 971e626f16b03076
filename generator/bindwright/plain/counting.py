# SPDX-License-Identifier: LGPL-2.1-or-later
"""Decides how the protocols that call twice learn the number of elements.

It does not decide how often they try: the lowering does.
"""

from __future__ import annotations

from dataclasses import dataclass

from bindwright.model.api import (
    INTEGERS,
    FailureMode,
    FailureRule,
    Function,
    Idiom,
    Kind,
    Parameter,
    Release,
    Role,
    Transfer,
)
from bindwright.model.ctype import CType
from bindwright.model.plain import Argument, Input, Output, Storage, Use
from bindwright.plain.arguments import fixed, zero
from bindwright.plain.index import Index, decayed, is_void, plain_c
from bindwright.plain.measures import Measures
from bindwright.plain.problems import COUNTER, LENGTH, Problems

_MEASURED = frozenset({Kind.BYTES, Kind.LIST})


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """How the number of elements becomes known; all empty when the call is direct."""

    symbol: str = ""
    """Of the counter, when it is another function."""
    arguments: tuple[Argument, ...] = ()
    failure: FailureRule | None = None
    result_c: CType | None = None
    release: Release | None = None
    c: CType | None = None
    """Of the count."""


def counting(
    index: Index,
    measures: Measures,
    function: Function,
    inputs: tuple[Input, ...],
    outputs: tuple[Output, ...],
    problems: Problems,
) -> Counting:
    """Returns how a function that is called twice learns the number of elements.

    Raises:
        BindwrightError: BW502 or BW505.
    """
    if function.idiom is Idiom.DIRECT:
        return Counting()
    by_input = {item.name: item for item in inputs}
    if function.idiom is Idiom.MEASURED:
        _check_measured(function, outputs, problems)
        return _counter(index, function, by_input, problems)
    filled = [output for output in outputs if output.storage is Storage.FILLED]
    if len(filled) != 1:
        raise problems.error(
            LENGTH,
            f"is {function.idiom.value}, yet {len(filled)} outputs with a capacity are filled",
            hint="only one array can be filled by one pair of calls",
        )
    if function.idiom is Idiom.COUNT_FILL:
        return _counter(index, function, by_input, problems)
    if function.idiom is Idiom.GROW_FILL:
        return _growing(function, filled[0], problems)
    if filled[0].count_c is None:
        raise problems.error(LENGTH, "nothing brings the number of elements back", filled[0].name)
    return Counting(c=filled[0].count_c)


def _check_measured(function: Function, outputs: tuple[Output, ...], problems: Problems) -> None:
    """Checks that there is something to measure, and that nothing else decides how long it is."""
    measured = [output for output in outputs if output.storage is Storage.RETURN]
    if not measured or measured[0].type.kind not in _MEASURED:
        raise problems.error(LENGTH, "is measured, yet returns neither bytes nor a list", "return")


def _growing(function: Function, output: Output, problems: Problems) -> Counting:
    if function.failure.mode is not FailureMode.STATUS or not function.full:
        cause = "is called again with more room, yet returns no status that asks for it"
        raise problems.error(LENGTH, cause, output.name)
    return Counting(c=output.count_c)


def _counter(
    index: Index, function: Function, inputs: dict[str, Input], problems: Problems
) -> Counting:
    counter = index.functions.get(function.counter)
    if counter is None:
        cause = f"the function that counts, '{function.counter}', is not described"
        raise problems.error(COUNTER, cause)
    arguments = tuple(
        _argument(index, function, counter, parameter, inputs, problems)
        for parameter in counter.parameters
    )
    beside = [item for item in counter.parameters if _is_count(item)]
    if len(beside) > 1 or (not beside and not _returns_count(counter)):
        raise problems.error(COUNTER, f"'{counter.name}' does not give one number")
    if counter.failure.mode is FailureMode.UNKNOWN or counter.failure.checked:
        raise problems.error(COUNTER, f"nobody can tell whether '{counter.name}' failed")
    if beside and is_void(index.resolve(counter.result.c)):
        raise problems.error(COUNTER, f"'{counter.name}' returns nothing")
    if not beside:
        return Counting(
            symbol=counter.symbol,
            arguments=arguments,
            failure=counter.failure,
            result_c=counter.result.c,
            c=plain_c(counter.result.c),
        )
    return Counting(
        symbol=counter.symbol,
        arguments=arguments,
        failure=counter.failure,
        result_c=counter.result.c,
        release=_release(index, counter, problems),
        c=plain_c(index.target(beside[0].c) or beside[0].type.c),
    )


def _argument(
    index: Index,
    function: Function,
    counter: Function,
    parameter: Parameter,
    inputs: dict[str, Input],
    problems: Problems,
) -> Argument:
    """Returns the counter's argument from the input of the same role or name."""
    c = decayed(parameter.c)
    if _is_count(parameter):
        return Argument(use=Use.OUTPUT_LENGTH, c=c)
    if parameter.role is Role.FIXED:
        return Argument(use=Use.CONSTANT, c=c, value=fixed(index, counter, parameter))
    if parameter.role is Role.SELF:
        own = next((item for item in inputs.values() if item.is_self), None)
    else:
        own = inputs.get(parameter.name)
    counted = next((item for item in function.parameters if item.name == parameter.name), None)
    if counted is not None and counted.role is Role.LENGTH and counted.of in inputs:
        return Argument(use=Use.LENGTH, c=c, of=counted.of)
    if own is not None and own.type.kind is parameter.type.kind:
        return Argument(use=Use.INPUT, c=c, of=own.name)
    if parameter.role in (Role.UNUSED, Role.FLAGS):
        return Argument(use=Use.CONSTANT, c=c, value=zero(index, c))
    raise problems.error(
        COUNTER,
        f"the counter '{counter.name}' needs '{parameter.name}', which is no input of {function.name}",
    )


def _is_count(parameter: Parameter) -> bool:
    return parameter.role in (Role.RESULT, Role.RESULT_LENGTH) and parameter.type.kind in INTEGERS


def _returns_count(counter: Function) -> bool:
    result = counter.result
    return result.role in (Role.RESULT, Role.RESULT_LENGTH) and result.type.kind in INTEGERS


def _release(index: Index, counter: Function, problems: Problems) -> Release | None:
    """Returns how what the counter returns beside the count is given back."""
    result = counter.result
    if result.role is not Role.RESULT or result.transfer is Transfer.NONE:
        return None
    if result.type.kind is Kind.STRING:
        return result.release or Release(function=index.library.free)
    raise problems.error(COUNTER, f"'{counter.name}' returns a {result.type.kind.value} as well")
