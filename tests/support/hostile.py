"""A service with nothing harmless in it, and the screen on it, for a terminal: `python -m support.hostile`."""

from typing import Any

from segtui.sandbox import TiledeskSandbox
from segtui.ui.app import SegtuiApp
from support.screens import HOSTILE, box_of, opener
from support.workspaces import is_

ALL = "".join(HOSTILE)
SHOWN = "[@click=app.quit]x[/]"

PEOPLE = [
    {
        "fullname": name,
        "email": f"{ALL}@example.com",
        "city": ALL,
        "tags": list(HOSTILE),
        "note": ALL * 3,
        "attributes": {ALL.replace(".", ""): ALL, "plan": {"[bold]": [ALL]}},
    }
    for name in HOSTILE
]

RULE: list[dict[str, Any]] = [
    is_("city", "=", ALL),
    is_(ALL, "contains", ALL),
    is_("tags", ALL, [ALL]),
    {"field": ALL, "operator": "=", "value": {ALL: ALL}},
    is_("note", "starts with", ALL),
    is_("createdAt", ">=", ALL),
]


def hostile_box() -> TiledeskSandbox:
    """A sandbox with nothing harmless in it."""
    return box_of({f"{number}{name}": RULE for number, name in enumerate(HOSTILE)}, PEOPLE)


if __name__ == "__main__":
    box = hostile_box()
    box.put_segment({"name": "Everyone", "match": "all", "filters": [], "createdAt": "2020-01-01T00:00:00.000Z"})
    SegtuiApp(opener(box, name=ALL, environment=ALL), ALL).run()
