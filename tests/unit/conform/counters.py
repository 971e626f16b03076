# SPDX-License-Identifier: LGPL-2.1-or-later
"""A small library of counters with its plain calls, written by hand for tests of conformance cases."""

from __future__ import annotations

from bindwright.conform.cases import Case, read_case
from bindwright.model.api import (
    Api,
    Callback,
    DictCase,
    Dictionary,
    Encoding,
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
    Null,
    Object,
    Parameter,
    Record,
    Result,
    Role,
    Transfer,
    Type,
)
from bindwright.model.ctype import CType, named, pointer
from bindwright.model.plain import (
    CallbackArgument,
    Input,
    Output,
    PlainApi,
    PlainCall,
    PlainCallback,
    Storage,
)
from bindwright.tables import parse

TEXT = Type(kind=Kind.STRING, c=pointer(named("char", const=True)), encoding=Encoding.UTF8)
MAYBE = Type(
    kind=Kind.STRING,
    c=pointer(named("char", const=True)),
    encoding=Encoding.UTF8,
    null=Null.YES,
)
COUNTER = Type(kind=Kind.OBJECT, c=pointer(named("bw_counter")), name="bw_counter")
STATUS = Type(kind=Kind.ENUM, c=named("bw_status"), name="bw_status")
MODES = Type(kind=Kind.FLAGS, c=named("uint32_t"), name="bw_modes")
RANGE = Type(kind=Kind.RECORD, c=named("bw_range"), name="bw_range")
PARAMS = Type(kind=Kind.DICT, c=pointer(named("bw_param")), name="bw_param")
VISITOR = Type(kind=Kind.CALLBACK, c=named("bw_visitor"), name="bw_visitor")
DIGEST = Type(kind=Kind.BYTES, c=pointer(named("uint8_t")), size=4)
BOOL = Type(kind=Kind.BOOL, c=named("bool"))
F64 = Type(kind=Kind.F64, c=named("double"))


def number(kind: Kind) -> Type:
    """Returns the type of an integer."""
    return Type(kind=kind, c=named(f"c_{kind.value}"))


def listed(element: Type) -> Type:
    """Returns the type of a list."""
    return Type(kind=Kind.LIST, c=pointer(element.c), element=element)


def call(
    name: str,
    inputs: dict[str, Type],
    outputs: dict[str, Type],
    *,
    form: Form = Form.METHOD,
    fails: bool = True,
    optional: tuple[str, ...] = (),
) -> PlainCall:
    """Returns the plain call of a function of the counter; the input ``self`` is the object."""
    failure = FailureRule(mode=FailureMode.STATUS if fails else FailureMode.NEVER)
    function = Function(
        name=name,
        symbol=name,
        words=tuple(name.split("_")[1:]),
        owner="bw_counter" if form is not Form.FUNCTION else "",
        form=form,
        result=Result(c=named("bw_status"), type=STATUS, role=Role.STATUS),
        failure=failure,
    )
    return PlainCall(
        function=function,
        name=name,
        symbol=name,
        inputs=tuple(_input(key, item, key in optional) for key, item in inputs.items()),
        outputs=tuple(_output(key, item) for key, item in outputs.items()),
        arguments=(),
        failure=failure,
        idiom=Idiom.DIRECT,
        result_c=named("bw_status"),
        result_role=Role.STATUS,
    )


def _input(name: str, item: Type, optional: bool) -> Input:
    return Input(
        name=name,
        words=tuple(name.split("_")),
        type=item,
        c=item.c,
        parameter=Parameter(name=name, c=item.c, type=item),
        is_self=name == "self",
        default=0 if optional else None,
        optional=optional,
    )


def _output(name: str, item: Type) -> Output:
    return Output(
        name=name,
        words=tuple(name.removeprefix("ret_").split("_")),
        type=item,
        c=item.c,
        stored=item.c,
        storage=Storage.POINTER,
        transfer=Transfer.FULL,
    )


def member(name: str, value: int, *, sentinel: bool = False) -> Enumerator:
    """Returns a member whose words are those of its name without the prefix."""
    words = tuple(name.lower().split("_")[1:])
    return Enumerator(name=name, words=words, value=value, sentinel=sentinel)


