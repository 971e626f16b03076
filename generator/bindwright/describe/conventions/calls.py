# SPDX-License-Identifier: LGPL-2.1-or-later
"""Conventions about what a function is to its object, and about callbacks.

They do not concern values or ownership.
"""

from __future__ import annotations

from bindwright.describe.context import Context
from bindwright.describe.conventions.engine import Rule, convention
from bindwright.describe.draft import Draft, Value
from bindwright.model.ctype import CType


@convention("handle-methods")
def handle_methods(rule: Rule, draft: Draft) -> bool:
    """A function whose first argument is a handle is a method of it."""
    if draft.parameters and rule.context.object_of(draft.parameters[0].c):
        return rule.on_function(draft, "(method)")
    return False


@convention("handle-makers")
def handle_makers(rule: Rule, draft: Draft) -> bool:
    """A function that is named after a handle, takes none and returns it is a constructor."""
    made = rule.context.object_of(draft.result.c)
    if not made or rule.context.owner_of(draft.name) != made:
        return False
    if any(rule.context.object_of(value.c) for value in draft.parameters):
        return False
    return rule.on_function(draft, f"(constructor {made})")


@convention("counted-handles", ref="Ref", unref="Free")
def counted_handles(rule: Rule, draft: Draft) -> bool:
    """``virDomainRef`` takes a reference to a ``virDomain``, ``virDomainFree`` gives one back.

    Options: ``ref`` and ``unref``, the words that follow the handle's name, as expressions.
    """
    owner = rule.context.object_of(draft.parameters[0].c) if draft.parameters else ""
    if not owner or len(draft.parameters) > 1 or not draft.name.startswith(owner):
        return False
    rest = draft.name.removeprefix(owner).strip("_")
    for form in ("ref", "unref"):
        if rule.option(form).fullmatch(rest):
            return rule.on_function(draft, f"({form} {owner})")
    return False


@convention("record-releases", suffix="Free")
def record_releases(rule: Rule, draft: Draft) -> bool:
    """``void virDomainFSInfoFree(virDomainFSInfoPtr)`` gives back a ``virDomainFSInfo`` with all it holds.

    Option: ``suffix``, the word that follows the struct's name, as an expression.
    """
    context = rule.context
    if len(draft.parameters) != 1 or not context.types.is_void(draft.result.c):
        return False
    record = context.value_record_of(context.types.target(draft.parameters[0].c))
    rest = draft.name.removeprefix(record).strip("_")
    if not record or not draft.name.startswith(record) or not rule.option("suffix").fullmatch(rest):
        return False
    rule.on_value(draft.parameters[0], "(in) (transfer full)")
    rule.on_type(record, f"(release {draft.name} deep)")
    return rule.on_function(draft, "(free)")


@convention("callback-arguments")
def callback_arguments(rule: Rule, draft: Draft) -> bool:
    """A callback, its user data and the function that frees that follow each other: it may be called until then."""
    matched = False
    for callback, data, destroy in zip(
        draft.parameters, draft.parameters[1:], draft.parameters[2:], strict=False
    ):
        if not rule.context.types.callback(callback.c) or is_destroy(rule.context, callback.c):
            continue
        if _is_data(rule.context, data) and is_destroy(rule.context, destroy.c):
            text = f"(scope notified) (closure {data.name}) (destroy {destroy.name}) (not nullable)"
            matched = rule.on_value(callback, text) or matched
    return matched


def _is_data(context: Context, value: Value) -> bool:
    return context.types.is_void(context.types.target(value.c))


def is_destroy(context: Context, c: CType) -> bool:
    """Whether a type is a function that takes user data and returns nothing."""
    name = context.types.callback(c)
    signature = context.types.signature(name) if name else None
    return (
        signature is not None
        and len(signature.parameters) == 1
        and context.types.is_void(signature.target)
        and context.types.is_void(context.types.target(signature.parameters[0]))
    )


@convention("callback-data", callbacks=True, parameters="opaque|user_?[dD]ata|data|closure")
def callback_data(rule: Rule, draft: Draft) -> bool:
    """The untyped pointer of a callback type, under one of the usual names, is the user data.

    Option: ``parameters``, the names.
    """
    if draft.fact is not None:
        return False
    found = [
        value
        for value in draft.parameters
        if _is_data(rule.context, value) and rule.option("parameters").fullmatch(value.name)
    ]
    return bool(found) and rule.on_value(found[-1], "(closure)")


@convention("local-calls", names=r"(?!)")
def local_calls(rule: Rule, draft: Draft) -> bool:
    """Functions that only read memory never wait.

    Option: ``names``, which functions, as an expression for the whole name.
    """
    if draft.fact is None or not rule.option("names").fullmatch(draft.name):
        return False
    return rule.on_function(draft, "(nonblocking)")
