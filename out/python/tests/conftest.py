# SPDX-License-Identifier: LGPL-2.1-or-later
"""Finds the package under test, so that these tests serve every generated package."""

from __future__ import annotations

import importlib
import tomllib
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def name() -> str:
    """Returns the package's name."""
    project = Path(__file__).parents[1] / "pyproject.toml"
    return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["name"])


@pytest.fixture(scope="session")
def package(name: str) -> ModuleType:
    """Returns the package."""
    return importlib.import_module(name)
