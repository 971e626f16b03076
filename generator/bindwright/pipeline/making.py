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
    from bindwright.tables import Table
    from bindwright.target import Manifest, Profile, View


def target_names() -> tuple[str, ...]:
    """Returns the targets that have packages of their own: folders with a manifest that is not private."""
    found = sorted(path.parent for path in resources.templates().glob("*/target.toml"))
    return tuple(folder.name for folder in found if not _private(folder))


def _private(folder: Path) -> bool:
    return _manifest(folder).flag("private")


def _manifest(folder: Path) -> Table:
    table = load_table(folder / "target.toml", f"templates/{folder.name}/target.toml")
    return table.table("target")


def _lacks_profile(project: Project, target: str) -> bool:
    """Tells whether a target shows names that this project does not give it."""
    needs = _manifest(resources.templates() / target).flag("profile")
    return needs and project.profile(target) is None


def chosen(project: Project, wanted: Sequence[str]) -> tuple[str, ...]:
    """Returns the targets to work on: those wanted, else the project's, else all that it gives what they need.

    Raises:
        BindwrightError: BW005 when there is no such target, BW017 when the project lists one and gives it no profile.
    """
    known = target_names()
    listed = project.generation.targets
    place = project.table.table("generate").at("targets")
    unknown = [_unknown(name, known, None) for name in wanted if name not in known]
    unknown += [_unknown(name, known, place) for name in listed if name not in known]
    if unknown:
        raise BindwrightError(tuple(unknown))
    lacking = [name for name in known if _lacks_profile(project, name)]
    wrong = tuple(_unprofiled(project, name) for name in listed if name in lacking)
    if wrong:
        raise BindwrightError(wrong)
    return tuple(name for name in dict.fromkeys(wanted or listed or known) if name not in lacking)


def _unprofiled(project: Project, target: str) -> Diagnostic:
    return Diagnostic(
        code="BW017",
        message=f"target '{target}' shows names and shapes that this project does not give it",
        location=project.table.table("generate").at("targets"),
        hint=f'say in [generate.options.{target}]: profile = "FILE.toml"',
    )


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

        options = self.project.generation.options
        manifest = self.manifest(target)
        return build_view(
            self.api,
            self.plain,
            manifest,
            options.get(target, {}),
            options.get(manifest.base, {}).get("package", ""),
            self.profile(target),
        )

    def profile(self, target: str) -> Profile | None:
        """Reads what the project gives a target to show.

        Raises:
            BindwrightError: it cannot be read, or says what no profile does.
        """
        from bindwright.target import read_profile

        path = self.project.profile(target)
        return read_profile(path, self.project.shown(path)) if path else None

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
        folders = [target, *([manifest.base] if manifest.base else []), *shared_folders()]
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
