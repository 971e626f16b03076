# SPDX-License-Identifier: LGPL-2.1-or-later
"""Each built-in convention, switched on alone or with what it builds on, finds what it promises."""

from __future__ import annotations

import inspect

import pytest
from bindwright.describe import Description, suggest
from bindwright.describe.conventions import CONVENTIONS
from bindwright.diagnostics import BindwrightError, Location
from bindwright.model.api import (
    Api,
    Direction,
    Encoding,
    FailureMode,
    Form,
    Function,
    Idiom,
    Kind,
    Null,
    Parameter,
    Release,
    Role,
    Scope,
    Source,
    Transfer,
)
from bindwright.model.ctype import CType, pointer
from bindwright.model.ctype import named as c_named
from bindwright.model.facts import Comment, Facts, FunctionFact
from conftest import Describe, function, library

DICT = '[type.acmeParam]\nsay = "(dict) (release free counted)"\n'


def on(*conventions: str, more: str = "") -> str:
    """Returns an overlay that switches conventions on."""
    switched = "\n".join(f"{name} = true" for name in conventions)
    return f'[names]\nprefixes = ["acme", "ACME_"]\n[conventions]\n{switched}\n{more}'


def argument(found: Function, name: str) -> Parameter:
    """Returns a parameter."""
    return next(item for item in found.parameters if item.name == name)


def named(api: Api, name: str) -> Function:
    """Returns a function by its name without the library's prefix."""
    return function(api, f"acme{name}")


def read_from(phrase: str, result: CType) -> list[str]:
    """Returns what is suggested for a function whose result is documented in those words."""
    place = Location(file="a.h", line=1)
    comment = Comment(text=f"f:\n\nReturns: {phrase}\n", location=place)
    fact = FunctionFact(name="f", result=result, comment=comment, location=place)
    facts = Facts(target="x86_64-linux-gnu", functions=(fact,))
    return [str(item.annotation) for item in suggest(facts, Description(library=library()))]


@pytest.mark.parametrize("name", CONVENTIONS)
def test_every_convention_has_a_test(name: str) -> None:
    """A test here is named for it, or nobody knows that it works."""
    test = globals().get(f"test_{name.replace('-', '_')}")

    assert callable(test)
    assert name in inspect.getsource(test)


def test_handle_methods(acme: Describe) -> None:
    """The first argument's handle owns the function, and its name is not repeated."""
    api = acme(on("handle-methods"))

    found = named(api, "HostGetName")
    assert (found.form, found.owner, found.words) == (Form.METHOD, "acmeHost", ("get", "name"))
    assert named(api, "GuestLookup").owner == "acmeHost"
    assert named(api, "GuestLookup").words == ("guest", "lookup")


def test_handle_makers(acme: Describe) -> None:
    """A function that takes a handle is no constructor."""
    api = acme(on("handle-makers"))

    assert (named(api, "HostOpen").form, named(api, "HostOpen").owner) == (
        Form.CONSTRUCTOR,
        "acmeHost",
    )
    assert named(api, "GuestLookup").form is Form.FUNCTION


def test_counted_handles(acme: Describe) -> None:
    """References are counted by the functions that are named so."""
    api = acme(on(more='counted-handles = { ref = "Ref", unref = "Free|Close" }'))

    handles = {item.name: (item.ref, item.unref) for item in api.objects}
    assert handles == {
        "acmeHost": ("acmeHostRef", "acmeHostFree"),
        "acmeGuest": ("", "acmeGuestFree"),
    }
    assert named(api, "HostFree").form is Form.UNREF


def test_record_releases(acme: Describe) -> None:
    """A struct is given back by the function that is named after it."""
    api = acme(on("record-releases"))

    (disk,) = (item for item in api.records if item.name == "acmeDisk")
    assert disk.release == Release(function="acmeDiskFree", deep=True)
    assert named(api, "DiskFree").form is Form.FREE


