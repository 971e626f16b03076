# SPDX-License-Identifier: LGPL-2.1-or-later
"""Builds a target's view from the model, the plain calls and the target's manifest.

It knows manifests, not languages, and writes nothing.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bindwright.diagnostics import BindwrightError, Diagnostic, Location
from bindwright.model.api import (
    Api,
    ByteStream,
    Callback,
    ConditionName,
    Enumeration,
    FailureRule,
    Form,
    Kind,
    LastError,
    Object,
    Record,
    Role,
    Scope,
    Type,
)
from bindwright.model.ctype import CType, named, pointer
from bindwright.model.plain import (
    Argument,
    CallbackArgument,
    CallbackOutput,
    Input,
    Output,
    PlainApi,
    PlainCall,
    PlainCallback,
    Use,
    identifier,
)
from bindwright.target import lowered
from bindwright.target.entries import Entries
from bindwright.target.manifest import Manifest
from bindwright.target.modules import build_modules
from bindwright.target.naming import Names
from bindwright.target.profile import Profile
from bindwright.target.reference import Sections
from bindwright.target.retell import CONDITIONS, DocMaker
from bindwright.target.types import TypeMaker, declarator, numbers
from bindwright.target.view import (
    ArgumentView,
    CallbackArgumentView,
    CallbackOutputView,
    CallbackResultView,
    CallbackView,
    CallView,
    ConditionView,
    ConstantView,
    Declarator,
    DetailView,
    DictCaseView,
    DictView,
    DroppedView,
    EnumView,
    ErrorsView,
    EventLoopView,
    FailureKindView,
    FailureView,
    FieldView,
    InputView,
    LastErrorView,
    LibraryView,
    MemberView,
    NewerView,
    ObjectView,
    OutputView,
    OwnedFieldView,
    RecordView,
    Reference,
    StreamView,
    View,
)

_HANDLED = frozenset({Form.REF, Form.UNREF, Form.FREE})
"""What packages call by themselves."""


_ADDED = "bw_data"
"""The user data that the lowering adds to a callback for which C has none."""


def build_view(
    api: Api,
    plain: PlainApi,
    manifest: Manifest,
    options: Mapping[str, str] | None = None,
    base: str = "",
    profile: Profile | None = None,
) -> View:
    """Spells an API for one target; ``base`` is the package of the target that it stands on.

    Raises:
        BindwrightError: BW604 two things of one scope get the same name, BW605 the manifest lacks a kind's type,
            BW623 to BW625 the profile does not fit the API.
    """
    if any(rule.each and rule.role == "type" for rule in manifest.files):
        # Some file systems do not tell names apart by the case of their letters.
        speller = manifest.speller.distinct("type", (item.words for item in api.types))
        manifest = replace(manifest, speller=speller)
    builder = _Builder(api, plain, manifest, options or {})
    view = builder.view(base or api.library.name)
    if profile is None:
        return view
    docs = DocMaker(api, manifest, builder.types)
    return replace(view, modules=build_modules(profile, api, plain.calls, view, docs))


class _Builder:
    """Holds what every part of the view needs; lives for one build."""

    def __init__(
        self, api: Api, plain: PlainApi, manifest: Manifest, options: Mapping[str, str]
    ) -> None:
        self.api = api
        self.plain = plain
        self.manifest = manifest
        self.options = options
        self.entries = Entries(plain.newer)
        self.types = TypeMaker(api, plain.callbacks, manifest, self.entries)
        self.docs = DocMaker(api, manifest, self.types)
        self.values = numbers(api)
        self.given = _given_records(api, plain.calls)
        self.listed = frozenset(_listed(api, plain))
        self.asked = {item.name for item in api.objects if item.last_error}
        self.received = {
            argument.type.name
            for item in plain.callbacks
            for argument in item.arguments
            if argument.type.kind is Kind.CALLBACK
        }
        self.exported = api.exported
        self.unrefs = {item.unref for item in api.objects if item.unref}
        self.blocking = {item.name for item in api.functions if item.blocking}
        self.taken = self.type_names()

    def view(self, base: str) -> View:
        dropped: list[DroppedView] = []
        calls: list[CallView] = []
        for plain in self.plain.calls:
            reason = self.unsupported(plain)
            if reason:
                dropped.append(DroppedView(c_name=plain.name, reason=reason))
            else:
                calls.append(self.call(plain))
        objects = tuple(
            self.object(item, calls) for item in self.api.objects if item.unref and not item.skip
        )
        self.check_names(calls, objects)
        shown = {item.c_name for item in objects}
        by_name = {call.c_name: call for call in calls}
        symbols = self.symbols(calls)
        library, errors, conditions = self.api.library, self.errors(), self.conditions()
        return View(
            library=self.library(),
            package=self.options.get("package", library.name),
            base=base,
            options=dict(self.options),
            objects=objects,
            functions=tuple(
                call for call in calls if call.owner is None or call.owner.c_name not in shown
            ),
            calls=tuple(calls),
            symbols=tuple(name for name, newer in symbols.items() if not newer),
            newer_symbols=tuple((name, newer) for name, newer in symbols.items() if newer),
            exported=self.exported,
            basics=self.basics(),
            newer=self.entries.views(item.symbol for item in self.plain.newer),
            enums=tuple(self.enum(item) for item in self.api.enums if not item.skip),
            records=tuple(
                self.record(item)
                for item in self.api.records
                if not item.skip and not item.missing and not item.holds_callback
            ),
            callbacks=tuple(self.callback(item) for item in self.plain.callbacks),
            dicts=self.dicts(),
            constants=self.constants(),
            errors=errors,
            conditions=conditions,
            failures=self.failures(errors, conditions),
            event_loop=self.event_loop(by_name),
            dropped=tuple(dropped),
            sections=Sections(self.api, self.names),
            header=(
                f"Code generated by bindwright from api-spec/{library.name}/{library.name}.xml."
                " DO NOT EDIT."
            ),
            licence=f"SPDX-License-Identifier: {library.licence}",
        )

    def names(self, words: tuple[str, ...], owner: tuple[str, ...] = ()) -> Names:
        return self.manifest.speller.names(words, owner)

    def type_names(self) -> set[str]:
        """Returns what types are called, where other names stand in their scope."""
        if "type" not in self.manifest.speller.scope:
            return set()
        return {str(self.names(item.words).type) for item in self.api.types}

    def apart(self, role: str, names: Names) -> Names:
        """Returns names of which the one in a role differs from all others of its scope."""
        return self.manifest.speller.apart(role, names, self.taken)

    def unsupported(self, plain: PlainCall) -> str:
        types = [item.type for item in plain.inputs] + [item.type for item in plain.outputs]
        kinds = {kind for item in types for kind in _kinds(item)}
        for rule in self.manifest.unsupported:
            if fnmatch.fnmatchcase(plain.name, rule.pattern) or rule.pattern in kinds:
                return rule.reason
        return ""

    def library(self) -> LibraryView:
        library = self.api.library
        return LibraryView(
            name=self.apart("library", self.names(tuple(library.name.split("-")))),
            c_name=library.name.replace("-", "_"),
            title=library.title or library.name,
            version=library.version,
            minimum=library.minimum,
            summary=library.summary,
            licence=library.licence,
            homepage=library.homepage,
            headers=library.headers,
            pkg_config=library.pkg_config,
            sonames=library.sonames,
            free=library.free,
            initialize=library.initialize,
            live_handles=library.live_handles,
        )

    def symbols(self, calls: Sequence[CallView]) -> dict[str, tuple[NewerView, ...]]:
        """Returns the C functions that the package has, or calls by itself, with what the library may lack for them."""
        found = {call.symbol: call.newer for call in reversed(calls)}
        for item in self.api.functions:
            if item.form in _HANDLED and not item.skip:
                found[item.symbol] = self.entries.views([item.symbol])
        return {
            item.symbol: found[item.symbol] for item in self.api.functions if item.symbol in found
        }

    def basics(self) -> tuple[str, ...]:
        """Returns the C functions that tell of errors."""
        source = self.api.library.errors
        names = (
            [source.getter, source.code, source.domain, source.message, source.reset]
            if source
            else []
        )
        for last in (item.last_error for item in self.api.objects if item.last_error):
            names += [last.message, last.code, last.via]
        return tuple(name for name in dict.fromkeys(names) if name in self.exported)

    def call(self, plain: PlainCall) -> CallView:
        function = plain.function
        owner = self.types.reference(function.owner) if function.owner else None
        words = self.docs.parameters(plain)
        inputs = self.inputs(plain, words)
        by_input = {view.c_name: view for view in inputs}
        outputs = tuple(
            self.output(item, index, by_input, words) for index, item in enumerate(plain.outputs)
        )
        given = tuple(item for item in inputs if item.index >= 0)
        places = (by_input, {view.c_name: view for view in outputs})
        return CallView(
            name=self.names(function.words, self.docs.owner_words(function.owner)),
            c_name=identifier(plain.name),
            symbol=plain.symbol,
            entry=self.entries.entry(plain.symbol),
            linked=tuple(name for name in plain.needs if not self.entries.may_lack(name)),
            newer=self.entries.views(item.symbol for item in plain.newer),
            version=function.version,
            form=function.form.value,
            owner=owner,
            inputs=inputs,
            self_input=next((item for item in inputs if item.is_self), None),
            given=given,
            required=tuple(item for item in given if not item.optional),
            optional=tuple(item for item in given if item.optional),
            by_position=tuple(item for item in given if not item.modifier),
            by_name=tuple(item for item in given if item.modifier),
            outputs=outputs,
            native=self.types.results([item.type for item in plain.outputs]),
            arguments=tuple(_argument(item, *places) for item in plain.arguments),
            counter=plain.counter,
            counter_entry=self.entries.entry(plain.counter),
            counter_arguments=tuple(_argument(item, *places) for item in plain.counter_arguments),
            count_returned=lowered.count_is_returned(plain),
            counter_failure=self.failure(plain.counter_failure) if plain.counter_failure else None,
            counter_result_c=_declarator(plain.counter_result_c),
            counter_release=self.entries.release(plain.counter_release),
            count_c=_declarator(plain.count_c),
            full=plain.full,
            asked_self=self.asked_self(plain),
            asked_output=self.asked_output(plain, outputs),
            failure=self.failure(plain.failure),
            idiom=plain.idiom.value,
            result_c=declarator(plain.result_c),
            result_role=plain.result_role.value,
            result_used=lowered.result_is_used(plain),
            holds=lowered.holds(plain),
            direct=plain.direct,
            blocking=plain.blocking,
            property=function.property,
            doc=self.docs.call(plain),
            since=function.doc.since,
            deprecated=function.doc.deprecated,
        )

    def asked_self(self, plain: PlainCall) -> Reference | None:
        """Returns the object that a method is called on, when that is asked for the details of a failure."""
        own = [item.type.name for item in plain.inputs if item.is_self]
        if plain.symbol in self.unrefs:
            # It is gone then.
            return None
        return self.types.reference(own[0]) if own and own[0] in self.asked else None

    def asked_output(self, plain: PlainCall, outputs: Sequence[OutputView]) -> OutputView | None:
        """Returns the output that is there although the call failed, when that is asked."""
        for item, view in zip(plain.outputs, outputs, strict=True):
            if item.always and item.type.name in self.asked:
                return view
        return None

    def inputs(self, plain: PlainCall, words: Mapping[str, str]) -> tuple[InputView, ...]:
        views: dict[str, InputView] = {}
        call = identifier(plain.name)
        index = 0
        for item in plain.inputs:
            given = not item.is_self and item.scope is not Scope.REGISTERED
            views[item.name] = InputView(
                name=self.names(item.words),
                c_name=item.name,
                type=self.types.view(item.type),
                c=declarator(item.c),
                structs=item.structs,
                is_self=item.is_self,
                optional=item.optional,
                default=self.default(item),
                modifier=_is_modifier(item),
                scope=item.scope.value if item.scope else "",
                shares=item.shares,
                lone=item.lone,
                stand_in=f"bw_{call}_call_{item.name}" if item.shares or item.lone else "",
                as_long_as=views.get(item.as_long_as),
                destroyed=item.destroyed,
                kept=item.transfer.value == "full",
                copied=lowered.is_copied(item),
                doc=self.docs.part(item.doc, words, item.name),
                index=index if given else -1,
            )
            index += given
        return tuple(views.values())

    def failure(self, rule: FailureRule) -> FailureView:
        return FailureView(
            mode=rule.mode.value,
            value=_unsigned(rule.value),
            good=rule.good,
            checked=rule.checked,
            silent=rule.silent,
            conditions=tuple(self.condition(item.name, item.value) for item in rule.conditions),
        )

    def condition(self, name: ConditionName, value: str = "") -> ConditionView:
        words = tuple(name.value.split("-"))
        return ConditionView(
            name=self.names(words), c_name="_".join(words), value=value, text=CONDITIONS[name]
        )

    def conditions(self) -> tuple[ConditionView, ...]:
        told = {item.name for plain in self.plain.calls for item in plain.failure.conditions}
        return tuple(self.condition(name) for name in ConditionName if name in told)

    def failures(
        self, errors: ErrorsView | None, conditions: Sequence[ConditionView]
    ) -> tuple[FailureKindView, ...]:
        """Returns each code of the library's that tells a failure, then what is told in other ways."""
        codes = errors.codes.members if errors and errors.codes else ()
        words = {
            member.name: "_".join(member.words)
            for item in self.api.enums
            for member in item.members
        }
        told = {item.c_name: item for item in conditions}
        made = [
            FailureKindView(
                name=item.name,
                c_name=item.c_name,
                text="",
                code=item,
                condition=told.pop(words[item.c_name], None),
            )
            for item in codes
            if item.value != 0
        ]
        made += [
            FailureKindView(
                name=item.name, c_name=item.c_name, text=item.text, code=None, condition=item
            )
            for item in told.values()
        ]
        if self.api.library.event_loop and self.api.library.event_loop.missing:
            made.append(
                FailureKindView(
                    name=self.names(("event", "loop")),
                    c_name="event_loop",
                    text="Events were asked for before anything delivers them.",
                    code=None,
                    condition=None,
                )
            )
        return tuple(made)

    def default(self, item: Input) -> int | str | None:
        """Returns what an input is when it is left out; a constant's value, not its name."""
        if item.default == "NULL":
            return None
        if isinstance(item.default, str) and item.type.kind is not Kind.STRING:
            return self.values.get(item.default, item.default)
        return item.default

    def output(
        self, item: Output, index: int, inputs: Mapping[str, InputView], words: Mapping[str, str]
    ) -> OutputView:
        return OutputView(
            name=self.names(item.words),
            c_name=item.name,
            type=self.types.view(item.type),
            c=declarator(item.c),
            c_pointer=declarator(pointer(item.c)),
            stored=declarator(item.stored),
            room=_declarator(lowered.room(item)),
            length=lowered.length(item),
            giving_back=lowered.giving_back(item),
            taken=lowered.is_taken(item),
            storage=item.storage.value,
            structs=item.structs,
            transfer=item.transfer.value,
            release=self.entries.release(item.release),
            element_release=self.entries.release(item.element_release),
            owned_fields=tuple(
                OwnedFieldView(
                    c_name=field.name, function=self.entries.entry(field.release.function)
                )
                for field in item.owned_fields
                if field.release
            ),
            always=item.always,
            counted_by=item.counted_by,
            count_c=_declarator(item.count_c),
            sized_by=inputs.get(item.sized_by),
            rows=inputs.get(item.rows),
            row=inputs.get(item.row),
            doc=self.docs.part(item.doc, words, item.name),
            index=index,
        )

    def object(self, item: Object, calls: Sequence[CallView]) -> ObjectView:
        own = [call for call in calls if call.owner and call.owner.c_name == item.name]
        return ObjectView(
            name=self.names(item.words),
            c_name=item.name,
            c=declarator(item.c),
            ref=self.entries.entry(item.ref),
            unref=self.entries.entry(item.unref),
            unref_blocking=item.unref in self.blocking,
            close=next((call for call in own if call.form == Form.CLOSE.value), None),
            close_gives_back=bool(item.close) and item.close == item.unref,
            parent=self.types.reference(item.parent) if item.parent else None,
            last_error=_last_error(item.last_error),
            constructors=tuple(call for call in own if call.form == Form.CONSTRUCTOR.value),
            methods=tuple(call for call in own if call.form == Form.METHOD.value),
            statics=tuple(
                call for call in own if call.form in (Form.STATIC.value, Form.FUNCTION.value)
            ),
            listed=item.name in self.listed,
            stream=self.stream(item.stream, {call.c_name: call for call in own}),
            doc=self.docs.plain(item.doc, name=item.name),
        )

    def stream(self, item: ByteStream | None, calls: Mapping[str, CallView]) -> StreamView | None:
        """Returns the calls of a stream; none when the target lacks one of them."""
        if item is None:
            return None
        found = [calls.get(name) for name in (item.send, item.receive, item.finish, item.abort)]
        if None in found:
            return None
        send, receive, finish, abort = filter(None, found)
        return StreamView(
            send=send,
            receive=receive,
            finish=finish,
            abort=abort,
            blocked=self.blocked(item, receive),
        )

    def blocked(self, item: ByteStream, receive: CallView) -> Names | None:
        """Returns the name of the error, or of the condition, that says that a stream would have to wait."""
        errors = self.errors()
        codes = errors.codes.members if errors and errors.codes else ()
        waits = identifier(ConditionName.WOULD_BLOCK.value)
        named = [code.name for code in codes if code.c_name == item.blocked]
        named += [told.name for told in receive.failure.conditions if told.c_name == waits]
        return next(iter(named), None)

    def enum(self, item: Enumeration) -> EnumView:
        return EnumView(
            name=self.names(item.words),
            c_name=item.name,
            c=declarator(item.c),
            flags=item.flags,
            signed=item.signed,
            members=tuple(
                MemberView(
                    name=self.names(member.words, item.words),
                    c_name=member.name,
                    value=member.value,
                    doc=self.docs.part(member.doc, name=member.name),
                )
                for member in item.members
                if not member.sentinel
            ),
            doc=self.docs.plain(item.doc, name=item.name),
        )

    def record(self, item: Record) -> RecordView:
        counts = {field.of: field.name for field in item.fields if field.role is Role.LENGTH}
        shown = [field for field in item.fields if field.role is Role.VALUE]
        return RecordView(
            name=self.names(item.words),
            c_name=item.name,
            c=declarator(item.c),
            fields=tuple(
                FieldView(
                    name=self.names(field.words, item.words),
                    c_name=field.name,
                    type=self.types.view(field.type),
                    counted_by=counts.get(field.name, ""),
                    doc=self.docs.part(field.doc, name=field.name),
                    index=index,
                )
                for index, field in enumerate(shown)
            ),
            release=self.entries.release(item.release),
            given=item.name in self.given,
            listed=item.name in self.listed,
            doc=self.docs.plain(item.doc, name=item.name),
        )

    def callback(self, plain: PlainCallback) -> CallbackView:
        item: Callback = plain.callback
        words = {argument.name: self.docs.parameter(argument.words) for argument in plain.arguments}
        return CallbackView(
            name=self.names(item.words),
            c_name=item.name,
            parameters=(
                *(
                    (parameter.name or f"argument{index}", declarator(parameter.c))
                    for index, parameter in enumerate(item.parameters)
                ),
                *(() if plain.user_data else ((_ADDED, declarator(pointer(named("void")))),)),
            ),
            arguments=tuple(
                self.callback_argument(argument, index, words)
                for index, argument in enumerate(plain.arguments)
            ),
            user_data=plain.user_data or _ADDED,
            lone=not plain.user_data,
            received=item.name in self.received,
            result=self.types.view(plain.result),
            results=tuple(
                CallbackResultView(
                    c_name=given.name,
                    type=self.types.view(given.type),
                    c=declarator(given.c),
                    index=index,
                )
                for index, given in enumerate(plain.results)
            ),
            output=self.callback_output(plain.output) if plain.output else None,
            result_c=declarator(item.result.c),
            on_error=item.on_error,
            on_success=plain.on_success,
            native=self.types.callback(plain),
            doc=self.docs.plain(item.doc, words, item.name),
        )

    def callback_output(self, item: CallbackOutput) -> CallbackOutputView:
        return CallbackOutputView(
            c_name=item.name,
            type=self.types.view(item.type),
            field=item.field,
            capacity=item.capacity,
            counted_by=item.counted_by,
            count_c=declarator(item.count_c),
        )

    def callback_argument(
        self, item: CallbackArgument, index: int, words: Mapping[str, str]
    ) -> CallbackArgumentView:
        return CallbackArgumentView(
            name=self.names(item.words),
            c_name=item.name,
            type=self.types.view(item.type),
            transfer=item.transfer.value,
            counted_by=item.counted_by,
            user_data=item.user_data,
            destroy=item.destroy,
            index=index,
            doc=self.docs.plain(item.doc, words, item.name),
        )

    def dicts(self) -> tuple[DictView, ...]:
        return tuple(
            DictView(
                name=self.names(item.words),
                c_name=item.name,
                c=declarator(item.c),
                key=item.key,
                key_size=item.key_size,
                tag=item.tag,
                union=item.union,
                cases=tuple(
                    DictCaseView(
                        name=self.names((case.type.kind.value,)),
                        constant=case.constant,
                        tag=case.tag,
                        member=case.member,
                        type=self.types.view(case.type),
                    )
                    for case in item.cases
                ),
                release=self.entries.release(item.release),
                clear=self.entries.release(item.clear),
            )
            for item in self.api.dicts
        )

    def constants(self) -> tuple[ConstantView, ...]:
        return tuple(
            ConstantView(
                name=self.apart("constant", self.names(item.words)),
                c_name=item.name,
                value=item.value,
                type=self.types.constant(item.kind),
                doc=self.docs.plain(item.doc, name=item.name),
            )
            for item in self.api.constants
            if item.value is not None and not item.skip
        )

    def errors(self) -> ErrorsView | None:
        source = self.api.library.errors
        if source is None:
            return None
        enums = {item.name: item for item in self.api.enums}
        taking = {item.name for item in self.api.functions if item.parameters}
        texts = {
            field.name
            for record in self.api.records
            if {source.code, source.message, *source.details} <= {f.name for f in record.fields}
            for field in record.fields
            if field.type.kind is Kind.STRING
        }
        return ErrorsView(
            getter=source.getter,
            code=source.code,
            domain=source.domain,
            message=source.message,
            message_takes_code=not source.getter and source.message in taking,
            reset=source.reset,
            details=tuple(
                DetailView(name=self.names(tuple(name.split("_"))), c_name=name, text=name in texts)
                for name in source.details
            ),
            reporter=source.reporter,
            codes=self.enum(enums[source.code_enum]) if source.code_enum else None,
            domains=self.enum(enums[source.domain_enum]) if source.domain_enum else None,
        )

    def event_loop(self, calls: Mapping[str, CallView]) -> EventLoopView | None:
        loop = self.api.library.event_loop
        if loop is None:
            return None
        return EventLoopView(
            register=calls.get(loop.register),
            descriptor=calls.get(loop.descriptor),
            dispatch=calls.get(loop.dispatch),
            run=calls.get(loop.run),
            implement=calls.get(loop.implement),
            missing=loop.missing,
        )

    def check_names(self, calls: Sequence[CallView], objects: Sequence[ObjectView]) -> None:
        """Raises BW604 when two things of one scope are spelled alike."""
        places = {identifier(plain.name): plain.function.location for plain in self.plain.calls}
        clashes: list[Diagnostic] = []
        for item in objects:
            members = [*item.constructors, *item.methods, *item.statics]
            clashes += self.clashes("method", [(m.c_name, m.name) for m in members], places)
        free = [(call.c_name, call.name) for call in calls if call.owner is None]
        clashes += self.clashes("function", free, places)
        for call in calls:
            given = [(item.c_name, item.name) for item in call.inputs]
            clashes += self.clashes("parameter", given, {}, places.get(call.c_name))
        for enum in self.api.enums:
            if not enum.skip:
                members_of = [
                    (member.name, self.names(member.words, enum.words))
                    for member in enum.members
                    if not member.sentinel
                ]
                clashes += self.clashes("member", members_of, {}, enum.location)
        named = [(item.c_name, item.name) for item in objects]
        types = named + [
            (str(item.name), self.names(item.words))
            for group in (self.api.enums, self.api.records)
            for item in group
            if not item.skip
        ]
        clashes += self.clashes("type", types, {})
        if clashes:
            raise BindwrightError(tuple(clashes))

    def clashes(
        self,
        role: str,
        named: Iterable[tuple[str, Names]],
        places: Mapping[str, Location | None],
        place: Location | None = None,
    ) -> list[Diagnostic]:
        """Returns a diagnostic for each pair spelled alike in a role that the manifest has."""
        if role not in self.manifest.speller.roles:
            return []
        seen: dict[str, str] = {}
        found = []
        for c_name, names in named:
            spelled = getattr(names, role)
            if spelled in seen:
                found.append(
                    Diagnostic(
                        code="BW604",
                        message=(
                            f"'{seen[spelled]}' and '{c_name}' are both called '{spelled}'"
                            f" in target '{self.manifest.name}'"
                        ),
                        location=places.get(c_name, place),
                        hint="give one of them another name in the overlay",
                    )
                )
            seen[spelled] = c_name
        return found


