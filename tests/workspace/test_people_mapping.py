from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segtui.domain.errors import UnreadableInput
from segtui.store.ui_state import StateFile, UiState
from segtui.workspace.people_columns import SPELLINGS, PersonField, plain
from segtui.workspace.people_files import Row
from segtui.workspace.people_mapping import PeopleMapping, Use, remembered, remembering

GUESSES = [
    ("externalId;First Name;LAST_NAME;E-Mail;phone", "externalId firstName lastName email phone"),
    ("Id;Nome;Cognome;Indirizzo e-mail;Cellulare", "externalId firstName lastName email phone"),
    ("nombre;apellidos;correo electrónico;teléfono móvil", "firstName lastName email phone"),
    ("id;external id;email", "tag:id externalId email"),
    ("phone;phoneNumber;mobile", "phone phone tag:mobile"),
    ("mobile;tel", "tag:mobile phone"),
    ("email;tags.city;Plan;", "email tag:city tag:Plan -"),
    ("name;first name", "tag:name firstName"),
]


@pytest.mark.parametrize(("header", "uses"), GUESSES)
def test_columns_are_known_by_their_names(header: str, uses: str) -> None:
    assert " ".join(map(str, PeopleMapping.guessed(header.split(";")).uses)) == uses


def test_every_spelling_is_plain_and_means_one_field() -> None:
    names = [name for spellings in SPELLINGS.values() for name in spellings]
    assert len(names) == len(set(names))
    assert all(plain(name) == name for name in names)


COLUMNS = ("mail", "who", "a=b", "City", "city")


def test_what_is_typed_changes_the_guess() -> None:
    mapping = PeopleMapping.guessed(COLUMNS).with_typed(["who=first name", "a=b=tag:x y", "city=tag", "City=-"])
    assert list(map(str, mapping.uses)) == ["email", "firstName", "tag:x y", "-", "tag:city"]
    assert mapping.lines() == ["mail → email", "who → firstName", "a=b → tag x y", "City → left out", "city → tag city"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("mail", "“mail” isn't COLUMN=FIELD."),
        ("mail=birthday", "“birthday” is nothing that a column can be."),
        ("plan=tag", "No column is called “plan”."),
        ("CITY=tag", "2 columns are called “CITY”."),
    ],
)
def test_what_cannot_be_a_mapping_is_told(typed: str, told: str) -> None:
    with pytest.raises(UnreadableInput) as caught:
        PeopleMapping.guessed(COLUMNS).with_typed([typed])
    assert caught.value.message == told


def test_a_mapping_needs_somebody_and_one_column_for_a_tag() -> None:
    assert PeopleMapping.guessed(("plan",)).why_not() == "No column is an id, a name, an e-mail or a phone."
    assert PeopleMapping.guessed(("email", "a", "tags.a")).why_not() == "Two columns would be the tag “a”."
    assert not PeopleMapping.guessed(("email", "a")).why_not()


def row(*cells: str) -> Row:
    return Row(7, cells)


def test_a_row_becomes_what_segmenter_is_sent() -> None:
    mapping = PeopleMapping.guessed(("email", "phone", "phoneNumber", "Plan", "City", ""))
    assert mapping.document(row(" a@x.org ", "'+39 06", "+39 06", "=1+1", "", "x")) == {
        "email": "a@x.org",
        "phone": "+39 06",
        "substitutionTags": [{"tag": "Plan", "value": "=1+1"}],
    }
    assert mapping.document(row("", "", "", "", "", "")) == {}


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (("1", "2", ""), "There are two values for phone: “1”, “2”."),
        (("5.73001E+11", "", ""), "“5.73001E+11” in “phone” is a number that a spreadsheet has shortened"),
        (("", "", "a\ud800"), "“note” holds half a character"),
    ],
)
def test_a_row_that_cannot_be_somebody_says_why(cells: tuple[str, ...], reason: str) -> None:
    document = PeopleMapping.guessed(("phone", "phoneNumber", "note")).document(row(*cells))
    assert isinstance(document, str)
    assert document.startswith(reason)


USES = st.one_of(
    st.sampled_from(PersonField).map(Use),
    st.text(min_size=1, max_size=9).map(str.strip).filter(bool).map(lambda tag: Use(tag=tag)),
    st.just(Use()),
)


@given(st.lists(st.tuples(st.text(max_size=5), USES), min_size=1, max_size=4))
def test_a_mapping_is_remembered_for_its_place_and_columns(pairs: list[tuple[str, Use]]) -> None:
    columns, uses = zip(*pairs, strict=True)
    mapping = PeopleMapping(columns, uses)
    state = remembering(remembering(UiState(), "there", PeopleMapping.guessed(columns)), "here", mapping)
    assert remembered(state, "here", columns) == mapping
    assert remembered(state, "elsewhere", columns) is None
    assert remembered(state, "here", (*columns, "more")) is None


def test_the_mappings_used_last_are_kept_in_the_file(tmp_path: Path) -> None:
    file = StateFile(tmp_path / "state.json")
    mappings = [PeopleMapping.guessed(("email", f"column {number}")) for number in range(60)]
    for mapping in mappings:
        file.state = remembering(file.state, "here", mapping)
    file.change(lambda _: file.state)
    state = StateFile(tmp_path / "state.json").state
    assert len(state.people_columns) == 50
    assert remembered(state, "here", mappings[-1].columns) == mappings[-1]
    assert remembered(state, "here", mappings[0].columns) is None


def test_a_damaged_memory_is_no_memory() -> None:
    state = remembering(UiState(), "here", PeopleMapping.guessed(("email",)))
    key = next(iter(state.people_columns))
    for form in ({}, {"uses": "email"}, {"uses": [1]}, {"uses": ["email", "-"]}):
        assert remembered(UiState(people_columns={key: form}), "here", ("email",)) is None
