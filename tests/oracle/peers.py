# SPDX-License-Identifier: LGPL-2.1-or-later
"""Lists which functions of a C library other bindings of it reach: ``python tests/oracle/peers.py`` writes the lists.

A function counts when the compiled binding refers to it, or when the binding's source calls or declares it.
No peer's program runs: its files are read as its package brings them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT / "generator"), str(HERE.parent / "newer")]

import debian  # noqa: E402
from bindwright import project as projects  # noqa: E402
from bindwright.pipeline import describing  # noqa: E402

SUITE = "bookworm"
LIBRARY = ROOT / "api-spec" / "libvirt"
MAVEN = Path.home() / ".m2" / "repository"
_CALL = re.compile(r"\b(?:C\.)?([A-Za-z_]\w*)\s*\(")


class Missing(Exception):
    """A peer's package cannot be had here, and why."""


def of_elf(files: Iterable[Path]) -> Iterator[str]:
    """Yields the symbols that compiled files want of others."""
    from elftools.elf.elffile import ELFFile

    for file in files:
        with file.open("rb") as stream:
            table = ELFFile(stream).get_section_by_name(".dynsym")
            for symbol in table.iter_symbols():
                if symbol["st_shndx"] == "SHN_UNDEF":
                    yield symbol.name


def of_source(files: Iterable[Path]) -> Iterator[str]:
    """Yields what source files call; C within comments of another language is C."""
    for file in files:
        if not file.stem.endswith("_test"):
            yield from _CALL.findall(file.read_text(encoding="utf-8"))


def of_wrapped(files: Iterable[Path]) -> Iterator[str]:
    """Yields what source files call, where wrappers of all functions were generated, used or not."""
    for name in of_source(file for file in files if "_generated" not in file.name):
        yield name.removesuffix("Wrapper")


def of_jar(files: Iterable[Path]) -> Iterator[str]:
    """Yields the names of the methods that the classes of archives declare."""
    for file in files:
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                if name.endswith(".class"):
                    yield from methods(archive.read(name))


def methods(code: bytes) -> Iterator[str]:
    """Yields the names of the methods of a compiled class."""
    sizes = {
        3: 4,
        4: 4,
        5: 8,
        6: 8,
        7: 2,
        8: 2,
        9: 4,
        10: 4,
        11: 4,
        12: 4,
        15: 3,
        16: 2,
        17: 4,
        18: 4,
    }
    texts: dict[int, str] = {}
    at, index, count = 10, 1, number(code, 8)
    while index < count:
        tag, at = code[at], at + 1
        if tag == 1:
            size = number(code, at)
            texts[index] = code[at + 2 : at + 2 + size].decode("utf-8", "replace")
            at += 2 + size
        else:
            at += sizes[tag]
        index += 2 if tag in (5, 6) else 1
    at += 8 + 2 * number(code, at + 6)
    for kind in ("field", "method"):
        members, at = number(code, at), at + 2
        for _ in range(members):
            if kind == "method":
                yield texts[number(code, at + 2)]
            attributes, at = number(code, at + 6), at + 8
            for _ in range(attributes):
                at += 6 + number(code, at + 2, 4)


def number(code: bytes, at: int, size: int = 2) -> int:
    """Returns a number of a class file."""
    return int.from_bytes(code[at : at + size], "big")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where one peer's code is."""

    package: str
    """A package of Debian, ``group:artifact`` of Maven, or the path of a Go module."""
    files: str
    """Which of the package's files, as an expression."""
    reads: Callable[[Iterable[Path]], Iterator[str]]


SOURCES = {
    "libvirt-python": Source(
        package="python3-libvirt", files=r".*/libvirtmod\w*\.cpython-\d+-[\w-]+\.so", reads=of_elf
    ),
    "libvirt-go": Source(
        package="golang-github-libvirt-libvirt-go-dev",
        files=r".*/libvirt-go/\w+\.(go|h)",
        reads=of_source,
    ),
    "libvirt-go-module": Source(
        package="libvirt.org/go/libvirt", files=r".*/libvirt@[^/]*/\w+\.(go|h)", reads=of_wrapped
    ),
    "libvirt-java": Source(package="org.libvirt:libvirt", files=r".*\.jar", reads=of_jar),
    "libvirt-ocaml": Source(package="libvirt-ocaml", files=r".*/dllmllibvirt\.so", reads=of_elf),
    "Sys::Virt": Source(package="libsys-virt-perl", files=r".*/Virt\.so", reads=of_elf),
    "libvirt-php": Source(package="php8.2-libvirt-php", files=r".*/libvirt-php\.so", reads=of_elf),
}


