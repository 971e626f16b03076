# SPDX-License-Identifier: LGPL-2.1-or-later
"""Describes a whole library: reads comments, lets all make their claims, and resolves them.

It does not read files, and does not judge whether the result is good: ``check`` does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from bindwright.describe import (
    applied,
    comments,
    dicts,
    entities,
    gathered,
    memory,
    uncallable,
    variants,
)
from bindwright.describe.comments import DocComment
from bindwright.describe.context import Context
from bindwright.describe.conventions import apply_conventions
from bindwright.describe.draft import Draft, draft
from bindwright.describe.names import Names
from bindwright.describe.overlay import Description
from bindwright.describe.references import check_references
from bindwright.describe.resolve import Resolver
from bindwright.describe.types import Types
from bindwright.diagnostics import BindwrightError, Diagnostic
from bindwright.model.api import Api, Callback, Dictionary, Source
from bindwright.model.ctype import named
from bindwright.model.facts import Comment, EnumFact, Facts, RecordFact, TypedefFact

_T = TypeVar("_T")


def describe(facts: Facts, project: Description) -> Api:
    """Returns what an API means.

    Raises:
        BindwrightError: everything that is wrong with annotations and the overlay; the package lists the codes.
    """
    return _Stage(facts, project).run()


def known(facts: Facts, project: Description) -> Context:
    """Returns what is claimed of each element, whoever says it; raises as ``describe`` does."""
    stage = _Stage(facts, project)
    stage.claim()
    stage.finish()
    return stage.context


def unsaid(facts: Facts, project: Description) -> Context:
    """Returns what is claimed of types alone: nothing is of functions, callback types and fields."""
    stage = _Stage(facts, project)
    stage.classify()
    stage.context.drafts.fields.clear()
    return stage.context


class _Stage:
    """One run, with everything found wrong so far."""

    def __init__(self, facts: Facts, project: Description) -> None:
        self.project = project
        self.overlay = project.overlay
        self.diagnostics: list[Diagnostic] = []
        self.docs: dict[str, DocComment] = {}
        facts = gathered.gather(facts, self.overlay, self.diagnostics)
        self.context = Context(
            library=project.library,
            facts=facts,
            names=Names(self.overlay.prefixes, self.overlay.acronyms, self.overlay.glued),
            types=Types(facts),
        )

    def run(self) -> Api:
        self.claim()
        variants.expand(self.context, self.overlay, self.diagnostics)
        self._find_flags()
        api = self._resolve()
        self.finish()
        return api

    def finish(self) -> None:
        if self.diagnostics:
            raise BindwrightError(tuple(self.diagnostics))

    def classify(self) -> None:
        """Reads all comments, and tells handles and dictionaries from other types."""
        self._read_types()
        self._draft()
        uncallable.leave_out(self.context)
        applied.apply_types(self.context, self.overlay, self.diagnostics)
        self._classify()

    def claim(self) -> None:
        """Lets all make their claims."""
        context = self.context
        self.classify()
        apply_conventions(context, self.overlay, self.diagnostics)
        applied.apply_comments(context, self.diagnostics)
        applied.apply_functions(context, self.overlay, self.diagnostics)
        memory.apply_counted_handles(context)
        memory.find_releases(context)
        self.diagnostics += check_references(context)

    # Reading

    def _attempt(self, action: Callable[[], _T], otherwise: _T) -> _T:
        try:
            return action()
        except BindwrightError as error:
            self.diagnostics.extend(error.diagnostics)
            return otherwise

    def _comment(self, comment: Comment | None, name: str, on: str) -> DocComment:
        return self._attempt(lambda: comments.read(comment, name, on), DocComment())

    def _read_types(self) -> None:
        """Reads the comments of structs, handles, enums and callback types, and takes their annotations."""
        context, facts = self.context, self.context.facts
        types: tuple[TypedefFact | EnumFact | RecordFact, ...] = (
            *facts.typedefs,
            *facts.enums,
            *facts.records,
        )
        for fact in types:
            name = context.types.public(fact.name)
            if fact.comment is None:
                continue
            on = "callback" if context.types.signature(name) else "type"
            comment = self._comment(fact.comment, name, on)
            before = self.docs.get(name)
            if before is None or (not before.doc.summary and comment.doc.summary):
                self.docs[name] = comment
            claims = entities.claims_of(context, name)
            claims.add(comment.annotations, Source.ANNOTATION, location=comment.doc.location)

    def _draft(self) -> None:
        context, facts = self.context, self.context.facts
        for fact in facts.functions:
            comment = self._comment(fact.comment, fact.name, "function")
            context.drafts.functions[fact.name] = draft(
                fact.name, fact.parameters, fact.result, comment, fact=fact
            )
        for typedef in facts.typedefs:
            name = typedef.name
            signature = context.types.signature(name)
            if signature is None or context.types.callback(named(name)) != name:
                continue
            comment = self.docs.get(name, DocComment())
            assert signature.target is not None
            made = draft(name, typedef.parameters, signature.target, comment, on="type")
            made.claims = entities.claims_of(context, name)
            context.drafts.callbacks[name] = made

    # Classifying types

    def _classify(self) -> None:
        """Tells handles, dictionary entries and flags from other types."""
        context = self.context
        for record in context.facts.records:
            name = context.types.public(record.name)
            claims = entities.claims_of(context, name)
            if claims.get("dict"):
                context.dicts.add(name)
            elif claims.get("opaque"):
                context.opaques.add(name)
            elif claims.get("object") or not (record.complete or claims.has("type")):
                context.objects[name] = context.types.handle(name)
            doc = self.docs.get(name, DocComment())
            applied.apply_field_comments(context, record, name, doc, self.diagnostics)
        for draft_ in context.drafts.functions.values():
            self._find_dicts(draft_)
        for enum in context.facts.enums:
            claims = entities.claims_of(context, enum.name)
            if claims.get("flags") or entities.looks_like_flags(enum):
                context.flags.add(enum.name)

    def _find_dicts(self, draft_: Draft) -> None:
        """A struct is a dictionary entry when an annotated array of it is a dictionary."""
        context = self.context
        for value in draft_.values:
            if not any(annotation.name == "dict" for annotation in value.part.annotations):
                continue
            target = context.types.target(value.c)
            while target is not None and context.types.record(target) is None:
                target = context.types.target(target)
            record = context.types.record(target)
            if record is not None:
                context.dicts.add(context.types.public(record.name))

    def _find_flags(self) -> None:
        """An enum is a set of flags when any argument takes it as such."""
        context = self.context
        drafts = (*context.drafts.functions.values(), *context.drafts.callbacks.values())
        claims = [value.claims for draft_ in drafts for value in draft_.values]
        for item in (*claims, *context.drafts.fields.values()):
            enum = context.types.enums.get(item.word("flags"))
            if enum is not None:
                context.flags.add(enum.name)

    # Resolving

    def _resolve(self) -> Api:
        context, docs = self.context, self.docs
        dictionaries = self._dictionaries()
        records = entities.records(context, docs)
        context.incomplete |= {item.name: item.missing[0] for item in records if item.missing}
        callbacks = tuple(self._callback(item) for item in context.drafts.callbacks.values())
        context.incomplete |= {item.name: item.missing[0] for item in callbacks if item.missing}
        functions = tuple(
            Resolver(context, draft_).function() for draft_ in context.drafts.functions.values()
        )
        return Api(
            library=context.library,
            functions=functions,
            objects=entities.objects(context, docs),
            records=records,
            enums=entities.enums(context, docs),
            callbacks=callbacks,
            dicts=dictionaries,
            constants=entities.constants(context),
            aliases=entities.aliases(context),
            sections=entities.sections(context),
            layouts=entities.layouts(context),
        )

    def _dictionaries(self) -> tuple[Dictionary, ...]:
        found = []
        for name in sorted(self.context.dicts):
            doc = self.docs.get(name, DocComment())
            made = self._attempt(lambda n=name, d=doc: dicts.dictionary(self.context, n, d), None)  # type: ignore[misc]
            if made is not None:
                found.append(made)
        return tuple(found)

    def _callback(self, draft_: Draft) -> Callback:
        context, claims = self.context, draft_.claims
        resolver = Resolver(context, draft_)
        parameters, result, missing = resolver.callback()
        fact = context.types.typedefs[draft_.name]
        own = claims.word("name")
        skip = entities.skip_of(claims)
        return Callback(
            name=draft_.name,
            words=context.names.split(own) if own else context.names.public(draft_.name),
            c=named(draft_.name),
            parameters=parameters,
            result=result,
            on_error=claims.word("on-error") or "0",
            skip=skip,
            missing=() if skip else missing,
            doc=entities.told(draft_.comment.doc, claims),
            location=fact.location,
            origins=claims.origins,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """How far the description of an API has come."""

    complete: int
    """Functions that bindings have."""
    missing: int
    """Functions whose meaning is not complete."""
    skipped: int
    """Functions that no binding has, for a reason."""

    @property
    def total(self) -> int:
        """All functions and variants."""
        return self.complete + self.missing + self.skipped


def summary(api: Api) -> Summary:
    """Counts the functions of an API by how complete their meaning is."""
    skipped = sum(1 for function in api.functions if function.skip)
    missing = sum(1 for function in api.functions if function.missing)
    return Summary(
        complete=len(api.functions) - skipped - missing, missing=missing, skipped=skipped
    )
