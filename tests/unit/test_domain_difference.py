"""What differs between two states of a segment."""

import unicodedata
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.strategies import HOSTILE_TEXTS, conditions, drafts, rules

from segtui.domain.difference import NEW, Sort, Step, difference
from segtui.domain.leads import Lead
from segtui.domain.operators import Operator
from segtui.domain.rules import Combine, Condition, Group, Node, Opaque
from segtui.domain.segments import SegmentDraft
from segtui.domain.values import NumberValue, TextValue

HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}

ROME = Condition("city", Operator.IS, TextValue("Rome"))
MILAN = Condition("city", Operator.IS, TextValue("Milan"))
ADULT = Condition("age", Operator.AT_LEAST, NumberValue("18"))
VIP = Condition("tags", Operator.IS, TextValue("vip"))

FEW = st.lists(st.sampled_from((ROME, MILAN, ADULT, VIP)), max_size=6).map(tuple)
"""Conditions of which some come several times."""

DRAFTS = drafts()


def draft(*children: Node, name: str = "Customers") -> SegmentDraft:
    return SegmentDraft(name, Group(children=children))


def lines(before: SegmentDraft, after: SegmentDraft) -> list[str]:
    return [str(step) for step in difference(before, after).steps]


@settings(max_examples=50)
@given(DRAFTS, DRAFTS)
def test_there_are_steps_exactly_when_something_differs(before: SegmentDraft, after: SegmentDraft) -> None:
    assert bool(difference(before, after)) == (before != after)
    assert not difference(before, before)


@given(FEW, FEW)
def test_the_steps_account_for_every_condition(old: tuple[Condition, ...], new: tuple[Condition, ...]) -> None:
    steps = difference(draft(*old), draft(*new)).steps
    assert bool(steps) == (old != new)
    sorts = Counter(step.sort for step in steps)
    assert len(new) - len(old) == sorts[Sort.ADDED] - sorts[Sort.REMOVED]
    untouched = len(new) - sorts[Sort.ADDED] - sorts[Sort.CHANGED] - sorts[Sort.MOVED]
    assert untouched == len(old) - sorts[Sort.REMOVED] - sorts[Sort.CHANGED] - sorts[Sort.MOVED]
    assert 0 <= untouched <= sum((Counter(old) & Counter(new)).values())
    afterwards = [step.part for step in steps if step.sort is not Sort.REMOVED]
    assert len(set(afterwards)) == len(afterwards)


@given(rules(), conditions(), st.data())
def test_one_condition_more_or_less_is_one_step(rule: Group, condition: Condition, data: st.DataObject) -> None:
    children = list(dict.fromkeys(rule.children))
    assume(condition not in children)
    rule = replace(rule, children=tuple(children))
    place = data.draw(st.integers(0, len(children)))
    grown = replace(rule, children=(*children[:place], condition, *children[place:]))
    there = difference(SegmentDraft("x", rule), SegmentDraft("x", grown)).steps
    back = difference(SegmentDraft("x", grown), SegmentDraft("x", rule)).steps
    assert [step.sort for step in there] == [Sort.ADDED]
    assert [step.sort for step in back] == [Sort.REMOVED]


@settings(max_examples=50)
@given(DRAFTS, DRAFTS)
def test_every_text_of_a_step_is_clean(before: SegmentDraft, after: SegmentDraft) -> None:
    shown = "".join(lines(before, after))
    assert not [one for one in shown if unicodedata.category(one) in HIDDEN and one not in "\u200c\u200d"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (draft(ROME), draft(ROME), []),
        (draft(name="Old"), draft(name="New"), ["~ name: Old → New"]),
        (draft(), draft(name=""), ["~ name: Customers → (none)"]),
        (draft(ROME), draft(MILAN), ["~ condition 1: city is Rome → city is Milan"]),
        (draft(ROME), draft(ROME, ADULT), ["+ condition 2: age is at least 18"]),
        (draft(ROME), draft(ADULT, ROME), ["+ condition 1: age is at least 18"]),
        (draft(ROME, ADULT), draft(ADULT), ["- condition 1: city is Rome"]),
        (draft(ROME, ADULT, VIP), draft(ADULT, VIP, ROME), ["↕ condition 3: city is Rome (was condition 1)"]),
        (draft(ROME, ROME), draft(ROME), ["- condition 2: city is Rome"]),
        (draft(ROME), draft(ROME, ROME), ["+ condition 2: city is Rome"]),
        (
            draft(ROME, ADULT, VIP),
            draft(MILAN, ADULT),
            ["~ condition 1: city is Rome → city is Milan", "- condition 3: tags is vip"],
        ),
        (
            draft(ROME, ADULT, VIP),
            draft(MILAN, replace(ADULT, negate=True), VIP),
            [
                "~ condition 1: city is Rome → city is Milan",
                "~ condition 2: age is at least 18 → age is not at least 18",
            ],
        ),
        (draft(ROME), draft(replace(ROME, negate=True)), ["~ condition 1: city is Rome → city is not Rome"]),
        (
            draft(Condition("age", Operator.IS, NumberValue("5"))),
            draft(Condition("age", Operator.IS, TextValue("5"))),
            ['~ condition 1: age is 5 → age is "5"'],
        ),
        (
            draft(Group(Combine.ANY, (ROME, MILAN))),
            draft(Group(Combine.ALL, (ROME, MILAN))),
            ["~ condition 1: (city is Rome or city is Milan) → (city is Rome and city is Milan)"],
        ),
        (draft(Opaque("{}", "")), draft(), ["- condition 1: not understood: {}"]),
    ],
)
def test_each_step_is_one_line(before: SegmentDraft, after: SegmentDraft, expected: list[str]) -> None:
    assert lines(before, after) == expected


