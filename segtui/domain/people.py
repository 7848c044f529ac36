"""People of lists that are sent as a whole, in the form that Segmenter has for them: read, checked, written.

A person is a `Person` here, a document where it is sent or kept, and a `Lead` on the screen; each leads to the next:

- `person_of(document)` reads one, or says as `PersonTrouble` why it can't be one. Both spellings of the phone are read.
- `as_document(person, phone_field)` writes the document that is sent; what is empty is left out.
- `lead_of(person)` and `leads_of(people)` make leads, `person_of(lead.raw)` leads back. A lead's `raw` is the document,
  its columns are the fields and `tags.<tag>` for each substitution tag.
- `problems(people)` says what is wrong with a whole list, and `problem_words` sums it up in sentences.
- `tag_id_of(segment)` reads a segment's tag in the spellings that files have.

Nothing is mended on the way: what is read is written as it was typed.
"""

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from hashlib import sha256

from segtui.domain.leads import Lead
from segtui.domain.record import record
from segtui.domain.text import printable, quoted, shortened
from segtui.domain.values import JsonValue


class PhoneField(StrEnum):
    """What the phone is called where people are sent: Segmenter's own examples have both names."""

    PHONE = "phone"
    PHONE_NUMBER = "phoneNumber"
    BOTH = "both"


@record
class Person:
    """Somebody on a list, as typed; empty is what isn't known."""

    external_id: str = ""
    """The id that the shop has for them, usually a UUID: by it the service knows a person again."""
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    tags: tuple[tuple[str, str], ...] = ()
    """Substitution tags with their values, such as `("city", "Rome")`; each tag once."""

    @property
    def name(self) -> str:
        """First and last name; without these the e-mail, the id or the phone. Empty for an empty person."""
        full = f"{self.first_name} {self.last_name}".strip()
        return full or self.email or self.external_id or self.phone

    @property
    def key(self) -> str:
        """By what a person is the same one: the own id, else the e-mail, else all that is known."""
        if self.external_id:
            return self.external_id
        if self.email:
            return f"email:{self.email.strip().casefold()}"
        known = repr((self.first_name, self.last_name, self.phone, self.tags)).encode("utf-8", "surrogatepass")
        return f"person:{sha256(known).hexdigest()[:16]}"


@record
class PersonTrouble:
    """Why a document is no person."""

    field: str
    """The field that it is about; empty when it is the whole."""
    message: str
    """What is wrong, as a sentence that may be shown."""


class ProblemKind(StrEnum):
    """What can be wrong with somebody on a list."""

    SAME_ID = "same id"
    SAME_EMAIL = "same e-mail"
    NO_ID = "no id"
    NO_EMAIL = "no e-mail"
    NO_PHONE = "no phone"
    NO_UUID = "id is no UUID"


REFUSED_KINDS = frozenset({ProblemKind.SAME_ID})
"""What keeps a list from being sent: what the service makes of one person twice isn't known."""


@record
class PersonProblem:
    """Something that is wrong with somebody on a list."""

    kind: ProblemKind
    place: int
    """Whose: the place in the list, from 0."""
    message: str
    """What is wrong, as a sentence that may be shown."""

    @property
    def refuses(self) -> bool:
        """Whether the list can't be sent with it."""
        return self.kind in REFUSED_KINDS


_TEXTS: Mapping[str, str] = {
    "externalId": "external_id",
    "firstName": "first_name",
    "lastName": "last_name",
    "email": "email",
}
_PHONES = (PhoneField.PHONE.value, PhoneField.PHONE_NUMBER.value)
_TAGS = "substitutionTags"
_TAG_IDS = ("TagId", "tagId", "tagID")


