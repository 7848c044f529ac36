import time
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segtui.domain.lead_word import LeadWord
from segtui.domain.people import Person, lead_of, leads_of, person_of
from segtui.domain.segments import Segment, SegmentKind
from segtui.workspace.errors import Unsafe
from segtui.workspace.importing import Import, draft_with, import_lines, import_people, people_csv, people_of
from segtui.workspace.people_files import bad_rows_csv, read_sheet
from segtui.workspace.people_mapping import PeopleMapping

ADA = Person(str(UUID(int=0xADA)), "Ada", "Rossi", "ada@example.com", "+39 06", (("city", "Rome"),))
BOB = Person("", "Bob", "", "bob@example.com")


def imported(text: str, *present: Person) -> Import:
    sheet = read_sheet(text.encode())
    return import_people(sheet, PeopleMapping.guessed(sheet.columns), present)


def a_list(*people: Person) -> Segment:
    return Segment("s1", "Weekly", None, SegmentKind.STATIC, people=leads_of(people))


def test_rows_become_people_with_the_other_columns_as_tags() -> None:
    found = imported(f"id,first name,surname,mail,phone,city\n{ADA.external_id},Ada,Rossi,ada@example.com,'+39 06,Rome")
    assert found == Import((ADA,))


def test_who_is_in_the_file_twice_is_taken_once() -> None:
    upper = ADA.external_id.upper()
    found = imported(f"id,email,name\n{ADA.external_id},a@x.org,A\n{upper},b@x.org,B\n,A@X.org,A\n,c@x.org,C\n,,D\n,,D")
    assert [person.first_name for person in found.people] == ["A", "C", "D"]
    assert [(one.line, one.reason, one.differs) for one in found.repeated] == [
        (3, "It has the external id of line 2.", True),
        (4, "It has the e-mail of line 2.", True),
        (7, "It has the name and phone of line 6.", False),
    ]


def test_two_people_with_ids_of_their_own_may_share_an_e_mail() -> None:
    found = imported("id,email,phone\n1,home@x.org,+39\n2,home@x.org,+39")
    assert len(found.people) == 2
    assert found.warnings == (
        "1 person has the e-mail of somebody before.",
        "2 people have external ids that are no UUIDs.",
    )


def test_who_is_on_the_list_stays_as_they_are_there() -> None:
    found = imported("first name,email,city\nAda,ADA@example.com,Milan\nBob,bob@example.com,\nCat,cat@x.org,", ADA, BOB)
    assert [person.first_name for person in found.people] == ["Cat"]
    assert [(one.line, one.differs) for one in found.present] == [(2, True), (3, False)]
    assert found.present[0].reason == "Somebody with this e-mail is on the list: Ada Rossi <ada@example.com>."
    assert list(import_lines(found, LeadWord("person", "people"))) == [
        "Taken: 1 person",
        "On the list already, left as they are there: 2; different in the file: 1",
        "Note: 1 person has no external id.",
        "Note: 1 person has no phone.",
    ]


def test_rows_with_nobody_in_them_are_kept_out_with_their_lines() -> None:
    found = imported("email,phone,phoneNumber,city\n,,,Rome\na@x.org,1,2,\nb@x.org\nc@x.org,1,1,")
    assert [person.email for person in found.people] == ["c@x.org"]
    assert [row.line for row in found.bad] == [2, 3, 4]
    assert found.bad[0].reason == "It has no id, no name, no e-mail and no phone."


def test_a_file_without_a_column_for_people_is_refused() -> None:
    with pytest.raises(Unsafe) as caught:
        imported("plan,city\npro,Rome")
    assert caught.value.message == "Nothing was imported: No column is an id, a name, an e-mail or a phone."


def test_the_list_keeps_its_people_and_gets_the_new_ones_behind_them() -> None:
    present = a_list(ADA)
    draft = draft_with(present, Import((BOB, Person(first_name="Cat"))))
    assert draft.people is not None
    assert present.people is not None
    assert draft.people[:1] == present.people
    assert [lead.name for lead in draft.people] == ["Ada Rossi", "Bob", "Cat"]
    odd = Segment("s1", "Weekly", None, SegmentKind.STATIC, people=(lead_of(ADA, BOB.key),))
    crowded = draft_with(odd, Import((BOB,))).people
    assert [lead.id for lead in crowded or ()] == [BOB.key, f"{BOB.key} #2"]


def test_a_list_that_is_replaced_knows_who_was_there() -> None:
    renamed = Person("", "Ada", "Bianchi", "Ada@Example.com")
    draft = draft_with(a_list(ADA, BOB), Import((Person(first_name="Cat"), renamed)), replace_all=True)
    assert draft.people is not None
    assert [lead.id for lead in draft.people][1] == ADA.external_id
    assert person_of(draft.people[1].raw) == renamed


def test_a_file_in_which_nobody_can_be_used_empties_no_list() -> None:
    with pytest.raises(Unsafe) as caught:
        draft_with(a_list(ADA), imported("email,name\na,b,c"), replace_all=True)
    assert "so the list would be empty" in caught.value.message


def test_a_list_whose_people_are_not_known_cannot_be_shown() -> None:
    with pytest.raises(Unsafe) as caught:
        people_of(Segment("s1", "Weekly", None, SegmentKind.REMOTE_LIST))
    assert caught.value.message == "Who is in “Weekly” isn't known here."


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8).map(str.strip)
PEOPLE = st.builds(
    Person,
    *(TEXTS, TEXTS, TEXTS, TEXTS, TEXTS),
    st.dictionaries(st.sampled_from(["city", "=plan", "email", "Vip "]), TEXTS.filter(bool), max_size=3).map(
        lambda tags: tuple(tags.items())
    ),
)


@given(st.lists(PEOPLE.filter(lambda person: bool(person.name)), min_size=1, max_size=6), st.sampled_from(",;\t"))
def test_exported_people_are_imported_as_they_were(people: list[Person], separator: str) -> None:
    people = [replace(person, external_id=f"id {place}") for place, person in enumerate(people)]
    again = imported(people_csv(people, separator))
    assert [replace(one, tags=()) for one in again.people] == [replace(one, tags=()) for one in people]
    assert [dict(one.tags) for one in again.people] == [dict(one.tags) for one in people]
    assert not again.bad


def test_five_thousand_lines_with_forty_bad_ones_take_less_than_a_second() -> None:
    lines = [f"{UUID(int=place + 10**6)};Name {place};p{place}@example.com;+39{place};Rome" for place in range(5000)]
    for place in range(40):
        lines[place * 100 + 7] = f'"{place};broken' if place % 2 else "only;three;cells"
    content = "\r\n".join(["externalId;firstName;email;phone;city", *lines]).encode("cp1252")
    begun = time.process_time()
    sheet = read_sheet(content)
    found = import_people(sheet, PeopleMapping.guessed(sheet.columns), [ADA])
    took = time.process_time() - begun
    assert (len(found.people), len(found.bad)) == (4960, 40)
    assert [row.line for row in found.bad] == [place * 100 + 9 for place in range(40)]
    assert read_sheet(bad_rows_csv(sheet, found.bad).encode()).columns[-2:] == ("line", "reason")
    assert took < 1
