# SPDX-License-Identifier: LGPL-2.1-or-later
"""A profile is closed, and each of its mistakes is found at its line."""

from pathlib import Path

import pytest
from bindwright.diagnostics import BindwrightError
from bindwright.target.profile import Profile, Word, read_profile

ERRORS = """
[errors]
name = "Failed"
last = "fx_echo"
fields = ["code", "message"]
unused = ["E_ARGUMENT", "{} is of no use in {}"]
refused = ["E_ARGUMENT", "no answer"]
"""
MODULE = '[[module]]\nname = "m"\nheaders = ["*"]\n'


def read(folder: Path, text: str) -> Profile:
    path = folder / "names.toml"
    path.write_text(text if "[errors]" in text else text + ERRORS)
    return read_profile(path, "names.toml")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("colour = 1\n", "names.toml:1:1: error: unknown key 'colour'"),
        ('[[rule]]\nmatch = "("\nname = "x"\n', "names.toml:2:1: error: not a pattern"),
        ('[[rule]]\nmatch = "(.*)"\nname = "{2}"\n', "names.toml:3:1: error: '{2}' names no group"),
        ('[results]\nf = "sideways"\n', "names.toml:2:1: error: no shape is called 'sideways'"),
        ('[records]\nr = { as = "dict", lots = 1 }\n', "unknown key 'lots'"),
        (ERRORS + "colour = 1", "unknown key 'colour' in [errors]"),
        (ERRORS.replace('["E_ARGUMENT", ', "["), "6:1: error: 'errors.unused' is not a code"),
        (ERRORS.replace(', "message"', ""), "5:1: error: 'errors.fields' is not a list with"),
        (ERRORS + 'methods = { get = "x" }', "8:1: error: 'errors.methods.get' is not one of"),
        (ERRORS + 'own = { level = "high" }', "8:1: error: 'errors.own' is not a table of numbers"),
        ('[classes.c]\nconstants = { a = "b" }\n', "error: 'classes.c.constants' is not"),
    ],
)
def test_read_profile_names_each_mistake(tmp_path: Path, text: str, expected: str) -> None:
    """What a profile cannot say is an error with its line."""
    with pytest.raises(BindwrightError) as caught:
        read(tmp_path, text)

    assert expected in str(caught.value)


def test_first_rule_that_fits_names_a_function(tmp_path: Path) -> None:
    """Exceptions go first, then rules in their order; the first letter becomes small unless it is to be kept."""
    text = """
        [[rule]]
        match = "lampGet(ID)"
        name = "{1}"
        keep = true
        [[rule]]
        match = "lamp(?:Get)?(.*)"
        name = "{1}"
        [names]
        lampGetOdd = "even"
    """
    profile = read(tmp_path, text)

    names = [profile.name(symbol) for symbol in ("lampGetID", "lampGetColour", "lampGetOdd")]
    assert names == ["ID", "colour", "even"]


def test_function_without_a_rule_is_found(tmp_path: Path) -> None:
    """A function that no rule fits has no name, which is an error that says what to do."""
    profile = read(tmp_path, '[[rule]]\nmatch = "lamp.*"\nname = "{0}"\n')

    with pytest.raises(BindwrightError, match="no rule of the profile names 'stove'"):
        profile.name("stove")


def test_first_module_that_fits_has_a_declaration(tmp_path: Path) -> None:
    """Modules are asked in their order; what is omitted is nobody's."""
    text = f'omitted = ["b.h", "secret*"]\n[[module]]\nname = "a"\nheaders = ["a.h"]\n{MODULE}'
    profile = read(tmp_path, text)
    asked = [("a.h", "f"), ("c.h", "f"), ("b.h", "f"), ("a.h", "secret_f")]

    found = [profile.module(header, name) for header, name in asked]
    assert [module and module.name for module in found] == ["a", "m", None, None]


def test_defaults_and_names_of_one_function_go_before_those_of_all(tmp_path: Path) -> None:
    """What is said of all functions holds where nothing is said of one."""
    text = """
        [parameters]
        "*" = { from = "frm" }
        f = { from = "start" }
        [defaults]
        "*" = { flags = 0 }
        f = { flags = "NULL" }
    """
    profile = read(tmp_path, text)

    assert [profile.parameter(name, "from") for name in ("f", "g")] == ["start", "frm"]
    assert [profile.default(name, "flags") for name in ("f", "g")] == [(True, None), (True, 0)]
    assert profile.default("f", "other") == (False, None)


def test_shape_is_a_word_or_a_table(tmp_path: Path) -> None:
    """A word alone is the shape with nothing more to say."""
    profile = read(tmp_path, '[results]\nf = "tuple"\ng = { as = "keyed", key = "k" }\n')

    assert (profile.results["f"].word, profile.results["g"].key) == (Word.TUPLE, "k")
