"""Rules said in another service's language: what becomes of each condition, and why."""

import pytest
from support.languages import DESK, FEEDIER, NOON, TILEDESK, rule

from segtui.backends.feedier.dialect import FeedierDialect
from segtui.domain.fields_between import Language
from segtui.domain.operators import Operator
from segtui.domain.rules import Combine, Condition, Group, Opaque
from segtui.domain.translating import Fate, Translation, translated
from segtui.domain.values import RelativeValue, TextValue, Unit
from segtui.domain.wording import node_words

CARRIES, CHANGES, LOST = Fate.CARRIES, Fate.CHANGES, Fate.LOST


def said(text: str, source: Language, target: Language) -> Translation:
    return translated(rule(text), source, target, NOON)


@pytest.mark.parametrize(
    ("source", "target", "text", "fate", "becomes", "why"),
    [
        (TILEDESK, FEEDIER, "city is Rome", CARRIES, "Attribute.city is Rome", ""),
        (TILEDESK, FEEDIER, "attributes.plan is not pro", CARRIES, "Attribute.plan is not pro", ""),
        (TILEDESK, FEEDIER, "company is Acme", CHANGES, "Attribute.company is Acme", "Nothing tells that Feedier has"),
        (TILEDESK, FEEDIER, "tags is vip", CHANGES, "Attribute.tags is vip", "The field is a list in Tiledesk"),
        (TILEDESK, FEEDIER, "createdAt >= 2026-09-01", CHANGES, "TimePeriod is at or after 2026-09-01", "a feedback"),
        (TILEDESK, FEEDIER, 'city matches "^Ro"', CHANGES, "Attribute.city contains Ro", "only at the beginning"),
        (TILEDESK, FEEDIER, 'city matches "^Rome$"', CARRIES, "Attribute.city is Rome", ""),
        (TILEDESK, FEEDIER, "city contains Rom", CHANGES, "Attribute.city contains Rom", "whether they do in Feedier"),
        (TILEDESK, FEEDIER, 'city matches "R.me"', LOST, "", "FQL has no way to say"),
        (TILEDESK, FEEDIER, "city exists", LOST, "", "FQL has no way to say"),
        (TILEDESK, FEEDIER, '_id is "65f0aa11bb22cc33dd44ee55"', LOST, "", "Feedier has no field for “_id”"),
        (FEEDIER, TILEDESK, "Attribute.market is one of [Italy]", CARRIES, "attributes.market", ""),
        (FEEDIER, TILEDESK, "Attribute.market is none of [Italy]", CARRIES, "attributes.market is not Italy", ""),
        (FEEDIER, TILEDESK, "Attribute.vip is yes", CARRIES, "properties.vip is yes", ""),
        (FEEDIER, TILEDESK, "Attribute.email is ann", CHANGES, "email is ann", "Tiledesk's own field email"),
        (FEEDIER, TILEDESK, "Nps is promoter", LOST, "", "Tiledesk has no field for “Nps”"),
        (FEEDIER, TILEDESK, "TimePeriod is date_last_month", LOST, "", "a word for days that only Feedier knows"),
        (FEEDIER, DESK, "TimePeriod is date_this_week", LOST, "", "a word for days that only Feedier knows"),
        (FEEDIER, DESK, "TimePeriod is date_last_month", CHANGES, "since is between 2026-10-01 and", "frozen"),
        (TILEDESK, DESK, "city is Rome", CHANGES, "town is Rome", "Capital and small letters"),
        (TILEDESK, DESK, "attributes.seats is 5", CHANGES, "own.seats is 5", "The number 5 and the text"),
        (TILEDESK, DESK, "city is not 5", CHANGES, "town is not 5", "includes those without the field"),
        (TILEDESK, DESK, "email exists", CHANGES, "mail is present", "An empty value (null)"),
        (DESK, TILEDESK, "since is on 2026-09-01", LOST, "", "Tiledesk has no way to say"),
        (DESK, TILEDESK, "since is within last 30 days", CHANGES, "2026-10-23", "frozen: last 30 days"),
    ],
)
def test_a_condition_in_another_language(
    source: Language, target: Language, text: str, fate: Fate, becomes: str, why: str
) -> None:
    (line,) = said(text, source, target).lines
    assert (line.fate, becomes in line.now) == (fate, True), line
    assert why in " ".join(line.why)
    assert bool(line.why) is (fate is not CARRIES)


