"""What is offered while a condition of FQL is typed. Feedier lists neither its filters nor what they may be."""

from collections.abc import Sequence

from segtui.backends.feedier.fields import (
    ATTRIBUTE,
    FIELDS,
    OLD_ATTRIBUTE,
    PROFILES,
    field_type,
    is_newer,
)
from segtui.backends.feedier.periods import LAST_MONTH, YESTERDAY
from segtui.backends.feedier.ways_round import NEWER
from segtui.backends.suggesting import Suggestion
from segtui.domain.operators import FieldType, Operator

_DOCUMENTED_DATES = frozenset({"TimePeriod", "created_at"})
"""Fields with which the documentation shows words for a span of days."""

_WORDS = {
    "Nps": tuple(Suggestion(word, is_documented=word == "promoter") for word in PROFILES.values()),
    "nps_profile": tuple(Suggestion(word, is_documented=True) for word in PROFILES),
}

_HINTS = {
    "Form": "a form's number, such as 16",
    "carrier_id": "a form's number, such as 16",
    "Nps": "promoter, passive or detractor",
    "nps_profile": "positive, neutral or negative",
    "satisfaction_ratio": "a number from 0 to 100",
    "id": "the number of a feedback, such as 55006",
    "topics.id": "the number of a topic",
}

_DOCUMENTED = tuple(field.path for field in FIELDS)


def suggestions(path: str, operator: Operator) -> Sequence[Suggestion]:
    """See `Suggests.suggestions`. A date is compared with a word only by "is"."""
    if field_type(path) is not FieldType.INSTANT:
        return _WORDS.get(path, ())
    if operator is not Operator.IS:
        return ()
    return [Suggestion(word, is_documented=path in _DOCUMENTED_DATES) for word in (YESTERDAY, LAST_MONTH)]


def value_hint(path: str, operator: Operator) -> str:
    """See `Suggests.value_hint`."""
    if field_type(path) is FieldType.INSTANT and operator is Operator.IS:
        return f"a day: 2024-07-01, or a span of days: {LAST_MONTH}"
    return _HINTS.get(path, "")


def shown_field(path: str) -> str:
    """See `Suggests.shown_field`: an attribute by its name, and whether a name is one of the older form."""
    if (name := path.removeprefix(ATTRIBUTE)) and name != path:
        return f"{name} · attribute"
    if (name := path.removeprefix(OLD_ATTRIBUTE)) and name != path:
        return f"{name} · older attribute"
    return f"{path} · older name" if path in NEWER else path


def listed_fields(paths: Sequence[str]) -> Sequence[str]:
    """See `Suggests.listed_fields`: the newer form comes first, and names that have a newer one come last."""
    return sorted(paths, key=_rank)


def _rank(path: str) -> int:
    if path in NEWER or path.startswith(OLD_ATTRIBUTE):
        return 4
    if path.startswith(ATTRIBUTE):
        return 1
    if is_newer(path):
        return 0 if path in _DOCUMENTED else 2
    return 3 if path in _DOCUMENTED else 5
