# SPDX-License-Identifier: LGPL-2.1-or-later
"""Conventions about what documentation says of memory, lengths and versions.

They read English phrases, never the name of a library; each phrase is an option.
"""

from __future__ import annotations

from bindwright.describe.conventions.engine import Rule, convention
from bindwright.describe.draft import Draft, Value
from bindwright.describe.evidence import opening, passage
from bindwright.model.api import INTEGERS, Source

_FREED = r"(?:free(?:d|ing|s)?(?:\(\))?|releas(?:e[ds]?|ing)|deallocat(?:e[ds]?|ing)|g_free'?d)\b"
_MUST = r"(?:must|should|shall|ha(?:s|ve) to|needs? to|(?:is|are) to|(?:is|are) responsible (?:for|to)|can)"
_OWNED = (
    rf"(?i)\b(?:caller|client|user|application|you)\b(?:[^.;]*?\b{_MUST}\s+(?:then )?|\s+){_FREED}"
    rf"|\b{_MUST} (?:then )?be (?:explicitly )?{_FREED}|(?:^|[,;.(] ?)(?:and )?(?:free|release) (?:it|them|the)\b"
)
_LENT = (
    r"(?i)(?:\bnot|n['\u2019]t|\bnever)\s+(?:(?:have|need|try|attempt)\s+to\s+)?(?:be\s+)?"
    rf"(?:(?:modified|changed) (?:or|nor) )?{_FREED}|\bowned by the (?!caller)\w+"
)
_RELEASED = (
    r"\b(?:with|using|by|via|through|calling|call|to) (?:calling )?(?P<function>\w+)(?:\(|\b)"
)


@convention("documented-ownership", source=Source.DOC, full=_OWNED, none=_LENT, release=_RELEASED)
def documented_ownership(rule: Rule, draft: Draft) -> bool:
    """``the caller must free() the returned value``: the result is the caller's; ``should not be freed``: it is lent.

    Options: ``full`` and ``none``, how that is said, and ``release``, with a group, how the function is named that frees it.
    """
    text = draft.result.text
    if draft.fact is None or rule.context.types.target(draft.result.c) is None:
        return False
    if match := rule.option("none").search(text):
        return rule.on_value(draft.result, "(transfer none)", passage(match))
    match = rule.option("full").search(text)
    if match is None:
        return False
    said = "(transfer full)"
    for named in rule.option("release").finditer(text, match.start()):
        known = named["function"] in rule.context.drafts.functions
        if known and not rule.context.object_of(draft.result.c):
            said = f"(transfer full) (release {named['function']})"
            break
    return rule.on_value(draft.result, said, passage(match))


_LENGTH = (
    r"(?i)\b(?:number of (?:elements|entries|items|members)|length|size|count)"
    r" (?:in|of) (?:the )?(?:array |buffer )?@?(?P<array>[A-Za-z_]\w*)"
)


@convention("documented-lengths", source=Source.DOC, callbacks=True, phrase=_LENGTH)
def documented_lengths(rule: Rule, draft: Draft) -> bool:
    """``number of elements in @names``: the number is the length of that argument, when the caller gives it.

    Option: ``phrase``, with a group for the other argument's name.
    """
    matched = False
    for count in draft.parameters:
        match = rule.option("phrase").search(count.text)
        value = draft.parameter(match["array"]) if match else None
        if match is None or value is None or not _is_given(rule, value, count):
            continue
        types = rule.context.types
        data = "(bytes) " if types.is_void(types.target(value.c)) else ""
        given = "" if types.is_const(value.c) else "(in) "
        text = f"{given}{data}(array length={count.name})"
        matched = rule.on_value(value, text, passage(match)) or matched
    return matched


def _is_given(rule: Rule, value: Value, count: Value) -> bool:
    """Whether an argument is an array that the caller fills, and the other a number that the caller gives."""
    types = rule.context.types
    target = types.target(value.c)
    if target is None or types.number(count.c) not in INTEGERS:
        return False
    return types.is_const(value.c) or types.is_const(target)


_WAYS = {"in": "(in)", "out": "(out)", "in,out": "(inout)", "inout": "(inout)"}


@convention("documented-directions", source=Source.DOC, callbacks=True)
def documented_directions(rule: Rule, draft: Draft) -> bool:
    """Doxygen's ``@param[out] name``: the function stores a result there."""
    matched = False
    for value in draft.parameters:
        way = _WAYS.get(value.part.direction.strip("[]").replace(" ", ""))
        if way is None or rule.context.types.target(value.c) is None:
            continue
        said = opening(f"{value.part.direction} {value.name} {value.text}".rstrip())
        matched = rule.on_value(value, way, said) or matched
    return matched


_SINCE = (
    r"(?i)(?:\bthis function (?:is|was|has been) |^)(?:available|added|introduced|new|present|supported)"
    r" (?:since|in|with|from) (?:version |release |v)?(?P<version>\d+(?:\.\d+)+)"
)


@convention("documented-since", source=Source.DOC, phrase=_SINCE)
def documented_since(rule: Rule, draft: Draft) -> bool:
    """``This function was added in 1.2``: that version had it first, where no tag says it.

    Option: ``phrase``, with a group for the version.
    """
    match = None if draft.comment.doc.since else rule.option("phrase").search(draft.comment.text)
    if match is None:
        return False
    return rule.on_function(draft, f"(since {match['version']})", passage(match))
