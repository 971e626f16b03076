# SPDX-License-Identifier: LGPL-2.1-or-later
"""The rules on completeness: what is not known is listed, one finding for each element.

They do not stop generation: bindings leave such elements out.
"""

from __future__ import annotations

from collections.abc import Iterator

from bindwright.check.common import listed, live, mentioned, warning
from bindwright.diagnostics import Diagnostic
from bindwright.model.api import Api, Callback, Record

_HINT = "say it with an annotation or in the overlay, or leave it out with (skip REASON)"


def incomplete_functions(api: Api) -> Iterator[Diagnostic]:
    """BW410: a function whose meaning is not complete, with what is missing."""
    for function in live(api):
        if function.missing:
            cause = f"'{function.name}' is not complete: {listed(function.missing)}"
            yield warning("BW410", cause, function.location, _HINT)


def incomplete_types(api: Api) -> Iterator[Diagnostic]:
    """BW411: a struct or callback type whose meaning is not complete, with what is missing, when a function needs it."""
    types: tuple[Record | Callback, ...] = (*api.records, *api.callbacks)
    needed = mentioned(api)
    for item in types:
        if item.missing and not item.skip and not needed.isdisjoint({item.name, item.c.name}):
            cause = f"'{item.name}' is not complete: {listed(item.missing)}"
            yield warning("BW411", cause, item.location, _HINT)
