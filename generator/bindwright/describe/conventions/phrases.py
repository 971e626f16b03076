# SPDX-License-Identifier: LGPL-2.1-or-later
"""Conventions about what documentation says in so many words.

They read English phrases, never the name of a library; each phrase is an option.
"""

from __future__ import annotations

import re

from bindwright.describe.context import Context
from bindwright.describe.conventions.engine import Rule, compiled, convention
from bindwright.describe.draft import Draft, Value
from bindwright.describe.evidence import Evidence, opening, passage
from bindwright.model.api import Source
from bindwright.model.ctype import Shape

_PARENTHESES = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"[A-Za-z_]\w+")


def _returns_number(rule: Rule, draft: Draft) -> bool:
    types = rule.context.types
    c = draft.result.c
    return draft.fact is not None and types.number(c) is not None and types.enum(c) is None


def _claimed(draft: Draft) -> str:
    """Returns the first sentence about the result, without what stands in parentheses."""
    return _PARENTHESES.sub("", draft.result.text).split(". ")[0]


def _tells_only(rule: Rule, draft: Draft) -> bool:
    """Whether the result is a number that the documentation says to be good or bad, and no more."""
    text = _claimed(draft)
    good = _returns_number(rule, draft) and rule.option("good").search(text)
    return bool(good) and not rule.option("but").search(text)


def _is_status(rule: Rule, draft: Draft, mode: str) -> bool:
    """Claims that the result only tells failure from success."""
    said = opening(draft.result.text)
    rule.on_value(draft.result, "(status)", said)
    return rule.on_function(draft, f"(failure {mode})", said)


@convention(
    "status-results",
    source=Source.DOC,
    good=r"^(?:the )?0\b[^.;]*?(?:,|;|\bor\b|\band\b)\s*-1\b|^-1\b[^.;]*?,\s*0\b|^-1 if\b.*, 0 upon success",
    but=r"(?<!-)\b1,? (?:if|when|in|on|for)\b|\bcode\b|[<>] ?0\b",
)
def status_results(rule: Rule, draft: Draft) -> bool:
    """``0 on success, -1 on failure``: the result tells nothing else.

    Options: ``good``, how that is said, and ``but``, what tells that it is not all.
    """
    return _tells_only(rule, draft) and _is_status(rule, draft, "negative")


@convention(
    "truth-results",
    source=Source.DOC,
    yes=r"(?<![-\d])\b1,? (?:if|when)\b",
    no=r"\b0 (?:if|when)\b",
    failed=r"-1 (?:on|in case of|upon) (?:an )?(?:error|failure)",
)
def truth_results(rule: Rule, draft: Draft) -> bool:
    """``1 if so, 0 if not, -1 on error``: the result is true or false.

    Options: ``yes``, ``no`` and ``failed``, how that is said.
    """
    text = _claimed(draft)
    phrases = (rule.option(name) for name in ("yes", "no", "failed"))
    if not _returns_number(rule, draft) or not all(phrase.search(text) for phrase in phrases):
        return False
    said = opening(draft.result.text)
    rule.on_value(draft.result, "(bool)", said)
    return rule.on_function(draft, "(failure negative)", said)


@convention(
    "code-results",
    source=Source.DOC,
    good=r"(?i)^(?:0|zero)\b[^.;]*\b(?:error|failure) (?:code|number)\b",
    negative=r"(?i)\bnegative\b|<\s*0\b|-1\b",
    but=r"(?<!-)\b1,? (?:if|when|in|on|for)\b",
)
def code_results(rule: Rule, draft: Draft) -> bool:
    """``0 or an error code``: the result is the error's code; a negative one when the documentation says so.

    Options: ``good`` and ``negative``, how that is said, and ``but``, what tells that it is not all.
    """
    mode = "negative" if rule.option("negative").search(_claimed(draft)) else "status"
    return _tells_only(rule, draft) and _is_status(rule, draft, mode)


