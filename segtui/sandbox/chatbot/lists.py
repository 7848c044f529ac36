"""The demo's segments: a shop's real lists, and every trap of the service.

A segment is a list that somebody or a bot filled. Why its members are in it is known here only.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import NamedTuple, TypeAlias

from segtui.sandbox.chatbot.documents import Document, spaced, stamped
from segtui.sandbox.chatbot.people import DEMO_NOW

_Choice: TypeAlias = Callable[[Document], bool]


class _Entry(NamedTuple):
    """A segment of the demo.

    Attributes:
        name: As typed by somebody.
        chooses: Says whether a user is in it.
        id: None for one like the others'.
        created: As written, None for one like the others'.
        lacks: What an answer leaves out.
    """

    name: str
    chooses: _Choice
    id: str | None = None
    created: str | None = None
    lacks: tuple[str, ...] = ()


def _is(key: str, *values: str) -> _Choice:
    return lambda user: user["attributes"].get(key) in values


def _begins(key: str, text: str) -> _Choice:
    return lambda user: str(user["attributes"].get(key) or "").startswith(text)


def _all_of(*choices: _Choice) -> _Choice:
    return lambda user: all(choose(user) for choose in choices)


def _every(step: int, first: int = 0) -> _Choice:
    """Choose as a hand does that goes down the list: no attribute tells why."""
    return lambda user: int(user["id"][-12:], 16) % step == first


def _everybody(_user: Document) -> bool:
    return True


def _nobody(_user: Document) -> bool:
    return False


def _talked_much(user: Document) -> bool:
    return len(user["conversations"]) > 4  # noqa: PLR2004 - as often as some few talk


def _has_email(user: Document) -> bool:
    return bool(user["attributes"].get("default_email"))


def _is_banned(user: Document) -> bool:
    return bool(user["banned"])


def _is_anonymous(user: Document) -> bool:
    return all(value is None for key, value in user["attributes"].items() if key.startswith("default_"))


_SHARED_ID = "68a1f3c0d5e97a2c10000001"
"""Of the segment whose id somebody gave another one as its name."""

_USEFUL = (
    _Entry("Newsletter", _all_of(_is("newsletter", "yes"), _has_email)),
    _Entry("Pro plan", _is("plan", "pro")),
    _Entry("Business and enterprise", _is("plan", "business", "enterprise")),
    _Entry("Trial ends this month", _is("plan", "trial")),
    _Entry("Rome", _is("default_city", "Rome")),
    _Entry("Milan store visitors", _all_of(_is("default_city", "Milan"), _every(3))),
    _Entry("Asked about delivery", _is("topic", "delivery")),
    _Entry("Asked about returns", _is("topic", "returns")),
    _Entry("Wants to talk to a human", _is("topic", "talk to a human")),
    _Entry("Rated 1 or 2", _is("rating", "1", "2")),
    _Entry("Happy customers", _is("rating", "5")),
    _Entry("Writes in German", _is("default_language", "de")),
    _Entry("Speaks Arabic or Hebrew", _is("default_language", "ar", "he")),
    _Entry("Big teams", _is("seats", "25", "120")),
    _Entry("Comes from Instagram", _is("default_referrer", "https://www.instagram.com/")),
    _Entry("Left the cart", _is("default_url", "https://shop.example.com/cart")),
    _Entry("Regulars", _talked_much),
    _Entry("Imported from the CRM", lambda user: str(user["userId"]).startswith("crm-"), id="66b3d0g1f2a4b5c6d7e8f9k2"),
    _Entry("Banned", _is_banned),
    _Entry("名古屋・東京のお客様", _is("default_city", "Tokyo")),
    _Entry("Chiara's accounts", _every(61, 4), id=_SHARED_ID),
    _Entry("Webinar May", _every(43, 9)),
    _Entry("Ann, Anna, Annette…", _begins("default_name", "Ann")),
)

_MISLEADING = (
    _Entry("Everybody who ever chatted", _everybody),
    _Entry("Autumn campaign (nobody yet)", _nobody),
    _Entry("Only one", _every(100_000, 7)),
    _Entry("VIP", _every(19, 2)),
    _Entry("VIP", _every(23, 3)),
    _Entry("VIP ", _every(151, 3)),
    _Entry("vip", _nobody),
    _Entry("Never said who they are", _is_anonymous),
    _Entry(_SHARED_ID, _every(211, 5)),
    _Entry("   ", _every(97, 1)),
    _Entry("null", _nobody),
    _Entry("0", _every(307, 8)),
    _Entry(("Visitors who asked about delivery times and " * 12)[:256], _is("topic", "delivery")),
    _Entry("[/red] VIP", _every(83, 2)),
    _Entry("[@click=app.quit]x[/]", _every(89, 6)),
    _Entry("\x1b]52;c;aGVsbG8=\x07Priority\x1b[31m", _every(71, 9)),
    _Entry("\u202egnp.exe", _every(73, 4)),
    _Entry("Zero\u200bWidth", _every(79, 4)),
    _Entry('=HYPERLINK("http://example.invalid/","Top 10")', _every(300, 10)),
    _Entry("Two\nlines", _every(101, 3)),
    _Entry("👩‍👩‍👧‍👦 🇮🇹 ﷽", _every(103, 3)),
    _Entry("Not counted", _every(13, 4), lacks=("users",)),
    _Entry("Made before anyone kept dates", _every(17, 4), lacks=("createdAt",)),
    _Entry("Dated as acknowledgements are", _every(59, 8), created=stamped(DEMO_NOW - timedelta(days=80))),
    _Entry("Dated in another calendar", _every(67, 8), created="28 Termidoro CCXXXIV"),
)


def segments(users: Iterable[Document]) -> dict[str, Document]:
    """Make the segments by id, in no order that means anything, with those of the users whom each holds."""
    everybody = list(users)
    stored: dict[str, Document] = {}
    entries = [*_USEFUL, *_MISLEADING]
    # 7 and the number of entries have no common divisor, so that each has its turn.
    for place in (7 * turn % len(entries) for turn in range(len(entries))):
        entry = entries[place]
        created = DEMO_NOW - timedelta(days=820 - 17 * place, minutes=11 * place)
        segment_id = entry.id or f"{int(created.timestamp()):08x}5e97a2c1{place:08x}"
        stored[segment_id] = {
            "id": segment_id,
            "name": entry.name,
            "createdAt": entry.created or spaced(created),
            "members": {user["id"]: stamped(created) for user in everybody if entry.chooses(user)},
            "lacks": entry.lacks,
        }
    return stored
