"""What lint says of values, fields and parts: one test for each code."""

from typing import Any

import pytest
from support.lint import HonestDialect

from segtui.domain.diagnostics import Diagnostic, Severity
from segtui.domain.evaluation import Semantics
from segtui.domain.facts import Facts, ValueKind
from segtui.domain.lead_word import LEADS
from segtui.domain.leads import Lead
from segtui.domain.lint.explosions import exploding_text
from segtui.domain.lint.linting import lint
from segtui.domain.operators import Operator
from segtui.domain.rules import Combine, Condition, Group, Node, Opaque
from segtui.domain.values import BoolValue, ListValue, NoValue, NumberValue, TextValue, Value

DIALECT = HonestDialect()


def leads(*documents: dict[str, Any]) -> list[Lead]:
    return [Lead(f"{index:024x}", "", document) for index, document in enumerate(documents)]


FACTS = Facts(
    leads(
        *({"country": "Italy", "attributes": {"seats": 5, "score": 1, "news": True, "day": "2026-07-01"}},) * 5,
        *({"country": "italy", "attributes": {"seats": "5", "score": 2, "day": "2026-08-01"}},) * 2,
        {"country": "Spain", "attributes": {"plan": "pro", "score": 3}},
        {"country": "Cafe\u0301", "attributes": {"addresses": [{"city": "Rome"}]}},
    ),
    ("properties.fax",),
)


def found(condition: Node, facts: Facts | None = FACTS, dialect: HonestDialect = DIALECT) -> dict[str, Diagnostic]:
    return {one.code: one for one in lint(Group(children=(condition,)), dialect, facts, word=LEADS)}


def of(field: str, operator: Operator = Operator.IS, value: Value | str = NoValue()) -> Condition:  # noqa: B008 - frozen
    return Condition(field, operator, TextValue(value) if isinstance(value, str) else value)


def instead(diagnostic: Diagnostic) -> Node:
    assert diagnostic.fix is not None
    (node,) = diagnostic.fix.rule.children
    return node


def test_facts_know_who_has_a_field_and_what_is_in_it() -> None:
    seats = FACTS.seen("attributes.seats")
    assert (seats.leads, seats.of, seats.lists) == (7, 9, 0)
    assert seats.kinds == {ValueKind.NUMBER: 5, ValueKind.TEXT: 2}
    assert FACTS.seen("country").values == {"Italy": 5, "italy": 2, "Spain": 1, "Cafe\u0301": 1}
    assert FACTS.seen("attributes.addresses.city").values == {"Rome": 1}
    assert {"properties.fax", "attributes.plan", "attributes.addresses.city"} <= FACTS.paths


def test_an_unknown_field_is_named_with_the_one_that_may_be_meant() -> None:
    one = found(of("contry", value="Italy"))["unknown-field"]
    assert one.severity is Severity.WARN
    assert "Did you mean country?" in one.message
    assert instead(one) == of("country", value="Italy")
    assert found(of("plan", value="pro"))["unknown-field"].message.endswith("Did you mean attributes.plan?")
    assert found(of("nothing.like.it", Operator.EXISTS))["unknown-field"].severity is Severity.NOTE
    # Not what it is a part of, though that is spelt nearly the same.
    assert "Did you mean" not in found(of("country.x", value="x"))["unknown-field"].message


def test_a_field_that_is_declared_but_that_nobody_has_is_told_of() -> None:
    assert set(found(of("properties.fax", Operator.EXISTS))) == {"field-empty"}


def test_a_value_that_nobody_has_is_named_with_the_one_that_may_be_meant() -> None:
    one = found(of("country", value="Spane"))["value-never-seen"]
    assert "Did you mean “Spain”, which 1 have?" in one.message
    assert instead(one) == of("country", value="Spain")
    assert set(found(of("country", value="Spain"))) == set()


def test_other_spellings_of_a_value_are_counted_and_can_be_taken_in() -> None:
    one = found(of("country", value="Italy"))["case-variants"]
    assert one.severity is Severity.NOTE
    assert "“Italy” 5, “italy” 2" in one.message
    assert instead(one) == of("country", Operator.ONE_OF, ListValue((TextValue("Italy"), TextValue("italy"))))
    assert found(of("country", value="ITALY"))["case-variants"].severity is Severity.WARN
    heedless = HonestDialect(Semantics(case_matters=False))
    assert set(found(of("country", value="Italy"), dialect=heedless)) == set()


