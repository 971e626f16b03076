# SPDX-License-Identifier: LGPL-2.1-or-later
"""What templates see of a profile: its modules, with every name and shape already chosen.

It holds no rule; ``modules`` fills it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bindwright.target.docs import DocView
from bindwright.target.view import CallView, ConstantView, InputView, MemberView, ObjectView


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """A field of a record, or one of several results."""

    name: str
    """In a dictionary: ``hwaddr``."""
    index: int
    """Where it stands in what the target itself shows."""
    shape: ShapeView


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeView:
    """How one value is shown."""

    word: str
    """``same``; see ``profile.Word``, and ``self`` for the object that the method is of."""
    null: bool = False
    element: ShapeView | None = None
    parts: tuple[PartView, ...] = ()
    key: PartView | None = None
    value: PartView | None = None
    """Of a keyed list; None for the whole record, which is ``element``."""
    names: tuple[tuple[int, str], ...] = ()
    """Of a keyed list: what the keys are called, by their numbers."""
    to: str = ""
    """Of an object: the class, ``virDomain``; of a grid: the parameter whose elements are the columns' keys."""
    module: str = ""
    """Of an object: the module that has the class, when it is another one."""
    within: str = ""
    """Of an object: what it lives within, ``self._conn``; empty when it lives by itself. Of results that are asked for
    the parameter that asks; of a grid the one that the rows are counted from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterView:
    """A parameter of a method."""

    name: str
    optional: bool
    default: object


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenView:
    """How one input of the target's own call is made."""

    input: InputView
    how: str
    """``same``, ``handle``, ``handles``, ``bytes``, ``bits``, ``callback``, ``dict``, ``item``, ``from``, ``map-size``,
    ``length``."""
    name: str
    """The parameter that it comes from."""
    more: str
    """Of ``choose``: the value when the parameter is true; of ``length``: the parameter that says how many elements count; of ``callback`` what gets handed back;
    of ``from`` the target's own method that says it; of ``bits`` and ``map-size`` the connection that they are about."""
    index: int
    """Of ``from``: which field of what that method returns."""
    other: str
    """Of ``choose``: the value when it is not true; ``processors`` for as many as there are."""
    connection: str
    """What tells how many processors there are."""
    tell: str
    """Of ``callback``: the C name of its type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantView:
    """What a function does when one of its arguments has a certain value."""

    value: int
    call: CallView
    tell: str
    """The C name of the type of the callback."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldView:
    """What is returned for a condition that the target shows as an error."""

    error: str
    """The target's class for it: ``WouldBlockError``."""
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodView:
    """A function as the profile shows it."""

    name: str
    symbol: str
    call: CallView
    on: str
    """What the target's own call is made on: ``self``, a parameter, or empty for a function."""
    parameters: tuple[ParameterView, ...]
    given: tuple[GivenView, ...]
    unused: tuple[str, ...]
    """Parameters that must be zero."""
    like: CallView | None
    """Tells how wide the numbers are in a dictionary."""
    like_given: tuple[GivenView, ...]
    selector: str
    """The parameter that chooses among ``variants``."""
    variants: tuple[VariantView, ...]
    conditions: tuple[ToldView, ...]
    """What is returned when the call tells what is no error of the library."""
    result: ShapeView
    doc: DocView


@dataclass(frozen=True, slots=True, kw_only=True)
class ParentView:
    """A method that returns what an object lives within."""

    name: str
    path: str
    """``_dom._conn``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenersView:
    """Methods that take a callback and name it by itself."""

    add: str
    remove: str
    register: CallView
    end: CallView
    tell: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassView:
    """A class."""

    name: str
    object: ObjectView
    parent: str
    """What the constructor calls the object this one lives within; empty when there is none."""
    parents: tuple[ParentView, ...]
    address: str
    close: str
    manager: bool
    constants: Mapping[str, int]
    listeners: ListenersView | None
    methods: tuple[MethodView, ...]
    doc: DocView


@dataclass(frozen=True, slots=True, kw_only=True)
class TellView:
    """How the arguments of a callback are shown."""

    c_name: str
    arguments: tuple[ShapeView, ...]
    otherwise: str
    """What a callback means that returns nothing: ``number`` for 0, ``bytes`` for none, ``taken`` for all of an argument,
    ``filled`` for what it filled in; ``several`` has no such meaning; empty when nobody asks."""
    opaque: bool
    """Something is handed back to it."""
    taken: int
    """Which argument it took then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FailuresView:
    """How failures are shown."""

    name: str
    fields: tuple[str, ...]
    methods: tuple[tuple[str, int], ...]
    """Methods of the exception, and which field they return."""
    last: str
    """The function of the module that tells the last error of a thread."""
    handler: str
    """The function that sets who is told of each error."""
    closed: tuple[tuple[str, int, str], ...]
    """What a closed object says: its class, the code of the error, and the message around a function's name."""
    refused: tuple[int, str]
    """The code of an error when a callback refuses to answer, and its message."""
    unused: tuple[int, str]
    """The code of an error about an argument that has no meaning, and its message."""
    own: tuple[tuple[str, int], ...]
    """What errors say that the package itself makes, beside code and message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessorsView:
    """What says how many processors there can be."""

    call: CallView
    indexes: tuple[int, ...]
    """The fields of what the call gives that are multiplied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleView:
    """A module."""

    name: str
    imports: tuple[str, ...]
    """Other modules whose classes it uses."""
    constants: tuple[ConstantView | MemberView, ...]
    failures: FailuresView | None
    """Of the module that has the exception."""
    tells: tuple[TellView, ...]
    classes: tuple[ClassView, ...]
    functions: tuple[MethodView, ...]
    idle: tuple[tuple[str, tuple[str, ...]], ...]
    """Functions that have nothing left to do, with their parameters."""
    annotations: tuple[str, ...]
    """Names that programs have in their annotations."""
    processors: ProcessorsView | None
