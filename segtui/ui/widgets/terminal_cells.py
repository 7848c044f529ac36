"""What a terminal shows, cell by cell, and the shortest way to make it show something else.

Most of a line that changes stays as it was: a cursor moves, a number grows, other names stand in the same columns. So
old and new are compared by the cell, only runs of changed cells are sent, and a style is sent only when it is another
than the one before.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from rich.cells import get_character_cell_size

_DOUBTFUL = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0600-\u06ff\u0700-\u109f\u135d-\u135f\u1700-\u1cff\u1dc0-\u1dff"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u20d0-\u20ff\u302a-\u302f\u3099\u309a\ufb1d-\ufdff\ufe00-\ufe0f"
    "\ufe20-\ufe2f\ufe70-\ufeff\U0001f000-\U0001faff\U000e0000-\U000e0fff]"
)
"""Marks that combine, scripts that are shaped, emoji: terminals don't agree on how many cells these take."""

_SHORT_GAP = 4
"""Cells that are sent again rather than jumped over: a jump takes as many bytes."""

Look: TypeAlias = str
"""A style as its SGR parameters, such as `1;38;2;220;215;186`; empty for the terminal's own."""


class Cell(NamedTuple):
    """One cell of the terminal."""

    text: str
    """A character with the marks that belong to it; empty in the second cell of a wide one."""
    look: Look
    is_doubtful: bool = False
    """Whether what follows on the line may stand elsewhere than where it should."""


class CellsOfLook(dict[str, Cell]):
    """The cells of one look, each made once: they are many, and the same ones again and again.

    Args:
        look: The look.
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look

    def __missing__(self, character: str) -> Cell:
        """Make the cell of a character that takes one."""
        cell = self[character] = Cell(character, self.look)
        return cell


class CellsOfLooks(dict[Look, CellsOfLook]):
    """The cells of all looks; there are a few dozen."""

    def __missing__(self, look: Look) -> CellsOfLook:
        """Make a look's first cell possible."""
        cells = self[look] = CellsOfLook(look)
        return cells


def cells_of(parts: Iterable[tuple[str, Look]], known: CellsOfLooks) -> list[Cell]:
    """Give the cells of a part of a line.

    Args:
        parts: Its texts with their looks, without control codes.
        known: Where cells are found again that were made before.
    """
    cells: list[Cell] = []
    for text, look in parts:
        of_look = known[look]
        if text.isascii():
            cells += map(of_look.__getitem__, text)
        else:
            _add_wide(cells, text, of_look, is_doubtful=_DOUBTFUL.search(text) is not None)
    return cells


def _add_wide(cells: list[Cell], text: str, of_look: CellsOfLook, *, is_doubtful: bool) -> None:
    for character in text:
        width = get_character_cell_size(character)
        if width == 1 and not is_doubtful:
            cells.append(of_look[character])
        elif width:
            cells.append(Cell(character, of_look.look, is_doubtful))
            if width > 1:
                cells.append(Cell("", of_look.look, is_doubtful))
        elif cells:
            place = len(cells) - 1 if cells[-1].text else len(cells) - 2
            cells[place] = cells[place]._replace(text=cells[place].text + character, is_doubtful=True)


class _Part(NamedTuple):
    """Cells that are sent in one go."""

    x: int
    y: int
    text: str
    end: int | None
    """The column behind it; None where nobody can tell where the cursor is then."""


class Writer:
    """Collects what must be sent, and sends it with as few changes of style and moves as can be.

    What looks the same is sent together, wherever it stands: a move takes fewer bytes than two changes of style.
    """

    def __init__(self) -> None:
        self._parts: dict[Look, list[_Part]] = {}
        self._raw: list[_Part] = []

    def update(self, x: int, y: int, old: list[Cell | None], new: list[Cell], *, is_last: bool) -> None:
        """Make a part of a line show something else.

        Args:
            x: The column it begins at.
            y: The line.
            old: What the terminal shows there, cell by cell; None where that isn't known.
            new: What it should show.
            is_last: Whether the part reaches to the last column, after which nobody can tell where the cursor is.
        """
        for start, end in _runs(old, new):
            run = new[start:end]
            if any(cell.is_doubtful for cell in run):
                self.raw(x + start, y, _in_order(run))
                continue
            at, index = x + start, start
            while index < end:
                look, first = new[index].look, index
                while index < end and new[index].look == look:
                    index += 1
                text = "".join([cell.text for cell in new[first:index]])
                at_edge = is_last and index == len(new)
                self._parts.setdefault(look, []).append(_Part(at, y, text, None if at_edge else at + index - first))
                at += index - first

    def raw(self, x: int, y: int, text: str) -> None:
        """Send a part of a line as it stands, with styles of its own that end with it."""
        self._raw.append(_Part(x, y, text, None))

    def text(self) -> str:
        """All that must be sent, with the terminal's own style in the end."""
        sent: list[str] = []
        present: Look = ""
        at: tuple[int, int] | None = None
        for part in self._raw:
            sent += (_move(None, part), part.text)
        for look, parts in self._parts.items():
            sent.append(_change(present, look))
            present = look
            for part in parts:
                sent += (_move(at, part), part.text)
                at = (part.end, part.y) if part.end is not None else None
        sent.append(_change(present, ""))
        return "".join(sent)


