"""FQL, the Feedback Query Language, as text: how a stored rule is written, and the exact source of each condition.

A rule is a JSON list of conditions (flat), or of lists with a condition in each (nested, as the product's own address
bar writes it). Stored texts aren't always that: some were encoded twice, and the documentation's own examples use
single quotes, which the service stores and gives back unchanged.
"""

import ast
import json
import warnings
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Never

from segtui.domain.record import record
from segtui.domain.text import quoted
from segtui.domain.values import JsonValue

LARGEST_TEXT = 64 * 1024
"""Bytes in UTF-8. The service documents no limit; no rule of a person comes near."""

_DEEPEST = 50
"""Lists and objects inside each other; the documented forms need six."""

_BLANKS = " \t\n\r"


class Written(StrEnum):
    """How a text can be read; the values are for people."""

    JSON = "JSON"
    ENCODED_TWICE = "JSON encoded twice"
    SINGLE_QUOTED = "single-quoted text"
    UNREADABLE = "unreadable text"


@record
class Part:
    """One condition, or an inner list that doesn't hold exactly one."""

    source: str
    """Its JSON, exactly as it stands in the text; made anew where the text is no JSON."""
    value: JsonValue
    """The same, read: an object for a condition, a list for an inner list."""


@record
class Fql:
    """A text that was read."""

    written: Written
    parts: tuple[Part, ...] = ()
    is_nested: bool = False
    """Whether each part stands in a list of its own."""
    why_not: str = ""
    """Why the text can't be taken for a list of conditions, as a clause; then it has no parts."""


def read(text: str) -> Fql:
    """Read a stored rule: as JSON, as JSON inside a JSON text, as a single-quoted literal, in this order.

    Args:
        text: Whatever the service gave; neither depth nor size of it does harm.

    Returns:
        How it is written and its parts, or why it has none.
    """
    written, source, value, why_not = _as_json(text)
    if written is Written.UNREADABLE and (literal := _literal(text)) is not None:
        written, source, value, why_not = Written.SINGLE_QUOTED, json_text(literal), literal, ""
    why_not = why_not or _why_no_list(value)
    if why_not:
        return Fql(written, why_not=why_not)
    is_nested = any(isinstance(one, list) for one in value)
    return Fql(written, tuple(_parts(source)), is_nested)


def json_text(value: JsonValue) -> str:
    """A value as compact JSON. Characters stay as they are, unless there is half a one, which no request can hold."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"))
    return text


def size_of(text: str) -> int:
    """How many bytes a text takes in UTF-8."""
    return len(text.encode(errors="surrogatepass"))


def repaired(text: str) -> str | None:
    """A single-quoted or doubly encoded rule as compact JSON; None when there is nothing to repair."""
    found = read(text)
    if found.why_not or found.written is Written.JSON:
        return None
    return written_anew([part.source for part in found.parts], is_nested=found.is_nested)


def written_anew(sources: list[str], *, is_nested: bool) -> str:
    """The text of a rule made of the JSON of its parts."""
    if is_nested:
        sources = [source if source.startswith("[") else f"[{source}]" for source in sources]
    return f"[{','.join(sources)}]"


class _Repeated(ValueError):
    """An object names a key twice: readers differ in which of them counts."""


def _as_json(text: str) -> tuple[Written, str, Any, str]:
    """How a text is written, the JSON to take parts from, its value, and what speaks against it."""
    try:
        written, source, value = Written.JSON, text, loaded(text)
        if isinstance(value, str):
            written, source, value = Written.ENCODED_TWICE, value, loaded(value)
    except _Repeated as repeated:
        return Written.UNREADABLE, text, None, str(repeated)
    except RecursionError:
        return Written.UNREADABLE, text, None, "it is nested too deeply"
    except ValueError:
        return Written.UNREADABLE, text, None, "it is no JSON"
    return (
        (written, source, value, "") if not isinstance(value, str) else (Written.UNREADABLE, text, None, "it is text")
    )


def loaded(text: str) -> Any:
    """Read JSON without forgiving anything.

    Raises:
        ValueError: It is no JSON, or names a key twice; readers differ in which of them counts.
        RecursionError: It is nested very deeply.
    """
    return json.loads(text, parse_constant=_no_json, object_pairs_hook=_object)


def _no_json(constant: str) -> Never:
    raise ValueError(f"{constant} is no JSON")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    if repeated := [key for place, key in enumerate(keys) if key in keys[:place]]:
        raise _Repeated(f"it names {quoted(repeated[0])} twice in one place")
    return dict(pairs)


def _literal(text: str) -> Any:
    """The list that a text is as a Python literal, which single-quoted pseudo-JSON happens to be; None if it isn't."""
    if size_of(text) > LARGEST_TEXT or not text.lstrip(_BLANKS).startswith("["):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python's remarks on odd escapes, made about other people's text
            tree = ast.parse(text.strip(_BLANKS), mode="eval")
            value = ast.literal_eval(tree)
        # Repeated keys, and what JSON hasn't, such as sets and bytes.
        keys = [key.value for one in ast.walk(tree) if isinstance(one, ast.Dict) for key in _repeated_keys(one)]
        return None if keys or loaded(json_text(value)) != value else value
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None


def _repeated_keys(node: ast.Dict) -> Iterator[ast.Constant]:
    seen: set[object] = set()
    for key in node.keys:
        if isinstance(key, ast.Constant):
            if key.value in seen:
                yield key
            seen.add(key.value)


def _why_no_list(value: JsonValue) -> str:
    if not isinstance(value, list):
        return "it is no list of conditions"
    if _depth(value) > _DEEPEST:
        return "it is nested too deeply"
    if not all(isinstance(one, Mapping | list) for one in value):
        return "it holds something other than conditions"
    if any(isinstance(one, list) for one in value) and any(isinstance(one, Mapping) for one in value):
        return "it mixes conditions with lists of conditions"
    return ""


def _depth(value: JsonValue) -> int:
    """How many lists and objects stand inside each other, counted without calls in calls."""
    depth, layer = 0, [value]
    while layer := [one for one in layer if isinstance(one, Mapping | list)]:
        depth += 1
        layer = [inner for one in layer for inner in (one.values() if isinstance(one, Mapping) else one)]
    return depth


def _parts(source: str) -> Iterator[Part]:
    for start, end, value in spans(source):
        if isinstance(value, list) and len(value) == 1:
            ((inner, stop, only),) = spans(source[start:end])
            yield (
                Part(source[start + inner : start + stop], only)
                if isinstance(only, dict)
                else Part(source[start:end], value)
            )
        else:
            yield Part(source[start:end], value)


def spans(source: str) -> Iterator[tuple[int, int, JsonValue]]:
    """Where each member of a JSON list stands in its text, and what it is.

    Args:
        source: Valid JSON of a list.
    """
    decoder = json.JSONDecoder()
    place = _next(source, _next(source, 0) + 1)
    while source[place] != "]":
        value, end = decoder.raw_decode(source, place)
        yield place, end, value
        place = _next(source, end)
        if source[place] == ",":
            place = _next(source, place + 1)


def _next(source: str, place: int) -> int:
    """The first place from here that isn't blank."""
    while source[place] in _BLANKS:
        place += 1
    return place
