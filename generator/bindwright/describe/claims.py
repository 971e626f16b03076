# SPDX-License-Identifier: LGPL-2.1-or-later
"""Collects what annotations, conventions and overlays say about one element, and who said it.

It does not weigh what they mean: of two that say the same kind of thing, the one that counts more, or came later, stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bindwright.describe.evidence import Evidence
from bindwright.describe.terms import SLOTS, Annotation, parse
from bindwright.diagnostics import Location
from bindwright.model.api import Origin, Source

_WEIGHT = {
    Source.DEFAULT: 0,
    Source.TYPE: 1,
    Source.ATTRIBUTE: 2,
    Source.DOC: 3,
    Source.CONVENTION: 3,
    Source.ANNOTATION: 4,
    Source.OVERLAY: 5,
}
"""An overlay is written last, by someone who looks at the result."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One annotation and who said it."""

    annotation: Annotation
    source: Source
    rule: str = ""
    location: Location | None = None
    evidence: Evidence | None = None


@dataclass(slots=True)
class Claims:
    """What is said about one element: at most one claim for each slot."""

    on: str
    """``parameter``."""
    slots: dict[str, Claim] = field(default_factory=dict)

    def copy(self) -> Claims:
        """Returns claims that can be added to without changing these."""
        return Claims(self.on, dict(self.slots))

    def add(
        self,
        annotations: Iterable[Annotation],
        source: Source,
        rule: str = "",
        location: Location | None = None,
        evidence: Evidence | None = None,
    ) -> bool:
        """Adds claims unless weightier ones are there; tells whether any was added."""
        added = False
        for annotation in annotations:
            slot = SLOTS[annotation.name]
            before = self.slots.get(slot)
            if before is None or _WEIGHT[source] >= _WEIGHT[before.source]:
                self.slots[slot] = Claim(
                    annotation=annotation,
                    source=source,
                    rule=rule,
                    location=location,
                    evidence=evidence,
                )
                added = True
        return added

    def say(
        self, text: str, source: Source, rule: str = "", evidence: Evidence | None = None
    ) -> bool:
        """Adds claims written as annotations: ``(out) (transfer full)``."""
        return self.add(_parsed(text, self.on), source, rule, evidence=evidence)

    def get(self, name: str) -> Annotation | None:
        """Returns an annotation when it is claimed, not denied."""
        claim = self.slots.get(SLOTS[name])
        if claim is None or claim.annotation.name != name or claim.annotation.negated:
            return None
        return claim.annotation

    def has(self, slot: str) -> bool:
        """Whether anything is said on a slot, even a denial."""
        return slot in self.slots

    def denies(self, name: str) -> bool:
        """Whether ``(not name)`` is claimed."""
        claim = self.slots.get(SLOTS[name])
        return claim is not None and claim.annotation.name == name and claim.annotation.negated

    def word(self, name: str) -> str:
        """Returns the first word of an annotation, or nothing."""
        annotation = self.get(name)
        return annotation.word if annotation else ""

    def claim(self, name: str) -> Claim:
        """Returns the claim on an annotation's slot, which must be there."""
        return self.slots[SLOTS[name]]

    @property
    def origins(self) -> tuple[Origin, ...]:
        """Where each meaning comes from, in a fixed order."""
        return tuple(
            Origin(of=slot, source=claim.source, rule=claim.rule)
            for slot, claim in sorted(self.slots.items())
        )


_CACHE: dict[tuple[str, str], tuple[Annotation, ...]] = {}


def _parsed(text: str, on: str) -> tuple[Annotation, ...]:
    key = text, on
    if key not in _CACHE:
        _CACHE[key] = parse(text, on, None)
    return _CACHE[key]
