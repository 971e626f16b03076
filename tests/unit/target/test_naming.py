# SPDX-License-Identifier: LGPL-2.1-or-later
"""Naming spells words in styles and escapes what a target reserves."""

import pytest
from bindwright.target.naming import Names, Role, Span, Speller, Style, spell


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (Style.SNAKE, "get_xml_id"),
        (Style.UPPER, "GET_XML_ID"),
        (Style.CAMEL, "getXMLId"),
        (Style.PASCAL, "GetXMLId"),
        (Style.JOINED, "getxmlid"),
        (Style.KEBAB, "get-xml-id"),
        (Style.INITIAL, "g"),
    ],
)
def test_spell_joins_words_in_each_style(style: Style, expected: str) -> None:
    """Every style has one spelling, and initialisms only show where words are capitalised."""
    actual = spell(("get", "xml", "id"), style, frozenset({"xml"}))

    assert expected == actual


def test_spell_leaves_the_plural_of_an_initialism_small() -> None:
    """Several initialisms end in a small letter."""
    assert spell(("list", "cpus"), Style.PASCAL, frozenset({"cpu"})) == "ListCPUs"


def test_speller_escapes_reserved_words_until_free() -> None:
    """A reserved name is escaped again when its escaped form is reserved as well."""
    speller = Speller(
        roles={"method": Role(style=Style.SNAKE, reserved=frozenset({"class_"}))},
        reserved=frozenset({"class"}),
    )

    assert speller.one("method", ("class",)) == "class__"


def test_speller_gives_a_leading_digit_a_prefix() -> None:
    """An identifier never starts with a digit."""
    speller = Speller(roles={"member": Role(style=Style.UPPER)}, reserved=frozenset())

    assert speller.one("member", ("9p",)) == "_9P"


def test_speller_spells_owner_words_as_the_role_says() -> None:
    """A role's span decides whether the owner's words come first, alone or not at all."""
    roles = {
        "own": Role(style=Style.SNAKE),
        "full": Role(style=Style.SNAKE, span=Span.FULL),
        "owner": Role(style=Style.PASCAL, span=Span.OWNER),
        "verb": Role(style=Style.SNAKE, span=Span.VERB),
    }
    names = Speller(roles=roles, reserved=frozenset()).names(("start", "now"), ("domain",))

    assert (names.own, names.full) == ("start_now", "domain_start_now")
    assert (names.owner, names.verb) == ("Domain", "start_domain_now")


def test_speller_sets_names_of_one_scope_apart() -> None:
    """What is called like something else of its scope is escaped in that role alone."""
    roles = {"type": Role(style=Style.PASCAL), "constant": Role(style=Style.PASCAL)}
    speller = Speller(roles=roles, reserved=frozenset(), scope=("type", "constant"))
    names = speller.apart("constant", speller.names(("job",)), {"Job"})

    assert (names.type, names.constant) == ("Job", "Job_")


def test_names_refuses_a_role_the_manifest_lacks() -> None:
    """A template that asks for an unknown role fails instead of writing nothing."""
    with pytest.raises(AttributeError, match="no naming role 'method'"):
        _ = Names(("type",), str).method


def test_distinct_tells_names_apart_that_differ_only_in_case() -> None:
    """The second of two names that a file system may take for one is escaped; others, and other roles, are not."""
    roles = {"type": Role(style=Style.PASCAL, escape="Other{}"), "method": Role(style=Style.SNAKE)}
    speller = Speller(roles=roles, reserved=frozenset())

    told = speller.distinct("type", [("sslbackend",), ("ssl", "backend"), ("list",)])

    assert [
        told.names(words).type for words in (("sslbackend",), ("ssl", "backend"), ("list",))
    ] == [
        "Sslbackend",
        "OtherSslBackend",
        "List",
    ]
    assert told.names(("ssl", "backend")).method == "ssl_backend"
    assert speller.names(("ssl", "backend")).type == "SslBackend"
