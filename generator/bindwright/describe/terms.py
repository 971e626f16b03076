# SPDX-License-Identifier: LGPL-2.1-or-later
"""The closed vocabulary of annotations: what each may say and on what.

One vocabulary serves doc comments, overlays and conventions alike. This module does not know what any word means for a type:
``resolve`` does.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bindwright.diagnostics import BindwrightError, Diagnostic, Location

VALUE = frozenset({"parameter", "return", "field"})
"""What carries a value."""
PARAMETER = frozenset({"parameter"})
FUNCTION = frozenset({"function"})
TYPE = frozenset({"type"})
"""A struct, a union, a handle, an enum or a callback type."""
ANY = VALUE | FUNCTION | TYPE | {"enumerator", "constant"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """One annotation: ``(array length=n)``."""

    name: str
    """``array``."""
    words: tuple[str, ...] = ()
    """What follows without ``=``: ``("keel_domain_unref",)``."""
    options: Mapping[str, str] = field(default_factory=dict)
    """What follows as ``key=value``: ``{"length": "n"}``; a key alone has the value ``1``."""
    negated: bool = False
    """``(not nullable)``."""

    @property
    def word(self) -> str:
        """The first word, or nothing."""
        return self.words[0] if self.words else ""

    def __str__(self) -> str:
        parts = [self.name, *self.words, *(f"{key}={value}" for key, value in self.options.items())]
        return f"({'not ' if self.negated else ''}{' '.join(parts)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What one annotation may say."""

    on: frozenset[str]
    slot: str = ""
    """Annotations that share a slot replace each other; the name itself unless given."""
    least: int = 0
    most: int = 0
    """How many words it takes."""
    among: tuple[str, ...] = ()
    """Every word must be one of these."""
    options: tuple[str, ...] = ()
    free: bool = False
    """Its words are prose, such as a reason."""


def _one(on: frozenset[str], slot: str = "", among: tuple[str, ...] = ()) -> Term:
    return Term(on=on, slot=slot, least=1, most=1, among=among)


def _maybe(on: frozenset[str], slot: str = "", among: tuple[str, ...] = ()) -> Term:
    return Term(on=on, slot=slot, most=1, among=among)


CONDITIONS = ("would-block", "hole")
_ROWS = ("rows", "row", "counts")
_MANY = ("length", "capacity", "fixed-size", "zero-terminated", "bits", *_ROWS)
_ALLOCATES = ("caller-allocates", "callee-allocates")

TERMS: Mapping[str, Term] = {
    # How a value travels.
    "in": Term(on=PARAMETER, slot="direction"),
    "out": _maybe(PARAMETER | {"field"}, "direction", _ALLOCATES),
    "inout": _maybe(PARAMETER, "direction", _ALLOCATES),
    "transfer": _one(VALUE, among=("none", "container", "full")),
    "release": Term(on=VALUE | TYPE, least=1, most=1, options=("counted", "deep")),
    "nullable": Term(on=VALUE, slot="null"),
    "optional": Term(on=PARAMETER),
    "always": Term(on=PARAMETER),
    "default": _one(PARAMETER),
    # What a value is.
    "type": _one(VALUE, "type"),
    "enum": _one(VALUE, "type"),
    "flags": _maybe(VALUE | TYPE, "type"),
    "bool": Term(on=VALUE, slot="type"),
    "bytes": Term(on=VALUE, slot="type"),
    "uuid": Term(on=VALUE),
    "array": Term(on=VALUE, options=_MANY),
    "element-type": Term(on=VALUE, least=1, most=1, options=("nullable",)),
    "dict": Term(on=VALUE | TYPE, options=(*_ROWS, "length", "capacity", "key", "tag", "union")),
    "unit": _one(VALUE),
    "opaque": Term(on=VALUE | TYPE, slot="type"),
    # What an argument is for.
    "unused": Term(on=VALUE, slot="role"),
    "fixed": Term(on=PARAMETER, slot="role", most=1, options=("size-of",)),
    "sizes": _one(PARAMETER | {"field"}, "role"),
    "scope": _one(PARAMETER, among=("call", "async", "notified", "forever", "registered")),
    "closure": _maybe(PARAMETER | {"field"}),
    "destroy": _maybe(PARAMETER),
    # What a return value is for.
    "status": Term(on=frozenset({"return"}), slot="role"),
    "value": Term(on=frozenset({"return"}), slot="role"),
    "nothing": Term(on=frozenset({"return"}), slot="role"),
    # What a function is.
    "function": Term(on=FUNCTION, slot="form"),
    "method": _maybe(FUNCTION, "form"),
    "constructor": _maybe(FUNCTION, "form"),
    "static": _maybe(FUNCTION, "form"),
    "ref": _maybe(FUNCTION, "form"),
    "unref": _maybe(FUNCTION, "form"),
    "close": _maybe(FUNCTION, "form"),
    "free": Term(on=FUNCTION, slot="form"),
    "failure": Term(
        on=FUNCTION,
        most=3,
        among=("never", "status", "negative", "null", "equals", "checked", "silent"),
        options=("equals", "good"),
    ),
    "condition": Term(on=FUNCTION, options=CONDITIONS),
    "query-fill": Term(on=FUNCTION, slot="idiom"),
    "count-fill": _one(FUNCTION, "idiom"),
    "grow-fill": _one(FUNCTION, "idiom"),
    "measured": _one(FUNCTION, "idiom"),
    "direct": Term(on=FUNCTION, slot="idiom"),
    "blocking": Term(on=FUNCTION, slot="blocking"),
    "nonblocking": Term(on=FUNCTION, slot="blocking"),
    "get-property": _one(FUNCTION, "property"),
    "set-property": _one(FUNCTION, "property"),
    # What a type is.
    "ref-func": _one(TYPE),
    "unref-func": _one(TYPE),
    "close-func": _one(TYPE),
    "clear-func": Term(on=TYPE, least=1, most=1, options=("counted",)),
    "parent": _one(TYPE),
    "stream": Term(on=TYPE, options=("send", "receive", "finish", "abort", "blocked")),
    "last-error": Term(on=TYPE, options=("message", "code", "via")),
    "on-error": _one(TYPE),
    "object": Term(on=TYPE, slot="type"),
    "record": Term(on=TYPE, slot="type"),
    # Of functions and types.
    "since": _one(FUNCTION | TYPE),
    "deprecated": Term(on=FUNCTION | TYPE, most=99, free=True),
    # Of anything.
    "name": _one(ANY),
    "skip": Term(on=ANY, most=99, free=True),
    "missing": Term(on=FUNCTION, most=99, free=True),
}
"""Every annotation there is."""

