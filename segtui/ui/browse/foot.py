"""The foot of the main screen: what there is to say, what runs, and the keys that matter now."""

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical

from segtui.domain.text import printable
from segtui.ui.widgets.key_bar import KeyBar
from segtui.ui.widgets.plain import BriefText, PlainText, StatusLine
from segtui.ui.widgets.unscrolled import Unscrolled

_BETWEEN = 2
"""Cells between what is said and what runs."""


class Foot(Vertical, Unscrolled):
    """Says something on the line of the status, or on lines of its own when that is too short for it.

    Args:
        status: Says what runs.
        always: Actions whose keys are always shown.
    """

    DEFAULT_CSS = """
    Foot {
        dock: bottom;
        height: auto;
        & > #notice { height: auto; max-height: 30vh; padding: 0 1; }
        & > StatusLine { padding: 0 1; }
        & > KeyBar { dock: none; }
    }
    """

    def __init__(self, status: StatusLine, always: tuple[str, ...]) -> None:
        super().__init__(id="foot")
        self._status = status
        self._always = always
        self.said = ""
        """What was said last."""

    def compose(self) -> ComposeResult:
        """Longer words, the status, the keys."""
        notice = BriefText(id="notice")
        notice.display = False
        yield notice
        yield self._status
        yield KeyBar(always=self._always)

    def say(self, text: str) -> None:
        """Say something until the next time; nothing takes no line."""
        self.said = printable(text, keep_lines=True)
        # Beside what runs it would wait until that has ended, and whoever has pressed a key is told nothing.
        running = cell_len(self._status.job_text())
        taken = running + _BETWEEN if self.said and running else 0
        is_short = "\n" not in self.said and cell_len(self.said) + taken <= self.app.size.width - 2
        self._status.say(self.said if is_short else "")
        self.query_one("#notice", PlainText).say("" if is_short else self.said)
