# SPDX-License-Identifier: LGPL-2.1-or-later
"""Cuts preprocessed GNU C into tokens and declarations, with attributes in a table beside them.

It does not build a syntax tree and does not know which names are types.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bindwright.model.facts import Attribute

_TOKEN = re.compile(
    r"[ \t\f\v\r]+"
    r"|(?P<ID>[^\W\d][\w$]*(?![\"'\w$])|\$[\w$]*)"
    r"|(?P<OP>\.\.\.|<<=|>>=|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|::"
    r"|[-+*/%&|^~!=<>?:;,(){}\[\]]|\.(?!\d))"
    r"|(?P<NUMBER>\.?\d(?:[eEpP][+-]|'?[\w.])*)"
    r"|(?P<STRING>(?:u8|[uUL])?\"(?:[^\"\\]|\\.)*\")"
    r"|(?P<CHAR>(?:u8|[uUL])?'(?:[^'\\]|\\.)*')"
    r"|(?P<BAD>.)"
)
_MARKER = re.compile(r'#(?:line)?\s*(\d+)(?:\s+"((?:[^"\\]|\\.)*)")?')
_DEFINE = re.compile(r"#define ([^\W\d][\w$]*)(\([^)]*\))?(?:\s+(.*))?$")

_OPERATORS = {
    "...": "ELLIPSIS", "<<=": "LSHIFTEQUAL", ">>=": "RSHIFTEQUAL", "->": "ARROW",
    "++": "PLUSPLUS", "--": "MINUSMINUS", "<<": "LSHIFT", ">>": "RSHIFT", "<=": "LE",
    ">=": "GE", "==": "EQ", "!=": "NE", "&&": "LAND", "||": "LOR", "*=": "TIMESEQUAL",
    "/=": "DIVEQUAL", "%=": "MODEQUAL", "+=": "PLUSEQUAL", "-=": "MINUSEQUAL",
    "&=": "ANDEQUAL", "|=": "OREQUAL", "^=": "XOREQUAL", "=": "EQUALS", "+": "PLUS",
    "-": "MINUS", "*": "TIMES", "/": "DIVIDE", "%": "MOD", "|": "OR", "&": "AND", "~": "NOT",
    "^": "XOR", "!": "LNOT", "<": "LT", ">": "GT", "?": "CONDOP", "(": "LPAREN",
    ")": "RPAREN", "[": "LBRACKET", "]": "RBRACKET", "{": "LBRACE", "}": "RBRACE",
    ",": "COMMA", ".": "PERIOD", ";": "SEMI", ":": "COLON", "::": "COLONCOLON",
}  # fmt: skip

_KEYWORDS = {
    word: word.upper()
    for word in (
        "auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else",
        "enum", "extern", "float", "for", "goto", "if", "inline", "int", "long", "register",
        "restrict", "return", "short", "signed", "sizeof", "static", "struct", "switch", "typedef",
        "union", "unsigned", "void", "volatile", "while", "_Alignas", "_Alignof", "_Atomic",
        "_Bool", "_Complex", "_Generic", "_Noreturn", "_Static_assert", "_Thread_local",
        "__int128", "__builtin_va_arg",
    )
}  # fmt: skip

_KEYWORDS |= {
    "__const": "CONST", "__const__": "CONST", "__restrict": "RESTRICT",
    "__restrict__": "RESTRICT", "__inline": "INLINE", "__inline__": "INLINE",
    "__volatile": "VOLATILE", "__volatile__": "VOLATILE", "__signed": "SIGNED",
    "__signed__": "SIGNED", "__alignof__": "_ALIGNOF", "__alignof": "_ALIGNOF",
    "__complex__": "_COMPLEX", "__thread": "_THREAD_LOCAL", "__typeof__": "TYPEOF",
    "__typeof": "TYPEOF", "typeof": "TYPEOF", "__builtin_offsetof": "OFFSETOF",
    "offsetof": "OFFSETOF", "__builtin_types_compatible_p": "BAD",
}  # fmt: skip

_VALUES = {
    "CONST": "const", "RESTRICT": "restrict", "INLINE": "inline", "VOLATILE": "volatile",
    "SIGNED": "signed", "_ALIGNOF": "_Alignof", "_COMPLEX": "_Complex",
    "_THREAD_LOCAL": "_Thread_local",
}  # fmt: skip

_DROPPED = frozenset({"__extension__", "_Nullable", "_Nonnull", "_Null_unspecified"})
_BALANCED = frozenset({"__attribute__", "__attribute", "__declspec", "__asm__", "__asm", "asm"})
_OPEN = {"(": ")", "[": "]", "{": "}"}


@dataclass(slots=True)
class Token:
    """One token, shaped as pycparser wants it; ``column`` is its index among the tokens."""

    type: str
    value: str
    lineno: int
    column: int
    filename: str


@dataclass(frozen=True, slots=True)
class Define:
    """A ``#define`` line as the preprocessor repeats it."""

    name: str
    parameters: tuple[str, ...] | None
    body: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Note:
    """Attributes that stand before the token at ``index``."""

    index: int
    attributes: tuple[Attribute, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """One external declaration: the tokens from ``start`` up to ``end``."""

    start: int
    end: int
    defined: bool
    """A function whose body was dropped."""


@dataclass(slots=True)
class Tokens:
    """A translation unit in pieces."""

    tokens: list[Token] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    defines: list[Define] = field(default_factory=list)


def tokenize(text: str) -> Tokens:
    """Cuts the output of the preprocessor into tokens, attributes, declarations and macros."""
    result = Tokens()
    _clean(_scan(text, result.defines), result)
    return result


def _scan(text: str, defines: list[Define]) -> list[Token]:
    tokens: list[Token] = []
    append, keywords, operators = tokens.append, _KEYWORDS.get, _OPERATORS
    file, line = "", 0
    for row in text.split("\n"):
        line += 1
        if row[:1] == "#":
            marker = _MARKER.match(row)
            if marker:
                line = int(marker[1]) - 1
                file = file if marker[2] is None else marker[2].replace("\\\\", "\\")
            else:
                _directive(row, file, line, defines)
            continue
        for match in _TOKEN.finditer(row):
            kind = match.lastgroup
            if kind is None:
                continue
            value = match[0]
            if kind == "ID":
                kind = keywords(value, "ID")
                value = _VALUES.get(kind, value)
            elif kind == "OP":
                kind = operators[value]
            else:
                kind = _literal(kind, value)
            append(Token(kind, value, line, 0, file))
    return tokens


def _literal(kind: str, value: str) -> str:
    match kind:
        case "STRING":
            return "WSTRING_LITERAL" if value[0] != '"' else "STRING_LITERAL"
        case "CHAR":
            return "WCHAR_CONST" if value[0] != "'" else "CHAR_CONST"
        case "NUMBER":
            return "INT_CONST_DEC" if is_integer(value) else "FLOAT_CONST"
        case _:
            return "BAD"


def is_integer(number: str) -> bool:
    """Tells an integer literal from a floating one."""
    if number[:2] in ("0x", "0X"):
        return "." not in number and "p" not in number.lower()
    return not any(letter in number for letter in ".eE")


def _directive(row: str, file: str, line: int, defines: list[Define]) -> None:
    match = _DEFINE.match(row)
    if match:
        inside = match[2]
        parameters = None if inside is None else _parameters(inside)
        defines.append(Define(match[1], parameters, (match[3] or "").strip(), file, line))
    elif row.startswith("#undef "):
        name = row[7:].strip()
        defines[:] = [define for define in defines if define.name != name]


def _parameters(inside: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in inside[1:-1].split(",") if name.strip())


def _clean(raw: list[Token], result: Tokens) -> None:
    """Moves attributes aside, drops what says nothing and function bodies, and finds declarations."""
    tokens = result.tokens
    depth, start, position, count = 0, 0, 0, len(raw)
    while position < count:
        token = raw[position]
        kind, value = token.type, token.value
        if kind == "ID":
            if value in _DROPPED:
                position += 1
                continue
            if value in _BALANCED:
                position = _swallow(raw, position, value, result)
                continue
        elif kind == "LBRACKET":
            if position + 1 < count and raw[position + 1].type == "LBRACKET":
                position = _swallow(raw, position - 1, "[[", result)
                continue
            depth += 1
        elif kind == "LBRACE":
            if not depth and _is_body(tokens, start):
                position = _balanced(raw, position)
                token = raw[position - 1]
                tokens.append(Token("SEMI", ";", token.lineno, len(tokens), token.filename))
                result.spans.append(Span(start, len(tokens), True))
                start = len(tokens)
                continue
            depth += 1
        elif kind == "LPAREN":
            depth += 1
        elif kind in ("RPAREN", "RBRACE", "RBRACKET"):
            depth -= 1
        token.column = len(tokens)
        tokens.append(token)
        position += 1
        if kind == "SEMI" and not depth:
            if len(tokens) - start > 1:
                result.spans.append(Span(start, len(tokens), False))
            start = len(tokens)


def _is_body(tokens: list[Token], start: int) -> bool:
    """Whether a brace outside all others opens a function body."""
    return len(tokens) > start and tokens[-1].type == "RPAREN"


def _balanced(raw: list[Token], position: int) -> int:
    """Returns the position after the bracket that closes the one at ``position``."""
    closers: list[str] = []
    while position < len(raw):
        value = raw[position].value
        if value in _OPEN:
            closers.append(_OPEN[value])
        elif closers and value == closers[-1]:
            closers.pop()
            if not closers:
                return position + 1
        position += 1
    return position


def _swallow(raw: list[Token], position: int, word: str, result: Tokens) -> int:
    """Passes over an attribute or an assembler name and notes what it says."""
    opening = position + 1
    while word in ("asm", "__asm", "__asm__") and raw[opening].type == "VOLATILE":
        opening += 1
    if opening >= len(raw) or raw[opening].value not in _OPEN:
        return opening
    end = _balanced(raw, opening)
    if word in ("__attribute__", "__attribute", "[["):
        attributes = _attributes(raw[opening + 2 : end - 2])
    elif word == "__declspec":
        attributes = _attributes(raw[opening + 1 : end - 1])
    else:
        attributes = ()
    if attributes:
        result.notes.append(Note(len(result.tokens), attributes))
    return end


def _attributes(tokens: list[Token]) -> tuple[Attribute, ...]:
    found = []
    for group in _split(tokens):
        names = [token.value for token in group if token.value != "::"]
        opening = names.index("(") if "(" in names else len(names)
        if not opening:
            continue
        name = names[opening - 1].strip("_")
        arguments: tuple[str, ...] = ()
        if opening < len(names):
            inside = group[[token.value for token in group].index("(") + 1 : -1]
            arguments = tuple(_spell(part) for part in _split(inside))
        found.append(Attribute(name=name, arguments=arguments))
    return tuple(found)


def _split(tokens: list[Token]) -> list[list[Token]]:
    """Cuts at the commas outside all brackets."""
    groups: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        if token.value in _OPEN:
            depth += 1
        elif token.type in ("RPAREN", "RBRACE", "RBRACKET"):
            depth -= 1
        if token.type == "COMMA" and not depth:
            groups.append([])
        else:
            groups[-1].append(token)
    return [group for group in groups if group]


def _spell(tokens: list[Token]) -> str:
    if all(token.type == "STRING_LITERAL" for token in tokens):
        return "".join(token.value[1:-1] for token in tokens)
    return spell(tokens)


def spell(tokens: list[Token]) -> str:
    """Writes tokens as C text again."""
    return " ".join(token.value for token in tokens)
