"""One segment, and the people whom it selects."""

import pytest
from support.conformance.lacking import needs
from support.conformance.stage import SandboxStage, Stage, all_leads, is_missing, says

from segtui.backends.base import Ability
from segtui.backends.errors import ServiceError
from segtui.domain.evaluation import Evaluator
from segtui.domain.segments import SegmentKind, SegmentState


async def test_a_segment_is_read_with_all_that_it_is(stage: Stage) -> None:
    made = await stage.make()
    draft = stage.draft("One")
    assert made.id
    assert made.state is SegmentState.ACTIVE
    assert made.raw
    assert says(made) == (draft.name, draft.rule if stage.bench.has_rules else None)
    assert (made.kind is SegmentKind.DYNAMIC) is stage.bench.has_rules


async def test_an_id_that_nothing_has_is_refused_with_what_to_do(stage: Stage) -> None:
    with pytest.raises(ServiceError) as missing:
        await stage.backend().segment(stage.bench.unknown_id)
    assert is_missing(missing.value)
    assert missing.value.message
    assert missing.value.hint


async def test_what_cannot_be_an_id_is_not_sent(sandbox: SandboxStage) -> None:
    backend = sandbox.backend()
    for text in sandbox.bench.malformed_ids:
        with pytest.raises(ServiceError) as refused:
            await backend.segment(text)
        assert refused.value.hint
    assert list(sandbox.box.requests) == []


@needs(Ability.LEADS)
async def test_somebody_is_read_alone_as_in_the_list(stage: Stage) -> None:
    people = stage.people(read_only=True)
    for listed in (await people.leads(limit=1)).rows:
        alone = await people.lead(listed.id)
        assert (alone.id, alone.name) == (listed.id, listed.name)


@needs(Ability.LEADS)
async def test_the_people_of_a_segment_are_those_whom_the_dialect_says_that_it_selects(sandbox: SandboxStage) -> None:
    people = sandbox.people()
    everybody, _ = await all_leads(people)
    sizes = []
    for rule in sandbox.bench.rules:
        segment = await sandbox.make(rule=rule)
        listed, _ = await all_leads(people, segment_id=segment.id)
        served = sandbox.service.dialect.served(rule, segment.raw)
        assert served.rule is not None
        evaluator = Evaluator(sandbox.service.dialect.semantics)
        told = {lead.id for lead in everybody if evaluator.answer(served.rule, lead)}
        assert {lead.id for lead in listed} == told
        sizes.append(len(told))
    assert not sizes or 0 < sizes[0] < len(everybody)


@needs(Ability.LEADS)
async def test_nobody_is_listed_for_a_segment_who_surely_is_not_in_it(stage: Stage) -> None:
    for rule in stage.bench.rules[:1]:
        segment = await stage.make(rule=rule)
        page = await stage.people().leads(segment_id=segment.id, limit=20)
        served = stage.service.dialect.served(rule, segment.raw)
        assert served.rule is not None
        evaluator = Evaluator(stage.service.dialect.semantics)
        assert [lead.id for lead in page.rows if evaluator.answer(served.rule, lead) is False] == []


@needs(Ability.LEADS, Ability.PREVIEW_RULE)
async def test_a_rule_that_is_previewed_lists_whom_it_selects_once_it_is_saved(sandbox: SandboxStage) -> None:
    people = sandbox.people()
    previewed = {place for place, rule in enumerate(sandbox.bench.rules) if people.previews_rule(rule)}
    assert previewed == sandbox.bench.previewed
    found = []
    for place in previewed:
        rule = sandbox.bench.rules[place]
        segment = await sandbox.make(rule=rule)
        before, _ = await all_leads(people, rule=rule)
        after, _ = await all_leads(people, segment_id=segment.id)
        assert [lead.id for lead in before] == [lead.id for lead in after]
        found += before
    assert found
