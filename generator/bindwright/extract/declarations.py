# SPDX-License-Identifier: LGPL-2.1-or-later
"""Turns pycparser's nodes into facts: functions, typedefs, records, enums and variables.

It does not import pycparser: nodes are told apart by the name of their class.
It does not measure anything and does not read a file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bindwright.diagnostics import Diagnostic, Location
from bindwright.extract.parse import Failed, Parsed
from bindwright.extract.places import Places, opens
from bindwright.extract.tokens import Span, Token, Tokens, spell
from bindwright.extract.values import Machine, Unknown, Value, canonical_words, evaluate, fit
from bindwright.model.ctype import CType, Shape, array, named, pointer
from bindwright.model.facts import (
    Attribute,
    Comment,
    EnumeratorFact,
    EnumFact,
    FieldFact,
    FunctionFact,
    ParameterFact,
    RecordFact,
    TypedefFact,
    VariableFact,
)

_RETYPING = frozenset({"mode", "vector_size"})


class Undescribable(Exception):
    """C accepts the declaration, but facts have no words for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the conversion asks others for."""

    tokens: Tokens
    machine: Machine
    known: Mapping[str, int]
    """Values that the compiler gave for expressions asked for before, by their text."""
    sentinels: frozenset[str]
    locate: Callable[[Token, str], Location]
    comment: Callable[[str, int, int, str], Comment | None]
    """From a file, the first and last line of a declaration, and ``outer`` or ``inner``."""


@dataclass(slots=True)
class Declarations:
    """What one translation unit declares, in order."""

    functions: dict[str, FunctionFact] = field(default_factory=dict)
    variables: dict[str, VariableFact] = field(default_factory=dict)
    typedefs: dict[str, TypedefFact] = field(default_factory=dict)
    records: dict[str, RecordFact] = field(default_factory=dict)
    enums: dict[str, EnumFact] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    foreign: dict[str, TypedefFact] = field(default_factory=dict)
    """Typedefs of other headers for numbers, and for pointers to such."""
    unknown: dict[str, None] = field(default_factory=dict)
    """Texts of expressions whose values only the compiler can tell."""


@dataclass(slots=True)
class _Owner:
    """Gives names to the records and enums without a tag inside another declaration."""

    name: str
    count: int = 0

    def next(self) -> str:
        self.count += 1
        return f"{self.name}.{self.count}"


def describe(parsed: tuple[Parsed, ...], failed: tuple[Failed, ...], ctx: Context) -> Declarations:
    """Returns the facts of the public declarations, with a diagnostic for each that has none."""
    walk = _Walk(ctx, _foreign_tags(parsed, ctx.tokens))
    for declaration in parsed:
        walk.declaration(declaration)
    for failure in failed:
        token = ctx.tokens.tokens[failure.index]
        walk.refuse("BW120", f"cannot parse the declaration: {failure.message}", token)
    walk.out.diagnostics.sort(key=lambda diagnostic: diagnostic.location or Location(file=""))
    return walk.out


def _foreign_tags(parsed: tuple[Parsed, ...], tokens: Tokens) -> frozenset[str]:
    """Returns the tags that other files than the public ones define."""
    public = {declaration.span.start for declaration in parsed if declaration.public}
    found = set()
    for span in tokens.spans:
        if span.start in public:
            continue
        first = tokens.tokens[span.start : span.start + 4]
        words = first[1:] if first[0].type == "TYPEDEF" else first
        if len(words) > 2 and words[0].type in ("STRUCT", "UNION", "ENUM"):
            found.add(f"{words[0].value} {words[1].value}")
    return frozenset(found)


class _Walk:
    """Walks the declarations in order and collects facts."""

    def __init__(self, ctx: Context, foreign: frozenset[str]) -> None:
        self.ctx = ctx
        self.foreign = foreign
        self.out = Declarations()
        self.constants: dict[str, Value] = {}
        self.names: dict[int, str] = {}
        self.typedef_nodes: dict[str, Any] = {}
        self.places = Places(ctx.tokens)
        self.span = Span(0, 0, False)
        self.public = False

    # Declarations

    def declaration(self, parsed: Parsed) -> None:
        """Collects what one external declaration says."""
        self.span, self.public = parsed.span, parsed.public
        self._name_untagged(parsed.nodes)
        for node in parsed.nodes:
            if type(node).__name__ not in ("Decl", "Typedef"):
                continue
            if not self.public:
                self._foreign(node)
                continue
            try:
                self._public(node)
            except Undescribable as error:
                self.refuse("BW121", str(error), self._token(node))
            except Unknown as error:
                self.refuse("BW121", f"cannot evaluate {error}", self._token(node))

    def refuse(self, code: str, message: str, token: Token) -> None:
        """Notes that a declaration has no facts."""
        location = self.ctx.locate(token, token.value)
        hint = "leave it out with #ifndef, or declare it more simply"
        self.out.diagnostics.append(
            Diagnostic(code=code, message=message, location=location, hint=hint)
        )

    def _foreign(self, node: Any) -> None:
        """Remembers the types and constants of other headers, without facts for them."""
        if type(node).__name__ == "Typedef":
            self.typedef_nodes[node.name] = node
            self._foreign_typedef(node)
        core = node.type
        while type(core).__name__ in ("TypeDecl", "PtrDecl", "ArrayDecl", "FuncDecl"):
            core = core.type
        if type(core).__name__ == "Enum" and core.values:
            try:
                self._enumerators(core)
            except Unknown:
                return

    def _foreign_typedef(self, node: Any) -> None:
        core = node.type
        while type(core).__name__ in ("TypeDecl", "PtrDecl"):
            core = core.type
        if type(core).__name__ != "IdentifierType":
            return
        location = self._location(node)
        c = self._type(node.type, _Owner(node.name))
        self.out.foreign[node.name] = TypedefFact(name=node.name, c=c, location=location)

    def _public(self, node: Any) -> None:
        if type(node).__name__ == "Typedef":
            self._typedef(node)
        elif node.name is None:
            self._type(node.type, _Owner(""))
        elif type(node.type).__name__ == "FuncDecl":
            self._function(node, node.type)
        elif (target := self._function_typedef(node.type)) is not None:
            self._function(node, target)
        elif "static" not in node.storage:
            name = node.name
            self.out.variables.setdefault(
                name,
                VariableFact(
                    name=name,
                    c=self._type(node.type, _Owner(name)),
                    comment=self._comment(),
                    location=self._location(node),
                ),
            )

    def _name_untagged(self, nodes: tuple[Any, ...]) -> None:
        """Gives a record or enum without a tag the name of the typedef that stands for it."""
        for node in nodes:
            if type(node).__name__ == "Typedef" and type(node.type).__name__ == "TypeDecl":
                core = node.type.type
                if type(core).__name__ in ("Struct", "Union", "Enum"):
                    self.names.setdefault(id(core), node.name)

    def _typedef(self, node: Any) -> None:
        self.typedef_nodes[node.name] = node
        attributes = self.places.declarator_attributes(self.span, _name_index(node))
        for attribute in attributes:
            if attribute.name in _RETYPING:
                raise Undescribable(f"attribute '{attribute.name}' changes the type '{node.name}'")
        c = self._type(node.type, _Owner(node.name))
        if c == named(node.name):
            return
        fact = TypedefFact(
            name=node.name,
            c=c,
            parameters=self._typedef_parameters(node),
            attributes=attributes,
            comment=self._comment(),
            location=self._location(node),
        )
        self.out.typedefs.setdefault(node.name, fact)

    def _typedef_parameters(self, node: Any) -> tuple[ParameterFact, ...]:
        core = node.type
        while type(core).__name__ == "PtrDecl":
            core = core.type
        if type(core).__name__ != "FuncDecl":
            return ()
        return self._parameters(core, _Owner(node.name))[0]

    def _function_typedef(self, node: Any) -> Any:
        """Returns the function declarator behind the name of a function type."""
        while type(node).__name__ == "TypeDecl" and type(node.type).__name__ == "IdentifierType":
            target = self.typedef_nodes.get(node.type.names[-1])
            if target is None:
                return None
            node = target.type
        return node if type(node).__name__ == "FuncDecl" else None

    def _function(self, node: Any, declarator: Any) -> None:
        owner = _Owner(node.name)
        parameters, variadic = self._parameters(declarator, owner)
        fact = FunctionFact(
            name=node.name,
            result=self._type(declarator.type, owner),
            parameters=parameters,
            variadic=variadic,
            inline=self.span.defined,
            attributes=self.places.declarator_attributes(self.span, _name_index(node))
            + _specified(node),
            comment=self._comment(),
            location=self._location(node),
        )
        before = self.out.functions.get(node.name)
        self.out.functions[node.name] = _merge(before, fact) if before else fact

    def _parameters(self, declarator: Any, owner: _Owner) -> tuple[tuple[ParameterFact, ...], bool]:
        nodes = list(declarator.args.params) if declarator.args is not None else []
        variadic = bool(nodes) and type(nodes[-1]).__name__ == "EllipsisParam"
        if variadic:
            nodes.pop()
        facts = []
        for node in nodes:
            if type(node).__name__ == "ID":
                raise Undescribable(f"parameter '{node.name}' has no type")
            name = node.name or ""
            c = self._type(node.type, owner)
            c = pointer(c) if c.shape is Shape.FUNCTION else c
            facts.append(ParameterFact(name=name, header_name=name, c=c))
        if len(facts) == 1 and facts[0].c == named("void"):
            facts.clear()
        return tuple(facts), variadic

    # Types

    def _type(self, node: Any, owner: _Owner) -> CType:
        kind = type(node).__name__
        if kind == "TypeDecl":
            return self._qualified(self._core(node.type, owner), node.quals or [])
        if kind == "PtrDecl":
            if "_Atomic" in node.quals:
                raise Undescribable("an _Atomic pointer has no description")
            return pointer(self._type(node.type, owner), const="const" in node.quals)
        if kind == "ArrayDecl":
            length = None if node.dim is None else self._length(node)
            return array(self._type(node.type, owner), length)
        if kind == "FuncDecl":
            parameters, variadic = self._parameters(node, owner)
            return CType(
                shape=Shape.FUNCTION,
                target=self._type(node.type, owner),
                parameters=tuple(parameter.c for parameter in parameters),
                variadic=variadic,
            )
        return self._core(node, owner)

    def _core(self, node: Any, owner: _Owner) -> CType:
        match type(node).__name__:
            case "IdentifierType":
                return named(_spelled(node.names))
            case "Struct" | "Union":
                return named(self._record(node, owner))
            case "Enum":
                return named(self._enum(node, owner))
            case "Typename":
                return self._qualified(self._type(node.type, owner), node.quals or [])
            case "TypeOf" if type(node.expr).__name__ == "Typename":
                return self._type(node.expr.type, owner)
            case kind:
                raise Undescribable(f"a type made by {kind} has no description")

    def _qualified(self, c: CType, qualifiers: list[str]) -> CType:
        if "_Atomic" in qualifiers:
            if c.shape is not Shape.NAMED:
                raise Undescribable("an _Atomic pointer has no description")
            if not c.name.startswith("_Atomic "):
                c = replace(c, name=f"_Atomic {c.name}")
        return replace(c, const=True) if "const" in qualifiers else c

    def _length(self, node: Any) -> int | None:
        dim = node.dim
        if type(dim).__name__ == "ID" and dim.name == "*":
            return None
        try:
            return evaluate(dim, self.constants, self.ctx.machine).number
        except Unknown:
            tokens = self.places.tokens
            opening = dim.coord.column
            depth = 0
            while depth or tokens[opening].type != "LBRACKET":
                depth += (tokens[opening].type == "RBRACKET") - (tokens[opening].type == "LBRACKET")
                opening -= 1
            return self._ask(tokens[opening + 1 : self.places.closing(opening)])

    def _ask(self, tokens: list[Token]) -> int:
        """Returns what the compiler said about an expression, or asks it for the next round."""
        text = spell(tokens)
        if text not in self.ctx.known:
            self.out.unknown[text] = None
        return self.ctx.known.get(text, 0)

    # Records

    def _record(self, node: Any, owner: _Owner) -> str:
        word = "union" if type(node).__name__ == "Union" else "struct"
        name = f"{word} {node.name}" if node.name else self.names.get(id(node))
        if name is None:
            name = self.names[id(node)] = owner.next()
        known = self.out.records.get(name)
        if not self.public or name in self.foreign or (known is not None and known.complete):
            return name
        keyword = self._keyword(node)
        location = self.ctx.locate(self.places.tokens[node.coord.column], node.name or "")
        if node.decls is None:
            if known is None:
                self.out.records[name] = RecordFact(
                    name=name, union=word == "union", complete=False, location=location
                )
            return name
        # Known before its fields: they may point to it.
        self.out.records[name] = RecordFact(name=name, union=word == "union", location=location)
        try:
            fields, complete = self._fields(node, _Owner(name)), True
        except (Undescribable, Unknown) as error:
            self.refuse("BW121", f"in {name}: {error}", self.places.tokens[node.coord.column])
            fields, complete = (), False
        self.out.records[name] = RecordFact(
            name=name,
            union=word == "union",
            complete=complete,
            fields=fields,
            attributes=self.places.body_attributes(keyword),
            comment=self._body_comment(keyword),
            location=location,
        )
        return name

    def _fields(self, node: Any, owner: _Owner) -> tuple[FieldFact, ...]:
        facts = []
        for decl in node.decls:
            if type(decl).__name__ not in ("Decl", "Struct", "Union"):
                continue
            index = _member_index(decl, node)
            inner = decl.type if type(decl).__name__ == "Decl" else decl
            name = (decl.name or "") if type(decl).__name__ == "Decl" else ""
            c = self._type(inner, owner)
            if not name and getattr(decl, "bitsize", None) is None and not _is_record(inner):
                continue
            token = self.places.tokens[index]
            first, last = self.places.item_lines(self.span, index)
            facts.append(
                FieldFact(
                    name=name,
                    c=c,
                    bits=self._bits(decl),
                    comment=self.ctx.comment(token.filename, first, last, "inner"),
                    location=self.ctx.locate(token, name),
                )
            )
        return tuple(facts)

    def _bits(self, decl: Any) -> int | None:
        size = getattr(decl, "bitsize", None)
        if size is None:
            return None
        return evaluate(size, self.constants, self.ctx.machine).number

    # Enums

    def _enum(self, node: Any, owner: _Owner) -> str:
        tag = node.name or ""
        typedef = self.names.get(id(node), "")
        if not node.values:
            return f"enum {tag}"
        alone = self._stands_alone(node)
        if not tag and not typedef and not alone:
            typedef = self.names[id(node)] = owner.next()
        name = typedef or (f"enum {tag}" if tag else "")
        key = name or f"#{node.coord.column}"
        written = f"enum {tag}" if tag else name
        if not self.public or key in self.out.enums:
            return written
        token = self.places.tokens[node.coord.column]
        self.out.enums[key] = EnumFact(
            name=name,
            tag=tag,
            enumerators=self._enumerators(node),
            attributes=self.places.body_attributes(node.coord.column),
            comment=self._body_comment(node.coord.column),
            location=self.ctx.locate(token, "enum"),
        )
        return written

    def _stands_alone(self, node: Any) -> bool:
        """Whether an enum only names constants: nothing is declared with it."""
        return (
            self.places.tokens[self.places.closing(self.places.brace(node.coord.column)) + 1].type
            == "SEMI"
        )

    def _enumerators(self, node: Any) -> tuple[EnumeratorFact, ...]:
        facts = []
        value: Value | None = None
        for item in node.values.enumerators:
            if type(item).__name__ != "Enumerator":
                continue
            value = self._enumerator_value(item, value)
            self.constants[item.name] = value
            if self.public:
                facts.append(self._enumerator(item, value.number))
        return tuple(facts)

    def _enumerator_value(self, item: Any, previous: Value | None) -> Value:
        if item.value is None:
            return fit(0 if previous is None else previous.number + 1, self.ctx.machine)
        try:
            value = evaluate(item.value, self.constants, self.ctx.machine)
        except Unknown:
            tokens = self.places.tokens
            start = item.coord.column + 2
            return fit(self._ask(tokens[start : self.places.item_end(start)]), self.ctx.machine)
        return fit(value.number, self.ctx.machine) if value.size < 4 else value

    def _enumerator(self, item: Any, number: int) -> EnumeratorFact:
        index = item.coord.column
        tokens = self.places.tokens
        end = self.places.item_end(index)
        token = tokens[index]
        last = tokens[end - 1].lineno
        return EnumeratorFact(
            name=item.name,
            value=number,
            sentinel=item.name in self.ctx.sentinels,
            attributes=self.places.noted(index + 1, end),
            comment=self.ctx.comment(token.filename, token.lineno, last, "inner"),
            location=self.ctx.locate(token, item.name),
        )

    # Places among the tokens

    def _token(self, node: Any) -> Token:
        index = node.coord.column if node.coord else self.span.start
        return self.places.tokens[index]

    def _location(self, node: Any) -> Location:
        core = node.type
        while type(core).__name__ != "TypeDecl":
            core = core.type
        token = self.places.tokens[core.coord.column] if core.coord else self._token(node)
        return self.ctx.locate(token, node.name)

    def _comment(self) -> Comment | None:
        """Returns the comment of the external declaration at hand."""
        tokens = self.places.tokens
        first, last = tokens[self.span.start], tokens[self.span.end - 1]
        return self.ctx.comment(first.filename, first.lineno, last.lineno, "outer")

    def _body_comment(self, keyword: int) -> Comment | None:
        """Returns the comment of a record or enum: the whole declaration's when it is outermost."""
        tokens = self.places.tokens
        before = tokens[self.span.start : keyword]
        if all(not opens(token) for token in before):
            return self._comment()
        first, last = self.places.item_lines(
            self.span, self.places.closing(self.places.brace(keyword))
        )
        return self.ctx.comment(tokens[keyword].filename, first, last, "inner")

    def _keyword(self, node: Any) -> int:
        """Returns the index of ``struct`` or ``union``, which is just before its tag or brace."""
        column: int = node.coord.column
        return column - 1


