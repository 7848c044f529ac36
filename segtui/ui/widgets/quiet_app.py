"""An app that sends the terminal only what it doesn't show already.

Textual paints widgets whole, and screens twice when one is pushed or popped: some 28 kB a time at 200x50, most of it on
the screen already. Here each update passes a comparison with what was sent before: first piece by piece (a piece is the
part of one line that belongs to one widget), then, where a piece differs, cell by cell.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS, Console, RenderableType
from rich.style import Style
from textual import events

# The compositor has no public door; the byte budgets in the tests hold later versions of Textual to this.
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.app import App
from textual.reactive import Reactive
from textual.screen import Screen
from textual.strip import Strip

from segtui.ui.widgets.keys_in_order import KeysInOrder
from segtui.ui.widgets.terminal_cells import Cell, CellsOfLooks, Look, Writer, cells_of

Result = TypeVar("Result")


class Shown:
    """What the terminal shows, as far as it is known."""

    def __init__(self) -> None:
        self._cells: dict[int, list[Cell | None]] = {}
        """The cells of each line; None where it isn't known what stands there."""
        self._pieces: dict[int, dict[int, str]] = {}
        """The pieces of each line as they were sent last, by the column they start at, to be known again quickly."""
        self._known = CellsOfLooks()

    def forget(self) -> None:
        """Take note that the terminal may show anything."""
        self._cells.clear()
        self._pieces.clear()

    def changes(self, update: CompositorUpdate, console: Console) -> str:
        """Give what has to be sent for an update, and take it for sent."""
        writer = Writer()
        if isinstance(update, LayoutUpdate):
            for y, strips in enumerate(update.strips, update.region.y):
                self._take_line(writer, y, _placed(strips, update.region.x), console)
        elif isinstance(update, ChopsUpdate):
            for y, pieces in _touched(update).items():
                self._take_line(writer, y, pieces, console, update.chops[y].keys())
        else:
            self.forget()
            return update.render_segments(console)
        return writer.text()

    def _take_line(
        self,
        writer: Writer,
        y: int,
        pieces: Mapping[int, Strip],
        console: Console,
        starts: Collection[int] | None = None,
    ) -> None:
        """Bring pieces of a line to the terminal.

        Args:
            writer: Takes what must be sent.
            y: The line.
            pieces: The pieces by the column they start at.
            console: Knows the terminal's colours.
            starts: Where all pieces of the line start; those given, if it is the whole line.
        """
        known = self._pieces.get(y, {})
        if known.keys() != (pieces.keys() if starts is None else set(starts)):
            known = {}
            if starts is not None:
                known = dict.fromkeys(starts, "")
        self._pieces[y] = known
        for x, strip in pieces.items():
            rendered = strip.render(console)
            if known.get(x) == rendered and rendered:
                continue
            known[x] = rendered
            self._draw(writer, x, y, strip, console)

    def _draw(self, writer: Writer, x: int, y: int, strip: Strip, console: Console) -> None:
        line = self._cells.setdefault(y, [])
        end = x + strip.cell_length
        line += [None] * (end - len(line))
        if any(style is not None and style.link for _, style, _ in strip):
            writer.raw(x, y, strip.render(console))
            line[x:end] = [None] * (end - x)
            return
        system = COLOR_SYSTEMS[console.color_system] if console.color_system else ColorSystem.TRUECOLOR
        new = cells_of(((text, look_of(style, system)) for text, style, _ in strip), self._known)
        writer.update(x, y, line[x:end], new, is_last=end >= len(line))
        line[x:end] = new


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


def look_of(style: Style | None, system: ColorSystem) -> Look:
    """The SGR parameters of a style, in the colours that the terminal has."""
    if style is None:
        return ""
    known: str | None = style._ansi  # noqa: SLF001 - where Textual's own rendering keeps them too
    return Strip.render_ansi(style, system) if known is None else known


def _placed(strips: Iterable[Strip], x: int) -> dict[int, Strip]:
    """Strips side by side, by the column they start at."""
    placed: dict[int, Strip] = {}
    for strip in strips:
        placed[x] = strip
        x += strip.cell_length
    return placed


def _touched(update: ChopsUpdate) -> dict[int, dict[int, Strip]]:
    """The pieces that an update concerns, by line and column.

    What of a piece lies beyond the update has not changed: so says Textual, which would show it wrongly otherwise.
    """
    touched: dict[int, dict[int, Strip]] = {}
    for y, first, end in update.spans:
        for (start, strip), stop in zip(update.chops[y].items(), update.chop_ends[y], strict=True):
            if strip is not None and start < end and stop > first:
                touched.setdefault(y, {})[start] = strip
    return touched
