# SPDX-License-Identifier: LGPL-2.1-or-later
"""The commands: what each takes, what it prints and what its exit status says.

They import the pipeline when they run, so that a command costs only what it uses.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bindwright import __version__
from bindwright.cli.console import findings_data
from bindwright.cli.options import Session, shared, with_options
from bindwright.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bindwright.cli.console import Console
    from bindwright.pipeline.beginning import Begun
    from bindwright.pipeline.comparing import Comparison
    from bindwright.pipeline.generating import Tree
    from bindwright.pipeline.suggesting import Suggested
    from bindwright.project import Project

_PURPOSES = ("build", "check", "test", "demo")
_FEW = 20
"""How many warnings are printed unless all are asked for."""
_TARGETS = click.argument("targets", nargs=-1, metavar="[TARGET...]")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="bindwright", message="%(prog)s %(version)s")
@with_options
@click.pass_context
def GROUP(context: click.Context, /, **options: Any) -> None:
    """Makes bindings for a C library, in every language, from its headers.

    \b
    From headers to packages:
      bindwright init        start a project for a library of your own
      bindwright extract     read the headers into api-spec/NAME/NAME.xml
      bindwright check       see what the description lacks
      bindwright suggest     see what the documentation says that it lacks
      bindwright generate    make a package for every target in out/

    Each command works on every project in ./api-spec, or on --project DIR.
    Findings say where, why and what to do; their codes are stable.
    The exit status is 0, 1 when something is wrong, 2 for wrong usage.
    """
    context.obj = options


_INSTALLED = click.option(
    "--installed",
    is_flag=True,
    help="Leave out libraries that are not installed, and targets whose tools are not.",
)


def _left_out(session: Session, project: Project) -> tuple[str, ...]:
    """Returns which of a library's packages are missing, and says so."""
    from bindwright.pipeline import describing

    missing = describing.missing_packages(project)
    if missing:
        session.console.say(f"{project.name}: left out, not installed: {' '.join(missing)}")
    return missing


@GROUP.command()
@click.argument("headers", nargs=-1, required=True, metavar="HEADER...")
@click.option("--name", default="", help="What to call the project. Default: as the header.")
@click.option(
    "--folder", type=click.Path(path_type=Path), help="Where it goes. Default: api-spec/NAME."
)
@click.option("--include", multiple=True, metavar="DIR", help="A folder to look for headers.")
@click.option("--define", multiple=True, metavar="NAME=VALUE", help="A macro to define.")
@shared
def init(
    session: Session,
    headers: tuple[str, ...],
    name: str,
    folder: Path | None,
    include: tuple[str, ...],
    define: tuple[str, ...],
) -> int:
    """Start a project for a library of your own.

    HEADER is what a program includes, zlib.h, or a file, ./include/zlib.h.
    Looks for its package and its library, tries what names and conventions fit,
    and writes project.toml and overlay.toml, with comments. Overwrites nothing.

    \b
    Examples:
      bindwright init zlib.h
      bindwright init libxml/parser.h libxml/tree.h --name libxml2
      bindwright init ./include/acme.h --folder bindings/acme
    """
    from bindwright.pipeline import beginning

    console = session.console
    asked = beginning.Asked(headers=headers, include=include, defines=define)
    with console.working("reading headers"):
        done = beginning.begin(asked, name, folder)
    console.findings(done.diagnostics)
    for line in _begun(done):
        console.say(line)
    console.data(
        {
            "project": done.name,
            "folder": done.folder,
            "files": list(done.files),
            "package": done.package.name or None,
            "library": done.binary.file or None,
            "functions": done.functions,
            "conventions": [fit.name for fit in done.fits if fit.sure],
            "diagnostics": findings_data(done.diagnostics),
        }
    )
    return 0


