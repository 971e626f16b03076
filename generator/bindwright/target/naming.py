# SPDX-License-Identifier: LGPL-2.1-or-later
"""Spells words as one language's identifiers; it knows styles, not languages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum


class Style(Enum):
    """How words become one identifier."""

    SNAKE = "snake"
    UPPER = "upper"
    CAMEL = "camel"
    PASCAL = "pascal"
    JOINED = "joined"
    KEBAB = "kebab"
    INITIAL = "initial"
    """The first letter alone."""


class Span(Enum):
    """Which words a role spells."""

    OWN = "own"
    """The element's own: ``get info``."""
    FULL = "full"
    """The owner's first: ``domain get info``."""
    OWNER = "owner"
    """The owner's alone: ``domain``."""
    VERB = "verb"
    """The owner's behind the first of its own: ``open connection read only``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """How one role is spelled in one target."""

    style: Style
    span: Span = Span.OWN
    prefix: str = ""
    """Put before the spelled words: ``ret_``."""
    suffix: str = ""
    """``Error``; not put after words that end in it already."""
    reserved: frozenset[str] = frozenset()
    """Names that this role must not take, beside the target's reserved words."""
    escape: str = "{}_"
    """What a reserved name becomes."""
    leading_digit: str = "_{}"
    """What a name that starts with a digit becomes."""


def spell(words: tuple[str, ...], style: Style, initialisms: frozenset[str] = frozenset()) -> str:
    """Joins words in a style: ``("get", "id")`` in PASCAL is ``GetId``, or ``GetID`` with that initialism."""
    match style:
        case Style.SNAKE:
            return "_".join(words)
        case Style.UPPER:
            return "_".join(words).upper()
        case Style.KEBAB:
            return "-".join(words)
        case Style.JOINED:
            return "".join(words)
        case Style.PASCAL:
            return "".join(_capital(word, initialisms) for word in words)
        case Style.CAMEL:
            return "".join(words[:1]) + "".join(_capital(word, initialisms) for word in words[1:])
        case Style.INITIAL:
            return "".join(words)[:1].lower()


def _capital(word: str, initialisms: frozenset[str]) -> str:
    if word in initialisms:
        return word.upper()
    if word.endswith("s") and word[:-1] in initialisms:
        return word[:-1].upper() + "s"
    return word[:1].upper() + word[1:]


class Names:
    """One element's name in every role of a target; a role the manifest does not define is an error."""

    def __init__(self, roles: Collection[str], spell_role: Callable[[str], str]) -> None:
        """Spells a role when it is first asked for; then it is an attribute, which templates read fastest."""
        self._roles = roles
        self._spell = spell_role

    def __getattr__(self, role: str) -> str:
        if role.startswith("_") or role not in self._roles:
            raise AttributeError(f"the manifest has no naming role '{role}'")
        text = self._spell(role)
        self.__dict__[role] = text
        return text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Names) and self.as_dict() == other.as_dict()

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.as_dict().items())))

    def __repr__(self) -> str:
        return f"Names({self.as_dict()!r})"

    def as_dict(self) -> dict[str, str]:
        """Returns every role with its spelling."""
        return {role: getattr(self, role) for role in self._roles}


@dataclass(frozen=True, slots=True, kw_only=True)
class Speller:
    """Spells words for all roles of one target."""

    roles: Mapping[str, Role]
    reserved: frozenset[str]
    initialisms: frozenset[str] = frozenset()
    scope: tuple[str, ...] = ()
    """Roles whose names stand in one scope; what a role after the first calls like one before is escaped."""
    _known: dict[tuple[tuple[str, ...], tuple[str, ...]], Names] = field(
        default_factory=dict, repr=False, compare=False
    )

    def names(self, words: tuple[str, ...], owner: tuple[str, ...] = ()) -> Names:
        """Returns the spelling of those words in every role."""
        known = self._known.get((words, owner))
        if known is None:
            known = Names(self.roles, lambda role: self.one(role, words, owner))
            self._known[words, owner] = known
        return known

    def apart(self, role_name: str, names: Names, taken: set[str]) -> Names:
        """Returns names of which the one in a role is free in the roles' scope, where it is taken from then on."""
        if role_name not in self.scope:
            return names
        text: str = getattr(names, role_name)
        free = text
        while free in taken:
            free = self.roles[role_name].escape.format(free)
        taken.add(free)
        return self._called(names, role_name, free)

    def distinct(self, role_name: str, elements: Iterable[tuple[str, ...]]) -> Speller:
        """Returns one by which no two of these words have names in a role that differ only in the case of letters."""
        speller = replace(self, _known={})
        taken: dict[str, str] = {}
        for words in elements:
            names = speller.names(words)
            free: str = getattr(names, role_name)
            while taken.get(free.lower(), free) != free:
                free = self.roles[role_name].escape.format(free)
            taken[free.lower()] = free
            speller._known[words, ()] = self._called(names, role_name, free)
        return speller

    def _called(self, names: Names, role_name: str, text: str) -> Names:
        """Returns names of which the one in a role is another."""
        if getattr(names, role_name) == text:
            return names
        return Names(self.roles, lambda role: text if role == role_name else getattr(names, role))

    def one(self, role_name: str, words: tuple[str, ...], owner: tuple[str, ...] = ()) -> str:
        """Returns the spelling in one role, escaped where the target reserves it."""
        role = self.roles[role_name]
        match role.span:
            case Span.OWN:
                chosen = words
            case Span.FULL:
                chosen = owner + words
            case Span.OWNER:
                chosen = owner or words
            case Span.VERB:
                chosen = words[:1] + owner + words[1:]
        text = role.prefix + spell(chosen, role.style, self.initialisms)
        if not (role.suffix and text.endswith(role.suffix)):
            text += role.suffix
        if text[:1].isdigit():
            text = role.leading_digit.format(text)
        while text in self.reserved or text in role.reserved:
            text = role.escape.format(text)
        return text
