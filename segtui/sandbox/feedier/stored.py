"""The demo's segments: the useful ones of a chain of shops and hotels, and every trap of the service.

The service keeps a rule as text and looks at it no further, so that what other tools, shells and people made of it is
stored as it came.
"""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, NamedTuple

from segtui.sandbox.feedier.demo import OLD, OTHER_TEAM
from segtui.sandbox.feedier.documents import Document, written

FIRST_ID = 901
_FIRST_LINK = 310


class _Entry(NamedTuple):
    """A segment of the demo.

    Attributes:
        name: As typed by somebody.
        fql: As stored.
        team: Whose it is.
        links: What it is given to: "team" or "user" and an id, or another kind that no page tells of.
        description: None for none.
        is_default: Whether it is what the people it is given to see first.
        editable_by: "admin" or "assigned".
    """

    name: str
    fql: str
    team: int = 1
    links: tuple[tuple[str, int], ...] = ()
    description: str | None = None
    is_default: bool = False
    editable_by: str = "admin"


def _is(selector: str, operator: str, value: Any, **more: str) -> Document:
    return {selector: {operator: value, **{f"${key}" if key == "type" else key: text for key, text in more.items()}}}


def _flat(*conditions: Document) -> str:
    """Write a rule as the documentation asks for."""
    return json.dumps(conditions, ensure_ascii=False, separators=(",", ":"))


def _nested(*conditions: Document) -> str:
    """Write a rule as the product's own address bar does: each condition in a list of its own, and with its type."""
    typed = [
        [{selector: {**said, "$type": said.get("$type", "and")}}]
        for one in conditions
        for selector, said in one.items()
    ]
    return json.dumps(typed, ensure_ascii=False, separators=(",", ":"))


def _attribute(name: str, operator: str, value: Any, **more: str) -> Document:
    return _is("Attribute", operator, value, name=name, **more)


_OLD_ATTRIBUTE = {"attribute_values": {"attribute": {"name": {"$eq": "market"}}, "value": {"$in": ["Italy"]}}}

_USEFUL = (
    _Entry(
        "Milan promoters",
        json.dumps([_is("Form", "$in", [11, 16]), _attribute("city", "$eq", "Milan"), _is("Nps", "$in", ["promoter"])]),
        team=4,
        links=(("team", 4), ("team", 6), ("user", 23)),
        description="For the monthly letter of thanks.",
        editable_by="assigned",
    ),
    _Entry("All promoters", _flat(_is("Nps", "$in", ["promoter"])), links=(("team", 1),), is_default=True),
    _Entry("Last month", _flat(_is("TimePeriod", "$eq", "date_last_month", type="and")), links=(("user", 24),)),
    _Entry("Given yesterday", _nested(_is("TimePeriod", "$eq", "date_last_day"))),
    _Entry(
        "Italian detractors of the last month",
        _nested(
            _attribute("market", "$in", ["Italy"]),
            _is("Nps", "$in", ["detractor"]),
            _is("TimePeriod", "$eq", "date_last_month"),
        ),
        description="Called back by the shop's own manager, never by an agency.",
    ),
    _Entry("Gold customers", _flat(_attribute("loyalty", "$eq", "gold")), team=13, links=(("team", 13), ("user", 22))),
    _Entry("Big baskets", _flat(_attribute("basket", "$gte", 200)), team=4, links=(("team", 4),), is_default=True),
    _Entry("Support calls", _nested(_is("Form", "$in", [14])), team=8, links=(("team", 8), ("user", 26), ("user", 28))),
    _Entry("Waited more than half an hour", _flat(_attribute("waited_minutes", "$gt", 30)), team=8),
    _Entry("Long stays in the South", _flat(_is("Form", "$in", [13]), _attribute("nights", "$gte", 7)), team=5),
    _Entry("Naples returns desk", _flat(_is("Form", "$in", [17])), team=7, editable_by="assigned"),
    _Entry("Unhappy, whatever they ticked", _flat(_is("Satisfaction", "$lt", 40))),
    _Entry("Web or app", _flat(_attribute("channel", "$in", ["web", "app"])), team=13),
    _Entry("Asked by text message", _flat(_is("Source", "$eq", "sms"))),
    _Entry("DACH, Benelux and France", _flat(_attribute("market", "$in", ["Germany", "Austria", "France"]))),
    _Entry("日本のお客様", _flat(_attribute("market", "$eq", "Japan")), team=13, links=(("user", 27),)),
    _Entry("Not in Italy", _flat(_attribute("market", "$nin", ["Italy"]))),
    _Entry("Passives at the checkout", _flat(_is("Nps", "$eq", "passive"), {"topics": {"id": {"$in": [13]}}})),
)

