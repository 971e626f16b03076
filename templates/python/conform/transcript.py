# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the transcript of a conformance case: one line for each step, every value as tagged text.

It knows no library: the program says what each value has to be.
"""

from __future__ import annotations

import gc
import struct
import sys
import threading
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import IntEnum, IntFlag
from types import TracebackType
from typing import Any

Shape = Callable[[Any], str]
"""Returns a value as tagged text, or says that it is of the wrong type."""


class Stopped(Exception):
    """Ends a case: a step failed that the case did not announce."""


class Raised(Exception):
    """What a handler raises when the case says so."""


# Values


def wrong(value: object) -> str:
    """Returns what stands in a transcript for a value of the wrong type."""
    return f"wrong:{type(value).__name__}"


def optional(shape: Shape) -> Shape:
    """Lets a value be absent."""
    return lambda value: "null" if value is None else shape(value)


def boolean(value: Any) -> str:
    """Shows a truth value."""
    return f"bool:{str(value).lower()}" if type(value) is bool else wrong(value)


def integer(kind: str) -> Shape:
    """Shows an integer of a C type."""
    return lambda value: f"{kind}:{int(value)}" if type(value) is int else wrong(value)


def f64(value: Any) -> str:
    """Shows a floating point number by its bits, which every language has."""
    return f"f64:0x{struct.pack('>d', value).hex()}" if type(value) is float else wrong(value)


def string(value: Any) -> str:
    """Shows a text: what is not printable ASCII by its bytes in UTF-8."""
    if not isinstance(value, str):
        return wrong(value)
    shown = ""
    for byte in value.encode("utf-8", "surrogateescape"):
        if byte in b'"\\':
            shown += "\\" + chr(byte)
        else:
            shown += chr(byte) if 0x20 <= byte < 0x7F else f"\\x{byte:02x}"
    return f'str:"{shown}"'


def function(value: Any) -> str:
    """Shows that there is a function, which says no more of itself."""
    return "callback" if callable(value) else wrong(value)


def octets(value: Any) -> str:
    """Shows bytes."""
    return f"bytes:{value.hex()}" if type(value) is bytes else wrong(value)


def universal(value: Any) -> str:
    """Shows a UUID."""
    return f"uuid:{value}" if isinstance(value, uuid.UUID) else wrong(value)


def member(of: type[IntEnum], labels: Mapping[int, str]) -> Shape:
    """Shows a member of an enum, with a question mark when it has no name."""
    return lambda value: (
        f"enum:{labels.get(value, '?')}({int(value)})" if isinstance(value, of) else wrong(value)
    )


def flags(of: type[IntFlag]) -> Shape:
    """Shows flags by their bits."""

    def show(value: Any) -> str:
        if not isinstance(value, of):
            return wrong(value)
        bits = [str(1 << bit) for bit in range(64) if int(value) & 1 << bit]
        return f"flags:{'|'.join(bits) or 0}"

    return show


def handle(name: str, of: type[object]) -> Shape:
    """Shows an object by its type in C."""
    return lambda value: f"object:{name}" if type(value) is of else wrong(value)


def sequence(element: Shape) -> Shape:
    """Shows a list."""
    return lambda value: (
        f"list[{', '.join(map(element, value))}]" if type(value) is list else wrong(value)
    )


def record(name: str, of: type[object], fields: Sequence[tuple[str, str, Shape]]) -> Shape:
    """Shows a record; each field has a label, an attribute and a shape."""

    def show(value: Any) -> str:
        if type(value) is not of:
            return wrong(value)
        shown = (f"{label}={shape(getattr(value, name))}" for label, name, shape in fields)
        return f"record:{name}{{{', '.join(shown)}}}"

    return show


def dictionary(value: Any) -> str:
    """Shows a dictionary, in the order of its keys."""
    if type(value) is not dict:
        return wrong(value)
    keys = sorted(value, key=lambda key: key.encode("utf-8", "surrogateescape"))
    return f"dict{{{', '.join(f'{key}={_any(value[key])}' for key in keys)}}}"


def _any(value: Any) -> str:
    """Shows a value of a dictionary; there a language need not know of which type an integer is."""
    match value:
        case bool():
            return boolean(value)
        case int():
            return f"int:{int(value)}"
        case float():
            return f64(value)
    return string(value)


# Failures


class Failures:
    """Knows how the library's own errors are shown."""

    def __init__(
        self,
        error: type[Exception],
        closed: type[Exception],
        unsupported: type[Exception],
        codes: Mapping[int, str],
        domains: Mapping[int, str],
    ) -> None:
        self.error = error
        self.closed = closed
        self.unsupported = unsupported
        self.codes = codes
        self.domains = domains

    def show(self, error: BaseException | None, step: Step | None = None) -> str:
        """Returns why a step failed."""
        if isinstance(error, self.closed) and step and step.refused == "closed":
            return "refused:closed"
        if isinstance(error, self.unsupported):
            return "refused:unsupported"
        if isinstance(error, self.error):
            return self._library(error, step)
        if isinstance(error, Raised):
            return "refused:raised"
        if isinstance(error, OverflowError):
            return "refused:range"
        if isinstance(error, ValueError) and "null character" in str(error):
            return "refused:text"
        if isinstance(error, TypeError) and "NoneType" in str(error):
            return "refused:null"
        return f"broken:{type(error).__name__}: {error}"

    def _library(self, error: Any, step: Step | None) -> str:
        code, domain = int(error.code), int(error.domain)
        if step and step.refused and code == step.code:
            return f"refused:{step.refused}"
        shown = f"error:{self.codes.get(code, '?')}({code})"
        shown += f"@{self.domains.get(domain, '?')}({domain})"
        return f"{shown} {string(error.message)}" if step and step.message else shown


