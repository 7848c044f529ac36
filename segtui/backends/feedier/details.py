"""What of Feedier's segments can be edited besides name and rule, and what its requests call that."""

from collections.abc import Mapping

from segtui.backends.details import Detail, DetailChoice, DetailKind

TEAM, DESCRIPTION, DEFAULT, EDITORS = "team", "description", "default", "editable by"

FIELDS_OF: Mapping[str, str] = {
    TEAM: "team_id",
    DESCRIPTION: "description",
    DEFAULT: "is_default",
    EDITORS: "editable_by",
}
"""The service's own name of each detail."""

KEYS_OF: Mapping[str, str] = {field: key for key, field in FIELDS_OF.items()}

CHANGEABLE = (DESCRIPTION, DEFAULT, EDITORS)
"""What a change may name. The team isn't among it."""

DETAILS = (
    Detail(
        TEAM,
        "Team",
        DetailKind.CHOICE,
        help="Whom the segment belongs to; it stays there.",
        asks_service=True,
        only_new=True,
        required=True,
    ),
    Detail(DESCRIPTION, "Description", DetailKind.TEXT, help="What the segment is for.", initial=""),
    Detail(
        DEFAULT,
        "Default",
        DetailKind.YES_NO,
        help="Whether those it is given to see this segment first when they enter Feedier.",
        initial=False,
        confirm="It changes what colleagues see when they enter Feedier.",
    ),
    Detail(
        EDITORS,
        "Editable by",
        DetailKind.CHOICE,
        help="Who may change the segment in Feedier.",
        choices=(DetailChoice("admin", "admins only"), DetailChoice("assigned", "those it is given to, too")),
        initial="admin",
    ),
)
