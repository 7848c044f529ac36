"""A Feedier for somebody at the screen: a few segments of one's own, and the real workspace on them."""

from typing import Any

from segtui.sandbox import Fault, FeedierSandbox
from segtui.store.profiles import Profile
from segtui.workspace.opening import open_profile
from segtui.workspace.workspace import Ask, OpenProfile, Workspace
from support.feedier_backend import BASE_URL, NOON, PATIENT, small_feedier
from support.screens import Opener
from support.workspaces import Clock

RULE = '[{"Form":{"$in":[11]}}]'


def feedier_box(*segments: dict[str, Any], **habits: Any) -> FeedierSandbox:
    """A sandbox that holds these segments, the latest change first, and no feedback.

    Args:
        segments: As the service stores them; `links` are pairs of kind and id.
        habits: How the service behaves.
    """
    box = small_feedier(**habits)
    box.segments.clear()
    for days, document in enumerate(segments, 1):
        links = document.get("links", ())
        written = f"{NOON.replace(day=NOON.day - days):%Y-%m-%dT%H:%M:%S.000000Z}"
        stored = box.put_segment({"fql": RULE, "created_at": written, **document, "links": []})
        for kind, linked_id in links:
            box.put_link(stored["id"], kind, linked_id)
    return box


def feedier_workspace(box: FeedierSandbox, *, read_only: bool = False) -> Workspace:
    """The workspace of a profile on a sandbox, with a clock that stands still."""

    async def tell(_question: str) -> str:
        return box.accounts["owner"].token

    settings = {"service": "feedier", "base_url": BASE_URL, "auth": "token", "secret": "ask", "read_only": read_only}
    workspace = open_profile("acme", Profile.checked(settings), ask=tell, app=box.app, limits=PATIENT)
    workspace.now = Clock(NOON)
    workspace.profile = OpenProfile("acme", "feedier", read_only)
    return workspace


def feedier_opener(box: FeedierSandbox, *, read_only: bool = False) -> Opener:
    """What the app opens its profile with."""

    def open_workspace(_ask: Ask) -> Workspace:
        return feedier_workspace(box, read_only=read_only)

    return open_workspace


def refusing(*fields: str) -> Fault:
    """An answer that refuses some fields, as Laravel's validation does."""
    errors = {field: [f"The {field} is odd."] for field in fields}
    return Fault.status(422, body={"message": "The given data was invalid.", "errors": errors})