def _begun(done: Begun) -> list[str]:
    """Returns what is said of a project that was just started, and what to do next."""
    sure = [fit.name for fit in done.fits if fit.sure]
    asked = len(done.fits) - len(sure)
    where = f"package {done.package.name}" if done.package.name else "no package"
    binary = done.binary
    held = f"{binary.exported} of them in {binary.soname}" if binary.file else "no library"
    project = "" if done.folder == f"api-spec/{done.name}" else f" --project {done.folder}"
    return [
        f"{done.name}: {done.functions} functions, {held}, {where}",
        f"{done.name}: {len(sure)} conventions fit: {', '.join(sure) or 'none'}",
        *([f"{done.name}: {asked} more may fit: the overlay asks"] if asked else []),
        *(f"{done.name}: written: {file}" for file in done.files),
        "",
        "Read both files, then:",
        f"  bindwright extract{project}     describe the headers",
        f"  bindwright check{project}       see what is not known yet",
        f"  bindwright suggest{project}     see what the documentation says of it",
        f"  bindwright generate{project}    make the packages",
    ]


@GROUP.command()
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; exit 1 if a file would change."
)
@_INSTALLED
@shared
def extract(session: Session, only_check: bool, installed: bool) -> int:
    """Read C headers and write the description.

    The description, api-spec/NAME/NAME.xml, is all that `generate` reads: commit it.

    \b
    Examples:
      bindwright extract
      bindwright extract --project api-spec/keel
      bindwright extract --check          has anybody changed a header?
    """
    from bindwright.pipeline import describing

    console, failed = session.console, False
    results: list[dict[str, Any]] = []
    for project in session.projects():
        if installed and (missing := _left_out(session, project)):
            results.append({"project": project.name, "missing": list(missing)})
            continue
        with console.working(f"{project.name}: reading headers"):
            done = describing.extract(project, write=not only_check)
        console.findings(done.diagnostics)
        state = "unchanged" if not done.changed else "differs" if only_check else "written"
        console.say(f"{project.name}: {state}: {done.file} ({done.summary})")
        if only_check and done.changed:
            failed = True
            console.findings([describing.stale_description(project)])
        failed |= any(found.severity is Severity.ERROR for found in done.diagnostics)
        results.append(
            {
                "project": project.name,
                "file": done.file,
                "state": state,
                "counts": dict(done.counts),
                "diagnostics": findings_data(done.diagnostics),
            }
        )
    console.data(results)
    return int(failed)


@GROUP.command()
@click.option("--all", "show_all", is_flag=True, help="Print every warning.")
@shared
def check(session: Session, show_all: bool) -> int:
    """List what the description lacks.

    A function whose meaning is not complete is listed with what is missing, and is not generated.

    \b
    Examples:
      bindwright check
      bindwright check --project api-spec/libvirt --json
    """
    from bindwright.pipeline import describing

    console, results, failed = session.console, [], False
    for project in session.projects():
        done = describing.check(project)
        errors = [found for found in done.diagnostics if found.severity is Severity.ERROR]
        others = [found for found in done.diagnostics if found.severity is not Severity.ERROR]
        shown = others if show_all else others[:_FEW]
        console.findings([*errors, *shown])
        if len(shown) < len(others):
            console.say(f"and {len(others) - len(shown)} more warnings: bindwright check --all")
        console.say(
            f"{project.name}: {done.complete} of {done.functions} functions are complete,"
            f" {done.skipped} are left out on purpose"
        )
        failed |= bool(errors)
        results.append(
            {
                "project": project.name,
                "functions": done.functions,
                "complete": done.complete,
                "skipped": done.skipped,
                "incomplete": {name: list(missing) for name, missing in done.incomplete},
                "diagnostics": findings_data(done.diagnostics),
            }
        )
    console.data(results)
    return int(failed)


