# SPDX-License-Identifier: LGPL-2.1-or-later
"""Looks through typedefs and tells what a C type is: a number, text, a handle, a struct, an enum or a function.

It does not know what a value is for, nor who owns it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from bindwright.model.api import Kind
from bindwright.model.ctype import CType, Shape, named, pointer
from bindwright.model.facts import EnumFact, Facts, RecordFact, TypedefFact

_NUMBERS = {
    "_Bool": Kind.BOOL,
    "bool": Kind.BOOL,
    "char": Kind.I8,
    "signed char": Kind.I8,
    "unsigned char": Kind.U8,
    "short": Kind.I16,
    "unsigned short": Kind.U16,
    "int": Kind.I32,
    "unsigned": Kind.U32,
    "long long": Kind.I64,
    "unsigned long long": Kind.U64,
    "float": Kind.F32,
    "double": Kind.F64,
    "size_t": Kind.SIZE,
    "int8_t": Kind.I8,
    "uint8_t": Kind.U8,
    "int16_t": Kind.I16,
    "uint16_t": Kind.U16,
    "int32_t": Kind.I32,
    "uint32_t": Kind.U32,
    "int64_t": Kind.I64,
    "uint64_t": Kind.U64,
    "intmax_t": Kind.I64,
    "uintmax_t": Kind.U64,
    "time_t": Kind.I64,
    "off_t": Kind.I64,
    "pid_t": Kind.I32,
    "mode_t": Kind.U32,
    "uid_t": Kind.U32,
    "gid_t": Kind.U32,
}
_LONG = {"long": Kind.I64, "ssize_t": Kind.I64, "intptr_t": Kind.I64, "ptrdiff_t": Kind.I64}
_UNSIGNED_LONG = {"unsigned long": Kind.U64, "uintptr_t": Kind.U64}
_NARROW = ("i386-", "i486-", "i586-", "i686-", "arm-", "armv", "mips-", "mipsel-", "powerpc-")
_BASIC = {
    "boolean": "bool",
    "gboolean": "int",
    "int8": "int8_t",
    "uint8": "uint8_t",
    "int16": "int16_t",
    "uint16": "uint16_t",
    "int32": "int32_t",
    "uint32": "uint32_t",
    "int64": "int64_t",
    "uint64": "uint64_t",
    "size": "size_t",
}
"""What annotations call C's types."""
_CHARS = frozenset({"char"})
_OCTETS = frozenset({"unsigned char", "uint8_t", "signed char", "int8_t", "void"})


