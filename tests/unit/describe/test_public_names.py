# SPDX-License-Identifier: LGPL-2.1-or-later
"""C identifiers become words."""

from __future__ import annotations

import pytest
from bindwright.describe.names import Names, parameter_words

NAMES = Names(("acme", "ACME_"), ("NWFilters", "NWFilter"))


@pytest.mark.parametrize(
    ("identifier", "words"),
    [
        ("acmeGuestGetXMLDesc", "guest get xml desc"),
        ("acmeHostListAllNWFilters", "host list all nwfilters"),
        ("acmeGuestMigrateToURI2", "guest migrate to uri2"),
        ("acmeGuestGetCPUs", "guest get cpus"),
        ("ACME_UUID_BUFLEN", "uuid buflen"),
        ("acmedThing", "acmed thing"),
        ("nrVirtCpu", "nr virt cpu"),
        ("rx_bytes", "rx bytes"),
    ],
)
def test_public_splits_humps_and_underscores(identifier: str, words: str) -> None:
    """Acronyms stay whole, and a prefix goes only where it ends a word."""
    assert NAMES.public(identifier) == tuple(words.split())


def test_within_takes_the_objects_name_off() -> None:
    """What is not named after its object keeps all words but the library's prefix."""
    assert NAMES.within("acmeGuestGetInfo", "acmeGuest") == ("get", "info")
    assert NAMES.within("acmeRevertToSnapshot", "acmeSnapshot") == ("revert", "to", "snapshot")


def test_members_share_no_prefix() -> None:
    """What all members share goes, and what one shares with its enum's name."""
    names = ["ACME_GUEST_OFF", "ACME_GUEST_ON"]
    assert NAMES.members(names, "acmeGuestState") == (("off",), ("on",))
    assert NAMES.members(["ACME_OK", "ACME_STATUS_BUSY"], "acme_status") == (("ok",), ("busy",))
    assert NAMES.members(["ACME_MODE_FAST"], "acmeMode") == (("fast",),)


def test_members_never_begin_with_a_digit_and_stay_distinct() -> None:
    """A prefix stays where taking it off would leave a number or the same word twice."""
    assert NAMES.members(["ACME_BITS_32", "ACME_BITS_64"], "acmeBits") == (
        ("bits", "32"),
        ("bits", "64"),
    )
    assert NAMES.members(["A_MODE_X", "A_X"], "a_mode") == (("mode", "x"), ("x",))


def test_parameter_words_leave_ret_out() -> None:
    """``ret_state`` is the state to a caller."""
    assert parameter_words(("ret", "state")) == ("state",)
    assert parameter_words(("ret",)) == ("ret",)


def test_glued_prefix_goes_without_a_boundary() -> None:
    """``gz`` is no word of ``gzopen``, and goes when it is said to; a plain prefix stays."""
    assert Names((), (), ("gz",)).public("gzopen") == ("open",)
    assert Names(("gz",)).public("gzopen") == ("gzopen",)
    assert Names(("gz",), (), ("gz",)).public("gzFile") == ("file",)
