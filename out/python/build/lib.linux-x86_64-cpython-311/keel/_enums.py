# SPDX-License-Identifier: LGPL-2.1-or-later
"""Enums that have room for values of a newer library; they do not know which values there are."""

from __future__ import annotations

import enum


class OpenEnum(enum.IntEnum):
    """An enum in which a value without a name gets a member of its own."""

    @classmethod
    def _missing_(cls, value: object) -> OpenEnum | None:
        """Makes the member for a value that this version does not name."""
        if not isinstance(value, int):
            return None
        member = int.__new__(cls, value)
        member._name_ = f"UNKNOWN_{value}"
        member._value_ = value
        return member


class OpenFlags(enum.IntFlag, boundary=enum.KEEP):
    """Flags in which a bit without a name is kept."""
