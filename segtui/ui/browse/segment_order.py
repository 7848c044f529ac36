"""The segment list in an order that somebody wants."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter, itemgetter

from segtui.ui.widgets.column_choice import SortBy
from segtui.workspace.desk import Entry


def in_order(entries: Sequence[Entry], sort: SortBy) -> list[Entry]:
    """Sort entries: what isn't made yet stays on top, what isn't known comes last, whichever way it goes."""
    new = [one for one in entries if one.is_new]
    made = [one for one in entries if not one.is_new]
    if sort.key == "name":
        return [*new, *sorted(made, key=attrgetter("name_order"), reverse=sort.descending)]
    value_of = _VALUES[sort.key]
    values = [(value_of(one), one) for one in made]
    known = [pair for pair in values if pair[0] is not None]
    # The smaller an age, the later its moment.
    known.sort(key=itemgetter(0), reverse=sort.descending is not (sort.key == "age"))
    return [*new, *(one for _, one in known), *(one for value, one in values if value is None)]


def sort_words(entries: Sequence[Entry], sort: SortBy) -> str:
    """What entries are sorted by, and of how many that was known."""
    words = f"by {sort.key} {sort.arrow}"
    if sort.key == "name":
        return words
    made = [_VALUES[sort.key](one) for one in entries if not one.is_new]
    known = sum(value is not None for value in made)
    return words if known == len(made) else f"{words} · {known:,} of {len(made):,} were known"


def changed_at(entry: Entry) -> datetime | None:
    """When a segment was changed last; None when that isn't known."""
    return entry.segment.updated_at or entry.segment.created_at if entry.segment else None


def _size(entry: Entry) -> int | None:
    return entry.size.value if entry.size is not None else None


_VALUES: Mapping[str, Callable[[Entry], int | datetime | None]] = {"size": _size, "age": changed_at}
"""What entries are compared by, beside the name; None where it isn't known."""
