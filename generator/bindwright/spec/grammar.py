# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads ``bindwright.rng``: the one place that says which elements, attributes and values a description may have.

It does not know what any of them means, nor the model.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from lxml import etree

_NAMESPACE = "{http://relaxng.org/ns/structure/1.0}"
_INTEGER = re.compile("-?[0-9]{1,20}")
_DOCUMENTATION = "{http://relaxng.org/ns/compatibility/annotations/1.0}documentation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What an attribute may be set to."""

    words: tuple[str, ...] = ()
    """The closed list, when there is one: ``("in", "out", "inout")``."""
    pattern: re.Pattern[str] | None = None
    """The form of an open one; neither when it may be any text."""
    bounds: tuple[int, int] | None = None
    """Of an integer: the least and the greatest."""
    meaning: str = ""
    """The form in words: ``a C identifier``."""

    def allows(self, text: str) -> bool:
        """Tells whether an attribute may be set to that."""
        if self.words:
            return text in self.words
        if self.pattern is not None and self.pattern.fullmatch(text) is None:
            return False
        return self.bounds is None or self.bounds[0] <= int(text) <= self.bounds[1]


@dataclass(slots=True, kw_only=True)
class Element:
    """What one element may hold."""

    attributes: dict[str, Value] = field(default_factory=dict)
    required: list[str] = field(default_factory=list)
    """The attributes that must be there."""
    children: dict[str, str] = field(default_factory=dict)
    """By name, in order: ``one``, ``optional`` or ``many``."""
    text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """The schema, ready to use."""

    elements: dict[str, Element]
    structure: etree.RelaxNG
    """Checks all but the forms of open values: libxml2 compiles a pattern anew for each value, which takes
    ten times as long as all the rest, so the reader and the writer check those by ``elements``."""


def path() -> Path:
    """Returns where the schema is: in the source tree, or in an installed package."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_data" / "bindwright.rng"
    return installed if installed.is_file() else package.parent.parent / "api-spec/bindwright.rng"


@cache
def schema() -> Grammar:
    """Returns the schema; it is read once."""
    root = etree.parse(str(path())).getroot()
    defines = {define.get("name", ""): define for define in root.iter(f"{_NAMESPACE}define")}
    values = {name: value for name, define in defines.items() if (value := _value(define))}
    elements = {
        name: _element(define[0], defines, values)
        for name, define in defines.items()
        if define[0].tag == f"{_NAMESPACE}element"
    }
    for data in list(root.iter(f"{_NAMESPACE}data")):
        parent = data.getparent()
        assert parent is not None
        parent.replace(data, etree.Element(f"{_NAMESPACE}text"))
    return Grammar(elements=elements, structure=etree.RelaxNG(root))


def _value(define: etree._Element) -> Value | None:
    """Returns what a define allows when it is the value of an attribute."""
    content = define[-1]
    match content.tag.removeprefix(_NAMESPACE):
        case "text":
            return Value()
        case "choice" if content[0].tag == f"{_NAMESPACE}value":
            return Value(words=tuple(value.text or "" for value in content))
        case "data":
            given = {param.get("name"): param.text or "" for param in content}
            meaning = define.findtext(_DOCUMENTATION) or ""
            if content.get("type") == "integer":
                bounds = int(given["minInclusive"]), int(given["maxInclusive"])
                return Value(pattern=_INTEGER, bounds=bounds, meaning=meaning)
            return Value(pattern=re.compile(given["pattern"]), meaning=meaning)
        case _:
            return None


def _element(
    node: etree._Element, defines: dict[str, etree._Element], values: dict[str, Value]
) -> Element:
    element = Element()

    def visit(node: etree._Element, count: str) -> None:
        kind = node.tag.removeprefix(_NAMESPACE)
        name = node.get("name", "")
        if kind == "attribute":
            value = values[node[0].get("name", "")]
            if known := element.attributes.get(name):
                value = replace(value, words=tuple(dict.fromkeys(known.words + value.words)))
            element.attributes[name] = value
            if count == "one":
                element.required.append(name)
        elif kind == "ref" and name in values:
            element.text = True
        elif kind == "ref" and defines[name][0].tag == f"{_NAMESPACE}element":
            element.children[name] = "many" if name in element.children else count
        elif kind == "ref":
            for child in defines[name]:
                visit(child, count)
        else:
            inner = {
                "optional": "optional",
                "choice": "optional",
                "zeroOrMore": "many",
                "oneOrMore": "many",
            }
            for child in node:
                visit(child, inner.get(kind, count))

    for child in node:
        visit(child, "one")
    return element
