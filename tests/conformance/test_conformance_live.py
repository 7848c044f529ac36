"""Live services: which ones are under the suite, and that it leaves nothing and touches nothing there.

The second is tried on a sandbox that is taken for a live service.
"""

import os
from collections.abc import Mapping
from dataclasses import replace

import pytest
from support.conformance.bench import Bench
from support.conformance.benches import BENCHES
from support.conformance.lacking import needs
from support.conformance.live import PREFIX, LiveStage, live_connection, missing, variables
from support.conformance.stage import SandboxStage, all_segments, says, uncounted

from segtui.backends.base import Ability
from segtui.backends.errors import OutcomeUnknown
from segtui.backends.registry import service
from segtui.domain.segments import SegmentDraft
from segtui.sandbox import Fault
from segtui.workspace.plans import Write

over_benches = pytest.mark.parametrize("bench", BENCHES, ids=[f"{bench.service}-live" for bench in BENCHES])


def environment_for(sandbox: SandboxStage) -> Mapping[str, str]:
    """The variables that would lead to a sandbox, if it were a live service."""
    connection = sandbox.connection
    facts = {"url": connection.base_url, "project": str(connection.project), **sandbox.box.facts()}
    return {variable: facts[variable.rpartition("_")[2].lower()] for variable in variables(sandbox.bench)}


def taken_for_live(sandbox: SandboxStage) -> LiveStage:
    connection = live_connection(sandbox.bench, environment_for(sandbox))
    assert connection is not None
    return LiveStage(sandbox.bench, replace(connection, app=sandbox.box.app))


@over_benches
def test_the_suite_runs_over_the_live_service_that_the_environment_names(bench: Bench) -> None:
    unset = missing(bench, os.environ)
    if len(unset) == len(variables(bench)):
        pytest.skip(f"There is no live {service(bench.service).title}: set {', '.join(variables(bench))} to test one.")
    assert not unset, f"{', '.join(unset)} must be set too, or none of them"


@over_benches
def test_a_live_service_that_is_named_in_part_is_not_connected(bench: Bench) -> None:
    names = list(variables(bench))
    assert live_connection(bench, {}) is None
    assert live_connection(bench, dict.fromkeys(names[:-1], "x")) is None
    assert live_connection(bench, {**dict.fromkeys(names, "x"), names[0]: ""}) is None
    assert missing(bench, dict.fromkeys(names[:-1], "x")) == names[-1:]
    connection = live_connection(bench, dict.fromkeys(names, "swordfish"))
    assert connection is not None
    assert connection.secret.get_secret_value() == "swordfish"
    assert "swordfish" not in repr(connection.secret)


@needs(Ability.DELETE)
async def test_what_a_test_has_made_is_removed_and_the_rest_stays_as_it_was(sandbox: SandboxStage) -> None:
    before, _ = await all_segments(sandbox.backend())
    live = taken_for_live(sandbox)
    made = [await live.make("One"), await live.make("Two")]
    await live.changer().delete(made[1].id)
    sandbox.box.faults.add(Fault.drop_after(), method=sandbox.bench.writes[Write.CREATE], path="segments")
    with pytest.raises(OutcomeUnknown):
        await live.make("Made without an answer")
    during, _ = await all_segments(sandbox.backend())
    assert sum(one.name.startswith(PREFIX) for one in during) == 2
    await live.close()
    after, _ = await all_segments(sandbox.backend())
    assert uncounted(after) == uncounted(before)


@needs(Ability.DELETE)
async def test_what_cannot_be_removed_is_told_by_its_id(sandbox: SandboxStage) -> None:
    live = taken_for_live(sandbox)
    made = await live.make()
    sandbox.box.faults.add(Fault.status(500), method=sandbox.bench.writes[Write.DELETE])
    with pytest.raises(AssertionError, match=made.id):
        await live.close()


@needs(Ability.UPDATE, Ability.DELETE)
async def test_a_live_segment_that_the_test_did_not_make_is_not_touched(sandbox: SandboxStage) -> None:
    foreign = await sandbox.make("Theirs")
    alike = await sandbox.make(f"{PREFIX}of another run")
    live = taken_for_live(sandbox)
    own = await live.make()
    changer = live.changer()
    sandbox.forget()
    with pytest.raises(AssertionError, match="names of its own"):
        await live.backend().create(sandbox.draft("Without the prefix"))
    with pytest.raises(AssertionError, match="names of its own"):
        await changer.update(own, replace(SegmentDraft.of(own), name="Without the prefix"))
    for other in (foreign, alike):
        with pytest.raises(AssertionError, match="segments of its own"):
            await changer.update(other, live.draft("Mine"))
        with pytest.raises(AssertionError, match="segments of its own"):
            await changer.delete(other.id)
    assert list(sandbox.box.requests) == []
    await live.close()
    assert [says(await sandbox.backend().segment(one.id)) for one in (foreign, alike)] == [says(foreign), says(alike)]
