"""What is seen of a terminal's screen: two pictures may differ in what nobody can see."""

from collections.abc import Iterable

Picture = list[list[tuple[object, ...]]]
"""A list per line, and for each cell its character and how it looks, in the order of pyte's `Char`."""

_BOLD, _UNDERSCORE = 3, 5
"""From the second on, an attribute shows on a blank too."""


def seen(picture: Iterable[Iterable[tuple[object, ...]]]) -> Picture:
    """Leave out the foreground of blanks and whether they are bold or italic."""
    return [[_seen(cell) for cell in line] for line in picture]


def _seen(cell: tuple[object, ...]) -> tuple[object, ...]:
    if cell[0] != " " or any(cell[_UNDERSCORE:]):
        return tuple(cell)
    return cell[0], None, cell[2], *[None] * (_UNDERSCORE - _BOLD), *cell[_UNDERSCORE:]