@GROUP.command()
@click.argument("names", nargs=-1, metavar="[NAME...]")
@click.option("--all", "everything", is_flag=True, help="Print what is known already, too.")
@click.option("--overlay", "as_overlay", is_flag=True, help="Print entries for the overlay.")
@_INSTALLED
@shared
def suggest(
    session: Session, names: tuple[str, ...], everything: bool, as_overlay: bool, installed: bool
) -> int:
    """Propose annotations, each with its evidence.

    The evidence is a sentence of the documentation, an attribute, or what a declaration says.
    Without --all, only what is not known yet or contradicts what is known is printed.
    NAME is a function, a callback type or a struct of C.

    \b
    Examples:
      bindwright suggest
      bindwright suggest virDomainGetXMLDesc --all
      bindwright suggest --overlay        ready to paste, after reading it
    """
    from bindwright.pipeline import suggesting

    console = session.console
    projects = [
        project for project in session.projects() if not (installed and _left_out(session, project))
    ]
    results = suggesting.suggest(projects, names, everything=everything)
    for result in results:
        if as_overlay:
            console.say(result.entries.rstrip("\n") or f"# {result.project}: nothing to add")
            continue
        for item in result.suggestions:
            console.say(f"{item.element}: {item.annotation}", bold=True)
            console.say(f"  {item.location}: {item.evidence}")
            if item.known:
                console.say(f"  known: {item.known}")
        more = f", {result.known} more say what is known: --all" if result.known else ""
        console.say(f"{result.project}: {len(result.suggestions)} suggestions{more}")
    console.data([_suggested_data(result) for result in results])
    return 0


def _suggested_data(result: Suggested) -> dict[str, Any]:
    return {
        "project": result.project,
        "suggestions": [
            {
                "on": item.on,
                "name": item.name,
                "member": item.member,
                "annotation": str(item.annotation),
                "rule": item.rule,
                "witness": item.witness.value,
                "evidence": item.quote,
                "file": item.location.file,
                "line": item.location.line,
                "standing": item.standing.value,
                "known": item.known or None,
            }
            for item in result.suggestions
        ],
        "others": result.known,
    }


@GROUP.command()
@_TARGETS
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; exit 1 if a file would change."
)
@click.option("--force", is_flag=True, help="Overwrite files that were edited by hand.")
@shared
def generate(session: Session, targets: tuple[str, ...], only_check: bool, force: bool) -> int:
    """Make a package for each target from the description.

    Reads api-spec/NAME/NAME.xml and no header.
    Writes out/ as a whole or not at all, and leaves unchanged files alone.

    \b
    Examples:
      bindwright generate
      bindwright generate c
      bindwright generate --check         is out/ what the description says?
    """
    from bindwright.pipeline import generating

    console, results, failed = session.console, [], False
    for project in session.projects():
        console.findings(generating.left_over(project))
        for target, work in generating.trees(project, targets, write=not only_check, force=force):
            with console.working(f"{project.name}: {target}"):
                tree = work()
            console.findings(tree.diagnostics)
            failed |= any(found.severity is Severity.ERROR for found in tree.diagnostics)
            console.say(_told(tree, only_check))
            results.append(_tree_data(tree))
    console.data(results)
    return int(failed)


_HAPPENED = {
    "missing": ("new", "missing"),
    "stale": ("changed", "stale"),
    "orphan": ("removed", "left over"),
    "edited": ("overwritten", "edited by hand"),
    "stray": ("stray", "stray"),
}
"""What is said of a file by how it differed: when it was written, and when it was only compared."""


def _told(tree: Tree, only_check: bool) -> str:
    """Returns one line about a target's package."""
    changes = [f"{len(tree.changes[kind])} {_HAPPENED[kind][only_check]}" for kind in tree.changes]
    cost = f"{tree.seconds:.2f} s"
    if tree.polish_seconds >= 0.01:
        cost += f" and {tree.polish_seconds:.2f} s of formatting"
    state = ", ".join(changes) or "unchanged"
    return f"{tree.project}: {tree.folder}: {tree.files} files, {state} ({cost})"


def _tree_data(tree: Tree) -> dict[str, Any]:
    return {
        "project": tree.project,
        "target": tree.target,
        "folder": tree.folder,
        "files": tree.files,
        "changes": {kind: list(names) for kind, names in tree.changes.items()},
        "seconds": round(tree.seconds, 3),
        "polish_seconds": round(tree.polish_seconds, 3),
        "diagnostics": findings_data(tree.diagnostics),
    }


