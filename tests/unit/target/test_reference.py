# SPDX-License-Identifier: LGPL-2.1-or-later
"""The view of an API as its headers have it."""

from bindwright.diagnostics import Location
from bindwright.model.api import (
    Api,
    Constant,
    Doc,
    Enumeration,
    Enumerator,
    FailureMode,
    FailureRule,
    Form,
    Function,
    Kind,
    Library,
    Null,
    Parameter,
    Result,
    Section,
    Type,
)
from bindwright.model.ctype import named
from bindwright.target.naming import Names
from bindwright.target.reference import Run, Sections, SectionView

HERE = Location(file="include/lamp/lamp.h")
NOTHING = Doc()


def spell(words: tuple[str, ...]) -> Names:
    class Spelled:
        page = "-".join(words)

    return Spelled()  # type: ignore[return-value]


def function(name: str, *parameters: Parameter, doc: Doc = NOTHING) -> Function:
    return Function(
        name=name,
        symbol=name,
        words=(name,),
        form=Form.FUNCTION,
        parameters=parameters,
        result=Result(c=named("void"), type=Type(kind=Kind.VOID, c=named("void"))),
        failure=FailureRule(mode=FailureMode.NEVER),
        doc=doc,
        location=HERE,
    )


def sections(**parts: object) -> list[SectionView]:
    library = Library(name="lamp", version="1", licence="MIT", headers=("lamp/all.h",))
    return list(Sections(Api(library=library, **parts), spell))  # type: ignore[arg-type]


def test_names_in_prose_lead_to_where_they_are_documented() -> None:
    told = function(
        "lamp_dim", doc=Doc(summary="Dims as lamp_shine() does, %NULL and `x y` apart.")
    )
    found = sections(functions=(function("lamp_shine"), told))

    summary = found[0].entries[1].summary
    assert [(run.text, run.kind, run.anchor) for run in summary] == [
        ("Dims as ", "text", ""),
        ("lamp_shine()", "link", "lamp_shine"),
        (" does, ", "text", ""),
        ("NULL", "code", ""),
        (" and ", "text", ""),
        ("x y", "code", ""),
        (" apart.", "text", ""),
    ]


def test_header_tells_of_itself() -> None:
    said = Section(
        name="lamp", header=HERE.file, doc=Doc(summary="what shines", body=("It is on or off.",))
    )
    found = sections(sections=(said,), functions=(function("lamp_shine"),))

    assert [(item.c_name, item.header) for item in found] == [("lamp", "lamp/lamp.h")]
    assert found[0].title == (Run(text="what shines"),)
    assert [paragraph.runs for paragraph in found[0].doc] == [(Run(text="It is on or off."),)]


def test_header_that_says_nothing_is_called_as_its_file() -> None:
    assert [item.c_name for item in sections(functions=(function("lamp_shine"),))] == ["lamp"]


def test_declaration_is_spelled_as_headers_do() -> None:
    parameter = Parameter(name="on", c=named("_Bool"), type=Type(kind=Kind.BOOL, c=named("_Bool")))
    entry = sections(functions=(function("lamp_switch", parameter),))[0].entries[0]

    assert entry.code == "void lamp_switch(bool on);"
    assert entry.result is None


def test_parameter_says_what_its_type_does_not() -> None:
    type_ = Type(kind=Kind.FLAGS, c=named("uint32_t"), name="lamp_flags", null=Null.YES, unit="ms")
    parameter = Parameter(name="flags", c=named("uint32_t"), type=type_, optional=True)
    enum = Enumeration(
        name="lamp_flags",
        words=("flags",),
        c=named("lamp_flags"),
        members=(Enumerator(name="LAMP_ON", words=("on",), value=1, doc=Doc(summary="it is on")),),
        location=HERE,
    )
    entries = sections(functions=(function("lamp_set", parameter),), enums=(enum,))[0].entries

    notes = entries[1].rows[0].notes
    assert ["".join(run.text for run in note) for note in notes] == [
        "may be NULL",
        "flags of lamp_flags",
        "in ms",
        "may be NULL when it is not wanted",
    ]
    assert entries[0].code == "typedef enum {\n    LAMP_ON = 1\n} lamp_flags;"


def test_constant_shows_its_value() -> None:
    text = Constant(name="LAMP_NAME", words=("name",), value="x", kind=Kind.STRING, location=HERE)
    macro = Constant(
        name="LAMP_IS", words=("is",), kind=Kind.VOID, parameters=("a", "b"), location=HERE
    )

    entries = sections(constants=(text, macro))[0].entries
    assert [entry.code for entry in entries] == ['#define LAMP_NAME "x"', "#define LAMP_IS(a, b)"]
