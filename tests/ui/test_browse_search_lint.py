"""Looking for what lint says: it takes a while, so it runs beside the screen, can be stopped, and is never untrue."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from support.screens import Person, at_work, box_of
from support.workspaces import is_

from segtui.domain.frozen import date_keys
from segtui.domain.operators import Operator
from segtui.domain.rules import Condition
from segtui.domain.values import InstantValue
from segtui.sandbox import Fault
from segtui.ui.browse.segment_list import SegmentList
from segtui.workspace import linting
from segtui.workspace.intents import Meant

RULES = {
    "Romans": [is_("city", "=", "Rome")],
    "Young": [is_("attributes.age", "<", 30)],
    "VIP": [is_("tags", "=", "vip")],
}


@contextmanager
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Let no rule be looked at until the end; collects the rules that somebody begins to look at."""
    go, begun = threading.Event(), []
    real = linting.lint_rule

    def slow(workspace: Any, rule: Any, *more: Any, **options: Any) -> Any:
        begun.append(rule)
        go.wait(20)
        return real(workspace, rule, *more, **options)

    monkeypatch.setattr(linting, "lint_rule", slow)
    try:
        yield begun
    finally:
        go.set()


def empty_text(person: Person) -> str:
    return str(person.screen.query_one(SegmentList).table.empty_text)


async def test_while_rules_are_looked_at_nobody_is_told_that_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_work(box_of(RULES)) as person:
        with held(monkeypatch) as begun:
            await person.looks_for("lint:operator-skipped")
            await person.until(lambda: begun)
            assert "Looking at the rules" in empty_text(person)
            await person.until(lambda: "0 of 3" in person.screen.status.line().plain)
        await person.until(lambda: person.listed == ["Young"])


async def test_typing_on_never_looks_at_a_rule_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_work(box_of(RULES)) as person:
        with held(monkeypatch) as begun:
            await person.looks_for("lint:operator-skipped")
            await person.until(lambda: begun)
        await person.until(lambda: person.listed == ["Young"])
        assert len(begun) == len(set(begun)) == len(RULES)


async def test_escape_stops_looking_and_says_that_some_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_work(box_of(RULES)) as person:
        with held(monkeypatch) as begun:
            await person.looks_for("lint:operator-skipped")
            await person.until(lambda: begun)
            await person.press("enter", "escape")
            await person.until(lambda: "looking at all rules" not in person.screen.status.line().plain)
            assert "not all rules" in person.said.lower()
        await person.rest()
        assert "Not all rules" in empty_text(person)
        await person.looks_for("lint:operator")
        await person.until(lambda: person.listed == ["Young"])


async def test_words_without_lint_stop_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_work(box_of(RULES)) as person:
        with held(monkeypatch) as begun:
            await person.looks_for("lint:operator-skipped")
            await person.until(lambda: begun)
            await person.press("escape")
            await person.until(lambda: "looking at all rules" not in person.screen.status.line().plain)
        assert len(person.listed) == len(RULES)


async def test_a_rule_that_somebody_else_has_changed_stays_found_after_loading_anew() -> None:
    box = box_of(RULES)
    async with at_work(box) as person:
        await person.looks_for("lint:operator-skipped")
        await person.until(lambda: person.listed == ["Young"])
        key = next(key for key, one in box.project().segments.items() if one["name"] == "VIP")
        box.project().segments[key]["filters"] = [is_("attributes.score", "<", 5)]
        await person.press("enter", "r")
        await person.until(lambda: set(person.listed) == {"Young", "VIP"})


async def test_what_is_under_edit_is_looked_at_as_it_is_wanted_and_stays_until_the_filter_changes() -> None:
    async with at_work(box_of(RULES)) as person:
        await person.picks("Young")
        await person.looks_for("lint:operator-skipped")
        await person.until(lambda: person.listed == ["Young"])
        await person.press("enter")
        await person.goes_to_line((0,))
        await person.press("d")
        await person.until(lambda: not person.rule and person.listed == ["Young"])
        await person.looks_for("lint:operator-skip")
        await person.until(lambda: person.listed == [])


async def test_a_rule_that_another_segment_has_too_is_found_by_its_code() -> None:
    async with at_work(box_of({**RULES, "Also young": RULES["Young"]})) as person:
        await person.looks_for("lint:same-rule")
        await person.until(lambda: set(person.listed) == {"Young", "Also young"})


MONTH_AGO = "2026-10-23T12:00:00.000Z"
TOLD = {
    "Nobody": [is_("city", "=", "Rome"), is_("tags", "=", "beta"), is_("email", "=", "ann@example.com")],
    "Named": [is_("fullname", "is not null")],
    "Misspelt": [is_("citty", "=", "Rome")],
    "Fresh": [is_("createdAt", ">=", MONTH_AGO)],
}


def remember_month(person: Person) -> None:
    """Let the date of the segment "Fresh" be one that was meant to move along."""
    key = next(entry.key for entry in person.screen.desk.lines() if entry.name == "Fresh")
    month = Condition("createdAt", Operator.AT_LEAST, InstantValue(MONTH_AGO))
    person.screen.desk.intents.remember(key, [Meant(date_keys(month)[0], "last 30 days")])


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("nobody-seen", "Nobody"),
        ("everybody-seen", "Named"),
        ("unknown-field", "Misspelt"),
        ("frozen-date", "Fresh"),
    ],
)
async def test_what_lint_tells_by_leads_and_of_dates_is_found_before_anybody_looks_at_a_rule(
    code: str, found: str
) -> None:
    async with at_work(box_of(TOLD)) as person:
        remember_month(person)
        await person.looks_for(f"lint:{code}")
        await person.until(lambda: found in person.listed and len(person.listed) < len(TOLD))


async def test_what_the_pane_says_of_a_rule_is_just_what_is_found() -> None:
    async with at_work(box_of(TOLD)) as person:
        remember_month(person)
        await person.looks_for("-lint:nothing-of-all")
        await person.until(lambda: person.screen.judge.looked is not None and len(person.listed) == len(TOLD))
        for name in TOLD:
            await person.picks(name)
            await person.until(lambda: person.screen.remarks.looked_at)
            codes = {one.code for one in person.screen.remarks.diagnostics}
            assert codes
            for code in codes:
                found = person.screen.desk.lines(f"lint:{code}", said=person.screen._said)
                assert person.screen.current in [line.key for line in found]


async def test_where_leads_cannot_be_looked_at_it_is_said_what_is_not_found() -> None:
    box = box_of(RULES)
    async with at_work(box) as person:
        box.faults.add(Fault.status(403), path="/leads")
        await person.looks_for("lint:nobody-seen")
        await person.until(lambda: "What lint says by the leads looked at isn't known" in empty_text(person))
        assert "isn't known" in person.said
        await person.looks_for("lint:operator-skipped")
        await person.until(lambda: person.listed == ["Young"])


async def test_leads_that_come_later_are_looked_at_for_what_is_looked_for() -> None:
    box = box_of(TOLD)
    async with at_work(box) as person:
        box.faults.add(Fault.status(403), path="/leads")
        await person.looks_for("lint:nobody-seen")
        await person.until(lambda: "isn't known" in empty_text(person))
        box.faults.clear()
        await person.press("enter", "r")
        await person.until(lambda: set(person.listed) == {"Nobody", "Misspelt"})