def field(name: str, item: Type) -> Field:
    """Returns a field."""
    return Field(name=name, words=tuple(name.split("_")), c=item.c, type=item)


I64 = number(Kind.I64)
CALLS = (
    call(
        "bw_open",
        {"label": MAYBE, "modes": MODES},
        {"ret": COUNTER},
        form=Form.CONSTRUCTOR,
        optional=("modes",),
    ),
    call("bw_close", {"self": COUNTER}, {}, form=Form.CLOSE),
    call("bw_add", {"self": COUNTER, "step": I64}, {"ret_value": I64}),
    call("bw_rename", {"self": COUNTER, "label": TEXT}, {}),
    call("bw_bounds", {"self": COUNTER}, {"ret_low": I64, "ret_high": I64}),
    call("bw_limit", {"self": COUNTER, "range": RANGE}, {"ret": RANGE}),
    call("bw_tune", {"self": COUNTER, "params": PARAMS}, {"ret": PARAMS}),
    call("bw_join", {"others": listed(COUNTER)}, {"ret": listed(COUNTER)}, form=Form.STATIC),
    call("bw_sign", {"self": COUNTER, "digest": DIGEST}, {"ret_status": STATUS}),
    call("bw_visit", {"self": COUNTER, "visitor": VISITOR}, {}),
    call(
        "bw_ask", {"status": STATUS, "sure": BOOL, "odds": F64}, {}, form=Form.FUNCTION, fails=False
    ),
    call("bw_live", {}, {"result": number(Kind.U64)}, form=Form.FUNCTION, fails=False),
)

_POINTER: CType = pointer(named("void"))
CALLBACK = Callback(
    name="bw_visitor",
    words=("visitor",),
    c=named("bw_visitor"),
    parameters=(
        Parameter(name="counter", words=("counter",), c=COUNTER.c, type=COUNTER),
        Parameter(name="data", c=_POINTER, type=Type(kind=Kind.OPAQUE, c=_POINTER)),
    ),
    result=Result(c=named("bool"), type=BOOL, role=Role.RESULT),
)
PLAIN = PlainApi(
    calls=CALLS,
    callbacks=(
        PlainCallback(
            callback=CALLBACK,
            arguments=(CallbackArgument(name="counter", words=("counter",), type=COUNTER),),
            user_data="data",
            result=BOOL,
        ),
    ),
)
API = Api(
    library=Library(
        name="bw",
        version="1.0",
        licence="MIT",
        headers=("bw.h",),
        live_handles="bw_live",
        errors=ErrorSource(code="bw_error", message="bw_message", code_enum="bw_status"),
    ),
    functions=tuple(item.function for item in CALLS),
    objects=(
        Object(
            name="bw_counter",
            words=("counter",),
            c=COUNTER.c,
            unref="bw_counter_unref",
            close="bw_close",
        ),
    ),
    enums=(
        Enumeration(
            name="bw_status",
            words=("status",),
            c=named("bw_status"),
            members=(
                member("BW_OK", 0),
                member("BW_OUT_OF_RANGE", 3),
                member("BW_TOO_FAR", 3),
                member("BW_LAST", 4, sentinel=True),
            ),
        ),
        Enumeration(
            name="bw_modes",
            words=("modes",),
            c=named("uint32_t"),
            flags=True,
            members=(member("BW_FAST", 1), member("BW_LOUD", 4)),
        ),
    ),
    records=(
        Record(
            name="bw_range",
            words=("range",),
            c=RANGE.c,
            fields=(field("low", I64), field("max_high", I64)),
        ),
    ),
    callbacks=(CALLBACK,),
    dicts=(
        Dictionary(
            name="bw_param",
            words=("param",),
            c=named("bw_param"),
            key="name",
            tag="type",
            union="value",
            cases=(
                DictCase(tag=1, constant="BW_I64", member="i", type=I64),
                DictCase(tag=2, constant="BW_BOOL", member="b", type=BOOL),
                DictCase(tag=3, constant="BW_TEXT", member="s", type=TEXT),
            ),
        ),
    ),
)


def write(body: str, name: str = "trial") -> Case:
    """Returns a case with that body; its first line is line 4."""
    text = f'name = "{name}"\nrung = "call"\ndoc = "Tries."\n{body}'
    return read_case(parse(text, f"cases/{name}.toml"), name)
