# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads a doc comment: annotations, paragraphs, parameters, result, since and deprecated.

It does not know what an annotation means. Three layouts are read: GObject-Introspection's, with a ``Returns:`` tag, the older
one in which a paragraph begins with ``Returns``, and Doxygen's. References stay as tokens in the text for targets to retell: ``%CONSTANT``,
``#type``, ``@parameter`` and ``function()``; a preformatted paragraph starts with four spaces in each line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bindwright.describe import doxygen, terms
from bindwright.describe.terms import Annotation
from bindwright.diagnostics import BindwrightError, Diagnostic, Location
from bindwright.model.api import Doc
from bindwright.model.facts import Comment

_NAME = re.compile(r"(?:struct|union|enum)?\s*([A-Za-z_]\w*)(?:\(\))?\s*:?(?=\s|$)")
_PARAMETER = re.compile(r"@([A-Za-z_][\w.]*|\.\.\.)\s*:(?!:)")
_ANNOTATED = re.compile(r"\s*((?:\([^()]*\)\s*)+)(:|$)")
_DIRECTION = re.compile(r"\s*(\[(?:in|out|in\s*,\s*out|inout)\])\s*")
_RETURNS = re.compile(r"(?:Returns?|Return value)\b\s*:?\s*", re.IGNORECASE)
_TAG = re.compile(r"(Since|Deprecated|Stability)\s*:\s*", re.IGNORECASE)
_SINCE_END = re.compile(r"\s*\(Since:?\s*v?([\w.]+)\)\s*\.?$", re.IGNORECASE)
_DEPRECATED = re.compile(
    r"(?:this (?:function|api|constant|type|enum) (?:is|was|has been)|is|was)\s+(?:now )?deprecated\b|^deprecated\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z@#%`\"(])")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|cf|vs|etc|resp|approx|incl)|\b[A-Z])\.$")
