# SPDX-License-Identifier: LGPL-2.1-or-later
"""Gives the tests of ``describe`` three small libraries, one annotated and two not, and both real ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from bindwright import project
from bindwright.describe import Description, Overlay, describe, read
from bindwright.describe.overlay import from_table
from bindwright.extract import Sources, extract
from bindwright.model.api import Api, ErrorSource, Function, Library
from bindwright.model.facts import Facts
from bindwright.spec.apixml import apply_documents, read_documents
from bindwright.tables import parse

HERE = Path(__file__).parent

Describe = Callable[[str], Api]
"""Describes a library with an overlay, given as text."""


def library(**more: object) -> Library:
    """Returns what is known of a library that does not matter."""
    fields: dict[str, object] = {"name": "acme", "version": "1", "licence": "MIT", "headers": ()}
    return Library(**{**fields, **more})  # type: ignore[arg-type]


def overlay(text: str) -> Overlay:
    """Reads an overlay."""
    return from_table(parse(text, "overlay.toml"))


def function(api: Api, name: str) -> Function:
    """Returns the function of that name."""
    return next(item for item in api.functions if item.name == name)


@pytest.fixture(scope="session")
def shapes() -> Facts:
    """Returns the facts of the old library."""
    return extract(Sources(headers=("shapes.h",), root=HERE))


@pytest.fixture(scope="session")
def acme(shapes: Facts) -> Describe:
    """Describes the old library."""
    return lambda text: describe(shapes, Description(library=library(), overlay=overlay(text)))


@pytest.fixture(scope="session")
def hints() -> Facts:
    """Returns the facts of the library that says much in attributes and prose."""
    return extract(Sources(headers=("hints.h",), root=HERE))


@pytest.fixture(scope="session")
def hinted(hints: Facts) -> Describe:
    """Describes that library."""
    return lambda text: describe(hints, Description(library=library(), overlay=overlay(text)))


@pytest.fixture(scope="session")
def annotated() -> Facts:
    """Returns the facts of the annotated library."""
    return extract(Sources(headers=("annotated.h",), root=HERE))


LAMP = library(
    name="lamp",
    errors=ErrorSource(code="lamp_last_error", message="lamp_last_error", code_enum="lamp_status"),
)


@pytest.fixture(scope="session")
def lamp(annotated: Facts) -> Api:
    """Returns the annotated library's description."""
    return describe(
        annotated, Description(library=LAMP, overlay=overlay('names.prefixes = ["lamp_"]'))
    )


@pytest.fixture(scope="session")
def keel(root: Path) -> Api:
    """Returns keel's description."""
    found = project.read(root / "api-spec" / "keel")
    include = tuple(str(folder) for folder in found.extraction.include)
    facts = extract(Sources(headers=found.extraction.headers, include=include, root=root))
    assert found.overlay is not None
    return describe(facts, Description(library=found.library, overlay=read(found.overlay)))


@pytest.fixture(scope="session")
def libvirt_facts(root: Path) -> Facts:
    """Returns what libvirt's installed headers and its own description say."""
    found = project.read(root / "api-spec" / "libvirt").extraction
    missing = [file for file in found.descriptions if not file.exists()]
    if missing:
        pytest.skip(f"missing file: {missing[0]}")
    sources = Sources(headers=found.headers, sentinel=found.sentinel)
    return apply_documents(extract(sources), read_documents(found.descriptions))


@pytest.fixture(scope="session")
def libvirt_overlay(root: Path) -> Overlay:
    """Returns libvirt's overlay."""
    return read(root / "api-spec" / "libvirt" / "overlay.toml", "overlay.toml")


@pytest.fixture(scope="session")
def libvirt(root: Path, libvirt_facts: Facts, libvirt_overlay: Overlay) -> Api:
    """Returns libvirt's description."""
    found = project.read(root / "api-spec" / "libvirt")
    return describe(libvirt_facts, Description(library=found.library, overlay=libvirt_overlay))
