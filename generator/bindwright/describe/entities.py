# SPDX-License-Identifier: LGPL-2.1-or-later
"""Describes handles, structs, enums, constants and typedefs.

It does not describe functions, callback types or typed dictionaries.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bindwright.describe import comments, roles
from bindwright.describe.claims import Claims
from bindwright.describe.comments import DocComment, Part
from bindwright.describe.context import Context
from bindwright.describe.values import Unknown, type_of
from bindwright.model.api import (
    Alias,
    ByteStream,
    Constant,
    Doc,
    Enumeration,
    Enumerator,
    Field,
    Kind,
    LastError,
    Layout,
    Null,
    Object,
    Record,
    RecordLayout,
    Release,
    Role,
    Section,
    Type,
)
from bindwright.model.ctype import CType, Shape, named
from bindwright.model.facts import (
    Comment,
    EnumeratorFact,
    EnumFact,
    FieldFact,
    MacroFact,
    MacroKind,
    RecordFact,
)


def claims_of(context: Context, name: str) -> Claims:
    """Returns the claims on a type, empty at first."""
    return context.drafts.types.setdefault(name, Claims("type"))


def field_claims(context: Context, record: str, name: str) -> Claims:
    """Returns the claims on a field, empty at first."""
    return context.drafts.fields.setdefault((record, name), Claims("field"))


def skip_of(claims: Claims) -> str:
    """Returns why no binding has an element; nothing when bindings have it."""
    annotation = claims.get("skip")
    return (" ".join(annotation.words) or "skipped") if annotation else ""


def told(doc: Doc, claims: Claims) -> Doc:
    """Returns a documentation with the version and the deprecation that are claimed."""
    since, deprecated = claims.word("since"), claims.get("deprecated")
    return replace(
        doc,
        since=since or doc.since,
        deprecated=" ".join(deprecated.words) if deprecated else doc.deprecated,
    )


def objects(context: Context, docs: dict[str, DocComment]) -> tuple[Object, ...]:
    """Returns the handles."""
    found = []
    for record in context.facts.records:
        name = context.types.public(record.name)
        if name not in context.objects:
            continue
        claims = claims_of(context, name)
        found.append(
            Object(
                name=name,
                words=_words(context, claims, name),
                c=context.objects[name],
                ref=claims.word("ref-func"),
                unref=claims.word("unref-func"),
                close=claims.word("close-func"),
                parent=claims.word("parent"),
                stream=_stream(claims),
                last_error=_last_error(context, claims),
                skip=skip_of(claims),
                doc=told(docs.get(name, DocComment()).doc, claims),
                location=record.location,
                origins=claims.origins,
            )
        )
    return tuple(found)


def _stream(claims: Claims) -> ByteStream | None:
    annotation = claims.get("stream")
    if annotation is None:
        return None
    return ByteStream(
        send=annotation.options.get("send", ""),
        receive=annotation.options.get("receive", ""),
        finish=annotation.options.get("finish", ""),
        abort=annotation.options.get("abort", ""),
        blocked=annotation.options.get("blocked", ""),
    )


def _last_error(context: Context, claims: Claims) -> LastError | None:
    annotation = claims.get("last-error")
    if annotation is None or "message" not in annotation.options:
        return None
    asked = context.drafts.functions.get(annotation.options["message"])
    return LastError(
        message=annotation.options["message"],
        code=annotation.options.get("code", ""),
        via=annotation.options.get("via", ""),
        stored=asked is not None and len(asked.parameters) > 1,
    )


def _words(context: Context, claims: Claims, name: str) -> tuple[str, ...]:
    own = claims.word("name")
    return context.names.split(own) if own else context.names.public(name)


def enums(context: Context, docs: dict[str, DocComment]) -> tuple[Enumeration, ...]:
    """Returns the enums that have a name."""
    return tuple(
        _enum(context, fact, docs.get(fact.name, DocComment()))
        for fact in context.facts.enums
        if is_named(fact)
    )


def is_named(fact: EnumFact) -> bool:
    """Whether an enum is a type of its own, not only a list of constants."""
    return bool(fact.name) and "." not in fact.name


def _enum(context: Context, fact: EnumFact, doc: DocComment) -> Enumeration:
    claims = claims_of(context, fact.name)
    shown = [item.name for item in fact.enumerators if not item.sentinel]
    words = dict(zip(shown, context.names.members(shown, fact.name), strict=True))
    return Enumeration(
        name=fact.name,
        words=_words(context, claims, fact.name.rpartition(" ")[2]),
        c=named("int" if fact.macros else fact.name),
        flags=fact.name in context.flags,
        signed=fact.signed,
        members=tuple(
            _member(context, item, words.get(item.name), doc) for item in fact.enumerators
        ),
        skip=skip_of(claims),
        doc=told(doc.doc, claims),
        location=fact.location,
        origins=claims.origins,
    )


def _member(
    context: Context, fact: EnumeratorFact, words: tuple[str, ...] | None, enum: DocComment
) -> Enumerator:
    return Enumerator(
        name=fact.name,
        words=words or context.names.public(fact.name),
        value=fact.value,
        sentinel=fact.sentinel,
        doc=member_doc(fact.comment, enum.parameters.get(fact.name)),
    )


def member_doc(comment: Comment | None, part: Part | None) -> Doc:
    """Returns a member's documentation: its own comment's, or what the comment of the whole says of it."""
    if part is not None:
        return part.doc
    return Part(text=comment.text, location=comment.location).doc if comment else Doc()


def looks_like_flags(fact: EnumFact) -> bool:
    """Whether an enum is named as flags are and its members are single bits, or made of them."""
    lowered = fact.name.lower().removesuffix("_t")
    if not lowered.endswith(("flags", "flag", "flagsvalues", "flagvalues")):
        return False
    values = [item.value for item in fact.enumerators if not item.sentinel]
    bits = [value for value in values if value > 0 and value & (value - 1) == 0]
    union = 0
    for value in bits:
        union |= value
    return all(value >= 0 and value & ~union == 0 for value in values)


def records(context: Context, docs: dict[str, DocComment]) -> tuple[Record, ...]:
    """Returns the structs that are values; unions are kept for the record, but skipped."""
    found = []
    for fact in context.facts.records:
        name = context.types.public(fact.name)
        opaque = not fact.complete or "." in fact.name
        if opaque or name in context.objects or name in context.dicts:
            continue
        found.append(_record(context, fact, name, docs.get(name, DocComment())))
    return _with_inner([_without_lent(context, record) for record in found])


def _without_lent(context: Context, record: Record) -> Record:
    """Returns a struct, incomplete when it holds a handle that nobody can keep: it is lent, and has no references."""
    for field in record.fields:
        lent = field.type.kind is Kind.OBJECT and field.role is Role.VALUE
        if lent and not claims_of(context, field.type.name).word("ref-func"):
            cause = f"{field.name}: '{field.type.name}' cannot be referenced"
            return replace(record, missing=(*record.missing, *(() if record.skip else (cause,))))
    return record


def _with_inner(records: list[Record]) -> tuple[Record, ...]:
    """Returns the structs, of which those are incomplete too that hold one which is."""
    bad = {record.name for record in records if record.missing or record.skip}
    while True:
        lacking = {
            record.name: f"{field.name}: '{field.type.name}' is not complete"
            for record in records
            for field in record.fields
            if field.type.kind is Kind.RECORD and field.type.name in bad
            if record.name not in bad
        }
        if not lacking:
            return tuple(records)
        bad |= lacking.keys()
        records = [
            replace(record, missing=(lacking[record.name],)) if record.name in lacking else record
            for record in records
        ]


def _record(context: Context, fact: RecordFact, name: str, doc: DocComment) -> Record:
    claims = claims_of(context, name)
    missing: list[str] = []
    lengths = _field_lengths(context, fact, name)
    counted = set(lengths.values())
    fields = tuple(
        _field(
            context,
            name,
            item,
            doc.parameters.get(item.name),
            _field_part(context, name, fact, item, lengths),
            item.name in counted,
            missing,
        )
        for item in fact.fields
    )
    skip = skip_of(claims) or ("a union does not tell which member is in use" if fact.union else "")
    return Record(
        name=name,
        words=_words(context, claims, name),
        c=context.types.struct(name),
        fields=fields,
        release=context.releases.get(name),
        skip=skip,
        missing=() if skip else tuple(missing),
        doc=told(doc.doc, claims),
        location=fact.location,
        origins=claims.origins,
    )


def _field_lengths(context: Context, fact: RecordFact, name: str) -> dict[str, str]:
    """Maps the fields that count others to what they count."""
    found = {}
    for item in fact.fields:
        claims = field_claims(context, name, item.name)
        for key in ("array", "dict"):
            annotation = claims.get(key)
            if annotation is not None and annotation.options.get("length"):
                found[annotation.options["length"]] = item.name
    return found


def _field_part(
    context: Context, record: str, fact: RecordFact, field: FieldFact, lengths: dict[str, str]
) -> roles.Part:
    """Returns what a field is for, and to which other field."""
    claims = field_claims(context, record, field.name)
    if claims.get("unused"):
        return roles.Part(role=Role.UNUSED)
    if field.name in lengths:
        return roles.Part(role=Role.LENGTH, of=lengths[field.name])
    for other in fact.fields:
        if field_claims(context, record, other.name).word("closure") == field.name:
            return roles.Part(role=Role.USER_DATA, of=other.name)
    if claims.word("sizes"):
        return roles.Part(role=Role.RESULT_LENGTH, of=claims.word("sizes"))
    return roles.Part(role=Role.RESULT if claims.get("out") else Role.VALUE)


def _field(
    context: Context,
    record: str,
    fact: FieldFact,
    said: Part | None,
    part: roles.Part,
    counted: bool,
    missing: list[str],
) -> Field:
    claims = field_claims(context, record, fact.name)
    try:
        if fact.bits is not None:
            raise Unknown("a bit-field's place")
        if part.role is Role.USER_DATA:
            type_ = Type(kind=Kind.OPAQUE, c=fact.c)
        else:
            # That C does not let it be changed is not part of the value.
            type_ = type_of(context, replace(fact.c, const=False), claims)
    except Unknown as error:
        missing.append(f"{fact.name or 'unnamed'}: {error} unknown")
        type_ = Type(kind=Kind.OPAQUE, c=fact.c)
    if counted and not claims.has("null"):
        # What is counted is empty rather than absent.
        type_ = replace(type_, null=Null.NO)
    release = claims.get("release")
    return Field(
        name=fact.name,
        words=context.names.split(claims.word("name") or fact.name) or (fact.name or "unnamed",),
        c=fact.c,
        type=type_,
        role=part.role,
        of=part.of,
        release=Release(function=release.word) if release else None,
        doc=member_doc(fact.comment, said),
        origins=claims.origins,
    )


def constants(context: Context) -> tuple[Constant, ...]:
    """Returns macros with a value, and the members of enums that have no name."""
    found = [
        _constant(context, fact)
        for fact in context.facts.macros
        if fact.kind is not MacroKind.EMPTY
    ]
    for enum in context.facts.enums:
        if not is_named(enum):
            found += [_enumerator_constant(context, item) for item in enum.enumerators]
    return tuple(found)


_CONSTANT_KINDS = {
    MacroKind.INTEGER: Kind.I64,
    MacroKind.FLOAT: Kind.F64,
    MacroKind.STRING: Kind.STRING,
}


def _constant(context: Context, fact: MacroFact) -> Constant:
    kind = _CONSTANT_KINDS.get(fact.kind, Kind.VOID)
    if kind is Kind.I64 and isinstance(fact.value, int) and fact.value >= 1 << 63:
        kind = Kind.U64
    return Constant(
        name=fact.name,
        words=context.names.public(fact.name),
        value=fact.value,
        kind=kind,
        parameters=fact.parameters,
        skip="it is not a value" if kind is Kind.VOID else "",
        doc=comments.read(fact.comment, fact.name, "constant").doc,
        location=fact.location,
    )


def _enumerator_constant(context: Context, fact: EnumeratorFact) -> Constant:
    return Constant(
        name=fact.name,
        words=context.names.public(fact.name),
        value=fact.value,
        kind=Kind.I64 if fact.value < 1 << 63 else Kind.U64,
        skip="only counts the others" if fact.sentinel else "",
        doc=member_doc(fact.comment, None),
        location=fact.location,
    )


def sections(context: Context) -> tuple[Section, ...]:
    """Returns what the headers say of themselves; a name that is there again is left out."""
    found = {
        fact.name: Section(
            name=fact.name, header=fact.header, doc=comments.read_section(fact.comment)
        )
        for fact in reversed(context.facts.sections)
    }
    return tuple(found[name] for name in reversed(found))


def aliases(context: Context) -> tuple[Alias, ...]:
    """Returns the typedefs that stand for no element of their own."""
    taken = {*context.objects, *context.dicts}
    taken |= {context.types.public(fact.name) for fact in context.facts.records}
    taken |= {fact.name for fact in context.facts.enums}
    found = []
    for fact in context.facts.typedefs:
        if fact.name in taken or context.types.callback(named(fact.name)) == fact.name:
            continue
        doc = comments.read(fact.comment, fact.name, "type").doc
        found.append(
            Alias(name=fact.name, c=_api_type(context, fact.c), doc=doc, location=fact.location)
        )
    found += [
        Alias(name=fact.name, c=context.types.resolve(fact.c), location=fact.location)
        for fact in context.facts.borrowed
        if context.types.is_borrowed(fact.name)
    ]
    return tuple(found)


def _api_type(context: Context, c: CType) -> CType:
    """Returns the type with the API's own name for a struct that has a typedef."""
    if c.shape is Shape.POINTER and c.target is not None:
        return CType(shape=Shape.POINTER, target=_api_type(context, c.target), const=c.const)
    if c.shape is Shape.NAMED and c.name in context.types.records:
        return CType(
            shape=Shape.NAMED,
            name=context.types.struct(context.types.public(c.name)).name,
            const=c.const,
        )
    return c


def layouts(context: Context) -> tuple[Layout, ...]:
    """Returns the measured sizes and offsets of all structs."""
    found = tuple(_layouts(context))
    return (Layout(target=context.facts.target, records=found),) if found else ()


def _layouts(context: Context) -> Iterator[RecordLayout]:
    for fact in context.facts.records:
        if fact.complete and fact.size is not None and fact.align is not None:
            yield RecordLayout(
                record=context.types.public(fact.name) if "." not in fact.name else fact.name,
                size=fact.size,
                align=fact.align,
                offsets=tuple(
                    (item.name, item.offset)
                    for item in fact.fields
                    if item.offset is not None and item.name
                ),
            )
