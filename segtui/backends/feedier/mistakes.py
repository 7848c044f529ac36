"""Where a text that was typed stops being FQL, for whoever typed it."""

import json
from collections.abc import Iterator, Mapping

from segtui.backends.base import TextMistake
from segtui.backends.feedier.fql import LARGEST_TEXT, loaded, read, size_of, spans
from segtui.domain.text import quoted
from segtui.domain.values import JsonValue

_EXPECTED = {
    "Expecting value": "A value was expected here: a text in double quotes, a number or a list.",
    "Expecting property name enclosed in double quotes": "A name in double quotes was expected here.",
    "Expecting ':' delimiter": "A colon was expected here.",
    "Expecting ',' delimiter": "A comma or a closing bracket was expected here.",
    "Unterminated string": "The quote that begins here isn't closed.",
    "Invalid control character": "A line break or another control character can't stand in a text.",
    "Invalid \\": "A backslash stands here without what it escapes.",
    "Extra data": "The rule ends before this.",
    "Illegal trailing comma": "Behind a comma, one more part was expected.",
}
"""What Python's JSON reader says, and what to tell a person."""

_LIST = "A list of conditions was expected: [{…}, {…}], or [] for all feedback."


def text_mistakes(text: str) -> tuple[TextMistake, ...]:
    """What keeps a text from being FQL as it is sent: valid JSON, a list of conditions.

    Names of filters and operators aren't looked at, since not all of the service's are known.

    Args:
        text: As typed.

    Returns:
        Where and what, in the order of the text; empty when it can be read.
    """
    if size_of(text) > LARGEST_TEXT:
        return (TextMistake(1, 1, f"A rule may have {LARGEST_TEXT // 1024} KB; this one has more."),)
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        return (TextMistake(error.lineno, error.colno, _expected(error, text)),)
    except (ValueError, RecursionError):
        return (TextMistake(1, 1, "This is too large a number, or too deeply nested, for any reader."),)
    if not isinstance(value, list):
        return (_at(text, len(text) - len(text.lstrip()), _LIST),)
    found = tuple(_at(text, place, message) for place, message in _in_list(text))
    why_not = read(text).why_not
    return found or ((TextMistake(1, 1, f"This can't be read as a rule: {why_not}."),) if why_not else ())


def _expected(error: json.JSONDecodeError, text: str) -> str:
    if text[error.pos : error.pos + 1] == "'":
        return "Texts and names need double quotes here, not single ones."
    if not text.strip():
        return _LIST
    return next((words for said, words in _EXPECTED.items() if error.msg.startswith(said)), "This is no JSON.")


def _at(text: str, place: int, message: str) -> TextMistake:
    return TextMistake(text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place), message)


def _in_list(text: str) -> Iterator[tuple[int, str]]:
    """The places of members that are no conditions, nor lists of some."""
    for start, end, value in spans(text):
        if not isinstance(value, list):
            yield from ((start, message) for message in _in_condition(text[start:end], value))
        elif not value:
            yield start, "A condition was expected in this list."
        else:
            for inner, stop, one in spans(text[start:end]):
                source = text[start + inner : start + stop]
                yield from ((start + inner, message) for message in _in_condition(source, one))


def _in_condition(source: str, value: JsonValue) -> Iterator[str]:
    try:
        loaded(source)
    except ValueError as error:
        yield f"This can't be read as a condition: {error}."
        return
    if not isinstance(value, Mapping):
        yield 'A condition was expected here, such as {"Form": {"$in": [11]}}.'
    elif len(value) != 1:
        yield "A condition has exactly one filter; what is asked of another is a condition of its own."
    else:
        ((name, said),) = value.items()
        while isinstance(said, Mapping) and len(said) == 1 and not next(iter(said)).startswith("$") and "" not in said:
            said = next(iter(said.values()))
        if not isinstance(said, Mapping) or not said:
            yield f'An operator and its value were expected behind {quoted(name)}, such as {{"$in": [11]}}.'
        elif "" in said:
            yield f"An operator of {quoted(name)} has no name. A shell may have replaced “$in” by nothing."
