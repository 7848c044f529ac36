"""Which columns the lead table has: what the leads really have, the most telling first."""

import asyncio
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from segtui.domain.leads import Lead, LeadColumns
from segtui.domain.ordering import KIND_WORDS, Kind, Missing, Ordering
from segtui.domain.record import record
from segtui.domain.text import shortened
from segtui.domain.values import JsonValue
from segtui.ui.widgets.column_choice import SortBy
from segtui.ui.widgets.columns import Cell, Column
from segtui.workspace.feed import LeadFeed

NAME = Column("", "name", is_fixed=True)
"""The lead's name; no field that is shown has an empty path."""

_MOST = 14
"""Columns that are shown until somebody wants more."""
_SAMPLE = 100
_LONGEST_SORT_TITLE = 24
_STEP = 2000
"""Leads that are looked at in a few milliseconds."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z")


def lead_columns(leads: Sequence[Lead], wanted: LeadColumns, known: Sequence[Column] = ()) -> tuple[Column, ...]:
    """The columns for some leads: the name, what their service begins with, then fields by how many leads have them.

    Args:
        leads: The first of them are looked at.
        wanted: What people look at in this service's leads.
        known: Columns that there are already; others come behind them.
    """
    filled: Counter[str] = Counter()
    for lead in leads[:_SAMPLE]:
        filled.update(path for path, value in lead.values.items() if path and value not in (None, "", [], {}))
    begins = {path: place for place, path in enumerate(wanted.first)}

    def rank(path: str) -> tuple[bool, bool, int, int, str]:
        place = begins.get(path, len(begins))
        return wanted.is_extra(path), path in wanted.last, place, 0 if path in begins else -filled[path], path

    ranked = sorted(filled, key=rank)
    columns = list(known or (NAME,))
    present = {column.key for column in columns}
    room = _MOST - sum(not column.is_extra for column in known[1:])
    for path in ranked:
        if path not in present:
            is_extra = wanted.is_extra(path) or room <= 0
            room -= not is_extra
            columns.append(Column(path, _short_title(path), is_extra=is_extra))
    return tuple(columns)


def _short_title(path: str) -> str:
    """A field's path as a column's title, without the prefix that all attributes share."""
    return path.removeprefix("attributes.").removeprefix("properties.").removeprefix("Attribute.")


class LeadRows:
    """Leads as rows of the table.

    Args:
        leads: The leads, in the order of the rows.
        columns: The columns to be seen.
        marks: What stands before the names of some leads, by their ids.
    """

    def __init__(
        self, leads: Sequence[Lead], columns: Sequence[Column], marks: Mapping[str, str] | None = None
    ) -> None:
        self.leads = leads
        self._columns = columns
        self._marks = marks or {}

    def __len__(self) -> int:
        """How many leads have been fetched."""
        return len(self.leads)

    def cells(self, index: int) -> Sequence[Cell]:
        """The values of one lead; a missing one is empty, `null` is shown as such."""
        lead = self.leads[index]
        cells = [_cell(lead, column.key) for column in self._columns]
        mark = self._marks.get(lead.id)
        return [f"{mark} {cells[0]}", *cells[1:]] if mark else cells


def _cell(lead: Lead, key: str) -> str:
    if key == NAME.key:
        return lead.name
    return _value_cell(lead.values[key]) if key in lead.values else ""


def _value_cell(value: JsonValue) -> str:
    """A lead's value in a cell: dates to the minute, lists with commas, everything else as JSON writes it."""
    match value:
        case str():
            return value[:16].replace("T", " ") if _DATE.fullmatch(value) else value
        case list() | tuple():
            return ", ".join(_value_cell(one) for one in value)
        case None:
            return "null"
        case bool():
            return "yes" if value else "no"
        case _:
            return json.dumps(value, ensure_ascii=False)


def value_in_full(lead: Lead, key: str) -> str:
    """A lead's value as the service sent it: a text as it is, everything else as JSON with a line per member."""
    value = lead.name if key == NAME.key else lead.value(key)
    if isinstance(value, Missing):
        return "There is no such field here."
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)


@record
class SortedLeads:
    """Leads in an order that somebody wants."""

    leads: Sequence[Lead]
    kinds: Sequence[Kind]
    """What they were sorted by; more than one when the field holds now this, now that."""


def sorted_leads(leads: Sequence[Lead], sort: SortBy) -> SortedLeads:
    """Sort leads by one of their fields; those without it come last."""
    ordering = Ordering()
    ordering.add(_values(leads, sort.key))
    return _ordered(leads, ordering, sort)


async def sorted_in_steps(leads: Sequence[Lead], sort: SortBy) -> SortedLeads:
    """Sort many leads and let others have their turn again and again."""
    ordering = Ordering()
    for start in range(0, len(leads), _STEP):
        ordering.add(_values(leads[start : start + _STEP], sort.key))
        await asyncio.sleep(0)
    return _ordered(leads, ordering, sort)


def _values(leads: Sequence[Lead], key: str) -> Iterator[JsonValue | Missing]:
    yield from (lead.name if key == NAME.key else lead.value(key) for lead in leads)


def _ordered(leads: Sequence[Lead], ordering: Ordering, sort: SortBy) -> SortedLeads:
    order = ordering.sorted(descending=sort.descending)
    return SortedLeads([leads[place] for place in order.places], order.kinds)


def sort_words(feed: LeadFeed, sort: SortBy, kinds: Sequence[Kind]) -> str:
    """What leads are sorted by, and what one could be wrong about: more leads may belong between them."""
    words = f"sorted by {sort_title(sort)} {sort.arrow}"
    if len(kinds) > 1:
        words += f" ({', then '.join(KIND_WORDS[kind] for kind in kinds)})"
    if feed.is_complete:
        return words
    whole = f" of {feed.count.value:,}" if feed.count.value is not None else ""
    return f"{words} · {len(feed.rows):,}{whole} loaded"


def sort_title(sort: SortBy) -> str:
    """The title of the column that leads are sorted by, short enough to leave room for what else there is to say."""
    return shortened(NAME.title if sort.key == NAME.key else _short_title(sort.key), _LONGEST_SORT_TITLE)