def test_a_text_is_not_compared_with_numbers() -> None:
    one = found(of("attributes.seats", value="5"))["type-mismatch"]
    assert one.severity is Severity.WARN
    assert instead(one) == of("attributes.seats", value=NumberValue("5"))
    loose = HonestDialect(Semantics(types_must_agree=False))
    assert "type-mismatch" not in found(of("attributes.seats", value="5"), dialect=loose)


@pytest.mark.parametrize(
    "condition",
    [
        of("attributes.score", Operator.CONTAINS, "x"),
        of("attributes.score", Operator.MORE_THAN, "low"),
        of("attributes.news", value="yes"),
    ],
)
def test_no_text_is_found_where_there_are_none(condition: Condition) -> None:
    assert "type-mismatch" in found(condition)


def test_yes_is_offered_where_leads_have_yes_or_no() -> None:
    assert instead(found(of("attributes.news", value="yes"))["type-mismatch"]) == of(
        "attributes.news", value=BoolValue(yes=True)
    )


def test_who_holds_a_number_as_a_text_is_counted() -> None:
    one = found(of("attributes.seats", Operator.AT_LEAST, NumberValue("3")))["mixed-types"]
    assert one.severity is Severity.NOTE
    assert "2 of 7 leads" in one.message


@pytest.mark.parametrize("field", ["createdAt", "attributes.day"])
def test_a_date_that_can_be_read_in_two_ways_is_ambiguous(field: str) -> None:
    one = found(of(field, Operator.AT_LEAST, "03/04/2026"))["ambiguous-date"]
    assert "2026-04-03 and as 2026-03-04" in one.message
    assert "ambiguous-date" not in found(of(field, Operator.AT_LEAST, "13/04/2026"))
    assert "ambiguous-date" not in found(of(field, Operator.AT_LEAST, "04/04/2026"))


def test_a_text_that_is_no_date_is_not_compared_with_dates() -> None:
    assert "unparsable-date" in found(of("attributes.day", Operator.AT_LEAST, "yesterday"))
    assert set(found(of("attributes.day", Operator.AT_LEAST, "2026-07"))) == set()


@pytest.mark.parametrize("value", ["Ro\u00adme", "Rome\u200b", "Ro\nme", "\u202eemoR"])
def test_characters_that_nobody_sees_can_be_taken_out(value: str) -> None:
    one = found(of("city", value=value), None)["invisible-character"]
    assert one.severity is Severity.WARN
    clean = instead(one)
    assert isinstance(clean, Condition)
    assert isinstance(clean.value, TextValue)
    assert clean.value.text.isprintable()


def test_joiners_that_scripts_and_emoji_need_are_left_alone() -> None:
    assert found(of("city", value="\U0001f469\u200d\U0001f4bb"), None) == {}


def test_a_field_with_an_unseen_character_can_be_cleaned() -> None:
    assert instead(found(of("ci\u200bty", value="Rome"), None)["invisible-character"]) == of("city", value="Rome")


def test_accents_apart_from_their_letters_are_told_of() -> None:
    assert found(of("city", value="Cafe\u0301"), None)["not-normalised"].severity is Severity.WARN
    assert found(of("country", value="Cafe\u0301"))["not-normalised"].severity is Severity.NOTE


def test_blanks_around_a_value_are_told_of() -> None:
    assert instead(found(of("city", value=" Rome"), None)["outer-blanks"]) == of("city", value="Rome")


def test_empty_groups_and_values_are_told_of() -> None:
    assert "empty-group" in found(Group(Combine.ANY), None)
    assert "empty-value" in found(of("city", Operator.ONE_OF, ListValue(())), None)
    assert "empty-value" in found(of("city", Operator.CONTAINS, ""), None)
    assert found(of("city", value=""), None)["empty-value"].severity is Severity.NOTE


def test_a_pattern_that_cannot_be_read_is_invalid() -> None:
    assert "missing )" in found(of("city", Operator.MATCHES, "("), None)["invalid-pattern"].message


