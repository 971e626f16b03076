# SPDX-License-Identifier: LGPL-2.1-or-later
"""Bindwright describes libraries that it was not made for: all they declare, and nothing to complain about."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from bindwright import project as projects
from bindwright.check import check
from bindwright.diagnostics import Severity
from bindwright.model.api import Api
from bindwright.pipeline import describing

HERE = Path(__file__).parent
LIBRARIES = ("libcurl", "libgit2", "libxml2", "sqlite3", "zlib")

HIDDEN = {
    "zlib": r"\w+64",
    "sqlite3": r"sqlite3(_preupdate_|changegroup_|changeset_|rebaser_|session_)\w+",
    "libxml2": r"__xml\w+|xmlErrMemory",
}
"""What a header declares only for who defines a macro: large files, extensions of sqlite3, libxml2's own parts."""
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
DIRECTIVE = re.compile(r"^\s*#(?:[^\n\\]|\\.)*", re.MULTILINE | re.DOTALL)
KNOWN = {"BW410", "BW411", "BW412"}
"""A meaning is not complete, or there is no documentation: nothing but the library's authors can say it."""


@pytest.fixture(scope="module", params=LIBRARIES)
def described(request: pytest.FixtureRequest, require: Any) -> tuple[str, projects.Project, Api]:
    """A library's description, made anew from its installed headers."""
    project = projects.read(HERE / str(request.param))
    require.package(*project.extraction.pkg_config)
    facts = describing.read_facts(project)

    assert [str(found) for found in facts.diagnostics] == []
    return project.name, project, describing.describe_facts(project, facts)


def exported(project: projects.Project) -> set[str]:
    """Returns the functions that the installed library exports, as nm tells them."""
    query = ("pkg-config", "--variable=libdir", project.extraction.pkg_config[0])
    folder = subprocess.run(query, capture_output=True, text=True, check=True).stdout.strip()
    path = str(Path(folder) / project.extraction.libraries[0])
    listed = subprocess.run(
        ("nm", "-D", "--defined-only", path), capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split() for line in listed.splitlines()]
    return {row[2].partition("@")[0] for row in rows if row[1] in ("T", "i", "W")}


def declared(api: Api) -> set[str]:
    """Returns every word of the library's headers that could be a function's name."""
    places = {item.location.file for item in (*api.functions, *api.constants) if item.location}
    found: set[str] = set()
    for name in places:
        for folder in ("", "x86_64-linux-gnu", "libxml2"):
            path = Path("/usr/include", folder, name)
            if path.is_file():
                text = COMMENT.sub(" ", path.read_text("utf-8", "replace"))
                found |= set(re.findall(r"\w+", DIRECTIVE.sub(" ", text)))
    return found


def test_every_exported_function_is_described(described: tuple[str, projects.Project, Api]) -> None:
    """What a header declares and the library exports is in the description, without exception."""
    name, project, api = described
    public = exported(project) & declared(api)
    hidden = re.compile(HIDDEN.get(name, "(?!)"))

    missing = public - {function.symbol for function in api.functions}

    assert len(public) > 70
    assert {item for item in missing if not hidden.fullmatch(item)} == set()


def test_functions_without_a_symbol_are_left_out(
    described: tuple[str, projects.Project, Api],
) -> None:
    """What a header declares and the library lacks cannot be linked: it is skipped, and it is said why."""
    _, project, api = described
    symbols = exported(project)

    shown = {item.symbol for item in api.functions if not item.skip and not item.inline}

    assert shown - symbols == set()


def test_nothing_is_wrong_but_what_nobody_says(
    described: tuple[str, projects.Project, Api],
) -> None:
    """A new library has no error, and no warning but that a meaning or a documentation is missing."""
    found = check(described[2])

    assert [str(item) for item in found if item.severity is Severity.ERROR] == []
    assert {item.code for item in found} <= KNOWN
