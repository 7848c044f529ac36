"""A Tiledesk backend on a sandbox, and rules as Tiledesk may hold them."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pydantic import SecretStr

from segtui.backends.base import Connection
from segtui.backends.limits import Limits
from segtui.backends.tiledesk.backend import TiledeskBackend
from segtui.backends.tiledesk.codec import reason_against
from segtui.backends.tiledesk.wire import read_lead, read_segment
from segtui.domain.leads import Lead
from segtui.domain.operators import WORDINGS, Operator, Takes
from segtui.domain.rules import Combine, Condition, Group
from segtui.domain.segments import Segment
from segtui.domain.values import JsonValue, Value, value_from_json
from segtui.sandbox import TiledeskSandbox
from segtui.sandbox.asgi import App, Receive, Scope, Send
from segtui.sandbox.tiledesk import forms, lead_routes
from segtui.sandbox.tiledesk.call import ProjectCall
from segtui.sandbox.tiledesk.documents import Document
from segtui.sandbox.tiledesk.errors import Invalid, Uncaught
from segtui.sandbox.tiledesk.wire import parsed_body
from support.strategies import json_values, outside_text, values

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
BASE_URL = "https://tiledesk.sandbox.invalid/v3"
PROJECT = TiledeskSandbox.project_id

QUICK = Limits(read=0.05, total=0.05, first_wait=0)
"""Long enough to be answered in process, short enough to be waited for by a test of a silence."""

PATIENT = Limits(first_wait=0)


def connection(box: TiledeskSandbox, who: str = "owner", **changed: Any) -> Connection:
    """How a profile of one of the sandbox's accounts is connected: with its token, allowed to write."""
    account = box.accounts[who]
    auth = changed.pop("auth", "jwt")
    secret = account.token if auth == "jwt" else account.password
    settings = {
        "base_url": BASE_URL,
        "secret": SecretStr(changed.pop("secret", secret)),
        "auth": auth,
        "project": PROJECT,
        "email": account.email,
        "read_only": False,
        "app": box.app,
        "limits": PATIENT,
    }
    return Connection(**{**settings, **changed})


@asynccontextmanager
async def backend_on(box: TiledeskSandbox, who: str = "owner", **changed: Any) -> AsyncIterator[TiledeskBackend]:
    """A backend on a sandbox, closed at the end; forgets what the sandbox was asked before."""
    backend = TiledeskBackend(connection(box, who, **changed))
    box.requests.clear()
    try:
        yield backend
    finally:
        await backend.close()


def filter_(field: str, operator: str, value: Any = True) -> dict[str, Any]:  # noqa: FBT002 - what "is null" is stored with
    """A filter as it is stored."""
    return {"field": field, "operator": operator, "value": value}


def stored_in(box: TiledeskSandbox, *filters: Any, **more: Any) -> str:
    """Put a segment into a sandbox's store, whatever its filters are, and return its id."""
    return str(box.put_segment({"name": "A rule", "match": "all", "filters": list(filters), **more})["_id"])


def body_of(box: TiledeskSandbox, method: str) -> Any:
    """What was sent with the only request of a method."""
    (arrival,) = (one for one in box.requests if one.method == method)
    return arrival.body


class Canned:
    """A service that answers each path with a document of its own, for shapes that no sandbox has.

    Args:
        answers: Documents by the end of the path; each is sent with status 200 as JSON in ASCII.
    """

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self._answers = answers

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        found = [answer for path, answer in self._answers.items() if scope["path"].endswith(path)]
        body = json.dumps(found[0]).encode() if found else b"no such path"
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200 if found else 404, "headers": headers})
        await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def backend_answered(answers: Mapping[str, Any], **changed: Any) -> AsyncIterator[TiledeskBackend]:
    """A backend whose service gives canned answers."""
    app: App = Canned(answers)
    settings = {"base_url": BASE_URL, "secret": SecretStr("JWT e.y.J"), "auth": "jwt", "project": PROJECT}
    backend = TiledeskBackend(Connection(**{**settings, "read_only": False, "app": app, "limits": PATIENT, **changed}))
    try:
        yield backend
    finally:
        await backend.close()


