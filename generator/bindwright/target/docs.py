# SPDX-License-Identifier: LGPL-2.1-or-later
"""Retells a library's documentation for one language and lays it out as comments.

It does not decide what is documented; it is one of the two doors for text into output.
"""

from __future__ import annotations

import functools
import itertools
import re
import textwrap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bindwright.target.manifest import DocForm, DocLayout
from bindwright.target.spared import SENTENCES, is_c, spare, without_announcement

TOKEN = re.compile(
    # What looks like a name of C: marked, called, or not a plain word; `open` in prose is English.
    r"(?<![\w/.-])(?=[%#@]|\w*(?:_|[a-z0-9][A-Z]|[A-Z][A-Z])|\w+\(\))"
    r"([%#@]?)([A-Za-z_]\w*(?:\.\w+)*)(?![\w*])(\(\))?"
)
"""A name of C in prose: its mark, itself, and the parentheses of a call."""
_FAILURE = re.compile(
    r"\b(errors?|fail(?:s|ed|ure)?|unsuccessful)\b|(?<![\w-])-1\b|\breturns? -\d", re.IGNORECASE
)
_PARTS = re.compile(r"(\s*[,;:]\s+(?:and\s+|but\s+)?)")
_CLAUSES = re.compile(r"(,?\s+or\s+|;\s*|,\s+(?:and|otherwise)\s+|,\s+(?=-1|NULL))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One piece of a documentation text."""

    text: str
    first: str = ""
    """Before its first line: ``    name: `` is part of the text, the indent is not."""
    hang: str = ""
    """Before its later lines."""
    preformatted: bool = False
    tight: bool = False
    """Follows the block before it without an empty line."""


class DocView:
    """One element's documentation, in every form the manifest defines."""

    def __init__(self, tell: Callable[[], tuple[Block, ...]], forms: Mapping[str, DocForm]) -> None:
        """Retells when it is first asked: most of what a library documents is asked for in no more than one form."""
        self._tell = tell
        self._forms = forms

    @functools.cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The retold text in pieces."""
        return self._tell()

    def __getattr__(self, name: str) -> str:
        if name.startswith("_") or name not in self._forms:
            raise AttributeError(f"the manifest has no documentation form '{name}'")
        return comment(self.blocks, self._forms[name])

    def __bool__(self) -> bool:
        return bool(self.blocks)

    @property
    def text(self) -> str:
        """The text laid out without any comment marks; it must pass through ``literal``."""
        return comment(self.blocks, DocForm())


def comment(blocks: Iterable[Block], form: DocForm) -> str:
    """Lays blocks out in lines of the form's width, escaped; no line ends in white space."""
    lines: list[str] = []
    width = max(form.width - len(form.prefix), 30)
    for block in itertools.islice(blocks, 1 if form.summary else None):
        if lines and not block.tight:
            lines.append("")
        lines.extend(_lines(block, width))
    escaped = [_escape(line, form) for line in lines]
    if form.single:
        return " ".join(line.strip() for line in escaped if line.strip())
    if form.hug:
        return _hug(escaped, form)
    whole = ([form.open] if form.open else []) + [
        (_before(line, form.prefix) + line).rstrip() + form.suffix for line in escaped
    ]
    if form.close:
        whole.append(form.close)
    return "\n".join(whole)


def _before(line: str, prefix: str) -> str:
    """Returns the prefix of a line; a tab is space enough."""
    return prefix.rstrip(" ") if line.startswith("\t") else prefix


def _hug(lines: list[str], form: DocForm) -> str:
    body = [form.open + (lines[0] if lines else "")]
    body += [(form.prefix + line).rstrip() for line in lines[1:]]
    if len(body) == 1:
        return body[0] + form.close
    return "\n".join([*body, form.prefix + form.close])


def _lines(block: Block, width: int) -> list[str]:
    if block.preformatted:
        return [(block.first + line).rstrip() for line in block.text.splitlines()]
    return textwrap.wrap(
        block.text,
        width=width,
        initial_indent=block.first,
        subsequent_indent=block.hang,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _escape(line: str, form: DocForm) -> str:
    for plain, escaped in form.escape:
        line = line.replace(plain, escaped)
    return line


@dataclass(frozen=True, slots=True, kw_only=True)
class Reteller:
    """Puts a language's names in place of C's."""

    names: Mapping[str, str]
    """From C identifiers to the language's qualified names; functions without parentheses."""
    functions: frozenset[str]
    """Which of them are functions."""
    layout: DocLayout
    unsaid: frozenset[str] = frozenset()
    """C functions that bindings call by themselves, such as ``keel_free``: clauses about them are left out."""

    @property
    def of_c(self) -> bool:
        """Whether it retells for users of C, who have memory and pointers."""
        return self.layout.null == DocLayout().null

    def tell(self, text: str, parameters: Mapping[str, str] | None = None) -> str:
        """Returns the text with every name of the API in the language's own spelling.

        Sentences about a parameter that is spelled as nothing are left out.
        """
        arguments = parameters or {}
        text = self.say(text if self.of_c else spare(text), arguments)
        constants = {
            "NULL": self.layout.null,
            "TRUE": self.layout.true,
            "FALSE": self.layout.false,
        }

        def replace(match: re.Match[str]) -> str:
            sigil, name, call = match.groups()
            if sigil == "@" and name in arguments:
                return self.layout.code.format(arguments[name])
            if name in constants:
                return self.layout.code.format(constants[name])
            if name in self.names:
                spelled = self.names[name]
                if call or name in self.functions:
                    spelled = self.layout.call.format(spelled)
                return (self.layout.link or self.layout.code).format(spelled)
            if sigil in ("%", "@") or (sigil == "#" and "_" in name):
                return self.layout.code.format(name + (call or ""))
            return match.group(0)

        told, end = "", 0
        for match in TOKEN.finditer(text):
            spelled = replace(match)
            told += self.written(text[end : match.start()])
            told += self.written(spelled) if spelled == match.group(0) else spelled
            end = match.end()
        return told + self.written(text[end:])

    def written(self, text: str) -> str:
        """Returns prose with what means something in the language's documentation escaped."""
        for plain, escaped in self.layout.escape:
            text = text.replace(plain, escaped)
        return text

    def say(self, text: str, parameters: Mapping[str, str]) -> str:
        """Returns the text without the sentences that name a parameter, and the clauses that name a function, which users do not have."""
        if any(_is_lacking(match, parameters) for match in TOKEN.finditer(text)):
            text = " ".join(
                sentence
                for sentence in SENTENCES.split(text)
                if not any(_is_lacking(match, parameters) for match in TOKEN.finditer(sentence))
            )
        if not any(self._is_unsaid(match) for match in TOKEN.finditer(text)):
            return text
        return " ".join(filter(None, map(self._sentence, SENTENCES.split(text))))

    def _is_unsaid(self, match: re.Match[str]) -> bool:
        _, name, call = match.groups()
        return name in self.unsaid and (bool(call) or "_" in name or name != name.lower())

    def _sentence(self, sentence: str) -> str:
        pieces = _PARTS.split(sentence)
        kept = [
            (joiner, part)
            for joiner, part in zip(["", *pieces[1::2]], pieces[::2], strict=True)
            if not any(self._is_unsaid(match) for match in TOKEN.finditer(part))
        ]
        if not kept or kept[0][0]:
            return ""
        told = kept[0][1] + "".join(joiner + part for joiner, part in kept[1:])
        end = sentence.rstrip()[-1:]
        return told + end if end in ".!?" and not told.endswith(end) else told

    def tell_result(self, text: str, parameters: Mapping[str, str] | None = None) -> str:
        """Returns what a result is, without the clauses that speak of failure."""
        kept = []
        text = self.say(text if self.of_c else spare(text), parameters or {})
        for sentence in re.split(r"(?<=[.;])\s+(?=[A-Z])", text.strip()):
            clauses = _CLAUSES.split(sentence)
            good = [
                (joiner, clause)
                for joiner, clause in zip(["", *clauses[1::2]], clauses[::2], strict=True)
                if not _FAILURE.search(clause)
            ]
            if good:
                kept.append(good[0][1] + "".join(joiner + clause for joiner, clause in good[1:]))
        told = " ".join(part.strip().rstrip(",;") for part in kept).strip()
        if not told:
            return ""
        if not told.endswith((".", "!", "?")):
            told += "."
        return self.tell(told, parameters)


def _is_lacking(match: re.Match[str], parameters: Mapping[str, str]) -> bool:
    return match[1] == "@" and parameters.get(match[2]) == ""


def paragraphs(
    body: Iterable[str], reteller: Reteller, parameters: Mapping[str, str]
) -> list[Block]:
    """Turns body paragraphs into blocks; preformatted ones are kept as they are."""
    layout = reteller.layout
    blocks: list[Block] = []
    for paragraph in body if reteller.of_c else _without_c(body):
        if paragraph.startswith("    "):
            text = textwrap.dedent(paragraph)
            if layout.code_open:
                blocks.append(Block(text=layout.code_open, preformatted=True))
            blocks.append(
                Block(
                    text=text,
                    first=layout.preformatted,
                    preformatted=True,
                    tight=bool(layout.code_open),
                )
            )
            if layout.code_close:
                blocks.append(Block(text=layout.code_close, preformatted=True, tight=True))
        else:
            told = reteller.tell(paragraph, parameters)
            if layout.stop and told[-1:].isalnum():
                told += "."
            blocks += [Block(text=told)] if told else []
    return blocks


def _without_c(body: Iterable[str]) -> list[str]:
    """Leaves out examples in C, and what announces them."""
    kept: list[str] = []
    for paragraph in body:
        if not paragraph.startswith("    ") or not is_c(paragraph):
            kept.append(paragraph)
        elif kept and not kept[-1].startswith("    "):
            kept[-1] = without_announcement(kept[-1])
    return [paragraph for paragraph in kept if paragraph]


def section(heading: str, items: Iterable[str], hang: str) -> list[Block]:
    """Turns items into a section under a heading; no items make no section."""
    blocks: list[Block] = []
    for item in items:
        indent = item[: len(item) - len(item.lstrip())]
        if not blocks and heading:
            blocks.append(Block(text=heading, preformatted=True))
        blocks.append(
            Block(text=item.strip(), first=indent, hang=indent + hang, tight=bool(blocks))
        )
    return blocks
