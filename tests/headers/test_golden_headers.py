# SPDX-License-Identifier: LGPL-2.1-or-later
"""Checks that small headers give exactly the facts in the golden files beside them.

It does not judge a change: write the files anew with ``python tests/headers/test_golden_headers.py``
and read their diff.
"""

from __future__ import annotations

import json
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from pathlib import Path

import pytest
from bindwright.extract import Sources, extract
from bindwright.model.ctype import CType, declare
from bindwright.model.facts import Facts

HERE = Path(__file__).parent
HEADERS = tuple(sorted(path.name for path in HERE.glob("*.h")))


def facts_of(header: str) -> Facts:
    """Extracts one of the headers beside this file."""
    sentinel = "HEADER_SENTINELS" if header == "enums.h" else ""
    public = (header, "generated.y")
    return extract(Sources(headers=(header,), root=HERE, public=public, sentinel=sentinel))


def short(value: object) -> object:
    """Leaves out what has its default value, and spells C types and places."""
    if isinstance(value, CType):
        return declare(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [short(item) for item in value]
    if is_dataclass(value):
        if type(value).__name__ == "Location":
            return str(value)
        result = {}
        for field in fields(value):
            item = getattr(value, field.name)
            default = field.default if field.default is not MISSING else object()
            if item != default and field.name not in ("target", "header_name"):
                result[field.name] = short(item)
        return result
    return value


def text_of(header: str) -> str:
    """Returns the golden text of a header's facts, without the name of the machine."""
    return json.dumps(short(facts_of(header)), indent=1, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("header", HEADERS)
def test_header_gives_its_golden_facts(header: str) -> None:
    """Every construct of C has the facts that were read and approved."""
    expected = (HERE / header).with_suffix(".json").read_text("utf-8")

    assert text_of(header) == expected


if __name__ == "__main__":
    for name in HEADERS:
        (HERE / name).with_suffix(".json").write_text(text_of(name), "utf-8")