_GROUP = re.compile(r"\(([^()]*)\)")


SLOTS: Mapping[str, str] = {name: term.slot or name for name, term in TERMS.items()}
"""The slot that each annotation fills."""


def parse(text: str, on: str, location: Location | None) -> tuple[Annotation, ...]:
    """Reads annotations such as ``(out) (array length=n)``, for an element of the kind ``on``.

    Raises:
        BindwrightError: BW201 for what is no annotation, BW202 for one that does not fit.
    """
    rest = _GROUP.sub(" ", text).strip()
    if rest:
        cause = f"'{rest}' is not an annotation"
        raise _error("BW201", cause, location, "write each in parentheses: (transfer full)")
    return tuple(_read(group, on, location) for group in _groups(text))


def _groups(text: str) -> Iterator[list[str]]:
    for match in _GROUP.finditer(text):
        yield match[1].split()


def _read(parts: list[str], on: str, location: Location | None) -> Annotation:
    negated = len(parts) > 1 and parts[0] == "not"
    parts = parts[1:] if negated else parts
    name = parts[0] if parts else ""
    term = TERMS.get(name)
    if term is None:
        near = difflib.get_close_matches(name, TERMS, n=1)
        hint = f"did you mean ({near[0]})?" if near else "api-spec/README.md lists all annotations"
        raise _error("BW201", f"unknown annotation '({' '.join(parts)})'", location, hint)
    words = [part for part in parts[1:] if term.free or "=" not in part]
    pairs = [part.partition("=") for part in parts[1:] if not term.free and "=" in part]
    flags = [word for word in words if word in term.options]
    words = [word for word in words if word not in term.options]
    annotation = Annotation(
        name=name,
        words=tuple(words),
        options={key: value for key, _, value in pairs} | dict.fromkeys(flags, "1"),
        negated=negated,
    )
    cause = "" if negated else _misfit(annotation, term)
    if on not in term.on:
        cause = f"does not belong on a {on}"
    if cause:
        raise _error("BW202", f"the annotation '{annotation}' {cause}", location)
    return annotation


def _misfit(annotation: Annotation, term: Term) -> str:
    """Says what is wrong with an annotation's words, or nothing."""
    if len(annotation.words) < term.least:
        return "lacks a word"
    if len(annotation.words) > term.most:
        return f"has a word too many: '{annotation.words[term.most]}'"
    wrong = [word for word in annotation.words if term.among and word not in term.among]
    if wrong:
        return f"does not know '{wrong[0]}', only {', '.join(term.among)}"
    unknown = [key for key in annotation.options if key not in term.options]
    if unknown:
        return f"has no option '{unknown[0]}'"
    return ""


def _error(code: str, cause: str, location: Location | None, hint: str = "") -> BindwrightError:
    return BindwrightError((Diagnostic(code=code, message=cause, location=location, hint=hint),))