def test_local_calls(acme: Describe) -> None:
    """Only functions whose whole name fits."""
    api = acme(on(more="local-calls = { names = 'acme\\w+GetName' }"))

    assert not named(api, "HostGetName").blocking
    assert named(api, "HostGetXML").blocking


def test_status_results(acme: Describe) -> None:
    """Both orders; not what returns 1 as well."""
    api = acme(on("status-results"))

    for name in ("HostRef", "GuestGetUUID", "GuestGetInfo"):
        found = named(api, name)
        assert (found.result.role, found.failure.mode) == (Role.STATUS, FailureMode.NEGATIVE)
    assert "return: meaning unknown" in named(api, "GuestIsActive").missing
    assert "return: meaning unknown" in named(api, "GuestDoMore").missing


def test_truth_results(acme: Describe) -> None:
    """Zero and one are false and true."""
    found = named(acme(on("truth-results")), "GuestIsActive")

    assert (found.result.type.kind, found.failure.mode) == (Kind.BOOL, FailureMode.NEGATIVE)
    assert {item.source for item in found.result.origins} == {Source.DOC}


def test_count_results(acme: Describe) -> None:
    """The number is the result."""
    found = named(acme(on("count-results")), "HostNumOfGuests")

    assert (found.result.role, found.result.type.kind) == (Role.RESULT, Kind.I32)


def test_null_failure(acme: Describe) -> None:
    """A pointer whose documentation speaks of NULL; it is never NULL otherwise."""
    found = named(acme(on("null-failure")), "HostOpen")

    assert (found.failure.mode, found.result.type.null) == (FailureMode.NULL, Null.NO)


def test_owned_strings(acme: Describe) -> None:
    """Const is lent, the rest is the caller's to free."""
    api = acme(on("owned-strings"))

    assert named(api, "HostGetName").result.transfer is Transfer.NONE
    given = named(api, "HostGetXML").result
    assert (given.transfer, given.release) == (Transfer.FULL, Release(function="free"))


def test_owned_handles(acme: Describe) -> None:
    """Some getters lend the handle."""
    api = acme(on(more='owned-handles = { lent = "GetHost$" }'))

    assert named(api, "GuestLookup").result.transfer is Transfer.FULL
    assert named(api, "GuestGetHost").result.transfer is Transfer.NONE


def test_allocated_lists(acme: Describe) -> None:
    """A list of handles whose length is returned."""
    found = named(acme(on("count-results", "allocated-lists")), "HostListAllGuests")
    guests = argument(found, "guests")

    assert guests.type.element is not None
    assert (guests.type.kind, guests.type.element.name) == (Kind.LIST, "acmeGuest")
    assert (guests.callee_allocates, guests.transfer) == (True, Transfer.FULL)
    assert (found.result.role, found.result.of) == (Role.RESULT_LENGTH, "guests")


def test_count_fill(acme: Describe) -> None:
    """The counter is found by the name and takes no other arguments."""
    found = named(acme(on("count-fill")), "HostListGuests")

    assert (found.idiom, found.counter) == (Idiom.COUNT_FILL, "acmeHostNumOfGuests")
    assert argument(found, "names").transfer is Transfer.FULL
    assert (argument(found, "maxnames").role, argument(found, "maxnames").of) == (
        Role.CAPACITY,
        "names",
    )
    assert found.result.of == "names"


def test_query_fill(acme: Describe) -> None:
    """The documentation names both arguments."""
    found = named(acme(on("query-fill", more=DICT)), "GuestGetParams")

    assert found.idiom is Idiom.QUERY_FILL
    assert argument(found, "params").type.kind is Kind.DICT
    assert argument(found, "nparams").role is Role.RESULT_LENGTH


def test_allocated_dicts(acme: Describe) -> None:
    """The entries are the caller's to free."""
    found = named(acme(on("allocated-dicts", more=DICT)), "GuestGetStats")
    params = argument(found, "params")

    assert (params.type.kind, params.callee_allocates) == (Kind.DICT, True)
    assert params.release == Release(function="free", counted=True, deep=True)


