# SPDX-License-Identifier: LGPL-2.1-or-later
"""Finds out which conventions and prefixes a library follows, for who begins to describe it.

It switches nothing on: whoever reads the result does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bindwright.describe import stage
from bindwright.describe.context import Context
from bindwright.describe.conventions import CONVENTIONS
from bindwright.describe.conventions.engine import matches
from bindwright.describe.overlay import Description
from bindwright.model.ctype import CType
from bindwright.model.facts import Facts

_REF = ("ref", "Ref", "retain", "addref", "up_ref", "acquire")
_UNREF = ("unref", "Unref", "free", "Free", "destroy", "Destroy", "release", "Release", "finalize")
_LESS = ("dispose", "cleanup", "close", "Close", "delete", "Delete")
"""What gives some handles back, and does something else to others."""
_DOUBTFUL = frozenset(
    {
        "owned-strings",
        "owned-handles",
        "allocated-lists",
        "output-records",
        "output-numbers",
        "silent-not-null",
        "sized-records",
        "handle-makers",
        "count-fill",
    }
)
"""What many libraries do and some do not, with nothing in a header that tells them apart."""
_FEW = 5
"""How many names make a prefix."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A convention that has something to say of a library."""

    name: str
    """``handle-methods``."""
    meaning: str
    """``A function whose first argument is a handle is a method of it.``"""
    options: Mapping[str, str]
    """Those that are not what they are by default: ``{"unref": "free"}``."""
    about: tuple[str, ...]
    """The functions, callback types or fields, in the headers' order."""
    sure: bool
    """The header or its documentation says so; else somebody has to confirm it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefix:
    """What many names begin with."""

    text: str
    """``sqlite3_``."""
    count: int
    """How many names do."""
    glued: bool = False
    """Nothing divides it from the word behind it: ``gz`` of ``gzopen``."""


def fitting(facts: Facts, project: Description) -> tuple[Fit, ...]:
    """Returns the conventions that match anything, in the order in which they are applied.

    Raises:
        BindwrightError: as ``describe`` does.
    """
    context = stage.unsaid(facts, project)
    found = []
    for name, convention in CONVENTIONS.items():
        options = _options(name, context)
        about = matches(context, name, {**convention.options, **options})
        if about:
            found.append(
                Fit(
                    name=name,
                    meaning=_meaning(convention.apply or convention.apply_field),
                    options=options,
                    about=about,
                    sure=name not in _DOUBTFUL,
                )
            )
    return tuple(found)


def _meaning(apply: object) -> str:
    return (getattr(apply, "__doc__", None) or "").partition("\n")[0].replace("``", "`")


def _options(name: str, context: Context) -> dict[str, str]:
    """Returns what a convention's names are in this library."""
    if name == "counted-handles":
        handles = _endings(context, lambda c: context.object_of(c))
        ref = {word for words in handles.values() for word in words if word in _REF}
        return {"ref": "|".join(sorted(ref)), "unref": "|".join(_chosen(handles))}
    if name == "record-releases":
        records = _endings(context, lambda c: context.value_record_of(context.types.target(c)))
        return {"suffix": "|".join(_chosen(records))}
    return {}


def _endings(context: Context, of: Callable[[CType], str]) -> dict[str, set[str]]:
    """Returns, for each type, what stands behind its name in functions that take nothing else."""
    found: dict[str, set[str]] = {}
    for draft in context.drafts.functions.values():
        owner = of(draft.parameters[0].c) if len(draft.parameters) == 1 else ""
        if owner and draft.name.startswith(owner):
            rest = draft.name.removeprefix(owner).strip("_")
            found.setdefault(owner, set()).add(rest)
    return found


def _chosen(endings: Mapping[str, set[str]]) -> list[str]:
    """Returns the words that give types back, without those that do something else to any of them."""
    known = (*_UNREF, *_LESS)
    best = {next((word for word in known if word in words), "") for words in endings.values()}
    worse = {
        word
        for words in endings.values()
        for word in [item for item in known if item in words][1:]
        if word in _LESS
    }
    return [word for word in known if word in best - worse]


# Prefixes


def prefixes(facts: Facts) -> tuple[Prefix, ...]:
    """Returns what the names of functions and of constants begin with, the most frequent first."""
    functions = [fact.name for fact in facts.functions]
    constants = [fact.name for fact in facts.macros if fact.value is not None]
    return (*_divided(functions), *_glued(functions), *_divided(constants)[:1])


_START = re.compile(r"[A-Za-z]+[0-9]*_|[a-z]+[0-9]*(?=[A-Z])")
_SHARES = {True: 5, False: 2}
"""Of how many names one has to begin so: more when only a capital divides it, as it does words."""


def _divided(names: list[str]) -> list[Prefix]:
    """Returns the prefixes with a word behind them: up to an underscore, or up to a capital."""
    starts = Counter(match[0] for name in names if (match := _START.match(name)))
    return [
        Prefix(text=text, count=count)
        for text, count in starts.most_common(3)
        if count >= max(_FEW, len(names) // _SHARES[text.endswith("_")])
    ]


def _glued(names: list[str]) -> list[Prefix]:
    """Returns the short prefix that many names without a boundary have."""
    plain = [name for name in names if name.islower() and "_" not in name]
    starts = Counter(name[:size] for name in plain for size in (2, 3, 4) if len(name) > size + 1)
    good = [
        Prefix(text=text, count=count, glued=True)
        for text, count in starts.items()
        if count >= max(_FEW, len(names) // 6)
    ]
    # Of two that begin as many names, the longer one says more.
    good.sort(key=lambda item: (-item.count, -len(item.text)))
    return good[:1]
