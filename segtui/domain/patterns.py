r"""Regular expressions typed by people or found in rules, tried without letting one stop the program.

Services hand a pattern to a PCRE engine. The `regex` library is the nearest to it in Python (possessive quantifiers,
`\p{L}`, POSIX classes) and can be stopped after a while, which `re` can't: `(a+)+$` on forty letters takes for ever.
"""

import re
import time
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_SPECIAL = frozenset("\\^$.|?*+()[{")
"""What means something else than itself in PCRE outside a character class."""

_ESCAPE = r"\\[pPxoNgk]\{[^}]*\}|\\."

_ESCAPE_OR_BRACE = re.compile(_ESCAPE + r"|\{(?!\d+(?:,\d*)?\})", re.DOTALL)
"""Escapes, stepped over as a whole, and braces that begin no quantifier."""

_LARGEST_PATTERN = 64 * 1024
"""Characters with all repetitions written out; about PCRE's own limit. Compiling more can take all memory."""

_PART = re.compile(rf"({_ESCAPE}|[\w\].])?\{{(\d+)(?:,(\d*))?\}}|{_ESCAPE}|.", re.DOTALL)
"""A counted repetition, with what it repeats where that is one character or class; or an escape; or a character."""


class InvalidPattern(ValueError):
    """A text that isn't a regular expression; the message says why and where."""


def escaped(text: str) -> str:
    """The pattern that finds exactly this text."""
    return "".join(f"\\{character}" if character in _SPECIAL else character for character in text)


def literal_text(pattern: str) -> str | None:
    """The text that a pattern finds when it is just an escaped or a plain text.

    Returns:
        The text whose `escaped` form the pattern is, or None when the pattern is more than a text.
    """
    text = re.sub(r"\\(.)", r"\1", pattern, flags=re.DOTALL)
    return text if escaped(text) == pattern else None


def special_characters(pattern: str) -> str:
    """The characters of a pattern that don't stand for themselves, each once, in order of appearance."""
    bare = re.sub(r"\\.", "", pattern, flags=re.DOTALL)
    return "".join(dict.fromkeys(character for character in bare if character in _SPECIAL))


@lru_cache(maxsize=256)
def compiled(pattern: str) -> "regex.Pattern[str]":
    """Compile a pattern the way PCRE would read it.

    A brace that begins no quantifier is a plain character in PCRE, but fuzzy matching in `regex`; it is taken as plain.

    Raises:
        InvalidPattern: It can't be compiled.
    """
    import regex  # noqa: PLC0415 - 10 ms, and the first screen hardly ever has a pattern

    plain_braces = _ESCAPE_OR_BRACE.sub(lambda found: "\\{" if found[0] == "{" else found[0], pattern)
    if _written_out(plain_braces) > _LARGEST_PATTERN:
        raise InvalidPattern("it is too large")
    try:
        return regex.compile(plain_braces, regex.V0)
    except (regex.error, ValueError) as error:  # the latter for flags that exclude each other, such as (?V1)
        raise InvalidPattern(str(error)) from error
    except (OverflowError, RecursionError) as error:
        raise InvalidPattern("it is nested too deeply") from error


def _written_out(pattern: str) -> int:
    """The most characters that a pattern can become with its counted repetitions written out.

    A repeated group counts for all that stands before it: where it really begins, only a whole parser could say.
    """
    size = 0
    for part in _PART.finditer(pattern):
        one, low, high = part.groups()
        count = high or low
        if count is None:
            size += len(part[0])
        elif len(count) > 6:  # noqa: PLR2004 - more digits than any size allowed has
            return _LARGEST_PATTERN + 1
        else:
            size = size + int(count) if one else size * max(1, int(count))
    return size


class PatternSearch:
    """Looks for patterns in many texts within a time they all share.

    Args:
        seconds: The time for all searches together. What doesn't fit into it is left unanswered.
        longest_try: Seconds for a single search.
    """

    def __init__(self, seconds: float = 0.25, *, longest_try: float = 0.05) -> None:
        self._seconds_left = seconds
        self._longest_try = longest_try

    def found(self, pattern: str, text: str) -> bool | None:
        """Whether a pattern is found anywhere in a text; None when it is invalid or that can't be told in time."""
        if self._seconds_left <= 0:
            return None
        started = time.monotonic()
        try:
            limit = min(self._seconds_left, self._longest_try)
            return compiled(pattern).search(text, timeout=limit) is not None
        except TimeoutError:
            return None
        except InvalidPattern:
            return None
        finally:
            self._seconds_left -= time.monotonic() - started
