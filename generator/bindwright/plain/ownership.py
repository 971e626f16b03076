# SPDX-License-Identifier: LGPL-2.1-or-later
"""Decides how an output is given back: its container, its elements, or nothing.

It does not decide when: a binding does, with the functions that the lowering offers.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from bindwright.model.api import Field, Kind, Record, Release, Transfer, Type
from bindwright.model.ctype import CType
from bindwright.model.plain import Storage
from bindwright.plain.index import Index, by_pointer
from bindwright.plain.problems import OWNERSHIP, Problems


class Releases(NamedTuple):
    """How an output is given back; nothing of it by default."""

    value: Release | None = None
    """Of the container or the value."""
    element: Release | None = None
    """Of each element."""
    fields: tuple[Field, ...] = ()
    """Of a record in the caller's room, or of records in a row: those that are given back one by one."""


HEAP = Release(function="free")
"""For room that the lowering made with C's own allocator."""

_MADE = frozenset({Storage.FILLED, Storage.SIZED})
_SCALARS = frozenset(Kind) - {
    Kind.STRING,
    Kind.BYTES,
    Kind.LIST,
    Kind.DICT,
    Kind.RECORD,
    Kind.OBJECT,
}

_BY_ONE_FUNCTION = frozenset({Kind.STRING, Kind.BYTES, Kind.OBJECT, Kind.OPAQUE})


class Owned(Protocol):
    """What is known about an output so far."""

    @property
    def name(self) -> str:
        """For messages."""

    @property
    def type(self) -> Type:
        """What it means."""

    @property
    def c(self) -> CType:
        """As C declares it."""

    @property
    def transfer(self) -> Transfer:
        """Who owns it."""

    @property
    def release(self) -> Release | None:
        """What the description says about giving it back."""

    @property
    def storage(self) -> Storage:
        """Where C puts it."""


def releases(index: Index, place: Owned, problems: Problems) -> Releases:
    """Returns how the value or its container, and how each of its elements, is given back.

    Raises:
        BindwrightError: BW506 when it is owned, or must be kept, and nothing says how.
    """
    kind = place.type.kind
    if kind in _SCALARS:
        return Releases()
    if place.transfer is Transfer.UNKNOWN:
        raise problems.error(OWNERSHIP, "nobody knows who owns it", place.name)
    if kind is Kind.LIST:
        return _list(index, place, problems)
    if kind is Kind.DICT:
        return _dict(index, place, problems)
    if kind is Kind.OBJECT:
        return Releases(_object(index, place, problems))
    if place.storage in _MADE:
        return Releases(HEAP)
    if place.storage is Storage.FIXED or place.transfer is Transfer.NONE:
        return Releases()
    if kind is Kind.RECORD:
        return _record(index, place, problems)
    return Releases(place.release or Release(function=index.library.free))


def _object(index: Index, place: Owned, problems: Problems) -> Release | None:
    item = index.objects[place.type.name]
    if place.transfer is Transfer.NONE:
        if not item.ref:
            cause = f"the object '{item.name}' is lent and cannot be referenced"
            raise problems.error(OWNERSHIP, cause, place.name)
        return None
    if not item.unref:
        cause = f"nothing says how the object '{item.name}' is given back"
        raise problems.error(OWNERSHIP, cause, place.name)
    return Release(function=item.unref)


def _record(index: Index, place: Owned, problems: Problems) -> Releases:
    record = index.records[place.type.name]
    if place.release is not None:
        return Releases(place.release)
    in_room = place.storage is Storage.POINTER or (
        place.storage is Storage.RETURN and not by_pointer(index, place.type)
    )
    if in_room:
        return Releases(fields=_owned_fields(record, place, problems))
    if record.release is not None:
        return Releases(record.release)
    raise problems.error(
        OWNERSHIP, f"nothing says how the record '{record.name}' is given back", place.name
    )


