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
from bindwright.diagnostics import Diagnostic
from bindwright.pipeline.making import Maker, chosen

if TYPE_CHECKING:
    from bindwright import output
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


def _unchanged(project: Project, target: str) -> Tree | None:
    """Returns a target's package when nothing that it is made from changed, nor the package itself."""
    started = time.process_time()
    folder = package_folder(project, target)
    known = stamps.load(folder)
    if known is None or known.inputs != _inputs(project, known.folders):
        return None
    if known.files != stamps.contents(folder, tuple(known.files)):
        return None
    return Tree(
        project=project.name,
        target=target,
        folder=project.shown(folder),
        files=len(known.files),
        seconds=time.process_time() - started,
    )


def _inputs(project: Project, folders: tuple[str, ...]) -> dict[str, str]:
    options = project.generation.options
    said = repr([(name, sorted(options.get(name, {}).items())) for name in folders])
    return stamps.inputs(project.root, project.spec, said, folders)


def _tree(maker: Maker, target: str, *, write: bool, force: bool) -> Tree:
    """Makes a target's package, and writes or compares it."""
    from bindwright import output as writer

    started = time.process_time()
    project = maker.project
    package = package_folder(project, target)
    made = maker.make(target)
    inputs = _inputs(project, made.folders)
    recorded = stamps.recorded(inputs, formatted=bool(made.manifest.black))
    plan = writer.plan(package, project.shown(package), made.polished.files, recorded)
    if write:
        writer.apply(plan, overwrite_edited=force)
    if write or not plan.drifts:
        digests = stamps.contents(package, tuple(plan.files))
        stamps.store(package, stamps.Stamp(inputs=inputs, files=digests, folders=made.folders))
    changes: dict[str, list[str]] = {}
    for drift in plan.drifts:
        changes.setdefault(drift.kind.value, []).append(drift.path)
    spent = time.process_time() - started
    return Tree(
        project=project.name,
        target=target,
        folder=project.shown(package),
        files=len(plan.files),
        changes={kind: tuple(paths) for kind, paths in changes.items()},
        diagnostics=() if write else tuple(_drifted(plan, drift) for drift in plan.drifts),
        seconds=spent - made.polished.seconds,
        polish_seconds=made.polished.seconds,
    )


def _drifted(plan: output.Plan, drift: output.Drift) -> Diagnostic:
    """Says what is wrong with one file of a package, why, and what mends it."""
    from bindwright.diagnostics import Location

    why = {
        "stale": f"stale: {' and '.join(drift.causes) or 'the generator'} changed",
        "edited": "edited by hand",
        "missing": "missing",
        "orphan": "an orphan: nothing generates it any more",
        "foreign": "in the way of a generated file",
    }
    force = " --force" if drift.kind.value in ("edited", "foreign") else ""
    return Diagnostic(
        code="BW806",
        message=why[drift.kind.value],
        location=Location(file=f"{plan.shown}/{drift.path}"),
        hint=f"bindwright generate{force} {plan.package.name}",
    )
