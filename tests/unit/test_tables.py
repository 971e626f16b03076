# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tests TOML tables that know where their keys stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from bindwright import tables
from bindwright.diagnostics import BindwrightError

TEXT = """\
# a comment = no key
top = "value"

[extract]
headers = [
    "a.h",
]
"quoted key" = 1
dotted.inner = true

[[rule]]
name = "first"

[[rule]]
  name = "second"
[rule.inner]
deep = 1
"""


def code_and_place(caught: pytest.ExceptionInfo[BindwrightError]) -> list[tuple[str, str]]:
    return [(found.code, str(found.location)) for found in caught.value.diagnostics]


@pytest.mark.parametrize(
    ("path", "key", "place"),
    [
        ((), "top", "x.toml:2:1"),
        (("extract",), "", "x.toml:4:2"),
        (("extract",), "headers", "x.toml:5:1"),
        (("extract",), "quoted key", "x.toml:8:1"),
        (("extract",), "absent", "x.toml:4:2"),
        (("extract", "dotted"), "inner", "x.toml:9:1"),
        ((), "absent", "x.toml"),
    ],
)
def test_table_knows_where_a_key_stands(path: tuple[str, ...], key: str, place: str) -> None:
    """A key is found where it is written, an absent one at its table."""
    table = tables.parse(TEXT, "x.toml")
    for name in path:
        table = table.table(name)

    assert str(table.at(key)) == place


def test_tables_of_an_array_have_places_of_their_own() -> None:
    """The second element's key is found in the second element."""
    rules = list(tables.parse(TEXT, "x.toml").tables("rule"))

    assert [str(rule.at("name")) for rule in rules] == ["x.toml:12:1", "x.toml:15:3"]
    assert str(rules[1].table("inner").at("deep")) == "x.toml:17:1"


def test_close_reports_every_unknown_key() -> None:
    """Each unknown key is one finding at its own line, with the nearest known key."""
    table = tables.parse('heders = 1\nname = "x"\nzzz = 2\n', "x.toml")
    with pytest.raises(BindwrightError) as caught:
        table.close({"headers", "name"})

    assert code_and_place(caught) == [("BW002", "x.toml:1:1"), ("BW002", "x.toml:3:1")]
    assert caught.value.diagnostics[0].hint == "did you mean 'headers'?"
    assert caught.value.diagnostics[1].hint == "known keys: headers, name"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = ", "x.toml:1"),
        ("a = 1\na = 2\n", "x.toml:2:6"),
        ("[a\n", "x.toml:1:3"),
        ("[" * 9000, "x.toml"),
    ],
)
def test_parse_reports_what_is_not_toml(text: str, line: str) -> None:
    """A syntax error is one finding with its line and column, however deep."""
    with pytest.raises(BindwrightError) as caught:
        tables.parse(text, "x.toml")

    assert caught.value.diagnostics[0].code == "BW001"
    assert str(caught.value.diagnostics[0].location).startswith(line)


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_load_reports_what_cannot_be_read(tmp_path: Path, content: bytes | None) -> None:
    """A missing file and one that is not text are findings, not tracebacks."""
    path = tmp_path / "x.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BindwrightError) as caught:
        tables.load(path, "x.toml")

    assert code_and_place(caught) == [("BW001", "x.toml")]


def test_load_reports_a_folder(tmp_path: Path) -> None:
    """A folder in place of a file is a finding."""
    with pytest.raises(BindwrightError) as caught:
        tables.load(tmp_path)

    assert caught.value.diagnostics[0].code == "BW001"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("k = 1", "text"),
        ("k = 1", "texts"),
        ("k = [1]", "texts"),
        ("k = 1", "flag"),
        ("k = 1", "table"),
        ("k = [1]", "tables"),
        ("j = 1", "text"),
    ],
)
def test_table_refuses_a_value_of_another_type(text: str, read: str) -> None:
    """A wrong type, and a missing string without a default, are located findings."""
    table = tables.parse(text, "x.toml")
    with pytest.raises(BindwrightError) as caught:
        list(getattr(table, read)("k") or ())

    assert caught.value.diagnostics[0].code == "BW003"
