# SPDX-License-Identifier: LGPL-2.1-or-later
"""Compares what is extracted from well-known libraries with what castxml sees.

castxml is an oracle here and nowhere else: the generator never runs it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from bindwright.extract import Sources, extract
from bindwright.model.ctype import CType, Shape, array, declare, named, pointer
from bindwright.model.facts import Facts
from lxml import etree

LIBRARIES = {
    "sqlite3": (Sources(headers=("sqlite3.h",)), 280),
    "zlib": (Sources(headers=("zlib.h",), public=("zlib.h", "zconf.h")), 75),
    "libgit2": (Sources(headers=("git2.h",), public=("git2.h", "git2")), 800),
    "libcurl": (Sources(headers=("curl/curl.h",)), 90),
    "libxml2": (
        Sources(
            headers=("libxml/parser.h", "libxml/xpath.h", "libxml/xmlreader.h", "libxml/relaxng.h"),
            include=("/usr/include/libxml2",),
        ),
        700,
    ),
}


@dataclass(slots=True)
class Seen:
    """What castxml sees, in the words of facts."""

    functions: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    """Of each function."""
    typedefs: dict[str, str] = field(default_factory=dict)
    enumerators: dict[str, int] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    offsets: dict[tuple[str, str], int] = field(default_factory=dict)


class Reader:
    """Turns castxml's elements into facts' types."""

    def __init__(self, root: etree._Element) -> None:
        self.elements = {e.get("id", ""): e for e in root}
        self.root = root

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of the records and enums without a tag: their typedef's."""
        found: dict[str, str] = {}
        for e in self.root:
            if e.tag == "Typedef":
                target = self.elements.get(e.get("type", "").rstrip("cvr"))
                while target is not None and target.tag == "ElaboratedType":
                    target = self.elements.get(target.get("type", ""))
                if target is not None and not target.get("name"):
                    found.setdefault(target.get("id", ""), e.get("name", ""))
        return found

    def type(self, key: str) -> CType:
        e = self.elements[key]
        match e.tag:
            case "CvQualifiedType":
                inner = self.type(e.get("type", ""))
                const = bool(e.get("const"))
                return constant(inner) if const else inner
            case "PointerType":
                return pointer(self.type(e.get("type", "")))
            case "ArrayType":
                high = e.get("max", "")
                return array(self.type(e.get("type", "")), int(high) + 1 if high else None)
            case "FunctionType":
                return self.function(e)
            case "ElaboratedType":
                return self.type(e.get("type", ""))
            case "Typedef":
                return named(e.get("name", ""))
            case "Struct" | "Union" | "Enumeration":
                return named(self.tagged(e))
            case _:
                name = e.get("name", "")
                return named(fundamental(name))

    def tagged(self, e: etree._Element) -> str:
        word = {"Struct": "struct", "Union": "union", "Enumeration": "enum"}[str(e.tag)]
        name = e.get("name")
        return f"{word} {name}" if name else self.names.get(e.get("id", ""), "?")

    def function(self, e: etree._Element) -> CType:
        children = list(e)
        return CType(
            shape=Shape.FUNCTION,
            target=self.type(e.get("returns", "")),
            parameters=tuple(self.type(a.get("type", "")) for a in children if a.tag == "Argument"),
            variadic=any(a.tag == "Ellipsis" for a in children),
        )


def constant(c: CType) -> CType:
    if c.shape is Shape.NAMED:
        return named(c.name, const=True)
    return pointer(c.target, const=True) if c.shape is Shape.POINTER and c.target else c


def fundamental(name: str) -> str:
    words = {"long long int": "long long", "long int": "long", "short int": "short"}
    sign = "unsigned " if name.endswith("unsigned int") or name.startswith("unsigned") else ""
    plain = name.replace("unsigned ", "").removeprefix("unsigned").strip() or "int"
    return sign + words.get(plain, plain)


def run_castxml(sources: Sources, folder: Path) -> Seen:
    program = folder / "all.c"
    program.write_text("".join(f"#include <{name}>\n" for name in sources.headers))
    output = folder / "all.xml"
    include = [f"-I{name}" for name in sources.include]
    argv = ["castxml", "--castxml-output=1", "-x", "c", "-std=gnu17", *include]
    argv += ["--castxml-cc-gnu-c", "cc", "-o", str(output), str(program)]
    subprocess.run(argv, check=True, capture_output=True)
    return read_castxml(output)


def read_castxml(output: Path) -> Seen:
    root = etree.parse(output).getroot()
    reader = Reader(root)
    seen = Seen()
    for e in root:
        name = e.get("name", "")
        if e.tag == "Function" and not name.startswith("__"):
            seen.functions[name] = declare(adjusted(reader.function(e)))
            seen.files[name] = reader.elements[e.get("file", "")].get("name", "")
        elif e.tag == "Typedef":
            seen.typedefs[name] = declare(adjusted(reader.type(e.get("type", ""))))
        elif e.tag == "Enumeration":
            for value in e:
                seen.enumerators[value.get("name", "")] = int(value.get("init", "0"))
        elif e.tag in ("Struct", "Union") and e.get("size") and not e.get("incomplete"):
            record = reader.tagged(e)
            seen.sizes[record] = int(e.get("size", "0")) // 8
            for key in (e.get("members") or "").split():
                member = reader.elements[key]
                if member.tag == "Field" and member.get("name") and not member.get("bits"):
                    offset = int(member.get("offset", "0")) // 8
                    seen.offsets[record, member.get("name", "")] = offset
    return seen


