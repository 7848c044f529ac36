"""Feedier's answers, read tolerantly: each endpoint shows other fields of the same thing, and few are documented.

Only an id has to be there. A single object comes bare or as `{"data": {…}}`, a list as an array or under `data`. Who
may edit a segment is documented as `editable_by` and answered as `assigned_to`. `links` are pages beside a list, and
whom a segment is given to inside of one. What is kept of an answer is kept verbatim in `raw`.
"""

from collections.abc import Mapping
from typing import Annotated

from pydantic import AliasChoices, BeforeValidator, Field

from segtui.backends import exchanges
from segtui.backends.errors import UnexpectedReply
from segtui.backends.exchanges import AnyMoment, AnyText, Part, number_of, read
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


def _id(value: object) -> object:
    """Ids are whole numbers, and texts of them within segtui."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _some_id(value: object) -> str:
    """The id of something else, empty when there is none."""
    return str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""


def _flag(value: object) -> bool | None:
    return bool(int(value)) if isinstance(value, bool | int | str) and str(value) in _FLAGS else None


_FLAGS = {"True", "False", "1", "0"}

AnyId = Annotated[str, BeforeValidator(_id), Field(min_length=1)]
SomeId = Annotated[str, BeforeValidator(_some_id)]
AnyFlag = Annotated[bool | None, BeforeValidator(_flag)]


class Reply(Part):
    """What every answer has in common."""

    service = "Feedier"


class Called(Reply):
    """A team or a user as far as one is shown. Only users have an e-mail."""

    name: AnyText = ""
    email: AnyText = ""

    @property
    def called(self) -> str:
        """What tells it from others of its kind: several users may have one name."""
        return f"{self.name} <{self.email}>" if self.name and self.email else self.name or self.email


class Identified(Reply):
    """What has an id, as all rows of lists do."""

    id: AnyId


class Target(Called, Identified):
    """A team or a user."""


class Report(Identified):
    """A report of the product; it may show what a segment selects."""

    name: AnyText = ""
    segment_id: SomeId = ""


class _LinkReply(Reply):
    id: SomeId = ""
    linkable_type: AnyText = ""
    linkable_id: SomeId = ""
    linkable: Annotated[Called, BeforeValidator(lambda value: value if isinstance(value, dict) else {})] = Called()


class _SegmentReply(Identified):
    name: AnyText = ""
    team_id: SomeId = ""
    description: AnyText = ""
    is_default: AnyFlag = None
    editors: AnyText = Field("", validation_alias=AliasChoices(*_NAMES_OF_EDITORS))
    created_at: AnyMoment = None
    updated_at: AnyMoment = None


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


def rows_of(document: object, what: str) -> list[JsonValue]:
    """The rows of a list, in any of its shapes.

    Raises:
        UnexpectedReply: It is none.
    """
    return exchanges.rows_of(document, Reply.service, what)


def meta_number(document: object, key: str) -> int | None:
    """A number that a list says about itself, such as `total` or `last_page`; None when it doesn't."""
    meta = document.get("meta") if isinstance(document, dict) else None
    return number_of(meta.get(key)) if isinstance(meta, dict) else None


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
    reply = read(_SegmentReply, raw, "segment")
    details: dict[str, JsonValue] = {
        TEAM: int(reply.team_id) if is_whole_number(reply.team_id) else reply.team_id or None,
        DEFAULT: reply.is_default,
        EDITORS: reply.editors or None,
    }
    details = {key: value for key, value in details.items() if value is not None}
    if "description" in raw:
        details[DESCRIPTION] = reply.description
    return Segment(
        id=reply.id,
        name=reply.name,
        rule=decode(raw),
        created_at=reply.created_at,
        updated_at=reply.updated_at,
        details=details,
        written=text_of(raw),
        links=_links(raw),
        raw=raw,
    )


def read_lead(document: object) -> Lead:
    """A feedback, named by what it says about the person's name; it may say nothing."""
    reply = read(Identified, document, "feedback")
    raw = one_object(document, "feedback")
    fields = lead_fields(raw)
    attributes = fields.get("Attribute")
    name = attributes.get("name") if isinstance(attributes, Mapping) else None
    return Lead(reply.id, name if isinstance(name, str) else "", raw, fields)


def _links(raw: Mapping[str, JsonValue]) -> tuple[SegmentLink, ...] | None:
    listed = raw.get("links")
    if not isinstance(listed, list):
        return None
    return tuple(_link(read(_LinkReply, one, "link of a segment")) for one in listed)


def _link(reply: _LinkReply) -> SegmentLink:
    """A link; its kind is the last part of a class name of the service, in small letters where it is one we know."""
    last = reply.linkable_type.rpartition("\\")[2]
    kind = last.lower() if last.lower() in _KINDS else last
    return SegmentLink(reply.id, kind, reply.linkable_id, reply.linkable.called)