def test_input_dicts(acme: Describe) -> None:
    """Getters are left alone: there the same shape is an output."""
    api = acme(on("input-dicts", more=DICT))

    assert argument(named(api, "GuestSetParams"), "params").type.kind is Kind.DICT
    assert argument(named(api, "GuestSetParams"), "nparams").role is Role.LENGTH


def test_counted_arrays(acme: Describe) -> None:
    """A list of constant strings and its length."""
    found = named(acme(on("counted-arrays")), "GuestFreeze")
    paths = argument(found, "paths")

    assert paths.type.element is not None
    assert (paths.type.kind, paths.type.element.kind) == (Kind.LIST, Kind.STRING)
    assert argument(found, "npaths").of == "paths"


def test_uuid_buffers(acme: Describe) -> None:
    """Sixteen bytes, or thirty-six characters and a zero."""
    api = acme(on("uuid-buffers"))

    raw = argument(named(api, "GuestGetUUID"), "uuid").type
    text = argument(named(api, "GuestGetUUIDString"), "buf").type
    assert (raw.kind, raw.size, raw.encoding) == (Kind.BYTES, 16, Encoding.UUID)
    assert (text.kind, text.size, text.encoding) == (Kind.STRING, 37, Encoding.UUID)


def test_output_records(acme: Describe) -> None:
    """A getter fills the struct."""
    found = argument(named(acme(on("output-records")), "GuestGetInfo"), "info")

    assert (found.role, found.type.kind, found.type.name) == (
        Role.RESULT,
        Kind.RECORD,
        "acmeGuestInfo",
    )


def test_sized_records(acme: Describe) -> None:
    """The size is no argument of the caller's."""
    found = named(acme(on("sized-records")), "GuestInfoStats")

    assert argument(found, "info").role is Role.RESULT
    assert (argument(found, "size").role, argument(found, "size").of) == (Role.FIXED, "info")


def test_output_numbers(acme: Describe) -> None:
    """Numbers behind pointers, but no lengths of other outputs."""
    api = acme(on("allocated-dicts", "output-numbers", more=DICT))

    assert argument(named(api, "GuestGetState"), "state").role is Role.RESULT
    assert argument(named(api, "GuestGetStats"), "nparams").role is Role.RESULT_LENGTH


def test_documented_flags(acme: Describe) -> None:
    """The named enum is a set of flags from then on."""
    api = acme(on("documented-flags"))
    found = argument(named(api, "HostListAllGuests"), "flags")

    assert (found.role, found.type.name, found.default) == (Role.FLAGS, "acmeListFlags", 0)


def test_documented_unused(acme: Describe) -> None:
    """It is always zero."""
    assert argument(named(acme(on("documented-unused")), "HostGetXML"), "flags").role is Role.UNUSED


def test_documented_enums(acme: Describe) -> None:
    """Parameters of functions and callback types alike."""
    api = acme(on("output-numbers", "documented-enums"))

    assert argument(named(api, "GuestGetState"), "state").type.name == "acmeGuestState"
    assert argument(named(api, "GuestGetState"), "reason").type.kind is Kind.I32
    (event,) = (item for item in api.callbacks if item.name == "acmeEventCallback")
    assert event.parameters[1].type.name == "acmeGuestState"


def test_documented_null(acme: Describe) -> None:
    """An input may be NULL or must not be, an output may be unwanted."""
    api = acme(on("output-numbers", "documented-null"))

    assert argument(named(api, "HostOpen"), "name").type.null is Null.YES
    assert argument(named(api, "GuestLookup"), "name").type.null is Null.NO
    assert argument(named(api, "GuestGetState"), "reason").optional
    assert not argument(named(api, "GuestGetState"), "state").optional


def test_silent_not_null(acme: Describe) -> None:
    """Handles, and the names that an overlay lists."""
    api = acme(on("documented-null", more='silent-not-null = { parameters = "name" }'))

    assert argument(named(api, "GuestLookup"), "name").type.null is Null.NO
    assert argument(named(api, "HostOpen"), "name").type.null is Null.YES


