# SPDX-License-Identifier: LGPL-2.1-or-later
"""The rules on references: what an element names must be described.

They do not judge whether the reference makes sense.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bindwright.check.common import error, nested, usable, usable_types
from bindwright.diagnostics import Diagnostic, Location
from bindwright.model.api import Api, Callback, Field, Kind, Parameter, Role, Type
from bindwright.model.versions import newer_functions

_RELATED = frozenset({Role.LENGTH, Role.CAPACITY, Role.RESULT_LENGTH, Role.USER_DATA, Role.DESTROY})
_RETURN = "return"


def unknown_roles(api: Api) -> Iterator[Diagnostic]:
    """BW402: a length, capacity, user data or destroy function that belongs to no argument or field."""
    for function in usable(api):
        yield from _roles(function.name, function.parameters, function.location, True)
        of = function.result.of
        if function.result.role is Role.RESULT_LENGTH and of not in _names(function.parameters):
            cause = f"'{function.name}' returns the length of '{of}', which it has not"
            yield error("BW402", cause, function.location)
    for item in usable_types(api):
        if isinstance(item, Callback):
            yield from _roles(item.name, item.parameters, item.location, False)
        else:
            yield from _fields(item.name, item.fields, item.location)


def _roles(
    owner: str, parameters: tuple[Parameter, ...], location: Location | None, strict: bool
) -> Iterator[Diagnostic]:
    known = {*_names(parameters), _RETURN}
    for parameter in parameters:
        related = parameter.role in _RELATED and (strict or parameter.of)
        if related and parameter.of not in known:
            cause = (
                f"'{parameter.name}' of '{owner}' is the {parameter.role.value} of"
                f" '{parameter.of}', which is no argument"
            )
            yield error("BW402", cause, location)


def _fields(
    owner: str, fields: tuple[Field, ...], location: Location | None
) -> Iterator[Diagnostic]:
    known = {item.name for item in fields}
    for item in fields:
        if item.role is Role.LENGTH and item.of not in known:
            cause = f"'{item.name}' of '{owner}' is the length of '{item.of}', which is no field"
            yield error("BW402", cause, location)


def _names(parameters: Iterable[Parameter]) -> set[str]:
    return {parameter.name for parameter in parameters}


def unknown_types(api: Api) -> Iterator[Diagnostic]:
    """BW403: an enum, a struct, a handle, a dictionary or a callback type that is not described."""
    known = {
        Kind.ENUM: {item.name for item in api.enums if not item.flags},
        Kind.FLAGS: {item.name for item in api.enums if item.flags},
        Kind.RECORD: {item.name for item in api.records},
        Kind.OBJECT: {item.name for item in api.objects},
        Kind.DICT: {item.name for item in api.dicts},
        Kind.CALLBACK: {item.name for item in api.callbacks},
    }
    for name, place, type_ in _all_types(api):
        for inner in nested(type_):
            if inner.kind in known and inner.name not in known[inner.kind]:
                cause = (
                    f"'{name}' needs the {inner.kind.value} '{inner.name}', which is not described"
                )
                yield error("BW403", cause, place)


def _all_types(api: Api) -> Iterator[tuple[str, Location | None, Type]]:
    for function in usable(api):
        for parameter in function.parameters:
            yield function.name, function.location, parameter.type
        yield function.name, function.location, function.result.type
    for item in usable_types(api):
        if isinstance(item, Callback):
            for parameter in item.parameters:
                yield item.name, item.location, parameter.type
        else:
            for field in item.fields:
                yield item.name, item.location, field.type
    for dictionary in api.dicts:
        for case in dictionary.cases:
            yield dictionary.name, dictionary.location, case.type


def unknown_functions(api: Api) -> Iterator[Diagnostic]:
    """BW404: a function that counts, takes or gives back references, or tells of errors, that there is not."""
    known = {function.name: function for function in api.functions}
    for name, location, called, what in _called(api):
        if called not in known:
            cause = f"'{name}' names '{called}' as {what}, and there is no such function"
            yield error("BW404", cause, location)
    for function in usable(api):
        counter = known.get(function.counter)
        if counter is None:
            continue
        own = _names(function.parameters)
        extra = [item.name for item in counter.parameters if item.name not in own]
        if extra:
            cause = f"'{counter.name}' counts for '{function.name}' but needs '{extra[0]}' too"
            yield error("BW404", cause, function.location)


def strange_streams(api: Api) -> Iterator[Diagnostic]:
    """BW409: a function of a stream that is no method of the handle."""
    owners = {function.name: function.owner for function in api.functions}
    for item in api.objects:
        stream = item.stream
        if stream is None:
            continue
        for called in (stream.send, stream.receive, stream.finish, stream.abort):
            if owners.get(called) != item.name:
                cause = f"'{called}' of the stream '{item.name}' is none of its methods"
                yield error("BW409", cause, item.location)


def late_functions(api: Api) -> Iterator[Diagnostic]:
    """BW414: a function that bindings call without asking, and that came after the oldest version they load on."""
    newer = newer_functions(api)
    loop = api.library.event_loop
    asked = {api.library.live_handles}
    asked |= {loop.register, loop.descriptor, loop.dispatch, loop.run} if loop else set()
    for called in _of_library(api):
        if called in newer and called not in asked:
            cause = (
                f"'{called}' came with {newer[called].needs}, and all bindings need it:"
                f" they cannot load on {api.library.minimum}"
            )
            yield error("BW414", cause, None, "raise minimum in project.toml")


def _called(api: Api) -> Iterator[tuple[str, Location | None, str, str]]:
    for function in usable(api):
        if function.counter:
            yield function.name, function.location, function.counter, "what counts"
    for item in api.objects:
        for called, what in ((item.ref, "ref"), (item.unref, "unref"), (item.close, "close")):
            if called:
                yield item.name, item.location, called, f"its {what} function"
        last = item.last_error
        for called in (last.message, last.code, last.via) if last else ():
            if called:
                yield item.name, item.location, called, "what it is asked for an error with"
    library = api.library
    for called in _of_library(api):
        yield library.name, None, called, "a function of the library"


def _of_library(api: Api) -> Iterator[str]:
    library = api.library
    named = [library.initialize, library.live_handles]
    if library.free != "free":
        named.append(library.free)
    errors = library.errors
    if errors is not None:
        named += [errors.getter, errors.reset, errors.reporter]
        named += [] if errors.getter else [errors.code, errors.domain, errors.message]
    loop = library.event_loop
    if loop is not None:
        named += [loop.register, loop.descriptor, loop.dispatch, loop.run, loop.implement]
    yield from (name for name in named if name)
