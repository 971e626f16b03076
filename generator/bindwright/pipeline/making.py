# SPDX-License-Identifier: LGPL-2.1-or-later
"""Description to files: check, plain, view, render, polish, in this order.

It writes nothing, and reads no header.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from bindwright import resources
from bindwright.diagnostics import BindwrightError, Diagnostic, Location, Severity, failure
from bindwright.pipeline.describing import find_problems, load
from bindwright.tables import load as load_table

if TYPE_CHECKING:
    from bindwright.model.api import Api
    from bindwright.model.plain import PlainApi
    from bindwright.polish import Polished
    from bindwright.project import Project
    from bindwright.target import Manifest, View


def target_names() -> tuple[str, ...]:
    """Returns the targets that have packages of their own: folders with a manifest that is not private."""
    found = sorted(path.parent for path in resources.templates().glob("*/target.toml"))
    return tuple(folder.name for folder in found if not _private(folder))


def _private(folder: Path) -> bool:
    table = load_table(folder / "target.toml", f"templates/{folder.name}/target.toml")
    return table.table("target").flag("private")


def chosen(project: Project, wanted: Sequence[str]) -> tuple[str, ...]:
    """Returns the targets to work on: those wanted, else the project's, else all.

    Raises:
        BindwrightError: BW005 when there is no such target.
    """
    known = target_names()
    listed = project.generation.targets
    place = project.table.table("generate").at("targets")
    unknown = [_unknown(name, known, None) for name in wanted if name not in known]
    unknown += [_unknown(name, known, place) for name in listed if name not in known]
    if unknown:
        raise BindwrightError(tuple(unknown))
    return tuple(dict.fromkeys(wanted or listed or known))


def _unknown(name: str, known: Sequence[str], place: Location | None) -> Diagnostic:
    near = get_close_matches(name, known, n=1)
    return Diagnostic(
        code="BW005",
        message=f"there is no target '{name}'",
        location=place,
        hint=f"did you mean '{near[0]}'?" if near else f"targets: {', '.join(known)}",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The files of one target's package, not written yet."""

    manifest: Manifest
    view: View
    polished: Polished
    folders: tuple[str, ...]
    """The template folders that took part: the target's own, those it includes, the shared ones."""


class Maker:
    """Makes the packages of one library; the description is read once for all of them."""

    def __init__(self, project: Project) -> None:
        self.project = project

    @functools.cached_property
    def api(self) -> Api:
        """The checked description.

        Raises:
            BindwrightError: it cannot be read, or a rule fails.
        """
        api = load(self.project)
        wrong = tuple(d for d in find_problems(api) if d.severity is Severity.ERROR)
        if wrong:
            raise BindwrightError(wrong)
        return api

    @functools.cached_property
    def plain(self) -> PlainApi:
        """Every complete function as a plain call."""
        from bindwright.plain import plain_api

        return plain_api(self.api)

    @functools.cache  # noqa: B019 - a maker lives as long as its run
    def manifest(self, target: str) -> Manifest:
        """Reads a target's manifest.

        Raises:
            BindwrightError: BW6xx.
        """
        from bindwright.target import load_manifest

        return load_manifest(resources.templates() / target)

    @functools.cache  # noqa: B019
    def view(self, target: str) -> View:
        """Spells the library for a target.

        Raises:
            BindwrightError: BW6xx, such as two things that get the same name.
        """
        from bindwright.target import build_view

        options = self.project.generation.options.get(target, {})
        return build_view(self.api, self.plain, self.manifest(target), options)

    @functools.cache  # noqa: B019
    def make(self, target: str) -> Made:
        """Renders a target's package, with what it includes of others, and gives it its final form.

        Raises:
            BindwrightError: a template fails, or two rules make the same file.
        """
        from bindwright.polish import polish
        from bindwright.render import render
        from bindwright.target import filters, select

        manifest, view = self.manifest(target), self.view(target)
        files = render(view, manifest.folder, manifest.files, filters(manifest.literals))
        folders = [target, *shared_folders()]
        for rule in manifest.inclusions:
            other = self.make(rule.target)
            folders += other.folders
            for path, content in select(other.polished.files, rule.files, rule.to).items():
                if path in files:
                    place = Location(file=str(manifest.folder / "target.toml"))
                    raise failure("BW612", f"two rules make the file '{path}'", place)
                files[path] = content
        polished = polish(dict(sorted(files.items())), manifest.black, resources.cache())
        return Made(
            manifest=manifest, view=view, polished=polished, folders=tuple(dict.fromkeys(folders))
        )


def shared_folders() -> tuple[str, ...]:
    """Returns the folders of macros that every target may import."""
    return tuple(sorted(path.name for path in resources.templates().glob("_*/")))
