# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tests what every generated package has, whatever its library."""

from __future__ import annotations

import enum
import importlib
import inspect
import io
import pickle
import subprocess
import sys
from types import ModuleType
from typing import Any

import pytest


def classes(package: ModuleType, base: type) -> list[Any]:
    """Returns the package's public classes of a kind."""
    found = [getattr(package, name) for name in package.__all__]
    return [item for item in found if inspect.isclass(item) and issubclass(item, base)]


def handles(package: ModuleType) -> list[Any]:
    """Returns the package's classes of the library's objects."""
    found = classes(package, object)
    return [item for item in found if hasattr(item, "closed") and not issubclass(item, io.IOBase)]


def test_errors_form_one_tree(package: ModuleType) -> None:
    """Every exception is an Error, carries code, domain and message, and survives pickling."""
    errors = classes(package, Exception)

    assert package.Error in errors
    assert package.ClosedError in errors
    for kind in errors:
        error = kind("why", 3, 2)
        copy = pickle.loads(pickle.dumps(error))
        assert isinstance(copy, package.Error)
        assert (type(copy), str(copy), copy.message) == (kind, "why", "why")
        assert (copy.code, copy.domain) == (3, 2)


def test_errors_say_what_they_are(package: ModuleType) -> None:
    """Every exception lives in the package and is documented."""
    for kind in classes(package, Exception):
        assert kind.__module__ == package.__name__
        assert kind.__doc__


def test_enums_have_room_for_new_values(package: ModuleType) -> None:
    """A value that this version does not name is a member all the same."""
    for kind in classes(package, enum.IntEnum):
        member = kind(1_000_003)
        assert (int(member), member.name) == (1_000_003, "UNKNOWN_1000003")
        with pytest.raises(ValueError, match="is not a valid"):
            kind("text")


def test_flags_keep_new_bits(package: ModuleType) -> None:
    """A bit that this version does not name is kept."""
    for kind in classes(package, enum.IntFlag):
        assert int(kind(1 << 30) | kind(0)) == 1 << 30


def test_classes_are_made_when_they_are_asked_for(name: str) -> None:
    """Importing the package makes no enum, and what it makes later is one class, which can be pickled."""
    code = f"import sys, {name}; print('enum' in sys.modules, 'typing' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    package = importlib.import_module(name)

    assert done.stdout == "False False\n"
    assert set(package.__all__) <= set(dir(package))
    with pytest.raises(AttributeError, match="has no attribute 'nonesuch'"):
        _ = package.nonesuch
    for kind in classes(package, enum.Enum):
        assert getattr(package, kind.__name__) is kind
        assert kind.__doc__
        for member in list(kind)[:1]:
            assert pickle.loads(pickle.dumps(member)) is member


def test_objects_cannot_be_made_by_hand(package: ModuleType) -> None:
    """A handle comes from the library only."""
    for kind in handles(package):
        with pytest.raises(TypeError, match="cannot create"):
            kind()
        with pytest.raises(TypeError):
            kind.extra = 1


def test_everything_callable_is_documented(package: ModuleType) -> None:
    """Each method and function has a docstring and a signature."""
    for kind in handles(package):
        for name, method in inspect.getmembers(kind, callable):
            if not name.startswith("_"):
                assert method.__doc__, name
                assert inspect.signature(method)


def test_exact_integers_are_integers(package: ModuleType) -> None:
    """A class for a width only says which width it is."""
    for kind in (package.I32, package.U32, package.I64, package.U64):
        assert kind(5) == 5
        assert repr(kind(5)) == "5"


def test_package_is_typed(name: str) -> None:
    """Type checkers find the stubs."""
    resources = importlib.import_module("importlib.resources")

    assert (resources.files(name) / "py.typed").is_file()
    assert (resources.files(name) / "_native.pyi").is_file()