@convention(
    "count-results",
    source=Source.DOC,
    good=r"(?i)^(?:-1 (?:on|in case of) (?:error|failure), )?(?:the )?(?:number|count|maximum) of\b",
    failed=r"-1\b",
)
def count_results(rule: Rule, draft: Draft) -> bool:
    """``the number of domains, or -1 on error``: the result is that number.

    Options: ``good`` and ``failed``, how that is said.
    """
    text = _PARENTHESES.sub("", draft.result.text)
    if not _returns_number(rule, draft) or not rule.option("good").search(text):
        return False
    failed = rule.option("failed").search(text)
    if failed is None:
        return False
    said = opening(draft.result.text, failed[0])
    rule.on_value(draft.result, "(value)", said)
    return rule.on_function(draft, "(failure negative)", said)


@convention("ignored-results", source=Source.DOC, callbacks=True, phrase=r"(?i)\bignored?\b")
def ignored_results(rule: Rule, draft: Draft) -> bool:
    """A callback type whose result the library ignores returns nothing to speak of.

    Option: ``phrase``, how that is said of the result.
    """
    match = rule.option("phrase").search(draft.result.text)
    if draft.fact is not None or match is None:
        return False
    return rule.on_value(draft.result, "(nothing)", passage(match))


FLAGS = (
    r"(?i)\b(?:bitwise|binary|logical)[- ]or of\s+(?:the\s+|any\s+)?(?:supported\s+)?(?P<name>\w+)"
    r"|\bzero or more (?P<other>\w+) flags\b"
    r"|\b(?:bit ?set|bit ?mask|set|mask|combination) of\b[^.;]*?\b(?P<third>\w+)`?"
    r" (?:constants|flags|values|bits|options|types|members)\b"
)
"""How documentation says that a value is a set of flags, with the enum's name in each form."""


@convention("documented-flags", source=Source.DOC, callbacks=True, phrase=FLAGS)
def documented_flags(rule: Rule, draft: Draft) -> bool:
    """``bitwise-OR of virDomainXMLFlags``: the argument takes members of that enum, combined.

    Option: ``phrase``, with a group for the enum's name in each of its forms.
    """
    matched = False
    for value in draft.parameters:
        if rule.context.types.number(value.c) is None:
            continue
        found = flags_in(rule.context, rule.option("phrase"), value.text)
        if found:
            matched = rule.on_value(value, *found) or matched
    return matched


def flags_in(context: Context, phrase: re.Pattern[str], text: str) -> tuple[str, Evidence] | None:
    """Returns that a value is a set of the flags that a phrase names, as an annotation, and where it does."""
    match = phrase.search(text)
    names = [_enum(context, name) for name in match.groups() if name] if match else []
    if match is None or not any(names):
        return None
    return f"(flags {names[0]})", passage(match)


def _enum(context: Context, name: str) -> str:
    found = context.types.enums.get(name)
    return found.name if found else ""


_UNUSED = (
    r"(?i)\bnot used yet\b|\bcurrently unused\b|\buse 0 for now\b"
    r"|\b(?:currently used|reserved)\b[^.]*\b(?:pass|use|set to) (?:0|zero|NULL)\b"
)


@convention("documented-unused", source=Source.DOC, phrase=_UNUSED)
def documented_unused(rule: Rule, draft: Draft) -> bool:
    """``not used yet, so callers should always pass 0``: it is always passed as zero.

    Option: ``phrase``, how that is said.
    """
    matched = False
    for value in draft.parameters:
        match = rule.option("phrase").search(value.text)
        if match is not None:
            matched = rule.on_value(value, "(unused)", passage(match)) or matched
    return matched


@convention("documented-enums", source=Source.DOC, callbacks=True)
def documented_enums(rule: Rule, draft: Draft) -> bool:
    """A number whose documentation names one enum, and no other, is a member of it."""
    matched = False
    for value in draft.values:
        if value.claims.has("type") or value.claims.get("unused") or not _is_number(rule, value):
            continue
        found = named_enum(rule.context, value.text)
        if found:
            matched = rule.on_value(value, *found) or matched
    return matched


