# SPDX-License-Identifier: LGPL-2.1-or-later
"""Says what is wrong with a description that does not follow the schema, element by element.

It does not decide whether one does: the schema and the reader do.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from lxml import etree

from bindwright.diagnostics import Diagnostic, Location
from bindwright.spec.grammar import Element, Grammar, Value

LIMIT = 20
"""How many findings are worth showing."""

Place = Callable[[etree._Element], Location | None]


def explain(root: etree._Element, grammar: Grammar, place: Place) -> tuple[Diagnostic, ...]:
    """Returns what is wrong, the first few findings in the document's order; none when it finds nothing."""
    found: list[Diagnostic] = []
    for diagnostic in _document(root, grammar, place):
        found.append(diagnostic)
        if len(found) == LIMIT:
            break
    return tuple(found)


def _document(root: etree._Element, grammar: Grammar, place: Place) -> Iterator[Diagnostic]:
    if root.tag != "api":
        yield Diagnostic(
            code="BW306",
            message=f"the outermost element is <{_shown(root)}>, not <api>",
            location=place(root),
            hint="this is no description that bindwright wrote",
        )
        return
    for element in root.iter(etree.Element):
        rule = grammar.elements.get(element.tag)
        if rule is None:
            continue  # shown where it stands, with its parent's rule
        yield from _attributes(element, rule, place(element))
        yield from _children(element, rule, place)


def _attributes(
    element: etree._Element, rule: Element, location: Location | None
) -> Iterator[Diagnostic]:
    shown = _shown(element)
    pairs: Iterable[Any] = element.items()
    for name, text in pairs:
        value = rule.attributes.get(name)
        if value is None:
            yield Diagnostic(
                code="BW307",
                message=f"unknown attribute '{name}' of <{shown}>",
                location=location,
                hint=_near(name, rule.attributes) or "see api-spec/README.md",
            )
        elif not value.allows(text):
            yield Diagnostic(
                code="BW309",
                message=f"attribute '{name}' of <{shown}>: '{_cut(text)}' is not {_allowed(value)}",
                location=location,
                hint=_near(text, value.words),
            )
    for name in rule.required:
        if element.get(name) is None:
            yield Diagnostic(
                code="BW308", message=f"<{shown}> has no attribute '{name}'", location=location
            )
    if element.tag == "parameter" and None not in (
        element.get("default"),
        element.get("default-text"),
    ):
        yield Diagnostic(
            code="BW307", message=f"<{shown}> has both forms of a default", location=location
        )


def _children(element: etree._Element, rule: Element, place: Place) -> Iterator[Diagnostic]:
    shown = _shown(element)
    order = list(rule.children)
    seen: dict[str, int] = {}
    last = 0
    for child in element.iterchildren(etree.Element):
        name = _shown(child)
        count = rule.children.get(name)
        if count is None:
            yield Diagnostic(
                code="BW306",
                message=f"unknown element <{name}> in <{shown}>",
                location=place(child),
                hint=_near(name, rule.children) or "see api-spec/README.md",
            )
            continue
        seen[name] = seen.get(name, 0) + 1
        if count != "many" and seen[name] == 2:
            yield Diagnostic(
                code="BW306", message=f"second <{name}> in <{shown}>", location=place(child)
            )
        if order.index(name) < last:
            yield Diagnostic(
                code="BW306",
                message=f"<{name}> stands behind <{order[last]}> in <{shown}>",
                location=place(child),
                hint=f"the order is {', '.join(f'<{tag}>' for tag in order)}",
            )
        last = max(last, order.index(name))
    for name, count in rule.children.items():
        if count == "one" and name not in seen:
            yield Diagnostic(
                code="BW308", message=f"<{shown}> has no <{name}>", location=place(element)
            )
    if not rule.text and (stray := _stray(element)):
        yield Diagnostic(
            code="BW306", message=f"text in <{shown}>: '{_cut(stray)}'", location=place(element)
        )


def _stray(element: etree._Element) -> str:
    texts = [element.text, *(child.tail for child in element)]
    return "".join(text or "" for text in texts).strip()


def _allowed(value: Value) -> str:
    return value.meaning or f"one of {', '.join(value.words)}"


def _near(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word[:64], list(known), n=1)
    return f"did you mean '{near[0]}'?" if near else ""


def _shown(element: etree._Element) -> str:
    """Returns an element's name, cut to what a message can carry."""
    return _cut(str(element.tag))


def _cut(text: str) -> str:
    plain = "".join(char if char.isprintable() else " " for char in text[:60])
    return plain + ("…" if len(text) > 60 else "")
