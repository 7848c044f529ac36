"""Which rules are written only after a word was typed by hand."""

from typing import Any

import pytest
from support.workspaces import NOON, every, is_, open_on, small_box, writes
from workspace_writes import CALLED_A, ROME, VIP, box_of_three, loaded, renamed

from segtui.backends.base import Served
from segtui.domain.counting import Certainty, Count, Source
from segtui.domain.lead_word import LEADS
from segtui.domain.operators import Operator
from segtui.domain.rules import Condition, Group
from segtui.domain.segments import SegmentDraft
from segtui.domain.values import TextValue
from segtui.workspace.confirming import Confirmation, confirmation_for, confirmation_of_text
from segtui.workspace.errors import ConfirmationMissing
from segtui.workspace.movement import Movement
from segtui.workspace.plans import Ending
from segtui.workspace.saving import carry_out, plan_create, plan_delete, plan_update


@pytest.mark.parametrize(
    ("rule", "word", "reason"),
    [
        (every(), "everybody", "Without conditions"),
        (
            every(Condition("attributes.score", Operator.LESS_THAN, TextValue("5"))),
            "everybody",
            "skips every condition",
        ),
        (every(Condition("createdAt", Operator.EXISTS)), "everybody", "Every lead meets"),
        (every(Condition("email", Operator.EXISTS)), "everybody", "selects all 3 leads"),
        (every(ROME), "everybody", "selects all 3 leads"),
        (every(VIP, CALLED_A), "never", "never answer"),
    ],
)
async def test_a_dangerous_rule_is_written_only_after_its_word_was_typed(rule: Group, word: str, reason: str) -> None:
    box = box_of_three()
    workspace, segment = await loaded(box, is_("city", "=", "Milan"))
    for plan in (
        await plan_create(workspace, SegmentDraft("New", rule)),
        await plan_update(workspace, segment, SegmentDraft("A rule", rule)),
    ):
        assert plan.confirmation is not None
        assert plan.confirmation.word == word
        assert reason in plan.confirmation.reason
        for typed in ("", "yes", f"{word}s", "delete"):
            with pytest.raises(ConfirmationMissing) as caught:
                await carry_out(workspace, plan, typed)
            assert word in caught.value.hint
    assert writes(box) == []
    assert (await carry_out(workspace, plan, f" {word.upper()} ")).ending is Ending.DONE
    assert len(writes(box)) == 1


async def test_a_rule_that_selects_the_whole_sample_is_confirmed_too() -> None:
    box = small_box(lead_count=1100)
    workspace = open_on(box)
    rule = every(Condition("attributes.source", Operator.EXISTS))
    for lead in box.project().leads:
        lead["attributes"] = {"source": "web"}
    plan = await plan_create(workspace, SegmentDraft("New", rule))
    assert plan.count is not None
    assert plan.count.certainty is Certainty.SAMPLE
    assert plan.confirmation is not None
    assert plan.confirmation.reason == "This rule selects every one of the first 1,000 leads."


async def test_leads_that_come_after_all_were_counted_do_not_hide_that_everybody_is_selected() -> None:
    box = box_of_three()
    workspace = open_on(box)
    draft = SegmentDraft("New", every(Condition("email", Operator.EXISTS)))
    await workspace.preview(draft.rule)
    box.add_leads({"fullname": "Dan", "email": "dan@example.com"})
    assert (await plan_create(workspace, draft)).confirmation is not None


async def test_a_rule_that_selects_nobody_of_an_empty_project_needs_no_word() -> None:
    workspace = open_on(small_box())
    assert (await plan_create(workspace, SegmentDraft("New", every(ROME)))).confirmation is None


@pytest.mark.parametrize("filters", [[], [is_("fullname", "starts with", "A")], [is_("city", "=", "Rome")]])
async def test_a_mere_new_name_needs_no_word_whatever_the_rule(filters: list[dict[str, Any]]) -> None:
    box = box_of_three()
    workspace, segment = await loaded(box, *filters)
    plan = await renamed(workspace, segment)
    assert plan.confirmation is None
    assert (await carry_out(workspace, plan)).ending is Ending.DONE
    assert [one.body for one in writes(box)] == [{"name": "Another name"}]


async def test_a_deletion_wants_its_word() -> None:
    box = box_of_three()
    workspace, segment = await loaded(box, is_("city", "=", "Rome"))
    plan = await plan_delete(workspace, segment)
    with pytest.raises(ConfirmationMissing):
        await carry_out(workspace, plan, "yes")
    assert writes(box) == []
    assert (await carry_out(workspace, plan, "Delete")).ending is Ending.DONE


@pytest.mark.parametrize(
    ("count", "after", "unsure", "asks"),
    [
        (None, 0, 0, True),
        (None, 0, 1, False),
        (Count(0, Certainty.EXACT, Source.SERVER, NOON), 0, 1, True),
        (Count(0, Certainty.EXACT, Source.SERVER, NOON), 1, 0, True),
        (Count(0, Certainty.SAMPLE, Source.SERVER, NOON), 1, 0, False),
        (Count(3, Certainty.EXACT, Source.SERVER, NOON), 0, 0, False),
    ],
)
def test_that_a_segment_would_have_nobody_is_believed_of_a_full_count_and_else_only_if_nobody_is_in_doubt(
    count: Count | None,
    after: int,
    unsure: int,
    asks: bool,  # noqa: FBT001 - a column
) -> None:
    movement = Movement(before=5, after=after, certainty=Certainty.SAMPLE, of=9, unsure=unsure)
    found = confirmation_for(Served(every(ROME), (), ""), count, LEADS, movement)
    assert (found.word if found is not None else "") == ("nobody" if asks else "")


def test_a_text_that_is_not_understood_is_a_further_reason_for_the_word_that_is_wanted_anyway() -> None:
    wanted = Confirmation("everybody", "This rule selects all.")
    both = Confirmation("everybody", "Line 1 isn't understood. This rule selects all.")
    assert confirmation_of_text(wanted, "Line 1 isn't understood.", "") == both
