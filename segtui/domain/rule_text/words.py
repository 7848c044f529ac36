"""The words of the text form that have a meaning, and what may stand without quotes."""

import re
from functools import cache

from segtui.domain.instants import parse_instant
from segtui.domain.operators import typed_operators

RESERVED = frozenset({"and", "or", "not", "all", "any", "everybody", "nobody", "not-understood"})
"""No field and no text is written so without quotes."""

_NO_TEXTS = frozenset({"yes", "no", "true", "false", "null", "last", "next", "today", "now", "day", "instant", "to"})
"""No text is written so without quotes either: they begin other values."""

_BARE = re.compile(r"[^\W\d][\w.@/+-]*")
"""A field or a text that needs no quotes."""

_BARE_INSTANT = re.compile(r"\d{4}-\d\d-\d\d(T[0-9:.]+(Z|[+-]\d\d:?\d\d)?)?", re.ASCII)


@cache
def _words_of_operators() -> frozenset[str]:
    """Behind an operator, these may be read as more of it: `is` `null`."""
    return frozenset(word for words in typed_operators() for word in words.split())


def is_bare_field(name: str) -> bool:
    """Whether a field's name needs no quotes."""
    return _BARE.fullmatch(name) is not None and name.lower() not in RESERVED and name.isprintable()


def is_bare_text(text: str) -> bool:
    """Whether a text needs no quotes."""
    return is_bare_field(text) and text.lower() not in _NO_TEXTS | _words_of_operators()


def is_bare_instant(written: str) -> bool:
    """Whether an instant needs no word in front."""
    return _BARE_INSTANT.fullmatch(written) is not None and parse_instant(written) is not None
