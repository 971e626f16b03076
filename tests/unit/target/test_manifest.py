# SPDX-License-Identifier: LGPL-2.1-or-later
"""A manifest is closed: what it does not know is a located error."""

from pathlib import Path

import pytest
from bindwright.diagnostics import BindwrightError
from bindwright.target.manifest import load_manifest, select


def write(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "quux"
    folder.mkdir()
    (folder / "target.toml").write_text(text)
    return folder


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[target\n", "BW601"),
        ('[target]\nname = "quux"\ncolour = "red"\n', "3: error: unknown key 'colour' in [target]"),
        ('[target]\nname = "other"\n', "2: error: the target's name is 'other'"),
        (
            '[target]\nname = "quux"\n[naming.roles]\nmethod = {style = "odd"}\n',
            "4: error: naming role",
        ),
        (
            '[target]\nname = "quux"\n[[file]]\npath = "x"\n',
            "3: error: [file] lacks a required key",
        ),
    ],
)
def test_load_manifest_refuses_what_it_does_not_know(
    tmp_path: Path, text: str, expected: str
) -> None:
    """Every mistake in a manifest is named with its line."""
    with pytest.raises(BindwrightError) as caught:
        load_manifest(write(tmp_path, text))

    assert expected in str(caught.value)


def test_load_manifest_refuses_a_folder_without_one(tmp_path: Path) -> None:
    """A folder without target.toml is not a target."""
    with pytest.raises(BindwrightError, match="BW601"):
        load_manifest(tmp_path)


def test_select_moves_the_matching_files() -> None:
    """Only files whose own name matches are taken, and they lose their folders."""
    files = {"include/a-plain.h": b"a", "README.md": b"r"}

    assert select(files, ("*.h",), "src") == {"src/a-plain.h": b"a"}
