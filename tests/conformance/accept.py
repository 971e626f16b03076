# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes golden transcripts: ``python tests/conformance/accept.py [CASE...]``.

A transcript becomes golden when all targets that support its case agree on it, and it is what the
case announces; then read its diff line by line. It does not generate packages.
"""

from __future__ import annotations

import fnmatch
import sys
from collections.abc import Sequence

from bindwright.conform import agree, load_goldens, run_cases
from bindwright.diagnostics import BindwrightError
from called import listing, written
from libraries import PROJECTS, build, conformance, maker, scenarios, targets


def main(names: Sequence[str]) -> int:
    """Writes the golden transcripts of the cases named, else of all; returns the exit status."""
    try:
        return max(accept(library, names) for library in PROJECTS)
    except BindwrightError as error:
        print(error, file=sys.stderr)
        return 1


def accept(library: str, names: Sequence[str]) -> int:
    """Runs every target that has a program and writes what they agree on."""
    golden = conformance(library).golden
    cases = [
        case
        for case in scenarios(library).values()
        if not names or any(fnmatch.fnmatchcase(case.name, name) for name in names)
    ]
    programs = [build(library, target) for target in targets(library)] if cases else []
    known = load_goldens(golden)
    status = 0
    for case in cases:
        results = [result for program in programs for result in run_cases(program, [case], {})]
        try:
            transcript = agree(case, results)
        except BindwrightError as error:
            print(error, file=sys.stderr)
            status = 1
            continue
        if known.get(case.name) != transcript:
            (golden / f"{case.name}.txt").write_text(transcript, encoding="ascii")
            print(f"{library}: {case.name}: {'changed' if case.name in known else 'new'}")
    if (calls := golden.with_name("called.txt")).is_file():
        transcripts = written(load_goldens(golden))
        calls.write_text(listing(maker(library).plain, transcripts), encoding="ascii")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
