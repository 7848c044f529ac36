"""Rules as sentences."""

from datetime import date

import pytest

from segtui.domain.evaluation import Semantics
from segtui.domain.lead_word import LEADS
from segtui.domain.operators import Operator
from segtui.domain.phrase import phrase, phrase_lines
from segtui.domain.rules import EVERYBODY, Combine, Condition, Group, Node
from segtui.domain.values import (
    BoolValue,
    DayValue,
    InstantValue,
    ListValue,
    NoValue,
    NumberValue,
    RangeValue,
    RelativeValue,
    TextValue,
    Unit,
    Value,
)

ITALY = Condition("country", Operator.IS, TextValue("Italy"))
NOT_ROME = Condition("city", Operator.IS, TextValue("Rome"), negate=True)
TAGGED = Condition("tags", Operator.HAS_ANY, ListValue((TextValue("vip"), TextValue("beta"))))
NEW = Condition("createdAt", Operator.WITHIN, RelativeValue(-30, Unit.DAYS))
TEST = Condition("email", Operator.CONTAINS, TextValue("@test"), negate=True)
MINOR = Condition("age", Operator.LESS_THAN, NumberValue("18"))
NAMES = {"email": "e-mail", "createdAt": "created", "attributes.plan": "plan"}
STRICT = Semantics(absent_meets_negation=False, null_is_present=False)


def all_of(*children: Node) -> Group:
    return Group(Combine.ALL, children)


def any_of(*children: Node) -> Group:
    return Group(Combine.ANY, children)


def says(node: Node, semantics: Semantics = Semantics()) -> str:  # noqa: B008 - frozen
    return phrase(node if isinstance(node, Group) else all_of(node), NAMES, semantics, word=LEADS)


def of(field: str, operator: Operator, value: Value | str = NoValue(), *, negate: bool = False) -> Condition:  # noqa: B008
    return Condition(field, operator, TextValue(value) if isinstance(value, str) else value, negate)


def test_everybody_and_nobody() -> None:
    assert says(EVERYBODY) == "Everybody."
    assert says(any_of()) == says(Group(negate=True)) == "Nobody."
    assert says(any_of(ITALY, any_of())) == "People whose country is Italy."
    assert says(any_of(ITALY, all_of())) == "People whose country is Italy or who may be everybody."


def test_the_sentence_that_people_would_say() -> None:
    assert says(all_of(ITALY, any_of(TAGGED, NEW), TEST)) == (
        "People whose country is Italy and who either are tagged vip or beta, or were created in the last 30 days; "
        "nobody whose e-mail contains @test."
    )


@pytest.mark.parametrize(
    ("tree", "sentence"),
    [
        (all_of(ITALY, TAGGED), "People whose country is Italy and who are tagged vip or beta."),
        (any_of(ITALY, TAGGED), "People whose country is Italy or who are tagged vip or beta."),
        (
            all_of(ITALY, TAGGED, NEW),
            "People whose country is Italy, who are tagged vip or beta, and who were created in the last 30 days.",
        ),
        (
            any_of(ITALY, all_of(TAGGED, NEW)),
            (
                "People either whose country is Italy, or who both are tagged vip or beta "
                "and were created in the last 30 days."
            ),
        ),
        (
            Group(Combine.ANY, (ITALY, TAGGED), negate=True),
            "Everybody, except those whose country is Italy or who are tagged vip or beta.",
        ),
        (
            all_of(TEST, NOT_ROME),
            "Everybody, but nobody whose e-mail contains @test, and nobody whose city is Rome.",
        ),
        (
            all_of(ITALY, Group(Combine.ANY, (TAGGED, NEW), negate=True)),
            "People whose country is Italy; nobody who is tagged vip or beta or who was created in the last 30 days.",
        ),
        (
            all_of(any_of(ITALY, NEW), any_of(TAGGED, MINOR)),
            (
                "People (whose country is Italy or who were created in the last 30 days) and "
                "(who are tagged vip or beta or whose age is less than 18) "
                "(people without age never count as below or before)."
            ),
        ),
    ],
)
def test_what_is_joined_can_be_read_in_one_way(tree: Group, sentence: str) -> None:
    assert says(tree) == sentence


