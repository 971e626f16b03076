# SPDX-License-Identifier: LGPL-2.1-or-later
"""An overlay is read whole, and each of its entries must match something."""

from __future__ import annotations

from pathlib import Path

import pytest
from bindwright.describe import read
from bindwright.diagnostics import BindwrightError
from bindwright.model.api import Kind, Null, Release, Role, Source
from conftest import Describe, function, overlay

ALL = """[names]
prefixes = ["acme"]
acronyms = ["NWFilter"]

[conventions]
handle-methods = true
owned-strings = false
count-fill = { count = "NumOf" }

[[pattern]]
name = "states"
functions = "Get"
parameters = "state"
types = 'int \\*'
except = ["acmeHostGetName"]
say = "(out)"
results = "(status)"
function = "(failure negative)"

[function.acmeHostOpen]
say = "(nonblocking)"
returns = "(transfer full)"
name = "(nullable)"

[type.acmeParam]
say = "(dict)"
value.s = "(type filename)"

[[variants]]
function = "acmeHostRegister"
parameter = "event"
enum = "acmeEvent"
callback = "cb"
name = "host_listen"
types = { ACME_EVENT_REBOOT = "acmeRebootCallback" }
"""


def test_read_gives_every_kind_of_entry_with_its_place(tmp_path: Path) -> None:
    """Switches that are off are no entries."""
    file = tmp_path / "overlay.toml"
    file.write_text(ALL)
    found = read(file, "overlay.toml")

    assert (found.prefixes, found.acronyms) == (("acme",), ("NWFilter",))
    assert [(item.name, item.options, item.location.line) for item in found.switches] == [
        ("handle-methods", {}, 6),
        ("count-fill", {"count": "NumOf"}, 8),
    ]
    (pattern,) = found.patterns
    assert (pattern.name, pattern.excluded) == ("states", frozenset({"acmeHostGetName"}))
    (entry,) = found.functions
    assert list(entry.members) == ["name"]
    assert entry.members["name"].location.line == 23
    assert list(found.types[0].members) == ["value.s"]
    assert found.variants[0].types == {"ACME_EVENT_REBOOT": "acmeRebootCallback"}


