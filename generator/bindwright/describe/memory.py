# SPDX-License-Identifier: LGPL-2.1-or-later
"""Finds the functions that count references and those that give memory back.

It does not decide who owns a value.
"""

from __future__ import annotations

from bindwright.describe.context import Context
from bindwright.describe.draft import Draft
from bindwright.describe.entities import claims_of
from bindwright.describe.terms import Annotation
from bindwright.model.api import Release, Source

_FORMS = (("ref-func", "ref"), ("unref-func", "unref"), ("close-func", "close"))


def apply_counted_handles(context: Context) -> None:
    """Gives the functions that a handle names their form, and a handle the functions that say they are its."""
    for name in context.objects:
        claims = claims_of(context, name)
        for term, form in _FORMS:
            draft = context.drafts.functions.get(claims.word(term))
            if draft is not None:
                draft.claims.slots.pop("form", None)
                draft.claims.add([Annotation(name=form, words=(name,))], Source.TYPE, term)
    for draft in context.drafts.functions.values():
        for term, form in _FORMS:
            annotation = draft.claims.get(form)
            if annotation is None or not draft.parameters:
                continue
            owner = annotation.word or context.object_of(draft.parameters[0].c)
            if owner in context.objects:
                claim = Annotation(name=term, words=(draft.name,))
                claims_of(context, owner).add([claim], Source.TYPE, form)


def find_releases(context: Context) -> None:
    """Finds how structs and arrays are given back: by the functions that take them over and return nothing."""
    for name in {context.types.public(fact.name) for fact in context.facts.records}:
        claims = claims_of(context, name)
        annotation = claims.get("release")
        if annotation is not None:
            _release(context, name, annotation)
        _only_frees(context, claims.word("clear-func"))
    for draft in context.drafts.functions.values():
        if _takes_over(context, draft):
            draft.claims.slots.pop("form", None)
            draft.claims.add([Annotation(name="free")], Source.TYPE, "takes-over")
        if draft.claims.get("free") and draft.parameters:
            _learn(context, draft)


def _release(context: Context, name: str, annotation: Annotation) -> None:
    """Notes what a struct's annotation says, and that the function only gives memory back."""
    release = Release(function=annotation.word, counted="counted" in annotation.options, deep=True)
    into = context.array_releases if name in context.dicts else context.releases
    into[name] = release
    _only_frees(context, annotation.word)


def _only_frees(context: Context, name: str) -> None:
    draft = context.drafts.functions.get(name)
    if draft is not None:
        draft.claims.add([Annotation(name="free")], Source.OVERLAY, "release")


def _takes_over(context: Context, draft: Draft) -> bool:
    """Whether a function takes memory over and gives nothing for it."""
    if not draft.parameters or not context.types.is_void(draft.result.c):
        return False
    first = draft.parameters[0]
    if first.claims.word("transfer") != "full" or context.object_of(first.c):
        return False
    array = first.claims.get("array") or first.claims.get("dict")
    length = array.options.get("length", "") if array else ""
    return all(value.name == length for value in draft.parameters[1:])


def _learn(context: Context, draft: Draft) -> None:
    """Notes what a function that gives memory back is for."""
    first = draft.parameters[0]
    target = context.types.target(first.c)
    if target is None:
        return
    array = first.claims.get("array") or first.claims.get("dict")
    counted = len(draft.parameters) > 1
    release = Release(function=draft.name, counted=counted, deep=True)
    if context.types.is_string(target) and array:
        context.array_releases.setdefault("utf8", release)
    handle = context.object_of(target)
    record = context.types.record(target) or context.types.pointed(target)
    name = handle or (context.types.public(record.name) if record else "")
    if not name:
        return
    if array or name in context.dicts or counted:
        context.array_releases.setdefault(name, release)
    else:
        context.releases.setdefault(name, release)
