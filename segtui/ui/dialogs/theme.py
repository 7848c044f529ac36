"""The themes, in a list: moving in it shows each at once."""

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.theme import Theme

from segtui.ui.contrast import READABLE, weak_in
from segtui.ui.dialogs.base import LINES_OF_FRAME, Dialog
from segtui.ui.theme_file import ThemeFile
from segtui.ui.themes import Themes
from segtui.ui.widgets.columns import Cell, Column
from segtui.ui.widgets.plain import PlainText
from segtui.ui.widgets.table import Table

_COLUMNS = (Column("name", "", grow=True), Column("kind", ""))
_MOST_ROWS = 7
_MOST_LINES_ABOUT = 7
_LINES_BETWEEN = 2
_LOWEST_WITH_LEGEND = 20
"""Lines of a terminal that leave room for where own themes belong."""
_TOLD = 3
"""Mistakes, or things that are hard to read, that are told at once: there is room for no more."""


class _ThemeRows:
    def __init__(self, found: Sequence[ThemeFile], themes: Themes) -> None:
        self._found, self._themes = found, themes

    def __len__(self) -> int:
        return len(self._found)

    def cells(self, index: int) -> Sequence[Cell]:
        one = self._found[index]
        whose = "your own, " if self._themes.owns(one) else ""
        if one.theme is None:
            return f"✗ {one.name}", f"{whose}can't be used"
        kind = "the terminal's colours" if one.theme.ansi else "dark" if one.theme.dark else "light"
        return one.name, f"{whose}{kind}"


class ThemeList(Table):
    """The list; enter keeps the theme under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "Keep it", id="theme.keep")]


class ThemeDialog(Dialog[Theme | None]):
    """Lets people look at themes; the answer is the one to keep, None for the one before.

    Args:
        themes: All that can be chosen.
        before: The one shown now.
        show: Shows a theme.
    """

    CSS_PATH = "theme.tcss"

    def __init__(self, themes: Themes, before: Theme, show: Callable[[Theme], None]) -> None:
        super().__init__("Theme")
        self._themes, self._before, self._show = themes, before, show
        self._found = themes.all()

    def content(self) -> ComposeResult:
        """The themes, and what there is to say of the one under the cursor."""
        yield ThemeList(id="themes")
        yield PlainText(id="about")
        yield PlainText(self._legend(), id="legend")

    def on_mount(self) -> None:
        """Begin at the theme shown now."""
        table = self.query_one(Table)
        names = [one.name for one in self._found if one.theme is not None]
        at = self._found_at(self._before.name) if self._before.name in names else 0
        table.show(_ThemeRows(self._found, self._themes), _COLUMNS, cursor=at)
        table.focus()

    def on_resize(self) -> None:
        """Leave the keys in sight."""
        lines = self.app.size.height
        room = lines - LINES_OF_FRAME
        rows = min(_MOST_ROWS, len(self._found), max(1, room // 2))
        self.query_one(ThemeList).styles.height = rows
        self.query_one("#about").styles.height = max(1, min(_MOST_LINES_ABOUT, room - rows - _LINES_BETWEEN))
        self.query_one("#legend").display = lines >= _LOWEST_WITH_LEGEND or bool(self._themes.trouble)

    def _found_at(self, name: str) -> int:
        return next(place for place, one in enumerate(self._found) if one.theme is not None and one.name == name)

    @on(Table.Chosen)
    def _keep_chosen(self, event: Table.Chosen) -> None:
        event.stop()
        # One with mistakes can't be kept; they stand below.
        if (theme := self._found[event.index].theme) is not None:
            self.dismiss(theme)

    @on(Table.Highlighted)
    def _show_highlighted(self, event: Table.Highlighted) -> None:
        event.stop()
        one = self._found[event.index]
        self._show(one.theme or self._before)
        self.query_one("#about", PlainText).update("\n".join(self._about(one)))

    def _about(self, one: ThemeFile) -> Iterator[str]:
        if one.theme is None:
            yield "✗ Can't be used until this is mended:"
            yield from _first(one.mistakes)
            return
        yield one.about or str(one.file)
        weak = [str(one) for one in weak_in(one.theme)]
        if weak:
            yield f"⚠ Hard to read, since {READABLE} is the least contrast for text:"
            yield from _first(weak)

    def _legend(self) -> str:
        if self._themes.trouble:
            return f"⚠ {self._themes.trouble}"
        return f"Themes of your own: {self._themes.own_dir}/NAME.toml" if self._themes.own_dir is not None else ""


def _first(lines: Sequence[str]) -> Iterator[str]:
    yield from (f"  {line}" for line in lines[:_TOLD])
    if len(lines) > _TOLD:
        yield f"  … and {len(lines) - _TOLD} more"
