"""What profiles of ChatBot.com can say of what its documentation leaves open."""

from collections.abc import Mapping
from typing import Literal
from urllib.parse import parse_qsl

from segtui.backends.details import ProfileOption
from segtui.domain.record import record

_PATHS, _FILTER, _REMOVE, _BODY = "paths", "member_filter", "remove_members", "set_segments_body"
_ID = "{id}"

OPTIONS = (
    ProfileOption(
        _PATHS,
        "Paths",
        "Where segments are: at /users/segments, or at /segments as in the older pages, which add nobody to them.",
        ("current", "legacy"),
        "current",
    ),
    ProfileOption(
        _FILTER,
        "Filter by segment",
        "How the list of users is narrowed to a segment, as a query with {id} for the segment's id. It isn't "
        "documented, so it is left out unless you know it. What it finds must be as many as the segment has.",
        (),
        "",
    ),
    ProfileOption(
        _REMOVE,
        "Taking users out",
        "Whether somebody may be taken out of a segment. All segments that they are in are replaced by it, and these "
        "can't be read: whatever isn't named is lost.",
        ("off", "on"),
        "off",
    ),
    ProfileOption(
        _BODY,
        "Sent to replace",
        "What replaces a user's segments: an array of ids, or an object with segmentIds. It isn't documented.",
        ("unknown", "bare", "object"),
        "unknown",
    ),
)


@record
class Choices:
    """What a profile says in its options."""

    is_legacy: bool
    member_filter: str
    removes_members: bool
    set_body: Literal["bare", "object"] | None

    @classmethod
    def of(cls, options: Mapping[str, str]) -> "Choices":
        """Read a profile's options; what isn't said is as it is in `OPTIONS`."""
        body = options.get(_BODY)
        return cls(
            is_legacy=options.get(_PATHS) == "legacy",
            member_filter=options.get(_FILTER, "").strip(),
            removes_members=options.get(_REMOVE) == "on",
            set_body="bare" if body == "bare" else "object" if body == "object" else None,
        )

    @property
    def segments(self) -> tuple[str, ...]:
        """The path of the segments."""
        return ("segments",) if self.is_legacy else ("users", "segments")

    def filter_for(self, segment_id: str) -> Mapping[str, str]:
        """The query that narrows the list of users to a segment; empty when the profile gives none that names it."""
        pairs = parse_qsl(self.member_filter.removeprefix("?"), keep_blank_values=True)
        names_it = any(_ID in value for _, value in pairs)
        return {key: value.replace(_ID, segment_id) for key, value in pairs} if names_it else {}

    def filter_mistake(self) -> str:
        """What is wrong with the query that narrows the list of users; empty when nothing is."""
        if not self.member_filter or self.filter_for("id"):
            return ""
        return f"options: {_FILTER} must be a query with {_ID} where the segment's id belongs, such as segment={_ID}."

    def why_not_set(self) -> str:
        """Why a user's segments can't be replaced; empty when they can."""
        if not self.removes_members:
            return (
                "ChatBot.com can only replace all segments of a user at once, and doesn't tell which they are in, so "
                f"it is switched off; the profile's options {_REMOVE}=on and {_BODY}=bare (or object) allow it: ctrl+o "
                "and e, or “segtui profiles edit”"
            )
        if self.set_body is None:
            return f"how ChatBot.com wants it isn't documented: the profile's option {_BODY} must say bare or object"
        return ""
