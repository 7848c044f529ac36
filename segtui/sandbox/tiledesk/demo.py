"""The demo's projects, properties and segments: a support team's real work, and every trap of the service.

Segments written by the program couldn't hold some of these rules: other tools, imports and hand-made requests did.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from segtui.sandbox.tiledesk.accounts import Account
from segtui.sandbox.tiledesk.documents import Document, written
from segtui.sandbox.tiledesk.people import DEMO_NOW, SPRING_IMPORT

Filters = list[Document] | None


class _Entry(NamedTuple):
    """A segment of the demo.

    Attributes:
        name: As typed by somebody.
        filters: As stored.
        match: As stored.
        status: 100, or 0 when deleted.
    """

    name: str
    filters: Filters
    match: str = "all"
    status: int = 100


def _is(field: str, operator: str, value: Any = True) -> Document:  # noqa: FBT002 - what "is null" is stored with
    return {"field": field, "operator": operator, "value": value}


_USEFUL = (
    _Entry("Rome newsletter", [_is("city", "=", "Rome"), _is("email", "is not null"), _is("tags", "=", "newsletter")]),
    _Entry("Pro trials ending", [_is("attributes.plan", "=", "pro"), _is("attributes.trial_ends", ">=", "2026-11-20")]),
    _Entry("Never wrote to us", [_is("attributes.last_conversation", "is null")]),
    _Entry("VIP customers", [_is("tags", "=", "vip")]),
    _Entry("Enterprise accounts", [_is("attributes.plan", "=", "enterprise")]),
    _Entry("Big teams (20 seats and more)", [_is("attributes.seats", ">=", 20)]),
    _Entry("German customers with a phone", [_is("country", "=", "Germany"), _is("phone", ">", "")]),
    _Entry("Spring import 2026", [_is("createdAt", "=", SPRING_IMPORT)]),
    _Entry("Joined since September", [_is("createdAt", ">=", "2026-09-01T00:00:00.000Z")]),
    _Entry("Regular buyers", [_is("attributes.shop.orders", ">", 5), _is("attributes.newsletter", "=")]),
    _Entry("Happy customers", [_is("attributes.score", ">=", 80)]),
    _Entry("WhatsApp contacts", [_is("attributes.source", "=", "whatsapp")]),
    _Entry("Gmail addresses", [_is("email", "contains", r"@gmail\.com$")]),
    _Entry("Paying customers", [_is("attributes.plan", "!=", "free"), _is("attributes.seats", "is not null")]),
    _Entry("Speaks Arabic or Hebrew", [_is("attributes.languages", "contains", "^(ar|he)$")]),
    _Entry("Chiara's accounts", [_is("properties.account_manager", "=", "Chiara Conti")]),
    _Entry("Do not call", [_is("tags", "=", "do-not-call")]),
    _Entry("Webinar May, not yet customers", [_is("tags", "=", "Webinar May"), _is("attributes.plan", "=", "free")]),
    _Entry("No e-mail on file", [_is("email", "is null")]),
    _Entry("Paris and Lyon", [_is("city", "=", ["Paris", "Lyon"])]),
    _Entry("Ordered in October", [_is("attributes.shop.last_order", "contains", "^2026-10")]),
    _Entry("Delivered to Milan", [_is("attributes.addresses.city", "=", "Milan")]),
    _Entry("Ann, Anna, Annette…", [_is("fullname", "contains", "^Ann")]),
    _Entry("名古屋・東京のお客様", [_is("country", "=", "Japan"), _is("city", "!=", "Kyoto")]),
)

_MISLEADING = (
    _Entry("Rome or VIP", [_is("city", "=", "Rome"), _is("tags", "=", "vip")], match="any"),
    _Entry("Big Italian cities", [_is("city", "=", city) for city in ("Rome", "Milan", "Naples")], match="any"),
    _Entry("Beta or press", [_is("tags", "=", "beta"), _is("tags", "=", "press")], match="Any"),
    _Entry("Mid-size teams", [_is("attributes.seats", ">=", 5), _is("attributes.seats", "!=", 10)]),
    _Entry("Low scores", [_is("attributes.score", "<", 30)]),
    _Entry("Second quarter 2026", [_is("createdAt", ">=", "2026-04-01"), _is("createdAt", "<=", "2026-06-30")]),
    _Entry("Looks like Acme", [_is("company", "~~", "Acme")]),
    _Entry("Call list A to C", [_is("fullname", "starts with", "Ann"), _is("phone", "is not null")]),
    _Entry("Customers at example.com", [_is("email", "contains", "@example.com")]),
    _Entry("Duplicate words in notes", [_is("note", "contains", "^(na|nana|n?a)*$")]),
    _Entry("Sad smileys", [_is("note", "contains", ":(")]),
    _Entry("Reachable by phone", [_is("phone", "is not null")]),
    _Entry("Phone missing", [_is("phone", "is null")]),
    _Entry("Everyone", []),
    _Entry("Old list (rule lost)", None),
    _Entry("Draft: autumn campaign", [{"field": "city"}]),
    _Entry("", [_is("tags", "=", "wholesale")]),
    _Entry("   ", [_is("city", "=", None)]),
    _Entry(("Customers who asked about delivery times and " * 12)[:500], [_is("note", "contains", "delivery")]),
    _Entry("[/red] VIP", [_is("tags", "=", "VIP")]),
    _Entry("[@click=app.quit]x[/]", [_is("tags", "=", "partner")]),
    _Entry("\x1b]52;c;aGVsbG8=\x07Priority\x1b[31m", [_is("tags", "=", "complained")]),
    _Entry("\u202egnp.exe", [_is("$where", "=", "this.city == 'Rome'")]),
    _Entry("Exactly five seats", [_is("attributes.seats", "=", "5")]),
    _Entry("VIPs on the newsletter", [_is("tags", "=", ["vip", "newsletter"])]),
    _Entry("Italian and English", [_is("attributes.languages", "=", ["it", "en"])]),
    _Entry("New since yesterday", [_is("createdAt", ">", "yesterday")]),
    _Entry("Deleted contacts", [_is("status", "=", 1000), _is("id_project", "=", "65f0aa11bb22cc33dd44ee66")]),
    _Entry("Black Friday 2025", [_is("createdAt", ">=", "2025-11-20T00:00:00.000Z")], status=0),
)

_OTHER = (
    _Entry("Guests from Spain", [_is("country", "=", "Spain")]),
    _Entry("Returning guests", [_is("attributes.shop.orders", ">", 3)]),
    _Entry("VIP guests", [_is("tags", "=", "vip")]),
)

_PROPERTIES = (
    ("Account manager", "account_manager", "text", 100),
    ("Shoe size", "shoe_size", "text", 100),
    ("Birthday", "birthday", "date", 100),
    ("Contract value", "contract_value", "number", 100),
    ("Fax", "fax", "text", 0),
)


def _days_ago(days: int) -> str:
    return written(DEMO_NOW - timedelta(days=days))


def project(project_id: str, name: str) -> Document:
    """Make a project as the service shows it."""
    return {
        "_id": project_id,
        "name": name,
        "status": 100,
        "createdAt": _days_ago(900),
        "updatedAt": _days_ago(int(project_id[-2:], 16) % 10),
    }


def segments(project_id: str, authors: Sequence[Account]) -> dict[str, Document]:
    """Make the demo project's segments, the useful ones among the misleading ones, newest last."""
    editors = [account.id for account in authors if account.role in ("owner", "agent", "newsletter editor")]
    return _stored([*_MISLEADING, *_USEFUL], project_id, editors, "66a1f0c2b7d3e4a5")


