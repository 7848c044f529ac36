"""What widgets send to a terminal of 200x50, counted in a pty; and that a terminal sent so little shows the same.

The file is run as a program too: it is the app that the tests start. Asked by a key, it says when all it was told has
had its effect, so that nothing waits for silence.
"""

import asyncio
import os
import random
import signal
import sys
from collections.abc import Iterator, Sequence

import pytest
from support.seen import seen
from support.terminal import KEYS, Terminal
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
from segtui.ui.widgets.quiet_modal import QuietModal
from segtui.ui.widgets.quiet_screen import QuietScreen
from segtui.ui.widgets.table import Table
from segtui.ui.widgets.text_editor import TextEditor

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
        city = ("Rome", "東京", "São Paulo", "e\u0301vora", "🇮🇹 ⚠\ufe0f")[index % 5]
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
        Binding("ctrl+t", "leads", "Leads", priority=True),
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

    def action_leads(self) -> None:
        self.query_one("#leads", Table).focus()

    def action_ask(self) -> None:
        self.app.push_screen(Question())

    def action_status(self) -> None:
        self.query_one(StatusLine).say("✓ Saved.")


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


class Writing(QuietScreen[None]):
    def compose(self) -> ComposeResult:
        yield TextEditor('[\n  {"Form": {"$in": [11]}}\n]')


SCREENS = {"f2": Panes, "f3": Leads, "f4": Stock, "f5": Writing}
PRESSED = {
    **KEYS,
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "escape": "\x1b[27u",
    "report": "\x1b[17~",
}
"""What is sent for a key. Escape is as the newer protocol has it, since a key may follow at once."""

REPORT = b"\x1b]0;settled\x07"
"""A title for the window; sent when nothing is left to do."""


class Quiet(QuietApp[None]):
    """What the product's app is made of."""

    BINDINGS = [  # noqa: RUF012 - Textual's way
        Binding("question_mark", "help", "Help"),
        Binding("ctrl+l", "redraw", "Redraw", show=False, priority=True),
        Binding("f6", "report", "Report", show=False, priority=True),
        *(Binding(key, f"open('{key}')", key, show=False, priority=True) for key in SCREENS),
    ]

    def on_ready(self) -> None:
        self.push_screen(SCREENS["f2"]())

    def action_help(self) -> None:
        """Nothing."""

    def action_open(self, key: str) -> None:
        self.switch_screen(SCREENS[key]())

    def action_report(self) -> None:
        self._reporting = asyncio.create_task(self._report())

    async def _report(self) -> None:
        rounds = 0
        while rounds < 3:
            rounds = 0 if self._is_busy() else rounds + 1
            await asyncio.sleep(1 / 60)
        assert self._driver is not None
        self._driver.write(REPORT.decode())
        self._driver.flush()

    def _is_busy(self) -> bool:
        screen = self.screen
        to_draw = screen._layout_required or screen._repaint_required or screen._dirty_widgets or screen._callbacks
        told = any(not node._message_queue.empty() for node in (self, *screen.walk_children(with_self=True)))
        return bool(to_draw or told) or any(not worker.is_finished for worker in self.workers)


class Watched(Terminal):
    """A terminal whose program says when it has done what it was told."""

    def told(self, *keys: str) -> bytes:
        """Press keys (names of `PRESSED`, raw codes or characters), and give what was sent until all was done."""
        begin = len(self.log)
        self.send("".join(PRESSED.get(key, key) for key in (*keys, "report")))
        self.wait_until(lambda: REPORT in self.log[begin:], "all to be done")
        return bytes(self.log[begin : self.log.index(REPORT, begin)])

    def sized(self, columns: int, rows: int) -> None:
        """Change the window's size, and wait until the screen has it."""
        if (columns, rows) != (self._display.columns, self._display.lines):
            begin = len(self.log)
            self.resize(columns, rows)
            self.nudge()
            self.wait_until(lambda: len(self.log) - begin > columns * rows, "the screen to be drawn again")
        self.told()

    def nudge(self) -> None:
        """Wake the program: Python lets a signal wait for the next event when it comes just before the loop sleeps."""
        self.send("\x1b[I")


@pytest.fixture(scope="module")
def started() -> Iterator[Watched]:
    path = os.pathsep.join(filter(None, sys.path))
    with Watched([sys.executable, __file__], columns=200, rows=50, env={"PYTHONPATH": path}) as terminal:
        terminal.wait_for("Lead number 40")
        terminal.told()
        yield terminal


