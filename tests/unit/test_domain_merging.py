from dataclasses import replace

import pytest
from hypothesis import given
from support.strategies import flat_rules

from segtui.domain.leads import Lead
from segtui.domain.merging import merged
from segtui.domain.operators import Operator
from segtui.domain.rules import Combine, Condition, Group
from segtui.domain.segments import SegmentDraft, SegmentKind
from segtui.domain.values import JsonValue, TextValue


def rome(city: str = "Rome") -> Condition:
    return Condition("city", Operator.IS, TextValue(city))


VIP = Condition("tags", Operator.IS, TextValue("vip"))
MAIL = Condition("email", Operator.EXISTS)
BASE = SegmentDraft("Rome", Group(children=(rome(), VIP)))


def rule(*conditions: Condition, combine: Combine = Combine.ALL) -> SegmentDraft:
    return SegmentDraft("Rome", Group(combine, conditions))


@given(flat_rules(), flat_rules())
def test_who_has_changed_nothing_takes_the_others_changes(one: Group, other: Group) -> None:
    base, changed = SegmentDraft("a", one), SegmentDraft("b", other)
    assert merged(base, base, changed) == changed
    assert merged(base, changed, base) == changed


@given(flat_rules(), flat_rules())
def test_two_who_want_the_same_get_it(one: Group, other: Group) -> None:
    base, same = SegmentDraft("a", one), SegmentDraft("b", other)
    assert merged(base, same, same) == same


def test_a_new_name_and_another_rule_go_together() -> None:
    mine = SegmentDraft("Roma", BASE.rule)
    assert merged(BASE, mine, rule(rome("Milan"), VIP)) == SegmentDraft("Roma", Group(children=(rome("Milan"), VIP)))


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        (rule(rome(), VIP, MAIL), rule(rome("Milan"), VIP), rule(rome("Milan"), VIP, MAIL)),
        (rule(MAIL, rome(), VIP), rule(rome(), VIP, MAIL), rule(MAIL, rome(), VIP, MAIL)),
        (rule(VIP), rule(rome(), VIP, MAIL), rule(VIP, MAIL)),
        (rule(rome(), MAIL), rule(rome(), VIP, combine=Combine.ANY), rule(rome(), MAIL, combine=Combine.ANY)),
    ],
    ids=["changed and added", "both added", "removed and added", "changed and any"],
)
def test_changes_of_different_conditions_go_together(
    mine: SegmentDraft, theirs: SegmentDraft, both: SegmentDraft
) -> None:
    assert merged(BASE, mine, theirs) == both


def test_of_the_same_condition_mine_wins() -> None:
    mine, theirs = rule(rome("Naples"), VIP), rule(rome("Milan"), VIP)
    assert merged(BASE, mine, theirs) == mine


def test_an_order_that_i_have_chosen_wins() -> None:
    mine = rule(VIP, rome())
    assert merged(BASE, mine, rule(rome(), VIP, MAIL)) == mine


def test_details_that_only_one_has_changed_stay_so() -> None:
    details: dict[str, JsonValue] = {"default": False, "description": "old", "editable by": "admin"}
    base = SegmentDraft("Rome", Group(), "one", details)
    mine = SegmentDraft("Rome", Group(), "one", {**details, "description": "mine"})
    theirs = SegmentDraft("Rome", Group(), "two", {**details, "description": "theirs", "default": True})
    both: dict[str, JsonValue] = {"default": True, "description": "mine", "editable by": "admin"}
    assert merged(base, mine, theirs) == SegmentDraft("Rome", Group(), "two", both)


def test_who_was_taken_in_or_out_by_one_of_us_is_in_or_out() -> None:
    ada, ben, cyd, dan = (Lead(one, one, {}) for one in ("ada", "ben", "cyd", "dan"))
    married = Lead("ada", "ada b.", {})
    base = SegmentDraft("Rome", Group(), kind=SegmentKind.REMOTE_LIST, people=(ada, ben))
    both = merged(base, replace(base, people=(married, cyd)), replace(base, people=(ada, ben, dan)))
    assert both.people == (married, dan, cyd)
