# SPDX-License-Identifier: LGPL-2.1-or-later
"""Draws whole APIs that a description can say: ``apis()``; every field of every dataclass is drawn.

They are consistent in their names and make no sense otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

from bindwright.diagnostics import Location
from bindwright.model.api import (
    INTEGERS,
    Alias,
    Api,
    ByteStream,
    Callback,
    Constant,
    DictCase,
    Dictionary,
    Direction,
    Doc,
    Encoding,
    Enumeration,
    Enumerator,
    ErrorSource,
    EventLoop,
    FailureMode,
    FailureRule,
    Field,
    Form,
    Function,
    Idiom,
    Kind,
    Layout,
    Library,
    Null,
    Object,
    Origin,
    Parameter,
    Record,
    RecordLayout,
    Release,
    Result,
    Role,
    Scope,
    Source,
    Transfer,
    Type,
)
from bindwright.model.ctype import CType, Shape, array, named, pointer
from hypothesis import strategies as st

_TEXT = st.sampled_from(
    (
        "",
        "Goes.",
        " a  b ",
        "\t\n\r\n\r",
        "&<>\"'",
        "]]>",
        "<!-- -->",
        "&amp;",
        "é\u2028\U0001f600",
        "0",
    )
) | st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"
    ),
    max_size=3,
)
_IDENTIFIERS = st.sampled_from((*tuple("abcdefgh_$Z"), "a1", "_0", "keel_domain", "x_of", "type"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What there is to refer to."""

    functions: tuple[str, ...]
    objects: tuple[str, ...]
    records: tuple[str, ...]
    enums: tuple[str, ...]
    callbacks: tuple[str, ...]
    dicts: tuple[str, ...]


def text() -> st.SearchStrategy[str]:
    """Draws text that XML can hold, with all its white space and marks."""
    return _TEXT


def identifiers() -> st.SearchStrategy[str]:
    """Draws C identifiers."""
    return _IDENTIFIERS


def words() -> st.SearchStrategy[tuple[str, ...]]:
    """Draws a public name in words."""
    return st.sampled_from((("go",), ("a", "b", "1"), ("_", "Z")))


def type_names() -> st.SearchStrategy[str]:
    """Draws names of types: tagged, and without a name of their own."""
    return st.sampled_from(
        ("a", "b", "keel_domain", "struct a", "union b_", "enum c", "a.0", "struct a.1.2")
    )


def locations() -> st.SearchStrategy[Location | None]:
    """Draws a place, or none."""
    one = st.builds(Location, file=text(), line=st.integers(0, 9), column=st.integers(0, 9))
    return st.none() | st.sampled_from((Location(file="keel.h"),)) | one


def ctypes() -> st.SearchStrategy[CType]:
    """Draws C types: chains of pointers most of all."""
    return _CTYPES


def _ctypes() -> st.SearchStrategy[CType]:
    spelled = st.sampled_from(("int", "unsigned int", "char", "struct _virDomain", "keel_domain"))
    named_types = st.builds(named, spelled, const=st.booleans())
    return st.recursive(
        named_types,
        lambda inner: st.builds(pointer, inner, const=st.booleans())
        | st.builds(lambda c, count: _pointers(c, count), inner, st.integers(1, 12))
        | st.builds(array, inner, st.none() | st.integers(0, 99))
        | st.builds(
            CType,
            shape=st.just(Shape.FUNCTION),
            const=st.booleans(),
            target=inner,
            parameters=st.lists(inner, max_size=3).map(tuple),
            variadic=st.booleans(),
        ),
        max_leaves=3,
    )


def _pointers(c: CType, count: int) -> CType:
    for _ in range(count):
        c = pointer(c)
    return c


_CTYPES = st.sampled_from((named("int"), pointer(named("keel_domain")))) | _ctypes()


def origins() -> st.SearchStrategy[tuple[Origin, ...]]:
    """Draws origins; many follow each other that say the same."""
    one = st.builds(
        Origin,
        of=st.sampled_from(("role", "transfer", "null", "parameter.of")),
        source=st.sampled_from(Source),
        rule=st.sampled_from(("", "self", "a rule")) | text(),
    )
    return st.lists(one, max_size=4).map(tuple)


def docs() -> st.SearchStrategy[Doc]:
    """Draws documentation."""
    return st.just(Doc()) | st.builds(
        Doc,
        summary=text(),
        body=st.lists(text(), max_size=3).map(tuple),
        since=text(),
        deprecated=st.none() | text(),
        location=locations(),
    )


