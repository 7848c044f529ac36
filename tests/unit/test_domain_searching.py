"""Looking for segments by name, and by what is inside of their rules."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.strategies import rules

from segtui.domain.diagnostics import Diagnostic, Severity
from segtui.domain.likeness import likeness
from segtui.domain.operators import Operator
from segtui.domain.rules import Combine, Condition, Group, Opaque
from segtui.domain.searching import Place, Terms, Wanted, field_search, is_found, read_search, terms_of
from segtui.domain.values import ListValue, NumberValue, TextValue

RULE = Group(
    children=(
        Condition("city", Operator.IS, TextValue("Rome")),
        Group(
            Combine.ANY,
            (
                Condition(
                    "attributes.Country", Operator.ONE_OF, ListValue((TextValue("North America"), TextValue("IT")))
                ),
                Condition("email", Operator.CONTAINS, TextValue("@test."), negate=True),
            ),
        ),
        Opaque('{"geo": "Paris"}', "odd"),
    )
)
SAID = (Diagnostic("any-ignored", Severity.WARN, (), "…"), Diagnostic("missing-values", Severity.NOTE, (0,), "…"))


TERMS = terms_of(RULE)


@dataclass
class Line:
    searched: str = "rome newsletter 66a1"
    terms: Terms = TERMS


@pytest.mark.parametrize(
    "words",
    [
        "",
        "ROME news",
        "field:city",
        "field:country value:north",
        'value:"north america"',
        "field:=city",
        "op:contain",
        'op:"does not"',
        "value:paris",
        "lint:warn",
        "lint:any-ig lint:note",
        "-lint:refuse",
        "-field:tags rome",
        "same:",
        "field:",
        'value:"nor',
    ],
)
def test_what_is_there_is_found(words: str) -> None:
    assert is_found(read_search(words), Line(), SAID, has_twin=True)


@pytest.mark.parametrize(
    "words",
    [
        "oslo",
        "field:tags",
        "field:=cit",
        "value:milan",
        "op:starts",
        "lint:refuse",
        "-field:city",
        "-same:",
        "rome oslo",
    ],
)
def test_what_isnt_there_is_not(words: str) -> None:
    assert not is_found(read_search(words), Line(), SAID, has_twin=True)


@pytest.mark.parametrize("words", ["lint:warn", "-lint:warn"])
def test_nothing_holds_of_what_lint_has_not_said_yet(words: str) -> None:
    assert not is_found(read_search(words), Line())


def test_a_dash_and_a_colon_may_be_part_of_a_name() -> None:
    assert read_search("-x a:b").wanted == (Wanted(Place.NAME, "-x"), Wanted(Place.NAME, "a:b"))
    assert read_search('-"x y"').wanted == (Wanted(Place.NAME, "x y", is_unwanted=True),)


@given(st.text(), st.text(), st.booleans())
def test_a_field_is_found_whatever_it_is_called_and_no_other(field: str, other: str, has_more: bool) -> None:  # noqa: FBT001 - given
    search = read_search(f"{field_search(field)}{' rome' if has_more else ''}")
    assert is_found(search, Line(terms=terms_of(Group(children=(Condition(field, Operator.EXISTS),)))))
    is_same = field.casefold() == other.casefold()
    assert is_found(search, Line(terms=terms_of(Group(children=(Condition(other, Operator.EXISTS),))))) is is_same


def test_quotes_are_looked_for_when_they_are_doubled() -> None:
    assert read_search('value:"say ""hi"" now" rome').wanted == (
        Wanted(Place.VALUE, 'say "hi" now'),
        Wanted(Place.NAME, "rome"),
    )
    for begun in ('field:="', "field:=", 'field:""', '"'):
        assert read_search(begun).wanted == ()


def test_lint_finds_rules_that_others_have_too() -> None:
    for words in ("lint:same-rule", "lint:note", "-lint:warn"):
        assert is_found(read_search(words), Line(), (), has_twin=True)
    assert not is_found(read_search("lint:same-rule"), Line(), ())


@given(st.text())
def test_whatever_is_typed_can_be_read(text: str) -> None:
    is_found(read_search(text), Line(), SAID)


A, B = (Condition(name, Operator.IS, NumberValue("1")) for name in "ab")


def test_rules_that_say_the_same_share_their_likeness() -> None:
    assert likeness(Group(children=(A, B))) == likeness(Group(children=(B, A, B)))
    assert likeness(Group(children=(A, Group(children=(B,))))) == likeness(
        Group(children=(B, Group(Combine.ANY, (A,))))
    )
    assert likeness(Group(Combine.ANY, (A,))) == likeness(Group(children=(A,)))
    one, other = (ListValue((TextValue(first), TextValue(second))) for first, second in (("x", "y"), ("y", "x")))
    lists = [likeness(Group(children=(Condition("a", Operator.ONE_OF, value),))) for value in (one, other)]
    assert lists[0] == lists[1]


def test_groups_that_change_nothing_are_opened_and_others_are_not() -> None:
    any_of_all = Group(Combine.ANY, (Group(children=(A, B)),))
    assert likeness(Group(children=(any_of_all,))) == likeness(Group(children=(A, B)))
    assert likeness(Group(children=(Group(Combine.ANY, (A, B)),))) == likeness(Group(Combine.ANY, (B, A)))
    assert likeness(Group(children=(A, Group(Combine.ANY, (A, B))))) != likeness(Group(children=(A, B)))
    assert likeness(Group(children=(A, Group(children=(B,), negate=True)))) != likeness(Group(children=(A, B)))


def test_a_text_and_a_number_are_not_the_same() -> None:
    text = Condition("a", Operator.IS, TextValue("1"))
    assert likeness(Group(children=(A,))) != likeness(Group(children=(text,)))


def test_rules_that_dont_say_the_same_dont() -> None:
    different = [
        Group(children=(A, B)),
        Group(Combine.ANY, (A, B)),
        Group(children=(A,)),
        Group(children=(A, B), negate=True),
        Group(children=(A,), negate=True),
        Group(),
        Group(Combine.ANY),
    ]
    assert len({likeness(rule) for rule in different}) == len(different)


@given(rules(), st.randoms(use_true_random=False))
def test_order_never_matters(rule: Group, chance: object) -> None:
    shuffled = list(rule.children)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert likeness(Group(rule.combine, tuple(shuffled), rule.negate)) == likeness(rule)
