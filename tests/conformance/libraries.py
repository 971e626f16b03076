# SPDX-License-Identifier: LGPL-2.1-or-later
"""The libraries that have conformance cases: what their cases are, and a program for each target, built once.

It does not say how a case has to end.
"""

from __future__ import annotations

import functools
from pathlib import Path

from bindwright import project as projects
from bindwright.conform import Program, resolve
from bindwright.model.scenario import Scenario
from bindwright.pipeline import conforming
from bindwright.pipeline.making import Maker, target_names
from bindwright.project import Conformance
from sweep import sweep

ROOT = Path(__file__).resolve().parent.parent.parent
PROJECTS = {
    project.name: project
    for project in map(projects.read, projects.find(ROOT))
    if project.conformance
}


def conformance(library: str) -> Conformance:
    """Returns where the cases of a library are."""
    found = PROJECTS[library].conformance
    assert found is not None
    return found


@functools.cache
def maker(library: str) -> Maker:
    """Returns what makes the programs of a library."""
    return Maker(PROJECTS[library])


def targets(library: str) -> list[str]:
    """Returns the targets that have a program."""
    return [name for name in target_names() if "conform" in maker(library).manifest(name).tools]


@functools.cache
def scenarios(library: str) -> dict[str, Scenario]:
    """Returns the cases of a library by name, those of a sweep last."""
    made = maker(library)
    found = conforming.scenarios(made)
    if library == "libvirt":
        found += resolve(sweep(made.api, made.plain)[0], made.api, made.plain)
    return {scenario.name: scenario for scenario in found}


@functools.cache
def build(library: str, target: str) -> Program:
    """Builds a target's program."""
    return conforming.build(maker(library), target, tuple(scenarios(library).values()))
