# SPDX-License-Identifier: LGPL-2.1-or-later
"""Measures what only the compiler knows: sizes, offsets, signs and values, from an object file.

It never runs code for the target: the numbers are read from the object's data.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bindwright.diagnostics import failure
from bindwright.extract import preprocess, symbols
from bindwright.model.ctype import CType, Shape
from bindwright.model.facts import EnumFact, FieldFact, RecordFact

_ROUNDS = 8
_NOTHING = "0, 0,"
_WORD = re.compile(r"[^\W\d]\w*")


# Compiling expressions


def measure(
    compiler: preprocess.Compiler, expressions: Sequence[str], macros: Container[str] = ()
) -> dict[str, int]:
    """Returns the values of integer constant expressions; those that are none are left out.

    The expressions are preprocessed C: the names of macros in them stand for themselves.
    """
    wanted = list(dict.fromkeys(expressions))
    if not wanted:
        return {}
    rows = [f"(unsigned long long)({text}), ({text}) < 0," for text in wanted]
    words = {word for text in wanted for word in _WORD.findall(text) if word in macros}
    data, little = compile_table(compiler, rows, sorted(words))
    found = {}
    for index, text in enumerate(wanted):
        if rows[index] != _NOTHING:
            value, negative = number(data, 2 * index, little), number(data, 2 * index + 1, little)
            found[text] = value - (1 << 64) if negative else value
    return found


def number(table: bytes, index: int, little: bool) -> int:
    """Returns one 64-bit number of a table."""
    return int.from_bytes(table[8 * index : 8 * index + 8], "little" if little else "big")


def compile_table(
    compiler: preprocess.Compiler, rows: list[str], undefine: Sequence[str] = ()
) -> tuple[bytes, bool]:
    """Compiles rows of two 64-bit numbers each; a row that does not compile becomes zeros."""
    head, tail = "const unsigned long long bindwright_table[] = {", "0, 0 };"
    data, little = compile_lines(compiler, [head, *rows, tail], rows, undefine)
    return data["bindwright_table"], little


def compile_lines(
    compiler: preprocess.Compiler,
    lines: list[str],
    rows: list[str],
    undefine: Sequence[str] = (),
) -> tuple[dict[str, bytes], bool]:
    """Compiles a table of rows from the second line on, and definitions after it.

    A row in error is replaced in ``rows`` too; a definition in error is dropped.
    """
    with preprocess.scratch() as folder:
        target = Path(folder) / "probe.o"
        for attempt in range(_ROUNDS):
            bad = compiler.build(lines, target, undefine)
            if not bad:
                return symbols.contents(target)
            if attempt == 1:
                # The compiler names an unknown identifier once, so each row is tried alone.
                bad |= compiler.build(_isolated(lines, len(rows)), target, undefine)
            for index in bad:
                if 1 <= index <= len(rows):
                    lines[index] = rows[index - 1] = _NOTHING
                else:
                    lines[index] = ""
    raise failure(
        "BW109",
        "the compiler never accepts our probe of values",
        hint="please report this with the headers",
    )


def _isolated(lines: list[str], count: int) -> list[str]:
    """Puts each row into a function of its own, on its own line."""
    kind = "static const unsigned long long row[]"
    rows = [
        f"void bindwright_{i}(void) {{ {kind} = {{ {lines[i]} }}; }}" for i in range(1, count + 1)
    ]
    return ["", *rows, "", *lines[count + 2 :]]


# Records


@dataclass(frozen=True, slots=True)
class _Access:
    """How to reach a record in C: by a type, or through the record that it is embedded in."""

    spelling: str
    embedded: bool


def questions(records: Sequence[RecordFact], enums: Sequence[EnumFact]) -> list[str]:
    """Returns the expressions whose values ``fill_records`` and ``fill_enums`` need."""
    table = {record.name: record for record in records}
    wanted: list[str] = []
    for name, access in _accesses(table).items():
        if not access.embedded:
            wanted += [f"sizeof({access.spelling})", f"_Alignof({access.spelling})"]
        for field in table[name].fields:
            if (leaf := _leaf(field, table)) is not None:
                wanted.append(_offset(access, leaf))
            if access.embedded and field.name:
                wanted += _size_and_align(access, field)
    for enum in enums:
        if spelling := _enum_spelling(enum):
            wanted += [f"sizeof({spelling})", f"({spelling})-1 < 0"]
        wanted += [enumerator.name for enumerator in enum.enumerators]
    return wanted


def fill_records(records: Sequence[RecordFact], found: Mapping[str, int]) -> tuple[RecordFact, ...]:
    """Returns the records with sizes, alignments and offsets."""
    table = {record.name: record for record in records}
    done: dict[str, RecordFact] = {}
    # Embedded records come after the record that holds them, and are needed by none before it.
    for name, access in reversed(_accesses(table).items()):
        done[name] = _filled(table[name], access, found, table, done)
    return tuple(done.get(record.name, record) for record in records)


def _filled(
    record: RecordFact,
    access: _Access,
    found: Mapping[str, int],
    table: Mapping[str, RecordFact],
    done: Mapping[str, RecordFact],
) -> RecordFact:
    offsets: list[int | None] = []
    for field in record.fields:
        leaf = _leaf(field, table)
        offsets.append(None if leaf is None else found.get(_offset(access, leaf)))
    if access.embedded:
        base = min((offset for offset in offsets if offset is not None), default=0)
        offsets = [None if offset is None else offset - base for offset in offsets]
        size, align = _computed(record, access, offsets, found, done)
    else:
        size = found.get(f"sizeof({access.spelling})")
        align = found.get(f"_Alignof({access.spelling})")
    pairs = zip(record.fields, offsets, strict=True)
    fields = tuple(replace(field, offset=offset) for field, offset in pairs)
    return replace(record, size=size, align=align, fields=fields)


def _computed(
    record: RecordFact,
    access: _Access,
    offsets: list[int | None],
    found: Mapping[str, int],
    done: Mapping[str, RecordFact],
) -> tuple[int | None, int | None]:
    """Computes size and alignment of a record that C has no way to name."""
    end, align = 0, 1
    for field, offset in zip(record.fields, offsets, strict=True):
        if field.name:
            size, own = (found.get(text) for text in _size_and_align(access, field))
        else:
            inner = done[field.c.name]
            size, own = inner.size, inner.align
        if size is None or own is None or offset is None:
            return None, None
        end, align = max(end, offset + size), max(align, own)
    return (end + align - 1) // align * align, align


def _accesses(table: Mapping[str, RecordFact]) -> dict[str, _Access]:
    """Returns how to reach each complete record, outer ones before those inside them."""
    found: dict[str, _Access] = {}
    for record in table.values():
        if record.complete and "." not in record.name:
            found[record.name] = _Access(record.name, False)
            _reach(record, found[record.name], table, found)
    return found


def _reach(
    record: RecordFact,
    access: _Access,
    table: Mapping[str, RecordFact],
    found: dict[str, _Access],
) -> None:
    for field in record.fields:
        core, element = _core(field, access)
        inner = table.get(core)
        if inner is None or not core.startswith(f"{record.name}.") or core in found:
            continue
        found[core] = access if not field.name else _Access(f"__typeof__({element})", False)
        if not field.name:
            found[core] = _Access(access.spelling, True)
        _reach(inner, found[core], table, found)


def _core(field: FieldFact, access: _Access) -> tuple[str, str]:
    """Returns the name of the type at the end of a field's pointers and arrays, and its C text."""
    c: CType = field.c
    text = f"(({access.spelling} *)0)->{field.name}"
    while c.target is not None and c.shape in (Shape.POINTER, Shape.ARRAY):
        text = f"({text})[0]"
        c = c.target
    return c.name, text


