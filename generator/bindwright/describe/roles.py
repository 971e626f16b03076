# SPDX-License-Identifier: LGPL-2.1-or-later
"""Finds what each argument of a function is for, from what is claimed of it and of the others.

It does not find what a value is: ``values`` does.
"""

from __future__ import annotations

from dataclasses import dataclass

from bindwright.describe.context import Context
from bindwright.describe.draft import RETURN, Draft, Value
from bindwright.describe.terms import Annotation
from bindwright.model.api import Direction, Form, Idiom, Role
from bindwright.model.ctype import named


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An argument's, or the return value's, role."""

    role: Role
    of: str = ""
    direction: Direction = Direction.IN


_IDIOMS = {
    "query-fill": Idiom.QUERY_FILL,
    "count-fill": Idiom.COUNT_FILL,
    "grow-fill": Idiom.GROW_FILL,
    "measured": Idiom.MEASURED,
}


def idiom_of(draft: Draft) -> Idiom:
    """Returns how many C calls the function takes for one meaningful call."""
    for name, idiom in _IDIOMS.items():
        if draft.claims.get(name):
            return idiom
    return Idiom.DIRECT


def links(context: Context, draft: Draft) -> dict[str, Part]:
    """Returns the roles that some arguments have for others: lengths, capacities, user data and destroy functions."""
    found: dict[str, Part] = {}
    for value in draft.values:
        for name in ("array", "dict"):
            annotation = value.claims.get(name)
            if annotation is not None:
                _measure(context, draft, value, annotation, found)
        if value.claims.get("scope") or _names_data(value):
            _belongings(value, found)
    for value in draft.parameters:
        _own_link(context, draft, value, found)
    return found


def _names_data(value: Value) -> bool:
    """Whether an argument names both its user data and the function that frees them, as only a callback does."""
    return bool(value.claims.word("closure") and value.claims.word("destroy"))


def _measure(
    context: Context, draft: Draft, value: Value, annotation: Annotation, found: dict[str, Part]
) -> None:
    """Gives the arguments that an array names their roles."""
    is_output = value.name == RETURN or is_out(value)
    for key in ("length", "capacity"):
        name = annotation.options.get(key, "")
        if not name:
            continue
        if name == RETURN:
            role = Role.RESULT if "bits" in annotation.options else Role.RESULT_LENGTH
            found.setdefault(RETURN, Part(role=role, of=value.name))
            continue
        other = draft.parameter(name)
        if other is None:
            continue
        if context.types.target(other.c) is not None:
            named = annotation.options.get("length") == annotation.options.get("capacity")
            both = named or idiom_of(draft) is Idiom.QUERY_FILL or other.claims.get("inout")
            direction = Direction.INOUT if both else Direction.OUT
            found[name] = Part(role=Role.RESULT_LENGTH, of=value.name, direction=direction)
        elif is_output:
            found[name] = Part(role=Role.CAPACITY, of=value.name)
        else:
            first = found.setdefault(name, Part(role=Role.LENGTH, of=value.name)).of
            if first != value.name:
                found[value.name] = Part(role=Role.VALUE, of=first)


def _belongings(value: Value, found: dict[str, Part]) -> None:
    for name, role in (("closure", Role.USER_DATA), ("destroy", Role.DESTROY)):
        word = value.claims.word(name)
        if word and found.setdefault(word, Part(role=role, of=value.name)).of != value.name:
            found[value.name] = Part(role=Role.CALLBACK, of=word)


def _own_link(context: Context, draft: Draft, value: Value, found: dict[str, Part]) -> None:
    """Gives an argument the role that it claims itself."""
    if value.name in found or value.claims.get("scope"):
        return
    for name, role in (("closure", Role.USER_DATA), ("destroy", Role.DESTROY)):
        annotation = value.claims.get(name)
        if annotation is None:
            continue
        callbacks = [
            other.name
            for other in draft.parameters
            if other is not value and context.types.callback(other.c)
        ]
        of = annotation.word or (callbacks[0] if callbacks else "")
        found[value.name] = Part(role=role, of=of)
    sizes = value.claims.word("sizes")
    if sizes:
        found[value.name] = Part(role=Role.VALUE, of=sizes)


def is_out(value: Value) -> bool:
    """Whether the function stores something through the argument."""
    return value.claims.get("out") is not None or value.claims.get("inout") is not None


def role_of(context: Context, draft: Draft, value: Value, found: dict[str, Part]) -> Part | None:
    """Returns an argument's role; None when nothing tells."""
    claims = value.claims
    if claims.get("unused"):
        return Part(role=Role.UNUSED)
    if fixed := claims.get("fixed"):
        return Part(role=Role.FIXED, of=fixed.options.get("size-of", ""))
    if value.name in found:
        return found[value.name]
    if value is draft.parameters[0] and _is_self(context, draft, value):
        return Part(role=Role.SELF)
    if claims.get("inout"):
        return Part(role=Role.RESULT, direction=Direction.INOUT)
    if claims.get("out"):
        return Part(role=Role.RESULT, direction=Direction.OUT)
    called = claims.word("type")
    if context.types.callback(value.c) or (called and context.types.callback(named(called))):
        return Part(role=Role.CALLBACK)
    if claims.get("flags") and (claims.get("default") or not is_annotated(draft)):
        return Part(role=Role.FLAGS)
    return Part(role=Role.VALUE) if _is_input(context, draft, value) else None


