# SPDX-License-Identifier: LGPL-2.1-or-later
"""Cases to results: resolve, spell, render, build, run, compare.

It does not generate the package that the program uses, and changes no golden transcript.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bindwright import resources, tools
from bindwright.diagnostics import Diagnostic, Location, failure
from bindwright.pipeline.making import Maker, chosen
from bindwright.pipeline.tooling import use_tool, work_folder

if TYPE_CHECKING:
    from bindwright.conform import Program, Result
    from bindwright.model.scenario import Scenario
    from bindwright.project import Project
    from bindwright.target import Manifest

FOLDER = "conform"
"""Where a program is: below the folder in which its package is built, and in its target's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conformed:
    """How one target did in all cases."""

    project: str
    target: str
    results: tuple[Result, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    """Entries of ``[[unsupported]]`` that name no case."""

    @property
    def failed(self) -> bool:
        """Whether any case failed that the target says it supports, or the other way round."""
        return bool(self.diagnostics) or any(
            item.outcome.value == "failed" for item in self.results
        )


def conform(
    project: Project, wanted: Sequence[str] = (), cases: Sequence[str] = ()
) -> Iterator[Conformed]:
    """Yields how each target does in the project's cases, or in those named.

    A target without a conformance program is passed over, unless it is wanted by name.

    Raises:
        BindwrightError: BW7xx for a case or a program that cannot be used, BW011 when a package was not generated,
            and what making its view raises.
    """
    from bindwright.conform import load_goldens, run_cases, stale_patterns

    folder = conformance_folder(project)
    maker = Maker(project)
    scenarios = resolved(maker, cases)
    goldens = load_goldens(folder / "golden")
    for target in chosen(project, wanted):
        manifest = maker.manifest(target)
        if not manifest.programs and target not in wanted:
            continue
        program = build(maker, target, scenarios)
        yield Conformed(
            project=project.name,
            target=target,
            results=tuple(run_cases(program, scenarios, goldens)),
            diagnostics=() if cases else stale_patterns(program, scenarios),
        )


def conformance_folder(project: Project) -> Path:
    """Returns the folder that holds ``cases/`` and ``golden/``."""
    return project.root / "tests" / "conformance"


def resolved(maker: Maker, names: Sequence[str] = ()) -> tuple[Scenario, ...]:
    """Returns the cases of a project, or those named, checked against its API.

    Raises:
        BindwrightError: BW71x, or BW719 when there is no case of that name.
    """
    from bindwright.conform import load_cases, resolve

    project = maker.project
    folder = conformance_folder(project) / "cases"
    cases = load_cases(folder, project.shown(folder))
    known = [case.name for case in cases]
    for name in names:
        if name not in known:
            hint = f"cases: {', '.join(known)}"
            raise failure("BW719", f"there is no case '{name}'", hint=hint)
    wanted = [case for case in cases if not names or case.name in names]
    return resolve(wanted, maker.api, maker.plain)


def build(maker: Maker, target: str, scenarios: Sequence[Scenario]) -> Program:
    """Builds a target's package and the conformance program that uses it.

    Raises:
        BindwrightError: BW720 when the target has no program, BW721 when it cannot be built.
    """
    from bindwright.conform import PREFIX, Program
    from bindwright.target import build_program

    project, manifest = maker.project, maker.manifest(target)
    if not manifest.programs or "conform" not in manifest.tools:
        raise failure(
            "BW720",
            f"target '{target}' has no conformance program",
            Location(file=f"templates/{target}/target.toml"),
            "give it [[program]] files, and [tools] conform to run one case",
        )
    use_tool(project, target, "build")
    folder = work_folder(project, target)
    spelled = build_program(scenarios, maker.api, maker.view(target), manifest)
    write_program(folder / FOLDER, render_program(manifest, spelled))
    command = manifest.tools.get("program")
    if command:
        done = tools.run(command, cwd=folder, timeout=900)
        if done.status != 0:
            cause = f"{' '.join(command)} failed:\n{(done.output + done.errors).strip()}"
            raise failure("BW721", cause, Location(file=project.shown(folder / FOLDER)))
    return Program(
        target=target,
        folder=folder,
        command=manifest.tools["conform"],
        unsupported=tuple(
            (rule.pattern.removeprefix(PREFIX), rule.reason)
            for rule in manifest.unsupported
            if rule.pattern.startswith(PREFIX)
        ),
        missing=dict(spelled.missing),
    )


def render_program(manifest: Manifest, spelled: object) -> dict[str, bytes]:
    """Returns the files of a conformance program by their path below its folder.

    Raises:
        BindwrightError: BW611 a template fails, BW612 two rules make one file.
    """
    from bindwright.polish import polish
    from bindwright.render import render
    from bindwright.target import filters

    files = render(spelled, manifest.folder, manifest.programs, filters(manifest.literals), FOLDER)
    return polish(files, manifest.black, resources.cache()).files


def write_program(folder: Path, files: dict[str, bytes]) -> None:
    """Writes what changed of a program's files, so that a second build is a small one."""
    for path, content in files.items():
        file = folder / path
        if not file.is_file() or file.read_bytes() != content:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