def releases() -> st.SearchStrategy[Release | None]:
    """Draws how something is given back, or that it is not."""
    return st.none() | st.builds(
        Release, function=identifiers(), counted=st.booleans(), deep=st.booleans()
    )


def value_types(names: Names, depth: int = 1) -> st.SearchStrategy[Type]:
    """Draws what a value means; it refers to names that there are."""
    pools = {
        Kind.OBJECT: names.objects,
        Kind.RECORD: names.records,
        Kind.ENUM: names.enums,
        Kind.FLAGS: names.enums,
        Kind.CALLBACK: names.callbacks,
        Kind.DICT: names.dicts,
        Kind.OPAQUE: ("FILE", "struct timeval"),
    }

    def of(kind: Kind) -> st.SearchStrategy[Type]:
        pool = pools.get(kind)
        return st.builds(
            Type,
            kind=st.just(kind),
            c=ctypes(),
            name=st.sampled_from(pool) if pool else st.just(""),
            element=value_types(names, depth - 1) if depth and kind is Kind.LIST else st.none(),
            null=st.sampled_from(Null),
            encoding=st.none() | st.sampled_from(Encoding),
            size=st.none() | st.integers(0, 2**63 - 1),
            terminated=st.booleans(),
            unit=st.sampled_from(("", "KiB", "1/s")),
        )

    return st.sampled_from((Kind.I32, *pools, *Kind)).flatmap(of)


@st.composite
def parameters(draw: st.DrawFn, names: Names) -> tuple[Parameter, ...]:
    """Draws the parameters of one function; some have no name, some carry their own C type."""
    found = draw(st.lists(identifiers(), max_size=3, unique=True))
    made = []
    for name in (*found, *draw(st.lists(st.just(""), max_size=1))):
        c, kind = draw(ctypes()), draw(value_types(names))
        made.append(
            Parameter(
                name=name,
                words=draw(st.just(()) | words()),
                c=c,
                type=draw(st.sampled_from((kind, _with_c(kind, c), _with_c(kind, c.target or c)))),
                role=draw(st.sampled_from(Role)),
                direction=draw(st.sampled_from(Direction)),
                transfer=draw(st.sampled_from(Transfer)),
                release=draw(releases()),
                of=draw(st.sampled_from(("", "return", *found))),
                optional=draw(st.booleans()),
                default=draw(st.none() | st.integers(-(2**63), 2**64 - 1) | text()),
                value=draw(st.just("") | identifiers()),
                callee_allocates=draw(st.booleans()),
                scope=draw(st.none() | st.sampled_from(Scope)),
                doc=draw(docs()),
                origins=draw(origins()),
            )
        )
    return tuple(made)


def _with_c(kind: Type, c: CType) -> Type:
    return Type(kind=kind.kind, c=c, name=kind.name, null=kind.null, element=kind.element)


@st.composite
def results(draw: st.DrawFn, names: Names, known: tuple[Parameter, ...]) -> Result:
    """Draws a return value."""
    pool = [parameter.name for parameter in known if parameter.name]
    return Result(
        c=draw(ctypes()),
        type=draw(value_types(names)),
        role=draw(st.sampled_from(Role)),
        transfer=draw(st.sampled_from(Transfer)),
        release=draw(releases()),
        of=draw(st.sampled_from(("", *pool))),
        doc=draw(docs()),
        origins=draw(origins()),
    )


@st.composite
def functions(draw: st.DrawFn, names: Names, name: str) -> Function:
    """Draws a function of that name."""
    known = draw(parameters(names))
    symbol = name.partition(":")[0]
    return Function(
        name=name,
        symbol=draw(st.just(symbol) | identifiers()),
        version=draw(st.sampled_from(("", "LIBVIRT_0.0.3"))),
        words=draw(words()),
        owner=draw(st.sampled_from(("", *names.objects))),
        form=draw(st.sampled_from(Form)),
        parameters=known,
        result=draw(results(names, known)),
        failure=draw(
            st.builds(
                FailureRule,
                mode=st.sampled_from(FailureMode),
                value=literals(),
                checked=st.booleans(),
            )
        ),
        idiom=draw(st.sampled_from(Idiom)),
        counter=draw(st.sampled_from(("", *names.functions))),
        blocking=draw(st.booleans()),
        inline=draw(st.booleans()),
        property=draw(st.sampled_from(("", "autostart", "max-memory"))),
        skip=draw(text()),
        missing=draw(st.lists(text(), max_size=2).map(tuple)),
        doc=draw(docs()),
        location=draw(locations()),
        origins=draw(origins()),
    )


