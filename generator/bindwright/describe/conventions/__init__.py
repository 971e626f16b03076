# SPDX-License-Identifier: LGPL-2.1-or-later
"""The built-in conventions: how C libraries usually say what a function means, by names, types and phrases.

None is on unless an overlay switches it on, and none knows a library: what differs between libraries is an option. A convention
makes claims in the words of annotations, and only where it is sure.
"""

from __future__ import annotations

from bindwright.describe.conventions import (
    attributes,
    calls,
    fields,
    ownership,
    phrases,
    prose,
    values,
)
from bindwright.describe.conventions.engine import (
    CONVENTIONS,
    Convention,
    apply_conventions,
    apply_evident,
)

__all__ = [
    "CONVENTIONS",
    "Convention",
    "apply_conventions",
    "apply_evident",
    "attributes",
    "calls",
    "fields",
    "ownership",
    "phrases",
    "prose",
    "values",
]
