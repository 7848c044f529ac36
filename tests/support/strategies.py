"""Hypothesis strategies for what comes from outside and for rules.

Rules and leads draw from the same few fields and small values, so that conditions are met about as often as not.

Each is made once: the larger ones hold thousands of others, and are named by many modules.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from segtui.domain.counting import Certainty, Count, Source
from segtui.domain.instants import iso_utc
from segtui.domain.leads import Lead
from segtui.domain.operators import WORDINGS, Operator, Takes
from segtui.domain.rules import Combine, Condition, Group, Node, Opaque
from segtui.domain.segments import Segment, SegmentDraft, SegmentKind, SegmentLink, SegmentState
from segtui.domain.values import (
    BoolValue,
    DayValue,
    InstantValue,
    JsonValue,
    ListValue,
    NoValue,
    NumberValue,
    RangeValue,
    RelativeValue,
    Scalar,
    TextValue,
    Unit,
    Value,
)

HOSTILE_TEXTS = (
    "[/red] VIP",
    "[@click=app.quit]x[/]",
    "[$x]",
    "\x1b]52;c;aGk=\x07",
    "\x1b[2J\x1b[31mred",
    "\x9b31mred",
    "two\nlines\r\nand\ttabs",
    "\u202egnp.exe",
    "\u2066isolate\u2069",
    "\u200bnothing\ufeff",
    "\ue000private",
    "\ud83d",
    "tail\udc00",
    "\x00",
    "e\u0301\u0300\u0323" + "\u0335" * 12,
    "\U0001f469\u200d\U0001f4bb",
    "مرحبا",
    "=cmd|' /C calc'!A0",
    '"',
    '"a" and "b"',
    '"a, b',
    "\\",
    "a+b (c) [d] {e}",
    "\u0130s \u017fo \u212a",
    "١٢",
    "5",
    "true",
    "null",
    "2024-07-01",
    " blanks ",
    "",
)
"""Texts that do harm where they are drawn as they stand, or read as something else than they are."""

FIELDS = ("city", "age", "active", "tags", "createdAt", "attributes.plan", "orders.total", "tags.0", "two words")
"""Fields that rules and leads have in common."""

_CITIES = ("Rome", "rome", "Milan", "5", "")
_DAYS = ("2024-02-29", "2024-07-01T09:30:00.000Z", "2024-07-01T23:30:00-02:00")


@cache
def outside_text(max_size: int = 12) -> SearchStrategy[str]:
    """Any text that JSON can carry: every character, lone surrogates too, and the hostile ones often."""
    return st.one_of(
        st.sampled_from(HOSTILE_TEXTS),
        st.text(st.characters(), max_size=max_size),
        st.text(
            st.sampled_from("\x00\x07\x1b\x85\u200d\u200e\u202e\u2028\u2069\ud800\udfff,\"'[](){}\\|= a5"), max_size=12
        ),
    ).map(_as_json_carries)


def _as_json_carries(text: str) -> str:
    """Two surrogates that make a pair are one character after the first trip through JSON."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


