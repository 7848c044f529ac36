"""What is sent to Segmenter. A change replaces all that it has, so it always names everybody who shall stay."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from segtui.backends.errors import Unsendable
from segtui.backends.exchanges import encoded
from segtui.backends.segmenter.details import TAG
from segtui.backends.segmenter.dialect import NO_RULES
from segtui.domain.errors import UnreadableInput
from segtui.domain.kept_lists import FIELDS, KeptList, with_people
from segtui.domain.leads import Lead
from segtui.domain.people import Person, PersonTrouble, PhoneField, as_document, person_of, problem_words, problems
from segtui.domain.segments import SegmentDraft
from segtui.domain.text import quoted
from segtui.domain.values import JsonValue

MANY_PEOPLE = 1_000
"""In one request; more are worth a warning. No limit is documented."""

MOST_PEOPLE = 10_000
MOST_BYTES = 5_000_000
"""More aren't sent in one request."""


def new_list(draft: SegmentDraft, local_id: str, at: datetime) -> KeptList:
    """The list that a draft would make.

    Raises:
        Unsendable: It has no name, a rule, or something that such a list can't hold.
    """
    _refuse_rule(draft)
    fields = {name: text for name, text in _fields(draft).items() if text}
    kept = KeptList(local_id, _name(draft), (), at, at, fields, is_local=True)
    return _with_people(kept, draft.people or ())


def changed_list(known: KeptList, draft: SegmentDraft, at: datetime) -> KeptList:
    """The list that a draft would make of another one. What it doesn't say stays, the people too.

    Raises:
        Unsendable: It has no name, a rule, another tag, or something that such a list can't hold.
    """
    _refuse_rule(draft)
    fields = dict(known.fields)
    for name, text in _fields(draft).items():
        if name == TAG and text != fields.get(name, ""):
            raise Unsendable("The tag can be given to a new segment only.", hint="Make a new segment with the tag.")
        if text or name in fields:
            fields[name] = text
    name = known.name if draft.name == known.name else _name(draft)
    kept = KeptList(known.id, name, known.people, at, known.created_at, fields, known.keys, is_told=known.is_told)
    return kept if draft.people is None else _with_people(kept, draft.people)


def create_body(kept: KeptList, phone_field: PhoneField) -> Mapping[str, JsonValue]:
    """The body that makes a list. What is empty is left out, apart from the filters and the people.

    Raises:
        Unsendable: It is too large, or somebody is on it twice.
    """
    return _checked({"name": kept.name, **kept.fields, "filters": [], "persons": _persons(kept, phone_field)}, kept)


def update_body(kept: KeptList, phone_field: PhoneField, *, with_tag: bool) -> Mapping[str, JsonValue]:
    """The body that replaces a list, with everybody who shall be on it.

    Raises:
        Unsendable: It is too large, or somebody is on it twice.
    """
    fields = {name: text for name, text in kept.fields.items() if with_tag or name != TAG}
    return _checked({"id": kept.id, "name": kept.name, **fields, "persons": _persons(kept, phone_field)}, kept)


def people_words(leads: Sequence[Lead]) -> Sequence[str]:
    """What is worth knowing of people before they are sent.

    Raises:
        Unsendable: Somebody isn't a person that can be sent or is there twice, or there are too many.
    """
    people = [_person(lead) for lead in leads]
    _refuse_people(people)
    words = list(problem_words(problems(people)))
    if len(people) > MANY_PEOPLE:
        words.append(f"{len(people):,} people go in one request; whether Segmenter takes so many isn't documented.")
    return words


def _checked(body: Mapping[str, JsonValue], kept: KeptList) -> Mapping[str, JsonValue]:
    _refuse_people(kept.people)
    size = len(encoded(body).content)
    if size > MOST_BYTES:
        raise Unsendable(
            f"The list takes {size:,} bytes, and no more than {MOST_BYTES:,} are sent at once.",
            hint="Make several lists of it: a list can't be sent in parts, because each part would replace the others.",
        )
    return body


def _refuse_people(people: Sequence[Person]) -> None:
    if len(people) > MOST_PEOPLE:
        raise Unsendable(
            f"The list has {len(people):,} people, and no more than {MOST_PEOPLE:,} are sent at once.",
            hint="Make several lists of it: a list can't be sent in parts, because each part would replace the others.",
        )
    against = next((one for one in problems(people) if one.refuses), None)
    if against is not None:
        raise Unsendable(
            f"{against.message} What Segmenter makes of one person twice isn't known.",
            hint="Take one of the two off the list.",
        )


def _persons(kept: KeptList, phone_field: PhoneField) -> list[JsonValue]:
    return [as_document(person, phone_field) for person in kept.people]


def _with_people(kept: KeptList, leads: Sequence[Lead]) -> KeptList:
    try:
        return with_people(kept, leads)
    except UnreadableInput as wrong:
        raise Unsendable(wrong.message, hint="Mend or remove this person.") from wrong


def _person(lead: Lead) -> Person:
    person = person_of(lead.raw)
    if isinstance(person, PersonTrouble):
        raise Unsendable(
            f"{quoted(lead.called)} can't be on this list: {person.message}",
            hint="Mend or remove this person.",
        )
    return person


def _refuse_rule(draft: SegmentDraft) -> None:
    if draft.rule.children:
        raise Unsendable(f"{NO_RULES}.", hint="Make a list of the people whom the rule selects, and send that.")


def _name(draft: SegmentDraft) -> str:
    if not draft.name.strip():
        raise Unsendable("A segment needs a name.", hint="Give it one, then save again.")
    return draft.name


def _fields(draft: SegmentDraft) -> Mapping[str, str]:
    unknown = sorted(draft.details.keys() - set(FIELDS))
    if unknown:
        raise Unsendable(f"Segmenter's segments have no detail called {quoted(unknown[0])}.", hint="Leave it out.")
    fields: dict[str, str] = {}
    for name, value in draft.details.items():
        if value is not None and not isinstance(value, str):
            raise Unsendable(f"{name} must be a text.", hint="Write it as one.")
        fields[name] = value or ""
    return fields
