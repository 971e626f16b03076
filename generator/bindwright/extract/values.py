# SPDX-License-Identifier: LGPL-2.1-or-later
"""Evaluates integer constant expressions as C does, on pycparser's nodes and without ``eval``.

It does not know the size of any struct or typedef: what it cannot tell is left to the compiler.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Machine:
    """The integer types of the machine the compiler builds for."""

    sizes: Mapping[str, int]
    """Bytes by type: ``{"int": 4, "long": 8, "*": 8}``."""
    char_signed: bool = True


LP64 = Machine({"_Bool": 1, "char": 1, "short": 2, "int": 4, "long": 8, "long long": 8, "*": 8})


@dataclass(frozen=True, slots=True)
class Value:
    """An integer with its C type."""

    number: int
    size: int
    signed: bool


class Unknown(Exception):
    """The expression needs the compiler."""


_ORDER = ("int", "long", "long long")
_ESCAPES = {"n": 10, "t": 9, "0": 0, "r": 13, "a": 7, "b": 8, "f": 12, "v": 11, "e": 27}
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]+)|([0-7]{1,3})|u([0-9a-fA-F]{4})|(.))|(.)", re.DOTALL)

_ARITHMETIC: dict[str, Callable[[int, int], int]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "&": operator.and_,
    "|": operator.or_,
    "^": operator.xor,
}
_COMPARISON: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def canonical_words(names: list[str] | tuple[str, ...]) -> str:
    """Spells the words of a basic type in one way: ``long unsigned`` is ``unsigned long``."""
    words = list(names)
    longs = words.count("long")
    unsigned, signed = "unsigned" in words, "signed" in words
    core = [word for word in words if word not in ("long", "unsigned", "signed", "short", "int")]
    prefix = ["unsigned"] if unsigned else []
    if core == ["char"]:
        return " ".join((prefix or (["signed"] if signed else [])) + core)
    if core:
        if "_Complex" in core:
            core = [word for word in core if word != "_Complex"] or ["double"]
            return " ".join(["long"] * longs + core + ["_Complex"])
        return " ".join(prefix + ["long"] * longs + core)
    if "short" in words:
        return " ".join([*prefix, "short"])
    return " ".join([*prefix, *(["long"] * longs or ["int"])])


def evaluate(node: Any, constants: Mapping[str, Value], machine: Machine) -> Value:
    """Returns the value of an expression, or raises Unknown when only the compiler can tell."""
    match type(node).__name__:
        case "Constant":
            return _constant(node, machine)
        case "ID":
            if node.name in constants:
                return constants[node.name]
            raise Unknown(node.name)
        case "UnaryOp":
            return _unary(node, constants, machine)
        case "BinaryOp":
            return _binary(node, constants, machine)
        case "TernaryOp":
            return _ternary(node, constants, machine)
        case "Cast":
            kind = basic_type(node.to_type)
            value = evaluate(node.expr, constants, machine)
            if kind == "_Bool":
                return Value(int(value.number != 0), 1, False)
            return _convert(value, *_integer(kind, machine))
        case kind:
            raise Unknown(kind)


def literal(text: str, machine: Machine) -> Value:
    """Returns the value of an integer literal with the type C gives it."""
    text = text.replace("'", "")
    digits = text.rstrip("uUlL")
    suffix = text[len(digits) :].lower()
    lower = digits.lower()
    if lower.startswith("0x"):
        number, decimal = int(lower, 16), False
    elif lower.startswith("0b"):
        number, decimal = int(lower, 2), False
    elif lower.startswith("0"):
        number, decimal = int(lower, 8), False
    else:
        number, decimal = int(lower, 10), True
    for name in _ORDER[suffix.count("l") :]:
        size = machine.sizes[name]
        if "u" not in suffix and number < 1 << (size * 8 - 1):
            return Value(number, size, True)
        if ("u" in suffix or not decimal) and number < 1 << (size * 8):
            return Value(number, size, False)
    raise Unknown(text)


def basic_type(typename: Any) -> str:
    """Returns the words of a type name that is a basic type or a pointer, else raises Unknown."""
    node = typename.type
    if type(node).__name__ == "PtrDecl":
        return "*"
    if type(node).__name__ == "TypeDecl" and type(node.type).__name__ == "IdentifierType":
        return canonical_words(node.type.names)
    raise Unknown(type(node).__name__)


def fit(number: int, machine: Machine) -> Value:
    """Gives an enumerator the type that gcc gives it: int, or the first that holds it."""
    for name in _ORDER:
        bits = machine.sizes[name] * 8
        if -(1 << (bits - 1)) <= number < 1 << (bits - 1):
            return Value(number, bits // 8, True)
        if 0 <= number < 1 << bits:
            return Value(number, bits // 8, False)
    raise Unknown(str(number))


def _constant(node: Any, machine: Machine) -> Value:
    if node.type == "char":
        return _character(node.value, machine)
    if not node.type.endswith("int"):
        raise Unknown(node.type)
    try:
        return literal(node.value, machine)
    except ValueError as error:
        raise Unknown(node.value) from error


def _character(text: str, machine: Machine) -> Value:
    size = machine.sizes["int"]
    if not text.startswith("'"):
        raise Unknown(text)
    codes: list[int] = []
    for hexadecimal, octal, universal, escaped, plain in _ESCAPE.findall(text[1:-1]):
        if universal or (plain and ord(plain) > 127):
            raise Unknown(text)
        if hexadecimal or octal:
            codes.append(int(hexadecimal or octal, 16 if hexadecimal else 8) & 0xFF)
        elif escaped:
            codes.append(_ESCAPES.get(escaped, ord(escaped)))
        else:
            codes.append(ord(plain))
    if len(codes) != 1:
        raise Unknown(text)
    code = codes[0]
    return Value(code - 256 if machine.char_signed and code > 127 else code, size, True)


def _integer(kind: str, machine: Machine) -> tuple[int, bool]:
    """Returns the size and the sign of a basic integer type."""
    base = kind.removeprefix("unsigned ").removeprefix("signed ")
    if base not in machine.sizes or base == "*":
        raise Unknown(kind)
    if kind == "char":
        return 1, machine.char_signed
    return machine.sizes[base], not kind.startswith("unsigned ") and kind != "_Bool"


def _convert(value: Value, size: int, signed: bool) -> Value:
    number = value.number & ((1 << size * 8) - 1)
    if signed and number >> (size * 8 - 1):
        number -= 1 << size * 8
    return Value(number, size, signed)


def _promote(value: Value, machine: Machine) -> Value:
    size = machine.sizes["int"]
    return value if value.size >= size else _convert(value, size, True)


def _common(left: Value, right: Value, machine: Machine) -> tuple[Value, Value]:
    """Converts both to the type in which C computes; equal sizes make unsigned win."""
    left, right = _promote(left, machine), _promote(right, machine)
    size = max(left.size, right.size)
    signed = all(value.signed or value.size < size for value in (left, right))
    return _convert(left, size, signed), _convert(right, size, signed)


def _truth(condition: bool, machine: Machine) -> Value:
    return Value(int(condition), machine.sizes["int"], True)


def _unary(node: Any, constants: Mapping[str, Value], machine: Machine) -> Value:
    if node.op in ("sizeof", "_Alignof"):
        if type(node.expr).__name__ != "Typename":
            raise Unknown(node.op)
        kind = basic_type(node.expr)
        size = machine.sizes["*"] if kind == "*" else _integer(kind, machine)[0]
        return Value(size, machine.sizes["*"], False)
    value = _promote(evaluate(node.expr, constants, machine), machine)
    match node.op:
        case "+":
            return value
        case "-":
            return _convert(Value(-value.number, 0, True), value.size, value.signed)
        case "~":
            return _convert(Value(~value.number, 0, True), value.size, value.signed)
        case "!":
            return _truth(value.number == 0, machine)
        case _:
            raise Unknown(node.op)


def _binary(node: Any, constants: Mapping[str, Value], machine: Machine) -> Value:
    op = node.op
    left = evaluate(node.left, constants, machine)
    if op in ("&&", "||") and (left.number != 0) == (op == "||"):
        return _truth(op == "||", machine)
    right = evaluate(node.right, constants, machine)
    if op in ("&&", "||"):
        return _truth(right.number != 0, machine)
    if op in ("<<", ">>"):
        return _shift(op, _promote(left, machine), right.number)
    left, right = _common(left, right, machine)
    if op in _COMPARISON:
        return _truth(_COMPARISON[op](left.number, right.number), machine)
    if op in _ARITHMETIC:
        number = _ARITHMETIC[op](left.number, right.number)
    elif op in ("/", "%") and right.number:
        # C cuts towards zero, Python rounds down.
        quotient = abs(left.number) // abs(right.number)
        quotient = quotient if (left.number < 0) == (right.number < 0) else -quotient
        number = quotient if op == "/" else left.number - quotient * right.number
    else:
        raise Unknown(op)
    return _convert(Value(number, 0, True), left.size, left.signed)


def _shift(op: str, left: Value, count: int) -> Value:
    if not 0 <= count < left.size * 8:
        raise Unknown(op)
    number = left.number << count if op == "<<" else left.number >> count
    return _convert(Value(number, 0, True), left.size, left.signed)


def _ternary(node: Any, constants: Mapping[str, Value], machine: Machine) -> Value:
    condition = evaluate(node.cond, constants, machine)
    chosen = evaluate(node.iftrue if condition.number else node.iffalse, constants, machine)
    other = evaluate(node.iffalse if condition.number else node.iftrue, constants, machine)
    return _common(chosen, other, machine)[0]