_FENCE = re.compile(r"\s*(?:\|\[|```)")
_FENCE_END = re.compile(r".*(?:\]\||```)\s*$")
_ITEM = re.compile(r"\s*(?:[-*+•]|\d+[.)])\s+\S")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a comment says about one parameter, member or result."""

    text: str = ""
    annotations: tuple[Annotation, ...] = ()
    direction: str = ""
    """As Doxygen has it: ``[in,out]``."""
    location: Location | None = None

    @property
    def doc(self) -> Doc:
        """The text as documentation."""
        text, since = _since(self.text)
        summary, *body = paragraphs(text) or [""]
        head, rest = split_summary(summary)
        return Doc(
            summary=head,
            body=tuple(([rest] if rest else []) + body),
            since=since,
            deprecated=_deprecation(text),
            location=self.location,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DocComment:
    """One doc comment, taken apart."""

    annotations: tuple[Annotation, ...] = ()
    parameters: dict[str, Part] = field(default_factory=dict)
    returns: Part | None = None
    doc: Doc = Doc()
    text: str = ""
    """The description as one text, for conventions that look for phrases."""
    source: Comment | None = None
    """What was taken apart."""


@dataclass(slots=True)
class _Section:
    """Lines that belong together."""

    kind: str
    name: str
    lines: list[str]
    line: int


def read(comment: Comment | None, name: str, on: str) -> DocComment:
    """Takes the doc comment of the declaration ``name`` apart; ``on`` is ``function``, ``callback``, ``type`` or another kind.

    Raises:
        BindwrightError: BW201 or BW202 for each wrong annotation.
    """
    if comment is None:
        return DocComment()
    reader = _Reader(doxygen.rewrite(comment), on)
    result = reader.read(name)
    if reader.diagnostics:
        raise BindwrightError(tuple(reader.diagnostics))
    return result


class _Reader:
    """Reads one comment and collects what is wrong with it."""

    def __init__(self, comment: Comment, on: str) -> None:
        self.comment = comment
        self.on = on
        self.diagnostics: list[Diagnostic] = []

    def read(self, name: str) -> DocComment:
        sections = _sections(self.comment.text, name)
        annotations: tuple[Annotation, ...] = ()
        parameters: dict[str, Part] = {}
        returns: Part | None = None
        prose: list[str] = []
        tags: dict[str, str] = {}
        value = "field" if self.on == "type" else "parameter"
        own = "type" if self.on == "callback" else self.on
        for section in sections:
            text = "\n".join(section.lines)
            if section.kind == "name":
                annotations = self._part(text, own, section.line).annotations
            elif section.kind == "parameter":
                parameters[section.name] = self._part(text, value, section.line)
            elif section.kind == "returns":
                part = self._part(text, "return", section.line)
                returns = (
                    part
                    if returns is None
                    else replace(returns, text=f"{returns.text}\n\n{part.text}")
                )
            elif section.kind == "tag":
                tags[section.name] = " ".join(text.split())
            else:
                prose.append(text)
        return DocComment(
            annotations=annotations,
            parameters=parameters,
            returns=returns,
            doc=self._doc("\n".join(prose), tags),
            text=" ".join("\n".join(prose).split()),
            source=self.comment,
        )

    def _part(self, text: str, on: str, line: int) -> Part:
        location = replace(self.comment.location, line=self.comment.line(line), column=0)
        match = _ANNOTATED.match(text.split("\n\n")[0])
        found: tuple[Annotation, ...] = ()
        if match:
            found = self._annotations(match[1], on, location)
            text = text[match.end() :]
        direction = _DIRECTION.match(text)
        if direction:
            text = text[direction.end() :]
        return Part(
            text=_dedent(text),
            annotations=found,
            direction=direction[1] if direction else "",
            location=location,
        )

    def _annotations(self, text: str, on: str, location: Location) -> tuple[Annotation, ...]:
        try:
            return terms.parse(" ".join(text.split()), on, location)
        except BindwrightError as error:
            self.diagnostics.extend(error.diagnostics)
            return ()

    def _doc(self, text: str, tags: dict[str, str]) -> Doc:
        text, since = _since(text)
        summary, *body = paragraphs(text) or [""]
        if summary.startswith("    "):
            head, rest = "", summary
        else:
            head, rest = split_summary(summary)
        deprecated = tags.get("deprecated", _deprecation(text))
        return Doc(
            summary=head,
            body=tuple(([rest] if rest else []) + body),
            since=(tags.get("since", since).split() or [""])[0].rstrip("."),
            deprecated=deprecated,
            location=self.comment.location,
        )


_SECTION_TAG = re.compile(
    r"\s*@(short_description|title|section_id|see_also|stability|include|image):\s*(.*)"
)


def read_section(comment: Comment) -> Doc:
    """Returns what a header says of itself: its short description or its title is the summary."""
    tags: dict[str, str] = {}
    prose: list[str] = []
    for line in comment.text.split("\n")[1:]:
        if match := _SECTION_TAG.match(line):
            tags[match[1]] = match[2].strip()
        else:
            prose.append(line)
    title = tags.get("short_description") or tags.get("title", "")
    body = tuple(paragraphs("\n".join(prose)))
    return Doc(summary=title, body=body, location=comment.location)


def _sections(text: str, name: str) -> list[_Section]:
    """Divides the lines of a comment by what they are about."""
    current = _Section("text", "", [], 0)
    sections = [current]
    fenced = False
    returned = False
    for number, line in enumerate(text.split("\n")):
        stripped = line.strip()
        shown = fenced or (line[:1].isspace() and current.kind == "text" and len(sections) > 1)
        opened = None if shown else _opening(stripped, name, number, sections, returned)
        if _FENCE.match(line) and not (fenced or _FENCE_END.match(stripped[3:])):
            fenced = True
        elif fenced and _FENCE_END.match(line):
            fenced = False
        if opened is not None:
            returned = returned or opened.kind == "returns"
            current = opened
            sections.append(current)
        elif current.kind in ("parameter", "name", "tag") and not stripped:
            current = _Section("text", "", [], number)
            sections.append(current)
        else:
            current.lines.append(line)
    return sections


def _opening(
    line: str, name: str, number: int, sections: list[_Section], returned: bool
) -> _Section | None:
    """Returns the section that a line opens, if it opens one."""
    if len(sections) == 1 and not any(part.strip() for part in sections[0].lines):
        match = _NAME.match(line)
        if match and name and match[1] == name.rpartition(" ")[2]:
            return _Section("name", "", [line[match.end() :].removeprefix(":")], number)
    if line[:1] not in "@SsDdRr":
        return None
    if match := _PARAMETER.match(line):
        return _Section("parameter", match[1], [line[match.end() :]], number)
    if match := _TAG.match(line):
        return _Section("tag", match[1].lower(), [line[match.end() :]], number)
    if match := _RETURNS.match(line):
        tagged = match[0].rstrip().endswith(":")
        starts = not sections[-1].lines or not sections[-1].lines[-1].strip()
        if tagged or (line.startswith("Returns") and (starts or not returned)):
            return _Section("returns", "", [line[match.end() :]], number)
    return None


def _dedent(text: str) -> str:
    """Takes the common indent of the lines after the first away."""
    first, *rest = text.split("\n")
    indents = [len(line) - len(line.lstrip()) for line in rest if line.strip()]
    indent = min(indents, default=0)
    return "\n".join([first.strip(), *(line[indent:] for line in rest)]).strip("\n")


def paragraphs(text: str) -> list[str]:
    """Divides a text into paragraphs: prose on one line each, list items apart, code lines kept with four spaces before."""
    if "\n" not in text and not text.startswith("  "):
        return [" ".join(text.split())] if text.strip() else []
    found: list[str] = []
    prose: list[str] = []
    code: list[str] = []
    fenced = False

    def flush() -> None:
        if prose:
            found.append(" ".join(" ".join(prose).split()))
            prose.clear()
        if code:
            found.append(_preformatted(code))
            code.clear()

    for line in text.expandtabs(4).split("\n"):
        if fenced:
            fenced = not _FENCE_END.match(line)
            if fenced:
                code.append(line)
            else:
                flush()
        elif _FENCE.match(line):
            flush()
            fenced = True
        elif not line.strip():
            if code:
                code.append("")
            else:
                flush()
        elif line.startswith("  ") and not prose and not _ITEM.match(line):
            code.append(line)
        else:
            if code and code[-1].strip()[:1].isalnum() and not any(code[-2:-1]):
                # Only the first line of the paragraph is indented.
                first = code.pop().strip()
                flush()
                prose.append(first)
            elif code or _ITEM.match(line):
                flush()
            prose.append(line.strip())
    flush()
    return [paragraph for paragraph in found if paragraph.strip()]


def _preformatted(lines: list[str]) -> str:
    while lines and not lines[-1].strip():
        lines.pop()
    while lines and not lines[0].strip():
        lines.pop(0)
    indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join("    " + line[indent:].rstrip() if line.strip() else "    " for line in lines)


def split_summary(paragraph: str) -> tuple[str, str]:
    """Returns the first sentence of a paragraph and what follows it."""
    if paragraph.startswith("    "):
        return "", paragraph
    start, end = next(_between_sentences(paragraph), (len(paragraph), len(paragraph)))
    return paragraph[:start], paragraph[end:]


def _between_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yields where each sentence but the last ends, and where the next one starts."""
    for match in _SENTENCE.finditer(text):
        if not _ABBREVIATION.search(text[: match.start()]):
            yield match.span()


