"""Paging as the server reads it from the query string, oddities included."""

import math
import re
from collections.abc import Mapping, Sequence
from random import Random
from typing import NamedTuple

from segtui.sandbox.tiledesk.documents import Document
from segtui.sandbox.tiledesk.errors import Uncaught, UnknownDirection
from segtui.sandbox.tiledesk.query import sort_key

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)
_WHOLE_START = re.compile(r"\s*([+-]?\d{1,15})", re.ASCII)
_DIRECTIONS = {"1": False, "asc": False, "ascending": False, "-1": True, "desc": True, "descending": True}


class Paging(NamedTuple):
    """Which part of a list is asked for.

    Attributes:
        per_page: The limit as the answer repeats it: 40 when not asked for, None when it was no number.
        skip: How many rows come before the page.
        take: How many rows the page may have, None for all.
        sort: The path to sort by.
        descending: The largest first.
    """

    per_page: int | None
    skip: int
    take: int | None
    sort: str
    descending: bool

    def of(self, documents: Sequence[Document], chance: Random) -> list[Document]:
        """Sort documents and cut the page out. Equals come in another order each time, as MongoDB permits itself."""
        # Ids are never equal, so that there is nothing to shuffle.
        rows = documents if self.sort == "_id" else chance.sample(documents, len(documents))
        rows = sorted(rows, key=sort_key(self.sort, descending=self.descending), reverse=self.descending)
        return rows[self.skip :] if self.take is None else rows[self.skip : self.skip + self.take]


def js_number(text: str) -> float:
    """Read a number as JavaScript does, NaN for what is none."""
    text = text.strip()
    return float(text) if _NUMBER.fullmatch(text) else math.nan


def paging_of(query: Mapping[str, str], *, sort: str = "createdAt") -> Paging:
    """Read `page`, `limit`, `sort` and `direction`; an empty one counts as left out.

    Raises:
        UnknownDirection: The direction is none.
        Uncaught: The page lies before the first, or the sort field can't be one.
    """
    direction = query.get("direction") or "-1"
    if direction not in _DIRECTIONS:
        raise UnknownDirection(direction)
    field = query.get("sort") or sort
    if any(not part or part.startswith("$") for part in field.split(".")):
        raise Uncaught(f"no field to sort by: {field}")
    start = _WHOLE_START.match(query.get("limit") or "40")
    per_page = int(start[1]) if start else None
    return Paging(
        per_page=per_page,
        skip=_skip(query.get("page") or "0", per_page),
        take=abs(per_page) if per_page else None,
        sort=field,
        descending=_DIRECTIONS[direction],
    )


def _skip(page: str, per_page: int | None) -> int:
    rows = math.nan if per_page is None else js_number(page) * per_page
    if math.isnan(rows):
        return 0
    if rows < 0 or math.isinf(rows):
        raise Uncaught(f"no page: {page}")
    return int(rows)
