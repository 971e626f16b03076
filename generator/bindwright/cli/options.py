# SPDX-License-Identifier: LGPL-2.1-or-later
"""The options that all commands share, before or after the command's name.

It does not define a command.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bindwright.cli.console import Console

if TYPE_CHECKING:
    from bindwright.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What the user said for the whole run."""

    console: Console
    folders: tuple[str, ...]
    """Of ``--project``; empty for every project in ``api-spec``."""

    def projects(self) -> tuple[Project, ...]:
        """Reads the projects that the run is about.

        Raises:
            BindwrightError: BW001 to BW004 and BW016, as ``project`` says.
        """
        from bindwright import project

        folders = tuple(map(Path, self.folders)) or project.find(Path.cwd())
        projects = tuple(project.read(folder) for folder in folders)
        project.check_apart(projects)
        return projects


_OPTIONS = (
    click.option(
        "--project",
        "folders",
        metavar="DIR",
        multiple=True,
        help="A folder with a project.toml; may be given several times. Default: all in ./api-spec.",
    ),
    click.option("--json", "as_json", is_flag=True, help="Print the result as JSON."),
    click.option("--quiet", "-q", is_flag=True, help="Print findings only."),
    click.option("--no-color", is_flag=True, help="Print without colours; NO_COLOR=1 does too."),
)


def shared(command: Callable[..., int | None]) -> Callable[..., int | None]:
    """Gives a command the shared options, and the session they make as its first argument."""

    @functools.wraps(command)
    def wrapped(
        folders: tuple[str, ...], as_json: bool, quiet: bool, no_color: bool, **arguments: Any
    ) -> int | None:
        context = click.get_current_context()
        outer = context.find_object(dict) or {}
        console = Console(
            as_json=as_json or outer.get("as_json", False),
            quiet=quiet or outer.get("quiet", False),
            colour=not (no_color or outer.get("no_color", False)),
        )
        session = Session(console=console, folders=folders or outer.get("folders", ()))
        return command(session, **arguments)

    return with_options(wrapped)


def with_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the shared options to a command or a group."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
