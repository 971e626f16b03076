# SPDX-License-Identifier: LGPL-2.1-or-later
"""Conventions about the fields of structs.

They do not concern functions.
"""

from __future__ import annotations

from bindwright.describe.conventions.engine import FieldRule, field_convention
from bindwright.describe.conventions.phrases import FLAGS, flags_in, named_enum
from bindwright.model.api import INTEGERS, Source


@field_convention("documented-field-enums", source=Source.DOC, flags=FLAGS)
def documented_field_enums(rule: FieldRule) -> bool:
    """A number whose documentation names one enum, and no other, is a member of it, or a set of members.

    Option: ``flags``, how that is said, with a group for the enum's name in each of its forms.
    """
    if rule.context.types.number(rule.field.c) not in INTEGERS or rule.field.comment is None:
        return False
    text = " ".join(rule.field.comment.text.split())
    found = flags_in(rule.context, rule.rule.option("flags"), text)
    found = found or named_enum(rule.context, text)
    return found is not None and rule.say(*found)


@field_convention("counted-fields", named="n{} n{}s {}len {}_len {}_size")
def counted_fields(rule: FieldRule) -> bool:
    """A pointer beside a number that is named as its length is an array.

    Option: ``named``, how lengths are named, with ``{}`` for the array's name, apart by spaces.
    """
    types = rule.context.types
    target = types.target(rule.field.c)
    if target is None or rule.context.object_of(rule.field.c) or types.callback(rule.field.c):
        return False
    if types.is_char(target):
        return False
    wanted = [item.replace("{}", rule.field.name) for item in rule.rule.text("named").split()]
    for other in rule.record.fields:
        if other.name in wanted and types.number(other.c) in INTEGERS:
            kind = "dict" if rule.context.dict_of(target) else "array"
            return rule.say(f"({kind} length={other.name})")
    return False
