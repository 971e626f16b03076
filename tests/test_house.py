# SPDX-License-Identifier: LGPL-2.1-or-later
"""Holds the rules of the house: who imports whom, what templates may do, what no file may lack."""

from __future__ import annotations

import ast
import re
import shutil
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "generator" / "bindwright"
TEMPLATES = ROOT / "templates"

MIDDLE = {
    "check",
    "conform",
    "describe",
    "extract",
    "output",
    "plain",
    "polish",
    "project",
    "render",
    "spec",
    "stamps",
    "target",
}
LEAVES = {"atomic", "diagnostics", "model", "resources", "tables", "tools"}
MAY_IMPORT: dict[str, set[str]] = {
    "__init__": set(),
    "__main__": {"cli"},
    "cli": {"__version__", "pipeline", *MIDDLE, *LEAVES},
    "pipeline": {*MIDDLE, *LEAVES},
    **dict.fromkeys(MIDDLE, LEAVES),
    "tables": {"diagnostics"},
    "tools": {"diagnostics"},
    "model": {"diagnostics"},
    "atomic": set(),
    "resources": set(),
    "diagnostics": set(),
}
DOORS = {
    "black": "polish.py",
    "click": "cli/",
    "elftools": "extract/symbols.py",
    "jinja2": "render.py",
    "lxml": "spec/",
    "pycparser": "extract/parse.py",
    "rich": "cli/",
    "subprocess": "tools.py",
}
MODULES = sorted(PACKAGE.rglob("*.py"))
TARGETS = sorted(folder.parent.name for folder in TEMPLATES.glob("*/target.toml"))
ALL_TEMPLATES = sorted(TEMPLATES.rglob("*.j2"))

WITHOUT_COMMENTS = {".json", ".lock", ".golden", ".txt", ".typed", ".gitkeep"}
"""Endings of files that cannot hold a licence line."""


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Yields every module that a file imports, however deep the import stands."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}:{node.lineno}: relative import"
            if node.module == "bindwright":
                yield from ((node.lineno, f"bindwright.{alias.name}") for alias in node.names)
            elif node.module:
                yield node.lineno, node.module


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_imports_only_to_its_right(path: Path) -> None:
    """Siblings never import each other, and leaves import no stage."""
    allowed = MAY_IMPORT[room(path)] | {room(path)}
    wrong = [
        f"{name_of(path)}:{line}: {module}"
        for line, module in imports(path)
        if module.startswith("bindwright.") and module.split(".")[1] not in allowed
    ]

    assert wrong == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_uses_foreign_code_through_its_door(path: Path) -> None:
    """Each third-party library is imported in one place; the rest is the standard library."""
    inside = path.relative_to(PACKAGE).as_posix()
    wrong = []
    for line, module in imports(path):
        top = module.partition(".")[0]
        if top in DOORS:
            allowed = inside == DOORS[top] or (
                DOORS[top].endswith("/") and inside.startswith(DOORS[top])
            )
        else:
            allowed = top in sys.stdlib_module_names or top == "bindwright"
        if not allowed:
            wrong.append(f"{name_of(path)}:{line}: {module}")

    assert wrong == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_leaves_printing_to_the_command_line(path: Path) -> None:
    """Nothing outside of ``cli`` prints, reads from the terminal or exits."""
    if room(path) == "cli":
        return
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    wrong = [
        f"{name_of(path)}:{call.lineno}: {ast.unparse(call.func)}"
        for call in calls
        if ast.unparse(call.func) in {"print", "input", "exit", "quit", "sys.exit", "os._exit"}
    ]

    assert wrong == []


CODES = {
    "check": range(400, 500),
    "cli": range(20),
    "conform": range(710, 730),
    "describe": range(200, 300),
    "extract": range(100, 190),
    "output": range(800, 900),
    "plain": range(500, 600),
    "polish": range(700, 710),
    "project": range(20),
    "render": range(600, 700),
    "spec": [*range(140, 150), *range(300, 400)],
    "tables": range(20),
    "target": range(600, 700),
    "tools": range(190, 200),
}
"""The codes of findings by who finds; the pipeline, where all meet, may use any."""
TABLES = {1, 2, 3}
"""What can be wrong with any TOML file."""


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_finds_with_codes_of_its_own(path: Path) -> None:
    """A code means one thing, so each room has a range of codes."""
    found = {
        int(node.value[2:])
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"BW\d{3}", node.value)
    }

    assert room(path) == "pipeline" or found <= TABLES | set(CODES.get(room(path), ()))


def identifiers(node: ast.AST) -> Iterator[str]:
    for field in ("id", "name", "attr", "arg", "asname"):
        value = getattr(node, field, None)
        if isinstance(value, str):
            yield value


def mentions(path: Path, names: set[str]) -> Iterator[str]:
    """Yields each place where a string is a target's name or an identifier has it as a word."""
    for node in ast.walk(ast.parse(path.read_text())):
        found = set()
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found = names & {node.value.lower()}
        for identifier in identifiers(node):
            words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+|\d+", identifier)
            found |= names & {word.lower() for word in words}
        yield from (f"{name_of(path)}:{getattr(node, 'lineno', 0)}: {name}" for name in found)


@pytest.mark.parametrize("path", [*MODULES, *sorted((ROOT / "tests").glob("*.py"))], ids=name_of)
def test_module_names_no_target(path: Path) -> None:
    """The generator and its tests do not know which targets exist; one letter is C's own name, too."""
    names = {name for name in TARGETS if len(name) > 1}

    assert sorted(mentions(path, names)) == []


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def test_pyproject_names_no_target() -> None:
    """A new language does not touch the project's configuration."""
    found = set(strings(tomllib.loads((ROOT / "pyproject.toml").read_text())))

    assert sorted(found & {name for name in TARGETS if len(name) > 1}) == []


