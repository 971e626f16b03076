# SPDX-License-Identifier: LGPL-2.1-or-later
"""Checks how programs are run: no shell, no locale, no endless wait."""

from __future__ import annotations

import sys

import pytest
from bindwright import tools
from bindwright.diagnostics import BindwrightError


def test_run_returns_what_is_left() -> None:
    """Status, output and errors come back apart."""
    program = "import sys; print(input()); print('e', file=sys.stderr); sys.exit(3)"

    done = tools.run([sys.executable, "-c", program], input="in\n")

    assert (done.status, done.output, done.errors) == (3, "in\n", "e\n")


def test_run_knows_no_shell() -> None:
    """An argument reaches the program as it is."""
    done = tools.run([sys.executable, "-c", "import sys; print(sys.argv[1])", "$HOME; `id` *"])

    assert done.output == "$HOME; `id` *\n"


def test_run_has_no_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs speak English whatever the user's language is."""
    monkeypatch.setenv("LC_MESSAGES", "de_DE.UTF-8")
    monkeypatch.setenv("LANGUAGE", "de")
    program = "import os; print(sorted(n for n in os.environ if n[:2] in ('LC', 'LA')))"

    done = tools.run([sys.executable, "-c", program])

    assert done.output == "['LC_ALL']\n"


def test_missing_program_is_reported() -> None:
    """A program that is not installed is an error with a hint."""
    with pytest.raises(BindwrightError, match="BW190") as caught:
        tools.run(["no-such-program"])

    assert caught.value.diagnostics[0].hint
    assert tools.probe("no-such-program") is None


def test_endless_program_is_stopped() -> None:
    """A program that does not end in time is an error."""
    with pytest.raises(BindwrightError, match="BW191"):
        tools.run([sys.executable, "-c", "import time; time.sleep(60)"], timeout=0.2)


def test_run_prefers_programs_beside_the_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    """A target's ``python`` is the one that Bindwright runs in, whatever else is on the path."""
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    done = tools.run(["python", "-c", "import sys; print(sys.prefix)"])

    assert done.output.strip() == sys.prefix
