# SPDX-License-Identifier: LGPL-2.1-or-later
"""Headers to suggestions: what their documentation and declarations give a reason to say of a library.

It writes nothing: the user decides what goes into an overlay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from bindwright.diagnostics import failure
from bindwright.pipeline.describing import read_description, read_facts

if TYPE_CHECKING:
    from bindwright.describe import Suggestion
    from bindwright.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """What there is to say of one library."""

    project: str
    suggestions: tuple[Suggestion, ...]
    """Those that were asked for."""
    known: int
    """How many more say what is known already."""
    entries: str
    """The suggestions as entries of the overlay."""


def suggest(
    projects: Sequence[Project], names: Sequence[str], *, everything: bool
) -> tuple[Suggested, ...]:
    """Returns the suggestions for these C names, or for all there are.

    Raises:
        BindwrightError: as ``describing.extract`` does; BW006 for a name that is in no header.
    """
    from bindwright.describe import suggest, write_entries

    results = []
    known: set[str] = set()
    for project in projects:
        facts, description = read_facts(project), read_description(project)
        known |= {item.name for item in facts.functions}
        known |= {item.name for item in facts.typedefs}
        found = suggest(facts, description)
        about = [item for item in found if not names or item.name in names]
        shown = tuple(item for item in about if everything or item.wanted)
        results.append(
            Suggested(
                project=project.name,
                suggestions=shown,
                known=len(about) - len(shown),
                entries=write_entries(shown, description.overlay),
            )
        )
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean '{near[0]}'?" if near else "names are C's: keel_domain_get_name"
            raise failure("BW006", f"no header declares '{name}'", hint=hint)
    return tuple(results)
