"""A terminal that is sent so little shows the same as one that is painted anew."""

from collections.abc import Sequence

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from segtui.ui.widgets.quiet_app import look_of
from segtui.ui.widgets.terminal_cells import Cell, CellsOfLooks, Look, Writer, _change, cells_of

WIDTH, X, Y = 24, 3, 2

LOOKS = (
    "",
    "1",
    "2",
    "7",
    "1;7",
    "4;38;2;1;2;3",
    "38;2;220;215;186;48;2;22;22;29",
    "38;2;84;84;109;48;2;22;22;29",
    "1;38;2;84;84;109;48;2;45;79;103",
    "38;5;200",
    "31",
    "97;41",
    "1;97;104",
    "39;49",
)

CHARACTERS = st.sampled_from("ab ─│●漢字ｆ") | st.characters(
    min_codepoint=33, max_codepoint=0x24F, categories=("L", "N", "P", "S")
)
"""Such as pyte and real terminals agree on."""


def cells(text: str, look: Look) -> list[Cell]:
    return cells_of([(text, look)], CellsOfLooks())


@st.composite
def lines(draw: st.DrawFn) -> list[Cell]:
    """A whole part of a line, exactly `WIDTH` cells wide."""
    made: list[Cell] = []
    while len(made) < WIDTH:
        made += cells(draw(st.text(CHARACTERS, min_size=1, max_size=8)), draw(st.sampled_from(LOOKS)))
    del made[WIDTH:]
    if made[-1].text and _width(made[-1].text) > 1:
        made[-1] = Cell(" ", made[-1].look)
    return made


def _width(text: str) -> int:
    return len(cells(text, ""))


class Display:
    """A terminal that knows all of xterm that matters here."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(WIDTH + 8, 6)
        self.stream = pyte.Stream(self.screen)

    def paint(self, line: Sequence[Cell]) -> None:
        """Show a line the long way."""
        self.stream.feed(f"\x1b[{Y + 1};{X + 1}H")
        for cell in line:
            self.stream.feed(f"\x1b[0;{cell.look}m{cell.text}" if cell.look else f"\x1b[0m{cell.text}")
        self.stream.feed("\x1b[0m")

    def picture(self) -> list[list[object]]:
        return [[self.screen.buffer[y][x] for x in range(self.screen.columns)] for y in range(self.screen.lines)]


def written(old: Sequence[Cell | None], new: list[Cell], *, is_last: bool = False) -> str:
    writer = Writer()
    writer.update(X, Y, list(old), new, is_last=is_last)
    return writer.text()


@given(lines(), st.data())
def test_the_changes_lead_from_any_line_to_any_other(old: list[Cell], data: st.DataObject) -> None:
    # As on a screen, most of a line stays: parts of the old one are in the new one.
    new = data.draw(lines())
    start, end = sorted((data.draw(st.integers(0, WIDTH)), data.draw(st.integers(0, WIDTH))))
    mixed = [*old[:start], *new[start:end], *old[end:]]
    if any(not cell.text and not _width(mixed[place - 1].text) > 1 for place, cell in enumerate(mixed)):
        mixed = new
    for place, cell in enumerate(mixed):
        if cell.text and _width(cell.text) > 1 and (place + 1 == WIDTH or mixed[place + 1].text):
            mixed = new
    changed, anew = Display(), Display()
    changed.paint(old)
    changed.stream.feed(written(old, mixed))
    anew.paint(mixed)
    assert changed.picture() == anew.picture()


@given(lines())
def test_the_same_line_costs_nothing(line: list[Cell]) -> None:
    assert written(line, line) == ""


@given(lines(), st.lists(st.booleans(), min_size=WIDTH, max_size=WIDTH))
def test_cells_that_arent_known_are_sent(line: list[Cell], known: list[bool]) -> None:
    old = [cell if is_known else None for cell, is_known in zip(line, known, strict=True)]
    changed, anew = Display(), Display()
    changed.paint([Cell("?", "") if cell is None else cell for cell in old])
    changed.stream.feed(written(old, line))
    anew.paint(line)
    if all(len(cell.text) == 1 and _width(cell.text) == 1 for cell in line):
        assert changed.picture() == anew.picture()


@pytest.mark.parametrize("before", LOOKS)
@pytest.mark.parametrize("after", LOOKS)
def test_a_change_of_style_leads_to_just_that_style(before: Look, after: Look) -> None:
    changed, anew = Display(), Display()
    changed.stream.feed(f"\x1b[0;{before}m" if before else "\x1b[0m")
    changed.stream.feed(_change(before, after) + "x")
    anew.stream.feed((f"\x1b[0;{after}m" if after else "\x1b[0m") + "x")
    assert changed.picture() == anew.picture()


@pytest.mark.parametrize(
    "text", ["👩‍💻 at work", "e\u0301vora", "مرحبا", "🇮🇹 Italy", "नमस्ते", "⚠\ufe0f careful", "x\u200dy"]
)
def test_behind_what_terminals_dont_agree_on_all_is_sent_again(text: str) -> None:
    old = cells(f"Ada {text} Rossi      12", "")
    new = cells(f"Ada {text} Rossi      13", "")
    assert written(old, new).endswith(f"{text[-1]} Rossi      13")
    assert written(old, old) == ""
    plain = cells("x" * len(old), "")
    assert "12" in written(plain, old)
    assert written(old, plain).count("x") >= len(old) - 4


def test_what_lies_between_two_changes_is_jumped_over() -> None:
    old = cells("name                    size     updated", "1")
    new = cells("Name                    Size     updated", "1")
    assert written(old, new) == "\x1b[1m\x1b[3;4HN\x1b[23CS\x1b[0m"


def test_behind_the_last_column_nobody_knows_where_the_cursor_is() -> None:
    writer = Writer()
    writer.update(0, 0, [None, None], cells("ab", ""), is_last=True)
    writer.update(2, 0, [None], cells("c", ""), is_last=False)
    assert writer.text() == "\x1b[1;1Hab\x1b[1;3Hc"


def test_looks_are_those_that_rich_would_send() -> None:
    style = Style.parse("bold italic #dcd7ba on #16161d")
    rendered = Strip([Segment("x", style)]).render_style(style, "x", ColorSystem.TRUECOLOR)
    assert rendered == f"\x1b[{look_of(style, ColorSystem.TRUECOLOR)}mx\x1b[0m"


def test_what_looks_the_same_is_sent_together() -> None:
    writer = Writer()
    for y in range(3):
        writer.update(4, y, [None] * 3, [*cells("ab", "1"), *cells("|", "2")], is_last=False)
    assert writer.text() == "\x1b[1m\x1b[1;5Hab\x1b[B\b\bab\x1b[B\b\bab\x1b[0;2m\x1b[1;7H|\x1b[B\b|\x1b[B\b|\x1b[0m"
