"""The service's own word for what it selects, in sentences and in what lint says."""

import pytest
from support.lint import HonestDialect

from segtui.domain.evaluation import Semantics
from segtui.domain.facts import Facts
from segtui.domain.lead_word import LEADS, LeadWord
from segtui.domain.leads import Lead
from segtui.domain.lint.linting import lint
from segtui.domain.operators import Operator
from segtui.domain.phrase import phrase, phrase_lines
from segtui.domain.rules import Combine, Condition, Group, Opaque
from segtui.domain.values import ListValue, NumberValue, TextValue, Value

FEEDBACK = LeadWord("piece of feedback", "pieces of feedback", "feedback")
STRICT = Semantics(absent_meets_negation=False, null_is_present=False)


def of(field: str, operator: Operator, value: Value, *, negate: bool = False) -> Condition:
    return Condition(field, operator, value, negate)


PROMOTER = of("profile", Operator.IS, TextValue("promoter"))
SPOKEN = of("language", Operator.IS, TextValue("Italian"), negate=True)
TAGGED = of("tags", Operator.IS, TextValue("vip"))
LOW = of("score", Operator.LESS_THAN, NumberValue("4"))
ODD = Opaque("odd", "why")


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (Group(), "All feedback."),
        (Group(Combine.ANY), "No feedback."),
        (Group(children=(PROMOTER, TAGGED)), "Feedback whose profile is promoter and that is tagged vip."),
        (Group(children=(PROMOTER, SPOKEN)), "Feedback whose profile is promoter; none whose language is Italian."),
        (Group(children=(SPOKEN,)), "Feedback whose language is not Italian, or that has none."),
        (
            Group(children=(PROMOTER, TAGGED), negate=True),
            "All feedback, except pieces whose profile is promoter and that are tagged vip.",
        ),
        (Group(children=(LOW,)), "Feedback whose score is less than 4 (feedback without score is left out)."),
        (Group(children=(ODD,)), "Feedback that meets a part that segtui doesn't understand: odd."),
    ],
)
def test_feedback_is_spoken_of_in_the_singular(rule: Group, sentence: str) -> None:
    assert phrase(rule, word=FEEDBACK) == sentence


def test_a_service_without_missing_values_in_its_negatives_says_whom_it_speaks_of() -> None:
    said = phrase(Group(children=(SPOKEN,)), semantics=STRICT, word=FEEDBACK)
    assert said == "Feedback whose language is not Italian, among pieces that have one."


def test_the_lines_begin_with_the_word_and_its_verb() -> None:
    assert phrase_lines(Group(Combine.ANY, (PROMOTER, TAGGED)), 5, word=FEEDBACK) == [
        "Feedback that meets at least one of these:",
        "- whose profile is promoter",
        "- that is tagged vip",
    ]
    assert phrase_lines(Group(Combine.ALL, (PROMOTER, TAGGED), negate=True), 5, word=FEEDBACK)[0] == (
        "Feedback that does not meet all of these:"
    )


def test_people_are_people_whatever_a_service_calls_them() -> None:
    rule = Group(children=(PROMOTER, SPOKEN))
    assert phrase(rule, word=LeadWord("user", "users")) == phrase(rule, word=LEADS)


def test_numbers_choose_between_one_and_several() -> None:
    assert [LEADS.counted(1), LEADS.counted(1284)] == ["1 lead", "1,284 leads"]
    assert [FEEDBACK.counted(1), FEEDBACK.counted(0)] == ["1 piece of feedback", "0 pieces of feedback"]


def test_lint_never_calls_feedback_a_lead_or_a_person() -> None:
    facts = Facts([Lead("1", "", {"language": "Italian", "profile": "Promoter"}), Lead("2", "", {"language": "it"})])
    empty = of("profile", Operator.IS, ListValue(()))
    clash = of("profile", Operator.IS, TextValue("passive"))
    rules = [
        Group(children=(PROMOTER, clash, SPOKEN, LOW, ODD, Group())),
        Group(Combine.ANY, (SPOKEN, of("language", Operator.IS, TextValue("French"), negate=True), Group(Combine.ANY))),
        Group(children=(of("language", Operator.ONE_OF, empty.value), of("shoe", Operator.IS, TextValue("x")))),
    ]
    said = [one.message for rule in rules for one in lint(rule, HonestDialect(Semantics()), facts, word=FEEDBACK)]
    text = " ".join(said).lower()
    assert {word for word in ("lead", "leads", "people", "nobody", "everybody", "who") if word in text.split()} == set()
    assert "No feedback can meet" in " ".join(said)
    assert "None of the 2 pieces of feedback looked at has shoe" in " ".join(said)
