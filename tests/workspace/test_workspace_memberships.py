"""Which segments somebody is in, and who is meant by a rule and not selected."""

import asyncio

import pytest
from support.screens import PEOPLE, box_of
from support.workspaces import any_of, is_, open_on

from segtui.domain.explanation import Standing
from segtui.domain.operators import Operator
from segtui.domain.rules import Condition
from segtui.domain.segments import Segment, SegmentKind
from segtui.domain.values import TextValue
from segtui.workspace.explaining import SeveralLeads, find_lead
from segtui.workspace.memberships import memberships

ROME = is_("city", "=", "Rome")


async def test_what_the_service_does_counts_and_what_the_rule_says_is_noted() -> None:
    box = box_of({"b": [ROME, is_("tags", "<", "a")], "a": [ROME], "c": [is_("city", "starts with", "Ro")], "d": []})
    workspace = open_on(box)
    found = await memberships(workspace, await find_lead(workspace, "Ann Alba"), await workspace.segments())
    assert [(one.segment.name, one.standing, one.meant, one.note) for one in found] == [
        ("a", Standing.IN, Standing.IN, ""),
        ("b", Standing.IN, Standing.OUT, "its rule says out"),
        ("d", Standing.IN, Standing.IN, ""),
        ("c", Standing.OUT, Standing.IN, "never answered; its rule says in"),
    ]


async def test_a_list_of_people_cant_be_judged_and_comes_before_those_that_somebody_is_out_of() -> None:
    workspace = open_on(box_of({"In": [ROME], "Out": [is_("city", "=", "Oslo")]}))
    people = Segment("1", "People", None, SegmentKind.STATIC)
    lead = await find_lead(workspace, "Ann Alba")
    found = await memberships(workspace, lead, [people, *await workspace.segments()])
    assert [one.standing for one in found] == [Standing.IN, Standing.UNKNOWN, Standing.OUT]
    assert "list of people" in found[1].note


async def test_others_have_their_turn_while_many_segments_are_looked_at() -> None:
    workspace = open_on(box_of({str(number): [is_("fullname", "contains", "(a+)+$")] for number in range(45)}))
    lead = await find_lead(workspace, "Ann Alba")
    steps: list[tuple[int, int]] = []
    turns = 0

    async def count_turns() -> None:
        nonlocal turns
        while len(steps) < 3:
            turns += 1
            await asyncio.sleep(0)

    counting = asyncio.create_task(count_turns())
    segments = await workspace.segments()
    await memberships(workspace, lead, segments, lambda done, of: steps.append((done, of)))
    await counting
    assert steps == [(20, 45), (40, 45), (45, 45)]
    assert turns > 3


async def test_those_apart_are_told_with_both_answers() -> None:
    workspace = open_on(box_of({"One": [ROME]}))
    rule = any_of(
        Condition("city", Operator.IS, TextValue("Rome")), Condition("fullname", Operator.IS, TextValue("Cem Can"))
    )
    comparison = (await workspace.preview(rule)).comparison
    assert comparison is not None
    assert [(one.lead.name, one.meant, one.selected) for one in comparison.apart] == [
        ("Ann Alba", True, False),
        ("Bea Boll", True, False),
        ("Cem Can", True, False),
    ]


async def test_several_of_one_name_can_be_chosen_from() -> None:
    workspace = open_on(box_of({}, [*PEOPLE, PEOPLE[0]]))
    with pytest.raises(SeveralLeads) as raised:
        await find_lead(workspace, "Ann Alba")
    assert [lead.name for lead in raised.value.leads] == ["Ann Alba", "Ann Alba"]
