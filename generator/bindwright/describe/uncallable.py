# SPDX-License-Identifier: LGPL-2.1-or-later
"""Leaves out the functions that no binding can call, unless an overlay takes that back.

It does not judge what a function means.
"""

from __future__ import annotations

from bindwright.describe.context import Context
from bindwright.model.api import Source
from bindwright.model.ctype import CType
from bindwright.model.facts import FunctionFact

_REFUSED = frozenset({"warning", "error"})
"""Attributes with which the compiler speaks up at every call."""
_ARGUMENTS = frozenset({"va_list", "__builtin_va_list", "__gnuc_va_list"})


def leave_out(context: Context) -> None:
    """Claims of each such function that it is skipped, and why."""
    exporting = any(fact.symbol is not None for fact in context.facts.functions)
    for draft in context.drafts.functions.values():
        assert draft.fact is not None
        reason = _reason(context, draft.fact, exporting)
        if reason:
            draft.claims.say(f"(skip {reason})", Source.TYPE, "uncallable")


def _reason(context: Context, fact: FunctionFact, exporting: bool) -> str:
    if any(attribute.name in _REFUSED for attribute in fact.attributes):
        return "the compiler warns of every call"
    if exporting and fact.symbol is None and not fact.inline:
        return "the library does not export it"
    if fact.variadic:
        return "it takes any number of arguments"
    if any(_is_list(context, parameter.c) for parameter in fact.parameters):
        return "its arguments come in a va_list"
    return ""


def _is_list(context: Context, c: CType) -> bool:
    return c.name in _ARGUMENTS or context.types.resolve(c).name in _ARGUMENTS
