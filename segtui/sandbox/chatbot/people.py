"""Made-up users: the same ones in each run, who told a bot much or nothing of themselves.

Of visitors who never said who they are all common attributes are null, and of the others most.
"""

import random
import uuid
from datetime import UTC, datetime, timedelta

from segtui.sandbox.chatbot import hostile
from segtui.sandbox.chatbot.documents import Document, spaced
from segtui.sandbox.names import Place, places

DEMO_NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
"""The latest moment in the demo's data, so that dates look recent and never change."""

DEFAULT_ATTRIBUTES = (
    *("default_email", "default_name", "default_url", "default_avatar", "default_language", "default_timezone"),
    *("default_gender", "default_ip", "default_city", "default_region", "default_country", "default_referrer"),
    "default_username",
)
"""The attributes that each user has; any of them may be null."""

_SPAN = timedelta(days=840)
_IMPORT_EVERY, _IMPORTED_AT = 9, datetime(2025, 3, 10, 8, 30, tzinfo=UTC)
"""One in so many users came with an import; they share this moment."""

_HOSTILE_EVERY, _FIRST_HOSTILE = 23, 7
_LEAN_EVERY = 37
"""Every so many users from the newest on."""

_PLANS = ("free",) * 56 + ("pro",) * 26 + ("business",) * 12 + ("Pro", "enterprise", "PRO", "trial", "")
_TOPICS = ("delivery", "returns", "sizes", "payment", "opening hours", "talk to a human", "delivery", "returns")
_PAGES = ("", "pricing", "help/returns", "product/lamp-17", "product/chair-4", "contact", "cart")
_REFERRERS = (
    "https://www.google.com/",
    "https://www.instagram.com/",
    "https://duckduckgo.com/",
    "https://news.example.org/",
)
_COMPANIES = (
    "Bar Sport",
    "Blaubär GmbH",
    "Café Lumière",
    "Fjord & Søn",
    "Lumen Studio",
    "Müller & Söhne",
    "Rossi Auto",
)
_QUESTIONS = (
    "Where is my order?", "Can I send it back?", "Do you ship to the islands?", "Is there a discount for schools?",
    "Which size should I take?", "I want to talk to a person", "Avete un negozio a Roma?", "Wann habt ihr offen?",
)  # fmt: skip
_ZONES = {
    "Italy": "Europe/Rome", "Germany": "Europe/Berlin", "France": "Europe/Paris", "Spain": "Europe/Madrid",
    "United Kingdom": "Europe/London", "Poland": "Europe/Warsaw", "Turkey": "Europe/Istanbul", "Ukraine": "Europe/Kyiv",
    "Bulgaria": "Europe/Sofia", "Greece": "Europe/Athens", "Egypt": "Africa/Cairo", "Israel": "Asia/Jerusalem",
    "Taiwan": "Asia/Taipei", "Japan": "Asia/Tokyo", "India": "Asia/Kolkata",
}  # fmt: skip


def made_users(count: int) -> list[Document]:
    """Make users, oldest first.

    Args:
        count: How many, the hostile ones included.
    """
    draw = random.Random(11)  # noqa: S311 - made-up people, no secret
    homes = places()
    users = []
    for index in range(count):
        is_imported = index % _IMPORT_EVERY == 1
        created = DEMO_NOW - _SPAN * (1 - (index + draw.random()) / count)
        home = draw.choice(homes)
        users.append(_user(draw, home, index, _IMPORTED_AT if is_imported else created, is_imported=is_imported))
    users.sort(key=lambda user: user["createdAt"])
    newest_first = users[::-1]
    for overlay, user in zip(hostile.ATTRIBUTES, newest_first[_FIRST_HOSTILE::_HOSTILE_EVERY], strict=False):
        user["attributes"] |= overlay
    for user in newest_first[5::_LEAN_EVERY]:
        user["lacks"] = ("lastSeen", "createdAt") if user["banned"] else ("lastSeen",)
    if count > 1:
        # The company's own id of one is the service's id of another: an id from the wrong column finds somebody else.
        newest_first[0]["userId"] = newest_first[1]["id"]
    return users


