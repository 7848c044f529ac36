"""What the list of segments can show of details and links, for services that know such things."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from segtui.domain.ordering import natural
from segtui.domain.values import JsonValue
from segtui.ui.widgets.columns import Column
from segtui.workspace.detail_book import Detail, DetailBook, DetailKind
from segtui.workspace.links_shown import link_words
from segtui.workspace.segment_lines import SegmentLine

LINKS = "links"
ROOMY = 84
"""Cells of a list from which details and links are shown by themselves; a narrower one shows those that are chosen."""


class DetailColumns:
    """A column for each detail that says a word or two, and one for the links.

    Args:
        book: Knows what details are called.
        with_links: Whether segments can be given to others.
    """

    def __init__(self, book: DetailBook, *, with_links: bool) -> None:
        self._book = book
        self._details: Mapping[str, Detail] = {one.key: one for one in book.details if one.kind is not DetailKind.TEXT}
        columns = [Column(one.key, one.key, is_extra=True) for one in self._details.values()]
        self._columns = (*columns, Column(LINKS, LINKS, is_extra=True)) if with_links else tuple(columns)

    def columns(self, width: int) -> Sequence[Column]:
        """The columns, in a list of so many cells."""
        return self._columns if width < ROOMY else [replace(one, is_extra=False) for one in self._columns]

    def cell(self, line: SegmentLine, key: str) -> str:
        """A cell: a detail's value, or how many the segment is given to and who they are; empty when not known."""
        if key == LINKS:
            links = line.segment.links if line.segment is not None else None
            if not links:
                return "" if links is None else "nobody"
            return f"{len(links)}: {', '.join(one.name.strip() or one.target_id for one in links)}"
        value = self._value(line, key)
        return "" if value is None else self._book.words(self._details[key], value)

    def in_full(self, line: SegmentLine, key: str) -> str:
        """All that is known of a cell."""
        links = line.segment.links if line.segment is not None else None
        if key == LINKS and links:
            return "\n".join(link_words(one) for one in links)
        return self.cell(line, key) or "Not known."

    def order_of(self, key: str) -> Callable[[SegmentLine], int | str | None]:
        """What lines are compared by in a column; None where it isn't known."""
        if key == LINKS:
            return _link_count
        return lambda line: natural(self.cell(line, key)) if self._value(line, key) is not None else None

    def _value(self, line: SegmentLine, key: str) -> JsonValue:
        wanted = line.editing.draft.details if line.editing is not None else {}
        return {**self._book.of(line.segment), **wanted}.get(key)


def _link_count(line: SegmentLine) -> int | None:
    links = line.segment.links if line.segment is not None else None
    return len(links) if links is not None else None
