# SPDX-License-Identifier: LGPL-2.1-or-later
"""Each rule finds what it is for, once, with its code and a place, and nothing in a sound API."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from bindwright.check import RULES, check
from bindwright.diagnostics import Location, Severity
from bindwright.model.api import (
    Alias,
    Api,
    ByteStream,
    Callback,
    Dictionary,
    Direction,
    Doc,
    Enumeration,
    Enumerator,
    ErrorSource,
    FailureMode,
    FailureRule,
    Field,
    Form,
    Function,
    Idiom,
    Kind,
    Library,
    Object,
    Parameter,
    Record,
    Release,
    Result,
    Role,
    Scope,
    Transfer,
    Type,
)
from bindwright.model.ctype import CType, named, pointer

PLACE = Location(file="a.h", line=3)
DOC = Doc(summary="It is so.")
INT = named("int")
VOID = named("void")
BOX = pointer(named("box"))


def value(kind: Kind, name: str = "", c: CType = INT, element: Type | None = None) -> Type:
    """Returns a type."""
    return Type(kind=kind, c=c, name=name, element=element)


def parameter(
    name: str, type_: Type | None = None, role: Role = Role.VALUE, **more: object
) -> Parameter:
    """Returns a parameter."""
    type_ = type_ or value(Kind.I32)
    return Parameter(name=name, words=(name,), c=type_.c, type=type_, role=role, **more)  # type: ignore[arg-type]


def output(name: str, type_: Type | None = None, **more: object) -> Parameter:
    """Returns an output."""
    return parameter(name, type_, Role.RESULT, direction=Direction.OUT, **more)


NOTHING = Result(c=VOID, type=value(Kind.VOID, c=VOID))
STATUS = Result(c=INT, type=value(Kind.VOID, c=VOID), role=Role.STATUS)
NEVER = FailureRule(mode=FailureMode.NEVER)
NEGATIVE = FailureRule(mode=FailureMode.NEGATIVE)
SELF = parameter("self", value(Kind.OBJECT, "box", BOX), Role.SELF)


def function(name: str = "box_do", *parameters: Parameter, **more: object) -> Function:
    """Returns a function."""
    fields: dict[str, object] = {
        "name": name,
        "symbol": name,
        "words": tuple(name.split("_")),
        "parameters": parameters,
        "result": NOTHING,
        "failure": NEVER,
        "doc": DOC,
        "location": PLACE,
    }
    return Function(**{**fields, **more})  # type: ignore[arg-type]


def api(*functions: Function, **more: object) -> Api:
    """Returns an API with a handle, a struct, an enum, a callback type and a dictionary."""
    fields: dict[str, object] = {
        "library": Library(name="l", version="1", licence="MIT", headers=()),
        "functions": (function("box_ref"), function("box_unref"), *functions),
        "objects": (
            Object(name="box", words=("box",), c=BOX, ref="box_ref", unref="box_unref", doc=DOC),
        ),
        "records": (
            Record(
                name="info",
                words=("info",),
                c=named("info"),
                fields=(Field(name="n", words=("n",), c=INT, type=value(Kind.I32)),),
                doc=DOC,
            ),
        ),
        "enums": (
            Enumeration(
                name="state",
                words=("state",),
                c=named("state"),
                members=(Enumerator(name="ON", words=("on",), value=1),),
                doc=DOC,
            ),
        ),
        "callbacks": (
            Callback(name="hook", words=("hook",), c=named("hook"), result=NOTHING, doc=DOC),
        ),
        "dicts": (
            Dictionary(
                name="entry",
                words=("entry",),
                c=named("entry"),
                key="k",
                tag="t",
                union="u",
                cases=(),
                release=Release(function="free"),
            ),
        ),
    }
    return Api(**{**fields, **more})  # type: ignore[arg-type]


def found(api: Api) -> list[tuple[str, str]]:
    """Returns codes and messages."""
    return [(item.code, item.message) for item in check(api)]


HOOK = value(Kind.CALLBACK, "hook", named("hook"))
LENT_BOX = Result(c=BOX, type=value(Kind.OBJECT, "box", BOX), role=Role.RESULT)
TEXT = value(Kind.STRING, c=pointer(named("char")))


def test_a_sound_api_passes() -> None:
    """One function of every kind."""
    many = api(
        function("box_name", SELF, owner="box", form=Form.METHOD, words=("name",)),
        function(
            "box_watch",
            SELF,
            parameter("hook", HOOK, Role.CALLBACK, scope=Scope.NOTIFIED),
            parameter("data", role=Role.USER_DATA, of="hook"),
            parameter("gone", role=Role.DESTROY, of="hook"),
            owner="box",
            form=Form.METHOD,
            words=("watch",),
        ),
        function(
            "box_list",
            output("ids", value(Kind.LIST, element=value(Kind.I32))),
            parameter("max", role=Role.CAPACITY, of="ids"),
            result=Result(c=INT, type=value(Kind.I32), role=Role.RESULT_LENGTH, of="ids"),
            failure=NEGATIVE,
            idiom=Idiom.COUNT_FILL,
            counter="box_count",
        ),
        function("box_count", result=Result(c=INT, type=value(Kind.I32), role=Role.RESULT)),
        function("box_get", result=replace(LENT_BOX, transfer=Transfer.FULL)),
    )

    assert found(many) == []


def test_rules_have_one_code_each_and_say_which() -> None:
    """The docstring names the code, and the package lists it."""
    codes = [rule.__doc__.split(":")[0] for rule in RULES if rule.__doc__]

    assert len(codes) == len(set(codes)) == len(RULES)
    package = __import__("bindwright.check").check.__doc__
    assert all(code in package for code in codes)


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (lambda: api(function("a_b"), function("a__b", words=("a", "b"))), "'a b'"),
        (
            lambda: api(function("f", parameter("x"), replace(parameter("y"), words=("x",)))),
            "parameters 'x' and 'y'",
        ),
        (
            lambda: api(records=(Record(name="Box", words=("box",), c=INT, doc=DOC),)),
            "the types 'box' and 'Box'",
        ),
        (
            lambda: api(
                enums=(
                    Enumeration(
                        name="e",
                        words=("e",),
                        c=INT,
                        doc=DOC,
                        members=(
                            Enumerator(name="A", words=("a",), value=1),
                            Enumerator(name="E_A", words=("a",), value=2),
                        ),
                    ),
                )
            ),
            "members 'A' and 'E_A' of 'e'",
        ),
    ],
)
def test_bw401_finds_a_name_used_twice(broken: Callable[[], Api], message: str) -> None:
    """Functions of one owner, parameters, types and members."""
    (one,) = found(broken())

    assert one[0] == "BW401"
    assert message in one[1]


def test_bw401_leaves_hidden_functions_and_sentinels_alone() -> None:
    """What no user sees cannot collide."""
    freed = function("f_free", form=Form.FREE, words=("a",))
    sentinel = Enumerator(name="LAST", words=("on",), value=2, sentinel=True)
    base = api(freed, function("a"))
    (state,) = base.enums

    assert found(replace(base, enums=(replace(state, members=(*state.members, sentinel)),))) == []


def test_bw402_finds_a_role_of_nothing() -> None:
    """A length of a missing argument, of a missing field, and a returned one."""
    length = function("f", parameter("n", role=Role.LENGTH, of="xs"))
    returned = function(
        "g", result=Result(c=INT, type=value(Kind.I32), role=Role.RESULT_LENGTH, of="xs")
    )
    field = Field(name="n", words=("n",), c=INT, type=value(Kind.I32), role=Role.LENGTH, of="xs")
    record = Record(name="r", words=("r",), c=INT, fields=(field,), doc=DOC)

    assert found(api(length)) == [
        ("BW402", "'n' of 'f' is the length of 'xs', which is no argument")
    ]
    assert found(api(returned)) == [("BW402", "'g' returns the length of 'xs', which it has not")]
    assert found(api(records=(record,))) == [
        ("BW402", "'n' of 'r' is the length of 'xs', which is no field")
    ]


@pytest.mark.parametrize("kind", [Kind.ENUM, Kind.FLAGS, Kind.RECORD, Kind.OBJECT, Kind.DICT])
def test_bw403_finds_a_type_that_is_not_described(kind: Kind) -> None:
    """In a list too; an enum that is no set of flags is not described as one."""
    listed = value(Kind.LIST, element=value(kind, "nix"))

    assert ("BW403", f"'f' needs the {kind.value} 'nix', which is not described") in found(
        api(function("f", parameter("x", value(kind, "nix"))))
    )
    assert found(api(function("f", parameter("x", listed))))[0][0] == "BW403"


def test_bw404_finds_a_function_that_is_not_there() -> None:
    """A counter, a handle's functions, and the library's."""
    filled = function("f", idiom=Idiom.COUNT_FILL, counter="g")
    library = Library(
        name="l",
        version="1",
        licence="MIT",
        headers=(),
        live_handles="count",
        errors=ErrorSource(getter="last", code="code", message="message"),
    )

    assert found(api(filled)) == [
        ("BW404", "'f' names 'g' as what counts, and there is no such function")
    ]
    assert [code for code, _ in found(replace(api(), functions=()))] == ["BW404", "BW404"]
    assert [text.split("'")[3] for _, text in found(api(library=library))] == ["count", "last"]


def test_bw409_finds_a_stream_of_what_is_not_its_own() -> None:
    """Sending and receiving are the handle's own methods."""
    names = ByteStream(send="bag_send", receive="f", finish="bag_send", abort="bag_send")
    bag = Object(name="bag", words=("bag",), c=INT, stream=names, doc=DOC)

    assert found(api(function("f"), function("bag_send", owner="bag"), objects=(bag,))) == [
        ("BW409", "'f' of the stream 'bag' is none of its methods")
    ]


