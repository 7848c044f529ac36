"""Copies between open profiles: what goes along to another account of the same service, and to another service."""

from datetime import UTC, timedelta

import pytest
from support.feedier_workspace import feedier_workspace
from support.workspaces import NOON, named, open_on, rule_of, small_box, word_of, writes

from segtui.domain.frozen import Frozen, date_keys
from segtui.domain.rules import Condition
from segtui.domain.segments import Segment
from segtui.sandbox import FeedierSandbox
from segtui.workspace.copying import Copy, NotAFieldPair, Wishes, plan_copy, translate, typed_fields
from segtui.workspace.errors import Unsafe
from segtui.workspace.plans import Ending
from segtui.workspace.saving import carry_out
from segtui.workspace.workspace import Workspace

NORTH = Wishes(details={"team": 4})


async def copied(source: Workspace, segment: Segment, target: Workspace, wishes: Wishes = NORTH) -> Copy:
    translation = await translate(source, segment, target, wishes, UTC)
    return await plan_copy(source, segment, target, wishes, translation)


async def test_another_account_of_the_service_gets_the_rule_as_it_is_written_but_not_the_ids() -> None:
    source, target = feedier_workspace(FeedierSandbox()), feedier_workspace(FeedierSandbox())
    target.profile = source.profile.__class__("other", "feedier", read_only=False, place="feedier elsewhere")
    segment = await source.segment("905")
    plan = (await copied(source, segment, target)).plan
    assert (plan.draft.rule, plan.draft.written) == (segment.rule, segment.written)
    assert plan.draft.details["team"] == 4 != segment.details["team"]
    assert plan.draft.details["description"] == segment.details["description"]
    assert plan.like is None
    outcome = await carry_out(target, plan, word_of(plan))
    assert outcome.ending is Ending.DONE
    assert outcome.segment is not None
    assert outcome.segment.rule == segment.rule


async def test_dates_that_were_meant_to_move_are_remembered_for_the_copy() -> None:
    box = small_box(20)
    source, target = open_on(box), feedier_workspace(FeedierSandbox())
    segment = await source.segment(named(box, "Joined since September"))
    condition = rule_of(segment).children[0]
    assert isinstance(condition, Condition)
    (key,) = date_keys(condition)
    dates = {key: Frozen("last 82 days", NOON - timedelta(days=1), 1, NOON, "2026-09-02")}
    translation = await translate(source, segment, target, NORTH, UTC)
    found = await plan_copy(source, segment, target, NORTH, translation, dates=dates)
    assert [(one.date[0], one.intent) for one in found.meant] == [("TimePeriod", "last 82 days")]


async def test_that_the_original_does_something_else_than_it_says_is_remarked() -> None:
    box = small_box(20)
    source, target = open_on(box), feedier_workspace(FeedierSandbox())
    segment = await source.segment(named(box, "Big Italian cities"))
    translation = await translate(source, segment, target, NORTH, UTC)
    assert any(one.startswith("Tiledesk itself does something else") for one in translation.remarks)


async def test_a_profile_that_may_only_read_gets_no_copy() -> None:
    box = small_box(20)
    source, target = feedier_workspace(FeedierSandbox()), open_on(box, read_only=True)
    segment = await source.segment("906")
    with pytest.raises(Unsafe, match="read-only"):
        await copied(source, segment, target, Wishes())
    assert not writes(box)


def test_fields_are_typed_in_pairs() -> None:
    assert typed_fields(["city = Attribute.town", "a=b=c"]) == {"city": "Attribute.town", "a": "b=c"}
    with pytest.raises(NotAFieldPair):
        typed_fields(["=x"])
