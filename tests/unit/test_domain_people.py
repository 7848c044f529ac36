"""People of lists that are sent as a whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segtui.domain.people import (
    Person,
    PersonTrouble,
    PhoneField,
    ProblemKind,
    as_document,
    lead_of,
    leads_of,
    person_of,
    person_words,
    problem_words,
    problems,
    tag_id_of,
)
from segtui.domain.values import JsonValue

ADA = Person(
    "3f1c7a52-0c39-4a51-9f0e-2f4d7e6b8a10", "Ada", "Rossi", "ada@example.com", "+573001112233", (("city", "Rome"),)
)

texts = st.text(max_size=12)
people = st.builds(
    Person,
    *(texts,) * 5,
    st.dictionaries(st.text(min_size=1, max_size=8), texts, max_size=3).map(lambda tags: tuple(tags.items())),
)


@given(people, st.sampled_from(PhoneField))
def test_a_person_that_is_written_reads_back_as_the_same(person: Person, phone_field: PhoneField) -> None:
    assert person_of(as_document(person, phone_field)) == person


def test_a_person_is_written_as_the_service_has_it() -> None:
    assert as_document(ADA) == {
        "externalId": ADA.external_id,
        "firstName": "Ada",
        "lastName": "Rossi",
        "email": "ada@example.com",
        "phone": "+573001112233",
        "substitutionTags": [{"tag": "city", "value": "Rome"}],
    }
    assert as_document(Person(email="ann@example.com")) == {"email": "ann@example.com"}


@pytest.mark.parametrize(
    ("field", "names"), [("phone", {"phone"}), ("phoneNumber", {"phoneNumber"}), ("both", {"phone", "phoneNumber"})]
)
def test_the_phone_is_spelled_as_the_profile_wants_it(field: str, names: set[str]) -> None:
    document = as_document(ADA, PhoneField(field))
    assert {name for name in document if name.startswith("phone")} == names
    assert {document[name] for name in names} == {"+573001112233"}


@pytest.mark.parametrize(
    "document",
    [
        {"phone": "+39 1"},
        {"phoneNumber": "+39 1"},
        {"phone": "+39 1", "phoneNumber": "+39 1"},
        {"phone": None, "phoneNumber": "+39 1"},
        {"phone": "", "phoneNumber": "+39 1"},
    ],
)
def test_both_spellings_of_the_phone_are_read(document: JsonValue) -> None:
    assert person_of(document) == Person(phone="+39 1")


@pytest.mark.parametrize(
    ("document", "field", "says"),
    [
        ({"phone": "+39 1", "phoneNumber": "+39 2"}, "phone", "two phones, “\\+39 1” and “\\+39 2”"),
        ({"externalId": 7}, "externalId", "externalId must be a text"),
        ({"email": ["a"]}, "email", "email must be a text"),
        ({"e-mail": "a"}, "e-mail", "no field called “e-mail”"),
        ({"substitutionTags": "city"}, "substitutionTags", "must be a list"),
        ({"substitutionTags": [{"value": "Rome"}]}, "substitutionTags", "a tag and a value"),
        ({"substitutionTags": [{"tag": "n", "value": 1}]}, "value", "must be a text"),
        ({"substitutionTags": ["city"]}, "substitutionTags", "a tag and a value"),
        (
            {"substitutionTags": [{"tag": "city", "value": "Rome"}, {"tag": "city", "value": "Oslo"}]},
            "substitutionTags",
            "“city” has two values",
        ),
        (["Ada"], "", "must be an object"),
        ("Ada", "", "must be an object"),
        (None, "", "must be an object"),
    ],
)
def test_what_is_no_person_is_told_by_its_field(document: JsonValue, field: str, says: str) -> None:
    trouble = person_of(document)
    assert isinstance(trouble, PersonTrouble)
    assert trouble.field == field
    with pytest.raises(AssertionError, match=says):
        raise AssertionError(trouble.message)


def test_substitution_tags_are_columns_of_a_lead_which_leads_back() -> None:
    lead = lead_of(ADA)
    assert (lead.id, lead.name) == (ADA.external_id, "Ada Rossi")
    assert lead.value("tags.city") == "Rome"
    assert set(lead.values) == {"externalId", "firstName", "lastName", "email", "phone", "tags.city"}
    assert person_of(lead.raw) == ADA


def test_somebody_without_a_name_is_called_by_what_is_known() -> None:
    assert lead_of(Person(email="ann@example.com")).name == "ann@example.com"
    assert lead_of(Person()).name == ""
    assert person_words(Person(first_name="A\x1b[2J", email="a@b")) == "A\ufffd[2J <a@b>"


def test_people_of_a_list_have_ids_of_their_own_also_twice() -> None:
    twice = [ADA, ADA, Person(external_id=f"{ADA.external_id} #2"), Person(), Person()]
    ids = [lead.id for lead in leads_of(twice)]
    assert len(set(ids)) == len(ids)
    assert ids[0] == ADA.external_id
    kept = leads_of(twice[1:], ids[1:])
    assert [lead.id for lead in kept] == ids[1:]


def test_an_id_is_the_same_one_after_something_else_was_changed() -> None:
    assert lead_of(ADA).id == lead_of(Person(ADA.external_id, "Ada", "Bianchi")).id
    assert lead_of(Person(email="ANN@example.com")).id == lead_of(Person(email="ann@example.com", phone="1")).id


def test_a_list_is_checked_for_everything_that_campaigns_stumble_over() -> None:
    people = [
        ADA,
        Person(ADA.external_id.upper(), "Ada again", email="second@example.com", phone="1"),
        Person("crm-10", "Ben", email="ADA@example.com", phone="1"),
        Person(first_name="Eve"),
    ]
    found = problems(people)
    assert [(problem.kind, problem.place) for problem in found] == [
        (ProblemKind.SAME_ID, 1),
        (ProblemKind.SAME_EMAIL, 2),
        (ProblemKind.NO_UUID, 2),
        (ProblemKind.NO_ID, 3),
        (ProblemKind.NO_EMAIL, 3),
        (ProblemKind.NO_PHONE, 3),
    ]
    assert [problem.kind for problem in found if problem.refuses] == [ProblemKind.SAME_ID]
    assert "“Ada again” has the external id of “Ada Rossi”" in found[0].message
    assert problem_words(found)[0] == "1 person has the external id of somebody before."
    assert problem_words([*found, found[4]])[3] == "2 people have no e-mail."
    assert problems([ADA]) == []


@pytest.mark.parametrize("name", ["TagId", "tagId", "tagID"])
def test_a_segments_tag_is_read_in_every_spelling(name: str) -> None:
    assert tag_id_of({name: "tag-77"}) == "tag-77"
    assert tag_id_of({"TagId": None, name: "tag-77"}) == "tag-77"


def test_a_segments_tag_that_cannot_be_told_is_none() -> None:
    assert tag_id_of({"TagId": "a", "tagId": "b"}) is None
    assert tag_id_of({"TagId": 7}) is None
    assert tag_id_of({"TagId": ["a"]}) is None
    assert tag_id_of({}) == ""
