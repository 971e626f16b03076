# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tells what each macro expands to, and the values of constants, by asking the compiler.

It does not expand a macro itself.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Sequence

from bindwright.diagnostics import Location
from bindwright.extract import layout
from bindwright.extract.preprocess import Compiler
from bindwright.extract.tokens import Define
from bindwright.model.ctype import named
from bindwright.model.facts import Comment, MacroFact, MacroKind

_STRING = 1
_TYPES = {
    2: "float", 3: "double", 4: "long double", 10: "_Bool", 11: "char", 12: "signed char",
    13: "unsigned char", 14: "short", 15: "unsigned short", 16: "int", 17: "unsigned int",
    18: "long", 19: "unsigned long", 20: "long long", 21: "unsigned long long",
}  # fmt: skip
_CHOICES = ", ".join(
    ["char *: 1", "const char *: 1", *(f"{name}: {code}" for code, name in _TYPES.items())]
)
_PAIRS = {")": "(", "]": "[", "}": "{"}
_LITERAL = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")


def describe(
    defines: Sequence[Define],
    compiler: Compiler,
    locate: Callable[[Define], Location],
    comment: Callable[[Define], Comment | None],
) -> tuple[MacroFact, ...]:
    """Returns the facts of macros, in order; a macro that is defined twice counts once."""
    latest = list({define.name: define for define in defines}.values())
    asked = [d for d in latest if d.parameters is None and d.body and _is_closed(d.body)]
    codes = _codes(asked, compiler)
    values = _values(codes, compiler)
    facts = []
    for define in latest:
        kind, value, type_name = _classify(define, codes, values)
        facts.append(
            MacroFact(
                name=define.name,
                kind=kind,
                value=value,
                c=named(type_name) if type_name else None,
                parameters=define.parameters or (),
                comment=comment(define),
                location=locate(define),
            )
        )
    return tuple(facts)


def _is_closed(body: str) -> bool:
    """Whether a body can stand in a table without breaking the rows around it."""
    open_brackets: list[str] = []
    bare = _LITERAL.sub("0", body)
    for character in bare:
        if character in "([{":
            open_brackets.append(character)
        elif character in _PAIRS and (
            not open_brackets or open_brackets.pop() != _PAIRS[character]
        ):
            return False
    return not open_brackets and ";" not in bare and "_Pragma" not in bare


def _codes(defines: Sequence[Define], compiler: Compiler) -> dict[str, int]:
    """Returns a code for the type of each macro that is an expression."""
    if not defines:
        return {}
    rows = [f"_Generic(({d.name}), {_CHOICES}, default: 0), 0," for d in defines]
    table, little = layout.compile_table(compiler, rows)
    codes = {d.name: layout.number(table, 2 * i, little) for i, d in enumerate(defines)}
    return {name: code for name, code in codes.items() if code}


def _values(codes: dict[str, int], compiler: Compiler) -> dict[str, int | float | str]:
    """Returns the values of the macros that are constants."""
    integers = [name for name, code in codes.items() if code >= 10]
    rows = [f"(unsigned long long)({name}), ({name}) < 0," for name in integers]
    singles = [_definition(name, code) for name, code in codes.items() if code < 10]
    if not codes:
        return {}
    head, tail = "const unsigned long long bindwright_table[] = {", "0, 0 };"
    data, little = layout.compile_lines(compiler, [head, *rows, tail, *singles], rows)
    found: dict[str, int | float | str] = {}
    for index, name in enumerate(integers):
        if rows[index].startswith("0,"):
            continue
        value = layout.number(data["bindwright_table"], 2 * index, little)
        negative = layout.number(data["bindwright_table"], 2 * index + 1, little)
        found[name] = value - (1 << 64) if negative else value
    for name, code in codes.items():
        raw = data.get(f"bindwright_{name}")
        decoded = None if raw is None else _decoded(raw, code, little)
        if decoded is not None:
            found[name] = decoded
    return found


def _definition(name: str, code: int) -> str:
    if code == _STRING:
        return f"const char bindwright_{name}[] = {name};"
    return f"const double bindwright_{name} = {name};"


def _decoded(raw: bytes, code: int, little: bool) -> float | str | None:
    if code != _STRING:
        value: float = struct.unpack("<d" if little else ">d", raw)[0]
        return value
    try:
        text = raw[:-1].decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _classify(
    define: Define, codes: dict[str, int], values: dict[str, int | float | str]
) -> tuple[MacroKind, int | float | str | None, str]:
    if define.parameters is not None:
        return MacroKind.FUNCTION, None, ""
    if not define.body:
        return MacroKind.EMPTY, None, ""
    if define.name not in values:
        return MacroKind.EXPRESSION, None, ""
    code, value = codes[define.name], values[define.name]
    if code == _STRING:
        return MacroKind.STRING, value, ""
    kind = MacroKind.INTEGER if code >= 10 else MacroKind.FLOAT
    return kind, value, _TYPES[code]
