"""People of a list changed by hand: what is typed of somebody, and the list that comes of it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segtui.domain.people import Person, ProblemKind, leads_of, person_of
from segtui.workspace.people_editing import Others, UnreadTags, problem_count, tag_lines, tags_of, with_person, without

ANN = Person("8c6f1d9e-2f3a-4d0e-9b53-3c1f6f9d2a10", "Ann", "Alba", "ann@example.com", "+39 1", (("city", "Rome"),))
BEA = Person("1d0f8a52-77e4-4c0b-8f0e-0a4b8f7f7c11", "Bea", "Boll", "bea@example.com")
LIST = leads_of([ANN, BEA])

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
TAGS = st.dictionaries(TEXTS.filter(bool), TEXTS, max_size=4)


@given(TAGS)
def test_substitution_tags_come_back_from_their_lines_as_they_were(tags: dict[str, str]) -> None:
    pairs = tuple(tags.items())
    assert tags_of(tag_lines(Person(tags=pairs))) == pairs


def test_plain_tags_are_lines_that_anybody_would_write() -> None:
    assert tag_lines(Person(tags=(("city", "Rome"), ("motto", "a=b")))) == "city=Rome\nmotto=a=b"
    assert tags_of(" city = Rome \n\n  motto=a=b") == (("city", "Rome"), ("motto", "a=b"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("city=Rome\nplan", "Line 2 isn't tag=value: “plan”."),
        ("=Rome", "Line 1 names no tag."),
        ("city=Rome\ncity=Oslo", "Line 2 has the tag “city” again."),
        ('"city=Rome', "Line 1 isn't tag=value: “\"city=Rome”."),
        ('city="Rome" or so', 'Line 1 isn\'t tag=value: “city="Rome" or so”.'),
    ],
)
def test_lines_that_are_no_tags_are_refused_with_their_number(text: str, says: str) -> None:
    assert tags_of(text) == UnreadTags(says)


def test_somebody_who_is_typed_is_compared_with_the_others_and_not_with_themselves() -> None:
    twin = Person(BEA.external_id.upper(), "Bea", "Two", " BEA@example.com", "+39 2")
    kinds = [one.kind for one in Others(LIST).problems_of(twin)]
    assert kinds == [ProblemKind.SAME_ID, ProblemKind.SAME_EMAIL]
    assert Others(LIST, LIST[1].id).problems_of(twin) == []


def test_somebody_alone_may_still_lack_things() -> None:
    kinds = [one.kind for one in Others(LIST).problems_of(Person("7", "Cem"))]
    assert kinds == [ProblemKind.NO_UUID, ProblemKind.NO_EMAIL, ProblemKind.NO_PHONE]


def test_who_is_changed_keeps_id_and_place_and_who_comes_gets_an_id_of_their_own() -> None:
    renamed = Person("other", "Ann", "Bell")
    changed = with_person(LIST, renamed, LIST[0].id)
    assert [lead.id for lead in changed] == [ANN.external_id, BEA.external_id]
    assert person_of(changed[0].raw) == renamed
    assert changed[1] is LIST[1]
    more = with_person(with_person(LIST, ANN), ANN)
    assert [lead.id for lead in more[2:]] == [f"{ANN.external_id} #2", f"{ANN.external_id} #3"]
    assert without(more, ANN.external_id) == more[1:]


def test_what_is_wrong_with_a_list_is_counted_by_kind() -> None:
    assert problem_count(leads_of([ANN])) == ""
    assert problem_count(leads_of([ANN, ANN, BEA])) == "1 same id · 1 same e-mail · 1 no phone"
    crm = [replace(ANN, external_id=f"crm-{number}", email=f"{number}@example.com") for number in range(2)]
    assert problem_count(leads_of(crm[:1])) == "1 id is no UUID"
    assert problem_count(leads_of(crm)) == "2 ids are no UUIDs"
