# SPDX-License-Identifier: LGPL-2.1-or-later
"""Splits C identifiers into the words of public names.

It does not join words again: each target does that in its own style.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

Words = tuple[str, ...]

_HUMP = r"[A-Z]{2,}s(?![a-z])|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z][a-z0-9]*|[A-Z][A-Z0-9]*|[0-9]+[a-z]*"


class Names:
    """The naming rules of one library."""

    def __init__(
        self,
        prefixes: Sequence[str] = (),
        acronyms: Sequence[str] = (),
        glued: Sequence[str] = (),
    ) -> None:
        """Takes the prefixes to strip, such as ``vir``, and words that humps do not divide, such as ``NWFilter``.

        A glued prefix goes although nothing divides it from the word behind it: ``gz`` of ``gzopen``.
        """
        self.prefixes = tuple(sorted(prefixes, key=len, reverse=True))
        self.glued = tuple(sorted(glued, key=len, reverse=True))
        whole = [re.escape(word) for word in sorted(acronyms, key=len, reverse=True)]
        self._hump = re.compile("|".join([*(f"{word}(?![a-z])" for word in whole), _HUMP]))
        self.split = lru_cache(maxsize=None)(self._split)

    def _split(self, identifier: str) -> Words:
        """Returns all words of an identifier in lower case: ``virDomainGetXMLDesc`` has five."""
        found: list[str] = []
        for part in identifier.split("_"):
            found += self._hump.findall(part)
        return tuple(word.lower() for word in found)

    def public(self, identifier: str) -> Words:
        """Returns the words behind the library's prefix, never none."""
        return self.split(self.without_prefix(identifier)) or (identifier.lower(),)

    def without_prefix(self, identifier: str) -> str:
        """Returns the identifier without the longest prefix that leaves the start of a word."""
        for prefix in self.prefixes:
            rest = identifier.removeprefix(prefix)
            if rest and rest != identifier and starts_word(prefix, rest):
                return rest
        for prefix in self.glued:
            rest = identifier.removeprefix(prefix)
            if rest and rest != identifier and rest[0].isalpha():
                return rest
        return identifier

    def within(self, identifier: str, owner: str) -> Words:
        """Returns a function's words within its object: ``("get", "info")`` for ``virDomainGetInfo`` in ``virDomain``."""
        rest = identifier.removeprefix(owner)
        if rest and rest != identifier and starts_word(owner, rest):
            return self.split(rest) or self.public(identifier)
        return self.public(identifier)

    def members(self, names: Sequence[str], enum: str) -> tuple[Words, ...]:
        """Returns the words of an enum's members without the prefix that they share.

        What a member has in common with the enum's own name goes too, when the words stay distinct:
        ``KEEL_OK`` and ``KEEL_STATUS_BUSY`` of ``keel_status`` are ``ok`` and ``busy``.
        """
        split = [self.split(name) for name in names]
        own = self.split(enum)
        shared = common(split) if len(split) > 1 else 0
        cut = tuple(words[_cut(words, shared, own) :] for words in split)
        if len(set(cut)) < len(cut):
            cut = tuple(words[_cut(words, shared, ()) :] for words in split)
        return cut


def _cut(words: Words, shared: int, own: Words) -> int:
    """Returns how many leading words of a member to leave out: never all, never up to a digit."""
    count = min(max(shared, _begins_like(words, own)), len(words) - 1)
    while count > 0 and words[count][0].isdigit():
        count -= 1
    return count


def _begins_like(words: Words, own: Words) -> int:
    """Returns how many leading words are the enum's own, or short for them: ``err`` is short for ``error``."""
    count = 0
    for word, full in zip(words, own, strict=False):
        if word != full and not (len(word) >= 3 and full.startswith(word)):
            break
        count += 1
    return count


def starts_word(before: str, rest: str) -> bool:
    """Whether ``rest`` starts a new word behind ``before``."""
    return before.endswith("_") or rest.startswith("_") or rest[0].isupper() or rest[0].isdigit()


def common(names: Iterable[Words]) -> int:
    """Returns how many leading words all names share."""
    count = 0
    for column in zip(*names, strict=False):
        if len(set(column)) > 1:
            break
        count += 1
    return count


def parameter_words(words: Words) -> Words:
    """Returns a parameter's public name: ``ret_state`` is ``state`` to a caller."""
    return words[1:] if len(words) > 1 and words[0] == "ret" else words
