"""What Segmenter answers to a write: the segment's id, who came in, and maybe an error message, all with status 200."""

from collections.abc import Mapping, Sequence

from segtui.backends.errors import UnexpectedReply
from segtui.backends.redaction import Clean
from segtui.domain.people import Person, is_uuid
from segtui.domain.record import record
from segtui.domain.text import printable, shortened
from segtui.domain.values import JsonValue

_LONGEST_MESSAGE = 300


@record
class Answered:
    """A person as an answer shows one."""

    external_id: str
    email: str


@record
class Answer:
    """The answer to a create or an update."""

    id: str
    """Empty when it has none."""
    people: tuple[Answered, ...] | None
    """None when it says nothing of people."""
    message: str
    """Its error message, cleaned and cut; empty when all went well."""


def read_answer(document: object, clean: Clean) -> Answer:
    """Read an answer. What the documentation promises may be missing; an empty body is an answer, too.

    Args:
        document: What was answered.
        clean: Blots out secrets. It is given the whole message: what is cut first may end within one, and show its
            beginning.

    Raises:
        UnexpectedReply: It is no object, or its id is none that could be shown and typed.
    """
    if document is None:
        return Answer("", None, "")
    if not isinstance(document, Mapping):
        raise UnexpectedReply("Segmenter's answer is no object, as it should be.")
    said = document.get("errorMessage")
    message = said.strip() if isinstance(said, str) else "" if said in (None, False) else str(said)
    data = document.get("data")
    data = data if isinstance(data, Mapping) else {}
    message = shortened(printable(clean(message)), _LONGEST_MESSAGE)
    return Answer(_id(data.get("id")), _people(data.get("persons")), message)


def missing(sent: Sequence[Person], answered: Sequence[Answered]) -> list[Person]:
    """Who was sent and isn't in the answer. Each person in it stands for one who was sent.

    People are known again by the shop's id, then by the e-mail; who has neither counts as there.
    """
    by_id: dict[str, int] = {}
    for place, one in enumerate(answered):
        by_id.setdefault(_plain_id(one.external_id), place)
    taken: set[int] = set()
    left: list[Person] = []
    for person in sent:
        found = by_id.get(_plain_id(person.external_id)) if person.external_id else None
        if found is None:
            left.append(person)
        else:
            taken.add(found)
    by_email: dict[str, list[int]] = {}
    for place, one in enumerate(answered):
        if place not in taken and one.email:
            by_email.setdefault(one.email.strip().casefold(), []).append(place)
    return [person for person in left if not _is_there(person, by_email)]


def _is_there(person: Person, by_email: Mapping[str, list[int]]) -> bool:
    if not person.external_id and not person.email:
        return True
    places = by_email.get(person.email.strip().casefold()) if person.email else None
    if not places:
        return False
    places.pop()
    return True


def _plain_id(text: str) -> str:
    return text.casefold() if is_uuid(text) else text


def _id(value: JsonValue | object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    text = value.strip() if isinstance(value, str) else ""
    if printable(text) != text:
        raise UnexpectedReply("Segmenter's answer names an id with characters that can't be shown.")
    return text


def _people(value: object) -> tuple[Answered, ...] | None:
    if not isinstance(value, list):
        return None
    return tuple(
        Answered(*(text if isinstance(text := one.get(key), str) else "" for key in ("externalId", "email")))
        for one in value
        if isinstance(one, Mapping)
    )
