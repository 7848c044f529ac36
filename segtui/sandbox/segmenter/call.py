"""What a handler is given: the request, when everything before the handler has let it pass."""

from typing import NamedTuple

from segtui.sandbox.segmenter.accounts import Account
from segtui.sandbox.segmenter.box import SegmenterSandbox
from segtui.sandbox.segmenter.documents import Document


class Call(NamedTuple):
    """A request of somebody with a key.

    Attributes:
        box: What the service stores.
        account: Whose key it is.
        body: The body's fields.
        path_id: The segment's id where the path holds one, else None.
    """

    box: SegmenterSandbox
    account: Account
    body: Document
    path_id: str | None