def _kinds(item: Type) -> Iterable[str]:
    yield item.kind.value
    if item.element:
        yield from _kinds(item.element)


def _given_records(api: Api, calls: Sequence[PlainCall]) -> frozenset[str]:
    """Returns the records that calls take, with those that these hold."""
    fields = {item.name: [field.type for field in item.fields] for item in api.records}
    waiting = [item.type for call in calls for item in call.inputs]
    found: set[str] = set()
    while waiting:
        item = waiting.pop()
        waiting += [item.element] if item.element else []
        if item.kind is Kind.RECORD and item.name not in found:
            found.add(item.name)
            waiting += fields.get(item.name, [])
    return frozenset(found)


def _listed(api: Api, plain: PlainApi) -> Iterable[str]:
    """Yields the C names of what users get lists of."""
    got = [item.type for call in plain.calls for item in call.outputs]
    got += [item.type for callback in plain.callbacks for item in callback.arguments]
    got += [field.type for record in api.records for field in record.fields]
    for item in got:
        while item.element:
            item = item.element
            yield item.name


def _declarator(ctype: CType | None) -> Declarator | None:
    return declarator(ctype) if ctype else None


def _last_error(item: LastError | None) -> LastErrorView | None:
    if item is None:
        return None
    return LastErrorView(message=item.message, code=item.code, via=item.via, stored=item.stored)


def _unsigned(value: str) -> str:
    """Returns a C integer literal with the suffix that one past the signed range needs."""
    return f"{value}U" if value.isdecimal() and int(value) >= 2**63 else value


def _is_modifier(item: Input) -> bool:
    return item.optional and (item.type.kind is Kind.FLAGS or item.parameter.role is Role.FLAGS)


def _argument(
    item: Argument, inputs: Mapping[str, InputView], outputs: Mapping[str, OutputView]
) -> ArgumentView:
    about_input = item.use in (Use.INPUT, Use.LENGTH, Use.USER_DATA, Use.DESTROY)
    return ArgumentView(
        use=item.use.value,
        c=declarator(item.c),
        input=inputs.get(item.of) if about_input else None,
        output=None if about_input else outputs.get(item.of),
        value=item.value,
        cast=item.cast,
        struct=item.struct,
        of=item.of if item.use is Use.RECORD else "",
        field=item.field,
        parts=tuple(_argument(part, inputs, outputs) for part in item.parts),
    )
