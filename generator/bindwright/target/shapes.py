# SPDX-License-Identifier: LGPL-2.1-or-later
"""Chooses how values are shown: what a profile says of them, else what their kind says.

It knows no calls, and no more of classes than which lives within which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bindwright.diagnostics import failure
from bindwright.target.module_view import PartView, ShapeView
from bindwright.target.profile import Profile, Shape, Word
from bindwright.target.view import FieldView, OutputView, RecordView, TypeView

_KINDS = {
    "bool": Word.NUMBER,
    "enum": Word.NUMBER,
    "flags": Word.NUMBER,
    "object": Word.OBJECT,
    "list": Word.EACH,
    "record": Word.LIST,
    "callback": Word.CALLED,
}
_WHOLE = (Word.KEYED, Word.GRID)
"""What becomes of a list as a whole."""
_RECORDS = (Word.LIST, Word.TUPLE, Word.DICT, Word.ONLY)
SAME = ShapeView(word="same")


class Scope:
    """Where a value is shown: in a method of a class, in one of a module."""

    def __init__(
        self, owner: str, itself: str, module: str, chains: Mapping[str, Sequence[tuple[str, str]]]
    ) -> None:
        """Takes the class by C name, the expression for its object, and which class lives within which, and how."""
        self.owner = owner
        self.itself = itself
        self.module = module
        self.chains = chains
        self.given: dict[str, str] = {}
        """Parameters that are objects, by class."""
        self.names: Mapping[str, str] = {}
        """What parameters are called, by C name."""

    def path(self, wanted: str) -> str:
        """Returns the expression for the nearest object of a class: what was given, the object itself, what it lives within."""
        if wanted in self.given:
            return self.given[wanted]
        if wanted == self.owner:
            return self.itself
        steps, at = [self.itself], self.owner
        while self.chains.get(at):
            attribute, at = self.chains[at][0]
            steps.append(attribute)
            if at == wanted:
                return ".".join(steps)
        return ""


def parameter(name: str, rule: Shape, scope: Scope) -> str:
    """Returns what a parameter is called that a shape names."""
    if name not in scope.names:
        raise failure("BW624", f"there is no parameter '{name}' here", rule.at)
    return scope.names[name]


def grid(rule: Shape, scope: Scope) -> ShapeView:
    """Returns how a list of lists of numbers becomes a dictionary of dictionaries."""
    first, columns = (parameter(name, rule, scope) for name in (rule.key, rule.value))
    return ShapeView(word=Word.GRID.value, within=first, to=columns)


class ShapeMaker:
    """Makes the shapes of one profile."""

    def __init__(
        self,
        profile: Profile,
        records: Mapping[str, RecordView],
        values: Mapping[str, int],
        classes: Mapping[str, str],
        owners: Mapping[str, str],
    ) -> None:
        """Takes records by C name, numbers by the names of constants, modules by classes, and classes by functions."""
        self.profile = profile
        self.records = records
        self.values = values
        self.classes = classes
        self.host = owners.get(profile.processors[0], "") if profile.processors else ""

    def result(self, outputs: Sequence[OutputView], rule: Shape | None, scope: Scope) -> ShapeView:
        """Returns how the results of a call are shown."""
        if rule and rule.word is Word.NOTHING:
            return ShapeView(word=Word.NOTHING.value)
        if not outputs:
            return ShapeView(word=Word.ZERO.value)
        if len(outputs) == 1:
            return self.value(outputs[0].type, rule, scope)
        rule = rule or Shape(word=Word.LIST)
        return self.several(outputs, rule, scope)

    def several(
        self, items: Sequence[OutputView | FieldView], rule: Shape, scope: Scope, null: bool = False
    ) -> ShapeView:
        """Returns how several results, or the fields of a record, are shown."""
        by_name = {item.c_name: item for item in items}
        for name in [*rule.fields, *rule.names, *rule.parts]:
            if name not in by_name:
                raise failure("BW624", f"there is no field or result '{name}' here", rule.at)
        chosen = [by_name[name] for name in rule.fields] if rule.fields else list(items)
        parts = tuple(
            PartView(
                name=rule.names.get(item.c_name, item.c_name),
                index=item.index,
                shape=self.value(item.type, rule.parts.get(item.c_name), scope),
            )
            for item in chosen
        )
        within = parameter(rule.key, rule, scope) if rule.word is Word.ASKED else ""
        return ShapeView(word=rule.word.value, parts=parts, null=null, within=within)

    def value(self, of: TypeView, rule: Shape | None, scope: Scope) -> ShapeView:
        """Returns how a value is shown."""
        kind = of.kind
        if kind == "record" and (rule is None or rule.word in _RECORDS):
            record = self.records[of.to.c_name] if of.to else None
            assert record is not None
            said = rule or self.profile.records.get(record.c_name) or Shape(word=Word.LIST)
            return self.several(record.fields, said, scope, null=of.null)
        if kind == "list" and of.element and (rule is None or rule.word not in _WHOLE):
            return self.each(of, rule, scope)
        if kind == "list" and rule:
            return self.keyed(of, rule, scope) if rule.word is Word.KEYED else grid(rule, scope)
        word = rule.word if rule else _KINDS.get(kind, Word.SAME)
        if kind == "bytes" and of.encoding == "uuid" and rule is None:
            word = Word.BYTES
        shape = ShapeView(word=word.value, null=of.null)
        if word is Word.OBJECT and of.to:
            return self.object(shape, of.to.c_name, scope)
        if word in (Word.BITS, Word.BIT_LIST):
            return replace(shape, within=scope.path(self.host))
        return shape

    def each(self, of: TypeView, rule: Shape | None, scope: Scope) -> ShapeView:
        """Returns how a list is shown whose elements are shown by themselves, by the rule or their kind."""
        assert of.element is not None
        element = self.value(of.element, rule, scope)
        if element.word == Word.SAME.value:
            return SAME
        return ShapeView(word=Word.EACH.value, element=element, null=of.null)

    def keyed(self, of: TypeView, rule: Shape, scope: Scope) -> ShapeView:
        """Returns how a list of records becomes a dictionary."""
        element = of.element
        if element is None or element.kind != "record" or element.to is None:
            raise failure("BW624", "only a list of records can be keyed", rule.at)
        record = self.records[element.to.c_name]
        said = Shape(word=Word.LIST, at=rule.at, parts=rule.parts)
        parts = {
            field.c_name: part
            for field, part in zip(
                record.fields, self.several(record.fields, said, scope).parts, strict=True
            )
        }
        wanted = [rule.key, *([rule.value] if rule.value else [])]
        for name in wanted:
            if name not in parts:
                raise failure("BW624", f"there is no field '{name}' here", rule.at)
        return ShapeView(
            word=Word.KEYED.value,
            key=parts[rule.key],
            value=parts[rule.value] if rule.value else None,
            element=self.value(element, None, scope),
            names=tuple((self.number(name, rule), text) for name, text in rule.names.items()),
        )

    def number(self, name: str, rule: Shape) -> int:
        """Returns the number of an enumerator that a shape names."""
        if name not in self.values:
            raise failure("BW624", f"there is no constant '{name}'", rule.at)
        return self.values[name]

    def object(self, shape: ShapeView, c_name: str, scope: Scope) -> ShapeView:
        """Returns how a handle is shown: as a class of the profile, which knows what it lives within."""
        chain = scope.chains.get(c_name, ())
        module = self.classes[c_name]
        return replace(
            shape,
            to=c_name,
            module="" if module == scope.module else module,
            within=scope.path(chain[0][1]) if chain else "",
        )