def adjusted(c: CType) -> CType:
    """Writes parameters as C adjusts them: arrays and functions become pointers; const is lost."""
    target = adjusted(c.target) if c.target is not None else None
    if c.name == "va_list":
        return pointer(named("struct __va_list_tag"))
    if c.shape is not Shape.FUNCTION:
        return CType(shape=c.shape, name=c.name, const=c.const, target=target, length=c.length)
    parameters = []
    for parameter in c.parameters:
        parameter = adjusted(parameter)
        if parameter.shape is Shape.ARRAY and parameter.target is not None:
            parameter = pointer(parameter.target)
        elif parameter.shape is Shape.FUNCTION:
            parameter = pointer(parameter)
        parameters.append(
            CType(
                shape=parameter.shape,
                name=parameter.name,
                target=parameter.target,
                length=parameter.length,
                parameters=parameter.parameters,
                variadic=parameter.variadic,
            )
        )
    return CType(shape=c.shape, target=target, parameters=tuple(parameters), variadic=c.variadic)


@pytest.fixture(scope="module", params=sorted(LIBRARIES))
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Facts, Seen, int]:
    name = str(request.param)
    sources, least = LIBRARIES[name]
    folders = ("/usr/include", *sources.include, "/usr/include/x86_64-linux-gnu")
    present = any(Path(folder, sources.headers[0]).exists() for folder in folders)
    if shutil.which("castxml") is None or not present:
        missing = "castxml" if shutil.which("castxml") is None else name
        if os.environ.get("CI") == "true":
            pytest.fail(f"{missing} is not installed, and CI must have it")
        pytest.skip(f"{missing} is not installed: nothing to compare with")
    return name, extract(sources), run_castxml(sources, tmp_path_factory.mktemp(name)), least


def report(name: str, what: str, ours: Mapping[Any, object], theirs: Mapping[Any, object]) -> None:
    """Prints the score and fails with each difference."""
    wrong = [
        f"{k}: ours {v}, castxml's {theirs.get(k)}" for k, v in ours.items() if theirs.get(k) != v
    ]
    print(f"{name} {what}: {len(ours) - len(wrong)}/{len(ours)} agree with castxml")
    assert wrong == []


def test_functions_agree(both: tuple[str, Facts, Seen, int]) -> None:
    """Each function has the type that castxml gives it, and castxml knows no other."""
    name, facts, seen, least = both
    ours: dict[object, object] = {}
    for fn in facts.functions:
        c = CType(
            shape=Shape.FUNCTION,
            target=fn.result,
            parameters=tuple(p.c for p in fn.parameters),
            variadic=fn.variadic,
        )
        if not fn.name.startswith("__"):
            ours[fn.name] = declare(adjusted(c))

    files = tuple(f"/{fn.location.file}" for fn in facts.functions)
    public = {name for name, file in seen.files.items() if file.endswith(files)}

    assert len(ours) >= least
    assert public - ours.keys() == set()
    report(name, "functions", ours, seen.functions)


def test_typedefs_agree(both: tuple[str, Facts, Seen, int]) -> None:
    """Each typedef names the type that castxml gives it."""
    name, facts, seen, _ = both
    ours: dict[object, object] = {
        fact.name: declare(adjusted(fact.c))
        for fact in facts.typedefs
        if "." not in declare(fact.c)
    }

    report(name, "typedefs", ours, seen.typedefs)


def test_enumerators_agree(both: tuple[str, Facts, Seen, int]) -> None:
    """Each enumerator has castxml's value."""
    name, facts, seen, _ = both
    ours: dict[object, object] = {
        item.name: item.value for enum in facts.enums for item in enum.enumerators
    }

    report(name, "enumerators", ours, seen.enumerators)


def test_layouts_agree(both: tuple[str, Facts, Seen, int]) -> None:
    """Each struct has castxml's size, and each field its offset."""
    name, facts, seen, _ = both
    # castxml lists no fields of a struct that is defined inside another.
    listed = {record for record, _ in seen.offsets}
    sizes: dict[object, object] = {}
    offsets: dict[object, object] = {}
    for record in facts.records:
        if record.complete and "." not in record.name:
            sizes[record.name] = record.size
            for item in record.fields:
                if item.name and item.bits is None and record.name in listed:
                    offsets[record.name, item.name] = item.offset

    report(name, "sizes", sizes, seen.sizes)
    report(name, "offsets", offsets, seen.offsets)
