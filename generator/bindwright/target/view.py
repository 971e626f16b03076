# SPDX-License-Identifier: LGPL-2.1-or-later
"""What templates see: plain calls with every name, type and documentation line already spelled.

It holds no rule of any language; ``build`` fills it from the model and a manifest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bindwright.target.docs import DocView
from bindwright.target.naming import Names
from bindwright.target.reference import Sections

if TYPE_CHECKING:
    from bindwright.target.module_view import ModuleView


@dataclass(frozen=True, slots=True, kw_only=True)
class Declarator:
    """A C type in two halves around the name: ``char *`` and nothing, or ``unsigned char `` and ``[16]``."""

    before: str
    """Ends in a space or a star, so that a name can follow."""
    after: str = ""
    text: str
    """The type alone, as in a cast: ``char *``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """The enum, record, object, dict or callback that a type names."""

    name: Names
    c_name: str
    """``keel_domain``."""
    c: Declarator
    """Of one value as C passes it."""
    ref: str = ""
    """Of an object: what C code calls to take a reference."""
    unref: str = ""
    """Of an object: what C code calls to give the handle back."""
    parent: str = ""
    """Of an object: the ``c_name`` of the object it lives within."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeView:
    """A type, spelled."""

    kind: str
    """``list``."""
    c: Declarator
    """Of the value itself."""
    pointer: Declarator
    """Of a pointer to the value, for an output argument."""
    native: str
    """What the language's user gets: ``list[Domain]``."""
    native_input: str
    """What the language's user may give: ``Sequence[Domain]``."""
    glue: str
    """The manifest's own C name for the kind: ``i64``."""
    to: Reference | None
    element: TypeView | None
    null: bool
    """It may be absent; a pointer whose nullability nobody knows counts."""
    encoding: str
    """``utf-8``, ``path``, ``raw``, ``uuid`` or empty."""
    size: int | None
    terminated: bool
    unit: str
    signed: bool
    bits: int
    """Of a number: 8 to 64; of a C enum: 32; else 0."""
    minimum: int
    maximum: int
    rows: bool
    """Of a list: its elements stand one behind the other, each a list, bytes or dictionary as long as the others."""
    const: bool
    """C promises not to change what the pointer leads to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseView:
    """How something owned is given back."""

    function: str
    """What C code calls."""
    counted: bool
    deep: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedFieldView:
    """A field whose content is given back by itself."""

    c_name: str
    function: str
    """What C code calls to give it back: ``free``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InputView:
    """What the caller gives."""

    name: Names
    c_name: str
    """As C spells it."""
    type: TypeView
    c: Declarator
    """As the lowering takes it: ``const char *const *`` for a list of strings."""
    structs: bool
    """Of a list: its elements are structs in a row, not pointers to them."""
    is_self: bool
    optional: bool
    """The caller may leave it out."""
    default: int | str | None
    """The value then; None with ``optional`` means absent."""
    modifier: bool
    """Optional flags: the last of all, and natural to give by name."""
    scope: str
    """Of a callback: ``call``, ``async``, ``notified``, ``forever``, ``registered``; else empty."""
    shares: bool
    """Of a callback: C has one user data for it and others of the call."""
    lone: bool
    """Of a callback: C has no user data for it."""
    stand_in: str
    """Of both: the function of the lowering that C gets instead, and that calls it."""
    as_long_as: InputView | None
    """Of a list: the input that has as many elements, which are not counted again."""
    destroyed: bool
    kept: bool
    """The library keeps the value: it takes over what is passed."""
    copied: bool
    """C gets a copy: it keeps the value, or wants a terminator behind it."""
    doc: DocView
    index: int
    """Among what is given, counted from 0; -1 for the object itself and for a function that was registered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputView:
    """What the caller gets."""

    name: Names
    c_name: str
    type: TypeView
    c: Declarator
    """As the lowering hands it back; of ``fixed`` storage a pointer to the caller's room."""
    c_pointer: Declarator
    """Of a pointer to that."""
    stored: Declarator
    """As C stores it."""
    room: Declarator | None
    """Of ``fixed`` storage: the array that C fills."""
    length: str
    """How the number of elements becomes known: ``return``, ``argument``, ``bits``, ``rows``, ``elements``, ``row``, ``terminated``,
    ``size``, ``room`` or empty."""
    giving_back: str
    """``value``, ``record``, ``elements``, ``contents``, ``packed`` or empty; see ``lowered.giving_back``."""
    taken: bool
    """Of a list: its elements are owned handles that a binding may take."""
    storage: str
    structs: bool
    """Of a list: its elements are structs in a row, not pointers to them."""
    transfer: str
    release: ReleaseView | None
    element_release: ReleaseView | None
    owned_fields: tuple[OwnedFieldView, ...]
    """Of a record in the caller's room, or of structs in a row: the fields that are given back one by one."""
    always: bool
    """It is there although the call failed."""
    counted_by: str
    count_c: Declarator | None
    sized_by: InputView | None
    rows: InputView | None
    """Of rows: the input that says for how many there is room."""
    row: InputView | None
    """Of rows: the input that says how many elements each has room for, or the list that has as many."""
    doc: DocView
    index: int
    """Among the outputs, from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArgumentView:
    """One argument of the C call, in C's order."""

    use: str
    """``input``, ``length``, ``output``, ``capacity``, ``output-length``, ``user-data``, ``destroy``, ``constant``."""
    c: Declarator
    input: InputView | None
    output: OutputView | None
    value: str
    cast: bool
    struct: bool
    """C takes a record by value; the input is a pointer to it."""
    of: str
    """Of a record: its C parameter."""
    field: str
    """Of a part of a record: the field."""
    parts: tuple[ArgumentView, ...]
    """Of a record: what its fields are made from; ``value`` is its C type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionView:
    """A failing result that is no error of the library."""

    name: Names
    c_name: str
    """``would_block``."""
    value: str
    """That C returns; empty where any function's is meant."""
    text: str
    """What it tells, as a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureView:
    """How C tells that the call failed."""

    mode: str
    value: str
    good: tuple[str, ...]
    """Of a status: what is no failure either."""
    checked: bool
    silent: bool
    """The last error is cleared first: the call can fail without one."""
    conditions: tuple[ConditionView, ...]
    """The failing values of which the library says no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewerView:
    """A function that the loaded library may lack."""

    symbol: str
    needs: str
    """The first version of the library that has it."""
    entry: str
    """What C code calls instead of the symbol; null while the function is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallView:
    """A plain call, spelled."""

    name: Names
    c_name: str
    """Unique and a C identifier: ``virConnectDomainEventRegisterAny_lifecycle``."""
    symbol: str
    """The C function."""
    entry: str
    """What C code calls: the function itself, or where it was found when the loaded library may lack it."""
    linked: tuple[str, ...]
    """What the call needs and every library that was linked has: the function itself, those that count or give back."""
    newer: tuple[NewerView, ...]
    """What the call needs and the loaded library may lack: without one of them it is refused."""
    version: str
    form: str
    owner: Reference | None
    inputs: tuple[InputView, ...]
    """The object itself first, required ones, then optional ones."""
    self_input: InputView | None
    given: tuple[InputView, ...]
    """Without the object itself, and without a function that only tells by its address what was registered."""
    required: tuple[InputView, ...]
    """Without the object itself."""
    optional: tuple[InputView, ...]
    by_position: tuple[InputView, ...]
    """Without the object itself and without modifiers; required ones first."""
    by_name: tuple[InputView, ...]
    """The modifiers."""
    outputs: tuple[OutputView, ...]
    native: str
    """What the call returns to the language's user."""
    arguments: tuple[ArgumentView, ...]
    counter: str
    counter_entry: str
    """What C code calls to count."""
    counter_arguments: tuple[ArgumentView, ...]
    count_returned: bool
    """The counter returns the count, rather than storing it."""
    counter_failure: FailureView | None
    counter_result_c: Declarator | None
    counter_release: ReleaseView | None
    count_c: Declarator | None
    full: str
    """Of grow-fill: what C returns when there was not enough room."""
    asked_self: Reference | None
    """The object itself, when it is asked for the details of a failure."""
    asked_output: OutputView | None
    """The output that is asked for them instead: it is there although the call failed."""
    failure: FailureView
    idiom: str
    result_c: Declarator
    result_role: str
    result_used: bool
    """Failure or an output is read from what C returns."""
    holds: bool
    """The lowering itself holds memory during the call."""
    direct: bool
    blocking: bool
    property: str
    doc: DocView
    since: str
    deprecated: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackArgumentView:
    """What user code gets in a callback."""

    name: Names
    c_name: str
    type: TypeView
    transfer: str
    counted_by: str
    user_data: str
    """Of a function that user code may call: C's parameter with what it is called with."""
    destroy: str
    """Of such a function: C's parameter that releases that; may be NULL."""
    index: int
    doc: DocView


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackResultView:
    """A number that user code gives and C reads through a pointer."""

    c_name: str
    type: TypeView
    c: Declarator
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackOutputView:
    """What user code gives into room that C has."""

    c_name: str
    type: TypeView
    field: str
    """The output is a list of texts, one for each record of the argument ``c_name``, and this the field that gets it."""
    capacity: str
    """C's parameter that says how much room there is, and user code gets it, too; of texts the one that counts the records."""
    counted_by: str
    """C's parameter through which C is told how much was given; ``return`` when C is told by returning it; of texts the field for
    the length, or empty."""
    count_c: Declarator


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackView:
    """A callback type that user code implements."""

    name: Names
    c_name: str
    parameters: tuple[tuple[str, Declarator], ...]
    """C's own parameters in order: name and type."""
    arguments: tuple[CallbackArgumentView, ...]
    user_data: str
    """The last of ``parameters`` when C has none and the lowering adds it."""
    lone: bool
    """C has no user data: the type that the lowering takes is ``bw_`` and the C name."""
    received: bool
    """User code gets such functions, and may call them."""
    result: TypeView
    """What user code returns; of one with an output the output's."""
    results: tuple[CallbackResultView, ...]
    """What user code returns when C takes it through pointers."""
    output: CallbackOutputView | None
    result_c: Declarator
    on_error: str
    on_success: str
    """What C gets when user code returns nothing that C could be given."""
    native: str
    """The type of the user's code."""
    doc: DocView


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """A member of an enum."""

    name: Names
    c_name: str
    value: int
    doc: DocView


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumView:
    """An enum or set of flags, without sentinels."""

    name: Names
    c_name: str
    c: Declarator
    flags: bool
    signed: bool
    members: tuple[MemberView, ...]
    doc: DocView


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """A field of a record that users see."""

    name: Names
    c_name: str
    type: TypeView
    counted_by: str
    """Of a list or bytes: the C field with its length."""
    doc: DocView
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordView:
    """A struct that users see as a value."""

    name: Names
    c_name: str
    c: Declarator
    fields: tuple[FieldView, ...]
    release: ReleaseView | None
    given: bool
    """Some call takes one."""
    listed: bool
    """Users get lists of them."""
    doc: DocView


