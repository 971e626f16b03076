# SPDX-License-Identifier: LGPL-2.1-or-later
"""Renders a target's package for an API and compiles its C files with the library's own source, for tests that run it."""

from __future__ import annotations

import subprocess
import sysconfig
from pathlib import Path

from bindwright.model.api import Api
from bindwright.plain import plain_api
from bindwright.render import render
from bindwright.target import build_view, filters, load_manifest, select

ROOT = Path(__file__).parents[2]
STRICT = ("gcc", "-std=c11", "-g", "-fPIC", "-Wall", "-Wextra", "-Werror")
SANITIZED = ("-fsanitize=address,undefined", "-fno-sanitize-recover=all")


def files(api: Api, target: str) -> dict[str, bytes]:
    """Returns what a target makes of an API, with what it includes of other targets."""
    manifest = load_manifest(ROOT / "templates" / target)
    view = build_view(api, plain_api(api), manifest)
    made = render(view, manifest.folder, manifest.files, filters(manifest.literals))
    for rule in manifest.inclusions:
        made |= select(files(api, rule.target), rule.files, rule.to)
    return made


def write(made: dict[str, bytes], folder: Path) -> None:
    """Writes files below a folder."""
    for name, content in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def compile_extension(folder: Path, package: str, library: Path, *more: str) -> Path:
    """Compiles a written package's extension module together with the library it binds; returns its ``src``."""
    suffix = sysconfig.get_config_var("EXT_SUFFIX")
    built = subprocess.run(
        [
            *STRICT,
            *more,
            "-shared",
            f"-isystem{sysconfig.get_paths()['include']}",
            f"-I{folder / 'csrc'}",
            f"-I{library.parent}",
            *map(str, sorted((folder / "csrc").glob("*.c"))),
            str(library),
            "-o",
            str(folder / "src" / package / f"_native{suffix}"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    return folder / "src"
