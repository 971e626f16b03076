# SPDX-License-Identifier: LGPL-2.1-or-later
"""The view holds plain calls with every name spelled, and rendering turns it into files."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from bindwright.diagnostics import BindwrightError
from bindwright.model.api import (
    ByteStream,
    Condition,
    ConditionName,
    Doc,
    Enumerator,
    ErrorSource,
    FailureMode,
    FailureRule,
    Kind,
    Type,
)
from bindwright.model.ctype import pointer
from bindwright.model.plain import PlainApi
from bindwright.render import render
from bindwright.target import Manifest, View, build_view, filters, load_manifest

sys.path.insert(0, str(Path(__file__).parent))
import sample


def build(folder: Path, **more: str) -> tuple[View, Manifest]:
    manifest = load_manifest(sample.write_target(folder, **more))
    return build_view(sample.API, PlainApi(calls=(sample.plain(sample.ADD),)), manifest), manifest


def test_build_view_spells_calls_for_the_target(tmp_path: Path) -> None:
    """A method's name, parameters and result are the target's; C's own are kept beside them."""
    view, _ = build(tmp_path)
    call = view.objects[0].methods[0]

    spelled = (call.name.method, call.given[0].name.parameter, call.given[0].c_name, call.native)
    assert spelled == ("add", "class_", "class", "Int")


def test_build_view_tells_types_apart_where_files_are_called_like_them(tmp_path: Path) -> None:
    """Of two types that differ only in case one gets another name, and documentation calls it by that."""
    one, other = (
        replace(sample.API.enums[0], name=name, words=words, doc=Doc(summary="See #bw_s_tatus."))
        for name, words in (("bw_status", ("status",)), ("bw_s_tatus", ("s", "tatus")))
    )
    api = replace(sample.API, enums=(one, other))
    manifest = load_manifest(sample.write_target(tmp_path))

    view = build_view(api, PlainApi(calls=(sample.plain(sample.ADD),)), manifest)

    assert [item.name.type for item in view.enums] == ["Status", "STatus_"]
    assert view.enums[0].doc.text == "See `STatus_`."


def test_build_view_hides_sentinels(tmp_path: Path) -> None:
    """An enumerator that only counts the others is nobody's."""
    view, _ = build(tmp_path)

    assert [member.name.member for member in view.enums[0].members] == ["OK"]


def test_build_view_resolves_arguments_to_what_they_carry(tmp_path: Path) -> None:
    """Each C argument leads to its input or output, so that templates look nothing up."""
    view, _ = build(tmp_path)
    arguments = view.calls[0].arguments

    carried = [(a.use, a.input and a.input.c_name, a.output and a.output.c_name) for a in arguments]
    assert carried == [("input", "self", None), ("input", "class", None), ("output", None, "ret")]


def test_build_view_gives_a_stream_its_calls(tmp_path: Path) -> None:
    """A stream has the calls that its description names, and the error that is none."""
    manifest = load_manifest(sample.write_target(tmp_path))
    names = ByteStream(
        send="bw_counter_add",
        receive="bw_counter_add",
        finish="bw_counter_add",
        abort="bw_counter_add",
        blocked="BW_OK",
    )
    api = replace(
        sample.API,
        library=replace(
            sample.API.library,
            errors=ErrorSource(code="code", message="text", code_enum="bw_status"),
        ),
        objects=(replace(sample.API.objects[0], stream=names),),
    )

    whole = build_view(api, PlainApi(calls=(sample.plain(sample.ADD),)), manifest).objects[0].stream
    partial = build_view(api, PlainApi(), manifest).objects[0].stream

    assert whole is not None
    assert whole.send.c_name == "bw_counter_add"
    assert whole.blocked is not None
    assert whole.blocked.member == "OK"
    assert partial is None


def test_build_view_tells_of_what_there_are_lists(tmp_path: Path) -> None:
    """Only what users get lists of needs code for that."""
    listing = sample.MANIFEST.replace('i64 = "Int"\n', 'i64 = "Int"\nlist = "[{element}]"\n')
    manifest = load_manifest(sample.write_target(tmp_path, manifest=listing))
    call = sample.plain(sample.ADD)
    several = Type(kind=Kind.LIST, c=pointer(sample.HANDLE), element=sample.SELF)
    lists = replace(call, outputs=(replace(call.outputs[0], type=several),))

    told = [
        build_view(sample.API, PlainApi(calls=(item,)), manifest).objects[0].listed
        for item in (call, lists)
    ]

    assert told == [False, True]


