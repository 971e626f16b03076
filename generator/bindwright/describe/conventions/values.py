# SPDX-License-Identifier: LGPL-2.1-or-later
"""Conventions about arguments that carry arrays, dictionaries, structs and outputs.

They do not concern return values by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bindwright.describe.conventions.engine import Rule, convention
from bindwright.describe.draft import Draft, Value
from bindwright.describe.evidence import passage
from bindwright.model.api import INTEGERS
from bindwright.model.ctype import CType


def _is_integer(rule: Rule, c: CType | None) -> bool:
    return c is not None and rule.context.types.number(c) in INTEGERS


def _pairs(draft: Draft) -> Iterator[tuple[Value, Value]]:
    """Yields each argument with the one after it."""
    yield from zip(draft.parameters, draft.parameters[1:], strict=False)


def _counts(counter: Value, counted: Value) -> bool:
    """Whether an argument is named as the number of another's elements: ``nparams`` of ``params``."""
    stems = {counted.name, counted.name.rstrip("s"), counted.name.lower()}
    return any(counter.name in (f"n{stem}", f"n_{stem}", f"num_{stem}") for stem in stems)


@convention("allocated-lists")
def allocated_lists(rule: Rule, draft: Draft) -> bool:
    """A pointer to an array of pointers, in a function that returns how many, is a list that the caller gets to own."""
    types = rule.context.types
    if draft.fact is None or draft.result.claims.get("value") is None:
        return False
    found = [
        value
        for value in draft.parameters
        if types.depth(value.c) == 3 and not types.is_const(value.c)
    ]
    if len(found) != 1:
        return False
    text = "(out callee-allocates) (array length=return) (transfer full) (not nullable)"
    return rule.on_value(found[0], text)


@convention("count-fill", list="List", count="NumOf", room="max.*|.*len|n.*")
def count_fill(rule: Rule, draft: Draft) -> bool:
    """``virConnectListDomains`` fills an array of as many as ``virConnectNumOfDomains`` counts.

    Options: ``list`` and ``count``, the parts of the names that differ, and ``room``, how the argument is called that says how
    many there is room for.
    """
    for part in rule.option("list").finditer(draft.name):
        counter = draft.name[: part.start()] + rule.text("count") + draft.name[part.end() :]
        other = rule.context.drafts.functions.get(counter)
        if other is not None and other is not draft:
            return fill(rule, draft, other, rule.option("room"))
    return False


def fill(rule: Rule, draft: Draft, counter: Draft, room: re.Pattern[str]) -> bool:
    """Claims that a function fills an array whose size another one counts, when their arguments agree."""
    types = rule.context.types
    names = {value.name for value in draft.parameters}
    if any(value.name not in names for value in counter.parameters):
        return False
    for value, capacity in _pairs(draft):
        target = types.target(value.c)
        if target is None or types.is_const(value.c) or not _is_integer(rule, capacity.c):
            continue
        if not room.fullmatch(capacity.name):
            continue
        owned = types.is_string(target) or bool(rule.context.object_of(target))
        transfer = "full" if owned else "none"
        array = f"(array length=return capacity={capacity.name})"
        rule.on_value(value, f"(out caller-allocates) {array} (transfer {transfer})")
        return rule.on_function(draft, f"(count-fill {counter.name})")
    return False


@convention(
    "query-fill",
    phrase=r"@(?P<array>\w+) as NULL and @(?P<count>\w+) as 0\b",
    other=r"@(?P<count>\w+) to 0 and @(?P<array>\w+) as NULL\b",
)
def query_fill(rule: Rule, draft: Draft) -> bool:
    """``calling with @params as NULL and @nparams as 0`` tells how many there are, a second call fills them.

    Options: ``phrase`` and ``other``, how the documentation says it, with groups for both arguments.
    """
    text = draft.comment.text
    match = rule.option("phrase").search(text) or rule.option("other").search(text)
    array = draft.parameter(match["array"]) if match else None
    count = draft.parameter(match["count"]) if match else None
    if array is None or count is None:
        return False
    if not _is_integer(rule, rule.context.types.target(count.c)):
        return False
    target = rule.context.types.target(array.c)
    if rule.context.dict_of(target):
        text = f"(dict length={count.name}) (transfer full)"
    elif rule.context.value_record_of(target) or _is_integer(rule, target):
        text = f"(array length={count.name}) (transfer none)"
    else:
        return False
    assert match is not None
    rule.on_value(array, f"(out caller-allocates) {text}", passage(match))
    return rule.on_function(draft, "(query-fill)", passage(match))


@convention("allocated-dicts")
def allocated_dicts(rule: Rule, draft: Draft) -> bool:
    """A pointer to an array of dictionary entries, and one to its length, make a dictionary that the caller gets to own."""
    types = rule.context.types
    for value, count in _pairs(draft):
        target = types.target(value.c)
        entry = types.target(target) if target else None
        if not rule.context.dict_of(entry) or not _counts(count, value):
            continue
        if _is_integer(rule, types.target(count.c)):
            text = f"(out callee-allocates) (dict length={count.name}) (transfer full)"
            return rule.on_value(value, text)
    return False


