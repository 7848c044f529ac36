"""Which columns the lead table has: what the leads in view really have, the most telling first."""

import json
import re
from collections import Counter
from collections.abc import Sequence

from segtui.domain.leads import Lead
from segtui.domain.values import JsonValue
from segtui.ui.widgets.columns import Cell, Column

_FIRST = ("fullname", "email")
_LAST = ("createdAt", "updatedAt")
_HIDDEN = frozenset({"_id", "id", "id_project", "__v", "status", "createdBy", "lead_id", "fullname"})
"""What tells no two leads apart for a person, or is the name already."""
_MOST = 14
_SAMPLE = 100
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z")


def lead_columns(leads: Sequence[Lead]) -> tuple[Column, ...]:
    """The columns for some leads: the name, then fields by how many leads have them, dates last."""
    filled: Counter[str] = Counter()
    for lead in leads[:_SAMPLE]:
        filled.update(path for path, value in lead.values.items() if value not in (None, "", [], {}))
    paths = [path for path, _ in filled.most_common() if path not in _HIDDEN]
    ranked = sorted(paths, key=lambda path: (path in _LAST, path not in _FIRST, -filled[path], path))
    return (Column("", "name"), *(Column(path, short_title(path)) for path in ranked[:_MOST]))


def short_title(path: str) -> str:
    """A field's path as a column's title, without the prefix that all attributes share."""
    return path.removeprefix("attributes.").removeprefix("properties.")


class LeadRows:
    """Leads as rows of the table."""

    def __init__(self, leads: Sequence[Lead], columns: Sequence[Column]) -> None:
        self.leads = leads
        self._columns = columns

    def __len__(self) -> int:
        """How many leads have been fetched."""
        return len(self.leads)

    def cells(self, index: int) -> Sequence[Cell]:
        """The values of one lead; a missing one is empty, `null` is shown as such."""
        lead = self.leads[index]
        fields = self._columns[1:]
        return [lead.name, *(value_cell(lead.values[one.key]) if one.key in lead.values else "" for one in fields)]


def value_cell(value: JsonValue) -> str:
    """A lead's value in a cell: dates to the minute, lists with commas, everything else as JSON writes it."""
    match value:
        case str():
            return value[:16].replace("T", " ") if _DATE.fullmatch(value) else value
        case list() | tuple():
            return ", ".join(value_cell(one) for one in value)
        case None:
            return "null"
        case bool():
            return "yes" if value else "no"
        case _:
            return json.dumps(value, ensure_ascii=False)
