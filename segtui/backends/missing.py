"""What isn't there: ids that can't be any, and segments that are gone. Each backend says how its own look."""

from segtui.backends.errors import NotFound, ServiceError
from segtui.domain.errors import Trouble
from segtui.domain.text import quoted


class MalformedId(ServiceError):
    """An id that can't be one. It isn't sent: some services answer with a fault of their own, or never.

    Args:
        what: Whose id it should be, in one word.
        text: What was given.
        looks: What such an id is like, as the rest of a sentence: `is a whole number`.
    """

    code = "malformed-id"
    trouble = Trouble.UNSAFE

    def __init__(self, what: str, text: str, looks: str) -> None:
        super().__init__(
            f"{quoted(text)} can't be the id of a {what}, so it wasn't sent.",
            hint=f"The id of a {what} {looks}; copy it from a list.",
        )


class NoSuchSegment(NotFound):
    """No segment has this id, or none that may be seen.

    Args:
        segment_id: The id.
        where: Where there is none, as the rest of a sentence with what stands before it.
        hint: What may have become of it, and what to do.
    """

    code = "no-such-segment"
    trouble = Trouble.UNSAFE

    def __init__(self, segment_id: str, *, where: str = "", hint: str) -> None:
        super().__init__(404, message=f"There is no segment with the id {quoted(segment_id)}{where}.", hint=hint)
