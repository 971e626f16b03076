# SPDX-License-Identifier: LGPL-2.1-or-later
"""Decides what the caller gives: the object itself, required values, optional ones.

It does not decide what C gets: ``arguments`` does.
"""

from __future__ import annotations

from bindwright.model.api import (
    Callback,
    Direction,
    Function,
    Idiom,
    Kind,
    Null,
    Parameter,
    Role,
    Scope,
    Transfer,
    Type,
)
from bindwright.model.ctype import CType, Shape, named, pointer
from bindwright.model.plain import Input
from bindwright.plain.callback import plain_callback_in
from bindwright.plain.index import Index, by_pointer, constant, decayed, is_void, plain_c
from bindwright.plain.measures import Measures
from bindwright.plain.problems import (
    CALLBACK,
    DIRECTION,
    HAND_OVER,
    KIND,
    LENGTH,
    OWNERSHIP,
    Problems,
)

_GIVEN = frozenset({Role.SELF, Role.VALUE, Role.FLAGS, Role.CALLBACK})
_NOT_IN_LISTS = frozenset({Kind.VOID, Kind.LIST, Kind.DICT, Kind.BYTES, Kind.CALLBACK})
_NOT_GIVEN = frozenset({Kind.LIST, Kind.DICT, Kind.OBJECT, Kind.OPAQUE, Kind.CALLBACK})
"""Kinds of fields that users cannot fill."""
_MEASURED = frozenset({Kind.LIST, Kind.BYTES, Kind.DICT})
_SCALAR_COPY = frozenset(Kind) - {
    Kind.STRING,
    Kind.BYTES,
    Kind.LIST,
    Kind.DICT,
    Kind.RECORD,
    Kind.OBJECT,
}


def is_input(parameter: Parameter, measures: Measures) -> bool:
    """Whether the caller gives this argument."""
    return parameter.role in _GIVEN or measures.sizes(parameter)


def inputs_in_order(inputs: list[Input]) -> tuple[Input, ...]:
    """Returns the object itself first, required inputs, optional ones, optional flags, otherwise in C's order."""
    return tuple(sorted(inputs, key=_place))


def _place(item: Input) -> tuple[bool, bool, bool]:
    flags = item.type.kind is Kind.FLAGS or item.parameter.role is Role.FLAGS
    return not item.is_self, item.optional, item.optional and flags


def plain_input(
    index: Index, measures: Measures, parameter: Parameter, problems: Problems
) -> Input:
    """Returns the input for one argument.

    Raises:
        BindwrightError: BW502, BW503, BW507, BW508 or BW509.
    """
    sizes = measures.sizes(parameter)
    if parameter.direction is not Direction.IN and not sizes:
        raise problems.error(
            DIRECTION, f"is {parameter.direction.value} but carries an input", parameter.name
        )
    type_ = parameter.type
    _check_kind(index, measures, parameter, problems)
    if parameter.transfer is not Transfer.NONE:
        _check_hand_over(index, measures, parameter, problems)
    if type_.kind is Kind.OBJECT and not index.objects[type_.name].unref:
        cause = f"nobody can have a '{type_.name}': nothing gives one back"
        raise problems.error(OWNERSHIP, cause, parameter.name)
    if type_.kind is Kind.CALLBACK:
        _check_callback(index, measures, parameter, problems)
    default = parameter.default
    if default is None and parameter.role is Role.FLAGS:
        default = 0
    return Input(
        name=parameter.name,
        words=parameter.words or (parameter.name,),
        type=type_,
        c=_given_c(index, measures, parameter),
        structs=holds_structs(index, type_),
        parameter=parameter,
        is_self=parameter.role is Role.SELF,
        optional=default is not None or _may_lack(problems.subject, parameter),
        default=default,
        scope=parameter.scope,
        as_long_as=measures.as_long_as(parameter),
        shares=measures.shares(parameter),
        lone=type_.kind is Kind.CALLBACK and is_lone(index, measures, parameter),
        destroyed=measures.get(Role.DESTROY, parameter.name) is not None,
        transfer=Transfer.NONE if type_.kind in _SCALAR_COPY else parameter.transfer,
        doc=parameter.doc,
    )


def _may_lack(subject: Function | Callback, parameter: Parameter) -> bool:
    """Whether NULL may be left unsaid: not for what a setter sets, nor for data to write."""
    setter = isinstance(subject, Function) and subject.property != ""
    if parameter.role is Role.SELF or setter:
        return False
    return parameter.type.null is Null.YES and parameter.type.kind is not Kind.BYTES


def holds_structs(index: Index, type_: Type) -> bool:
    """Whether a list holds structs in a row, not pointers to them."""
    element = type_.element
    if element is None or element.kind is not Kind.RECORD:
        return False
    return not by_pointer(index, element)


def element_c(index: Index, type_: Type, declared: CType) -> CType:
    """Returns the C type of one element: what the declared pointer leads to, else what the element is."""
    target = index.target(declared)
    if target is not None and not is_void(index.resolve(target)):
        return plain_c(target)
    assert type_.element is not None
    return plain_c(type_.element.c)


