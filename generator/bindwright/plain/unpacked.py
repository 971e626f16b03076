# SPDX-License-Identifier: LGPL-2.1-or-later
"""Takes a record that holds a callback apart: its fields are inputs, and the lowering puts it together.

It does not treat records that are values: a caller gives those whole.
"""

from __future__ import annotations

from dataclasses import replace

from bindwright.model.api import Function, Idiom, Kind, Parameter, Role
from bindwright.model.plain import Argument, Input, Use
from bindwright.plain.arguments import plain_arguments
from bindwright.plain.index import Index, decayed
from bindwright.plain.inputs import is_input, plain_input
from bindwright.plain.measures import Measures
from bindwright.plain.problems import Problems


def is_unpacked(index: Index, parameter: Parameter) -> bool:
    """Whether an argument is such a record."""
    record = index.records.get(parameter.type.name)
    given = parameter.role is Role.VALUE and parameter.type.kind is Kind.RECORD
    return given and record is not None and record.holds_callback


def unpacked_inputs(
    index: Index, function: Function, parameter: Parameter, problems: Problems
) -> list[Input]:
    """Returns an input for each field that the caller gives.

    Raises:
        BindwrightError: as ``plain_input``, with the field as the parameter.
    """
    inner = _as_function(index, function, parameter)
    measures = Measures(inner)
    return [
        plain_input(index, measures, item, problems)
        for item in inner.parameters
        if is_input(item, measures)
    ]


def record_argument(
    index: Index, function: Function, parameter: Parameter, inputs: dict[str, Input]
) -> Argument:
    """Returns the argument that is put together from those inputs."""
    inner = _as_function(index, function, parameter)
    parts = plain_arguments(index, Measures(inner), inner, inputs, {})
    return Argument(
        use=Use.RECORD,
        c=decayed(parameter.c),
        of=parameter.name,
        value=index.records[parameter.type.name].c.name,
        parts=tuple(
            replace(part, field=item.name)
            for part, item in zip(parts, inner.parameters, strict=True)
        ),
    )


def _as_function(index: Index, function: Function, parameter: Parameter) -> Function:
    """Returns a function that takes the fields one by one: they have the same roles for each other."""
    parameters = []
    for field in index.records[parameter.type.name].fields:
        called = field.type.kind is Kind.CALLBACK
        parameters.append(
            Parameter(
                name=field.name,
                words=field.words,
                c=field.c,
                type=field.type,
                role=Role.CALLBACK if called else field.role,
                of=field.of,
                scope=parameter.scope if called else None,
                doc=field.doc,
            )
        )
    return replace(function, parameters=tuple(parameters), idiom=Idiom.DIRECT)