def test_groups_that_change_nothing_are_not_heard() -> None:
    assert says(all_of(all_of(ITALY), any_of(any_of(TAGGED)))) == says(all_of(ITALY, TAGGED))
    assert says(Group(Combine.ALL, (Group(Combine.ALL, (ITALY, TAGGED), negate=True),), negate=True)) == says(
        all_of(ITALY, TAGGED)
    )


def test_people_without_a_field_are_spoken_of_where_a_condition_is_turned_round() -> None:
    assert says(NOT_ROME) == "People whose city is not Rome, or who have none."
    assert says(NOT_ROME, STRICT) == "People whose city is not Rome, among those who have one."
    assert (
        says(any_of(NOT_ROME, ITALY)) == "People whose city is not Rome (or who have none) or whose country is Italy."
    )
    assert says(all_of(NOT_ROME, ITALY), STRICT) == (
        "People whose city is not Rome (among those who have one) and whose country is Italy."
    )
    assert says(all_of(NOT_ROME, ITALY)) == "People whose country is Italy; nobody whose city is Rome."


def test_nothing_is_said_of_people_without_a_field_that_nobody_is_without() -> None:
    late = of("createdAt", Operator.LESS_THAN, InstantValue("2024-07-01"))
    never_absent = Semantics(always_present=frozenset({"createdAt"}))
    assert says(late) == "People who were created before 1 July 2024 (people without a date of creation are left out)."
    assert says(late, never_absent) == "People who were created before 1 July 2024."
    assert says(of("createdAt", Operator.LESS_THAN, InstantValue("2024-07-01"), negate=True), never_absent) == (
        "People who were not created before 1 July 2024."
    )


def test_people_without_a_field_that_is_to_be_less_are_spoken_of_once() -> None:
    seats = of("attributes.plan", Operator.AT_MOST, NumberValue("5"))
    assert says(all_of(MINOR, seats)) == (
        "People whose age is less than 18 and whose plan is at most 5 (people without age or plan are left out)."
    )
    assert says(any_of(MINOR, ITALY)).endswith(" (people without age never count as below or before).")
    assert "without" not in says(all_of(ITALY, of("age", Operator.LESS_THAN, NumberValue("18"), negate=True)))


DAY = DayValue(date(2024, 7, 1))


@pytest.mark.parametrize(
    ("condition", "clause"),
    [
        (of("tags", Operator.IS, "vip"), "who are tagged vip"),
        (of("tags", Operator.IS, "vip", negate=True), "who are not tagged vip, or who have no tags"),
        (TAGGED, "who are tagged vip or beta"),
        (
            of("tags", Operator.HAS_ANY, TAGGED.value, negate=True),
            "who are tagged neither vip nor beta, or who have no tags",
        ),
        (of("tags", Operator.HAS_ALL, TAGGED.value), "who are tagged both vip and beta"),
        (of("tags", Operator.CONTAINS, "v"), "who have a tag that contains v"),
        (of("tags", Operator.CONTAINS, "v", negate=True), "who have no tag that contains v"),
        (of("skills", Operator.HAS_ANY, TAGGED.value), "whose skills has any of vip or beta"),
        (of("skills", Operator.HAS_ALL, ListValue(())), "whose skills has all of an empty list"),
        (
            of("city", Operator.ONE_OF, ListValue((TextValue("Rome"), TextValue("New York")))),
            "whose city is Rome or New York",
        ),
        (of("email", Operator.EXISTS), "who have the field e-mail (even if it is empty)"),
        (of("email", Operator.EXISTS, negate=True), "who don't have the field e-mail at all"),
        (of("email", Operator.HAS_NO_VALUE), "whose e-mail has no value"),
        (of("active", Operator.IS, BoolValue(yes=True)), "whose active is yes"),
        (of("zip", Operator.IS, "00118"), "whose zip is 00118"),
        (of("zip", Operator.IS, "118"), 'whose zip is "118"'),
        (
            of("age", Operator.BETWEEN, RangeValue(NumberValue("18"), NumberValue("30"))),
            "whose age is between 18 and 30",
        ),
        (of("city", Operator.MATCHES, "^Ro"), "whose city matches the pattern ^Ro"),
        (of("createdAt", Operator.MORE_THAN, DAY), "who were created after 1 July 2024"),
        (of("createdAt", Operator.AT_LEAST, InstantValue("2024-07-01")), "who were created on or after 1 July 2024"),
        (
            of("createdAt", Operator.MORE_THAN, InstantValue("2024-07-01T09:30+02:00")),
            "who were created after 1 July 2024 at 07:30 UTC",
        ),
        (of("createdAt", Operator.ON_DAY, DAY), "who were created on 1 July 2024"),
        (of("updatedAt", Operator.WITHIN, RelativeValue(1, Unit.WEEKS)), "who were last updated in the next 1 week"),
        (
            of("renewal", Operator.LESS_THAN, RelativeValue(2, Unit.MONTHS), negate=True),
            "whose renewal is not before 2 months from now, or who have none",
        ),
    ],
)
def test_clauses(condition: Condition, clause: str) -> None:
    assert says(condition) == f"People {clause}."


