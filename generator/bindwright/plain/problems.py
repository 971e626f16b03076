# SPDX-License-Identifier: LGPL-2.1-or-later
"""Says why a function has no plain call, and collects several such reasons.

It does not find them: each rule stands where the decision is made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from bindwright.diagnostics import BindwrightError, Diagnostic
from bindwright.model.api import Callback, Function

T = TypeVar("T")

FAILURE = "BW501"
"""The failure rule is unknown or does not fit what C returns."""
LENGTH = "BW502"
"""A length, capacity, user data or destroy belongs to nothing, or is missing."""
KIND = "BW503"
"""A kind of value that no plain call carries in that place."""
ROOM = "BW504"
"""Nothing says how much room an output needs."""
COUNTER = "BW505"
"""The function that counts is missing, or cannot be called from the same inputs."""
OWNERSHIP = "BW506"
"""Nobody knows how to give an output back, or how to keep one that is lent."""
DIRECTION = "BW507"
"""An argument that is input and output at once."""
HAND_OVER = "BW508"
"""An input that the library keeps and that cannot be copied or referenced."""
CALLBACK = "BW509"
"""A callback that cannot carry the binding's own context, or cannot be let go."""
NAME = "BW510"
"""Two plain calls would be one C identifier."""


class Problems:
    """The reasons found so far why one function or callback is not plain."""

    def __init__(self, subject: Function | Callback) -> None:
        """Speaks about that function or callback."""
        self.subject = subject
        self.found: list[Diagnostic] = []

    def error(self, code: str, cause: str, parameter: str = "", hint: str = "") -> BindwrightError:
        """Builds the error for one cause, naming the parameter when there is one."""
        where = f"{self.subject.name}: " + (f"parameter '{parameter}': " if parameter else "")
        return BindwrightError(
            (
                Diagnostic(
                    code=code, message=where + cause, location=self.subject.location, hint=hint
                ),
            )
        )

    def attempt(self, step: Callable[[], T]) -> T | None:
        """Runs one step; what it raises is kept, and the next step can be tried."""
        try:
            return step()
        except BindwrightError as error:
            self.found.extend(error.diagnostics)
            return None

    def settle(self) -> None:
        """Raises everything found.

        Raises:
            BindwrightError: when there was anything.
        """
        if self.found:
            raise BindwrightError(tuple(dict.fromkeys(self.found)))
