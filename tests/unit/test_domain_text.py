"""The door for outside text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.strategies import HOSTILE_TEXTS, outside_text

from segtui.domain.errors import SegtuiError
from segtui.domain.text import printable, quoted, shortened

HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
JOINERS = "\u200c\u200d"


def hidden(text: str) -> list[str]:
    return [one for one in text if unicodedata.category(one) in HIDDEN and one not in JOINERS]


@given(outside_text(40))
def test_nothing_that_a_terminal_obeys_or_hides_gets_through(text: str) -> None:
    assert hidden(printable(text)) == []


@given(outside_text(40))
def test_each_character_is_kept_or_replaced_one_for_one(text: str) -> None:
    shown = printable(text)
    assert len(shown) == len(text)
    replaced = [was for was, now in zip(text, shown, strict=True) if was != now]
    assert replaced == hidden(text)


@given(outside_text(40), st.booleans())
def test_cleaning_twice_is_cleaning_once(text: str, keep_lines: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
    once = printable(text, keep_lines=keep_lines)
    assert printable(once, keep_lines=keep_lines) == once


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Zoë", "Zoë"),
        ("[/red] VIP", "[/red] VIP"),
        ("\x1b]52;c;aGk=\x07", "\ufffd]52;c;aGk=\ufffd"),
        ("\x9b31m", "\ufffd31m"),
        ("\u202egnp.exe", "\ufffdgnp.exe"),
        ("\u2066a\u2069", "\ufffda\ufffd"),
        ("a\ud83d", "a\ufffd"),
        ("\ue000", "\ufffd"),
        ("a\u2028b\u2029", "a\ufffdb\ufffd"),
        ("\ufeff\u200b\u00ad", "\ufffd\ufffd\ufffd"),
        ("a\tb\nc\x7f", "a\ufffdb\ufffdc\ufffd"),
        ("e\u0301", "e\u0301"),
        ("\U0001f469\u200d\U0001f4bb", "\U0001f469\u200d\U0001f4bb"),
        ("नि\u200cक", "नि\u200cक"),
    ],
)
def test_hostile_and_foreign_texts_are_shown_like_this(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(outside_text(40))
def test_lines_are_kept_only_where_asked_for(text: str) -> None:
    assert "\n" not in printable(text)
    kept = printable(text, keep_lines=True)
    assert kept.count("\n") == text.count("\n")
    assert hidden(kept.replace("\n", "")) == []


def test_a_line_end_of_windows_is_one_line_end() -> None:
    assert printable("a\r\nb\rc", keep_lines=True) == "a\nb\ufffdc"


@given(outside_text(), st.integers(1, 20))
def test_a_shortened_text_fits_and_says_that_it_was_cut(text: str, length: int) -> None:
    short = shortened(text, length)
    assert len(short) <= length
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


def test_a_text_that_just_fits_is_not_cut() -> None:
    assert [shortened("Rome", length) for length in (5, 4, 3, 1)] == ["Rome", "Rome", "Ro…", "…"]


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_a_quotation_is_clean_and_short(text: str) -> None:
    said = quoted(text, 10)
    assert hidden(said) == []
    assert len(said) <= 12
    assert (said[0], said[-1]) == ("“", "”")


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_an_error_never_carries_what_a_terminal_obeys(text: str) -> None:
    error = SegtuiError(f"The service said: {text}", hint=f"Look at {text}")
    assert hidden(error.message + error.hint + str(error)) == []
