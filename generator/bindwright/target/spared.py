# SPDX-License-Identifier: LGPL-2.1-or-later
"""Leaves out of a library's documentation what only users of C do: allocate, free, count, and pass pointers.

It knows phrases, not languages, and replaces no names.
"""

from __future__ import annotations

import re

SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z`%@#])")
"""Between two sentences."""

_ANNOUNCEMENT = re.compile(r":$|\b(?:example|sample|snippet)\b", re.IGNORECASE)
_TRUTH = re.compile(r"(?<![\w.-])([01])(?=,? (?:if|in case|when|on|upon)\b)")

_CODE = re.compile(r"[;{]\s*(?://.*|/\*.*)?$")

_ROOM = r"(?:free(?:d|s|ing)?|free'?ing|deallocat\w+|allocat(?:e|es|ed|ing))"
_ONLY_OF_C = re.compile(
    rf"\b(?:caller|client)\b.*\b{_ROOM}\b"
    rf"|\b(?:must|should|needs?(?: not)?(?: to)?) be (?:allocated|freed|deallocated)\b"
    r"|\bdoes ?n[o']t free\b|\bnot free'?d\b"
    r"|\bmust be released with\b|\bstill to be given back\b|\bautomatically allocated\b|\bdynamically allocates?\b"
    r"|\bwill be allocated\b|\ballocated to a suitable size\b|\bextra allocated element\b"
    r"|\bsizeof\b|\b[cm]alloc\(|\bpass NULL if only\b|\bis returned as the return value\b|\bcast the supplied function pointer\b",
    re.IGNORECASE,
)
"""A sentence that is left out."""

_PHRASES = tuple(
    (re.compile(pattern, re.IGNORECASE), instead)
    for pattern, instead in (
        # How memory travels.
        (r"\s*\((?:caller (?:must )?frees?|allocated (?:by (?:the )?\w+|automatically))\)", ""),
        (r"\s*\((?:return value|out|in)(?:, allocated[^()]*)?\)", ""),
        (r",? which must be freed by the caller\b", ""),
        (r",? the string need not be deallocated\b[^.;]*", ""),
        (r"(?<!\bbe) allocated by the (?:user|caller)\b|\ballocated (?=array\b)", ""),
        (r" before free'?ing(?: it| to)?\b", ""),
        (r",? and (?:allocate an array to )?stores? (?:those objects|them into @\w+ array)\b", ""),
        (r" which is allocated upon [^.,;]*", ""),
        # What points to what.
        (
            r"^(?:an? )?pointer (?:to (?:a |the )?(?:variable|pointer|list|array) to (?:store|be filled with)"
            r"|that will be filled with|at which to store|to (?:store|hold))\s+(?:an array containing )?",
            "",
        ),
        (r"^(?:an? )?pointer to (?:an array of pointers (?:pointing )?to |pointer of )?", ""),
        (r",? or NULL if the list is not required \([^)]*\)", ""),
        (r"\b(?:the |an? )?pointers? to (?=(?:the|an?)\b)", ""),
        (r"\b(\w+) pointer associated\b", r"\1 associated"),
        (r"\s*\(in null-terminated ASCII format\)|\bNULL[- ]terminated\s", ""),
        (r"\(opaque\)\s*", ""),
        (r"@(\w+)->(\w+)", r"@\1.\2"),
        # What is there.
        (r"\bis non-NULL\b", "is not NULL"),
        (r"\bif non-NULL\b", "if it is not NULL"),
        (r"\bnon-NULL\s", ""),
    )
)


def spare(text: str) -> str:
    """Returns the text without sentences on memory, and without phrases on pointers."""
    if _ONLY_OF_C.search(text):
        text = _without_phrases(text)
        kept = [part for part in SENTENCES.split(text) if not _ONLY_OF_C.search(part)]
        return " ".join(kept)
    return _without_phrases(text)


def _without_phrases(text: str) -> str:
    for pattern, instead in _PHRASES:
        text = pattern.sub(instead, text)
    return text


def truth(text: str) -> str:
    """Returns what a truth value means, with TRUE and FALSE in place of C's numbers."""
    return _TRUTH.sub(lambda match: "TRUE" if match[1] == "1" else "FALSE", text)


def is_c(paragraph: str) -> bool:
    """Whether a preformatted paragraph is C: an example that another language's user cannot follow."""
    return any(_CODE.search(line) for line in paragraph.splitlines())


def without_announcement(text: str) -> str:
    """Returns prose without its last sentence when that announces what is left out behind it."""
    *before, last = SENTENCES.split(text.rstrip())
    return " ".join(before) if _ANNOUNCEMENT.search(last) else text
