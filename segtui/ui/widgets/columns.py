"""Columns of a table: how wide they are, and a cell cut or padded to exactly that.

Widths are in terminal cells, not characters: an ideograph takes two, a combining mark none.
"""

from collections.abc import Sequence
from typing import Protocol, TypeAlias

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.text import Text
from textual.content import Content
from textual.strip import Strip
from textual.style import Style

from segtui.domain.record import record
from segtui.domain.text import printable

Cell: TypeAlias = str | Content | Text
"""What a row gives for a column. A `str` is text from outside; it is never read as markup."""

EDGES = 2
"""Cells of a table's width that no column gets: one before the rows for a mark, one behind them for the thumb."""

_WIDEST = 40
"""Cells a column takes for its content at most; an e-mail address still fits."""

_TELLS_FROM = 4
"""Cells of a column that tell anything of it; fewer than that stay empty at the edge of a table."""

_GROWS_FROM = 10
"""Cells a growing column keeps when there is no room: a name can still be told from another."""


@record
class Column:
    """How one column looks."""

    key: str
    """What the column is known by."""
    title: str
    """What stands above it; text from outside is welcome."""
    width: int | None = None
    """Cells, or None: as its content needs, up to a limit. For a growing column the least it gets."""
    align_right: bool = False
    grow: bool = False
    """Takes what is left of the table's width."""
    is_fixed: bool = False
    """Can't be hidden: it is what tells one row from another."""
    is_extra: bool = False
    """Is hidden until somebody wants to see it."""


class Rows(Protocol):
    """What a table shows. Asked only for the rows in view, so it may be long, and it may grow and shrink."""

    def __len__(self) -> int:
        """How many rows there are now."""

    def cells(self, index: int) -> Sequence[Cell]:
        """Give a row's cells, in the order of the columns; missing ones stay empty."""


class NoRows:
    """Nothing to show."""

    def __len__(self) -> int:
        """Always 0."""
        return 0

    def cells(self, index: int) -> Sequence[Cell]:
        """Never asked for."""
        raise IndexError(index)


class Layout:
    """Columns with the widths they have in a table of some width."""

    def __init__(self, columns: Sequence[Column] = ()) -> None:
        self.columns = tuple(columns)
        self._wanted = [_least_width(column) for column in columns]
        self._measured = [place for place, column in enumerate(columns) if column.width is None and not column.grow]
        self._room = 0
        self.widths: list[int] = []
        """Cells of each column."""
        self.starts: list[int] = []
        """Cells before each column."""
        self.gap = 1
        """Cells between two columns: 2 where there is room."""
        self._share_out()

    def measure(self, rows: Rows, seen: range) -> bool:
        """Widen columns for rows that came into view; they never become narrower again.

        Returns:
            Whether a column has another width now.
        """
        wanted = list(self._wanted)
        for index in seen if self._measured else ():
            cells = rows.cells(index)
            for place in self._measured:
                if place < len(cells):
                    wanted[place] = max(wanted[place], min(_WIDEST, _cell_width(cells[place])))
        self._wanted = wanted
        return self._share_out()

    def fit(self, room: int) -> bool:
        """Share out another width; columns that need more are scrolled sideways.

        Returns:
            Whether a column has another width now.
        """
        if room == self._room:
            return False
        self._room = room
        return self._share_out()

    @property
    def width(self) -> int:
        """Cells that all columns and the gaps between them take."""
        return sum(self.widths) + self.gap * max(0, len(self.widths) - 1)

    def part(self, line: Strip, left: int, room: int, *, is_titles: bool = False) -> Strip:
        """What is in view of a line of cells; where a cell is cut there, an ellipsis says so: 1,284 is not to be 12.

        Args:
            line: The line, as wide as all columns, or one of something else, which fits.
            left: How far the columns are scrolled.
            room: Cells in view.
            is_titles: Whether it is the line that says of a column with hardly any room that it is there; the others
                leave it empty.
        """
        right, part = left + room, line.crop(left, left + room)
        if room < 1 or line.cell_length <= room:
            return part
        for start, width in zip(self.starts, self.widths, strict=True):
            if start < left < start + width and line.crop(start, left).text.strip():
                part = Strip.join([_ellipsis(part.crop(0, 1)), _exactly(part.crop(1, room), room - 1)])
            if start < right < start + width and line.crop(right, start + width).text.strip():
                is_narrow = right - start < min(_TELLS_FROM, width) and start >= left
                kept, mark = room - (right - start if is_narrow else 1), part.crop(room - 1, room)
                rest = [_ellipsis(mark)] if is_titles or not is_narrow else []
                part = Strip.join([_exactly(part.crop(0, kept), kept), *rest])
        return part

    def joined(self, cells: Sequence[Cell], style: Style) -> Strip:
        """Draw a row.

        Args:
            cells: What the row gave; columns without one stay empty.
            style: What the row looks like; styles of cells come on top of it.
        """
        base = style.rich_style
        segments: list[Segment] = []
        for place, (column, width) in enumerate(zip(self.columns, self.widths, strict=True)):
            cell = fitted(cells[place] if place < len(cells) else "", width, align_right=column.align_right)
            if place:
                segments.append(Segment(" " * self.gap, base))
            segments += [Segment(cell, base)] if isinstance(cell, str) else cell.render_segments(style)
        return Strip(Segment.simplify(segments), self.width)

    def _share_out(self) -> bool:
        before = self.widths, self.gap
        gaps = max(0, len(self.columns) - 1)
        self.widths = list(self._wanted)
        self.gap = 2 if sum(self.widths) + 2 * gaps <= self._room else 1
        growing = [place for place, column in enumerate(self.columns) if column.grow]
        taken = self.gap * gaps + sum(self.widths) - sum(self.widths[place] for place in growing)
        for turn, place in enumerate(growing):
            share, rest = divmod(max(0, self._room - taken), len(growing))
            self.widths[place] = max(self.widths[place], share + (turn < rest))
        self.starts = [sum(self.widths[:place]) + self.gap * place for place in range(len(self.widths))]
        return before != (self.widths, self.gap)


