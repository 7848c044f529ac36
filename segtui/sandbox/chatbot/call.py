"""What a handler is given: the request, when everything before the handler has let it pass."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from segtui.sandbox.chatbot.box import ChatBotSandbox
from segtui.sandbox.chatbot.documents import Document
from segtui.sandbox.chatbot.wire import refuse


class Call(NamedTuple):
    """A request of somebody with a token.

    Attributes:
        box: What the service stores.
        path: The variable parts of the path.
        query: The query parameters; of a repeated one the last.
        body: The body as JSON, None for none.
    """

    box: ChatBotSandbox
    path: Mapping[str, str]
    query: Mapping[str, str]
    body: Any

    def fields(self) -> Document:
        """Read the body as an object."""
        if not isinstance(self.body, dict):
            refuse(400, "The body must be an object")
        return self.body

    def segment(self) -> Document:
        """Find the segment that the path names."""
        return segment_of(self.box, self.path["segment_id"])

    def user(self) -> Document:
        """Find the user that the path names, by the service's own id."""
        user = self.box.users.get(self.path["user_id"])
        if user is None:
            refuse(404, "User not found")
        return user


def segment_of(box: ChatBotSandbox, segment_id: str) -> Document:
    """Find a segment, or refuse."""
    segment = box.segments.get(segment_id)
    if segment is None:
        refuse(404, "Segment not found")
    return segment