def literals() -> st.SearchStrategy[str]:
    """Draws C integer literals, and none."""
    return st.sampled_from(("", "0", "-1", "0xffUL"))


@st.composite
def objects(draw: st.DrawFn, names: Names, name: str, symbols: tuple[str, ...]) -> Object:
    """Draws an object of that name."""
    pool = st.sampled_from(("", *symbols))
    return Object(
        name=name,
        words=draw(words()),
        c=draw(ctypes()),
        ref=draw(pool),
        unref=draw(pool),
        close=draw(pool),
        parent=draw(st.sampled_from(("", *names.objects))),
        stream=draw(st.none() | streams(symbols)) if symbols else None,
        skip=draw(text()),
        doc=draw(docs()),
        location=draw(locations()),
        origins=draw(origins()),
    )


def streams(symbols: tuple[str, ...]) -> st.SearchStrategy[ByteStream]:
    """Draws the methods of a stream."""
    called = st.sampled_from(symbols)
    return st.builds(
        ByteStream,
        send=called,
        receive=called,
        finish=called,
        abort=called,
        blocked=st.just("") | identifiers(),
    )


@st.composite
def records(draw: st.DrawFn, names: Names, name: str) -> Record:
    """Draws a record of that name."""
    pool = draw(st.lists(identifiers(), max_size=3, unique=True))
    fields = [
        Field(
            name=field,
            words=draw(words()),
            c=draw(ctypes()),
            type=draw(value_types(names)),
            role=draw(st.sampled_from(Role)),
            of=draw(st.sampled_from(("", *pool))),
            release=draw(releases()),
            doc=draw(docs()),
            origins=draw(origins()),
        )
        for field in (*pool, *draw(st.lists(st.just(""), max_size=1)))
    ]
    return Record(
        name=name,
        words=draw(words()),
        c=draw(st.just(named(name)) | ctypes()),
        fields=tuple(fields),
        release=draw(releases()),
        skip=draw(text()),
        missing=draw(st.lists(text(), max_size=2).map(tuple)),
        doc=draw(docs()),
        location=draw(locations()),
        origins=draw(origins()),
    )


@st.composite
def enumerations(draw: st.DrawFn, name: str) -> Enumeration:
    """Draws an enum of that name."""
    pool = draw(st.lists(identifiers(), max_size=3, unique=True))
    members = [
        Enumerator(
            name=member,
            words=draw(words()),
            value=draw(st.integers(-(2**63), 2**64 - 1)),
            sentinel=draw(st.booleans()),
            doc=draw(docs()),
        )
        for member in pool
    ]
    return Enumeration(
        name=name,
        words=draw(words()),
        c=draw(st.just(named(name)) | ctypes()),
        flags=draw(st.booleans()),
        signed=draw(st.booleans()),
        members=tuple(members),
        skip=draw(text()),
        doc=draw(docs()),
        location=draw(locations()),
        origins=draw(origins()),
    )


@st.composite
def callbacks(draw: st.DrawFn, names: Names, name: str) -> Callback:
    """Draws a callback type of that name."""
    known = draw(parameters(names))
    return Callback(
        name=name,
        words=draw(words()),
        c=draw(st.just(named(name)) | ctypes()),
        parameters=known,
        result=draw(results(names, known)),
        on_error=draw(st.sampled_from(("0", "-1"))),
        skip=draw(text()),
        missing=draw(st.lists(text(), max_size=2).map(tuple)),
        doc=draw(docs()),
        location=draw(locations()),
        origins=draw(origins()),
    )


@st.composite
def dictionaries(draw: st.DrawFn, names: Names, name: str) -> Dictionary:
    """Draws a dictionary entry of that name."""
    cases = st.builds(
        DictCase,
        tag=st.integers(0, 9),
        constant=identifiers(),
        member=identifiers(),
        type=value_types(names),
    )
    return Dictionary(
        name=name,
        words=draw(words()),
        c=draw(st.just(named(name)) | ctypes()),
        key=draw(identifiers()),
        key_size=draw(st.none() | st.integers(0, 999)),
        tag=draw(identifiers()),
        union=draw(identifiers()),
        cases=tuple(draw(st.lists(cases, min_size=1, max_size=2))),
        release=draw(releases()),
        clear=draw(releases()),
        doc=draw(docs()),
        location=draw(locations()),
    )


