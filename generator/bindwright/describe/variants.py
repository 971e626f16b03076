# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes one function of each case of a general one, such as one registration for each kind of event.

It does not know what the cases are about.
"""

from __future__ import annotations

import re

from bindwright.describe.applied import unmatched
from bindwright.describe.context import Context
from bindwright.describe.draft import Draft
from bindwright.describe.names import Words
from bindwright.describe.overlay import Overlay, Variants
from bindwright.describe.terms import Annotation
from bindwright.diagnostics import Diagnostic
from bindwright.model.api import Source
from bindwright.model.facts import EnumeratorFact

_NAME = re.compile(r"[A-Za-z_]\w+")


def expand(context: Context, overlay: Overlay, found: list[Diagnostic]) -> None:
    """Puts the variants behind the functions that they are variants of, which no binding has then."""
    functions: dict[str, Draft] = {}
    by_function = {item.function: item for item in overlay.variants}
    for entry in overlay.variants:
        found += _wrong(context, entry)
    for name, draft in context.drafts.functions.items():
        functions[name] = draft
        item = by_function.get(name)
        if item is None or _wrong(context, item):
            continue
        reason = Annotation(name="skip", words=("called", "through", "its", "variants"))
        functions |= _variants(context, item, draft, found)
        draft.claims.add([reason], Source.OVERLAY, "variants")
    context.drafts.functions = functions


def _wrong(context: Context, item: Variants) -> list[Diagnostic]:
    """Returns what an entry names that there is not."""
    found = []
    draft = context.drafts.functions.get(item.function)
    if draft is None:
        cause = f"there is no function '{item.function}'"
        return [unmatched(cause, item.location, item.function, context.drafts.functions)]
    names = [value.name for value in draft.parameters]
    for name in (item.parameter, item.callback):
        if name and name not in names:
            cause = f"'{item.function}' has no parameter '{name}'"
            found.append(unmatched(cause, item.location, name, names))
    enum = context.types.enums.get(item.enum)
    members = [member.name for member in enum.enumerators] if enum else []
    if enum is None:
        cause = f"there is no enum '{item.enum}'"
        found.append(unmatched(cause, item.location, item.enum, context.types.enums))
    for name, callback in item.types.items():
        if enum is not None and name not in members:
            cause = f"'{item.enum}' has no member '{name}'"
            found.append(unmatched(cause, item.location, name, members))
        if callback not in context.drafts.callbacks:
            cause = f"there is no callback type '{callback}'"
            found.append(unmatched(cause, item.location, callback, context.drafts.callbacks))
    return found


def _variants(
    context: Context, item: Variants, base: Draft, found: list[Diagnostic]
) -> dict[str, Draft]:
    """Returns a copy of a function for each member of the enum."""
    enum = context.types.enums[item.enum]
    shown = [member for member in enum.enumerators if not member.sentinel]
    words = context.names.members([member.name for member in shown], enum.name)
    made = {}
    for member, own in zip(shown, words, strict=True):
        callback = item.types.get(member.name) or _mentioned(context, member)
        if item.callback and not callback:
            cause = f"nothing says which callback type goes with '{member.name}'"
            hint = f'add {member.name} = "..." under [variants.types]'
            found.append(Diagnostic(code="BW206", message=cause, location=item.location, hint=hint))
            continue
        draft = _variant(item, base, member, own, callback)
        made[draft.name] = draft
    return made


def _mentioned(context: Context, member: EnumeratorFact) -> str:
    """Returns the callback type that a member's comment names."""
    text = member.comment.text if member.comment else ""
    names = [name for name in _NAME.findall(text) if name in context.drafts.callbacks]
    return names[0] if names else ""


def _variant(
    item: Variants, base: Draft, member: EnumeratorFact, words: Words, callback: str
) -> Draft:
    draft = base.copy(f"{base.name}:{'-'.join(words)}")
    draft.base_words = words
    if item.name:
        draft.claims.add([Annotation(name="name", words=(item.name,))], Source.OVERLAY, "variants")
    fixed = draft.parameter(item.parameter)
    assert fixed is not None
    fixed.claims.add([Annotation(name="fixed", words=(member.name,))], Source.OVERLAY, "variants")
    target = draft.parameter(item.callback)
    if target is not None:
        claim = Annotation(name="type", words=(callback,))
        target.claims.add([claim], Source.OVERLAY, "variants")
    return draft
