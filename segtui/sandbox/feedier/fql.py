"""FQL, the rules over feedback: read from their text and turned into a test of one feedback.

There are two dialects, which one rule may mix: capitalised selectors, `{"Form": {"$in": [11]}}`, and lower-case fields
of the stored feedback, which may be nested, `{"topics": {"id": {"$in": [9]}}}`. Conditions stand in one list, or each
in a list of its own; what several in an inner list would mean isn't documented, and here they are joined as all are.

All conditions have to hold. One that says `"$type": "or"` makes it so that any may: the word counts for the whole rule.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Never, TypeAlias

from segtui.sandbox.feedier.documents import Document
from segtui.sandbox.feedier.errors import BadFql
from segtui.sandbox.feedier.operators import matcher, time_matcher

Test: TypeAlias = Callable[[Document], bool]
_Shape: TypeAlias = Mapping[str, Any]

_NPS = {"positive": "promoter", "neutral": "passive", "negative": "detractor"}
"""The answers' word for a profile, and the rules' word for it."""

_SELECTORS: dict[str, Callable[[Document], Any]] = {
    "Form": lambda feedback: feedback["carrier_id"],
    "Id": lambda feedback: feedback["id"],
    "FeedbackId": lambda feedback: feedback["id"],
    "Nps": lambda feedback: _NPS.get(feedback["nps_profile"]),
    "Satisfaction": lambda feedback: feedback["satisfaction_ratio"],
    "Source": lambda feedback: feedback["source"],
}

_VALUE, _TIME = "a value", "a time"
_FIELDS: _Shape = {
    "id": _VALUE,
    "carrier_id": _VALUE,
    "source": _VALUE,
    "nps_profile": _VALUE,
    "satisfaction_ratio": _VALUE,
    "created_at": _TIME,
    "completed_at": _TIME,
    "topics": {"id": _VALUE, "name": _VALUE},
    "attribute_values": {"attribute": {"name": _VALUE}, "value": _VALUE},
}


def rule_test(text: str, *, now: datetime) -> Test:
    """Make the test that a rule stands for.

    Args:
        text: FQL.
        now: What "yesterday" is counted from.

    Raises:
        BadFql: It is no JSON, or no FQL.
    """
    tests, is_any = [], False
    for condition in _conditions(text):
        selector, said = _only_entry(condition, "condition")
        if not isinstance(said, dict):
            raise BadFql(f"The filter {selector} is invalid.")
        if selector[:1].isupper():
            is_any = is_any or _is_or(said)
            tests.append(_selector_test(selector, said, now))
        else:
            tests.append(_field_test(_FIELDS, {selector: said}, now))
    if is_any:
        return lambda feedback: any(test(feedback) for test in tests)
    return lambda feedback: all(test(feedback) for test in tests)


def _conditions(text: str) -> list[Any]:
    try:
        rule = json.loads(text, parse_constant=_no_json)
    except (ValueError, RecursionError) as error:
        raise BadFql("The fql field must be a valid JSON string.") from error
    if not isinstance(rule, list):
        raise BadFql("The fql field must be an array.")
    if rule and all(isinstance(group, list) and group for group in rule):
        return [condition for group in rule for condition in group]
    return rule


def _no_json(constant: str) -> Never:
    raise ValueError(f"{constant} is no JSON")


def _only_entry(given: Any, what: str) -> tuple[str, Any]:
    if not isinstance(given, dict) or len(given) != 1:
        raise BadFql(f"Every {what} must have exactly one key.")
    return next(iter(given.items()))


def _is_or(said: Document) -> bool:
    kind = said.get("$type", "and")
    if kind not in ("and", "or"):
        raise BadFql("The $type must be and, or.")
    return bool(kind == "or")


def _selector_test(selector: str, said: Document, now: datetime) -> Test:
    name = said.get("name")
    operator, operand = _only_entry({key: said[key] for key in said if key not in ("name", "$type")}, "filter")
    if selector == "TimePeriod":
        in_time = time_matcher(operator, operand, now=now, has_between=True)
        return lambda feedback: in_time([feedback["created_at"]])
    fits = matcher(operator, operand)
    if selector == "Attribute":
        if not isinstance(name, str) or not name:
            raise BadFql("The filter Attribute needs a name.")
        return lambda feedback: fits(_attribute_values(feedback, name))
    if selector not in _SELECTORS:
        raise BadFql(f"The filter {selector} does not exist.")
    read = _SELECTORS[selector]
    return lambda feedback: fits([read(feedback)])


def _attribute_values(feedback: Document, name: str) -> list[Any]:
    """Find an attribute's values. Sensitive ones are stored encrypted: no rule ever finds them."""
    return [one["value"] for one in feedback["attributes"] if one["name"] == name and not one["is_sensitive"]]


def _field_test(shape: _Shape, said: Document, now: datetime) -> Test:
    """Make a test of a stored object; of several keys all have to hold, of the same member of a list."""
    tests = []
    for key, inner in said.items():
        if key not in shape or not isinstance(inner, dict):
            raise BadFql(f"The field {key} does not exist.")
        tests.append(_part_test(key, shape[key], inner, now))
    return lambda document: all(test(document) for test in tests)


def _part_test(key: str, shape: Any, said: Document, now: datetime) -> Test:
    if isinstance(shape, Mapping):
        if not said:
            raise BadFql(f"The field {key} needs a value.")
        deeper = _field_test(shape, said, now)
        return lambda document: any(deeper(member) for member in _members(document, key))
    operator, operand = _only_entry(said, "field")
    fits = time_matcher(operator, operand, now=now, has_between=False) if shape == _TIME else matcher(operator, operand)
    return lambda document: fits([document[key]])


def _members(document: Document, key: str) -> list[Document]:
    if key == "attribute_values":
        return [
            {"attribute": {"name": one["name"]}, "value": one["value"]}
            for one in document["attributes"]
            if not one["is_sensitive"]
        ]
    found = document[key]
    return found if isinstance(found, list) else [found]