class _Wrong(Exception):
    """A field that can't be read."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(field, message)
        self.trouble = PersonTrouble(field, message)


def person_of(document: JsonValue) -> Person | PersonTrouble:
    """Read a person from the form in which people are sent.

    Args:
        document: An object with `externalId`, `firstName`, `lastName`, `email`, `phone` or `phoneNumber`, and
            `substitutionTags`, a list of `{"tag", "value"}`. Null is as good as absent.

    Returns:
        The person; or why it is none: it holds something else than text, a field that the service hasn't got, two
        phones that differ, or a tag with two values. Nothing is left out in silence.
    """
    if not isinstance(document, Mapping):
        return PersonTrouble("", "A person must be an object with fields.")
    unknown = sorted(document.keys() - {*_TEXTS, *_PHONES, _TAGS})
    if unknown:
        return PersonTrouble(unknown[0], f"People have no field called {quoted(unknown[0])}.")
    try:
        texts = {part: _text(document, field) for field, part in _TEXTS.items()}
        return Person(**texts, phone=_phone(document), tags=_tags(document.get(_TAGS)))
    except _Wrong as wrong:
        return wrong.trouble


def as_document(person: Person, phone_field: PhoneField = PhoneField.PHONE) -> dict[str, JsonValue]:
    """A person in the form in which people are sent, without what is empty.

    Args:
        person: Who.
        phone_field: What the phone is called.
    """
    document: dict[str, JsonValue] = {field: getattr(person, part) for field, part in _TEXTS.items()}
    names = _PHONES if phone_field is PhoneField.BOTH else (phone_field.value,)
    document |= dict.fromkeys(names, person.phone)
    document = {field: value for field, value in document.items() if value}
    if person.tags:
        document[_TAGS] = [{"tag": tag, "value": value} for tag, value in person.tags]
    return document


def lead_of(person: Person, key: str = "") -> Lead:
    """A person as a lead.

    Args:
        person: Who.
        key: The lead's id, where the person has one in a list already; else the person's own key.
    """
    raw = as_document(person)
    named = {field: value for field, value in raw.items() if field != _TAGS}
    if person.tags:
        named["tags"] = dict(person.tags)
    return Lead(key or person.key, person.name, raw, named)


def leads_of(people: Sequence[Person], keys: Sequence[str] = ()) -> tuple[Lead, ...]:
    """The people of a list as leads whose ids are unique, also where somebody is on it twice.

    Args:
        people: Who is on the list.
        keys: The ids that they have had before, in the same order; without them, or with too few, they get new ones.
    """
    if len(keys) != len(people) or len(set(keys)) != len(keys):
        keys = keys_of(people)
    return tuple(lead_of(person, key) for person, key in zip(people, keys, strict=True))


def keys_of(people: Sequence[Person]) -> tuple[str, ...]:
    """The ids that `leads_of` gives the people of a list who have none yet."""
    return tuple(_unique([person.key for person in people]))


def problems(people: Sequence[Person]) -> Sequence[PersonProblem]:
    """What is wrong with a list, in its order: somebody twice, nothing to reach somebody by, ids that look wrong."""
    return list(_problems(people))


def problem_words(found: Sequence[PersonProblem]) -> Sequence[str]:
    """Problems summed up, a sentence for each kind, those that keep a list from being sent first."""
    counts = Counter(problem.kind for problem in found)
    kinds = sorted(counts, key=lambda kind: (kind not in REFUSED_KINDS, list(ProblemKind).index(kind)))
    return [_SUMS[kind][counts[kind] != 1].format(f"{counts[kind]:,}") for kind in kinds]


def is_uuid(text: str) -> bool:
    """Whether a text is a UUID in its usual form, 36 characters in any case."""
    return _canonical(text) is not None


def tag_id_of(segment: Mapping[str, JsonValue]) -> str | None:
    """A segment's tag, which is called `TagId` where it is sent and `tagId` or `tagID` in some files.

    Returns:
        The tag, empty when there is none; None when there are several that differ, or it is no text.
    """
    found = [value for name in _TAG_IDS if (value := segment.get(name)) is not None and value != ""]
    texts = [value for value in found if isinstance(value, str)]
    if len(texts) < len(found) or len(set(texts)) > 1:
        return None
    return texts[0] if texts else ""


_SUMS: Mapping[ProblemKind, tuple[str, str]] = {
    ProblemKind.SAME_ID: (
        "{} person has the external id of somebody before.",
        "{} people have the external id of somebody before.",
    ),
    ProblemKind.SAME_EMAIL: (
        "{} person has the e-mail of somebody before.",
        "{} people have the e-mail of somebody before.",
    ),
    ProblemKind.NO_ID: ("{} person has no external id.", "{} people have no external id."),
    ProblemKind.NO_EMAIL: ("{} person has no e-mail.", "{} people have no e-mail."),
    ProblemKind.NO_PHONE: ("{} person has no phone.", "{} people have no phone."),
    ProblemKind.NO_UUID: (
        "{} person has an external id that is no UUID.",
        "{} people have external ids that are no UUIDs.",
    ),
}


def _problems(people: Sequence[Person]) -> Iterator[PersonProblem]:
    ids: dict[str, str] = {}
    emails: dict[str, str] = {}
    for place, person in enumerate(people):
        who = quoted(person.name, 40) if person.name else "Somebody"
        known = _canonical(person.external_id) or person.external_id
        if known in ids:
            yield PersonProblem(
                ProblemKind.SAME_ID, place, f"{who} has the external id of {ids[known]}: {quoted(person.external_id)}."
            )
        elif known:
            ids[known] = who
        email = person.email.strip().casefold()
        if email in emails:
            yield PersonProblem(
                ProblemKind.SAME_EMAIL, place, f"{who} has the e-mail of {emails[email]}: {quoted(person.email)}."
            )
        elif email:
            emails[email] = who
        if not person.external_id:
            yield PersonProblem(ProblemKind.NO_ID, place, f"{who} has no external id.")
        elif not is_uuid(person.external_id):
            message = f"{who} has an external id that is no UUID: {quoted(person.external_id)}."
            yield PersonProblem(ProblemKind.NO_UUID, place, message)
        if not email:
            yield PersonProblem(ProblemKind.NO_EMAIL, place, f"{who} has no e-mail.")
        if not person.phone.strip():
            yield PersonProblem(ProblemKind.NO_PHONE, place, f"{who} has no phone.")


def _text(document: Mapping[str, JsonValue], field: str) -> str:
    value = document.get(field)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _Wrong(field, f"{field} must be a text.")
    return value


def _phone(document: Mapping[str, JsonValue]) -> str:
    found = [text for field in _PHONES if (text := _text(document, field))]
    if len({text.strip() for text in found}) > 1:
        told = " and ".join(quoted(text, 30) for text in found)
        raise _Wrong(_PHONES[0], f"There are two phones, {told}: leave the right one.")
    return found[0] if found else ""


def _tags(value: JsonValue) -> tuple[tuple[str, str], ...]:
    if value is None:
        return ()
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise _Wrong(_TAGS, f"{_TAGS} must be a list.")
    tags: dict[str, str] = {}
    for one in value:
        tag = one.get("tag") if isinstance(one, Mapping) else None
        if not isinstance(one, Mapping) or not isinstance(tag, str) or not tag or one.keys() - {"tag", "value"}:
            raise _Wrong(_TAGS, "A substitution tag must be an object with a tag and a value.")
        text = _text(one, "value")
        if tags.setdefault(tag, text) != text:
            raise _Wrong(_TAGS, f"The substitution tag {quoted(tag)} has two values.")
    return tuple(tags.items())


def _canonical(text: str) -> str | None:
    try:
        canonical = str(uuid.UUID(text))
    except ValueError:
        return None
    return canonical if canonical == text.casefold() else None


def _unique(keys: Sequence[str]) -> Iterator[str]:
    taken = set(keys)
    seen: set[str] = set()
    for key in keys:
        number, unique = 2, key
        while unique in seen or (unique != key and unique in taken):
            unique, number = f"{key} #{number}", number + 1
        seen.add(unique)
        yield unique


def person_words(person: Person) -> str:
    """A person in a line that may be shown: the name, and the e-mail where that is something else."""
    name = shortened(printable(person.name), 40) or "(nothing known)"
    more = shortened(printable(person.email), 60)
    return name if more in {"", name} else f"{name} <{more}>"