# Steps


class Step:
    """One step: a ``with`` block around one statement, and the line that comes of it."""

    def __init__(
        self, log: Log, label: str, *, fails: bool, refused: str, code: int, message: bool
    ) -> None:
        self.log = log
        self.label = label
        self.fails = fails
        self.refused = refused
        self.code = code
        self.message = message
        self.shown = "ok"

    def show(self, *values: tuple[str, Shape, Any]) -> None:
        """Says what the step gave: for each value a label, its shape and itself."""
        self.shown = ", ".join(f"{label}{shape(value)}" for label, shape, value in values)

    def hide(self) -> None:
        """Says that what the step gave is not the same in every run."""
        self.shown = "(not shown)"

    def __enter__(self) -> Step:
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> bool:
        if isinstance(error, Stopped) or (error and not isinstance(error, Exception)):
            return False
        if error is not None:
            self.shown = self.log.failures.show(error, self)
        self.log.write(f"{self.label}: {self.shown}")
        if error is not None and not self.fails:
            raise Stopped from error
        return True


class Run:
    """One run of a handler: its own line, and what it gives back."""

    def __init__(
        self, log: Log, name: str, values: Iterable[tuple[str, Shape, Any]], shown: bool
    ) -> None:
        self.log = log
        self.name = name
        told = ", ".join(f"{label}{shape(value)}" for label, shape, value in values)
        self.shown = told if shown else "(not shown)"

    def __enter__(self) -> Run:
        self.log.depth += 1
        self.log.write(f"{self.name}: {self.shown}")
        self.log.depth += 1
        return self

    def __exit__(self, *_error: object) -> None:
        self.log.depth -= 2

    def end(self, *returns: Any, raises: int = 0) -> Any:
        """Returns what this run returns, or raises when it is the one that does."""
        number = self.log.runs[self.name] = self.log.runs.get(self.name, 0) + 1
        if number == raises:
            raise Raised
        return returns[min(number, len(returns)) - 1] if returns else None


class Log:
    """The transcript of one case, or of one thread of it."""

    def __init__(self, failures: Failures) -> None:
        self.failures = failures
        self.lines: list[str] = []
        self.runs: dict[str, int] = {}
        self.depth = 0

    def write(self, line: str) -> None:
        """Adds a line."""
        self.lines.append("  " * self.depth + line)

    def step(
        self,
        label: str,
        *,
        fails: bool = False,
        refused: str = "",
        code: int = 0,
        message: bool = False,
    ) -> Step:
        """Begins a step; ``code`` is the library's error that stands for the refusal."""
        return Step(self, label, fails=fails, refused=refused, code=code, message=message)

    def handler(self, name: str, *values: tuple[str, Shape, Any], shown: bool = True) -> Run:
        """Begins a run of a handler; its arguments may be not the same in every run."""
        return Run(self, name, values, shown)

    def threads(self, label: str, count: int, times: int, steps: Callable[[Log], None]) -> None:
        """Performs steps in several threads, many times; their lines must always be the same."""
        seen: list[list[str]] = []

        def work() -> None:
            for _ in range(times):
                log = Log(self.failures)
                log.depth = 1
                try:
                    steps(log)
                except Stopped:
                    log.write("stopped")
                if log.lines not in seen:
                    seen.append(log.lines)

        workers = [threading.Thread(target=work) for _ in range(count)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        self.lines += [line for lines in seen for line in lines]
        self.write(f"{label}: {'ok' if len(seen) == 1 else 'not always the same'}")


def run(
    cases: Mapping[str, Callable[[Log], None]],
    failures: Failures,
    live: Callable[[], int] | None,
) -> int:
    """Performs the case named on the command line and prints its transcript; returns the exit status.

    A library that cannot count what has not been released has no ``live``.
    """
    if len(sys.argv) != 2 or sys.argv[1] not in cases:
        print(f"usage: {sys.argv[0]} CASE", file=sys.stderr)
        return 2
    log = Log(failures)
    log.write(f"case: {sys.argv[1]}")
    sys.unraisablehook = lambda report: log.write(f"  reported: {failures.show(report.exc_value)}")
    status = 0
    try:
        cases[sys.argv[1]](log)
    except Stopped as stopped:
        print(f"unexpected: {stopped.__cause__}", file=sys.stderr)
        status = 1
    gc.collect()
    if live:
        log.write(f"live handles: {live()}")
    print("\n".join(log.lines))
    return status
