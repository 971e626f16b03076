# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes enums of macros that belong together, where an overlay says so.

It does not find out which values are members of them: annotations say that.
"""

from __future__ import annotations

from dataclasses import replace

from bindwright.describe.applied import unmatched
from bindwright.describe.overlay import Gathered, Overlay
from bindwright.diagnostics import Diagnostic
from bindwright.model.facts import EnumeratorFact, EnumFact, Facts, MacroFact


def gather(facts: Facts, overlay: Overlay, found: list[Diagnostic]) -> Facts:
    """Returns the facts with those enums, whose members are no constants any more."""
    made, taken = [], set()
    for entry in overlay.enums:
        members = [macro for macro in facts.macros if _belongs(entry, macro)]
        if not members:
            cause = f"no macro with a whole number is called '{entry.constants.pattern}'"
            found.append(unmatched(cause, entry.location, entry.name, ()))
            continue
        made.append(_enum(entry, members))
        taken |= {macro.name for macro in members}
    if not made:
        return facts
    macros = tuple(macro for macro in facts.macros if macro.name not in taken)
    return replace(facts, enums=(*facts.enums, *made), macros=macros)


def _belongs(entry: Gathered, macro: MacroFact) -> bool:
    return isinstance(macro.value, int) and entry.constants.fullmatch(macro.name) is not None


def _enum(entry: Gathered, members: list[MacroFact]) -> EnumFact:
    return EnumFact(
        name=entry.name,
        macros=True,
        signed=True,
        enumerators=tuple(
            EnumeratorFact(
                name=macro.name,
                value=macro.value,
                comment=macro.comment,
                location=macro.location,
            )
            for macro in members
            if isinstance(macro.value, int)
        ),
        location=members[0].location,
    )