def test_callback_arguments(acme: Describe) -> None:
    """Callback, user data and the function that frees them, one after another."""
    found = named(acme(on("callback-arguments")), "HostRegister")

    assert argument(found, "cb").scope is Scope.NOTIFIED
    assert (argument(found, "opaque").role, argument(found, "opaque").of) == (Role.USER_DATA, "cb")
    assert argument(found, "freecb").role is Role.DESTROY


def test_callback_data(acme: Describe) -> None:
    """The last untyped pointer of a callback type."""
    api = acme(on("callback-data"))

    assert {item.name: item.parameters[-1].role for item in api.callbacks} == {
        "acmeFreeCallback": Role.USER_DATA,
        "acmeEventCallback": Role.USER_DATA,
        "acmeRebootCallback": Role.USER_DATA,
    }


def test_ignored_results(acme: Describe) -> None:
    """User code need not return anything."""
    (found,) = (
        item for item in acme(on("ignored-results")).callbacks if item.name == "acmeEventCallback"
    )

    assert found.result.role is Role.NOTHING


def test_documented_field_enums(acme: Describe) -> None:
    """A byte that is a member of an enum."""
    (info,) = (
        item for item in acme(on("documented-field-enums")).records if item.name == "acmeGuestInfo"
    )

    assert (info.fields[0].type.kind, info.fields[0].type.name) == (Kind.ENUM, "acmeGuestState")
    assert (info.fields[2].type.kind, info.fields[2].type.size) == (Kind.STRING, 32)


def test_counted_fields(acme: Describe) -> None:
    """A list and its length; a string is no list."""
    (disk,) = (item for item in acme(on("counted-fields")).records if item.name == "acmeDisk")

    assert [(item.name, item.type.kind, item.role) for item in disk.fields] == [
        ("path", Kind.STRING, Role.VALUE),
        ("nalias", Kind.SIZE, Role.LENGTH),
        ("alias", Kind.LIST, Role.VALUE),
    ]


def test_documented_ownership(hinted: Describe) -> None:
    """The caller frees, with the function that the documentation names; what nobody may free is lent."""
    api = hinted(on("documented-ownership"))

    given = function(api, "hintText").result
    assert (given.transfer, given.release) == (Transfer.FULL, Release(function="hintFreeText"))
    assert function(api, "hintName").result.transfer is Transfer.NONE
    assert {item.source for item in given.origins} == {Source.DOC}


@pytest.mark.parametrize(
    ("phrase", "transfer"),
    [
        ("the host name, which must be freed by the caller", Transfer.FULL),
        ("a string (caller frees), or NULL", Transfer.FULL),
        ("text. The client must free() the returned text after use.", Transfer.FULL),
        ("text; free it with free()", Transfer.FULL),
        ("text. Caller is responsible for freeing the string.", Transfer.FULL),
        ("text that the application should release", Transfer.FULL),
        ("text that must not be modified or freed", Transfer.NONE),
        ("text; the caller doesn't need to free it", Transfer.NONE),
        ("text owned by the library", Transfer.NONE),
        ("do not free the result", Transfer.NONE),
        ("a free string, or NULL", None),
    ],
)
def test_documented_ownership_reads_what_libraries_write(
    phrase: str, transfer: Transfer | None
) -> None:
    """Who must free, who need not, and a word that only looks alike."""
    found = read_from(phrase, pointer(c_named("char")))

    expected = [] if transfer is None else [f"(transfer {transfer.value})"]
    assert [item for item in found if item != "(failure null)"] == expected


def test_documented_lengths(hinted: Describe) -> None:
    """The number and what it counts."""
    found = function(hinted(on("documented-lengths")), "hintText")

    assert (argument(found, "n").role, argument(found, "n").of) == (Role.LENGTH, "names")


def test_documented_directions(hinted: Describe) -> None:
    """As Doxygen has them; what is no pointer needs none."""
    found = function(hinted(on("documented-directions")), "hintAsk")

    directions = [item.direction for item in found.parameters]
    assert directions == [Direction.IN, Direction.OUT, Direction.INOUT]


