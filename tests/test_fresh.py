# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is committed is what is made now, and what is made is the same everywhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from bindwright import project as projects
from bindwright.pipeline import describing, generating

ROOT = Path(__file__).resolve().parent.parent
PROJECTS = [projects.read(folder) for folder in projects.find(ROOT)]

each_project = pytest.mark.parametrize("project", PROJECTS, ids=lambda project: project.name)


@pytest.fixture(autouse=True)
def _forget(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes everything anew: nothing that an earlier run remembers is believed."""
    monkeypatch.setenv("BINDWRIGHT_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))


@each_project
def test_description_is_what_the_headers_say(project: projects.Project, require: Any) -> None:
    """The committed XML is what ``bindwright extract`` writes from the library of that version."""
    for package in project.extraction.pkg_config:
        require.package(package)
    for library in project.extraction.libraries:
        if "/" in library:
            require.file(library)

    assert not describing.extract(project, write=False).changed


@each_project
def test_packages_are_what_is_generated(project: projects.Project) -> None:
    """The committed packages are what ``bindwright generate`` writes from the committed XML."""
    found = [
        str(diagnostic)
        for _, make in generating.trees(project, (), write=False)
        for diagnostic in make().diagnostics
    ]

    assert found == []


@each_project
def test_output_is_the_same_everywhere(project: projects.Project, tmp_path: Path) -> None:
    """Hash seed, locale, time zone, working folder, home and place of the tree leave no trace in a package."""
    machines = {
        "one": {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "UTC", "COLUMNS": "40"},
        "two": {"PYTHONHASHSEED": "4242", "LC_ALL": "C.UTF-8", "TZ": "Asia/Kathmandu"},
    }
    for name, settings in machines.items():
        generate(project, tmp_path / name, settings)

    made = {name: contents(tmp_path / name, project) for name in machines}
    assert made["one"] == made["two"]
    assert made["one"] == contents(ROOT, project)


def generate(project: projects.Project, place: Path, settings: dict[str, str]) -> None:
    """Generates a project in a copy that has the description, and neither headers nor packages."""
    folder = place / "api-spec" / project.folder.name
    shutil.copytree(project.folder, folder)
    elsewhere = place / "elsewhere"
    elsewhere.mkdir()
    command = [sys.executable, "-m", "bindwright", "generate", "--project", str(folder)]
    environment = {
        "PATH": os.defpath,
        "PYTHONPATH": str(ROOT / "generator"),
        "HOME": str(elsewhere),
        "BINDWRIGHT_CACHE": os.environ["BINDWRIGHT_CACHE"],
        **settings,
    }
    subprocess.run(command, env=environment, cwd=elsewhere, check=True, capture_output=True)


def contents(root: Path, project: projects.Project) -> dict[str, bytes]:
    """Returns the generated files of a project's packages, in a tree."""
    output = root / os.path.relpath(project.generation.output, ROOT)
    found = {}
    for record in sorted(output.glob("*/.bindwright")):
        for line in record.read_text().splitlines():
            if not line.startswith("#"):
                path = record.parent / line.split("  ", 1)[1]
                found[path.relative_to(output).as_posix()] = path.read_bytes()
        found[f"{record.parent.name}/.bindwright"] = record.read_bytes()
    return found
