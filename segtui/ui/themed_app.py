"""An app in the colours that somebody chose, as far as the terminal can show them."""

from dataclasses import replace
from typing import TypeVar

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter, Monochrome, NoColor
from textual.theme import Theme

from segtui.domain.text import quoted
from segtui.store.memory import Memory
from segtui.ui.theme_file import ThemeFile
from segtui.ui.themes import Colours, Themes, is_colourless
from segtui.ui.widgets.component_style import not_faint
from segtui.ui.widgets.quiet_app import QuietApp

Result = TypeVar("Result")

_NO_CHOICE = (
    "No colours are shown here: NO_COLOR is set, or the terminal has none (TERM says which it is). "
    "To choose a theme, start segtui without NO_COLOR in a terminal with colours. What you chose before is kept."
)


class _NotFaint(LineFilter):
    """Draws faint text like other text: terminals make of it what they like, and some what can't be read."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's signature
        """Take faintness away."""
        return not_faint(segments)


class ThemedApp(QuietApp[Result]):
    """An app that remembers its theme.

    Args:
        memory: What is remembered on this machine; None where nothing is.
        colours: What the terminal can show, and the person wants to see.
    """

    def __init__(self, memory: Memory | None, colours: Colours) -> None:
        super().__init__()
        self._memory = memory
        self._colours = colours
        self._themes = Themes(memory.themes_dir if memory is not None else None)
        # Textual shows shades of grey where NO_COLOR is set; what is asked for is to add no colour at all.
        self._filters = [one for one in self._filters if not isinstance(one, Monochrome | NoColor)]
        # In other themes Textual works out itself what faint text looks like.
        self._ansi_filter, self._no_colour_filter = _NotFaint(), NoColor()
        self._filters += (self._ansi_filter, self._no_colour_filter)
        self.show_theme(self._first_theme())
        self.stylesheet.set_variables(self.get_css_variables())
        self._styled_for: Theme | None = self.current_theme
        """The theme that all styles were read for, before anything was drawn."""

    def refresh_css(self, animate: bool = True) -> None:  # noqa: FBT001, FBT002 - Textual's signature
        """Read all styles anew, unless that is asked for because of the theme that they were read for first."""
        if self._styled_for != self.current_theme:
            super().refresh_css(animate)
        self._styled_for = None

    def show_theme(self, theme: Theme) -> None:
        """Draw everything in a theme, until another one is shown."""
        self._ansi_filter.enabled = theme.ansi
        self.no_color = self._no_colour_filter.enabled = is_colourless(theme)
        before = self.current_theme
        self.register_theme(theme)
        self.theme = theme.name
        if before.name == theme.name and before != theme:
            # Its file was edited meanwhile.
            self.mutate_reactive(ThemedApp.theme)

    def action_change_theme(self) -> None:
        """Let people look at themes and choose one."""
        from segtui.ui.dialogs.asking import MessageDialog  # noqa: PLC0415 - dialogs are loaded when they open
        from segtui.ui.dialogs.theme import ThemeDialog  # noqa: PLC0415 - as above

        if self._colours is Colours.NONE:
            self.push_screen(MessageDialog("Theme", _NO_CHOICE))
            return
        before = self.current_theme

        def end(chosen: Theme | None) -> None:
            self.show_theme(chosen or before)
            if chosen is not None and self._memory is not None:
                self._memory.remember(lambda state: replace(state, theme=chosen.name))

        self.push_screen(ThemeDialog(self._themes, before, self.show_theme), end)

    def _first_theme(self) -> Theme:
        """The theme that somebody chose, if it can be shown; else why not is said, and it stays remembered."""
        default = self._themes.shipped(self._colours.default_theme)
        chosen = self._memory.state.theme if self._memory is not None else None
        if self._memory is None or chosen is None or self._colours is Colours.NONE:
            return default
        found = self._themes.get(chosen)
        if found is None or found.theme is None:
            self._memory.note(_why_not(chosen, found, default))
            return default
        return found.theme


def _why_not(chosen: str, found: ThemeFile | None, shown: Theme) -> str:
    if found is None:
        return f"The theme {quoted(chosen)} isn't there any more; this is {shown.name}."
    more = f" (and {len(found.mistakes) - 1} more)" if len(found.mistakes) > 1 else ""
    return f"The theme {quoted(chosen)} has mistakes; this is {shown.name}. {found.file}: {found.mistakes[0]}{more}"
