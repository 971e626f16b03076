# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads ELF files: the symbols a library exports, and the data of a compiled object.

It is the only door to pyelftools; it does not load or run what it reads.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from bindwright.diagnostics import Location, failure
from bindwright.model.facts import SymbolFact

_OBJECT = 1
_SHOWN = frozenset({_OBJECT, 2, 10})
"""Data, functions and functions chosen at load time."""
_GLOBAL = frozenset({1, 2, 10})
"""Global, weak and unique symbols."""


class _Symbol(NamedTuple):
    name: str
    binding: int
    kind: int
    section: int
    value: int
    size: int


def exports(library: Path) -> dict[str, SymbolFact]:
    """Returns what a shared library exports, by name, with the default version of each symbol."""
    from elftools.common.exceptions import ELFError
    from elftools.elf.elffile import ELFFile

    try:
        with library.open("rb") as stream:
            return _exports(ELFFile(stream))
    except (OSError, ELFError) as error:
        reason = getattr(error, "strerror", None) or str(error) or "not an ELF file"
        raise failure(
            "BW130",
            f"cannot read the library: {reason}",
            Location(file=library.name),
            "name the shared library that the headers belong to",
        ) from error


def soname(library: Path) -> str:
    """Returns the name by which programs load a shared library, or nothing when it has none.

    Raises:
        OSError: it cannot be read.
    """
    from elftools.elf.dynamic import DynamicSection
    from elftools.elf.elffile import ELFFile

    with library.open("rb") as stream:
        for section in ELFFile(stream).iter_sections():
            tags: Any = section.iter_tags() if isinstance(section, DynamicSection) else ()
            for tag in tags:
                if tag.entry.d_tag == "DT_SONAME":
                    return str(tag.soname)
    return ""


def _exports(elf: Any) -> dict[str, SymbolFact]:
    table = elf.get_section_by_name(".dynsym")
    if table is None:
        return {}
    numbers = elf.get_section_by_name(".gnu.version")
    order = "<" if elf.little_endian else ">"
    raw = numbers.data() if numbers is not None else b""
    versions = struct.unpack(f"{order}{len(raw) // 2}H", raw)
    names = _version_names(elf.get_section_by_name(".gnu.version_d"))
    found: dict[str, SymbolFact] = {}
    for index, symbol in enumerate(_symbols(elf, table)):
        if not symbol.section or symbol.binding not in _GLOBAL or symbol.kind not in _SHOWN:
            continue
        number = versions[index] if versions else 1
        # The topmost bit marks a version that is kept only for old programs.
        if symbol.name not in found or not number & 0x8000:
            version = names.get(number & 0x7FFF, "")
            found[symbol.name] = SymbolFact(name=symbol.name, version=version)
    return dict(sorted(found.items()))


def _symbols(elf: Any, table: Any) -> Iterator[_Symbol]:
    """Unpacks a symbol table by hand, which is twenty times faster than asking for each symbol."""
    order = "<" if elf.little_endian else ">"
    strings: bytes = table.stringtable.data()
    wide = elf.elfclass == 64
    for fields in struct.iter_unpack(order + ("IBBHQQ" if wide else "IIIBBH"), table.data()):
        if wide:
            name, info, _, section, value, size = fields
        else:
            name, value, size, info, _, section = fields
        text = strings[name : strings.index(b"\0", name)].decode("utf-8", "replace")
        yield _Symbol(text, info >> 4, info & 15, section, value, size)


def _version_names(section: Any) -> dict[int, str]:
    """Returns the names of the versions a library defines; the first one names the library itself."""
    if section is None:
        return {}
    names = {}
    for definition, parts in section.iter_versions():
        if not definition["vd_flags"] & 1:
            names[definition["vd_ndx"]] = next(iter(parts)).name
    return names


def contents(file: Path) -> tuple[dict[str, bytes], bool]:
    """Returns the data of an object file by symbol, and whether it is little endian."""
    from elftools.elf.elffile import ELFFile

    with file.open("rb") as stream:
        elf: Any = ELFFile(stream)
        found: dict[str, bytes] = {}
        data: dict[int, bytes] = {}
        for symbol in _symbols(elf, elf.get_section_by_name(".symtab")):
            if symbol.kind != _OBJECT:
                continue
            if symbol.section not in data:
                data[symbol.section] = elf.get_section(symbol.section).data()
            # The section may be shorter than its symbols say, when all the rest is zeros.
            held = data[symbol.section][symbol.value : symbol.value + symbol.size]
            found[symbol.name] = held.ljust(symbol.size, b"\0")
        return found, elf.little_endian