class Server:
    """The sandbox's own handlers, called without HTTP, so that a law can try hundreds of rules.

    Args:
        leads: What the project holds besides the made-up leads.
        lead_count: How many made-up leads.
    """

    def __init__(self, leads: Sequence[Mapping[str, Any]] = (), *, lead_count: int = 40) -> None:
        self.box = TiledeskSandbox(lead_count=lead_count, now=lambda: NOON)
        self.box.add_leads(*leads)
        self.leads = tuple(read_lead(row) for row in self._listed({}))
        """All normal leads, as a client reads them."""

    def stored(self, native: Mapping[str, JsonValue]) -> Segment | None:
        """A segment after a PUT of this rule, as a client reads it; None when the server refuses the rule."""
        try:
            kept = forms.changes(given_back(native))
        except Invalid:
            return None
        document = {"_id": "a" * 24, "name": "A rule", "match": "all", "filters": [], **kept}
        stored = self.box.put_segment(document)
        return read_segment(json.loads(json.dumps(stored)))[0]

    def selected(self, segment: Segment) -> set[str] | None:
        """The ids of the leads of a stored segment; None when the request is never answered."""
        try:
            return {row["_id"] for row in self._listed({"segment": segment.id})}
        except Uncaught:
            return None

    def selects(self, native: Mapping[str, JsonValue]) -> set[str] | None:
        """As `selected`, for a rule that is stored for the purpose."""
        segment = self.stored(native)
        assert segment is not None
        return self.selected(segment)

    def _listed(self, query: Mapping[str, str]) -> list[Document]:
        project = self.box.project()
        call = ProjectCall(self.box, {}, {"limit": "0", "sort": "_id", **query}, {}, "owner", project)
        rows: list[Document] = json.loads(bytes(lead_routes.listed(call).body))["leads"]
        return rows


ODD_LEADS: tuple[Document, ...] = (
    {"fullname": "Ann Rossi", "email": "ann@example.com", "phone": None, "city": "Rome", "tags": ["vip", "a.b"]},
    {"fullname": "ann", "email": None, "phone": None, "city": None, "tags": [], "attributes": {"x": None}},
    {"fullname": "", "email": "", "phone": "", "city": "", "tags": ["5"], "attributes": {"x": 5}},
    {"fullname": "5", "phone": "5", "city": "rome", "attributes": {"x": "5", "plan": "pro"}},
    {"fullname": "true", "phone": "true", "city": "Rom", "tags": ["true"], "attributes": {"x": True}},
    {"fullname": "axb", "phone": "+39 1", "city": "Rome (RM)", "attributes": {"x": [5, "5", "a"], "plan": ["pro"]}},
    {"fullname": "a.b", "phone": "+39 2", "city": "Rome+", "attributes": {"x": ["a"], "plan": {"name": "pro"}}},
    {"fullname": "Anna\nBianchi", "phone": "+39 3", "attributes": {"x": [["a"], {"y": 1}, {"y": "1"}], "plan": ""}},
    {"fullname": "[/red] VIP", "phone": "+39 4", "attributes": {"x": {"y": [1, 2]}, "plan": "Pro"}},
    {"fullname": "Zoë", "phone": "+39 5", "tags": ["vip"], "attributes": {"x": 5.5, "plan": "pro+"}},
    {"fullname": "ZOË", "phone": "+39 6", "tags": ["VIP", "vip"], "attributes": {"x": "2024-07-01"}},
    {"fullname": "Ora", "createdAt": "2024-07-01T00:00:00.000Z", "tags": ["vip", "newsletter"], "attributes": [1]},
    {"fullname": "Rome", "createdAt": "1969-12-31T23:59:59.995Z", "phone": None, "attributes": {"x": [], "plan": None}},
)
"""Leads that hold what conditions stumble over; each text and number comes in rules too."""

LEAD_FIELDS = (
    *("fullname", "email", "phone", "city", "tags", "createdAt", "updatedAt", "_id", "lead_id", "createdBy"),
    *("attributes.x", "attributes.x", "attributes.plan", "attributes.x.y", "attributes.x.0", "tags.0", "attributes"),
    *("attributes.seats", "attributes.languages", "attributes.addresses.city", "properties.shoe_size", "nosuch"),
    *("status", "id_project", "$where", "$x.y"),
)

_OPERATORS = (
    *("=", "=", "!=", ">", ">=", "contains", "contains", "is null", "is not null"),
    *("<", "<=", "starts with", "~~", "Is Null", "=="),
)

