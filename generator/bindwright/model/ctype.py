# SPDX-License-Identifier: LGPL-2.1-or-later
"""A C type as a tree, so that no consumer ever parses C text.

It does not say what a value means: that is ``Type``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Shape(Enum):
    """What a node of a C type is."""

    NAMED = "named"
    POINTER = "pointer"
    ARRAY = "array"
    FUNCTION = "function"


@dataclass(frozen=True, slots=True, kw_only=True)
class CType:
    """One node of a C type."""

    shape: Shape
    """``Shape.POINTER``."""
    name: str = ""
    """Of a named type, in C's canonical words: ``unsigned int``, ``virDomainPtr``, ``struct _virDomain``."""
    const: bool = False
    """Whether this node itself is const: true for the ``char`` of ``const char *``."""
    target: CType | None = None
    """What a pointer points to, what an array holds, what a function returns."""
    length: int | None = None
    """Of an array with a known length: ``16``."""
    parameters: tuple[CType, ...] = ()
    """Of a function, in order."""
    variadic: bool = False
    """Of a function that ends in ``...``."""


def named(name: str, *, const: bool = False) -> CType:
    """Returns the type with that C name, such as ``unsigned int``."""
    return CType(shape=Shape.NAMED, name=name, const=const)


def pointer(target: CType, *, const: bool = False) -> CType:
    """Returns the pointer to a type."""
    return CType(shape=Shape.POINTER, target=target, const=const)


def array(target: CType, length: int | None = None) -> CType:
    """Returns the array of a type; no length means ``[]``."""
    return CType(shape=Shape.ARRAY, target=target, length=length)


def declare(ctype: CType, declarator: str = "") -> str:
    """Spells a C declaration of that type: ``declare(pointer(named("char")), "ret")`` is ``char *ret``."""
    words = ["const"] if ctype.const and ctype.shape is Shape.NAMED else []
    match ctype.shape:
        case Shape.NAMED:
            words.append(ctype.name)
            return " ".join(words) + (f" {declarator}" if declarator else "")
        case Shape.POINTER:
            assert ctype.target is not None
            inner = "*" + (
                "const " if ctype.const and declarator else "const" if ctype.const else ""
            )
            inner += declarator
            if ctype.target.shape in (Shape.ARRAY, Shape.FUNCTION):
                inner = f"({inner})"
            return declare(ctype.target, inner)
        case Shape.ARRAY:
            assert ctype.target is not None
            length = "" if ctype.length is None else str(ctype.length)
            return declare(ctype.target, f"{declarator}[{length}]")
        case Shape.FUNCTION:
            assert ctype.target is not None
            parameters = [declare(parameter) for parameter in ctype.parameters]
            if ctype.variadic:
                parameters.append("...")
            return declare(ctype.target, f"{declarator}({', '.join(parameters) or 'void'})")
