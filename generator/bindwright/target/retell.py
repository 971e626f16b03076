# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes the documentation of each element of an API for one target.

It decides which sections there are; ``docs`` lays them out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from bindwright.model.api import (
    Api,
    ConditionName,
    Doc,
    FailureMode,
    FailureRule,
    Form,
    Function,
    Kind,
    Role,
    Scope,
)
from bindwright.model.plain import Output, PlainCall
from bindwright.target.docs import Block, DocView, Reteller, paragraphs, section
from bindwright.target.lead import lead_call, lead_type
from bindwright.target.manifest import DocLayout, Manifest
from bindwright.target.naming import Span
from bindwright.target.spared import truth
from bindwright.target.types import TypeMaker

ONLY_OF_C = frozenset(
    {
        Role.USER_DATA,
        Role.DESTROY,
        Role.LENGTH,
        Role.CAPACITY,
        Role.RESULT_LENGTH,
        Role.UNUSED,
        Role.FIXED,
    }
)
"""Arguments that a language without pointers does not have."""

_MAKING = frozenset({Form.CONSTRUCTOR, Form.STATIC, Form.FUNCTION})
"""What a class has that is called without an object."""

CONDITIONS = {
    ConditionName.WOULD_BLOCK: "Nothing could be done without waiting.",
    ConditionName.HOLE: "There is a hole in a sparse file.",
}
"""What a call tells that is no error of the library."""