@pytest.mark.parametrize(
    ("text", "code", "line", "message"),
    [
        ("[nmaes]\n", "BW002", 1, "unknown key 'nmaes'"),
        ('[[pattern]]\nname = "x"\nfunction_ = "x"\n', "BW002", 3, "unknown key 'function_'"),
        ('[[pattern]]\nname = "x"\nfunctions = "("\n', "BW205", 3, "not a regular expression"),
        ('[function.acmeHostRef]\nsay = "(methd)"\n', "BW201", 2, "unknown annotation '(methd)'"),
        (
            '[function.acmeHostRef]\nhost = "(method)"\n',
            "BW202",
            2,
            "does not belong on a parameter",
        ),
        ("[function.acmeHostRef]\nhost = 3\n", "BW003", 2, "is not a string"),
        ('[[variants]]\nfunction = "x"\n', "BW003", 1, "is missing"),
    ],
)
def test_read_refuses_a_wrong_overlay(text: str, code: str, line: int, message: str) -> None:
    """With the line and the cause."""
    with pytest.raises(BindwrightError) as raised:
        overlay(text)

    found = raised.value.diagnostics[0]
    assert (found.code, found.location and found.location.line) == (code, line)
    assert message in found.message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[function.acmeHostOpne]\nsay = "(method)"\n', "there is no function 'acmeHostOpne'"),
        (
            '[function.acmeHostOpen]\nnaem = "(nullable)"\n',
            "'acmeHostOpen' has no parameter 'naem'",
        ),
        ('[type.acmeHots]\nsay = "(object)"\n', "there is no type 'acmeHots'"),
        ('[type.acmeDisk]\npth = "(nullable)"\n', "'acmeDisk' has no field 'pth'"),
        (
            '[[pattern]]\nname = "no"\nparameters = "zzz"\nsay = "(out)"\n',
            "the pattern 'no' matches nothing",
        ),
        (
            '[[variants]]\nfunction = "acmeHostRegister"\nparameter = "evnt"\nenum = "acmeEvent"\n',
            "has no parameter 'evnt'",
        ),
        (
            '[[variants]]\nfunction = "acmeHostRegister"\nparameter = "event"\nenum = "acmeEvnt"\n',
            "there is no enum 'acmeEvnt'",
        ),
    ],
)
def test_an_entry_that_matches_nothing_is_an_error(acme: Describe, text: str, message: str) -> None:
    """A typing mistake must not pass for an overlay that says less."""
    with pytest.raises(BindwrightError) as raised:
        acme(text)

    (found,) = raised.value.diagnostics
    assert found.code == "BW204"
    assert message in found.message
    assert found.location is not None
    assert found.location.file == "overlay.toml"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '[function.acmeHostListGuests]\nnames = "(array length=max)"\n',
            "names no parameter: 'max'",
        ),
        ('[function.acmeHostListGuests]\nsay = "(count-fill f)"\n', "names no function: 'f'"),
        ('[function.acmeHostRegister]\ncb = "(closure data)"\n', "names no parameter: 'data'"),
        (
            '[function.acmeGuestGetState]\nstate = "(enum acmeState)"\n',
            "names no enum: 'acmeState'",
        ),
        (
            '[function.acmeGuestGetState]\nstate = "(type acmeState)"\n',
            "names no type: 'acmeState'",
        ),
        ('[type.acmeGuest]\nsay = "(parent acmeHots)"\n', "names no handle: 'acmeHots'"),
        (
            '[type.acmeHost]\nsay = "(stream send=acmeSend receive=acmeHostGetName'
            ' finish=acmeHostGetName abort=acmeHostGetName)"\n',
            "names no function to send: 'acmeSend'",
        ),
        ('[type.acmeDisk]\nalias = "(array length=n)"\n', "names no field: 'n'"),
    ],
)
def test_an_annotation_that_refers_to_nothing_is_an_error(
    acme: Describe, text: str, message: str
) -> None:
    """Where it stands, not where its meaning would be missing."""
    with pytest.raises(BindwrightError) as raised:
        acme(text)

    (found,) = raised.value.diagnostics
    assert (found.code, found.location and found.location.line) == ("BW208", 2)
    assert message in found.message


def test_a_pattern_says_the_same_of_all_that_match(acme: Describe) -> None:
    """Names and types are matched in full, functions in part; the origin is the pattern's name."""
    text = """[[pattern]]
name = "pointers"
functions = "GetState$"
types = 'int \\*'
say = "(out)"
results = "(status)"
function = "(failure negative)"
"""
    found = function(acme(text), "acmeGuestGetState")

    assert [item.role for item in found.parameters[1:]] == [Role.RESULT, Role.RESULT]
    assert found.result.role is Role.STATUS
    assert [(item.source, item.rule) for item in found.origins] == [(Source.CONVENTION, "pointers")]


def test_later_patterns_beat_earlier_ones_and_single_entries_beat_all(acme: Describe) -> None:
    """Convention, pattern, later pattern, entry: the last word counts."""
    pattern = (
        '[[pattern]]\nname = "{0}"\nfunctions = "HostOpen"\nparameters = "name"\nsay = "{1}"\n'
    )
    switched = "[conventions]\ndocumented-null = true\n"
    assert _null(acme(switched)) is Null.YES

    text = switched + pattern.format("a", "(nullable)") + pattern.format("b", "(not nullable)")
    assert _null(acme(text)) is Null.NO
    assert _null(acme(text + '[function.acmeHostOpen]\nname = "(nullable)"\n')) is Null.YES


def _null(api: object) -> Null:
    return function(api, "acmeHostOpen").parameters[0].type.null  # type: ignore[arg-type]


