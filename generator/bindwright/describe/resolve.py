# SPDX-License-Identifier: LGPL-2.1-or-later
"""Turns the draft of a function or callback type into its meaning, and lists what is missing.

It does not make claims: what nobody said stays missing, for a wrong meaning is worse than none.
"""

from __future__ import annotations

from dataclasses import replace

from bindwright.describe import entities
from bindwright.describe.claims import Claims
from bindwright.describe.context import Context
from bindwright.describe.draft import RETURN, Draft, Value
from bindwright.describe.names import Words, parameter_words
from bindwright.describe.roles import (
    Part,
    form_of,
    idiom_of,
    is_annotated,
    is_out,
    links,
    role_of,
)
from bindwright.describe.values import Unknown, is_pointer_type, room, type_of
from bindwright.model.api import (
    INTEGERS,
    Condition,
    ConditionName,
    Direction,
    FailureMode,
    FailureRule,
    Form,
    Function,
    Kind,
    Null,
    Parameter,
    Release,
    Result,
    Role,
    Scope,
    Transfer,
    Type,
)
from bindwright.model.ctype import CType, Shape, named

_MANY = frozenset({Kind.LIST, Kind.DICT, Kind.BYTES})
_OWNABLE = _MANY | {Kind.STRING, Kind.OBJECT}
_OF_BINDINGS = frozenset({Form.REF, Form.UNREF, Form.FREE})
"""Functions of these forms are called by bindings alone: nobody asks how they end."""
_MODES = {
    "never": FailureMode.NEVER,
    "status": FailureMode.STATUS,
    "negative": FailureMode.NEGATIVE,
    "null": FailureMode.NULL,
    "equals": FailureMode.EQUALS,
}


