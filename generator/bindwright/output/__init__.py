# SPDX-License-Identifier: LGPL-2.1-or-later
"""Puts generated files under an output folder: whole trees, in one step, never over somebody's edit.

It does not make the files, and does not look at what is in them. It is the only writer there.

One tree ``<root>/<target>`` holds one package and its manifest, ``.bindwright``, which lists what was generated and from
what. A new tree is made beside the old one, unchanged files being the same files (hard links, so that they keep their
time), and then exchanged with it: a process killed at any moment leaves the old tree or the new one, each with the
manifest that belongs to it. What a killed run left behind is cleared away by the next ``apply``; see ``swap``.

=====  ====================================================================================
code   what is wrong
=====  ====================================================================================
BW801  cannot be written: no room, no permission, a read-only file system
BW802  a name that must not be generated: it leaves the tree, or two names are hard to tell
BW803  something that is no folder is in the place of one
BW804  a file was edited by hand since it was generated
BW805  the manifest is none that bindwright wrote
BW806  another run is writing into the same folder
BW807  cannot be read
BW811  a file is stale: what it is made from changed
BW812  a file is missing
BW813  a file is an orphan: nothing generates it any more
BW814  a file is a stray: nobody generated it (a warning)
=====  ====================================================================================
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from bindwright.diagnostics import BindwrightError, Diagnostic, Location, Severity, failure
from bindwright.output import swap
from bindwright.output.manifest import NAME, Manifest, parse, spell
from bindwright.output.tree import (
    ARTEFACTS,
    Tree,
    check_names,
    check_target,
    digests,
    look,
    parents,
    read,
    shown,
    unreadable,
)

__all__ = [
    "ARTEFACTS",
    "NAME",
    "Applied",
    "Drift",
    "DriftKind",
    "Plan",
    "apply",
    "compare",
    "generated",
    "plan",
    "unchanged",
]


class DriftKind(Enum):
    """How a file in a tree differs from what would be generated."""

    STALE = "stale"
    """As it was generated, but from something else."""
    EDITED = "edited"
    """Changed by hand, or something that was not generated is in its place."""
    MISSING = "missing"
    ORPHAN = "orphan"
    """Generated once, and by nothing any more."""
    STRAY = "stray"
    """Never generated; it is left alone."""


_CODES = {
    DriftKind.STALE: "BW811",
    DriftKind.EDITED: "BW804",
    DriftKind.MISSING: "BW812",
    DriftKind.ORPHAN: "BW813",
    DriftKind.STRAY: "BW814",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """One file that differs."""

    path: str
    """In its tree: ``src/module.c``."""
    kind: DriftKind
    causes: tuple[str, ...] = ()
    """Which inputs changed since the tree was generated: ``("api-spec/keel/keel.xml",)``; empty when unknown."""
    location: Location
    """As messages show it: ``out/c/keel.h``."""

    def diagnostic(self, hint: str = "") -> Diagnostic:
        """Returns it as a finding; a stray is only a warning."""
        more = f" and {len(self.causes) - 3} more" if len(self.causes) > 3 else ""
        reason = f": {', '.join(self.causes[:3])}{more} changed" if self.causes else ""
        words = {
            DriftKind.STALE: f"stale{reason}",
            DriftKind.EDITED: "edited by hand since it was generated",
            DriftKind.MISSING: f"missing{reason}",
            DriftKind.ORPHAN: f"an orphan, nothing generates it any more{reason}",
            DriftKind.STRAY: "a stray, nobody generated it",
        }
        return Diagnostic(
            code=_CODES[self.kind],
            message=words[self.kind],
            location=self.location,
            hint=hint,
            severity=Severity.WARNING if self.kind is DriftKind.STRAY else Severity.ERROR,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a tree is to hold, beside what it holds."""

    root: Path
    """``out``."""
    target: str
    """The tree's folder below it."""
    files: Mapping[str, bytes]
    """Contents by path in the tree, with ``/``; one that starts with ``#!`` becomes executable."""
    sources: Mapping[str, str]
    """Digest or version by name of each input; the same on every machine, since it is written down."""
    artefacts: Sequence[str] = ()
    """Patterns of further names that building this target leaves behind."""
    wanted: Manifest
    recorded: Manifest | None
    """Of the tree as it was generated; None when there is none, or none that makes sense."""
    damaged: BindwrightError | None = None
    """What is wrong with the manifest in the tree."""
    tree: Tree
    present: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each file in the tree that is generated, or was."""

    @property
    def folder(self) -> Path:
        """The tree's folder: ``out/c``."""
        return self.root / self.target


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What ``apply`` did."""

    written: tuple[str, ...] = ()
    """New and changed files, by path in the tree."""
    removed: tuple[str, ...] = ()
    kept: int = 0
    """How many files were right already."""
    strays: tuple[Drift, ...] = ()
    """What nobody generated; it is still there."""


def plan(
    root: Path,
    target: str,
    files: Mapping[str, bytes],
    sources: Mapping[str, str],
    artefacts: Sequence[str] = (),
) -> Plan:
    """Compares a tree on the disk with what it is to hold; nothing is written.

    Raises:
        BindwrightError: BW802 a name, BW803 no folder where one has to be, BW807 unreadable.
    """
    folder = root / target
    check_target(root, target)
    check_names(files, folder, artefacts)
    if os.path.lexists(root) and not os.path.isdir(root):
        raise failure("BW803", "no folder is in the way", Location(file=shown(root)))
    wanted = Manifest(
        files={path: hashlib.sha256(files[path]).hexdigest() for path in sorted(files)},
        sources=dict(sorted(sources.items())),
    )
    recorded, damaged = _recorded(folder)
    known = wanted.files.keys() | (recorded.files.keys() if recorded else set())
    tree = look(folder, known, artefacts)
    return Plan(
        root=root,
        target=target,
        files=files,
        sources=sources,
        artefacts=artefacts,
        wanted=wanted,
        recorded=recorded,
        damaged=damaged,
        tree=tree,
        present=digests(folder, (path for path in tree.files if path in known)),
    )


def _recorded(folder: Path) -> tuple[Manifest | None, BindwrightError | None]:
    """Returns the manifest in a tree, or what is wrong with it, or neither when there is none."""
    file = folder / NAME
    try:
        return parse(read(file), shown(file)), None
    except BindwrightError as error:
        return None, error
    except (FileNotFoundError, NotADirectoryError):
        return None, None
    except OSError as error:
        if os.path.islink(file) or os.path.isdir(file):
            return None, failure("BW805", "no file", Location(file=shown(file)))
        raise unreadable(error, file) from None


def compare(plan: Plan) -> tuple[Drift, ...]:
    """Returns every file that differs, sorted by path; none when the tree is as it has to be."""
    recorded = plan.recorded.files if plan.recorded else {}
    kinds: dict[str, DriftKind] = {}
    occupied = {*plan.tree.others, *plan.tree.folders}
    for path, digest in plan.wanted.files.items():
        have = plan.present.get(path)
        if have is None:
            blocked = path in occupied or any(
                parent in plan.tree.files or parent in plan.tree.others for parent in parents(path)
            )
            kinds[path] = DriftKind.EDITED if blocked else DriftKind.MISSING
        elif have != digest:
            kinds[path] = DriftKind.STALE if have == recorded.get(path) else DriftKind.EDITED
    for path, digest in recorded.items():
        if path not in plan.wanted.files and path in plan.present:
            same = plan.present[path] == digest
            kinds[path] = DriftKind.ORPHAN if same else DriftKind.EDITED
    if plan.damaged is not None:
        kinds[NAME] = DriftKind.EDITED
    elif not kinds and plan.recorded != plan.wanted:
        kinds[NAME] = DriftKind.STALE if plan.recorded else DriftKind.MISSING
    for path in (*plan.tree.files, *plan.tree.others):
        if path not in plan.present and path not in kinds:
            kinds[path] = DriftKind.STRAY
    changed = _changed(plan)
    return tuple(_drift(plan, path, kinds[path], changed) for path in sorted(kinds))


def _drift(plan: Plan, path: str, kind: DriftKind, changed: tuple[str, ...]) -> Drift:
    caused = kind in (DriftKind.STALE, DriftKind.MISSING, DriftKind.ORPHAN)
    return Drift(
        path=path,
        kind=kind,
        causes=changed if caused else (),
        location=Location(file=shown(plan.folder / path)),
    )


def _changed(plan: Plan) -> tuple[str, ...]:
    """Returns the inputs that are not what they were when the tree was generated."""
    if plan.recorded is None:
        return ()
    before, now = plan.recorded.sources, plan.wanted.sources
    return tuple(n for n in sorted({*before, *now}) if before.get(n) != now.get(n))


def apply(plan: Plan, *, overwrite_edited: bool = False) -> Applied:
    """Makes the tree what it has to be, in one step; when nothing differs, nothing is touched.

    Raises:
        BindwrightError: BW804 for each file edited by hand, unless it may be overwritten; BW801 when it cannot be
            written, and as ``plan``. The tree is then as it was.
    """
    root, made = plan.root, not os.path.lexists(plan.root)
    try:
        root.mkdir(parents=True, exist_ok=True)
        with swap.alone(root):
            swap.recover(root, plan.target, plan.artefacts)
            return _apply(plan, overwrite_edited)
    except OSError as error:
        raise _unwritable(error, plan) from None
    finally:
        if made:
            with contextlib.suppress(OSError):
                root.rmdir()  # fails unless it is empty


def _apply(plan: Plan, overwrite_edited: bool) -> Applied:
    plan = _again(plan)
    drifts = compare(plan)
    edited = [drift for drift in drifts if drift.kind is DriftKind.EDITED]
    if edited and not overwrite_edited:
        raise BindwrightError(tuple(_refused(plan, drift) for drift in edited))
    strays = tuple(drift for drift in drifts if drift.kind is DriftKind.STRAY)
    if len(drifts) > len(strays):
        try:
            _build(plan)
        except BaseException:
            swap.discard(plan.root, plan.target)
            raise
        swap.replace(plan.root, plan.target, plan.artefacts)
    differ = {drift.path for drift in drifts} - {drift.path for drift in strays} - {NAME}
    return Applied(
        written=tuple(sorted(differ & plan.files.keys())),
        removed=tuple(sorted(differ - plan.files.keys())),
        kept=len(plan.files.keys() - differ),
        strays=strays,
    )


def _again(old: Plan) -> Plan:
    """Looks again: somebody may have edited since the plan was made."""
    return plan(old.root, old.target, old.files, old.sources, old.artefacts)


def _refused(plan: Plan, drift: Drift) -> Diagnostic:
    if drift.path == NAME and plan.damaged is not None:
        return plan.damaged.diagnostics[0]
    return drift.diagnostic("take the edit back, or overwrite it with --force")


def _build(plan: Plan) -> None:
    """Makes the whole tree beside the old one; the manifest first, so that a part of it tells what it is."""
    stage = swap.staging(plan.root, plan.target)
    stage.mkdir()
    folders = {stage}
    _write(stage / NAME, spell(plan.wanted))
    for path in sorted(plan.files):
        new, old = stage / path, plan.folder / path
        if new.parent not in folders:
            new.parent.mkdir(parents=True, exist_ok=True)
            folders |= {stage / parent for parent in parents(path)}
        if plan.present.get(path) != plan.wanted.files[path]:
            _write(new, plan.files[path])
        else:
            _keep(old, new)
    for folder in sorted(folders, reverse=True):
        swap.flush(folder)


def _write(path: Path, content: bytes) -> None:
    mode = 0o777 if content.startswith(b"#!") else 0o666
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    try:
        with open(os.open(path, flags, mode), "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise OSError(error.errno, error.strerror, os.fspath(path)) from None


def _keep(old: Path, new: Path) -> None:
    """Takes an unchanged file over, with its time: the same file, or a copy where there are no hard links."""
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError:
        shutil.copy2(old, new, follow_symlinks=False)


def _unwritable(error: OSError, plan: Plan) -> BindwrightError:
    """Builds the error for what cannot be written, at the place where it was to be in the end."""
    place = Path(os.fsdecode(error.filename)) if error.filename else plan.folder
    stage = swap.staging(plan.root, plan.target)
    if place.is_relative_to(stage):
        place = plan.folder / place.relative_to(stage)
    cause = error.strerror or "unknown cause"
    return failure("BW801", f"cannot write it: {cause}", Location(file=shown(place)))


def unchanged(
    root: Path, target: str, sources: Mapping[str, str], artefacts: Sequence[str] = ()
) -> bool:
    """Tells whether a tree was generated from exactly these inputs and is still as it was generated.

    Contents are compared, not times, which mean nothing after a clone. Nothing is raised: what cannot be read is changed.
    """
    folder = root / target
    found = swap.manifest(folder)
    if not found.files or found.sources != dict(sources):
        return False
    try:
        tree = look(folder, found.files, artefacts)
        if tree.others or len(tree.files) != len(found.files):
            return False
        return digests(folder, found.files) == found.files
    except BindwrightError:
        return False


def generated(root: Path) -> tuple[str, ...]:
    """Returns the trees below an output folder that have a manifest, also of targets that are no more."""
    return tuple(sorted(path.parent.name for path in root.glob(f"[!.]*/{NAME}")))
