import pytest
from rich.cells import cell_len
from rich.text import Text
from support.tables import Listed
from textual.content import Content

from segtui.ui.widgets.columns import (
    Column,
    Layout,
    fitted,
    thumb,
)

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
HOSTILE = [
    "[/red] VIP",
    "[@click=app.quit]x[/]",
    "\x1b]52;c;aGk=\x07",
    "\u202egnp.exe",
    "two\nlines\tand a tab",
    "\ud800 lone",
]


@pytest.mark.parametrize("width", [0, 1, 2, 5, 12, 40])
@pytest.mark.parametrize(
    "text", ["", "Ada", "漢字漢字漢字", "e\u0301e\u0301e\u0301", FAMILY * 4, "✈\ufe0f" * 9, *HOSTILE]
)
@pytest.mark.parametrize("kind", [str, Text, Content])
def test_a_cell_is_exactly_as_wide_as_its_column(width: int, text: str, kind: type[Text | Content]) -> None:
    cell = fitted(kind(text), width)
    assert cell_len(str(cell)) == width


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", [str, Text, Content])
def test_nothing_a_terminal_obeys_is_left_in_a_cell(text: str, kind: type[Text | Content]) -> None:
    shown = str(fitted(kind(text), 40))
    assert shown.isprintable()
    assert "\u202e" not in shown


def test_markup_in_a_cell_is_text() -> None:
    assert fitted("[@click=app.quit]x[/]", 30) == "[@click=app.quit]x[/]".ljust(30)


def test_a_cell_that_is_too_long_says_so() -> None:
    assert fitted("Never wrote to us", 8) == "Never w…"
    assert str(fitted(Content("Never wrote to us"), 8)) == "Never w…"


def test_a_wide_character_is_not_cut_in_two() -> None:
    assert fitted("漢字漢字", 4) == "漢 …"


def test_only_the_beginning_of_a_huge_cell_is_kept() -> None:
    pile = "a" + "\u0301" * 20_000
    assert len(str(fitted(pile, 10))) < 100
    assert str(fitted(pile, 10)).endswith("…")


def test_numbers_stand_on_the_right() -> None:
    assert fitted("42", 6, align_right=True) == "    42"
    assert str(fitted(Text("42"), 6, align_right=True)) == "    42"


def test_the_style_of_a_cell_stays_where_it_was_when_a_character_before_it_is_replaced() -> None:
    cell = fitted(Content.assemble("\x1b", ("warn", "bold")), 10)
    assert isinstance(cell, Content)
    assert [(span.start, span.end) for span in cell.spans] == [(1, 5)]


def test_widths_come_from_titles_and_rows_within_limits() -> None:
    columns = [Column("a", "Name"), Column("b", "Long title"), Column("c", "X"), Column("d", "Fixed", width=3)]
    rows = Listed([["Ada", "y", "x" * 20_000, "anything"], ["Grace", "", "", ""], []])
    layout = Layout(columns)
    assert layout.widths == [4, 10, 1, 3]
    assert layout.measure(rows, range(3))
    assert layout.widths == [5, 10, 40, 3]


def test_columns_never_become_narrower() -> None:
    layout = Layout([Column("a", "A")])
    rows = Listed([["long"], ["x"]])
    assert layout.measure(rows, range(1))
    assert not layout.measure(rows, range(1, 2))
    assert layout.widths == [4]


def test_a_growing_column_takes_what_is_left() -> None:
    layout = Layout([Column("a", "Name", grow=True), Column("b", "Size", width=6)])
    assert layout.fit(60)
    assert (layout.widths, layout.gap, layout.width) == ([52, 6], 2, 60)


def test_two_growing_columns_share() -> None:
    layout = Layout([Column("a", "A", grow=True), Column("b", "B", grow=True)])
    layout.fit(33)
    assert (layout.widths, layout.gap) == ([16, 15], 2)


def test_columns_that_do_not_fit_keep_their_widths_and_one_space_between() -> None:
    layout = Layout([Column("a", "A", width=10), Column("b", "B", width=10)])
    layout.fit(12)
    assert (layout.widths, layout.gap, layout.starts) == ([10, 10], 1, [0, 11])


def test_no_columns_have_no_width() -> None:
    layout = Layout()
    layout.fit(80)
    assert layout.width == 0


def test_the_thumb_goes_from_the_top_to_the_bottom() -> None:
    assert thumb(10, 10, 0) == range(0)
    assert thumb(100, 10, 0) == range(1)
    assert thumb(100, 10, 90) == range(9, 10)
    assert thumb(20, 10, 10) == range(5, 10)
