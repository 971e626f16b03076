# SPDX-License-Identifier: LGPL-2.1-or-later
"""Finds the doc comments of C sources and the declarations that they belong to.

It does not read what a comment says: no tag, no annotation.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from bindwright.diagnostics import Location
from bindwright.model.facts import Comment

_LEXEME = re.compile(
    r"/\*.*?(?:\*/|\Z)|//(?:[^\n\\]|\\.)*|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'", re.DOTALL
)
_STARS = re.compile(r"^[ \t]*\*+(?!/)[ \t]?", re.MULTILINE)
_MACRO_LINE = re.compile(r"^[A-Z_][A-Z0-9_]*(\s*\([^()]*\))?;?$")
_FUNCTION = re.compile(r"([^\W\d]\w*)\s*\(")
_DIRECTIVE = re.compile(r"\s*#\s*(\w*)")
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")
_PARTNERS = {")": "(", "]": "[", "}": "{"}
_SECTION = re.compile(r"\s*(?:SECTION:|[@\\](?:file|defgroup|addtogroup|name|{|}))")
_SECTION_NAME = re.compile(r"\s*SECTION:\s*([\w-]+)")
_HEAD = 40
"""Lines of a definition before its body, at most."""
_NAMED_FIRST = re.compile(r"\s*([^\W\d]\w*)\s*:?\s*$")


@dataclass(frozen=True, slots=True)
class Block:
    """A comment, or several ``//`` lines below one another."""

    text: str
    first: int
    """Line, from 1."""
    last: int
    column: int
    """Of its opening, from 1."""
    doc: bool
    """Opens as a doc comment: ``/**``, ``/*!``, ``///``."""
    trailing: bool
    """Says that it belongs to what stands before it: ``/**<``."""
    alone: bool
    """Nothing stands before it on its line."""
    body: int
    """Line of its first words."""
    slashes: bool
    """Written with ``//``."""


class Source:
    """One file's lines and comments."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.code: list[str] = []
        """The lines with blanks for comments."""
        self.blocks = self._scan()
        """Every comment, in order."""
        self._firsts = [block.first for block in self.blocks]
        self._ending = {block.last: block for block in self.blocks if block.alone}

    def column(self, line: int, name: str) -> int:
        """Returns where a name stands in a line, from 1, or 0 when it does not."""
        if not 0 < line <= len(self.lines):
            return 0
        row = self.lines[line - 1]
        if not name:
            return len(row) - len(row.lstrip()) + 1
        start = row.find(name)
        while start >= 0:
            end = start + len(name)
            if not (_is_word(row[start - 1 : start]) or _is_word(row[end : end + 1])):
                return start + 1
            start = row.find(name, end)
        return 0

    def logical_end(self, line: int) -> int:
        """Returns the last line of a directive that backslashes continue."""
        while line < len(self.lines) and self.lines[line - 1].endswith("\\"):
            line += 1
        return line

    def unclosed(self) -> tuple[int, int, str] | None:
        """Returns line, column and text of the last bracket without its partner.

        Of the branches of a conditional, only one counts.
        """
        brackets: list[tuple[int, int, str]] = []
        saved: list[list[tuple[int, int, str]]] = []
        for number, row in enumerate(self.code, 1):
            directive = _DIRECTIVE.match(row)
            if directive:
                _branch(directive[1], brackets, saved)
                continue
            bare = _QUOTED.sub(lambda m: " " * len(m[0]), row)
            for column, character in enumerate(bare, 1):
                if character in _PARTNERS.values():
                    brackets.append((number, column, character))
                elif character in _PARTNERS:
                    if not brackets or brackets[-1][2] != _PARTNERS[character]:
                        return brackets[-1] if brackets else (number, column, character)
                    brackets.pop()
        return brackets[-1] if brackets else None

    def sections(self) -> list[tuple[str, Block]]:
        """Returns the comments that say ``SECTION:``, with the name behind it."""
        named = ((_SECTION_NAME.match(block.text), block) for block in self.blocks if block.doc)
        return [(match[1], block) for match, block in named if match]

    def find(self, first: int, last: int, outer: bool) -> Block | None:
        """Returns the comment of a declaration that covers these lines.

        A doc comment before it comes first, then one on its last line, then one after it,
        then a plain comment before it.
        """
        before = self._before(first)
        if before is not None and before.doc:
            return before
        return self._beside(last) or self._after(last, outer) or before

    def _scan(self) -> tuple[Block, ...]:
        blocks: list[Block] = []
        pieces: list[str] = []
        position = line = 0
        start_of_line = 0
        for match in _LEXEME.finditer(self.text):
            between = self.text[position : match.start()]
            pieces.append(between)
            if "\n" in between:
                line += between.count("\n")
                start_of_line = position + between.rfind("\n") + 1
            position = match.end()
            raw = match[0]
            if raw[0] != "/":
                pieces.append(raw)
                continue
            pieces.append("\n".join([" " * len(row) for row in raw.split("\n")]))
            column = match.start() - start_of_line
            alone = not self.text[start_of_line : match.start()].strip()
            block = _block(raw, line + 1, column + 1, alone)
            if raw.count("\n"):
                line += raw.count("\n")
                start_of_line = match.start() + raw.rfind("\n") + 1
            if blocks and _continues(blocks[-1], block):
                blocks[-1] = _joined(blocks[-1], block)
            elif block.text:
                blocks.append(block)
        pieces.append(self.text[position:])
        self.code = "".join(pieces).split("\n")
        return tuple(blocks)

    def _before(self, first: int) -> Block | None:
        """Returns the comment that ends just above, with at most an export macro between."""
        blocks, line = self.blocks, first - 1
        while line > 0:
            block = self._ending.get(line)
            if block is not None:
                return None if block.trailing or _is_about_file(block, blocks) else block
            row = self.code[line - 1].strip() if line <= len(self.code) else "x"
            if row and not _MACRO_LINE.match(row) and not row.startswith("#"):
                return None
            if not row and not self._doc_above(line):
                return None
            line -= 1
        return None

    def _doc_above(self, line: int) -> bool:
        """Whether a doc comment ends just above a blank line."""
        block = self._ending.get(line - 1)
        return block is not None and block.doc

    def _beside(self, last: int) -> Block | None:
        """Returns the comment on the declaration's last line, with nothing after it."""
        blocks = self.blocks
        position = bisect_left(self._firsts, last)
        while position < len(blocks) and blocks[position].first == last:
            block = blocks[position]
            # A comment that opens its line belongs to what follows.
            if not block.alone:
                return block
            position += 1
        return None

    def _after(self, last: int, outer: bool) -> Block | None:
        """Returns the comment below that says so, or that leaves a blank line after itself."""
        blocks = self.blocks
        position = bisect_left(self._firsts, last + 1)
        if position == len(blocks) or blocks[position].first != last + 1:
            return None
        block = blocks[position]
        if not block.alone:
            return None
        if block.trailing:
            return block
        below = self.code[block.last].strip() if block.last < len(self.code) else ""
        return block if outer and not block.doc and not below else None