def _user(draw: random.Random, home: Place, index: int, created: datetime, *, is_imported: bool) -> Document:
    attributes = _attributes(draw, home, is_known=is_imported or _sometimes(draw, 0.62))
    number = draw.choice((1, 1, 1, 1, 2, 2, 3, 5, 12))
    seen = created + (DEMO_NOW - created) * draw.random() ** 3
    return {
        "id": f"{int(created.timestamp()):08x}aa11{index:012x}",
        "userId": _user_id(draw, attributes["default_email"], index, is_imported=is_imported),
        "banned": _sometimes(draw, 0.015),
        "attributes": attributes,
        "conversations": [_conversation(index, place, created, seen) for place in range(0 if is_imported else number)],
        "createdAt": spaced(created),
        "lastSeen": spaced(seen),
        "lacks": (),
    }


def _user_id(draw: random.Random, email: str | None, index: int, *, is_imported: bool) -> str:
    made = str(uuid.UUID(int=draw.getrandbits(128), version=4))
    if is_imported:
        return f"crm-{10_000 + index}"
    return f"{index}:{email}" if email and _sometimes(draw, 0.08) else made


def _conversation(index: int, place: int, created: datetime, seen: datetime) -> Document:
    began = created + (seen - created) * (place / 13)
    return {"id": f"{int(began.timestamp()):08x}c0{place:02x}{index:012x}", "createdAt": spaced(began)}


def _attributes(draw: random.Random, home: Place, *, is_known: bool) -> Document:
    """Make up what is known of a user: by the browser, and, of those who said it, by name."""
    attributes: Document = dict.fromkeys(DEFAULT_ATTRIBUTES)
    sure, likely, seldom = (_sometimes(draw, share) for share in (0.9, 0.5, 0.12))
    if sure:
        attributes["default_language"] = home.language
        attributes["default_timezone"] = _ZONES[home.country]
        attributes["default_country"] = home.country
        attributes["default_city"] = draw.choice(home.cities) if _sometimes(draw, 0.8) else None
    if likely:
        attributes["default_ip"] = f"{draw.choice(('192.0.2', '198.51.100', '203.0.113'))}.{draw.randrange(1, 255)}"
        attributes["default_url"] = f"https://shop.example.com/{draw.choice(_PAGES)}"
        attributes["default_referrer"] = draw.choice(_REFERRERS)
        attributes["topic"] = draw.choice(_TOPICS)
    if is_known:
        given, family = draw.choice(home.given), draw.choice(home.family)
        full = f"{family.written}{given.written}" if home.is_family_first else f"{given.written} {family.written}"
        attributes["default_name"] = given.written if likely and seldom else full
        domain = draw.choice(("gmail.com", home.domain, "example.com", "example.org"))
        attributes["default_email"] = f"{given.latin}.{family.latin}@{domain}" if _sometimes(draw, 0.85) else None
        attributes |= _answers(draw)
    if seldom:
        attributes["default_username"] = f"user{draw.randrange(1000, 9999)}"
        attributes["default_gender"] = draw.choice(("female", "male", "other"))
        attributes["default_avatar"] = f"https://avatars.example.com/{draw.randrange(1000)}.png"
        attributes["last_question"] = draw.choice(_QUESTIONS)
    return attributes


def _answers(draw: random.Random) -> Document:
    """Make up what a bot asked for and kept: texts, also where they are numbers."""
    answers: Document = {"plan": draw.choice(_PLANS), "newsletter": draw.choice(("yes", "no", "no"))}
    if _sometimes(draw, 0.35):
        answers["company"] = draw.choice(_COMPANIES)
        answers["seats"] = draw.choice(("1", "2", "3", "5", "10", "25", "120"))
    if _sometimes(draw, 0.3):
        answers["rating"] = draw.choice("1234455")
        answers["order_number"] = f"A-{draw.randrange(100_000, 999_999)}"
    return answers


def _sometimes(draw: random.Random, share: float) -> bool:
    """Say yes in that share of all cases."""
    return draw.random() < share
