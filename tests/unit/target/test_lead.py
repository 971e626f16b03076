# SPDX-License-Identifier: LGPL-2.1-or-later
"""Summaries begin with the name of what they are about."""

import pytest
from bindwright.target.lead import lead_call, lead_type


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("Gets the name.", "X gets the name."),
        ("Try to look it up.", "X tries to look it up."),
        ("Fetch all.", "X fetches all."),
        ("Shutdown a domain.", "X shuts down a domain."),
        ("This function returns a list.", "X returns a list."),
        ("The XML of it.", "X: The XML of it."),
        ("Dynamically change it.", "X: Dynamically change it."),
        ("VIR_FLAG is for this.", "X: VIR_FLAG is for this."),
        ("Deactivate", "X deactivates"),
    ],
)
def test_call_is_said_to_do_something(summary: str, expected: str) -> None:
    """A verb follows the name as he, she or it does; what is no verb stays a sentence of its own."""
    assert lead_call("X", summary) == expected


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("A guest on a host.", "X is a guest on a host."),
        ("What happened.", "X is what happened."),
        ("Flags used to list.", "X are flags used to list."),
        ("Hears of events.", "X hears of events."),
        ("This callback occurs when it stops.", "X occurs when it stops."),
        ("Structure filled.", "X: Structure filled."),
        ("These just say how.", "X: These just say how."),
        ("CPU of the host.", "X: CPU of the host."),
    ],
)
def test_type_is_said_to_be_something(summary: str, expected: str) -> None:
    """A noun is what the type is; a verb is what a function of the type does."""
    assert lead_type("X", summary) == expected
