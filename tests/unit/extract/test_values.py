# SPDX-License-Identifier: LGPL-2.1-or-later
"""Checks the evaluator of constant expressions, one rule of C each, and against the compiler."""

from __future__ import annotations

from pathlib import Path

import pytest
from bindwright.extract import Sources, extract
from bindwright.extract.parse import parse
from bindwright.extract.tokens import tokenize
from bindwright.extract.values import LP64, Machine, Unknown, Value, canonical_words, evaluate, fit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


def value(expression: str, **constants: Value) -> Value:
    parsed, failed = parse(tokenize(f"int x = {expression};"), lambda file: True)
    assert not failed
    return evaluate(parsed[0].nodes[0].init, constants, LP64)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("010", 8),
        ("0x1F", 31),
        ("0b101", 5),
        ("1'000", 1000),
        ("'A'", 65),
        (r"'\n'", 10),
        (r"'\\'", 92),
        (r"'\101'", 65),
        (r"'\xff'", -1),
        ("-7 / 2", -3),
        ("-7 % 2", -1),
        ("7 / -2", -3),
        ("0u - 1", 0xFFFFFFFF),
        ("0ull - 1", 0xFFFFFFFFFFFFFFFF),
        ("-1 < 1u", 0),
        ("-1L < 1u", 1),
        ("~0", -1),
        ("~0u", 0xFFFFFFFF),
        ("!5", 0),
        ("-8 >> 1", -4),
        ("1u << 31", 0x80000000),
        ("(unsigned char) 300", 44),
        ("(signed char) 200", -56),
        ("(_Bool) 2", 1),
        ("(int) 3000000000u", -1294967296),
        ("sizeof(long)", 8),
        ("sizeof(char *)", 8),
        ("_Alignof(short)", 2),
        ("1 ? 2 : 3u", 2),
        ("0 && 1 / 0", 0),
        ("1 || 1 / 0", 1),
        ("2147483648", 2147483648),
        ("0xffffffff", 0xFFFFFFFF),
        ("A + 1", 42),
    ],
)
def test_evaluate_follows_c(expression: str, expected: int) -> None:
    """An expression has the value that C gives it."""
    found = value(expression, A=Value(41, 4, True))

    assert found.number == expected


@pytest.mark.parametrize(
    "expression", ["1 / 0", "1 << 40", "B", "sizeof(struct s)", "f(1)", "'ab'", "1.5", "(void *) 1"]
)
def test_evaluate_leaves_the_rest_to_the_compiler(expression: str) -> None:
    """What C does not define, or what needs more than the expression, is unknown."""
    with pytest.raises(Unknown):
        value(expression)


def test_plain_char_can_be_unsigned() -> None:
    """A character above 127 is positive where char is unsigned."""
    parsed, _ = parse(tokenize(r"int x = '\xff';"), lambda file: True)

    found = evaluate(parsed[0].nodes[0].init, {}, Machine(LP64.sizes, char_signed=False))

    assert found.number == 255


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("unsigned", "unsigned int"),
        ("long unsigned int", "unsigned long"),
        ("int long long", "long long"),
        ("short int", "short"),
        ("signed", "int"),
        ("char signed", "signed char"),
        ("double long", "long double"),
        ("_Complex", "double _Complex"),
        ("unsigned __int128", "unsigned __int128"),
    ],
)
def test_canonical_words_spell_a_type_once(words: str, expected: str) -> None:
    """The words of a basic type come in one order, without those that say nothing."""
    assert canonical_words(words.split()) == expected


def test_fit_takes_the_first_type_that_holds_the_value() -> None:
    """An enumerator is an int unless it is too large for one."""
    assert fit(1, LP64) == Value(1, 4, True)
    assert fit(1 << 31, LP64) == Value(1 << 31, 4, False)
    assert fit(-(1 << 40), LP64) == Value(-(1 << 40), 8, True)


LEAVES = st.one_of(
    st.integers(0, 300).map(str),
    st.integers(0, 255).map(lambda n: f"{n:#x}u"),
    st.integers(0, 70).map(lambda n: f"{n}L"),
    st.sampled_from(["'a'", "'\\t'", "sizeof(int)", "017"]),
)
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(
            inner,
            st.sampled_from(["+", "-", "*", "&", "|", "^", "<", "==", "!=", ">=", "&&", "||"]),
            inner,
        ).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(st.sampled_from(["-", "~", "!", "+"]), inner).map(lambda t: f"({t[0]} {t[1]})"),
        st.tuples(inner, inner, inner).map(lambda t: f"({t[0]} ? {t[1]} : {t[2]})"),
        st.tuples(st.sampled_from(["unsigned char", "short", "long"]), inner).map(
            lambda t: f"(({t[0]}) {t[1]})"
        ),
    ),
    max_leaves=6,
)


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(EXPRESSIONS, min_size=40, max_size=60))
def test_evaluator_agrees_with_the_compiler(tmp_path: Path, expressions: list[str]) -> None:
    """Random expressions have the compiler's values, or the compiler rejects them as well."""
    kept = []
    for expression in expressions:
        number = value(expression).number
        if -(1 << 31) <= number < 1 << 31:
            kept.append(expression)
    rows = "".join(f"enum {{ E{index} = {text} }};\n" for index, text in enumerate(kept))
    (tmp_path / "random.h").write_text(rows)

    # Signed overflow is the one thing that gcc calls no constant.
    facts = extract(Sources(headers=("random.h",), root=tmp_path, cflags=("-fwrapv",)))

    assert facts.diagnostics == ()
    assert len(facts.enums) == len(kept)
