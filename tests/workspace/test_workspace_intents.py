"""Dates that stand still: what was meant is kept, follows its segment, and tells what the date would be today."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from support.processes import started
from support.screens import memory_in
from support.workspaces import NOON, Clock, any_of, every, open_on, small_box

from segtui.domain.diagnostics import Severity
from segtui.domain.frozen import Frozen, date_keys
from segtui.domain.operators import Operator
from segtui.domain.rules import Condition, Group
from segtui.domain.segments import Segment
from segtui.domain.values import DayValue, InstantValue, ListValue, RangeValue, RelativeValue, TextValue, Unit
from segtui.store.intents import IntentFile
from segtui.workspace.desk import Desk
from segtui.workspace.editing import Editing
from segtui.workspace.intents import Intents, Meant, freeze_dates, just_frozen
from segtui.workspace.linting import lint_rule

ROME = ZoneInfo("Europe/Rome")
MONTH = Condition("createdAt", Operator.AT_LEAST, InstantValue("2026-10-23T12:00:00.000Z"))
"""From the last 30 days, frozen at `NOON`."""
CITY = Condition("city", Operator.IS, TextValue("Rome"))


def relative(offset: int, unit: Unit = Unit.DAYS, operator: Operator = Operator.AT_LEAST) -> Condition:
    return Condition("createdAt", operator, RelativeValue(offset, unit))


@pytest.fixture
def clock() -> Clock:
    return Clock()


def intents_in(directory: Path, clock: Clock) -> Intents:
    return Intents(IntentFile(directory, "here", now=clock), now=clock, zone=ROME)


def intent_of(intents: Intents, key: str, condition: Condition) -> Frozen | None:
    """What was meant by the date of a condition; None when it is just a date."""
    return next((intents.of(key)[place] for place in date_keys(condition) if place in intents.of(key)), None)


def meant(condition: Condition, intent: str) -> Meant:
    (key,) = date_keys(condition)
    return Meant(key, intent)


@pytest.fixture
def intents(tmp_path: Path, clock: Clock) -> Intents:
    return intents_in(tmp_path, clock)


def test_what_was_meant_is_known_again_with_its_age_and_what_it_would_be(
    tmp_path: Path, intents: Intents, clock: Clock
) -> None:
    intents.remember("a", [meant(MONTH, "last 30 days")])
    clock.forward(days=34)
    found = intent_of(intents_in(tmp_path, clock), "a", MONTH)
    assert found is not None
    assert (found.intent, found.at, found.age_days) == ("last 30 days", NOON, 34)
    assert found.today == NOON + timedelta(days=4)
    assert found.shown == "2026-11-26"


def test_a_date_is_known_however_it_is_written_and_only_in_its_field_and_segment(intents: Intents) -> None:
    intents.remember("a", [meant(MONTH, "last 30 days")])
    for written in ("2026-10-23T12:00Z", "2026-10-23T14:00:00+02:00"):
        assert intent_of(intents, "a", Condition("createdAt", Operator.MORE_THAN, InstantValue(written))) is not None
        assert intent_of(intents, "a", Condition("createdAt", Operator.IS, TextValue(written))) is not None
    assert intent_of(intents, "b", MONTH) is None
    assert intent_of(intents, "a", Condition("updatedAt", Operator.AT_LEAST, MONTH.value)) is None
    assert intent_of(intents, "a", Condition("createdAt", Operator.AT_LEAST, InstantValue("2026-10-23"))) is None
    assert intent_of(intents, "a", Condition("createdAt", Operator.ON_DAY, DayValue(NOON.date()))) is None
    assert intent_of(intents, "a", CITY) is None


def test_the_age_is_counted_in_midnights_of_the_zone(intents: Intents, clock: Clock) -> None:
    clock.at = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)  # 23:30 in Rome
    today = Condition("createdAt", Operator.AT_LEAST, InstantValue("2026-11-21T23:00:00.000Z"))
    intents.remember("a", [meant(today, "today")])
    clock.forward(hours=1)
    found = intent_of(intents, "a", today)
    assert found is not None
    assert (found.age_days, found.shown) == (1, "2026-11-23")


def test_the_zone_it_was_typed_in_stays(tmp_path: Path, intents: Intents, clock: Clock) -> None:
    november = Condition("createdAt", Operator.AT_LEAST, InstantValue("2026-10-31T23:00:00.000Z"))
    intents.remember("a", [meant(november, "start of this month")])
    elsewhere = intent_of(Intents(IntentFile(tmp_path, "here"), now=clock, zone=UTC), "a", november)
    assert elsewhere is not None
    assert elsewhere.today == datetime(2026, 10, 31, 23, tzinfo=UTC)


@pytest.mark.parametrize("intent", ["2024-07-01", "gibberish", "99999 years ago", "\x1b[2J", ""])
def test_words_in_the_file_that_name_no_moving_date_are_nothing(intents: Intents, intent: str) -> None:
    intents.remember("a", [meant(MONTH, intent)])
    assert intent_of(intents, "a", MONTH) is None


def test_a_rule_is_set_to_today(intents: Intents, clock: Clock) -> None:
    plan = Condition("attributes.since", Operator.MORE_THAN, TextValue("2026-10-23"))
    intents.remember("a", [meant(MONTH, "last 30 days"), meant(plan, "yesterday")])
    clock.forward(days=2)
    rule = every(CITY, any_of(MONTH, CITY), plan)
    fresh = intents.refrozen("a", rule)
    month = Condition("createdAt", Operator.AT_LEAST, InstantValue("2026-10-25T12:00:00.000Z"))
    since = Condition("attributes.since", Operator.MORE_THAN, TextValue("2026-11-22T23:00:00.000Z"))
    assert fresh.rule == every(CITY, any_of(month, CITY), since)
    intents.remember("a", fresh.meant)
    found = intent_of(intents, "a", month)
    assert found is not None
    assert found.age_days == 0


def test_a_relative_date_that_the_service_cannot_hold_is_frozen(clock: Clock) -> None:
    workspace = open_on(small_box())
    rule = every(relative(-3, Unit.WEEKS), any_of(relative(-30, operator=Operator.WITHIN), CITY))
    frozen = freeze_dates(workspace, rule, clock(), UTC)
    weeks = Condition("createdAt", Operator.AT_LEAST, InstantValue("2026-11-01T12:00:00.000Z"))
    assert frozen.rule == every(weeks, any_of(MONTH, CITY))
    assert list(frozen.meant) == [meant(weeks, "3 weeks ago"), meant(MONTH, "last 30 days")]
    assert {one.intent for one in just_frozen(frozen.meant, clock(), UTC).values()} == {"3 weeks ago", "last 30 days"}


def test_what_one_date_cannot_say_is_left_to_the_service(clock: Clock) -> None:
    ahead, far = relative(30, operator=Operator.WITHIN), relative(-99_999, Unit.YEARS)
    rule = every(ahead, far, CITY)
    workspace = open_on(small_box())
    frozen = freeze_dates(workspace, rule, clock(), ROME)
    assert (frozen.rule, list(frozen.meant)) == (rule, [])
    assert [one.severity for one in workspace.problems(rule)] == [Severity.REFUSE] * 2


# Lint


@pytest.mark.parametrize(
    ("days", "severity", "told"),
    [
        (0, Severity.NOTE, "Frozen today from “last 30 days”"),
        (1, Severity.NOTE, "Frozen 1 day ago from “last 30 days”; today it would be 2026-10-24."),
        (7, Severity.NOTE, "Frozen 7 days ago from “last 30 days”; today it would be 2026-10-30."),
        (8, Severity.WARN, "Frozen 8 days ago from “last 30 days”; today it would be 2026-10-31."),
    ],
)
def test_lint_tells_the_age_of_a_date_and_mends_it(
    intents: Intents, clock: Clock, days: int, severity: Severity, told: str
) -> None:
    intents.remember("a", [meant(MONTH, "last 30 days")])
    clock.forward(days=days)
    rule = every(CITY, MONTH)
    (one,) = lint_rule(open_on(small_box()), rule, frozen=intents.of("a"))
    assert (one.code, one.path, one.severity) == ("frozen-date", (1,), severity)
    assert one.message.startswith(told)
    assert (one.fix is not None) is (days > 0)
    if one.fix is not None:
        assert one.fix.rule == intents.refrozen("a", rule).rule


def test_a_date_that_is_still_right_is_only_noted(intents: Intents, clock: Clock) -> None:
    year = Condition("createdAt", Operator.AT_LEAST, InstantValue("2025-12-31T23:00:00.000Z"))
    intents.remember("a", [meant(year, "start of this year")])
    clock.forward(days=20)
    (one,) = lint_rule(open_on(small_box()), every(year), frozen=intents.of("a"))
    assert (one.severity, one.fix) == (Severity.NOTE, None)
    assert one.message == "Frozen 20 days ago from “start of this year”; today it would be the same."


def test_of_hours_the_time_is_told_too(intents: Intents, clock: Clock) -> None:
    intents.remember("a", [meant(MONTH, "6 hours ago")])
    clock.forward(days=1)
    (one,) = lint_rule(open_on(small_box()), every(MONTH), frozen=intents.of("a"))
    assert "today it would be 2026-11-23 07:00 Europe/Rome." in one.message


@pytest.mark.parametrize(
    ("intent", "shown"), [("last Monday", "2026-11-23."), ("last Monday at 9:30", "2026-11-23 09:30 Europe/Rome.")]
)
def test_a_weekday_moves_along_with_the_weeks(intents: Intents, clock: Clock, intent: str, shown: str) -> None:
    intents.remember("a", [meant(MONTH, intent)])
    clock.forward(days=2)  # from a Sunday to a Tuesday
    (one,) = lint_rule(open_on(small_box()), every(MONTH), frozen=intents.of("a"))
    assert one.message == f"Frozen 2 days ago from “{intent}”; today it would be {shown}"


# Dates among others


def several(operator: Operator, *written: str) -> Condition:
    dates = tuple(map(InstantValue, written))
    return Condition("createdAt", operator, RangeValue(*dates) if operator is Operator.BETWEEN else ListValue(dates))


@pytest.mark.parametrize("operator", [Operator.BETWEEN, Operator.ONE_OF])
def test_dates_among_others_are_set_to_today_together(intents: Intents, clock: Clock, operator: Operator) -> None:
    month, yesterday = "2026-10-23T12:00:00.000Z", "2026-11-20T23:00:00.000Z"
    old = several(operator, month, yesterday)
    intents.remember(
        "a", [Meant(key, words) for key, words in zip(date_keys(old), ("last 30 days", "yesterday"), strict=True)]
    )
    clock.forward(days=9)
    first, second = lint_rule(open_on(small_box()), every(CITY, old), frozen=intents.of("a"))[-2:]
    told = {one.message for one in (first, second)}
    assert told == {
        "Frozen 9 days ago from “last 30 days”; today it would be 2026-11-01.",
        "Frozen 9 days ago from “yesterday”; today it would be 2026-11-30.",
    }
    (fix,) = [one.fix for one in (first, second) if one.fix is not None]
    assert fix.says == "set them to what “last 30 days” and “yesterday” are today: 2026-11-01 and 2026-11-30"
    fresh = several(operator, "2026-11-01T12:00:00.000Z", "2026-11-29T23:00:00.000Z")
    assert fix.rule == every(CITY, fresh) == intents.refrozen("a", every(CITY, old)).rule
    intents.remember("a", intents.refrozen("a", every(old)).meant)
    assert [intents.of("a")[key].age_days for key in date_keys(fresh)] == [0, 0]


def test_of_two_ends_only_the_one_that_was_meant_to_move_is_set_to_today(intents: Intents, clock: Clock) -> None:
    old = several(Operator.BETWEEN, "2024-07-01T00:00:00.000Z", "2026-11-21T23:00:00.000Z")
    intents.remember("a", [Meant(date_keys(old)[1], "today")])
    clock.forward(days=1)
    told = [one for one in lint_rule(open_on(small_box()), every(old), frozen=intents.of("a")) if one.fix is not None]
    assert [one.code for one in told] == ["frozen-date"]
    assert told[0].fix is not None
    fresh = several(Operator.BETWEEN, "2024-07-01T00:00:00.000Z", "2026-11-22T23:00:00.000Z")
    assert told[0].fix.rule == every(fresh)


def test_a_whole_day_that_was_meant_to_move_is_set_to_the_day_it_is_now(intents: Intents, clock: Clock) -> None:
    old = Condition("createdAt", Operator.ON_DAY, DayValue(date(2026, 11, 21)))
    intents.remember("a", [meant(old, "yesterday")])
    clock.forward(days=1)
    assert intents.refrozen("a", every(old)).rule == every(replace(old, value=DayValue(date(2026, 11, 22))))


# What becomes of it with its segment


def test_a_new_segment_that_gets_its_id_takes_along_what_was_meant(intents: Intents) -> None:
    desk = Desk(intents=intents)
    key = desk.begin(Editing.new().with_rule(every(MONTH)))
    desk.intents.remember(key, [meant(MONTH, "last 30 days")])
    desk.saved(key, Segment("a" * 24, "Fresh", every(MONTH)))
    assert intent_of(intents, "a" * 24, MONTH) is not None
    assert intent_of(intents, key, MONTH) is None


def test_a_duplicate_begins_with_what_was_meant_and_goes_its_own_way(intents: Intents) -> None:
    intents.remember("a" * 24, [meant(MONTH, "last 30 days")])
    desk = Desk(intents=intents)
    key = desk.begin(Editing.duplicate(Segment("a" * 24, "Fresh", every(MONTH))))
    assert intent_of(intents, key, MONTH) is not None
    desk.discard(key)
    assert intent_of(intents, key, MONTH) is None
    assert intent_of(intents, "a" * 24, MONTH) is not None


def test_a_segment_keeps_what_was_meant_when_an_edit_of_it_is_discarded(intents: Intents) -> None:
    intents.remember("a" * 24, [meant(MONTH, "last 30 days")])
    desk = Desk(intents=intents)
    desk.put("a" * 24, Editing.of(Segment("a" * 24, "Fresh", every(MONTH))).with_name("Other"))
    desk.discard("a" * 24)
    assert intent_of(intents, "a" * 24, MONTH) is not None


def test_an_older_edit_that_comes_back_under_a_key_of_its_own_takes_along_what_was_meant(
    tmp_path: Path, intents: Intents
) -> None:
    intents.remember("a" * 24, [meant(MONTH, "last 30 days")])
    fresh = Editing.of(Segment("a" * 24, "Fresh", every(MONTH)))
    with closing(memory_in(tmp_path)) as one, closing(memory_in(tmp_path)) as other:
        for name, memory in (("Older", one), ("Newer", other)):
            Desk(memory.drafts("x")).put("a" * 24, fresh.with_name(name))
    with closing(memory_in(tmp_path)) as memory:
        found = Desk(memory.drafts("x"), intents).restore().drafts
        assert len(found) == 2
        assert [intent_of(intents, one.key, MONTH) is not None for one in found] == [True, True]


def test_with_a_deleted_segment_goes_what_was_meant(intents: Intents) -> None:
    desk = Desk(intents=intents)
    desk.load([Segment("a" * 24, "Fresh", every(MONTH)), Segment("b" * 24, "Other", Group())])
    intents.remember("a" * 24, [meant(MONTH, "last 30 days")])
    desk.discard("a" * 24)
    assert intent_of(intents, "a" * 24, MONTH) is not None
    desk.removed("a" * 24)
    assert intent_of(intents, "a" * 24, MONTH) is None


REMEMBER = """
from zoneinfo import ZoneInfo
from segtui.domain.frozen import date_keys
from segtui.domain.operators import Operator
from segtui.domain.rules import Condition
from segtui.domain.values import InstantValue
from segtui.store.intents import IntentFile
from segtui.workspace.intents import Intents, Meant
intents = Intents(IntentFile(Path(sys.argv[1]), "here"), zone=ZoneInfo("Europe/Rome"))
condition = Condition("createdAt", Operator.AT_LEAST, InstantValue("2026-10-23T12:00:00.000Z"))
intents.remember("new-1", [Meant(*date_keys(condition), "last 30 days")])
intents.moved("new-1", "a")
say("done")
"""


def test_it_outlives_a_program_that_is_killed(tmp_path: Path, clock: Clock) -> None:
    with started(REMEMBER, [[tmp_path]]) as (other,):
        assert other.said() == "done"
        other.kill()
    assert intent_of(intents_in(tmp_path, clock), "a", MONTH) is not None


def test_where_nothing_can_be_written_it_is_known_for_this_run_and_kept_as_soon_as_it_can_be(
    tmp_path: Path, clock: Clock
) -> None:
    directory = tmp_path / "intents"
    directory.write_text("in the way")
    intents = intents_in(directory, clock)
    intents.remember("new-1", [meant(MONTH, "last 30 days")])
    assert intents.trouble is not None
    assert intent_of(intents, "new-1", MONTH) is not None
    intents.moved("new-1", "a")
    assert intent_of(intents, "a", MONTH) is not None
    directory.unlink()
    intents.remember("b", [meant(MONTH, "yesterday")])
    assert intents.trouble is None
    again = intents_in(directory, clock)
    assert intent_of(again, "a", MONTH) is not None
    assert intent_of(again, "b", MONTH) is not None


def test_without_a_file_it_is_known_for_this_run(clock: Clock) -> None:
    intents = Intents(now=clock, zone=UTC)
    intents.remember("a", [meant(MONTH, "last 30 days")])
    assert intent_of(intents, "a", MONTH) is not None
    intents.forget("a")
    assert intent_of(intents, "a", MONTH) is None
    assert intents.take_notices() == []
