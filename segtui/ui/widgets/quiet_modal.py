"""Screens over another one, which stays as it is: dimming it would send all of it, twice."""

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
