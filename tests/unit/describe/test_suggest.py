# SPDX-License-Identifier: LGPL-2.1-or-later
"""Suggestions come with evidence that stands where they say, whatever the overlay switches on."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from bindwright.describe import Description, Overlay, Suggestion, suggest, write_entries
from bindwright.describe.evidence import Witness
from bindwright.describe.suggest import Standing
from bindwright.extract import Sources, extract
from bindwright.model.ctype import declare
from bindwright.model.facts import Facts
from conftest import HERE, library, overlay

ALL_OF_HINTS = {
    ("hintText", ""): "(since 1.2.3)",
    ("hintText", "names"): "(array length=n)",
    ("hintText", "return"): "(transfer full) (release hintFreeText)",
    ("hintName", "flags"): "(flags hintFlags)",
    ("hintName", "return"): "(transfer none)",
    ("hintVersion", ""): "(nonblocking)",
    ("hintVersion", "return"): "(transfer none) (not nullable)",
    ("hintNew", "return"): "(transfer full)",
    ("hintRoom", "return"): "(transfer full) (release hintFreeText)",
    ("hintWrite", ""): "(failure negative) (deprecated use hintPut instead)",
    ("hintWrite", "data"): "(in) (not nullable) (bytes) (array length=size)",
    ("hintWrite", "mode"): "(unused)",
    ("hintWrite", "return"): "(status)",
    ("hintPeek", ""): "(failure negative)",
    ("hintPeek", "data"): "(out caller-allocates) (not nullable) (bytes) (array capacity=size)",
    ("hintPeek", "return"): "(status)",
    ("hintCount", ""): "(nonblocking)",
    ("hintAsk", ""): "(failure status)",
    ("hintAsk", "question"): "(in)",
    ("hintAsk", "answer"): "(out)",
    ("hintAsk", "tries"): "(inout)",
    ("hintAsk", "return"): "(status)",
    ("hintBits", "bits"): "(flags hint_bit_flag_t)",
}


def suggested(facts: Facts, text: str = "") -> tuple[Suggestion, ...]:
    """Returns what is suggested for a library with an overlay."""
    return suggest(facts, Description(library=library(), overlay=overlay(text)))


def said(found: Iterable[Suggestion]) -> dict[tuple[str, str], str]:
    """Returns all that is suggested by function and parameter."""
    texts: dict[tuple[str, str], str] = {}
    for item in found:
        before = texts.get((item.name, item.member), "")
        texts[item.name, item.member] = f"{before} {item.annotation}".lstrip()
    return texts


def test_an_empty_overlay_gets_every_suggestion(hints: Facts) -> None:
    """From prose, attributes and const; no convention is switched on."""
    found = suggested(hints)

    assert said(found) == ALL_OF_HINTS
    assert {item.standing for item in found} == {Standing.NOTHING}


def test_a_quote_is_whole_sentences_at_their_line(hints: Facts) -> None:
    """Not the sentence before, and not half of one; an abbreviation ends none."""
    found = {(item.name, item.member): item for item in suggested(hints)}
    freed, since = found["hintText", "return"], found["hintText", ""]

    assert (
        freed.quote == "When done with it, the caller must free it with hintFreeText(), or leak it."
    )
    assert str(freed.location) == "hints.h:33"
    assert since.quote == "This function was added in 1.2.3."
    assert str(since.location) == "hints.h:31"


def test_a_doxygen_command_is_quoted_at_its_line(hints: Facts) -> None:
    """A direction is evidence as it stands."""
    (found,) = (item for item in suggested(hints) if item.element == "hintAsk tries")

    assert found.quote == "[in,out] tries how often to ask, at most HINT_TWO"
    assert str(found.location) == "hints.h:74"


def test_an_attribute_is_quoted_as_it_is_declared(hints: Facts) -> None:
    """With the line of the declaration."""
    (found,) = (
        item
        for item in suggested(hints)
        if item.rule == "allocating-attributes" and item.name == "hintNew"
    )

    assert (found.witness, found.quote) == (Witness.ATTRIBUTE, "malloc")
    assert (found.location.file, found.location.line) == ("hints.h", 46)
    assert found.evidence == "attribute malloc"


def test_what_is_known_is_told_apart(hints: Facts) -> None:
    """The same, something else, or nothing; a weaker word is the same as a stronger one."""
    known = """
    [function.hintName]
    flags = "(unused)"
    returns = "(transfer none)"
    [function.hintWrite]
    data = "(nullable) (array length=size capacity=size)"
    """
    found = {
        (item.name, item.member, item.annotation.name): item for item in suggested(hints, known)
    }

    assert found["hintName", "flags", "flags"].standing is Standing.DIFFERS
    assert found["hintName", "flags", "flags"].known == "(unused), from the overlay"
    assert found["hintName", "return", "transfer"].standing is Standing.SAME
    assert found["hintWrite", "data", "nullable"].standing is Standing.DIFFERS
    assert found["hintWrite", "data", "array"].standing is Standing.SAME
    assert found["hintPeek", "data", "array"].standing is Standing.NOTHING


def test_a_function_without_bindings_wants_nothing(hints: Facts) -> None:
    """It is left out on purpose, or bindings alone call it."""
    found = suggested(
        hints, '[function.hintName]\nsay = "(skip no)"\n[function.hintCount]\nsay = "(free)"\n'
    )

    assert {item.name for item in found if not item.wanted} == {"hintName", "hintCount"}


def test_an_outputs_null_is_not_an_inputs(shapes: Facts) -> None:
    """What is known of directions counts."""
    text = '[function.acmeGuestFreeze]\npaths = "(in)"\n'

    assert said(suggested(shapes, text))["acmeGuestFreeze", "paths"] == "(nullable)"
    assert said(suggested(shapes))["acmeGuestGetState", "reason"] == "(optional)"


def test_a_convention_keeps_the_options_that_an_overlay_gives(hints: Facts) -> None:
    """A library has phrases of its own."""
    text = "[conventions]\ndocumented-unused = { phrase = '^where' }\n"
    found = said(suggested(hints, text))

    assert found["hintPeek", "data"].endswith("(unused)")
    assert found["hintWrite", "mode"] == "(flags hintFlags)"


@pytest.mark.parametrize("header", ["hints.h", "shapes.h"])
def test_entries_say_all_that_was_suggested(header: str) -> None:
    """Pasted into the overlay, they leave nothing to suggest."""
    facts = extract(Sources(headers=(header,), root=HERE))
    found = suggested(facts)

    again = suggested(facts, write_entries(found, Overlay()))
    assert found
    assert [item for item in again if item.wanted] == []


def test_entries_name_the_evidence_and_keep_out_of_tables_that_are_there(hints: Facts) -> None:
    """TOML has each table once."""
    text = '[function.hintName]\nflags = "(unused)"\n'
    found = [
        item
        for item in suggested(hints, text)
        if item.name in ("hintName", "hintText") and item.member != ""
    ]

    assert write_entries(found, overlay(text)) == """\
