"""What a service can do is what it says that it can do, and for the rest it says why not."""

from dataclasses import replace

import pytest
from support.conformance.benches import BENCHES
from support.conformance.lacking import FITTING, assert_explained, needs
from support.conformance.stage import SandboxStage, Stage

from segtui.backends import registry
from segtui.backends.base import Abilities, Ability, Backend


def test_every_service_of_ours_is_under_the_suite() -> None:
    assert {bench.service for bench in BENCHES} == set(registry._BUILT_IN)
    assert len({bench.service for bench in BENCHES}) == len(BENCHES)


def test_every_ability_has_a_protocol_to_fit() -> None:
    assert set(FITTING) == set(Ability) - {Ability.RULES}


async def test_what_a_service_lacks_is_said_with_the_reason(stage: Stage) -> None:
    assert set(stage.service.abilities.why_not) == stage.bench.lacks
    for ability in stage.bench.lacks:
        await assert_explained(stage, ability)


@needs(*Ability)
async def never_run(*, sandbox: SandboxStage) -> None:
    pytest.fail(f"{sandbox.service.title} lacks everything")


async def test_for_what_a_service_lacks_the_suite_wants_a_reason(sandbox: SandboxStage) -> None:
    sandbox.bench = replace(sandbox.bench, lacks=frozenset(Ability))
    reasons = {ability: f"nobody can {ability} here" for ability in Ability}
    sandbox.service = replace(sandbox.service, abilities=Abilities(reasons))
    await never_run(sandbox=sandbox)
    for ability in Ability:
        sandbox.service = replace(sandbox.service, abilities=Abilities({**reasons, ability: ""}))
        with pytest.raises(AssertionError):
            await never_run(sandbox=sandbox)


async def test_a_backend_fits_the_protocols_of_what_it_can_do_and_no_others(stage: Stage) -> None:
    backend = stage.backend()
    for protocol in set(FITTING.values()) - {Backend}:  # which every service fits, with rules or without
        fits = {ability for ability, one in FITTING.items() if one is protocol} - stage.bench.lacks
        assert isinstance(backend, protocol) is bool(fits)


async def test_a_service_says_what_fields_there_are_and_what_they_are_called(stage: Stage) -> None:
    fields = await stage.backend(read_only=True).fields()
    dialect = stage.service.dialect
    assert len({field.path for field in fields}) == len(fields)
    assert {field.path for field in dialect.fields} <= {field.path for field in fields}
    assert all(dialect.operators(field.path) for field in dialect.fields)
    assert bool(fields) is (stage.bench.has_rules or Ability.LEADS not in stage.bench.lacks)
