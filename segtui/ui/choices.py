"""What the palette offers."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, runtime_checkable

from segtui.domain.record import record


@record
class Choice:
    """Something that can be chosen."""

    title: str
    """What it does, or where it leads; may be outside text."""
    note: str
    """The key that does it, or what it is."""
    run: Callable[[], object]
    """Does it, when the palette is closed."""


@runtime_checkable
class Finds(Protocol):
    """A screen in which something can be found by name."""

    def find(self, words: str) -> Sequence[Choice]:
        """What has these words, the best first, and not too many."""

    def elsewhere(self) -> Iterable[Choice]:
        """What can be done at other places of the screen, or at other times; found by words only."""
