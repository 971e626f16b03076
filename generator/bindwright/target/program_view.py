# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the templates of a conformance program see: steps whose every name is already spelled.

It holds no rule of any language; ``program`` fills it.
"""

from __future__ import annotations

from dataclasses import dataclass

from bindwright.target.docs import DocView
from bindwright.target.naming import Names
from bindwright.target.view import (
    CallbackView,
    CallView,
    DictCaseView,
    DictView,
    EnumView,
    FieldView,
    InputView,
    LibraryView,
    MemberView,
    OutputView,
    RecordView,
    TypeView,
    View,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableView:
    """What holds an output of a step, or an argument of a handler."""

    name: Names
    c_name: str
    """Of the output or the argument: ``ret_state``."""
    type: TypeView
    output: OutputView | None
    """None for an argument of a handler, which is only lent."""
    call: CallView | None
    """The call that the output belongs to."""
    place: str
    """How long it lives: ``case``; ``block``: as long as one run of a handler or of the steps of threads; ``step``; or
    ``handed``: an argument of a handler."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PathView:
    """One step into a variable: an element of a list, or a field of a record."""

    index: int
    """-1 for a field."""
    field: FieldView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One field of a record, or one entry of a dictionary, with its value."""

    key: str
    """Of a dictionary."""
    field: FieldView | None
    case: DictCaseView | None
    """Of a dictionary: the type of the value."""
    value: ValueView


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueView:
    """A value that a step gives to a call."""

    kind: str
    """``null``, ``bool``, ``integer``, ``float``, ``string``, ``bytes``, ``enum``, ``flags``, ``list``, ``record``,
    ``dict``, ``reference`` or ``handler``."""
    type: TypeView
    literal: bool | int | float | str
    """Of a truth value, a number or a text; of an enum or flags their number."""
    cut: int
    """Of an integer, what C makes of it: another number when its type cannot carry it."""
    bytes: tuple[int, ...]
    members: tuple[MemberView, ...]
    """Of an enum or flags: what it was written with, empty for a bare number."""
    items: tuple[ValueView, ...]
    entries: tuple[EntryView, ...]
    dict: DictView | None
    """Of a dictionary."""
    variable: VariableView | None
    path: tuple[PathView, ...]
    handler: Names | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenView:
    """An input of a call with what the step gives for it."""

    input: InputView
    value: ValueView | None
    """None for one that the step leaves to its default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultView:
    """An output of a call as the transcript shows it."""

    variable: VariableView
    label: str
    """Before its value, ``state=``; empty when the call has only this one."""
    counted_by: str = ""
    """Of a list or bytes that a handler gets: the C parameter with its length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One statement of the program and one line of the transcript."""

    kind: str
    """``call``, ``close``, ``drop``, ``scope`` or ``threads``."""
    number: int
    """Counted from 1 in the order of the case, handlers last: unique in it."""
    name: Names
    """Of the function that performs its steps, when it is one of threads."""
    label: str
    """What its line starts with."""
    call: CallView | None
    self_value: ValueView | None
    arguments: tuple[GivenView, ...]
    """All inputs of the call, in its order, the object itself among them."""
    required: tuple[GivenView, ...]
    """Those that users give by position: without the object itself, each with a value."""
    optional: tuple[GivenView, ...]
    """Those that users may leave out and this step gives."""
    results: tuple[ResultView, ...]
    """One for each output of the call."""
    locals: tuple[VariableView, ...]
    """Those of them that no later step uses."""
    fails: bool
    """It must or may fail, by the library or by the binding."""
    refused: str
    """The binding's own refusal that must come: ``closed``, ``text``, ``range``, ``null``, ``raised`` or empty."""
    refused_code: int
    """The library's error that stands for the refusal where a language leaves it to the library; 0 for none."""
    message: bool
    shown: bool
    target: VariableView | None
    """Of close, drop and scope."""
    close: CallView | None
    """Of close and scope: what ends the object's work before its last reference goes."""
    threads: int
    times: int
    steps: tuple[StepView, ...]
    variables: tuple[VariableView, ...]
    """Of threads: the named ones of its own steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlerView:
    """The user's code that a callback runs."""

    name: Names
    label: str
    callback: CallbackView
    arguments: tuple[ResultView, ...]
    steps: tuple[StepView, ...]
    variables: tuple[VariableView, ...]
    returns: tuple[ValueView, ...]
    """What each run returns, the last one for all that follow."""
    raises: int
    """The run in which it fails, counted from 1; 0 for never."""
    shown: bool
    """Whether the transcript shows the arguments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """One case."""

    name: Names
    label: str
    """``lookup-missing``."""
    doc: DocView
    handlers: tuple[HandlerView, ...]
    steps: tuple[StepView, ...]
    threads: tuple[StepView, ...]
    """Its steps that perform others in threads."""
    variables: tuple[VariableView, ...]
    """All that its steps give a name, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelsView:
    """An enum's members as every transcript writes them."""

    enum: EnumView
    labels: tuple[tuple[MemberView, str], ...]
    """One for each value: ``running``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRecordView:
    """A record's fields as every transcript writes them."""

    record: RecordView
    labels: tuple[tuple[FieldView, str], ...]
    """In C's order: ``max_memory``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramView:
    """All that a conformance program's templates can use, called ``view`` there."""

    api: View
    """What the templates of the package see."""
    library: LibraryView
    package: str
    header: str
    licence: str
    cases: tuple[CaseView, ...]
    labels: tuple[LabelsView, ...]
    """Of the enums that a transcript can show."""
    records: tuple[ShownRecordView, ...]
    """Those that a transcript can show."""
    dicts: tuple[DictView, ...]
    """Those that a transcript can show."""
    errors: LabelsView | None
    """The library's own error codes."""
    domains: LabelsView | None
    """The parts of the library that errors come from."""
    live_handles: CallView | None
    """Counts what has not been released; None for a library that cannot."""
    missing: tuple[tuple[str, str], ...]
    """The cases that are left out, each with why: the target lacks a call that they need."""
