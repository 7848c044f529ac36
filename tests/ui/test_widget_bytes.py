"""What widgets send to a terminal of 200x50, counted in a pty.

The file is run as a program too: it is the app that the tests start.
"""

import os
import signal
import sys
from collections.abc import Iterator, Sequence

import pytest
from support.terminal import Terminal
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal

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


SCREENS = {"panes": Panes, "leads": Leads}


class Quiet(QuietApp[None]):
    """What the product's app is made of."""

    BINDINGS = [  # noqa: RUF012 - Textual's way
        Binding("question_mark", "help", "Help"),
        Binding("ctrl+l", "redraw", "Redraw", show=False, priority=True),
    ]

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
    burst = leads.answer_to("down")
    assert 100 < burst.size <= 620
    assert "▌Lead number 2 " in leads.text


def test_a_page_down_in_a_full_table(leads: Terminal) -> None:
    leads.answer_to("home")
    burst = leads.answer_to("pagedown")
    assert 2000 < burst.size <= 4500
    assert "▌Lead number 48 " in leads.text


def test_holding_the_key_at_the_end_of_the_view_scrolls_by_half_pages(leads: Terminal) -> None:
    leads.answer_to("home")
    burst = leads.answer_to(*["down"] * 96)
    assert "▌Lead number 96 " in leads.text
    assert burst.size <= 96 * 620 + 3 * 4500


def test_the_next_pane(panes: Terminal) -> None:
    for _ in range(6):
        assert 100 < panes.answer_to("tab").size <= 600


def test_a_letter_in_a_field() -> None:
    with running("panes") as terminal:
        terminal.wait_for("Lead number 40")
        terminal.press("a")
        burst = terminal.answer_to("b")
        assert 50 < burst.size <= 110
        assert "│ab " in terminal.text


def test_a_dialog_comes_and_goes(panes: Terminal) -> None:
    burst = panes.answer_to("f1")
    assert "Really?" in panes.text
    assert 300 < burst.size <= 750
    burst = panes.answer_to("escape")
    assert "Really?" not in panes.text
    assert 150 < burst.size <= 400


def test_a_status(panes: Terminal) -> None:
    burst = panes.answer_to("ctrl+n")
    assert "✓ Saved." in panes.text
    assert burst.size <= 90


def test_the_same_leads_again_and_a_look_elsewhere_cost_next_to_nothing(panes: Terminal) -> None:
    assert panes.press("ctrl+r").size == 0
    panes.send("\x1b[O")
    assert panes.answer().size <= 400
    panes.send("\x1b[I")
    assert panes.answer().size <= 400


def test_a_click_repaints_what_it_changes(panes: Terminal) -> None:
    panes.press("home")
    panes.send("\x1b[<0;150;20M\x1b[<0;150;20m")
    assert 100 < panes.answer().size <= 750


def test_nothing_is_sent_while_nothing_happens(panes: Terminal) -> None:
    panes.press("tab")
    assert panes.settle(2.5).size == 0


def test_the_start_paints_the_screen_once(panes: Terminal) -> None:
    with running("panes") as terminal:
        terminal.wait_for("Lead number 40")
        terminal.settle()
        assert len(terminal.log) <= 33_000
    assert panes.lines


def test_the_whole_screen_is_sent_again_when_asked_and_after_another_program(leads: Terminal) -> None:
    assert leads.press("ctrl+l").size > 8000
    os.kill(leads.pid, signal.SIGTSTP)
    leads.wait_until(lambda: os.waitid(os.P_PID, leads.pid, os.WSTOPPED | os.WNOHANG | os.WNOWAIT) is not None)
    os.kill(leads.pid, signal.SIGCONT)
    assert leads.settle(0.5).size > 8000


if __name__ == "__main__":
    Quiet().run()
