"""What is sent for updates as Textual makes them: of whole screens, and of the pieces of lines."""

import pytest
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from segtui.ui.widgets.shown import Shown

RED = Style.parse("rgb(200,0,0)")


def strip(text: str, style: Style | None = None) -> Strip:
    return Strip([Segment(text, style)])


def screen(*pieces: Strip) -> LayoutUpdate:
    """A screen of one line."""
    return LayoutUpdate([pieces], Region(0, 0, sum(piece.cell_length for piece in pieces), 1))


def piece(x: int, strip: Strip, *, width: int) -> ChopsUpdate:
    """A widget that came to lie over a line."""
    end = x + strip.cell_length
    return ChopsUpdate([{0: None, x: strip, end: None}], [(0, x, end)], [[x, end, width]])


@pytest.fixture
def console() -> Console:
    return Console(color_system="truecolor")


def test_a_line_cut_in_other_pieces_sends_only_what_looks_different(console: Console) -> None:
    shown = Shown()
    assert shown.changes(screen(strip("0123456789")), console) == "\x1b[1H0123456789"
    assert shown.changes(screen(strip("0123"), strip("xy"), strip("6789")), console) == "\x1b[1;5Hxy"
    assert shown.changes(screen(strip("0123456789")), console) == "\x1b[1;5H45"
    assert shown.changes(screen(strip("0123"), strip("xy"), strip("6789")), console) == "\x1b[1;5Hxy"


def test_what_is_left_of_a_wide_character_under_a_widget_becomes_blank(console: Console) -> None:
    shown = Shown()
    shown.changes(screen(strip("東京ab")), console)
    assert shown.changes(piece(1, strip("xy"), width=6), console) == "\x1b[1H xy "


def test_all_is_sent_again_when_what_is_shown_is_forgotten(console: Console) -> None:
    shown = Shown()
    painted = shown.changes(screen(strip("leads", RED)), console)
    assert shown.changes(screen(strip("leads", RED)), console) == ""
    shown.forget()
    assert shown.changes(screen(strip("leads", RED)), console) == painted == "\x1b[1H\x1b[38;2;200;0;0mleads\x1b[m"


def test_all_is_sent_when_a_screen_has_another_size_than_the_last(console: Console) -> None:
    shown = Shown()
    shown.changes(screen(strip("leads and more")), console)
    assert shown.changes(screen(strip("leads")), console) == "\x1b[1Hleads"
    assert shown.changes(screen(strip("leads")), console) == ""


def test_a_link_is_drawn_as_textual_draws_it_and_only_when_it_is_another(console: Console) -> None:
    shown = Shown()
    link = strip("docs", RED + Style(link="https://example.com"))
    assert shown.changes(screen(strip("see ", RED), link), console) == (
        f"\x1b[1H\x1b[38;2;200;0;0msee \x1b[m{link.render(console)}"
    )
    assert shown.changes(screen(strip("see ", RED), link), console) == ""
    assert shown.changes(screen(strip("see "), strip("docs")), console) == "\x1b[1Hsee docs"


def test_a_console_of_few_colours_is_sent_few() -> None:
    console = Console(color_system="standard")
    assert Shown().changes(screen(strip("leads", Style.parse("red"))), console) == "\x1b[1H\x1b[31mleads\x1b[m"
