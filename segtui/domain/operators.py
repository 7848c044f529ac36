"""What a condition can say, in positive form; "not" is a switch on the condition."""

from enum import Enum, StrEnum

from segtui.domain.record import record


class FieldType(StrEnum):
    """What a field holds, as far as the service or its leads tell."""

    TEXT = "text"
    NUMBER = "number"
    BOOL = "yes/no"
    INSTANT = "date"
    LIST = "list"
    ANY = "any"
    """Unknown, or different from lead to lead."""


class Takes(Enum):
    """What an operator is given."""

    NOTHING = "nothing"
    ONE = "one value"
    SEVERAL = "a list of values"
    TWO = "a low and a high end"
    SPAN = "a span of time"


class Operator(StrEnum):
    """The operators of all services together; each dialect holds some of them. The words are stable: files use them."""

    IS = "is"
    ONE_OF = "one of"
    CONTAINS = "contains"
    STARTS_WITH = "starts with"
    ENDS_WITH = "ends with"
    MATCHES = "matches"
    MORE_THAN = "more than"
    AT_LEAST = "at least"
    LESS_THAN = "less than"
    AT_MOST = "at most"
    BETWEEN = "between"
    ON_DAY = "on day"
    WITHIN = "within"
    EXISTS = "exists"
    HAS_NO_VALUE = "has no value"
    HAS_ANY = "has any"
    HAS_ALL = "has all"


_ORDERED = frozenset({FieldType.TEXT, FieldType.NUMBER, FieldType.INSTANT, FieldType.ANY})
_WRITTEN = frozenset({FieldType.TEXT, FieldType.LIST, FieldType.ANY})
_EVERY = frozenset(FieldType)


@record
class Wording:
    """How an operator reads, what it takes, and for which fields it makes sense."""

    says: str
    denies: str
    takes: Takes = Takes.ONE
    types: frozenset[FieldType] = _EVERY
    of_dates: tuple[str, str] | None = None
    """The two phrases for a date, where they differ."""


WORDINGS: dict[Operator, Wording] = {
    Operator.IS: Wording("is", "is not"),
    Operator.ONE_OF: Wording("is one of", "is none of", Takes.SEVERAL),
    Operator.CONTAINS: Wording("contains", "does not contain", types=_WRITTEN),
    Operator.STARTS_WITH: Wording("starts with", "does not start with", types=_WRITTEN),
    Operator.ENDS_WITH: Wording("ends with", "does not end with", types=_WRITTEN),
    Operator.MATCHES: Wording("matches pattern", "does not match pattern", types=_WRITTEN),
    Operator.MORE_THAN: Wording(
        "is more than", "is not more than", types=_ORDERED, of_dates=("is after", "is not after")
    ),
    Operator.AT_LEAST: Wording(
        "is at least", "is not at least", types=_ORDERED, of_dates=("is at or after", "is not at or after")
    ),
    Operator.LESS_THAN: Wording(
        "is less than", "is not less than", types=_ORDERED, of_dates=("is before", "is not before")
    ),
    Operator.AT_MOST: Wording(
        "is at most", "is not at most", types=_ORDERED, of_dates=("is at or before", "is not at or before")
    ),
    Operator.BETWEEN: Wording("is between", "is not between", Takes.TWO, _ORDERED),
    Operator.ON_DAY: Wording("is on", "is not on", types=frozenset({FieldType.INSTANT, FieldType.ANY})),
    Operator.WITHIN: Wording("is within", "is not within", Takes.SPAN, frozenset({FieldType.INSTANT, FieldType.ANY})),
    Operator.EXISTS: Wording("is present", "is absent", Takes.NOTHING),
    Operator.HAS_NO_VALUE: Wording("has no value", "has a value", Takes.NOTHING),
    Operator.HAS_ANY: Wording("has any of", "has none of", Takes.SEVERAL, frozenset({FieldType.LIST, FieldType.ANY})),
    Operator.HAS_ALL: Wording(
        "has all of", "does not have all of", Takes.SEVERAL, frozenset({FieldType.LIST, FieldType.ANY})
    ),
}


OF_DATES = frozenset({Operator.WITHIN, Operator.ON_DAY})
"""Operators that only dates have; a field of an unknown type may hold one."""


def operator_phrase(operator: Operator, *, negate: bool, of_dates: bool = False) -> str:
    """The words between field and value, such as "is not" or, of dates, "is after"."""
    wording = WORDINGS[operator]
    says, denies = wording.of_dates if of_dates and wording.of_dates else (wording.says, wording.denies)
    return denies if negate else says


_SYNONYMS = {
    "=": (Operator.IS, False),
    "==": (Operator.IS, False),
    "!=": (Operator.IS, True),
    "<>": (Operator.IS, True),
    ">": (Operator.MORE_THAN, False),
    ">=": (Operator.AT_LEAST, False),
    "<": (Operator.LESS_THAN, False),
    "<=": (Operator.AT_MOST, False),
    "in": (Operator.ONE_OF, False),
    "not in": (Operator.ONE_OF, True),
    "is in": (Operator.ONE_OF, False),
    "is not in": (Operator.ONE_OF, True),
    "is not one of": (Operator.ONE_OF, True),
    "has any": (Operator.HAS_ANY, False),
    "has none": (Operator.HAS_ANY, True),
    "has all": (Operator.HAS_ALL, False),
    "within": (Operator.WITHIN, False),
    "matches": (Operator.MATCHES, False),
    "more than": (Operator.MORE_THAN, False),
    "at least": (Operator.AT_LEAST, False),
    "less than": (Operator.LESS_THAN, False),
    "at most": (Operator.AT_MOST, False),
    "exists": (Operator.EXISTS, False),
    "is not present": (Operator.EXISTS, True),
    "is null": (Operator.EXISTS, True),
    "is not null": (Operator.EXISTS, False),
    "is empty": (Operator.HAS_NO_VALUE, False),
    "is not empty": (Operator.HAS_NO_VALUE, True),
}
"""Other ways to say an operator, as people type them."""


def typed_operators() -> dict[str, tuple[Operator, bool]]:
    """Every way to say an operator, with the operator and whether it is turned round; the longest first."""
    words = dict(_SYNONYMS)
    for operator, wording in WORDINGS.items():
        for says, denies in filter(None, ((wording.says, wording.denies), wording.of_dates)):
            words |= {says: (operator, False), denies: (operator, True)}
    return dict(sorted(words.items(), key=lambda item: -len(item[0])))