def test_a_part_that_is_not_understood_is_told_of() -> None:
    one = found(Opaque("{}", "it is \x1b[31modd"), None)["not-understood"]
    assert "\x1b" not in one.message


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+$", "^(na|nana|n?a)*$", r"^(\w+\s?)*$", r"([a-z]+)*\d", "(x+x+)+y", "(.*)*x", "((a+))+$", "(a|aa)+$"],
)
def test_patterns_that_never_end_are_found(pattern: str) -> None:
    assert exploding_text(pattern)
    assert "explosive-pattern" in found(of("city", Operator.MATCHES, pattern), None)


@pytest.mark.parametrize(
    "pattern",
    [
        *(r"(\d+,)*$", r"@gmail\.com$", "^(ar|he)$", "(a|b)*$", "(Rome|Milan)+", r"^((\w+)\.)+com$", "(a+)+"),
        *(
            "(?>a+)+$",
            "(a++)+$",
            r"^(\d{1,3}\.){3}\d+$",
            r"\(a+\)+$",
            "[(a+)+]$",
            "(",
            "a)",
            "[",
            "(" * 300 + ")" * 300,
        ),
    ],
)
def test_harmless_patterns_are_not_accused(pattern: str) -> None:
    assert exploding_text(pattern) == ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("“Rome”", "Rome"), ("don\u2019t", "don't"), ("the “old” town", 'the "old" town'), ("„Rom“", "Rom")],
)
def test_quotes_of_a_word_processor_are_told_and_offered_as_those_of_a_keyboard(typed: str, meant: str) -> None:
    assert instead(found(of("city", value=typed), None)["curly-quotes"]) == of("city", value=meant)


def test_a_value_of_many_characters_is_doubted() -> None:
    assert "5,000 characters" in found(of("city", value="x" * 5000), None)["over-long"].message
    assert "over-long" not in found(of("city", value="x" * 300), None)


@pytest.mark.parametrize("is_everybody", [True, False])
def test_among_many_values_one_that_is_not_seen_is_told_of_only_where_all_leads_are_known(is_everybody: bool) -> None:  # noqa: FBT001 - a parameter
    many = Facts(leads(*({"city": f"City {number}"} for number in range(300))), is_everybody=is_everybody)
    assert ("value-never-seen" in found(of("city", value="Atlantis"), many)) is is_everybody


def test_where_as_many_hold_a_number_as_a_text_the_line_is_doubted() -> None:
    both = Facts(leads({"attributes": {"seats": 5}}, {"attributes": {"seats": "5"}}))
    assert set(found(of("attributes.seats", value=NumberValue("5")), both)) == {"type-mismatch"}


def test_only_a_value_that_is_longer_than_anybody_means_is_doubted() -> None:
    assert "over-long" not in found(of("note", value="x" * 500))
    assert "over-long" in found(of("note", value="x" * 501))


def test_a_text_of_blanks_alone_is_called_empty_and_nothing_else() -> None:
    assert {"empty-value", "outer-blanks"} & set(found(of("note", value="  "), None)) == {"empty-value"}


def test_quotes_around_a_value_stay_where_there_are_others_in_it() -> None:
    assert instead(found(of("note", value="\u201csay \u201chi\u201d now\u201d"), None)["curly-quotes"]) == of(
        "note", value='"say "hi" now"'
    )


@pytest.mark.parametrize(
    ("combine", "negate", "whom"),
    [
        (Combine.ALL, False, "everybody"),
        (Combine.ANY, False, "nobody"),
        (Combine.ALL, True, "nobody"),
        (Combine.ANY, True, "everybody"),
    ],
)
def test_who_meets_an_empty_group_is_told(combine: Combine, negate: bool, whom: str) -> None:  # noqa: FBT001 - a column
    message = found(Group(combine, negate=negate), None)["empty-group"].message
    assert message == f"This group is empty, which {whom} meets."


def test_a_pattern_longer_than_anybody_writes_is_not_tried() -> None:
    assert exploding_text(f"(a+)+{'b' * 1995}")
    assert exploding_text(f"(a+)+{'b' * 1996}") == ""
