# SPDX-License-Identifier: LGPL-2.1-or-later
"""Each package builds, lints and passes its own tests, with the tools that its target names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bindwright import project as projects
from bindwright import resources
from bindwright.pipeline import making, tooling
from bindwright.target import load_manifest

ROOT = Path(__file__).resolve().parent.parent
PROJECTS = {folder.name: projects.read(folder) for folder in projects.find(ROOT)}
PURPOSES = ("build", "check", "test", "demo")

CASES = [
    pytest.param(name, target, purpose, id=f"{name}-{target}-{purpose}")
    for name, project in PROJECTS.items()
    for target in making.chosen(project, ())
    for purpose in PURPOSES
    if purpose in load_manifest(resources.templates() / target).tools
    and (purpose != "demo" or tooling.demonstration(project, target))
]


@pytest.mark.parametrize(("name", "target", "purpose"), CASES)
def test_package_passes_its_own_tools(name: str, target: str, purpose: str, require: Any) -> None:
    """What the target's manifest says to run on a package ends well."""
    project = PROJECTS[name]
    require.package(*project.library.pkg_config)
    require.target(target)

    assert tooling.use_tool(project, target, purpose) is not None
