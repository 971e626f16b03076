# SPDX-License-Identifier: LGPL-2.1-or-later
"""The headers declare, the map lists and the library exports the same functions.

usage: test_symbols.py LIBRARY MAP HEADER...
"""

import re
import subprocess
import sys
from pathlib import Path

VERSION = "KEEL_1.0"
SONAME = "libkeel.so.0"


def declared(headers: list[str]) -> set[str]:
    """Return the functions that the headers declare."""
    names: set[str] = set()
    for header in headers:
        text = re.sub(r"/\*.*?\*/", "", Path(header).read_text("utf-8"), flags=re.DOTALL)
        names.update(re.findall(r"\bKEEL_API\s[^;(]*?\b(keel_\w+)\s*\(", text))
    return names


def mapped(path: str) -> set[str]:
    """Return the functions that the version script lists."""
    text = re.sub(r"/\*.*?\*/", "", Path(path).read_text("utf-8"), flags=re.DOTALL)
    return set(re.findall(r"^\t(keel_\w+);$", text, flags=re.MULTILINE))


def run(*command: str) -> str:
    """Return what a program prints."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def exported(library: str) -> set[str]:
    """Return what the library exports, each with its version."""
    lines = run("nm", "-D", "--defined-only", "--with-symbol-versions", library).splitlines()
    symbols = {line.split()[-1] for line in lines}
    return {symbol.replace("@@", "@") for symbol in symbols if not symbol.startswith("KEEL_")}


def report(what: str, expected: set[str], actual: set[str]) -> int:
    """Print a test line and the differences, and return how many there are."""
    for name in sorted(expected - actual):
        print(f"# lacking: {name}")
    for name in sorted(actual - expected):
        print(f"# too many: {name}")
    differences = len(expected ^ actual)
    print("not ok" if differences else "ok", "-", what)
    return differences


def main(library: str, map_path: str, headers: list[str]) -> int:
    """Compare all three."""
    names = declared(headers)
    failures = report("the map lists what the headers declare", names, mapped(map_path))
    versioned = {f"{name}@{VERSION}" for name in names}
    failures += report("the library exports what the headers declare", versioned, exported(library))
    sonames = set(re.findall(r"soname: \[(.*)\]", run("readelf", "-dW", library)))
    failures += report("the library has its soname", {SONAME}, sonames)
    print("1..3")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
