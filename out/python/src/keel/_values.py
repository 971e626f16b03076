# SPDX-License-Identifier: LGPL-2.1-or-later
"""Values of typed dictionaries, whose integers have a width in C; it does not convert them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

Value: TypeAlias = bool | int | float | str
"""What a typed dictionary can hold.

An int is taken for an unsigned integer of 64 bits, or for a signed one when it is negative.
Where C wants another width, one of the classes below says so; what C gives in another width
comes as one of them, so that a dictionary that was read can be written back as it is.
"""


class I32(int):
    """A signed integer of 32 bits."""

    __slots__ = ()


class U32(int):
    """An unsigned integer of 32 bits."""

    __slots__ = ()


class I64(int):
    """A signed integer of 64 bits."""

    __slots__ = ()


class U64(int):
    """An unsigned integer of 64 bits."""

    __slots__ = ()
