# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the steps of the extraction in order and joins what they find.

It does not know how any of them works.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bindwright.diagnostics import Diagnostic, Location, Severity, failure
from bindwright.extract import borrowed, comments, declarations, layout, macros, symbols
from bindwright.extract.comments import Definition
from bindwright.extract.declarations import Declarations
from bindwright.extract.parse import Failed, Parsed, parse
from bindwright.extract.preprocess import Compiler
from bindwright.extract.sources import Files, Sources
from bindwright.extract.tokens import Define, Token, Tokens, tokenize
from bindwright.extract.values import Machine
from bindwright.model.facts import (
    Comment,
    EnumFact,
    Facts,
    FunctionFact,
    MacroFact,
    MacroKind,
    SectionFact,
    SymbolFact,
    TypedefFact,
    VariableFact,
)


def extract(sources: Sources) -> Facts:
    """Returns all that the headers, the C files and the library say.

    Raises BindwrightError when the headers are not valid C.
    """
    collecting = gc.isenabled()
    # Syntax trees are large and live to the end: looking for garbage in them doubles the time.
    gc.disable()
    try:
        return _extract(sources)
    finally:
        if collecting:
            gc.enable()


def _extract(sources: Sources) -> Facts:
    files = Files(sources)
    files.check()
    compiler = Compiler(sources, files)
    compiler.check()
    tokens = tokenize(compiler.preprocess())
    machine = _machine(tokens)
    parsed, failed = parse(tokens, files.is_public)
    context = declarations.Context(
        tokens=tokens,
        machine=machine,
        known={},
        sentinels=_sentinels(tokens, compiler, sources.sentinel),
        locate=lambda token, name: _locate(files, token, name),
        comment=lambda *place: _comment(files, *place),
    )
    found = _declarations(parsed, failed, context, compiler)
    records, enums = tuple(found.records.values()), tuple(found.enums.values())
    names = frozenset(define.name for define in tokens.defines)
    numbers = layout.measure(compiler, layout.questions(records, enums), names)
    functions = _documented(tuple(found.functions.values()), sources, files)
    constants = _macros(tokens, compiler, files)
    nothing = () if _is_anything(found, constants) else (_nothing(tokens, files),)
    return Facts(
        target=compiler.machine(),
        functions=_exported(functions, sources, files),
        variables=tuple(found.variables.values()),
        typedefs=tuple(found.typedefs.values()),
        records=layout.fill_records(records, numbers),
        enums=layout.fill_enums(enums, numbers),
        macros=constants,
        borrowed=_borrowed(found),
        sections=_section_facts(tokens, files),
        diagnostics=(*found.diagnostics, *_verify(enums, numbers), *nothing),
    )


def _is_anything(found: Declarations, constants: Sequence[MacroFact]) -> bool:
    """Whether the public headers declare more than the macros that guard them."""
    declared = (found.functions, found.records, found.enums, found.typedefs, found.variables)
    return any(declared) or any(macro.kind is not MacroKind.EMPTY for macro in constants)


def _nothing(tokens: Tokens, files: Files) -> Diagnostic:
    """Says that all declarations stand in headers that do not count."""
    sizes = Counter(files.name(token.filename) for token in tokens.tokens)
    some = [f"'{name}'" for name, _ in sizes.most_common(4) if not name.startswith("<")][:3]
    hint = f"say with 'public' which of the files they include count: {', '.join(some)}"
    return Diagnostic(
        code="BW123",
        message="the headers declare nothing themselves",
        location=Location(file=files.headers[0][0]),
        hint=hint if some else "name the headers that hold declarations",
        severity=Severity.WARNING,
    )


def _borrowed(found: Declarations) -> tuple[TypedefFact, ...]:
    typed: tuple[TypedefFact | VariableFact, ...] = (
        *found.typedefs.values(),
        *found.variables.values(),
    )
    return borrowed.borrow(found.foreign, found.functions.values(), found.records.values(), typed)


def _machine(tokens: Tokens) -> Machine:
    """Reads the sizes of the integer types from what the compiler defines before all headers."""
    bodies = {d.name: d.body for d in tokens.defines if d.name.startswith("__")}

    def size(name: str) -> int:
        return int(bodies.get(f"__SIZEOF_{name}__", "8"))

    sizes = {
        "_Bool": 1,
        "char": 1,
        "short": size("SHORT"),
        "int": size("INT"),
        "long": size("LONG"),
        "long long": size("LONG_LONG"),
        "*": size("POINTER"),
    }
    return Machine(sizes, "__CHAR_UNSIGNED__" not in bodies)


