"""What is shown on a terminal that is too small for anything else."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from segtui.ui.least_size import LEAST, is_too_small
from segtui.ui.widgets.plain import PlainText
from segtui.ui.widgets.quiet_modal import QuietModal


class TooSmallScreen(QuietModal[None]):
    """Covers everything, so that no key does what can't be seen, until there is room again."""

    CSS_PATH = "too_small.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "app.quit", "Quit", id="too_small.quit")]

    def compose(self) -> ComposeResult:
        """What is needed."""
        yield PlainText()

    def on_resize(self, _event: events.Resize) -> None:
        """Say how much is missing, or give way."""
        self._judge()

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        """A question before the end may have come over this one, and the room with it."""
        self._judge()

    def _judge(self) -> None:
        size = self.app.size
        if not is_too_small(size):
            self.dismiss()
            return
        needed, here = (f"{one.width}x{one.height}" for one in (LEAST, size))
        self.query_one(PlainText).update(
            f"segtui needs {needed}.\nThis terminal is {here}.\nYour work is kept.\nq quits."
        )