_MISLEADING = (
    _Entry("About staff (old rule)", '[{"topics":{"id":{"$in":[9]}}}]'),
    _Entry("Italy (old rule)", _flat(_OLD_ATTRIBUTE)),
    _Entry(
        "Yesterday's store visits (old rule)",
        _flat({"created_at": {"$eq": "date_last_day"}}, _is("Form", "$in", [11, 16])),
    ),
    _Entry(
        "Store visits or promoters",
        _flat(_is("Form", "$in", [11], type="or"), _is("Nps", "$in", ["promoter"], type="or")),
    ),
    _Entry(
        "Mixed and/or: Italy, promoters or the app",
        _flat(
            _attribute("market", "$in", ["Italy"], type="and"),
            _is("Nps", "$in", ["promoter"], type="or"),
            _is("Form", "$in", [15], type="and"),
        ),
    ),
    _Entry(
        "Two in one group",
        '[[{"Form":{"$in":[11],"$type":"and"}},{"Form":{"$in":[12],"$type":"and"}}],[{"Nps":{"$in":["promoter"]}}]]',
    ),
    _Entry("Copied from the handbook", "[{'Form': {'$in': [11, 12]}}]", description="Typed as the example shows it."),
    _Entry("It's an O'Neill thing", """[{'Attribute': {'$eq': "O'Neill", 'name': 'name'}}]"""),
    _Entry("From a shell", '[{"Form":{"":[11,12]}}]'),
    _Entry("Wrapped twice", json.dumps('[{"Nps":{"$in":["detractor"]}}]')),
    _Entry("Everything", "[]", links=(("team", 14),)),
    _Entry("Nothing at all", _flat(_is("Form", "$in", []))),
    _Entry("Broken off", '[{"Form":{"$in":[11,12'),
    _Entry("Somebody's notes", "all customers who complained in spring, ask Dora", team=8),
    _Entry("Numbers as text", _flat(_is("Form", "$in", ["11", "12"]))),
    _Entry("Positive people", _flat(_is("Nps", "$in", ["positive"]))),
    _Entry("By e-mail address", _flat(_attribute("email", "$like", "@libero.it"))),
    _Entry("Unknown filter", _flat(_is("Sentiment", "$eq", "angry"))),
    _Entry("Spring 2026", _flat(_is("TimePeriod", "$btw", ["2026-03-01", "2026-05-31"]))),
    _Entry("Spring, back to front", _flat(_is("TimePeriod", "$btw", ["2026-05-31", "2026-03-01"]))),
    _Entry("This week", _flat(_is("TimePeriod", "$eq", "date_this_week"))),
    _Entry("[/red] Promoters [bold]now", _flat(_is("Nps", "$in", ["promoter"]))),
    _Entry("[@click=app.quit]x[/]", _flat(_attribute("city", "$like", ["[/]", "\x1b[31m", "Rome"]))),
    _Entry("\x1b]52;c;aGVsbG8=\x07Priority\x1b[31m", _flat(_is("Form", "$in", [12])), links=(("user", 29),)),
    _Entry("\u202egnp.exe", _flat(_attribute("\u202eytic", "$eq", "Rome"))),
    _Entry(
        ("Customers who told us about delivery times and " * 12)[:255], _flat({"topics": {"name": {"$like": "Deliv"}}})
    ),
    _Entry("   ", _flat(_is("Id", "$in", [53_100, 53_101]))),
    _Entry("Given to a kind of its own", _flat(_is("Form", "$in", [11])), links=(("workspace", 3), ("user", 24))),
    _Entry("Given to a team that is gone", _flat(_is("Form", "$in", [11])), links=(("team", 3),)),
    _Entry("Given twice", _flat(_is("Form", "$in", [16])), team=6, links=(("team", 6), ("team", 6))),
)

_OTHER = _Entry("Patients of Dr Verdi", _flat(_is("Form", "$in", [71])), team=OTHER_TEAM)


def segments() -> dict[int, Document]:
    """Make the segments by id, another organisation's included."""
    return _stored([*_USEFUL, *_MISLEADING, _OTHER])


def link(link_id: int, kind: str, linked_id: int, stamp: str) -> Document:
    """Make a link as it is stored: its own id, a class name, and whom it leads to."""
    return {
        "id": link_id,
        "linkable_type": f"App\\Models\\{kind.capitalize()}",
        "linkable_id": linked_id,
        "created_at": stamp,
        "updated_at": stamp,
    }


def _stored(entries: Iterable[_Entry]) -> dict[int, Document]:
    stored: dict[int, Document] = {}
    next_link = _FIRST_LINK
    for place, entry in enumerate(entries):
        created = OLD + timedelta(days=30 + 9 * place)
        links = [
            link(next_link + number, kind, linked, written(created))
            for number, (kind, linked) in enumerate(entry.links)
        ]
        next_link += len(links)
        stored[FIRST_ID + place] = {
            "id": FIRST_ID + place,
            "team_id": entry.team,
            "name": entry.name,
            "description": entry.description,
            "editable_by": entry.editable_by,
            "is_default": entry.is_default,
            "fql": entry.fql,
            "links": links,
            "created_at": written(created),
            "updated_at": written(created + timedelta(days=(place * 5) % 23)),
        }
    return stored
