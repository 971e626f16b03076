# SPDX-License-Identifier: LGPL-2.1-or-later
"""What an API means: roles, ownership, idioms and failure, free of any language.

It does not hold C text to parse, nor any target's text.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bindwright.diagnostics import Location
from bindwright.model.ctype import CType


class Kind(Enum):
    """What a value is, seen from a caller who does not know C."""

    VOID = "void"
    BOOL = "bool"
    I8 = "i8"
    I16 = "i16"
    I32 = "i32"
    I64 = "i64"
    U8 = "u8"
    U16 = "u16"
    U32 = "u32"
    U64 = "u64"
    F32 = "f32"
    F64 = "f64"
    SIZE = "size"
    STRING = "string"
    BYTES = "bytes"
    ENUM = "enum"
    FLAGS = "flags"
    RECORD = "record"
    OBJECT = "object"
    LIST = "list"
    DICT = "dict"
    CALLBACK = "callback"
    OPAQUE = "opaque"


INTEGERS = frozenset(
    {Kind.I8, Kind.I16, Kind.I32, Kind.I64, Kind.U8, Kind.U16, Kind.U32, Kind.U64, Kind.SIZE}
)


class Null(Enum):
    """Whether a pointer may be NULL."""

    NO = "no"
    YES = "yes"
    UNKNOWN = "unknown"


class Encoding(Enum):
    """What the bytes of a string are, or what form a fixed buffer has."""

    UTF8 = "utf-8"
    PATH = "path"
    RAW = "raw"
    UUID = "uuid"


class Counted(Enum):
    """What the length of a list of rows is the number of."""

    ROWS = "rows"
    ELEMENTS = "elements"
    """Of all rows together."""
    ROW = "row"
    """The elements in each row; all rows are filled."""


class Direction(Enum):
    """Which way a C argument carries its value."""

    IN = "in"
    OUT = "out"
    INOUT = "inout"


class Role(Enum):
    """What a C argument, or a C return value, is for."""

    SELF = "self"
    VALUE = "value"
    """An input that the caller gives."""
    LENGTH = "length"
    """Carries the number of elements of the input named by ``of``."""
    CAPACITY = "capacity"
    """Carries how many elements fit into the result named by ``of``."""
    RESULT = "result"
    RESULT_LENGTH = "result-length"
    """Carries the number of elements of the result named by ``of`` back; when INOUT, their capacity in as well."""
    CALLBACK = "callback"
    USER_DATA = "user-data"
    """Handed back to the callback named by ``of``."""
    DESTROY = "destroy"
    """Called when the callback named by ``of`` is no longer needed."""
    FLAGS = "flags"
    UNUSED = "unused"
    """Always passed as zero or NULL."""
    FIXED = "fixed"
    """Always passed as ``value``: a variant of a more general function."""
    STATUS = "status"
    """Of a return value that only tells success from failure."""
    NOTHING = "nothing"
    """Of a return value that carries nothing more, such as void or a count known otherwise."""


class Transfer(Enum):
    """Who owns a value after the call."""

    NONE = "none"
    CONTAINER = "container"
    FULL = "full"
    UNKNOWN = "unknown"


class Scope(Enum):
    """How long a callback may be called."""

    CALL = "call"
    ASYNC = "async"
    NOTIFIED = "notified"
    FOREVER = "forever"
    REGISTERED = "registered"
    """Never: its address tells which earlier registration is meant, and a binding has one function for each type."""


class FailureMode(Enum):
    """How a call tells that it failed."""

    NEVER = "never"
    STATUS = "status"
    """Returns an error code, zero when all went well."""
    NEGATIVE = "negative"
    NULL = "null"
    EQUALS = "equals"
    """Returns ``FailureRule.value``."""
    UNKNOWN = "unknown"


class ConditionName(Enum):
    """What a failing result can tell that is no error of the library."""

    WOULD_BLOCK = "would-block"
    """Nothing could be done without waiting."""
    HOLE = "hole"
    """There is a hole in a sparse file."""


class Idiom(Enum):
    """How many C calls one meaningful call takes."""

    DIRECT = "direct"
    COUNT_FILL = "count-fill"
    """``counter`` says how many elements there are, then this function fills an array of that many."""
    QUERY_FILL = "query-fill"
    """Called with NULL and zero this function says how many, then it fills."""
    GROW_FILL = "grow-fill"
    """Fills, and fails with ``full`` when there was not enough room: then it is called again with more."""
    MEASURED = "measured"
    """Returns a pointer, and ``counter`` says afterwards how many elements it leads to."""


class Form(Enum):
    """What a function is to its object."""

    FUNCTION = "function"
    METHOD = "method"
    CONSTRUCTOR = "constructor"
    STATIC = "static"
    REF = "ref"
    UNREF = "unref"
    CLOSE = "close"
    """Ends the object's work before the last reference goes."""
    FREE = "free"
    """Releases something a binding releases by itself: not shown to users."""