class Types:
    """The types of one library, made quick to ask."""

    def __init__(self, facts: Facts) -> None:
        """Reads the declarations once."""
        self.typedefs = {fact.name: fact for fact in (*facts.borrowed, *facts.typedefs)}
        self.records = {fact.name: fact for fact in facts.records}
        self._resolved: dict[tuple[str, bool], CType] = {}
        self.enums: dict[str, EnumFact] = {}
        for fact in facts.enums:
            for name in (fact.name, f"enum {fact.tag}" if fact.tag else ""):
                if name:
                    self.enums[name] = fact
        self._numbers = dict(_NUMBERS)
        narrow = facts.target.startswith(_NARROW)
        for name, kind in (_LONG | _UNSIGNED_LONG).items():
            smaller = Kind.I32 if kind is Kind.I64 else Kind.U32
            self._numbers[name] = smaller if narrow else kind
        self._public = self._public_names(facts.typedefs)
        self._by_public = {self.public(record.name): record for record in facts.records}
        self._handles = self._handle_names(facts.typedefs)

    def _public_names(self, typedefs: Iterable[TypedefFact]) -> dict[str, str]:
        """Maps a struct's own name to the first typedef that stands for it."""
        found: dict[str, str] = {}
        for fact in typedefs:
            if fact.c.shape is Shape.NAMED and fact.c.name in self.records:
                found.setdefault(fact.c.name, fact.name)
        return found

    def _handle_names(self, typedefs: Iterable[TypedefFact]) -> dict[str, str]:
        """Maps a struct's public name to the first typedef that is a pointer to it."""
        found: dict[str, str] = {}
        for fact in typedefs:
            target = fact.c.target if fact.c.shape is Shape.POINTER else None
            record = self.record(target) if target and not target.const else None
            if record is not None:
                found.setdefault(self.public(record.name), fact.name)
        return found

    def public(self, record: str) -> str:
        """Returns the API name of a struct: ``virDomain`` of ``struct _virDomain``."""
        return self._public.get(record, record.rpartition(" ")[2])

    def by_public(self, name: str) -> RecordFact | None:
        """Returns the struct with that API name."""
        return self._by_public.get(name) or self.record(named(name))

    def resolve(self, c: CType) -> CType:
        """Returns what a typedef stands for, with every const on the way."""
        if c.shape is not Shape.NAMED or c.name not in self.typedefs:
            return c
        key = c.name, c.const
        found = self._resolved.get(key)
        if found is None:
            found = self._resolved[key] = self._resolve(c)
        return found

    def _resolve(self, c: CType) -> CType:
        seen = 0
        while c.shape is Shape.NAMED and c.name in self.typedefs and seen < 32:
            meant = self.typedefs[c.name].c
            c = replace(meant, const=meant.const or c.const)
            seen += 1
        return c

    def target(self, c: CType) -> CType | None:
        """Returns what a pointer or an array leads to; None when it is neither."""
        resolved = self.resolve(c)
        return resolved.target if resolved.shape in (Shape.POINTER, Shape.ARRAY) else None

    def depth(self, c: CType) -> int:
        """Returns through how many pointers the value is reached."""
        count = 0
        target = self.target(c)
        while target is not None:
            count += 1
            target = self.target(target)
        return count

    def number(self, c: CType) -> Kind | None:
        """Returns the kind of a number or a truth value; None when it is neither."""
        while c.shape is Shape.NAMED:
            kind = self._numbers.get(_canonical(c.name))
            if kind is not None or c.name not in self.typedefs:
                return kind
            c = self.typedefs[c.name].c
        return None

    def is_borrowed(self, name: str) -> bool:
        """Whether a name that another header gives a number, or a pointer to one, says nothing by itself."""
        if name in self._numbers or name.startswith("_"):
            return False
        c = self.resolve(named(name))
        while c.target is not None:
            c = self.resolve(c.target)
        return self.is_void(c) or self.number(c) is not None

    def basic(self, name: str) -> Kind | None:
        """Returns the kind of the number that annotations give that name: ``uint8`` or C's own."""
        return self.number(named(_BASIC.get(name, name)))

    def enum(self, c: CType) -> EnumFact | None:
        """Returns the enum that a type is."""
        while c.shape is Shape.NAMED:
            if c.name in self.enums:
                return self.enums[c.name]
            if c.name not in self.typedefs:
                return None
            c = self.typedefs[c.name].c
        return None

    def record(self, c: CType | None) -> RecordFact | None:
        """Returns the struct or union that a type is, not one that it points to."""
        if c is None:
            return None
        resolved = self.resolve(c)
        return self.records.get(resolved.name) if resolved.shape is Shape.NAMED else None

    def pointed(self, c: CType) -> RecordFact | None:
        """Returns the struct that a pointer leads to in one step."""
        return self.record(self.target(c))

    def callback(self, c: CType) -> str:
        """Returns the name of the typedef of a function type, when that is what a type is."""
        last = ""
        while c.shape is Shape.NAMED and c.name in self.typedefs:
            last = c.name
            c = self.typedefs[c.name].c
        if c.shape is Shape.POINTER and c.target is not None:
            inner = c.target
            while inner.shape is Shape.NAMED and inner.name in self.typedefs:
                last = inner.name
                inner = self.typedefs[inner.name].c
            c = inner
        return last if c.shape is Shape.FUNCTION else ""

    def signature(self, name: str) -> CType | None:
        """Returns the function type behind a typedef."""
        c = self.resolve(named(name))
        if c.shape is Shape.POINTER and c.target is not None:
            c = self.resolve(c.target)
        return c if c.shape is Shape.FUNCTION else None

    def is_void(self, c: CType | None) -> bool:
        """Whether it is C's ``void``."""
        return (
            c is not None
            and self.resolve(c).shape is Shape.NAMED
            and self.resolve(c).name == "void"
        )

    def is_char(self, c: CType | None) -> bool:
        """Whether it is a character of text."""
        return c is not None and self._name(c) in _CHARS

    def is_octet(self, c: CType | None) -> bool:
        """Whether it is a byte of data."""
        return c is not None and self._name(c) in _OCTETS

    def is_string(self, c: CType) -> bool:
        """Whether it is a pointer to, or an array of, characters."""
        return self.is_char(self.target(c))

    def is_const(self, c: CType) -> bool:
        """Whether a pointer promises not to change what it leads to."""
        target = self.target(c)
        return target is not None and (target.const or self.resolve(target).const)

    def handle(self, name: str) -> CType:
        """Returns the type of a pointer to a struct as functions take it: ``virDomainPtr``, ``keel_domain *``."""
        if name in self._handles:
            return named(self._handles[name])
        return pointer(self.struct(name))

    def struct(self, name: str) -> CType:
        """Returns the type of the struct with that API name."""
        record = self._by_public.get(name)
        if record is None or name in self.typedefs or name == record.name:
            return named(name)
        return named(record.name)

    def _name(self, c: CType) -> str:
        if c.shape is not Shape.NAMED:
            return ""
        if c.name in _OCTETS or c.name not in self.typedefs:
            return c.name
        return self._name(self.typedefs[c.name].c)


@cache
def _canonical(name: str) -> str:
    words = name.split()
    return " ".join(word for word in words if word != "int") or "int"
