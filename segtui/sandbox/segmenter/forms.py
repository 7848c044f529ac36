"""What a segment may be created and updated with."""

import uuid
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from segtui.sandbox.segmenter.documents import Document
from segtui.sandbox.segmenter.habits import SegmenterHabits
from segtui.sandbox.segmenter.wire import refuse

_SHARED: Mapping[str, type] = {
    "name": str,
    "description": str,
    "broadcastMediumId": str,
    "segmentType": str,
    "persons": list,
}
# The pages spell the tag with a capital, unlike all else, and show it and the filters only where one creates.
_CREATED: Mapping[str, type] = {**_SHARED, "TagId": str, "filters": list}
_UPDATED: Mapping[str, type] = {"id": str, **_SHARED}
_PERSON: Mapping[str, type] = {
    **dict.fromkeys(("externalId", "firstName", "lastName", "phone", "phoneNumber", "email"), str),
    "substitutionTags": list,
}
_TAG: Mapping[str, type] = {"tag": str, "value": str}
_WORDS: Mapping[type, str] = {str: "a string", list: "an array"}


def new_segment(body: Document, habits: SegmenterHabits) -> Document:
    """Read the body of a create.

    Returns:
        The fields it holds: null is as good as absent.

    Raises:
        Refusal: Something required is missing or empty, or something has a wrong type.
    """
    return _read(body, _CREATED, habits.create_requires, habits)


def changes(body: Document, habits: SegmenterHabits) -> Document:
    """Read the body of an update, as `new_segment` does."""
    return _read(body, _UPDATED, habits.update_requires, habits)


def _read(body: Document, kinds: Mapping[str, type], required: Collection[str], habits: SegmenterHabits) -> Document:
    reader = _Reader(habits)
    found = reader.fields(body, kinds, required=required)
    if "persons" in found:
        found["persons"] = reader.persons(found["persons"])
    if reader.faults:
        refuse(400, *reader.faults)
    return found


class _Reader:
    """Reads fields, and collects what is wrong with them."""

    def __init__(self, habits: SegmenterHabits) -> None:
        self._habits = habits
        self.faults: list[str] = []

    def fields(
        self, holder: Document, kinds: Mapping[str, type], *, required: Collection[str] = (), place: str = ""
    ) -> Document:
        """Take the known fields of an object; `place` is the path to it, with a dot at its end."""
        found = {}
        for field, kind in kinds.items():
            value = holder.get(field)
            if field in required and value in (None, ""):
                self.faults.append(f"{place}{field} should not be empty")
            elif value is not None and not isinstance(value, kind):
                self.faults.append(f"{place}{field} must be {_WORDS[kind]}")
            elif value is not None:
                found[field] = value
        if self._habits.refuses_unknown_fields:
            self.faults += [f"{place}property {field} should not exist" for field in holder if field not in kinds]
        return found

    def persons(self, given: list[Any]) -> list[Document]:
        """Take a list of people."""
        found = [self._person(person, f"persons.{number}.") for number, person in enumerate(given)]
        if self._habits.same_person_twice == "refused":
            often = Counter(person["externalId"] for person in found if "externalId" in person)
            self.faults += [f"externalId {known} is not unique" for known, times in often.items() if times > 1]
        return found

    def _person(self, given: Any, place: str) -> Document:
        person = self.fields(self._object(given, place), _PERSON, place=place)
        if self._habits.wants_uuids and not _is_uuid(person.get("externalId", "")):
            self.faults.append(f"{place}externalId must be a UUID")
        person["substitutionTags"] = [
            self._tag(tag, f"{place}substitutionTags.{number}.")
            for number, tag in enumerate(person.get("substitutionTags", ()))
        ]
        return person

    def _tag(self, given: Any, place: str) -> Document:
        return self.fields(self._object(given, place), _TAG, required=("tag",), place=place)

    def _object(self, given: Any, place: str) -> Document:
        if isinstance(given, dict):
            return given
        self.faults.append(f"{place[:-1]} must be an object")
        return {}


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False