class Source(Enum):
    """Who said a meaning."""

    ANNOTATION = "annotation"
    OVERLAY = "overlay"
    CONVENTION = "convention"
    ATTRIBUTE = "attribute"
    DOC = "doc"
    TYPE = "type"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where one meaning of an element comes from."""

    of: str
    """The field it explains: ``transfer``."""
    source: Source
    """``Source.CONVENTION``."""
    rule: str = ""
    """The convention's or overlay entry's name: ``list-all``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doc:
    """What the documentation says about one element, in the library's own words, as plain paragraphs."""

    summary: str = ""
    """The first sentence: ``Gets the state of the domain.``"""
    body: tuple[str, ...] = ()
    """The paragraphs after it; one that is preformatted starts with four spaces in each line."""
    since: str = ""
    """``1.0``."""
    deprecated: str | None = None
    """None when current, else why and what to use; may be empty."""
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """How a value that the caller owns is given back."""

    function: str
    """``keel_free``."""
    counted: bool = False
    """The function takes the number of elements too."""
    deep: bool = False
    """It also gives back what the elements own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """What a value means."""

    kind: Kind
    """``Kind.LIST``."""
    c: CType
    """Of the value itself: ``keel_domain **`` for a list of domains."""
    name: str = ""
    """Of an enum, flags, record, object, dict, callback or opaque: its name in the API, ``keel_domain_state``."""
    element: Type | None = None
    """Of a list."""
    null: Null = Null.NO
    encoding: Encoding | None = None
    """Of a string or bytes: ``Encoding.UTF8``."""
    size: int | None = None
    """Of bytes, a string buffer or a list whose size C fixes: ``16``."""
    terminated: bool = False
    """A list that ends with NULL or zero instead of having a length."""
    unit: str = ""
    """Of a number: ``KiB``, ``ns``."""
    bits: bool = False
    """Of bytes: their length is brought as a number of bits."""
    rows: str = ""
    """Of a list whose elements are lists, bytes or dictionaries of one length, one behind the other in C: the argument that says
    how many there is room for."""
    row: str = ""
    """The argument that says how many elements each of these has room for; empty when C is asked for that first."""
    counts: Counted = Counted.ROWS
    """What the length that C brings back is the number of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A C argument and its role."""

    name: str
    """As C spells it: ``ret_state``."""
    words: tuple[str, ...] = ()
    """Its public name in words: ``("state",)``."""
    c: CType
    """As the prototype declares it: ``keel_domain_state *``."""
    type: Type
    """Of the value it carries, not of the pointer that carries it."""
    role: Role = Role.VALUE
    direction: Direction = Direction.IN
    transfer: Transfer = Transfer.NONE
    release: Release | None = None
    """How the caller gives back what it got; None when there is nothing to give back but the object itself."""
    of: str = ""
    """The parameter that a length, user data or destroy belongs to; ``return`` for the return value; of a fixed argument
    without a value the one whose struct's size it is; of a list that is given the list that it is as long as; of a
    callback that shares another's user data that user data."""
    optional: bool = False
    """An output that may be passed as NULL when nobody wants it."""
    always: bool = False
    """An output that is stored although the call fails: it is asked for the error, then given back."""
    default: str | int | None = None
    """Given when the caller leaves the argument out; None means that it must be given, unless null is allowed."""
    value: str = ""
    """Of a fixed argument: the name of its constant, ``VIR_DOMAIN_EVENT_ID_LIFECYCLE``, or a number, ``-1``."""
    callee_allocates: bool = False
    """The function allocates the result and stores a pointer to it; else the caller gives the room."""
    scope: Scope | None = None
    """Of a callback."""
    doc: Doc = Doc()
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A C return value and its role."""

    c: CType
    type: Type
    """``Kind.VOID`` when the caller gets nothing out of it."""
    role: Role = Role.NOTHING
    """RESULT, RESULT_LENGTH, STATUS or NOTHING."""
    transfer: Transfer = Transfer.NONE
    release: Release | None = None
    of: str = ""
    """Of a length: the result parameter it counts."""
    doc: Doc = Doc()
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A failing result that is no error of the library: what else it tells."""

    name: ConditionName
    value: str
    """A C integer literal: ``-2``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureRule:
    """How a call fails."""

    mode: FailureMode
    value: str = ""
    """Of EQUALS, a C integer literal: ``0``."""
    good: tuple[str, ...] = ()
    """Of STATUS: constants that are no failure either, ``("SQLITE_ROW", "SQLITE_DONE")``."""
    checked: bool = False
    """The failing value can also be a good one: it failed only if an error is set as well."""
    silent: bool = False
    """It can fail without a word: the last error is cleared first, so that an older one is not taken for its own."""
    conditions: tuple[Condition, ...] = ()
    """The failing values of which the library says no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A C function, or one variant of it, and what calling it means."""

    name: str
    """Unique in the API: ``virDomainGetInfo``, or ``virConnectDomainEventRegisterAny:lifecycle`` for a variant."""
    symbol: str
    """The C function that is called: ``virConnectDomainEventRegisterAny``."""
    version: str = ""
    """Of the exported symbol: ``LIBVIRT_0.0.3``; empty when unknown."""
    words: tuple[str, ...]
    """Its public name within its object, in words: ``("get", "info")``."""
    owner: str = ""
    """The object it belongs to: ``virDomain``; empty for a plain function."""
    form: Form = Form.FUNCTION
    parameters: tuple[Parameter, ...] = ()
    result: Result
    failure: FailureRule
    idiom: Idiom = Idiom.DIRECT
    counter: str = ""
    """Of count-fill and measured: the function that counts."""
    full: str = ""
    """Of grow-fill: the constant that it returns when there was not enough room, ``Z_BUF_ERROR``."""
    blocking: bool = True
    """It may wait, for a lock, a disk or a network: bindings let other threads run meanwhile."""
    inline: bool = False
    property: str = ""
    """The property that it gets or sets: ``autostart``."""
    skip: str = ""
    """Why no binding has it; empty when bindings have it."""
    missing: tuple[str, ...] = ()
    """What is not known yet: ``return: transfer``; a function with any is not generated."""
    doc: Doc = Doc()
    location: Location | None = None
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Enumerator:
    """A member of an enum or a flag."""

    name: str
    """``KEEL_DOMAIN_RUNNING``."""
    words: tuple[str, ...]
    """Within its enum: ``("running",)``."""
    value: int
    sentinel: bool = False
    """Only counts the others: no binding shows it."""
    doc: Doc = Doc()


@dataclass(frozen=True, slots=True, kw_only=True)
class Enumeration:
    """An enum or a set of flags."""

    name: str
    """``keel_domain_state``."""
    words: tuple[str, ...]
    """``("domain", "state")``."""
    c: CType
    flags: bool = False
    signed: bool = False
    """Whether its C type can hold negative values."""
    members: tuple[Enumerator, ...] = ()
    skip: str = ""
    doc: Doc = Doc()
    location: Location | None = None
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a record."""

    name: str
    """As C spells it: ``nrVirtCpu``."""
    words: tuple[str, ...]
    """``("nr", "virt", "cpu")``."""
    c: CType
    type: Type
    role: Role = Role.VALUE
    """VALUE, LENGTH (of the list field named by ``of``), UNUSED (padding), USER_DATA (of the callback field named by ``of``), RESULT
    (given by the user's code of a callback that gets the record) or RESULT_LENGTH (of the result named by ``of``)."""
    of: str = ""
    release: Release | None = None
    doc: Doc = Doc()
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A struct that users read or fill as a value."""

    name: str
    """``virDomainInfo``."""
    words: tuple[str, ...]
    """``("domain", "info")``."""
    c: CType
    """``named("virDomainInfo")``."""
    fields: tuple[Field, ...] = ()
    release: Release | None = None
    """How one allocated by the library is given back, with all it holds."""
    skip: str = ""
    missing: tuple[str, ...] = ()
    doc: Doc = Doc()
    location: Location | None = None
    origins: tuple[Origin, ...] = ()

    @property
    def holds_callback(self) -> bool:
        """Whether it is no value but something that C calls, with what belongs to it: calls take it apart."""
        return any(field.type.kind is Kind.CALLBACK for field in self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class ByteStream:
    """Which methods of an object make it a stream of bytes, for a language's own files."""

    send: str
    """The function that takes bytes and tells how many of them went: ``keel_stream_send``."""
    receive: str
    """The function that takes how many there is room for and gives bytes, none at the end: ``keel_stream_receive``."""
    finish: str
    """The function that ends it and tells whether all went well: ``keel_stream_finish``."""
    abort: str
    """The function that ends it in the middle: ``keel_stream_abort``."""
    blocked: str = ""
    """The error's code when it would have to wait: ``KEEL_STATUS_WOULD_BLOCK``; empty when it always waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastError:
    """How a handle is asked for the details of the last failure of a call on it."""

    message: str
    """Takes the handle and returns the text: ``sqlite3_errmsg``."""
    code: str = ""
    """Takes the handle and returns the code: ``archive_errno``; empty when what failed returns it."""
    via: str = ""
    """Leads from the handle to the one that is asked: ``sqlite3_db_handle``."""
    stored: bool = False
    """``message`` stores the code through a second argument."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Object:
    """A handle with methods."""

    name: str
    """``keel_domain``, ``virDomain``."""
    words: tuple[str, ...]
    """``("domain",)``."""
    c: CType
    """Of the handle as functions take it: ``keel_domain *``, ``virDomainPtr``."""
    ref: str = ""
    """The function that takes a reference: ``keel_domain_ref``; empty when it has no counter."""
    unref: str = ""
    """The function that gives the handle back: ``virDomainFree``."""
    close: str = ""
    """The function that ends its work early; empty when giving it back is all there is."""
    parent: str = ""
    """The object that it lives within: ``keel_connection``."""
    stream: ByteStream | None = None
    """Bytes go through it."""
    last_error: LastError | None = None
    """None when the library as a whole is asked."""
    skip: str = ""
    doc: Doc = Doc()
    location: Location | None = None
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """A function type that users implement."""

    name: str
    """``virConnectDomainEventCallback``."""
    words: tuple[str, ...]
    c: CType
    """``named("virConnectDomainEventCallback")``, a pointer to a function or a function."""
    parameters: tuple[Parameter, ...] = ()
    result: Result
    on_error: str = "0"
    """What C gets when the user's code fails, a C integer literal; unused when the result is void."""
    skip: str = ""
    missing: tuple[str, ...] = ()
    doc: Doc = Doc()
    location: Location | None = None
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DictCase:
    """One type that a value of a typed dictionary can have."""

    tag: int
    """``4``."""
    constant: str
    """``VIR_TYPED_PARAM_ULLONG``."""
    member: str
    """Of the union: ``ul``."""
    type: Type


