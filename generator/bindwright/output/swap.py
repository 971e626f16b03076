# SPDX-License-Identifier: LGPL-2.1-or-later
"""Puts a finished tree in the place of another in one step, and mends what a killed run left.

It does not know what belongs into a tree.

Beside the tree ``out/<target>`` there can be, while a run is at work or after one was killed:

- ``out/.bindwright-<target>.new``: before the exchange the new tree, complete or not; after it the old one.
  Either way what is live is whole. It is emptied of what nobody generated, then removed.
- ``out/.bindwright-<target>.ready``: only where the system cannot exchange two folders: the new tree, complete, on
  its way to its place. The next run carries on.
- ``out/.bindwright-<target>.old``: likewise, the tree that was replaced.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bindwright.diagnostics import BindwrightError, Location, failure
from bindwright.output.manifest import NAME, Manifest, parse
from bindwright.output.tree import look, read, shown

_HERE = -100  # AT_FDCWD
_EXCHANGE = 2  # RENAME_EXCHANGE
_CANNOT = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EXDEV, errno.EPERM}
PATIENCE = 30.0
"""Seconds to wait for another run that writes into the same folder."""


def staging(root: Path, target: str, kind: str = "new") -> Path:
    """Returns the folder beside a target's tree in which the next one is made."""
    return root / f".bindwright-{target}.{kind}"


@contextlib.contextmanager
def alone(root: Path) -> Iterator[None]:
    """Keeps other runs out of an output folder.

    Raises:
        BindwrightError: BW806 when another one does not end.
        OSError: the folder cannot be opened.
    """
    import fcntl

    descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > end:
                    place = Location(file=shown(root))
                    raise failure("BW806", "another run is writing here", place) from None
                time.sleep(0.05)
            except OSError:
                break  # a file system without locks
        yield
    finally:
        os.close(descriptor)


def replace(root: Path, target: str, artefacts: Sequence[str]) -> None:
    """Puts the staged tree in its place, in one step; what nobody generated moves along.

    Raises:
        OSError: it cannot be done.
    """
    new, live = staging(root, target), root / target
    try:
        if not os.path.lexists(live):
            os.rename(new, live)
        elif not _exchange(new, live):
            os.rename(new, staging(root, target, "ready"))
    except BaseException:
        discard(root, target)
        raise
    flush(root)
    recover(root, target, artefacts)


def recover(root: Path, target: str, artefacts: Sequence[str] = ()) -> None:
    """Finishes what a killed run began, or undoes it.

    Raises:
        OSError: it cannot be done.
    """
    live = root / target
    if os.path.lexists(staging(root, target, "ready")):
        _carry_on(root, target, artefacts)
    for kind in ("old", "new"):
        left = staging(root, target, kind)
        if os.path.lexists(left):
            _move_foreign(left, live, artefacts)
            _remove(left)


def _carry_on(root: Path, target: str, artefacts: Sequence[str]) -> None:
    """Puts a complete tree in its place with two renames."""
    ready, live = staging(root, target, "ready"), root / target
    if os.path.lexists(live):
        old = staging(root, target, "old")
        if os.path.lexists(old):
            _move_foreign(old, live, artefacts)
            _remove(old)
        try:
            os.rename(live, old)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            # An overlay file system does not rename a folder of a lower layer.
            _move_foreign(live, ready, artefacts)
            _remove(live)
    os.rename(ready, live)
    flush(root)


def _exchange(one: Path, other: Path) -> bool:
    """Exchanges two folders in one step; returns whether the system can."""
    libc = ctypes.CDLL(None, use_errno=True)
    call = getattr(libc, "renameat2", None)
    if call is None:
        return False
    if call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), ctypes.c_uint(_EXCHANGE)) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), os.fspath(other))


def _move_foreign(source: Path, live: Path, artefacts: Sequence[str]) -> None:
    """Moves what nobody generated, such as results of a build, from one tree to another that does not have it."""
    generated = manifest(source).files
    found = look(source, generated, artefacts)
    strays = [path for path in (*found.files, *found.others) if path not in generated]
    for path in (*found.artefacts, *strays):
        if not os.path.lexists(live / path):
            with contextlib.suppress(FileExistsError, NotADirectoryError):
                (live / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.move(source / path, live / path)


def manifest(folder: Path) -> Manifest:
    """Returns a tree's manifest; an empty one when there is none or it makes no sense."""
    try:
        return parse(read(folder / NAME), NAME)
    except (OSError, BindwrightError):
        return Manifest()


def _remove(folder: Path) -> None:
    if folder.is_dir() and not folder.is_symlink():
        shutil.rmtree(folder)
    else:
        os.unlink(folder)


def discard(root: Path, target: str) -> None:
    """Removes a tree that was not finished, as far as that is possible."""
    shutil.rmtree(staging(root, target), ignore_errors=True)


def flush(folder: Path) -> None:
    """Makes the names in a folder outlast a power failure, where the file system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
