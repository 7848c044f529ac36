"""What widgets send to a terminal of 200x50, counted in a pty; and that a terminal sent so little shows the same.

The file is run as a program too: it is the app that the tests start.
"""

import os
import random
import signal
import sys
from collections.abc import Iterator, Sequence

import pytest
from support.seen import seen
from support.terminal import Terminal
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Input, Label, OptionList

from segtui.ui.widgets.columns import Column
from segtui.ui.widgets.key_bar import KeyBar
from segtui.ui.widgets.line_input import LineInput
from segtui.ui.widgets.pane import Pane
from segtui.ui.widgets.plain import PlainText, StatusLine
from segtui.ui.widgets.quiet_app import QuietApp
from segtui.ui.widgets.quiet_screen import QuietModal, QuietScreen
from segtui.ui.widgets.table import Table

LEADS = [
    Column("name", "Name", grow=True),
    Column("mail", "E-mail"),
    Column("city", "City"),
    Column("plan", "Plan"),
    Column("created", "Created"),
    Column("tags", "Tags"),
    Column("score", "Score", align_right=True),
]


class FakeLeads:
    def __len__(self) -> int:
        return 1000

    def cells(self, index: int) -> Sequence[str]:
        city = ("Rome", "東京", "São Paulo", "e\u0301vora")[index % 4]
        return [
            f"Lead number {index}",
            f"lead{index}@example.com",
            city,
            "pro",
            "2024-07-20 10:11",
            "newsletter, trial, follow up",
            f"{index * 7919 % 10_000}",
        ]


class Question(QuietModal[None]):
    DEFAULT_CSS = """
    Question { align: center middle; }
    Question PlainText { width: 40; height: 5; border: round $primary; }
    """
    BINDINGS = [Binding("escape", "dismiss", "Close")]  # noqa: RUF012 - Textual's way

    def compose(self) -> ComposeResult:
        yield PlainText("Really?")


class Panes(QuietScreen[None]):
    BINDINGS = [  # noqa: RUF012 - Textual's way
        Binding("f1", "ask", "Ask"),
        Binding("ctrl+n", "status", "Status"),
        Binding("ctrl+r", "show_again", "Show again"),
    ]

    def compose(self) -> ComposeResult:
        yield StatusLine()
        with Horizontal():
            with Pane(title="1 Segments"):
                yield LineInput(placeholder="filter")
                yield Table(id="segments")
            with Pane(title="2 Rule"):
                yield LineInput("Rome")
                yield LineInput("pro")
                yield Table(id="rule", empty_text="No conditions.")
            with Pane(title="3 Leads", note="1,000"):
                yield Table(id="leads", show_header=True)
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#segments", Table).show(FakeLeads(), LEADS[:1])
        self.action_show_again()

    def action_show_again(self) -> None:
        self.query_one("#leads", Table).show(FakeLeads(), LEADS)

    def action_ask(self) -> None:
        self.app.push_screen(Question())

    def action_status(self) -> None:
        self.query_one(StatusLine).say("Saved.", tone="success")


class Leads(QuietScreen[None]):
    def compose(self) -> ComposeResult:
        yield Table(show_header=True)

    def on_mount(self) -> None:
        self.query_one(Table).show(FakeLeads(), LEADS)


class Stock(QuietScreen[None]):
    """Textual's own widgets, which repaint themselves whole."""

    def compose(self) -> ComposeResult:
        still = Input("Rome")
        still.cursor_blink = False
        yield still
        yield OptionList(*(f"Segment number {index}" for index in range(100)))
        yield Label("漢字 and e\u0301 and more")

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self.query_one(Label).update(f"漢字 {event.option_index} " + "line\n" * (event.option_index % 4))


SCREENS = {"panes": Panes, "leads": Leads, "stock": Stock}


class Quiet(QuietApp[None]):
    """What the product's app is made of."""

    BINDINGS = [  # noqa: RUF012 - Textual's way
        Binding("question_mark", "help", "Help"),
        Binding("ctrl+l", "redraw", "Redraw", show=False, priority=True),
    ]
    CSS = "CommandPalette { background: transparent; }"

    def on_ready(self) -> None:
        self.push_screen(SCREENS[sys.argv[1]]())

    def action_help(self) -> None:
        """Nothing."""


def running(screen: str, *, columns: int = 200, rows: int = 50) -> Terminal:
    path = os.pathsep.join(filter(None, sys.path))
    command = [sys.executable, __file__, screen]
    return Terminal(command, columns=columns, rows=rows, env={"PYTHONPATH": path})


