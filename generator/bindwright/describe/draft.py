# SPDX-License-Identifier: LGPL-2.1-or-later
"""Holds the functions and types of one library while their meaning is being found.

It does not decide: conventions, annotations and overlays make claims here, ``resolve`` reads them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bindwright.describe.claims import Claims
from bindwright.describe.comments import DocComment, Part
from bindwright.model.ctype import CType
from bindwright.model.facts import FunctionFact, ParameterFact

RETURN = "return"
"""What the return value is called where parameters are named."""


@dataclass(slots=True)
class Value:
    """A parameter or a return value."""

    name: str
    """``params``, or ``return``."""
    c: CType
    claims: Claims
    part: Part = Part()

    @property
    def text(self) -> str:
        """Its documentation on one line."""
        return " ".join(self.part.text.split())


@dataclass(slots=True)
class Draft:
    """A function or a callback type."""

    name: str
    symbol: str
    claims: Claims
    parameters: tuple[Value, ...]
    result: Value
    comment: DocComment
    fact: FunctionFact | None = None
    """Absent of a callback type."""
    base_words: tuple[str, ...] = ()
    """Of a variant: words that tell it from its base function."""

    def parameter(self, name: str) -> Value | None:
        """Returns the parameter of that name."""
        return next((value for value in self.parameters if value.name == name), None)

    def value(self, name: str) -> Value | None:
        """Returns the parameter of that name, or the return value."""
        return self.result if name == RETURN else self.parameter(name)

    @property
    def values(self) -> Iterator[Value]:
        """Yields the parameters, then the return value."""
        yield from self.parameters
        yield self.result


@dataclass(slots=True)
class Drafts:
    """All drafts of one library."""

    functions: dict[str, Draft] = field(default_factory=dict)
    callbacks: dict[str, Draft] = field(default_factory=dict)
    types: dict[str, Claims] = field(default_factory=dict)
    """Claims on structs, handles, enums and callback types, by their API name."""
    fields: dict[tuple[str, str], Claims] = field(default_factory=dict)
    """Claims on the fields of structs."""


def draft(
    name: str,
    parameters: tuple[ParameterFact, ...],
    result: CType,
    comment: DocComment,
    *,
    on: str = "function",
    fact: FunctionFact | None = None,
) -> Draft:
    """Builds the draft of a function or callback type, without claims."""
    values = tuple(
        Value(
            name=parameter.name or f"arg{number}",
            c=parameter.c,
            claims=Claims("parameter"),
            part=comment.parameters.get(parameter.name, Part()),
        )
        for number, parameter in enumerate(parameters, 1)
    )
    return Draft(
        name=name,
        symbol=name,
        claims=Claims(on),
        parameters=values,
        result=Value(RETURN, result, Claims(RETURN), comment.returns or Part()),
        comment=comment,
        fact=fact,
    )