@dataclass(frozen=True, slots=True, kw_only=True)
class Dictionary:
    """A struct that is one entry of a dictionary with typed values; arrays of it are dictionaries."""

    name: str
    """``virTypedParameter``."""
    words: tuple[str, ...]
    c: CType
    """Of one entry: ``named("virTypedParameter")``."""
    key: str
    """The field that holds the name: ``field``."""
    key_size: int | None = None
    """Its size when the name is stored in place: ``80``; None for a pointer."""
    tag: str
    """The field that holds the type: ``type``."""
    union: str
    """The field that holds the value: ``value``."""
    cases: tuple[DictCase, ...]
    release: Release | None = None
    """How an allocated array is given back with all it holds."""
    clear: Release | None = None
    """How the contents are given back when the caller owns the array."""
    doc: Doc = Doc()
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """A macro or a variable that names a value."""

    name: str
    """``VIR_UUID_BUFLEN``."""
    words: tuple[str, ...]
    """``("uuid", "buflen")``."""
    value: int | float | str | None = None
    """None when C can say it but no binding can carry it."""
    kind: Kind
    """I64, U64, F64, STRING; VOID for what is not a value."""
    parameters: tuple[str, ...] = ()
    """Of a function-like macro."""
    skip: str = ""
    doc: Doc = Doc()
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """A typedef that only renames, or an opaque type."""

    name: str
    c: CType
    doc: Doc = Doc()
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What a header says of itself as a whole."""

    name: str
    """``domain``."""
    header: str
    """The file it speaks of: ``core/include/keel/domain.h``."""
    doc: Doc = Doc()
    """The summary is a title: ``what a domain is and does``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorSource:
    """Where the details of the last failure are read, right after the call that failed."""

    getter: str = ""
    """Returns a pointer to a struct with the details: ``virGetLastError``; empty when each has its own getter."""
    code: str = ""
    """A field of that struct, or a function without arguments: ``keel_last_error_status``; empty when what failed returns it."""
    domain: str = ""
    message: str = ""
    """Likewise; without a getter the function may take the code: ``zError``; empty when there is no text."""
    code_enum: str = ""
    """``keel_status``."""
    domain_enum: str = ""
    reset: str = ""
    """Clears the last error; called before a call whose failure is ambiguous."""
    details: tuple[str, ...] = ()
    """What more the struct says, for those who ask: ``level``, ``str1``."""
    reporter: str = ""
    """Takes user data and a function to tell of each error, which prints unless told otherwise: ``virSetErrorFunc``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLoop:
    """How the library's events get delivered: by a descriptor to poll, or by a function that waits."""

    register: str = ""
    """A function without arguments to call before the first connection: ``virEventRegisterDefaultImpl``."""
    descriptor: str = ""
    """A function that returns a descriptor, readable when events wait: ``keel_event_get_fd``."""
    dispatch: str = ""
    """A function without arguments that delivers what waits and returns: ``keel_event_dispatch``."""
    run: str = ""
    """A function without arguments that waits for events and delivers them: ``virEventRunDefaultImpl``."""
    implement: str = ""
    """A function that takes six: to add, update and remove watches of descriptors, and the same for timers, as an
    event loop of the user's has them: ``virEventRegisterImpl``."""
    missing: str = ""
    """The error's code when events are asked for before ``register`` was called: ``VIR_ERR_INTERNAL_ERROR``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """The C library as a whole."""

    name: str
    """``keel``."""
    title: str = ""
    """``keel``, as prose writes it."""
    version: str
    """Of the API that was described: ``9.0.0``."""
    minimum: str = ""
    """The oldest that bindings load on, without the functions that came later; empty when it is the described one."""
    summary: str = ""
    """One line for packages."""
    licence: str
    """An SPDX expression: ``LGPL-2.1-or-later``."""
    homepage: str = ""
    headers: tuple[str, ...]
    """As ``#include`` names them: ``keel/keel.h``."""
    pkg_config: tuple[str, ...] = ()
    """``("keel",)``."""
    sonames: tuple[str, ...] = ()
    """``("libkeel.so.0",)``."""
    free: str = "free"
    """Releases strings, buffers and arrays unless something else is said."""
    initialize: str = ""
    """A function without arguments to call once before all others."""
    live_handles: str = ""
    """A function without arguments that counts live handles, for leak tests."""
    errors: ErrorSource | None = None
    event_loop: EventLoop | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLayout:
    """Size and offsets of one struct on one machine."""

    record: str
    """``virDomainInfo`` or ``struct _virDomainInfo``."""
    size: int
    align: int
    offsets: tuple[tuple[str, int], ...] = ()
    """``(("state", 0), ("maxMem", 8))``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """All layouts measured for one machine."""

    target: str
    """``x86_64-linux-gnu``."""
    records: tuple[RecordLayout, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """A whole API: the contract that everything after it reads."""

    library: Library
    functions: tuple[Function, ...] = ()
    objects: tuple[Object, ...] = ()
    records: tuple[Record, ...] = ()
    enums: tuple[Enumeration, ...] = ()
    callbacks: tuple[Callback, ...] = ()
    dicts: tuple[Dictionary, ...] = ()
    constants: tuple[Constant, ...] = ()
    aliases: tuple[Alias, ...] = ()
    sections: tuple[Section, ...] = ()
    layouts: tuple[Layout, ...] = ()

    @property
    def types(self) -> tuple[Enumeration | Record | Object | Callback, ...]:
        """All that has a type's name."""
        return (*self.enums, *self.records, *self.objects, *self.callbacks)

    @property
    def exported(self) -> tuple[str, ...]:
        """The symbols, each once, that the library has: not those of functions that a header defines."""
        return tuple(dict.fromkeys(item.symbol for item in self.functions if not item.inline))
