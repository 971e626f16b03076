# SPDX-License-Identifier: LGPL-2.1-or-later
"""Resolved cases are spelled for a target, so that its templates only loop."""

from __future__ import annotations

from pathlib import Path

import pytest
from bindwright.conform import resolve
from bindwright.render import render
from bindwright.target import ProgramView, build_program, build_view, filters, load_manifest
from bindwright.target.manifest import Manifest
from counters import API, PLAIN, write

MANIFEST = """
[target]
name = "quux"

[[program]]
template = "cases.j2"
path = "{library}.quux"

[naming.roles]
type = { style = "pascal" }
method = { style = "camel" }
function = { style = "camel", span = "full" }
parameter = { style = "snake" }
field = { style = "camel" }
member = { style = "upper" }

[literal.default]

[tools]
program = ["quuxc", "cases.quux"]
conform = ["./cases", "{case}"]
"""

TEMPLATE = """# {{ view.header }}
{% for case in view.cases %}
{% for step in case.steps %}
{{ step.number }} {{ step.kind }} {{ step.label }}
{% endfor %}
{% endfor %}
"""


@pytest.fixture
def manifest(tmp_path: Path) -> Manifest:
    """Reads the manifest of a small target with a conformance program."""
    folder = tmp_path / "quux"
    (folder / "conform").mkdir(parents=True)
    (folder / "target.toml").write_text(MANIFEST)
    (folder / "cases.j2").write_text(TEMPLATE)
    (folder / "conform" / "support.quux").write_text("# by hand\n")
    return load_manifest(folder)


def spell(manifest: Manifest, *bodies: str) -> ProgramView:
    """Spells cases called case-1, case-2 and so on."""
    cases = [write(body, f"case-{number}") for number, body in enumerate(bodies, 1)]
    view = build_view(API, PLAIN, manifest)
    return build_program(resolve(cases, API, PLAIN), API, view, manifest)


OPEN = '[[step]]\ncall = "bw_open"\nargs = { label = "a" }\nas = "my_counter"\n'


def test_build_program_spells_every_name(manifest: Manifest) -> None:
    """Cases, variables, members, fields and handlers have the target's names."""
    view = spell(
        manifest,
        '[handler.visit_all]\ncallback = "bw_visitor"\nreturns = true\n'
        + OPEN
        + '[[step]]\ncall = "bw_limit"\nargs = { self = "$my_counter", range = { low = 1, max_high = 2 } }\nas = "range"\n'
        '[[step]]\ncall = "bw_open"\nargs = { label = { null = true }, modes = ["BW_FAST", "BW_LOUD"] }\n'
        '[[step]]\ncall = "bw_add"\nargs = { self = "$my_counter", step = "$range.max_high" }\n'
        '[[step]]\ncall = "bw_visit"\nargs = { self = "$my_counter", visitor = "visit_all" }\n',
    )
    (case,) = view.cases
    opened, limited, again, added, visited = case.steps

    assert case.name.function == "case1"
    assert [item.name.parameter for item in case.variables] == ["my_counter", "range"]
    assert opened.results[0].variable.place == "case"
    assert opened.optional == ()
    entries = limited.required[0].value
    assert entries is not None
    assert [item.field and item.field.name.field for item in entries.entries] == ["low", "maxHigh"]
    flags = again.optional[0].value
    assert flags is not None
    assert [item.name.member for item in flags.members] == ["FAST", "LOUD"]
    step = added.required[0].value
    assert step is not None
    assert step.variable is not None
    assert step.variable.name.parameter == "range"
    assert [item.field and item.field.name.field for item in step.path] == ["maxHigh"]
    visitor = visited.required[0].value
    assert visitor is not None
    assert visitor.handler == case.handlers[0].name
    assert case.handlers[0].name.function == "case1VisitAll"


