"""What conditions of FQL can name, in its newer form (`Form`) and its older one (`carrier_id`)."""

from collections.abc import Mapping

from segtui.backends.base import Field
from segtui.domain.meanings import FieldMeanings, Meaning
from segtui.domain.operators import FieldType
from segtui.domain.values import JsonValue

ATTRIBUTE = "Attribute."
"""Before the name of an attribute, in the newer form: `{"Attribute": {"$in": ["Italy"], "name": "market"}}`."""

OLD_ATTRIBUTE = "attribute_values."
"""The same in the older form, which nests: `{"attribute_values": {"attribute": {"name": …}, "value": …}}`."""

FIELDS = (
    Field("Form", FieldType.NUMBER, "form"),
    Field("Nps", FieldType.TEXT, "NPS profile"),
    Field("TimePeriod", FieldType.INSTANT, "given"),
    Field("id", FieldType.NUMBER, "id"),
    Field("carrier_id", FieldType.NUMBER, "form (older name)"),
    Field("source", FieldType.TEXT, "source"),
    Field("nps_profile", FieldType.TEXT, "NPS profile (older name)"),
    Field("satisfaction_ratio", FieldType.NUMBER, "satisfaction"),
    Field("created_at", FieldType.INSTANT, "given (older name)"),
    Field("completed_at", FieldType.INSTANT, "completed"),
    Field("topics.id", FieldType.NUMBER, "topic"),
)
"""Those that are documented. The product has more than twenty, so any other name may be right too."""

ALWAYS_PRESENT = frozenset({"Form", "TimePeriod", "id", "carrier_id", "created_at"})
"""Fields that no feedback is without."""

MEANINGS = FieldMeanings(
    "a feedback",
    {"TimePeriod": Meaning.CREATED, "created_at": Meaning.CREATED},
    custom=(ATTRIBUTE, OLD_ATTRIBUTE),
)
"""What they mean to other services. Of the person who gave it, a feedback has attributes only."""

_TYPES = {field.path: field.type for field in FIELDS}
_LABELS = {field.path: field.label for field in FIELDS}

_ENCRYPTED = "eyJpdiI6"
"""How texts begin that the service's framework has encrypted: `{"iv":` in base64. Attributes marked as sensitive are
kept so, and no condition finds them."""

PROFILES = {"positive": "promoter", "neutral": "passive", "negative": "detractor"}
"""The NPS profile in the words of answers and of the older form, and in those of the newer form's `Nps`."""


def field_type(path: str) -> FieldType:
    """What a field holds; attributes and unknown fields may hold anything."""
    return _TYPES.get(path, FieldType.ANY)


def field_label(path: str) -> str:
    """What a field is called in English: an attribute by its name alone."""
    return _LABELS.get(path) or path.removeprefix(ATTRIBUTE).removeprefix(OLD_ATTRIBUTE) or path


def is_newer(path: str) -> bool:
    """Whether a field is one of the newer form: a selector that begins with a capital letter."""
    return path[:1].isupper()


def lead_fields(document: Mapping[str, JsonValue]) -> Mapping[str, JsonValue]:
    """What conditions can name of one feedback.

    Args:
        document: A feedback as the service sent it.

    Returns:
        Its own (older) names, the newer selectors, and its attributes by name. What the answer hadn't, such as
        attributes that weren't asked for, is left out, so that nothing is told of it.
    """
    fields = dict(document)
    if "carrier_id" in document:
        fields["Form"] = document["carrier_id"]
    if "created_at" in document:
        fields["TimePeriod"] = document["created_at"]
    profile = document.get("nps_profile", "")
    if profile is None or profile in PROFILES.values():
        fields["Nps"] = profile
    elif isinstance(profile, str) and profile in PROFILES:
        fields["Nps"] = PROFILES[profile]
    if (attributes := _attributes(document.get("attributes"))) is not None:
        fields["Attribute"] = fields["attribute_values"] = attributes
    return fields


def _attributes(stored: JsonValue) -> Mapping[str, JsonValue] | None:
    """Attributes by name, however an answer shows them; None where they aren't to be found.

    One that was given several times has all its values as a list.
    """
    named: dict[str, list[JsonValue]] = {}
    if isinstance(stored, Mapping):
        named = {name: [value] for name, value in stored.items()}
    elif isinstance(stored, list | tuple):
        for one in stored:
            if (name := _name(one)) is None or not isinstance(one, Mapping) or "value" not in one:
                return None
            named.setdefault(name, []).append(one["value"])
    else:
        return None
    found = {name: [one for one in values if not _is_encrypted(one)] for name, values in named.items()}
    return {name: values[0] if len(values) == 1 else values for name, values in found.items() if values}


def _is_encrypted(value: JsonValue) -> bool:
    return isinstance(value, str) and value.startswith(_ENCRYPTED)


def _name(attribute: JsonValue) -> str | None:
    """`{"name": …}` or `{"attribute": {"name": …}}`."""
    if isinstance(attribute, Mapping):
        inner = attribute.get("attribute")
        name = inner.get("name") if isinstance(inner, Mapping) else attribute.get("name")
        return name if isinstance(name, str) else None
    return None
