# SPDX-License-Identifier: LGPL-2.1-or-later
"""Finds the elements of an API by name and looks through typedefs.

It does not decide anything about a function.
"""

from __future__ import annotations

from dataclasses import replace

from bindwright.model.api import Api, Function, Kind, Role, Type
from bindwright.model.ctype import CType, Shape, pointer
from bindwright.model.versions import newer_functions

_UNSIGNED = frozenset({"size_t", "_Bool", "bool", "uintptr_t"})
_BUILTIN = frozenset(
    {"void", "char", "short", "int", "long", "float", "double", "ssize_t", "ptrdiff_t", "intptr_t"}
) | {"signed char", "long long", "long double"}


class Index:
    """An API, made quick to ask."""

    def __init__(self, api: Api) -> None:
        """Reads the whole API once."""
        self.api = api
        self.library = api.library
        self.functions = {function.name: function for function in api.functions}
        self.objects = {item.name: item for item in api.objects}
        self.records = {item.name: item for item in api.records}
        self.callbacks = {item.name: item for item in api.callbacks}
        self.dicts = {item.name: item for item in api.dicts}
        self.enums = {item.name: item for item in api.enums}
        self.aliases = {item.name: item.c for item in api.aliases}
        self.exported = frozenset(api.exported)
        self.newer = newer_functions(api)

    def describes(self, type_: Type) -> bool:
        """Whether the API describes what the type names, for the kinds whose description a call needs."""
        match type_.kind:
            case Kind.OBJECT:
                return type_.name in self.objects
            case Kind.RECORD:
                return type_.name in self.records
            case Kind.DICT:
                return type_.name in self.dicts
            case Kind.CALLBACK:
                return type_.name in self.callbacks
            case _:
                return True

    def is_method(self, function: Function) -> bool:
        """Whether a function is called on an object."""
        return bool(function.parameters) and function.parameters[0].role is Role.SELF

    def resolve(self, c: CType) -> CType:
        """Returns what a typedef stands for; a name that no alias explains stays."""
        for _ in range(16):
            if c.shape is not Shape.NAMED or c.name not in self.aliases:
                return c
            meant = self.aliases[c.name]
            if meant == c:
                return c
            c = replace(meant, const=meant.const or c.const)
        return c

    def target(self, c: CType) -> CType | None:
        """Returns what a pointer leads to, through typedefs; None when it is no pointer as far as is known."""
        resolved = decayed(self.resolve(c))
        return resolved.target if resolved.shape is Shape.POINTER else None

    def is_number(self, c: CType) -> bool:
        """Whether C certainly treats it as a number."""
        resolved = self.resolve(c)
        if resolved.shape is not Shape.NAMED:
            return False
        if resolved.name in self.enums or resolved.name.startswith(("unsigned ", "enum ")):
            return True
        return resolved.name in _BUILTIN | _UNSIGNED - {"void"} or _fixed_width(resolved.name)

    def is_unsigned(self, c: CType) -> bool:
        """Whether C certainly never sees it below zero."""
        resolved = self.resolve(c)
        if resolved.shape is not Shape.NAMED:
            return False
        name = resolved.name
        enum = self.enums.get(name)
        if enum is not None:
            return not enum.signed
        return name in _UNSIGNED or name.startswith(("unsigned ", "uint"))


def decayed(c: CType) -> CType:
    """Returns the type of an argument as a function receives it: arrays and functions are pointers."""
    if c.shape is Shape.ARRAY and c.target is not None:
        return pointer(c.target)
    if c.shape is Shape.FUNCTION:
        return pointer(c)
    return plain_c(c)


def plain_c(c: CType) -> CType:
    """Returns the type of a variable that can be assigned: without an outer const."""
    return replace(c, const=False) if c.const else c


def constant(c: CType) -> CType:
    """Returns the same type, const."""
    return replace(c, const=True)


def is_void(c: CType) -> bool:
    """Whether it is C's ``void``."""
    return c.shape is Shape.NAMED and c.name == "void"


def by_pointer(index: Index, type_: Type) -> bool:
    """Whether a record's own type is a pointer to it, not the struct; a name nobody knows is a pointer."""
    if type_.kind is not Kind.RECORD:
        return False
    record = index.records[type_.name]
    return plain_c(index.resolve(type_.c)) != plain_c(index.resolve(record.c))


def _fixed_width(name: str) -> bool:
    return name.endswith("_t") and name.removeprefix("u").startswith(("int", "ptrdiff"))