@st.composite
def constants(draw: st.DrawFn, name: str) -> Constant:
    """Draws a constant of that name; strings may hold what XML cannot."""
    kind = draw(st.sampled_from((*INTEGERS, Kind.F32, Kind.F64, Kind.STRING, Kind.VOID)))
    value: st.SearchStrategy[int | float | str]
    if kind in INTEGERS:
        value = st.integers(-(2**63), 2**64 - 1)
    elif kind is Kind.STRING:
        value = text() | st.text(max_size=6)
    else:
        value = st.floats(allow_nan=False)
    return Constant(
        name=name,
        words=draw(words()),
        value=None if kind is Kind.VOID else draw(st.none() | value),
        kind=kind,
        parameters=draw(st.lists(identifiers(), max_size=2).map(tuple)),
        skip=draw(text()),
        doc=draw(docs()),
        location=draw(locations()),
    )


@st.composite
def libraries(draw: st.DrawFn, names: Names) -> Library:
    """Draws a library."""
    optional = st.just("") | identifiers()
    enum = st.sampled_from(("", *names.enums))
    errors = st.builds(
        ErrorSource,
        getter=optional,
        code=identifiers(),
        domain=optional,
        message=identifiers(),
        code_enum=enum,
        domain_enum=enum,
        reset=optional,
        reporter=optional,
    )
    loops = st.builds(
        EventLoop,
        register=optional,
        descriptor=optional,
        dispatch=optional,
        run=optional,
        implement=optional,
        missing=optional,
    )
    return Library(
        name=draw(st.sampled_from(("keel", "lib-a_1"))),
        title=draw(text()),
        version=draw(st.sampled_from(("9.0.0", "1.0~rc1+2"))),
        minimum=draw(st.sampled_from(("", "8.0.0"))),
        summary=draw(text()),
        licence=draw(st.sampled_from(("LGPL-2.1-or-later", "(MIT OR Zlib) AND BSD-3-Clause"))),
        homepage=draw(text()),
        headers=draw(st.sampled_from((("keel/keel.h",), ("a.h", "b/c-d.h")))),
        pkg_config=draw(st.sampled_from(((), ("keel",), ("gtk+-3.0", "glib")))),
        sonames=draw(st.sampled_from(((), ("libkeel.so.0",)))),
        free=draw(st.just("free") | identifiers()),
        initialize=draw(optional),
        live_handles=draw(optional),
        errors=draw(st.none() | errors),
        event_loop=draw(st.none() | loops),
    )


@st.composite
def layouts(draw: st.DrawFn, target: str) -> Layout:
    """Draws what was measured on one machine."""
    count = st.integers(0, 2**31)
    structs = st.builds(
        RecordLayout,
        record=type_names(),
        size=count,
        align=count,
        offsets=st.lists(st.tuples(identifiers(), count), max_size=3).map(tuple),
    )
    return Layout(target=target, records=tuple(draw(st.lists(structs, max_size=2))))


_TYPE_NAMES = type_names()


@st.composite
def apis(draw: st.DrawFn) -> Api:
    """Draws a whole API, small."""

    def some(strategy: st.SearchStrategy[str] = _TYPE_NAMES, most: int = 1) -> tuple[str, ...]:
        return tuple(draw(st.lists(strategy, max_size=most, unique=True)))

    variants = st.sampled_from(("keel_go", "keel_stop", "keel_go:a-1"))
    names = Names(
        functions=some(variants, 2),
        objects=some(),
        records=some(),
        enums=some(),
        callbacks=some(),
        dicts=some(),
    )
    made = tuple(draw(functions(names, name)) for name in names.functions)
    symbols = tuple(function.symbol for function in made)
    return Api(
        library=draw(libraries(names)),
        functions=made,
        objects=tuple(draw(objects(names, name, symbols)) for name in names.objects),
        records=tuple(draw(records(names, name)) for name in names.records),
        enums=tuple(draw(enumerations(name)) for name in names.enums),
        callbacks=tuple(draw(callbacks(names, name)) for name in names.callbacks),
        dicts=tuple(draw(dictionaries(names, name)) for name in names.dicts),
        constants=tuple(draw(constants(name)) for name in some(identifiers())),
        aliases=tuple(
            Alias(name=name, c=draw(ctypes()), doc=draw(docs()), location=draw(locations()))
            for name in some()
        ),
        layouts=tuple(draw(layouts(name)) for name in some(st.sampled_from(("x86_64", "a-b")), 1)),
    )