[function.hintText]
# hints.h:29: number of elements in @names
names = "(array length=n)"
# hints.h:33: When done with it, the caller must free it with hintFreeText(), or leak it.
returns = "(transfer full) (release hintFreeText)"

# [function.hintName] is there already; add to it:
# hints.h:40: bitwise-OR of hintFlags
# known: (unused), from the overlay
# flags = "(flags hintFlags)"
# hints.h:42: the name, which should not be freed by the caller
# returns = "(transfer none)"
"""


def test_libvirt_documents_its_flags_and_strings(libvirt_facts: Facts) -> None:
    """With an empty overlay: flags have their enum or are unused, strings have an owner."""
    flags = {
        function.name
        for function in libvirt_facts.functions
        if any(parameter.name == "flags" for parameter in function.parameters)
    }
    strings = {
        function.name
        for function in libvirt_facts.functions
        if declare(function.result) == "char *"
    }
    found = suggested(libvirt_facts)
    of_flags = {
        item.name
        for item in found
        if item.member == "flags" and item.annotation.name in ("flags", "enum", "unused")
    }
    of_strings = {
        item.name
        for item in found
        if item.member == "return" and item.annotation.name == "transfer"
    }

    assert (len(flags), len(strings)) == (264, 35)
    counted = f"{len(flags & of_flags)} of 264 flags, {len(strings & of_strings)} of 35 strings"
    assert counted == "262 of 264 flags, 29 of 35 strings"


INSTALLED = ("/usr/share/libvirt/api", "/usr/include")


@cache
def lines_of(file: str) -> list[str]:
    """Returns the lines of an installed header or description, as they read."""
    (path,) = (folder / file for folder in map(Path, INSTALLED) if (folder / file).exists())
    return html.unescape(path.read_text()).split("\n")


@cache
def text_of(file: str) -> str:
    """Returns a whole file on one line, without the stars of comments."""
    return " ".join(re.sub(r"^\s*\*+(?!/)", " ", line) for line in lines_of(file))


@cache
def words_of(file: str) -> str:
    """Returns a file's words, one space apart."""
    return " ".join(text_of(file).split())


def misplaced(found: Iterable[Suggestion]) -> list[Suggestion]:
    """Returns those whose sentence is not in the file that is named, or does not begin at that line."""
    return [
        item
        for item in found
        if item.witness is Witness.SENTENCE
        if item.quote not in words_of(item.location.file)
        or item.quote.split()[0] not in lines_of(item.location.file)[item.location.line - 1]
    ]


def test_libvirts_evidence_stands_in_its_files(libvirt_facts: Facts) -> None:
    """In the headers, and in the description that libvirt ships."""
    found = suggested(libvirt_facts)

    assert len(found) > 1300
    assert misplaced(found) == []


def test_libgit2s_evidence_stands_in_its_files(require: Any) -> None:
    """All of it in Doxygen's layout: what nearly every function's result means."""
    require.file("/usr/include/git2.h")
    facts = extract(Sources(headers=("git2.h",), public=("git2",)))
    found = suggested(facts)

    failing = {item.name for item in found if item.annotation.name == "failure"}
    assert len(failing) > 400
    assert misplaced(found) == []


AGAINST_DOCUMENTATION = {
    "virConnCopyLastError return (status)": "the result is the code of the error that is copied",
    "virConnGetLastError (failure null)": "no error is no failure",
    "virGetLastError (failure null)": "no error is no failure",
    "virStreamEventCallback events (flags virEventHandleType)": "a stream's bits are virStreamEventType",
    "virVcpuInfo cpu (enum virVcpuHostCpuState)": "it is a number of a CPU, too",
}
"""What the documentation says and libvirt's overlay knows better, and why."""


def test_libvirts_overlay_contradicts_documentation_for_a_reason(
    libvirt_facts: Facts, libvirt_overlay: Overlay
) -> None:
    """Each of these was looked at; all the rest that the documentation says is known."""
    found = suggest(libvirt_facts, Description(library=library(), overlay=libvirt_overlay))

    wanted = {f"{item.element} {item.annotation}" for item in found if item.wanted}
    assert wanted == AGAINST_DOCUMENTATION.keys()