def test_all_or_any_and_not_are_steps_of_their_own() -> None:
    before = SegmentDraft("x", Group(Combine.ALL, (ROME,)))
    after = SegmentDraft("x", Group(Combine.ANY, (ROME,), negate=True))
    assert lines(before, after) == ["~ match: all → any", "~ rule: not negated → negated"]


def test_name_and_match_come_before_the_conditions() -> None:
    after = SegmentDraft("x", Group(Combine.ANY, (ROME, ADULT)))
    parts = [step.part for step in difference(NEW, after).steps]
    assert parts == ["name", "match", "condition 1", "condition 2"]


@pytest.mark.parametrize("name", [text for text in HOSTILE_TEXTS if text])
def test_a_hostile_name_is_shown_cleaned(name: str) -> None:
    (step,) = difference(NEW, SegmentDraft(name, Group())).steps
    assert step == Step(Sort.CHANGED, "name", "(none)", step.after)
    assert not [one for one in str(step) if unicodedata.category(one) in HIDDEN and one not in "\u200c\u200d"]


def test_one_line_put_between_equal_ones_is_one_step() -> None:
    same = Condition("city", Operator.IS, TextValue("Rome"))
    other = Condition("city", Operator.IS, TextValue("Milan"))
    change = difference(
        SegmentDraft("x", Group(children=(same,) * 3)), SegmentDraft("x", Group(children=(same, other, same, same)))
    )
    assert [str(step) for step in change.steps] == ["+ condition 2: city is Milan"]


def test_details_differ_in_words() -> None:
    before = SegmentDraft("North", Group(), details={"default": False, "description": "of old", "team": 4})
    after = SegmentDraft("North", Group(), details={"default": True, "description": "", "editable by": "admin"})
    assert lines(before, after) == [
        "~ default: no → yes",
        "~ description: of old → (none)",
        "+ editable by: admin",
        "- team: 4",
    ]


def test_another_way_of_writing_the_same_rule_down_is_told_and_one_of_another_rule_is_not() -> None:
    quoted, plain = SegmentDraft("North", Group(), "[{'Form'}]"), SegmentDraft("North", Group(), '[{"Form"}]')
    assert lines(quoted, plain) == ["~ written as: [{'Form'}] → [{\"Form\"}]"]
    assert lines(quoted, replace(plain, rule=Group(children=(VIP,)))) == ["+ condition 1: tags is vip"]


def test_the_text_of_a_rule_without_conditions_is_no_step_of_a_new_segment_but_one_of_a_stored_one() -> None:
    assert lines(NEW, SegmentDraft("North", Group(), "[]")) == ["~ name: (none) → North"]
    assert lines(SegmentDraft("North", Group()), SegmentDraft("North", Group(), "[]")) == ["~ written as: (none) → []"]


def test_who_comes_and_goes_is_told_by_number_and_the_first_names() -> None:
    people = tuple(Lead(str(number), f"Ann {number}", {}) for number in range(9))
    before = SegmentDraft("Rome", Group(), people=people[:7])
    after = SegmentDraft("Rome", Group(), people=(replace(people[6], name="Bea"), *people[7:]))
    assert lines(before, after) == [
        "+ people: 2: Ann 7, Ann 8",
        "- people: 6: Ann 0, Ann 1, Ann 2, Ann 3, Ann 4 and 1 more",
        "~ people: 1 as they were → 1: Bea",
    ]
