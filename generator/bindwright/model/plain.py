# SPDX-License-Identifier: LGPL-2.1-or-later
"""A plain call: one C function's meaning as inputs, outputs and a failure.

It does not hold lengths, capacities, user data or second calls as anything a caller sees.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bindwright.diagnostics import Diagnostic
from bindwright.model.api import (
    Callback,
    Doc,
    FailureRule,
    Field,
    Function,
    Idiom,
    Parameter,
    Release,
    Role,
    Scope,
    Transfer,
    Type,
)
from bindwright.model.ctype import CType
from bindwright.model.versions import Newer


def identifier(name: str) -> str:
    """Returns a call's name as a C identifier: ``virFoo_io_error`` for ``virFoo:io-error``."""
    return name.replace(":", "_").replace("-", "_")


class Storage(Enum):
    """Where C puts an output."""

    RETURN = "return"
    """The return value is the output."""
    POINTER = "pointer"
    """Through a pointer to the caller's variable, which may be a record."""
    ALLOCATED = "allocated"
    """Through a pointer to the caller's pointer: the function allocates the array or the buffer."""
    FIXED = "fixed"
    """Into a buffer whose size the API fixes."""
    FILLED = "filled"
    """Into an array that the lowering allocates after it knows how many elements come."""
    SIZED = "sized"
    """Into an array or buffer as large as one of the inputs says."""


