# SPDX-License-Identifier: LGPL-2.1-or-later
"""Lays down how each dataclass of the model is written as an element: which fields are attributes, which are children.

It does not read or write: ``reader`` and ``writer`` follow it.
"""

from __future__ import annotations

import dataclasses
import re
import types
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from bindwright.diagnostics import Location
from bindwright.model import api as model
from bindwright.model.ctype import CType, named

FORMAT = "1"
"""Of the description; another one is refused."""

TAGS: dict[type, str] = {
    model.Function: "function",
    model.Object: "object",
    model.Record: "record",
    model.Enumeration: "enum",
    model.Callback: "callback",
    model.Dictionary: "dict",
    model.Constant: "constant",
    model.Alias: "alias",
    model.Section: "section",
    model.Layout: "layout",
    model.Parameter: "parameter",
    model.Condition: "condition",
    model.Field: "field",
    model.Enumerator: "member",
    model.DictCase: "case",
    model.RecordLayout: "struct",
    model.Origin: "origin",
    model.Doc: "doc",
    CType: "c",
}
"""The elements that are named for what they hold; all others are named for their field."""

TEXTS: dict[tuple[type, str], str] = {
    (model.Doc, "summary"): "summary",
    (model.Doc, "body"): "para",
}
TEXTS |= {
    (model.Function, "missing"): "missing",
    (model.Record, "missing"): "missing",
    (model.Callback, "missing"): "missing",
}
"""Fields that are elements with text, since they are sentences."""

DERIVED: dict[tuple[type, str], Callable[[str], Any]] = {
    (model.Function, "symbol"): lambda name: name.partition(":")[0],
    (model.Record, "c"): named,
    (model.Enumeration, "c"): named,
    (model.Callback, "c"): named,
    (model.Dictionary, "c"): named,
}
"""Fields that are left out when they are what the name makes them."""

ATTRIBUTES = {(model.Origin, "source"): "from"}
"""Attributes that are not named for their field."""

VARYING = {(model.Constant, "value"), (model.Parameter, "default")}
"""Fields whose type varies: the reader and the writer know each."""

DEPTH = 64
"""How many levels a type may have."""

_INTEGER = re.compile("-?[0-9]{1,20}")
_FLOAT = re.compile(r"-?([0-9]+(\.[0-9]+)?(e[+-]?[0-9]{1,4})?|inf)|nan")
_FIRST = ("library", "c", "type", "doc")
_LAST = ("missing", "origins")


class Content(Enum):
    """What a child element holds."""

    THING = "thing"
    TEXT = "text"
    C = "c"
    TYPE = "type"
    ORIGINS = "origins"
    OFFSETS = "offsets"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """A field that is an attribute."""

    field: str
    """``live_handles``."""
    name: str
    """``live-handles``."""
    type: Any
    """``str``, ``int``, ``bool``, an enum, or ``tuple`` for words."""
    default: Any
    """Left out when it is that; ``dataclasses.MISSING`` when it never is."""
    derive: Callable[[str], Any] | None = None
    """Left out when it is what this makes of the name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A field that is one or more elements."""

    field: str
    tag: str
    content: Content
    type: Any
    many: bool
    default: Any
    derive: Callable[[str], Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How one dataclass is written."""

    type: Any
    attributes: tuple[Attribute, ...]
    children: tuple[Child, ...]
    """In the order in which they stand."""
    located: bool
    """It has a location, written as ``file``, ``line`` and ``column``."""


@cache
def form(holder: Any) -> Form:
    """Returns how a dataclass of the model is written."""
    hints = get_type_hints(holder)
    attributes: list[Attribute] = []
    children: list[Child] = []
    for field in dataclasses.fields(holder):
        if hints[field.name] == Location | None or (holder, field.name) in VARYING:
            continue
        placed = _placed(holder, field, hints[field.name])
        if isinstance(placed, Attribute):
            attributes.append(placed)
        else:
            children.append(placed)
    return Form(
        type=holder,
        attributes=tuple(attributes),
        children=tuple(sorted(children, key=_order)),
        located="location" in hints,
    )


def _order(child: Child) -> int:
    """Puts the type and the documentation before, and origins behind what is peculiar to an element."""
    if child.field in _FIRST:
        return _FIRST.index(child.field) - len(_FIRST)
    return _LAST.index(child.field) + 1 if child.field in _LAST else 0


def _placed(holder: Any, field: dataclasses.Field[Any], hint: Any) -> Attribute | Child:
    many = get_origin(hint) is tuple
    inner = get_args(hint)[0] if many else hint
    if get_origin(inner) in (Union, types.UnionType):
        inner = next(option for option in get_args(inner) if option is not type(None))
    content = _content(holder, field.name, inner)
    if content is None:
        return Attribute(
            field=field.name,
            name=ATTRIBUTES.get((holder, field.name), field.name.replace("_", "-")),
            type=tuple if many else inner,
            default=field.default,
            derive=DERIVED.get((holder, field.name)),
        )
    tag = TEXTS.get((holder, field.name)) or TAGS.get(inner) or field.name.replace("_", "-")
    return Child(
        field=field.name,
        tag="offset" if content is Content.OFFSETS else tag,
        content=content,
        type=inner,
        many=many,
        default=field.default,
        derive=DERIVED.get((holder, field.name)),
    )


def _content(holder: Any, field: str, inner: Any) -> Content | None:
    """Returns what the element of a field holds, None when the field is an attribute."""
    if (holder, field) in TEXTS:
        return Content.TEXT
    if get_origin(inner) is tuple:
        return Content.OFFSETS
    if inner is CType:
        return Content.C
    if inner is model.Type:
        return Content.TYPE
    if inner is model.Origin:
        return Content.ORIGINS
    return Content.THING if dataclasses.is_dataclass(inner) else None


def integer(text: str) -> int:
    """Returns an integer of 64 bits, signed or not.

    Raises:
        ValueError: it is none.
    """
    if _INTEGER.fullmatch(text) is None or not -(2**63) <= int(text) < 2**64:
        raise ValueError(text)
    return int(text)


def floating(text: str) -> float:
    """Returns a floating-point number written in decimal, or ``inf``, ``-inf`` or ``nan``.

    Raises:
        ValueError: it is none.
    """
    if _FLOAT.fullmatch(text) is None:
        raise ValueError(text)
    return float(text)


def outer_c(c: CType, direction: model.Direction = model.Direction.IN) -> CType | None:
    """Returns what the C type of a value is when nothing else is said: its holder's, or where an output points to."""
    return c if direction is model.Direction.IN else c.target


def element_c(c: CType) -> CType | None:
    """Returns what the C type of a list's element is when nothing else is said."""
    return c.target
