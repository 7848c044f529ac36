"""The demo retailer's lists: the useful ones of a chain of shops, and every trap of the service."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, TypeAlias

from segtui.sandbox.segmenter.documents import Document, written
from segtui.sandbox.segmenter.people import HOSTILE, tag_of

_OLD = datetime(2025, 9, 1, 8, tzinfo=UTC)
_Choice: TypeAlias = Callable[[Sequence[Document]], Iterable[Document]]

_EMAIL, _SMS, _WHATSAPP = "bm-email-01", "bm-sms-01", "bm-whatsapp-02"


class _Entry(NamedTuple):
    """A list of the demo.

    Attributes:
        name: As typed by somebody.
        people: Whom of all customers it holds.
        description: None for none.
        medium: The id of what it is sent by, None for none.
        tag: The segment's own tag, None for none.
        retailer: Whose it is.
    """

    name: str
    people: _Choice
    description: str | None = None
    medium: str | None = _EMAIL
    tag: str | None = None
    retailer: str = "aurora"


def _with_tag(tag: str, *values: str) -> _Choice:
    return lambda customers: (one for one in customers if tag_of(one, tag) in values)


def _lacking(field: str) -> _Choice:
    return lambda customers: (one for one in customers if not one.get(field))


def _having(field: str) -> _Choice:
    return lambda customers: (one for one in customers if one.get(field))


def _old_ids(customers: Sequence[Document]) -> Iterable[Document]:
    return (one for one in customers if one["externalId"].startswith("crm-"))


def _rich(customers: Sequence[Document]) -> Iterable[Document]:
    return (one for one in customers if int(tag_of(one, "points") or 0) > 3000)  # noqa: PLR2004 - of 5,000


def _all(customers: Sequence[Document]) -> Iterable[Document]:
    return customers


def _none(_customers: Sequence[Document]) -> Iterable[Document]:
    return ()


def _one_of(size: int) -> _Choice:
    return lambda customers: customers[:size]


def _twice(customers: Sequence[Document]) -> Iterable[Document]:
    """Take some people again, as a spreadsheet glued together from two does."""
    return [*customers[:30], *({**one, "email": "second@example.com"} for one in customers[10:15])]


def _hostile(customers: Sequence[Document]) -> Iterable[Document]:
    names = {overlay["firstName"] for overlay in HOSTILE}
    return (one for one in customers if one["firstName"] in names)


_USEFUL = (
    _Entry("Weekly offers: Rome", _with_tag("city", "Rome"), "Shoppers who asked for the Thursday letter."),
    _Entry("Weekly offers: Milan and Turin", _with_tag("city", "Milan", "Turin"), tag="tag-weekly"),
    _Entry("Gold customers", _with_tag("tier", "gold"), "Invited to the tasting in December.", tag="tag-loyalty"),
    _Entry("Silver and gold by text message", _with_tag("tier", "silver", "gold"), medium=_SMS, tag="tag-loyalty"),
    _Entry("Fruit lovers", _with_tag("favourite", "fruit"), "Bought fruit at least three times in a month."),
    _Entry("Wine club", _with_tag("favourite", "wine"), medium=_WHATSAPP),
    _Entry("More than 3,000 points", _rich, "They expire at the end of the year.", tag="tag-points"),
    _Entry("Reachable by WhatsApp", _having("phone"), medium=_WHATSAPP),
    _Entry("French speakers", _with_tag("language", "fr")),
    _Entry("日本のお客様", _with_tag("language", "ja"), "Osaka and Tokyo pick-up points"),
    _Entry("Letter test: the first hundred", _one_of(100), medium=None),
)

_MISLEADING = (
    _Entry("All customers", _all, "Don't write to all of them at once, says Ada."),
    _Entry("No e-mail, sent by e-mail", _lacking("email"), "Nobody on it can be reached."),
    _Entry("Emptied on purpose", _none, "There is no way to delete a segment, so it was emptied."),
    _Entry("Christmas hampers", _one_of(250), "Was sent, timed out,"),
    _Entry("Christmas hampers", _one_of(250), "and was sent again: two segments."),
    _Entry("Glued from two spreadsheets", _twice, "Five people are on it twice."),
    _Entry("From the older system", _old_ids, "Their ids aren't UUIDs."),
    _Entry("[/red] VIP [bold]now", _hostile),
    _Entry("[@click=app.quit]x[/]", _one_of(3), "\x1b]52;c;aGVsbG8=\x07Priority\x1b[31m"),
    _Entry("\u202egnp.exe", _one_of(2), tag="\x1b[2Jtag"),
    _Entry(("Shoppers who told us about delivery times and " * 12)[:500], _one_of(5)),
    _Entry("   ", _one_of(1), ""),
)

_OTHER = _Entry("Patients of Dr Verdi", _one_of(4), retailer="verdi")


def segments(customers: Sequence[Document]) -> list[Document]:
    """Make the lists in the form in which segments are sent, with whose they are and when they were changed."""
    return [_document(entry, place, customers) for place, entry in enumerate((*_USEFUL, *_MISLEADING, _OTHER))]


def _document(entry: _Entry, place: int, customers: Sequence[Document]) -> Document:
    created = _OLD + timedelta(days=11 * place)
    return {
        "name": entry.name,
        "description": entry.description,
        "broadcastMediumId": entry.medium,
        "segmentType": "STATIC",
        "TagId": entry.tag,
        "persons": list(entry.people(customers)),
        "retailer": entry.retailer,
        "createdAt": written(created),
        "updatedAt": written(created + timedelta(days=(place * 5) % 23)),
    }