def test_build_program_labels_results_only_among_others(manifest: Manifest) -> None:
    """The one result of a call needs no label."""
    view = spell(
        manifest,
        OPEN
        + '[[step]]\ncall = "bw_bounds"\nargs = { self = "$my_counter" }\n'
        + '[[step]]\ncall = "bw_add"\nargs = { self = "$my_counter", step = 1 }\n',
    )
    _, bounds, added = view.cases[0].steps

    assert [item.label for item in bounds.results] == ["low=", "high="]
    assert [item.label for item in added.results] == [""]
    assert [item.place for item in added.locals] == ["step"]


def test_build_program_keeps_unnamed_results_apart_from_named_ones(manifest: Manifest) -> None:
    """A result that nobody uses does not hide a variable."""
    body = (
        OPEN
        + '[[step]]\ncall = "bw_add"\nargs = { self = "$my_counter", step = 1 }\nas = "value"\n'
    )
    view = spell(manifest, body + body.split("\n", 4)[4].replace('as = "value"\n', ""))

    assert [step.results[0].variable.name.parameter for step in view.cases[0].steps[1:]] == [
        "value",
        "got_value",
    ]


@pytest.mark.parametrize(
    ("number", "cut"),
    [
        ("9223372036854775807", 2**63 - 1),
        ("9223372036854775808", -(2**63)),
        ("-9223372036854775809", 2**63 - 1),
        ("18446744073709551616", 0),
    ],
)
def test_build_program_knows_what_c_makes_of_a_number(
    manifest: Manifest, number: str, cut: int
) -> None:
    """A language that cannot write a number gets the one that C would."""
    step = f'[[step]]\ncall = "bw_add"\nargs = {{ self = "$my_counter", step = "{number}" }}\n'
    view = spell(manifest, OPEN + step + 'refused = "range"\n')

    value = view.cases[0].steps[1].required[0].value

    assert value is not None
    assert (value.literal, value.cut) == (int(number), cut)


def test_build_program_lists_what_transcripts_show(manifest: Manifest) -> None:
    """Of members with one value the first has the label; sentinels have none."""
    view = spell(
        manifest,
        OPEN
        + '[[step]]\ncall = "bw_sign"\nargs = { self = "$my_counter", digest = "00000000" }\n'
        + '[[step]]\ncall = "bw_limit"\nargs = { self = "$my_counter", range = { low = 1, max_high = 2 } }\n',
    )

    assert [table.enum.c_name for table in view.labels] == ["bw_status"]
    assert [label for _, label in view.labels[0].labels] == ["ok", "out-of-range"]
    assert [label for item in view.records for _, label in item.labels] == ["low", "max_high"]
    assert view.errors is not None
    assert view.errors.labels[0][1] == "ok"
    assert view.live_handles is not None
    assert view.live_handles.c_name == "bw_live"


def test_build_program_leaves_out_cases_that_need_a_dropped_call(
    manifest: Manifest, tmp_path: Path
) -> None:
    """What the target cannot express is told, not rendered."""
    file = tmp_path / "quux" / "target.toml"
    file.write_text(MANIFEST + '[[unsupported]]\npattern = "bw_add"\nreason = "it cannot add"\n')
    dropping = load_manifest(file.parent)

    view = spell(
        dropping,
        OPEN,
        OPEN + '[[step]]\ncall = "bw_add"\nargs = { self = "$my_counter", step = 1 }\n',
    )

    assert [case.label for case in view.cases] == ["case-1"]
    assert view.missing == (("case-2", "there is no bw_add: it cannot add"),)


def test_render_makes_a_program_with_its_support_files(manifest: Manifest) -> None:
    """The files in conform/ are copied beside what the templates make."""
    view = spell(manifest, OPEN + '[[step]]\nclose = "$my_counter"\n')

    files = render(view, manifest.folder, manifest.programs, filters(manifest.literals), "conform")

    assert files == {
        "bw.quux": b"# Code generated by bindwright from conformance cases over bw. DO NOT EDIT.\n"
        b"1 call bw_open\n2 close close my_counter\n",
        "support.quux": b"# by hand\n",
    }
