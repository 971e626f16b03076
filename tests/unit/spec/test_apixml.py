# SPDX-License-Identifier: LGPL-2.1-or-later
"""Checks how libvirt's API description is read and merged, and that a hostile one does no harm."""

from __future__ import annotations

from pathlib import Path

import pytest
from bindwright.diagnostics import BindwrightError, Location
from bindwright.model.ctype import named, pointer
from bindwright.model.facts import (
    Comment,
    EnumeratorFact,
    EnumFact,
    Facts,
    FunctionFact,
    ParameterFact,
)
from bindwright.spec.apixml import Documents, Sort, apply_documents, read_documents

TEXT = """<?xml version="1.0" encoding="UTF-8"?>
<api name='lib'>
  <files/>
  <symbols>
    <function name='libOpen' file='lib' module='lib' version='1.2.0'>
      <info><![CDATA[Opens it.

Twice.]]></info>
      <return type='int' info='0 or -1'/>
      <arg name='path' type='const char *' info='where&#10;it is'/>
    </function>
    <enum name='LIB_A' file='lib' value='1' type='libKind' version='1.0.0' info='the first'/>
    <struct name='libPair' file='lib' type='struct _libPair'>
      <field name='value' type='union' info=''>
        <union><field name='i' type='int' info='an int'/></union>
      </field>
    </struct>
    <nonsense name='x'/>
  </symbols>
</api>
"""
HERE = Location(file="lib.h", line=1)


@pytest.fixture
def documents(tmp_path: Path) -> Documents:
    (tmp_path / "lib-api.xml").write_text(TEXT)
    return read_documents([tmp_path / "lib-api.xml"])


def test_symbols_are_read(documents: Documents) -> None:
    """Each known entry becomes a symbol, with its members and its place; others are passed over."""
    assert [(s.sort, s.name) for s in documents.symbols] == [
        (Sort.FUNCTION, "libOpen"),
        (Sort.ENUMERATOR, "LIB_A"),
        (Sort.STRUCT, "libPair"),
    ]
    assert documents.symbols[2].members[0].members[0].name == "i"
    assert str(documents.symbols[0].location) == "lib-api.xml:5"


def test_function_takes_documentation(documents: Documents) -> None:
    """A function has its text in libvirt's layout, and the documented parameter name."""
    fn = FunctionFact(
        name="libOpen",
        result=named("int"),
        parameters=(ParameterFact(name="p", header_name="p", c=pointer(named("char"))),),
        location=HERE,
    )

    found = apply_documents(Facts(target="x", functions=(fn,)), documents).functions[0]

    assert found.comment is not None
    assert found.comment.text == (
        "libOpen:\n@path: where\n  it is\n\nOpens it.\n\nTwice.\n\nReturns 0 or -1\n\nSince: 1.2.0"
    )
    assert (found.parameters[0].name, found.parameters[0].header_name) == ("path", "p")


def test_own_comment_of_an_enumerator_wins(documents: Documents) -> None:
    """Only what has no comment in the header takes one from the description."""
    own = Comment(text="own", location=HERE)
    items = tuple(
        EnumeratorFact(name="LIB_A", value=1, comment=comment, location=HERE)
        for comment in (own, None)
    )
    enum = EnumFact(name="libKind", enumerators=items, location=HERE)

    found = apply_documents(Facts(target="x", enums=(enum,)), documents).enums[0].enumerators

    assert [item.comment and item.comment.text for item in found] == [
        "own",
        "the first (Since: 1.0.0)",
    ]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
HOSTILE = {
    "laughs": f'<!DOCTYPE api [<!ENTITY l0 "ha">{LAUGHS}]><api><symbols>&l8;</symbols></api>',
    "file": '<!DOCTYPE api [<!ENTITY f SYSTEM "file:///etc/passwd">]><api><symbols><enum name="&f;"/></symbols></api>',
    "text": '<!DOCTYPE api [<!ENTITY f SYSTEM "file:///etc/passwd">]><api><symbols><function name="f"><info>&f;</info></function></symbols></api>',
    "network": '<!DOCTYPE api SYSTEM "http://127.0.0.1:9/x.dtd"><api><symbols/></api>',
    "deep": "<api><symbols>" + "<function><info>" * 100_000,
    "cut": "<api><symbols><function",
    "empty": "",
    "other": "<html/>",
    "binary": "\0\1\2",
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_description_is_an_error(tmp_path: Path, name: str) -> None:
    """Entities, document types, endless depth and what is no description are refused, located."""
    file = tmp_path / "hostile.xml"
    file.write_text(HOSTILE[name])

    with pytest.raises(BindwrightError) as caught:
        read_documents([file])

    diagnostic = caught.value.diagnostics[0]
    assert diagnostic.code in ("BW141", "BW142")
    assert diagnostic.location is not None
    assert diagnostic.location.file == "hostile.xml"


def test_missing_description_is_an_error(tmp_path: Path) -> None:
    """A description that is not there is reported by its name."""
    with pytest.raises(BindwrightError, match=r"nothing\.xml: error: cannot read.*BW140"):
        read_documents([tmp_path / "nothing.xml"])
