"""Tiledesk's answers, read tolerantly: the vendor's page, the server's source and a running server differ in details.

An id is `_id` or `id`; a list is an envelope, a bare array, or under `data`; an update stores anything, so a segment
may lack its name or hold `null` where a list belongs. What is kept of an answer is kept verbatim in `raw`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from segtui.backends.answer_fields import AnswerFields
from segtui.backends.errors import UnexpectedReply
from segtui.backends.tiledesk.codec import decode
from segtui.domain.leads import Lead
from segtui.domain.secret import Secret
from segtui.domain.segments import Segment, SegmentState

T = TypeVar("T")

ACTIVE = 100
"""The status of a segment that isn't deleted, and of a normal lead."""


@dataclass(frozen=True)
class Membership:
    """A project among ours, deleted ones too, and our role in it."""

    role: str
    project_id: str
    project_name: str
    is_active: bool


@dataclass(frozen=True)
class CustomProperty:
    """A custom property of the project's leads; rules name it `properties.<name>`."""

    name: str
    label: str


def read_token(document: object) -> Secret:
    """The answer to a sign-in: the whole header value, "JWT " included.

    Its `user` holds the password's hash on one server path, so only the token is read.
    """
    return Secret(_fields(document, "sign-in").needed("token"))


def read_email(document: object) -> str:
    """The e-mail of the account that is signed in."""
    return _fields(document, "account").text("email")


def read_project(document: object) -> tuple[str, str]:
    """The id and the name of a project."""
    fields = _fields(document, "project")
    return fields.needed(*_ID), fields.text("name")


def read_membership(document: object) -> Membership | None:
    """One element of the list of projects; None where it says nothing of its project."""
    fields = _fields(document, "list of projects")
    if fields.raw.get("id_project") is None:
        return None
    project = _fields(fields.raw["id_project"], "list of projects")
    return Membership(fields.text("role"), project.needed(*_ID), project.text("name"), _is_active(project))


def read_property(document: object) -> CustomProperty:
    """One element of the list of custom properties."""
    fields = _fields(document, "list of properties")
    return CustomProperty(fields.text("name"), fields.text("label"))


def read_list(read: Callable[[object], T], document: object, key: str) -> list[T]:
    """Read all objects of a list, in any of its shapes."""
    return [read(one) for one in read_page(document, key)[0]]


def read_page(document: object, key: str) -> tuple[list[object], int | None]:
    """The rows of a list in any of its shapes, and how many there are on all pages when the answer says so."""
    if isinstance(document, list):
        return document, None
    if isinstance(document, dict):
        rows = document.get(key, document.get("data"))
        total = document.get("count")
        if isinstance(rows, list):
            return rows, total if isinstance(total, int) and not isinstance(total, bool) and total >= 0 else None
    raise UnexpectedReply(f"Tiledesk should have answered with a list of {key}.")


def read_segment(document: object) -> tuple[Segment, str | None]:
    """A segment and the project it belongs to; a ghost, made by changing what didn't exist, belongs to none."""
    fields = _fields(document, "segment")
    segment = Segment(
        id=fields.needed(*_ID),
        name=fields.text("name"),
        rule=decode(fields.raw),
        created_at=fields.moment("createdAt"),
        updated_at=fields.moment("updatedAt"),
        created_by=fields.text("createdBy") or None,
        state=SegmentState.ACTIVE if _is_active(fields) else SegmentState.DELETED,
        raw=fields.raw,
    )
    project = fields.raw.get("id_project")
    if project is not None and not isinstance(project, str):
        raise fields.misread("id_project")
    return segment, project


def read_lead(document: object) -> Lead:
    """A lead, named as Tiledesk's own dashboard would: by full name, else by e-mail."""
    fields = _fields(document, "lead")
    return Lead(fields.needed(*_ID), fields.text("fullname") or fields.text("email"), fields.raw)


_ID = ("_id", "id")


def _fields(document: object, what: str) -> AnswerFields:
    return AnswerFields(document, f"Tiledesk's answer is no {what}")


def _is_active(fields: AnswerFields) -> bool:
    """Whether something isn't deleted; what has no status isn't."""
    status = fields.raw.get("status", ACTIVE)
    if isinstance(status, str) and status.isdecimal():
        status = int(status)
    if status is not None and not isinstance(status, int | float):
        raise fields.misread("status")
    return status == ACTIVE
