# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the benchmarks: ``python -m tests.bench [SUITE ...] [--rounds N]``."""

from __future__ import annotations

import argparse
import sys

from tests.bench import generator, go, java, python

SUITES = {
    "keel": python.keel,
    "libvirt": python.libvirt,
    "go": go.main,
    "java": java.main,
    "generator": generator.main,
}
"""By the name that is given: runs a suite, and returns whether its goals hold."""


def main() -> int:
    """Runs the suites that are named, or all; returns 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "suites", nargs="*", metavar="SUITE", help=f"{', '.join(SUITES)}; default: all"
    )
    parser.add_argument(
        "--rounds", type=int, default=8, help="interleaved processes of each peer (8)"
    )
    options = parser.parse_args()
    unknown = set(options.suites) - set(SUITES)
    if unknown:
        parser.error(f"unknown suite: {', '.join(sorted(unknown))}; there are {', '.join(SUITES)}")
    good = True
    for suite in options.suites or SUITES:
        good = SUITES[suite](options.rounds) and good
    print("all goals are met" if good else "some goals are missed")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