@GROUP.command()
@click.argument("words", nargs=-1, metavar="[TARGET] [NAME]")
@shared
def show(session: Session, words: tuple[str, ...]) -> int:
    """Print what is known about one thing, as JSON.

    NAME is a C name: a function, an object, a record, an enum, a constant.
    With TARGET, print what that target's templates see of it.

    \b
    Examples:
      bindwright show keel_domain_get_name
      bindwright show c keel_domain_get_name
      bindwright show c                   the whole view
    """
    import json

    from bindwright.pipeline import reporting

    found = reporting.show(session.projects(), words)
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))
    return 0


@GROUP.command()
@_TARGETS
@shared
def coverage(session: Session, targets: tuple[str, ...]) -> int:
    """Say how much of an API each target has.

    Why it lacks the rest, what other bindings of the library reach, and how much of the API's meaning its overlay has to say.

    \b
    Examples:
      bindwright coverage
      bindwright coverage --json
    """
    from bindwright.pipeline import comparing, reporting

    console, projects = session.console, session.projects()
    lines = {project.name: tuple(reporting.coverage(project, targets)) for project in projects}
    peers = {
        project.name: tuple(comparing.compare(project, lines[project.name], targets))
        for project in projects
    }
    said = {project.name: reporting.said(project) for project in projects}
    console.table(
        ("library", "target", "functions", "has", "lacks", "why"),
        [
            (
                line.project,
                line.target,
                str(line.functions),
                str(line.covered),
                str(line.functions - line.covered),
                ", ".join(f"{count} {why}" for why, count in line.counted),
            )
            for found in lines.values()
            for line in found
        ],
    )
    _print_peers(console, [line for found in peers.values() for line in found])
    for name, counts in said.items():
        console.say(
            f"{name}: the overlay's entries: {counts.functions} for single functions,"
            f" {counts.types} for types, {counts.variants} for variants;"
            f" {counts.conventions} conventions, {counts.patterns} patterns"
        )
    console.data(
        [
            {
                "project": name,
                "overlay": dataclasses.asdict(said[name]),
                "targets": [
                    {
                        "target": line.target,
                        "functions": line.functions,
                        "covered": line.covered,
                        "reasons": dict(line.counted),
                    }
                    for line in found
                ],
                "peers": [dataclasses.asdict(line) for line in peers[name]],
            }
            for name, found in lines.items()
        ]
    )
    return 0


def _print_peers(console: Console, lines: Sequence[Comparison]) -> None:
    """Prints the table of other bindings, and what they reach that ours do not."""
    if not lines:
        return
    console.say()
    console.table(
        ("library", "target", "beside", "it reaches", "ours", "both", "it alone"),
        [
            (
                line.project,
                line.target,
                f"{line.peer} {line.version}",
                str(line.theirs),
                "no such target" if line.ours is None else str(line.ours),
                str(line.shared) if line.ours is not None else "",
                str(len(line.lacking)) if line.ours is not None else "",
            )
            for line in lines
        ],
    )
    for line in lines:
        for why in dict.fromkeys(line.lacking.values()):
            names = ", ".join(name for name, said in line.lacking.items() if said == why)
            console.say(f"{line.target} lacks of {line.peer}: {names}: {why}")
    console.say()


@GROUP.command()
@shared
def targets(session: Session) -> int:
    """List the targets there are.

    Each is a folder with a target.toml; templates/README.md says how to add one.
    """
    from bindwright.pipeline import reporting

    found = reporting.targets()
    session.console.table(
        ("target", "for", "made with"),
        [(target.name, target.title, " ".join(target.needs)) for target in found],
    )
    session.console.data(
        [
            {"name": target.name, "title": target.title, "needs": list(target.needs)}
            for target in found
        ]
    )
    return 0


