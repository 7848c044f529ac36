"""A frame with a title that says, without colour, whether the focus is inside."""

from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from segtui.domain.text import printable
from segtui.ui.widgets.unscrolled import Unscrolled


class Pane(Vertical, Unscrolled):
    """Widgets in a frame with a title above and a note below.

    A new title, note or focus repaints one line of the frame. Textual's own `border_title` repaints the whole pane, as
    does every style that depends on `:focus-within`.

    Args:
        children: What is inside.
        title: Above, from outside or not.
        note: Below.
    """

    DEFAULT_CSS = """
    Pane {
        border: round $border-blurred;
        border-title-color: $foreground;
        border-subtitle-color: $text-muted;
    }
    """

    def __init__(
        self,
        *children: Widget,
        title: str = "",
        note: str = "",
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's own name
        classes: str | None = None,
    ) -> None:
        super().__init__(*children, name=name, id=id, classes=classes)
        self._title, self._note, self._hint, self._focus_inside = title, note, "", False
        self._draw_title()
        self._draw_note()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the frame. Each line between its edges looks the same, so one is drawn for all."""
        last = self.outer_size.height - 1
        kinds = [y if y in (0, last) else 1 for y in crop.line_range]
        drawn = {y: super(Pane, self).render_lines(Region(crop.x, y, crop.width, 1))[0] for y in set(kinds)}
        return [drawn[y] for y in kinds]

    @property
    def title(self) -> str:
        """The text above."""
        return self._title

    @title.setter
    def title(self, title: str) -> None:
        if title != self._title:
            self._title = title
            self._draw_title()

    @property
    def note(self) -> str:
        """The text below."""
        return self._note

    @note.setter
    def note(self, note: str) -> None:
        if note != self._note:
            self._note = note
            self._draw_note()

    @property
    def hint(self) -> str:
        """What else stands below: what whoever arranges the panes has to say, beside the pane's own note."""
        return self._hint

    @hint.setter
    def hint(self, hint: str) -> None:
        if hint != self._hint:
            self._hint = hint
            self._draw_note()

    def on_descendant_focus(self) -> None:
        """Mark the title."""
        self._follow_focus()

    def on_descendant_blur(self) -> None:
        """Unmark the title, unless the focus stays inside."""
        self._follow_focus()

    def _follow_focus(self) -> None:
        if self.has_focus_within != self._focus_inside:
            self._focus_inside = not self._focus_inside
            self._draw_title()

    def _draw_title(self) -> None:
        title = printable(self._title)
        self._border_title = Content.styled(f" {title} ", "bold reverse") if self._focus_inside else Content(title)
        self._refresh_edge(-1)

    def _draw_note(self) -> None:
        self._border_subtitle = Content(printable(" · ".join(filter(None, (self._note, self._hint)))))
        self._refresh_edge(self.size.height)

    def _refresh_edge(self, y: int) -> None:
        self.refresh(Region(-1, y, self.outer_size.width, 1))
