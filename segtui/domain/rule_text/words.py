"""The words of the text form that have a meaning, and what may stand without quotes."""

import re
from functools import cache

from segtui.domain.instants import parse_instant
from segtui.domain.operators import WORDINGS, Operator

RESERVED = frozenset({"and", "or", "not", "all", "any", "everybody", "nobody", "not-understood"})
"""No field and no text is written so without quotes."""

_NO_TEXTS = frozenset({"yes", "no", "true", "false", "null", "last", "next", "today", "now", "day", "instant", "to"})
"""No text is written so without quotes either: they begin other values."""

_BARE = re.compile(r"[^\W\d][\w.@/+-]*")
"""A field or a text that needs no quotes."""

_BARE_INSTANT = re.compile(r"\d{4}-\d\d-\d\d(T[0-9:.]+(Z|[+-]\d\d:?\d\d)?)?", re.ASCII)


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
    "is not null": (Operator.HAS_NO_VALUE, True),
    "is null": (Operator.HAS_NO_VALUE, False),
    "is empty": (Operator.HAS_NO_VALUE, False),
    "is not empty": (Operator.HAS_NO_VALUE, True),
}
"""Other ways to say an operator, as people type them."""


def operator_words() -> dict[str, tuple[Operator, bool]]:
    """Every way to say an operator, with the operator and whether it is turned round; the longest first."""
    words = dict(_SYNONYMS)
    for operator, wording in WORDINGS.items():
        for says, denies in filter(None, ((wording.says, wording.denies), wording.of_dates)):
            words |= {says: (operator, False), denies: (operator, True)}
    return dict(sorted(words.items(), key=lambda item: -len(item[0])))


@cache
def _words_of_operators() -> frozenset[str]:
    """Behind an operator, these may be read as more of it: `is` `null`."""
    return frozenset(word for words in operator_words() for word in words.split())


def is_bare_field(name: str) -> bool:
    """Whether a field's name needs no quotes."""
    return _BARE.fullmatch(name) is not None and name.lower() not in RESERVED and name.isprintable()


def is_bare_text(text: str) -> bool:
    """Whether a text needs no quotes."""
    return is_bare_field(text) and text.lower() not in _NO_TEXTS | _words_of_operators()


def is_bare_instant(written: str) -> bool:
    """Whether an instant needs no word in front."""
    return _BARE_INSTANT.fullmatch(written) is not None and parse_instant(written) is not None