@dataclass(frozen=True, slots=True, kw_only=True)
class DictCaseView:
    """One type of a dictionary's values."""

    name: Names
    """The kind as a name: ``i32``, ``boolean``."""
    constant: str
    tag: int
    member: str
    type: TypeView


@dataclass(frozen=True, slots=True, kw_only=True)
class DictView:
    """The C struct of one entry of a typed dictionary."""

    name: Names
    c_name: str
    c: Declarator
    key: str
    key_size: int | None
    tag: str
    union: str
    cases: tuple[DictCaseView, ...]
    release: ReleaseView | None
    clear: ReleaseView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstantView:
    """A constant that users see."""

    name: Names
    c_name: str
    value: int | float | str
    type: TypeView
    doc: DocView


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamView:
    """The calls that make an object a stream of bytes."""

    send: CallView
    receive: CallView
    finish: CallView
    abort: CallView
    blocked: Names | None
    """What the error is called when it would have to wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastErrorView:
    """How a handle is asked for the details of a failure."""

    message: str
    """``sqlite3_errmsg``."""
    code: str
    via: str
    """Leads to the handle that is asked; empty for the handle itself."""
    stored: bool
    """``message`` stores the code through a second argument."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectView:
    """A class."""

    name: Names
    c_name: str
    c: Declarator
    ref: str
    unref: str
    unref_blocking: bool
    """Giving the handle back may wait."""
    close: CallView | None
    """Ends the object's work before the last reference goes."""
    close_gives_back: bool
    """``close`` is what gives the handle back, and may fail."""
    parent: Reference | None
    last_error: LastErrorView | None
    constructors: tuple[CallView, ...]
    methods: tuple[CallView, ...]
    statics: tuple[CallView, ...]
    stream: StreamView | None
    """Bytes go through it."""
    listed: bool
    """Users get lists of them."""
    doc: DocView


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailView:
    """One more thing that C says of an error."""

    name: Names
    c_name: str
    """The field of the error's struct: ``level``."""
    text: bool
    """It is a text, not a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorsView:
    """Where C's error details are read, and what they can be."""

    getter: str
    code: str
    domain: str
    message: str
    message_takes_code: bool
    reset: str
    details: tuple[DetailView, ...]
    reporter: str
    """Sets who is told of each error; the default prints."""
    codes: EnumView | None
    domains: EnumView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureKindView:
    """A failure that users can tell from others: an error code of the library, a condition, or that nothing delivers events."""

    name: Names
    c_name: str
    """``KEEL_STATUS_NOT_FOUND``, ``would_block``, ``event_loop``."""
    text: str
    """What it tells, as a sentence; empty where the code is documented."""
    code: MemberView | None
    condition: ConditionView | None
    """It comes from a call's result, whether or not there is a code of the same words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLoopView:
    """How the library's own events get delivered; each is a call of its own or absent."""

    register: CallView | None
    descriptor: CallView | None
    dispatch: CallView | None
    run: CallView | None
    implement: CallView | None
    """Takes the six functions of an event loop of the user's."""
    missing: str
    """The constant of the error's code when events are asked for before ``register`` was called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryView:
    """The library as packages name it."""

    name: Names
    c_name: str
    title: str
    version: str
    minimum: str
    """The oldest that the package loads on; empty when it is the same."""
    summary: str
    licence: str
    homepage: str
    headers: tuple[str, ...]
    pkg_config: tuple[str, ...]
    sonames: tuple[str, ...]
    free: str
    initialize: str
    live_handles: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DroppedView:
    """A call that the target cannot express."""

    c_name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Everything a target's templates can use."""

    library: LibraryView
    package: str
    """What the package is called in the language: the project may name it, else the library's name."""
    base: str
    """The package of the target that this one's package stands on."""
    options: Mapping[str, str]
    """What the project says for this target."""
    objects: tuple[ObjectView, ...]
    functions: tuple[CallView, ...]
    """Without an object."""
    calls: tuple[CallView, ...]
    """All of them."""
    symbols: tuple[str, ...]
    """The C functions that the package has for its users, or calls for them, with any library."""
    newer_symbols: tuple[tuple[str, tuple[NewerView, ...]], ...]
    """Those that it has unless the loaded library lacks them, each with all that it needs."""
    exported: tuple[str, ...]
    """All functions of the library that are more than text of a header, also those that the package does not have."""
    basics: tuple[str, ...]
    """Those that tell of errors: no call can be made without them."""
    newer: tuple[NewerView, ...]
    """All functions that the loaded library may lack, also those that the package does not have."""
    enums: tuple[EnumView, ...]
    records: tuple[RecordView, ...]
    callbacks: tuple[CallbackView, ...]
    dicts: tuple[DictView, ...]
    constants: tuple[ConstantView, ...]
    errors: ErrorsView | None
    conditions: tuple[ConditionView, ...]
    """All that calls can tell, without values."""
    failures: tuple[FailureKindView, ...]
    """The kinds of failures, each name once."""
    event_loop: EventLoopView | None
    dropped: tuple[DroppedView, ...]
    sections: Sections
    """The C library as its headers have it, for targets that document it."""
    modules: tuple[ModuleView, ...] = ()
    """What the project's profile makes of all that."""
    header: str
    """The first line of every file, without comment marks."""
    licence: str
    """The SPDX line, without comment marks."""