@GROUP.command()
@shared
def doctor(session: Session) -> int:
    """Look for the programs and libraries in use.

    Exits with 1 when one is missing that Bindwright cannot do without.
    """
    from bindwright.pipeline import reporting

    found = reporting.doctor(session.projects())
    session.console.table(
        ("what", "for", "found"),
        [(item.name, item.purpose, item.found or item.why or "missing") for item in found],
    )
    missing = [
        f"{item.name} ({item.why})" if item.why else item.name for item in found if not item.found
    ]
    session.console.say(f"missing: {', '.join(missing)}" if missing else "nothing is missing")
    session.console.data(
        [
            {"name": item.name, "for": item.purpose, "found": item.found or None, "why": item.why}
            for item in found
        ]
    )
    return int(any(item.required and not item.found for item in found))


@GROUP.command()
@click.argument("purpose", metavar="PURPOSE", type=click.Choice(_PURPOSES))
@_TARGETS
@_INSTALLED
@shared
def tool(session: Session, purpose: str, targets: tuple[str, ...], installed: bool) -> int:
    """Build, check, test or demonstrate a package.

    The commands stand in templates/TARGET/target.toml under [tools].
    The copy is in build/packages/, so that out/ stays as it was generated.

    \b
    Examples:
      bindwright tool build
      bindwright tool test c --project api-spec/keel
    """
    from bindwright.pipeline import making, tooling

    console = session.console
    results: list[dict[str, Any]] = []
    for project in session.projects():
        if installed and (missing := _left_out(session, project)):
            results.append({"project": project.name, "missing": list(missing)})
            continue
        for target in making.chosen(project, targets):
            there = installed and tooling.has_tool(project, target, purpose)
            if there and (why := tooling.lacking(target)):
                console.say(f"{project.name}: {target}: {purpose}: left out: {why}")
                results.append({"project": project.name, "target": target, "missing": [why]})
                continue
            with console.working(f"{project.name}: {target}: {purpose}"):
                said = tooling.use_tool(project, target, purpose)
            if said is not None:
                console.say(f"{project.name}: {target}: {purpose}", bold=True)
                console.say(said.rstrip("\n"))
            results.append({"project": project.name, "target": target, "output": said})
    console.data(results)
    return 0


@GROUP.command()
@_TARGETS
@click.option(
    "--case", "patterns", multiple=True, help="Run only the cases of that name; may hold *."
)
@click.option("--transcript", is_flag=True, help="Print what each program printed.")
@shared
def conform(
    session: Session,
    targets: tuple[str, ...],
    patterns: tuple[str, ...],
    transcript: bool,
) -> int:
    """Run the same scenarios in every language.

    Each target's program performs the steps of the cases in tests/conformance/, and has to print
    the same transcript, byte for byte. A case that a target does not support has to fail.

    \b
    Examples:
      bindwright conform
      bindwright conform c --case version --transcript
    """
    from bindwright.conform import Outcome
    from bindwright.pipeline import conforming

    console, results = session.console, []
    colours = {Outcome.PASSED: "green", Outcome.FAILED: "red", Outcome.UNSUPPORTED: "yellow"}
    for project in session.projects():
        for target, found in conforming.conform(project, targets, patterns):
            for result in found:
                said = f"{target}: {result.case}: {result.outcome.value}"
                console.say(said, fg=colours[result.outcome])
                if result.outcome is Outcome.FAILED:
                    console.say(result.detail)
                if transcript:
                    console.say(result.transcript.rstrip("\n"))
                results.append(result)
    failed = sum(result.outcome is Outcome.FAILED for result in results)
    lacking = sum(result.outcome is Outcome.UNSUPPORTED for result in results)
    passed = len(results) - failed - lacking
    console.say(
        f"{passed} passed, {failed} failed, {lacking} not supported, and failed as they must"
    )
    console.data(
        [
            {
                "target": result.target,
                "case": result.case,
                "outcome": result.outcome.value,
                "detail": result.detail,
                "transcript": result.transcript,
            }
            for result in results
        ]
    )
    return int(failed > 0)
