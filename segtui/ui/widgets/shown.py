"""What the terminal shows already, so that only the rest is sent.

Textual paints widgets whole, and screens twice when one is pushed or popped: some 28 kB a time at 200x50, most of it on
the screen already. Here each update passes a comparison with what was sent before: piece by piece first, a piece being
the part of one line that belongs to one widget; of pieces that differ, cell by cell.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS, Console
from rich.style import Style

# The compositor has no public door; the byte budgets in the tests hold later versions of Textual to this.
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Size
from textual.strip import Strip

from segtui.ui.widgets.terminal_cells import UNKNOWN, Cell, cells_of, fitted, lay_over
from segtui.ui.widgets.terminal_pen import Pen


@dataclass(slots=True)
class _Line:
    cells: list[Cell] = field(default_factory=list)
    pieces: dict[int, str] = field(default_factory=dict)
    """By the column they start at: as rendered by Textual, which tells fast whether there is anything to compare."""
    cuts: tuple[int, ...] = ()
    """Where pieces start."""


class Shown:
    """What the terminal shows, as far as it is known."""

    def __init__(self) -> None:
        self._lines: dict[int, _Line] = {}
        self._size = Size(0, 0)
        """Of the screen that was drawn whole last."""

    def forget(self) -> None:
        """Take note that the terminal may show anything."""
        self._lines.clear()

    def changes(self, update: CompositorUpdate, console: Console) -> str:
        """Give what has to be sent for an update, and take it for sent."""
        pen = Pen()
        if isinstance(update, LayoutUpdate):
            if update.region.size != self._size:
                # What was drawn since the terminal had another size, and still for its former one, may be anywhere.
                self.forget()
                self._size = update.region.size
            for y, strips in enumerate(update.strips, update.region.y):
                pieces = _placed(strips, update.region.x)
                self._show(pen, y, pieces, tuple(pieces), console)
        elif isinstance(update, ChopsUpdate):
            for y, starts in _concerned(update).items():
                chops = update.chops[y]
                self._show(pen, y, {x: strip for x in starts if (strip := chops[x])}, tuple(chops), console)
        else:
            self.forget()
            return update.render_segments(console)
        return pen.finish()

    def _show(self, pen: Pen, y: int, pieces: Mapping[int, Strip], cuts: tuple[int, ...], console: Console) -> None:
        line = self._lines.setdefault(y, _Line())
        if line.cuts != cuts:
            line.pieces.clear()
            line.cuts = cuts
        changed = {}
        for x, strip in pieces.items():
            rendered = strip.render(console)
            if line.pieces.get(x) != rendered:
                line.pieces[x] = rendered
                changed[x] = strip
        if not changed:
            return
        wanted = line.cells.copy()
        linked = [x for x, strip in changed.items() if _has_links(strip)]
        for x, strip in changed.items():
            lay_over(wanted, x, [UNKNOWN] * strip.cell_length if x in linked else _cells(strip, console))
        pen.redraw(y, line.cells, wanted)
        line.cells = wanted
        for x in linked:
            pen.write_whole(x, y, line.pieces[x])


def _placed(strips: Iterable[Strip], x: int) -> dict[int, Strip]:
    places = {}
    for strip in strips:
        places[x] = strip
        x += strip.cell_length
    return places


def _concerned(update: ChopsUpdate) -> dict[int, set[int]]:
    """Tell which pieces an update concerns, by line."""
    concerned: dict[int, set[int]] = {}
    for y, first, end in update.spans:
        pieces = zip(update.chops[y], update.chop_ends[y], strict=True)
        concerned.setdefault(y, set()).update(start for start, stop in pieces if start < end and stop > first)
    return concerned


def _has_links(strip: Strip) -> bool:
    return any(style is not None and style.link for _, style, _ in strip)


def _cells(strip: Strip, console: Console) -> list[Cell]:
    system = COLOR_SYSTEMS[console.color_system or "truecolor"]
    return fitted(cells_of((text, _codes(style, system)) for text, style, _ in strip), strip.cell_length)


def _codes(style: Style | None, system: ColorSystem) -> str:
    return "" if style is None else Strip.render_ansi(style, system)
