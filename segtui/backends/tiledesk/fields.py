"""The fields of a Tiledesk lead, and what the server makes of values compared with them.

The server casts a filter's value to the field's type where its lead model has one (Mongoose does it); what can't be
cast makes the request hang for ever. Seen on a running server, version 2.19.16.
"""

import re

from segtui.backends.base import Field
from segtui.domain.meanings import FieldMeanings, Meaning
from segtui.domain.operators import FieldType

FIELDS = (
    Field("fullname", FieldType.TEXT, "full name"),
    Field("email", FieldType.TEXT, "e-mail"),
    Field("phone", FieldType.TEXT, "phone"),
    Field("company", FieldType.TEXT, "company"),
    Field("tags", FieldType.LIST, "tags"),
    Field("city", FieldType.TEXT, "city"),
    Field("country", FieldType.TEXT, "country"),
    Field("region", FieldType.TEXT, "region"),
    Field("zipcode", FieldType.TEXT, "postcode"),
    Field("streetAddress", FieldType.TEXT, "street"),
    Field("note", FieldType.TEXT, "note"),
    Field("createdAt", FieldType.INSTANT, "created"),
    Field("updatedAt", FieldType.INSTANT, "updated"),
    Field("lead_id", FieldType.TEXT, "external id"),
    Field("createdBy", FieldType.TEXT, "creator"),
    Field("_id", FieldType.TEXT, "id"),
)
"""The lead's own fields, those that rules use most first."""

OVERRIDDEN = frozenset({"status", "id_project"})
"""Fields that every request for leads sets itself (normal leads of this project), whatever a filter says."""

ALWAYS_PRESENT = frozenset({"_id", "lead_id", "createdAt", "updatedAt", "createdBy"})
"""Fields that no lead is without."""

MADE_NULL = frozenset({"phone"})
"""Fields that the server stores as `null` when they aren't given (`phone`, since February 2026)."""

MEANINGS = FieldMeanings(
    "a person",
    {
        "fullname": Meaning.NAME,
        "email": Meaning.EMAIL,
        "phone": Meaning.PHONE,
        "company": Meaning.COMPANY,
        "tags": Meaning.TAGS,
        "city": Meaning.CITY,
        "country": Meaning.COUNTRY,
        "region": Meaning.REGION,
        "zipcode": Meaning.POSTCODE,
        "streetAddress": Meaning.STREET,
        "note": Meaning.NOTE,
        "createdAt": Meaning.CREATED,
        "updatedAt": Meaning.UPDATED,
        "lead_id": Meaning.EXTERNAL_ID,
    },
    custom=("attributes.", "properties."),
)
"""What they mean to other services."""

_TYPES = {field.path: field.type for field in FIELDS}

_LABELS = {field.path: field.label for field in FIELDS}

_INSIDE = ("attributes.", "properties.")
"""Where a lead keeps what isn't its own."""

_OBJECT_ID = re.compile(r"[0-9a-fA-F]{24}")


def field_type(path: str) -> FieldType:
    """What a field holds; attributes, properties and unknown fields may hold anything and are never cast."""
    return _TYPES.get(path, FieldType.ANY)


def field_label(path: str) -> str:
    """What a field is called in English: attributes and properties without the word for where they are kept."""
    label = _LABELS.get(path, path)
    for inside in _INSIDE:
        label = label.removeprefix(inside)
    return label


def holds_one_text_or_date(path: str) -> bool:
    """Whether a field is one of the lead's own that hold a single value: there `=` with a list means "one of"."""
    return field_type(path) in {FieldType.TEXT, FieldType.INSTANT}


def takes_patterns(path: str) -> bool:
    """Whether a field can be searched for a text; dates and ids can't, and such a request is never answered."""
    return path != "_id" and field_type(path) is not FieldType.INSTANT


def is_object_id(text: str) -> bool:
    """Whether a text has the form of an id: 24 hexadecimal digits."""
    return _OBJECT_ID.fullmatch(text) is not None