def _in_order(run: list[Cell]) -> str:
    """Cells one after the other, with their styles, from the terminal's own style to it."""
    sent: list[str] = []
    present: Look = ""
    for text, look, _ in run:
        if look != present:
            sent.append(_change(present, look))
            present = look
        sent.append(text)
    return "".join((*sent, _change(present, "")))


def _move(at: tuple[int, int] | None, part: _Part) -> str:
    """The shortest way of the cursor to where a part begins."""
    if at == (part.x, part.y):
        return ""
    absolute = f"\x1b[{part.y + 1};{part.x + 1}H"
    if at is None:
        return absolute
    right, down = part.x - at[0], part.y - at[1]
    if down == 0 and right > 0:
        return min(f"\x1b[{right}C", absolute, key=len)
    if down == 1 and -_SHORT_GAP <= right <= 0:
        return "\x1b[B" + "\b" * -right
    return absolute


def _runs(old: list[Cell | None], new: list[Cell]) -> Iterator[tuple[int, int]]:
    """The runs of cells that must be sent, from the first cell to the one behind the last."""
    start = end = -1
    for place, (was, cell) in enumerate(zip(old, new, strict=True)):
        if was is cell and not cell.is_doubtful:
            continue
        if cell.is_doubtful or (was is not None and was.is_doubtful):
            # From here on nobody knows where things stand, so all of it is sent.
            if old[place:] != new[place:]:
                yield from ((start, end),) if start >= 0 and place - end > _SHORT_GAP else ()
                begin = start if start >= 0 and place - end <= _SHORT_GAP else place
                yield _whole(new, begin), len(new)
            elif start >= 0:
                yield start, end
            return
        if was == cell:
            continue
        if start >= 0 and place - end <= _SHORT_GAP:
            end = place + 1
            continue
        if start >= 0:
            yield start, _to_end_of_character(new, end)
        start, end = _whole(new, place), place + 1
    if start >= 0:
        yield start, _to_end_of_character(new, end)


def _whole(cells: list[Cell], place: int) -> int:
    """The place where the character begins that a cell belongs to."""
    return place - 1 if place and not cells[place].text else place


def _to_end_of_character(cells: list[Cell], place: int) -> int:
    return place + 1 if place < len(cells) and not cells[place].text else place


@lru_cache(maxsize=4096)
def _change(before: Look, after: Look) -> str:
    """The sequence that leads from one style to another, the shortest of those that are right everywhere."""
    if not after or before == after:
        return "\x1b[0m" if before != after else ""
    anew = f"\x1b[{'0;' if before else ''}{after}m"
    old, new = _parts(before), _parts(after)
    if (
        not before
        or not old.attributes <= new.attributes
        or (old.front and not new.front)
        or (old.back and not new.back)
    ):
        return anew
    added = [*sorted(new.attributes - old.attributes)]
    added += [new.front] if new.front != old.front else []
    added += [new.back] if new.back != old.back else []
    return min(anew, f"\x1b[{';'.join(added)}m", key=len)


class _Parts(NamedTuple):
    attributes: frozenset[str]
    front: str
    back: str


@lru_cache(maxsize=4096)
def _parts(look: Look) -> _Parts:
    """What an SGR sequence sets. `38` and `48` take the parameters behind them; 3x, 9x, 4x and 10x are colours too."""
    codes = look.split(";") if look else []
    attributes: set[str] = set()
    front = back = ""
    while codes:
        code = codes.pop(0)
        if code in {"38", "48"}:
            taken = 4 if codes and codes[0] == "2" else 2
            colour, codes = ";".join((code, *codes[:taken])), codes[taken:]
            front, back = (colour, back) if code == "38" else (front, colour)
        elif len(code) == 2 and code[0] in "39":  # noqa: PLR2004 - two digits
            front = code
        elif (len(code) == 2 and code[0] == "4") or len(code) == 3:  # noqa: PLR2004 - two and three digits
            back = code
        else:
            attributes.add(code)
    return _Parts(frozenset(attributes), front, back)
