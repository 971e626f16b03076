# SPDX-License-Identifier: LGPL-2.1-or-later
"""Builds the model from the elements of a description.

It expects a document whose structure follows the schema and checks the forms of values; it does not look for names that
refer to nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from itertools import chain
from typing import Any

from lxml import etree

from bindwright.diagnostics import Location
from bindwright.model import api as model
from bindwright.model.ctype import CType, Shape, pointer
from bindwright.spec.form import (
    DEPTH,
    Attribute,
    Child,
    Content,
    element_c,
    floating,
    form,
    integer,
    outer_c,
)
from bindwright.spec.grammar import Grammar, Value

Read = Callable[[etree._Element], Any]
Convert = Callable[[str], Any]


class Malformed(Exception):
    """An element that follows the schema and still makes no sense."""

    def __init__(self, element: etree._Element, message: str, code: str = "BW309") -> None:
        super().__init__(message)
        self.element = element
        self.message = message
        self.code = code


class Reader:
    """Reads one document; equal C types and origins are built once."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._things: dict[tuple[Any, str], Read] = {}
        self._types = self._attributes(model.Type, "type")
        self._c_attributes = grammar.elements["c"].attributes
        self._known_types: dict[Any, model.Type] = {}
        self._known_c: dict[tuple[tuple[str, str], ...], CType] = {}
        self._known_origins: dict[tuple[tuple[str, str], ...], tuple[model.Origin, ...]] = {}

    def api(self, root: etree._Element) -> model.Api:
        """Reads the whole document.

        Raises:
            Malformed: an element makes no sense.
            LookupError, ValueError: an attribute has a value that the schema does not allow.
        """
        made: model.Api = self._thing(model.Api, "api")(root)
        return made

    def _thing(self, holder: Any, tag: str) -> Read:
        """Returns the function that reads one kind of element; its tables are made once."""
        if (holder, tag) not in self._things:
            self._things[holder, tag] = self._make(holder, tag)
        return self._things[holder, tag]

    def _make(self, holder: Any, tag: str) -> Read:
        rules = form(holder)
        attributes = self._attributes(holder, tag)
        children = {
            child.tag: (child.field, child.many, self._child(child)) for child in rules.children
        }
        gather = [
            (child.field, _flatten if child.content is Content.ORIGINS else tuple)
            for child in rules.children
            if child.many
        ]
        typed = any(child.content is Content.TYPE for child in rules.children)
        parts: tuple[Attribute | Child, ...] = (*rules.attributes, *rules.children)
        derived = [(part.field, part.derive) for part in parts if part.derive is not None]
        varying = _VARYING.get(holder)

        def read(element: etree._Element) -> Any:
            values: dict[str, Any] = {}
            pairs: Iterable[Any] = element.items()
            for name, text in pairs:
                field, convert = attributes[name]
                values[field] = convert(text)
            for child in element:
                field, many, read_child = children[child.tag]
                if many:
                    values.setdefault(field, []).append(read_child(child))
                else:
                    values[field] = read_child(child)
            for field, make in gather:
                if field in values:
                    values[field] = make(values[field])
            if "file" in values:
                values["location"] = _location(values)
            for field, derive in derived:
                if field not in values:
                    values[field] = derive(values["name"])
            if typed:
                values["type"] = self._holders_type(values)
            if varying is not None:
                varying(element, values)
            return holder(**values)

        return read

    def _attributes(self, holder: Any, tag: str) -> dict[str, tuple[str, Convert]]:
        """Returns the field and the conversion of each attribute that an element may have."""
        allowed = self._grammar.elements[tag].attributes
        rules = form(holder)
        table = {
            attribute.name: (attribute.field, _convert(attribute.type, allowed[attribute.name]))
            for attribute in rules.attributes
        }
        if rules.located:
            numbers = {name: (name, _convert(int, allowed[name])) for name in ("line", "column")}
            table |= {"file": ("file", str), **numbers}
        if holder in _VARYING:
            texts = {name: (name, _convert(str, allowed[name])) for name in allowed}
            table = texts | table
        return table

    def _child(self, child: Child) -> Read:
        match child.content:
            case Content.THING if child.type is model.Doc:
                return self._doc
            case Content.THING:
                return self._thing(child.type, child.tag)
            case Content.TEXT:
                return _text
            case Content.C:
                return self._c
            case Content.TYPE:
                return _itself
            case Content.ORIGINS:
                return self._origin
            case Content.OFFSETS:
                return self._offset

    def _doc(self, element: etree._Element) -> model.Doc:
        """Reads documentation: a quarter of all elements, and most of it nothing but a summary."""
        if element.attrib or not len(element) or element[0].tag != "summary":
            made: model.Doc = self._thing(model.Doc, "doc")(element)
            return made
        texts = [child.text or "" for child in element]
        return model.Doc(summary=texts[0], body=tuple(texts[1:]))

    def _holders_type(self, values: dict[str, Any]) -> model.Type:
        """Reads the type of something that has a C type of its own, which the type's own is made from."""
        c = values.get("c")
        direction = values.get("direction", model.Direction.IN)
        return self._type(values["type"], None if c is None else outer_c(c, direction), 1)

    def _type(self, element: etree._Element, c: CType | None, depth: int) -> model.Type:
        if depth > DEPTH:
            raise Malformed(element, f"a type of more than {DEPTH} levels", "BW305")
        key: Any = (id(c), *element.items())  # the type holds what has that identity
        if not len(element) and c is not None:
            if key not in self._known_types:
                self._known_types[key] = model.Type(c=c, **self._type_values(element))
            return self._known_types[key]
        values = self._type_values(element)
        for child in element:
            if child.tag == "c":
                c = self._c(child)
            elif c is not None:
                values["element"] = self._type(child, element_c(c), depth + 1)
        if c is None:
            raise Malformed(
                element, f"<{element.tag}> needs a <c>: no other says its C type", "BW308"
            )
        return model.Type(c=c, **values)

    def _type_values(self, element: etree._Element) -> dict[str, Any]:
        values: dict[str, Any] = {}
        pairs: Iterable[Any] = element.items()
        for name, text in pairs:
            field, convert = self._types[name]
            values[field] = convert(text)
        return values

    def _c(self, element: etree._Element, depth: int = 1) -> CType:
        if len(element):
            return self._nested(element, depth)
        key: Any = tuple(element.items())
        if key not in self._known_c:
            for name, text in key:
                if not self._c_attributes[name].allows(text):
                    raise ValueError(text)
            node = CType(
                shape=Shape.NAMED,
                name=element.get("name", ""),
                const=element.get("const") == "true",
            )
            self._known_c[key] = _pointed(element, node, depth)
        return self._known_c[key]

    def _nested(self, element: etree._Element, depth: int) -> CType:
        pairs: Iterable[Any] = element.items()
        for name, text in pairs:
            if not self._c_attributes[name].allows(text):
                raise ValueError(text)
        around = int(element.get("pointer", "0"))
        if depth + around >= DEPTH:
            raise Malformed(element, f"a C type of more than {DEPTH} levels", "BW305")
        inner = [self._c(child, depth + around + 1) for child in element]
        length = element.get("length")
        node = CType(
            shape=Shape(element.get("shape")),
            const=element.get("const") == "true",
            target=inner[0],
            length=None if length is None else int(length),
            parameters=tuple(inner[1:]),
            variadic=element.get("variadic") == "true",
        )
        return _pointed(element, node, depth)

    def _origin(self, element: etree._Element) -> tuple[model.Origin, ...]:
        key: Any = tuple(element.items())
        if key not in self._known_origins:
            of = element.get("of", "")
            if not self._grammar.elements["origin"].attributes["of"].allows(of):
                raise ValueError(of)
            source, rule = model.Source(element.get("from")), element.get("rule", "")
            self._known_origins[key] = tuple(
                model.Origin(of=word, source=source, rule=rule) for word in of.split(" ")
            )
        return self._known_origins[key]

    def _offset(self, element: etree._Element) -> tuple[str, int]:
        allowed = self._grammar.elements["offset"].attributes
        field, at = element.get("field", ""), element.get("at", "")
        if not (allowed["field"].allows(field) and allowed["at"].allows(at)):
            raise ValueError(field, at)
        return field, int(at)