def _branch(
    word: str,
    brackets: list[tuple[int, int, str]],
    saved: list[list[tuple[int, int, str]]],
) -> None:
    if word.startswith("if"):
        saved.append(list(brackets))
    elif word.startswith("el") and saved:
        brackets[:] = saved[-1]
    elif word == "endif" and saved:
        saved.pop()


def _is_word(character: str) -> bool:
    return character.isalnum() or character in ("_", "$")


def _is_about_file(block: Block, blocks: tuple[Block, ...]) -> bool:
    """Whether a comment is about its file or a group of declarations, not about the next one."""
    if block is blocks[0] and ("opyright" in block.text or "SPDX" in block.text):
        return True
    return _SECTION.match(block.text) is not None


def _block(raw: str, line: int, column: int, alone: bool) -> Block:
    mark = raw[2:3]
    doc = mark in ("*", "!", "/") and raw[:4] not in ("/**/", "////") and raw[2:4] != "**"
    if raw.startswith("//") and mark not in ("/", "!"):
        doc = False
    trailing = doc and raw[3:4] == "<"
    text, skipped = _words(raw)
    last = line + raw.count("\n")
    return Block(text, line, last, column, doc, trailing, alone, line + skipped, raw[1] == "/")


def _words(raw: str) -> tuple[str, int]:
    """Returns a comment's text without marks, and how many lines come before its first words."""
    body = raw[2:].lstrip("/!<")
    if raw.startswith("/*"):
        body = raw[2:].removesuffix("*/").rstrip("*").lstrip("*!").removeprefix("<")
    first, _, rest = body.partition("\n")
    plain, starred = _STARS.subn("", rest)
    others = [row.rstrip() for row in plain.split("\n")]
    if first.strip():
        rows = [first.strip(), *(others if starred else _unindented(others))]
    else:
        rows = ["", *_unindented(others)]
    skipped = next((count for count, row in enumerate(rows) if row), 0)
    return "\n".join(rows[skipped:]).rstrip(), skipped


def _unindented(rows: list[str]) -> list[str]:
    """Takes away the indent that all lines have in common."""
    margin = min((len(row) - len(row.lstrip()) for row in rows if row.strip()), default=0)
    return [row[margin:] for row in rows]


def _continues(block: Block, following: Block) -> bool:
    """Whether two ``//`` comments are one text."""
    return (
        block.last + 1 == following.first
        and block.column == following.column
        and following.alone
        and block.doc == following.doc
        and block.trailing == following.trailing
        and block.slashes
        and following.slashes
    )


def _joined(block: Block, following: Block) -> Block:
    return replace(block, text=f"{block.text}\n{following.text}", last=following.last)


@dataclass(frozen=True, slots=True)
class Definition:
    """What a C file says of a function."""

    comment: Comment
    parameters: tuple[str, ...]
    """The names of its parameters; empty when its definition is not there."""


def read_definitions(text: str, file: str) -> dict[str, Definition]:
    """Returns the doc comments of a C file by the function that each stands before or names."""
    source = Source(text)
    found: dict[str, Definition] = {}
    for block in source.blocks:
        if not block.doc or not block.alone:
            continue
        head = "\n".join(source.code[block.last : block.last + _HEAD])
        head = re.split(r"[;{]", head, maxsplit=1)[0]
        title = _NAMED_FIRST.match(block.text.split("\n", 1)[0])
        called = [match[1] for match in _FUNCTION.finditer(head)]
        # An export macro with arguments looks like a function; the title tells.
        name = title[1] if title and (title[1] in called or not called) else "".join(called[:1])
        if name:
            comment = Comment(text=block.text, location=Location(file=file, line=block.body))
            found.setdefault(name, Definition(comment, _parameter_names(head, name)))
    return found


def _parameter_names(head: str, name: str) -> tuple[str, ...]:
    match = re.search(rf"\b{re.escape(name)}\s*\((.*)\)", head, re.DOTALL)
    if match is None:
        return ()
    names = []
    for part in _split(match[1]):
        words = re.search(r"\(\s*\*\s*(\w+)", part) or re.search(
            r"(\w+)\s*(?:\[[^\]]*\]\s*)*$", part
        )
        names.append(words[1] if words else "")
    return tuple(names)


def _split(text: str) -> list[str]:
    """Cuts at the commas outside all brackets."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        if character == "," and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return parts
