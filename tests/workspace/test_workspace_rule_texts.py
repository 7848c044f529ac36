"""Rules as Feedier's own text: read, written, repaired when asked, and saved unread only with a typed word."""

import json
from dataclasses import replace

import pytest
from support.feedier_backend import small_feedier, stored_as, writes_to
from support.feedier_workspace import feedier_workspace
from support.workspaces import open_on, small_box, word_of

from segtui.domain.operators import Operator
from segtui.domain.rules import Condition, Group, Opaque
from segtui.domain.segments import Segment, SegmentDraft
from segtui.domain.values import TextValue
from segtui.sandbox import Fault, FeedierSandbox
from segtui.workspace.editing import Editing
from segtui.workspace.errors import RuleRefused, Unsafe
from segtui.workspace.plans import Ending, Plan
from segtui.workspace.rule_texts import NoText, laid_out, read_text, repaired, text_name, text_of, why_only_text
from segtui.workspace.saving import carry_out, plan_create, plan_update
from segtui.workspace.workspace import Workspace

BOX = small_feedier()
FEEDIER = feedier_workspace(BOX)
"""For what sends nothing."""

PLAIN = '[{"Form":{"$in":[11]}},{"Nps":{"$in":["promoter"]}}]'
SPACED = '[{"Form": {"$in": [11]}},\t{"Nps":{"$in":["promoter"]}}]'
QUOTED = "[{'Form': {'$in': [11]}}]"
MIXED = '[{"Form":{"$in":[11],"$type":"or"}},{"Nps":{"$in":["promoter"]}}]'
BROKEN = '[{"Form":{"$in":[11'
HOSTILE = '[{"Attribute":{"$eq":"a\u2028b\u202ec","name":"note"}}]'


def stored(text: str) -> Segment:
    return Segment("901", "A rule", FEEDIER.dialect.decode({"fql": text}), raw={"fql": text}, written=text)


def text_as_is(text: str) -> str:
    segment = stored(text)
    return text_of(FEEDIER, SegmentDraft.of(segment), segment)


@pytest.mark.parametrize("text", [PLAIN, SPACED, QUOTED, MIXED, BROKEN, HOSTILE, json.dumps(PLAIN), "[]"])
def test_a_text_that_nobody_changed_comes_back_byte_for_byte(text: str) -> None:
    assert text_as_is(text) == text
    read = read_text(FEEDIER, laid_out(FEEDIER, text), text)
    assert (read.written, read.rule) == (text, stored(text).rule)


def test_another_layout_alone_changes_nothing() -> None:
    assert read_text(FEEDIER, PLAIN.replace(",", " ,\n"), SPACED).written == SPACED


def test_the_text_of_a_changed_rule_keeps_the_bytes_of_what_stayed() -> None:
    segment = stored(SPACED)
    rule = Group(children=segment.rule.children[:1]) if segment.rule else Group()
    changed = Editing.of(segment).with_rule(rule)
    assert text_of(FEEDIER, changed.draft, changed.source) == '[{"Form": {"$in": [11]}}]'


def test_a_changed_text_is_the_rule_and_is_written_compactly_in_one_step_that_can_be_undone() -> None:
    editing = Editing.of(stored(PLAIN))
    read = read_text(FEEDIER, laid_out(FEEDIER, PLAIN).replace("11", "12, 13"), PLAIN)
    assert (read.complaint, read.how) == ("", "")
    changed = editing.with_text(read.rule, read.written)
    assert changed.draft.written == PLAIN.replace("11", "12,13")
    assert text_of(FEEDIER, changed.draft, changed.source) == changed.draft.written
    assert changed.undone().draft == editing.draft


def test_muted_lines_outlast_another_text() -> None:
    muted = Condition("Source", Operator.IS, TextValue("sms"), muted=True)
    editing = Editing.of(stored(PLAIN))
    editing = editing.with_sketch(Group(children=(muted, *editing.sketch.rule.children)))
    read = read_text(FEEDIER, '[{"Form":{"$in":[12]}}]', PLAIN)
    assert editing.with_text(read.rule, read.written).sketch.rule.children == (muted, *read.rule.children)


@pytest.mark.parametrize(
    ("text", "how"), [(QUOTED, "in single quotes, which is no JSON"), (json.dumps(PLAIN), "encoded twice")]
)
def test_an_odd_text_is_read_as_it_is_and_repaired_when_asked(text: str, how: str) -> None:
    read = read_text(FEEDIER, text, text)
    assert (read.written, read.complaint) == (text, "")
    assert read.how.startswith(how)
    right = repaired(FEEDIER, text)
    assert right is not None
    mended = read_text(FEEDIER, right, text)
    assert isinstance(json.loads(mended.written), list)
    assert (mended.rule, mended.how, repaired(FEEDIER, mended.written)) == (read.rule, "", None)


