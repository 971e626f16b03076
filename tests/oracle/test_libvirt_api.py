# SPDX-License-Identifier: LGPL-2.1-or-later
"""Compares what is extracted from libvirt's headers with the API description that libvirt ships.

It does not look at documentation, only at names, types and values.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from bindwright.extract import Sources, extract
from bindwright.model.ctype import CType, declare, pointer
from bindwright.model.facts import Facts, RecordFact
from bindwright.spec.apixml import (
    Documents,
    Member,
    Sort,
    Symbol,
    apply_documents,
    read_documents,
)

API = Path("/usr/share/libvirt/api")
NAMES = ("libvirt-api.xml", "libvirt-qemu-api.xml", "libvirt-lxc-api.xml", "libvirt-admin-api.xml")
HEADERS = (
    "libvirt/libvirt.h",
    "libvirt/virterror.h",
    "libvirt/libvirt-qemu.h",
    "libvirt/libvirt-lxc.h",
    "libvirt/libvirt-admin.h",
)


@pytest.fixture(scope="module")
def documents() -> Documents:
    if not (API / NAMES[0]).exists():
        if os.environ.get("CI") == "true":
            pytest.fail("libvirt-dev is not installed, and CI must have it")
        pytest.skip("libvirt-dev is not installed: nothing to compare with")
    return read_documents(API / name for name in NAMES)


@pytest.fixture(scope="module")
def facts(documents: Documents) -> Facts:
    sources = Sources(headers=HEADERS, sentinel="VIR_ENUM_SENTINELS")
    return apply_documents(extract(sources), documents)


def score(sort: str, documented: dict[str, Symbol], check: Callable[[Symbol], str]) -> list[str]:
    """Prints how many symbols agree and returns what is wrong with the others."""
    problems = [
        f"{name}: {problem}" for name, symbol in documented.items() if (problem := check(symbol))
    ]
    print(f"libvirt {sort}: {len(documented) - len(problems)}/{len(documented)} agree")
    return problems


def canonical(text: str) -> str:
    """Spells a type of the description as facts do."""
    text = re.sub(r"\blong long int\b", "long long", text)
    text = re.sub(r"\blong int\b", "long", text)
    text = re.sub(r"\bunsigned (?=[*(]|$)", "unsigned int ", text)
    text = re.sub(r"\bint unsigned\b", "unsigned int", text)
    return re.sub(r"\s*\*\s*", "*", " ".join(text.split())).replace("*const", "* const").strip()


def same(documented: str, c: CType) -> bool:
    spelled = declare(pointer(c.target)) if c.target and c.shape.value == "array" else declare(c)
    return canonical(documented) in (canonical(spelled), canonical(declare(c)))


def differences(members: tuple[Member, ...], found: list[tuple[str, CType]]) -> str:
    """Compares parameters by name and type."""
    if len(members) != len(found):
        return f"{len(members)} parameters documented, {len(found)} found"
    for member, (name, c) in zip(members, found, strict=True):
        if member.name != name:
            return f"parameter {member.name} is called {name}"
        if not same(member.type, c):
            return f"parameter {name} is {member.type!r} documented, {declare(c)!r} found"
    return ""


def test_functions_have_the_documented_types(facts: Facts, documents: Documents) -> None:
    """Every documented function is found with the documented result and parameters."""
    found = {fn.name: fn for fn in facts.functions}

    def check(symbol: Symbol) -> str:
        fn = found.get(symbol.name)
        if fn is None:
            return "missing"
        if symbol.result is not None and not same(symbol.result.type, fn.result):
            return f"returns {symbol.result.type!r} documented, {declare(fn.result)!r} found"
        return differences(symbol.members, [(p.name, p.c) for p in fn.parameters])

    problems = score("functions", documents.named(Sort.FUNCTION), check)

    assert problems == []


def test_enumerators_have_the_documented_values(facts: Facts, documents: Documents) -> None:
    """Every documented enumerator is found in the documented enum with its value."""
    values = {item.name: item.value for enum in facts.enums for item in enum.enumerators}
    enums = {item.name: enum.name for enum in facts.enums for item in enum.enumerators}

    def check(symbol: Symbol) -> str:
        if symbol.name not in values:
            return "missing"
        if symbol.type and enums[symbol.name] != symbol.type:
            return f"is of {enums[symbol.name]!r}, documented {symbol.type!r}"
        text = symbol.value
        expected = values[text] if text in values else int(text, 0)
        return "" if values[symbol.name] == expected else f"is {values[symbol.name]}, not {text}"

    problems = score("enumerators", documents.named(Sort.ENUMERATOR), check)

    assert problems == []


def test_typedefs_have_the_documented_types(facts: Facts, documents: Documents) -> None:
    """Every documented typedef names the documented type."""
    typedefs = {fact.name: fact for fact in facts.typedefs}
    enums = {enum.name for enum in facts.enums}

    def check(symbol: Symbol) -> str:
        if symbol.type == "enum":
            return "" if symbol.name in enums else "missing"
        fact = typedefs.get(symbol.name)
        if fact is None:
            return "missing"
        return "" if same(symbol.type, fact.c) else f"is {declare(fact.c)!r}, not {symbol.type!r}"

    problems = score("typedefs", documents.named(Sort.TYPEDEF), check)

    assert problems == []


def fields_differ(facts: Facts, members: tuple[Member, ...], record: RecordFact) -> str:
    records = {fact.name: fact for fact in facts.records}
    if [member.name for member in members] != [field.name for field in record.fields]:
        return f"fields are {[field.name for field in record.fields]}"
    for member, field in zip(members, record.fields, strict=True):
        if member.members:
            problem = fields_differ(facts, member.members, records[field.c.name])
            if problem:
                return problem
        elif not is_field(member.type, field.name, field.c, facts):
            return f"field {field.name} is {declare(field.c)!r}, not {member.type!r}"
    return ""


def is_field(documented: str, name: str, c: CType, facts: Facts) -> bool:
    """The description writes an array as its declaration, with macros for lengths."""
    values = {macro.name: macro.value for macro in facts.macros}
    text = re.sub(r"\[(\w+)\]", lambda m: f"[{values.get(m[1], m[1])}]", documented)
    text = re.sub(rf"\b{name}(?=\[)", "", text) if "[" in text else text
    return (
        same(re.sub(r"\s*\[", "[", text), c)
        or same(text, c)
        or squeezed(text) == squeezed(declare(c))
    )


def squeezed(text: str) -> str:
    return canonical(text).replace(" ", "")


def test_structs_have_the_documented_fields(facts: Facts, documents: Documents) -> None:
    """Every documented struct is found with the documented fields; opaque ones have none."""
    records = {record.name: record for record in facts.records}
    typedefs = {fact.name: fact.c for fact in facts.typedefs}
    macros = {
        "struct _virSchedParameter",
        "struct _virBlkioParameter",
        "struct _virMemoryParameter",
    }

    def check(symbol: Symbol) -> str:
        target = typedefs.get(symbol.name)
        if target is None or canonical(symbol.type) != target.name:
            return f"is {target and declare(target)!r}, not {symbol.type!r}"
        record = records.get(target.name)
        if record is None:
            return "missing"
        if symbol.members and (record.size is None or any(f.offset is None for f in record.fields)):
            return "has no layout"
        return fields_differ(facts, symbol.members, record)

    assert not macros & records.keys()

    problems = score("structs", documents.named(Sort.STRUCT), check)

    assert problems == []


def test_callbacks_have_the_documented_parameters(facts: Facts, documents: Documents) -> None:
    """Every documented callback type is found with its result and its parameters."""
    typedefs = {fact.name: fact for fact in facts.typedefs}

    def check(symbol: Symbol) -> str:
        fact = typedefs.get(symbol.name)
        function = fact.c.target if fact is not None else None
        if fact is None or function is None or function.target is None:
            return "missing"
        if symbol.result is not None and not same(symbol.result.type, function.target):
            return f"returns {declare(function.target)!r}"
        return differences(symbol.members, [(p.name, p.c) for p in fact.parameters])

    problems = score("callbacks", documents.named(Sort.CALLBACK), check)

    assert problems == []


def test_macros_have_the_documented_values(facts: Facts, documents: Documents) -> None:
    """Every documented macro is found with its value or its parameters."""
    macros = {macro.name: macro for macro in facts.macros}

    def check(symbol: Symbol) -> str:
        macro = macros.get(symbol.name)
        if macro is None:
            return "missing"
        if symbol.members:
            found = tuple(name for name in macro.parameters)
            return "" if found == tuple(m.name for m in symbol.members) else f"takes {found}"
        if isinstance(macro.value, str):
            return "" if macro.value == symbol.value else f"is {macro.value!r}"
        if isinstance(macro.value, int) and re.fullmatch(r"\d+", symbol.value):
            return "" if macro.value == int(symbol.value) else f"is {macro.value}"
        return ""

    problems = score("macros", documents.named(Sort.MACRO), check)

    assert problems == []


def test_variables_have_the_documented_types(facts: Facts, documents: Documents) -> None:
    """Every documented variable is found with its type."""
    variables = {fact.name: fact for fact in facts.variables}

    def check(symbol: Symbol) -> str:
        fact = variables.get(symbol.name)
        return "" if fact is not None and same(symbol.type, fact.c) else "missing or another type"

    problems = score("variables", documents.named(Sort.VARIABLE), check)

    assert problems == []


def test_nothing_is_refused(facts: Facts) -> None:
    """No declaration of libvirt's headers is without a description."""
    assert facts.diagnostics == ()


