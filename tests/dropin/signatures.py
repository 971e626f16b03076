# SPDX-License-Identifier: LGPL-2.1-or-later
"""Prints, as JSON, what modules offer: constants with their values, functions and methods with their parameters."""

from __future__ import annotations

import importlib
import inspect
import json
import sys
from typing import Any

FOREIGN = ("typing", "types")
"""Modules whose names a module has for its own annotations."""


def parameters(function: Any) -> list[list[Any]]:
    """Returns name, kind and default of each parameter."""
    return [
        [
            item.name,
            item.kind.name,
            None if item.default is item.empty else repr(item.default),
        ]
        for item in inspect.signature(function).parameters.values()
    ]


def members(owner: Any) -> dict[str, Any]:
    """Returns what a class itself has that is not private."""
    found: dict[str, Any] = {}
    for name, value in vars(owner).items():
        if name.startswith("_") and name not in ("__enter__", "__exit__"):
            continue
        found[name] = parameters(value) if inspect.isfunction(value) else repr(value)
    return found


def offers(module: Any) -> dict[str, Any]:
    """Returns what a module has that is its own and not private."""
    found: dict[str, Any] = {}
    for name, value in vars(module).items():
        if name.startswith("_") or inspect.ismodule(value):
            continue
        if getattr(value, "__module__", module.__name__) != module.__name__:
            continue
        if inspect.isclass(value):
            found[name] = members(value)
        elif inspect.isfunction(value):
            found[name] = parameters(value)
        else:
            found[name] = repr(value)
    return found


print(json.dumps({name: offers(importlib.import_module(name)) for name in sys.argv[1:]}))
