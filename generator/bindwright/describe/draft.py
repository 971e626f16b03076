# SPDX-License-Identifier: LGPL-2.1-or-later
"""Holds the functions and types of one library while their meaning is being found.

It does not decide: conventions, annotations and overlays make claims here, ``resolve`` reads them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

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

    text: str = ""
    """Its documentation on one line."""

    def copy(self) -> Value:
        """Returns a value that claims can be added to without changing this one."""
        return replace(self, claims=self.claims.copy())


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

    def copy(self, name: str) -> Draft:
        """Returns a draft of another name that claims can be added to without changing this one."""
        return replace(
            self,
            name=name,
            claims=self.claims.copy(),
            parameters=tuple(value.copy() for value in self.parameters),
            result=self.result.copy(),
        )

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
        _value(parameter.name or f"arg{number}", parameter.c, "parameter", comment)
        for number, parameter in enumerate(parameters, 1)
    )
    return Draft(
        name=name,
        symbol=name,
        claims=Claims(on),
        parameters=values,
        result=_value(RETURN, result, RETURN, comment),
        comment=comment,
        fact=fact,
    )


def _value(name: str, c: CType, on: str, comment: DocComment) -> Value:
    part = comment.returns if on == RETURN else comment.parameters.get(name)
    part = part or Part()
    text = " ".join(part.text.split())
    return Value(name=name, c=c, claims=Claims(on), part=part, text=text)
