# SPDX-License-Identifier: LGPL-2.1-or-later
"""Does what a page says: writes its files, runs its commands, and says what they print."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

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


def follow(page: str, work: Path, env: Mapping[str, str]) -> tuple[str, str]:
    """Follows a page in a folder; returns what was printed, and what the page says is."""
    printed, expected = "", ""
    for kind, name, text in BLOCK.findall(page):
        if name:
            (work / name).parent.mkdir(parents=True, exist_ok=True)
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
    return printed, expected