@convention("input-dicts", callbacks=True, but="Get")
def input_dicts(rule: Rule, draft: Draft) -> bool:
    """An array of dictionary entries followed by its length is a dictionary that the caller gives.

    Option: ``but``, what the names of functions hold that fill it instead.
    """
    if rule.option("but").search(draft.name):
        return False
    matched = False
    for value, count in _pairs(draft):
        entry = rule.context.types.target(value.c)
        if rule.context.dict_of(entry) and _counts(count, value) and _is_integer(rule, count.c):
            matched = rule.on_value(value, f"(in) (dict length={count.name})") or matched
    return matched


@convention("counted-arrays", callbacks=True, named="n{} {}_size {}len")
def counted_arrays(rule: Rule, draft: Draft) -> bool:
    """A const pointer beside a number that is named as its length is an array that the caller gives.

    Option: ``named``, how lengths are named, with ``{}`` for the array's name, apart by spaces.
    """
    matched = False
    for first, second in _pairs(draft):
        for value, count in ((first, second), (second, first)):
            names = [item.replace("{}", value.name) for item in rule.text("named").split()]
            if count.name not in names or not _is_integer(rule, count.c):
                continue
            if rule.context.types.is_const(value.c) or _is_names(rule, value.c):
                text = f"(in) (array length={count.name})"
                matched = rule.on_value(value, text) or matched
    return matched


def _is_names(rule: Rule, c: CType) -> bool:
    """Whether a type is an array of constant strings."""
    target = rule.context.types.target(c)
    return target is not None and rule.context.types.is_const(target)


@convention("uuid-buffers", parameters="uuid", texts="buf|uuidstr|uuid", named="UUIDString")
def uuid_buffers(rule: Rule, draft: Draft) -> bool:
    """A uuid is 16 bytes, or in a function named for it 36 characters, in the caller's room.

    Options: ``parameters``, how the bytes are called, ``texts``, how the characters are, and ``named``, what the names of
    functions hold that deal with characters.
    """
    types = rule.context.types
    matched = False
    for value in draft.parameters:
        target = types.target(value.c)
        way = "(in)" if types.is_const(value.c) else "(out caller-allocates)"
        octets = types.is_octet(target) and not types.is_void(target)
        if (octets and rule.option("parameters").fullmatch(value.name)) or (
            types.is_char(target) and _is_text(rule, draft, value)
        ):
            matched = rule.on_value(value, f"{way} (uuid)") or matched
    return matched


def _is_text(rule: Rule, draft: Draft, value: Value) -> bool:
    called = rule.option("texts").fullmatch(value.name) is not None
    return called and rule.option("named").search(draft.name) is not None


_MANY = "(?:n|max|num).*"


@convention("output-records", functions_named="Get", apart=_MANY)
def output_records(rule: Rule, draft: Draft) -> bool:
    """A struct that is not const, in a function named as a getter, is filled for the caller.

    Options: ``functions-named``, what the names of such functions hold, and ``apart``, how the argument after it is called when
    it is an array instead.
    """
    if not rule.option("functions-named").search(draft.name):
        return False
    matched = False
    for number, value in enumerate(draft.parameters):
        record = rule.context.value_record_of(rule.context.types.target(value.c))
        if not record or rule.context.types.is_const(value.c) or value.claims.has("direction"):
            continue
        after = draft.parameters[number + 1].name if number + 1 < len(draft.parameters) else ""
        if not rule.option("apart").fullmatch(after):
            matched = rule.on_value(value, "(out caller-allocates)") or matched
    return matched


@convention("sized-records", parameters="size")
def sized_records(rule: Rule, draft: Draft) -> bool:
    """A struct that is not const, followed by its size, is filled for the caller.

    Option: ``parameters``, how the size is called.
    """
    for value, size in _pairs(draft):
        record = rule.context.value_record_of(rule.context.types.target(value.c))
        if not record or rule.context.types.is_const(value.c) or not _is_integer(rule, size.c):
            continue
        if rule.option("parameters").fullmatch(size.name):
            rule.on_value(value, "(out caller-allocates)")
            return rule.on_value(size, f"(fixed size-of={value.name})")
    return False


_PLURAL = r"(?i)\b(?:array|bit ?map|list)\b"


@convention("output-numbers", functions_named="Get", apart=_PLURAL)
def output_numbers(rule: Rule, draft: Draft) -> bool:
    """A number that is not const, in a function named as a getter, is filled for the caller.

    Options: ``functions-named``, what the names of such functions hold, and ``apart``, what the documentation says of an array.
    """
    if not rule.option("functions-named").search(draft.name):
        return False
    types = rule.context.types
    matched = False
    lengths = _lengths(draft)
    for value in draft.parameters:
        target = types.target(value.c)
        if target is None or types.is_const(value.c) or value.name in lengths:
            continue
        if value.claims.has("direction") or types.is_char(target) or types.is_octet(target):
            continue
        if rule.option("apart").search(value.text):
            continue
        if types.number(target) is not None or types.enum(target) is not None:
            matched = rule.on_value(value, "(out)") or matched
    return matched


def _lengths(draft: Draft) -> set[str]:
    """Returns the arguments that are lengths of others."""
    found = set()
    for value in draft.values:
        for name in ("array", "dict"):
            annotation = value.claims.get(name)
            if annotation is not None:
                found |= {
                    annotation.options.get("length", ""),
                    annotation.options.get("capacity", ""),
                }
    return found
