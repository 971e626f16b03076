# SPDX-License-Identifier: LGPL-2.1-or-later
"""Renders a target's templates to files: the only door to Jinja.

It does not write files and does not know what they hold.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

import jinja2

from bindwright import resources
from bindwright.diagnostics import BindwrightError, Location, failure

Filters = Mapping[str, Callable[..., str]]


class Rule(Protocol):
    """Which file, or files, one template makes."""

    @property
    def template(self) -> str:
        """The template's file in the target's folder: ``object.c.j2``."""

    @property
    def path(self) -> str:
        """The file's path below the package, with ``{package}``, ``{library}`` and ``{name}``."""

    @property
    def each(self) -> str:
        """A list of the view that gives a file an element; empty for one file."""

    @property
    def role(self) -> str:
        """The naming role that ``{name}`` stands for: of each element, or of the library; empty where elements have one name."""


def environment(folder: Path, filters: Filters) -> jinja2.Environment:
    """Returns the one environment every template runs in: strict, and without globals."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader([folder, folder.parent]),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
        auto_reload=False,
        bytecode_cache=_compiled(),
    )
    made.globals.clear()
    made.filters.update(filters)
    return made


def _compiled() -> jinja2.BytecodeCache | None:
    """Keeps compiled templates in the user's cache, by their content; a cache that cannot be written is none."""
    folder = resources.cache() / "templates"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return jinja2.FileSystemBytecodeCache(str(folder)) if os.access(folder, os.W_OK) else None


def render(
    view: Any, folder: Path, rules: Iterable[Rule], filters: Filters, runtime: str = "runtime"
) -> dict[str, bytes]:
    """Returns the content of every file of a target's package by its path below the package.

    The files of ``folder/runtime``, or another folder named so, are among them, copied as they are
    but for the word ``bw_package``, which is the package's name.
    A template sees ``view``, and ``current`` where it makes a file for each element of a list;
    a macro of another file sees ``view`` alone and gets the rest as arguments.

    Raises:
        BindwrightError: BW611 a template fails, BW612 two rules make one file.
    """
    made = environment(folder, filters)
    made.globals["view"] = view
    manifest = Location(file=str(folder / "target.toml"))
    files: dict[str, bytes] = {}
    for path, content in _runtime(view, folder / runtime):
        _add(files, path, content, manifest)
    for rule in rules:
        for path, current in _instances(rule, view, manifest):
            made.globals["current"] = current
            text = _render(made, rule.template, folder)
            _add(files, path, text.encode("utf-8"), manifest)
    return dict(sorted(files.items()))


def place(path: str, view: Any, name: str = "") -> str:
    """Fills the view's names into a file's path."""
    return path.format(package=view.package, library=view.library.c_name, name=name)


def _instances(rule: Rule, view: Any, manifest: Location) -> list[tuple[str, object]]:
    if not rule.each:
        name = _named(view.library, rule.role) if rule.role else ""
        return [(place(rule.path, view, name), None)]
    elements = getattr(view, rule.each, None)
    if elements is None:
        cause = f"a file is made for each of '{rule.each}', which the view does not have"
        raise failure("BW611", cause, manifest)
    return [(place(rule.path, view, _named(item, rule.role)), item) for item in elements]


def _named(item: Any, role: str) -> str:
    """Returns an element's name in a role; the name itself is text where no role spells it."""
    return str(getattr(item.name, role) if role else item.name)


def _render(made: jinja2.Environment, template: str, folder: Path) -> str:
    try:
        return made.get_template(template).render()
    except jinja2.TemplateNotFound as error:
        place_of = Location(file=str(folder / "target.toml"))
        raise failure("BW611", f"template '{error.name}' does not exist", place_of) from None
    except jinja2.TemplateSyntaxError as error:
        where = Location(file=error.filename or template, line=error.lineno)
        raise failure("BW611", str(error.message), where) from None
    except BindwrightError:
        raise
    except Exception as error:
        raise failure(
            "BW611",
            f"{type(error).__name__}: {error}",
            _template_line(error, folder / template),
            "templates only see `view`; `bindwright show TARGET` prints it",
        ) from error


def _template_line(error: Exception, template: Path) -> Location:
    """Finds the innermost template line in a traceback."""
    found = Location(file=str(template))
    step = error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename.endswith(".j2"):
            found = Location(file=step.tb_frame.f_code.co_filename, line=step.tb_lineno)
        step = step.tb_next
    return found


def _runtime(view: Any, runtime: Path) -> list[tuple[str, bytes]]:
    package = str(view.package).encode("utf-8")
    found = []
    for path in sorted(runtime.rglob("*")) if runtime.is_dir() else ():
        if path.is_file() and "__pycache__" not in path.parts:
            relative = path.relative_to(runtime).as_posix()
            content = re.sub(rb"\bbw_package\b", lambda _: package, path.read_bytes())
            found.append((place(relative, view), content))
    return found


def _add(files: dict[str, bytes], path: str, content: bytes, manifest: Location) -> None:
    if path in files:
        raise failure("BW612", f"two rules make the file '{path}'", manifest)
    files[path] = content
