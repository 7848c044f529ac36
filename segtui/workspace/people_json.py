"""People in a JSON file: an array of objects, or an object with such an array as `persons`."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from segtui.domain.record import record
from segtui.domain.text import printable, quoted, shortened
from segtui.workspace.file_text import UnusableFile

TAG_PREFIX: Final = "tags."
"""How the column of a substitution tag begins."""

_MORE: Final = "Extra data"
"""What the library says of a second value."""

_LISTED: Final = "Several people are a list: put [ before the first, ] behind the last, and commas between them. "

_SPACE: Final = re.compile(r"[ \t\r\n]*")


@record
class JsonRows:
    """The people of a file as they come."""

    rows: Iterator[tuple[int, Mapping[str, str] | str]]
    """The line that each begins in, and the texts by their names, or why there are none."""
    remarks: tuple[str, ...]


def json_rows(text: str, name: str) -> JsonRows:
    """Read people from JSON. Numbers are taken as they are written, so that no digit of a phone number is lost.

    Args:
        text: The file.
        name: What to call it in messages.

    Raises:
        UnusableFile: It isn't JSON, or there is no array of people in it.
    """
    document = _read(text, name)
    if isinstance(document, list):
        return JsonRows(_people(text, text.index("[")), ())
    if not isinstance(document, dict) or not isinstance(document.get("persons"), list):
        raise UnusableFile(
            f"There is no list of people in {name}.",
            hint='It must be [{"email": …}, …], or an object with such a list as “persons”.',
        )
    others = [key for key in document if key != "persons"]
    told = shortened(", ".join(map(quoted, others)), 200)
    remarks = (f"Only the people were taken; left out: {told}.",) if others else ()
    return JsonRows(_people(text, _place_of_persons(text)), remarks)


class _Pairs(dict[str, Any]):
    """An object, with the names that stand in it more than once."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.twice = [key for key, times in Counter(key for key, _ in pairs).items() if times > 1]


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_Pairs, parse_int=str, parse_float=str)


def _read(text: str, name: str) -> Any:
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        line = text.split("\n")[error.lineno - 1].strip()
        trouble = UnusableFile(
            f"{name} is no JSON: in line {error.lineno}, column {error.colno}, {_expected(error.msg)}.",
            hint=f"{_LISTED if error.msg == _MORE and line.startswith('{') else ''}The line is: "
            f"{shortened(printable(line), 100)}",
        )
    except RecursionError:
        trouble = UnusableFile(f"{name} is nested too deeply to be a list of people.")
    # Raised out here: the error that was caught carries the whole file along.
    raise trouble


def _expected(said: str) -> str:
    """What the library says, as the rest of a sentence."""
    if said == "Expecting ':' delimiter":
        return "a colon is missing behind a name"
    if said == "Expecting ',' delimiter":
        return "a comma is missing, or a bracket that closes"
    if said == _MORE:
        return "there is something behind the end of the first value"
    return f"{said[:1].lower()}{said[1:]}"


def _place_of_persons(text: str) -> int:
    """Where the array of people begins, in a text that was read before."""
    place, found = _after_space(text, text.index("{") + 1), 0
    while text[place] != "}":
        key, end = _DECODER.raw_decode(text, place)
        begins = _after_space(text, _after_space(text, end) + 1)
        if key == "persons":
            found = begins  # the last of several is the one that counts
        place = _behind(text, _DECODER.raw_decode(text, begins)[1])
    return found


def _people(text: str, place: int) -> Iterator[tuple[int, Mapping[str, str] | str]]:
    """The members of an array that begins somewhere in a text that was read before."""
    place, counted, line = _after_space(text, place + 1), 0, 1
    while text[place] != "]":
        line, counted = line + text.count("\n", counted, place), place
        document, end = _DECODER.raw_decode(text, place)
        yield line, _texts(document)
        place = _behind(text, end)


def _behind(text: str, end: int) -> int:
    """Where what follows a value begins: the next one, or the closing bracket.

    Args:
        text: All of it.
        end: Where the value ends.
    """
    end = _after_space(text, end)
    return _after_space(text, end + 1) if text[end] == "," else end


def _after_space(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return found.end() if found is not None else place


def _texts(document: Any) -> Mapping[str, str] | str:
    """The texts of one person by their names, tags with `TAG_PREFIX`; or what is wrong, as a sentence."""
    if not isinstance(document, _Pairs):
        return f"It is {_kind(document)} where a person is expected."
    if document.twice:
        return f"{quoted(document.twice[0])} stands in it more than once."
    texts: dict[str, str] = {}
    for key, value in document.items():
        if key == "substitutionTags" and value is not None:
            tags = _tags(value)
            if isinstance(tags, str):
                return tags
            texts |= tags
        elif isinstance(value, str):
            texts[key] = value
        elif isinstance(value, bool):
            texts[key] = "true" if value else "false"
        elif value is not None:
            return f"{quoted(key)} is {_kind(value)} where a text is expected."
    return texts


def _tags(value: Any) -> Mapping[str, str] | str:
    if not isinstance(value, list):
        return f"“substitutionTags” is {_kind(value)} where a list is expected."
    tags: dict[str, str] = {}
    for one in value:
        tag, content = (one.get("tag"), one.get("value")) if isinstance(one, _Pairs) else (None, None)
        if not isinstance(tag, str) or not isinstance(content, str | None) or not tag:
            return 'Each of “substitutionTags” must be {"tag": "…", "value": "…"}.'
        if tags.get(f"{TAG_PREFIX}{tag}", content) != content:
            return f"The tag {quoted(tag)} has two values."
        tags[f"{TAG_PREFIX}{tag}"] = content or ""
    return tags


def _kind(value: Any) -> str:
    match value:
        case _Pairs():
            return "an object"
        case list():
            return "a list"
        case str():
            return "a text"
        case None:
            return "nothing"
        case _:
            return "a true or false" if isinstance(value, bool) else "a number"