def _leaf(field: FieldFact, table: Mapping[str, RecordFact]) -> str | None:
    """Returns the name by which to find where a field starts; an unnamed one starts as its first."""
    if field.bits is not None:
        return None
    if field.name:
        return field.name
    inner = table.get(field.c.name)
    return _leaf(inner.fields[0], table) if inner is not None and inner.fields else None


def _offset(access: _Access, leaf: str) -> str:
    return f"__builtin_offsetof({access.spelling}, {leaf})"


def _size_and_align(access: _Access, field: FieldFact) -> tuple[str, str]:
    member = f"(({access.spelling} *)0)->{field.name}"
    return f"sizeof({member})", f"_Alignof(__typeof__({member}))"


# Enums


def fill_enums(enums: Sequence[EnumFact], found: Mapping[str, int]) -> tuple[EnumFact, ...]:
    """Returns the enums with their sizes and signs, and values as the compiler has them."""
    return tuple(_filled_enum(enum, found) for enum in enums)


def _filled_enum(enum: EnumFact, found: Mapping[str, int]) -> EnumFact:
    enumerators = tuple(
        replace(item, value=found.get(item.name, item.value)) for item in enum.enumerators
    )
    numbers = [item.value for item in enumerators]
    signed = min(numbers, default=0) < 0
    size = 8 if max(numbers, default=0) >> 32 or min(numbers, default=0) < -(1 << 31) else 4
    if spelling := _enum_spelling(enum):
        size = found.get(f"sizeof({spelling})", size)
        signed = bool(found.get(f"({spelling})-1 < 0", signed))
    return replace(enum, enumerators=enumerators, size=size, signed=signed)


def _enum_spelling(enum: EnumFact) -> str:
    if enum.tag:
        return f"enum {enum.tag}"
    return "" if "." in enum.name else enum.name
