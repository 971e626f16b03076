# SPDX-License-Identifier: LGPL-2.1-or-later
"""Checks cases against an API and puts the model's own things in place of names.

It does not read files and knows no target.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bindwright.conform.cases import Case, RawHandler, RawStep
from bindwright.conform.values import Misfit, ValueMaker, nearest
from bindwright.diagnostics import BindwrightError, Diagnostic, Location
from bindwright.model.api import Api, Enumerator, FailureMode, Kind, Type
from bindwright.model.plain import Output, PlainApi, PlainCall, PlainCallback
from bindwright.model.scenario import (
    Handler,
    Refusal,
    Scenario,
    Step,
    StepKind,
    Value,
    ValueKind,
    Variable,
)


def resolve(cases: Sequence[Case], api: Api, plain: PlainApi) -> tuple[Scenario, ...]:
    """Returns the cases with every name and value checked.

    Raises:
        BindwrightError: BW712 an unknown function, BW713 an unknown or missing argument or output, BW714 a value
            that does not fit, BW715 a name that is unknown, taken or no longer there, BW716 a failure that cannot
            come, BW717 a handler that does not fit; all that are found, in the order of the cases.
    """
    problems: list[Diagnostic] = []
    known = _Known(api, plain)
    scenarios = tuple(_CaseResolver(case, known, problems).scenario() for case in cases)
    if problems:
        raise BindwrightError(tuple(problems))
    return scenarios


class _Known:
    """What an API has, by name."""

    def __init__(self, api: Api, plain: PlainApi) -> None:
        self.calls = {item.name: item for item in plain.calls}
        self.callbacks = {item.callback.name: item for item in plain.callbacks}
        errors = api.library.errors
        members = {item.name: item.members for item in api.enums}
        codes = members.get(errors.code_enum, ()) if errors else ()
        self.failures: dict[str, Enumerator] = {item.name: item for item in codes}
        self.values = ValueMaker(api)
        self.live_handles = api.library.live_handles


@dataclass(slots=True)
class _Block:
    """The names of one block, and of the blocks around it."""

    outer: _Block | None = None
    variables: dict[str, Variable] = field(default_factory=dict)
    gone: dict[str, StepKind] = field(default_factory=dict)
    """Which are closed or dropped."""

    def find(self, name: str) -> Variable | None:
        return self.variables.get(name) or (self.outer.find(name) if self.outer else None)

    def end(self, name: str) -> StepKind | None:
        return self.gone.get(name) or (self.outer.end(name) if self.outer else None)

    def names(self) -> list[str]:
        return [*self.variables, *(self.outer.names() if self.outer else ())]


class _CaseResolver:
    """Resolves one case; every problem is noted, and the rest goes on."""

    def __init__(self, case: Case, known: _Known, problems: list[Diagnostic]) -> None:
        self.case = case
        self.known = known
        self.problems = problems
        self.raw_handlers = {item.name: item for item in case.handlers}
        self.block = _Block()
        self.taken: set[str] = set()

    def scenario(self) -> Scenario:
        case = self.case
        steps = self.steps(case.steps)
        variables = tuple(self.block.variables.values())
        self.block.gone.clear()
        handlers = [self.handler(item) for item in case.handlers]
        return Scenario(
            name=case.name,
            words=tuple(case.name.split("-")),
            rung=case.rung,
            doc=" ".join(case.doc.split()),
            handlers=tuple(item for item in handlers if item is not None),
            steps=steps,
            variables=variables,
            counted=bool(self.known.live_handles),
            location=case.table.at("name"),
        )

    def note(self, code: str, cause: str, place: Location, hint: str = "") -> None:
        self.problems.append(Diagnostic(code=code, message=cause, location=place, hint=hint))

    def steps(self, raw: Iterable[RawStep]) -> tuple[Step, ...]:
        found = [self.step(item) for item in raw]
        return tuple(item for item in found if item is not None)

    def step(self, raw: RawStep) -> Step | None:
        match StepKind(raw.kind):
            case StepKind.CALL:
                return self.call(raw)
            case StepKind.THREADS:
                return self.threads(raw)
            case kind:
                return self.release(raw, kind)

    def threads(self, raw: RawStep) -> Step:
        self.block = _Block(self.block)
        steps = self.steps(raw.steps)
        inner, self.block = self.block, self.block.outer or self.block
        return Step(
            kind=StepKind.THREADS,
            label=f"{raw.subject} threads, {raw.times} times",
            threads=int(raw.subject),
            times=raw.times,
            steps=steps,
            variables=tuple(inner.variables.values()),
            location=raw.table.at("threads"),
        )

    def release(self, raw: RawStep, kind: StepKind) -> Step | None:
        name = str(raw.subject)
        place = raw.table.at(kind.value)
        variable = self.block.find(name)
        if variable is None or variable.type.kind is not Kind.OBJECT:
            cause = f"'${name}' is no object" if variable else f"no step gives '${name}'"
            self.note("BW715", cause, place, nearest(name, self.block.names()))
            return None
        if self.block.end(name) is StepKind.DROP:
            self.note("BW715", f"'${name}' has been dropped", place)
        steps = self.steps(raw.steps)
        self.block.gone[name] = StepKind.DROP if kind is StepKind.DROP else StepKind.CLOSE
        return Step(
            kind=kind, label=f"{kind.value} {name}", target=name, steps=steps, location=place
        )

    def call(self, raw: RawStep) -> Step | None:
        place = raw.table.at("call")
        name = str(raw.subject)
        call = self.known.calls.get(name)
        if call is None:
            hint = nearest(name, self.known.calls)
            self.note("BW712", f"there is no plain call '{name}'", place, hint)
            return None
        refused = self.refusal(raw)
        return Step(
            kind=StepKind.CALL,
            label=name,
            call=call,
            arguments=self.arguments(raw, call, refused),
            results=self.results(raw, call),
            fails=self.failure(raw, call),
            refused=refused,
            message=raw.message,
            tried=self.attempt(raw),
            shown=raw.shown and not raw.tried,
            location=place,
        )

    def attempt(self, raw: RawStep) -> bool:
        if raw.tried and (raw.fails or raw.refused or raw.names):
            cause = "a step that may fail or not announces no failure, and gives nothing to name"
            self.note("BW716", cause, raw.table.at("tried"))
        return raw.tried

    def refusal(self, raw: RawStep) -> Refusal | None:
        if not raw.refused:
            return None
        known = [item.value for item in Refusal]
        if raw.refused in known:
            return Refusal(raw.refused)
        hint = f"known ways: {', '.join(known)}"
        self.note("BW716", f"'{raw.refused}' is no refusal", raw.table.at("refused"), hint)
        return None

    def failure(self, raw: RawStep, call: PlainCall) -> Enumerator | None:
        place = raw.table.at("fails")
        if raw.message and not raw.fails:
            self.note("BW716", "a step that does not fail has no message", raw.table.at("message"))
        if not raw.fails:
            return None
        if call.failure.mode is FailureMode.NEVER:
            self.note("BW716", f"'{call.name}' never fails", place)
        found = self.known.failures.get(raw.fails)
        if found is None:
            hint = nearest(raw.fails, self.known.failures)
            self.note("BW716", f"the library has no error '{raw.fails}'", place, hint)
        return found

    def arguments(
        self, raw: RawStep, call: PlainCall, refused: Refusal | None
    ) -> tuple[tuple[str, Value], ...]:
        place = raw.table.at("args" if raw.args else "call")
        inputs = {item.name: item for item in call.inputs}
        for name in raw.args:
            if name not in inputs:
                hint = nearest(name, inputs) or f"it takes: {', '.join(inputs) or 'nothing'}"
                self.note("BW713", f"'{call.name}' has no argument '{name}'", place, hint)
        values: list[tuple[str, Value]] = []
        for name, item in inputs.items():
            if name in raw.args:
                value = self.value(item.type, raw.args[name], place, refused, name)
                values += [(name, value)] if value else []
            elif not item.optional:
                self.note("BW713", f"'{call.name}' needs the argument '{name}'", place)
        return tuple(values)

    def value(
        self, to: Type, raw: object, place: Location, refused: Refusal | None, about: str
    ) -> Value | None:
        try:
            value = self.known.values.make(to, raw, self.lookup(refused), refused)
        except Misfit as misfit:
            self.note(misfit.code, f"'{about}': {misfit.cause}", place, misfit.hint)
            return None
        if value.kind is ValueKind.HANDLER and not self.fits(value, place):
            return None
        return value

    def lookup(self, refused: Refusal | None) -> Callable[[str], Type]:
        def find(name: str) -> Type:
            variable = self.block.find(name)
            if variable is None:
                hint = nearest(name, self.block.names())
                raise Misfit(f"no step before gives '${name}'", "BW715", hint)
            end = self.block.end(name)
            if end is StepKind.DROP:
                raise Misfit(f"'${name}' has been dropped", "BW715")
            if end is StepKind.CLOSE and refused is not Refusal.CLOSED:
                hint = "say refused = 'closed' when that is what must come"
                raise Misfit(f"'${name}' has been closed", "BW715", hint)
            return variable.type

        return find

    def fits(self, value: Value, place: Location) -> bool:
        handler = self.raw_handlers.get(value.name)
        if handler is None:
            hint = nearest(value.name, self.raw_handlers)
            self.note("BW717", f"there is no handler '{value.name}'", place, hint)
            return False
        if handler.callback != value.type.name:
            cause = f"handler '{value.name}' is a {handler.callback}, the call needs a {value.type.name}"
            self.note("BW717", cause, place)
            return False
        return True

    def results(self, raw: RawStep, call: PlainCall) -> tuple[Variable, ...]:
        outputs = {item.name: item for item in call.outputs}
        names = dict(raw.names)
        place = raw.table.at("as")
        if names and (raw.fails or raw.refused):
            self.note("BW715", "a step that fails gives nothing to name", place)
        if "" in names and len(outputs) == 1:
            names[next(iter(outputs))] = names.pop("")
        for name in names:
            if name not in outputs:
                given = f"it gives: {', '.join(outputs) or 'nothing'}"
                cause = f"'{call.name}' has no output '{name}'"
                if not name:
                    cause = f"'{call.name}' gives {len(outputs)} outputs: name each by a table"
                self.note("BW713", cause, place, nearest(name, outputs) or given)
        return tuple(
            self.variable(names.get(name, ""), item, call, place) for name, item in outputs.items()
        )

    def variable(self, name: str, output: Output, call: PlainCall, place: Location) -> Variable:
        words = tuple(name.split("_")) if name else output.words
        made = Variable(name=name, words=words, type=output.type, output=output, owner=call.name)
        if name in self.taken:
            self.note("BW715", f"'${name}' is given twice", place, "choose another name")
        elif name:
            self.taken.add(name)
            self.block.variables[name] = made
        return made

    def handler(self, raw: RawHandler) -> Handler | None:
        place = raw.table.at("callback")
        callback = self.known.callbacks.get(raw.callback)
        if callback is None:
            hint = nearest(raw.callback, self.known.callbacks)
            self.note("BW717", f"there is no callback type '{raw.callback}'", place, hint)
            return None
        self.block = _Block(self.block)
        arguments = self.handed(callback, place)
        steps = self.steps(raw.steps)
        inner, self.block = self.block, self.block.outer or self.block
        own = [item for item in inner.variables.values() if item.output is not None]
        return Handler(
            name=raw.name,
            words=tuple(raw.name.split("_")),
            callback=callback,
            arguments=arguments,
            steps=steps,
            variables=tuple(own),
            returns=self.returns(raw, callback),
            raises=raw.raises,
            shown=raw.shown,
            location=place,
        )

    def handed(self, callback: PlainCallback, place: Location) -> tuple[Variable, ...]:
        """Makes the arguments of a handler names of its block."""
        made = []
        for item in callback.arguments:
            if item.name in self.taken:
                cause = f"'${item.name}' is an argument of the handler and given by a step"
                self.note("BW715", cause, place, "choose another name for the step's")
            variable = Variable(name=item.name, words=item.words, type=item.type)
            self.block.variables[item.name] = variable
            made.append(variable)
        return tuple(made)

    def returns(self, raw: RawHandler, callback: PlainCallback) -> tuple[Value, ...]:
        place = raw.table.at("returns")
        gives = callback.result.kind is not Kind.VOID or bool(callback.results)
        if gives is not bool(raw.returns):
            cause = "returns nothing" if raw.returns else "must say what it returns"
            self.note("BW717", f"handler '{raw.name}' {cause}", place)
            return ()
        if callback.results:
            return tuple(self.several(callback, item, place) for item in raw.returns)
        values = [self.value(callback.result, item, place, None, "returns") for item in raw.returns]
        return tuple(item for item in values if item is not None)

    def several(self, callback: PlainCallback, raw: Any, place: Location) -> Value:
        """Returns what a handler gives where C takes several values: a list of them, one alone as it is."""
        items = raw if len(callback.results) > 1 and isinstance(raw, list) else [raw]
        if len(items) != len(callback.results):
            cause = f"a run must return {len(callback.results)} values"
            self.note("BW717", cause, place)
            items = []
        values = [
            self.value(to.type, item, place, None, to.name)
            for to, item in zip(callback.results, items, strict=False)
        ]
        return Value(
            kind=ValueKind.LIST,
            type=callback.result,
            items=tuple(item for item in values if item is not None),
        )