def test_bw414_finds_what_all_calls_need_and_old_libraries_lack() -> None:
    """Errors cannot be told without it; a function that is asked for first may be newer."""
    library = Library(
        name="l",
        version="2",
        minimum="1",
        licence="MIT",
        headers=(),
        live_handles="count",
        errors=ErrorSource(getter="last", code="code", message="message"),
    )
    late = (function("last", version="L_2.0"), function("count", version="L_2.0"))

    assert found(api(*late, library=library)) == [
        ("BW414", "'last' came with 2.0, and all bindings need it: they cannot load on 1")
    ]


def test_bw404_finds_a_counter_that_wants_more() -> None:
    """The fill cannot give what it has not."""
    filled = function("f", idiom=Idiom.COUNT_FILL, counter="g")

    assert found(api(filled, function("g", parameter("x")))) == [
        ("BW404", "'g' counts for 'f' but needs 'x' too")
    ]


@pytest.mark.parametrize(
    ("result", "message"),
    [
        (replace(LENT_BOX, transfer=Transfer.UNKNOWN), "nobody knows who owns it"),
        (replace(LENT_BOX, transfer=Transfer.FULL), "nothing gives the handle 'bag' back"),
        (LENT_BOX, "the handle 'bag' is lent"),
        (
            Result(c=INT, type=TEXT, role=Role.RESULT, transfer=Transfer.FULL),
            "how it is given back",
        ),
    ],
)
def test_bw405_finds_what_cannot_be_given_back(result: Result, message: str) -> None:
    """A handle without functions to count it, text without one to free it."""
    bag = Object(name="bag", words=("bag",), c=BOX, doc=DOC)
    if result.type.kind is Kind.OBJECT:
        result = replace(result, type=replace(result.type, name="bag"))
    base = api(function("f", result=result))

    ((code, text),) = found(replace(base, objects=(*base.objects, bag)))
    assert code == "BW405"
    assert message in text


