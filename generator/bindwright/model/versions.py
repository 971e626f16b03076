# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tells which functions are newer than the oldest version of a library that bindings load on.

It does not look at a library: versions stand in the description.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bindwright.model.api import Api, Function

_NUMBERS = re.compile(r"(?<![A-Za-z0-9])v?([0-9]+(?:[._][0-9]+)*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Newer:
    """A function that the loaded library may lack."""

    symbol: str
    """``virDomainGraphicsReload``."""
    needs: str
    """The first version that has it: ``10.2.0``."""


def newer_functions(api: Api) -> dict[str, Newer]:
    """Returns, by symbol, the functions that the oldest version lacks; none when all of the described one is needed."""
    if not api.library.minimum:
        return {}
    oldest = numbers(api.library.minimum)
    found: dict[str, Newer] = {}
    for function in api.functions:
        version = function_version(function)
        if not function.inline and numbers(version) > oldest:
            found[function.symbol] = Newer(symbol=function.symbol, needs=version)
    return found


def function_version(function: Function) -> str:
    """Returns since when there is a function: ``9.7.0``, by its symbol or else its documentation; empty when unknown."""
    return _text(function.version) or _text(function.doc.since)


def numbers(version: str) -> tuple[int, ...]:
    """Returns a version as numbers to compare, without zeros at the end: 9, 7 for ``LIBVIRT_9.7.0``."""
    found = [int(part) for part in re.findall("[0-9]+", _text(version))]
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def _text(version: str) -> str:
    """Returns the first run of numbers that is no part of a name: ``2.4.30`` of ``LIBXML2_2.4.30``."""
    found = _NUMBERS.search(version)
    return found[1].replace("_", ".") if found else ""
