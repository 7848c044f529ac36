"""A rule's text laid out for an editor, and put together again. Only blanks between its words come and go."""

import json
import re
from collections.abc import Sequence

_WORD = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{},:]|[^\s\[\]{},:"]+')

_WIDTH = 72
"""What may stay on one line, with its indent; an editor in a terminal of 80 columns has that much."""

_ON_ONE_LINE = {",": ", ", ":": ": "}


def pretty(text: str) -> str:
    """A text on several lines, a condition on each where it fits; what is no JSON stays as it is."""
    if not _is_json(text):
        return text
    words = _WORD.findall(text)
    ends, widths = _ends(words), _widths(words)
    laid: list[str] = []
    depth = place = 0
    while place < len(words):
        word = words[place]
        end = ends.get(place, place)
        fits = place > 0 and 2 * depth + widths[end + 1] - widths[place] <= _WIDTH
        if end == place + 1 or (end > place and fits):
            laid += (_ON_ONE_LINE.get(one, one) for one in words[place : end + 1])
            place = end
        elif word in "[{":
            depth += 1
            laid += [word, _line(depth)]
        elif word in "]}":
            depth -= 1
            laid += [_line(depth), word]
        else:
            laid += [word, _line(depth)] if word == "," else [_ON_ONE_LINE.get(word, word)]
        place += 1
    return "".join(laid)


def compact(text: str) -> str:
    """A text without blanks between its words, each as it stands; what is no JSON stays as it is."""
    return "".join(_WORD.findall(text)) if _is_json(text) else text


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _ends(words: Sequence[str]) -> dict[int, int]:
    """Where each bracket is closed."""
    ends, opened = {}, []
    for place, word in enumerate(words):
        if word in "[{":
            opened.append(place)
        elif word in "]}":
            ends[opened.pop()] = place
    return ends


def _widths(words: Sequence[str]) -> list[int]:
    """How long all words before each place are on one line."""
    widths = [0]
    for word in words:
        widths.append(widths[-1] + len(_ON_ONE_LINE.get(word, word)))
    return widths


def _line(depth: int) -> str:
    return "\n" + "  " * depth
