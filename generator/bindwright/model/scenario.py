# SPDX-License-Identifier: LGPL-2.1-or-later
"""A conformance case whose every name and value is known to fit the API.

It does not hold any language's text, and does not say how a step is performed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bindwright.diagnostics import Location
from bindwright.model.api import Enumerator, Type
from bindwright.model.plain import Output, PlainCall, PlainCallback


class ValueKind(Enum):
    """What a case writes for a value."""

    NULL = "null"
    LITERAL = "literal"
    """A truth value, a number, a text or bytes, told apart by the kind of its type."""
    ENUM = "enum"
    """A member of an enum, or a bare number that has no name."""
    FLAGS = "flags"
    LIST = "list"
    RECORD = "record"
    DICT = "dict"
    REFERENCE = "reference"
    """Something that an earlier step gave."""
    HANDLER = "handler"
    """The user's code that a callback runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value that a step gives to a call."""

    kind: ValueKind
    type: Type
    literal: bool | int | float | str | bytes = 0
    """Of LITERAL, and the number of ENUM and FLAGS: ``-9223372036854775808``."""
    members: tuple[Enumerator, ...] = ()
    """Of ENUM and FLAGS, the members it was written with; empty when it was written as a number."""
    items: tuple[Value, ...] = ()
    """Of LIST."""
    entries: tuple[tuple[str, Value], ...] = ()
    """Of RECORD by the C name of the field, of DICT by key: both in the order of the case."""
    name: str = ""
    """Of REFERENCE the variable, of HANDLER the handler: ``connection``."""
    path: tuple[int | str, ...] = ()
    """Of REFERENCE, the way into it: ``(0, "name")`` for ``$interfaces.0.name``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """What an output of a step, or an argument of a handler, is called for the rest of its block."""

    name: str
    """As the case names it, ``connection``; a result without a name has none."""
    words: tuple[str, ...]
    """``("connection",)``."""
    type: Type
    output: Output | None = None
    """The output that it holds; None for an argument of a handler, which is only lent."""
    owner: str = ""
    """The plain call that the output belongs to: ``keel_connection_open``."""


class Refusal(Enum):
    """Why a binding itself does not let a call through, or does not let its result out."""

    CLOSED = "closed"
    """The object has been closed."""
    TEXT = "text"
    """C cannot carry the text: it holds a NUL."""
    RANGE = "range"
    """C's type cannot carry the number."""
    NULL = "null"
    """Absent, where C needs something."""
    RAISED = "raised"
    """The user's code failed within a callback."""


class StepKind(Enum):
    """What a step does."""

    CALL = "call"
    CLOSE = "close"
    """Releases an object the way the language's users do it by hand."""
    DROP = "drop"
    """Forgets an object, so that the language releases it by itself."""
    SCOPE = "scope"
    """Performs steps, then releases an object the way the language's users do it by scope."""
    THREADS = "threads"
    """Performs steps in several threads at once, many times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: one statement of a program, one line of a transcript."""

    kind: StepKind
    label: str
    """What its line starts with: ``keel_domain_get_state``, ``close connection``."""
    call: PlainCall | None = None
    arguments: tuple[tuple[str, Value], ...] = ()
    """By the name of the input, in the call's order; inputs with a default may be absent."""
    results: tuple[Variable, ...] = ()
    """One for each output of the call."""
    fails: Enumerator | None = None
    """The library's error that must come: ``KEEL_STATUS_NOT_FOUND``."""
    refused: Refusal | None = None
    """The binding's own error that must come; where ``fails`` is given too, a language may leave it to the library."""
    message: bool = False
    """The transcript shows the message of the error too."""
    tried: bool = False
    """It may fail or not, which the transcript says: ``fails`` and ``refused`` are empty."""
    shown: bool = True
    """Whether the transcript shows the outputs; they may differ from one run to the next."""
    target: str = ""
    """Of CLOSE, DROP and SCOPE: the variable."""
    threads: int = 0
    times: int = 1
    """How often each thread performs the steps."""
    steps: tuple[Step, ...] = ()
    variables: tuple[Variable, ...] = ()
    """Of THREADS: what its own steps give; a SCOPE's belong to the block around it."""
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Handler:
    """What the user's code does when a callback runs."""

    name: str
    """``listener``."""
    words: tuple[str, ...]
    callback: PlainCallback
    arguments: tuple[Variable, ...]
    """One for each argument of the callback; lent, so only its own steps can use them."""
    steps: tuple[Step, ...] = ()
    variables: tuple[Variable, ...] = ()
    """What its own steps give."""
    returns: tuple[Value, ...] = ()
    """What each run returns, the last one for all that follow; empty when the callback returns nothing."""
    raises: int = 0
    """The run in which it fails, counted from 1; 0 for never."""
    shown: bool = True
    """Whether the transcript shows the arguments; they may differ from one run to the next."""
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One case, resolved."""

    name: str
    """``lookup-missing``."""
    words: tuple[str, ...]
    """``("lookup", "missing")``."""
    rung: str
    """Of the ladder: ``fail to create``."""
    doc: str
    """What it proves, in a sentence or more."""
    handlers: tuple[Handler, ...]
    steps: tuple[Step, ...]
    variables: tuple[Variable, ...]
    """All that the steps outside of handlers and threads give, in order."""
    counted: bool = True
    """Whether the library can count what has not been released: the last line of the transcript does."""
    location: Location