# Templates


def parsed(path: Path) -> nodes.Template:
    return jinja2.Environment(trim_blocks=True, lstrip_blocks=True).parse(path.read_text())


@pytest.mark.parametrize("path", ALL_TEMPLATES, ids=name_of)
def test_template_does_not_think(path: Path) -> None:
    """No ``set`` inside ``for``, and no method call."""
    tree = parsed(path)
    wrong = [
        f"{name_of(path)}:{inner.lineno}: set inside for"
        for loop in tree.find_all(nodes.For)
        for inner in loop.find_all((nodes.Assign, nodes.AssignBlock))
    ]
    wrong += [
        f"{name_of(path)}:{call.lineno}: call of .{call.node.attr}"
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Getattr)
    ]

    assert wrong == []


def depth(node: nodes.Node) -> int:
    """Returns how deep blocks are nested; an ``elif`` is as deep as its ``if``."""
    if isinstance(node, nodes.If):
        branches = [node.body, node.else_, *(branch.body for branch in node.elif_)]
        return 1 + max(
            depth(child) for branch in branches for child in branch or [nodes.Output([])]
        )
    counts = isinstance(node, nodes.For | nodes.CallBlock | nodes.FilterBlock | nodes.With)
    return counts + max((depth(child) for child in node.iter_child_nodes()), default=0)


@pytest.mark.parametrize("path", ALL_TEMPLATES, ids=name_of)
def test_template_nests_three_blocks_at_most(path: Path) -> None:
    """What needs more is a macro of its own or a field that the view lacks."""
    assert depth(parsed(path)) <= 3


def macros(path: Path) -> set[str]:
    return {macro.name for macro in parsed(path).find_all(nodes.Macro)}


def top_names(path: Path) -> set[str]:
    """Returns what a template offers to others: macros, and tables that are set at its top."""
    tables = {
        node.target.name
        for node in parsed(path).body
        if isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name)
    }
    return macros(path) | tables


def imported(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yields each name that a template imports: line, template, name."""
    for node in parsed(path).find_all(nodes.FromImport):
        assert isinstance(
            node.template, nodes.Const
        ), f"{name_of(path)}:{node.lineno}: computed name"
        for name in node.names:
            yield node.lineno, node.template.value, name if isinstance(name, str) else name[0]


def resolve(importer: Path, template: str) -> Path:
    beside = importer.parent / template
    return beside if beside.is_file() else TEMPLATES / template


@pytest.mark.parametrize("path", ALL_TEMPLATES, ids=name_of)
def test_template_imports_what_exists(path: Path) -> None:
    """Every imported macro or table is defined where it is imported from."""
    wrong = [
        f"{name_of(path)}:{line}: {template} has no {name}"
        for line, template, name in imported(path)
        if not resolve(path, template).is_file() or name not in top_names(resolve(path, template))
    ]

    assert wrong == []


def test_every_macro_is_used() -> None:
    """A macro that no template calls, names or imports is not kept."""
    used: set[tuple[Path, str]] = set()
    for path in ALL_TEMPLATES:
        loads = {n.name for n in parsed(path).find_all(nodes.Name) if n.ctx == "load"}
        used |= {(path, name) for name in loads}
        used |= {(resolve(path, template), name) for _, template, name in imported(path)}
    wrong = [
        f"{name_of(path)}: {name}"
        for path in ALL_TEMPLATES
        for name in sorted(macros(path))
        if (path, name) not in used
    ]

    assert wrong == []


# Files


NOT_OURS = {"build", "__pycache__"}
"""Folders that tools make; those that start with a dot are not looked into either, but for ``.ci``."""


def tracked() -> list[Path]:
    """Returns the files that are in the repository; without git, all that no tool made."""
    if shutil.which("git") and (ROOT / ".git").exists():
        command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
        return [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [
        path
        for top in sorted(ROOT.iterdir())
        if top.name not in NOT_OURS and (top.name[0] != "." or top.name == ".ci")
        for path in ([top] if top.is_file() else sorted(top.rglob("*")))
        if path.is_file() and not NOT_OURS & set(path.parts) and "egg-info" not in str(path)
    ]


def test_every_file_names_its_licence() -> None:
    """Each tracked file that can hold a comment has an SPDX line near its top."""
    wrong = []
    for path in tracked():
        if path.name in {"COPYING", "MANIFEST"} or path.suffix in WITHOUT_COMMENTS:
            continue
        if path.parent.name == "corpus":  # what a fuzzer reads is whole as it is
            continue
        head = path.read_bytes()[:2000] if path.is_file() else b""
        if head and b"SPDX-License-Identifier: " not in head:
            wrong.append(name_of(path))

    assert wrong == []


def test_output_does_not_tell_where_it_was_made() -> None:
    """No generated file holds this machine's name, home or source folder."""
    marks = [str(ROOT), str(Path.home()) + "/", socket.gethostname()]
    wrong = [
        f"{name_of(path)}: {mark}"
        for path in sorted((ROOT / "out").rglob("*"))
        if path.is_file()
        for mark in marks
        if len(mark) > 3
        and re.search(rb"\b" + re.escape(mark.encode()) + rb"\b", path.read_bytes())
    ]

    assert wrong == []


def test_locks_hold_the_pins() -> None:
    """What pyproject.toml pins is what is installed, and both locks agree."""
    pins = re.compile(r"^([A-Za-z0-9_.-]+==[^\s\\;]+)", re.M)
    run = set(pins.findall((ROOT / "requirements.lock").read_text()))
    test = set(pins.findall((ROOT / "requirements-test.lock").read_text()))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]

    assert set(project["project"]["dependencies"]) | set(groups["build"]) <= run
    assert set(groups["test"]) <= test
    assert run <= test
