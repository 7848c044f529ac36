"""The segment list in an order that somebody wants."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter, itemgetter
from typing import TypeAlias

from segtui.ui.widgets.column_choice import SortBy
from segtui.workspace.segment_lines import SegmentLine

ValueOf: TypeAlias = Callable[[SegmentLine], int | str | datetime | None]
"""What lines are compared by; None where it isn't known."""


def in_order(lines: Sequence[SegmentLine], sort: SortBy, value_of: ValueOf | None = None) -> list[SegmentLine]:
    """Sort lines: what isn't made yet stays on top, what isn't known comes last, whichever way it goes.

    Args:
        lines: What to sort.
        sort: The column and the direction.
        value_of: For a column that only some services have.
    """
    new = [one for one in lines if one.is_new]
    made = [one for one in lines if not one.is_new]
    if sort.key == "name":
        return [*new, *sorted(made, key=attrgetter("name_order"), reverse=sort.descending)]
    value_of = value_of or _VALUES[sort.key]
    values = [(value_of(one), one) for one in made]
    known = [pair for pair in values if pair[0] is not None]
    # The smaller an age, the later its moment.
    known.sort(key=itemgetter(0), reverse=sort.descending is not (sort.key == "age"))
    return [*new, *(one for _, one in known), *(one for value, one in values if value is None)]


def sort_words(lines: Sequence[SegmentLine], sort: SortBy, value_of: ValueOf | None = None) -> str:
    """What lines are sorted by, and of how many that was known; as for `in_order`."""
    words = f"by {sort.key} {sort.arrow}"
    if sort.key == "name":
        return words
    value_of = value_of or _VALUES[sort.key]
    made = [value_of(one) for one in lines if not one.is_new]
    known = sum(value is not None for value in made)
    return words if known == len(made) else f"{words} · {known:,} of {len(made):,} were known"


def changed_at(line: SegmentLine) -> datetime | None:
    """When a segment was changed last; None when that isn't known."""
    return line.segment.updated_at or line.segment.created_at if line.segment else None


def _size(line: SegmentLine) -> int | None:
    return line.size.value if line.size is not None else None


_VALUES: Mapping[str, ValueOf] = {"size": _size, "age": changed_at}
"""What lines are compared by, beside the name; None where it isn't known."""