def _sentinels(tokens: Tokens, compiler: Compiler, macro: str) -> frozenset[str]:
    """Returns the identifiers that are there only because the sentinel macro is defined."""
    if not macro:
        return frozenset()
    left = compiler.words_without_sentinel()
    return frozenset(token.value for token in tokens.tokens if token.value not in left)


def _declarations(
    parsed: tuple[Parsed, ...],
    failed: tuple[Failed, ...],
    context: declarations.Context,
    compiler: Compiler,
) -> Declarations:
    """Describes the declarations, again when the compiler had to be asked for a value."""
    found = declarations.describe(parsed, failed, context)
    known: dict[str, int] = {}
    while set(found.unknown) - set(known):
        names = frozenset(define.name for define in context.tokens.defines)
        known = dict.fromkeys(found.unknown, 0)
        known |= layout.measure(compiler, list(found.unknown), names)
        found = declarations.describe(parsed, failed, replace(context, known=known))
    return found


def _locate(files: Files, token: Token, name: str) -> Location:
    source = files.source(token.filename)
    column = source.column(token.lineno, name) if source else 0
    return Location(file=files.name(token.filename), line=token.lineno, column=column)


def _comment(files: Files, file: str, first: int, last: int, level: str) -> Comment | None:
    source = files.source(file)
    block = source.find(first, last, level == "outer") if source else None
    if block is None:
        return None
    return Comment(text=block.text, location=Location(file=files.name(file), line=block.body))


def _section_facts(tokens: Tokens, files: Files) -> tuple[SectionFact, ...]:
    """Returns what each public header says of itself, in the order in which they are included."""
    found = []
    for header in filter(files.is_public, dict.fromkeys(t.filename for t in tokens.tokens)):
        source = files.source(header)
        for name, block in source.sections() if source else ():
            place = Location(file=files.name(header), line=block.body)
            comment = Comment(text=block.text, location=place)
            found.append(SectionFact(name=name, header=files.name(header), comment=comment))
    return tuple(found)


def _verify(enums: Sequence[EnumFact], numbers: Mapping[str, int]) -> tuple[Diagnostic, ...]:
    return tuple(
        Diagnostic(
            code="BW122",
            message=f"'{item.name}' is {numbers[item.name]} for the compiler, {item.value} for us",
            location=item.location,
            hint="the compiler's value is kept; please report this",
            severity=Severity.WARNING,
        )
        for enum in enums
        for item in enum.enumerators
        if numbers.get(item.name, item.value) != item.value
    )


def _macros(tokens: Tokens, compiler: Compiler, files: Files) -> tuple[MacroFact, ...]:
    def locate(define: Define) -> Location:
        source = files.source(define.file)
        column = source.column(define.line, define.name) if source else 0
        return Location(file=files.name(define.file), line=define.line, column=column)

    def comment(define: Define) -> Comment | None:
        source = files.source(define.file)
        last = source.logical_end(define.line) if source else define.line
        return _comment(files, define.file, define.line, last, "inner")

    public = [define for define in tokens.defines if files.is_public(define.file)]
    return macros.describe(public, compiler, locate, comment)


def _documented(
    functions: tuple[FunctionFact, ...], sources: Sources, files: Files
) -> tuple[FunctionFact, ...]:
    """Adds the comments and the parameter names that the C files have."""
    found: dict[str, Definition] = {}
    for name in sources.documents:
        path = files.root / name
        place = Location(file=files.name(str(path)))
        try:
            text = path.read_text("utf-8", "replace")
        except OSError as error:
            reason = f"the source cannot be read: {error.strerror}"
            raise failure("BW131", reason, place, "check its name") from error
        for function, definition in comments.read_definitions(text, place.file).items():
            found.setdefault(function, definition)
    return tuple(_with_definition(fn, found.get(fn.name)) for fn in functions)


def _with_definition(fn: FunctionFact, definition: Definition | None) -> FunctionFact:
    if definition is None:
        return fn
    names = definition.parameters
    if len(names) != len(fn.parameters):
        names = tuple(parameter.name for parameter in fn.parameters)
    pairs = zip(fn.parameters, names, strict=True)
    parameters = tuple(replace(fact, name=name or fact.name) for fact, name in pairs)
    return replace(fn, comment=definition.comment, parameters=parameters)


def _exported(
    functions: tuple[FunctionFact, ...], sources: Sources, files: Files
) -> tuple[FunctionFact, ...]:
    if sources.library is None:
        return functions
    libraries = (sources.library,) if isinstance(sources.library, str) else sources.library
    found: dict[str, SymbolFact] = {}
    for library in libraries:
        found = {**symbols.exports(files.root / library), **found}
    return tuple(replace(fn, symbol=found.get(fn.name)) for fn in functions)
