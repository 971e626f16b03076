# SPDX-License-Identifier: LGPL-2.1-or-later
"""The page on the vocabulary says what the schema and the annotations are, all of it and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bindwright.describe.meanings import MEANINGS
from bindwright.spec.grammar import schema

PAGE = (Path(__file__).parents[3] / "api-spec/README.md").read_text()
SECTIONS = {
    tag: section
    for title, section in re.findall(r"^### (.*)\n((?:(?!##).*\n)*)", PAGE, re.M)
    for tag in re.findall(r"<([a-z-]+)>", title)
}


def test_page_has_every_element() -> None:
    """Each element of the schema has its section."""
    assert sorted(SECTIONS) == sorted(schema().elements)


@pytest.mark.parametrize("tag", schema().elements)
def test_page_has_every_attribute(tag: str) -> None:
    """The section on an element has a row for each of its attributes, and for no other."""
    cells = re.findall(r"^\| (`[^|]*`) \|", SECTIONS[tag], re.M)
    named = {name for cell in cells for name in re.findall(r"`([a-z-]+)`", cell)}
    tags = [other for other in SECTIONS if SECTIONS[other] == SECTIONS[tag]]
    wanted = {name for one in tags for name in schema().elements[one].attributes}

    assert named - wanted == set()
    assert wanted - named == set()


@pytest.mark.parametrize("tag", schema().elements)
def test_page_has_every_word(tag: str) -> None:
    """Whatever closed word an attribute may be set to stands in the section, or in one that it refers to."""
    rules = schema().elements[tag].attributes.items()
    lacking = [
        f"{name}={word}"
        for name, value in rules
        for word in value.words
        if word not in ("true", "false") and f"`{word}`" not in PAGE
    ]

    assert lacking == []


def test_page_has_every_annotation() -> None:
    """The table of annotations says what help says."""
    rows = re.findall(r"^\| `\(([a-z-]+)\)` \| [^|]+ \| (.*) \|$", PAGE, re.M)

    assert dict(rows) == dict(MEANINGS)
