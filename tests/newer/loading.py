# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs programs that load a library at run time, and looks at what they link."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

from elftools.elf.elffile import ELFFile


def run(program: Path, library: Path | None) -> list[str]:
    """Runs a program that may find a library in one folder; returns what it printed."""
    env = {name: text for name, text in os.environ.items() if name != "LD_LIBRARY_PATH"}
    if library:
        env["LD_LIBRARY_PATH"] = str(library)
    done = subprocess.run([program], env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    return done.stdout.splitlines()


def linked(program: Path) -> list[str]:
    """Returns the libraries without which a program does not start."""
    with program.open("rb") as stream:
        section: Any = ELFFile(stream).get_section_by_name(".dynamic")
        return [tag.needed for tag in section.iter_tags() if tag.entry.d_tag == "DT_NEEDED"]
