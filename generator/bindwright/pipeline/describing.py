# SPDX-License-Identifier: LGPL-2.1-or-later
"""Headers to description: extract, describe, write; and what the description lacks.

It does not make packages.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bindwright.diagnostics import Diagnostic, Location, failure

if TYPE_CHECKING:
    from bindwright.describe import Description
    from bindwright.model.api import Api
    from bindwright.model.facts import Facts
    from bindwright.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """What became of one library's description."""

    file: str
    """``api-spec/keel/keel.xml``."""
    changed: bool
    """The file was not what the headers say."""
    counts: Mapping[str, int]
    """``{"functions": 57}``."""
    diagnostics: tuple[Diagnostic, ...]

    @property
    def summary(self) -> str:
        """The counts in words: ``57 functions, 9 objects``."""
        return ", ".join(f"{count} {what}" for what, count in self.counts.items() if count)


def extract(project: Project, *, write: bool = True) -> Extracted:
    """Reads the headers of a library and writes its description when that changed.

    Raises:
        BindwrightError: the compiler rejects the headers, or a meaning given to them is wrong.
    """
    from bindwright import atomic, spec

    facts = read_facts(project)
    api = describe_facts(project, facts)
    content = spec.dump(spec.unplaced(api))
    changed = not project.spec.is_file() or project.spec.read_bytes() != content
    if changed and write:
        atomic.write(project.spec, content)
    sections = ("functions", "objects", "records", "enums", "callbacks", "dicts", "constants")
    return Extracted(
        file=project.shown(project.spec),
        changed=changed,
        counts={name: len(getattr(api, name)) for name in sections},
        diagnostics=facts.diagnostics,
    )


def stale_description(project: Project) -> Diagnostic:
    """Says that a description is not what the headers say."""
    return Diagnostic(
        code="BW010",
        message="the description is not what the headers say",
        location=Location(file=project.shown(project.spec)),
        hint=f"run: bindwright extract --project {project.shown(project.folder)}",
    )


def read_facts(project: Project) -> Facts:
    """Returns what the headers say, with the documentation that the library ships beside them.

    Raises:
        BindwrightError: BW1xx, or BW008 when a package is not installed.
    """
    from bindwright.extract import Sources, extract
    from bindwright.spec.apixml import apply_documents, read_documents

    wanted = project.extraction
    facts = extract(
        Sources(
            headers=wanted.headers,
            public=wanted.public,
            root=project.root,
            include=tuple(map(project.shown, wanted.include)),
            defines=wanted.defines,
            cflags=_cflags(project),
            sentinel=wanted.sentinel,
            documents=tuple(map(project.shown, wanted.documents)),
            library=tuple(_libraries(project)),
        )
    )
    if not wanted.descriptions:
        return facts
    return apply_documents(facts, read_documents(wanted.descriptions))


def missing_packages(project: Project) -> tuple[str, ...]:
    """Returns those packages whose headers the project reads and that are not installed."""
    from bindwright import tools

    return tuple(
        name
        for name in project.extraction.pkg_config
        if tools.run(("pkg-config", "--exists", name)).status != 0
    )


def _cflags(project: Project) -> tuple[str, ...]:
    from bindwright import tools

    names = project.extraction.pkg_config
    if not names:
        return ()
    done = tools.run(("pkg-config", "--cflags", *names))
    if done.status != 0:
        place = project.table.table("extract").at("pkg-config")
        cause = f"not installed: {' '.join(missing_packages(project)) or ' '.join(names)}"
        raise failure("BW008", cause, place, "install what has its headers and its .pc file")
    return tuple(done.output.split())


def describe_facts(project: Project, facts: Facts) -> Api:
    """Returns what the facts mean.

    Raises:
        BindwrightError: BW2xx, with the place in the header or the overlay.
    """
    from bindwright.describe import describe

    return describe(facts, read_description(project))


def read_description(project: Project) -> Description:
    """Returns what is known of a library beside its headers.

    Raises:
        BindwrightError: BW001 to BW003, BW201, BW202 or BW205, with the place in the overlay.
    """
    from bindwright.describe import Description, Overlay, read

    overlay = (
        read(project.overlay, project.shown(project.overlay)) if project.overlay else Overlay()
    )
    return Description(library=project.library, overlay=overlay)


def load(project: Project) -> Api:
    """Reads the description of a library.

    Raises:
        BindwrightError: BW3xx, or BW009 when there is none yet.
    """
    from bindwright import spec

    if not project.spec.is_file():
        raise failure(
            "BW009",
            f"'{project.name}' has no description yet",
            Location(file=project.shown(project.spec)),
            f"run: bindwright extract --project {project.shown(project.folder)}",
        )
    return spec.load(project.spec, project.shown(project.spec))


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What is known of one library's functions."""

    functions: int
    complete: int
    skipped: int
    incomplete: tuple[tuple[str, tuple[str, ...]], ...]
    """Name and what is missing: ``("virFoo", ("return: transfer",))``."""
    diagnostics: tuple[Diagnostic, ...]


def check(project: Project) -> Checked:
    """Applies the rules to a description, and lists what it lacks.

    Raises:
        BindwrightError: the description cannot be read.
    """
    api = load(project)
    shown = [function for function in api.functions if not function.skip]
    incomplete = tuple((f.name, f.missing) for f in shown if f.missing)
    return Checked(
        functions=len(shown),
        complete=len(shown) - len(incomplete),
        skipped=len(api.functions) - len(shown),
        incomplete=incomplete,
        diagnostics=find_problems(api),
    )


def find_problems(api: Api) -> tuple[Diagnostic, ...]:
    """Applies every rule to a model."""
    from bindwright.check import check

    return check(api)


def _libraries(project: Project) -> Iterator[str]:
    """Yields the paths of the shared libraries whose symbols are read.

    Raises:
        BindwrightError: BW008 when one is not there.
    """
    folders = [Path(folder) for folder in _variables(project, "libdir")]
    for name in project.extraction.libraries:
        found = Path(name) if "/" in name else located(name, folders)
        if found is None or not found.exists():
            place = project.table.table("extract").at("libraries")
            raise failure(
                "BW008", f"not there: {name}", place, "build or install the library first"
            )
        yield str(found)


def located(file: str, folders: Sequence[Path]) -> Path | None:
    """Returns where a library is: in one of the folders, else where the compiler looks for libraries."""
    from bindwright import tools

    found = next((folder / file for folder in folders if (folder / file).exists()), None)
    if found is None:
        told = tools.run(("cc", f"-print-file-name={file}")).output.strip()
        found = Path(os.path.normpath(told)) if os.path.isabs(told) else None
    return found


def _variables(project: Project, name: str) -> Iterator[str]:
    """Yields a variable of each package that the headers need."""
    from bindwright import tools

    for package in project.extraction.pkg_config:
        done = tools.run(("pkg-config", f"--variable={name}", package))
        if done.status == 0 and done.output.strip():
            yield done.output.strip()
