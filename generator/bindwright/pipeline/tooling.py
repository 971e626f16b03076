# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs a target's own tools on its package, in a copy: ``out/`` stays as it was generated.

It does not know what the tools do.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bindwright import resources, tools
from bindwright.diagnostics import BindwrightError, Location, failure
from bindwright.pipeline.generating import package_folder

if TYPE_CHECKING:
    from bindwright.project import Project
    from bindwright.target import Manifest


def work_folder(project: Project, target: str) -> Path:
    """Returns where a package is built: ``build/packages/keel/c`` beside ``api-spec``."""
    return project.root / "build" / "packages" / project.name / target


def use_tool(project: Project, target: str, purpose: str) -> str | None:
    """Runs one of a target's tools and returns what it printed; None when the target has no such tool.

    ``{demo}`` in a command is the library's demonstration for that target; without one there is no such tool.

    Raises:
        BindwrightError: BW011 when the package was not generated, BW012 when the tool fails.
    """
    if not has_tool(project, target, purpose):
        return None
    commands, demo = _manifest(target).tools, demonstration(project, target)
    command = commands[purpose]
    folder = copy_package(project, target)
    if purpose == "demo" and "build" in commands:
        run_tool(project, commands["build"], folder)
    return run_tool(project, [str(demo) if word == "{demo}" else word for word in command], folder)


def has_tool(project: Project, target: str, purpose: str) -> bool:
    """Tells whether a target has a tool, and what it is to be used on."""
    command = _manifest(target).tools.get(purpose, ())
    return bool(command) and ("{demo}" not in command or demonstration(project, target) is not None)


def _manifest(target: str) -> Manifest:
    from bindwright.target import load_manifest

    return load_manifest(resources.templates() / target)


def readiness(manifest: Manifest) -> tuple[str, str]:
    """Returns which version of a target's tools is here, where that is asked, and else what is missing for them."""
    missing = [name for name in manifest.needs if not tools.probe(name)]
    if missing:
        return "", f"missing program: {', '.join(missing)}"
    if not manifest.ready:
        return "", ""
    try:
        done = tools.run(manifest.ready, cwd=manifest.folder)
    except BindwrightError as error:
        return "", error.diagnostics[0].message
    if done.status == 0:
        return done.output.strip(), ""
    said = (done.errors or done.output).strip().splitlines() or [f"status {done.status}"]
    return "", said[0].removeprefix("error: ")


def lacking(target: str) -> str:
    """Returns what a target's tools lack on this machine; empty when they can run."""
    return readiness(_manifest(target))[1]


def demonstration(project: Project, target: str) -> Path | None:
    """Returns the program that shows a library in use: ``api-spec/keel/demo/c.c``."""
    return next(iter(sorted(project.folder.glob(f"demo/{target}.*"))), None)


def run_tool(project: Project, command: Sequence[str], folder: Path) -> str:
    """Runs one command of a manifest in a folder and returns what it printed.

    Raises:
        BindwrightError: BW012 when it fails, with what it said.
    """
    done = tools.run(command, cwd=folder, timeout=900)
    if done.status != 0:
        said = (done.output + done.errors).strip()
        raise failure(
            "BW012",
            f"{' '.join(command)} failed with status {done.status}:\n{said}",
            Location(file=project.shown(folder)),
            "run it there by hand; the command stands in the target's target.toml",
        )
    return done.output + done.errors


def copy_package(project: Project, target: str) -> Path:
    """Copies a package to where it is built, file by file, so that a second build is a small one.

    Raises:
        BindwrightError: BW011 when the package was not generated.
    """
    package, folder = package_folder(project, target), work_folder(project, target)
    if not package.is_dir():
        raise failure(
            "BW011",
            f"{project.shown(package)} was not generated yet",
            hint=f"run: bindwright generate {target}",
        )
    names = [str(path.relative_to(package)) for path in resources.files(package)]
    _forget(folder, names)
    for name in names:
        source, copy = package / name, folder / name
        if not copy.is_file() or copy.read_bytes() != source.read_bytes():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy)
    return folder


def _forget(folder: Path, names: Sequence[str]) -> None:
    """Removes what an earlier copy brought and the package no longer has; what a build made stays."""
    record = folder.with_name(f"{folder.name}.files")
    if record.is_file():
        for name in set(record.read_text(encoding="utf-8").splitlines()) - set(names):
            (folder / name).unlink(missing_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    record.write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
