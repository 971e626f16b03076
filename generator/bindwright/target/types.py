# SPDX-License-Identifier: LGPL-2.1-or-later
"""Spells types: C's in halves around a name, the language's by the manifest's table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bindwright.diagnostics import Location, failure
from bindwright.model.api import Api, Encoding, Kind, Null, Type
from bindwright.model.ctype import CType, Shape, declare, named, pointer
from bindwright.model.plain import PlainCallback
from bindwright.target.entries import Entries
from bindwright.target.manifest import Manifest
from bindwright.target.view import Declarator, Reference, TypeView

_MARK = "\x00"

_BITS = {
    Kind.I8: (True, 8),
    Kind.I16: (True, 16),
    Kind.I32: (True, 32),
    Kind.I64: (True, 64),
    Kind.U8: (False, 8),
    Kind.U16: (False, 16),
    Kind.U32: (False, 32),
    Kind.U64: (False, 64),
    Kind.SIZE: (False, 64),
    Kind.F32: (True, 32),
    Kind.F64: (True, 64),
}


def declarator(ctype: CType) -> Declarator:
    """Splits a C type around the name it declares."""
    before, after = declare(ctype, _MARK).split(_MARK)
    return Declarator(before=before, after=after, text=declare(ctype))


def numbers(api: Api) -> dict[str, int]:
    """Returns the value of each enumerator and of each constant that is an integer."""
    values = {item.name: item.value for item in api.constants if isinstance(item.value, int)}
    return values | {member.name: member.value for item in api.enums for member in item.members}


class TypeMaker:
    """Makes views of types for one target and API."""

    def __init__(
        self, api: Api, callbacks: Iterable[PlainCallback], manifest: Manifest, entries: Entries
    ) -> None:
        """Indexes what types can name."""
        self.manifest = manifest
        self.entries = entries
        self.signed = {item.name: item.signed for item in api.enums}
        self.plain = {item.callback.name: item for item in callbacks}
        groups: Sequence[Sequence[object]] = (
            api.enums,
            api.records,
            api.dicts,
            api.callbacks,
            api.objects,
        )
        self.references: dict[str, Reference] = {}
        for group in groups:
            for item in group:
                self._index(item)
        self._cache: dict[Type, TypeView] = {}

    def _index(self, item: object) -> None:
        words: tuple[str, ...] = getattr(item, "words")  # noqa: B009
        name: str = getattr(item, "name")  # noqa: B009
        ctype: CType = getattr(item, "c")  # noqa: B009
        self.references[name] = Reference(
            name=self.manifest.speller.names(words),
            c_name=name,
            c=declarator(ctype),
            ref=self.entries.entry(getattr(item, "ref", "")),
            unref=self.entries.entry(getattr(item, "unref", "")),
            parent=getattr(item, "parent", ""),
        )

    def reference(self, name: str) -> Reference | None:
        """Returns the enum, record, object, dict or callback of that C name."""
        return self.references.get(name)

    def view(self, item: Type) -> TypeView:
        """Returns a type as templates see it."""
        known = self._cache.get(item)
        if known is None:
            known = self._cache[item] = self._make(item)
        return known

    def _make(self, item: Type) -> TypeView:
        signed, bits = _BITS.get(item.kind, (False, 0))
        if item.kind in (Kind.ENUM, Kind.FLAGS):
            signed, bits = item.kind is Kind.ENUM and self.signed.get(item.name, False), 32
        low = -(2 ** (bits - 1)) if bits and signed else 0
        high = 2 ** (bits - 1 if signed else bits) - 1 if bits else 0
        return TypeView(
            kind=item.kind.value,
            c=declarator(item.c),
            pointer=declarator(pointer(replace(item.c, const=False))),
            native=self.native(item, self.manifest.types),
            native_input=self.native(item, {**self.manifest.types, **self.manifest.input_types}),
            glue=self.manifest.c_types.get(item.kind.value, ""),
            to=self.references.get(item.name) if item.name else None,
            element=self.view(item.element) if item.element else None,
            null=item.null is not Null.NO,
            encoding=item.encoding.value if item.encoding else "",
            size=item.size,
            terminated=item.terminated,
            unit=item.unit,
            signed=signed,
            bits=bits,
            minimum=low,
            maximum=high,
            rows=bool(item.rows),
            const=_const(item.c),
        )

    def native(self, item: Type, table: Mapping[str, str]) -> str:
        """Spells a type in the language, by the manifest's table of kinds."""
        if not table:
            return ""
        keys = [item.kind.value]
        if item.encoding and item.encoding is not Encoding.UTF8:
            keys.insert(0, f"{item.kind.value}.{item.encoding.value}")
        pattern = next((table[key] for key in keys if key in table), None)
        if pattern is None:
            raise failure(
                "BW605",
                f"target '{self.manifest.name}' has no type for the kind '{item.kind.value}'",
                Location(file=str(self.manifest.folder / "target.toml")),
                "add it to [types.output], or list the kind under [[unsupported]] with a reason",
            )
        text = pattern.format(
            element=self.native(item.element, table) if item.element else "",
            name=self.spelled(item),
            callback=self.callback(self.plain[item.name]) if item.name in self.plain else "",
        )
        if item.null is Null.NO:
            return text
        absent = [f"null.{key}" for key in keys] + ["null"]
        return next((table[key] for key in absent if key in table), "{}").format(text)

    def spelled(self, item: Type) -> str:
        """Returns the language's name of what a type names."""
        to = self.references.get(item.name)
        return getattr(to.name, "type", item.name) if to else item.name

    def callback(self, plain: PlainCallback) -> str:
        """Spells the type of the user's code for a callback."""
        table = self.manifest.types
        if "function" not in table:
            return ""
        return table["function"].format(
            arguments=", ".join(self.native(argument.type, table) for argument in plain.arguments),
            result=self._given(plain, {**table, **self.manifest.input_types}),
        )

    def _given(self, plain: PlainCallback, table: Mapping[str, str]) -> str:
        """Spells what the user's code returns."""
        if len(plain.results) < 2:
            only = plain.results[0].type if plain.results else plain.result
            return self.native(only, table)
        spelled = (self.native(item.type, table) for item in plain.results)
        return table.get("several", "{}").format(", ".join(spelled))

    def results(self, items: Sequence[Type]) -> str:
        """Spells what a call gives: nothing, one value or several."""
        table = self.manifest.types
        spelled = [self.native(item, table) for item in items]
        if not spelled:
            return table.get("void", "")
        if len(spelled) == 1:
            return spelled[0]
        return table.get("several", "{}").format(", ".join(spelled))

    def constant(self, kind: Kind) -> TypeView:
        """Returns the type of a constant."""
        names = {Kind.STRING: pointer(named("char", const=True)), Kind.F64: named("double")}
        return self.view(Type(kind=kind, c=names.get(kind, named("long long"))))


def _const(ctype: CType) -> bool:
    return ctype.shape is Shape.POINTER and ctype.target is not None and ctype.target.const