def named_enum(context: Context, text: str) -> tuple[str, Evidence] | None:
    """Returns that a value is of the one enum that a text names, as an annotation, and where it is named."""
    found = {_enum(context, match[0]): match for match in _WORD.finditer(text)}
    found.pop("", None)
    if len(found) != 1:
        return None
    ((name, match),) = found.items()
    return f"({'flags' if name in context.flags else 'enum'} {name})", passage(match)


def _is_number(rule: Rule, value: Value) -> bool:
    types = rule.context.types
    target = types.target(value.c)
    c = value.c if target is None else target
    return types.number(c) is not None and not types.is_char(c) and not types.is_octet(c)


_NULL = (
    r"\bor NULL\b|\bNULL (?:for|if|when|to|means|is|value|-)|\([oO]ptional\)|^[oO]ptional\b|\bif NULL\b"
    r"|\b(?:may|can|could) be (?:passed as )?NULL\b|\ballowed to be NULL\b|\bpass NULL\b|\bNULL as\b"
)
_NULL_BODY = (
    r"@{name}(?:,? if omitted or| argument| parameter)? (?:is|may be|can be|being|was) (?:also )?NULL\b"
    r"|\bNULL for @{name}\b|@{name} (?:is )?allowed to be NULL\b"
)
_NEVER_NULL = r"\bnon-?NULL\b|\b(?:must|should|may|can) ?not be NULL\b"
_NEVER_NULL_BODY = r"@{name} (?:must|should|may|can) ?not be NULL\b"


@convention(
    "documented-null",
    source=Source.DOC,
    phrase=_NULL,
    body=_NULL_BODY,
    never=_NEVER_NULL,
    never_body=_NEVER_NULL_BODY,
)
def documented_null(rule: Rule, draft: Draft) -> bool:
    """``or NULL for the default``: the argument may be NULL; an output then is not wanted.

    Options: ``phrase`` is looked for in the argument's own documentation, ``body`` with the argument's name for ``{name}`` in
    the function's; ``never`` and ``never-body`` tell the contrary.
    """
    matched = False
    for value in draft.parameters:
        if not _is_pointer(rule, value):
            continue
        if match := rule.option("never").search(value.text) or _body_says(
            rule, draft, value, "never-body"
        ):
            matched = rule.on_value(value, "(not nullable)", passage(match)) or matched
        elif match := rule.option("phrase").search(value.text) or _body_says(
            rule, draft, value, "body"
        ):
            matched = rule.on_value(value, _may_be_null(rule, value), passage(match)) or matched
    return matched


def _body_says(rule: Rule, draft: Draft, value: Value, option: str) -> re.Match[str] | None:
    text = draft.comment.text
    if "NULL" not in text or f"@{value.name}" not in text:
        return None
    phrase = rule.text(option).replace("{name}", re.escape(value.name))
    return compiled(phrase).search(text)


def _may_be_null(rule: Rule, value: Value) -> str:
    """Returns what it means that an argument may be NULL: it may be left out, or nobody wants it."""
    types = rule.context.types
    changes = not types.is_const(value.c) and not rule.context.object_of(value.c)
    given = value.claims.get("in") is not None or types.callback(value.c)
    return "(optional)" if changes and not given else "(nullable)"


def _is_pointer(rule: Rule, value: Value) -> bool:
    types = rule.context.types
    resolved = types.resolve(value.c)
    return resolved.shape in (Shape.POINTER, Shape.ARRAY, Shape.FUNCTION)


@convention("silent-not-null", parameters="", callbacks=True)
def silent_not_null(rule: Rule, draft: Draft) -> bool:
    """An input about whose NULL the documentation is silent must not be NULL: any handle, and what is named here.

    Option: ``parameters``, the names, in full.
    """
    matched = False
    for value in draft.parameters:
        if value.claims.has("null") or not _is_pointer(rule, value):
            continue
        named = bool(rule.text("parameters")) and rule.option("parameters").fullmatch(value.name)
        if rule.context.object_of(value.c) or named:
            matched = rule.on_value(value, "(not nullable)") or matched
    return matched
