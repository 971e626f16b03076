# SPDX-License-Identifier: LGPL-2.1-or-later
"""Decides how an output is given back: its container, its elements, or nothing.

It does not decide when: a binding does, with the functions that the lowering offers.
"""

from __future__ import annotations

from typing import Protocol

from bindwright.model.api import Kind, Release, Transfer, Type
from bindwright.model.ctype import CType
from bindwright.model.plain import Storage
from bindwright.plain.index import Index, by_pointer
from bindwright.plain.problems import OWNERSHIP, Problems

Releases = tuple[Release | None, Release | None]
"""Of the container or the value, and of each element."""

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
        return None, None
    if place.transfer is Transfer.UNKNOWN:
        raise problems.error(OWNERSHIP, "nobody knows who owns it", place.name)
    if kind is Kind.LIST:
        return _list(index, place, problems)
    if kind is Kind.DICT:
        return _dict(index, place, problems)
    if kind is Kind.OBJECT:
        return _object(index, place, problems), None
    if place.storage in _MADE:
        return HEAP, None
    if place.storage is Storage.FIXED or place.transfer is Transfer.NONE:
        return None, None
    if kind is Kind.RECORD:
        return _record(index, place, problems), None
    return place.release or Release(function=index.library.free), None


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


def _record(index: Index, place: Owned, problems: Problems) -> Release | None:
    record = index.records[place.type.name]
    if place.release is not None:
        return place.release
    in_room = place.storage is Storage.POINTER or (
        place.storage is Storage.RETURN and not by_pointer(index, place.type)
    )
    if in_room and not any(field.release for field in record.fields):
        return None
    if not in_room and record.release is not None:
        return record.release
    raise problems.error(
        OWNERSHIP, f"nothing says how the record '{record.name}' is given back", place.name
    )


def _dict(index: Index, place: Owned, problems: Problems) -> Releases:
    item = index.dicts[place.type.name]
    holds = any(case.type.kind is Kind.STRING for case in item.cases) or item.key_size is None
    owned = place.transfer is Transfer.FULL and holds
    if place.storage in _MADE:
        if owned and item.clear is None:
            cause = f"nothing says how the contents of '{item.name}' are given back"
            raise problems.error(OWNERSHIP, cause, place.name)
        return HEAP, item.clear if owned else None
    if place.transfer is Transfer.NONE:
        return None, None
    release = place.release or item.release
    if place.transfer is Transfer.CONTAINER:
        return place.release or Release(function=index.library.free), None
    if release is not None and (release.deep or not owned):
        return release, None
    if item.clear is None and owned:
        cause = f"nothing says how '{item.name}' is given back with all it holds"
        raise problems.error(OWNERSHIP, cause, place.name)
    return release or Release(function=index.library.free), item.clear


def _list(index: Index, place: Owned, problems: Problems) -> Releases:
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
        return container, None
    if place.transfer is not Transfer.FULL:
        return container, None
    own = _element(index, element, place, problems)
    if own is not None and place.storage is Storage.FIXED:
        raise problems.error(OWNERSHIP, "a list in the caller's room owns its elements", place.name)
    return container, own


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


def _element(index: Index, element: Type, place: Owned, problems: Problems) -> Release | None:
    made_release = place.release if place.storage in _MADE else None
    match element.kind:
        case Kind.OBJECT:
            unref = index.objects[element.name].unref
            found = Release(function=unref) if unref else None
        case Kind.STRING:
            found = made_release or Release(function=index.library.free)
        case Kind.RECORD:
            record = index.records[element.name]
            found = made_release or record.release
            if not by_pointer(index, element):
                if not any(field.release for field in record.fields):
                    return None
                found = made_release
        case _:
            return None
    if found is None:
        cause = f"nothing says how each {element.kind.value} in the list is given back"
        raise problems.error(OWNERSHIP, cause, place.name)
    return found
