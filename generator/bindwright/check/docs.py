# SPDX-License-Identifier: LGPL-2.1-or-later
"""The rule on documentation: every public element has some.

It does not judge its quality.
"""

from __future__ import annotations

from collections.abc import Iterator

from bindwright.check.common import HIDDEN, usable, warning
from bindwright.diagnostics import Diagnostic, Location
from bindwright.model.api import Api, Doc


def undocumented(api: Api) -> Iterator[Diagnostic]:
    """BW412: a function or a type without a word of documentation; an enum or a struct whose members all have some is fine."""
    for name, doc, location in _elements(api):
        if _is_empty(doc):
            yield warning("BW412", f"'{name}' has no documentation", location)


def _is_empty(doc: Doc) -> bool:
    return not doc.summary and not doc.body


def _elements(api: Api) -> Iterator[tuple[str, Doc, Location | None]]:
    for function in usable(api):
        if function.form not in HIDDEN:
            yield function.name, function.doc, function.location
    for item in api.objects:
        yield item.name, item.doc, item.location
    for enum in api.enums:
        told = bool(enum.members) and not any(_is_empty(item.doc) for item in enum.members)
        if not enum.skip and not told:
            yield enum.name, enum.doc, enum.location
    for record in api.records:
        told = bool(record.fields) and not any(_is_empty(item.doc) for item in record.fields)
        if not record.skip and not told:
            yield record.name, record.doc, record.location
    for callback in api.callbacks:
        if not callback.skip:
            yield callback.name, callback.doc, callback.location