def test_build_view_names_each_kind_of_failure_once(tmp_path: Path) -> None:
    """A code and a condition of the same words are one kind; what means success is none."""
    manifest = load_manifest(sample.write_target(tmp_path))
    rule = FailureRule(
        mode=FailureMode.STATUS,
        conditions=(
            Condition(name=ConditionName.WOULD_BLOCK, value="-2"),
            Condition(name=ConditionName.HOLE, value="-3"),
        ),
    )
    members = (
        *sample.API.enums[0].members,
        Enumerator(name="BW_WOULD_BLOCK", words=("would", "block"), value=5),
        Enumerator(name="BW_GONE", words=("gone",), value=6),
    )
    api = replace(
        sample.API,
        library=replace(
            sample.API.library,
            errors=ErrorSource(code="code", message="text", code_enum="bw_status"),
        ),
        enums=(replace(sample.API.enums[0], members=members),),
    )
    call = replace(sample.plain(sample.ADD), failure=rule)

    view = build_view(api, PlainApi(calls=(call,)), manifest)
    told = [(kind.c_name, kind.code is None, kind.condition is None) for kind in view.failures]

    assert told == [
        ("BW_WOULD_BLOCK", False, False),
        ("BW_GONE", False, True),
        ("hole", True, False),
    ]


def test_build_view_refuses_two_members_of_one_name(tmp_path: Path) -> None:
    """A collision is reported with both C names, and nothing is generated."""
    api, calls = sample.with_two_alike()
    manifest = load_manifest(sample.write_target(tmp_path))

    with pytest.raises(BindwrightError, match="'bw_counter_add' and 'bw_counter_append' are both"):
        build_view(api, PlainApi(calls=calls), manifest)


def test_build_view_refuses_a_kind_without_a_type(tmp_path: Path) -> None:
    """A kind that the manifest forgets is an error that names it, not an empty type."""
    with pytest.raises(BindwrightError, match="no type for the kind 'i64'"):
        build(tmp_path, manifest=sample.MANIFEST.replace('i64 = "Int"\n', ""))


def test_build_view_drops_what_the_target_cannot_express(tmp_path: Path) -> None:
    """An unsupported call is left out, and its reason is kept for the coverage table."""
    rule = '\n[[unsupported]]\npattern = "string"\nreason = "quux has no text"\n'
    view, _ = build(tmp_path, manifest=sample.MANIFEST + rule)

    assert (view.calls, view.dropped[0].reason) == ((), "quux has no text")


def test_render_makes_a_file_for_each_element_and_copies_the_runtime(tmp_path: Path) -> None:
    """The files of a package are its rendered templates and its runtime."""
    view, manifest = build(tmp_path)
    files = render(view, manifest.folder, manifest.files, filters(manifest.literals))

    assert list(files) == ["bw/base.quux", "lib/bw/Counter.quux"]
    assert files["bw/base.quux"].decode() == "# of bw, not bw_packages\n"
    assert files["lib/bw/Counter.quux"].decode() == (
        "# Code generated by bindwright from api-spec/bw/bw.xml. DO NOT EDIT.\n"
        "class Counter\n"
        "# Adds `class_`; see `Counter.add()`.\n"
        "#\n"
        "# Given:\n"
        "#     class_: What to add it to.\n"
        "#\n"
        "# Gives:\n"
        "#     The new value.\n"
        "#\n"
        "# Fails:\n"
        "#     Error: if it fails.\n"
        "#\n"
        "# Since 1.0.\n"
        '  def add(class_: Text) -> Int "bw_counter_add"\n'
    )


def test_render_names_a_single_file_after_the_library(tmp_path: Path) -> None:
    """A rule with a role and without a list makes the one file that the library's name is in."""
    rule = '\n[[file]]\ntemplate = "one.j2"\npath = "{name}.quux"\nrole = "type"\n'
    view, manifest = build(tmp_path, manifest=sample.MANIFEST + rule)
    (manifest.folder / "one.j2").write_text("{{ view.library.name.type }}\n")
    files = render(view, manifest.folder, manifest.files, filters(manifest.literals))

    assert files["Bw.quux"] == b"Bw\n"


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("line\n{{ view.nothing }}\n", "class.j2:2: error: UndefinedError"),
        ("{% if %}\n", "class.j2:1: error"),
        ("{{ current.name.receiver }}", "has no attribute 'receiver'"),
    ],
)
def test_render_names_the_template_and_line_that_fails(
    tmp_path: Path, template: str, expected: str
) -> None:
    """A mistake in a template is a located error, never an empty line."""
    view, manifest = build(tmp_path, template=template)

    with pytest.raises(BindwrightError) as caught:
        render(view, manifest.folder, manifest.files, filters(manifest.literals))

    assert expected in str(caught.value)
