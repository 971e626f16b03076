# SPDX-License-Identifier: LGPL-2.1-or-later
"""Decides what each argument of the C call is made from.

It does not spell the call.
"""

from __future__ import annotations

from bindwright.model.api import Direction, Function, Kind, Parameter, Role, Transfer
from bindwright.model.ctype import CType, Shape, pointer
from bindwright.model.plain import Argument, Input, Output, Storage, Use
from bindwright.plain.index import Index, decayed, is_void, plain_c
from bindwright.plain.measures import Measures

_POINTING = frozenset({Kind.STRING, Kind.BYTES, Kind.LIST, Kind.DICT, Kind.RECORD, Kind.CALLBACK})


def plain_arguments(
    index: Index,
    measures: Measures,
    function: Function,
    inputs: dict[str, Input],
    outputs: dict[str, Output],
) -> tuple[Argument, ...]:
    """Returns the arguments in C's order."""
    return tuple(
        plain_argument(index, measures, function, parameter, inputs, outputs)
        for parameter in function.parameters
    )


def plain_argument(
    index: Index,
    measures: Measures,
    function: Function,
    parameter: Parameter,
    inputs: dict[str, Input],
    outputs: dict[str, Output],
) -> Argument:
    """Returns what one argument is made from."""
    c = decayed(parameter.c)
    role = parameter.role
    if role is Role.FIXED:
        return Argument(use=Use.CONSTANT, c=c, value=fixed(index, function, parameter))
    if role is Role.UNUSED:
        return Argument(use=Use.CONSTANT, c=c, value=zero(index, c))
    if parameter.name in outputs:
        output = outputs[parameter.name]
        return Argument(use=Use.OUTPUT, c=c, of=output.name, cast=_casts_output(index, output, c))
    if measures.sizes(parameter) and parameter.direction is Direction.INOUT:
        return Argument(use=Use.OUTPUT_LENGTH, c=c, of=parameter.of)
    if measures.sizes(parameter):
        return Argument(use=Use.CAPACITY, c=c, of=parameter.of)
    if parameter.name in inputs:
        given = inputs[parameter.name]
        return Argument(
            use=Use.INPUT,
            c=c,
            of=given.name,
            cast=_casts_input(index, given, c),
            struct=takes_struct(index, given, c),
        )
    return Argument(use=_USES[role], c=c, of=_measured(parameter, outputs))


_USES = {
    Role.LENGTH: Use.LENGTH,
    Role.CAPACITY: Use.CAPACITY,
    Role.RESULT_LENGTH: Use.OUTPUT_LENGTH,
    Role.USER_DATA: Use.USER_DATA,
    Role.DESTROY: Use.DESTROY,
}


def _measured(parameter: Parameter, outputs: dict[str, Output]) -> str:
    """Returns the output or input that an argument measures, by its name in the plain call."""
    if parameter.of != "return":
        return parameter.of
    return next(
        (output.name for output in outputs.values() if output.storage is Storage.RETURN), ""
    )


def fixed(index: Index, function: Function, parameter: Parameter) -> str:
    """Returns what is always passed: a constant, or the size of the record that another argument leads to."""
    if parameter.value:
        return parameter.value
    measured = next(item for item in function.parameters if item.name == parameter.of)
    return f"sizeof({index.records[measured.type.name].c.name})"


def zero(index: Index, c: CType) -> str:
    """Returns the constant for an argument that carries nothing."""
    return "NULL" if index.resolve(c).shape is Shape.POINTER else "0"


def _casts_input(index: Index, given: Input, c: CType) -> bool:
    """Whether C would warn about the input as it is: it promises less than our const types."""
    kind = given.type.kind
    if kind not in _POINTING or takes_struct(index, given, c) or given.shares or given.lone:
        return False
    if given.transfer is Transfer.FULL:
        return False
    if kind is Kind.BYTES:
        target = index.target(c)
        return target is not None and not target.const
    if given.type.terminated and given.c.target is not None:
        return c not in (given.c, pointer(plain_c(given.c.target)))
    return given.c != c


def takes_struct(index: Index, given: Input, c: CType) -> bool:
    """Whether C takes the record itself where the lowering takes a pointer to it."""
    if given.type.kind is not Kind.RECORD:
        return False
    record = index.records[given.type.name]
    return plain_c(index.resolve(c)) == plain_c(index.resolve(record.c))


def _casts_output(index: Index, output: Output, c: CType) -> bool:
    """Whether C declares the room as another type than the lowering's: bytes as ``char *``."""
    if output.storage not in (Storage.FIXED, Storage.FILLED, Storage.SIZED):
        return False
    target = index.target(c)
    return target is not None and output.stored != c and not is_void(index.resolve(target))
