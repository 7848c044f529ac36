"""The fields of a ChatBot.com user, by the names that people know from the product.

What a bot has learnt of somebody stands in `attributes`, and so do the common ones, whose names begin with `default_`.
They are named without that word: `plan`, `default_city`.
"""

import re
from collections.abc import Mapping

from segtui.backends.base import Field
from segtui.domain.meanings import FieldMeanings, Meaning
from segtui.domain.operators import FieldType
from segtui.domain.values import JsonValue

FIELDS = (
    Field("default_email", FieldType.TEXT, "e-mail"),
    Field("default_name", FieldType.TEXT, "name"),
    Field("default_city", FieldType.TEXT, "city"),
    Field("default_country", FieldType.TEXT, "country"),
    Field("default_region", FieldType.TEXT, "region"),
    Field("default_language", FieldType.TEXT, "language"),
    Field("default_timezone", FieldType.TEXT, "time zone"),
    Field("conversations", FieldType.NUMBER, "conversations"),
    Field("createdAt", FieldType.INSTANT, "created"),
    Field("lastSeen", FieldType.INSTANT, "last seen"),
    Field("banned", FieldType.BOOL, "banned"),
    Field("userId", FieldType.TEXT, "user id"),
    Field("default_username", FieldType.TEXT, "user name"),
    Field("default_gender", FieldType.TEXT, "gender"),
    Field("default_url", FieldType.TEXT, "page"),
    Field("default_referrer", FieldType.TEXT, "referrer"),
    Field("default_ip", FieldType.TEXT, "IP address"),
    Field("default_avatar", FieldType.TEXT, "picture"),
    Field("id", FieldType.TEXT, "id"),
)
"""A user's own fields and the attributes that every user has, those that rules use most first."""

ALWAYS_PRESENT = frozenset({"id", "userId"})
"""Fields that no user is without."""

MEANINGS = FieldMeanings(
    "a person",
    {
        "default_email": Meaning.EMAIL,
        "default_name": Meaning.NAME,
        "default_city": Meaning.CITY,
        "default_country": Meaning.COUNTRY,
        "default_region": Meaning.REGION,
        "createdAt": Meaning.CREATED,
        "userId": Meaning.EXTERNAL_ID,
    },
    custom=("", "attributes."),
)
"""What they mean to other services. Whatever else a bot has learnt is named without a word in front."""

_OWN = ("id", "userId", "banned", "conversations", "createdAt", "lastSeen")
_ATTRIBUTES = "attributes"

_TYPES = {field.path: field.type for field in FIELDS}
_LABELS = {field.path: field.label for field in FIELDS}

_USER_ID = re.compile(r"[0-9a-fA-F]{24}")


def field_type(path: str) -> FieldType:
    """What a field holds; what bots have stored may be anything, though most of it is text."""
    return _TYPES.get(path, FieldType.ANY)


def field_label(path: str) -> str:
    """What a field is called in English; attributes of bots by their own names."""
    return _LABELS.get(path, path.removeprefix(f"{_ATTRIBUTES}."))


def is_user_id(text: str) -> bool:
    """Whether a text has the form of an id: 24 hexadecimal digits. The company's own ids of users needn't have it."""
    return _USER_ID.fullmatch(text) is not None


def user_fields(raw: Mapping[str, JsonValue]) -> Mapping[str, JsonValue]:
    """What rules can name of a user, without what is `null`: that means that it isn't known.

    An attribute with the name of one of the user's own fields keeps the word in front: `attributes.id`. Conversations
    are a number in the list, and a list of them where one user is read; here they are always the number.
    """
    fields = {key: raw[key] for key in _OWN if raw.get(key) is not None}
    conversations = fields.get("conversations")
    if isinstance(conversations, list | tuple):
        fields["conversations"] = len(conversations)
    attributes = raw.get(_ATTRIBUTES)
    for key, value in attributes.items() if isinstance(attributes, Mapping) else ():
        if value is not None:
            fields[f"{_ATTRIBUTES}.{key}" if key in _OWN else key] = value
    return fields
