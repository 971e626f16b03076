# SPDX-License-Identifier: LGPL-2.1-or-later
"""Renders the lowering of an API into a folder, for tests that compile it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from bindwright.model.api import Api
from bindwright.plain import plain_api
from bindwright.render import render
from bindwright.target import build_view, filters, load_manifest

ROOT = Path(__file__).parents[2]
FIXTURE = ROOT / "tests" / "fixture"
HERE = ROOT / "tests" / "lowering"

STRICT = ("gcc", "-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror")
SANITIZED = ("-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all")


def lower(api: Api, folder: Path) -> Path:
    """Writes the header of an API's plain calls and its support file, and returns the header."""
    manifest = load_manifest(ROOT / "templates" / "c")
    view = build_view(api, plain_api(api), manifest)
    folder.mkdir(parents=True, exist_ok=True)
    files = render(view, manifest.folder, manifest.files, filters(manifest.literals))
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder / f"{view.library.c_name}-plain.h"


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs a program and keeps what it prints."""
    return subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, check=False
    )
