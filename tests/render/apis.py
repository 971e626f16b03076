# SPDX-License-Identifier: LGPL-2.1-or-later
"""The APIs that the targets' packages are tested on: awkward shapes, hostile names, and the real ones."""

from __future__ import annotations

import built
import fixture_api
from bindwright import project as projects
from bindwright.model.api import Api
from bindwright.pipeline import describing

REAL = {folder.name: folder for folder in projects.find(built.ROOT)}


def fixture() -> Api:
    """Returns the API of the library of awkward shapes."""
    api: Api = fixture_api.fixture_api(fixture_api.SEPARATE)
    return api


def hostile() -> Api:
    """Returns the API of the library of hostile names and documentation."""
    project = projects.read(built.ROOT / "tests" / "hostile")
    return describing.describe_facts(project, describing.read_facts(project))
