"""Where a list of feedback goes on. It has no page numbers: each page begins behind the last id of the one before.

Whether a page says how many there are in all isn't documented, nor how the list ends. So the end is a page that is
shorter than was asked for (100 is the documented maximum, and no more is asked for), an empty one, or the total.
"""

import json
from urllib.parse import quote

from segtui.backends.errors import UnexpectedReply
from segtui.backends.feedier import wire
from segtui.backends.feedier.refusals import RuleTooLong
from segtui.domain.leads import Lead
from segtui.domain.record import record
from segtui.domain.segments import Page

MOST_A_PAGE = 100

MOST_IN_ADDRESS = 6_000
"""Characters of a rule, as they stand in an address. Servers commonly take 8,000 for the whole of it."""


@record
class Place:
    """Where the next page of a list begins, and which list it is."""

    fql: str | None
    """The rule; None for all feedback. The pages of a saved segment are all of the rule that the first was of."""
    after: str = ""
    """The id that the page before ended with; empty for the first page."""
    seen: int = 0
    """How many rows the pages before had."""

    @classmethod
    def of(cls, cursor: str) -> "Place":
        """What a cursor stands for."""
        return cls(*json.loads(cursor))

    @property
    def cursor(self) -> str:
        """The place as a cursor."""
        return json.dumps([self.fql, self.after, self.seen])

    def params(self, size: int) -> dict[str, str | int]:
        """The query of the page that begins here."""
        rule = {} if self.fql is None else {"fql": self.fql}
        after = {"search_after": self.after} if self.after else {}
        return {"per_page": size, **rule, **after}

    def page(self, document: object, size: int) -> Page[Lead]:
        """The page that begins here.

        Args:
            document: The answer.
            size: How many rows were asked for.

        Raises:
            UnexpectedReply: It isn't a list of feedback, or is the same page once more.
        """
        rows = [wire.read_lead(row) for row in wire.rows_of(document, "feedback")]
        new = tuple(lead for lead in rows if lead.id != self.after)
        if new and rows[-1].id == self.after:
            raise UnexpectedReply(
                "The same page of feedback came again instead of the next one, so the rest of it can't be shown.",
                hint="What is shown is the newest. Narrow the rule to see the others.",
            )
        total, seen = wire.meta_number(document, "total"), self.seen + len(new)
        is_full = len(rows) >= min(size, wire.meta_number(document, "per_page") or size)
        goes_on = seen < total if total is not None else is_full or bool(wire.next_link(document))
        cursor = Place(self.fql, new[-1].id, seen).cursor if new and goes_on else None
        return Page(new, total, cursor)


def length_in_address(text: str) -> int:
    """How many characters of an address a rule takes: most of FQL's punctuation takes three."""
    return len(quote(text, safe="", errors="replace"))


def refuse_too_long(text: str) -> None:
    """Refuse a rule that is too long to be asked for.

    Raises:
        RuleTooLong: It is.
    """
    length = length_in_address(text)
    if length > MOST_IN_ADDRESS:
        raise RuleTooLong(length, MOST_IN_ADDRESS)
