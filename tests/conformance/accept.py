# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes golden transcripts: ``python -m tests.conformance.accept [CASE...]``, from the top of the source tree.

A transcript becomes golden when all targets that support its case agree on it, and it is what the
case announces; then read its diff line by line. It does not generate packages.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from bindwright import project as projects
from bindwright.conform import agree, load_goldens, run_cases
from bindwright.diagnostics import BindwrightError
from bindwright.pipeline import conforming
from bindwright.pipeline.making import Maker, target_names

ROOT = Path(__file__).resolve().parent.parent.parent
GOLDEN = ROOT / "tests" / "conformance" / "golden"


def main(names: Sequence[str]) -> int:
    """Writes the golden transcripts of the cases named, else of all; returns the exit status."""
    try:
        return accept(names)
    except BindwrightError as error:
        print(error, file=sys.stderr)
        return 1


def accept(names: Sequence[str]) -> int:
    """Runs every target that has a program and writes what they agree on."""
    maker = Maker(projects.read(ROOT / "api-spec" / "keel"))
    cases = conforming.scenarios(maker, names)
    targets = [name for name in target_names() if "conform" in maker.manifest(name).tools]
    programs = [conforming.build(maker, target, cases) for target in targets]
    known = load_goldens(GOLDEN)
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
            (GOLDEN / f"{case.name}.txt").write_text(transcript, encoding="ascii")
            print(f"{case.name}: {'changed' if case.name in known else 'new'}")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
