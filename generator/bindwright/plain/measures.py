# SPDX-License-Identifier: LGPL-2.1-or-later
"""Finds which argument measures which: lengths, capacities, user data and destroy functions.

It does not build inputs or outputs.
"""

from __future__ import annotations

from bindwright.model.api import Direction, Function, Idiom, Kind, Parameter, Role
from bindwright.plain.problems import LENGTH, Problems

RETURN = "return"
"""What ``of`` calls the return value."""

_MEASURES = (
    Role.LENGTH,
    Role.CAPACITY,
    Role.RESULT_LENGTH,
    Role.USER_DATA,
    Role.DESTROY,
)
_MANY = frozenset({Kind.LIST, Kind.DICT, Kind.BYTES, Kind.STRING})


class Measures:
    """The measuring arguments of one function, by role and by what they belong to."""

    def __init__(self, function: Function) -> None:
        """Reads the function's parameters once."""
        self.function = function
        self.by_name = {parameter.name: parameter for parameter in function.parameters}
        self._of = {
            (parameter.role, parameter.of): parameter
            for parameter in function.parameters
            if parameter.role in _MEASURES
        }

    def get(self, role: Role, of: str) -> Parameter | None:
        """Returns the argument with that role for that parameter, or for ``return``."""
        return self._of.get((role, of))

    def returned_length_of(self, output: str) -> bool:
        """Whether the return value counts that output; of rows it may count another's elements as well."""
        result = self.function.result
        if result.role is Role.RESULT_LENGTH:
            place = self.by_name.get(output)
            return result.of == output or (place is not None and bool(place.type.rows))
        return result.role is Role.RESULT and result.of == output

    def brings_length(self, output: str) -> Parameter | None:
        """Returns the argument through which C gives the length of that output, if there is one."""
        return self.get(Role.RESULT_LENGTH, output)

    def takes_capacity(self, output: str) -> Parameter | None:
        """Returns the argument that tells C how much room there is."""
        own = self.get(Role.CAPACITY, output)
        if own is not None:
            return own
        brings = self.brings_length(output)
        return brings if brings is not None and brings.direction is Direction.INOUT else None

    def data_of(self, callback: Parameter) -> Parameter | None:
        """Returns the user data of a callback, its own or another's."""
        own = self.get(Role.USER_DATA, callback.name)
        return own or (self.by_name.get(callback.of) if callback.of else None)

    def shares(self, callback: Parameter) -> bool:
        """Whether C has one user data for several callbacks, of which this is one."""
        data = self.data_of(callback) if callback.role is Role.CALLBACK else None
        return data is not None and any(
            item.of == data.name for item in self.function.parameters if item.role is Role.CALLBACK
        )

    def as_long_as(self, parameter: Parameter) -> str:
        """Returns the argument whose length is that list's as well; empty when there is none."""
        measured = self.by_name.get(parameter.of) if parameter.role is Role.VALUE else None
        counted = measured is not None and self.get(Role.LENGTH, measured.name) is not None
        return parameter.of if counted and parameter.type.kind is Kind.LIST else ""

    def sizing(self, output: Parameter) -> Parameter | None:
        """Returns the argument that becomes the input saying how large that output is.

        That is a plain value that belongs to it or, when nothing else is known about the room, its capacity.
        """
        for parameter in self.function.parameters:
            if parameter.role is Role.VALUE and parameter.of == output.name:
                return parameter
        if output.type.rows:
            return None
        if self.function.idiom is not Idiom.DIRECT or output.callee_allocates:
            return None
        if output.type.size is not None:
            return None
        return self.takes_capacity(output.name)

    def sizes(self, parameter: Parameter) -> bool:
        """Whether that argument is such an input."""
        output = self.by_name.get(parameter.of)
        return (
            output is not None
            and output.role is Role.RESULT
            and self.sizing(output) is parameter
            and parameter.role is not Role.VALUE
        )

    def check(self, problems: Problems) -> None:
        """Checks that every measuring argument belongs to something that it can measure.

        Raises:
            BindwrightError: BW502.
        """
        for parameter in self.function.parameters:
            if parameter.role in _MEASURES:
                self._check_one(parameter, problems)
        result = self.function.result
        if result.role is Role.RESULT_LENGTH:
            measured = self.by_name.get(result.of)
            if measured is None or measured.role is not Role.RESULT:
                raise problems.error(
                    LENGTH,
                    f"the return value is the length of '{result.of}', which is no result",
                    "return",
                )

    def _check_one(self, parameter: Parameter, problems: Problems) -> None:
        role, of = parameter.role, parameter.of
        measured = self.by_name.get(of)
        good = False
        if role is Role.LENGTH:
            good = measured is not None and measured.direction is Direction.IN
        elif role is Role.CAPACITY:
            good = measured is not None and measured.role is Role.RESULT
        elif role is Role.RESULT_LENGTH:
            good = measured is not None and measured.role is Role.RESULT
            if of == RETURN:
                good = self.function.result.type.kind in _MANY
        else:
            good = measured is not None and measured.role is Role.CALLBACK
        if not good:
            cause = f"is the {role.value} of '{of}', which is not there or cannot have one"
            raise problems.error(LENGTH, cause, parameter.name)
        if self._of[(role, of)] is not parameter:
            raise problems.error(LENGTH, f"'{of}' has another {role.value} already", parameter.name)
