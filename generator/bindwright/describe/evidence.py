# SPDX-License-Identifier: LGPL-2.1-or-later
"""Holds why a convention believes what it claims: a passage of the documentation, or what the header declares.

It does not judge whether that is enough: whoever reads a suggestion does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from bindwright.describe.comments import sentences
from bindwright.model.ctype import CType, declare
from bindwright.model.facts import Attribute


class Witness(Enum):
    """What kind of thing says so."""

    SENTENCE = "sentence"
    ATTRIBUTE = "attribute"
    DECLARATION = "declaration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Why something is believed."""

    witness: Witness
    text: str
    """The whole documentation of the element on one line, or the attribute or type as C has it."""
    start: int = 0
    """Where in a documentation the passage begins that counts."""
    end: int = 0

    @property
    def quote(self) -> str:
        """The sentences that the passage is in, whole; of others the text."""
        if self.witness is not Witness.SENTENCE:
            return self.text
        return sentences(self.text, self.start, self.end)


def passage(match: re.Match[str]) -> Evidence:
    """Returns what an expression found in a documentation."""
    return Evidence(
        witness=Witness.SENTENCE, text=match.string, start=match.start(), end=match.end()
    )


def opening(text: str, until: str = "") -> Evidence:
    """Returns the first sentence of a documentation, and all up to those words."""
    return Evidence(witness=Witness.SENTENCE, text=text, end=max(text.find(until), 0))


def attribute(found: Attribute) -> Evidence:
    """Returns an attribute: ``nonnull(1, 2)``."""
    arguments = f"({', '.join(found.arguments)})" if found.arguments else ""
    return Evidence(witness=Witness.ATTRIBUTE, text=f"{found.name}{arguments}")


def declaration(c: CType) -> Evidence:
    """Returns a type as it is declared: ``const char *``."""
    return Evidence(witness=Witness.DECLARATION, text=declare(c))