def sentences(text: str, start: int, end: int) -> str:
    """Returns the sentences of a text that a passage of it is in."""
    first, last = 0, len(text)
    for stop, begin in _between_sentences(text):
        if begin <= start:
            first = begin
        if stop >= end:
            last = stop
            break
    return text[first:last]


def place(source: Comment, quote: str, after: Location | None) -> Location:
    """Returns where a sentence starts in the comment that holds it: at ``after`` or behind it if it is there."""
    words = [
        (word, source.line(number))
        for number, line in enumerate(source.text.split("\n"))
        for word in line.split()
    ]
    wanted = quote.split()
    lines = [
        line
        for start, (_, line) in enumerate(words)
        if [word for word, _ in words[start : start + len(wanted)]] == wanted
    ]
    if not lines:
        return after or source.location
    earliest = after.line if after else 0
    line = next((line for line in lines if line >= earliest), lines[0])
    return replace(source.location, line=line, column=0)


def _since(text: str) -> tuple[str, str]:
    """Takes ``(Since: 1.2)`` off the end of a text."""
    match = _SINCE_END.search(text) if text.rstrip().endswith((")", ").")) else None
    return (text[: match.start()], match[1]) if match else (text, "")


def _deprecation(text: str) -> str | None:
    """Returns the sentence that says that something is deprecated, if one does."""
    if "eprecated" not in text:
        return None
    for sentence in _SENTENCE.split(" ".join(text.split())):
        if _DEPRECATED.search(sentence):
            return sentence
    return None
