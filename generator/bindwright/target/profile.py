# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads a profile: the names and shapes that a package shows in place of its target's own.

It knows the closed vocabulary of shapes, but neither an API nor a language: ``modules`` applies what it says.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from bindwright.diagnostics import Location, failure
from bindwright.tables import Table, load


class Word(Enum):
    """What a value becomes."""

    SAME = "same"
    """What the target itself shows."""
    NUMBER = "number"
    """A truth value or a member of an enum, as a plain number."""
    SIGNED = "signed"
    """An unsigned number of 32 bits that is negative when it is large."""
    CALLED = "called"
    """A function of the library, which takes one thing more that is handed back, and that thing."""
    BYTES = "bytes"
    """A UUID, as its bytes."""
    OBJECT = "object"
    """A handle, in the profile's own class."""
    EACH = "each"
    """A list, with its elements shaped."""
    LIST = "list"
    """A record or several results, one after the other."""
    TUPLE = "tuple"
    """The same, unchangeable."""
    DICT = "dict"
    """The same, by name."""
    KEYED = "keyed"
    """A list of records, as a dictionary by one of their fields."""
    MERGED = "merged"
    """Several results, the last of which is a dictionary that takes the others in."""
    FOUND = "found"
    """A truth value and what it is about, which is an empty dictionary when it is false."""
    ASKED = "asked"
    """Several results as a tuple, when the parameter under ``key`` is given; else the first alone."""
    GRID = "grid"
    """A list of lists of numbers, as a dictionary of dictionaries: by a number that counts from the parameter under
    ``key``, then by the elements of the one under ``value``."""
    ONLY = "only"
    """One of the fields or results."""
    NOTHING = "nothing"
    """Nothing, though there is something to show."""
    ZERO = "zero"
    """0, when there is nothing to show."""
    BITS = "bits"
    """A map of processors, as a truth value for each."""
    BIT_LIST = "bit-list"
    """The same, as a list that can be changed."""
    FILE = "file"
    """A descriptor, as a file of bytes that closes it."""
    SCALED = "scaled"
    """A number, divided by 1024."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How one value is shown."""

    word: Word
    fields: tuple[str, ...] = ()
    """Which fields or results take part and in which order, by C name; empty for all."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Of a dictionary: what a field, or an enumerator that is a key, is called there, by C name."""
    parts: Mapping[str, Shape] = field(default_factory=dict)
    """How single fields or results are shown, by C name."""
    key: str = ""
    """Of a keyed list the field that is the key; of results that are asked for the parameter that asks, by C name."""
    value: str = ""
    """Of a keyed list: the field that is the value; empty for the whole record."""
    at: Location = Location(file="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleRule:
    """One module of the package."""

    name: str
    """``libvirt_qemu``."""
    headers: tuple[str, ...]
    """Patterns of the headers whose declarations it has; the first module that fits has them."""
    classes: bool
    """Its functions become methods of classes, where they can."""
    at: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRule:
    """How functions are called whose C name fits a pattern."""

    match: re.Pattern[str]
    name: str
    """With the pattern's groups in braces: ``{1}{2}``."""
    keep: bool
    """The first letter stays as it is, rather than becoming small."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorRule:
    """How failures are shown."""

    name: str
    """The exception class: ``libvirtError``."""
    fields: tuple[str, ...]
    """What an error is made of, in order, by C name: ``code``, ``domain``, ``message``."""
    methods: Mapping[str, str]
    """The field that a method of the exception returns: ``get_error_code = "code"``."""
    last: str
    """The C function that tells the last error of a thread, for an exception that a program makes itself."""
    handler: str
    """A function that sets who is told of each error; empty when there is none."""
    unused: tuple[str, str]
    """The code of an error about an argument that has no meaning, and its message around value and function."""
    refused: tuple[str, str]
    """The code of an error when a callback refuses to answer, and its message around the function."""
    closed: Mapping[str, tuple[str, str]]
    """The code of the error that a closed object gives, and its message around the function, by class."""
    own: Mapping[str, int]
    """What errors say that the package itself makes, beside code and message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRule:
    """What one class has beside the methods made from functions."""

    parent: str = ""
    """What the constructor calls the object this one lives within: ``dom``."""
    parents: Mapping[str, str] = field(default_factory=dict)
    """The C name of the class that a method returns the object of: ``connect = "virConnect"``; the nearest first."""
    address: str = ""
    """A method that returns the address of the C handle."""
    close: str = ""
    """A method that ends the object; with it the class is a context manager."""
    manager: bool = False
    constants: Mapping[str, int] = field(default_factory=dict)
    listeners: Mapping[str, str] = field(default_factory=dict)
    """Methods that name a callback by itself, ``add`` and ``remove``; the C functions under ``register`` and ``end`` are
    called for the first callback and after the last one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The names and shapes of a package."""

    file: str
    """As messages show it."""
    table: Table
    modules: tuple[ModuleRule, ...]
    omitted: tuple[str, ...]
    """Patterns of headers and of C functions that the package does not show."""
    rules: tuple[NameRule, ...]
    names: Mapping[str, str]
    """Functions with names that no rule gives, by C name."""
    parameters: Mapping[str, Mapping[str, str]]
    """Names of parameters that are not C's, by C function, ``*`` for all."""
    defaults: Mapping[str, Mapping[str, object]]
    """What parameters are when they are left out, by C function, ``*`` for all; ``NULL`` for nothing."""
    results: Mapping[str, Shape]
    """How results are shown, by C function."""
    records: Mapping[str, Shape]
    """How records are shown, by C name."""
    callbacks: Mapping[str, Shape]
    """How the arguments of callbacks are shown, by C name."""
    takers: Mapping[str, str]
    """Callbacks that take all of an argument unless they return a negative number, and which argument, by C name."""
    fillers: tuple[str, ...]
    """Callbacks that answer in one item more of each record that they are given."""
    idle: Mapping[str, tuple[str, ...]]
    """Functions that have nothing left to do, and their parameters."""
    annotations: tuple[str, ...]
    """Names that programs have in their annotations."""
    owners: Mapping[str, str]
    """The class that has a function as a method, where it is not the one of C's first argument, by C function."""
    given: Mapping[str, Mapping[str, str]]
    """How arguments are taken, where it is not by their kind, by C function and parameter; see ``modules.How``."""
    like: Mapping[str, str]
    """The function whose result says how wide the numbers are in a dictionary that a function takes, by C function."""
    errors: ErrorRule
    classes: Mapping[str, ClassRule]
    processors: tuple[str, ...]
    """How many processors there can be: a C function without arguments, then fields that are multiplied."""

    def module(self, header: str, name: str) -> ModuleRule | None:
        """Returns the module that has a declaration of a header; None when no module has it."""
        if any(fnmatch.fnmatchcase(text, p) for p in self.omitted for text in (header, name)):
            return None
        fitting = (
            item
            for item in self.modules
            if any(fnmatch.fnmatchcase(header, pattern) for pattern in item.headers)
        )
        return next(fitting, None)

    def name(self, symbol: str) -> str:
        """Returns what a C function is called.

        Raises:
            BindwrightError: BW623 when no rule fits.
        """
        if symbol in self.names:
            return self.names[symbol]
        for rule in self.rules:
            if match := rule.match.fullmatch(symbol):
                groups = [match[0], *(text or "" for text in match.groups())]
                name = rule.name.format(*groups)
                return name if rule.keep else name[:1].lower() + name[1:]
        raise failure(
            "BW623",
            f"no rule of the profile names '{symbol}'",
            self.table.at("rule"),
            "add a [[rule]] that fits it, or name it under [names]",
        )

    def parameter(self, symbol: str, name: str) -> str:
        """Returns what a parameter is called."""
        for function in (symbol, "*"):
            if name in self.parameters.get(function, {}):
                return self.parameters[function][name]
        return name

    def default(self, symbol: str, name: str) -> tuple[bool, object]:
        """Returns whether a parameter may be left out, and what it is then."""
        for function in (symbol, "*"):
            if name in self.defaults.get(function, {}):
                value = self.defaults[function][name]
                return True, None if value == "NULL" else value
        return False, None


_KEYS = {
    "module", "omitted", "rule", "names", "parameters", "defaults", "results", "records",
    "callbacks", "takers", "fillers", "idle", "annotations", "owners", "given", "like", "errors", "classes", "processors",
}  # fmt: skip


def read_profile(path: Path, shown: str = "") -> Profile:
    """Reads a profile; ``shown`` is how messages name it.

    Raises:
        BindwrightError: BW001 to BW003 about the file, BW621 an unknown word, BW622 a pattern that is none.
    """
    table = load(path, shown)
    table.close(_KEYS)
    return Profile(
        file=table.file,
        table=table,
        modules=tuple(_module(item) for item in table.tables("module")),
        omitted=table.texts("omitted"),
        rules=tuple(_rule(item) for item in table.tables("rule")),
        names=_texts(table.table("names")),
        parameters=_nested(table.table("parameters")),
        defaults={key: dict(inner.data) for key, inner in _tables(table.table("defaults")).items()},
        results=_shapes(table.table("results")),
        records=_shapes(table.table("records")),
        callbacks=_shapes(table.table("callbacks")),
        takers=_texts(table.table("takers")),
        fillers=table.texts("fillers"),
        idle={name: table.table("idle").texts(name) for name in table.table("idle").data},
        annotations=table.texts("annotations"),
        owners=_texts(table.table("owners")),
        given=_nested(table.table("given")),
        like=_texts(table.table("like")),
        errors=_errors(table.table("errors")),
        classes={key: _class(inner) for key, inner in _tables(table.table("classes")).items()},
        processors=table.texts("processors"),
    )


def _texts(table: Table) -> dict[str, str]:
    return {key: table.text(key) for key in table.data}


def _tables(table: Table) -> dict[str, Table]:
    return {key: table.table(key) for key in table.data}


def _nested(table: Table) -> dict[str, dict[str, str]]:
    return {key: _texts(inner) for key, inner in _tables(table).items()}


def _module(table: Table) -> ModuleRule:
    table.close({"name", "headers", "classes"})
    return ModuleRule(
        name=table.text("name"),
        headers=table.texts("headers"),
        classes=table.flag("classes", True),
        at=table.at(),
    )


def _rule(table: Table) -> NameRule:
    table.close({"match", "name", "keep"})
    try:
        pattern = re.compile(table.text("match"))
    except re.error as error:
        raise failure("BW622", f"not a pattern: {error}", table.at("match")) from None
    name = table.text("name")
    try:
        name.format(*[""] * (pattern.groups + 1))
    except (IndexError, KeyError, ValueError):
        raise failure(
            "BW622", f"'{name}' names no group of the pattern", table.at("name")
        ) from None
    return NameRule(match=pattern, name=name, keep=table.flag("keep"))


def _shapes(table: Table) -> dict[str, Shape]:
    return {key: _shape(table, key) for key in table.data}


def _shape(table: Table, key: str) -> Shape:
    """Reads a shape: a word, or a table with a word under ``as``."""
    place = table.at(key)
    if isinstance(table.data[key], str):
        return Shape(word=_word(table, key), at=place)
    inner = table.table(key)
    inner.close({"as", "fields", "names", "parts", "key", "value"})
    return Shape(
        word=_word(inner, "as"),
        fields=inner.texts("fields"),
        names=_texts(inner.table("names")),
        parts=_shapes(inner.table("parts")),
        key=inner.text("key", ""),
        value=inner.text("value", ""),
        at=place,
    )


def _word(table: Table, key: str) -> Word:
    text = table.text(key)
    try:
        return Word(text)
    except ValueError:
        words = ", ".join(word.value for word in Word)
        raise failure("BW621", f"no shape is called '{text}'", table.at(key), words) from None


def _errors(table: Table) -> ErrorRule:
    table.close(
        {"name", "fields", "methods", "last", "handler", "unused", "refused", "closed", "own"}
    )
    own = table.table("own").data
    if not all(isinstance(value, int) for value in own.values()):
        raise table.wrong("own", "a table of numbers")
    return ErrorRule(
        name=table.text("name"),
        fields=_fields(table),
        methods=_texts(table.table("methods")),
        last=table.text("last"),
        handler=table.text("handler", ""),
        unused=_coded(table, "unused"),
        refused=_coded(table, "refused"),
        closed={key: _coded(table.table("closed"), key) for key in table.table("closed").data},
        own=dict(own),
    )


def _fields(table: Table) -> tuple[str, ...]:
    """Reads what an error is made of, which its methods return."""
    fields = table.texts("fields")
    methods = table.table("methods")
    for name in methods.data:
        if methods.text(name) not in fields:
            raise methods.wrong(name, "one of the fields")
    if "message" not in fields:
        raise table.wrong("fields", "a list with 'message' in it")
    return fields


def _coded(table: Table, key: str) -> tuple[str, str]:
    """Reads the code of an error and its message."""
    match table.texts(key):
        case code, message:
            return code, message
    raise table.wrong(key, "a code and a message")


def _class(table: Table) -> ClassRule:
    table.close({"parent", "parents", "address", "close", "manager", "constants", "listeners"})
    constants = table.table("constants").data
    if not all(isinstance(value, int) for value in constants.values()):
        raise table.wrong("constants", "a table of numbers")
    return ClassRule(
        parent=table.text("parent", ""),
        parents=_texts(table.table("parents")),
        address=table.text("address", ""),
        close=table.text("close", ""),
        manager=table.flag("manager"),
        constants=dict(constants),
        listeners=_texts(table.table("listeners")),
    )
