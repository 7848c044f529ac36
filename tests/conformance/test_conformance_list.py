"""The list of segments, and who is asking."""

from support.conformance.lacking import needs_reading
from support.conformance.stage import SandboxStage, Stage, all_segments, says

from segtui.domain.segments import SegmentState


async def test_a_segment_is_listed_once_as_it_is_read_alone(stage: Stage) -> None:
    made = await stage.make()
    listed, _ = await all_segments(stage.backend())
    [found] = [one for one in listed if one.id == made.id]
    assert says(found) == says(made)
    assert (found.kind, found.state) == (made.kind, SegmentState.ACTIVE)


async def test_only_active_segments_are_listed_and_each_has_an_id_of_its_own(stage: Stage) -> None:
    listed, _ = await all_segments(stage.backend())
    assert {one.state for one in listed} <= {SegmentState.ACTIVE}
    assert len({one.id for one in listed}) == len(listed)
    assert all(one.id for one in listed)


async def test_segments_of_one_name_are_told_apart(stage: Stage) -> None:
    first, second = await stage.make("Same"), await stage.make("Same")
    listed, _ = await all_segments(stage.backend())
    assert first.id != second.id
    assert {first.id, second.id} <= {one.id for one in listed if one.name == stage.name("Same")}


@needs_reading
async def test_the_list_only_reads(sandbox: SandboxStage) -> None:
    await all_segments(sandbox.backend(read_only=True))
    assert sandbox.box.requests
    assert sandbox.writes() == []


async def test_the_greeting_says_where_we_are_and_who(stage: Stage) -> None:
    greeting = await stage.backend(read_only=True).check()
    if stage.connection.project is not None:
        assert greeting.project is not None
        assert greeting.project.id == stage.connection.project
    if stage.connection.email is not None:
        assert greeting.who.lower() in {"", stage.connection.email.lower()}


async def test_the_greeting_counts_what_is_listed(sandbox: SandboxStage) -> None:
    backend = sandbox.backend(read_only=True)
    listed, _ = await all_segments(backend)
    assert (await backend.check()).segment_count in {None, len(listed)}