def test_an_overlay_says_what_comments_do_not_of_versions(acme: Describe) -> None:
    """Of functions, callback types, handles, structs and enums."""
    api = acme("""
        [function.acmeHostOpen]
        say = "(since 1.2) (deprecated use acmeHostStart instead)"
        [type.acmeHost]
        say = "(since 1.0)"
        [type.acmeDisk]
        say = "(since 1.1)"
        [type.acmeListFlags]
        say = "(deprecated)"
        [type.acmeEventCallback]
        say = "(since 1.3)"
        """)
    docs = {
        item.name: (item.doc.since, item.doc.deprecated)
        for items in (api.functions, api.objects, api.records, api.enums, api.callbacks)
        for item in items
    }

    assert docs["acmeHostOpen"] == ("1.2", "use acmeHostStart instead")
    assert docs["acmeHost"] == ("1.0", None)
    assert docs["acmeDisk"] == ("1.1", None)
    assert docs["acmeListFlags"] == ("", "")
    assert docs["acmeEventCallback"] == ("1.3", None)


def test_variants_replace_a_general_function(acme: Describe) -> None:
    """One for each member; the callback type is the one that the member's comment or the overlay names."""
    text = ALL.partition("[[variants]]")
    api = acme("[conventions]\ncallback-arguments = true\n[[variants]]" + text[2])
    base = function(api, "acmeHostRegister")
    first = function(api, "acmeHostRegister:lifecycle")
    second = function(api, "acmeHostRegister:reboot")

    assert base.skip == "called through its variants"
    assert (first.symbol, first.words) == ("acmeHostRegister", ("host", "listen", "lifecycle"))
    assert (first.parameters[1].role, first.parameters[1].value) == (
        Role.FIXED,
        "ACME_EVENT_LIFECYCLE",
    )
    assert first.parameters[2].type.name == "acmeEventCallback"
    assert second.parameters[2].type.name == "acmeRebootCallback"
    assert second.parameters[2].c.name == "acmeEventCallback"


def test_a_variant_without_a_callback_type_is_an_error(acme: Describe) -> None:
    """A new event of the library must not be left out in silence."""
    text = ALL.partition("[[variants]]")[2].replace(
        'types = { ACME_EVENT_REBOOT = "acmeRebootCallback" }', ""
    )
    with pytest.raises(BindwrightError) as raised:
        acme("[[variants]]" + text)

    (found,) = raised.value.diagnostics
    assert found.code == "BW206"
    assert "ACME_EVENT_REBOOT" in found.message


def test_an_opaque_handle_is_only_handed_on(acme: Describe) -> None:
    """It has no methods and is no object."""
    found = acme('[type.acmeGuest]\nsay = "(opaque)"\n[conventions]\nhandle-methods = true\n')

    assert [item.name for item in found.objects] == ["acmeHost"]
    guest = function(found, "acmeGuestIsActive").parameters[0].type
    assert (guest.kind, guest.name) == (Kind.OPAQUE, "acmeGuest")


def test_a_struct_is_a_dictionary_entry_when_the_overlay_says_so(acme: Describe) -> None:
    """Parts are found by their types, cases by the members' comments."""
    api = acme(
        '[type.acmeParam]\nsay = "(dict) (release free counted)"\nvalue.s = "(type filename)"\n'
    )
    (found,) = api.dicts

    assert (found.key, found.key_size, found.tag, found.union) == ("name", 80, "type", "value")
    assert [(case.constant, case.member, case.type.kind) for case in found.cases] == [
        ("ACME_PARAM_INT", "i", Kind.I32),
        ("ACME_PARAM_TEXT", "s", Kind.STRING),
    ]
    assert found.release == Release(function="free", counted=True, deep=True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[type.acmeDisk]\nsay = "(dict)"\n', "is no dictionary entry"),
        (
            '[type.acmeParam]\nsay = "(dict)"\ntype = "(enum acmeListFlags)"\n',
            "which tag the member",
        ),
    ],
)
def test_a_struct_of_another_shape_is_no_dictionary_entry(
    acme: Describe, text: str, message: str
) -> None:
    """The place is the struct's or the member's in the header."""
    with pytest.raises(BindwrightError) as raised:
        acme(text)

    found = raised.value.diagnostics[0]
    assert found.code == "BW207"
    assert message in found.message
    assert found.location is not None
    assert found.location.file == "shapes.h"
