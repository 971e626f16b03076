# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tests the stages together, on a library of one header and with every target there is."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from bindwright import cli, project, stamps
from bindwright.pipeline import comparing, generating, making, reporting

HEADER = """\
/* A counter for tests. */
#include <stdint.h>

/** What a counter can say. */
typedef enum { COUNTER_OK = 0, COUNTER_RANGE = 1 } counter_status;

/**
 * Adds two numbers.
 *
 * @a: the one
 * @b: the other
 *
 * Returns: the sum
 *
 * Since: 1.0
 */
int32_t counter_add(int32_t a, int32_t b);
"""
PROJECT = """\
[library]
name = "counter"
version = "1.0"
licence = "MIT"
pkg-config = ["counter"]

[extract]
headers = ["../../counter.h"]
"""
OVERLAY = """\
[conventions]
count-results = true
owned-strings = false
null-failure = { phrase = "nothing" }

[[pattern]]
name = "sums"
functions = "add"
results = "(value)"

[function.counter_add]
say = "(failure never)"

[type.counter_status]
say = "(name state)"
"""

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library that was extracted and generated."""
    monkeypatch.setenv("BINDWRIGHT_CACHE", str(tmp_path / "cache"))
    place = tmp_path / "tree" / "api-spec" / "counter"
    place.mkdir(parents=True)
    root = tmp_path / "tree"
    (root / "counter.h").write_text(HEADER)
    (place / "project.toml").write_text(PROJECT)
    monkeypatch.chdir(root)
    assert cli.run(["extract", "--quiet"]) == 0
    assert cli.run(["generate", "--quiet"]) == 0
    return root


def files(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def first_file(tree: Path) -> Path:
    return next(path for path in sorted((tree / "out").rglob("*.*")) if path.name[0] != ".")


def target() -> str:
    return making.target_names()[0]


@pytest.fixture
def copied_templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of all templates that a test may change."""
    from bindwright import resources

    copy = tmp_path / "templates"
    shutil.copytree(resources.templates(), copy)
    monkeypatch.setattr(resources, "templates", lambda: copy)
    return copy


def test_generate_makes_a_package_for_each_target(tree: Path) -> None:
    """Every target that is not private, and shows no profile that the project lacks, gets a folder of its own."""
    made = sorted(path.name for path in (tree / "out").iterdir() if path.name[0] != ".")

    assert made == sorted(making.chosen(project.read(tree / "api-spec" / "counter"), ()))
    assert set(made) < set(making.target_names())


def test_generate_tells_of_a_listed_target_without_a_profile(tree: Path, capsys: Capture) -> None:
    """A target that the project lists, but gives no profile, is a finding at the list."""
    where = tree / "api-spec" / "counter"
    known = set(making.target_names()) - set(making.chosen(project.read(where), ()))
    file = where / "project.toml"
    file.write_text(f"{file.read_text()}\n[generate]\ntargets = {sorted(known)}\n")

    assert cli.run(["generate"]) == 1
    assert "[BW017]" in capsys.readouterr().err


def test_generate_again_changes_nothing(tree: Path) -> None:
    """A second run leaves every file alone, its time too."""
    before = files(tree / "out")
    assert cli.run(["generate", "--quiet"]) == 0

    assert files(tree / "out") == before


def test_generate_needs_no_header(tree: Path) -> None:
    """Packages are made from the description alone."""
    before = {name: content for name, (content, _) in files(tree / "out").items()}
    shutil.rmtree(tree / "out")
    (tree / "counter.h").unlink()
    assert cli.run(["generate", "--quiet"]) == 0

    assert {name: content for name, (content, _) in files(tree / "out").items()} == before


def test_check_says_nothing_about_a_fresh_tree(tree: Path, capsys: Capture) -> None:
    """Without a difference the exit status is 0 and nothing is found."""
    status = cli.run(["generate", "--check"])

    assert status == 0
    assert capsys.readouterr().err == ""


