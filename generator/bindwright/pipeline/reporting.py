# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tells what is known: one thing of a model or a view, how much a target has, what this machine has.

It writes nothing.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from typing import TYPE_CHECKING, Any

from bindwright import resources, tools
from bindwright.diagnostics import failure
from bindwright.model.api import Form
from bindwright.pipeline.describing import load, missing_packages, read_description
from bindwright.pipeline.making import Maker, chosen, target_names
from bindwright.pipeline.tooling import readiness

if TYPE_CHECKING:
    from bindwright.model.api import Api
    from bindwright.model.plain import PlainCall
    from bindwright.project import Project
    from bindwright.target import Manifest, View

_HANDLED = (Form.REF, Form.UNREF, Form.FREE)
"""What a binding calls by itself."""


def targets() -> tuple[Manifest, ...]:
    """Returns the manifest of every target.

    Raises:
        BindwrightError: BW6xx for a manifest that cannot be used.
    """
    from bindwright.target import load_manifest

    return tuple(load_manifest(resources.templates() / name) for name in target_names())


# One thing


def show(projects: Sequence[Project], words: Sequence[str]) -> Any:
    """Returns, ready for JSON, what is known of ``[TARGET] [NAME]``.

    Raises:
        BindwrightError: BW006 when there is no such thing.
    """
    target = words[0] if words and words[0] in target_names() else ""
    names = words[1:] if target else words
    if len(names) > 1:
        hint = f"the targets are: {', '.join(target_names())}"
        raise failure("BW005", f"there is no target '{words[0]}'", hint=hint)
    found = {project.name: _sections(project, target) for project in projects}
    if not names:
        return {project: plain_data(sections) for project, sections in found.items()}
    every = [
        (section, item)
        for sections in found.values()
        for section, items in sections.items()
        for item in items
    ]
    matching = [(section, item) for section, item in every if _is_called(item, names[0])]
    if not matching:
        known = [_name(item) for _, item in every]
        near = get_close_matches(names[0], known, n=1)
        hint = f"did you mean '{near[0]}'?" if near else "names are C's: keel_domain_get_name"
        raise failure("BW006", f"nothing is called '{names[0]}'", hint=hint)
    return [{"in": section, **plain_data(item)} for section, item in matching]


def _sections(project: Project, target: str) -> Mapping[str, Sequence[Any]]:
    """Returns a model's, or a view's, lists of things by what they hold."""
    if not target:
        api, plain = load(project), Maker(project).plain
        return {**_lists(api), "plain calls": plain.calls, "plain callbacks": plain.callbacks}
    return _lists(Maker(project).view(target))


def _lists(holder: Any) -> dict[str, Sequence[Any]]:
    values = {item.name: getattr(holder, item.name) for item in dataclasses.fields(holder)}
    return {name: value for name, value in values.items() if isinstance(value, tuple)}


def _name(item: Any) -> str:
    """Returns the C name of a thing of a model or a view."""
    if hasattr(item, "c_name"):
        return str(item.c_name)
    if hasattr(item, "callback"):
        return str(item.callback.name)
    return str(getattr(item, "name", ""))


def _is_called(item: Any, name: str) -> bool:
    return name in (_name(item), getattr(item, "symbol", None))


def plain_data(value: Any) -> Any:
    """Returns a model, a view or a part of one as what JSON can hold."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Enum():
            return value.value
        case Mapping():
            return {str(key): plain_data(inner) for key, inner in value.items()}
        case list() | tuple():
            return [plain_data(inner) for inner in value]
        case frozenset() | set():
            return sorted(plain_data(inner) for inner in value)
    if dataclasses.is_dataclass(value):
        names = (item.name for item in dataclasses.fields(value))
        return {name: plain_data(getattr(value, name)) for name in names}
    if hasattr(value, "as_dict"):
        return plain_data(value.as_dict())
    return str(value)


# How much


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much of one library one target has."""

    project: str
    target: str
    functions: int
    """All that the headers declare."""
    reached: frozenset[str]
    """Those that users of the package can call, and those that it calls by itself."""
    reasons: Mapping[str, str]
    """Why each of the others is not there: ``{"virGetVersionV": "left out: va_list"}``."""

    @property
    def covered(self) -> int:
        """How many are reached."""
        return len(self.reached)

    @property
    def counted(self) -> tuple[tuple[str, int], ...]:
        """How many are not there for each reason, most first: ``("left out: va_list", 5)``."""
        return tuple(Counter(self.reasons.values()).most_common())


