# SPDX-License-Identifier: LGPL-2.1-or-later
"""Files to ``out/``: writes packages whole, or says in what they differ and why.

It does not make the files, and makes none while nothing changed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bindwright import stamps
from bindwright.diagnostics import Diagnostic, Location, Severity
from bindwright.pipeline.making import Maker, chosen, target_names

if TYPE_CHECKING:
    from bindwright.output import Drift
    from bindwright.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """What became of one target's package."""

    project: str
    target: str
    folder: str
    """``out/c``."""
    files: int
    changes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Paths by what happened, or would happen, to them: ``{"changed": ("README.md",)}``."""
    diagnostics: tuple[Diagnostic, ...] = ()
    seconds: float = 0.0
    """Of CPU, without formatting."""
    polish_seconds: float = 0.0


def package_folder(project: Project, target: str) -> Path:
    """Returns where a target's package is."""
    return project.generation.output / target


def trees(
    project: Project, wanted: Sequence[str], *, write: bool, force: bool = False
) -> Iterator[tuple[str, Callable[[], Tree]]]:
    """Yields each target with the work that makes, or compares, its package.

    Raises:
        BindwrightError: there is no such target; the work raises what the stages do.
    """
    maker = Maker(project)
    for target in chosen(project, wanted):
        yield target, lambda target=target: _unchanged(project, target) or _tree(  # type: ignore[misc]
            maker, target, write=write, force=force
        )


def left_over(project: Project) -> Iterator[Diagnostic]:
    """Yields a warning for each package of a target that there is no more."""
    from bindwright import output

    known = target_names()
    for name in output.generated(project.generation.output):
        if name not in known:
            folder = project.shown(package_folder(project, name))
            yield Diagnostic(
                code="BW015",
                message=f"there is no target '{name}' any more",
                location=Location(file=folder),
                hint=f"remove {folder}",
                severity=Severity.WARNING,
            )


def _unchanged(project: Project, target: str) -> Tree | None:
    """Returns a target's package when nothing that it is made from changed, nor the package itself."""
    from bindwright import output

    started = time.process_time()
    root = project.generation.output
    known = stamps.load(root / target)
    if known is None:
        return None
    sources = _sources(project, known.folders)
    if known.inputs != {**sources, **stamps.generator()}:
        return None
    if not output.unchanged(root, target, sources):
        return None
    return Tree(
        project=project.name,
        target=target,
        folder=project.shown(root / target),
        files=known.files,
        seconds=time.process_time() - started,
    )


def _sources(project: Project, folders: Sequence[str]) -> dict[str, str]:
    """Returns the digests that the package itself records: of the description, the options, profile and templates."""
    options = project.generation.options
    said = repr([(name, sorted(options.get(name, {}).items())) for name in folders])
    profiles = [project.profile(name) for name in folders]
    files = [project.spec, *(path for path in profiles if path)]
    return stamps.inputs(project.root, files, said, folders)


def _tree(maker: Maker, target: str, *, write: bool, force: bool) -> Tree:
    """Makes a target's package, and writes or compares it."""
    from bindwright import output

    started = time.process_time()
    project, made = maker.project, maker.make(target)
    folder = package_folder(project, target)
    sources = _sources(project, made.folders)
    plan = output.plan(project.generation.output, target, made.polished.files, sources)
    drifts = output.compare(plan)
    diagnostics: tuple[Diagnostic, ...] = ()
    if write:
        done = output.apply(plan, overwrite_edited=force)
        diagnostics = tuple(stray.diagnostic() for stray in done.strays)
    else:
        diagnostics = tuple(_drifts(project, target, drifts))
    if write or not drifts:
        stamp = stamps.Stamp(
            inputs={**sources, **stamps.generator()},
            folders=made.folders,
            files=len(made.polished.files),
        )
        stamps.store(folder, stamp)
    changes: dict[str, tuple[str, ...]] = {}
    for drift in drifts:
        changes[drift.kind.value] = (*changes.get(drift.kind.value, ()), drift.path)
    return Tree(
        project=project.name,
        target=target,
        folder=project.shown(folder),
        files=len(made.polished.files),
        changes=changes,
        diagnostics=diagnostics,
        seconds=time.process_time() - started - made.polished.seconds,
        polish_seconds=made.polished.seconds,
    )


def _drifts(project: Project, target: str, drifts: Sequence[Drift]) -> Iterator[Diagnostic]:
    """Yields a finding for each file that differs, with why; the last says how to mend all."""
    from bindwright.output import DriftKind

    command = f"bindwright generate {target} --project {project.shown(project.folder)}"
    if any(drift.kind is DriftKind.EDITED for drift in drifts):
        command += " --force (what was edited is lost)"
    for drift in drifts:
        yield drift.diagnostic(f"run: {command}" if drift is drifts[-1] else "")
