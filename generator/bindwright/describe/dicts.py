# SPDX-License-Identifier: LGPL-2.1-or-later
"""Describes structs that are entries of typed dictionaries: a name, a tag that says which type, and a union.

It does not find such structs: an annotation or an overlay names them.
"""

from __future__ import annotations

from dataclasses import dataclass

from bindwright.describe.claims import Claims
from bindwright.describe.comments import DocComment
from bindwright.describe.context import Context
from bindwright.describe.entities import claims_of, field_claims, member_doc
from bindwright.describe.values import Unknown, type_of
from bindwright.diagnostics import failure
from bindwright.model.api import DictCase, Dictionary, Release
from bindwright.model.ctype import Shape
from bindwright.model.facts import EnumeratorFact, EnumFact, FieldFact, RecordFact


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """The parts of one entry."""

    record: RecordFact
    key: FieldFact
    tag: FieldFact
    union: FieldFact
    members: RecordFact


def dictionary(context: Context, name: str, doc: DocComment) -> Dictionary:
    """Returns the typed dictionary whose entries are that struct.

    Raises:
        BindwrightError: BW207 when the struct has not the shape of an entry.
    """
    entry = _entry(context, name)
    claims = claims_of(context, name)
    return Dictionary(
        name=name,
        words=context.names.public(name),
        c=context.types.struct(name),
        key=entry.key.name,
        key_size=entry.key.c.length if entry.key.c.shape is Shape.ARRAY else None,
        tag=entry.tag.name,
        union=entry.union.name,
        cases=_cases(context, name, entry, doc),
        release=context.array_releases.get(name),
        clear=_clear(claims),
        doc=doc.doc,
        location=entry.record.location,
    )


def _clear(claims: Claims) -> Release | None:
    annotation = claims.get("clear-func")
    if annotation is None:
        return None
    return Release(function=annotation.word, counted="counted" in annotation.options, deep=True)


def _entry(context: Context, name: str) -> _Entry:
    record = context.types.by_public(name)
    if record is None:
        raise failure("BW207", f"there is no struct '{name}'")
    claimed = claims_of(context, name).get("dict")
    options = claimed.options if claimed else {}
    found: dict[str, FieldFact] = {}
    for item in record.fields:
        inner = context.types.record(item.c)
        if inner is not None and inner.union:
            found.setdefault("union", item)
        elif context.types.is_string(item.c):
            found.setdefault("key", item)
        elif context.types.enum(item.c) or context.types.number(item.c):
            found.setdefault("tag", item)
    for role, field in options.items():
        named = next((item for item in record.fields if item.name == field), None)
        if named is not None:
            found[role] = named
    members = context.types.record(found["union"].c) if "union" in found else None
    if members is None or not {"key", "tag"} <= found.keys():
        cause = f"'{name}' is no dictionary entry: it lacks a name, a tag or a union"
        raise failure("BW207", cause, record.location, "say which: (dict key=.. tag=.. union=..)")
    return _Entry(
        record=record, key=found["key"], tag=found["tag"], union=found["union"], members=members
    )


def _cases(context: Context, name: str, entry: _Entry, doc: DocComment) -> tuple[DictCase, ...]:
    enum = _tags(context, name, entry)
    cases = []
    for member in entry.members.fields:
        text = member_doc(
            member.comment, doc.parameters.get(f"{entry.union.name}.{member.name}")
        ).summary
        found = _mentioned(enum, text)
        if found is None:
            cause = f"nothing says which tag the member '{member.name}' of '{name}' goes with"
            hint = "name the tag in the member's comment"
            raise failure("BW207", cause, member.location, hint)
        claims = field_claims(context, name, f"{entry.union.name}.{member.name}")
        try:
            type_ = type_of(context, member.c, claims)
        except Unknown as error:
            cause = f"the member '{member.name}' of '{name}': {error} unknown"
            raise failure("BW207", cause, member.location) from None
        cases.append(DictCase(tag=found.value, constant=found.name, member=member.name, type=type_))
    return tuple(sorted(cases, key=lambda case: case.tag))


def _tags(context: Context, name: str, entry: _Entry) -> EnumFact:
    """Returns the enum of the tag: its type, or the one that its annotation or comment names."""
    enum = context.types.enum(entry.tag.c)
    claimed = field_claims(context, name, entry.tag.name).word("enum")
    if claimed:
        enum = context.types.enums.get(claimed)
    if enum is None and entry.tag.comment:
        words = entry.tag.comment.text.replace(",", " ").split()
        enum = next((context.types.enums[w] for w in words if w in context.types.enums), None)
    if enum is None:
        cause = f"nothing says which enum the tag '{entry.tag.name}' of '{name}' is of"
        raise failure("BW207", cause, entry.tag.location, "annotate it: (enum NAME)")
    return enum


def _mentioned(enum: EnumFact, text: str) -> EnumeratorFact | None:
    """Returns the one member of an enum that a text names, in full or by its last word."""
    words = {word.strip("%.,;()") for word in text.split()}
    shown = [item for item in enum.enumerators if not item.sentinel]
    full = [item for item in shown if item.name in words]
    last = [item for item in shown if item.name.rpartition("_")[2] in words]
    found = full or last
    return found[0] if len(found) == 1 else None
