"""Patterns typed by people or found in rules."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.strategies import outside_text

from segtui.domain.patterns import (
    InvalidPattern,
    PatternSearch,
    compiled,
    escaped,
    literal_text,
    special_characters,
)

EXPLOSIVE = "(a|aa)+$"
LONG = "a" * 60 + "!"

PATTERN_PARTS = (
    *(
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "*",
        "+",
        "?",
        "|",
        "^",
        "$",
        ".",
        "\\",
        "a",
        "b",
        "5",
        ",",
        "-",
        ":",
        "<",
        ">",
        "!",
        "=",
    ),
    *("(?", "(?P<", "(?<", "\\p{L}", "\\x{41}", "\\N{DASH}", "[[:alpha:]]", "\\g<1>", "\\1", "{2,3}", "{e<=1}"),
    *(
        "(?i)",
        "(?a)",
        "(?u)",
        "(?L)",
        "(?V1)",
        "(?r)",
        "(?R)",
        "(?#",
        "(*FAIL)",
        "\\K",
        "\\X",
        "--",
        "&&",
        "\u202e",
        "\ud83d",
    ),
)
PATTERNS = st.lists(st.sampled_from(PATTERN_PARTS), max_size=8).map("".join)


@given(outside_text(20))
def test_an_escaped_text_is_known_as_that_text(text: str) -> None:
    assert literal_text(escaped(text)) == text


@given(outside_text(20), outside_text(), outside_text())
def test_an_escaped_text_finds_exactly_itself(text: str, before: str, behind: str) -> None:
    assert PatternSearch().found(escaped(text), before + text + behind) is True
    assert PatternSearch().found(f"^{escaped(text)}$", text) is True
    other = before + behind
    assert PatternSearch().found(escaped(text), other) is (text in other)


@given(PATTERNS | outside_text())
def test_a_text_is_all_that_a_literal_pattern_finds(pattern: str) -> None:
    text = literal_text(pattern)
    if text is not None:
        assert escaped(text) == pattern
        assert PatternSearch().found(pattern, text) is True


@pytest.mark.parametrize(
    ("text", "pattern"),
    [("a+b", r"a\+b"), ("{x}", r"\{x}"), ("[a]", r"\[a]"), ("C:\\", r"C:\\"), ("Zoë #1 - ok", "Zoë #1 - ok"), ("", "")],
)
def test_only_what_means_something_else_is_escaped(text: str, pattern: str) -> None:
    assert escaped(text) == pattern


@pytest.mark.parametrize("pattern", ["a.b", "^Ann", r"\d", r"\-", "a|b", "a\\", "x{2}", "[ab]", r"\n"])
def test_more_than_a_text_is_no_text(pattern: str) -> None:
    assert literal_text(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "special"),
    [("Rome", ""), ("a+b+c.", "+."), (r"a\+b", ""), (r"^a\\$", "^$"), ("C++ (x)", "+()"), ("a{2}", "{"), ("]}-#", "")],
)
def test_special_characters_are_named_once_in_order(pattern: str, special: str) -> None:
    assert special_characters(pattern) == special


@given(outside_text(20))
def test_an_escaped_text_has_nothing_special(text: str) -> None:
    assert special_characters(escaped(text)) == ""


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("{", "a{b", True),
        ("{e}", "x{e}", True),
        ("(?:cat){e<=1}", "cut", False),
        ("(?:cat){e<=1}", "cat{e<=1}", True),
        ("a{,3}", "aaa", False),
        ("a{,3}", "a{,3}", True),
        ("^a{2}$", "aa", True),
        ("^a{2,}$", "aaaa", True),
        ("^a{1,2}$", "aaa", False),
        ("a{2", "a{2", True),
        (r"\{", "{", True),
        (r"\p{Lu}", "É", True),
        (r"[{]", "{", True),
    ],
)
def test_a_brace_is_a_plain_character_unless_it_counts(pattern: str, text: str, expected: bool) -> None:  # noqa: FBT001 - a column
    assert PatternSearch().found(pattern, text) is expected


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("^Ro", "Rome"),
        ("a++b", "aab"),
        ("[[:digit:]]", "5"),
        (r"\bvip\b", "a vip!"),
        ("(?i)rome", "ROME"),
        (r"^[a-z.]{1,64}@(?:[a-z-]{1,63}\.){1,8}\p{L}{2,63}$", "ann@mail.example.com"),
        (r"\{1000}\{1000}\{1000}", "{1000}{1000}{1000}"),
        ("a.c", "a\u202ec"),
    ],
)
def test_what_the_services_engine_knows_is_known(pattern: str, text: str) -> None:
    assert PatternSearch().found(pattern, text) is True


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(", "missing )"),
        ("[a", "unterminated character set"),
        ("*", "nothing to repeat"),
        ("a{3,2}", "min repeat greater than max repeat"),
        ("\\", "bad escape"),
        (r"\1", "invalid group reference"),
        ("(?V1)a", "incompatible"),
        ("(?a)(?u)a", "incompatible"),
        ("(" * 5000, "nested too deeply"),
        ("a" * 100_000, "too large"),
        ("a{99999999999}", "too large"),
        ("((a{1000}){1000}){1000}", "too large"),
        ("(?:[)]a{1000}){1000}", "too large"),
        ("(?:a{1000}[(]){1000}", "too large"),
        ("(?x)(a{1000}) {1000}", "too large"),
    ],
    ids=lambda text: text[:24],
)
def test_an_invalid_pattern_says_why(pattern: str, reason: str) -> None:
    with pytest.raises(InvalidPattern, match=re.escape(reason)):
        compiled(pattern)
    assert PatternSearch().found(pattern, "a") is None


@settings(max_examples=300)
@given(PATTERNS)
def test_any_pattern_is_taken_or_refused(pattern: str) -> None:
    try:
        compiled(pattern)
    except InvalidPattern:
        assert PatternSearch().found(pattern, "ab5") is None
    else:
        assert PatternSearch().found(pattern, "") in {True, False, None}


def test_a_pattern_that_takes_too_long_is_left_unanswered() -> None:
    assert PatternSearch().found(EXPLOSIVE, LONG) is None


def test_one_try_does_not_use_up_the_time_of_the_others() -> None:
    search = PatternSearch(seconds=60)
    assert search.found(EXPLOSIVE, LONG) is None
    assert search.found("^R", "Rome") is True


def test_once_the_time_is_used_up_nothing_is_answered() -> None:
    search = PatternSearch(seconds=0.01)
    assert search.found("^R", "Rome") is True
    assert search.found(EXPLOSIVE, LONG) is None
    assert search.found("^R", "Rome") is None
    assert PatternSearch().found("^R", "Rome") is True
