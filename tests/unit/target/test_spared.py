# SPDX-License-Identifier: LGPL-2.1-or-later
"""What only users of C do is left out of documentation for others."""

import pytest
from bindwright.target.spared import is_c, spare, truth, without_announcement


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Gets it. The caller must free the returned string. It is short.",
            "Gets it. It is short.",
        ),
        ("The hostname which must be freed by the caller.", "The hostname."),
        ("This does not free the associated virDomainPtr object.", ""),
        (
            "Pointer to memory parameter object (return value, allocated by the caller)",
            "memory parameter object",
        ),
        ("pointer to a virDomainInfo structure allocated by the user", "a virDomainInfo structure"),
        ("The @xs array must be allocated by the caller.", ""),
        (
            "A pointer to the name or NULL, the string need not be deallocated its lifetime is that of @net.",
            "the name or NULL.",
        ),
        (
            "Pointer to a variable to store the array containing domains or NULL if the list is not required (just the number)",
            "the array containing domains",
        ),
        ("If @dom is non-NULL, only it is watched.", "If @dom is not NULL, only it is watched."),
        ("It gives a non-NULL URI.", "It gives a URI."),
        ("Finish it before free'ing to, in order to tell.", "Finish it, in order to tell."),
        ("It shows @ifaces->name.", "It shows @ifaces.name."),
        (
            "This call returns the amount of free memory.",
            "This call returns the amount of free memory.",
        ),
        (
            "Fails where allocation exceeds the free space.",
            "Fails where allocation exceeds the free space.",
        ),
        (
            "Provides the connection pointer associated with a pool.",
            "Provides the connection associated with a pool.",
        ),
    ],
)
def test_spare_leaves_out_memory_and_pointers(text: str, expected: str) -> None:
    """Sentences on freeing go, phrases on pointers go, and free memory stays."""
    assert spare(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 if running, 0 if not", "TRUE if running, FALSE if not"),
        ("0 if there is none, 1.5 if slow", "FALSE if there is none, 1.5 if slow"),
    ],
)
def test_truth_puts_words_for_numbers(text: str, expected: str) -> None:
    """C's one and zero are a truth value."""
    assert truth(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("    int x;\n    go(x);", True),
        ("    if (x) {\n    }", True),
        ("    <domain>\n    </domain>", False),
        ("    state: running", False),
    ],
)
def test_is_c_tells_code_from_tables(text: str, expected: bool) -> None:
    """A line of C ends with a semicolon or opens a block."""
    assert is_c(text) is expected


def test_announcement_is_one_sentence() -> None:
    """What is said before it stays, and what announces nothing stays whole."""
    assert without_announcement("It is so. Here is how to do it:") == "It is so."
    assert without_announcement("It is so. It works.") == "It is so. It works."
