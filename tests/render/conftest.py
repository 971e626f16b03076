# SPDX-License-Identifier: LGPL-2.1-or-later
"""Lets these tests import the meaning of the fixture library, and use a daemon of libvirt."""

from __future__ import annotations

import importlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "fixture"))


@pytest.fixture
def daemon(require: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Starts a daemon of libvirt, and stops it after the test."""
    for program in ("libvirtd", "setpriv"):
        require.program(program)
    monkeypatch.syspath_prepend(ROOT / "core" / "tests" / "libvirt")
    # It runs as nobody, who must be able to come there.
    with tempfile.TemporaryDirectory() as root:
        Path(root).chmod(0o755)
        started = importlib.import_module("daemons").Daemon(
            Path(root), "d", "6695eb01-f6a4-8304-79aa-97f2502e1901"
        )
        yield started
        started.stop()
