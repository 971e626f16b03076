# SPDX-License-Identifier: LGPL-2.1-or-later
"""Checks that large headers in use are read whole, with nothing refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from bindwright.extract import Sources, extract

LIBRARIES = {
    "stdio.h": Sources(headers=("stdio.h", "stdlib.h", "math.h", "complex.h"), public=("bits",)),
    "openssl/ssl.h": Sources(headers=("openssl/ssl.h",)),
    "glib-2.0/glib.h": Sources(
        headers=("glib.h",),
        include=("/usr/include/glib-2.0", "/usr/lib/x86_64-linux-gnu/glib-2.0/include"),
    ),
}


PRESENT = sorted(header for header in LIBRARIES if Path("/usr/include", header).exists())


@pytest.mark.parametrize("header", PRESENT)
def test_library_is_read_whole(header: str) -> None:
    """No declaration of a well-known library is without a description."""
    facts = extract(LIBRARIES[header])

    assert facts.diagnostics == ()
    assert len(facts.functions) > 50
