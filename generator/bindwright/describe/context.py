# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the parts of the description share: the library, its names, its types and what is known of them.

It does not decide what a function means.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bindwright.describe.draft import Drafts
from bindwright.describe.names import Names, starts_word
from bindwright.describe.types import Types
from bindwright.model.api import Library, Release
from bindwright.model.ctype import CType
from bindwright.model.facts import Facts


@dataclass(slots=True)
class Context:
    """One library in the course of its description."""

    library: Library
    facts: Facts
    names: Names
    types: Types
    drafts: Drafts = field(default_factory=Drafts)
    objects: dict[str, CType] = field(default_factory=dict)
    """Handles by API name, with the type by which functions take them."""
    opaques: set[str] = field(default_factory=set)
    """Structs that bindings only hand on, by API name."""
    dicts: set[str] = field(default_factory=set)
    """Structs that are entries of typed dictionaries, by API name."""
    flags: set[str] = field(default_factory=set)
    """Enums whose members are combined, by API name."""
    releases: dict[str, Release] = field(default_factory=dict)
    """How a struct that the library allocated is given back, by API name."""
    array_releases: dict[str, Release] = field(default_factory=dict)
    """How an array is given back with all it holds, by the API name of its elements, or ``utf8``."""
    incomplete: dict[str, str] = field(default_factory=dict)
    """Records and callbacks that cannot be used, and what is missing of them."""

    def constant(self, name: str) -> int | None:
        """Returns the value of an integer macro or an enum's member."""
        for macro in self.facts.macros:
            if macro.name == name and isinstance(macro.value, int):
                return macro.value
        for enum in self.facts.enums:
            for member in enum.enumerators:
                if member.name == name:
                    return member.value
        return None

    def object_of(self, c: CType) -> str:
        """Returns the API name of the handle that a type is, or nothing."""
        record = self.types.pointed(c)
        name = self.types.public(record.name) if record else ""
        return name if name in self.objects else ""

    def opaque_of(self, c: CType) -> str:
        """Returns the API name of the struct that a pointer leads to and nobody looks into, or nothing."""
        record = self.types.pointed(c)
        name = self.types.public(record.name) if record else ""
        return name if name in self.opaques else ""

    def dict_of(self, c: CType | None) -> str:
        """Returns the API name of the dictionary entry that a type is, or nothing."""
        record = self.types.record(c)
        name = self.types.public(record.name) if record else ""
        return name if name in self.dicts else ""

    def value_record_of(self, c: CType | None) -> str:
        """Returns the API name of the struct, no handle and no dictionary entry, that a type is, or nothing."""
        record = self.types.record(c)
        if record is None or record.union:
            return ""
        name = self.types.public(record.name)
        return "" if name in self.objects or name in self.dicts else name

    def owner_of(self, function: str) -> str:
        """Returns the handle whose name begins a function's name: the longest one."""
        best = ""
        for name in self.objects:
            rest = function.removeprefix(name)
            if rest and rest != function and starts_word(name, rest) and len(name) > len(best):
                best = name
        return best
