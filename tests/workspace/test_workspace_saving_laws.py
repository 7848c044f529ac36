"""Whatever is written over whatever is stored: what was shown before is what the service has afterwards."""

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from support.strategies import HOSTILE_TEXTS, conditions, outside_text
from support.workspaces import is_, open_on, rule_of, small_box, stored, word_of, writes

from segtui.domain.edits import inserted, moved, removed
from segtui.domain.operators import Operator
from segtui.domain.rules import Combine, Condition, Group, Node
from segtui.domain.segments import SegmentDraft
from segtui.domain.values import BoolValue, ListValue, NumberValue, TextValue
from segtui.workspace.errors import NothingToChange, RuleRefused, Unsafe
from segtui.workspace.plans import Ending
from segtui.workspace.saving import carry_out, plan_create, plan_update

FILTERS: tuple[Mapping[str, Any], ...] = (
    is_("city", "=", "Rome"),
    is_("city", "=", ["Rome", "Oslo"]),
    is_("city", "=", None),
    is_("tags", "contains", "^v[ip]+$"),
    is_("tags", "contains", 5),
    is_("email", "is not null", "-"),
    is_("email", "is null", value=False),
    is_("attributes.score", "<", 30),
    is_("attributes.score", "=", {"deep": [1, None]}),
    is_("createdAt", ">=", "2026-07-01"),
    is_("createdAt", "<=", "yesterday"),
    is_("fullname", "starts with", "A"),
    is_("company", "~~", "Acme"),
    {"field": "note"},
    {"operator": "=", "value": 1},
)
"""What other tools, imports and hand-made requests have stored."""

UNBROKEN_TEXTS = [text for text in HOSTILE_TEXTS if text.isprintable() or text.isascii()]
"""Hostile texts without the halves of characters, which the service can't keep."""

FEW = settings(max_examples=40)
"""Each example opens a sandbox and sends about ten requests."""


def tame_conditions() -> SearchStrategy[Condition]:
    """Conditions whose values the service gives back as they were: texts, small numbers, yes and no."""
    fields = st.sampled_from(("city", "tags", "attributes.plan", "attributes.two words"))
    texts = st.builds(TextValue, st.sampled_from(UNBROKEN_TEXTS))
    plain = st.one_of(
        texts, st.builds(NumberValue, st.sampled_from(("0", "-1", "5.5"))), st.builds(BoolValue, st.booleans())
    )
    several = st.builds(ListValue, st.lists(texts, min_size=1, max_size=2).map(tuple))
    return st.one_of(
        st.builds(Condition, fields, st.sampled_from((Operator.IS, Operator.AT_LEAST, Operator.AT_MOST)), plain),
        st.builds(Condition, fields, st.sampled_from((Operator.CONTAINS, Operator.MATCHES)), texts),
        st.builds(Condition, fields, st.just(Operator.ONE_OF), several),
        st.builds(Condition, fields, st.just(Operator.EXISTS), negate=st.booleans()),
    )


def edited(data: st.DataObject, rule: Group, added: SearchStrategy[Condition]) -> Group:
    """A rule after some edits: conditions added, taken away and moved; "all" or "any"."""
    for _ in range(data.draw(st.integers(1, 3))):
        place = (data.draw(st.integers(0, len(rule.children))),)
        match data.draw(st.sampled_from(("add", "remove", "move"))):
            case "remove" if place[0] < len(rule.children):
                rule = removed(rule, place)
            case "move" if place[0] < len(rule.children):
                rule = moved(rule, place, data.draw(st.sampled_from((-1, 1))))
            case _:
                rule = inserted(rule, place, data.draw(added))
    return Group(data.draw(st.sampled_from(Combine)), rule.children)


def kept(filters: Sequence[Mapping[str, Any]], nodes: Sequence[Node], rule: Group) -> dict[int, Mapping[str, Any]]:
    """Which filters nobody touched, by the place in the rule where each belongs."""
    left = list(zip(nodes, filters, strict=True))
    places: dict[int, Mapping[str, Any]] = {}
    for place, node in enumerate(rule.children):
        found = next((pair for pair in left if pair[0] == node), None)
        if found is not None:
            left.remove(found)
            places[place] = found[1]
    return places


@FEW
@given(st.data(), st.lists(st.sampled_from(FILTERS), max_size=4), st.sampled_from(["A rule", *UNBROKEN_TEXTS]))
async def test_a_change_that_is_carried_out_gives_the_draft_back_and_leaves_the_rest_verbatim(
    data: st.DataObject, filters: list[Mapping[str, Any]], name: str
) -> None:
    box = small_box()
    workspace = open_on(box)
    segment = await workspace.segment(stored(box, *filters))
    rule = edited(data, rule_of(segment), tame_conditions())
    try:
        plan = await plan_update(workspace, segment, SegmentDraft(name, rule))
    except (RuleRefused, NothingToChange, Unsafe):
        assert writes(box) == []
        return
    outcome = await carry_out(workspace, plan, word_of(plan))
    assert outcome.ending is Ending.DONE
    now = await workspace.segment(segment.id)
    assert SegmentDraft.of(now) == plan.draft
    held = box.project().segments[segment.id]["filters"]
    for place, untouched in kept(filters, rule_of(segment).children, plan.draft.rule).items():
        assert held[place] == untouched
    assert len(writes(box)) == 1


@FEW
@given(st.data(), st.lists(st.sampled_from(FILTERS), max_size=4))
async def test_a_duplicate_that_is_made_says_what_was_shown_and_holds_the_rest_verbatim(
    data: st.DataObject, filters: list[Mapping[str, Any]]
) -> None:
    box = small_box()
    workspace = open_on(box)
    segment = await workspace.segment(stored(box, *filters))
    rule = edited(data, rule_of(segment), tame_conditions())
    try:
        plan = await plan_create(workspace, SegmentDraft("A copy", rule), segment)
    except RuleRefused:
        assert writes(box) == []
        return
    outcome = await carry_out(workspace, plan, word_of(plan))
    assert outcome.ending is Ending.DONE
    assert outcome.segment is not None
    assert outcome.segment.id != segment.id
    assert SegmentDraft.of(outcome.segment) == plan.draft
    held = box.project().segments[outcome.segment.id]["filters"]
    for place, untouched in kept(filters, rule_of(segment).children, plan.draft.rule).items():
        assert held[place] == untouched
    assert len(writes(box)) == 1


@FEW
@given(st.data(), outside_text())
async def test_done_is_said_exactly_when_the_service_has_what_was_shown(data: st.DataObject, name: str) -> None:
    box = small_box()
    workspace = open_on(box)
    segment = await workspace.segment(stored(box, is_("city", "=", "Rome")))
    rule = edited(data, rule_of(segment), conditions())
    try:
        plan = await plan_update(workspace, segment, SegmentDraft(name, rule))
    except (RuleRefused, NothingToChange, Unsafe):
        assert writes(box) == []
        return
    outcome = await carry_out(workspace, plan, word_of(plan))
    now = await workspace.segment(segment.id)
    assert outcome.segment == now
    assert (outcome.ending is Ending.DONE) == (SegmentDraft.of(now) == plan.draft)
    assert outcome.ending in {Ending.DONE, Ending.DONE_DIFFERENTLY}
    assert len(writes(box)) == 1
