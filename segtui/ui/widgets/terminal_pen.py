"""The shortest way to make a terminal show other cells than it does.

Only what differs is written, with codes for what differs in its look. Blanks are written out: the codes that erase
leave some terminals in their own background colour.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import compress, count, groupby
from operator import itemgetter, ne

from segtui.ui.widgets.terminal_cells import (
    PLAIN,
    UNKNOWN,
    UNSEEN_ON_BLANKS,
    Cell,
    Look,
    end_of,
    look_of,
    reach,
    start_of,
)

_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "7": "27"}
"""What ends an attribute, where every terminal knows it; the others end with all of the look."""

_WIDEST_GAP = 6
"""A jump to the right takes no more bytes."""

_text, _look = itemgetter(0), itemgetter(1)


class Pen:
    """Writes one update. It finds the terminal with a plain look and the cursor anywhere, and leaves it like that."""

    def __init__(self) -> None:
        self._written: list[str] = []
        self._look = PLAIN
        self._x, self._y = -1, -1
        """Where the cursor is; x is -1 when that isn't sure."""

    def redraw(self, y: int, shown: Sequence[Cell], wanted: Sequence[Cell]) -> None:
        """Make a line show other cells.

        Args:
            y: The line.
            shown: What it shows; what is beyond isn't known.
            wanted: What it is to show, at least as long; unknown cells are left as they are.
        """
        places = _differing(shown, wanted)
        if not places:
            return
        texts = set(map(_text, wanted))
        is_doubtful = any(map(reach, texts))
        if is_doubtful:
            runs, write = _reaching_runs(places, wanted), self._write_doubtful
        else:
            runs, write = _whole_runs(places, wanted) if "" in texts else _runs(places), self._write
        for start, stop in runs:
            begin = self._x if self._y == y and self._may_cross(start, wanted) else start
            write(begin, y, wanted[begin:stop])

    def write_whole(self, x: int, y: int, text: str) -> None:
        """Write a text that has its own codes, begins with a plain look and ends with one."""
        self._go(x, y)
        self._turn(PLAIN)
        self._written.append(text)
        self._x = -1

    def finish(self) -> str:
        """Give all that has to be sent."""
        self._turn(PLAIN)
        return "".join(self._written)

    def _may_cross(self, start: int, wanted: Sequence[Cell]) -> bool:
        """Whether writing what stands between here and there again is no longer than a jump."""
        if not 0 <= self._x < start <= self._x + _WIDEST_GAP:
            return False
        length, look = 0, self._look
        for cell in wanted[self._x : start]:
            if cell is UNKNOWN or reach(cell[0]):
                return False
            codes, look = _turn(look, cell[1])
            length += len(codes) + len(cell[0].encode())
        then = wanted[start][1]
        jump = len(self._way(start, self._y)) + len(_turn(self._look, then)[0])
        return length + len(_turn(look, then)[0]) <= jump

    def _write(self, x: int, y: int, cells: Sequence[Cell]) -> None:
        self._go(x, y)
        for look, alike in groupby(cells, _look):
            self._turn(look)
            self._written.extend(map(_text, alike))
        self._x += len(cells)

    def _write_doubtful(self, x: int, y: int, cells: Sequence[Cell]) -> None:
        """Write characters that terminals measure differently: on blanks, and with the place found again after each."""
        for offset, (text, look) in enumerate(cells):
            if not text:
                continue
            width = end_of(cells, offset + 1) - offset
            self._go(x + offset, y)
            self._turn(look)
            if reach(text):
                self._written.append(" " * width)
                self._x = -1
                self._go(x + offset, y)
            self._written.append(text)
            self._x = -1 if reach(text) else self._x + width

    def _turn(self, look: Look) -> None:
        codes, self._look = _turn(self._look, look)
        self._written.append(codes)

    def _go(self, x: int, y: int) -> None:
        self._written.append(self._way(x, y))
        self._x, self._y = x, y

    def _way(self, x: int, y: int) -> str:
        if (x, y) == (self._x, self._y):
            return ""
        to_place = f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H"
        if y != self._y or not 0 <= self._x < x:
            return to_place
        columns = x - self._x
        return min(to_place, "\x1b[C" if columns == 1 else f"\x1b[{columns}C", key=len)


def _differing(shown: Sequence[Cell], wanted: Sequence[Cell]) -> list[int]:
    shown = [*shown, *[UNKNOWN] * (len(wanted) - len(shown))]
    places = list(compress(count(), map(ne, shown, wanted)))
    return [x for x in places if wanted[x] is not UNKNOWN] if UNKNOWN in wanted else places


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = stop = places[0]
    for x in places:
        if x != stop:
            yield start, stop
            start = x
        stop = x + 1
    yield start, stop


def _whole_runs(places: Sequence[int], wanted: Sequence[Cell]) -> Iterator[tuple[int, int]]:
    """Give runs that cut no character."""
    return ((start_of(wanted, start), end_of(wanted, stop)) for start, stop in _runs(places))


def _reaching_runs(places: Sequence[int], wanted: Sequence[Cell]) -> Iterator[tuple[int, int]]:
    """Give runs that cut no character and take in all that one in them may draw over."""
    reached = 0
    for start, stop in _whole_runs(places, wanted):
        x, end = max(start, reached), stop
        while x < end and wanted[x] is not UNKNOWN:
            end = min(max(end, x + reach(wanted[x][0])), len(wanted))
            x += 1
        if x > reached:
            yield max(start, reached), end_of(wanted, x)
            reached = end_of(wanted, x)


@lru_cache(maxsize=16384)
def _turn(now: Look, wanted: Look) -> tuple[str, Look]:
    """Give the codes from one look to another, and the look that they lead to."""
    if wanted.foreground is not None:
        return _codes(now, wanted), wanted
    kept = tuple(code for code in now.attributes if code in UNSEEN_ON_BLANKS)
    ways = (look_of(kept, now.foreground, wanted.background), look_of((), "", wanted.background))
    return min(((_codes(now, way), way) for way in ways), key=lambda turn: len(turn[0]))


def _codes(now: Look, wanted: Look) -> str:
    if now == wanted:
        return ""
    colours = []
    if now.foreground != wanted.foreground:
        colours.append(wanted.foreground or "39")
    if now.background != wanted.background:
        colours.append(wanted.background or "49")
    anew = list(filter(None, (*wanted.attributes, wanted.foreground, wanted.background)))
    ways = [";".join(("0", *anew)) if anew else ""]
    ended = [code for code in now.attributes if code not in wanted.attributes]
    if all(code in _OFF for code in ended):
        off = dict.fromkeys(_OFF[code] for code in ended)
        on = [code for code in wanted.attributes if code not in now.attributes or _OFF.get(code) in off]
        ways.append(";".join((*off, *on, *colours)))
    return f"\x1b[{min(ways, key=len)}m"