class DocMaker:
    """Knows every name of the API in the target's spelling."""

    def __init__(self, api: Api, manifest: Manifest, types: TypeMaker) -> None:
        """Indexes the API's names."""
        self.api = api
        self.manifest = manifest
        self.types = types
        self.objects = {item.name: item.words for item in api.objects}
        names: dict[str, str] = {}
        functions = set()
        unsaid = {api.library.free}
        for function in api.functions:
            if function.form in (Form.REF, Form.UNREF, Form.FREE):
                unsaid.add(function.name)
            if function.name in unsaid or function.skip:
                continue
            own = self.role(function)
            names[function.name] = self.qualified(
                own, function.words, self.owner_words(function.owner)
            )
            functions.add(function.name)
        for item in api.types:
            names[item.name] = self.spelled("type", item.words)
        for enum in api.enums:
            for member in enum.members:
                names[member.name] = self.qualified("member", member.words, enum.words)
        for alias in api.aliases if manifest.layout.null != DocLayout().null else ():
            # Where there are no pointers, what points to a thing is that thing.
            if alias.c.target is not None and alias.c.target.name in names:
                names.setdefault(alias.name, names[alias.c.target.name])
        for constant in api.constants:
            names[constant.name] = self.spelled("constant", constant.words)
        self.reteller = Reteller(
            names=names,
            functions=frozenset(functions),
            layout=manifest.layout,
            unsaid=frozenset(unsaid),
        )

    def role(self, function: Function) -> str:
        """Returns the naming role of a function; what ends an object may have one of its own."""
        if function.owner not in self.objects:
            return "function"
        if function.form in _MAKING and "constructor" in self.manifest.speller.roles:
            return "constructor"
        closes = function.form is Form.CLOSE and "close" in self.manifest.speller.roles
        return "close" if closes else "method"

    def owner_words(self, owner: str) -> tuple[str, ...]:
        """Returns the words of an object by its C name."""
        return self.objects.get(owner, ())

    def spelled(self, role: str, words: tuple[str, ...], owner: tuple[str, ...] = ()) -> str:
        """Spells words in a role, or plainly when the target has no such role."""
        if role in self.manifest.speller.roles:
            return str(getattr(self.manifest.speller.names(words, owner), role))
        return "_".join(owner + words)

    def qualified(self, role: str, words: tuple[str, ...], owner: tuple[str, ...]) -> str:
        """Spells a member with its owner, which some roles spell themselves."""
        spelled = self.spelled(role, words, owner)
        known = self.manifest.speller.roles.get(role)
        return self.within(owner, spelled) if known is None or known.span is Span.OWN else spelled

    def within(self, owner: tuple[str, ...], spelled: str) -> str:
        """Qualifies a member with its owner's name."""
        if not owner or not self.manifest.layout.separator:
            return spelled
        return self.spelled("type", owner) + self.manifest.layout.separator + spelled

    def parameter(self, words: tuple[str, ...]) -> str:
        """Spells a parameter."""
        return self.spelled("parameter", words)

    def parameters(self, plain: PlainCall) -> dict[str, str]:
        """Returns the spelling of each C parameter that prose may name.

        Where a language's own parameters are listed, those that only C has are nothing.
        """
        spelled = {item.name: self.parameter(item.words) for item in plain.outputs}
        spelled |= {item.name: self.parameter(item.words) for item in plain.inputs}
        for parameter in plain.function.parameters:
            hidden = self.manifest.layout.parameter and parameter.role in ONLY_OF_C
            words = parameter.words or (parameter.name,)
            spelled.setdefault(parameter.name, "" if hidden else self.parameter(words))
        return spelled

    def plain(self, doc: Doc, words: Mapping[str, str] | None = None, name: str = "") -> DocView:
        """Returns an element's documentation without sections for arguments."""
        lead = partial(lead_type, self.reteller.names.get(name, ""))
        return self.make(doc, words or {}, list, name, lead)

    def part(self, doc: Doc, words: Mapping[str, str] | None = None, name: str = "") -> DocView:
        """Returns the documentation of a member, a field or an argument, which C writes as half a sentence."""
        return self.make(replace(doc, summary=_sentence(doc.summary)), words or {}, list, name)

    def make(
        self,
        doc: Doc,
        words: Mapping[str, str],
        sections: Callable[[], list[Block]],
        name: str = "",
        lead: Callable[[str], str] | None = None,
    ) -> DocView:
        """Joins summary, body, sections and since; ``name`` is C's, for what nobody documented.

        Where summaries begin with a name, ``lead`` puts it there.
        """
        lead = lead if self.manifest.layout.lead else None
        return DocView(lambda: self.blocks(doc, words, sections(), name, lead), self.manifest.forms)

    def blocks(
        self,
        doc: Doc,
        words: Mapping[str, str],
        sections: list[Block],
        name: str,
        lead: Callable[[str], str] | None,
    ) -> tuple[Block, ...]:
        """Retells a documentation, piece by piece."""
        layout = self.manifest.layout
        summary = self.reteller.tell(doc.summary, words)
        if lead:
            summary = lead(summary or f"is {name} of C.")
        blocks = [Block(text=summary)] if summary else []
        blocks += paragraphs(doc.body, self.reteller, words)
        if layout.complete and name and not blocks:
            blocks = [Block(text=f"{layout.code.format(name)} of C.")]
        blocks += sections
        if doc.since and layout.since:
            blocks.append(Block(text=layout.since.format(version=doc.since)))
        if doc.deprecated is not None and layout.deprecated:
            why = self.reteller.tell(doc.deprecated or "Do not use it in new code.", words)
            blocks.append(Block(text=layout.deprecated.format(text=why)))
        return tuple(blocks)

    def call(self, plain: PlainCall) -> DocView:
        """Returns a call's documentation with its arguments, results and failure."""
        words = self.parameters(plain)
        doc = self.with_conditions(plain.function.doc, plain.failure)
        own = self.role(plain.function)
        owner = self.owner_words(plain.function.owner)
        lead = partial(lead_call, self.spelled(own, plain.function.words, owner))
        return self.make(doc, words, lambda: self.sections(plain, words), plain.name, lead)

    def with_conditions(self, doc: Doc, rule: FailureRule) -> Doc:
        """Returns documentation that speaks of what is raised, not of the numbers that C returns for it."""
        if not self.manifest.layout.condition:
            return doc
        for item in rule.conditions:
            number = re.compile(rf"(?<![\w.-]){re.escape(item.value)} is returned\b")
            raised = f"{self.manifest.layout.code.format(self.condition(item.name))} is raised"
            body = tuple(number.sub(raised, text) for text in doc.body)
            doc = replace(doc, body=body)
        return doc

    def condition(self, name: ConditionName) -> str:
        """Spells the error that tells a condition."""
        return self.spelled("error", tuple(name.value.split("-")))

    def sections(self, plain: PlainCall, words: Mapping[str, str]) -> list[Block]:
        """Returns what a call takes, gives and raises."""
        layout = self.manifest.layout
        sections: list[Block] = []
        if layout.parameter:
            items = [
                layout.parameter.format(
                    name=self.parameter(item.words),
                    text=self.sentence(item.doc, words) or self.fallback(item.words),
                )
                for item in plain.inputs
                if not item.is_self and item.scope is not Scope.REGISTERED
            ]
            sections += section(layout.parameters, items, layout.hang)
        if layout.result:
            sections += section(layout.returns, self.results(plain, words), layout.hang)
        if layout.failure and plain.failure.mode is not FailureMode.NEVER:
            raised = [layout.failure.format(error=self.spelled("type", ("error",)))]
            raised += [
                layout.condition.format(error=self.condition(item.name), text=CONDITIONS[item.name])
                for item in plain.failure.conditions
                if layout.condition
            ]
            sections += section(layout.raises, raised, layout.hang)
        return sections

    def results(self, plain: PlainCall, words: Mapping[str, str]) -> list[str]:
        """Returns an item for what a call gives; one for each result, with its name, when there are more."""
        layout = self.manifest.layout
        told = [(item.words, self.result(item, words)) for item in plain.outputs]
        if told and layout.complete:
            texts = [text or self.fallback(name) for name, text in told]
            return [layout.result.format(text=" ".join(texts))]
        if len(told) > 1 and layout.parameter:
            return [
                layout.parameter.format(name=" ".join(name), text=text or self.fallback(name))
                for name, text in told
            ]
        return [layout.result.format(text=text) for _, text in told if text]

    def sentence(self, doc: Doc, words: Mapping[str, str]) -> str:
        """Returns what an argument is, as a sentence."""
        text = " ".join([doc.summary, *doc.body]).strip()
        return _sentence(self.reteller.tell(text, words))

    def result(self, item: Output, words: Mapping[str, str]) -> str:
        """Returns what a result is, without what C says of failure."""
        text = " ".join([item.doc.summary, *item.doc.body]).strip()
        if item.type.kind is Kind.BOOL:
            text = truth(text)
        told = self.reteller.tell_result(text, words)
        return told[:1].upper() + told[1:]

    def fallback(self, words: tuple[str, ...]) -> str:
        """Returns what can be said of an argument that is not documented."""
        return "The " + " ".join(words) + "."


def _sentence(text: str) -> str:
    """Returns words as a sentence: with a capital, unless they start with a name, and a stop."""
    if not text:
        return ""
    if text[0].islower() and (text[1:2].islower() or text[1:2] == " "):
        text = text[0].upper() + text[1:]
    return text if text.endswith((".", "!", "?", ":")) else text + "."
