"""A Segmenter for somebody at the screen: a few lists of one's own that segtui has sent before."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from segtui.cli.demos import known_of, secret_of, settings_of
from segtui.domain.people import Person, as_document
from segtui.sandbox import SegmenterSandbox
from segtui.store.profiles import Profile
from segtui.store.register import MemoryRegister
from segtui.workspace.opening import open_profile
from segtui.workspace.workspace import Ask, OpenProfile, Workspace
from support.screens import Opener
from support.workspaces import UNHURRIED, Clock

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def segmenter_box(lists: Mapping[str, Sequence[Person]]) -> SegmenterSandbox:
    """A sandbox that holds these lists, by their names, the one changed last first."""
    box = SegmenterSandbox(people_count=0, now=lambda: NOON)
    box.segments.clear()
    for days, (name, people) in enumerate(lists.items(), 1):
        written = f"{NOON - timedelta(days=days):%Y-%m-%dT%H:%M:%S.000Z}"
        persons = [as_document(person) for person in people]
        box.put_segment({"name": name, "persons": persons, "createdAt": written, "updatedAt": written})
    return box


def segmenter_opener(box: SegmenterSandbox, *, read_only: bool = False) -> Opener:
    """What the app opens its profile with: the real thing, with a clock that stands still."""

    def open_workspace(_ask: Ask) -> Workspace:
        async def tell(_question: str) -> str:
            return secret_of("segmenter", box)

        settings: dict[str, Any] = {**settings_of("segmenter", box), "read_only": read_only}
        keeper = MemoryRegister(known_of("segmenter", box))
        profile = Profile.checked(settings)
        workspace = open_profile("acme", profile, ask=tell, app=box.app, limits=UNHURRIED, keeper=keeper)
        workspace.now = Clock(NOON)
        workspace.profile = OpenProfile("acme", "segmenter", read_only)
        return workspace

    return open_workspace
