# SPDX-License-Identifier: LGPL-2.1-or-later
"""Conventions about who owns what a function returns, and about NULL as a failure.

They do not concern output arguments.
"""

from __future__ import annotations

from bindwright.describe.conventions.engine import Rule, convention
from bindwright.describe.draft import Draft
from bindwright.describe.evidence import declaration, passage


@convention("owned-strings")
def owned_strings(rule: Rule, draft: Draft) -> bool:
    """A returned ``char *`` is the caller's to free; a ``const char *`` stays the library's."""
    c = draft.result.c
    if not rule.context.types.is_string(c) or draft.fact is None:
        return False
    if rule.context.types.is_const(c):
        return rule.on_value(draft.result, "(transfer none)", declaration(c))
    return rule.on_value(draft.result, "(transfer full)")


@convention("owned-handles", lent="")
def owned_handles(rule: Rule, draft: Draft) -> bool:
    """A returned handle is a reference of the caller's own.

    Option: ``lent``, the functions whose result is not, as an expression.
    """
    if not rule.context.object_of(draft.result.c) or draft.fact is None:
        return False
    lent = rule.text("lent") and rule.option("lent").search(draft.name)
    return rule.on_value(draft.result, f"(transfer {'none' if lent else 'full'})")


@convention("null-failure", phrase=r"\bNULL\b")
def null_failure(rule: Rule, draft: Draft) -> bool:
    """A function that returns a pointer, and whose documentation speaks of NULL, fails with it.

    Option: ``phrase``, what the documentation of the result says.
    """
    if draft.fact is None or rule.context.types.target(draft.result.c) is None:
        return False
    match = rule.option("phrase").search(draft.result.text)
    return match is not None and rule.on_function(draft, "(failure null)", passage(match))
