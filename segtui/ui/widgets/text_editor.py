"""An editor for a text of several lines that may come from strangers."""

from typing import ClassVar

from rich.text import Text
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from segtui.domain.text import printable
from segtui.ui.clipboard import copy

_FIRST_STAND_IN = 0xF0000
"""Where the characters begin that no standard gives a meaning, as wide as the mark that is drawn for them."""


class TextEditor(TextArea):
    """Textual's `TextArea`, without colours of a language, border or blinking.

    Textual's splits lines at a dozen characters and joins them with one, and draws what a terminal would obey. Here
    such characters have stand-ins while they are edited: they are drawn as marks, and come back as they were.

    Args:
        text: What to begin with.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"text-editor--mistake"}

    DEFAULT_CSS = """
    TextEditor {
        border: none;
        padding: 0;
        scrollbar-size-vertical: 1;
        background: $surface;
        &:focus { border: none; }
        & .text-area--gutter { color: $text-muted; }
        & .text-area--cursor { color: $foreground; background: $surface; text-style: reverse; }
        & .text-area--matching-bracket { background: $surface; text-style: bold; }
        & > .text-editor--mistake { color: $text-error; text-style: bold underline; }

        /* Textual has colours of its own for themes in the terminal's. */
        &:ansi {
            background: $surface;
            color: $foreground;
            & .text-area--cursor { color: $foreground; background: $surface; }
            & .text-area--gutter { color: $text-muted; text-style: none; }
        }
        &:nocolor .text-area--selection { text-style: reverse; }
    }
    """

    def __init__(self, text: str = "") -> None:
        self._stand_ins: dict[int, str] = {}
        """By the character that is hidden, as `str.translate` wants it."""
        self._hidden: dict[int, str] = {}
        """The other way round."""
        self._mistake: tuple[int, int] | None = None
        super().__init__(
            self._disguised(text), show_line_numbers=True, highlight_cursor_line=False, compact=True, soft_wrap=True
        )
        self.cursor_blink = False
        self._begun_with = text

    @property
    def value(self) -> str:
        """The text, with every character as it came or was typed; lines end in line feeds."""
        return self._undisguised(self.text)

    @property
    def has_typed(self) -> bool:
        """Whether something would be lost with it."""
        return self.value != self._begun_with

    def replace_all(self, text: str) -> None:
        """Put another text in place of all of it; undo brings the old one back."""
        self.replace(text, (0, 0), self.document.end, maintain_selection_offset=False)
        self.move_cursor((0, 0))

    put = replace_all

    def mark(self, place: tuple[int, int] | None) -> None:
        """Mark the character at a place as a mistake.

        Args:
            place: Line and column, from 1; None for no mark.
        """
        if place != self._mistake:
            self._mistake = place
            self._line_cache.clear()
            self.refresh()

    def action_go_to_mark(self) -> None:
        """Move the cursor to the mistake."""
        if self._mistake is not None:
            line, column = self._mistake
            self.move_cursor((line - 1, column - 1))

    def get_line(self, line_index: int) -> Text:
        """One line as it is drawn."""
        pieces = self.document.get_line(line_index).split("\t")
        shown = Text("\t".join(map(printable, pieces)), end="", no_wrap=True)
        if self._mistake is not None and self._mistake[0] == line_index + 1:
            # At the end of a line, where something lacks, the last character is marked.
            column = min(self._mistake[1], len(shown)) - 1
            shown.stylize(self.get_component_rich_style("text-editor--mistake"), column, column + 1)
        return shown

    def edit(self, edit: Edit) -> EditResult:
        """Carry out an edit, whatever it brings along."""
        edit.text = self._disguised(edit.text.replace("\r\n", "\n").replace("\r", "\n"))
        return super().edit(edit)

    def action_copy(self) -> None:
        """Copy what is selected, or leave it to what is around."""
        if self.selected_text:
            copy(self.app, self._undisguised(self.selected_text), "The text")
        else:
            super().action_copy()

    def action_cut(self) -> None:
        """Take out what is selected and copy it; the whole line, if nothing is."""
        if not self.selected_text:
            self.action_select_line()
        if self.selected_text:
            self.action_copy()
            self.replace("", *self.selection)

    def _disguised(self, text: str) -> str:
        for character in dict.fromkeys(text):
            if character not in "\n\t" and ord(character) not in self._stand_ins and printable(character) != character:
                stand_in = _FIRST_STAND_IN + len(self._hidden)
                self._stand_ins[ord(character)] = chr(stand_in)
                self._hidden[stand_in] = character
        return text.translate(self._stand_ins)

    def _undisguised(self, text: str) -> str:
        return text.translate(self._hidden)
