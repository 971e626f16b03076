# SPDX-License-Identifier: LGPL-2.1-or-later
"""The library's binary interface only grows: abidiff compares it with the one that is committed.

usage: test_abi.py LIBRARY HEADERS BASELINE [--update]

The baseline is of the last release. `--update` writes it anew, which is done when a version is released.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


def skip(reason: str) -> int:
    """Say that the test cannot run, which is a failure where everything has to."""
    if os.environ.get("CI") == "true":
        print(f"1..1\nnot ok 1 - {reason}")
        return 1
    print(f"1..0 # SKIP {reason}")
    return 0


def describe(library: str, headers: str) -> str:
    """Return the interface of a library, without what no public header declares."""
    options = ["--drop-private-types", "--exported-interfaces-only", "--type-id-style", "hash"]
    silent = ["--no-corpus-path", "--no-comp-dir-path", "--no-show-locs"]
    command = ["abidw", "--headers-dir", headers, *options, *silent, library]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    # abidiff knows its files by how they begin.
    first, rest = text.split("\n", 1)
    return f"{first}\n  <!-- SPDX-License-Identifier: LGPL-2.1-or-later -->\n{rest}"


def compare(text: str, baseline: str) -> int:
    """Compare an interface with the baseline: additions are good, anything else is not."""
    with tempfile.NamedTemporaryFile("w", suffix=".xml") as file:
        file.write(text)
        file.flush()
        command = ["abidiff", "--no-added-syms", baseline, file.name]
        done = subprocess.run(command, capture_output=True, text=True)
    report = "".join(f"# {line}\n" for line in (done.stdout + done.stderr).splitlines())
    good = done.returncode == 0
    result = "ok 1" if good else "not ok 1"
    print(f"1..1\n{report}{result} - the binary interface is that of the baseline, or more")
    return 0 if good else 1


def main(library: str, headers: str, baseline: str, *options: str) -> int:
    """Compare, or update."""
    if not shutil.which("abidiff") or not shutil.which("abidw"):
        return skip("abidiff is not installed (Debian: abigail-tools)")
    text = describe(library, headers)
    if options != ("--update",):
        return compare(text, baseline)
    Path(baseline).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