def _given_c(index: Index, measures: Measures, parameter: Parameter) -> CType:
    type_ = parameter.type
    if type_.kind is Kind.CALLBACK and is_lone(index, measures, parameter):
        return named(f"bw_{type_.name}")
    match type_.kind:
        case Kind.BOOL:
            return named("bool")
        case Kind.STRING:
            return pointer(named("char", const=True))
        case Kind.BYTES:
            return pointer(named("void", const=True))
        case Kind.LIST:
            assert type_.element is not None
            element = element_c(index, type_, parameter.c)
            if type_.element.kind is Kind.STRING:
                element = pointer(named("char", const=True))
            return pointer(constant(element))
        case Kind.DICT:
            return pointer(constant(index.dicts[type_.name].c))
        case Kind.RECORD:
            return pointer(constant(index.records[type_.name].c))
        case Kind.CALLBACK:
            return callback_c(index, type_.name, parameter.c)
        case Kind.OBJECT:
            return decayed(parameter.c)
        case _:
            return plain_c(type_.c)


def is_lone(index: Index, measures: Measures, parameter: Parameter) -> bool:
    """Whether C has no user data for a callback, and calls it as long as the program runs."""
    if parameter.scope is not Scope.FOREVER or measures.data_of(parameter) is not None:
        return False
    own = index.callbacks[parameter.type.name]
    return not any(item.role is Role.USER_DATA and not item.of for item in own.parameters)


def callback_c(index: Index, name: str, declared: CType) -> CType:
    """Returns the C type of a pointer to that callback, whether its typedef is a pointer or a function."""
    own = index.callbacks[name].c
    if declared.target is not None and declared.target == own:
        return decayed(declared)
    return pointer(own) if index.resolve(own).shape is Shape.FUNCTION else decayed(own)


def _check_kind(index: Index, measures: Measures, parameter: Parameter, problems: Problems) -> None:
    type_ = parameter.type
    if type_.kind is Kind.VOID:
        raise problems.error(KIND, "carries no value", parameter.name)
    if not index.describes(type_):
        raise problems.error(
            KIND, f"the {type_.kind.value} '{type_.name}' is not described", parameter.name
        )
    for inner in (type_, type_.element):
        if inner is not None and inner.kind is Kind.RECORD:
            _check_given(index, inner.name, parameter, problems)
    if type_.kind is Kind.LIST:
        check_element(index, type_, parameter.name, problems)
    measured = (
        measures.get(Role.LENGTH, parameter.name)
        or type_.size is not None
        or measures.as_long_as(parameter)
    )
    if type_.kind in _MEASURED and not measured and not type_.terminated:
        raise problems.error(
            LENGTH,
            f"nothing says how long the {type_.kind.value} is",
            parameter.name,
            "say which argument is its length, or that it ends with NULL",
        )
    if type_.terminated and type_.kind is not Kind.LIST:
        raise problems.error(KIND, f"a {type_.kind.value} that ends with NULL", parameter.name)


def _check_given(
    index: Index,
    name: str,
    parameter: Parameter,
    problems: Problems,
    seen: frozenset[str] = frozenset(),
) -> None:
    """Checks that users can fill a record: it holds nothing whose length or life is known in C alone."""
    for field in index.records[name].fields if name not in seen else ():
        kind = field.type.kind
        if field.role is Role.VALUE and (
            kind in _NOT_GIVEN or (kind is Kind.BYTES and field.type.size is None)
        ):
            cause = f"the record '{name}' cannot be given: '{field.name}' is a {kind.value}"
            raise problems.error(KIND, cause, parameter.name)
        if kind is Kind.RECORD:
            _check_given(index, field.type.name, parameter, problems, seen | {name})


def check_element(index: Index, type_: Type, name: str, problems: Problems) -> None:
    """Checks that a list holds elements that a plain call carries.

    Raises:
        BindwrightError: BW503.
    """
    element = type_.element
    if element is None or element.kind in _NOT_IN_LISTS:
        kind = element.kind.value if element else "unknown"
        raise problems.error(KIND, f"a list whose elements are {kind}", name)
    if not index.describes(element):
        raise problems.error(
            KIND, f"the {element.kind.value} '{element.name}' is not described", name
        )
    if type_.terminated and element.kind is Kind.RECORD and not by_pointer(index, element):
        raise problems.error(KIND, "a list of structs in a row that ends with NULL", name)


def _check_hand_over(
    index: Index, measures: Measures, parameter: Parameter, problems: Problems
) -> None:
    type_ = parameter.type
    if type_.kind in _SCALAR_COPY:
        return
    good = parameter.transfer is Transfer.FULL and measures.function.idiom is Idiom.DIRECT
    if type_.kind is Kind.OBJECT:
        good = good and bool(index.objects[type_.name].ref)
    elif type_.kind in (Kind.STRING, Kind.BYTES):
        good = good and index.library.free == "free"
    else:
        good = False
    if not good:
        raise problems.error(
            HAND_OVER,
            f"the library keeps the {type_.kind.value}, and nothing copies or references it first",
            parameter.name,
        )


def _check_callback(
    index: Index, measures: Measures, parameter: Parameter, problems: Problems
) -> None:
    name = parameter.name
    if parameter.scope is Scope.REGISTERED:
        return
    if parameter.scope is None:
        raise problems.error(CALLBACK, "nobody knows how long the callback may be called", name)
    if measures.shares(parameter) and parameter.scope is not Scope.CALL:
        raise problems.error(CALLBACK, "the callback shares user data and outlasts the call", name)
    if measures.data_of(parameter) is None and not is_lone(index, measures, parameter):
        raise problems.error(CALLBACK, "the callback has no user data", name)
    if parameter.scope is Scope.NOTIFIED and measures.get(Role.DESTROY, name) is None:
        raise problems.error(CALLBACK, "no argument tells when the callback can be let go", name)
    plain_callback_in(index, index.callbacks[parameter.type.name])
