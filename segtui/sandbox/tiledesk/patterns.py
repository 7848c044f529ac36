"""Regular expressions as the database runs them: searched in a text, and given up when they cost too much.

The database's engine, PCRE, limits a pattern's length, its compiled size and the steps of a match, and the query
fails at each limit. Here the same process draws the screen, so the limits aren't only there for likeness.
"""

import math
import re
import time
import warnings
from collections.abc import Callable

from segtui.sandbox.tiledesk.errors import Uncaught

_MOST_CHARACTERS = 32_764
"""The database's own limit on a pattern's length."""

_MOST_COMPILED = 65_536
"""About PCRE's limit: 64 KiB. `regex` has none, and `((a{1000}){1000}){1000}` takes all memory when it is compiled."""

_SECONDS = 0.25
"""For one pattern over all leads of a request. An honest one needs a fiftieth of that for 5,000 leads."""

_LEAST_COUNT = re.compile(r"\{([0-9]+)")
_UNREAD = re.compile(r"#[^\n]*|\s")
"""What a pattern with the flag `x` may hold between the digits of a count."""


_ESCAPED_OR_LOOSE_BRACE = re.compile(r"\\[pPNoxgk]\{[^}]*\}|\\.|\{(?![0-9]+(?:,[0-9]*)?\})", re.DOTALL)
"""What is escaped, as a whole, and braces that count nothing: plain in PCRE, fuzzy matching to `regex`."""


def _plain(found: re.Match[str]) -> str:
    return r"\{" if found[0] == "{" else found[0]


def searcher(pattern: str) -> Callable[[str], bool]:
    """Compile a pattern for one request.

    Returns:
        Says whether the pattern is found in a text. It raises `Uncaught` when the time for all texts is used up.

    Raises:
        Uncaught: It is no pattern, or too big a one.
    """
    import regex  # noqa: PLC0415 - 10 ms, and the demo's first screen has no pattern

    if len(pattern) > _MOST_CHARACTERS or _compiled_size(pattern) > _MOST_COMPILED:
        raise Uncaught("the pattern is too large")
    try:
        with warnings.catch_warnings(action="ignore"):
            compiled = regex.compile(_ESCAPED_OR_LOOSE_BRACE.sub(_plain, pattern))
    except (regex.error, RecursionError) as error:
        raise Uncaught(f"no pattern: {error}") from error
    end = time.monotonic() + _SECONDS

    def found_in(text: str) -> bool:
        try:
            return compiled.search(text, timeout=end - time.monotonic()) is not None
        except TimeoutError as error:
            raise Uncaught("the pattern takes too long") from error

    return found_in


def _compiled_size(pattern: str) -> int:
    """Estimate how much a pattern grows when its counted repeats are written out, all inside each other."""
    counts = (_LEAST_COUNT.findall(text) for text in (pattern, _UNREAD.sub("", pattern)))
    most = max(math.prod(min(int(count[:9]), _MOST_COMPILED) or 1 for count in found) for found in counts)
    return len(pattern) * most