def other_segments(project_id: str, author: str) -> dict[str, Document]:
    """Make the second project's segments."""
    return _stored(_OTHER, project_id, [author], "66a1f0c2b7d3e4b6")


def _stored(entries: Iterable[_Entry], project_id: str, authors: Sequence[str], prefix: str) -> dict[str, Document]:
    stored: dict[str, Document] = {}
    for number, entry in enumerate(entries):
        # Whole days and thirds of days, so that several segments were changed at the same moment.
        created = _days_ago(400 - 7 * number)
        changed = _days_ago((number * 5) % 23)
        segment_id = f"{prefix}{number:08x}"
        stored[segment_id] = {
            "_id": segment_id,
            "name": entry.name,
            "match": entry.match,
            "filters": entry.filters if entry.filters is None else [dict(each) for each in entry.filters],
            "id_project": project_id,
            "status": entry.status,
            "createdBy": authors[number % len(authors)],
            "createdAt": created,
            "updatedAt": max(created, changed),
            "__v": 0,
        }
    return stored


def properties(project_id: str) -> list[Document]:
    """Make the demo project's definitions of custom properties."""
    return [
        {
            "_id": f"66b1f0c2b7d3e4a5{number:08x}",
            "label": label,
            "name": name,
            "type": kind,
            "status": status,
            "id_project": project_id,
            "createdAt": _days_ago(300 - number),
            "updatedAt": _days_ago(300 - number),
            "__v": 0,
        }
        for number, (label, name, kind, status) in enumerate(_PROPERTIES)
    ]
