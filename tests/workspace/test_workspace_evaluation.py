"""What is counted here must be what the server selects: each against the other, on every rule of the demo."""

import pytest
from support.workspaces import IMPATIENT, named, open_on, rule_of, small_box

from segtui.backends.errors import NoAnswer
from segtui.sandbox import TiledeskSandbox
from segtui.workspace.workspace import Workspace

LEADS = 400
NEVER_ANSWERED = {"Call list A to C", "Sad smileys", "New since yesterday", "\u202egnp.exe"}
"""Segments of the demo that are never answered, which their rules tell."""

EXPLODES = "Duplicate words in notes"
"""The segment whose pattern takes for ever on one lead's note, which no rule can tell."""

NAMES = [stored["name"] for stored in TiledeskSandbox(lead_count=0).project().segments.values()]


async def everybody_in(workspace: Workspace, segment_id: str, *, only_sample: bool) -> tuple[set[str], int]:
    """The ids of all leads of a segment, and of how many it can't be told."""
    segment = await workspace.segment(segment_id)
    feed = await workspace.preview(rule_of(segment), segment, only_sample=only_sample)
    while not feed.is_complete:
        await feed.more()
    return {lead.id for lead in feed.rows}, feed.count.unsure


@pytest.fixture(scope="module")
def box() -> TiledeskSandbox:
    return small_box(lead_count=LEADS)


@pytest.mark.parametrize("name", [name for name in NAMES if name != EXPLODES], ids=lambda name: ascii(name)[:40])
async def test_the_sample_has_the_same_people_as_the_server(box: TiledeskSandbox, name: str) -> None:
    workspace = open_on(box)
    segment_id = named(box, name)
    segment = await workspace.segment(segment_id)
    assert (workspace.served(rule_of(segment), segment).rule is None) == (name in NEVER_ANSWERED)
    if name in NEVER_ANSWERED:
        return
    by_server, _ = await everybody_in(workspace, segment_id, only_sample=False)
    here, unsure = await everybody_in(workspace, segment_id, only_sample=True)
    assert here <= by_server
    assert len(by_server) - len(here) <= unsure


async def test_a_pattern_on_which_the_server_chokes_is_counted_here_as_far_as_it_can_be_told(
    box: TiledeskSandbox,
) -> None:
    workspace = open_on(box, limits=IMPATIENT)
    with pytest.raises(NoAnswer):
        await everybody_in(workspace, named(box, EXPLODES), only_sample=False)
    _, unsure = await everybody_in(workspace, named(box, EXPLODES), only_sample=True)
    assert unsure >= 1


async def test_most_rules_of_the_demo_select_some_leads_and_not_all(box: TiledeskSandbox) -> None:
    workspace = open_on(box)
    total = len((await workspace.sample()).leads)
    sizes = [
        len((await everybody_in(workspace, segment.id, only_sample=True))[0]) for segment in await workspace.segments()
    ]
    assert sum(0 < size < total for size in sizes) > len(sizes) / 2
