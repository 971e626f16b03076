# SPDX-License-Identifier: LGPL-2.1-or-later
"""Finds and runs programs: the only place that starts one.

It does not use a shell, does not read the user's locale and does not judge an exit status.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bindwright.diagnostics import failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """What a program left behind."""

    status: int
    """``0`` when all went well."""
    output: str
    """Its standard output; bytes that are not UTF-8 are kept as surrogates."""
    errors: str
    """Its standard error."""


def probe(program: str) -> str | None:
    """Returns the path of a program, or None when it is not installed."""
    return shutil.which(program)


def run(
    argv: Sequence[str],
    *,
    input: str | None = None,
    cwd: Path | None = None,
    timeout: float = 120,
) -> Completed:
    """Runs a program to its end, in the C locale, with nothing on its standard input but ``input``.

    Programs beside the running interpreter come first: a target's ``python`` is the one Bindwright is installed in.
    """
    environment = {name: value for name, value in os.environ.items() if not _is_locale(name)}
    environment["LC_ALL"] = "C"
    beside = str(Path(sys.executable).parent)
    environment["PATH"] = os.pathsep.join([beside, environment.get("PATH", os.defpath)])
    try:
        done = subprocess.run(
            list(argv),
            input=b"" if input is None else input.encode("utf-8", "surrogateescape"),
            capture_output=True,
            cwd=cwd,
            env=environment,
            timeout=timeout,
            check=False,
        )
    except (FileNotFoundError, NotADirectoryError, PermissionError) as error:
        raise failure(
            "BW190",
            f"cannot run {argv[0]}: {error.strerror}",
            hint=f"install {argv[0]}, or name another program",
        ) from error
    except subprocess.TimeoutExpired as error:
        raise failure(
            "BW191",
            f"{argv[0]} took longer than {timeout:g} seconds",
            hint="run it by hand to see where it waits",
        ) from error
    return Completed(
        status=done.returncode,
        output=done.stdout.decode("utf-8", "surrogateescape"),
        errors=done.stderr.decode("utf-8", "replace"),
    )


def _is_locale(name: str) -> bool:
    return name == "LANGUAGE" or name.startswith("LC_") or name == "LANG"
