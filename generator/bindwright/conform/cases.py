# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads conformance cases: language-neutral steps in TOML.

It does not know the API: ``resolve`` checks every name and value against it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bindwright.diagnostics import BindwrightError, Diagnostic, Location, failure
from bindwright.tables import Table, load

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
SCRATCH = "scratch"
"""The folder for files of a case, within the one that its program runs in."""
VARIABLE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")

_CASE = ("name", "rung", "doc", "handler", "step")
_HANDLER = ("callback", "step", "returns", "raises", "shown")
_SHAPES = {
    "call": ("args", "as", "fails", "refused", "message", "shown", "tried"),
    "close": (),
    "drop": (),
    "scope": ("step",),
    "threads": ("times", "step"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RawStep:
    """One step as the case writes it."""

    kind: str
    """The key that says what it does: ``call``, ``close``, ``drop``, ``scope`` or ``threads``."""
    subject: str | int
    """That key's value: ``keel_connection_open``, ``$connection`` or ``8``."""
    args: Mapping[str, Any]
    names: Mapping[str, str]
    """Output to variable; the output is ``""`` when the case names the only one."""
    fails: str
    refused: str
    message: bool
    shown: bool
    tried: bool
    times: int
    steps: tuple[RawStep, ...]
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class RawHandler:
    """One handler as the case writes it."""

    name: str
    callback: str
    steps: tuple[RawStep, ...]
    returns: tuple[Any, ...]
    raises: int
    shown: bool
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case as it is written."""

    name: str
    rung: str
    doc: str
    handlers: tuple[RawHandler, ...]
    steps: tuple[RawStep, ...]
    table: Table


def load_cases(folder: Path, shown: str = "") -> tuple[Case, ...]:
    """Reads every ``*.toml`` of a folder, in the order of their names; ``shown`` is how messages name the folder.

    Raises:
        BindwrightError: BW001 unreadable or not TOML, BW002 an unknown key, BW003 a missing or wrong value,
            BW710 no case there, BW711 a case that is not called what its file is called.
    """
    cases: list[Case] = []
    problems: list[Diagnostic] = []
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise failure("BW710", "no conformance case there", Location(file=shown or str(folder)))
    for path in paths:
        try:
            case = read_case(load(path, f"{shown or folder}/{path.name}"), path.stem)
            cases.append(_placed(case, str(folder.resolve())))
        except BindwrightError as error:
            problems += error.diagnostics
    if problems:
        raise BindwrightError(tuple(problems))
    return tuple(cases)


def _placed(case: Case, folder: str) -> Case:
    """Returns the case with folders in place of ``{cases}`` and ``{scratch}``, wherever an argument names a file."""
    handlers = tuple(
        replace(item, steps=_placed_steps(item.steps, folder)) for item in case.handlers
    )
    return replace(case, handlers=handlers, steps=_placed_steps(case.steps, folder))


def _placed_steps(steps: tuple[RawStep, ...], folder: str) -> tuple[RawStep, ...]:
    return tuple(
        replace(
            step,
            args={name: _placed_value(value, folder) for name, value in step.args.items()},
            steps=_placed_steps(step.steps, folder),
        )
        for step in steps
    )


def _placed_value(value: Any, folder: str) -> Any:
    match value:
        case str():
            cases = quote(folder) if "://" in value else folder
            return value.replace("{cases}", cases).replace("{scratch}", SCRATCH)
        case list():
            return [_placed_value(item, folder) for item in value]
        case dict():
            return {key: _placed_value(item, folder) for key, item in value.items()}
    return value


def read_case(table: Table, stem: str) -> Case:
    """Turns one file's table into a case; ``stem`` is the file's name.

    Raises:
        BindwrightError: BW002, BW003 and BW711, as ``load_cases`` says.
    """
    table.close(_CASE)
    name = table.text("name")
    if name != stem or not NAME.fullmatch(name):
        raise failure(
            "BW711",
            f"the case's name is '{name}', its file is '{stem}.toml'",
            table.at("name"),
            "give both the same name: small letters, digits and hyphens",
        )
    handlers = table.table("handler")
    return Case(
        name=name,
        rung=table.text("rung"),
        doc=table.text("doc"),
        handlers=tuple(_handler(handlers.table(key), key) for key in handlers.data),
        steps=_steps(table, needed=True),
        table=table,
    )


def _handler(table: Table, name: str) -> RawHandler:
    table.close(_HANDLER)
    _variable(name, table, "")
    returns = table.data.get("returns", [])
    return RawHandler(
        name=name,
        callback=table.text("callback"),
        steps=_steps(table),
        returns=tuple(returns) if isinstance(returns, list) else (returns,),
        raises=_count(table, "raises", 0),
        shown=table.flag("shown", default=True),
        table=table,
    )


def _steps(table: Table, *, needed: bool = False) -> tuple[RawStep, ...]:
    steps = tuple(_step(item) for item in table.tables("step"))
    if needed and not steps:
        raise failure("BW003", "'step' is missing: nothing is done here", table.at())
    return steps


def _step(table: Table) -> RawStep:
    kinds = [key for key in _SHAPES if key in table.data]
    if len(kinds) != 1:
        said = " and ".join(f"'{kind}'" for kind in kinds) or "nothing"
        raise failure(
            "BW003",
            f"a step does one thing, this one says {said}",
            table.at(),
            f"give it one of {', '.join(_SHAPES)}",
        )
    kind = kinds[0]
    table.close((kind, *_SHAPES[kind]))
    subject: str | int = _count(table, "threads", 0) if kind == "threads" else _subject(table, kind)
    return RawStep(
        kind=kind,
        subject=subject,
        args=dict(table.table("args").data),
        names=_names(table),
        fails=table.text("fails", ""),
        refused=table.text("refused", ""),
        message=table.flag("message"),
        shown=table.flag("shown", default=True),
        tried=table.flag("tried"),
        times=_count(table, "times", 1),
        steps=_steps(table, needed=kind in ("scope", "threads")),
        table=table,
    )


def _subject(table: Table, kind: str) -> str:
    text = table.text(kind)
    if kind == "call":
        return text
    if not text.startswith("$"):
        raise table.wrong(kind, "a reference such as '$connection'")
    _variable(text[1:], table, kind)
    return text[1:]


def _names(table: Table) -> dict[str, str]:
    given = table.data.get("as", {})
    names = {"": given} if isinstance(given, str) else given
    if not isinstance(names, dict) or not all(isinstance(item, str) for item in names.values()):
        raise table.wrong("as", "a name, or a table of a name for each output")
    for name in names.values():
        _variable(name, table, "as")
    return names


def _variable(name: str, table: Table, key: str) -> None:
    if not VARIABLE.fullmatch(name):
        cause = f"'{name}' is no name: small letters, digits and underscores"
        raise failure("BW003", cause, table.at(key))


def _count(table: Table, key: str, default: int) -> int:
    value = table.data.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 1_000_000:
        raise table.wrong(key, "a count")
    return value
