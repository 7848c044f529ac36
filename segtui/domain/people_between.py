"""People of one service as people of a list on another, with what becomes of their fields."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from segtui.domain.leads import Lead
from segtui.domain.meanings import FieldMeanings, Meaning
from segtui.domain.people import Person
from segtui.domain.record import record
from segtui.domain.values import JsonValue
from segtui.domain.wording import value_text

TAG = "tag:"
"""Before the name of a substitution tag, where a field is to become one."""

WHOLE_NAME = "name"
"""Where a field is a whole name, which becomes two."""

LEFT_OUT = "-"
"""Where a field is to become nothing."""

_NAMES = ("firstName", "lastName")

_MEANT = {
    Meaning.EXTERNAL_ID: "externalId",
    Meaning.FIRST_NAME: "firstName",
    Meaning.LAST_NAME: "lastName",
    Meaning.EMAIL: "email",
    Meaning.PHONE: "phone",
}

PARTS: Mapping[str, str] = {
    "externalId": "external_id",
    "firstName": "first_name",
    "lastName": "last_name",
    "email": "email",
    "phone": "phone",
}
"""What a person of a list has, by the names of those fields where lists are sent."""


@record
class Use:
    """What becomes of a field."""

    path: str
    """The field of the service that the people come from."""
    becomes: tuple[str, ...]
    """Fields of a person by the keys of `PARTS`, or a tag with `TAG` before it; a whole name becomes two."""


@record
class Converted:
    """People as they would be on a list."""

    people: tuple[Person, ...]
    """Each once, in their order."""
    twice: tuple[Lead, ...] = ()
    """Those who are the same as somebody before, by id or e-mail."""
    unreachable: tuple[Lead, ...] = ()
    """Those with neither id nor e-mail nor phone."""


def becoming(word: str) -> tuple[str, ...]:
    """What a field becomes that somebody has named this for: a whole name becomes two, what is left out nothing."""
    return {WHOLE_NAME: _NAMES, LEFT_OUT: ()}.get(word, (word,))


def uses_of(meanings: FieldMeanings, leads: Sequence[Lead], named: Mapping[str, str]) -> tuple[Use, ...]:
    """What becomes of the fields of some people.

    Args:
        meanings: Those of their service.
        leads: They; a field that their account has defined for itself is taken where somebody has it.
        named: Fields of a person, tags, a whole name or nothing, that somebody has named for fields of the service.
    """
    uses = [Use(path, becoming(word)) for path, word in named.items() if word != LEFT_OUT]
    taken = set(chain.from_iterable(use.becomes for use in uses))
    for meaning, becomes in _MEANT.items():
        path = path_with(meaning, meanings, leads)
        if path and path not in named and becomes not in taken:
            uses.append(Use(path, (becomes,)))
            taken.add(becomes)
    name = path_with(Meaning.NAME, meanings, leads)
    if name and name not in named and not taken.intersection(_NAMES):
        uses.append(Use(name, _NAMES))
    return tuple(uses)


def path_with(meaning: Meaning, meanings: FieldMeanings, leads: Sequence[Lead]) -> str | None:
    """The field with a meaning, be it one that an account has defined and somebody has; None when there is none."""
    if (path := meanings.path_of(meaning)) is not None:
        return path
    could_be = (f"{start}{meaning.value}" for start in meanings.custom)
    return next((one for one in could_be if any(lead.found(one) for lead in leads)), None)


def converted(leads: Sequence[Lead], uses: Sequence[Use]) -> Converted:
    """The people as people of a list: each once, and nobody whom nothing leads to."""
    people: dict[str, Person] = {}
    twice: list[Lead] = []
    unreachable: list[Lead] = []
    for lead in leads:
        person = _person(lead, uses)
        if not (person.external_id or person.email or person.phone):
            unreachable.append(lead)
        elif person.key in people:
            twice.append(lead)
        else:
            people[person.key] = person
    return Converted(tuple(people.values()), tuple(twice), tuple(unreachable))


def _person(lead: Lead, uses: Sequence[Use]) -> Person:
    parts: dict[str, str] = {}
    tags: dict[str, str] = {}
    for use in uses:
        text = text_at(lead, use.path)
        for becomes, value in _parts(use, text):
            if becomes.startswith(TAG):
                tags |= {becomes.removeprefix(TAG): value} if value else {}
            else:
                parts[PARTS[becomes]] = value
    return Person(**parts, tags=tuple(tags.items()))


def _parts(use: Use, text: str) -> Iterator[tuple[str, str]]:
    if use.becomes != _NAMES:
        yield from ((one, text) for one in use.becomes)
        return
    first, _, last = text.rpartition(" ") if " " in text else (text, "", "")
    yield from zip(_NAMES, (first.strip(), last), strict=True)


def text_at(lead: Lead, path: str) -> str:
    """What a lead has in a field, as text; empty when it has nothing there."""
    found: Sequence[JsonValue] = lead.found(path)
    value = found[0] if found else None
    return "" if value is None or value == [] else value_text(value).strip()