def fitted(cell: Cell, width: int, *, align_right: bool = False) -> str | Content:
    """Clean a cell and make it exactly as wide as its column, cut with an ellipsis where it is longer.

    Args:
        cell: What a row gave; however long, only its beginning is looked at.
        width: Cells.
        align_right: Pad on the left.
    """
    most = _characters_in(width)
    if not isinstance(cell, str):
        return _fitted_content(cell, width, most, align_right=align_right)
    text = printable(cell[:most])
    size = cell_len(text)
    if size > width or len(cell) > most:
        return set_cell_size(text, width - 1) + "…" if width > 0 else ""
    padding = " " * (width - size)
    return padding + text if align_right else text + padding


def edged(part: Strip, edges: tuple[Segment, Segment], width: int) -> Strip:
    """Put the part of a line that is in view between its edges.

    Args:
        part: As wide as there is room at most.
        edges: One cell before it and one behind it; the former's style fills what is left.
        width: The table's width.
    """
    first, last = edges
    room = max(0, width - EDGES)
    part = part.adjust_cell_length(room, first.style)
    return Strip(Segment.simplify([first, *part, last]), room + EDGES).adjust_cell_length(width, first.style)


def _exactly(cut: Strip, width: int) -> Strip:
    """A part that was cut out of a line, as wide as it should be.

    Rich takes apart what is joined to one character, and the pieces may be wider than it says.
    """
    kept = cut
    while cell_len(kept.text) > width:
        kept = kept.crop(0, kept.cell_length - 1)
    rest = width - cell_len(kept.text)
    return kept if kept is cut and not rest else Strip([*kept, Segment(" " * rest)], width)


def _ellipsis(cut: Strip) -> Strip:
    """In the look of the cell whose place it takes."""
    return Strip([Segment("…", next(iter(cut)).style)], 1)


def thumb(length: int, height: int, top: float) -> range:
    """Tell which of a table's lines a scrollbar's thumb covers; none when all rows are in view.

    Args:
        length: All rows.
        height: Rows in view.
        top: The first row in view.
    """
    if length <= height or height <= 0:
        return range(0)
    size = max(1, height * height // length)
    start = round((height - size) * min(1.0, top / (length - height)))
    return range(start, start + size)


def _fitted_content(cell: Content | Text, width: int, most: int, *, align_right: bool) -> Content:
    content = Content.from_rich_text(cell) if isinstance(cell, Text) else cell
    content = content[:most].truncate(width, ellipsis=True)
    clean = printable(content.plain)
    if clean != content.plain:
        # Characters are replaced one for one, so the styles still stand where they stood; widths may differ.
        content = Content(clean, list(content.spans), strip_control_codes=False)
        content = content.truncate(width, ellipsis=True)
    padding = max(0, width - content.cell_length)
    return content.pad_left(padding) if align_right else content.pad_right(padding)


def _least_width(column: Column) -> int:
    if column.width is not None:
        return max(0, column.width)
    title = min(_WIDEST, _cell_width(column.title))
    return max(title, _GROWS_FROM) if column.grow else title


def _cell_width(cell: Cell) -> int:
    plain = cell if isinstance(cell, str) else cell.plain
    return cell_len(printable(plain[: _characters_in(_WIDEST)]))


def _characters_in(width: int) -> int:
    """Say how many characters may matter: a family emoji has 7 for 2 cells, a stack of accents has no end."""
    return 4 * width + 16
