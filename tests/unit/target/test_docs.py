# SPDX-License-Identifier: LGPL-2.1-or-later
"""Documentation is retold in the language's names and never leaves its comment."""

from dataclasses import replace

import pytest
from bindwright.target.docs import Block, Reteller, comment, paragraphs, section
from bindwright.target.manifest import DocForm, DocLayout

RETELLER = Reteller(
    names={
        "open": "open_",
        "keel_domain_start": "Domain.start",
        "KEEL_DOMAIN_RUNNING": "DomainState.RUNNING",
    },
    functions=frozenset({"open", "keel_domain_start"}),
    layout=DocLayout(code="`{}`", null="None", parameters="Args:"),
    unsaid=frozenset({"keel_free", "keel_domain_unref", "free"}),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See keel_domain_start().", "See `Domain.start()`."),
        ("Is %KEEL_DOMAIN_RUNNING now.", "Is `DomainState.RUNNING` now."),
        ("First open it with open().", "First open it with `open_()`."),
        ("Give @xml or %NULL.", "Give `xml_` or `None`."),
        ("Mail me@example.org about a 50% rise.", "Mail me@example.org about a 50% rise."),
        ("The path /usr/NULL/x stays.", "The path /usr/NULL/x stays."),
    ],
)
def test_tell_spells_names_of_the_api(text: str, expected: str) -> None:
    """Names, constants and parameters are put in the language's spelling, other words are kept."""
    assert expected == RETELLER.tell(text, {"xml": "xml_"})


def test_comment_can_be_a_single_line() -> None:
    """A form for what stands within a line has no line ends, whatever the text is made of."""
    blocks = (Block(text="One word."), Block(text="two\nlines", preformatted=True, first="    "))

    assert comment(blocks, DocForm(single=True, escape=(("w", "W"),))) == "One Word. tWo lines"


def test_comment_can_be_the_first_paragraph_alone() -> None:
    """A form for what refers to something else leaves out all after the first paragraph."""
    blocks = (Block(text="What it does."), Block(text="How."), Block(text="Returns:"))

    assert comment(blocks, DocForm(summary=True, prefix="// ")) == "// What it does."


def test_tell_escapes_what_authors_wrote_and_nothing_else() -> None:
    """Prose cannot become markup, and what marks a name up is left as it is."""
    layout = replace(RETELLER.layout, code="<b>{}</b>", escape=(("&", "&amp;"), ("<", "&lt;")))
    reteller = replace(RETELLER, layout=layout)

    told = reteller.tell("If x < 1 & it is %NULL, see keel_domain_start() <em>.")
    assert told == "If x &lt; 1 &amp; it is <b>None</b>, see <b>Domain.start()</b> &lt;em>."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The name, released with keel_free(); %NULL when there is none.",
            "The name; `None` when there is none.",
        ),
        ("It stays valid: it is given back with keel_domain_unref().", "It stays valid."),
        (
            "It is new. Give it back with keel_free(), please. It is old.",
            "It is new. It is old.",
        ),
        ("Call free() on it.", ""),
        ("You are free to go.", "You are free to go."),
        ("It stays. When this fails, @destroy is not called. It ends.", "It stays. It ends."),
        ("When @all is empty, nothing happens.", "When `all` is empty, nothing happens."),
    ],
)
def test_tell_leaves_out_what_bindings_do_themselves(text: str, expected: str) -> None:
    """Nobody is told of a function that only the binding calls, nor of an argument that it gives."""
    assert RETELLER.tell(text, {"all": "all", "destroy": ""}) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a new domain object or NULL in case of failure", "a new domain object."),
        ("the number of domains found or -1 in case of error.", "the number of domains found."),
        (
            "0 in case of success and -1 in case of failure",
            "0 in case of success and -1 in case of failure.",
        ),
        ("-1 in case of error", ""),
        ("the name. It is in lower case.", "the name. It is in lower case."),
    ],
)
def test_tell_result_drops_what_speaks_of_failure(text: str, expected: str) -> None:
    """What a call gives is told without how C tells failure."""
    if expected.startswith("0"):
        expected = ""
    assert expected == RETELLER.tell_result(text)


def test_comment_escapes_what_would_end_it() -> None:
    """Text that closes a comment is escaped, whatever the form."""
    form = DocForm(open="/**", prefix=" * ", close=" */", escape=(("*/", "*&#47;"),))

    text = comment([Block(text="Ends */ here.")], form)

    assert text == "/**\n * Ends *&#47; here.\n */"


def test_comment_hugs_a_single_line() -> None:
    """A form that hugs puts its marks on the text's own lines, and the last on a line of its own when there are more."""
    form = DocForm(open='"""', close='"""', hug=True)

    one = comment([Block(text="One.")], form)
    two = comment([Block(text="One."), Block(text="Two.")], form)

    assert (one, two) == ('"""One."""', '"""One.\n\nTwo.\n"""')


def test_comment_wraps_to_the_form_s_width_without_trailing_space() -> None:
    """No line is longer than the width, and none ends in a space."""
    lines = comment([Block(text="word " * 60)], DocForm(prefix="# ", width=60)).splitlines()

    assert all(len(line) <= 60 and line == line.rstrip() for line in lines)


def test_section_has_no_heading_without_items() -> None:
    """An empty section leaves nothing behind."""
    assert section("Args:", [], "    ") == []


def test_paragraphs_keeps_what_is_preformatted() -> None:
    """A preformatted paragraph is neither wrapped nor retold."""
    blocks = paragraphs(["    <domain>\n      keel_domain_start(x)"], RETELLER, {})

    assert comment(blocks, DocForm()) == "    <domain>\n      keel_domain_start(x)"


def test_paragraphs_leaves_out_examples_in_c() -> None:
    """Nobody can follow them in another language, so what announces them goes, too; for C they stay."""
    body = ["It is quick. For example:", "    if (x)\n      start(x);", "It ends."]
    of_c = replace(RETELLER, layout=DocLayout())

    assert comment(paragraphs(body, RETELLER, {}), DocForm()) == "It is quick.\n\nIt ends."
    assert "start(x);" in comment(paragraphs(body, of_c, {}), DocForm())


def test_tell_links_names_of_the_api_alone() -> None:
    """Where links are written differently, parameters are still names."""
    linked = replace(RETELLER, layout=DocLayout(link="[{}]", call="{}", null="nil"))

    told = linked.tell("keel_domain_start() takes @xml.", {"xml": "xml"})

    assert told == "[Domain.start] takes xml."


def test_paragraph_ends_like_a_sentence_where_that_is_wanted() -> None:
    """What ends without a stop could be taken for a heading."""
    stopped = replace(RETELLER, layout=DocLayout(stop=True, null="nil"))

    assert [block.text for block in paragraphs(["It waits", "Done!"], stopped, {})] == [
        "It waits.",
        "Done!",
    ]


def test_comment_takes_a_tab_for_space_enough() -> None:
    """A preformatted line that begins with a tab has no space before it."""
    form = DocForm(prefix="// ")

    assert comment((Block(text="x = 1", first="\t", preformatted=True),), form) == "//\tx = 1"
