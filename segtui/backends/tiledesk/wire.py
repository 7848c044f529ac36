"""Tiledesk's answers, read tolerantly: the vendor's page, the server's source and a running server differ in details.

An id is `_id` or `id`; a list is an envelope, a bare array, or under `data`; an update stores anything, so a segment
may lack its name or hold `null` where a list belongs. What is kept of an answer is kept verbatim in `raw`.
"""

from collections.abc import Mapping

from pydantic import AliasChoices, Field, SecretStr

from segtui.backends.exchanges import AnyMoment, AnyText, P, Part, number_of, read, rows_of
from segtui.backends.tiledesk.codec import decode
from segtui.domain.leads import Lead
from segtui.domain.segments import Segment, SegmentState
from segtui.domain.values import JsonValue

ACTIVE = 100
"""The status of a segment that isn't deleted, and of a normal lead."""


class Reply(Part):
    """What every answer has in common."""

    service = "Tiledesk"


class SignedIn(Reply):
    """The answer to a sign-in. Its `user` holds the password's hash on one server path, so only the token is read."""

    token: SecretStr = Field(min_length=1)
    """The whole header value, "JWT " included."""


class Me(Reply):
    """The account that is signed in."""

    email: AnyText = ""


class ProjectItself(Reply):
    """A project; deleted ones are listed too, with another status."""

    id: str = Field(validation_alias=AliasChoices("_id", "id"))
    name: AnyText = ""
    status: int | None = ACTIVE


class Membership(Reply):
    """One element of the list of projects: our role in it, and the whole project under `id_project`."""

    role: AnyText = ""
    id_project: ProjectItself | None = None


class CustomProperty(Reply):
    """A custom property of the project's leads; rules name it `properties.<name>`."""

    name: AnyText = ""
    label: AnyText = ""


class _SegmentReply(Reply):
    id: str = Field(validation_alias=AliasChoices("_id", "id"), min_length=1)
    name: AnyText = ""
    status: int | None = ACTIVE
    id_project: str | None = None
    createdBy: AnyText = ""  # noqa: N815 - the service's spelling
    createdAt: AnyMoment = None  # noqa: N815 - the service's spelling
    updatedAt: AnyMoment = None  # noqa: N815 - the service's spelling


class _LeadReply(Reply):
    id: str = Field(validation_alias=AliasChoices("_id", "id"), min_length=1)
    fullname: AnyText = ""
    email: AnyText = ""


def read_list(model: type[P], document: object, key: str) -> list[P]:
    """Read all objects of a list, in any of its shapes."""
    return [read(model, one, f"list of {key}") for one in read_page(document, key)[0]]


def read_page(document: object, key: str) -> tuple[list[JsonValue], int | None]:
    """The rows of a list in any of its shapes, and how many there are on all pages when the answer says so."""
    total = number_of(document.get("count")) if isinstance(document, dict) else None
    return rows_of(document, Reply.service, key, key), total


def read_segment(document: object) -> tuple[Segment, str | None]:
    """A segment and the project it belongs to; a ghost, made by changing what didn't exist, belongs to none."""
    reply = read(_SegmentReply, document, "segment")
    raw = _object(document)
    segment = Segment(
        id=reply.id,
        name=reply.name,
        rule=decode(raw),
        created_at=reply.createdAt,
        updated_at=reply.updatedAt,
        created_by=reply.createdBy or None,
        state=SegmentState.ACTIVE if reply.status == ACTIVE else SegmentState.DELETED,
        raw=raw,
    )
    return segment, reply.id_project


def read_lead(document: object) -> Lead:
    """A lead, named as Tiledesk's own dashboard would: by full name, else by e-mail."""
    reply = read(_LeadReply, document, "lead")
    return Lead(reply.id, reply.fullname or reply.email, _object(document))


def _object(document: object) -> Mapping[str, JsonValue]:
    assert isinstance(document, dict)  # noqa: S101 - a model has been read from it
    return document
