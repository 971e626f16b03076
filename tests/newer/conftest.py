# SPDX-License-Identifier: LGPL-2.1-or-later
"""Builds two versions of a library, and lets these tests build packages and programs as those in other folders do."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from bindwright import project as projects
from bindwright.model.api import Api
from bindwright.pipeline import describing

HERE = Path(__file__).parent
for name in ("render", "conformance"):
    sys.path.insert(0, str(HERE.parent / name))


@pytest.fixture(scope="package")
def libraries(tmp_path_factory: pytest.TempPathFactory, require: Any) -> dict[int, Path]:
    """Returns the folders of both versions of the library."""
    folders = {version: tmp_path_factory.mktemp(f"version{version}") for version in (1, 2)}
    for version, folder in folders.items():
        linked = ("-Wl,-soname,libshelf.so.0", f"-Wl,--version-script={HERE / f'{version}.map'}")
        command = (require.program("gcc"), "-shared", "-fPIC", f"-DSHELF_{version}", *linked)
        subprocess.run(
            [*command, str(HERE / "shelf.c"), "-o", str(folder / "libshelf.so.0")], check=True
        )
    return folders


@pytest.fixture(scope="package")
def api(libraries: dict[int, Path], tmp_path_factory: pytest.TempPathFactory) -> Api:
    """Describes version 2, for libraries from version 1 on."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("shelf.h", "overlay.toml", "project.toml"):
        shutil.copy(HERE / name, folder)
    text = (HERE / "project.toml").read_text(encoding="utf-8")
    where = f'include = ["."]\nlibraries = ["{libraries[2]}/libshelf.so.0"]\n'
    (folder / "project.toml").write_text(text.replace("[extract]\n", f"[extract]\n{where}"))
    project = projects.read(folder)
    return describing.describe_facts(project, describing.read_facts(project))