class Use(Enum):
    """What one argument of the C call is made from."""

    INPUT = "input"
    """The input named by ``of``."""
    LENGTH = "length"
    """The number of elements of the input named by ``of``."""
    OUTPUT = "output"
    """The place of the output named by ``of``."""
    CAPACITY = "capacity"
    """How many elements fit into the output named by ``of``."""
    OUTPUT_LENGTH = "output-length"
    """The place of the number of elements of the output named by ``of``."""
    USER_DATA = "user-data"
    DESTROY = "destroy"
    RECORD = "record"
    """A struct whose fields are filled as ``parts`` say."""
    CONSTANT = "constant"
    """``value``, a C constant expression."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """What the caller gives."""

    name: str
    """Unique in the call: ``xml``."""
    words: tuple[str, ...]
    type: Type
    c: CType
    """As the lowering takes it: ``const char *const *`` for a list of strings."""
    structs: bool = False
    """Of a list: its elements are structs in a row, not pointers to them."""
    parameter: Parameter
    is_self: bool = False
    optional: bool = False
    """The caller may leave it out: then ``default`` is passed, or NULL when that is None."""
    default: str | int | None = None
    scope: Scope | None = None
    """Of a callback."""
    destroyed: bool = False
    """Of a callback: the library tells when it needs it no longer."""
    shares: bool = False
    """Of a callback: C has one user data for it and others of the call, so that C calls a function of the lowering, which calls it."""
    lone: bool = False
    """Of a callback: C has no user data for it, so that C calls a function of the lowering, which calls the one given last."""
    as_long_as: str = ""
    """Of a list: the input that has as many elements, which are not counted again."""
    transfer: Transfer = Transfer.NONE
    """FULL: the library keeps the value, which the binding must copy or reference first."""
    doc: Doc = Doc()


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What the caller gets."""

    name: str
    """Unique in the call: ``ret_state``, or ``result`` for the return value."""
    words: tuple[str, ...]
    """``("state",)``."""
    type: Type
    c: CType
    """As the lowering hands it back: ``bool``, ``char *``, ``keel_domain **``; of FIXED a pointer to the caller's room."""
    stored: CType
    """As C stores it, where that differs: ``int`` for an enum that comes through ``int *``."""
    storage: Storage
    structs: bool = False
    """Of a list: its elements are structs in a row, not pointers to them."""
    transfer: Transfer
    release: Release | None = None
    """How the container is given back when transfer is container or full."""
    element_release: Release | None = None
    """How each element is given back when transfer is full and ``release`` is not deep."""
    owned_fields: tuple[Field, ...] = ()
    """Of a record in the caller's room, or of structs in a row: the fields that are given back one by one."""
    always: bool = False
    """Of an object: it is there although the call failed; it is asked for the error, then given back."""
    counted_by: str = ""
    """Of a list or bytes: ``return``, the name of the C argument that brings the length, ``counter`` when a function measures it,
    or empty when it is fixed or terminated."""
    count_c: CType | None = None
    """The C type of that length: ``size_t``."""
    sized_by: str = ""
    """Of SIZED: the input that says how much room there is; empty when ``type.size`` does."""
    rows: str = ""
    """Of rows: the input that says for how many there is room."""
    row: str = ""
    """Of rows: the input that says how many elements each has room for, or the list that has as many; empty when C was asked."""
    doc: Doc = Doc()


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument of the C call, in C's order."""

    use: Use
    c: CType
    """As the prototype declares it."""
    of: str = ""
    """The name of the input or output."""
    value: str = ""
    """Of a constant: ``0``, ``NULL``, ``VIR_DOMAIN_EVENT_ID_LIFECYCLE``."""
    cast: bool = False
    """C needs an explicit cast to ``c``."""
    struct: bool = False
    """C takes a record by value; the input is a pointer to it."""
    field: str = ""
    """Of a part of a record: the field."""
    parts: tuple[Argument, ...] = ()
    """Of a record: what its fields are made from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainCall:
    """A C function as one call."""

    function: Function
    name: str
    """As in ``Function.name``."""
    symbol: str
    """The C function: ``virDomainGetInfo``."""
    inputs: tuple[Input, ...]
    """The object itself first, when it is a method; optional ones last, flags at the end."""
    outputs: tuple[Output, ...]
    """The return value first, when it is an output, then in C's order."""
    arguments: tuple[Argument, ...]
    failure: FailureRule
    idiom: Idiom
    result_c: CType
    """What C returns."""
    result_role: Role
    """What the return value is for: RESULT, RESULT_LENGTH, STATUS or NOTHING."""
    counter: str = ""
    """Of count-fill and measured: the C function that counts; it takes the inputs named in ``counter_arguments``."""
    counter_arguments: tuple[Argument, ...] = ()
    """OUTPUT_LENGTH is the place of the count when the counter does not return it."""
    counter_failure: FailureRule | None = None
    counter_result_c: CType | None = None
    """What the counter returns."""
    counter_release: Release | None = None
    """How that is given back, when the count comes through an argument beside it."""
    count_c: CType | None = None
    """Of count-fill and query-fill: the C type of the count: ``int``."""
    full: str = ""
    """Of grow-fill: what C returns when there was not enough room."""
    direct: bool = False
    """C's shape is already plain: the lowering adds nothing but the capture of the error."""
    blocking: bool = True
    needs: tuple[str, ...] = ()
    """The functions, itself first, without which it cannot be made: those that count, or give something back."""
    newer: tuple[Newer, ...] = ()
    """The functions, itself or what it needs, that the loaded library may lack: without one of them the call is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackArgument:
    """What the library gives to the user's code in a callback."""

    name: str
    """As in ``Parameter.name``: ``event``."""
    words: tuple[str, ...]
    type: Type
    transfer: Transfer = Transfer.NONE
    """NONE: the binding references or copies what it keeps."""
    counted_by: str = ""
    """Of a list, bytes or dict: the C parameter that brings the length."""
    user_data: str = ""
    """Of a function that the user's code may call: the C parameter with what it is called with."""
    destroy: str = ""
    """Of such a function: the C parameter that releases that, when the user's code needs the function no longer."""
    doc: Doc = Doc()


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackResult:
    """A number that the user's code gives and C reads through a pointer."""

    name: str
    """As in ``Parameter.name``: ``length``."""
    type: Type
    c: CType
    """As C stores it: ``long long``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackOutput:
    """What the user's code gives to the library into room that the library has."""

    name: str
    """As in ``Parameter.name``: ``buffer``."""
    type: Type
    field: str = ""
    """The output is a list of texts, one for each record of the argument ``name``, and this the field that gets it."""
    capacity: str
    """The C parameter that says how much room there is, which is an argument of the user's code as well: ``size``; of
    texts the one that counts the records."""
    counted_by: str
    """The C parameter through which C is told how much was given: ``ret_n``; ``return`` when C is told by returning it; of texts the
    field that gets the length, empty when there is none."""
    count_c: CType
    """Its C type: ``size_t``."""
    doc: Doc = Doc()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainCallback:
    """A callback type as the user's code sees it: no user data, no lengths."""

    callback: Callback
    arguments: tuple[CallbackArgument, ...]
    user_data: str
    """The C parameter that carries the binding's own context: ``opaque``; empty when C has none and the lowering adds it."""
    result: Type
    """What the user's code returns; of one with an output the output's; nothing when it gives ``results``."""
    results: tuple[CallbackResult, ...] = ()
    """What the user's code returns when C takes it through pointers."""
    output: CallbackOutput | None = None
    on_success: str = "0"
    """What C gets when the user's code went well and returns nothing that C could be given, a C integer literal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainApi:
    """Everything that bindings show, as plain calls."""

    calls: tuple[PlainCall, ...] = ()
    """In the API's order."""
    callbacks: tuple[PlainCallback, ...] = ()
    unsupported: tuple[Diagnostic, ...] = ()
    """Functions and callbacks whose meaning is complete but whose C shape no plain call has yet: none is generated."""
    newer: tuple[Newer, ...] = ()
    """All functions that the loaded library may lack, whether or not a call needs them."""