@pytest.fixture
def panes(started: Watched) -> Watched:
    return at(started, "f2")


@pytest.fixture
def leads(started: Watched) -> Watched:
    return at(started, "f3")


def at(terminal: Watched, screen: str) -> Watched:
    terminal.sized(200, 50)
    terminal.told(screen)
    return terminal


def test_the_start_paints_the_screen_once(started: Watched) -> None:
    assert started.log.index(REPORT) <= 22_000


def test_cursor_down_in_a_list_as_wide_as_the_screen(leads: Watched) -> None:
    leads.told("home", "down")
    assert 100 < len(leads.told("down")) <= 610
    assert "▌Lead number 2 " in leads.text


def test_a_page_down_in_a_full_table(leads: Watched) -> None:
    leads.told("home")
    assert 1000 < len(leads.told("pagedown")) <= 3150
    assert "▌Lead number 48 " in leads.text


def test_holding_the_key_at_the_end_of_the_view_scrolls_by_half_pages(leads: Watched) -> None:
    leads.told("home")
    sent = leads.told(*["down"] * 96)
    assert "▌Lead number 96 " in leads.text
    assert len(sent) <= 40_600


def test_the_next_pane(panes: Watched) -> None:
    for _ in range(6):
        assert 100 < len(panes.told("tab")) <= 530


def test_a_letter_in_a_field(panes: Watched) -> None:
    panes.told("a")
    assert 10 < len(panes.told("b")) <= 105
    assert "│ab " in panes.text


def test_a_letter_in_a_text(started: Watched) -> None:
    at(started, "f5").told("down", "a")
    assert 10 < len(started.told("b")) <= 180
    assert started.settle(1.2).size == 0
    assert '2  ab  {"Form"' in started.text


def test_a_dialog_comes_and_goes(panes: Watched) -> None:
    assert 200 < len(panes.told("f1")) <= 510
    assert "Really?" in panes.text
    assert 100 < len(panes.told("escape")) <= 230
    assert "Really?" not in panes.text


def test_a_status(panes: Watched) -> None:
    assert len(panes.told("ctrl+n")) <= 90
    assert "✓ Saved." in panes.text


def test_the_same_leads_again_and_a_look_elsewhere_cost_nothing(panes: Watched) -> None:
    for told in ("ctrl+r", "\x1b[O", "\x1b[I"):
        assert panes.told(told) == b""


def test_a_click_repaints_what_it_changes(panes: Watched) -> None:
    panes.told("ctrl+t", "home")
    assert 100 < len(panes.told("\x1b[<0;150;20M\x1b[<0;150;20m")) <= 300
    assert "│▌Lead numb… lead16@" in panes.text


def test_nothing_is_sent_while_nothing_happens(panes: Watched) -> None:
    panes.told("tab")
    assert panes.settle(1.2).size == 0


@pytest.mark.parametrize("screen", ["f2", "f4"])
def test_the_screen_is_the_same_as_one_painted_anew(started: Watched, screen: str) -> None:
    keys = ["tab", "shift+tab", "down", "up", "pagedown", "end", "home", "x", "漢", "backspace", "f1"]
    choices = random.Random(7)  # noqa: S311 - a walk that is the same in every run
    started.sized(120, 40)
    started.told(screen)
    for columns, rows in ((120, 40), (90, 30)):
        started.sized(columns, rows)
        for keys_at_once in (choices.choices(keys, k=8), ["escape", "f1"], ["escape", *choices.choices(keys, k=4)]):
            started.told(*keys_at_once)
            spared = seen(started.picture)
            started.told("ctrl+l")
            assert seen(started.picture) == spared
    started.told("escape")


def test_the_whole_screen_is_sent_again_when_asked_and_after_another_program(leads: Watched) -> None:
    assert len(leads.told("ctrl+l")) > 8000
    begin = len(leads.log)
    os.kill(leads.pid, signal.SIGTSTP)
    leads.nudge()
    leads.wait_until(lambda: os.waitid(os.P_PID, leads.pid, os.WSTOPPED | os.WNOHANG | os.WNOWAIT) is not None)
    os.kill(leads.pid, signal.SIGCONT)
    leads.nudge()
    leads.wait_until(lambda: len(leads.log) - begin > 8000, "the whole screen")


if __name__ == "__main__":
    Quiet().run()
