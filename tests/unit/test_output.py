# SPDX-License-Identifier: LGPL-2.1-or-later
"""A tree is written whole or not at all, and nobody's edit is lost."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from bindwright import output
from bindwright.diagnostics import BindwrightError, Severity
from bindwright.output import swap

OLD = {"a.c": b"one\n", "src/b.c": b"two\n", "src/gone.c": b"three\n", "run": b"#!/bin/sh\n"}
NEW = {"a.c": b"one\n", "src/b.c": b"TWO\n", "lib/new.c": b"four\n", "run": b"#!/bin/sh\n"}
BEFORE = {"keel.xml": "1", "templates/c": "1"}
AFTER = {"keel.xml": "2", "templates/c": "1"}


def write(root: Path, files: Mapping[str, bytes] = OLD, **more: Any) -> output.Applied:
    """Makes the tree ``c`` hold files."""
    overwrite = more.pop("overwrite_edited", False)
    planned = output.plan(root, "c", files, more.pop("sources", BEFORE), **more)
    return output.apply(planned, overwrite_edited=overwrite)


def kinds(root: Path, files: Mapping[str, bytes] = NEW, **more: Any) -> dict[str, str]:
    """Returns how each file of the tree ``c`` differs."""
    planned = output.plan(root, "c", files, more.pop("sources", AFTER), **more)
    return {drift.path: drift.kind.value for drift in output.compare(planned)}


def snapshot(root: Path) -> dict[str, bytes | str]:
    """Returns everything below a folder, with hidden names."""
    found: dict[str, bytes | str] = {}
    for path in sorted(root.rglob("*")):
        name = str(path.relative_to(root))
        if path.is_symlink():
            found[name] = f"-> {os.readlink(path)}"
        else:
            found[name] = path.read_bytes() if path.is_file() else "folder"
    return found


def codes(error: pytest.ExceptionInfo[BindwrightError]) -> list[str]:
    return [diagnostic.code for diagnostic in error.value.diagnostics]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Returns an output folder in which the tree ``c`` is as it was generated."""
    write(tmp_path / "out")
    return tmp_path / "out"


# Writing


def test_apply_writes_what_is_planned(root: Path) -> None:
    """The tree holds the files and its manifest, nothing else."""
    found = snapshot(root / "c")

    manifest = found.pop(".bindwright")
    assert isinstance(manifest, bytes)
    assert found == {**OLD, "src": "folder"}


def test_apply_reports_what_it_did(root: Path) -> None:
    """Written, removed and kept files are told apart."""
    done = write(root, NEW)

    assert done == output.Applied(written=("lib/new.c", "src/b.c"), removed=("src/gone.c",), kept=2)


def test_apply_removes_what_nothing_generates_any_more(root: Path) -> None:
    """Orphans go, also the folders that they leave empty."""
    write(root, {"a.c": b"one\n"})

    assert sorted(snapshot(root / "c")) == [".bindwright", "a.c"]


def test_apply_keeps_the_time_of_unchanged_files(root: Path) -> None:
    """Builds look at times: a file that did not change keeps its own."""
    os.utime(root / "c/a.c", ns=(10**9, 10**9))

    write(root, NEW)

    assert (root / "c/a.c").stat().st_mtime_ns == 10**9
    assert (root / "c/src/b.c").stat().st_mtime_ns > 10**9


def test_apply_touches_nothing_when_nothing_differs(root: Path) -> None:
    """The folder itself stays the same one."""
    before = (root / "c").stat()

    done = write(root)

    after = (root / "c").stat()
    assert done == output.Applied(kept=4)
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_apply_makes_scripts_executable(root: Path) -> None:
    """What starts with ``#!`` can be run, the rest cannot."""
    assert os.access(root / "c/run", os.X_OK)
    assert not (root / "c/a.c").stat().st_mode & 0o111


def test_apply_leaves_nothing_beside_the_tree(root: Path) -> None:
    """Working folders are gone when the work is done."""
    write(root, NEW)

    assert [path.name for path in root.iterdir()] == ["c"]


