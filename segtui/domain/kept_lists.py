"""Lists of people as they were sent last: all that can be known of a service that gives nothing back.

The JSON form has the service's own names for what was sent, so that a colleague can read an export:
`{"id", "name", "description", …, "persons": […], "at": when it was sent, "outcome": "sent"}`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from enum import StrEnum

from segtui.domain.errors import UnreadableInput
from segtui.domain.instants import is_within_calendar
from segtui.domain.leads import Lead
from segtui.domain.moment_json import moment_from_json, moment_to_json
from segtui.domain.people import Person, PersonTrouble, as_document, keys_of, leads_of, person_of, tag_id_of
from segtui.domain.record import record
from segtui.domain.text import printable, quoted
from segtui.domain.values import JsonValue

FIELDS = ("description", "broadcastMediumId", "segmentType", "TagId")
"""What a list has besides its name and its people, all of it text."""


class Sending(StrEnum):
    """How the last sending of a list ended."""

    SENT = "sent"
    UNCERTAIN = "uncertain"
    """It is under way, or no answer came that tells."""
    UNSENT = "unsent"
    """Somebody has found out that the service hasn't got it."""
    FAILED = "failed"
    """A change was refused, see `KeptList.failure`: the list is as it was before, and can be sent as ever."""


@record
class KeptList:
    """A list as it was sent last."""

    id: str
    name: str
    people: tuple[Person, ...]
    at: datetime
    """When it was sent."""
    created_at: datetime
    fields: Mapping[str, str] = field(default_factory=dict)
    """Of `FIELDS` those that are known; empty is one that was emptied."""
    keys: tuple[str, ...] = ()
    """The ids of the people as leads, in their order."""
    outcome: Sending = Sending.SENT
    is_local: bool = False
    """Whether the id was made here, because the service's isn't known."""
    is_told: bool = False
    """Whether the id is somebody's word that no answer has borne out yet."""
    message: str = ""
    """What the service said to it, or what kept its answer away."""
    missing: tuple[str, ...] | None = ()
    """Who was sent and isn't in the answer, by name; None when the answer named nobody."""
    failure: str = ""
    """What became of a later change that was refused, as a sentence; the list is as it was before."""
    before: "KeptList | None" = None
    """The list that is replaced while the outcome is uncertain."""

    @property
    def leads(self) -> tuple[Lead, ...]:
        """Its people, under ids that stay the same."""
        return leads_of(self.people, self.keys)


def with_people(kept: KeptList, leads: Sequence[Lead]) -> KeptList:
    """The list with other people on it.

    Raises:
        UnreadableInput: A lead's `raw` is no person of such a list.
    """
    people: list[Person] = []
    for lead in leads:
        person = person_of(lead.raw)
        if isinstance(person, PersonTrouble):
            raise UnreadableInput(f"{quoted(lead.called)} can't be on this list: {person.message}")
        people.append(person)
    return replace(kept, people=tuple(people), keys=tuple(lead.id for lead in leads))


def kept_to_json(kept: KeptList) -> dict[str, JsonValue]:
    """The JSON form of a list. What goes without saying is left out."""
    form: dict[str, JsonValue] = {"id": kept.id, "name": kept.name, **kept.fields}
    form["persons"] = [as_document(person) for person in kept.people]
    form |= {"at": moment_to_json(kept.at), "outcome": kept.outcome.value}
    if kept.created_at != kept.at:
        form["created_at"] = moment_to_json(kept.created_at)
    if kept.keys != keys_of(kept.people):
        form["keys"] = list(kept.keys)
    if kept.missing != ():
        form["missing"] = list(kept.missing) if kept.missing is not None else None
    optional: dict[str, JsonValue] = {
        "is_local": kept.is_local,
        "is_told": kept.is_told,
        "message": kept.message,
        "failure": kept.failure,
        "before": kept_to_json(kept.before) if kept.before is not None else None,
    }
    return form | {key: value for key, value in optional.items() if value}


def kept_from_json(form: JsonValue) -> KeptList:
    """Read a list. `tagId` and `tagID` are read as `TagId` too.

    Raises:
        UnreadableInput: It isn't one in this form; the message says why.
    """
    if not isinstance(form, Mapping):
        raise UnreadableInput("It isn't an object.")
    unknown = sorted(form.keys() - _KEYS)
    if unknown:
        raise UnreadableInput(f"It has the unknown key {quoted(unknown[0])}.")
    tag = tag_id_of(form)
    if tag is None:
        raise UnreadableInput("Its TagId can't be told: there are two, or it is no text.")
    at, people = _moment(form, "at"), _people(form.get("persons"))
    fields = {name: _text(form, name) for name in FIELDS if name in form and name != "TagId"}
    keys = _texts(form.get("keys"), "keys")
    try:
        outcome = Sending(_text(form, "outcome") or Sending.SENT)
    except ValueError:
        raise UnreadableInput("Its outcome must be “sent”, “uncertain”, “unsent” or “failed”.") from None
    return KeptList(
        id=_id(form),
        name=_required(form, "name"),
        people=people,
        at=at,
        created_at=_moment(form, "created_at") if "created_at" in form else at,
        fields=fields | ({"TagId": tag} if tag or "TagId" in form else {}),
        keys=keys or keys_of(people),
        outcome=outcome,
        is_local=form.get("is_local") is True,
        is_told=form.get("is_told") is True,
        message=_text(form, "message"),
        missing=None if "missing" in form and form["missing"] is None else _texts(form.get("missing"), "missing"),
        failure=_text(form, "failure"),
        before=kept_from_json(form["before"]) if "before" in form else None,
    )


_KEYS = frozenset(
    {
        *("id", "name", *FIELDS, "tagId", "tagID", "persons", "at", "created_at", "keys", "outcome", "is_local"),
        *("is_told", "message", "missing", "failure", "before"),
    }
)


def _required(form: Mapping[str, JsonValue], key: str) -> str:
    text = _text(form, key)
    if not text:
        raise UnreadableInput(f"It has no {key}.")
    return text


def _id(form: Mapping[str, JsonValue]) -> str:
    text = _required(form, "id")
    if printable(text) != text:
        raise UnreadableInput("Its id has characters that can't be shown.")
    return text


def _text(form: Mapping[str, JsonValue], key: str) -> str:
    value = form.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UnreadableInput(f"Its {key} must be a text.")
    return value


def _texts(value: JsonValue, key: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise UnreadableInput(f"Its {key} must be a list of texts.")
    return tuple(_text({key: one}, key) for one in value)


def _moment(form: Mapping[str, JsonValue], key: str) -> datetime:
    moment = moment_from_json(form.get(key))
    if moment is None:
        raise UnreadableInput(f"Its {key} must be a moment such as 2026-11-22T12:00:00+00:00.")
    if not is_within_calendar(moment):
        # It couldn't be shown in every zone, and no later change could be newer than it.
        raise UnreadableInput(f"Its {key} is at the very end of the calendar.")
    return moment


def _people(value: JsonValue) -> tuple[Person, ...]:
    # Without its people a list is no use: what isn't sent with the next change is lost.
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise UnreadableInput("Its persons must be a list.")
    people: list[Person] = []
    for place, document in enumerate(value, 1):
        person = person_of(document)
        if isinstance(person, PersonTrouble):
            raise UnreadableInput(f"Person {place:,}: {person.message}")
        people.append(person)
    return tuple(people)