def test_having_a_field_is_said_simply_where_null_does_not_count() -> None:
    assert says(of("email", Operator.EXISTS), STRICT) == "People who have an e-mail."
    assert says(of("phone", Operator.EXISTS), STRICT) == "People who have a phone."
    assert says(of("userId", Operator.EXISTS), STRICT) == "People who have a userId."
    assert says(of("email", Operator.EXISTS, negate=True), STRICT) == "People who have no e-mail."


def test_values_and_names_can_not_pass_for_words_of_the_sentence() -> None:
    assert says(of("city", Operator.IS, "Rome and who are tagged vip")) == (
        'People whose city is "Rome and who are tagged vip".'
    )
    assert says(of("city", Operator.IS, 'Rome" or "Milan')) == r'People whose city is "Rome\" or \"Milan".'
    assert says(of("city", Operator.IS, "Rome.")) == 'People whose city is "Rome.".'
    assert says(of("city", Operator.IS, "1 July 2024")) == 'People whose city is "1 July 2024".'
    assert (
        phrase(all_of(of("x", Operator.IS, "y")), {"x": "city is Rome and whose x"}, word=LEADS)
        == "People whose x is y."
    )


def test_a_field_is_never_called_as_another_is() -> None:
    pro = TextValue("pro")
    assert says(of("attributes.plan", Operator.IS, pro)) == "People whose plan is pro."
    assert says(of("plan", Operator.IS, pro)) == 'People whose "plan" is pro.'
    shared = {"attributes.plan": "plan", "properties.plan": "plan"}
    assert (
        phrase(all_of(of("attributes.plan", Operator.IS, pro)), shared, word=LEADS)
        == "People whose attributes.plan is pro."
    )
    assert says(of("created", Operator.MORE_THAN, DAY)) == 'People whose "created" is after 1 July 2024.'


def test_a_long_sentence_has_a_line_for_each_clause() -> None:
    tree = all_of(ITALY, any_of(TAGGED, NEW), TEST, Group(Combine.ALL, (MINOR, NOT_ROME), negate=True))
    assert phrase_lines(tree, 40, NAMES, word=LEADS) == [
        "People who meet all of these:",
        "- whose country is Italy",
        "- at least one of these:",
        "  - who are tagged vip or beta",
        "  - who were created in the last 30 days",
        "- whose e-mail does not contain @test, or who have none",
        "- not all of these:",
        "  - whose age is less than 18",
        "  - whose city is not Rome, or who have none",
    ]
    assert phrase_lines(all_of(ITALY, MINOR), 20, word=LEADS) == [
        "People who meet all of these:",
        "- whose country is Italy",
        "- whose age is less than 18",
        "(People without age are left out.)",
    ]


def test_what_would_need_brackets_is_laid_out_even_where_it_fits() -> None:
    deep = all_of(ITALY, any_of(TAGGED, all_of(NEW, NOT_ROME)))
    assert len(phrase_lines(deep, 1000, word=LEADS)) > 1
    assert phrase_lines(all_of(ITALY, any_of(TAGGED, NEW)), 1000, word=LEADS) == [
        phrase(all_of(ITALY, any_of(TAGGED, NEW)), word=LEADS)
    ]
    assert phrase_lines(all_of(ITALY), 5, word=LEADS) == ["People whose country is Italy."]
    assert (
        phrase_lines(Group(Combine.ANY, (ITALY, TAGGED), negate=True), 5, word=LEADS)[0]
        == "People who meet none of these:"
    )
    assert phrase_lines(Group(Combine.ALL, (ITALY, TAGGED), negate=True), 5, word=LEADS)[0] == (
        "People who do not meet all of these:"
    )
