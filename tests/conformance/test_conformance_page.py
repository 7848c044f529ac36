"""Pages: of segments and of people, each row once and none left out."""

from support.conformance.lacking import needs
from support.conformance.stage import SandboxStage, Stage, all_leads, all_segments

from segtui.backends.base import Ability

MANY = 120
"""Segments that a service lists on one page."""


async def test_a_list_of_several_pages_has_every_segment_once(sandbox: SandboxStage) -> None:
    before, _ = await all_segments(sandbox.backend())
    more = sandbox.bench.more_than_a_page
    sandbox.doors.put_segments(more or MANY)
    rows, pages = await all_segments(sandbox.backend())
    assert (len(pages) > 1) is bool(more)
    assert all(page.rows for page in pages)
    assert len({one.id for one in rows}) == len(rows) == len(before) + (more or MANY)
    assert {page.total for page in pages} <= {None, len(rows)}


async def test_the_pages_of_a_list_can_be_asked_for_by_another_connection(sandbox: SandboxStage) -> None:
    sandbox.doors.put_segments(sandbox.bench.more_than_a_page)
    first = await sandbox.backend().segments()
    if not sandbox.bench.more_than_a_page:
        assert first.cursor is None
        return
    second = await sandbox.backend().segments(first.cursor)
    assert first.cursor is not None
    assert not {one.id for one in first.rows} & {one.id for one in second.rows}


@needs(Ability.LEADS)
async def test_pages_of_people_have_everybody_once(sandbox: SandboxStage) -> None:
    people = sandbox.people(read_only=True)
    whole, [only] = await all_leads(people)
    paged, pages = await all_leads(people, limit=2)
    assert only.cursor is None
    assert [lead.id for lead in paged] == [lead.id for lead in whole]
    assert len({lead.id for lead in paged}) == len(paged)
    assert all(0 < len(page.rows) <= 2 for page in pages)
    assert {page.total for page in (only, *pages)} <= {None, len(whole)}


@needs(Ability.LEADS)
async def test_a_page_of_people_is_no_longer_than_asked_for(stage: Stage) -> None:
    page = await stage.people(read_only=True).leads(limit=1)
    assert len(page.rows) <= 1
