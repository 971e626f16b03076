# SPDX-License-Identifier: LGPL-2.1-or-later
"""A profile's modules have its names and shapes, and what it names has to exist."""

import sys
from pathlib import Path

import pytest
from bindwright.diagnostics import BindwrightError
from bindwright.plain import plain_api
from bindwright.target import View, build_view, load_manifest
from bindwright.target.module_view import MethodView
from bindwright.target.profile import read_profile

sys.path.insert(0, str(Path(__file__).parents[2] / "fixture"))
import fixture_api

ROOT = Path(__file__).parents[3]

RULES = """
omitted = ["fx_box_watch", "fx_login"]
[errors]
name = "Failed"
last = "fx_echo"
fields = ["code", "message"]
unused = ["FX_STATE_SHUT", "{} is of no use in {}"]
refused = ["FX_STATE_SHUT", "no answer"]
[[module]]
name = "fix"
headers = ["*"]
[[rule]]
match = "fx_(?:thing_)?(.*)"
name = "{1}"
[[rule]]
match = "(.*)"
name = "{1}"
"""


def build(folder: Path, text: str) -> View:
    path = folder / "names.toml"
    path.write_text(RULES + text)
    return spell(path)


def spell(path: Path) -> View:
    api = fixture_api.fixture_api(fixture_api.SEPARATE)
    manifest = load_manifest(ROOT / "templates" / "python")
    return build_view(api, plain_api(api), manifest, profile=read_profile(path, "names.toml"))


def methods(view: View) -> dict[str, MethodView]:
    return {item.name: item for item in view.modules[0].classes[0].methods}


def test_methods_have_the_names_of_the_rules(tmp_path: Path) -> None:
    """A function of an object is a method of its class, the others are the module's own."""
    view = build(tmp_path, '[names]\nfx_echo = "again"\n')
    [module] = view.modules

    assert [item.name for item in module.classes] == ["fx_box"]
    assert {"box_ping", "box_get_id"} <= methods(view).keys()
    assert {"again", "sum"} <= {item.name for item in module.functions}


def test_results_have_the_shape_of_their_kind(tmp_path: Path) -> None:
    """Nothing becomes zero, a truth value a number, a record or several results a list, unless something is said."""
    found = methods(build(tmp_path, ""))

    wanted = ("box_touch", "box_get_open", "box_get_info", "box_get_state", "box_get_id")
    shapes = [found[name].result.word for name in wanted]
    assert shapes == ["zero", "number", "list", "list", "same"]


def test_results_have_the_shape_that_is_said(tmp_path: Path) -> None:
    """A function's own shape goes before its record's, and either before the kind's."""
    text = """
        [results]
        fx_box_get_info = { as = "dict", fields = ["largest"], names = { largest = "most" } }
        fx_box_touch = "nothing"
        fx_box_list_points = { as = "keyed", key = "x", value = "y" }
        [records]
        fx_info = "tuple"
        fx_point = "tuple"
    """
    found = methods(build(tmp_path, text))

    info = found["box_get_info"].result
    assert (info.word, [(part.name, part.index) for part in info.parts]) == ("dict", [("most", 0)])
    assert found["box_touch"].result.word == "nothing"
    assert found["box_get_point"].result.word == "tuple"
    points = found["box_list_points"].result
    assert points.key is not None
    assert points.value is not None
    assert (points.word, points.key.index, points.value.index) == ("keyed", 0, 1)


def test_parameters_are_in_the_order_of_c(tmp_path: Path) -> None:
    """Parameters follow C, with the names and defaults of the profile; what is hidden is not among them."""
    text = """
        [parameters]
        fx_box_find = { name = "called" }
        [defaults]
        fx_box_find = { name = "NULL" }
    """
    found = methods(build(tmp_path, text))

    shown = [(item.name, item.optional, item.default) for item in found["box_find"].parameters]
    assert shown == [("called", True, None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[names]\nfx_nothing = "x"\n', "there is no function 'fx_nothing' [BW624]"),
        ('[records]\nfx_nothing = "list"\n', "'fx_nothing' is none of the records here [BW624]"),
        ('[classes.fx_nothing]\nclose = "x"\n', "'fx_nothing' is none of the classes here [BW624]"),
        ('[names]\nfx_echo = "sum"\n', "are both called 'sum' [BW625]"),
        (
            '[results]\nfx_box_get_info = { as = "list", fields = ["none"] }\n',
            "there is no field or result 'none' here [BW624]",
        ),
        (
            '[results]\nfx_box_list_points = { as = "keyed", key = "none" }\n',
            "there is no field 'none' here [BW624]",
        ),
        (
            '[results]\nfx_box_list_ids = { as = "keyed", key = "none" }\n',
            "only a list of records can be keyed [BW624]",
        ),
        (
            '[results]\nfx_box_get_state = { as = "asked", key = "none" }\n',
            "there is no parameter 'none' here [BW624]",
        ),
    ],
)
def test_what_a_profile_names_has_to_exist(tmp_path: Path, text: str, expected: str) -> None:
    """A name that the API does not have is an error at its line."""
    with pytest.raises(BindwrightError) as caught:
        build(tmp_path, text)

    assert expected in str(caught.value)
    assert str(caught.value).startswith("names.toml:")


def test_argument_within_another_has_to_be_told(tmp_path: Path) -> None:
    """What C takes within a struct is a parameter of its own in plain calls, and a profile says where it comes from."""
    path = tmp_path / "names.toml"
    path.write_text(RULES.replace(', "fx_login"', ""))

    with pytest.raises(BindwrightError, match="'fx_login' takes 'about' within another parameter"):
        spell(path)


def test_constant_of_an_error_has_to_exist(tmp_path: Path) -> None:
    """The codes that a profile gives to errors of its own are enumerators."""
    with pytest.raises(BindwrightError, match="there is no constant 'FX_ODD'"):
        build(tmp_path, '[errors.closed]\nfx_box = ["FX_ODD", "no {}"]\n')