def derive(peer: projects.Peer, known: frozenset[str]) -> str:
    """Returns the list of one peer as it is committed.

    Raises:
        Missing: its package is not here and cannot be had.
    """
    source = SOURCES[peer.name]
    with tempfile.TemporaryDirectory() as room:
        files = [
            file
            for file in _files(source.package, peer.version, Path(room))
            if re.fullmatch(source.files, str(file))
        ]
        if not files:
            raise Missing(f"{source.package} has no file {source.files}")
        names = known.intersection(source.reads(files))
    head = f"# The functions of C that {peer.name} {peer.version} reaches: made by tests/oracle/peers.py."
    return "\n".join(("# SPDX-License-Identifier: LGPL-2.1-or-later", head, *sorted(names), ""))


def _files(package: str, version: str, room: Path) -> list[Path]:
    """Returns the files of a package: the installed one when it is of that version, else from the net."""
    if ":" in package:
        return [_maven(package, version)]
    if "/" in package:
        return _module(package, version)
    if shutil.which("dpkg-query") is None:
        raise Missing("missing program: dpkg-query")
    if upstream(_query("-W", "-f", "${Version}", package)) == version:
        return [Path(line) for line in _query("-L", package).splitlines()]
    try:
        top = debian.unpack(room, SUITE, package)
    except (debian.Unreachable, subprocess.TimeoutExpired) as error:
        raise Missing(f"missing package: {package} {version}: {error}") from None
    name = next((room / "debs").glob("*.deb")).name
    if upstream(name.split("_")[1].replace("%3a", ":")) != version:
        raise Missing(f"missing package: {package} {version}: there is {name}")
    return sorted(file for file in top.rglob("*") if file.is_file())


def _query(*words: str) -> str:
    command = ("dpkg-query", *words)
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def upstream(version: str) -> str:
    """Returns the part of a package's version that its makers gave: of ``1:6.0.0+git1-2`` it is ``6.0.0``."""
    return re.split(r"[+~-]", version.split(":", 1)[-1])[0]


def _maven(package: str, version: str) -> Path:
    group, artifact = package.split(":")
    place = Path(*group.split("."), artifact, version, f"{artifact}-{version}.jar")
    if not (MAVEN / place).is_file():
        if shutil.which("mvn") is None:
            raise Missing(f"missing program: mvn, to get {package} {version}")
        what = ("-Dartifact=" + f"{package}:{version}", "-Dtransitive=false")
        done = subprocess.run(
            ("mvn", "-q", "-B", "dependency:get", *what),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        if not (MAVEN / place).is_file():
            raise Missing(f"missing package: {package} {version}: {done.stdout.strip()[-300:]}")
    return MAVEN / place


def _module(path: str, version: str) -> list[Path]:
    if shutil.which("go") is None:
        raise Missing(f"missing program: go, to get {path} {version}")
    done = subprocess.run(
        ("go", "mod", "download", "-json", f"{path}@v{version}"),
        cwd=tempfile.gettempdir(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    found = json.loads(done.stdout or "{}")
    if "Dir" not in found:
        raise Missing(f"missing package: {path} {version}: {found.get('Error', done.stderr)}")
    return sorted(Path(found["Dir"]).iterdir())


def described() -> frozenset[str]:
    """Returns the functions of the library."""
    api = describing.load(projects.read(LIBRARY))
    return frozenset(function.symbol for function in api.functions)


def main() -> int:
    """Writes the list of each peer that can be had."""
    known, status = described(), 0
    for peer in projects.read(LIBRARY).peers:
        try:
            peer.functions.write_text(derive(peer, known), encoding="utf-8")
        except Missing as cause:
            print(f"{peer.name}: {cause}", file=sys.stderr)
            status = 1
        else:
            print(f"{os.path.relpath(peer.functions)}: written")
    return status


if __name__ == "__main__":
    sys.exit(main())