@pytest.fixture(scope="module")
def leads() -> Iterator[Terminal]:
    with running("leads") as terminal:
        terminal.wait_for("Lead number 40")
        yield terminal


@pytest.fixture(scope="module")
def panes() -> Iterator[Terminal]:
    with running("panes") as terminal:
        terminal.wait_for("Lead number 40")
        yield terminal


def test_cursor_down_in_a_list_as_wide_as_the_screen(leads: Terminal) -> None:
    leads.press("home", "down")
    burst = leads.press("down")
    assert 100 < burst.size <= 800
    assert "▌Lead number 2 " in leads.text


def test_a_page_down_in_a_full_table(leads: Terminal) -> None:
    leads.press("home")
    burst = leads.press("pagedown")
    assert 5000 < burst.size <= 16_000
    assert "▌Lead number 48 " in leads.text


def test_holding_the_key_at_the_end_of_the_view_scrolls_by_half_pages(leads: Terminal) -> None:
    leads.press("home")
    burst = leads.press(*["down"] * 96)
    assert "▌Lead number 96 " in leads.text
    assert burst.size <= 96 * 800 + 3 * 16_000


def test_the_next_pane(panes: Terminal) -> None:
    for _ in range(6):
        assert 100 < panes.press("tab").size <= 3000


def test_a_letter_in_a_field() -> None:
    with running("panes") as terminal:
        terminal.wait_for("Lead number 40")
        terminal.press("a")
        burst = terminal.press("b")
        assert 50 < burst.size <= 800
        assert "│ab " in terminal.text


def test_a_dialog_comes_and_goes(panes: Terminal) -> None:
    burst = panes.press("f1")
    assert "Really?" in panes.text
    assert 500 < burst.size <= 6000
    burst = panes.press("escape")
    assert "Really?" not in panes.text
    assert 500 < burst.size <= 6000


def test_the_palette_opens(panes: Terminal) -> None:
    assert panes.press("ctrl+p").size <= 20_000
    assert "Search for commands" in panes.text
    assert panes.press("escape").size <= 20_000


def test_a_status(panes: Terminal) -> None:
    burst = panes.press("ctrl+n")
    assert "✓ Saved." in panes.text
    assert burst.size <= 150


def test_the_same_leads_again_and_a_look_elsewhere_cost_next_to_nothing(panes: Terminal) -> None:
    assert panes.press("ctrl+r").size <= 50
    panes.send("\x1b[O")
    assert panes.settle().size <= 1500
    panes.send("\x1b[I")
    assert panes.settle().size <= 1500


def test_a_click_repaints_what_it_changes(panes: Terminal) -> None:
    panes.press("home")
    panes.send("\x1b[<0;150;20M\x1b[<0;150;20m")
    assert 100 < panes.settle().size <= 3000


def test_nothing_is_sent_while_nothing_happens(panes: Terminal) -> None:
    panes.press("tab")
    assert panes.settle(2.5).size == 0


def test_the_start_paints_the_screen_once(panes: Terminal) -> None:
    with running("panes") as terminal:
        terminal.wait_for("Lead number 40")
        terminal.settle()
        assert len(terminal.log) <= 55_000
    assert panes.lines


@pytest.mark.parametrize("screen", ["panes", "stock"])
def test_the_screen_is_the_same_as_one_painted_anew(screen: str) -> None:
    keys = ["tab", "shift+tab", "down", "up", "pagedown", "end", "home", "x", "漢", "backspace", "f1"]
    choices = random.Random(7)  # noqa: S311 - a walk that is the same in every run
    with running(screen, columns=120, rows=40) as terminal:
        terminal.wait_for("number 20")
        for turn in range(3):
            if turn == 1:
                terminal.resize(90, 30)
            for keys_at_once in (choices.choices(keys, k=8), ["escape"], ["f1"], ["escape"]):
                terminal.press(*keys_at_once, quiet=0.3)
                spared = seen(terminal.picture)
                terminal.press("ctrl+l", quiet=0.15)
                assert seen(terminal.picture) == spared


def test_the_whole_screen_is_sent_again_when_asked_and_after_another_program(leads: Terminal) -> None:
    assert leads.press("ctrl+l").size > 8000
    os.kill(leads.pid, signal.SIGTSTP)
    leads.wait_until(lambda: os.waitid(os.P_PID, leads.pid, os.WSTOPPED | os.WNOHANG | os.WNOWAIT) is not None)
    os.kill(leads.pid, signal.SIGCONT)
    assert leads.settle(0.5).size > 8000


if __name__ == "__main__":
    Quiet().run()
