# SPDX-License-Identifier: LGPL-2.1-or-later
"""Begins a summary with the name of what it is about, as some languages want it.

It knows a little English, and no language of programs.
"""

from __future__ import annotations

import re

_ARTICLES = frozenset(
    {"a", "an", "the", "what", "which", "how", "why", "where", "who", "one", "something"}
)
_PLURALS = frozenset({"flags", "details", "values", "options", "reasons", "types", "statistics"})
_NO_VERBS = _ARTICLES | {
    *("this", "these", "that", "it", "for", "if", "in", "on", "to", "with", "when", "while", "once"),
    *("accessor", "convenience", "default", "deprecated", "just", "like", "note", "prior", "rather"),
    *("same", "similar", "sometimes", "string", "there"),
}  # fmt: skip
_IRREGULAR = {
    "be": "is",
    "have": "has",
    "lookup": "looks up",
    "shutdown": "shuts down",
}
_SELF = re.compile(
    r"(?:This|The) (?:API|call|callback|enum|enumeration|function|method|routine|struct|type)"
    r" (?=(?:\w+s|can|may|will)\b)"
)
_NAME = re.compile(r"[A-Za-z]+(?:[-/][A-Za-z]+)*,?$")


def lead_call(name: str, summary: str) -> str:
    """Returns what a function does: ``GetName gets the name.``"""
    if (said := _SELF.sub("", summary, count=1)) != summary:
        return f"{name} {said}"
    first, _, rest = summary.partition(" ")
    word = first.lower()
    if word in _NO_VERBS or word.endswith("ly") or not _NAME.match(first) or first.endswith(","):
        return f"{name}: {summary}"
    return f"{name} {_third(_small(first))} {rest}".rstrip()


def lead_type(name: str, summary: str) -> str:
    """Returns what a type is, or what a function of that type does: ``Domain is a guest.``"""
    if (said := _SELF.sub("", summary, count=1)) != summary:
        return f"{name} {said}"
    first, _, rest = summary.partition(" ")
    word = first.lower()
    if word in _ARTICLES:
        verb = "is "
    elif word in _PLURALS:
        verb = "are "
    elif word.endswith("s") and word not in _NO_VERBS and _NAME.match(first):
        verb = ""
    else:
        return f"{name}: {summary}"
    return f"{name} {verb}{_small(first)} {rest}".rstrip()


def _small(word: str) -> str:
    """Returns the first word of a sentence as it is within one; a name keeps its capitals."""
    return word.lower() if word[1:] == word[1:].lower() else word


def _third(verb: str) -> str:
    """Returns a verb as he, she or it does."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith("s") and not verb.endswith("ss"):
        return verb
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")
