"""Tables of plain text."""

import pytest

from segtui.cli.tables import pairs, table, wrapped
from segtui.domain.values import JsonValue
from segtui.domain.wording import value_text


def columns(line: str) -> int:
    wide = sum(character in "名古屋東京" for character in line)
    return len(line) + wide


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")


def test_a_table_is_cut_to_the_terminal_but_never_its_first_column() -> None:
    lines = list(table(("ID", "NAME", "CITY"), [("6" * 24, "a very long name indeed", "a very long city indeed")]))
    assert lines[0] == f"{'ID':<24}  {'NAME':<8}  CITY"
    assert lines[1] == f"{'6' * 24}  a very …  a very …"


def test_wide_letters_take_two_columns() -> None:
    lines = list(table(("NAME", "CITY"), [("名古屋", "x"), ("abc", "名古屋" * 20)]))
    assert lines[1] == "名古屋  x"
    assert lines[2].startswith("abc     名古屋")
    assert lines[2].endswith("…")
    assert columns(lines[2]) <= 40


def test_marks_that_join_a_letter_take_no_column() -> None:
    lines = list(table(("NAME", "CITY"), [("e\N{COMBINING ACUTE ACCENT}e", "x"), ("ab", "y")]))
    assert lines[1].index("x") == lines[2].index("y") + 1


def test_texts_from_outside_are_cleaned() -> None:
    shown = "".join([*table(("A", "B"), [("\x1b[31m", "\u202ea")]), *pairs([("name", "\x07")])])
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "\u202e" not in shown


def test_a_sentence_is_broken_between_words() -> None:
    assert wrapped("one two three four five six seven eight nine", "- ", "  ") == [
        "- one two three four five six seven",
        "  eight nine",
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "-"),
        (True, "yes"),
        ("x", "x"),
        (1.5, "1.5"),
        (["a", 1, None], "a, 1, -"),
        ([], "[]"),
        ([{"a": 1}], '[{"a": 1}]'),
        ({}, "{}"),
    ],
)
def test_a_value_reads_as_a_person_would_write_it(value: JsonValue, text: str) -> None:
    assert value_text(value) == text
