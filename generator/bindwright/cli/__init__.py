# SPDX-License-Identifier: LGPL-2.1-or-later
"""The command line: with its modules the only place that prints, and the only one that exits.

It does not do the work: ``pipeline`` does.
"""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections.abc import Sequence
from typing import NoReturn

import click

from bindwright.cli.commands import GROUP
from bindwright.cli.console import Console
from bindwright.diagnostics import BindwrightError, Diagnostic, Location

INTERRUPTED = 130


def main() -> NoReturn:
    """Runs the command that the user typed, and exits with its status."""
    # A run is short and what it makes lasts until its end: looking for garbage is a quarter of its time.
    gc.disable()
    status = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(status)


def run(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit status: 0 good, 1 findings, 2 wrong usage, 130 interrupted."""
    console = Console(colour="--no-color" not in arguments)
    try:
        status = GROUP.main(list(arguments), prog_name="bindwright", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BindwrightError as error:
        console.findings(error.diagnostics)
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        console.findings([_system(error)])
    except Exception as error:
        console.findings([_internal(error)])
        if os.environ.get("BINDWRIGHT_DEBUG"):
            traceback.print_exc()
    else:
        return status if isinstance(status, int) else 0
    return 1


def _system(error: OSError) -> Diagnostic:
    """Tells of a file that could not be used where no stage said more about it."""
    place = Location(file=str(error.filename)) if error.filename else None
    return Diagnostic(code="BW007", message=error.strerror or str(error), location=place)


def _internal(error: Exception) -> Diagnostic:
    """Tells of a fault in Bindwright itself, with the place it happened at."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(frame.filename)}:{frame.lineno}"
    return Diagnostic(
        code="BW000",
        message=f"internal error in {place}: {type(error).__name__}: {error}",
        hint="this is a fault of Bindwright: run it again with BINDWRIGHT_DEBUG=1 and report what it prints",
    )
