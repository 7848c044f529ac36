"""Who enters and who leaves by a change of a rule, how surely that is known, and which changes want a word."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from support.screens import HOSTILE
from support.workspaces import Clock, every, is_, open_on, small_box, stored, word_of
from workspace_writes import CALLED_A, ROME, VIP, box_of_three, loaded, renamed

from segtui.domain.counting import Certainty
from segtui.domain.lead_word import LEADS
from segtui.domain.leads import Lead
from segtui.domain.operators import Operator
from segtui.domain.rules import Condition, Group, Node
from segtui.domain.segments import SegmentDraft
from segtui.domain.values import TextValue
from segtui.sandbox import Fault, TiledeskSandbox
from segtui.workspace.movement import Movement, movement_lines
from segtui.workspace.plans import Ending, Plan
from segtui.workspace.saving import carry_out, plan_update

MILAN = Condition("city", Operator.IS, TextValue("Milan"))
OSLO = Condition("city", Operator.IS, TextValue("Oslo"))
CALLED_ANN = Condition("fullname", Operator.IS, TextValue("Ann"))
HAS_EMAIL = Condition("email", Operator.EXISTS)
ROME_ = is_("city", "=", "Rome")


def names(leads: Sequence[Lead]) -> list[str]:
    return sorted(lead.name for lead in leads)


def box_of_cities(**cities: str) -> TiledeskSandbox:
    """A sandbox in which each of these lives somewhere."""
    box = small_box()
    box.add_leads(*({"fullname": name, "city": city} for name, city in cities.items()))
    return box


async def planned(
    box: TiledeskSandbox, *children: Node, stored_filters: Sequence[dict[str, object]] = (ROME_,)
) -> Plan:
    workspace, segment = await loaded(box, *stored_filters)
    return await plan_update(workspace, segment, SegmentDraft("A rule", every(*children)))


def moved(plan: Plan) -> Movement:
    assert plan.movement is not None
    return plan.movement


# Who moves


async def test_a_plan_names_everybody_who_enters_and_who_leaves() -> None:
    box = box_of_cities(Ann="Rome", Bea="Rome", Cem="Milan", Dan="Oslo")
    found = moved(await planned(box, MILAN))
    assert (names(found.entering), names(found.leaving)) == (["Cem"], ["Ann", "Bea"])
    assert (found.before, found.after, found.certainty) == (2, 1, Certainty.EXACT)


async def test_what_the_service_makes_of_both_rules_counts_not_what_they_say() -> None:
    """Tiledesk skips a "less than": the segment has everybody before, and only Romans after."""
    box = box_of_cities(Ann="Rome", Cem="Milan")
    found = moved(await planned(box, ROME, stored_filters=[is_("attributes.score", "<", 30)]))
    assert (names(found.entering), names(found.leaving)) == ([], ["Cem"])


async def test_a_mere_new_name_moves_nobody_and_isnt_looked_into() -> None:
    workspace, segment = await loaded(box_of_three(), ROME_)
    assert (await renamed(workspace, segment)).movement is None


async def test_a_rule_that_the_service_serves_as_before_moves_nobody_for_sure() -> None:
    skipped = is_("attributes.score", "<", 30)
    box = small_box(lead_count=1100)
    workspace, segment = await loaded(box, skipped)
    assert segment.rule is not None
    rule = every(*segment.rule.children, Condition("attributes.age", Operator.LESS_THAN, TextValue("5")))
    found = moved(await plan_update(workspace, segment, SegmentDraft("A rule", rule)))
    assert (found.entering, found.leaving, found.certainty) == ((), (), Certainty.EXACT)


# How surely


async def test_short_lists_of_the_service_are_compared_exactly_however_many_people_there_are() -> None:
    box = small_box(lead_count=1100)
    for place, lead in enumerate(box.project().leads):
        lead["email"] = "ann@example.com" if place == 1050 else f"{place}@example.com"
        lead["tags"] = ["few"] if place > 1048 else []
    workspace, segment = await loaded(box, is_("tags", "=", "few"))
    rule = every(Condition("email", Operator.IS, TextValue("ann@example.com")))
    found = moved(await plan_update(workspace, segment, SegmentDraft("A rule", rule)))
    assert found.certainty is Certainty.EXACT
    assert found.of is None
    assert (len(found.entering), found.after) == (0, 1)
    assert len(found.leaving) == (found.before or 0) - 1
    assert workspace.known_sample is None


async def test_long_lists_are_compared_by_the_first_leads_and_that_is_said() -> None:
    box = small_box(lead_count=1100)
    for place, lead in enumerate(box.project().leads):
        lead["city"] = "Rome" if place % 2 else "Milan"
        lead["attributes"] = {"source": "web"} if place % 3 else {}
    found = moved(await planned(box, ROME, Condition("attributes.source", Operator.EXISTS)))
    assert (found.certainty, found.of) == (Certainty.SAMPLE, 1000)
    assert len(found.leaving) == (found.before or 0) - (found.after or 0) > 100
    assert next(movement_lines(found, LEADS)).startswith(
        "Who enters and who leaves, of the first 1,000 leads looked at"
    )


async def test_people_of_whom_it_cant_be_told_are_counted_apart() -> None:
    box = small_box()
    box.add_leads({"fullname": "Ann", "city": "Rome", "tags": []}, {"fullname": "Bea", "city": "Rome", "tags": ["vip"]})
    absent = Condition("tags", Operator.EXISTS, negate=True)
    found = moved(await planned(box, ROME, absent))
    assert found.unsure == 1
    assert names(found.leaving) == ["Bea"]
    assert found.certainty is Certainty.SAMPLE
    assert "  1 more: it can't be told" in list(movement_lines(found, LEADS))


async def test_people_who_came_since_all_were_fetched_are_seen() -> None:
    box = box_of_cities(Ann="Rome", Cem="Milan")
    clock = Clock()
    workspace = open_on(box, now=clock)
    segment = await workspace.segment(stored(box, ROME_))
    await workspace.sample()
    box.add_leads({"fullname": "Dan", "city": "Milan"})
    clock.forward(minutes=6)
    plan = await plan_update(workspace, segment, SegmentDraft("A rule", every(MILAN)))
    assert names(moved(plan).entering) == ["Cem", "Dan"]


async def test_a_sample_that_is_fresh_is_kept() -> None:
    box = box_of_cities(Ann="Rome")
    workspace = open_on(box)
    await workspace.sample()
    workspace.forget_counts(older_than=timedelta(minutes=5))
    assert workspace.known_sample is not None
    workspace.forget_counts()
    assert workspace.known_sample is None


# Nobody could tell


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ([is_("fullname", "starts with", "A"), ROME_], (ROME,), "never answers the rule that it has now"),
        ([ROME_], (VIP, CALLED_A), "would never answer the new rule"),
    ],
)
async def test_a_rule_that_is_never_answered_leaves_it_open_who_moves(
    before: Sequence[dict[str, object]], after: Sequence[Node], says: str
) -> None:
    found = moved(await planned(box_of_three(), *after, stored_filters=before))
    assert not found.is_known
    [line] = movement_lines(found, LEADS)
    assert says in line


async def test_not_knowing_who_moves_keeps_nobody_from_saving() -> None:
    box = box_of_cities(Ann="Rome", Bea="Rome", Cem="Milan")
    workspace, segment = await loaded(box, ROME_)
    box.faults.add(Fault.status(500), path="/leads")
    plan = await plan_update(workspace, segment, SegmentDraft("A rule", every(MILAN)))
    assert list(movement_lines(moved(plan), LEADS)) == [
        "Who enters and who leaves can't be told: the service didn't show its leads."
    ]
    assert plan.confirmation is None
    assert (await carry_out(workspace, plan)).ending is Ending.DONE


async def test_a_list_that_the_service_fails_to_give_is_made_up_for_by_the_first_leads() -> None:
    box = small_box()
    box.add_leads({"fullname": "Ann", "city": "Rome"}, {"fullname": "Bea", "email": "bea@example.com"})
    workspace, segment = await loaded(box, ROME_)
    box.faults.add(Fault.status(500), path=f"segment={segment.id}")
    rule = every(Condition("email", Operator.IS, TextValue("bea@example.com")))
    found = moved(await plan_update(workspace, segment, SegmentDraft("A rule", rule)))
    assert (names(found.entering), names(found.leaving), found.of) == (["Bea"], ["Ann"], 2)


async def test_a_service_that_fails_after_the_count_keeps_nobody_from_saving() -> None:
    box = small_box(lead_count=30)
    workspace, segment = await loaded(box, ROME_)
    box.faults.add(Fault.status(500), path=f"segment={segment.id}")
    box.faults.add(Fault.status(500), path="limit=200")
    rule = every(Condition("email", Operator.IS, TextValue("bea@example.com")))
    plan = await plan_update(workspace, segment, SegmentDraft("A rule", rule))
    assert plan.count is not None
    assert not moved(plan).is_known
    assert plan.confirmation is None
    assert (await carry_out(workspace, plan)).ending is Ending.DONE


# Which changes want a word


@pytest.mark.parametrize(
    ("rule", "word", "reason"),
    [
        (every(OSLO), "nobody", "The segment has 4 leads and would have none."),
        (every(MILAN), "change", "The segment has 4 leads; 4 would leave it and 1 enter it."),
        (
            every(ROME, CALLED_ANN),
            "change",
            "3 would leave it and 0 enter it",
        ),
        (every(ROME, HAS_EMAIL), "", ""),
    ],
)
async def test_a_change_that_moves_most_people_wants_a_word(rule: Group, word: str, reason: str) -> None:
    box = box_of_cities(Ann="Rome", Bea="Rome", Cem="Rome", Dan="Rome", Eva="Milan")
    for lead in box.project().leads[:2]:
        lead["email"] = "a@example.com"
    workspace, segment = await loaded(box, ROME_)
    plan = await plan_update(workspace, segment, SegmentDraft("A rule", rule))
    assert word_of(plan) == word
    assert not word or (plan.confirmation is not None and reason in plan.confirmation.reason)


@pytest.mark.parametrize(("come", "word"), [(2, ""), (3, "change")])
async def test_as_many_new_people_as_half_of_those_there_are_want_no_word_and_more_do(come: int, word: str) -> None:
    new = {f"New{place}": "Milan" for place in range(come)}
    box = box_of_cities(Ann="Rome", Bea="Rome", Cem="Rome", Dan="Rome", Eva="Oslo", **new)
    both = Condition("city", Operator.MATCHES, TextValue("^(Rome|Milan)$"))
    plan = await planned(box, both)
    assert len(moved(plan).entering) == come
    assert word_of(plan) == word


async def test_a_segment_that_had_nobody_may_get_many_without_a_word() -> None:
    box = box_of_cities(Ann="Rome", Bea="Rome", Eva="Oslo")
    plan = await planned(box, ROME, stored_filters=[is_("city", "=", "Atlantis")])
    assert len(moved(plan).entering) == 2
    assert plan.confirmation is None


async def test_a_segment_whose_people_are_beyond_the_sample_wants_the_word_nobody_too() -> None:
    box = small_box(lead_count=1700)
    for place, lead in enumerate(sorted(box.project().leads, key=lambda one: str(one["_id"]))):
        lead["tags"] = ["late"] if place > 1100 else []
        lead["email"] = f"{place}@example.com"
    workspace, segment = await loaded(box, is_("tags", "=", "late"))
    rule = every(Condition("email", Operator.IS, TextValue("nobody@example.com")))
    plan = await plan_update(workspace, segment, SegmentDraft("A rule", rule))
    assert word_of(plan) == "nobody"
    assert moved(plan).held is not None
    assert plan.confirmation is not None
    assert f"has {moved(plan).held:,} leads and would have none." in plan.confirmation.reason


# In words


def lead(name: str, place: int = 0) -> Lead:
    return Lead(f"id{place}", name, {})


def test_eight_names_are_said_and_how_many_more_there_are() -> None:
    coming = tuple(lead(f"N{place}") for place in range(12))
    found = Movement(coming, (lead("Zoe"),), before=1, after=12, certainty=Certainty.EXACT)
    assert list(movement_lines(found, LEADS)) == [
        "Who enters and who leaves (1 before, 12 after) · exact:",
        "  12 enter: N0, N1, N2, N3, N4, N5, N6, N7, and 4 more",
        "  1 leaves: Zoe",
    ]


def test_somebody_without_a_name_is_called_by_the_id() -> None:
    found = Movement((lead("", 7),), certainty=Certainty.EXACT)
    assert "  1 enters: id7" in list(movement_lines(found, LEADS))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_cleaned(name: str) -> None:
    found = Movement((lead(name),), (lead(name * 50),), certainty=Certainty.EXACT)
    lines = list(movement_lines(found, LEADS))
    assert len(lines) == 3
    assert all(line.isprintable() and len(line) < 80 for line in lines)