def _spelled(names: list[str]) -> str:
    if len(names) == 1 and names[0] not in ("unsigned", "signed", "long", "short", "_Complex"):
        return names[0]
    return canonical_words(names)


def _specified(node: Any) -> tuple[Attribute, ...]:
    """Returns as an attribute what C11 says with a word of its own."""
    return (Attribute(name="noreturn"),) if "_Noreturn" in node.funcspec else ()


def _member_index(decl: Any, record: Any) -> int:
    """Returns the index of a token of a member: its name, its width or at least its record."""
    for node in (decl, getattr(decl, "bitsize", None), record):
        if node is not None and node.coord:
            index: int = node.coord.column
            return index
    return 0


def _is_record(node: Any) -> bool:
    while type(node).__name__ == "TypeDecl":
        node = node.type
    return type(node).__name__ in ("Struct", "Union")


def _name_index(node: Any) -> int:
    core = node.type
    while type(core).__name__ != "TypeDecl":
        core = core.type
    index: int = core.coord.column if core.coord else -1
    return index


def _merge(before: FunctionFact, again: FunctionFact) -> FunctionFact:
    """Joins two declarations of one function: names and comments come from whichever has them."""
    fuller = before if any(p.name for p in before.parameters) or not again.parameters else again
    extra = tuple(item for item in again.attributes if item not in before.attributes)
    return replace(
        fuller,
        inline=before.inline or again.inline,
        attributes=before.attributes + extra,
        comment=before.comment or again.comment,
    )
