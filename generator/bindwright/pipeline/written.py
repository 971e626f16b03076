# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the two files that a project starts with, for people to read and change.

It finds out nothing: ``beginning`` does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bindwright.describe import Fit, Prefix
    from bindwright.model.facts import Facts
    from bindwright.pipeline.beginning import Asked, Binary, Package

_LICENCE = re.compile(r"[A-Za-z0-9.+]+(-[A-Za-z0-9.+]+)*")
_COLUMN = 40
"""Where a comment stands behind a value."""
_UNKNOWN = "LicenseRef-unknown"


def project_text(asked: Asked, name: str, package: Package, binary: Binary, facts: Facts) -> str:
    """Returns ``project.toml``."""
    licence = package.licence if _LICENCE.fullmatch(package.licence) else _UNKNOWN
    lines = [
        f"# Bindings for {name}: where its C is, and what to make of it.",
        "",
        "[library]",
        _pair("name", name, "of files and packages"),
        _pair("version", _version(package.version), "of the API"),
        _pair_or_example("summary", package.summary, "ONE LINE"),
        _pair("licence", licence, "an SPDX expression: goes into every generated file"),
        _pair_or_example("homepage", package.homepage, "https://.."),
        _sonames(binary),
        "",
        "# Where the details of a failure are read; without it an error says which function failed, and its code.",
        "# [library.errors]",
        '# message = "FUNCTION"                  # returns the text: of the last error, or of the code that it takes',
        '# code-enum = "ENUM"                    # makes a kind of error of each code',
        "",
        "[extract]",
        _list("headers", asked.headers),
    ]
    if asked.include:
        lines.append(_list("include", asked.include, "folders to look for headers"))
    if asked.defines:
        lines.append(_list("defines", asked.defines))
    if package.name:
        lines.append(_list("pkg-config", (package.name,), "has the compiler's flags"))
    lines.append(_libraries(binary, facts))
    lines += [
        '# public = ["FOLDER"]                   # more headers whose declarations count',
        "",
        "[describe]",
        _pair("overlay", "overlay.toml", "what the headers do not say"),
    ]
    return "\n".join(lines) + "\n"


def output_text(name: str) -> str:
    """Returns what ``project.toml`` says of its output beside other projects."""
    return "\n".join(("", "[generate]", _pair("output", f"out/{name}"))) + "\n"


def _version(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z0-9._+-]+", text) else "0"


def _sonames(binary: Binary) -> str:
    if binary.soname:
        return _list("sonames", (binary.soname,), "what programs load")
    return '# sonames = ["libNAME.so.1"]            # what programs load'


def _libraries(binary: Binary, facts: Facts) -> str:
    if not binary.file:
        return '# libraries = ["libNAME.so"]            # where the functions are'
    told = f"has {binary.exported} of {len(facts.functions)} functions"
    return _list("libraries", (binary.file,), told)


def overlay_text(facts: Facts, prefixes: Sequence[Prefix], fits: Sequence[Fit]) -> str:
    """Returns ``overlay.toml``: what fits switched on, what may fit as a question."""
    lines = [
        "# What the headers do not say in a form that Bindwright can read.",
        f"# What stands here was tried on the {len(facts.functions)} functions of the headers.",
        "",
        "[names]",
        *_named("prefixes", [item for item in prefixes if not item.glued], "LIB_"),
        *_named("glued", [item for item in prefixes if item.glued], ""),
        "",
        "[conventions]",
    ]
    for fit in fits:
        if fit.sure:
            lines += [f"# {fit.meaning}", _switch(fit)]
    doubtful = [fit for fit in fits if not fit.sure]
    if doubtful:
        lines += ["", "# What the headers cannot tell: switch on what is so here.", "#"]
    for fit in doubtful:
        lines += [f"# {fit.meaning}", f"# {_switch(fit, _COLUMN - 2)}"]
    return "\n".join([*lines, "", *_EXAMPLES]) + "\n"


_EXAMPLES = (
    "# The rest is said of one function or type, in the words that api-spec/README.md of Bindwright lists:",
    "#",
    "# [function.NAME]",
    '# say = "(constructor TYPE) (failure null)"',
    '# returns = "(transfer full)"',
    '# ARGUMENT = "(bytes) (array length=OTHER)"',
    "#",
    "# [[pattern]]                           # of many at once",
    '# name = "left-out"',
    '# functions = "^test_"',
    '# function = "(skip only for its own tests)"',
    "#",
    "# [[enum]]                              # an enum of macros that belong together",
    '# name = "NAME"',
    '# constants = "LIB_(OK|ERROR)"',
)


def _named(key: str, found: Sequence[Prefix], example: str) -> Iterator[str]:
    if found:
        told = ", ".join(f"{item.text}: {item.count} names" for item in found)
        yield _list(key, list(dict.fromkeys(item.text for item in found)), told)
    elif example:
        yield f'# {key} = ["{example}"]                   # taken off public names'


def _switch(fit: Fit, column: int = _COLUMN) -> str:
    some = ", ".join(fit.about[:2])
    told = f"{len(fit.about)}: {some}{', ..' if len(fit.about) > 2 else ''}"
    if not fit.options:
        return _commented(f"{fit.name} = true", told, column)
    options = ", ".join(f"{key} = {_quoted(value)}" for key, value in fit.options.items())
    return _commented(f"{fit.name} = {{ {options} }}", told, column)


def _pair(key: str, value: str, comment: str = "") -> str:
    return _commented(f"{key} = {_quoted(value)}", comment)


def _pair_or_example(key: str, value: str, example: str) -> str:
    return _pair(key, value) if value else f"# {_pair(key, example)}"


def _list(key: str, values: Sequence[str], comment: str = "") -> str:
    return _commented(f"{key} = [{', '.join(map(_quoted, values))}]", comment)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _commented(text: str, comment: str, column: int = _COLUMN) -> str:
    return f"{text:<{column - 1}} # {comment}" if comment else text