def test_apply_copies_where_there_are_no_hard_links(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some file systems have no hard links; the time stays all the same."""
    os.utime(root / "c/a.c", ns=(10**9, 10**9))
    monkeypatch.setattr(os, "link", _fails(errno.EPERM))

    write(root, NEW)

    assert (root / "c/a.c").stat().st_mtime_ns == 10**9


def _fails(number: int) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def test_manifest_is_what_coreutils_check(root: Path) -> None:
    """The manifest is a list of checksums that ``sha256sum`` takes."""
    command = ["sha256sum", "--check", "--strict", "--quiet", ".bindwright"]

    assert subprocess.run(command, cwd=root / "c", check=False).returncode == 0


def test_manifest_is_the_same_whatever_was_there_before(root: Path, tmp_path: Path) -> None:
    """The tree depends on what is generated, not on how it got there."""
    write(root, NEW, sources=AFTER)
    write(tmp_path / "fresh", dict(reversed(NEW.items())), sources=dict(reversed(AFTER.items())))

    assert snapshot(root / "c") == snapshot(tmp_path / "fresh/c")


# Comparing


def test_compare_tells_each_kind_of_difference(root: Path) -> None:
    """Stale, missing and orphaned files are told apart."""
    assert kinds(root) == {"lib/new.c": "missing", "src/b.c": "stale", "src/gone.c": "orphan"}


def test_compare_says_which_input_changed(root: Path) -> None:
    """A stale file comes with the input that made it stale, and nothing else."""
    drifts = output.compare(output.plan(root, "c", NEW, AFTER))

    assert {drift.causes for drift in drifts} == {("keel.xml",)}
    assert drifts[1].diagnostic().message == "stale: keel.xml changed"
    assert str(drifts[1].location).endswith("out/c/src/b.c")


def test_drift_names_the_first_of_many_inputs(root: Path) -> None:
    """A message stays short when everything changed; the drift itself has them all."""
    many = {f"t/{number}": "2" for number in range(5)}
    drift = output.compare(output.plan(root, "c", NEW, many))[0]

    assert len(drift.causes) == 7
    assert drift.diagnostic().message == "missing: keel.xml, t/0, t/1 and 4 more changed"


def test_compare_finds_nothing_after_apply(root: Path) -> None:
    """What was just written is as it has to be."""
    write(root, NEW, sources=AFTER)

    assert kinds(root) == {}


def test_compare_tells_edited_from_stale(root: Path) -> None:
    """A file that nobody generated as it is was edited, whether it would change or not."""
    (root / "c/a.c").write_bytes(b"mine\n")
    (root / "c/src/gone.c").write_bytes(b"mine\n")

    found = kinds(root)

    assert (found["a.c"], found["src/gone.c"]) == ("edited", "edited")


def test_compare_takes_a_file_that_is_right_already(root: Path) -> None:
    """An edit that is what would be generated is no drift; only the manifest lags behind."""
    (root / "c/a.c").write_bytes(b"ONE\n")

    assert kinds(root, {**OLD, "a.c": b"ONE\n"}, sources=BEFORE) == {".bindwright": "stale"}


def test_compare_reports_strays_and_not_artefacts(root: Path) -> None:
    """What building leaves is left alone; what nobody knows is shown."""
    for name in ("build/x.txt", "src/b.o", "__pycache__/a.pyc", "notes.txt", "odd.dat"):
        path = root / "c" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")

    found = kinds(root, OLD, sources=BEFORE, artefacts=("*.dat",))

    assert found == {"notes.txt": "stray"}


def test_stray_is_only_a_warning(root: Path) -> None:
    """A stray stops nothing."""
    (root / "c/notes.txt").write_text("x")
    (drift,) = output.compare(output.plan(root, "c", OLD, BEFORE))

    assert drift.diagnostic().severity is Severity.WARNING
    assert write(root, NEW).strays[0].path == "notes.txt"


def test_apply_keeps_strays_and_artefacts(root: Path) -> None:
    """What nobody generated is never deleted."""
    (root / "c/build/deep").mkdir(parents=True)
    (root / "c/build/deep/x").write_text("built")
    (root / "c/src/notes.txt").write_text("mine")
    (root / "c/link").symlink_to("a.c")

    write(root, NEW)

    found = snapshot(root / "c")
    assert (found["build/deep/x"], found["src/notes.txt"]) == (b"built", b"mine")
    assert found["link"] == "-> a.c"


def test_tree_without_a_manifest_is_adopted_when_it_is_right(root: Path) -> None:
    """A manifest that was lost is made again; no file is called edited."""
    (root / "c/.bindwright").unlink()

    assert kinds(root, OLD, sources=BEFORE) == {".bindwright": "missing"}
    write(root)
    assert kinds(root, OLD, sources=BEFORE) == {}


def test_unchanged_is_true_only_while_nothing_changed(root: Path) -> None:
    """Inputs, contents and the set of files all count; times and artefacts do not."""
    os.utime(root / "c/a.c", ns=(5, 5))
    (root / "c/b.o").write_text("x")

    assert output.unchanged(root, "c", BEFORE)
    assert not output.unchanged(root, "c", AFTER)
    assert not output.unchanged(root, "d", BEFORE)


@pytest.mark.parametrize("change", ["edit", "remove", "add", "link", "garble"])
def test_unchanged_sees_every_change(root: Path, change: str) -> None:
    """Whatever somebody does to the tree is seen."""
    file = root / "c/a.c"
    match change:
        case "edit":
            file.write_bytes(b"onE\n")
        case "remove":
            file.unlink()
        case "add":
            (root / "c/more.c").write_text("x")
        case "link":
            file.rename(root / "a.c")
            file.symlink_to("../a.c")
        case _:
            (root / "c/.bindwright").write_bytes(b"\xff")

    assert not output.unchanged(root, "c", BEFORE)


def test_unchanged_is_quick(tmp_path: Path) -> None:
    """20 MB of output are looked through in 0.1 s of CPU."""
    files = {f"src/{number}.c": os.urandom(50_000) for number in range(400)}
    write(tmp_path, files)

    spent = []
    for _ in range(3):
        start = time.process_time()
        assert output.unchanged(tmp_path, "c", BEFORE)
        spent.append(time.process_time() - start)

    assert min(spent) < 0.1


def test_generated_lists_trees_of_targets_that_are_no_more(root: Path) -> None:
    """A tree that no target makes any more can be found."""
    (root / "other").mkdir()

    assert output.generated(root) == ("c",)


# Edits


@pytest.mark.parametrize("path", ["a.c", "src/b.c", "src/gone.c"])
def test_apply_refuses_to_overwrite_an_edit(root: Path, path: str) -> None:
    """An edit is reported with its place, and nothing is written."""
    (root / "c" / path).write_bytes(b"mine\n")
    before = snapshot(root)

    with pytest.raises(BindwrightError, match=rf"c/{path}: error: edited by hand .*\[BW804\]"):
        write(root, NEW)

    assert snapshot(root) == before


def test_apply_overwrites_edits_when_told(root: Path) -> None:
    """Edits go when that is what is wanted."""
    (root / "c/src/b.c").write_bytes(b"mine\n")
    (root / "c/src/gone.c").write_bytes(b"mine\n")

    write(root, NEW, overwrite_edited=True)

    assert kinds(root, NEW, sources=BEFORE) == {}


def test_apply_sees_an_edit_made_after_the_plan(root: Path) -> None:
    """The tree is looked at again before anything is written."""
    planned = output.plan(root, "c", NEW, AFTER)
    (root / "c/a.c").write_bytes(b"mine\n")

    with pytest.raises(BindwrightError, match="BW804"):
        output.apply(planned)


GARBLED = {
    "binary": (b"\xff\xfe", r"c/\.bindwright: error"),
    "empty": (b"", r"c/\.bindwright:1: error"),
    "conflict": (b"<<<<<<< HEAD\n", r"c/\.bindwright:4: error"),
    "half a line": (b"9f86d0  a.c\n", r"c/\.bindwright:4: error"),
}


@pytest.mark.parametrize("case", GARBLED)
def test_garbled_manifest_is_reported_with_its_line(root: Path, case: str) -> None:
    """A manifest that makes no sense counts as edited; nothing is written."""
    content, place = GARBLED[case]
    file = root / "c/.bindwright"
    head = b"".join(file.read_bytes().splitlines(keepends=True)[:3])
    file.write_bytes(head + content if place.endswith("4: error") else content)
    before = snapshot(root)

    with pytest.raises(BindwrightError, match=place) as caught:
        write(root, OLD)

    assert codes(caught) == ["BW805"]
    assert snapshot(root) == before


# Names


NAMES = {
    "../x": "it leaves the tree",
    "src/../../x": "it leaves the tree",
    "/etc/passwd": "it is absolute",
    "": "it is no plain path",
    "a//b": "it is no plain path",
    "./a": "it is no plain path",
    "a\\b": "it is no plain path",
    "a\nb": "it is no plain path",
    " a": "it is no plain path",
    ".bindwright": "the manifest is there",
    "build/x.c": "its name is that of something built",
    "x.o": "its name is that of something built",
}


@pytest.mark.parametrize("name", NAMES)
def test_plan_refuses_a_name(root: Path, name: str) -> None:
    """No name leads out of the tree, or to something that is not a plain file of it."""
    with pytest.raises(BindwrightError) as caught:
        output.plan(root, "c", {name: b""}, {})

    assert codes(caught) == ["BW802"]
    assert caught.value.diagnostics[0].message.endswith(NAMES[name])
    assert str(caught.value.diagnostics[0].location).endswith("out/c")


@pytest.mark.parametrize("pair", [("a", "a/b"), ("Read", "READ")])
def test_plan_refuses_names_that_collide(root: Path, pair: tuple[str, str]) -> None:
    """A name is not a file and a folder, and not another one on a machine that ignores case."""
    with pytest.raises(BindwrightError, match="BW802"):
        output.plan(root, "c", dict.fromkeys(pair, b""), {})


@pytest.mark.parametrize("target", ["", "..", "a/b", ".git", "/etc"])
def test_plan_refuses_a_target_that_is_no_folder_name(root: Path, target: str) -> None:
    """A target's name does not lead out of the output folder."""
    with pytest.raises(BindwrightError, match="BW802"):
        output.plan(root, target, {}, {})


# Something in the way


def in_the_way(root: Path, case: str) -> None:
    """Puts something where a file or a folder has to be."""
    tree = root / "c"
    match case:
        case "root is a file":
            shutil.rmtree(root)
            root.write_text("mine")
        case "tree is a file":
            shutil.rmtree(tree)
            tree.write_text("mine")
        case "tree is a link":
            tree.rename(root / "elsewhere")
            tree.symlink_to("elsewhere")
        case "folder is a file":
            (tree / "lib").write_text("mine")
        case "folder is a link":
            (tree / "lib").symlink_to("/tmp")
        case "file is a folder":
            (tree / "a.c").unlink()
            (tree / "a.c").mkdir()
            (tree / "a.c/mine").write_text("mine")
        case "file is a link":
            (tree / "a.c").unlink()
            (tree / "a.c").symlink_to("/etc/passwd")
        case "manifest is a link":
            (tree / ".bindwright").unlink()
            (tree / ".bindwright").symlink_to("/etc/passwd")


WAYS = {
    "root is a file": "BW803",
    "tree is a file": "BW803",
    "tree is a link": "BW803",
    "folder is a file": "BW804",
    "folder is a link": "BW804",
    "file is a folder": "BW804",
    "file is a link": "BW804",
    "manifest is a link": "BW805",
}


@pytest.mark.parametrize("case", WAYS)
def test_apply_does_not_follow_or_replace_what_is_in_the_way(root: Path, case: str) -> None:
    """No link is followed and nothing of somebody else's is replaced; the message names the place."""
    in_the_way(root, case)
    before = root.read_text() if root.is_file() else snapshot(root)

    with pytest.raises(BindwrightError) as caught:
        write(root, NEW)

    assert WAYS[case] in codes(caught)
    assert all(diagnostic.location for diagnostic in caught.value.diagnostics)
    assert before == (root.read_text() if root.is_file() else snapshot(root))


def test_special_files_are_strays_that_nobody_opens(root: Path) -> None:
    """A pipe in the tree does not make a run wait for ever."""
    os.mkfifo(root / "c/pipe")

    assert kinds(root, OLD, sources=BEFORE) == {"pipe": "stray"}


# Failures of the system


def in_child(work: Callable[[], object]) -> str:
    """Runs work in a child process and returns the error it raised; it may give up rights or be killed."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            work()
        except BindwrightError as error:
            os.write(writer, str(error).encode())
        except BaseException as error:
            os.write(writer, f"unexpected: {error!r}".encode())
        os._exit(0)
    os.close(writer)
    with open(reader, "rb") as stream:
        said = stream.read().decode()
    _, status = os.waitpid(child, 0)
    return "killed" if os.WIFSIGNALED(status) else said


def give_up_rights() -> None:
    """Becomes a user who may write nowhere."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(65534, 65534, 65534)
        os.setresuid(65534, 65534, 65534)


@pytest.fixture
def open_root() -> Iterator[Path]:
    """Returns an output folder to which every user has a way; pytest's own is for one user."""
    with tempfile.TemporaryDirectory() as base:
        os.chmod(base, 0o755)
        write(Path(base) / "out")
        yield Path(base) / "out"


def test_read_only_folder_is_reported_and_left_alone(open_root: Path) -> None:
    """Without the right to write the message names the tree, and nothing changes."""
    before = snapshot(open_root)
    os.chmod(open_root, 0o555)

    def work() -> None:
        give_up_rights()
        write(open_root, NEW)

    said = in_child(work)
    os.chmod(open_root, 0o755)

    assert "out/c: error: cannot write it: Permission denied [BW801]" in said
    assert snapshot(open_root) == before


def test_read_only_folder_can_be_compared(open_root: Path) -> None:
    """Looking needs no right to write."""
    os.chmod(open_root, 0o555)

    def work() -> None:
        give_up_rights()
        assert kinds(open_root)
        assert output.unchanged(open_root, "c", BEFORE)
        write(open_root, OLD)

    said = in_child(work)
    os.chmod(open_root, 0o755)

    assert said == ""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Returns a folder on a file system of 128 KiB."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("missing right: mount a small file system")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_full_disk_is_reported_and_leaves_the_tree(small_disk: Path) -> None:
    """When there is no room for the new tree the old one stays, and the room is given back."""
    root = small_disk / "out"
    write(root)
    before = snapshot(root)

    with pytest.raises(BindwrightError, match=r"big\.c: error: cannot write it: No space.*BW801"):
        write(root, {**NEW, "big.c": b"x" * 500_000})

    assert snapshot(root) == before
    write(root, {**NEW, "big.c": b"x" * 50_000})


def test_file_too_large_is_reported_and_leaves_the_tree(root: Path) -> None:
    """A limit on the size of files is reported like a full disk."""
    before = snapshot(root)

    def work() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        write(root, {**NEW, "big.c": b"x" * 9000})

    said = in_child(work)

    assert "out/c/big.c: error: cannot write it: File too large [BW801]" in said
    assert snapshot(root) == before


def test_unreadable_file_is_reported(open_root: Path) -> None:
    """A file that cannot be read cannot be compared, so nothing is written over it."""
    os.chmod(open_root / "c/a.c", 0)

    def work() -> None:
        give_up_rights()
        kinds(open_root)

    assert "c/a.c: error: cannot read it: Permission denied [BW807]" in in_child(work)


def test_folder_that_cannot_be_entered_is_reported(open_root: Path) -> None:
    """A folder above that nobody may enter is an error with a place, not a traceback."""
    open_root.parent.chmod(0)

    def work() -> None:
        give_up_rights()
        kinds(open_root)

    said = in_child(work)
    open_root.parent.chmod(0o755)

    assert "error: cannot read it: Permission denied [BW807]" in said


def test_second_run_waits_and_then_gives_up(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two runs never write into the same folder at once."""
    monkeypatch.setattr(swap, "PATIENCE", 0.1)
    held = os.open(root, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)

    with pytest.raises(BindwrightError, match="another run is writing here"):
        write(root, NEW)
    os.close(held)

    assert write(root, NEW).written


# Killed in the middle


def cut_off(step: int, work: Callable[[], object], *, without_exchange: str = "") -> str:
    """Runs work in a child that is killed at the n-th moment before or after a call that changes the disk."""
    moment = 0

    def pass_moment() -> None:
        nonlocal moment
        moment += 1
        if moment == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:
            pass_moment()
            result = call(*arguments, **named)
            pass_moment()
            return result

        return run

    def rename(source: Any, target: Any, **named: Any) -> None:
        if str(target).endswith(".old") and without_exchange == "overlay":
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        os_rename(source, target, **named)

    def child() -> None:
        for name in ("mkdir", "link", "fsync", "unlink", "rmdir", "open"):
            setattr(os, name, counted(getattr(os, name)))
        os.rename = counted(rename)
        exchange = (lambda *_: False) if without_exchange else swap._exchange
        swap._exchange = counted(exchange)
        work()

    os_rename = os.rename
    return in_child(child)


@pytest.mark.parametrize("way", ["exchange", "renames", "overlay"])
def test_killed_run_leaves_the_old_tree_or_the_new_one(
    tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At whatever step a run is killed, the tree is whole, and the next run finishes the work."""
    monkeypatch.setattr(os, "fsync", lambda _: None)  # slow, and only for power failures
    seen = set()
    for step in range(1, 400):
        root = tmp_path / f"{way}-{step}"
        write(root)
        (root / "c/notes.txt").write_text("mine")
        (root / "c/build").mkdir()
        (root / "c/build/x.o").write_text("built")
        old = {**OLD, "src": "folder"}
        new = {**NEW, "src": "folder", "lib": "folder"}
        said = cut_off(
            step,
            lambda root=root: write(root, NEW),  # type: ignore[misc]
            without_exchange="" if way == "exchange" else way,
        )

        if way == "exchange":
            now = generated_part(root / "c")
            assert now in (old, new), f"step {step}"
            seen.add("new" if now == new else "old")
        assert write(root, NEW).removed in ((), ("src/gone.c",))
        assert generated_part(root / "c") == new, f"step {step}"
        assert (root / "c/notes.txt").read_text() == "mine", f"step {step}"
        assert (root / "c/build/x.o").read_text() == "built", f"step {step}"
        assert [path.name for path in root.iterdir()] == ["c"], f"step {step}"
        if said != "killed":
            assert said == ""
            assert step > 40
            break
    else:
        pytest.fail("the run never ends")

    assert way != "exchange" or seen == {"old", "new"}


def generated_part(tree: Path) -> dict[str, bytes | str]:
    """Returns what was generated into a tree, which its manifest agrees with."""
    found = snapshot(tree)
    manifest = swap.manifest(tree)
    foreign = (".bindwright", "notes.txt", "build", "build/x.o")
    found = {name: content for name, content in found.items() if name not in foreign}
    assert sorted(manifest.files) == sorted(n for n, c in found.items() if c != "folder")
    return found


def test_first_run_killed_leaves_no_part_of_a_tree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tree that was not there is there whole or not at all."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
    for step in range(1, 100):
        root = tmp_path / str(step)
        said = cut_off(step, lambda root=root: write(root))  # type: ignore[misc]

        if (root / "c").exists():
            assert generated_part(root / "c") == {**OLD, "src": "folder"}, f"step {step}"
        write(root)
        assert [path.name for path in root.iterdir()] == ["c"], f"step {step}"
        if said != "killed":
            break
    else:
        pytest.fail("the run never ends")
