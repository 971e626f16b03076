# SPDX-License-Identifier: LGPL-2.1-or-later
"""Unpacks Debian packages of another suite into a folder: nothing is installed, no package's own program runs."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

MIRROR = "http://deb.debian.org/debian"
KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg"

SETTINGS = """\
Dir::Etc::SourceList "{folder}/sources.list";
Dir::Etc::SourceParts "-";
Dir::Etc::Preferences "-";
Dir::Etc::PreferencesParts "-";
Dir::State "{folder}/state";
Dir::State::Status "/dev/null";
Dir::Cache "{folder}/cache";
Acquire::Languages "none";
Acquire::Check-Valid-Until "false";
Acquire::Retries "2";
Acquire::http::Timeout "20";
APT::Sandbox::User "";
"""
"""Mirrors may keep an index past its time; what it says is signed all the same, and only unpacked here."""


class Unreachable(Exception):
    """The packages cannot be had, and why."""


def unpack(folder: Path, suite: str, *packages: str) -> Path:
    """Returns the folder that holds the packages' files: its ``usr/include`` and so on.

    Raises:
        Unreachable: there is no network, or no such suite.
    """
    for name in ("state/lists/partial", "cache/archives/partial", "root", "debs"):
        (folder / name).mkdir(parents=True)
    source = f"deb [signed-by={KEYS}] {mirror()} {suite} main\n"
    (folder / "sources.list").write_text(source, encoding="utf-8")
    (folder / "apt.conf").write_text(SETTINGS.format(folder=folder), encoding="utf-8")
    env = dict(os.environ, APT_CONFIG=str(folder / "apt.conf"), LC_ALL="C")
    _run(folder, env, "apt-get", "-q", "update", "--error-on=any")
    _run(folder / "debs", env, "apt-get", "-q", "download", *packages)
    for package in sorted((folder / "debs").glob("*.deb")):
        _run(folder, env, "dpkg-deb", "-x", str(package), str(folder / "root"))
    return folder / "root"


def mirror() -> str:
    """Returns where this machine gets Debian from."""
    command = ("apt-get", "indextargets", "--format", "$(REPO_URI)")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = [line.rstrip("/") for line in done.stdout.splitlines()]
    return next((line for line in found if line.endswith("/debian")), MIRROR)


def _run(folder: Path, env: dict[str, str], *command: str) -> None:
    done = subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=120
    )
    if done.returncode != 0:
        raise Unreachable(f"{' '.join(command)}: {done.stderr.strip()}")
