# SPDX-License-Identifier: LGPL-2.1-or-later
"""Finds what a value is, from its C type and what is claimed of it.

It does not know which way a value travels, nor who owns it.
"""

from __future__ import annotations

from dataclasses import replace

from bindwright.describe.claims import Claims
from bindwright.describe.context import Context
from bindwright.model.api import Counted, Encoding, Kind, Null, Source, Type
from bindwright.model.ctype import CType, Shape, named, pointer

UUID_BYTES = 16
UUID_TEXT = 37
"""Thirty-six characters and the zero that ends them."""

_STRINGS = {
    "utf8": Encoding.UTF8,
    "filename": Encoding.PATH,
    "path": Encoding.PATH,
    "raw": Encoding.RAW,
}
_POINTERS = frozenset(
    {Kind.STRING, Kind.BYTES, Kind.LIST, Kind.DICT, Kind.OBJECT, Kind.CALLBACK, Kind.OPAQUE}
)


class Unknown(Exception):
    """A value whose meaning is not known; says what is missing."""


def type_of(context: Context, c: CType, claims: Claims, *, by_value: bool = True) -> Type:
    """Returns what a value of a C type means.

    ``by_value`` is false for the place of an array that the function fills: then the pointer itself is not part of the value.

    Raises:
        Unknown: the claims and the type do not say.
    """
    found = _shaped(context, c, claims)
    if found is None:
        found = _named(context, c, claims) or basic(context, c, claims)
    return _finished(context, found, claims, by_value)


def _shaped(context: Context, c: CType, claims: Claims) -> Type | None:
    """Returns a dictionary, bytes, a uuid or a list, when that is claimed."""
    target = context.types.target(c)
    rows = _rows(context, c, claims)
    if rows is not None:
        return rows
    if claims.get("dict"):
        name = context.dict_of(target)
        if not name:
            raise Unknown("it is no array of dictionary entries")
        return Type(kind=Kind.DICT, c=c, name=name)
    if claims.get("uuid"):
        return _uuid(context, c, claims)
    array = claims.get("array")
    bits = array is not None and "bits" in array.options
    if claims.get("bytes"):
        return Type(kind=Kind.BYTES, c=c, size=fixed_size(context, c, claims), bits=bits)
    if array is None or (claims.word("type") in _STRINGS and _is_text(context, c)):
        return None
    if target is None:
        raise Unknown("it is no array")
    size = fixed_size(context, c, claims)
    element_name = claims.word("element-type")
    if context.types.is_octet(target) and element_name in ("", "uint8", "int8", "guint8"):
        return Type(kind=Kind.BYTES, c=c, size=size, bits=bits)
    if context.types.is_char(target) and size is not None and not element_name:
        return Type(kind=Kind.STRING, c=c, size=size, encoding=Encoding.UTF8)
    return Type(
        kind=Kind.LIST,
        c=c,
        element=_element(context, target, claims),
        size=size,
        terminated="zero-terminated" in array.options,
    )


def _rows(context: Context, c: CType, claims: Claims) -> Type | None:
    """Returns a list whose elements stand one behind the other, each as long as the others."""
    for name in ("array", "dict"):
        annotation = claims.get(name)
        if annotation is None or "rows" not in annotation.options:
            continue
        inner = Claims("parameter")
        inner.add((replace(annotation, options={}),), Source.DEFAULT)
        told = annotation.options
        if told.get("counts", "rows") not in {item.value for item in Counted}:
            raise Unknown("what its length counts")
        return Type(
            kind=Kind.LIST,
            c=c,
            element=_shaped(context, c, inner),
            rows=told["rows"],
            row=told.get("row", ""),
            counts=Counted(told.get("counts", "rows")),
        )
    return None


def _uuid(context: Context, c: CType, claims: Claims) -> Type:
    target = context.types.target(c)
    if context.types.is_char(target):
        size = UUID_TEXT if claims.get("out") else None
        return Type(kind=Kind.STRING, c=c, encoding=Encoding.UUID, size=size)
    if context.types.is_octet(target):
        return Type(kind=Kind.BYTES, c=c, encoding=Encoding.UUID, size=UUID_BYTES)
    raise Unknown("a uuid is bytes or text")


def fixed_size(context: Context, c: CType, claims: Claims) -> int | None:
    """Returns the number of elements that C or an annotation fixes.

    Raises:
        Unknown: the annotation names a constant that there is not.
    """
    array = claims.get("array")
    text = array.options.get("fixed-size", "") if array else ""
    if text.isdigit():
        return int(text)
    if text:
        value = context.constant(text)
        if value is not None:
            return value
        raise Unknown(f"there is no constant '{text}'")
    resolved = context.types.resolve(c)
    return resolved.length if resolved.shape is Shape.ARRAY else None


def _element(context: Context, c: CType, claims: Claims) -> Type:
    annotation = claims.get("element-type")
    name = annotation.word if annotation else ""
    if annotation and name in _STRINGS:
        null = Null.YES if "nullable" in annotation.options else Null.NO
        return Type(kind=Kind.STRING, c=c, encoding=_STRINGS[name], null=null)
    if name == "uuid" and context.types.is_string(c):
        return Type(kind=Kind.STRING, c=c, encoding=Encoding.UUID)
    if name:
        return _by_name(context, c, name)
    return _named(context, c, claims) or basic(context, c, Claims("field"))


