# SPDX-License-Identifier: LGPL-2.1-or-later
"""Starts the command line: ``python -m bindwright``; it does nothing else."""

from bindwright.cli import main

main()
