# SPDX-License-Identifier: LGPL-2.1-or-later
"""Conventions about what GNU and C23 attributes of a declaration say.

They do not read documentation.
"""

from __future__ import annotations

from bindwright.describe.conventions.engine import Rule, convention
from bindwright.describe.draft import Draft, Value
from bindwright.describe.evidence import Evidence, attribute
from bindwright.model.api import Source


def _stated(draft: Draft, *names: str) -> list[tuple[tuple[str, ...], Evidence]]:
    """Returns the arguments of each attribute of one of these names, with the attribute itself."""
    found = draft.fact.attributes if draft.fact else ()
    return [(item.arguments, attribute(item)) for item in found if item.name in names]


def _at(draft: Draft, position: str) -> Value | None:
    """Returns the parameter at a position, counted from one."""
    number = int(position) if position.isdigit() else 0
    return draft.parameters[number - 1] if 0 < number <= len(draft.parameters) else None


@convention("nonnull-attributes", source=Source.ATTRIBUTE)
def nonnull_attributes(rule: Rule, draft: Draft) -> bool:
    """``nonnull(1)``: that argument must not be NULL; without numbers, none; ``returns_nonnull``: the result never is."""
    matched = False
    for positions, said in _stated(draft, "nonnull"):
        for number, value in enumerate(draft.parameters, 1):
            named = not positions or str(number) in positions
            if named and rule.context.types.target(value.c) is not None:
                matched = rule.on_value(value, "(not nullable)", said) or matched
    for _, said in _stated(draft, "returns_nonnull"):
        matched = rule.on_value(draft.result, "(not nullable)", said) or matched
    return matched


@convention("allocating-attributes", source=Source.ATTRIBUTE)
def allocating_attributes(rule: Rule, draft: Draft) -> bool:
    """``malloc``: the result is new memory, the caller's; ``malloc(acmeFree)`` says what gives it back, too."""
    matched = False
    for arguments, said in _stated(draft, "malloc"):
        release = arguments[0] if arguments and not rule.context.object_of(draft.result.c) else ""
        text = f"(transfer full) (release {release})" if release else "(transfer full)"
        matched = rule.on_value(draft.result, text, said) or matched
    return matched


_WAYS = {
    "read_only": ("(in)", "length"),
    "write_only": ("(out caller-allocates)", "capacity"),
}


@convention("access-attributes", source=Source.ATTRIBUTE)
def access_attributes(rule: Rule, draft: Draft) -> bool:
    """``access(read_only, 1, 2)``: the first argument is an input as long as the second says."""
    matched = False
    for (way, *positions), said in _stated(draft, "access"):
        value, size = (_at(draft, item) for item in [*positions, "", ""][:2])
        if way not in _WAYS or value is None:
            continue
        text, bound = _WAYS[way]
        if size is not None:
            data = rule.context.types.is_void(rule.context.types.target(value.c))
            text += f"{' (bytes)' * data} (array {bound}={size.name})"
        matched = rule.on_value(value, text, said) or matched
    return matched


@convention("pure-attributes", source=Source.ATTRIBUTE)
def pure_attributes(rule: Rule, draft: Draft) -> bool:
    """``pure`` and ``const``: the function only computes, so it never waits."""
    found = _stated(draft, "pure", "const")
    return bool(found) and rule.on_function(draft, "(nonblocking)", found[0][1])


@convention("deprecated-attributes", source=Source.ATTRIBUTE)
def deprecated_attributes(rule: Rule, draft: Draft) -> bool:
    """``deprecated("use acmeNew")``: what the attribute says, where the documentation says nothing."""
    found = _stated(draft, "deprecated")
    if not found or draft.comment.doc.deprecated is not None:
        return False
    (arguments, said), *_ = found
    reason = "".join(arguments[:1]).replace("(", "").replace(")", "")
    return rule.on_function(draft, f"(deprecated {reason})", said)
