"""Details as they are typed in a command: `team=North`, `default=yes`, `description=`."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

from segtui.backends.errors import ServiceError
from segtui.domain.errors import SegtuiError, Trouble
from segtui.domain.text import quoted
from segtui.domain.values import JsonValue
from segtui.workspace.detail_book import Detail, DetailBook, DetailChoice, DetailKind
from segtui.workspace.errors import DetailMissing

_MOST_NAMED = 10
_YES_NO = {"yes": True, "no": False}


class NotADetail(SegtuiError):
    """What was typed is no detail of the service's segments, or not one of its values."""

    code = "not-a-detail"
    trouble = Trouble.USAGE


async def typed_details(book: DetailBook, typed: Sequence[str], *, creating: bool) -> Mapping[str, JsonValue]:
    """Read details.

    Args:
        book: Of the service; it is asked for what it alone knows, such as its teams.
        typed: Each a key, `=` and a value.
        creating: Whether a new segment is made; some details are settled after that.

    Raises:
        NotADetail: One can't be read.
        ServiceError: The service couldn't be asked.
    """
    details = {one.key: one for one in book.details}
    values: dict[str, JsonValue] = {}
    for words in typed:
        key, mark, text = words.partition("=")
        detail = details.get(key.strip())
        if not mark or detail is None:
            raise NotADetail(
                f"{quoted(words)} sets nothing that {book.title}'s segments have.",
                hint=f"It is KEY=VALUE with one of: {', '.join(details)}."
                if details
                else "They have a name and a rule.",
            )
        if detail.only_new and not creating:
            raise NotADetail(f"The {detail.title.lower()} can be set only when a segment is made.")
        values[detail.key] = await _value(book, detail, text.strip())
    return values


async def missing_in_command(book: DetailBook, missing: DetailMissing) -> DetailMissing:
    """The same for somebody who types a command: how it is said there, and what can be chosen."""
    detail = next(one for one in book.details if one.key == missing.key)
    choices: Sequence[DetailChoice] = ()
    if detail.kind is DetailKind.CHOICE:
        with suppress(ServiceError):  # what is missing is told all the same
            choices = await book.ask(detail)
    such_as = f", such as {_named(choices)}" if choices else ""
    return DetailMissing(missing.key, missing.title, hint=f"Add --set {missing.key}=…{such_as}.")


async def _value(book: DetailBook, detail: Detail, text: str) -> JsonValue:
    match detail.kind:
        case DetailKind.TEXT:
            return text
        case DetailKind.YES_NO:
            if text.lower() not in _YES_NO:
                raise NotADetail(f"{detail.title} is yes or no, not {quoted(text)}.")
            return _YES_NO[text.lower()]
        case DetailKind.CHOICE:
            return _chosen(detail, await book.ask(detail), text)


def _chosen(detail: Detail, choices: Sequence[DetailChoice], text: str) -> JsonValue:
    """The choice that a text names by its value, or by its whole label."""
    found = [one for one in choices if str(one.value) == text] or [
        one for one in choices if one.label.casefold() == text.casefold()
    ]
    if len(found) == 1:
        return found[0].value
    known = _named(found or choices)
    what = f"means {len(found)} of them" if found else "is none that can be chosen"
    raise NotADetail(f"{detail.title}: {quoted(text)} {what}.", hint=f"Such as: {known}." if known else "")


def _named(choices: Sequence[DetailChoice]) -> str:
    return ", ".join(f"{quoted(one.label)} ({one.value})" for one in choices[:_MOST_NAMED])
