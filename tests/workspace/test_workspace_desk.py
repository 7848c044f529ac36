"""Edits on the desk: nothing that somebody has typed is lost by moving, loading or by what others do."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from support.workspaces import every, is_, open_on, small_box, stored

from segtui.domain.counting import Certainty, Count, Source
from segtui.domain.operators import Operator
from segtui.domain.rules import Condition
from segtui.domain.segments import Segment, SegmentDraft, SegmentKind
from segtui.domain.values import TextValue
from segtui.workspace.desk import Desk
from segtui.workspace.editing import Editing
from segtui.workspace.saving import carry_out, plan_delete, plan_update

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ROME = Condition("city", Operator.IS, TextValue("Rome"))
VIP = Condition("tags", Operator.IS, TextValue("vip"))
ROMANS = Segment("1" * 24, "Romans", every(ROME), updated_at=AT)
VIPS = Segment("2" * 24, "VIP customers in Rome", every(VIP), updated_at=AT)
COUNT = Count(3, Certainty.EXACT, Source.SERVER, AT)


def desk_with(*segments: Segment) -> Desk:
    desk = Desk()
    desk.load(segments)
    return desk


def editing_of(desk: Desk, key: str) -> Editing:
    editing = desk.editing(key)
    assert editing is not None
    return editing


def keys(desk: Desk, words: str = "") -> list[str]:
    return [line.key for line in desk.lines(words)]


def saved_once() -> tuple[Desk, Segment]:
    """A desk on which a segment was renamed and saved, and what the service has since."""
    desk = desk_with(ROMANS, VIPS)
    desk.put(ROMANS.id, Editing.of(ROMANS).with_name("Romani"))
    now = replace(ROMANS, name="Romani", updated_at=AT)
    desk.saved(ROMANS.id, now, SegmentDraft.of(now), SegmentDraft.of(now))
    return desk, now


def test_a_save_leaves_nothing_to_save_and_can_be_undone() -> None:
    desk, now = saved_once()
    assert not desk.unsaved
    back = editing_of(desk, ROMANS.id).undone()
    assert (back.draft.name, back.stored) == ("Romans", now)
    assert [str(step) for step in back.change.steps] == ["~ name: Romani → Romans"]


@pytest.mark.parametrize("is_one_only", [True, False])
def test_what_others_have_changed_since_a_save_is_shown_as_it_is_now(is_one_only: bool) -> None:  # noqa: FBT001 - pytest's
    desk, now = saved_once()
    theirs = replace(now, name="Theirs")
    if is_one_only:
        desk.replace(theirs)
    else:
        desk.load([theirs, VIPS])
    assert editing_of(desk, ROMANS.id) == Editing.of(theirs)


def test_what_others_have_deleted_since_a_save_is_listed_no_more() -> None:
    desk, _ = saved_once()
    desk.load([VIPS])
    assert keys(desk) == [VIPS.id]


def test_an_untouched_segment_can_be_edited_and_an_unknown_one_cannot() -> None:
    desk = desk_with(ROMANS)
    assert editing_of(desk, ROMANS.id) == Editing.of(ROMANS)
    assert desk.editing("3" * 24) is None
    assert desk.unsaved == []


def test_what_is_not_saved_is_marked_until_it_is_undone() -> None:
    desk = desk_with(ROMANS, VIPS)
    desk.put(ROMANS.id, editing_of(desk, ROMANS.id).with_name("Romani"))
    assert desk.unsaved == [ROMANS.id]
    assert [(line.name, line.is_changed) for line in desk.lines()] == [("Romani", True), (VIPS.name, False)]
    desk.put(ROMANS.id, editing_of(desk, ROMANS.id).undone())
    assert desk.unsaved == []
    assert editing_of(desk, ROMANS.id).redone().draft.name == "Romani"


def test_edits_survive_a_new_list_with_the_state_they_began_from() -> None:
    desk = desk_with(ROMANS, VIPS)
    desk.put(ROMANS.id, editing_of(desk, ROMANS.id).with_rule(every(VIP)))
    new = desk.begin(Editing.new("Fresh"))
    theirs = Segment(ROMANS.id, "Theirs", every(ROME), updated_at=AT)
    desk.load([VIPS, theirs])
    kept = editing_of(desk, ROMANS.id)
    assert kept.draft == SegmentDraft("Romans", every(VIP))
    assert kept.stored == ROMANS
    assert keys(desk) == [new, VIPS.id, ROMANS.id]
    assert desk.unsaved == [new, ROMANS.id]


def test_an_edit_of_a_segment_that_is_gone_stays_and_is_marked() -> None:
    desk = desk_with(ROMANS, VIPS)
    desk.put(ROMANS.id, editing_of(desk, ROMANS.id).with_name("Romani"))
    desk.load([VIPS])
    gone, other = desk.lines()
    assert (gone.key, gone.name, gone.is_gone, gone.is_changed, gone.segment) == (
        ROMANS.id,
        "Romani",
        True,
        True,
        None,
    )
    assert not other.is_gone
    desk.discard(ROMANS.id)
    assert keys(desk) == [VIPS.id]


def test_new_segments_stand_first_the_latest_on_top_each_with_a_key_of_its_own() -> None:
    desk = desk_with(ROMANS)
    first, second = desk.begin(Editing.new("First")), desk.begin(Editing.duplicate(ROMANS))
    assert keys(desk) == [second, first, ROMANS.id]
    assert len({first, second}) == 2
    assert not any(line.is_gone for line in desk.lines())
    desk.discard(second)
    third = desk.begin(Editing.new())
    assert third not in {first, second}


def test_a_discarded_edit_shows_what_the_service_has() -> None:
    desk = desk_with(ROMANS)
    desk.put(ROMANS.id, editing_of(desk, ROMANS.id).with_name("Romani"))
    desk.discard(ROMANS.id)
    desk.discard("unknown")
    assert editing_of(desk, ROMANS.id) == Editing.of(ROMANS)
    assert desk.lines()[0].name == "Romans"


def test_a_saved_new_segment_takes_the_place_of_its_edit_and_comes_first() -> None:
    desk = desk_with(ROMANS)
    key = desk.begin(Editing.new(VIPS.name).with_rule(every(VIP)))
    desk.saved(key, VIPS)
    assert keys(desk) == [VIPS.id, ROMANS.id]
    assert desk.unsaved == []


def test_a_saved_change_leaves_nothing_unsaved_and_comes_first() -> None:
    desk = desk_with(VIPS, ROMANS)
    desk.put(ROMANS.id, editing_of(desk, ROMANS.id).with_name("Romani"))
    desk.saved(ROMANS.id, Segment(ROMANS.id, "Romani", every(ROME), updated_at=AT))
    assert keys(desk) == [ROMANS.id, VIPS.id]
    assert desk.unsaved == []
    assert editing_of(desk, ROMANS.id).draft.name == "Romani"


def test_what_is_not_there_after_saving_stays_wanted() -> None:
    desk = desk_with(ROMANS)
    key = desk.begin(Editing.new("Mine").with_rule(every(VIP)))
    desk.saved(key, VIPS)
    assert desk.unsaved == [VIPS.id]
    assert keys(desk) == [VIPS.id, ROMANS.id]
    kept = editing_of(desk, VIPS.id)
    assert (kept.stored, kept.draft.name) == (VIPS, "Mine")


def test_what_the_service_says_in_another_way_is_saved_all_the_same() -> None:
    desk = desk_with(ROMANS)
    pattern = Condition("city", Operator.MATCHES, TextValue("Rome"))
    text = Condition("city", Operator.CONTAINS, TextValue("Rome"))
    desk.put(ROMANS.id, editing_of(desk, ROMANS.id).with_rule(every(pattern)))
    desk.saved(ROMANS.id, Segment(ROMANS.id, "Romans", every(text)), SegmentDraft("Romans", every(text)))
    assert desk.unsaved == []


def test_a_detail_that_the_answer_leaves_out_is_no_unsaved_change() -> None:
    desk, answered = desk_with(ROMANS), replace(ROMANS, name="Romani", details={"team": 4})
    desk.put(ROMANS.id, editing_of(desk, ROMANS.id).with_details({"team": 4, "description": "Ours."}, "Romani"))
    sent = editing_of(desk, ROMANS.id).draft
    desk.saved(ROMANS.id, answered, sent, asked=sent)
    assert desk.unsaved == []
    desk.put(ROMANS.id, editing_of(desk, ROMANS.id).with_details({"team": 5}))
    sent = editing_of(desk, ROMANS.id).draft
    desk.saved(ROMANS.id, answered, sent, asked=sent)
    assert desk.unsaved == [ROMANS.id]


def test_what_was_changed_since_a_save_began_stays_wanted_on_top_of_what_was_saved() -> None:
    desk = desk_with(ROMANS)
    key = desk.begin(Editing.new(VIPS.name).with_rule(every(VIP)))
    asked = editing_of(desk, key).draft
    desk.put(key, editing_of(desk, key).with_name("Mine"))
    desk.saved(key, VIPS, asked, asked=asked)
    assert desk.present_key(key) == VIPS.id
    kept = editing_of(desk, VIPS.id)
    assert (kept.stored, kept.draft) == (VIPS, SegmentDraft("Mine", every(VIP)))
    assert desk.unsaved == [VIPS.id]


def test_a_filter_can_keep_the_line_that_is_worked_on() -> None:
    desk = desk_with(ROMANS, VIPS)
    assert [line.key for line in desk.lines("romans", keep=VIPS.id)] == [ROMANS.id, VIPS.id]


def test_a_line_is_made_anew_only_when_something_of_it_changes() -> None:
    desk = desk_with(ROMANS, VIPS)
    new = desk.begin(Editing.new("Fresh"))
    fresh, romans, vips = desk.lines()
    desk.put(ROMANS.id, editing_of(desk, ROMANS.id).with_name("Milanesi"))
    desk.counted(ROMANS.id, COUNT)
    desk.load([VIPS, ROMANS])
    assert desk.lines("customers")[0] is vips
    assert [line is romans for line in desk.lines() if line.key == ROMANS.id] == [False]
    assert [line is fresh for line in desk.lines() if line.key == new] == [True]
    assert (keys(desk, "romans"), keys(desk, "milan")) == ([], [ROMANS.id])


async def test_rules_are_read_before_anybody_looks_inside_and_others_get_their_turn_meanwhile() -> None:
    desk = desk_with(*(Segment(f"{number:024}", "Romans", every(ROME)) for number in range(120)))
    reading = asyncio.create_task(desk.read_rules())
    await asyncio.sleep(0)
    read = ["likeness" in vars(line) and "terms" in vars(line) for line in desk.lines()]
    assert (read[0], read[-1]) == (True, False)
    await reading
    assert all("likeness" in vars(line) and "terms" in vars(line) for line in desk.lines())


def test_all_lines_are_counted() -> None:
    desk = desk_with(ROMANS, VIPS)
    desk.begin(Editing.new("Fresh"))
    desk.put(ROMANS.id, editing_of(desk, ROMANS.id).with_name("Romani"))
    assert desk.total == len(desk.lines()) == 3
    assert desk.lines()[0].is_new


def test_a_removed_segment_is_forgotten_with_its_edit() -> None:
    desk = desk_with(ROMANS, VIPS)
    desk.put(ROMANS.id, editing_of(desk, ROMANS.id).with_name("Romani"))
    desk.removed(ROMANS.id)
    assert keys(desk) == [VIPS.id]
    assert desk.unsaved == []


def test_taking_theirs_shows_theirs_and_can_be_undone_to_ones_own() -> None:
    desk = desk_with(ROMANS)
    desk.put(ROMANS.id, editing_of(desk, ROMANS.id).with_name("Mine"))
    theirs = Segment(ROMANS.id, "Theirs", every(VIP), updated_at=AT)
    desk.take_theirs(ROMANS.id, theirs)
    assert desk.unsaved == []
    assert desk.lines()[0].name == "Theirs"
    assert desk.lines()[0].segment == theirs
    back = editing_of(desk, ROMANS.id).undone()
    assert back.draft.name == "Mine"
    assert back.stored == theirs


def test_taking_theirs_of_a_segment_that_is_no_longer_listed_keeps_the_edit() -> None:
    desk = desk_with(ROMANS)
    desk.put(ROMANS.id, editing_of(desk, ROMANS.id).with_name("Mine"))
    desk.load([])
    desk.take_theirs(ROMANS.id, VIPS)
    assert editing_of(desk, ROMANS.id).undone().draft.name == "Mine"
    desk.take_theirs("unknown", VIPS)
    assert desk.editing("unknown") is None


def test_an_edit_of_a_segment_that_is_given_to_somebody_goes_on_from_its_new_date() -> None:
    desk = desk_with(ROMANS)
    desk.put(ROMANS.id, editing_of(desk, ROMANS.id).with_name("Mine"))
    given = replace(ROMANS, updated_at=AT + timedelta(hours=1), links=())
    desk.relinked(given)
    assert (desk.segments[ROMANS.id], editing_of(desk, ROMANS.id).stored) == (given, given)
    assert editing_of(desk, ROMANS.id).draft.name == "Mine"


def test_what_somebody_else_changed_is_not_taken_for_a_mere_giving() -> None:
    desk = desk_with(ROMANS)
    desk.put(ROMANS.id, editing_of(desk, ROMANS.id).with_name("Mine"))
    desk.relinked(replace(ROMANS, rule=every(VIP), updated_at=AT + timedelta(hours=1), links=()))
    began_from = replace(ROMANS, links=())
    assert (desk.segments[ROMANS.id], editing_of(desk, ROMANS.id).stored) == (began_from, began_from)


# Sizes


def test_a_size_stays_with_a_segment_that_nobody_has_changed() -> None:
    desk = desk_with(ROMANS)
    desk.counted(ROMANS.id, COUNT)
    desk.load([VIPS, ROMANS])
    assert [line.size for line in desk.lines()] == [None, COUNT]


@pytest.mark.parametrize("how", ["loaded", "saved", "replaced", "theirs"])
def test_a_size_of_an_older_rule_is_not_shown(how: str) -> None:
    desk = desk_with(ROMANS)
    desk.counted(ROMANS.id, COUNT)
    changed = Segment(ROMANS.id, "Romans", every(VIP), updated_at=AT)
    match how:
        case "loaded":
            desk.load([changed])
        case "saved":
            desk.saved(ROMANS.id, changed)
        case "replaced":
            desk.replace(changed)
        case _:
            desk.take_theirs(ROMANS.id, changed)
    assert desk.lines()[0].size is None


# Filtering


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", {ROMANS.id, VIPS.id}),
        ("ROM", {ROMANS.id, VIPS.id}),
        ("romans", {ROMANS.id}),
        ("rome vip", {VIPS.id}),
        ("  vip   customers ", {VIPS.id}),
        ("vip romans", set()),
        ("2222", {VIPS.id}),
        ("rom 111", {ROMANS.id}),
        ("[", set()),
    ],
)
def test_the_list_shows_what_holds_all_the_words_in_its_name_or_id(words: str, found: set[str]) -> None:
    assert set(keys(desk_with(ROMANS, VIPS), words)) == found


def test_case_is_folded_in_every_script() -> None:
    street = Segment("3" * 24, "Hauptstraße ΣΊΣΥΦΟΣ", every())
    desk = desk_with(street)
    assert keys(desk, "STRASSE σίσυφος") == [street.id]


def test_the_name_that_is_wanted_now_is_the_one_that_is_searched() -> None:
    desk = desk_with(ROMANS)
    desk.put(ROMANS.id, editing_of(desk, ROMANS.id).with_name("Italians"))
    assert keys(desk, "italians") == [ROMANS.id]
    assert keys(desk, "romans") == []


# With the service


async def test_a_desk_goes_along_with_what_is_saved_and_deleted_on_the_service() -> None:
    box = small_box()
    workspace = open_on(box)
    segment_id = stored(box, is_("city", "=", "Rome"), name="Romans")
    desk = Desk()
    desk.load(await workspace.segments())
    desk.put(segment_id, editing_of(desk, segment_id).with_rule(every(ROME, VIP)))

    editing = editing_of(desk, segment_id)
    assert editing.stored is not None
    saved = await carry_out(workspace, await plan_update(workspace, editing.stored, editing.draft))
    assert saved.segment is not None
    desk.saved(segment_id, saved.segment)
    assert desk.unsaved == []
    assert desk.lines()[0].segment == saved.segment
    assert [line.key for line in desk.lines()] == [one.id for one in await workspace.segments()]

    await carry_out(workspace, await plan_delete(workspace, saved.segment), "delete")
    desk.removed(segment_id)
    assert set(keys(desk)) == {one.id for one in await workspace.segments()}


def test_a_size_that_the_service_tells_is_shown_until_it_was_counted() -> None:
    told = Count(5, Certainty.EXACT, Source.SERVER, datetime(2026, 11, 22, tzinfo=UTC))
    desk = Desk()
    desk.load([Segment("1", "A list", None, SegmentKind.REMOTE_LIST, size=told)])
    assert desk.lines()[0].size == told
    counted = replace(told, value=6)
    desk.counted("1", counted)
    assert desk.lines()[0].size == counted
