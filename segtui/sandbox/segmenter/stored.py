"""A segment and a person as they are kept."""

from collections.abc import Iterable, Mapping
from typing import Any

from segtui.sandbox.segmenter.documents import Document

PERSON_TEXTS = ("externalId", "firstName", "lastName", "phone", "email")
SEGMENT_TEXTS = ("name", "description", "broadcastMediumId", "segmentType", "TagId")


def person(given: Mapping[str, Any], *, person_id: str, phone_keys: Iterable[str]) -> Document:
    """Make a person as it is stored: with every field, null for what nobody gave.

    Args:
        given: As sent.
        person_id: The service's own id.
        phone_keys: The spellings of the phone that are looked for, in this order.
    """
    phone = next((given[key] for key in phone_keys if given.get(key) is not None), None)
    texts = {field: given.get(field) for field in PERSON_TEXTS}
    tags = merged_tags(given.get("substitutionTags") or ())
    return {"id": person_id, **texts, "phone": phone, "substitutionTags": tags}


def merged_tags(*sent: Iterable[Mapping[str, Any]]) -> list[Document]:
    """Lay lists of substitution tags over each other: a later value of a tag takes the place of an earlier one."""
    values = {tag["tag"]: tag.get("value", "") for tags in sent for tag in tags}
    return [{"tag": tag, "value": value} for tag, value in values.items()]


def as_sent(segment: Document) -> Document:
    """Write the body of an update that would leave a segment as it is."""
    texts = {field: segment[field] for field in SEGMENT_TEXTS if field != "TagId" and segment[field] is not None}
    return {"id": segment["id"], **texts, "persons": [_person_as_sent(one) for one in segment["persons"]]}


def _person_as_sent(kept: Document) -> Document:
    texts = {field: kept[field] for field in PERSON_TEXTS if kept[field] is not None}
    tags = {"substitutionTags": [dict(tag) for tag in kept["substitutionTags"]]} if kept["substitutionTags"] else {}
    return {**texts, **tags}