def coverage(project: Project, wanted: Sequence[str]) -> Iterator[Coverage]:
    """Yields how much of a library each target has: can call, or tells of when it documents the library.

    Raises:
        BindwrightError: the description cannot be read, or there is no such target.
    """
    maker = Maker(project)
    api = maker.api
    symbols = {function.symbol for function in api.functions}
    for target in chosen(project, wanted):
        view = maker.view(target)
        documents = any(rule.each == "sections" for rule in maker.manifest(target).files)
        covered, reasons = (
            _told(view, symbols) if documents else _callable(api, maker.plain.calls, view)
        )
        lacking = sorted(symbols - covered)
        yield Coverage(
            project=project.name,
            target=target,
            functions=len(symbols),
            reached=frozenset(covered),
            reasons={name: reasons[name] for name in lacking if name in reasons},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an overlay says, in numbers: few entries for single functions are a good sign."""

    functions: int = 0
    """Tables that are about one function or callback type: ``[function.virDomainGetID]``."""
    types: int = 0
    """Tables that are about one struct, handle, enum or callback type."""
    variants: int = 0
    conventions: int = 0
    """Built-in conventions that are on."""
    patterns: int = 0


def said(project: Project) -> Said:
    """Counts what an overlay says; without one that is nothing.

    Raises:
        BindwrightError: the overlay cannot be read.
    """
    overlay = read_description(project).overlay
    return Said(
        functions=len(overlay.functions),
        types=len(overlay.types),
        variants=len(overlay.variants),
        conventions=len(overlay.switches),
        patterns=len(overlay.patterns),
    )


def _told(view: View, symbols: set[str]) -> tuple[set[str], dict[str, str]]:
    """Returns the functions that a documentation tells of, and why it does not tell of others."""
    told = {entry.c_name for section in view.sections for entry in section.entries}
    return symbols & told, dict.fromkeys(symbols, "no header says it")


def _callable(api: Api, calls: Sequence[PlainCall], view: View) -> tuple[set[str], dict[str, str]]:
    """Returns the functions that a target's users can call, and why they cannot call others."""
    plain_names = {call.name for call in calls}
    dropped = {item.c_name: item.reason for item in view.dropped}
    reasons: dict[str, str] = {}
    covered: set[str] = set()
    for function in api.functions:
        if function.skip:
            reasons[function.symbol] = f"left out: {function.skip}"
        elif function.missing:
            reasons[function.symbol] = "meaning not complete"
        elif function.form in _HANDLED:
            covered.add(function.symbol)
        elif function.name in dropped:
            reasons[function.symbol] = f"target: {dropped[function.name]}"
        elif function.name not in plain_names:
            reasons[function.symbol] = "no plain call for its shape"
        else:
            covered.add(function.symbol)
    return covered, reasons


# What is there


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One program or package that was looked for."""

    name: str
    """``castxml``."""
    purpose: str
    """``tests``."""
    found: str
    """Its version or its path; empty when it is not there."""
    why: str = ""
    """Of what is not there, what is wrong with what there is: ``no JDK 25 or later was found``."""
    required: bool = False


def doctor(projects: Iterable[Project]) -> tuple[Finding, ...]:
    """Looks for everything that Bindwright, the projects and the targets use."""
    found = [_program("cc", "extract", required=True), _program("pkg-config", "extract")]
    for project in projects:
        missing = missing_packages(project) if found[1].found else project.extraction.pkg_config
        found += [
            Finding(
                name=name,
                purpose=f"library {project.name}",
                found="" if name in missing else _package_version(name),
            )
            for name in project.extraction.pkg_config
        ]
    purposes: dict[str, list[str]] = {}
    known = targets()
    for manifest in known:
        for name in manifest.needs:
            purposes.setdefault(name, []).append(manifest.name)
    found += [_program(name, f"target {', '.join(users)}") for name, users in purposes.items()]
    found += [_tools(manifest) for manifest in known if manifest.ready]
    found += [_program(name, "tests") for name in ("g++", "castxml", "valgrind", "abidiff")]
    return tuple({item.name: item for item in reversed(found)}.values())[::-1]


def _program(name: str, purpose: str, *, required: bool = False) -> Finding:
    return Finding(name=name, purpose=purpose, found=tools.probe(name) or "", required=required)


def _tools(manifest: Manifest) -> Finding:
    version, why = readiness(manifest)
    name = f"tools for {manifest.title}"
    return Finding(name=name, purpose=f"target {manifest.name}", found=version, why=why)


def _package_version(name: str) -> str:
    return tools.run(("pkg-config", "--modversion", name)).output.strip()
