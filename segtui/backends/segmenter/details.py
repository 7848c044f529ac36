"""What of Segmenter's lists can be edited besides name and people, in the service's own names."""

from segtui.backends.details import Detail, DetailKind

DESCRIPTION, MEDIUM, TYPE, TAG = "description", "broadcastMediumId", "segmentType", "TagId"

DETAILS = (
    Detail(DESCRIPTION, "Description", DetailKind.TEXT, help="What the list is for.", initial=""),
    Detail(
        MEDIUM,
        "Broadcast medium",
        DetailKind.TEXT,
        help="The id of what campaigns are sent by; the vendor names it, and no request lists them.",
        offers_used=True,
        initial="",
    ),
    Detail(
        TYPE,
        "Type",
        DetailKind.TEXT,
        help="What kind of segment it is, in a word of the vendor's; which words there are isn't documented.",
        offers_used=True,
        initial="",
    ),
    Detail(
        TAG,
        "Tag",
        DetailKind.TEXT,
        help="The id of the segment's tag. It can be given to a new segment only.",
        offers_used=True,
        only_new=True,
        initial="",
    ),
)