@cache
def json_scalars() -> SearchStrategy[str | int | float | bool]:
    """Texts, numbers and booleans; those that conditions compare with come often."""
    return st.one_of(
        st.sampled_from(_CITIES + _DAYS),
        st.sampled_from((0, 1, 5, 5.5, -1)),
        st.booleans(),
        outside_text(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
    )


@cache
def json_values() -> SearchStrategy[JsonValue]:
    """Anything that JSON can hold."""
    return st.recursive(
        st.none() | json_scalars(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(outside_text(), inner, max_size=3),
        max_leaves=6,
    )


@cache
def documents() -> SearchStrategy[Mapping[str, JsonValue]]:
    """Leads as a service might send them: some of the common fields, of any type, and some that nobody expects."""
    several = st.lists(st.none() | json_scalars(), max_size=3)
    one: SearchStrategy[Any] = st.none() | json_scalars() | several
    known = st.fixed_dictionaries(
        {},
        optional={
            "city": one,
            "age": one,
            "active": one,
            "tags": several,
            "createdAt": st.sampled_from(_DAYS) | one,
            "attributes": st.fixed_dictionaries({}, optional={"plan": one}),
            "orders": st.lists(st.fixed_dictionaries({}, optional={"total": one}), max_size=2),
        },
    )
    unknown = st.dictionaries(outside_text(), json_values(), max_size=1)
    return st.builds(lambda some, others: {**others, **some}, known, unknown)


@cache
def leads() -> SearchStrategy[Lead]:
    """Leads with any name and any document."""
    return st.builds(Lead, id=st.uuids().map(lambda made: made.hex[:24]), name=outside_text(), raw=documents())


@cache
def moments() -> SearchStrategy[datetime]:
    """Moments in UTC, whole to the millisecond, as `iso_utc` writes them."""
    return st.datetimes(timezones=st.just(UTC)).map(lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000))


@cache
def texts() -> SearchStrategy[TextValue]:
    """Text values."""
    return st.builds(TextValue, st.sampled_from(_CITIES) | outside_text())


@cache
def numbers() -> SearchStrategy[NumberValue]:
    """Numbers, written as they come out of JSON."""
    written = st.sampled_from((0, 1, 5, 5.5)) | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    return st.builds(NumberValue, written.map(repr))


@cache
def instants() -> SearchStrategy[InstantValue]:
    """Moments, in several of the ways to write them."""
    return st.builds(InstantValue, st.sampled_from(_DAYS) | moments().map(iso_utc))


@cache
def days() -> SearchStrategy[DayValue]:
    """Days of the calendar."""
    return st.builds(DayValue, st.sampled_from((date(2024, 2, 29), date(2024, 7, 1))) | st.dates())


@cache
def scalars() -> SearchStrategy[Scalar]:
    """Every kind of single value."""
    return st.one_of(texts(), numbers(), st.builds(BoolValue, st.booleans()), instants(), days())


@cache
def relatives() -> SearchStrategy[RelativeValue]:
    """Spans of time, some longer than the calendar."""
    offsets = st.integers(-99_999, 99_999)
    return st.builds(RelativeValue, offsets, st.sampled_from(Unit), st.sampled_from(("now", "today")))


@cache
def values(operator: Operator) -> SearchStrategy[Value]:
    """What an operator may be given."""
    match WORDINGS[operator].takes:
        case Takes.NOTHING:
            return st.just(NoValue())
        case Takes.ONE if operator is Operator.ON_DAY:
            return days()
        case Takes.ONE if operator in _OF_TEXT:
            return texts()
        case Takes.ONE if operator is Operator.IS:
            return scalars() | _lists(0)
        case Takes.ONE:
            return scalars()
        case Takes.SEVERAL:
            return _lists(1)
        case Takes.TWO:
            return st.builds(RangeValue, scalars(), scalars())
        case Takes.SPAN:
            return relatives()


@cache
def conditions(operators: Iterable[Operator] = Operator) -> SearchStrategy[Condition]:
    """Conditions whose value fits their operator."""
    fields = st.sampled_from(FIELDS) | outside_text()
    return st.one_of(
        *(st.builds(Condition, fields, st.just(operator), values(operator), st.booleans()) for operator in operators)
    )


@cache
def opaques() -> SearchStrategy[Opaque]:
    """Parts that nobody understands."""
    return st.builds(Opaque, json_values().map(json.dumps), outside_text())


@cache
def nodes() -> SearchStrategy[Node]:
    """Conditions, opaque parts, and groups of them, nested."""
    leaves: SearchStrategy[Node] = st.one_of(conditions(), conditions(), conditions(), opaques())
    return st.recursive(leaves, _groups, max_leaves=4)


@cache
def rules() -> SearchStrategy[Group]:
    """Whole rules: groups of anything, the empty one too."""
    return _groups(nodes())


@cache
def flat_rules() -> SearchStrategy[Group]:
    """Groups of conditions, without groups in them or opaque parts."""
    return _groups(conditions())


@cache
def counts() -> SearchStrategy[Count]:
    """Counts of every certainty and source, known and unknown."""
    numbers = st.none() | st.integers(0, 10**6)
    when = st.datetimes(timezones=st.just(UTC))
    return st.builds(
        Count, numbers, st.sampled_from(Certainty), st.sampled_from(Source), when, numbers, st.integers(0, 50)
    )


@cache
def segments() -> SearchStrategy[Segment]:
    """Segments with anything in every field."""
    moments = st.none() | st.datetimes(timezones=st.just(UTC) | st.just(timezone(timedelta(hours=-3, minutes=-30))))
    return st.builds(
        Segment,
        id=outside_text(),
        name=outside_text(),
        rule=st.none() | rules(),
        kind=st.sampled_from(SegmentKind),
        size=st.none() | counts(),
        created_at=moments,
        updated_at=moments,
        created_by=st.none() | outside_text(),
        used_at=moments,
        state=st.sampled_from(SegmentState),
        raw=st.dictionaries(outside_text(), json_values(), max_size=2),
        written=outside_text(),
        details=_details(),
        people=_people(),
        links=st.none() | st.lists(st.builds(SegmentLink, *[outside_text()] * 4), max_size=2).map(tuple),
    )


@cache
def drafts() -> SearchStrategy[SegmentDraft]:
    """What somebody might want a segment to be."""
    return st.builds(
        SegmentDraft, outside_text(), rules(), outside_text(), _details(), st.sampled_from(SegmentKind), _people()
    )


def _people() -> SearchStrategy[tuple[Lead, ...] | None]:
    return st.none() | st.lists(leads(), max_size=2, unique_by=lambda lead: lead.id).map(tuple)


def _details() -> SearchStrategy[dict[str, JsonValue]]:
    return st.dictionaries(outside_text(), json_values(), max_size=1)


def _groups(children: SearchStrategy[Any]) -> SearchStrategy[Group]:
    return st.builds(Group, st.sampled_from(Combine), st.lists(children, max_size=3).map(tuple), st.booleans())


def _lists(least: int) -> SearchStrategy[ListValue]:
    return st.builds(ListValue, st.lists(scalars(), min_size=least, max_size=3).map(tuple))


_OF_TEXT = frozenset({Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH, Operator.MATCHES})
