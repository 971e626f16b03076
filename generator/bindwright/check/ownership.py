# SPDX-License-Identifier: LGPL-2.1-or-later
"""The rule on ownership: what the caller owns can be given back.

It does not decide how.
"""

from __future__ import annotations

from collections.abc import Iterator

from bindwright.check.common import error, usable
from bindwright.diagnostics import Diagnostic
from bindwright.model.api import Api, Kind, Release, Role, Transfer, Type

_MEMORY = frozenset({Kind.STRING, Kind.BYTES, Kind.LIST})


def unreleased(api: Api) -> Iterator[Diagnostic]:
    """BW405: an owned result whose release is not known, or whose owner is not."""
    for function in usable(api):
        results = [
            (item.name, item.type, item.transfer, item.release)
            for item in function.parameters
            if item.role is Role.RESULT
        ]
        if function.result.role is Role.RESULT:
            result = function.result
            results.append(("return", result.type, result.transfer, result.release))
        for name, type_, transfer, release in results:
            cause = _cause(api, type_, transfer, release)
            if cause:
                message = f"'{name}' of '{function.name}': {cause}"
                hint = "say who owns it with (transfer ..), and how it is given back with (release FUNCTION)"
                yield error("BW405", message, function.location, hint)


def _cause(api: Api, type_: Type, transfer: Transfer, release: Release | None) -> str:
    """Says why a result cannot be given back, or nothing."""
    if transfer is Transfer.UNKNOWN:
        return "nobody knows who owns it"
    if type_.kind is Kind.OBJECT:
        return _object(api, type_, transfer)
    if transfer is Transfer.NONE or release is not None:
        return _element(api, type_, transfer, release)
    if type_.kind is Kind.DICT:
        found = next((item for item in api.dicts if item.name == type_.name), None)
        owned = found is None or found.release or found.clear
        return "" if owned else f"nothing says how '{type_.name}' is given back"
    if type_.kind is Kind.LIST:
        return _element(api, type_, transfer, release)
    return "nothing says how it is given back" if type_.kind in _MEMORY else ""


def _object(api: Api, type_: Type, transfer: Transfer) -> str:
    found = next((item for item in api.objects if item.name == type_.name), None)
    if found is None:
        return ""
    if transfer is Transfer.NONE and not found.ref:
        return f"the handle '{found.name}' is lent, and nothing takes a reference to it"
    if transfer is Transfer.FULL and not found.unref:
        return f"nothing gives the handle '{found.name}' back"
    return ""


def _element(api: Api, type_: Type, transfer: Transfer, release: Release | None) -> str:
    """Says why the elements of a list cannot be given back, or nothing."""
    element = type_.element
    if element is None or element.kind is not Kind.OBJECT or (release and release.deep):
        return ""
    return _object(api, element, transfer)