class Resolver:
    """Resolves one draft."""

    def __init__(self, context: Context, draft: Draft) -> None:
        """Finds the roles that arguments have for each other."""
        self.context = context
        self.draft = draft
        self.missing: list[str] = []
        self.links = links(context, draft)
        self.form, self.owner = form_of(context, draft)
        self.idiom = idiom_of(draft)
        self.failure = self._failure()

    def function(self) -> Function:
        """Returns the function's meaning."""
        draft, fact = self.draft, self.draft.fact
        assert fact is not None
        parameters = tuple(self._parameter(value) for value in draft.parameters)
        result = self._result()
        if self.failure.mode is FailureMode.UNKNOWN:
            self._lacks(RETURN, "failure")
        skip = _prose(draft.claims, "skip")
        if claimed := draft.claims.get("missing"):
            self.missing = [" ".join(claimed.words)]
        if self.form is Form.FREE and not skip:
            self.missing.clear()
        return Function(
            name=draft.name,
            symbol=draft.symbol,
            version=fact.symbol.version if fact.symbol else "",
            words=self._words(),
            owner=self.owner,
            form=self.form,
            parameters=parameters,
            result=result,
            failure=self.failure,
            idiom=self.idiom,
            counter=draft.claims.word("count-fill") or draft.claims.word("measured"),
            full=draft.claims.word("grow-fill"),
            blocking=draft.claims.get("nonblocking") is None,
            inline=fact.inline,
            property=draft.claims.word("get-property") or draft.claims.word("set-property"),
            skip=skip,
            missing=() if skip else tuple(dict.fromkeys(self.missing)),
            doc=entities.told(draft.comment.doc, draft.claims),
            location=fact.location,
            origins=draft.claims.origins,
        )

    def callback(self) -> tuple[tuple[Parameter, ...], Result, tuple[str, ...]]:
        """Returns the parameters and the result of a callback type, and what is missing."""
        parameters = tuple(self._parameter(value) for value in self.draft.parameters)
        result = self._callback_result()
        return parameters, result, tuple(dict.fromkeys(self.missing))

    def _lacks(self, where: str, what: str) -> None:
        self.missing.append(f"{where}: {what} unknown")

    def _words(self) -> Words:
        names = self.context.names
        own = self.draft.claims.word("name")
        if own:
            return (*names.split(own), *self.draft.base_words)
        within = names.within(self.draft.symbol, self.owner) if self.owner else ()
        return (*(within or names.public(self.draft.symbol)), *self.draft.base_words)

    # Parameters

    def _parameter(self, value: Value) -> Parameter:
        part = role_of(self.context, self.draft, value, self.links)
        if part is None:
            self._lacks(value.name, "role")
            return Parameter(
                name=value.name,
                words=self._parameter_words(value),
                c=value.c,
                type=_bare(self.context, room(value.c)),
                doc=value.part.doc,
                origins=value.claims.origins,
            )
        callee = part.role is Role.RESULT and self._callee_allocates(value)
        type_ = self._type(value, part, callee)
        transfer = self._transfer(value, type_, part)
        return Parameter(
            name=value.name,
            words=self._parameter_words(value),
            c=value.c,
            type=type_,
            role=part.role,
            direction=part.direction,
            transfer=transfer,
            release=self._release(value, type_, transfer, callee),
            of=part.of,
            optional=value.claims.get("optional") is not None,
            always=value.claims.get("always") is not None,
            default=self._default(value, part),
            value=fixed.word if (fixed := value.claims.get("fixed")) else "",
            callee_allocates=callee and type_.kind is not Kind.OBJECT,
            scope=self._scope(value, part),
            doc=value.part.doc,
            origins=value.claims.origins,
        )

    def _parameter_words(self, value: Value) -> Words:
        names = self.context.names
        own = value.claims.word("name")
        words = parameter_words(names.split(own or value.name) or (value.name.lower(),))
        return ("result",) if words == ("ret",) else words

    def _default(self, value: Value, part: Part) -> str | int | None:
        word = value.claims.word("default")
        if word == "NULL":
            return None
        if word:
            return int(word, 0) if word.lstrip("-").isdigit() or word[:2] == "0x" else word
        return 0 if part.role is Role.FLAGS and value.name == "flags" else None

    def _scope(self, value: Value, part: Part) -> Scope | None:
        word = value.claims.word("scope")
        if part.role is not Role.CALLBACK:
            return Scope(word) if word else None
        if not word:
            self._lacks(value.name, "scope")
            return None
        return Scope(word)

    def _callee_allocates(self, value: Value) -> bool:
        """Whether the function stores a pointer to what it made, instead of filling the caller's room."""
        for name in ("out", "inout"):
            annotation = value.claims.get(name)
            if annotation and annotation.word:
                return annotation.word == "callee-allocates"
        types = self.context.types
        if types.resolve(value.c).shape is Shape.ARRAY:
            return False
        target = types.target(value.c)
        if target is None or not is_pointer_type(self.context, target):
            return False
        if not self._is_many(value):
            return True
        capacity = any(
            part.of == value.name
            and (part.role is Role.CAPACITY or part.direction is Direction.INOUT)
            for part in self.links.values()
        )
        return not capacity and types.depth(value.c) > 1

    def _is_many(self, value: Value) -> bool:
        return any(value.claims.get(name) for name in ("array", "dict", "bytes", "uuid"))

    def _type(self, value: Value, part: Part, callee: bool) -> Type:
        """Returns what the argument carries; a missing meaning keeps the C type alone."""
        c = room(value.c)
        target = self.context.types.target(value.c)
        stored = part.role is Role.RESULT or part.role is Role.RESULT_LENGTH
        in_room = stored and self._is_many(value) and not callee
        if stored and not in_room and target is not None:
            c = target
        if part.role in (Role.USER_DATA, Role.DESTROY, Role.UNUSED, Role.FIXED):
            return _bare(self.context, c)
        try:
            found = type_of(self.context, c, value.claims, by_value=not in_room)
        except Unknown as error:
            self.missing.append(f"{value.name}: {error} unknown")
            return _bare(self.context, c)
        if in_room and found.kind is Kind.STRING and found.size is None:
            self._lacks(value.name, "size")
        self._check_known(value.name, found)
        if part.role is Role.SELF or value.claims.word("scope") == Scope.REGISTERED.value:
            return replace(found, null=Null.NO)
        if value.claims.has("null"):
            return found
        if value.claims.word("default") == "NULL":
            return replace(found, null=Null.YES)
        if part.role is not Role.RESULT and value.claims.get("optional"):
            return replace(found, null=Null.YES)
        counted = bool(part.of) or any(other.of == value.name for other in self.links.values())
        settled = part.role is Role.RESULT or counted
        if (settled and found.kind in _MANY) or (
            found.kind is Kind.OBJECT and part.role is Role.RESULT
        ):
            return replace(found, null=Null.NO)
        return found

    def _check_known(self, where: str, type_: Type) -> None:
        """Notes that a value cannot be used because its own type cannot."""
        for item in (type_, type_.element):
            if item is not None and item.name in self.context.incomplete:
                self.missing.append(f"{where}: '{item.name}' is not complete")

    def _transfer(self, value: Value, type_: Type, part: Part) -> Transfer:
        word = value.claims.word("transfer")
        if word:
            return Transfer(word)
        if part.role is not Role.RESULT or not self._can_own(type_, value):
            return Transfer.NONE
        self._lacks(value.name, "transfer")
        return Transfer.UNKNOWN

    def _can_own(self, type_: Type, value: Value) -> bool:
        """Whether someone has to own what comes out."""
        if type_.kind is Kind.RECORD:
            return is_pointer_type(self.context, type_.c)
        if type_.kind not in _OWNABLE:
            return False
        if type_.kind is Kind.OBJECT or value.name == RETURN or self._callee_allocates(value):
            return True
        element = type_.element.kind if type_.element else None
        if type_.rows:
            return element is Kind.DICT
        return type_.kind is Kind.DICT or element in _OWNABLE

    def _release(
        self, value: Value, type_: Type, transfer: Transfer, callee: bool
    ) -> Release | None:
        """Returns how an owned output is given back, as claimed or as its type says."""
        if value.name != RETURN and not is_out(value):
            return None
        claimed = value.claims.get("release")
        if claimed is not None:
            return Release(
                function=claimed.word,
                counted="counted" in claimed.options,
                deep="deep" in claimed.options,
            )
        if transfer not in (Transfer.FULL, Transfer.CONTAINER) or type_.kind is Kind.OBJECT:
            return None
        return self._usual_release(type_, transfer, callee or value.name == RETURN)

    def _usual_release(self, type_: Type, transfer: Transfer, allocated: bool) -> Release | None:
        free = Release(function=self.context.library.free)
        known = self.context.array_releases
        if type_.kind is Kind.DICT:
            return known.get(type_.name) if allocated else None
        if type_.kind is Kind.RECORD:
            return self.context.releases.get(type_.name, free)
        element = type_.element
        if element is not None and transfer is Transfer.FULL and allocated:
            name = "utf8" if element.kind is Kind.STRING else element.name
            if name in known:
                return known[name]
        if element is not None and not allocated:
            return free if element.kind is Kind.STRING else None
        return free

    # The return value

    def _failure(self) -> FailureRule:
        rule = self._failing()
        condition = self.draft.claims.get("condition")
        if condition is None:
            return rule
        told = (
            Condition(name=ConditionName(name), value=value)
            for name, value in condition.options.items()
        )
        return replace(rule, conditions=tuple(told))

    def _failing(self) -> FailureRule:
        claims = self.draft.claims
        annotation = claims.get("failure")
        if annotation is not None:
            value = annotation.options.get("equals", "")
            words = [word for word in annotation.words if word not in ("checked", "silent")]
            mode = (
                FailureMode.EQUALS if value else _MODES[words[0]] if words else FailureMode.UNKNOWN
            )
            good = annotation.options.get("good", "")
            return FailureRule(
                mode=mode,
                value=value,
                good=tuple(good.split(",")) if good else (),
                checked="checked" in annotation.words,
                silent="silent" in annotation.words,
            )
        return FailureRule(mode=self._usual_failure())

    def _usual_failure(self) -> FailureMode:
        """Returns how a function fails when nobody says: by its type, or as annotated functions do."""
        c = self.draft.result.c
        if self._is_status():
            return FailureMode.STATUS
        if self.context.types.is_void(c):
            return FailureMode.NEVER
        if self.form in _OF_BINDINGS:
            return FailureMode.NEVER
        if not is_annotated(self.draft):
            return FailureMode.UNKNOWN
        claims = self.draft.result.claims
        settled = claims.has("null") or not is_pointer_type(self.context, c)
        return FailureMode.NEVER if settled else FailureMode.UNKNOWN

    def _is_status(self) -> bool:
        """Whether the function returns the library's own status and says nothing else about it."""
        errors = self.context.library.errors
        enum = self.context.types.enum(self.draft.result.c)
        if errors is None or enum is None or not errors.code_enum or enum.name != errors.code_enum:
            return False
        return errors.code != self.draft.symbol and self.draft.result.claims.get("value") is None

    def _result(self) -> Result:
        value = self.draft.result
        part = self.links.get(RETURN)
        role = self._result_role(part)
        type_ = Type(kind=Kind.VOID, c=named("void"))
        transfer = Transfer.NONE
        if role is Role.RESULT:
            type_ = self._result_type()
            transfer = self._transfer(value, type_, Part(role=Role.RESULT))
        elif role is Role.RESULT_LENGTH:
            type_ = _bare(self.context, value.c)
        return Result(
            c=value.c,
            type=type_,
            role=role,
            transfer=transfer,
            release=self._release(value, type_, transfer, True),
            of=part.of if part else "",
            doc=value.part.doc,
            origins=value.claims.origins,
        )

    def _result_type(self) -> Type:
        value = self.draft.result
        try:
            found = type_of(self.context, value.c, value.claims)
        except Unknown as error:
            self.missing.append(f"{RETURN}: {error} unknown")
            return _bare(self.context, value.c)
        self._check_known(RETURN, found)
        if self.failure.mode is FailureMode.NULL and not value.claims.has("null"):
            return replace(found, null=Null.YES if self.failure.checked else Null.NO)
        return found

    def _result_role(self, part: Part | None) -> Role:
        claims, c = self.draft.result.claims, self.draft.result.c
        for name, role in (("status", Role.STATUS), ("nothing", Role.NOTHING)):
            if claims.get(name):
                return role
        if self.context.types.is_void(c) or claims.get("unused"):
            return Role.NOTHING
        if part is not None:
            return part.role
        if claims.get("value"):
            return Role.RESULT
        number = self.context.types.number(c)
        if self.form in _OF_BINDINGS:
            return Role.NOTHING if number is None else Role.STATUS
        if self.failure.mode is FailureMode.STATUS:
            return Role.STATUS
        told = claims.has("type") or is_annotated(self.draft) or number not in INTEGERS
        if not told:
            self._lacks(RETURN, "meaning")
        return Role.RESULT

    def _callback_result(self) -> Result:
        value = self.draft.result
        claims = value.claims
        nothing = (
            self.context.types.is_void(value.c) or claims.get("unused") or claims.get("nothing")
        )
        counted = self.links.get(RETURN)
        if counted is not None and not nothing:
            return Result(
                c=value.c,
                type=_bare(self.context, value.c),
                role=counted.role,
                of=counted.of,
                doc=value.part.doc,
                origins=claims.origins,
            )
        if nothing:
            type_, role = Type(kind=Kind.VOID, c=named("void")), Role.NOTHING
        else:
            type_, role = self._result_type(), Role.RESULT
            told = claims.has("type") or claims.has("role") or is_annotated(self.draft)
            if not told and self.context.types.number(value.c) in INTEGERS:
                self._lacks(RETURN, "meaning")
            if type_.kind in _OWNABLE:
                self._lacks(RETURN, "transfer")
        return Result(c=value.c, type=type_, role=role, doc=value.part.doc, origins=claims.origins)


def _bare(context: Context, c: CType) -> Type:
    """Returns a type that says nothing but what C says."""
    number = context.types.number(c)
    return Type(kind=number or Kind.OPAQUE, c=c)


def _prose(claims: Claims, name: str) -> str:
    """Returns the words of an annotation such as a reason; one without words gives its name."""
    annotation = claims.get(name)
    return (" ".join(annotation.words) or name) if annotation else ""
