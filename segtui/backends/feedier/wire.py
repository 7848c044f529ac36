"""Feedier's answers, read tolerantly: each endpoint shows other fields of the same thing, and few are documented.

Only an id has to be there. A single object comes bare or as `{"data": {…}}`, a list as an array or under `data`. Who
may edit a segment is documented as `editable_by` and answered as `assigned_to`. `links` are pages beside a list, and
whom a segment is given to inside of one. What is kept of an answer is kept verbatim in `raw`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from segtui.backends.answer_fields import AnswerFields
from segtui.backends.errors import UnexpectedReply
from segtui.backends.feedier.codec import decode, text_of
from segtui.backends.feedier.details import DEFAULT, DESCRIPTION, EDITORS, FIELDS_OF, TEAM
from segtui.backends.feedier.fields import lead_fields
from segtui.backends.feedier.refusals import is_whole_number
from segtui.domain.leads import Lead
from segtui.domain.segments import Segment, SegmentLink
from segtui.domain.values import JsonValue

_NAMES_OF_EDITORS = (FIELDS_OF[EDITORS], "assigned_to")
"""Two names of one field: that of requests and of the documentation, and that of answers."""

_KINDS = {"team", "user"}


@dataclass(frozen=True)
class Identified:
    """What has an id, as all rows of lists do. Ids are whole numbers, and texts of them within segtui."""

    id: str


@dataclass(frozen=True)
class Target(Identified):
    """A team or a user."""

    called: str
    """What tells it from others of its kind: several users may have one name."""


@dataclass(frozen=True)
class Report(Identified):
    """A report of the product; it may show what a segment selects."""

    name: str
    segment_id: str


T = TypeVar("T", bound=Identified)

Read: TypeAlias = Callable[[object, str], T]
"""Reads one object of an answer; is told what the answer should be."""


def read_target(document: object, what: str) -> Target:
    """A team or a user."""
    fields = _fields(document, what)
    return Target(_id(fields), _called(fields))


def read_report(document: object, what: str) -> Report:
    """A report."""
    fields = _fields(document, what)
    return Report(_id(fields), fields.text("name"), _some_id(fields, "segment_id"))


def _fields(document: object, what: str) -> AnswerFields:
    return AnswerFields(document, f"Feedier's answer is no {what}")


def _id(fields: AnswerFields) -> str:
    number = fields.raw.get("id")
    return str(number) if isinstance(number, int) and not isinstance(number, bool) else fields.needed("id")


def _some_id(fields: AnswerFields, name: str) -> str:
    """The id of something else, empty when there is none."""
    value = fields.raw.get(name)
    return str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""


def _flag(fields: AnswerFields, name: str) -> bool | None:
    value = fields.raw.get(name)
    return bool(int(value)) if isinstance(value, bool | int | str) and str(value) in _FLAGS else None


_FLAGS = {"True", "False", "1", "0"}


def _called(fields: AnswerFields) -> str:
    """How a team or a user is shown. Only users have an e-mail."""
    name, email = fields.text("name"), fields.text("email")
    return f"{name} <{email}>" if name and email else name or email


def one_object(document: object, what: str) -> Mapping[str, JsonValue]:
    """A single object, bare or wrapped.

    Raises:
        UnexpectedReply: It isn't one.
    """
    if isinstance(document, dict) and list(document) == ["data"]:
        document = document["data"]
    if not isinstance(document, dict):
        raise UnexpectedReply(f"Feedier should have answered with a {what}.")
    return document


def rows_of(document: object, what: str) -> list[object]:
    """The rows of a list, in any of its shapes.

    Raises:
        UnexpectedReply: It is none.
    """
    rows = document.get("data") if isinstance(document, dict) else document
    if not isinstance(rows, list):
        raise UnexpectedReply(f"Feedier should have answered with a list of {what}.")
    return rows


def meta_number(document: object, key: str) -> int | None:
    """A number that a list says about itself, such as `total` or `last_page`; None when it doesn't."""
    meta = document.get("meta") if isinstance(document, dict) else None
    number = meta.get(key) if isinstance(meta, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) and number >= 0 else None


def next_link(document: object) -> bool | None:
    """Whether a list says that another page follows; None when it says nothing. The address itself is never used."""
    links = document.get("links") if isinstance(document, dict) else None
    return links["next"] is not None if isinstance(links, dict) and "next" in links else None


def has_next_page(document: object, page: int) -> bool:
    """Whether another page follows one of a list that has page numbers.

    How many rows were asked for tells nothing, because nobody knows which lists heed it.

    Args:
        document: The page.
        page: Its number, from 1.
    """
    if not rows_of(document, "rows"):
        return False
    last = meta_number(document, "last_page")
    if last is not None:
        return page < last
    follows = next_link(document)
    return True if follows is None else follows


def merged(known: Mapping[str, JsonValue], told: Mapping[str, JsonValue]) -> Mapping[str, JsonValue]:
    """What is known of an object after an answer that shows only a part of it."""
    renamed = _NAMES_OF_EDITORS if any(key in told for key in _NAMES_OF_EDITORS) else ()
    return {**{key: value for key, value in known.items() if key not in renamed}, **told}


def read_segment(raw: Mapping[str, JsonValue]) -> Segment:
    """A segment of a document that `one_object` or a list gave.

    What the document doesn't show isn't in `details` either: not known is something else than empty.
    """
    fields = _fields(raw, "segment")
    team = _some_id(fields, "team_id")
    editors = next((name for name in _NAMES_OF_EDITORS if name in raw), EDITORS)
    details: dict[str, JsonValue] = {
        TEAM: int(team) if is_whole_number(team) else team or None,
        DEFAULT: _flag(fields, "is_default"),
        EDITORS: fields.text(editors) or None,
    }
    details = {key: value for key, value in details.items() if value is not None}
    if "description" in raw:
        details[DESCRIPTION] = fields.text("description")
    return Segment(
        id=_id(fields),
        name=fields.text("name"),
        rule=decode(raw),
        created_at=fields.moment("created_at"),
        updated_at=fields.moment("updated_at"),
        details=details,
        written=text_of(raw),
        links=_links(raw),
        raw=raw,
    )


def read_lead(document: object) -> Lead:
    """A feedback, named by what it says about the person's name; it may say nothing."""
    number = _id(_fields(document, "feedback"))
    raw = one_object(document, "feedback")
    fields = lead_fields(raw)
    attributes = fields.get("Attribute")
    name = attributes.get("name") if isinstance(attributes, Mapping) else None
    return Lead(number, name if isinstance(name, str) else "", raw, fields)


def _links(raw: Mapping[str, JsonValue]) -> tuple[SegmentLink, ...] | None:
    listed = raw.get("links")
    if not isinstance(listed, list):
        return None
    return tuple(_link(_fields(one, "link of a segment")) for one in listed)


def _link(fields: AnswerFields) -> SegmentLink:
    """A link; its kind is the last part of a class name of the service, in small letters where it is one we know."""
    last = fields.text("linkable_type").rpartition("\\")[2]
    kind = last.lower() if last.lower() in _KINDS else last
    linked = fields.raw.get("linkable")
    called = _called(_fields(linked, "link of a segment")) if isinstance(linked, Mapping) else ""
    return SegmentLink(_some_id(fields, "id"), kind, _some_id(fields, "linkable_id"), called)
