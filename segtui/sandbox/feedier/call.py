"""What a handler is given: the request, when everything before the handler has let it pass."""

from collections.abc import Mapping
from typing import Any, NamedTuple, NoReturn

from segtui.sandbox.feedier.accounts import Account
from segtui.sandbox.feedier.box import FeedierSandbox
from segtui.sandbox.feedier.documents import Document
from segtui.sandbox.feedier.wire import refuse

_MOST_DIGITS = 18


class Call(NamedTuple):
    """A request of somebody with a token.

    Attributes:
        box: What the service stores.
        path: The variable parts of the path.
        query: The query parameters; of a repeated one the last.
        form: The body's fields.
        account: Whose token it is.
        url: The address that was asked, without the query.
    """

    box: FeedierSandbox
    path: Mapping[str, str]
    query: Mapping[str, str]
    form: Document
    account: Account
    url: str

    def segment(self) -> Document:
        """Find the segment that the path names, of those that the token reaches."""
        segment_id = whole_number(self.path["segment_id"])
        segment = None if segment_id is None else self.box.stored_segment(segment_id)
        if segment is None or segment["team_id"] not in self.box.visible_teams(self.account):
            not_found("Segment", self.path["segment_id"])
        return segment

    def segment_to_change(self) -> Document:
        """Find the segment that the path names, when the token may change it."""
        segment = self.segment()
        if not self._may_change(segment):
            refuse_right()
        return segment

    def check_may_create(self) -> None:
        """Refuse whoever may make no segments."""
        if self.account.role != "admin":
            refuse_right()

    def _may_change(self, segment: Document) -> bool:
        if self.account.role != "editor":
            return self.account.role == "admin"
        given = {(link["linkable_type"], link["linkable_id"]) for link in segment["links"]}
        own = {("App\\Models\\Team", self.account.team_id), ("App\\Models\\User", self.account.user_id)}
        return segment["editable_by"] == "assigned" and bool(given & own)


def not_found(model: str, text: str) -> NoReturn:
    """Refuse because there is no such thing, or none that the token reaches."""
    refuse(404, f"No query results for model [App\\Models\\{model}] {text}")


def refuse_right() -> NoReturn:
    """Refuse because of a missing right."""
    refuse(403, "This action is unauthorized.")


def whole_number(value: Any) -> int | None:
    """Read an id as the server does, None for what is none."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= _MOST_DIGITS:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