def test_check_loads_no_stage_when_nothing_changed(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is known to be fresh is not made again."""
    monkeypatch.setattr(making.Maker, "make", lambda *_: pytest.fail("it was made"))

    assert cli.run(["generate", "--check", "--quiet"]) == 0


def test_check_names_what_was_edited_and_how_to_mend_it(tree: Path, capsys: Capture) -> None:
    """A file edited by hand is named with the command that undoes the edit; nothing is written."""
    edited = first_file(tree)
    edited.write_text("mine\n")
    status = cli.run(["--no-color", "generate", "--check"])

    said = capsys.readouterr().err
    assert status == 1
    assert f"{edited.relative_to(tree)}: error: edited by hand" in said
    assert "hint: run: bindwright generate " in said
    assert edited.read_text() == "mine\n"


def test_check_says_which_input_changed(tree: Path, capsys: Capture) -> None:
    """A package is stale because of the description, and the finding says so."""
    spec = tree / "api-spec" / "counter" / "counter.xml"
    spec.write_text(spec.read_text().replace("Adds two numbers.", "Adds numbers."))
    status = cli.run(["--no-color", "generate", "--check"])

    said = capsys.readouterr().err
    assert status == 1
    assert "stale: api-spec/counter/counter.xml changed [BW811]" in said


def test_check_says_which_template_changed(
    tree: Path, copied_templates: Path, capsys: Capture
) -> None:
    """A package is stale because of one template, and the finding names it."""
    template = next(
        path
        for path in sorted((copied_templates / target()).glob("*.j2"))
        if not path.name.startswith("conform")
    )
    template.write_text(template.read_text() + "\n")
    status = cli.run(["--no-color", "generate", "--check", target()])

    assert status == 1
    assert f"templates/{target()}/{template.name} changed" in capsys.readouterr().err


def test_generate_reports_an_edit_before_it_overwrites(tree: Path, capsys: Capture) -> None:
    """Without --force an edited file stays, with it the edit is gone."""
    edited = first_file(tree)
    before = edited.read_bytes()
    edited.write_text("mine\n")

    assert cli.run(["generate", "--quiet"]) == 1
    assert edited.read_text() == "mine\n"
    assert cli.run(["generate", "--quiet", "--force"]) == 0
    assert edited.read_bytes() == before


def test_generate_removes_what_is_generated_no_longer(tree: Path) -> None:
    """A file whose template is gone goes, and its package stays whole."""
    where = project.read(tree / "api-spec" / "counter")
    maker = making.Maker(where)
    lost = sorted(maker.make(target()).polished.files)[0]
    del maker.make(target()).polished.files[lost]
    tree_made = generating._tree(maker, target(), write=True, force=False)

    assert tree_made.changes == {"orphan": (lost,)}
    assert not (tree / "out" / target() / lost).exists()


def test_failed_rule_writes_nothing(tree: Path, capsys: Capture) -> None:
    """When a rule on the description fails, every package stays as it was."""
    before = files(tree / "out")
    spec = tree / "api-spec" / "counter" / "counter.xml"
    spec.write_text(
        spec.read_text().replace('name="counter_add"', 'name="counter_add" counter="gone"')
    )
    status = cli.run(["generate"])

    assert status == 1
    assert "error: " in capsys.readouterr().err
    assert files(tree / "out") == before


def test_broken_template_writes_nothing(
    tree: Path, copied_templates: Path, capsys: Capture
) -> None:
    """A template that fails is told with its line, and every package stays as it was."""
    before = files(tree / "out")
    for template in (copied_templates / target()).glob("*.j2"):
        template.write_text("{{ view.nothing_like_that }}\n")
    status = cli.run(["generate", target()])

    assert status == 1
    assert ".j2:1: error: " in capsys.readouterr().err
    assert files(tree / "out") == before


def test_description_that_is_not_there_is_a_finding(tree: Path, capsys: Capture) -> None:
    """Without a description the finding says which command writes it."""
    (tree / "api-spec" / "counter" / "counter.xml").unlink()
    status = cli.run(["--no-color", "generate"])

    assert status == 1
    assert "hint: run: bindwright extract --project api-spec/counter" in capsys.readouterr().err


def test_extract_check_tells_a_changed_header(tree: Path, capsys: Capture) -> None:
    """A header that says something new makes the description stale; nothing is written."""
    spec = tree / "api-spec" / "counter" / "counter.xml"
    before = spec.read_bytes()
    (tree / "counter.h").write_text(HEADER + "int32_t counter_negate(int32_t a);\n")
    status = cli.run(["--no-color", "extract", "--check"])

    assert status == 1
    assert "api-spec/counter/counter.xml: error: " in capsys.readouterr().err
    assert spec.read_bytes() == before


def test_broken_header_leaves_the_description(tree: Path, capsys: Capture) -> None:
    """The compiler's message is shown with its line, and the description stays."""
    spec = tree / "api-spec" / "counter" / "counter.xml"
    before = spec.read_bytes()
    (tree / "counter.h").write_text(HEADER + "int32_t counter_broken(;\n")
    status = cli.run(["--no-color", "extract"])

    assert status == 1
    assert "counter.h:18" in capsys.readouterr().err
    assert spec.read_bytes() == before


def test_stamp_that_is_damaged_is_not_believed(tree: Path) -> None:
    """A cache that holds nonsense costs time and nothing else."""
    for path in (Path(os.environ["BINDWRIGHT_CACHE"]) / "stamps").iterdir():
        path.write_text("{")

    assert stamps.load(tree / "out" / target()) is None
    assert cli.run(["generate", "--check", "--quiet"]) == 0


def test_cache_that_cannot_be_written_does_not_matter(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a cache everything is made anew."""
    monkeypatch.setenv("BINDWRIGHT_CACHE", "/dev/null/cache")

    assert cli.run(["generate", "--check", "--quiet"]) == 0


def test_coverage_counts_every_function(tree: Path, capsys: Capture) -> None:
    """What a target has and what it lacks is all there is."""
    cli.run(["coverage", "--json"])

    (found,) = json.loads(capsys.readouterr().out)
    shown = making.chosen(project.read(tree / "api-spec" / "counter"), ())
    assert {line["target"] for line in found["targets"]} == set(shown)
    for line in found["targets"]:
        assert line["covered"] + sum(line["reasons"].values()) == line["functions"] == 1


def test_coverage_counts_what_the_overlay_says(tree: Path, capsys: Capture) -> None:
    """Each table of a single function, and what speaks for many."""
    folder = tree / "api-spec" / "counter"
    (folder / "project.toml").write_text(f'{PROJECT}\n[describe]\noverlay = "overlay.toml"\n')
    (folder / "overlay.toml").write_text(OVERLAY)
    cli.run(["coverage", "--json"])

    (found,) = json.loads(capsys.readouterr().out)
    assert found["overlay"] == {
        "functions": 1,
        "types": 1,
        "variants": 0,
        "conventions": 2,
        "patterns": 1,
    }
    cli.run(["coverage"])
    assert capsys.readouterr().out.endswith(
        "counter: the overlay's entries: 1 for single functions, 1 for types, 0 for variants;"
        " 2 conventions, 1 patterns\n"
    )


def peer(tree: Path, target: str, functions: str) -> None:
    """Gives the library another binding."""
    folder = tree / "api-spec" / "counter"
    entry = f'[[peer]]\nname = "other"\nversion = "2"\ntargets = ["{target}"]\n'
    text = f'{PROJECT}\n[describe]\noverlay = "overlay.toml"\n\n{entry}functions = "other.txt"\n'
    (folder / "project.toml").write_text(text)
    (folder / "overlay.toml").write_text(OVERLAY[OVERLAY.index("[[pattern]]") :])
    (folder / "other.txt").write_text(functions)
    assert cli.run(["extract", "--quiet"]) == 0


def test_coverage_holds_a_target_beside_a_peer(tree: Path, capsys: Capture) -> None:
    """What only the other binding reaches has a name and a reason."""
    target, *_ = making.chosen(project.read(tree / "api-spec" / "counter"), ())
    peer(tree, target, "# a list\ncounter_add\ncounter_new # since 2.0\n")
    cli.run(["coverage", "--json"])

    (found,) = json.loads(capsys.readouterr().out)
    assert found["peers"] == [
        {
            "project": "counter",
            "target": target,
            "peer": "other",
            "version": "2",
            "ours": 1,
            "theirs": 2,
            "shared": 1,
            "lacking": {"counter_new": "the description has no such function"},
        }
    ]
    cli.run(["coverage", target])
    said = f"{target} lacks of other: counter_new: the description has no such function\n"
    assert said in capsys.readouterr().out


def test_coverage_shows_a_peer_of_a_language_without_a_target(tree: Path, capsys: Capture) -> None:
    """Nothing is ours there, and whoever asks for one target does not see it."""
    peer(tree, "klingon", "counter_add\n")
    cli.run(["coverage", "--json"])
    (found,) = json.loads(capsys.readouterr().out)
    cli.run(["coverage", "--json", making.target_names()[0]])
    (asked,) = json.loads(capsys.readouterr().out)

    assert [(line["ours"], line["theirs"]) for line in found["peers"]] == [(None, 1)]
    assert asked["peers"] == []


def test_list_of_a_peer_holds_names_only(tree: Path, capsys: Capture) -> None:
    """Anything else is refused, with its line."""
    peer(tree, "klingon", "counter_add\ncounter add\n")

    assert cli.run(["coverage"]) == 1
    shown = "api-spec/counter/other.txt:2: error: 'counter add' is no name [BW003]"
    assert shown in capsys.readouterr().err


def test_what_only_the_official_bindings_reach_was_left_out_on_purpose(root: Path) -> None:
    """Every function that a target lacks and another binding of libvirt has is left out with a reason."""
    libvirt = project.read(root / "api-spec" / "libvirt")
    lines = tuple(reporting.coverage(libvirt, ()))
    found = tuple(comparing.compare(libvirt, lines, ()))

    assert len(found) >= len(libvirt.peers) > 0
    for line in found:
        assert {why.partition(":")[0] for why in line.lacking.values()} <= {"left out"}, line


def test_libvirts_overlay_says_little_of_single_functions(root: Path) -> None:
    """Conventions and patterns do the work for 558 functions."""
    counts = reporting.said(project.read(root / "api-spec" / "libvirt"))

    assert 0 < counts.functions < 120


def test_two_projects_do_not_share_a_folder(tree: Path, capsys: Capture) -> None:
    """A second library that writes to the same packages is refused before anything is written."""
    other = tree / "api-spec" / "other"
    other.mkdir()
    (other / "project.toml").write_text(PROJECT.replace("counter", "other", 1))
    status = cli.run(["--no-color", "generate"])

    assert status == 1
    assert "[BW016]" in capsys.readouterr().err


def test_package_of_a_target_that_is_no_more_is_told(tree: Path, capsys: Capture) -> None:
    """What an old target left is named, and not removed."""
    shutil.copytree(tree / "out" / target(), tree / "out" / "klingon")
    status = cli.run(["--no-color", "generate", "--check"])

    assert status == 0
    assert "out/klingon: warning: there is no target 'klingon' any more" in capsys.readouterr().err
