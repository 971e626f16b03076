# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes the classes of a package when they are first asked for; it does not know which there are."""

from __future__ import annotations

import sys
from _thread import RLock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, TypeAlias

    Enums: TypeAlias = Mapping[str, tuple[str, Mapping[str, int]]]
    Records: TypeAlias = Mapping[str, tuple[str, Sequence[str]]]

_lock = RLock()


def make(module: str, name: str, enums: Enums, flags: Enums, records: Records) -> type:
    """Returns the class of that name, which the module has from then on.

    Raises:
        AttributeError: There is none.
    """
    namespace = vars(sys.modules[module])
    with _lock:
        found = namespace.get(name)
        if isinstance(found, type):
            return found
        if name in records:
            doc, fields = records[name]
            made = _record(module, name, fields)
        elif name in enums or name in flags:
            doc, members = enums[name] if name in enums else flags[name]
            made = _enum(module, name, members, name in flags)
        else:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        made.__doc__ = doc
        namespace[name] = made
        return made


def _record(module: str, name: str, fields: Sequence[str]) -> type:
    from collections import namedtuple

    maker: Any = namedtuple
    made: type = maker(name, fields, module=module)
    return made


def _enum(module: str, name: str, members: Mapping[str, int], flags: bool) -> type:
    from . import _enums

    base: Any = _enums.OpenFlags if flags else _enums.OpenEnum
    made: type = base(name, members, module=module)
    return made


def find(package: str, name: str) -> object:
    """Returns what a package has in one of its modules, and has itself from then on.

    Raises:
        AttributeError: None of them has it.
    """
    namespace = vars(sys.modules[package])
    if name not in namespace["__all__"]:
        raise AttributeError(f"module {package!r} has no attribute {name!r}")
    from . import _types

    try:
        found: object = getattr(_types, name)
    except AttributeError:
        from . import _files

        found = getattr(_files, name)
    namespace[name] = found
    return found
