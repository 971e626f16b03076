# SPDX-License-Identifier: LGPL-2.1-or-later
"""Turns what a case writes for a value into a value of the API's type.

It does not know steps: ``resolve`` says which names there are and gathers the problems.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bindwright.model.api import (
    INTEGERS,
    Api,
    Dictionary,
    Enumeration,
    Enumerator,
    Kind,
    Null,
    Record,
    Role,
    Type,
)
from bindwright.model.scenario import Refusal, Value, ValueKind

_LIMITS = {
    Kind.I8: (-(2**7), 2**7 - 1),
    Kind.I16: (-(2**15), 2**15 - 1),
    Kind.I32: (-(2**31), 2**31 - 1),
    Kind.I64: (-(2**63), 2**63 - 1),
    Kind.U8: (0, 2**8 - 1),
    Kind.U16: (0, 2**16 - 1),
    Kind.U32: (0, 2**32 - 1),
    Kind.U64: (0, 2**64 - 1),
    Kind.SIZE: (0, 2**64 - 1),
}

Lookup = Callable[[str], Type]
"""Returns the type of a variable; raises ``Misfit`` when there is none that can be used."""


class Misfit(Exception):
    """A value that the API cannot take: a cause, a code and perhaps a hint, without a place."""

    def __init__(self, cause: str, code: str = "BW714", hint: str = "") -> None:
        super().__init__(cause)
        self.cause = cause
        self.code = code
        self.hint = hint


def nearest(name: str, known: Iterable[str]) -> str:
    """Returns the hint for a name that does not exist, empty when nothing is like it."""
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"did you mean '{near[0]}'?" if near else ""


class ValueMaker:
    """Makes values of one API's types."""

    def __init__(self, api: Api) -> None:
        """Indexes what types can name."""
        self.enums: Mapping[str, Enumeration] = {item.name: item for item in api.enums}
        self.records: Mapping[str, Record] = {item.name: item for item in api.records}
        self.dicts: Mapping[str, Dictionary] = {item.name: item for item in api.dicts}

    def make(self, to: Type, raw: Any, lookup: Lookup, refusal: Refusal | None) -> Value:
        """Returns the value; what ``refusal`` says may be wrong with it is let through.

        Raises:
            Misfit: BW714 it does not fit the type, BW715 a name that cannot be used.
        """
        if raw == {"null": True}:
            if to.null is Null.NO and refusal is not Refusal.NULL:
                raise Misfit("null is given where something is needed")
            return Value(kind=ValueKind.NULL, type=to)
        if isinstance(raw, str) and raw.startswith("$") and not raw.startswith("$$"):
            return self._reference(to, raw[1:], lookup)
        match to.kind:
            case Kind.BOOL:
                return self._literal(to, raw, isinstance(raw, bool), "true or false")
            case Kind.F32 | Kind.F64:
                fits = isinstance(raw, (int, float)) and not isinstance(raw, bool)
                return self._literal(to, float(raw) if fits else raw, fits, "a number")
            case Kind.STRING:
                return self._text(to, raw, refusal)
            case Kind.BYTES:
                return self._bytes(to, raw)
            case Kind.ENUM:
                return self._enum(to, raw, refusal)
            case Kind.FLAGS:
                return self._flags(to, raw, refusal)
            case Kind.LIST:
                return self._list(to, raw, lookup, refusal)
            case Kind.RECORD:
                return self._record(to, raw, lookup, refusal)
            case Kind.DICT:
                return self._dict(to, raw, lookup, refusal)
            case Kind.CALLBACK:
                if not isinstance(raw, str):
                    raise Misfit("a callback is the name of a handler")
                return Value(kind=ValueKind.HANDLER, type=to, name=raw)
            case kind if kind in INTEGERS:
                return self._integer(to, raw, refusal)
        raise Misfit(f"no case can write a value of the kind '{to.kind.value}'")

    def _literal(self, to: Type, raw: Any, fits: bool, expected: str) -> Value:
        if not fits:
            raise Misfit(f"{raw!r} is not {expected}")
        return Value(kind=ValueKind.LITERAL, type=to, literal=raw)

    def _integer(self, to: Type, raw: Any, refusal: Refusal | None) -> Value:
        try:
            number = int(raw) if isinstance(raw, str) else raw
        except ValueError:
            number = None
        if not isinstance(number, int) or isinstance(number, bool):
            raise Misfit(f"{raw!r} is not an integer")
        low, high = _LIMITS[to.kind]
        if not low <= number <= high and refusal is not Refusal.RANGE:
            raise Misfit(
                f"{number} does not fit {to.kind.value}",
                hint="say refused = 'range' when bindings must refuse it",
            )
        return Value(kind=ValueKind.LITERAL, type=to, literal=number)

    def _text(self, to: Type, raw: Any, refusal: Refusal | None) -> Value:
        if not isinstance(raw, str):
            raise Misfit(f"{raw!r} is not a string")
        text = raw[1:] if raw.startswith("$$") else raw
        if "\0" in text and refusal is not Refusal.TEXT:
            raise Misfit("C cannot carry a text with a NUL in it", hint="say refused = 'text'")
        return Value(kind=ValueKind.LITERAL, type=to, literal=text)

    def _bytes(self, to: Type, raw: Any) -> Value:
        try:
            content = bytes.fromhex(raw)
        except (TypeError, ValueError):
            raise Misfit(f"{raw!r} is not bytes in hexadecimal, such as '00ff'") from None
        if to.size is not None and len(content) != to.size:
            raise Misfit(f"{len(content)} bytes are given where {to.size} are needed")
        return Value(kind=ValueKind.LITERAL, type=to, literal=content)

    def _member(self, to: Type, name: str) -> Enumerator:
        members = {item.name: item for item in self.enums[to.name].members if not item.sentinel}
        if name not in members:
            raise Misfit(f"'{name}' is not a member of {to.name}", hint=nearest(name, members))
        return members[name]

    def _number(self, to: Type, raw: Any, kind: ValueKind, refusal: Refusal | None) -> Value:
        """Returns a number of no member; one that does not fit is only a number."""
        low, high = (-(2**31), 2**31 - 1) if self.enums[to.name].signed else (0, 2**32 - 1)
        number = isinstance(raw, int) and not isinstance(raw, bool)
        fits = number and low <= raw <= high
        if not fits and not (number and refusal is Refusal.RANGE):
            raise Misfit(f"{raw!r} is neither a member of {to.name} nor a number that it can hold")
        return Value(kind=kind if fits else ValueKind.LITERAL, type=to, literal=raw)

    def _enum(self, to: Type, raw: Any, refusal: Refusal | None) -> Value:
        if not isinstance(raw, str):
            return self._number(to, raw, ValueKind.ENUM, refusal)
        member = self._member(to, raw)
        return Value(kind=ValueKind.ENUM, type=to, literal=member.value, members=(member,))

    def _flags(self, to: Type, raw: Any, refusal: Refusal | None) -> Value:
        if isinstance(raw, int):
            return self._number(to, raw, ValueKind.FLAGS, refusal)
        names = [raw] if isinstance(raw, str) else raw
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise Misfit(f"{raw!r} is neither members of {to.name} nor a number")
        members = tuple(self._member(to, name) for name in names)
        number = 0
        for member in members:
            number |= member.value
        return Value(kind=ValueKind.FLAGS, type=to, literal=number, members=members)

    def _list(self, to: Type, raw: Any, lookup: Lookup, refusal: Refusal | None) -> Value:
        if not isinstance(raw, list) or to.element is None:
            raise Misfit(f"{raw!r} is not a list")
        if to.size is not None and len(raw) != to.size:
            raise Misfit(f"{len(raw)} elements are given where {to.size} are needed")
        items = tuple(self.make(to.element, item, lookup, refusal) for item in raw)
        return Value(kind=ValueKind.LIST, type=to, items=items)

    def _record(self, to: Type, raw: Any, lookup: Lookup, refusal: Refusal | None) -> Value:
        fields = {
            item.name: item for item in self.records[to.name].fields if item.role is Role.VALUE
        }
        if not isinstance(raw, dict) or set(raw) != set(fields):
            raise Misfit(f"{to.name} needs a table of {', '.join(fields)}")
        entries = tuple(
            (name, self.make(field.type, raw[name], lookup, refusal))
            for name, field in fields.items()
        )
        return Value(kind=ValueKind.RECORD, type=to, entries=entries)

    def _dict(self, to: Type, raw: Any, lookup: Lookup, refusal: Refusal | None) -> Value:
        if not isinstance(raw, dict):
            raise Misfit(f"{raw!r} is not a table")
        entries = []
        for key, item in raw.items():
            chosen, inner = self._typed(to, key, item)
            entries.append((key, self.make(chosen, inner, lookup, refusal)))
        return Value(kind=ValueKind.DICT, type=to, entries=tuple(entries))

    def _typed(self, to: Type, key: str, raw: Any) -> tuple[Type, Any]:
        """Finds the type of a dictionary's value: said for a number, plain for the rest."""
        cases = {case.type.kind.value: case.type for case in self.dicts[to.name].cases}
        if isinstance(raw, bool):
            kind: str = Kind.BOOL.value
        elif isinstance(raw, str):
            kind = Kind.STRING.value
        elif isinstance(raw, dict) and len(raw) == 1:
            kind, raw = next(iter(raw.items()))
        else:
            kind = ""
        if kind not in cases:
            hint = f"write {{ KIND = VALUE }} with one of {', '.join(cases)}"
            raise Misfit(f"the value of '{key}' has no type of {to.name}", hint=hint)
        return cases[kind], raw

    def _reference(self, to: Type, text: str, lookup: Lookup) -> Value:
        name, *steps = text.split(".")
        found = lookup(name)
        path: list[int | str] = []
        for step in steps:
            path.append(int(step) if found.kind is Kind.LIST and step.isdigit() else step)
            found = self._within(found, step, text)
        if (found.kind, found.name) != (to.kind, to.name):
            have, need = (f"{item.kind.value} {item.name}".strip() for item in (found, to))
            raise Misfit(f"'${text}' is of the type {have}, the call needs {need}")
        return Value(kind=ValueKind.REFERENCE, type=to, name=name, path=tuple(path))

    def _within(self, outer: Type, step: str, text: str) -> Type:
        if outer.kind is Kind.LIST and outer.element is not None and step.isdigit():
            return outer.element
        if outer.kind is Kind.RECORD:
            for field in self.records[outer.name].fields:
                if field.name == step and field.role is Role.VALUE:
                    return field.type
        raise Misfit(f"'${text}' leads nowhere: a {outer.kind.value} has no '{step}'", "BW715")
