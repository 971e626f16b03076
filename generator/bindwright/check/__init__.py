# SPDX-License-Identifier: LGPL-2.1-or-later
"""Judges a described API: names, references, ownership, completeness and documentation.

It does not change the model and does not read anything else. One function and one code for each rule:

===== ======= ==================================================================
BW401 error   two elements of one place have the same public name
BW402 error   an argument's or field's role refers to what there is not
BW403 error   a type's name is not described
BW404 error   a function that another element names does not exist
BW405 error   a value is owned by the caller and nothing says how it is given back
BW406 error   a function fails, or is owned, in a way that contradicts its shape
BW407 error   a callback that is let go later has no argument that tells when
BW408 error   a property has two getters or setters, or its types differ
BW409 error   a stream names what is no method of it
BW410 warning a function's meaning is not complete: bindings do not have it
BW411 warning a struct or callback type is not complete
BW412 warning an element has no documentation
BW413 warning a property can be set but not read
BW414 error   every call needs a function that the oldest supported version of the library lacks
===== ======= ==================================================================

Errors stop generation before anything is written.
"""

from __future__ import annotations

from bindwright.check.completeness import incomplete_functions, incomplete_types
from bindwright.check.docs import undocumented
from bindwright.check.names import duplicate_names
from bindwright.check.ownership import unreleased
from bindwright.check.properties import unpaired_properties, unreadable_properties
from bindwright.check.references import (
    late_functions,
    strange_streams,
    unknown_functions,
    unknown_roles,
    unknown_types,
)
from bindwright.check.shapes import contradictions, unending_callbacks
from bindwright.diagnostics import Diagnostic
from bindwright.model.api import Api

RULES = (
    duplicate_names,
    unknown_roles,
    unknown_types,
    unknown_functions,
    late_functions,
    unreleased,
    contradictions,
    unending_callbacks,
    unpaired_properties,
    strange_streams,
    incomplete_functions,
    incomplete_types,
    undocumented,
    unreadable_properties,
)
"""In the order in which their findings are shown."""


def check(api: Api) -> tuple[Diagnostic, ...]:
    """Returns what all rules find, in a fixed order."""
    return tuple(found for rule in RULES for found in rule(api))


__all__ = ["RULES", "check"]
