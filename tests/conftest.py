# SPDX-License-Identifier: LGPL-2.1-or-later
"""Gives tests the source tree and the tools they need; a missing tool is a loud skip, in CI a failure."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Generator
from pathlib import Path

import pytest
from bindwright import resources
from bindwright.pipeline.tooling import readiness
from bindwright.target import Manifest, load_manifest

ROOT = Path(__file__).resolve().parent.parent


class Require:
    """Skips the test that needs something this machine does not have."""

    def program(self, name: str) -> str:
        """Returns the path of a program."""
        path = shutil.which(name)
        if path is None:
            pytest.skip(f"missing program: {name}")
        return path

    def package(self, *names: str) -> list[str]:
        """Returns the compiler and linker flags of packages known to pkg-config."""
        query = [self.program("pkg-config"), "--cflags", "--libs", *names]
        found = subprocess.run(query, capture_output=True, text=True, check=False)
        if found.returncode != 0:
            pytest.skip(f"missing package: {' '.join(names)}")
        return found.stdout.split()

    def target(self, name: str) -> Manifest:
        """Returns the manifest of a target whose tools can run."""
        manifest = load_manifest(resources.templates() / name)
        _, missing = readiness(manifest)
        if missing:
            pytest.skip(f"target {name}: {missing}")
        return manifest

    def file(self, path: str | Path) -> Path:
        """Returns the path of a file that a package installs or a build makes."""
        if not Path(path).exists():
            pytest.skip(f"missing file: {path}")
        return Path(path)


@pytest.fixture(scope="session")
def require() -> Require:
    """Asks for programs, packages and files."""
    return Require()


@pytest.fixture(scope="session")
def root() -> Path:
    """Returns the top of the source tree."""
    return ROOT


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turns a skip into a failure in CI: there everything is installed, and nothing stays untested."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI") == "true":
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else "skipped"
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: {reason} (a skip is a failure in CI)"
    return report
