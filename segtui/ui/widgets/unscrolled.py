"""Widgets that never scroll, and so ask for nothing when what is in them takes another room.

Textual lays the whole screen out anew then and paints the widget again, for the scroll bars that may have come or gone:
when a screen opens, for each of its widgets, and all is drawn three times. The byte budgets in the tests hold later
versions of Textual to this.
"""

from textual.geometry import Size
from textual.reactive import Reactive
from textual.widget import Widget


class Unscrolled(Widget):
    """A widget that never scrolls. It comes behind other bases, because Textual takes styles from the first only."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), repaint=False)