def _convert(kind: Any, allowed: Value) -> Convert:
    """Returns the conversion of an attribute's text, which fails on what the schema does not allow.

    Most texts occur often, so each is looked at once.
    """
    if kind is bool:
        return {"true": True, "false": False}.__getitem__
    if kind not in (str, int, tuple):
        return {member.value: member for member in kind}.__getitem__
    if allowed.pattern is None:
        return str

    @cache
    def convert(text: str) -> Any:
        if not allowed.allows(text):
            raise ValueError(text)
        if kind is tuple:
            return tuple(text.split(" "))
        return int(text) if kind is int else text

    return convert


def _pointed(element: etree._Element, node: CType, depth: int) -> CType:
    around = int(element.get("pointer", "0"))
    if depth + around > DEPTH:
        raise Malformed(element, f"a C type of more than {DEPTH} levels", "BW305")
    for _ in range(around):
        node = pointer(node)
    return node


def _location(values: dict[str, Any]) -> Location:
    return Location(
        file=values.pop("file"), line=values.pop("line", 0), column=values.pop("column", 0)
    )


def _constant(element: etree._Element, values: dict[str, Any]) -> None:
    """Gives a constant's value the type that its kind says."""
    text, encoded = values.pop("value", None), values.pop("value-hex", None)
    kind = values["kind"]
    try:
        if encoded is not None and kind is model.Kind.STRING:
            values["value"] = bytes.fromhex(encoded).decode("utf-8", "surrogatepass")
        elif encoded is None and text is not None:
            values["value"] = _valued(kind, text)
        elif encoded is not None:
            raise ValueError
    except (ValueError, KeyError):
        raise Malformed(element, f"the value of '{values['name']}' is no {kind.value}") from None


def _valued(kind: model.Kind, text: str) -> int | float | str:
    if kind is model.Kind.STRING:
        return text
    return floating(text) if kind in (model.Kind.F32, model.Kind.F64) else integer(text)


def _parameter(element: etree._Element, values: dict[str, Any]) -> None:
    """Takes the default from the attribute that says its type."""
    if "default-text" in values:
        values["default"] = values.pop("default-text")
    elif "default" in values:
        values["default"] = integer(values["default"])


def _api(element: etree._Element, values: dict[str, Any]) -> None:
    """Forgets the number of the format, which the schema has checked."""
    del values["format"]


_VARYING = {model.Api: _api, model.Constant: _constant, model.Parameter: _parameter}


def _text(element: etree._Element) -> str:
    return element.text or ""


def _itself(element: etree._Element) -> etree._Element:
    return element


def _flatten(groups: Iterable[tuple[model.Origin, ...]]) -> tuple[model.Origin, ...]:
    return tuple(chain.from_iterable(groups))