def test_single_quotes_that_somebody_edits_are_written_as_json_as_the_form_would() -> None:
    assert read_text(FEEDIER, QUOTED.replace("11", "12"), QUOTED).written == '[{"Form":{"$in":[12]}}]'


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('[\n  {"Form": }]', "Line 2, column 12: A value was expected here"),
        (MIXED, "This can't be read as a rule: its $type is neither"),
        ('{"Form":{"$in":[1]}}', "Line 1, column 1: A list of conditions was expected"),
    ],
)
def test_a_text_that_cannot_be_read_says_where_and_can_be_taken_as_one_part(text: str, complaint: str) -> None:
    read = read_text(FEEDIER, text, PLAIN)
    assert read.complaint.startswith(complaint)
    assert isinstance(read.rule.children[0], Opaque)
    assert why_only_text(FEEDIER, read.rule) == "this FQL isn't understood"
    draft = SegmentDraft("x", read.rule, read.written)
    assert text_of(FEEDIER, draft, stored(PLAIN)) == read.written


def test_blanks_are_no_rule() -> None:
    with pytest.raises(NoText) as caught:
        read_text(FEEDIER, " \n", PLAIN)
    assert "[] for all feedback" in caught.value.hint


def test_what_has_no_text_is_named_instead_of_left_out() -> None:
    rule = Group(children=(Condition("Source", Operator.STARTS_WITH, TextValue("s")),))
    with pytest.raises(RuleRefused) as caught:
        text_of(FEEDIER, SegmentDraft("x", rule), None)
    assert "Condition 1" in caught.value.message


def test_a_service_without_texts_says_so() -> None:
    tiledesk = open_on(small_box())
    assert (text_name(tiledesk), text_name(FEEDIER)) == ("", "FQL")
    assert why_only_text(tiledesk, Group(children=(Opaque('"x"', "odd"),))) == ""
    with pytest.raises(Unsafe, match="Tiledesk keeps no text"):
        read_text(tiledesk, "[]", "")


# Saving.


async def planned(box: FeedierSandbox, before: str, after: str) -> tuple[Workspace, Plan]:
    workspace = feedier_workspace(box)
    segment = await workspace.segment(stored_as(box, before))
    read = read_text(workspace, after, segment.written)
    draft = replace(SegmentDraft.of(segment), rule=read.rule, written=read.written)
    return workspace, await plan_update(workspace, segment, draft)


async def test_an_unreadable_text_is_saved_only_after_the_word_text_with_what_the_service_says() -> None:
    box = small_feedier(5)
    workspace, plan = await planned(box, PLAIN, BROKEN)
    assert word_of(plan) == "text"
    assert plan.confirmation is not None
    assert "Line 1, column 20: A comma or a closing bracket was expected here." in plan.confirmation.reason
    assert "doesn't preview it: " in plan.confirmation.reason
    with pytest.raises(Unsafe):
        await carry_out(workspace, plan, "")
    assert writes_to(box) == []
    outcome = await carry_out(workspace, plan, "text")
    assert outcome.ending is Ending.DONE
    assert outcome.segment is not None
    assert outcome.segment.written == BROKEN


async def test_a_rule_that_the_service_refuses_to_preview_needs_the_word_too() -> None:
    _, plan = await planned(small_feedier(5), PLAIN, '[{"Attribute":{"$gt":{"a":1},"name":"x"}}]')
    assert word_of(plan) == "text"


async def test_a_repair_is_previewed_as_the_repaired_text_and_needs_no_word() -> None:
    box = small_feedier(5)
    workspace, plan = await planned(box, QUOTED, repaired(FEEDIER, QUOTED) or "")
    assert [step.part for step in plan.change.steps] == ["written as"]
    assert (word_of(plan), plan.count is not None) == ("", True)
    outcome = await carry_out(workspace, plan)
    assert (outcome.ending, len(writes_to(box))) == (Ending.DONE, 1)
    assert outcome.segment is not None
    assert outcome.segment.written == '[{"Form":{"$in":[11]}}]'


async def test_a_repair_that_the_service_refuses_to_preview_needs_the_word_though_the_rule_is_the_same() -> None:
    box = small_feedier(5)
    box.faults.add(Fault.status(400, body={"message": "no such form"}), path="/feedback")
    _, plan = await planned(box, QUOTED, repaired(FEEDIER, QUOTED) or "")
    assert word_of(plan) == "text"


async def test_another_name_for_a_rule_that_was_never_understood_needs_no_word() -> None:
    box = small_feedier(5)
    workspace = feedier_workspace(box)
    segment = await workspace.segment(stored_as(box, BROKEN))
    plan = await plan_update(workspace, segment, replace(SegmentDraft.of(segment), name="Another"))
    assert word_of(plan) == ""
    assert (await carry_out(workspace, plan)).ending is Ending.DONE


async def test_an_empty_list_is_everybody_and_needs_that_word() -> None:
    _, plan = await planned(small_feedier(5), PLAIN, "[]")
    assert word_of(plan) == "everybody"


async def test_a_new_segment_can_be_made_of_a_text_alone() -> None:
    box = small_feedier(5)
    workspace = feedier_workspace(box)
    read = read_text(workspace, SPACED)
    plan = await plan_create(workspace, SegmentDraft("New", read.rule, read.written, {"team": 1}))
    outcome = await carry_out(workspace, plan)
    assert outcome.segment is not None
    assert outcome.segment.written == PLAIN