def test_a_field_may_be_named_for_another() -> None:
    found = translated(rule("company is Acme"), TILEDESK, FEEDIER, NOON, {"company": "Attribute.plan"})
    assert [(line.fate, line.now) for line in found.lines] == [(CARRIES, "Attribute.plan is Acme")]


def test_what_does_not_fit_is_left_out_and_told_in_its_place() -> None:
    found = said("city is Rome and email exists and attributes.plan is pro", TILEDESK, FEEDIER)
    assert [line.fate for line in found.lines] == [CARRIES, LOST, CARRIES]
    assert (found.lost, found.why_not) == (1, "")
    assert node_words(found.rule) == "(Attribute.city is Rome and Attribute.plan is pro)"
    assert "a feedback" in " ".join(found.remarks)


def test_a_rule_of_which_nothing_is_left_is_not_worth_keeping() -> None:
    found = said("phone exists", TILEDESK, FEEDIER)
    assert found.why_not == "No condition of this rule can be said in Feedier."
    unread = translated(Group(children=(Opaque('{"field":"x"}', "odd"),)), TILEDESK, FEEDIER, NOON)
    assert (unread.lost, bool(unread.why_not)) == (1, True)


def test_any_goes_where_the_target_knows_it_and_in_one_condition_where_it_can() -> None:
    there = said("city is Rome or city is Milan", TILEDESK, FEEDIER)
    assert there.rule.combine is Combine.ANY
    back = said("Attribute.city is Rome or Attribute.city is Milan", FEEDIER, TILEDESK)
    assert [line.fate for line in back.lines] == [CHANGES, CHANGES]
    assert not back.why_not


def test_a_target_that_ignores_any_is_told_of_the_rule_or_its_conditions() -> None:
    found = said("Attribute.market is Italy or Attribute.vip is yes", FEEDIER, TILEDESK)
    told = [*found.remarks, *(why for line in found.lines for why in line.why)]
    assert any("any" in one for one in told)


def test_a_group_that_does_not_fit_is_lost_as_a_whole() -> None:
    found = said("Attribute.market is Italy and (Attribute.vip is yes or Attribute.email is ann)", FEEDIER, TILEDESK)
    assert [(line.path, line.fate) for line in found.lines] == [((0,), CARRIES), ((1, 0), LOST), ((1, 1), LOST)]
    nested = said("city is Rome and (email is ann or attributes.plan is pro)", TILEDESK, DESK)
    assert node_words(nested.rule) == "(town is Rome and (mail is ann or own.plan is pro))"


def test_a_later_condition_on_one_field_that_replaces_another_is_told() -> None:
    found = said("TimePeriod >= 2026-01-01 and TimePeriod > 2026-02-01", FEEDIER, TILEDESK)
    assert any("replace" in why or "last" in why for line in found.lines for why in line.why), found.lines


def test_moving_dates_stay_where_they_can_be_held() -> None:
    moving = Condition("since", Operator.AT_LEAST, RelativeValue(-3, Unit.WEEKS))
    found = translated(Group(children=(moving,)), DESK, FEEDIER, NOON)
    assert [(line.intent, line.fate) for line in found.lines] == [("3 weeks ago", CHANGES)]
    same = translated(Group(children=(moving,)), DESK, DESK, NOON)
    assert [(line.intent, line.fate, line.became) for line in same.lines] == [("", CARRIES, moving)]


def test_two_profiles_of_one_service_share_its_language() -> None:
    other = Language("Feedier", FEEDIER.dialect, FEEDIER.meanings)
    whole = Group(children=(Condition("Nps", Operator.IS, TextValue("promoter")), Opaque("[1]", "odd")))
    assert translated(whole, FEEDIER, other, NOON).rule is whole
    assert isinstance(FEEDIER.dialect, FeedierDialect)
