"""A field for one line of text, sparing with what it sends.

Textual's own blinks, has a border of two lines, and lays out the whole screen for each letter.
"""

from collections.abc import Iterable
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.suggester import Suggester
from textual.validation import Validator
from textual.widgets import Input

from segtui.domain.text import printable
from segtui.ui.clipboard import copy
from segtui.ui.widgets.component_style import component_style


class LineInput(Input):
    """Textual's `Input`, one line high, without border or blinking.

    What is drawn is cleaned; the value is never touched, so a stored value with a control character in it survives
    being looked at. Nothing is selected when the focus comes, since the next letter would replace it all.
    """

    DEFAULT_CSS = """
    LineInput {
        overflow: hidden hidden;
        &:focus { text-style: underline; }
        & > .input--cursor { color: $foreground; background: $surface; text-style: reverse; }
        & > .input--placeholder, & > .input--suggestion { color: $text-muted; }
        &.-invalid { color: $text-error; }

        /* Textual has colours of its own for themes in the terminal's. */
        &:ansi {
            background: $surface;
            color: $foreground;
            & > .input--cursor { color: $foreground; background: $surface; }
            & > .input--placeholder, & > .input--suggestion { color: $text-muted; text-style: none; }
            &.-invalid { color: $text-error; border: none; }
        }
        &:nocolor > .input--selection { text-style: reverse; }
    }
    """

    IS_WORK: ClassVar[bool] = True
    """Whether what is typed here is worth something: words to look for aren't, they are gone with the answer anyway."""

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        password: bool = False,
        restrict: str | None = None,
        max_length: int = 0,
        suggester: Suggester | None = None,
        validators: Validator | Iterable[Validator] | None = None,
        select_on_focus: bool = False,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's own name
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(
            value,
            placeholder,
            password=password,
            restrict=restrict,
            max_length=max_length,
            suggester=suggester,
            validators=validators,
            select_on_focus=select_on_focus,
            name=name,
            id=id,
            classes=classes,
            disabled=disabled,
            compact=True,
        )
        self.cursor_blink = False
        self._begun_with = value

    @property
    def has_typed(self) -> bool:
        """Whether something would be lost with it. A secret isn't: it is kept elsewhere."""
        return self.IS_WORK and not self.password and self.value != self._begun_with

    def put(self, text: str) -> None:
        """Put another text in place of the value, with the cursor behind it."""
        self.value = text
        self.cursor_position = len(text)

    @property
    def shown(self) -> str:
        """The value as it is drawn, character for character."""
        return "•" * len(self.value) if self.password else printable(self.value)

    @property
    def content_width(self) -> int:
        """Cells for the value and a cursor behind it, or for the placeholder."""
        return cell_len(self.shown) + 1 if self.value else cell_len(printable(self.placeholder))

    @property
    def max_scroll_x(self) -> int:
        """How far a long value can be scrolled."""
        return max(0, self.content_width - self.size.width)

    def validate_virtual_size(self, _size: Size) -> Size:
        """Keep it as it is: another one would lay out the screen anew, for each letter."""
        return Size(1, 1)

    def watch_value(self) -> None:
        """Leave no empty space where a long value was."""
        self.scroll_x = min(self.scroll_x, self.max_scroll_x)

    def on_focus(self) -> None:
        """Show the cursor, which may stand far behind in a long value."""
        self._bring_cursor_into_view()

    def on_resize(self) -> None:
        """Show the cursor."""
        self._bring_cursor_into_view()

    def render_line(self, y: int) -> Strip:
        """Draw the part of the value that is in view."""
        style, width, left = self.visual_style, self.size.width, round(self.scroll_x)
        if y:
            return Strip.blank(width, style.rich_style)
        content = self._value_drawn() if self.value else self._placeholder_drawn()
        strip = Strip(content.render_segments(style)).crop(left, left + width)
        return strip.adjust_cell_length(width, style.rich_style)

    def action_copy(self) -> None:
        """Copy what is selected, but no secret: copying sends it through the terminal to a clipboard that all read."""
        if self.password:
            return
        if self.selected_text:
            copy(self.app, printable(self.selected_text), "The text")
        else:
            super().action_copy()

    def action_cut(self) -> None:
        """Take out what is selected and copy it, but no secret."""
        if self.selected_text and not self.password:
            self.action_copy()
            self.delete_selection()

    def action_paste(self) -> None:
        """Insert the first line of what was copied in this program."""
        self._insert(self.app.clipboard)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self._insert(event.text)

    def _insert(self, text: str) -> None:
        """Put the first line that isn't blank in place of the selection; the field has one line."""
        lines = [line for line in text.splitlines() if line.strip()]
        if lines:
            self.replace(lines[0], *self.selection)
            self._bring_cursor_into_view()  # Textual does it with all values but the first

    def _value_drawn(self) -> Content:
        content = Content(self.shown)
        ahead = self._suggestion[len(self.value) :] if self.has_focus else ""
        if ahead:
            content += Content.styled(printable(ahead), component_style(self, "input--suggestion"))
        if not self.has_focus:
            return content
        start, end = sorted(self.selection)
        content = content.stylize(component_style(self, "input--selection"), start, end)
        return self._with_cursor(content, self.cursor_position)

    def _placeholder_drawn(self) -> Content:
        style = component_style(self, "input--placeholder")
        content = Content.styled(printable(self.placeholder), style)
        return self._with_cursor(content, 0) if self.has_focus else content

    def _with_cursor(self, content: Content, place: int) -> Content:
        if place >= len(content):
            content = content.pad_right(1)
        return content.stylize(component_style(self, "input--cursor"), place, place + 1)

    def _bring_cursor_into_view(self) -> None:
        self.scroll_to_region(Region(self._cursor_offset, 0, 1, 1), force=True, animate=False)

    def _position_to_cell(self, position: int) -> int:
        return cell_len(self.shown[:position])

    def _cell_offset_to_index(self, offset: int) -> int:
        cells = 0
        for index, character in enumerate(self.shown):
            cells += cell_len(character)
            if cells > offset + round(self.scroll_x):
                return index
        return len(self.value)
