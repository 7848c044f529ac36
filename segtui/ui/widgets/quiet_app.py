"""An app that sends the terminal only what it doesn't show already, and works keys off one by one."""

import sys
from typing import Any, TypeVar

from rich.console import Console, RenderableType
from textual import events

# The compositor has no public door; the byte budgets in the tests hold later versions of Textual to this.
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.driver import Driver
from textual.geometry import Size
from textual.screen import Screen

from segtui.ui.widgets.keys_in_order import KeysInOrder
from segtui.ui.widgets.shown import Shown

Result = TypeVar("Result")


class QuietApp(App[Result]):
    """An app for slow lines."""

    def __init__(self) -> None:
        super().__init__()
        self._shown = Shown()
        self._sizes: tuple[Size, ...] = ()
        """The first two that the app was told."""
        self._keys = KeysInOrder(self)
        # Sliding to the end of a long text would send it many times over.
        self.animation_level = "none"
        # Screens say themselves what there is to say; a widget for toasts and one for tooltips stayed empty on each.
        self._disable_notifications = self._disable_tooltips = True

    def get_driver_class(self) -> type[Driver]:
        """Choose what speaks with the terminal: Textual's, made tolerant where it is the one for Unix."""
        chosen = super().get_driver_class()
        if sys.platform == "win32":
            return chosen
        from segtui.ui.widgets.tolerant_driver import TolerantDriver  # noqa: PLC0415 - there is none on Windows

        return TolerantDriver if issubclass(TolerantDriver, chosen) else chosen

    def on_mount(self) -> None:
        """Know when the terminal comes back from another program."""
        self.app_resume_signal.subscribe(self, lambda _app: self._shown.forget(), immediate=True)

    def on_resize(self, event: events.Resize) -> None:
        """Forget what was shown: a terminal may move lines about when its size changes.

        At the start the size is told twice, and the second time there may be something on the screen already. Later the
        same size again is that of a terminal which was another one in between.
        """
        is_first_again = self._sizes == (event.size,)
        self._sizes = (*self._sizes, event.size)[:2]
        if not is_first_again:
            self._shown.forget()

    def action_redraw(self) -> None:
        """Send the whole screen again, after something else wrote on the terminal."""
        self._shown.forget()
        self.screen.refresh()

    async def on_event(self, event: events.Event) -> None:
        """Let keys and pastes wait for their turn. Without a screen, at the end, nobody is there for them.

        Looks into other windows are passed over, and so are clicks beside the screen, as they come from a window that
        was larger just before. For both Textual would take the focus from its widget; what opens while somebody looks
        elsewhere, such as the edits of the last time, would never get it.
        """
        if isinstance(event, events.AppFocus | events.AppBlur) or self._is_beside(event):
            return
        if isinstance(event, events.InputEvent | events.Paste) and not self._screen_stack:
            return
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif self._keys.may_pass(event):
            target, screen = self.focused or self.screen, self.screen
            await super().on_event(event)
            self._keys.passed(target, screen)

    def _is_beside(self, event: events.Event) -> bool:
        if not isinstance(event, events.MouseEvent) or self.mouse_captured is not None or not self._screen_stack:
            return False
        # The app's own size may be ahead of what is laid out.
        return not self.screen.outer_size.contains_point(event.screen_offset)

    def _load_screen_css(self, screen: Screen[Any]) -> None:
        """Read the styles of a screen that opens, once.

        Textual parses the styles of all widgets anew for it and styles all that is on the screen, which takes longer
        than opening a dialog does. What is known is parsed already, and a screen's styles are about that screen alone.
        """
        paths = [path for path in screen.css_path if not self.stylesheet.has_source(str(path))]
        if paths:
            self.stylesheet.read_all(paths)
            self.stylesheet.parse()
            self.stylesheet.update(screen)

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        drawing = self._running and not self._closed and not self._batch_count and self._driver is not None
        drawing = drawing and not self.is_headless
        if drawing and isinstance(renderable, CompositorUpdate):
            changes = self._shown.changes(renderable, self.console)
            renderable = _Text(changes) if changes else None
        super()._display(screen, renderable)


class _Text(CompositorUpdate):
    """An update whose text is made already."""

    def __init__(self, text: str) -> None:
        self._text = text

    def render_segments(self, console: Console) -> str:  # noqa: ARG002 - Textual's signature
        """Give the text."""
        return self._text
