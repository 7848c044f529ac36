"""ChatBot.com's answers, read tolerantly: lists come bare or under `data`, and fields may be missing."""

from collections.abc import Mapping
from datetime import datetime

from segtui.backends import exchanges
from segtui.backends.chatbot.details import KEPT, LIST
from segtui.backends.chatbot.fields import user_fields
from segtui.backends.errors import UnexpectedReply
from segtui.backends.exchanges import moment_of, number_of
from segtui.domain.counting import Certainty, Count, Source
from segtui.domain.leads import Lead
from segtui.domain.segments import Segment, SegmentKind
from segtui.domain.values import JsonValue


def rows_of(document: object, what: str) -> list[Mapping[str, JsonValue]]:
    """The rows of a list: a bare array, or one under `data`.

    Raises:
        UnexpectedReply: It is no list of objects.
    """
    rows = exchanges.rows_of(document, "ChatBot.com", what)
    objects: list[Mapping[str, JsonValue]] = [row for row in rows if isinstance(row, dict)]
    if len(objects) < len(rows):
        raise UnexpectedReply(f"ChatBot.com's list of {what} holds something else.")
    return objects


def count_of(document: object) -> int | None:
    """What a page says in `count`; whether it counts the page or everybody isn't known."""
    return number_of(document.get("count")) if isinstance(document, Mapping) else None


def id_of(document: object, what: str) -> str:
    """The id of an object, or of the only one in an array.

    Raises:
        UnexpectedReply: It has none.
    """
    if isinstance(document, list) and len(document) == 1:
        document = document[0]
    found = document.get("id") if isinstance(document, Mapping) else None
    if not isinstance(found, str) or not found:
        raise UnexpectedReply(f"ChatBot.com's answer has no id of a {what}.")
    return found


def read_segment(raw: Mapping[str, JsonValue], now: datetime) -> Segment:
    """A list, as the service shows it at some moment.

    Raises:
        UnexpectedReply: It has no id.
    """
    segment_id, name, users, created = (
        id_of(raw, "segment"),
        raw.get("name"),
        number_of(raw.get("users")),
        raw.get("createdAt"),
    )
    return Segment(
        id=segment_id,
        name=name if isinstance(name, str) else "",
        rule=None,
        kind=SegmentKind.REMOTE_LIST,
        size=Count(users, Certainty.EXACT, Source.SERVER, now) if users is not None else None,
        created_at=moment_of(created),
        details={KEPT: LIST},
        raw=raw,
    )


def read_user(raw: Mapping[str, JsonValue]) -> Lead:
    """A user, named by what a bot was told.

    Raises:
        UnexpectedReply: It has no id.
    """
    fields = user_fields(raw)
    name = fields.get("default_name")
    return Lead(id_of(raw, "user"), name if isinstance(name, str) else "", raw, fields)
