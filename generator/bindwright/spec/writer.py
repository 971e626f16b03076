# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes the elements of a description from the model, one form for each API.

It does not look for names that refer to nothing, and does not know files.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from lxml import etree

from bindwright.model import api as model
from bindwright.model.ctype import CType, Shape
from bindwright.spec.form import (
    DEPTH,
    FORMAT,
    TAGS,
    Attribute,
    Child,
    Content,
    element_c,
    floating,
    form,
    integer,
    outer_c,
)
from bindwright.spec.grammar import Grammar

_FLOATS = (model.Kind.F32, model.Kind.F64)


class Unwritable(Exception):
    """Something of the model that a description cannot say."""


class Writer:
    """Makes one document."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar

    def api(self, api: model.Api) -> tuple[etree._Element, list[tuple[Any, str]]]:
        """Returns the document, and each part that cannot be written with the cause."""
        root = etree.Element("api", format=FORMAT)
        failed: list[tuple[Any, str]] = []
        for child in form(model.Api).children:
            value = getattr(api, child.field)
            for thing in value if child.many else (value,):
                try:
                    self._thing(root, child.tag, thing)
                except Unwritable as error:
                    failed.append((thing, str(error)))
        etree.indent(root, "  ")
        for doc in root.iter("doc"):
            if len(doc) == 1:
                doc.text = doc[0].tail = None
        root.tail = "\n"
        return root, failed

    def _thing(self, parent: etree._Element, tag: str, thing: Any) -> None:
        holder: Any = type(thing)
        rules = form(holder)
        element = etree.SubElement(parent, tag)
        for attribute in rules.attributes:
            value = getattr(thing, attribute.field)
            if value != attribute.default and not _derives(attribute, thing, value):
                self._set(element, attribute.name, _spelled(attribute, value))
        if holder is model.Constant:
            self._constant(element, thing)
        elif holder is model.Parameter and thing.default is not None:
            name = "default-text" if isinstance(thing.default, str) else "default"
            self._set(element, name, str(thing.default))
        if rules.located and thing.location is not None:
            self._locate(element, thing.location)
        for child in rules.children:
            value = getattr(thing, child.field)
            if value != child.default and not _derives(child, thing, value):
                self._child(element, child, value, thing)

    def _child(self, element: etree._Element, child: Child, value: Any, thing: Any) -> None:
        match child.content:
            case Content.TYPE:
                c, direction = getattr(thing, "c", None), getattr(thing, "direction", None)
                outer = None if c is None else outer_c(c, direction or model.Direction.IN)
                self._type(element, child.tag, value, outer, 1)
            case Content.C:
                self._c(element, value, 1)
            case Content.ORIGINS:
                self._origins(element, value)
            case _:
                for item in value if child.many else (value,):
                    self._item(element, child, item)

    def _item(self, element: etree._Element, child: Child, item: Any) -> None:
        if child.content is Content.TEXT:
            _put(etree.SubElement(element, child.tag), item)
        elif child.content is Content.OFFSETS:
            offset = etree.SubElement(element, child.tag)
            self._set(offset, "field", item[0])
            self._set(offset, "at", str(item[1]))
        else:
            self._thing(element, child.tag, item)

    def _set(self, element: etree._Element, name: str, text: str) -> None:
        """Sets an attribute to what the schema allows.

        Raises:
            Unwritable: it does not allow that.
        """
        allowed = self._grammar.elements[element.tag].attributes[name]
        if not allowed.allows(text):
            what = allowed.meaning or f"one of {', '.join(allowed.words)}"
            raise Unwritable(f"'{name}' of {_path(element)}: {text!r} is not {what}")
        try:
            element.set(name, text)
        except ValueError:
            raise Unwritable(
                f"'{name}' of {_path(element)} holds what XML cannot: {text!r}"
            ) from None

    def _locate(self, element: etree._Element, location: Any) -> None:
        self._set(element, "file", location.file)
        if location.line:
            self._set(element, "line", str(location.line))
        if location.column:
            self._set(element, "column", str(location.column))

    def _type(
        self, parent: etree._Element, tag: str, value: model.Type, c: CType | None, depth: int
    ) -> None:
        """Writes a type; its C type only where it is not the one that comes from outside."""
        if depth > DEPTH:
            raise Unwritable(f"the type of {_path(parent)} has more than {DEPTH} levels")
        element = etree.SubElement(parent, tag)
        for attribute in form(model.Type).attributes:
            held = getattr(value, attribute.field)
            if held != attribute.default:
                self._set(element, attribute.name, _spelled(attribute, held))
        if value.c != c:
            self._c(element, value.c, 1)
        if value.element is not None:
            self._type(element, "element", value.element, element_c(value.c), depth + 1)

    def _c(self, parent: etree._Element, c: CType, depth: int) -> None:
        around = 0
        while c.shape is Shape.POINTER and not c.const and around < 9 and c.target is not None:
            _check_c(parent, c)
            c = c.target
            around += 1
        if depth + around > DEPTH:
            raise Unwritable(f"the C type of {_path(parent)} has more than {DEPTH} levels")
        _check_c(parent, c)
        element = etree.SubElement(parent, TAGS[CType])
        if c.shape is Shape.NAMED:
            self._set(element, "name", c.name)
        else:
            element.set("shape", c.shape.value)
        if c.length is not None:
            self._set(element, "length", str(c.length))
        if c.variadic:
            element.set("variadic", "true")
        if c.const:
            element.set("const", "true")
        if around:
            element.set("pointer", str(around))
        for inner in (c.target, *c.parameters):
            if inner is not None:
                self._c(element, inner, depth + around + 1)

    def _origins(self, element: etree._Element, origins: tuple[model.Origin, ...]) -> None:
        """Writes origins, those that follow each other and say the same together."""
        for (source, rule), group in groupby(origins, lambda origin: (origin.source, origin.rule)):
            made = etree.SubElement(element, TAGS[model.Origin])
            words = [origin.of for origin in group]
            if any(" " in word for word in words):
                raise Unwritable(f"'of' of {_path(made)}: {words!r} holds a space")
            self._set(made, "of", " ".join(words))
            made.set("from", source.value)
            if rule:
                self._set(made, "rule", rule)

    def _constant(self, element: etree._Element, constant: model.Constant) -> None:
        value, kind = constant.value, constant.kind
        if value is None:
            return
        expected = str if kind is model.Kind.STRING else float if kind in _FLOATS else int
        if type(value) is not expected or kind is model.Kind.VOID:
            raise Unwritable(f"the value of '{constant.name}', {value!r}, is no {kind.value}")
        if isinstance(value, str):
            self._string(element, value)
            return
        try:
            back = floating(repr(value)) if isinstance(value, float) else integer(repr(value))
        except ValueError:
            raise Unwritable(f"the value of '{constant.name}', {value!r}, is too long") from None
        self._set(element, "value", repr(back))

    def _string(self, element: etree._Element, value: str) -> None:
        """Writes a string constant, in hexadecimal where XML cannot hold it."""
        try:
            element.set("value", value)
        except ValueError:
            element.set("value-hex", value.encode("utf-8", "surrogatepass").hex())


def _derives(part: Attribute | Child, thing: Any, value: Any) -> bool:
    """Tells whether a value need not be written, since the name makes it."""
    return part.derive is not None and bool(part.derive(thing.name) == value)


def _spelled(attribute: Attribute, value: Any) -> str:
    """Returns the text of an attribute."""
    if attribute.type is tuple:
        if any(not word or " " in word for word in value):
            raise Unwritable(
                f"'{attribute.name}' has a word that is empty or holds a space: {value!r}"
            )
        return " ".join(value)
    if attribute.type is bool:
        return "true" if value else "false"
    return str(value) if attribute.type in (str, int) else str(value.value)


def _put(element: etree._Element, text: str) -> None:
    try:
        element.text = text
    except ValueError:
        raise Unwritable(f"{_path(element)} holds what XML cannot: {text!r}") from None


def _check_c(parent: etree._Element, c: CType) -> None:
    """Checks that a C type has what its shape has, and nothing more.

    Raises:
        Unwritable: it has not.
    """
    named, function = c.shape is Shape.NAMED, c.shape is Shape.FUNCTION
    if (
        bool(c.name) is not named
        or (c.target is None) is not named
        or (c.length is not None and c.shape is not Shape.ARRAY)
        or ((c.parameters or c.variadic) and not function)
    ):
        raise Unwritable(f"the C type of {_path(parent)} is no {c.shape.value} type: {c!r:.100}")


def _path(element: etree._Element) -> str:
    """Returns an element as messages name it: ``<parameter name='dom'>``."""
    name = element.get("name")
    return f"<{element.tag} name='{name}'>" if name else f"<{element.tag}>"
