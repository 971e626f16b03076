# SPDX-License-Identifier: LGPL-2.1-or-later
"""Turns the bytes of a description into elements whose structure follows the schema, whoever wrote the bytes.

It does not build the model, and never reads anything but those bytes: no DTD, no entity, no network.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Any

from lxml import etree

from bindwright.diagnostics import BindwrightError, Diagnostic, Location, failure
from bindwright.spec.explain import explain
from bindwright.spec.grammar import Grammar

SIZE = 64 * 2**20
"""How many bytes a description may have: about thirty times what libvirt's has."""

_DECLARED = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([^"'>]*)["']""")
_PLACE = re.compile(r", line \d+, column \d+(?: \(.*\))?$")


def read(path: Path, file: str) -> bytes:
    """Reads a file, which messages call ``file``.

    Raises:
        BindwrightError: BW301 when it is no regular file, cannot be read or is too large.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise failure("BW301", "not a regular file", Location(file=file))
            if status.st_size > SIZE:
                raise _too_large(file)
            with open(descriptor, "rb", closefd=False) as stream:
                return stream.read(SIZE + 1)
        finally:
            os.close(descriptor)
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or str(error)
        raise failure("BW301", f"cannot read it: {cause}", Location(file=file)) from None


def parse(data: bytes, file: str, grammar: Grammar) -> etree._Element:
    """Returns the root of a document whose structure follows the schema.

    Raises:
        BindwrightError: BW301 too large, BW302 not UTF-8 text, BW303 not well-formed, BW304 with a document type,
            BW305 nested too deep, BW306 to BW309 not as the schema says.
    """
    if len(data) > SIZE:
        raise _too_large(file)
    _check_text(data, file)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _not_well_formed(error, file) from None
    if not grammar.structure.validate(root):
        raise wrong(root, file, grammar)
    return root


def wrong(root: etree._Element, file: str, grammar: Grammar) -> BindwrightError:
    """Builds the error for a document that does not follow the schema."""
    found = explain(root, grammar, lambda element: place(element, file))
    if not found:
        log = grammar.structure.error_log
        entry = log[0] if len(log) else None
        found = (
            Diagnostic(
                code="BW306",
                message=f"not as the schema says: {entry.message if entry else 'no cause given'}",
                location=Location(file=file, line=int(entry.line) if entry else 0),
                hint="see api-spec/README.md",
            ),
        )
    return BindwrightError(found)


def place(element: etree._Element, file: str) -> Location:
    """Returns where an element stands."""
    line: Any = element.sourceline  # the stubs have no int
    return Location(file=file, line=line or 0)


def _check_text(data: bytes, file: str) -> None:
    """Checks that there is UTF-8 text without a document type.

    Raises:
        BindwrightError: BW302 or BW304.
    """
    if not data.strip():
        raise failure("BW302", "empty", Location(file=file))
    declared = _DECLARED.match(data)
    if declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii"):
        shown = declared[1][:40].decode("ascii", "replace")
        raise failure("BW302", f"encoded as '{shown}', not UTF-8", Location(file=file, line=1))
    if (at := data.find(b"\0")) >= 0:
        raise failure("BW302", "not text: it holds a zero byte", _line(data, at, file))
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise failure("BW302", "not UTF-8 text", _line(data, error.start, file)) from None
    if (at := data.find(b"<!DOCTYPE")) >= 0:
        raise failure(
            "BW304",
            "a document type is not allowed",
            _line(data, at, file),
            "a description has no entities; remove the declaration",
        )


def _not_well_formed(error: etree.XMLSyntaxError, file: str) -> BindwrightError:
    line, column = error.position
    location = Location(file=file, line=line, column=column)
    message = _PLACE.sub("", error.msg or "no cause given").strip()
    if "depth" in message:
        return failure("BW305", "elements nested too deep", location)
    return failure("BW303", f"not well-formed XML: {message}", location)


def _line(data: bytes, at: int, file: str) -> Location:
    start = data.rfind(b"\n", 0, at) + 1
    return Location(file=file, line=data.count(b"\n", 0, at) + 1, column=at - start + 1)


def _too_large(file: str) -> BindwrightError:
    return failure("BW301", f"larger than {SIZE // 2**20} MiB", Location(file=file))
