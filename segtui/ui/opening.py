"""What is shown until a profile is open, and when it can't be opened."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from segtui.ui.widgets.key_bar import KeyBar
from segtui.ui.widgets.plain import PlainText
from segtui.ui.widgets.quiet_screen import QuietScreen


class OpeningScreen(QuietScreen[None]):
    """Shown until the profile is open, and when it can't be opened.

    Args:
        title: What is opened.
        says: What to say instead of that.
    """

    DEFAULT_CSS = """
    OpeningScreen > PlainText { padding: 1 2; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "app.open_profile", "Try again", id="opening.again"),
        Binding("q", "app.quit", "Quit", id="opening.quit"),
    ]

    def __init__(self, title: str, says: str = "") -> None:
        super().__init__()
        self._says = says or f"Opening {title}…"

    def compose(self) -> ComposeResult:
        """A message and the keys."""
        yield PlainText(self._says)
        yield KeyBar()

    def say(self, text: str) -> None:
        """Replace the message."""
        self.query_one(PlainText).update(text)
