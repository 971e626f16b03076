# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every program in the tutorial compiles without a warning, runs, and prints what the tutorial says.

usage: test_tutorial.py TUTORIAL HEADERS LIBRARY COMPILER...
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = re.compile(r"^```c (\S+)\n(.*?)^```\n\s*```text\n(.*?)^```$", re.DOTALL | re.MULTILINE)
WARNINGS = ["-std=c11", "-D_POSIX_C_SOURCE=200809L", "-Wall", "-Wextra", "-Werror", "-pedantic"]


def fault(folder: Path, name: str, text: str, expected: str, include: str, library: Path, compiler: list[str]) -> str:
    """Return what is wrong with a program."""
    source = folder / name
    source.write_text(text, "utf-8")
    program = str(source.with_suffix(""))
    link = [f"-I{include}", str(source), "-o", program, str(library), "-Xlinker", "-rpath", "-Xlinker", str(library.parent)]
    built = subprocess.run([*compiler, *WARNINGS, *link], capture_output=True, text=True)
    if built.returncode:
        return built.stderr
    done = subprocess.run([program], capture_output=True, text=True, timeout=60, cwd=folder)
    if done.returncode:
        return f"it ended with {done.returncode}: {done.stderr}"
    if done.stdout != expected:
        return f"it printed:\n{done.stdout}"
    return done.stderr


def main(tutorial: str, include: str, library: str, *compiler: str) -> int:
    """Try all programs."""
    text = Path(tutorial).read_text("utf-8")
    programs = PROGRAM.findall(text)
    failed = len(programs) != text.count("\n```c") or not programs
    if failed:
        print("# a program has no name or no output below it")
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, source, expected) in enumerate(programs, 1):
            found = fault(Path(folder), name, source, expected, include, Path(library).resolve(), list(compiler))
            print("".join(f"# {line}\n" for line in found.splitlines()), end="")
            print("not ok" if found else "ok", number, "-", name)
            failed = failed or bool(found)
    print(f"1..{len(programs)}")
    return 1 if failed else 0


if __name__ == "__main__":
    os.environ.pop("LD_PRELOAD", None)
    sys.exit(main(*sys.argv[1:]))
