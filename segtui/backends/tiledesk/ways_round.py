"""Other ways of saying the same, for what Tiledesk stores but doesn't do.

Its `contains` is an unanchored, case-sensitive regular expression, and that is enough for "starts with", "ends with"
and "any of these" on one field.
"""

import re
from collections.abc import Sequence

from segtui.backends.tiledesk.fields import holds_one_text_or_date, takes_patterns
from segtui.domain.operators import Operator
from segtui.domain.patterns import escaped
from segtui.domain.rules import Condition, Node
from segtui.domain.values import ListValue, Scalar, TextValue

_REACHES_FURTHER = re.compile(r"\(|\\[Qgk\d]")
"""What may mean something else when another pattern is joined with "or": flags and groups, quotes, references."""


def working(condition: Condition) -> Condition | None:
    """Another condition that says the same and works, for one that Tiledesk can't hold or can't run.

    Returns:
        A pattern for "starts with", "ends with", "has any of" and, where `=` doesn't take a list, "is one of"; None for
        the rest.
    """
    match condition:
        case Condition(operator=Operator.STARTS_WITH | Operator.ENDS_WITH, negate=False):
            return _as_pattern(condition)
        case Condition(field, Operator.ONE_OF | Operator.HAS_ANY, ListValue(items), False) if _is_pattern(condition):
            return any_of_one_field([Condition(field, Operator.IS, item) for item in items])
        case _:
            return None


def _is_pattern(condition: Condition) -> bool:
    """Whether one of several values has to be looked for with a pattern."""
    return condition.operator is Operator.HAS_ANY or not holds_one_text_or_date(condition.field)


def any_of_one_field(children: Sequence[Node]) -> Condition | None:
    """One condition that a lead meets exactly when it meets any of the given ones, which must share their field.

    Args:
        children: The nodes under an "any".

    Returns:
        "Is one of" where the server knows it (the lead's own single-value fields), else one pattern of alternatives;
        None when the nodes aren't conditions on one field, or say anything but texts.
    """
    conditions = [child for child in children if isinstance(child, Condition) and not child.negate]
    fields = {condition.field for condition in conditions}
    if len(conditions) != len(children) or len(fields) != 1:
        return None
    field = fields.pop()
    values = [value for condition in conditions if (value := _plain_values(condition)) is not None]
    if len(values) == len(conditions) and holds_one_text_or_date(field):
        unique = dict.fromkeys(item for items in values for item in items)
        return Condition(field, Operator.ONE_OF, ListValue(tuple(unique)))
    return _alternatives(field, conditions)


def _alternatives(field: str, conditions: Sequence[Condition]) -> Condition | None:
    if all(condition.operator is Operator.IS for condition in conditions):
        texts = [condition.value.text for condition in conditions if isinstance(condition.value, TextValue)]
        if len(texts) == len(conditions) and takes_patterns(field):
            pattern = f"^({'|'.join(escaped(text) for text in dict.fromkeys(texts))})$"
            return Condition(field, Operator.MATCHES, TextValue(pattern))
    patterns = [
        found.value.text
        for condition in conditions
        if (found := _as_pattern(condition)) is not None and isinstance(found.value, TextValue)
    ]
    if len(patterns) != len(conditions):
        return None
    as_typed = [text for one, text in zip(conditions, patterns, strict=True) if one.operator is Operator.MATCHES]
    if len(patterns) > 1 and any(_REACHES_FURTHER.search(pattern) for pattern in as_typed):
        return None
    return Condition(field, Operator.MATCHES, TextValue("|".join(dict.fromkeys(patterns))))


def _as_pattern(condition: Condition) -> Condition | None:
    """A test of a text as the pattern that finds the same; None when it is no test of a text."""
    if not isinstance(condition.value, TextValue) or not takes_patterns(condition.field):
        return None
    pattern = _pattern(condition.operator, condition.value.text)
    return None if pattern is None else Condition(condition.field, Operator.MATCHES, TextValue(pattern))


def _plain_values(condition: Condition) -> Sequence[Scalar] | None:
    if condition.operator is Operator.IS and isinstance(condition.value, Scalar):
        return (condition.value,)
    if condition.operator is Operator.ONE_OF and isinstance(condition.value, ListValue):
        return condition.value.items
    return None


def _pattern(operator: Operator, text: str) -> str | None:
    match operator:
        case Operator.MATCHES:
            return text
        case Operator.CONTAINS:
            return escaped(text)
        case Operator.STARTS_WITH:
            return f"^{escaped(text)}"
        case Operator.ENDS_WITH:
            return f"{escaped(text)}$"
        case Operator.IS:
            return f"^{escaped(text)}$"
        case _:
            return None
