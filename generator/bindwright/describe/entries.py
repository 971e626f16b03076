# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes suggestions as entries of an overlay, each under the evidence for it.

It does not decide which suggestions are good, and does not write the overlay's file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from bindwright.describe.draft import RETURN
from bindwright.describe.overlay import Overlay
from bindwright.describe.suggest import Suggestion

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def write_entries(suggestions: Iterable[Suggestion], overlay: Overlay) -> str:
    """Returns TOML to paste; what belongs in a table that the overlay has already is commented out."""
    there = {("function", entry.name) for entry in overlay.functions}
    there |= {("type", entry.name) for entry in overlay.types}
    parts = []
    for place, group in groupby(suggestions, lambda item: (item.on, item.name)):
        head = f"[{place[0]}.{_key(place[1])}]"
        lines = list(_lines(group, "# " if place in there else ""))
        first = f"# {head} is there already; add to it:" if place in there else head
        parts.append("\n".join([first, *lines]) + "\n")
    return "\n".join(parts)


def _lines(group: Iterable[Suggestion], mark: str) -> Iterator[str]:
    """Yields the evidence for each element, then what is said of it."""
    for member, inner in groupby(group, lambda item: item.member):
        found = list(inner)
        for quote, place in dict.fromkeys((item.quote, str(item.location)) for item in found):
            yield f"# {place}: {quote}"
        for item in found:
            if item.known:
                yield f"# known: {item.known}"
        said = " ".join(str(item.annotation) for item in found)
        key = {"": "say", RETURN: "returns"}.get(member, _key(member))
        yield f"{mark}{key} = {json.dumps(said, ensure_ascii=False)}"


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else json.dumps(name)
