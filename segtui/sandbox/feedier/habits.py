"""What the service's documentation leaves open, to be switched by tests.

A client has to be at home with every value here: nobody knows which one the hosted service has this week.
"""

from typing import Literal, NamedTuple


class Habits(NamedTuple):
    """How the sandbox behaves where more than one way is possible. The defaults follow the documented examples.

    Attributes:
        wraps_one: Whether a single object comes as `{"data": {...}}`.
        created_status: Of the answer to creating a segment.
        deletes_with: What deleting a segment answers: 200 with `null`, 200 with nothing, or 204.
        lean_get: Whether reading one segment leaves out what a documented example leaves out: its description, whether
            it is a default, and who may edit it.
        get_includes: Whether reading one segment heeds `include`.
        name_filter: The parameter by which segments are filtered; the other one is ignored, so that everything comes.
        heeds_segment_limit: Whether `limit` changes the size of a page of segments.
        sends_segment_meta: Whether a page of segments has `meta` and a last page.
        attaching_twice: Makes a second link, does nothing, or is refused with 422.
        checks_fql: Whether saving refuses FQL that can't be evaluated.
        counts_feedback: Whether a page of feedback has `meta.total`.
        bare_feedback: Whether a page of feedback is an array without an envelope.
        heeds_order: Whether `order` is heeded. The documentation also says that the newest always come first.
        old_errors: Whether errors have the shape of the API's first generation.
        links_base: What page links begin with; empty for the address that was asked.
        requests_per_minute: After how many requests of a token 429 is answered, None for never.
    """

    wraps_one: bool = False
    created_status: int = 201
    deletes_with: Literal["null", "nothing", "204"] = "null"
    lean_get: bool = False
    get_includes: bool = False
    name_filter: Literal["filter", "filter[name]"] = "filter"
    heeds_segment_limit: bool = False
    sends_segment_meta: bool = False
    attaching_twice: Literal["again", "nothing", "refused"] = "again"
    checks_fql: bool = False
    counts_feedback: bool = False
    bare_feedback: bool = False
    heeds_order: bool = False
    old_errors: bool = False
    links_base: str = ""
    requests_per_minute: int | None = None
