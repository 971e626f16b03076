# SPDX-License-Identifier: LGPL-2.1-or-later
"""Prints: results on standard output, findings and progress on standard error.

It does not decide what is worth printing.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import click

from bindwright.diagnostics import Diagnostic, Location, Severity

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


@dataclass(slots=True, kw_only=True)
class Console:
    """How one run talks to its user."""

    as_json: bool = False
    """Results are one JSON document on standard output."""
    quiet: bool = False
    """Only findings and what was asked for are printed."""
    colour: bool = True

    def say(self, text: str = "", **style: Any) -> None:
        """Prints a line of a report for people."""
        if not self.as_json and not self.quiet:
            click.echo(
                click.style(text, **style) if style else text, color=self._colour(sys.stdout)
            )

    def data(self, value: Any) -> None:
        """Prints the result as JSON when that was asked for."""
        if self.as_json:
            click.echo(json.dumps(value, indent=2, ensure_ascii=False))

    def findings(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Prints each finding: where, how bad, the cause and its code, and below it what to do."""
        colour = self._colour(sys.stderr)
        for found in diagnostics:
            place = f"{_near(found.location)}: " if found.location else ""
            severity = click.style(
                f"{found.severity.value}:", fg=_COLOURS[found.severity], bold=True
            )
            click.echo(f"{place}{severity} {found.message} [{found.code}]", err=True, color=colour)
            if found.hint:
                click.echo(f"hint: {found.hint}", err=True, color=colour)

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Prints a table for people; long cells are wrapped on a terminal and kept whole elsewhere."""
        if self.as_json or self.quiet:
            return
        from rich import box
        from rich.console import Console as Terminal
        from rich.table import Table
        from rich.text import Text

        table = Table(*heads, box=box.SIMPLE, show_edge=False, pad_edge=False)
        for row in rows:
            table.add_row(*map(Text, row))
        colour = self._colour(sys.stdout)
        width = None if sys.stdout.isatty() else 10_000
        Terminal(width=width, no_color=colour is False, highlight=False).print(table)

    @contextlib.contextmanager
    def working(self, text: str) -> Iterator[None]:
        """Shows what a long step does while it lasts, on a terminal only."""
        if self.as_json or self.quiet or not sys.stderr.isatty():
            yield
            return
        from rich.console import Console as Terminal

        with Terminal(stderr=True, no_color=self._colour(sys.stderr) is False).status(text):
            yield

    def _colour(self, stream: Any) -> bool | None:
        """Says whether to colour a stream; None leaves it to what the stream is."""
        return None if self.colour and not os.environ.get("NO_COLOR") else False


def _near(location: Location) -> Location:
    """Returns a place as it is named from the working folder, when it is below."""
    path = os.path.relpath(location.file) if os.path.isabs(location.file) else location.file
    return location if path.startswith("..") else dataclasses.replace(location, file=path)


def findings_data(diagnostics: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """Returns findings as JSON has them."""
    return [
        {
            "code": found.code,
            "severity": found.severity.value,
            "message": found.message,
            "file": found.location.file if found.location else None,
            "line": found.location.line if found.location else None,
            "column": found.location.column if found.location else None,
            "hint": found.hint,
        }
        for found in diagnostics
    ]