def _owned_fields(record: Record, place: Owned, problems: Problems) -> tuple[Field, ...]:
    """Returns the fields of a struct that are given back one by one."""
    owned = tuple(field for field in record.fields if field.release)
    for field in owned:
        if field.type.kind not in _BY_ONE_FUNCTION or (field.release and field.release.counted):
            cause = f"nothing says how '{field.name}' of the record '{record.name}' is given back"
            raise problems.error(OWNERSHIP, cause, place.name)
    return owned


def _dict(index: Index, place: Owned, problems: Problems) -> Releases:
    item = index.dicts[place.type.name]
    holds = any(case.type.kind is Kind.STRING for case in item.cases) or item.key_size is None
    owned = place.transfer is Transfer.FULL and holds
    if place.storage in _MADE:
        if owned and item.clear is None:
            cause = f"nothing says how the contents of '{item.name}' are given back"
            raise problems.error(OWNERSHIP, cause, place.name)
        return Releases(HEAP, item.clear if owned else None)
    if place.transfer is Transfer.NONE:
        return Releases()
    release = place.release or item.release
    if place.transfer is Transfer.CONTAINER:
        return Releases(place.release or Release(function=index.library.free))
    if release is not None and (release.deep or not owned):
        return Releases(release)
    if item.clear is None and owned:
        cause = f"nothing says how '{item.name}' is given back with all it holds"
        raise problems.error(OWNERSHIP, cause, place.name)
    return Releases(release or Release(function=index.library.free), item.clear)


def _list(index: Index, place: Owned, problems: Problems) -> Releases:
    if place.type.rows:
        return _rows(index, place)
    if place.storage is Storage.FIXED:
        container = None
    elif place.storage in _MADE:
        container = HEAP
    elif place.transfer is Transfer.NONE:
        container = None
    else:
        container = place.release or Release(function=index.library.free)
    element = place.type.element
    assert element is not None
    if element.kind is Kind.OBJECT and place.transfer is not Transfer.FULL:
        _check_lent(index, element, place, problems)
    if place.transfer is Transfer.FULL and container and container.deep:
        _check_takeable(element, container, place, problems)
        return Releases(container)
    if place.transfer is not Transfer.FULL:
        return Releases(container)
    own, fields = _element(index, element, place, problems)
    if (own or fields) and place.storage is Storage.FIXED:
        raise problems.error(OWNERSHIP, "a list in the caller's room owns its elements", place.name)
    return Releases(container, own, fields)


def _rows(index: Index, place: Owned) -> Releases:
    """Returns how rows that stand one behind the other in the lowering's room are given back."""
    element = place.type.element
    held = element is not None and element.kind is Kind.DICT and place.transfer is Transfer.FULL
    return Releases(HEAP, index.dicts[element.name].clear if held and element else None)


def _check_takeable(element: Type, container: Release, place: Owned, problems: Problems) -> None:
    """Checks that handles can be taken out of a list before one function gives back the rest."""
    if element.kind is Kind.OBJECT and not container.counted and not place.type.terminated:
        cause = f"'{container.function}' cannot be told which objects were taken out"
        raise problems.error(OWNERSHIP, cause, place.name)


def _check_lent(index: Index, element: Type, place: Owned, problems: Problems) -> None:
    item = index.objects[element.name]
    if not item.ref:
        cause = f"the objects '{item.name}' are lent and cannot be referenced"
        raise problems.error(OWNERSHIP, cause, place.name)


def _element(
    index: Index, element: Type, place: Owned, problems: Problems
) -> tuple[Release | None, tuple[Field, ...]]:
    """Returns how each element of a list is given back: by a function, or field by field."""
    own = place.release if place.storage in _MADE else None
    found: Release | None = None
    match element.kind:
        case Kind.OBJECT:
            unref = index.objects[element.name].unref
            found = Release(function=unref) if unref else None
        case Kind.STRING:
            found = own or Release(function=index.library.free)
        case Kind.RECORD if by_pointer(index, element):
            found = own or index.records[element.name].release
        case Kind.RECORD:
            if own is None:
                return None, _owned_fields(index.records[element.name], place, problems)
            found = own
        case _:
            return None, ()
    if found is None:
        cause = f"nothing says how each {element.kind.value} in the list is given back"
        raise problems.error(OWNERSHIP, cause, place.name)
    return found, ()