def test_bw405_looks_into_lists_and_dictionaries() -> None:
    """A list of handles that nothing gives back; a dictionary that nothing frees."""
    bag = Object(name="bag", words=("bag",), c=BOX, doc=DOC)
    bags = value(Kind.LIST, element=value(Kind.OBJECT, "bag", BOX))
    entries = value(Kind.DICT, "entry")
    base = api(
        function("f", output("x", bags, transfer=Transfer.FULL, release=Release(function="free"))),
        function("g", output("x", entries, transfer=Transfer.FULL)),
    )
    (entry,) = base.dicts
    broken = replace(base, objects=(*base.objects, bag), dicts=(replace(entry, release=None),))

    assert [code for code, _ in found(broken)] == ["BW405", "BW405"]


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (function("f", failure=FailureRule(mode=FailureMode.UNKNOWN)), "fails nobody knows how"),
        (function("f", failure=FailureRule(mode=FailureMode.NULL)), "returns no pointer"),
        (
            function(
                "f", result=Result(c=INT, type=value(Kind.U32), role=Role.RESULT), failure=NEGATIVE
            ),
            "returns an unsigned one",
        ),
        (
            function(
                "f",
                result=Result(c=INT, type=value(Kind.I32), role=Role.RESULT),
                failure=FailureRule(mode=FailureMode.STATUS),
            ),
            "a status that is a result as well",
        ),
        (function("f", failure=FailureRule(mode=FailureMode.EQUALS)), "a value that is not given"),
        (function("f", form=Form.METHOD, owner="box"), "without an object to work on"),
        (function("f", owner="bag"), "which is no object"),
        (function("f", parameter("x", role=Role.RESULT)), "takes it as an input"),
        (function("f", parameter("x", direction=Direction.OUT)), "but stores a result there"),
        (function("f", parameter("x", role=Role.FIXED)), "a fixed value for 'x'"),
        (function("f", idiom=Idiom.COUNT_FILL), "does not say which"),
    ],
)
def test_bw406_finds_contradictions(broken: Function, message: str) -> None:
    """A meaning that cannot be carried out."""
    ((code, text),) = found(api(broken))

    assert code == "BW406"
    assert message in text


