# SPDX-License-Identifier: LGPL-2.1-or-later
"""Applies a profile to a view: which module has what, under which name, in which shape.

It decides nothing of a language, and nothing of C that the plain calls leave open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bindwright.diagnostics import BindwrightError, Diagnostic, Location, failure
from bindwright.model.api import Api, Function, Parameter, Role
from bindwright.model.plain import PlainCall, identifier
from bindwright.target.docs import Reteller
from bindwright.target.module_view import (
    ClassView,
    FailuresView,
    GivenView,
    ListenersView,
    MethodView,
    ModuleView,
    ParameterView,
    ParentView,
    ProcessorsView,
    ShapeView,
    TellView,
    ToldView,
    VariantView,
)
from bindwright.target.profile import ClassRule, ModuleRule, Profile
from bindwright.target.retell import ONLY_OF_C, DocMaker
from bindwright.target.shapes import Scope, ShapeMaker
from bindwright.target.types import numbers
from bindwright.target.view import (
    CallbackView,
    CallView,
    ConstantView,
    InputView,
    MemberView,
    View,
)

_SHOWN = (Role.FLAGS, Role.UNUSED, Role.USER_DATA)
"""Of C's arguments, those that are parameters though no input is made from them."""
_OF_ANOTHER = ("item", "keys", "values", "choose")
"""How an argument is made from a parameter of another name, which comes next."""
_OTHERWISE = {
    "several": "several",
    "bytes": "bytes",
    "bool": "number",
    "enum": "number",
    "i32": "number",
    "i64": "number",
}
"""What a callback is taken to give when it gives nothing, by the kind of its result."""
_SOURCES = ("part", "callback")
"""How an argument is made from a part of a parameter that is a sequence."""
_INPUTS = {"object": "handle", "callback": "callback", "dict": "dict"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """A function that the package shows."""

    symbol: str
    function: Function
    module: ModuleRule
    plain: tuple[PlainCall, ...]
    """More than one when the function has variants."""
    owner: str
    """The class that has it as a method; empty when it is a function of the module."""

    @property
    def varies(self) -> bool:
        """One of its arguments says what it does."""
        return self.plain[0].name != self.symbol


def build_modules(
    profile: Profile, api: Api, calls: Sequence[PlainCall], view: View, docs: DocMaker
) -> tuple[ModuleView, ...]:
    """Returns the modules of a profile.

    Raises:
        BindwrightError: BW623 a function without a name, BW624 what the profile names does not exist, BW625 two
            things of one scope get the same name.
    """
    return _Modules(profile, api, calls, view, docs).all()


class _Modules:
    """Holds what every part of the modules needs; lives for one build."""

    def __init__(
        self, profile: Profile, api: Api, calls: Sequence[PlainCall], view: View, docs: DocMaker
    ) -> None:
        self.profile = profile
        self.view = view
        self.docs = docs
        self.api = api
        self.calls = {call.c_name: call for call in view.calls}
        self.by_symbol = {call.symbol: call for call in view.calls}
        self.headers = {
            item.name: item.location.file if item.location else ""
            for group in (api.functions, api.objects, api.enums, api.constants)
            for item in group
        }
        self.objects = {item.c_name: item for item in view.objects}
        self.callbacks = {item.c_name: item for item in view.callbacks}
        self.values = numbers(api)
        self.classes = self.class_modules()
        self.chains = {name: self.chain(name) for name in self.classes}
        self.shown = tuple(self.functions(calls))
        self.check_names()
        records = {item.c_name: item for item in view.records}
        owners = {item.name: item.owner for item in api.functions}
        self.shapes = ShapeMaker(profile, records, self.values, self.classes, owners)
        docs.reteller = self.reteller()

    def class_modules(self) -> dict[str, str]:
        """Returns the module of each class."""
        found = {}
        for name in self.objects:
            module = self.profile.module(self.headers[name], name)
            if module and module.classes:
                found[name] = module.name
        return found

    def rule(self, name: str) -> ClassRule:
        return self.profile.classes.get(name, ClassRule())

    def chain(self, name: str) -> tuple[tuple[str, str], ...]:
        """Returns the attribute that holds what a class lives within, and that one's class; nothing when it has none."""
        rule = self.rule(name)
        nearest = next(iter(rule.parents.values()), "")
        return (("_" + rule.parent, nearest),) if rule.parent and nearest else ()

    def functions(self, calls: Sequence[PlainCall]) -> Iterator[_Shown]:
        """Yields the functions that the package shows, variants of one as one."""
        groups: dict[str, list[PlainCall]] = {}
        for plain in calls:
            if identifier(plain.name) in self.calls:
                groups.setdefault(plain.symbol, []).append(plain)
        for symbol, group in groups.items():
            function = group[0].function
            module = self.profile.module(self.headers[function.name], symbol)
            if module is None:
                continue
            owner = self.profile.owners.get(symbol, function.owner)
            constructs = function.form.value == "constructor"
            yield _Shown(
                symbol=symbol,
                function=function,
                module=module,
                plain=tuple(group),
                owner=owner if module.classes and owner in self.classes and not constructs else "",
            )

    def check_names(self) -> None:
        """Checks that what the profile names exists, and that no two things get one name."""
        known = {item.name for item in self.api.functions} | {item.symbol for item in self.shown}
        table = self.profile.table
        wrong = []
        for part in ("names", "parameters", "defaults", "results", "owners", "given", "like"):
            for name in table.table(part).data:
                if name not in known and name != "*":
                    place = table.table(part).at(name)
                    wrong.append(_unknown(f"there is no function '{name}'", place))
        things = {
            "records": {item.name for item in self.api.records},
            "callbacks": set(self.callbacks),
            "takers": set(self.callbacks),
            "classes": set(self.objects),
        }
        for part, names in things.items():
            for name in table.table(part).data:
                if name not in names:
                    place = table.table(part).at(name)
                    wrong.append(_unknown(f"'{name}' is none of the {part} here", place))
        for name in set(self.profile.fillers) - set(self.callbacks):
            wrong.append(_unknown(f"there is no callback '{name}'", table.at("fillers")))
        seen: dict[tuple[str, str, str], str] = {}
        for item in self.shown:
            key = (item.module.name, item.owner, self.profile.name(item.symbol))
            if key in seen:
                cause = f"'{seen[key]}' and '{item.symbol}' are both called '{key[2]}'"
                hint = "name one of them under [names]"
                wrong.append(
                    Diagnostic(code="BW625", message=cause, location=table.at("rule"), hint=hint)
                )
            seen[key] = item.symbol
        if wrong:
            raise BindwrightError(tuple(wrong))

    def reteller(self) -> Reteller:
        """Returns what tells documentation with the profile's names."""
        names = {}
        for item in self.shown:
            own = self.profile.name(item.symbol)
            names[item.symbol] = f"{item.owner}.{own}" if item.owner else own
        return Reteller(
            names=names,
            functions=frozenset(names),
            layout=self.docs.manifest.layout,
            unsaid=self.docs.reteller.unsaid,
        )

    def all(self) -> tuple[ModuleView, ...]:
        return tuple(self.module(rule) for rule in self.profile.modules)

    def module(self, rule: ModuleRule) -> ModuleView:
        own = [item for item in self.shown if item.module is rule]
        classes = tuple(
            self.class_view(name, rule, [item for item in own if item.owner == name])
            for name, module in self.classes.items()
            if module == rule.name
        )
        functions = tuple(self.method(item) for item in own if not item.owner)
        methods = [*functions, *(method for item in classes for method in item.methods)]
        listeners = [item.listeners for item in classes if item.listeners]
        tells = {given.tell for method in methods for given in method.given if given.tell}
        tells |= {variant.tell for method in methods for variant in method.variants}
        tells |= {item.tell for item in listeners}
        return ModuleView(
            name=rule.name,
            imports=tuple(
                sorted({name for name in self.classes.values() if name != rule.name and own})
            ),
            constants=tuple(self.constants(rule)),
            failures=self.failures() if classes else None,
            tells=tuple(
                self.tell(self.callbacks[name], rule) for name in self.callbacks if name in tells
            ),
            classes=classes,
            functions=functions,
            idle=tuple(self.profile.idle.items()) if classes else (),
            annotations=self.profile.annotations if classes else (),
            processors=self.processors() if classes else None,
        )

    def constants(self, rule: ModuleRule) -> Iterator[ConstantView | MemberView]:
        """Yields the constants and enumerators of a module's headers."""
        for enum in self.view.enums:
            if self.profile.module(self.headers[enum.c_name], enum.c_name) is rule:
                yield from enum.members
        for item in self.view.constants:
            if self.profile.module(self.headers[item.c_name], item.c_name) is rule:
                yield item

    def failures(self) -> FailuresView:
        rule = self.profile.errors
        place = self.profile.table.table("errors").at()
        return FailuresView(
            name=rule.name,
            fields=rule.fields,
            methods=tuple((name, rule.fields.index(of)) for name, of in rule.methods.items()),
            last=self.profile.name(self.known(rule.last, place)),
            handler=rule.handler,
            closed=tuple(
                (self.objects[name].name.type, self.number(code, place), message)
                for name, (code, message) in rule.closed.items()
            ),
            unused=(self.number(rule.unused[0], place), rule.unused[1]),
            refused=(self.number(rule.refused[0], place), rule.refused[1]),
            own=tuple(rule.own.items()),
        )

    def known(self, symbol: str, place: Location) -> str:
        """Returns the name of a function that is there."""
        if symbol not in self.by_symbol:
            raise failure("BW624", f"there is no function '{symbol}'", place)
        return symbol

    def number(self, name: str, place: Location) -> int:
        """Returns the number of an enumerator."""
        if name not in self.values:
            raise failure("BW624", f"there is no constant '{name}'", place)
        return self.values[name]

    def processors(self) -> ProcessorsView | None:
        """Returns what says how many processors there can be."""
        if not self.profile.processors:
            return None
        symbol, *fields = self.profile.processors
        call = self.by_symbol[symbol]
        return ProcessorsView(call=call, indexes=tuple(self.index(call, name) for name in fields))

    def index(self, call: CallView, name: str) -> int:
        """Returns where a field stands in the record that a call gives, or a result among several."""
        for output in call.outputs[: len(call.outputs) * (len(call.outputs) > 1)]:
            if output.c_name == name:
                return output.index
        record = next(
            (
                item
                for item in self.view.records
                for output in call.outputs
                if output.type.to and output.type.to.c_name == item.c_name
            ),
            None,
        )
        for field in record.fields if record else ():
            if field.c_name == name:
                return field.index
        raise failure("BW624", f"'{call.symbol}' gives no '{name}'", self.profile.table.at("given"))

    def class_view(self, name: str, module: ModuleRule, own: Sequence[_Shown]) -> ClassView:
        rule = self.rule(name)
        item = self.objects[name]
        scope = Scope(name, "self", module.name, self.chains)
        return ClassView(
            name=name,
            object=item,
            parent=rule.parent,
            parents=tuple(
                ParentView(name=method, path=scope.path(of)) for method, of in rule.parents.items()
            ),
            address=rule.address,
            close=rule.close,
            manager=rule.manager,
            constants=rule.constants,
            listeners=self.listeners(rule),
            methods=tuple(self.method(shown) for shown in own),
            doc=item.doc,
        )

    def listeners(self, rule: ClassRule) -> ListenersView | None:
        if not rule.listeners:
            return None
        register = self.calls[identifier(rule.listeners["register"])]
        callback = next(item for item in register.inputs if item.type.kind == "callback")
        return ListenersView(
            add=rule.listeners["add"],
            remove=rule.listeners["remove"],
            register=register,
            end=self.by_symbol[rule.listeners["end"]],
            tell=callback.type.to.c_name if callback.type.to else "",
        )

    def method(self, item: _Shown) -> MethodView:
        """Returns a function as the profile shows it."""
        call = self.calls[identifier(item.plain[0].name)]
        names = {
            p.name: self.profile.parameter(item.symbol, p.name) for p in item.function.parameters
        }
        itself = call.self_input
        on = "self" if item.owner and itself else ""
        if itself and (not item.owner or item.function.owner != item.owner):
            on = names[itself.c_name]
        scope = Scope(
            item.owner or item.function.owner, on or "self", item.module.name, self.chains
        )
        scope.names = names
        for given in call.given:
            if given.type.kind == "object" and given.type.to:
                scope.given.setdefault(given.type.to.c_name, names[given.c_name])
        like = self.by_symbol.get(self.profile.like.get(item.symbol, ""))
        parameters = tuple(self.parameters(item, call, on, names))
        return MethodView(
            name=self.profile.name(item.symbol),
            symbol=item.symbol,
            call=call,
            on=on,
            parameters=parameters,
            given=tuple(self.given(item, call, names, scope)),
            unused=tuple(
                names[p.name] for p in item.function.parameters if self.is_unused(item, p)
            ),
            like=like,
            like_given=tuple(self.given(item, like, names, scope)) if like else (),
            selector=next(
                (
                    names[p.name]
                    for p in item.function.parameters
                    if p.role is Role.FIXED and item.varies
                ),
                "",
            ),
            variants=tuple(self.variants(item)) if item.varies else (),
            conditions=tuple(
                ToldView(error=told.name.error, value=told.value)
                for told in call.failure.conditions
            ),
            result=self.shapes.result(call.outputs, self.profile.results.get(item.symbol), scope),
            doc=self.docs.make(item.function.doc, self.told(item, parameters, names), list),
        )

    def told(
        self, item: _Shown, parameters: Sequence[ParameterView], names: Mapping[str, str]
    ) -> dict[str, str]:
        """Returns what prose calls each of C's parameters; those that nobody gives are nothing."""
        shown = {parameter.name for parameter in parameters}
        return {
            p.name: "" if p.role in ONLY_OF_C and names[p.name] not in shown else names[p.name]
            for p in item.function.parameters
        }

    def how(self, symbol: str, name: str) -> str:
        """Returns what the profile says of an argument."""
        return self.profile.given.get(symbol, {}).get(name, "")

    def is_unused(self, item: _Shown, parameter: Parameter) -> bool:
        return parameter.role is Role.UNUSED and not self.how(item.symbol, parameter.name)

    def parameters(
        self, item: _Shown, call: CallView, on: str, names: Mapping[str, str]
    ) -> Iterator[ParameterView]:
        """Yields the parameters of a method, in C's order."""
        inputs = {given.c_name: given for given in call.given}
        said = [how.split() for how in self.profile.given.get(item.symbol, {}).values()]
        sources = {how[1] for how in said if how[0] in _SOURCES}
        seen = set()
        for parameter in item.function.parameters:
            how = self.how(item.symbol, parameter.name)
            word, _, more = how.partition(" ")
            itself = parameter.role is Role.SELF and on not in ("self", "")
            shown = itself or parameter.name in {*inputs, *sources} or parameter.role in _SHOWN
            shown = shown or (parameter.role is Role.FIXED and item.varies)
            if word in ("hidden", "map-size", "from") or not (shown or word == "length"):
                continue
            name = more.split()[0] if word in _OF_ANOTHER else names[parameter.name]
            if name in seen:
                continue
            seen.add(name)
            optional, default = self.profile.default(
                item.symbol, name if word in _OF_ANOTHER else parameter.name
            )
            yield ParameterView(name=name, optional=optional, default=default)

    def given(
        self, item: _Shown, call: CallView, names: Mapping[str, str], scope: Scope
    ) -> Iterator[GivenView]:
        """Yields how the inputs of a call are made."""
        for given in call.given:
            how = self.how(item.symbol, given.c_name) or _INPUTS.get(given.type.kind, "same")
            word, _, more = how.partition(" ")
            if word == "hidden":
                continue
            index = 0
            if given.type.kind == "bytes" and given.type.encoding == "uuid":
                word = "bytes"
            if (
                given.type.kind == "list"
                and given.type.element
                and given.type.element.kind == "object"
            ):
                word = "handles"
            if word == "from":
                symbol, _, field = more.partition(".")
                source = self.by_symbol.get(symbol)
                if source is None:
                    place = self.profile.table.table("given").at(item.symbol)
                    raise failure("BW624", f"there is no function '{symbol}'", place)
                index, more = self.index(source, field), source.name.method
            if given.type.kind == "list" and word == "same" and not given.type.null:
                word = "list"
            if word == "callback" and not more:
                more = self.user_data(item, names)
            for name, said in self.profile.given.get(item.symbol, {}).items():
                if said == f"length {given.c_name}":
                    word, more = "length", names[name]
            yield GivenView(
                input=given,
                how=word,
                name=self.source(item, given, word, more, names),
                more=_rest(word, more, names),
                other=more.split()[-1] if word == "choose" else "",
                connection=scope.path(self.shapes.host),
                index=index,
                tell=given.type.to.c_name if word == "callback" and given.type.to else "",
            )

    def source(
        self, item: _Shown, given: InputView, word: str, more: str, names: Mapping[str, str]
    ) -> str:
        """Returns the parameter that an argument is made from, or the part of it."""
        if word in _SOURCES and " " in more:
            name, index, *_ = more.split()
            return f"{names[name]}[{index}]"
        if word in _OF_ANOTHER:
            return more.split()[0]
        if given.c_name not in names:
            cause = f"'{item.symbol}' takes '{given.c_name}' within another parameter"
            place = self.profile.table.table("given").at(item.symbol)
            hint = 'say under [given] which: "part PARAMETER NUMBER"'
            raise failure("BW624", cause, place, hint)
        return names[given.c_name]

    def user_data(self, item: _Shown, names: Mapping[str, str]) -> str:
        """Returns the parameter that is handed back to a callback; all callbacks of a function share one."""
        for parameter in item.function.parameters:
            if parameter.role is Role.USER_DATA:
                return names[parameter.name]
        return ""

    def variants(self, item: _Shown) -> Iterator[VariantView]:
        """Yields what a function does for each value of the argument that chooses."""
        for plain in item.plain:
            fixed = next(p for p in plain.function.parameters if p.role is Role.FIXED)
            call = self.calls[identifier(plain.name)]
            callback = next(given for given in call.given if given.type.kind == "callback")
            yield VariantView(
                value=self.number(fixed.value, item.module.at),
                call=call,
                tell=callback.type.to.c_name if callback.type.to else "",
            )

    def otherwise(self, callback: CallbackView) -> str:
        """Returns what a callback's answer means."""
        if callback.c_name in self.profile.takers:
            return "taken"
        if callback.c_name in self.profile.fillers:
            return "filled"
        return _OTHERWISE.get("several" if callback.results else callback.result.kind, "")

    def tell(self, callback: CallbackView, module: ModuleRule) -> TellView:
        """Returns how the arguments of a callback are shown; an object that it is about is the first one's."""
        first = next((a.type.to for a in callback.arguments if a.type.kind == "object"), None)
        owner = first.c_name if first else ""
        scope = Scope(owner, "self", module.name, self.chains)
        rule = self.profile.callbacks.get(callback.c_name)
        parts = rule.parts if rule else {}
        taken = self.profile.takers.get(callback.c_name, "")
        return TellView(
            c_name=callback.c_name,
            arguments=tuple(
                (
                    ShapeView(word="self")
                    if argument.type.to and argument.type.to.c_name == owner and owner
                    else self.shapes.value(argument.type, parts.get(argument.c_name), scope)
                )
                for argument in callback.arguments
            ),
            otherwise=self.otherwise(callback),
            opaque=not callback.lone,
            taken=next((a.index for a in callback.arguments if a.c_name == taken), 0),
        )


def _rest(word: str, more: str, names: Mapping[str, str]) -> str:
    """Returns what is said beside the parameter that an argument is made from."""
    parts = more.split()
    if word == "callback" and parts[1:]:
        return f"{names[parts[0]]}[{parts[2]}]"
    return parts[1] if word == "choose" else more


def _unknown(cause: str, place: Location) -> Diagnostic:
    return Diagnostic(code="BW624", message=cause, location=place, hint="names are those of C")
