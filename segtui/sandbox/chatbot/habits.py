"""What the service's documentation leaves open, to be switched by tests.

A client has to be at home with every value here: nobody knows which one the hosted service has this week.
"""

from typing import Literal, NamedTuple


class Habits(NamedTuple):
    """How the sandbox behaves where more than one way is possible. The defaults follow the documented examples.

    Attributes:
        paths: Where segments are: "/users/segments", or "/segments" as on the older pages, which know no call for
            members, or both.
        wraps_segments: Whether the list of segments comes as `{"data": [...], "count": ...}`.
        bare_users: Whether a page of users is an array without an envelope.
        count_is: What a page of users counts: all that there are, or those on the page.
        creates_user_in_list: Whether creating a user answers with an array of one acknowledgement.
        lean_segments: Whether a segment is shown by its id and name only.
        count_lag_seconds: How long a new member isn't counted yet in a segment's `users`.
        unknown_members: Adding users of whom some don't exist is refused as a whole, or adds the others.
        user_segments_body: Of the calls that add to or replace one user's segments: an array of ids, or the same as
            `segmentIds` of an object.
        empty_list_clears: Whether replacing one user's segments with none is taken, and takes the user out of all.
        segment_filter: The query by which users are filtered by a segment, with `{id}` for the segment's. Filters are
            ignored that are written otherwise, and so are all when this is None.
        heeds_after: Whether `after` is heeded; if not, each page is the first one.
        takes_same_names: Whether two segments may have one name.
        most_segments: How many segments there may be, None for any number.
        hides_failures: Whether refusals are sent with the HTTP status 200 and their own in the body only.
        errors_in: Where a refusal says what is wrong: in a field of `status`; as an object in `details`; as the
            `message` of a body without `status`; or as a bare text.
    """

    paths: Literal["current", "legacy", "both"] = "current"
    wraps_segments: bool = False
    bare_users: bool = False
    count_is: Literal["total", "page"] = "total"
    creates_user_in_list: bool = False
    lean_segments: bool = False
    count_lag_seconds: int = 0
    unknown_members: Literal["refused", "skipped"] = "refused"
    user_segments_body: Literal["bare", "object"] = "bare"
    empty_list_clears: bool = False
    segment_filter: str | None = None
    heeds_after: bool = True
    takes_same_names: bool = True
    most_segments: int | None = None
    hides_failures: bool = False
    errors_in: Literal["details", "errorDetails", "message", "object", "outside", "text"] = "details"
