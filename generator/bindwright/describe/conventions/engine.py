# SPDX-License-Identifier: LGPL-2.1-or-later
"""Registers the built-in conventions and applies those that an overlay switches on, then its patterns.

It does not hold a convention itself.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from bindwright.describe.claims import Claims
from bindwright.describe.context import Context
from bindwright.describe.draft import Draft, Value
from bindwright.describe.entities import claims_of, field_claims
from bindwright.describe.evidence import Evidence
from bindwright.describe.overlay import Overlay, Pattern, Said, Switch
from bindwright.diagnostics import BindwrightError, Diagnostic, failure
from bindwright.model.api import Source
from bindwright.model.ctype import CType, declare
from bindwright.model.facts import FieldFact, RecordFact


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A convention at work: its name, its options, and the library."""

    context: Context
    name: str
    source: Source
    options: Mapping[str, str]
    evident: bool = False
    """It may claim only what it has evidence for."""

    def option(self, name: str) -> re.Pattern[str]:
        """Returns an option as a regular expression; an empty one matches nothing."""
        return compiled(self.options[name])

    def text(self, name: str) -> str:
        """Returns an option as it is."""
        return self.options[name]

    def on_value(self, value: Value, text: str, evidence: Evidence | None = None) -> bool:
        """Claims annotations for a parameter or result."""
        return self._say(value.claims, text, evidence)

    def on_function(self, draft: Draft, text: str, evidence: Evidence | None = None) -> bool:
        """Claims annotations for a function."""
        return self._say(draft.claims, text, evidence)

    def on_type(self, name: str, text: str, evidence: Evidence | None = None) -> bool:
        """Claims annotations for a struct, by its API name."""
        return self._say(claims_of(self.context, name), text, evidence)

    def on_field(self, record: str, field: str, text: str, evidence: Evidence | None) -> bool:
        """Claims annotations for a field of a struct, by the struct's API name."""
        return self._say(field_claims(self.context, record, field), text, evidence)

    def _say(self, claims: Claims, text: str, evidence: Evidence | None) -> bool:
        if self.evident and evidence is None:
            return False
        return claims.say(text, self.source, self.name, evidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRule:
    """A convention about fields at work on one of them."""

    rule: Rule
    record: RecordFact
    field: FieldFact

    @property
    def context(self) -> Context:
        """The library."""
        return self.rule.context

    def say(self, text: str, evidence: Evidence | None = None) -> bool:
        """Claims annotations for the field."""
        public = self.context.types.public(self.record.name)
        return self.rule.on_field(public, self.field.name, text, evidence)


Apply = Callable[[Rule, Draft], bool]
"""Makes claims on one function; tells whether it made any."""
ApplyField = Callable[[FieldRule], bool]
"""Makes claims on one field; tells whether it made any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Convention:
    """A built-in convention."""

    name: str
    """``owned-strings``."""
    apply: Apply | None = None
    apply_field: ApplyField | None = None
    source: Source
    options: Mapping[str, str]
    """Its options with the value that each has unless an overlay gives another."""
    callbacks: bool = False
    """It is for callback types too."""


CONVENTIONS: dict[str, Convention] = {}
"""All of them, by name, in the order in which they are applied."""

_COMMON = ("functions", "except")
_NEVER = r"(?!)"


def convention(
    name: str,
    *,
    source: Source = Source.CONVENTION,
    callbacks: bool = False,
    **options: str,
) -> Callable[[Apply], Apply]:
    """Registers a convention; an option's name has ``_`` where the overlay has ``-``."""

    def register(apply: Apply) -> Apply:
        CONVENTIONS[name] = Convention(
            name=name,
            apply=apply,
            source=source,
            options=_dashed(options),
            callbacks=callbacks,
        )
        return apply

    return register


def field_convention(
    name: str, *, source: Source = Source.CONVENTION, **options: str
) -> Callable[[ApplyField], ApplyField]:
    """Registers a convention about fields."""

    def register(apply: ApplyField) -> ApplyField:
        CONVENTIONS[name] = Convention(
            name=name, apply_field=apply, source=source, options=_dashed(options)
        )
        return apply

    return register


def _dashed(options: Mapping[str, str]) -> dict[str, str]:
    return {key.replace("_", "-"): value for key, value in options.items()}


@cache
def compiled(text: str) -> re.Pattern[str]:
    """Compiles a regular expression, ignoring case only where it says so itself."""
    return re.compile(text or _NEVER)


def apply_conventions(context: Context, overlay: Overlay, found: list[Diagnostic]) -> None:
    """Applies the conventions that are on, in the overlay's order, then its patterns; one that matches nothing is wrong."""
    for switch in overlay.switches:
        try:
            _apply_switch(context, switch)
        except BindwrightError as error:
            found.extend(error.diagnostics)
    for pattern in overlay.patterns:
        if not _apply_pattern(context, pattern):
            found.append(_useless(f"the pattern '{pattern.name}' matches nothing", pattern))


def _useless(cause: str, entry: Switch | Pattern) -> Diagnostic:
    hint = "remove it, or correct its expressions"
    return Diagnostic(code="BW204", message=cause, location=entry.location, hint=hint)


def _apply_switch(context: Context, switch: Switch) -> None:
    found = CONVENTIONS.get(switch.name)
    if found is None:
        near = difflib.get_close_matches(switch.name, CONVENTIONS, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(CONVENTIONS)}"
        raise failure("BW204", f"there is no convention '{switch.name}'", switch.location, hint)
    if not _matches(_rule(context, found, _options(found, switch))):
        cause = f"the convention '{switch.name}' matches nothing"
        raise BindwrightError((_useless(cause, switch),))


def apply_evident(context: Context, overlay: Overlay) -> None:
    """Applies every convention, with the overlay's options where it gives any, as far as each has evidence."""
    switches = {switch.name: switch for switch in overlay.switches}
    for name, found in CONVENTIONS.items():
        options = _options(found, switches[name]) if name in switches else found.options
        _matches(_rule(context, found, options, evident=True))


def matches(context: Context, name: str, options: Mapping[str, str]) -> tuple[str, ...]:
    """Applies one convention and returns the functions, callback types and fields that it has something to say of."""
    return _matches(_rule(context, CONVENTIONS[name], options))


def _rule(
    context: Context, found: Convention, options: Mapping[str, str], *, evident: bool = False
) -> Rule:
    return Rule(
        context=context, name=found.name, source=found.source, options=options, evident=evident
    )


def _matches(rule: Rule) -> tuple[str, ...]:
    """Applies a convention to all it is for; returns what it made a claim of."""
    found, drafts = CONVENTIONS[rule.name], rule.context.drafts
    only = compiled(rule.options.get("functions") or ".")
    but = compiled(rule.options.get("except", ""))
    matched: list[str] = []
    if found.apply_field is not None:
        for record in rule.context.facts.records:
            for field in record.fields:
                about = FieldRule(rule=rule, record=record, field=field)
                if found.apply_field(about):
                    matched.append(f"{rule.context.types.public(record.name)}.{field.name}")
    if found.apply is not None:
        wanted = list(drafts.functions.values())
        if found.callbacks:
            wanted += drafts.callbacks.values()
        wanted = [it for it in wanted if only.search(it.name) and not but.search(it.name)]
        matched += [draft.name for draft in wanted if found.apply(rule, draft)]
    return tuple(matched)


def _options(found: Convention, switch: Switch) -> dict[str, str]:
    """Returns a convention's options as an overlay sets them.

    Raises:
        BindwrightError: BW205 for an option that there is not, or that is no regular expression.
    """
    known = (*found.options, *_COMMON)
    for key, text in switch.options.items():
        if key not in known:
            cause = f"the convention '{found.name}' has no option '{key}'"
            raise failure("BW205", cause, switch.location, f"it has: {', '.join(known)}")
        try:
            compiled(text)
        except re.error as error:
            cause = f"'{text}' is not a regular expression: {error}"
            raise failure("BW205", cause, switch.location) from None
    return {**found.options, **switch.options}


@cache
def spelled(c: CType) -> str:
    """Spells a C type as patterns see it: ``const char *``, ``virDomainPtr **``."""
    return declare(c)


def _apply_pattern(context: Context, pattern: Pattern) -> bool:
    matched = False
    for draft in (*context.drafts.functions.values(), *context.drafts.callbacks.values()):
        if draft.name in pattern.excluded:
            continue
        if pattern.functions is None or pattern.functions.search(draft.name):
            matched = _apply_to(pattern, draft) or matched
    return matched


def _apply_to(pattern: Pattern, draft: Draft) -> bool:
    values = [
        value
        for value in draft.parameters
        if _fits(pattern.parameters, value.name) and _fits(pattern.types, spelled(value.c))
    ]
    if pattern.say is not None and not values:
        return False
    if pattern.say is None and pattern.parameters is not None and not values:
        return False
    result_fits = pattern.say is not None or _fits(pattern.types, spelled(draft.result.c))
    if pattern.say is not None:
        for value in values:
            _say(pattern, pattern.say, value)
    if pattern.results is not None:
        if not result_fits:
            return False
        _say(pattern, pattern.results, draft.result)
    if pattern.function is not None and draft.fact is not None:
        draft.claims.add(
            pattern.function.annotations, Source.CONVENTION, pattern.name, pattern.function.location
        )
    return True


def _say(pattern: Pattern, said: Said, value: Value) -> None:
    value.claims.add(said.annotations, Source.CONVENTION, pattern.name, said.location)


def _fits(expression: re.Pattern[str] | None, text: str) -> bool:
    return expression is None or expression.fullmatch(text) is not None
