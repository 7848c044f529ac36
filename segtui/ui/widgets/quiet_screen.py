"""Screens on which moving the focus repaints the two widgets concerned and nothing else.

Textual repaints the whole screen for it, because it declares `focused` as something that is drawn; and again at each
click, for a selection there may have been. The byte budgets in the tests hold later versions of it to this.
"""

from textual.reactive import Reactive
from textual.screen import ModalScreen, Screen, ScreenResultType
from textual.selection import SelectState
from textual.widget import Widget


class QuietScreen(Screen[ScreenResultType]):
    """A screen for slow lines."""

    DEFAULT_CSS = """
    QuietScreen:ansi { background: $background; color: $foreground; }
    """

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    _select_state: Reactive[SelectState | None] = Reactive(None, repaint=False)

    def _watch__select_state(self, select_state: SelectState | None) -> None:
        if select_state is None:
            # Widgets that had a selection repaint themselves.
            self._selecting = False
        else:
            super()._watch__select_state(select_state)

    def be_the_first(self) -> None:
        """Be what the app begins with, and can go on from: Textual can switch away from screens that it has pushed."""
        self._push_result_callback(self, None)


class QuietModal(ModalScreen[ScreenResultType], QuietScreen[ScreenResultType]):
    """The same, over another screen, which stays as it is: dimming it would send all of it, twice.

    `ModalScreen` comes first, because Textual takes styles from the first base only.
    """

    DEFAULT_CSS = """
    QuietModal { background: transparent; }
    QuietModal:ansi { color: $foreground; }
    """
