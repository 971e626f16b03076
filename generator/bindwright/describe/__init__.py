# SPDX-License-Identifier: LGPL-2.1-or-later
"""Finds what C functions mean: roles, ownership, idioms and failure.

It does not read headers and does not know any target: it turns facts and an overlay into the model.

Who says a meaning, from the weakest to the strongest: C's own types, conventions and the overlay's patterns (of two, the later),
annotations in doc comments, the overlay's entries for single functions and types. All speak the vocabulary of ``terms``.

Codes of its diagnostics:

===== ==========================================================================
BW201 an annotation that there is not
BW202 an annotation with the wrong words, or in the wrong place
BW203 an annotation on a parameter that there is not
BW204 an overlay entry that matches nothing
BW205 an overlay's regular expression is wrong, or a convention's option
BW206 a variant without a callback type
BW207 a struct that cannot be a dictionary entry
BW208 an annotation that refers to an argument, a field, a function or a type that there is not
===== ==========================================================================
"""

from __future__ import annotations

from bindwright.describe.entries import write_entries
from bindwright.describe.fitting import Fit, Prefix, fitting, prefixes
from bindwright.describe.overlay import Description, Overlay, read
from bindwright.describe.stage import Summary, describe, summary
from bindwright.describe.suggest import Suggestion, suggest

__all__ = [
    "Description",
    "Fit",
    "Overlay",
    "Prefix",
    "Suggestion",
    "Summary",
    "describe",
    "fitting",
    "prefixes",
    "read",
    "suggest",
    "summary",
    "write_entries",
]
