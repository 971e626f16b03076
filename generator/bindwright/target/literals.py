# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes values as literals of one notation; it is one of the two doors for text into output."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bindwright.target.manifest import LiteralStyle


def literal(value: object, style: LiteralStyle) -> str:
    """Returns the literal for a string, number, truth value or None."""
    match value:
        case None:
            return style.null
        case bool():
            return style.true if value else style.false
        case int():
            return _integer(value, style)
        case float():
            return repr(value)
        case str():
            return style.quote + _string(value, style) + style.quote
    raise TypeError(f"no literal for {type(value).__name__}")


def _integer(value: int, style: LiteralStyle) -> str:
    if value == -(2**63) and style.minimum:
        return style.minimum
    return (style.unsigned if value >= 2**63 else style.signed).format(value)


def _string(text: str, style: LiteralStyle) -> str:
    return "".join(_character(character, style) for character in text)


def _character(character: str, style: LiteralStyle) -> str:
    if character in style.escape:
        return style.escape[character]
    point = ord(character)
    form = style.control if point < 32 or point == 127 else style.other if point > 127 else ""
    if not form:
        return character
    if style.bytes:
        return "".join(form.format(byte) for byte in character.encode("utf-8", "surrogatepass"))
    return form.format(point)


def filters(styles: Mapping[str, LiteralStyle]) -> dict[str, Callable[..., str]]:
    """Returns the filters that templates of a target can use: ``value | literal`` in one of its notations."""

    def write(value: object, style: str = "default") -> str:
        return literal(value, styles[style])

    return {"literal": write}
