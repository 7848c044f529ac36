"""People of a file for a list that is sent as a whole: who is taken, who isn't and why, and what list comes of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import Final

from segtui.domain.lead_word import LeadWord
from segtui.domain.leads import Lead
from segtui.domain.people import (
    Person,
    PersonTrouble,
    is_uuid,
    lead_of,
    leads_of,
    person_of,
    person_words,
    problem_words,
    problems,
)
from segtui.domain.record import record
from segtui.domain.segments import Segment, SegmentDraft, SegmentState
from segtui.domain.text import printable, quoted
from segtui.workspace.errors import Unsafe
from segtui.workspace.people_csv import csv_text
from segtui.workspace.people_files import BadRow, Sheet
from segtui.workspace.people_json import TAG_PREFIX
from segtui.workspace.people_mapping import PeopleMapping

_SEE_WHY: Final = "What is wrong with it: segtui segments show {}"

_FIELDS: Final[Mapping[str, Callable[[Person], str]]] = {
    "externalId": lambda person: person.external_id,
    "firstName": lambda person: person.first_name,
    "lastName": lambda person: person.last_name,
    "email": lambda person: person.email,
    "phone": lambda person: person.phone,
}


@record
class Known:
    """Somebody in a file who isn't taken from it because they are there already."""

    line: int
    person: Person
    reason: str
    """Whom it repeats, as a sentence."""
    differs: bool = False
    """Whether the file says something else of them."""


@record
class Import:
    """What a file has for a list."""

    people: tuple[Person, ...]
    """Who is taken, in the order of the file."""
    bad: tuple[BadRow, ...] = ()
    """Rows that are kept out, by their lines."""
    repeated: tuple[Known, ...] = ()
    """Who is in the file before."""
    present: tuple[Known, ...] = ()
    """Who is on the list already, and stays as they are there."""
    warnings: tuple[str, ...] = field(default=())
    """What is wrong with those who are taken, summed up, a sentence each."""


@record
class Outlook:
    """What a list would be with the people of a file."""

    found: Import
    people: tuple[Lead, ...]
    """Who would be on it; who is on it now if nobody of the file can be taken."""
    leaving: int
    """How many of those who are on it now would leave."""


def import_people(sheet: Sheet, mapping: PeopleMapping, present: Sequence[Person] = ()) -> Import:
    """Take people from a file.

    Somebody is the same by the own id in any case of a UUID's letters, or by the e-mail where one of the two has no id.

    Args:
        sheet: The rows.
        mapping: What their columns hold.
        present: Who is on the list already.

    Raises:
        Unsafe: Nobody can be read with the mapping.
    """
    if reason := mapping.why_not():
        raise Unsafe(f"Nothing was imported: {reason}", hint="Say what the columns are, such as: --map 'Correo=email'")
    on_list = _Seen()
    for place, person in enumerate(present, 1):
        on_list.add(person, place)
    in_file = _Seen()
    taken: list[Person] = []
    bad = list(sheet.bad)
    repeated: list[Known] = []
    known: list[Known] = []
    for row in sheet.rows:
        document = mapping.document(row)
        read = person_of(document) if not isinstance(document, str) else PersonTrouble("", document)
        if isinstance(read, PersonTrouble):
            bad.append(BadRow(row.line, read.message, row.cells))
            continue
        person = read
        if not person.name:
            bad.append(BadRow(row.line, "It has no id, no name, no e-mail and no phone.", row.cells))
        elif (found := in_file.find(person)) is not None:
            other, line, what = found
            repeated.append(Known(row.line, person, f"It has the {what} of line {line}.", differs=person != other))
        else:
            in_file.add(person, row.line)
            if (found := on_list.find(person)) is None:
                taken.append(person)
            else:
                other, _, what = found
                reason = f"Somebody with this {what} is on the list: {person_words(other)}."
                known.append(Known(row.line, person, reason, differs=person != other))
    bad.sort(key=lambda row: row.line)
    return Import(tuple(taken), tuple(bad), tuple(repeated), tuple(known), tuple(problem_words(problems(taken))))


class _Seen:
    """People who can be found by what makes them the same, each with a number of where they stand."""

    def __init__(self) -> None:
        self._by_id: dict[str, tuple[Person, int]] = {}
        self._by_email: dict[str, tuple[Person, int]] = {}
        self._by_all: dict[Person, int] = {}

    def add(self, person: Person, place: int) -> None:
        """Have somebody found from now on; who came first is who is found."""
        if person.external_id:
            self._by_id.setdefault(_id_of(person), (person, place))
        if email := _email_of(person):
            self._by_email.setdefault(email, (person, place))
        self._by_all.setdefault(person, place)

    def find(self, person: Person) -> tuple[Person, int, str] | None:
        """Who is the same: the other one, where, and by what."""
        if (found := self._by_id.get(_id_of(person))) is not None and person.external_id:
            return (*found, "external id")
        found = self._by_email.get(_email_of(person))
        if found is not None and not (person.external_id and found[0].external_id):
            return (*found, "e-mail")
        place = self._by_all.get(person)
        return (person, place, "name and phone") if place is not None else None


def _id_of(person: Person) -> str:
    return person.external_id.casefold() if is_uuid(person.external_id) else person.external_id


def _email_of(person: Person) -> str:
    return person.email.strip().casefold()


