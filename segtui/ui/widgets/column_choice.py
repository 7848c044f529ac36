"""Which columns of a table somebody wants to see, in which order, and what the rows are sorted by."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from segtui.domain.record import record
from segtui.domain.values import JsonValue
from segtui.ui.widgets.columns import Column


@record
class SortBy:
    """What rows are sorted by."""

    key: str
    """Of the column."""
    descending: bool = False

    @property
    def arrow(self) -> str:
        """How a header says it."""
        return "▼" if self.descending else "▲"


@record
class ColumnChoice:
    """A value to remember; it may name columns that a table hasn't got just now, and not name some that it has."""

    order: tuple[str, ...] = ()
    """Keys in the order somebody gave them; other columns follow in their own."""
    hidden: frozenset[str] = frozenset()
    shown: frozenset[str] = frozenset()
    """Those of the extra columns that are wanted."""
    sort: SortBy | None = None
    """None: the order that the rows come in."""

    def to_json(self) -> dict[str, JsonValue]:
        """The form in which it is remembered."""
        sort: JsonValue = [self.sort.key, self.sort.descending] if self.sort is not None else None
        return {"order": self.order, "hidden": sorted(self.hidden), "shown": sorted(self.shown), "sort": sort}

    @classmethod
    def from_json(cls, form: Mapping[str, JsonValue]) -> "ColumnChoice":
        """Read what was remembered; a part of a wrong shape counts as never chosen."""
        match form.get("sort"):
            case [str(key), bool(descending)]:
                sort: SortBy | None = SortBy(key, descending=descending)
            case _:
                sort = None
        order, hidden, shown = (_texts(form.get(part)) for part in ("order", "hidden", "shown"))
        return cls(tuple(dict.fromkeys(order)), frozenset(hidden), frozenset(shown), sort)

    def arranged(self, columns: Sequence[Column]) -> list[Column]:
        """All columns in order, hidden ones too."""
        places = {key: place for place, key in enumerate(self.order)}
        return sorted(columns, key=lambda column: places.get(column.key, len(places)))

    def shows(self, column: Column) -> bool:
        """Whether a column is to be seen."""
        is_hidden = column.key in self.hidden or (column.is_extra and column.key not in self.shown)
        return column.is_fixed or not is_hidden

    def visible(self, columns: Sequence[Column]) -> list[Column]:
        """The columns to be seen, in order."""
        return [column for column in self.arranged(columns) if self.shows(column)]

    def sort_of(self, columns: Sequence[Column]) -> SortBy | None:
        """What to sort by, if there is such a column, hidden or not."""
        return self.sort if self.sort is not None and any(one.key == self.sort.key for one in columns) else None

    def drawn(self, columns: Sequence[Column]) -> list[Column]:
        """The columns to be seen, with an arrow in the title of the one that the rows are sorted by."""
        return [
            replace(one, title=f"{one.title} {arrow}") if (arrow := self.arrow(one.key)) else one
            for one in self.visible(columns)
        ]

    def arrow(self, key: str) -> str:
        """How the header of a column says that rows are sorted by it; nothing when they aren't."""
        return self.sort.arrow if self.sort is not None and self.sort.key == key else ""

    def why_not_hide(self, columns: Sequence[Column], key: str) -> str:
        """Why a column must stay; nothing when it can be hidden."""
        visible = self.visible(columns)
        if any(column.is_fixed for column in visible if column.key == key):
            return "it is what tells one line from another"
        return "it is the last one" if [column.key for column in visible] == [key] else ""

    def moved(self, columns: Sequence[Column], key: str, step: int, *, over_hidden: bool = False) -> "ColumnChoice":
        """Move a column by one place; at the edge it stays.

        Args:
            columns: All columns of the table.
            key: Which one to move.
            step: 1 is to the right, -1 to the left.
            over_hidden: Whether a hidden column counts as a place.
        """
        seen = [column.key for column in (self.arranged(columns) if over_hidden else self.visible(columns))]
        place = seen.index(key) + step if key in seen else -1
        if not 0 <= place < len(seen):
            return self
        known = [*self.order, *(one.key for one in columns if one.key not in self.order)]
        known.remove(key)
        known.insert(known.index(seen[place]) + (step > 0), key)
        return replace(self, order=tuple(known))

    def toggled(self, column: Column) -> "ColumnChoice":
        """Hide a column, or show it again; where it stands stays known."""
        only = frozenset({column.key})
        if self.shows(column):
            return replace(self, hidden=self.hidden | only, shown=self.shown - only)
        return replace(self, hidden=self.hidden - only, shown=self.shown | only)

    def sorted_next(self, key: str) -> "ColumnChoice":
        """Sort by a column: up, then down, then as the rows come."""
        if self.sort is None or self.sort.key != key:
            return replace(self, sort=SortBy(key))
        return replace(self, sort=None if self.sort.descending else SortBy(key, descending=True))


def _texts(form: JsonValue) -> list[str]:
    return [text for text in form if isinstance(text, str)] if isinstance(form, list | tuple) else []
