"""People of one service as people of a list: what becomes of their fields, who is the same, who is left out."""

import pytest

from segtui.domain.leads import Lead
from segtui.domain.meanings import FieldMeanings, Meaning
from segtui.domain.people import Person
from segtui.domain.people_between import Use, converted, uses_of
from segtui.domain.values import JsonValue

DESK = FieldMeanings(
    "a person", {"fullname": Meaning.NAME, "mail": Meaning.EMAIL, "ref": Meaning.EXTERNAL_ID}, custom=("own.",)
)


def lead(number: int, **values: JsonValue) -> Lead:
    return Lead(str(number), f"Lead {number}", values)


ANN = lead(1, fullname="Ann Mary Bell", mail="ann@example.com", ref="a1", own={"phone": 5}, tags=["x", "y"])


def test_fields_are_found_by_meaning_and_by_the_names_of_an_account() -> None:
    assert uses_of(DESK, [ANN], {}) == (
        Use("ref", ("externalId",)),
        Use("mail", ("email",)),
        Use("own.phone", ("phone",)),
        Use("fullname", ("firstName", "lastName")),
    )
    assert Use("own.phone", ("phone",)) not in uses_of(DESK, [lead(2, mail="b@example.com")], {})


def test_fields_that_are_named_come_first_and_take_their_place() -> None:
    uses = uses_of(DESK, [ANN], {"mail": "externalId", "tags": "tag:labels", "fullname": "firstName"})
    assert uses == (
        Use("mail", ("externalId",)),
        Use("tags", ("tag:labels",)),
        Use("fullname", ("firstName",)),
        Use("own.phone", ("phone",)),
    )


def test_a_field_can_be_named_for_a_whole_name_or_for_nothing() -> None:
    uses = uses_of(DESK, [ANN], {"ref": "name", "mail": "-", "fullname": "-"})
    assert uses == (Use("ref", ("firstName", "lastName")), Use("own.phone", ("phone",)))


def test_a_whole_name_is_split_at_its_last_blank_and_values_become_text() -> None:
    uses = uses_of(DESK, [ANN], {"tags": "tag:labels"})
    (person,) = converted([ANN], uses).people
    assert person == Person("a1", "Ann Mary", "Bell", "ann@example.com", "5", (("labels", "x, y"),))


@pytest.mark.parametrize(
    ("values", "name"), [({"fullname": "Cher"}, ("Cher", "")), ({"fullname": None}, ("", "")), ({}, ("", ""))]
)
def test_a_name_may_be_one_word_or_missing(values: dict[str, JsonValue], name: tuple[str, str]) -> None:
    (person,) = converted([lead(1, mail="c@example.com", **values)], uses_of(DESK, [], {})).people
    assert (person.first_name, person.last_name) == name


def test_nobody_is_on_it_twice_or_without_anything_that_leads_to_them() -> None:
    twin, nobody, other = (
        lead(2, ref="a1", mail="else@example.com"),
        lead(3, fullname="No One"),
        lead(4, mail="o@x.test"),
    )
    found = converted([ANN, twin, nobody, other], uses_of(DESK, [ANN], {}))
    assert [person.email for person in found.people] == ["ann@example.com", "o@x.test"]
    assert (found.twice, found.unreachable) == ((twin,), (nobody,))
