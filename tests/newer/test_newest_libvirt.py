# SPDX-License-Identifier: LGPL-2.1-or-later
"""The newest libvirt that Debian has is described like the installed one, and what is made of it works on that."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import built
import debian
import pytest
from bindwright import project as projects
from bindwright.diagnostics import Severity
from bindwright.model.api import Api
from bindwright.model.versions import newer_functions, numbers
from bindwright.pipeline import describing
from bindwright.plain import plain_api
from bindwright.project import Project

HERE = Path(__file__).parent
SUITES = ("sid", "trixie")
MINIMUM = "9.0.0"
LIBRARIES = str(sysconfig.get_config_var("MULTIARCH"))


@pytest.fixture(scope="module")
def newest(tmp_path_factory: pytest.TempPathFactory, require: Any) -> Path:
    """Returns the folder with the newest libvirt's files; without a network the tests are skipped."""
    require.program("apt-get")
    require.file(debian.KEYS)
    causes = []
    for suite in SUITES:
        try:
            return debian.unpack(tmp_path_factory.mktemp(suite), suite, "libvirt-dev", "libvirt0")
        except (debian.Unreachable, subprocess.TimeoutExpired) as error:
            causes.append(str(error))
    pytest.skip(f"missing network: {'; '.join(causes)}")


@pytest.fixture(scope="module")
def project(newest: Path) -> Project:
    """Returns libvirt's project, pointed at the newest headers, for libraries from the installed version on."""
    read = projects.read(built.ROOT / "api-spec" / "libvirt")
    pkg_config = newest / "usr" / "lib" / LIBRARIES / "pkgconfig" / "libvirt.pc"
    found = re.search(r"^Version: (.*)$", pkg_config.read_text(encoding="utf-8"), re.MULTILINE)
    assert found is not None
    wanted = read.extraction
    return dataclasses.replace(
        read,
        library=dataclasses.replace(read.library, version=found[1], minimum=MINIMUM),
        extraction=dataclasses.replace(
            wanted,
            include=(newest / "usr" / "include",),
            pkg_config=(),
            descriptions=tuple(newest / path.relative_to("/") for path in wanted.descriptions),
            libraries=tuple(
                str(newest / "usr" / "lib" / LIBRARIES / name) for name in wanted.libraries
            ),
        ),
    )


@pytest.fixture(scope="module")
def api(project: Project) -> Api:
    """Describes it."""
    return describing.describe_facts(project, describing.read_facts(project))


def test_newest_headers_are_described_without_an_error(api: Api) -> None:
    """A function that nobody has seen before is at most incomplete, and most are complete by convention."""
    errors = [
        str(item) for item in describing.find_problems(api) if item.severity is Severity.ERROR
    ]
    fresh = set(newer_functions(api))
    incomplete = [item.name for item in api.functions if item.missing and item.symbol in fresh]

    assert errors == []
    assert {"virNetworkGetMetadata", "virDomainGraphicsReload"} <= fresh
    assert len(incomplete) * 10 <= len(fresh), incomplete


def test_newer_functions_are_plain_like_others(api: Api) -> None:
    """Each has a plain call, which names what the installed library may lack; the others name nothing."""
    plain = plain_api(api)
    named = {call.symbol for call in plain.calls if call.newer}
    fresh = set(newer_functions(api))

    assert [str(item) for item in plain.unsupported] == []
    assert named <= fresh
    assert {"virNetworkGetMetadata", "virDomainGraphicsReload"} <= named


def test_program_for_the_newest_libvirt_runs_on_the_installed_one(
    api: Api, newest: Path, tmp_path: Path, require: Any
) -> None:
    """The linker meets no function that came later, so the program loads; it says what is missing and goes on."""
    flags = require.package("libvirt", "libvirt-qemu", "libvirt-lxc", "libvirt-admin")
    built.write(built.files(api, "c"), tmp_path)
    include = (f"-I{tmp_path}", "-isystem", str(newest / "usr" / "include"))
    command = (*built.STRICT, *include, str(HERE / "libvirt.c"), *flags, "-o", tmp_path / "program")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    ran = subprocess.run([tmp_path / "program"], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    has = {
        name: numbers(installed()) >= numbers(version)
        for name, version in (
            ("virNetworkGetMetadata", "9.7.0"),
            ("virDomainGraphicsReload", "10.2.0"),
        )
    }

    assert ran.stdout.splitlines()[:8] == [
        "has virDomainGetName: 1",
        "has virDomainFree: 1",
        f"has virNetworkGetMetadata: {int(has['virNetworkGetMetadata'])}",
        f"has virDomainGraphicsReload: {int(has['virDomainGraphicsReload'])}",
        "has virNix: 0",
        "open: good",
        "domain: good",
        "network: good",
    ]
    refusal = "reload: refused: virDomainGraphicsReload: not supported by this library version"
    assert (refusal in ran.stdout) is not has["virDomainGraphicsReload"]


def installed() -> str:
    """Returns the version of the installed libvirt."""
    command = ("pkg-config", "--modversion", "libvirt")
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