def test_code_results(hinted: Describe) -> None:
    """Anything but zero is the error's code."""
    found = function(hinted(on("code-results")), "hintAsk")

    assert (found.result.role, found.failure.mode) == (Role.STATUS, FailureMode.STATUS)


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("0 or an error code", ["(failure status)", "(status)"]),
        ("0 on success, or a negative error code", ["(failure negative)", "(status)"]),
        ("zero on success, error code < 0 otherwise", ["(failure negative)", "(status)"]),
        ("1 if so, 0 if not, or an error code", []),
        ("0 if equal, 1 if larger, or an error code", []),
        ("the error code", []),
    ],
)
def test_code_results_are_told_from_others(phrase: str, expected: list[str]) -> None:
    """A result that tells more than success is none."""
    assert read_from(phrase, c_named("int")) == expected


def test_documented_since(hinted: Describe) -> None:
    """As a tag would."""
    found = function(hinted(on("documented-since")), "hintText")

    assert found.doc.since == "1.2.3"


def test_nonnull_attributes(hinted: Describe) -> None:
    """Numbered arguments, all pointers, and results."""
    api = hinted(on("nonnull-attributes"))

    assert argument(function(api, "hintWrite"), "data").type.null is Null.NO
    assert argument(function(api, "hintPeek"), "size").origins == ()
    assert function(api, "hintVersion").result.type.null is Null.NO


def test_allocating_attributes(hinted: Describe) -> None:
    """New memory, and what gives it back when the attribute says."""
    api = hinted(on("allocating-attributes"))

    assert function(api, "hintNew").result.transfer is Transfer.FULL
    assert function(api, "hintRoom").result.release == Release(function="hintFreeText")


def test_access_attributes(hinted: Describe) -> None:
    """Data to read, and room to fill."""
    api = hinted(on("access-attributes"))
    data, room = (argument(function(api, name), "data") for name in ("hintWrite", "hintPeek"))

    assert (data.role, data.type.kind) == (Role.VALUE, Kind.BYTES)
    assert (room.role, room.type.kind) == (Role.RESULT, Kind.BYTES)
    assert argument(function(api, "hintWrite"), "size").role is Role.LENGTH
    assert argument(function(api, "hintPeek"), "size").role is Role.CAPACITY


def test_pure_attributes(hinted: Describe) -> None:
    """What only computes never waits."""
    api = hinted(on("pure-attributes"))

    assert not function(api, "hintCount").blocking
    assert not function(api, "hintVersion").blocking
    assert function(api, "hintText").blocking


def test_deprecated_attributes(hinted: Describe) -> None:
    """Its reason is what users are told."""
    found = function(hinted(on("deprecated-attributes")), "hintWrite")

    assert found.doc.deprecated == "use hintPut instead"
    assert {item.of: item.source for item in found.origins} == {"deprecated": Source.ATTRIBUTE}


def test_functions_and_except_bound_a_convention(acme: Describe) -> None:
    """Both are looked for in the function's name."""
    api = acme(on(more='handle-methods = { functions = "^acmeHost", except = "Name$" }'))

    assert named(api, "HostGetXML").form is Form.METHOD
    assert named(api, "HostGetName").form is Form.FUNCTION
    assert named(api, "GuestIsActive").form is Form.FUNCTION


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("owned-string = true", "BW204", "there is no convention 'owned-string'"),
        ('null-failure = { phrase = "nowhere" }', "BW204", "'null-failure' matches nothing"),
        ('null-failure = { fraze = "x" }', "BW205", "has no option 'fraze'"),
        ('null-failure = { phrase = "(" }', "BW205", "not a regular expression"),
    ],
)
def test_a_convention_that_is_wrong_or_useless_is_an_error(
    acme: Describe, line: str, code: str, message: str
) -> None:
    """With the line of the overlay."""
    with pytest.raises(BindwrightError) as raised:
        acme(f"[conventions]\n{line}\n")

    (found,) = raised.value.diagnostics
    assert (found.code, found.location and found.location.line) == (code, 2)
    assert message in found.message
