"""Looking for what lint says: it takes a while, so it runs beside the screen, can be stopped, and is never untrue."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from support.screens import Person, at_work, box_of
from support.workspaces import is_

from segtui.ui.browse.segment_list import SegmentList
from segtui.workspace import linting

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
