"""The traps that lie in a filter's value: times, types, null."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from support.tiledesk import NOON, backend_on, body_of, filter_, stored_in

from segtui.backends.tiledesk.casting import cast
from segtui.backends.tiledesk.dialect import TiledeskDialect
from segtui.domain.edits import removed, replaced
from segtui.domain.operators import FieldType, Operator
from segtui.domain.rules import Condition, Group
from segtui.domain.segments import SegmentDraft
from segtui.domain.typed_text import read_condition
from segtui.domain.values import DayValue, NumberValue, TextValue
from segtui.sandbox import TiledeskSandbox
from segtui.sandbox.tiledesk.rules import as_text

DIALECT = TiledeskDialect()
ROME = Condition("city", Operator.IS, TextValue("Rome"))
VIP = Condition("tags", Operator.IS, TextValue("vip"))


@pytest.fixture
def box() -> TiledeskSandbox:
    return TiledeskSandbox(lead_count=60, now=lambda: NOON)


def filters_of(rule: Group) -> list[Any]:
    filters = DIALECT.encode(rule).native["filters"]
    assert isinstance(filters, list)
    return filters


def test_trap_23_a_day_is_sent_as_a_full_time() -> None:
    typed = read_condition("createdAt >= 2024-07-01", DIALECT.field_type)
    as_day = Condition("createdAt", Operator.AT_LEAST, DayValue(datetime(2024, 7, 1, tzinfo=UTC).date()))
    for condition in (typed, as_day):
        (sent,) = filters_of(Group(children=(condition,)))
        assert sent == filter_("createdAt", ">=", "2024-07-01T00:00:00.000Z")


VALUES = [5, "5", 5.5, True, "true", 0, "", [5, "5", True], -1.5, 9007199254740991, "\u0000", "é"]


async def test_trap_24_values_keep_their_types_through_an_edit_of_another_line(box: TiledeskSandbox) -> None:
    filters = [filter_(f"attributes.x{place}", "=", value) for place, value in enumerate(VALUES)]
    segment_id = stored_in(box, filter_("city", "=", "Rome"), *filters)
    async with backend_on(box) as backend:
        segment = await backend.segment(segment_id)
        assert segment.rule is not None
        await backend.update(segment, SegmentDraft(segment.name, removed(segment.rule, (0,))))
    assert json.dumps(body_of(box, "PUT")) == json.dumps({"filters": filters})
    assert json.dumps((box.stored_segment(segment_id) or {})["filters"]) == json.dumps(filters)


def test_trap_24_types_are_kept_and_numbers_sent_as_the_server_gives_them_back() -> None:
    typed = ("5", '"5"', "5.0", "true", '"true"', "1e3")
    rule = Group(children=tuple(read_condition(f"attributes.x = {text}", lambda _: FieldType.ANY) for text in typed))
    assert json.dumps([one["value"] for one in filters_of(rule)]) == '[5, "5", 5, true, "true", 1000]'


async def test_trap_25_unknown_keys_are_ignored(box: TiledeskSandbox) -> None:
    segment_id = stored_in(box, filter_("city", "=", "Rome"), description="new", nested={"a": [1]})
    async with backend_on(box) as backend:
        segment = await backend.segment(segment_id)
    assert segment.rule == Group(children=(ROME,))
    assert segment.raw["nested"] == {"a": [1]}


async def test_trap_26_null_as_a_value_is_read_as_missing_or_null(box: TiledeskSandbox) -> None:
    segment_id = stored_in(box, filter_("city", "=", None), filter_("attributes.plan", "!=", None))
    async with backend_on(box) as backend:
        segment = await backend.segment(segment_id)
        assert segment.rule == Group(
            children=(
                Condition("city", Operator.HAS_NO_VALUE),
                Condition("attributes.plan", Operator.HAS_NO_VALUE, negate=True),
            )
        )
        await backend.update(segment, SegmentDraft("A rule", replaced(segment.rule, (1,), VIP)))
    assert body_of(box, "PUT") == {"filters": [filter_("city", "=", None), filter_("tags", "=", "vip")]}


def test_a_number_is_not_the_text_that_looks_like_it() -> None:
    number, text = (Condition("attributes.x", Operator.IS, value) for value in (NumberValue("5"), TextValue("5")))
    assert filters_of(Group(children=(number,))) != filters_of(Group(children=(text,)))


# As Node.js 20 printed `String(number)`.
AS_TEXT = [
    ("5", "5"),
    ("5.0", "5"),
    ("-0", "0"),
    ("-2.5", "-2.5"),
    ("0.000001", "0.000001"),
    ("1.5e-6", "0.0000015"),
    ("1e-7", "1e-7"),
    ("1.25e-9", "1.25e-9"),
    ("1e16", "10000000000000000"),
    ("9007199254740993", "9007199254740992"),
    ("123456789012345680000", "123456789012345680000"),
    ("1e21", "1e+21"),
    ("2150000000000000000000", "2.15e+21"),
    ("-1.5e300", "-1.5e+300"),
]


@pytest.mark.parametrize(("written", "text"), AS_TEXT)
def test_a_number_becomes_the_text_that_the_servers_language_makes_of_it(written: str, text: str) -> None:
    condition = Condition("city", Operator.IS, NumberValue(written))
    assert cast(condition).value == TextValue(text)
    assert as_text(json.loads(written)) == text
