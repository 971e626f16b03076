# SPDX-License-Identifier: LGPL-2.1-or-later
"""One scenario, every language: makes each target's conformance program, builds it and judges what it prints.

It does not change a golden transcript.
"""

from __future__ import annotations

import dataclasses
import fnmatch
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bindwright import atomic
from bindwright.diagnostics import Location, failure
from bindwright.pipeline.making import Maker, chosen
from bindwright.pipeline.tooling import copy_package, run_tool

if TYPE_CHECKING:
    from bindwright.conform import Program, Result
    from bindwright.model.scenario import Scenario
    from bindwright.project import Project


def conform(
    project: Project, wanted: Sequence[str], patterns: Sequence[str] = ()
) -> Iterator[tuple[str, Iterator[Result]]]:
    """Yields each target that has a program, with its results; of the cases whose names match, else of all.

    A library without scenarios has no results.

    Raises:
        BindwrightError: BW71x a case is wrong, BW013 no case matches, BW012 a program cannot be built.
    """
    from bindwright.conform import load_goldens, run_cases

    if project.conformance is None:
        return
    maker = Maker(project)
    cases = scenarios(maker, patterns)
    goldens = load_goldens(project.conformance.golden)
    for target in chosen(project, wanted):
        if "conform" in maker.manifest(target).tools:
            yield target, run_cases(build(maker, target, cases), cases, goldens)


def scenarios(maker: Maker, patterns: Sequence[str] = ()) -> tuple[Scenario, ...]:
    """Reads the cases of a library and resolves them against its description.

    Raises:
        BindwrightError: BW71x a case is wrong, BW013 no case matches.
    """
    from bindwright.conform import load_cases, resolve

    project = maker.project
    assert project.conformance is not None
    folder, shown = project.conformance.cases, project.shown(project.conformance.cases)
    found = load_cases(folder, shown)
    chosen_cases = [
        case
        for case in found
        if not patterns or any(fnmatch.fnmatchcase(case.name, pattern) for pattern in patterns)
    ]
    if not chosen_cases:
        raise failure(
            "BW013",
            f"no case is called {' or '.join(patterns)}",
            Location(file=shown),
            "a pattern may hold * and ?",
        )
    return resolve(chosen_cases, maker.api, maker.plain)


def files(maker: Maker, target: str, cases: Sequence[Scenario]) -> tuple[dict[str, bytes], Program]:
    """Returns the files of a target's program and how it is run, from the folder of the package.

    Raises:
        BindwrightError: BW6xx, a template fails.
    """
    from bindwright.conform import PREFIX, Program
    from bindwright.render import render
    from bindwright.target import build_program, filters

    manifest = maker.manifest(target)
    view = build_program(cases, maker.api, maker.view(target), manifest)
    made = render(
        view, manifest.folder, manifest.programs, filters(manifest.literals), runtime="conform"
    )
    program = Program(
        target=target,
        folder=Path(),
        command=manifest.tools["conform"],
        unsupported=tuple(
            (entry.pattern.removeprefix(PREFIX), entry.reason)
            for entry in manifest.unsupported
            if entry.pattern.startswith(PREFIX)
        ),
        missing=dict(view.missing),
    )
    return made, program


def build(maker: Maker, target: str, cases: Sequence[Scenario]) -> Program:
    """Builds a target's package and its program in a copy, and returns how to run it.

    Raises:
        BindwrightError: BW011 the package was not generated, BW012 a tool fails.
    """

    made, program = files(maker, target, cases)
    folder = copy_package(maker.project, target)
    for name, content in made.items():
        path = folder / "conform" / name
        if not path.is_file() or path.read_bytes() != content:
            atomic.write(path, content)
    for purpose in ("build", "program"):
        if command := maker.manifest(target).tools.get(purpose):
            run_tool(maker.project, command, folder)
    return dataclasses.replace(program, folder=folder)