_OWNED = frozenset({Form.METHOD, Form.REF, Form.UNREF, Form.CLOSE})


def _is_self(context: Context, draft: Draft, value: Value) -> bool:
    form, owner = form_of(context, draft)
    return form in _OWNED and context.object_of(value.c) == owner


def _is_input(context: Context, draft: Draft, value: Value) -> bool:
    """Whether the value can only be an input, or someone said that it is."""
    types = context.types
    if types.target(value.c) is None or types.is_const(value.c):
        return True
    if context.object_of(value.c) or context.opaque_of(value.c):
        return True
    return value.claims.get("in") is not None or is_annotated(draft)


def is_annotated(draft: Draft) -> bool:
    """Whether the author annotated the function: then what is left unsaid has its default meaning."""
    comment = draft.comment
    return bool(comment.annotations) or any(
        part.annotations for part in (*comment.parameters.values(), comment.returns) if part
    )


_FORMS = {
    "function": Form.FUNCTION,
    "method": Form.METHOD,
    "constructor": Form.CONSTRUCTOR,
    "static": Form.STATIC,
    "ref": Form.REF,
    "unref": Form.UNREF,
    "close": Form.CLOSE,
    "free": Form.FREE,
}


def form_of(context: Context, draft: Draft) -> tuple[Form, str]:
    """Returns what a function is to an object, and to which."""
    claim = draft.claims.slots.get("form")
    if claim is None or claim.annotation.negated:
        return Form.FUNCTION, ""
    form = _FORMS[claim.annotation.name]
    owner = claim.annotation.word
    if form in (Form.FUNCTION, Form.FREE):
        return form, ""
    if not owner and form in _OWNED and draft.parameters:
        owner = context.object_of(draft.parameters[0].c)
    if not owner and form is Form.CONSTRUCTOR:
        owner = _constructed(context, draft)
    if not owner:
        owner = context.owner_of(draft.symbol)
    if not owner and form is Form.STATIC:
        return Form.FUNCTION, ""
    return form, owner


def _constructed(context: Context, draft: Draft) -> str:
    """Returns the handle that a constructor makes: what it returns or first stores."""
    returned = context.object_of(draft.result.c)
    if returned:
        return returned
    for value in draft.parameters:
        target = context.types.target(value.c)
        if target is not None and is_out(value) and context.object_of(target):
            return context.object_of(target)
    return ""
