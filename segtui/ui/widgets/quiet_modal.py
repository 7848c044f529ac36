"""Screens over another one, which stays as it is: dimming it would send all of it, twice."""

from textual import events
from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, ScreenResultType

from segtui.ui.widgets.quiet_screen import QuietScreen


class QuietModal(ModalScreen[ScreenResultType], QuietScreen[ScreenResultType]):
    """A quiet screen over another one.

    `ModalScreen` comes first, because Textual takes styles from the first base only.
    """

    DEFAULT_CSS = """
    QuietModal { background: transparent; }
    QuietModal:ansi { color: $foreground; }
    """

    _has_ended = _is_to_go = False
    _ended_with: ScreenResultType | None = None
    """The answer, where it ended beneath another screen and is to go when it is on top again."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Leave with an answer, or none, once. Beneath another screen it waits: Textual would take that one away."""
        if self._has_ended:
            return AwaitComplete()
        self._has_ended = True
        if self.is_active:
            return super().dismiss(result)
        self._is_to_go, self._ended_with = True, result
        return AwaitComplete()

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        """Go, if it ended while it was covered."""
        if self._is_to_go:
            self._is_to_go = False
            super().dismiss(self._ended_with)