def test_sentinels_are_marked(facts: Facts) -> None:
    """The enumerators behind VIR_ENUM_SENTINELS, and no others, are sentinels."""
    marked = {item.name for enum in facts.enums for item in enum.enumerators if item.sentinel}
    guarded = set()
    for header in sorted(Path("/usr/include/libvirt").glob("*.h")):
        for block in re.findall(
            r"#\s*ifdef VIR_ENUM_SENTINELS(.*?)#\s*endif", header.read_text("utf-8"), re.DOTALL
        ):
            guarded |= set(re.findall(r"\b(VIR_\w+_LAST)\b(?=\s*(?:,|/|$|=|\n))", block))

    print(f"libvirt sentinels: {len(marked)}, one of them in libvirt-admin.h")
    assert marked == guarded
    assert len(marked) == 72


def test_documented_parameter_names_win(facts: Facts) -> None:
    """A parameter has the name of the documentation, and keeps the header's beside it."""
    renamed = [
        (fn.name, p.name, p.header_name)
        for fn in facts.functions
        for p in fn.parameters
        if p.header_name not in ("", p.name) and "libvirt-qemu" not in fn.location.file
    ]

    print(f"libvirt parameters renamed by their documentation: {len(renamed)}")
    assert len(renamed) == 44
    assert ("virDomainAbortJob", "domain", "dom") in renamed
