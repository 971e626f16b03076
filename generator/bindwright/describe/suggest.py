# SPDX-License-Identifier: LGPL-2.1-or-later
"""Proposes annotations that documentation and declarations give a reason for, whatever the overlay switches on.

It reads no text itself: conventions do, and say what made them believe. It changes nothing: whoever reads a suggestion decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from bindwright.describe import stage
from bindwright.describe.claims import Claim, Claims
from bindwright.describe.comments import place
from bindwright.describe.context import Context
from bindwright.describe.conventions import apply_evident
from bindwright.describe.draft import Draft
from bindwright.describe.evidence import Witness
from bindwright.describe.overlay import Description
from bindwright.describe.terms import SLOTS, Annotation
from bindwright.diagnostics import Location
from bindwright.model.facts import Comment, Facts


class Standing(Enum):
    """What is known beside a suggestion."""

    NOTHING = "nothing"
    SAME = "same"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One annotation, and why."""

    on: str
    """``function``, or ``type`` of a field."""
    name: str
    """``virDomainGetXMLDesc``."""
    member: str
    """A parameter or a field, ``return``, or nothing for the function itself."""
    annotation: Annotation
    rule: str
    """The convention that reads it so: ``documented-flags``."""
    witness: Witness
    quote: str
    """Whole sentences of the documentation, or what C declares."""
    location: Location
    standing: Standing
    known: str = ""
    """What is known: ``(unused), from the overlay``."""
    needless: bool = False
    """No binding has the function, or bindings alone call it."""

    @property
    def element(self) -> str:
        """What it is about: ``virDomainGetXMLDesc flags``."""
        return f"{self.name} {self.member}".rstrip()

    @property
    def evidence(self) -> str:
        """Why, for people: a sentence in quotes, or what C declares."""
        if self.witness is Witness.SENTENCE:
            return f'"{self.quote}"'
        return f"{self.witness.value} {self.quote}"

    @property
    def wanted(self) -> bool:
        """Whether it says what is not known yet."""
        return self.standing is not Standing.SAME and not self.needless


def suggest(facts: Facts, project: Description) -> tuple[Suggestion, ...]:
    """Returns all suggestions, in the order of the headers: functions, callback types, structs.

    Raises:
        BindwrightError: as ``describe`` does.
    """
    known, found = stage.known(facts, project), stage.unsaid(facts, project)
    _take_directions(known, found)
    apply_evident(found, project.overlay)
    return (*_of_functions(known, found), *_of_fields(known, found))


def _drafts(context: Context) -> Iterator[Draft]:
    yield from context.drafts.functions.values()
    yield from context.drafts.callbacks.values()


def _take_directions(known: Context, found: Context) -> None:
    """Tells inputs from outputs as far as that is known: it decides what NULL means."""
    for mine, theirs in zip(_drafts(found), _drafts(known), strict=True):
        for value, other in zip(mine.parameters, theirs.parameters, strict=True):
            if other.claims.has("direction"):
                value.claims.slots["direction"] = other.claims.slots["direction"]


def _of_functions(known: Context, found: Context) -> Iterator[Suggestion]:
    for mine, theirs in zip(_drafts(found), _drafts(known), strict=True):
        where = _declared(found, mine)
        needless = any(theirs.claims.get(name) for name in ("skip", "ref", "unref", "free"))
        for member, claims, others, after in _elements(mine, theirs):
            for claim in _evident(claims):
                yield _suggestion(
                    ("function", mine.name, member),
                    claim,
                    others,
                    _place(claim, mine.comment.source, after, where),
                    needless=needless,
                )


def _elements(mine: Draft, theirs: Draft) -> Iterator[tuple[str, Claims, Claims, Location | None]]:
    """Yields the parts of a function, what is claimed of each here and there, and where its documentation starts."""
    yield "", mine.claims, theirs.claims, None
    for value, other in zip(mine.values, theirs.values, strict=True):
        yield value.name, value.claims, other.claims, value.part.location


def _declared(context: Context, draft: Draft) -> Location:
    return (draft.fact or context.types.typedefs[draft.name]).location


def _of_fields(known: Context, found: Context) -> Iterator[Suggestion]:
    for record in found.facts.records:
        name = found.types.public(record.name)
        for field in record.fields:
            claims = found.drafts.fields.get((name, field.name), Claims("field"))
            others = known.drafts.fields.get((name, field.name), Claims("field"))
            for claim in _evident(claims):
                where = _place(claim, field.comment, None, field.location)
                yield _suggestion(("type", name, field.name), claim, others, where)


_ORDER = tuple(SLOTS)


def _evident(claims: Claims) -> Iterator[Claim]:
    """Yields the claims that have evidence; what is always zero is nothing else."""
    unused = claims.get("unused")
    found = [(_ORDER.index(claim.annotation.name), claim) for claim in claims.slots.values()]
    for _, claim in sorted(found, key=lambda item: item[0]):
        type_of_unused = unused is not None and SLOTS[claim.annotation.name] == "type"
        if claim.evidence is not None and not type_of_unused:
            yield claim


def _place(
    claim: Claim, comment: Comment | None, after: Location | None, declared: Location
) -> Location:
    """Returns where the evidence stands."""
    assert claim.evidence is not None
    if claim.evidence.witness is not Witness.SENTENCE or comment is None:
        return declared
    return place(comment, claim.evidence.quote, after)


def _suggestion(
    element: tuple[str, str, str],
    claim: Claim,
    others: Claims,
    location: Location,
    *,
    needless: bool = False,
) -> Suggestion:
    assert claim.evidence is not None
    on, name, member = element
    standing, other = _compare(claim.annotation, others)
    return Suggestion(
        on=on,
        name=name,
        member=member,
        annotation=claim.annotation,
        rule=claim.rule,
        witness=claim.evidence.witness,
        quote=claim.evidence.quote,
        location=location,
        standing=standing,
        known=f"{other.annotation}, {_who(other)}" if other else "",
        needless=needless,
    )


def _who(claim: Claim) -> str:
    """Says who claims something: ``from the overlay``, ``from documented-flags``."""
    return f"from {claim.rule}" if claim.rule else f"from the {claim.source.value}"


_LIKEWISE = {"nullable": "optional", "optional": "nullable", "array": "dict"}
"""Annotations on other slots that say as much."""
_AGAINST = {"unused": ("flags", "enum"), "flags": ("unused",), "enum": ("unused",)}
"""Annotations on other slots that say something else."""


def _compare(said: Annotation, others: Claims) -> tuple[Standing, Claim | None]:
    """Tells how an annotation stands to what is known, and what that is."""
    claim = others.slots.get(SLOTS[said.name])
    if claim is not None and _covers(claim.annotation, said):
        return Standing.SAME, claim
    likewise = _LIKEWISE.get(said.name, "")
    other = others.get(likewise) if likewise else None
    if other is not None:
        same = not said.negated and _covers(other, said, named=likewise)
        return Standing.SAME if same else Standing.DIFFERS, others.claim(likewise)
    if claim is not None:
        return Standing.DIFFERS, claim
    for name in _AGAINST.get(said.name, ()):
        if others.get(name):
            return Standing.DIFFERS, others.claim(name)
    return Standing.NOTHING, None


def _covers(known: Annotation, said: Annotation, named: str = "") -> bool:
    """Whether an annotation says all that another one does."""
    return (
        known.name == (named or said.name)
        and known.negated == said.negated
        and set(said.words) <= set(known.words)
        and said.options.items() <= known.options.items()
    )
