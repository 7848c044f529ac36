"""The rows of the form of a segment: a label, what is typed or picked, and below what is wrong with it."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content

from segtui.domain.text import printable
from segtui.ui.dialogs.base import FormRow
from segtui.ui.widgets.announcement import Announcement
from segtui.ui.widgets.component_style import component_style
from segtui.ui.widgets.line_input import LineInput
from segtui.ui.widgets.plain import Line


class PickedField(Line, can_focus=True):
    """A value that is picked or switched, not typed; a key announces that it should be another.

    Args:
        hint: Behind the value, how to change it, or why that can't be done.
        is_settled: Whether it can't be changed.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"picked--hint"}

    DEFAULT_CSS = """
    PickedField {
        width: 1fr;
        &:focus { text-style: underline; }
        & > .picked--hint { color: $text-muted; text-style: not underline; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "change", "Change", id="details.change"),
        Binding("space", "change", "Change", show=False, id="details.switch"),
    ]

    class Wanted(Announcement):
        """Somebody wants another value."""

        field: "PickedField"
        letters: str
        """What was typed to say which."""

        @property
        def control(self) -> "PickedField":
            """The field, for `@on` with a selector."""
            return self.field

    def __init__(self, hint: str = "", *, is_settled: bool = False, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.is_settled = is_settled
        self._hint = hint
        self._words = ""

    @property
    def words(self) -> str:
        """The value as it is shown."""
        return self._words

    @words.setter
    def words(self, words: str) -> None:
        self._words = printable(words)
        self.redraw()

    def line(self) -> Content:
        """The value, and what is to be said of it."""
        hint = Content.styled(f"  {self._hint}" if self._hint else "", component_style(self, "picked--hint"))
        words = f"({self._words})" if self.is_settled and not self._words.startswith("(") else self._words
        return Content(words) + hint

    def action_change(self) -> None:
        """Announce that another value is wanted."""
        self.post_message(self.Wanted(self, ""))

    def on_key(self, event: events.Key) -> None:
        """Take a letter as the beginning of what is wanted."""
        if event.character is not None and event.is_printable and event.character.strip():
            event.stop()
            self.post_message(self.Wanted(self, event.character))


class DetailRow(FormRow):
    """A part of a segment with its label, and below what is wrong with it.

    Args:
        key: What the part is known by.
        label: Before it.
        help: What is said while it is under the cursor.
        field: Where it is typed or picked.
    """

    DEFAULT_CSS = """
    DetailRow {
        height: auto;
        & > .mistake { height: auto; color: $text-error; padding: 0 0 0 15; }
        & > Labelled > PlainText { width: 15; }
    }
    """

    def __init__(self, key: str, label: str, help: str, field: LineInput | PickedField) -> None:  # noqa: A002 - what it is
        self.key, self.explanation, self.field = key, help, field
        super().__init__(label, field)
