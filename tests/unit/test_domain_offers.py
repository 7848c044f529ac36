"""What is offered while a condition is typed, and how a pasted list is read."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segtui.domain.facts import Facts
from segtui.domain.lead_word import LEADS as WORD
from segtui.domain.leads import Lead
from segtui.domain.offers import (
    FieldOffer,
    PastedList,
    ValueOffer,
    field_meant,
    field_offer,
    fields_like,
    read_pasted_list,
    values_like,
)
from segtui.domain.operators import FieldType

LEADS = [
    Lead("1", "Ann", {"city": "Rome", "tags": ["vip", "beta"], "news": True, "age": 5}),
    Lead("2", "Bea", {"city": "Rome", "tags": ["vip"], "news": False}),
    Lead("3", "Cem", {"city": "Milan\x1b", "tags": []}),
    Lead("4", "Dan", {}),
]
FACTS = Facts(LEADS)


def test_fields_that_begin_with_what_is_typed_come_before_those_that_have_it_inside() -> None:
    assert fields_like(["capacity", "city", "country", "tags"], "CI") == ["city", "capacity"]
    assert fields_like(["b", "a"], "") == ["b", "a"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("source", "attributes.source"),
        ("Source ", "attributes.source"),
        ("CITY", "city"),
        ("attributes.city", "attributes.city"),
        ("sour", "sour"),
        ("", ""),
    ],
)
def test_a_field_is_known_by_its_last_part_and_in_other_letters(typed: str, meant: str) -> None:
    assert field_meant(["attributes.city", "city", "attributes.source", "older.source"], typed) == meant


def test_a_field_is_offered_with_type_fill_and_example() -> None:
    assert field_offer("city", FieldType.TEXT, FACTS, WORD) == FieldOffer("city", "text", "75 %", "Rome")
    assert field_offer("tags", FieldType.ANY, FACTS, WORD) == FieldOffer("tags", "list", "75 %", "vip")
    assert field_offer("age", FieldType.ANY, FACTS, WORD) == FieldOffer("age", "number", "25 %")
    assert field_offer("shoe", FieldType.ANY, FACTS, WORD) == FieldOffer("shoe", "", "nobody")
    assert field_offer("city", FieldType.TEXT, None, WORD) == FieldOffer("city", "text")


def test_an_example_is_cleaned() -> None:
    assert "\x1b" not in field_offer("city", FieldType.TEXT, Facts(LEADS[2:3]), WORD).example


def test_values_are_offered_by_how_many_have_them() -> None:
    assert values_like(FACTS.seen("tags"), FieldType.LIST, "") == [ValueOffer("vip", 2), ValueOffer("beta", 1)]
    assert values_like(FACTS.seen("tags"), FieldType.LIST, "BE") == [ValueOffer("beta", 1)]
    assert values_like(FACTS.seen("news"), FieldType.ANY, "") == [ValueOffer("yes"), ValueOffer("no")]
    assert values_like(None, FieldType.TEXT, "") == []
    assert values_like(FACTS.seen("age"), FieldType.NUMBER, "") == [ValueOffer("5", 1)]


def test_what_the_service_has_words_for_comes_first_with_how_many_have_it() -> None:
    suggested = [ValueOffer("beta", note="documented"), ValueOffer("gold", note="likely")]
    seen = FACTS.seen("tags")
    assert values_like(seen, FieldType.TEXT, "", suggested=suggested) == [
        ValueOffer("beta", 1, "documented"),
        ValueOffer("gold", 0, "likely"),
        ValueOffer("vip", 2),
    ]
    assert values_like(None, FieldType.TEXT, "go", suggested=suggested) == suggested[1:]


def test_a_word_for_a_span_is_found_by_what_people_say_for_it() -> None:
    suggested = [ValueOffer("date_last_month", says="last month")]
    found = [one.text for one in values_like(None, FieldType.INSTANT, "last mo", suggested=suggested)]
    assert found == ["date_last_month", "start of last month"]
    found = [one.text for one in values_like(None, FieldType.INSTANT, "today", suggested=suggested)]
    assert found == ["today"]


@pytest.mark.parametrize(
    ("text", "items", "separated_by"),
    [
        ("Rome\nMilan\n\n Oslo ", ("Rome", "Milan", "Oslo"), "line breaks"),
        ('"Rome, old",\r\n"Milan",', ("Rome, old", "Milan"), "line breaks"),
        ("Rome; Milan", ("Rome", "Milan"), "semicolons"),
        ("Rome\tMilan", ("Rome", "Milan"), "tabs"),
        ('Rome, "Reggio, Emilia"', ("Rome", "Reggio, Emilia"), "commas"),
    ],
)
def test_a_pasted_list_is_read_by_what_separates_it(text: str, items: tuple[str, ...], separated_by: str) -> None:
    assert read_pasted_list(text) == PastedList(items, separated_by)


def test_what_is_pasted_twice_counts_once_and_is_told() -> None:
    assert read_pasted_list("a\nb\na") == PastedList(("a", "b"), "line breaks", 1)


@pytest.mark.parametrize("text", ["", "  \n ", "Rome", "Rome\n", '"Rome, old"', "a,"])
def test_one_value_is_no_list(text: str) -> None:
    assert read_pasted_list(text) is None


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp", "Cs"))), min_size=2, max_size=6)
)
def test_what_a_table_writes_is_read_back(items: list[str]) -> None:
    wanted = list(dict.fromkeys(stripped for item in items if (stripped := item.strip())))
    written = io.StringIO()
    csv.writer(written, delimiter=";", quoting=csv.QUOTE_ALL).writerow(wanted)
    found = read_pasted_list(written.getvalue())
    assert found is None if len(wanted) < 2 else found is not None and list(found.items) == wanted