def people_of(segment: Segment | SegmentDraft) -> Sequence[Person]:
    """Who is on a list, in the form in which people are sent.

    Raises:
        Unsafe: It isn't known here, or they have another form.
    """
    if isinstance(segment, Segment) and segment.state is SegmentState.UNREADABLE:
        raise Unsafe(
            f"What is kept here of {quoted(segment.name)} can't be read.", hint=_SEE_WHY.format(printable(segment.id))
        )
    if segment.people is None:
        raise Unsafe(
            f"Who is in {quoted(segment.name)} isn't known here.",
            hint="Only lists that segtui keeps itself, such as Segmenter's, have people that can be shown or sent.",
        )
    people: list[Person] = []
    for lead in segment.people:
        person = person_of(lead.raw)
        if isinstance(person, PersonTrouble):
            raise Unsafe(f"{quoted(lead.name)} on {quoted(segment.name)} can't be read: {person.message}")
        people.append(person)
    return people


def draft_with(segment: Segment, found: Import, *, replace_all: bool = False) -> SegmentDraft:
    """The list with the people of a file.

    Args:
        segment: The list as it is known here.
        found: What the file has for it; with `replace_all`, read without those who are on the list.
        replace_all: Whether nobody else shall be on it afterwards.

    Raises:
        Unsafe: The list would be empty because nothing in the file could be used, or it isn't known who is on it.
    """
    return replace(SegmentDraft.of(segment), people=people_with(segment, found, replace_all=replace_all))


def people_with(segment: Segment | SegmentDraft, found: Import, *, replace_all: bool = False) -> tuple[Lead, ...]:
    """Who is on the list with the people of a file; see `draft_with`.

    Raises:
        Unsafe: As there.
    """
    if replace_all and not found.people:
        raise Unsafe(
            "Nothing was changed: nobody in the file could be taken, so the list would be empty.",
            hint="To empty a list on purpose, take its people off it.",
        )
    there = segment.people or ()
    added = _leads(there, people_of(segment), found.people) if replace_all else _new_leads(there, found.people)
    return tuple(added if replace_all else (*there, *added))


def outlook_of(segment: Segment | SegmentDraft, sheet: Sheet, mapping: PeopleMapping, *, replace_all: bool) -> Outlook:
    """What a list would be with the people of a file.

    Args:
        segment: The list.
        sheet: The file.
        mapping: What becomes of its columns.
        replace_all: Whether nobody else shall be on the list.

    Raises:
        Unsafe: Nobody can be read with the mapping, or it isn't known here who is on the list.
    """
    there = segment.people or ()
    found = import_people(sheet, mapping, () if replace_all else people_of(segment))
    if not found.people:
        return Outlook(found, there, 0)
    people = people_with(segment, found, replace_all=replace_all)
    kept = {lead.id for lead in people}
    return Outlook(found, people, sum(lead.id not in kept for lead in there))


def _leads(there: Sequence[Lead], known: Sequence[Person], people: Sequence[Person]) -> Sequence[Lead]:
    """People who take the place of others; who was there keeps the id, so that nobody seems to leave."""
    on_list = _Seen()
    for place, person in enumerate(known):
        on_list.add(person, place)
    ids = [there[found[1]].id if (found := on_list.find(person)) is not None else "" for person in people]
    leads = [lead_of(person, key) for person, key in zip(people, ids, strict=True)]
    # Two of the file may be one on the list, or a new one be called like an old one.
    return leads if len({lead.id for lead in leads}) == len(leads) else leads_of(people)


def _new_leads(there: Sequence[Lead], people: Sequence[Person]) -> Sequence[Lead]:
    taken = {lead.id for lead in there}
    leads: list[Lead] = []
    for lead, person in zip(leads_of(people), people, strict=True):
        number, key = 2, lead.id
        while key in taken:
            key, number = f"{lead.id} #{number}", number + 1
        taken.add(key)
        leads.append(lead if key == lead.id else lead_of(person, key))
    return leads


def people_csv(people: Sequence[Person], separator: str = ",") -> str:
    """People as CSV that a spreadsheet opens without running anything, and that can be imported again.

    Args:
        people: In the order of the rows.
        separator: What stands between the cells.
    """
    tags = list(dict.fromkeys(tag for person in people for tag, _ in person.tags))
    columns = [*_FIELDS, *(f"{TAG_PREFIX}{tag}" for tag in tags)]
    rows = []
    for person in people:
        values = dict(person.tags)
        rows.append([*(read(person) for read in _FIELDS.values()), *(values.get(tag, "") for tag in tags)])
    return csv_text(columns, rows, separator)


def import_lines(found: Import, lead_word: LeadWord) -> Iterator[str]:
    """What a file has for a list, in lines for a person.

    Args:
        found: What it has.
        lead_word: What the service calls its people.
    """
    yield f"Taken: {lead_word.counted(len(found.people))}"
    if found.present:
        differ = sum(one.differs for one in found.present)
        told = f"; different in the file: {differ:,}" if differ else ""
        yield f"On the list already, left as they are there: {len(found.present):,}{told}"
    if found.repeated:
        yield f"More than once in the file, the first one taken: {len(found.repeated):,}"
        yield from (f"  line {one.line}: {printable(one.reason)}" for one in found.repeated)
    yield from (f"Note: {warning}" for warning in found.warnings)
