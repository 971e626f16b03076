# SPDX-License-Identifier: LGPL-2.1-or-later
"""Versions are compared as numbers, whatever stands around them, and tell which functions are newer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bindwright.model.api import (
    Api,
    Doc,
    FailureMode,
    FailureRule,
    Function,
    Kind,
    Library,
    Result,
    Type,
)
from bindwright.model.ctype import named
from bindwright.model.versions import newer_functions, numbers

VOID = named("void")
PLAIN = Function(
    name="f",
    symbol="f",
    words=("f",),
    result=Result(c=VOID, type=Type(kind=Kind.VOID, c=VOID)),
    failure=FailureRule(mode=FailureMode.NEVER),
)


def needs(function: Function, minimum: str = "9.0.0") -> str:
    """Returns the version that a function needs when the oldest one lacks it."""
    library = Library(name="l", version="12.0", minimum=minimum, licence="MIT", headers=())
    found = newer_functions(Api(library=library, functions=(function,)))
    return found[function.symbol].needs if found else ""


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("9.0.0", (9,)),
        ("LIBVIRT_9.10.0", (9, 10)),
        ("LIBVIRT_ADMIN_1.3.1", (1, 3, 1)),
        ("LIBXML2_2.4.30", (2, 4, 30)),
        ("OPENSSL_1_1_0", (1, 1)),
        ("v1.2", (1, 2)),
        ("1.0~rc1+2", (1,)),
        ("12.8.0-1", (12, 8)),
        ("LIBFOO_PRIVATE", ()),
        ("", ()),
    ],
)
def test_numbers_finds_the_version_in_its_name(version: str, expected: tuple[int, ...]) -> None:
    """A digit that is part of a name is none of the version's, and zeros at the end tell nothing."""
    assert numbers(version) == expected


def test_newer_functions_compares_numbers_not_text() -> None:
    """10 comes after 9."""
    assert needs(replace(PLAIN, version="LIBVIRT_10.2.0")) == "10.2.0"
    assert needs(replace(PLAIN, version="LIBVIRT_9.0.0")) == ""
    assert needs(replace(PLAIN, version="LIBVIRT_1.3.0")) == ""


def test_newer_functions_believes_the_symbol_before_the_documentation() -> None:
    """What the library exports is what the loader sees."""
    late = Doc(since="9.7.0")

    assert needs(replace(PLAIN, doc=late)) == "9.7.0"
    assert needs(replace(PLAIN, version="LIBVIRT_0.8.0", doc=late)) == ""


def test_newer_functions_are_none_when_nobody_knows() -> None:
    """Without a version, without a minimum, or without a symbol to look up."""
    late = replace(PLAIN, version="LIBVIRT_10.2.0")

    assert needs(PLAIN) == ""
    assert needs(late, minimum="") == ""
    assert needs(replace(late, inline=True)) == ""
