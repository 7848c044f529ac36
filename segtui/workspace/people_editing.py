"""People of a list changed by hand: what is typed of somebody, what is wrong with it, what list comes of it."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Final

from segtui.domain.leads import Lead
from segtui.domain.people import (
    Person,
    PersonProblem,
    PersonTrouble,
    ProblemKind,
    is_uuid,
    lead_of,
    person_of,
    person_words,
    problems,
)
from segtui.domain.record import record
from segtui.domain.text import printable, quoted, shortened

_DECODER: Final = json.JSONDecoder()


@record
class UnreadTags:
    """Why lines are no substitution tags."""

    message: str
    """A sentence with the number of the line, that may be shown."""


def tag_lines(person: Person) -> str:
    """A person's substitution tags to be edited, `tag=value` a line, as `tags_of` reads them.

    What would be read as something else, such as a value with a line feed in it, stands as a JSON text.
    """
    return "\n".join(f"{_written(tag, is_tag=True)}={_written(value)}" for tag, value in person.tags)


def tags_of(text: str) -> tuple[tuple[str, str], ...] | UnreadTags:
    """Read substitution tags.

    Args:
        text: `tag=value` a line; lines without anything don't count. Spaces around both are left out, except in a text
            in double quotes, which is read as JSON.
    """
    tags: dict[str, str] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        read = _read_line(line.strip())
        if read is None:
            return UnreadTags(f"Line {number} isn't tag=value: {quoted(line.strip(), 40)}.")
        tag, value = read
        if not tag:
            return UnreadTags(f"Line {number} names no tag.")
        if tag in tags:
            return UnreadTags(f"Line {number} has the tag {quoted(tag, 40)} again.")
        tags[tag] = value
    return tuple(tags.items())


def _written(text: str, *, is_tag: bool = False) -> str:
    is_plain = text == text.strip() and text.isprintable() and not text.startswith('"') and not (is_tag and "=" in text)
    return text if is_plain else json.dumps(text)


def _read_line(line: str) -> tuple[str, str] | None:
    try:
        if line.startswith('"'):
            tag, end = _DECODER.raw_decode(line)
            sign, value = line[end:].lstrip()[:1], line[end:].lstrip()[1:]
        else:
            tag, sign, value = line.partition("=")
        value = value.strip()
        read = json.loads(value) if value.startswith('"') else value
    except ValueError:
        return None
    return (tag.strip() if not line.startswith('"') else tag, read) if sign == "=" and isinstance(read, str) else None


class Others:
    """The other people of a list, to see whom somebody who is typed would repeat.

    Args:
        people: Everybody on the list.
        but: The id of the one who is under edit; None for somebody new.
    """

    def __init__(self, people: Sequence[Lead], but: str | None = None) -> None:
        self._by_id: dict[str, Lead] = {}
        self._by_email: dict[str, Lead] = {}
        # Reading thousands of people would take long enough to be noticed; two of their fields say whom to read.
        for lead in people:
            if lead.id == but:
                continue
            if isinstance(known := lead.raw.get("externalId"), str) and known:
                self._by_id.setdefault(known, lead)
                self._by_id.setdefault(known.casefold(), lead)
            if isinstance(email := lead.raw.get("email"), str) and email.strip():
                self._by_email.setdefault(email.strip().casefold(), lead)

    def problems_of(self, person: Person) -> Sequence[PersonProblem]:
        """What is wrong with somebody, by themselves and beside the others."""
        own = person.external_id
        same = (
            self._by_id.get(own),
            self._by_id.get(own.casefold()) if is_uuid(own) else None,
            self._by_email.get(person.email.strip().casefold()),
        )
        leads = {lead.id: lead for lead in same if lead is not None}
        beside = [other for lead in leads.values() if isinstance(other := person_of(lead.raw), Person)]
        return [one for one in problems([*beside, person]) if one.place == len(beside)]


def with_person(people: Sequence[Lead], person: Person, lead_id: str | None = None) -> tuple[Lead, ...]:
    """The list with somebody more, or with somebody as they are now.

    Args:
        people: Who is on the list.
        person: Who comes, or what somebody is changed to.
        lead_id: Who is changed, by their id in the list, which they keep; None for somebody who comes. Who has left the
            list meanwhile comes back.
    """
    taken = {lead.id for lead in people}
    if lead_id is not None and lead_id in taken:
        return tuple(lead_of(person, lead_id) if lead.id == lead_id else lead for lead in people)
    number, key = 2, person.key
    while key in taken:
        key, number = f"{person.key} #{number}", number + 1
    return (*people, lead_of(person, key))


def without(people: Sequence[Lead], lead_id: str) -> tuple[Lead, ...]:
    """The list without somebody, by the id that they have in it."""
    return tuple(lead for lead in people if lead.id != lead_id)


def lead_words(lead: Lead) -> str:
    """Somebody on a list in a line that may be shown, readable as a person or not."""
    person = person_of(lead.raw)
    return person_words(person) if isinstance(person, Person) else shortened(printable(lead.called), 40)


def problem_count(people: Sequence[Lead]) -> str:
    """How much is wrong with a list, in a short line; empty when nothing is.

    Args:
        people: Who is on it.

    Returns:
        Such as `2 same id · 14 no phone`, what keeps the list from being sent first.
    """
    read = [person_of(lead.raw) for lead in people]
    persons = [one for one in read if isinstance(one, Person)]
    counts = Counter(problem.kind for problem in problems(persons))
    words = [f"{counts[kind]:,} {_brief(kind, counts[kind])}" for kind in ProblemKind if counts[kind]]
    if unread := sum(isinstance(one, PersonTrouble) for one in read):
        words.insert(0, f"{unread:,} unreadable")
    return " · ".join(words)


def _brief(kind: ProblemKind, count: int) -> str:
    return "ids are no UUIDs" if kind is ProblemKind.NO_UUID and count != 1 else kind.value
