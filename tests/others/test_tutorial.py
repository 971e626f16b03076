# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every command in the tutorial prints what the tutorial says, in an empty folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def tool(folder: Path, name: str, command: str) -> None:
    """Puts a program on the path."""
    path = folder / name
    path.write_text(f'#!/bin/sh\nexec {command} "$@"\n')
    path.chmod(0o755)


def steps(text: str) -> list[tuple[str, str]]:
    """Returns each command of a block with what it prints."""
    parts = re.split(r"^\$ (.*)\n", text, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def test_tutorial_does_what_it_says(tmp_path: Path, root: Path, require: Any) -> None:
    """Its commands are run in order, its files are written, and all that is printed is compared."""
    require.package("zlib")
    require.program("gcc")
    work, bin_ = tmp_path / "work", tmp_path / "bin"
    work.mkdir()
    bin_.mkdir()
    tool(bin_, "bindwright", f"{sys.executable} -m bindwright")
    tool(bin_, "python", sys.executable)
    env = dict(os.environ, CFLAGS="-O0")
    env["PATH"] = f"{bin_}{os.pathsep}{env['PATH']}"
    env["PYTHONPATH"] = str(root / "generator")
    blocks = BLOCK.findall((root / "generator" / "tutorial.md").read_text())

    printed, expected = "", ""
    for kind, name, text in blocks:
        if name:
            with (work / name).open("a") as file:
                file.write(text)
            continue
        assert kind == "console"
        for command, output in steps(text):
            done = subprocess.run(
                ["sh", "-c", command],
                cwd=work,
                env=env,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            printed += f"$ {command}\n{done.stdout}"
            expected += f"$ {command}\n{output}"

    assert printed == expected