def _named(context: Context, c: CType, claims: Claims) -> Type | None:
    """Returns what an annotation calls it, when one does."""
    if claims.get("bool"):
        return Type(kind=Kind.BOOL, c=c)
    if claims.get("opaque"):
        return Type(kind=Kind.OPAQUE, c=c, name=claims.word("opaque"))
    for kind in ("enum", "flags"):
        if claims.get(kind):
            return _enumeration(context, c, claims.word(kind))
    name = claims.word("type")
    if name in _STRINGS and _is_text(context, c):
        return _string(context, c, _STRINGS[name])
    return _by_name(context, c, name) if name else None


def _is_text(context: Context, c: CType) -> bool:
    """Whether a type can carry text, when someone says that it does: a pointer to ``char``, or to ``unsigned char``."""
    target = context.types.target(c)
    return context.types.is_char(target) or (
        context.types.is_octet(target) and not context.types.is_void(target)
    )


def _enumeration(context: Context, c: CType, name: str) -> Type:
    enum = context.types.enum(named(name)) if name else context.types.enum(c)
    if enum is None:
        raise Unknown(f"there is no enum '{name}'" if name else "it is no enum")
    if context.types.number(c) is None and context.types.enum(c) is None:
        raise Unknown("it is no number")
    kind = Kind.FLAGS if enum.name in context.flags else Kind.ENUM
    return Type(kind=kind, c=c, name=enum.name)


def _by_name(context: Context, c: CType, name: str) -> Type:
    """Returns the type with that name in the API, carried by a C type."""
    if context.types.enum(named(name)) is not None:
        return _enumeration(context, c, name)
    if context.types.callback(named(name)):
        return Type(kind=Kind.CALLBACK, c=named(name), name=name)
    if name in context.objects:
        return Type(kind=Kind.OBJECT, c=c, name=name)
    if context.types.by_public(name) is not None:
        return Type(kind=Kind.RECORD, c=c, name=name)
    number = context.types.basic(name)
    if number is None:
        raise Unknown(f"there is no type '{name}'")
    return Type(kind=number, c=c)


def basic(context: Context, c: CType, claims: Claims) -> Type:
    """Returns what a C type means by itself.

    Raises:
        Unknown: it may mean several things.
    """
    types = context.types
    if types.is_void(c):
        return Type(kind=Kind.VOID, c=c)
    enum = types.enum(c)
    if enum is not None:
        kind = Kind.FLAGS if enum.name in context.flags else Kind.ENUM
        return Type(kind=kind, c=c, name=enum.name)
    number = types.number(c)
    if number is not None:
        return Type(kind=number, c=c)
    callback = types.callback(c)
    if callback:
        return Type(kind=Kind.CALLBACK, c=c, name=callback)
    if types.is_string(c):
        return _string(context, c, Encoding.UTF8)
    record = context.value_record_of(c)
    if "." in record:
        raise Unknown("the name of a struct within it")
    if record:
        return Type(kind=Kind.RECORD, c=c, name=record)
    return _pointer(context, c)


def _string(context: Context, c: CType, encoding: Encoding) -> Type:
    resolved = context.types.resolve(c)
    size = resolved.length if resolved.shape is Shape.ARRAY else None
    return Type(kind=Kind.STRING, c=c, encoding=encoding, size=size)


def _pointer(context: Context, c: CType) -> Type:
    types = context.types
    handle = context.object_of(c)
    if handle:
        return Type(kind=Kind.OBJECT, c=c, name=handle)
    target = types.target(c)
    if target is None:
        raise Unknown(f"what a '{c.name}' is" if c.name else "its type")
    if context.dict_of(target):
        raise Unknown("how many dictionary entries it points to")
    opaque = context.opaque_of(c)
    if opaque:
        return Type(kind=Kind.OPAQUE, c=c, name=opaque)
    record = context.value_record_of(target)
    if record:
        return Type(kind=Kind.RECORD, c=c, name=record)
    if types.resolve(c).shape is Shape.ARRAY:
        length = types.resolve(c).length
        if types.is_octet(target):
            return Type(kind=Kind.BYTES, c=c, size=length)
        element = basic(context, target, Claims("field"))
        return Type(kind=Kind.LIST, c=c, element=element, size=length)
    raise Unknown("what it points to")


def _finished(context: Context, found: Type, claims: Claims, by_value: bool) -> Type:
    """Adds null and unit."""
    null = found.null
    is_pointer = found.kind in _POINTERS or (
        found.kind is Kind.RECORD and is_pointer_type(context, found.c)
    )
    if claims.get("nullable"):
        null = Null.YES
    elif claims.denies("nullable") or not by_value or not is_pointer:
        null = Null.NO
    elif is_pointer and found.size is None:
        null = Null.UNKNOWN
    return replace(found, null=null, unit=claims.word("unit"))


def is_pointer_type(context: Context, c: CType) -> bool:
    """Whether C passes a pointer."""
    return context.types.resolve(c).shape in (Shape.POINTER, Shape.ARRAY)


def room(c: CType) -> CType:
    """Returns an array as the pointer by which a function gets it."""
    return pointer(c.target) if c.shape is Shape.ARRAY and c.target is not None else c