_VALUES: tuple[Any, ...] = (
    *("Rome", "rome", "ann", "Ann", "a.b", "5", "true", "", "vip", "pro", "Zoë", "a", "1"),
    *(5, 5.5, 0, 1, True, False, None, [], {}, {"a": 1}, {"y": "1"}),
    *(["Rome", "rome"], ["vip"], ["VIP", "vip"], [5, "5", "a"], ["a"], [5], [True], [None], [["a"]], ["a", None]),
    *("2024-07-01", "2024-07-01T00:00:00.000Z", "2024-07-01T02:00:00+02:00", "2024", "2024-07", "yesterday"),
    *(1719792000000, "1719792000000", -5, 1719792000000.0, ["2024-07-01"], ["yesterday"], ["", "2024-07-01"]),
    *("65f0aa11bb22cc33dd44ee00", "65F0AA11BB22CC33DD44EE00", "65f0aa11"),
    *("^Ann", "^(Rome|Milan)$", "(", "[", "*", "a|b", "(?i)ROME", r"a\.b", r"\d", "."),
)


def native_filters(fields: Sequence[str] = LEAD_FIELDS) -> SearchStrategy[JsonValue]:
    """Single filters that a PUT would store: parts may be missing or null, operators unknown, values anything."""
    field: SearchStrategy[JsonValue] = st.sampled_from(fields)
    rare_field = st.none() | st.just("") | outside_text()
    operator: SearchStrategy[JsonValue] = st.sampled_from(_OPERATORS)
    value = st.sampled_from(_VALUES) | st.sampled_from(_VALUES) | json_values()
    whole = st.fixed_dictionaries({"field": field, "operator": operator, "value": value})
    parts = st.fixed_dictionaries(
        {},
        optional={
            "field": field | rare_field,
            "operator": operator | st.none() | outside_text(),
            "value": value,
        },
    )
    return st.one_of(whole, whole, whole, whole, parts)


def native_rules(fields: Sequence[str] = LEAD_FIELDS) -> SearchStrategy[dict[str, JsonValue]]:
    """Rules as Tiledesk may hold them: any match, and filters that are a list, null or a single object."""
    some: SearchStrategy[Any] = st.lists(native_filters(fields), max_size=4)
    filters = st.one_of(some, some, some, st.none(), native_filters(fields))
    match = st.sampled_from(("all", "any", "All", "ANY", "or", "")) | outside_text()
    return st.fixed_dictionaries({"match": match, "filters": filters})


def everybody(leads: Sequence[Lead]) -> set[str]:
    """The ids of all leads."""
    return {lead.id for lead in leads}


def lead_conditions(
    operators: Sequence[Operator] = tuple(Operator), *, sendable: bool = False
) -> SearchStrategy[Condition]:
    """Conditions on the fields that leads have, with values that some of them have.

    Args:
        operators: What they may ask.
        sendable: Whether only those are made that Tiledesk has a form for.
    """
    value = st.sampled_from([found for one in _VALUES if (found := value_from_json(one)) is not None])
    made = st.one_of(
        *(
            st.builds(
                Condition,
                st.sampled_from(LEAD_FIELDS),
                st.just(operator),
                values(operator) | _fitting(operator, value),
                st.booleans() if operator in _BOTH_WAYS or not sendable else st.just(value=False),
            )
            for operator in operators
            if operator in _SENDABLE or not sendable
        )
    )
    return made.filter(lambda one: not reason_against(one)) if sendable else made


_BOTH_WAYS = frozenset({Operator.IS, Operator.EXISTS})
_SENDABLE = _BOTH_WAYS | {
    *(Operator.MORE_THAN, Operator.AT_LEAST, Operator.LESS_THAN, Operator.AT_MOST),
    *(Operator.CONTAINS, Operator.MATCHES, Operator.STARTS_WITH, Operator.ONE_OF),
}


def lead_rules(operators: Sequence[Operator] = tuple(Operator), *, sendable: bool = False) -> SearchStrategy[Group]:
    """Flat rules of conditions on the fields that leads have."""
    children = st.lists(lead_conditions(operators, sendable=sendable), max_size=3).map(tuple)
    return st.builds(Group, st.sampled_from(Combine), children)


def _fitting(operator: Operator, value: SearchStrategy[Value]) -> SearchStrategy[Value]:
    """Values of leads, where an operator takes one."""
    return value if WORDINGS[operator].takes is Takes.ONE else values(operator)


def given_back(native: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """A document as a JavaScript server gives it back: 5.0 as 5."""
    document: dict[str, JsonValue] = parsed_body(json.dumps(native).encode(), "application/json")
    return document
