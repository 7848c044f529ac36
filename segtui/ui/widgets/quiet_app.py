"""An app that sends the terminal only what it doesn't show already.

Textual paints widgets whole, and screens twice when one is pushed or popped: some 28 kB a time at 200x50, most of it on
the screen already. Here each update passes a comparison with what was sent before, piece by piece: a piece is the part
of one line that belongs to one widget.
"""

from typing import TypeVar

from rich.console import Console, RenderableType
from rich.control import Control
from textual import events

# The compositor has no public door; the byte budgets in the tests hold later versions of Textual to this.
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.app import App
from textual.reactive import Reactive
from textual.screen import Screen

from segtui.ui.widgets.keys_in_order import KeysInOrder

Result = TypeVar("Result")


class Shown:
    """What the terminal shows, as far as it is known: for each line, its pieces by the column they start at."""

    def __init__(self) -> None:
        self._lines: dict[int, dict[int, str]] = {}

    def forget(self) -> None:
        """Take note that the terminal may show anything."""
        self._lines.clear()

    def changes(self, update: CompositorUpdate, console: Console) -> str:
        """Give what has to be sent for an update, and take it for sent."""
        if isinstance(update, LayoutUpdate):
            return self._of_screen(update, console)
        if isinstance(update, ChopsUpdate):
            return self._of_pieces(update, console)
        self.forget()
        return update.render_segments(console)

    def _of_screen(self, update: LayoutUpdate, console: Console) -> str:
        sent = []
        for y, strips in enumerate(update.strips, update.region.y):
            pieces, x = {}, update.region.x
            for strip in strips:
                pieces[x] = strip.render(console)
                x += strip.cell_length
            known, self._lines[y] = self._lines.get(y, {}), pieces
            if known.keys() == pieces.keys():
                sent += [_at(x, y) + piece for x, piece in pieces.items() if piece != known[x]]
            elif (line := "".join(pieces.values())) != "".join(known.values()):
                sent.append(_at(update.region.x, y) + line)
        return "".join(sent)

    def _of_pieces(self, update: ChopsUpdate, console: Console) -> str:
        sent = []
        for (y, x), reach in _reaches(update).items():
            strip = update.chops[y][x]
            known = self._lines.get(y, {})
            if known.keys() != update.chops[y].keys():
                self._lines.pop(y, None)
                known = {}
            piece = strip.render(console) if strip else ""
            if strip is None or known.get(x) == piece:
                continue
            if known:
                # What lies beyond the reach has not changed: so says Textual, which would show it wrongly otherwise.
                known[x] = piece
            sent.append(_at(x, y) + strip.crop(0, reach - x).render(console))
        return "".join(sent)


class QuietApp(App[Result]):
    """An app for slow lines."""

    # The terminal's focus comes and goes with each look into another window; it isn't drawn.
    app_focus: Reactive[bool] = Reactive(default=True, compute=False, repaint=False)

    def __init__(self) -> None:
        super().__init__()
        self._shown = Shown()
        self._keys = KeysInOrder(self)
        # Sliding to the end of a long text would send it many times over.
        self.animation_level = "none"

    def on_mount(self) -> None:
        """Know when the terminal comes back from another program."""
        self.app_resume_signal.subscribe(self, lambda _app: self._shown.forget(), immediate=True)

    def on_resize(self, _event: events.Resize) -> None:
        """Forget what was shown: a terminal may move lines about when its size changes."""
        self._shown.forget()

    def action_redraw(self) -> None:
        """Send the whole screen again, after something else wrote on the terminal."""
        self._shown.forget()
        self.screen.refresh()

    async def on_event(self, event: events.Event) -> None:
        """Let keys and pastes wait for their turn."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded or not self._screen_stack:
            await super().on_event(event)
        elif self._keys.may_pass(event):
            target, screen = self.focused or self.screen, self.screen
            await super().on_event(event)
            self._keys.passed(target, screen)

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        drawing = self._running and not self._closed and not self._batch_count and self._driver is not None
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


def _reaches(update: ChopsUpdate) -> dict[tuple[int, int], int]:
    """Tell which pieces an update concerns, by line and column, and up to which column."""
    reaches: dict[tuple[int, int], int] = {}
    for y, first, end in update.spans:
        for start, stop in zip(update.chops[y], update.chop_ends[y], strict=True):
            if start < end and stop > first:
                reaches[y, start] = max(reaches.get((y, start), 0), min(stop, end))
    return reaches


def _at(x: int, y: int) -> str:
    return Control.move_to(x, y).segment.text
