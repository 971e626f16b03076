# SPDX-License-Identifier: LGPL-2.1-or-later
"""Checks that what annotations refer to exists: arguments, fields, functions and types.

It does not check what they mean.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator

from bindwright.describe.claims import Claim, Claims
from bindwright.describe.context import Context
from bindwright.describe.draft import RETURN, Draft
from bindwright.describe.terms import Annotation
from bindwright.diagnostics import Diagnostic
from bindwright.model.ctype import named

_MEASURES = ("length", "capacity", "size-of", "rows", "row")
_STREAM = ("send", "receive", "finish", "abort")
_STRINGS = frozenset({"utf8", "filename", "path", "raw", "uuid"})


def check_references(context: Context) -> list[Diagnostic]:
    """Returns a diagnostic for each annotation that refers to what there is not: BW208."""
    found = list(_types(context))
    for draft in (*context.drafts.functions.values(), *context.drafts.callbacks.values()):
        found += _draft(context, draft)
    for (record, _), claims in context.drafts.fields.items():
        fact = context.types.by_public(record)
        names = [field.name for field in fact.fields] if fact else []
        found += _names(claims, ("array", "dict"), names, "field")
        found += _typed(context, claims)
    return found


def _draft(context: Context, draft: Draft) -> Iterator[Diagnostic]:
    names = [value.name for value in draft.parameters]
    for value in draft.values:
        yield from _names(value.claims, ("array", "dict", "fixed"), [*names, RETURN], "parameter")
        yield from _words(value.claims, ("closure", "destroy", "sizes"), names, "parameter")
        yield from _typed(context, value.claims)
    yield from _words(draft.claims, ("count-fill",), context.drafts.functions, "function")


def _types(context: Context) -> Iterator[Diagnostic]:
    functions = context.drafts.functions
    for claims in context.drafts.types.values():
        terms = ("ref-func", "unref-func", "close-func", "clear-func")
        yield from _words(claims, terms, functions, "function")
        yield from _words(claims, ("parent",), context.objects, "handle")
        yield from _stream(context, claims)


def _stream(context: Context, claims: Claims) -> Iterator[Diagnostic]:
    """Checks the functions of a stream, and the code of one that would have to wait."""
    codes = [item.name for fact in context.facts.enums for item in fact.enumerators]
    for annotation, claim in _claimed(claims, ("stream",)):
        for key in _STREAM:
            name = annotation.options.get(key, "")
            if name not in context.drafts.functions:
                yield _unknown(claim, name, context.drafts.functions, f"function to {key}")
        blocked = annotation.options.get("blocked", "")
        if blocked and blocked not in codes:
            yield _unknown(claim, blocked, codes, "code")


def _names(
    claims: Claims, terms: tuple[str, ...], names: Collection[str], sort: str
) -> Iterator[Diagnostic]:
    """Checks the options that name another argument or field."""
    for annotation, claim in _claimed(claims, terms):
        for key in _MEASURES:
            word = annotation.options.get(key, "")
            if word and word not in names:
                yield _unknown(claim, word, names, sort)


def _words(
    claims: Claims, terms: tuple[str, ...], names: Collection[str], sort: str
) -> Iterator[Diagnostic]:
    """Checks the words that name something."""
    for annotation, claim in _claimed(claims, terms):
        if annotation.word and annotation.word not in names:
            yield _unknown(claim, annotation.word, names, sort)


def _typed(context: Context, claims: Claims) -> Iterator[Diagnostic]:
    """Checks that named enums and types exist."""
    types = context.types
    for annotation, claim in _claimed(claims, ("enum", "flags")):
        if annotation.word and annotation.word not in types.enums:
            yield _unknown(claim, annotation.word, types.enums, "enum")
    for annotation, claim in _claimed(claims, ("type", "element-type")):
        word = annotation.word
        known = word in _STRINGS or word in types.enums or word in context.objects
        if not known and not _is_type(context, word):
            names = [*types.typedefs, *types.enums]
            yield _unknown(claim, word, names, "type")


def _is_type(context: Context, name: str) -> bool:
    types = context.types
    return (
        types.basic(name) is not None
        or types.by_public(name) is not None
        or bool(types.callback(named(name)))
    )


def _claimed(claims: Claims, terms: tuple[str, ...]) -> Iterator[tuple[Annotation, Claim]]:
    for term in terms:
        annotation = claims.get(term)
        if annotation is not None:
            yield annotation, claims.claim(term)


def _unknown(claim: Claim, name: str, among: Collection[str], sort: str) -> Diagnostic:
    near = difflib.get_close_matches(name, list(among), n=1)
    return Diagnostic(
        code="BW208",
        message=f"the annotation '{claim.annotation}' names no {sort}: '{name}'",
        location=claim.location,
        hint=f"did you mean '{near[0]}'?" if near else "",
    )
