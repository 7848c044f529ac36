"""The fields of a Tiledesk lead, and what the server makes of values compared with them.

The server casts a filter's value to the field's type where its lead model has one (Mongoose does it); what can't be
cast makes the request hang for ever. Seen on a running server, version 2.19.16.
"""

import re

from segtui.backends.base import Field
from segtui.domain.operators import FieldType

FIELDS = (
    Field("fullname", FieldType.TEXT, "full name"),
    Field("email", FieldType.TEXT, "e-mail"),
    Field("phone", FieldType.TEXT),
    Field("company", FieldType.TEXT),
    Field("tags", FieldType.LIST),
    Field("city", FieldType.TEXT),
    Field("country", FieldType.TEXT),
    Field("region", FieldType.TEXT),
    Field("zipcode", FieldType.TEXT),
    Field("streetAddress", FieldType.TEXT, "street"),
    Field("note", FieldType.TEXT),
    Field("createdAt", FieldType.INSTANT, "created"),
    Field("updatedAt", FieldType.INSTANT, "updated"),
    Field("lead_id", FieldType.TEXT, "external id"),
    Field("createdBy", FieldType.TEXT, "created by"),
    Field("_id", FieldType.TEXT, "id"),
)
"""The lead's own fields, those that rules use most first."""

OVERRIDDEN = frozenset({"status", "id_project"})
"""Fields that every request for leads sets itself (normal leads of this project), whatever a filter says."""

ALWAYS_PRESENT = frozenset({"_id", "lead_id", "createdAt", "updatedAt", "createdBy"})
"""Fields that no lead is without."""

MADE_NULL = frozenset({"phone"})
"""Fields that the server stores as `null` when they aren't given (`phone`, since February 2026)."""

_TYPES = {field.path: field.type for field in FIELDS}

_OBJECT_ID = re.compile(r"[0-9a-fA-F]{24}")


def field_type(path: str) -> FieldType:
    """What a field holds; attributes, properties and unknown fields may hold anything and are never cast."""
    return _TYPES.get(path, FieldType.ANY)


def holds_one_text_or_date(path: str) -> bool:
    """Whether a field is one of the lead's own that hold a single value: there `=` with a list means "one of"."""
    return field_type(path) in {FieldType.TEXT, FieldType.INSTANT}


def takes_patterns(path: str) -> bool:
    """Whether a field can be searched for a text; dates and ids can't, and such a request is never answered."""
    return path != "_id" and field_type(path) is not FieldType.INSTANT


def is_object_id(text: str) -> bool:
    """Whether a text has the form of an id: 24 hexadecimal digits."""
    return _OBJECT_ID.fullmatch(text) is not None
