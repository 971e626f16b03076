# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads TOML files whose keys are closed, and knows the line of each key for messages.

It does not know what any key means.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bindwright.diagnostics import BindwrightError, Diagnostic, Location, failure

Places = Mapping[tuple[str, ...], Location]

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(
    r"""\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*="""
)
_PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")
_END = " (at end of document)"
_ERROR = re.compile(r"(.*) \(at line (\d+), column (\d+)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of a TOML file."""

    data: Mapping[str, Any]
    path: tuple[str, ...]
    """Where it stands: ``("generate", "names")``; elements of an array of tables are counted: ``("rule", "0")``."""
    file: str
    """As messages show it: ``api-spec/keel/project.toml``."""
    places: Places

    def at(self, key: str = "") -> Location:
        """Returns where a key stands, or the table when it has no such key."""
        path = (*self.path, key) if key else self.path
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Location(file=self.file))

    def close(self, known: Iterable[str]) -> None:
        """Checks that the table has no other keys.

        Raises:
            BindwrightError: BW002 for each unknown key.
        """
        names = sorted(known)
        unknown = [key for key in self.data if key not in names]
        if unknown:
            raise BindwrightError(tuple(self._unknown(key, names) for key in unknown))

    def _unknown(self, key: str, known: list[str]) -> Diagnostic:
        near = difflib.get_close_matches(key, known, n=1)
        within = f" in [{'.'.join(self.path)}]" if self.path else ""
        return Diagnostic(
            code="BW002",
            message=f"unknown key '{key}'{within}",
            location=self.at(key),
            hint=f"did you mean '{near[0]}'?" if near else f"known keys: {', '.join(known)}",
        )

    def wrong(self, key: str, expected: str) -> BindwrightError:
        """Builds the error for a value that is not what it has to be: BW003."""
        name = ".".join((*self.path, key))
        return failure("BW003", f"'{name}' is not {expected}", self.at(key))

    def text(self, key: str, default: str | None = None) -> str:
        """Returns a string; without a default it must be there.

        Raises:
            BindwrightError: BW003 when it is missing or no string.
        """
        value = self.data.get(key, default)
        if value is None:
            name = ".".join((*self.path, key))
            raise failure("BW003", f"'{name}' is missing", self.at())
        if not isinstance(value, str):
            raise self.wrong(key, "a string")
        return value

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Returns a list of strings.

        Raises:
            BindwrightError: BW003 when it is something else.
        """
        value = self.data.get(key, list(default))
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.wrong(key, "a list of strings")
        return tuple(value)

    def flag(self, key: str, default: bool = False) -> bool:
        """Returns a truth value.

        Raises:
            BindwrightError: BW003 when it is something else.
        """
        value = self.data.get(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, "true or false")
        return value

    def table(self, key: str) -> Table:
        """Returns a table within this one, empty when it is absent.

        Raises:
            BindwrightError: BW003 when it is something else.
        """
        value = self.data.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(key, "a table")
        return self._inner(value, key)

    def tables(self, key: str) -> Iterator[Table]:
        """Yields the elements of an array of tables.

        Raises:
            BindwrightError: BW003 when it is something else.
        """
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.wrong(key, "an array of tables")
        for number, item in enumerate(value):
            yield self._inner(item, key, str(number))

    def _inner(self, data: Mapping[str, Any], *path: str) -> Table:
        return Table(data=data, path=(*self.path, *path), file=self.file, places=self.places)


def load(path: Path, shown: str = "") -> Table:
    """Reads a TOML file; ``shown`` is how messages name it.

    Raises:
        BindwrightError: BW001 when it cannot be read or is not TOML.
    """
    file = shown or str(path)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        cause = error.strerror or "unknown cause"
        raise failure("BW001", f"cannot read it: {cause}", Location(file=file)) from None
    except UnicodeDecodeError:
        raise failure("BW001", "not UTF-8 text", Location(file=file)) from None
    return parse(text, file)


def parse(text: str, file: str) -> Table:
    """Reads TOML text; ``file`` is how messages name it.

    Raises:
        BindwrightError: BW001 when it is not TOML.
    """
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        cause, location = str(error), Location(file=file)
        if match := _ERROR.fullmatch(cause):
            cause = match[1]
            location = Location(file=file, line=int(match[2]), column=int(match[3]))
        elif cause.endswith(_END):
            cause = cause.removesuffix(_END)
            location = Location(file=file, line=len(text.splitlines()))
        raise failure("BW001", f"not valid TOML: {cause}", location) from None
    return Table(data=data, path=(), file=file, places=_places(text, file))


def _places(text: str, file: str) -> Places:
    """Finds where each table and key stands, good enough for messages: values are not looked into."""
    places: dict[tuple[str, ...], Location] = {}
    counts: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if match := _HEADER.match(line):
            table = _parts(match[2])
            if match[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
            path, column = _counted(table, counts), match.start(2) + 1
        elif match := _KEY.match(line):
            path, column = (*_counted(table, counts), *_parts(match[1])), match.start(1) + 1
        else:
            continue
        places.setdefault(path, Location(file=file, line=number, column=column))
    return places


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))


def _counted(table: tuple[str, ...], counts: Mapping[tuple[str, ...], int]) -> tuple[str, ...]:
    """Puts the number of the current element behind each array of tables."""
    path: tuple[str, ...] = ()
    for end in range(1, len(table) + 1):
        path = (*path, table[end - 1])
        if table[:end] in counts:
            path = (*path, str(counts[table[:end]]))
    return path
