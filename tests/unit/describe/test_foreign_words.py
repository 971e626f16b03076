# SPDX-License-Identifier: LGPL-2.1-or-later
"""The words that other people's libraries need: enums of macros, glued prefixes, statuses that are good, handles that are asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from bindwright import project as projects
from bindwright.describe import Description, describe
from bindwright.diagnostics import BindwrightError
from bindwright.model.api import Api, FailureRule, Idiom, Kind, LastError, Null, Role
from bindwright.model.ctype import named
from bindwright.pipeline import describing
from conftest import function, overlay


@pytest.fixture(scope="module")
def shelf(root: Path) -> Api:
    project = projects.read(root / "tests" / "others" / "shelf")
    return describing.describe_facts(project, describing.read_facts(project))


def refuse(root: Path, text: str) -> str:
    """Returns the first message about an overlay."""
    project = projects.read(root / "tests" / "others" / "shelf")
    description = Description(library=project.library, overlay=overlay(text))
    with pytest.raises(BindwrightError) as caught:
        describe(describing.read_facts(project), description)
    return str(caught.value.diagnostics[0])


def test_macros_become_an_enum(shelf: Api) -> None:
    """Those that belong together are members, and no constants any more; C still calls it an int."""
    enum = next(item for item in shelf.enums if item.name == "shelf_code")

    members = [("_".join(item.words), item.value) for item in enum.members]
    assert ("broken", 7) in members
    assert (enum.c, enum.signed) == (named("int"), True)
    assert [item.name for item in shelf.constants if item.kind is Kind.I64] == ["SHELF_SIZE"]


def test_enum_of_no_macros_is_refused(root: Path) -> None:
    """An expression that matches nothing is found at its place."""
    said = refuse(root, '[[enum]]\nname = "x"\nconstants = "NOTHING_.*"\n')

    assert said.startswith("overlay.toml:1:3: error: no macro with a whole number is called")
    assert said.endswith("[BW204]")


def test_status_can_be_good(shelf: Api) -> None:
    """What is no failure is a value for the caller."""
    found = function(shelf, "shelf_step")

    assert found.failure == FailureRule(mode=found.failure.mode, good=("SHELF_ROW", "SHELF_DONE"))
    assert (found.result.role, found.result.type.name) == (Role.RESULT, "shelf_code")


def test_handle_says_how_it_is_asked(shelf: Api) -> None:
    """Directly, or by way of another handle; a second argument takes the code."""
    asked = {item.name: item.last_error for item in shelf.objects}

    assert asked == {
        "shelf": LastError(message="shelf_error", stored=True),
        "page": LastError(message="shelf_error", via="page_of", stored=True),
    }


def test_arrays_can_share_a_length(shelf: Api) -> None:
    """The second is as long as the first, and elements can be absent in one of them."""
    visit = next(item for item in shelf.callbacks if item.name == "shelf_visit")
    values, names = visit.parameters[2:]

    assert (names.role, names.of) == (Role.VALUE, "values")
    assert values.type.element is not None
    assert values.type.element.null is Null.YES


@pytest.mark.parametrize(
    ("name", "idiom", "counter", "full"),
    [
        ("shelf_double", Idiom.GROW_FILL, "", "SHELF_SHORT"),
        ("shelf_cover", Idiom.MEASURED, "shelf_cover_size", ""),
    ],
)
def test_idioms_of_others(shelf: Api, name: str, idiom: Idiom, counter: str, full: str) -> None:
    """Room that grows until it is enough, and a length that another function knows."""
    found = function(shelf, name)

    assert (found.idiom, found.counter, found.full) == (idiom, counter, full)


def test_text_can_be_unsigned_and_have_a_length(shelf: Api) -> None:
    """Whoever says that it is text is believed, and a length beside it is a length."""
    read = function(shelf, "page_read").result.type
    text = function(shelf, "shelf_join").parameters[1:3]

    assert (read.kind, text[0].type.kind) == (Kind.STRING, Kind.STRING)
    assert (text[1].role, text[1].of) == (Role.LENGTH, "text")
