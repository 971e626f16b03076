# SPDX-License-Identifier: LGPL-2.1-or-later
"""Checks that every name in an API is there once and that what refers to a name refers to something.

It does not judge the names, nor whether a meaning is complete.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bindwright.model.api import (
    Api,
    Field,
    Function,
    Kind,
    Parameter,
    Result,
    Type,
)
from bindwright.spec.form import TAGS

_RETURN = "return"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One name that is wrong."""

    code: str
    """BW310 for a second one, BW311 for one that refers to nothing."""
    message: str
    path: tuple[tuple[str, str], ...]
    """The elements in which it stands, each with its name: ``(("function", "virDomainGetInfo"), ("parameter", "info"))``."""
    second: bool = False
    """The last element of the path is the second one of that name."""


def faults(api: Api) -> Iterator[Fault]:
    """Yields every wrong name, in the order of the document."""
    yield from _Names(api).all()


class _Names:
    """What there is to refer to."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._functions = {function.name for function in api.functions}
        self._symbols = {function.symbol for function in api.functions}
        self._types: dict[Kind, set[str]] = {
            Kind.OBJECT: {thing.name for thing in api.objects},
            Kind.RECORD: {thing.name for thing in api.records},
            Kind.ENUM: {thing.name for thing in api.enums},
            Kind.FLAGS: {thing.name for thing in api.enums},
            Kind.CALLBACK: {thing.name for thing in api.callbacks},
            Kind.DICT: {thing.name for thing in api.dicts},
        }

    def all(self) -> Iterator[Fault]:
        api = self._api
        sections = (
            api.functions,
            api.objects,
            api.records,
            api.enums,
            api.callbacks,
            api.dicts,
            api.constants,
            api.aliases,
            api.sections,
        )
        for section in sections:
            yield from _twice((), ((TAGS[type(thing)], thing.name) for thing in section))
        yield from _twice((), (("layout", layout.target) for layout in api.layouts))
        yield from self._library()
        for function in api.functions:
            yield from self._function(function)
        yield from self._objects()
        yield from self._others()

    def _library(self) -> Iterator[Fault]:
        errors = self._api.library.errors
        if errors is not None:
            path = (("library", self._api.library.name), ("errors", ""))
            for name in (errors.code_enum, errors.domain_enum):
                yield from self._type_name(Kind.ENUM, name, path)

    def _function(self, function: Function) -> Iterator[Fault]:
        path = (("function", function.name),)
        if function.owner and function.owner not in self._types[Kind.OBJECT]:
            yield _dangling(f"its owner '{function.owner}' is no object of the API", path)
        if function.counter and function.counter not in self._functions | self._symbols:
            yield _dangling(f"its counter '{function.counter}' is no function of the API", path)
        yield from self._signature(function.parameters, function.result, path)

    def _signature(
        self, parameters: tuple[Parameter, ...], result: Result, path: tuple[tuple[str, str], ...]
    ) -> Iterator[Fault]:
        named = [("parameter", parameter.name) for parameter in parameters if parameter.name]
        yield from _twice(path, named)
        known = {name for _, name in named}
        for parameter in parameters:
            if parameter.of and parameter.of not in known and parameter.of != _RETURN:
                inner = (*path, ("parameter", parameter.name))
                yield _dangling(f"it belongs to '{parameter.of}', which is no parameter", inner)
            if parameter.type.name or parameter.type.element is not None:
                yield from self._type(parameter.type, (*path, ("parameter", parameter.name)))
        inner = (*path, ("result", ""))
        if result.of and result.of not in known:
            yield _dangling(f"it belongs to '{result.of}', which is no parameter", inner)
        yield from self._type(result.type, inner)

    def _type(self, type: Type, path: tuple[tuple[str, str], ...]) -> Iterator[Fault]:
        yield from self._type_name(type.kind, type.name, path)
        if type.element is not None:
            yield from self._type(type.element, path)

    def _type_name(
        self, kind: Kind, name: str, path: tuple[tuple[str, str], ...]
    ) -> Iterator[Fault]:
        known = self._types.get(kind)
        if known is not None and name and name not in known:
            yield _dangling(f"its type '{name}' is no {kind.value} of the API", path)

    def _objects(self) -> Iterator[Fault]:
        for thing in self._api.objects:
            path = (("object", thing.name),)
            for what in ("ref", "unref", "close"):
                name: str = getattr(thing, what)
                if name and name not in self._symbols:
                    yield _dangling(f"its {what} '{name}' is no function of the API", path)
            if thing.stream is not None:
                for what in ("send", "receive", "finish", "abort"):
                    name = getattr(thing.stream, what)
                    if name not in self._symbols:
                        message = f"'{name}' to {what} is no function of the API"
                        yield _dangling(message, (*path, ("stream", "")))
            if thing.parent and thing.parent not in self._types[Kind.OBJECT]:
                yield _dangling(f"its parent '{thing.parent}' is no object of the API", path)

    def _others(self) -> Iterator[Fault]:
        for record in self._api.records:
            yield from self._fields(record.fields, (("record", record.name),))
        for enum in self._api.enums:
            members = (("member", member.name) for member in enum.members)
            yield from _twice((("enum", enum.name),), members)
        for callback in self._api.callbacks:
            path = (("callback", callback.name),)
            yield from self._signature(callback.parameters, callback.result, path)
        for entry in self._api.dicts:
            for case in entry.cases:
                yield from self._type(case.type, (("dict", entry.name), ("case", str(case.tag))))

    def _fields(
        self, fields: tuple[Field, ...], path: tuple[tuple[str, str], ...]
    ) -> Iterator[Fault]:
        named = [("field", field.name) for field in fields if field.name]
        yield from _twice(path, named)
        known = {name for _, name in named}
        for field in fields:
            inner = (*path, ("field", field.name))
            if field.of and field.of not in known:
                yield _dangling(f"it belongs to '{field.of}', which is no field", inner)
            yield from self._type(field.type, inner)


def _dangling(message: str, path: tuple[tuple[str, str], ...]) -> Fault:
    return Fault(code="BW311", message=message, path=path)


def _twice(path: tuple[tuple[str, str], ...], names: Iterable[tuple[str, str]]) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for name in names:
        if name in seen:
            message = f"a second {name[0]} '{name[1]}'"
            yield Fault(code="BW310", message=message, path=(*path, name), second=True)
        seen.add(name)
