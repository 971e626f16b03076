# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads ELF files: the symbols a library exports, and the data of a compiled object.

It is the only door to pyelftools; it does not load or run what it reads.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bindwright.diagnostics import Location, failure
from bindwright.model.facts import SymbolFact


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


def _exports(elf: Any) -> dict[str, SymbolFact]:
    table = elf.get_section_by_name(".dynsym")
    if table is None:
        return {}
    numbers = elf.get_section_by_name(".gnu.version")
    names = _version_names(elf.get_section_by_name(".gnu.version_d"))
    found: dict[str, SymbolFact] = {}
    for index, symbol in enumerate(table.iter_symbols()):
        if symbol["st_shndx"] == "SHN_UNDEF" or symbol["st_info"]["bind"] == "STB_LOCAL":
            continue
        if symbol["st_info"]["type"] not in ("STT_FUNC", "STT_OBJECT", "STT_GNU_IFUNC"):
            continue
        raw = numbers.get_symbol(index)["ndx"] if numbers is not None else 1
        number = raw if isinstance(raw, int) else 1
        hidden = bool(number & 0x8000)
        version = names.get(number & 0x7FFF, "")
        if symbol.name not in found or not hidden:
            found[symbol.name] = SymbolFact(name=symbol.name, version=version)
    return dict(sorted(found.items()))


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
        found = {}
        for symbol in elf.get_section_by_name(".symtab").iter_symbols():
            if symbol["st_info"]["type"] != "STT_OBJECT":
                continue
            section = elf.get_section(symbol["st_shndx"])
            start, size = symbol["st_value"], symbol["st_size"]
            if section["sh_type"] == "SHT_NOBITS":
                found[symbol.name] = bytes(size)
            else:
                found[symbol.name] = _data(section)[start : start + size]
        return found, elf.little_endian


def _data(section: Any) -> bytes:
    data: bytes = section.data()
    return data