def test_bw407_finds_a_callback_without_an_end() -> None:
    """Notified needs a destroy function, and every callback its user data."""
    lasting = parameter("hook", HOOK, Role.CALLBACK, scope=Scope.NOTIFIED)

    assert [text for _, text in found(api(function("f", lasting)))] == [
        "'hook' of 'f' is let go later, and nothing tells when",
        "'hook' of 'f' has no user data",
    ]


def test_bw408_and_bw413_judge_properties() -> None:
    """Two getters, two types, and a setter alone."""
    got = function(
        "box_size", result=Result(c=INT, type=value(Kind.I32), role=Role.RESULT), property="size"
    )
    again = replace(got, name="box_extent", words=("box", "extent"))
    setter = function("box_resize", parameter("size", TEXT), property="size")

    assert found(api(got, again))[0][0] == "BW408"
    assert found(api(got, setter)) == [
        ("BW408", "the property 'size' of '' is read as i32 and written as string")
    ]
    assert found(api(setter)) == [("BW413", "the property 'size' of '' can be set but not read")]


def test_bw410_and_bw411_list_what_is_missing_as_warnings() -> None:
    """An incomplete function is judged by no other rule."""
    incomplete = function(
        "f", parameter("x", value(Kind.ENUM, "nix")), missing=("x: role unknown",), doc=Doc()
    )
    record = Record(name="r", words=("r",), c=INT, missing=("p: its type unknown",), doc=DOC)
    diagnostics = check(api(incomplete, records=(record,)))

    assert [(item.code, item.severity, item.message) for item in diagnostics] == [
        ("BW410", Severity.WARNING, "'f' is not complete: x: role unknown"),
        ("BW411", Severity.WARNING, "'r' is not complete: p: its type unknown"),
    ]
    assert diagnostics[0].location == PLACE


def test_bw411_is_silent_about_what_no_function_needs() -> None:
    """A struct counts when a function takes it, through a typedef or in another struct; else nobody has to say anything of it."""
    inner, outer, alone = (
        Record(name=name, words=(name,), c=named(name), missing=("p: its type unknown",), doc=DOC)
        for name in ("inner", "outer", "alone")
    )
    held = Field(name="f", words=("f",), c=pointer(named("inner")), type=value(Kind.OPAQUE))
    alias = Alias(name="outer_ptr", c=pointer(named("outer")), doc=DOC)
    taking = replace(parameter("x", value(Kind.OPAQUE)), c=named("outer_ptr"))
    records = (inner, replace(outer, fields=(held,)), alone)

    diagnostics = check(replace(api(function("f", taking), records=records), aliases=(alias,)))
    assert [item.message.split()[0] for item in diagnostics if item.code == "BW411"] == [
        "'inner'",
        "'outer'",
    ]


def test_bw412_finds_what_has_no_documentation() -> None:
    """An enum whose members all have some needs none itself."""
    told = Enumeration(
        name="e",
        words=("e",),
        c=INT,
        members=(Enumerator(name="A", words=("a",), value=1, doc=DOC),),
    )
    untold = replace(told, name="u", words=("u",), members=())

    assert found(api(function("f", doc=Doc()), enums=(told, untold))) == [
        ("BW412", "'f' has no documentation"),
        ("BW412", "'u' has no documentation"),
    ]


def test_what_is_skipped_is_not_judged() -> None:
    """A reason to leave something out is enough."""
    assert (
        found(
            api(function("f", parameter("x", value(Kind.ENUM, "nix")), skip="by hand", doc=Doc()))
        )
        == []
    )
