# SPDX-License-Identifier: LGPL-2.1-or-later
"""Brings annotations and overlay entries to the elements that they are about.

It does not apply conventions. An entry that is about nothing is an error.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from bindwright.describe import entities
from bindwright.describe.comments import DocComment
from bindwright.describe.context import Context
from bindwright.describe.draft import RETURN, Draft
from bindwright.describe.overlay import Entry, Overlay, Said
from bindwright.diagnostics import Diagnostic, Location
from bindwright.model.api import Source
from bindwright.model.facts import RecordFact


def unmatched(cause: str, location: Location, name: str, among: Iterable[str]) -> Diagnostic:
    """Builds the diagnostic for an overlay entry about something that there is not: BW204."""
    near = difflib.get_close_matches(name, list(among), n=1)
    hint = f"did you mean '{near[0]}'?" if near else "remove the entry, or correct its name"
    return Diagnostic(code="BW204", message=cause, location=location, hint=hint)


def apply_types(context: Context, overlay: Overlay, found: list[Diagnostic]) -> None:
    """Applies what an overlay says of types and their fields."""
    known = {context.types.public(fact.name) for fact in context.facts.records}
    known |= {fact.name for fact in context.facts.enums} | context.drafts.callbacks.keys()
    for entry in overlay.types:
        if entry.name not in known:
            cause = f"there is no type '{entry.name}'"
            found.append(unmatched(cause, entry.location, entry.name, known))
            continue
        if entry.say is not None:
            claims = entities.claims_of(context, entry.name)
            claims.add(entry.say.annotations, Source.OVERLAY, location=entry.say.location)
        if entry.name in context.drafts.callbacks:
            _apply_members(context.drafts.callbacks[entry.name], entry, found)
        else:
            _apply_fields(context, entry, found)


def _field_names(context: Context, record: RecordFact | None) -> list[str]:
    """Returns the names of fields, and of the members of structs and unions within: ``value.ul``."""
    names: list[str] = []
    for field in record.fields if record else ():
        names.append(field.name)
        inner = context.types.record(field.c)
        names += [f"{field.name}.{item.name}" for item in inner.fields] if inner else []
    return names


def apply_field_comments(
    context: Context, record: RecordFact, name: str, doc: DocComment, found: list[Diagnostic]
) -> None:
    """Applies the annotations on fields in a struct's doc comment."""
    names = _field_names(context, record)
    for field, part in doc.parameters.items():
        if not part.annotations:
            continue
        if field in names:
            claims = entities.field_claims(context, name, field)
            claims.add(part.annotations, Source.ANNOTATION, location=part.location)
        elif part.location and record.complete:
            cause = f"'{name}' has no field '{field}'"
            found.append(_no_parameter(cause, part.location, field, names))


def _apply_fields(context: Context, entry: Entry, found: list[Diagnostic]) -> None:
    names = _field_names(context, context.types.by_public(entry.name))
    for name, said in entry.members.items():
        if name not in names:
            cause = f"'{entry.name}' has no field '{name}'"
            found.append(unmatched(cause, said.location, name, names))
            continue
        claims = entities.field_claims(context, entry.name, name)
        claims.add(said.annotations, Source.OVERLAY, location=said.location)


def apply_comments(context: Context, found: list[Diagnostic]) -> None:
    """Applies the annotations in doc comments."""
    drafts = (*context.drafts.functions.values(), *context.drafts.callbacks.values())
    for draft in drafts:
        comment = draft.comment
        draft.claims.add(comment.annotations, Source.ANNOTATION, location=comment.doc.location)
        if comment.returns is not None:
            draft.result.claims.add(
                comment.returns.annotations, Source.ANNOTATION, location=comment.returns.location
            )
        for name, part in comment.parameters.items():
            value = draft.parameter(name)
            if value is not None:
                value.claims.add(part.annotations, Source.ANNOTATION, location=part.location)
            elif part.annotations and part.location:
                cause = f"'{draft.name}' has no parameter '{name}'"
                names = [value.name for value in draft.parameters]
                found.append(_no_parameter(cause, part.location, name, names))


def _no_parameter(cause: str, location: Location, name: str, names: list[str]) -> Diagnostic:
    near = difflib.get_close_matches(name, names, n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"it has: {', '.join(names) or 'none'}"
    return Diagnostic(code="BW203", message=cause, location=location, hint=hint)


def apply_functions(context: Context, overlay: Overlay, found: list[Diagnostic]) -> None:
    """Applies what an overlay says of single functions, and of the parameters of callback types."""
    functions = context.drafts.functions | context.drafts.callbacks
    for entry in overlay.functions:
        draft = functions.get(entry.name)
        if draft is None:
            cause = f"there is no function '{entry.name}'"
            found.append(unmatched(cause, entry.location, entry.name, functions))
            continue
        if entry.say is not None:
            draft.claims.add(entry.say.annotations, Source.OVERLAY, location=entry.say.location)
        _apply_members(draft, entry, found)


def _apply_members(draft: Draft, entry: Entry, found: list[Diagnostic]) -> None:
    members = dict(entry.members)
    if entry.returns is not None:
        members[RETURN] = entry.returns
    for name, said in members.items():
        value = draft.value(name)
        if value is not None:
            _add(draft, name, said)
            continue
        cause = f"'{draft.name}' has no parameter '{name}'"
        names = [value.name for value in draft.parameters]
        found.append(unmatched(cause, said.location, name, names))


def _add(draft: Draft, name: str, said: Said) -> None:
    value = draft.value(name)
    assert value is not None
    value.claims.add(said.annotations, Source.OVERLAY, location=said.location)
