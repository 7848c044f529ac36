"""What strangers have typed is kept as it is, and shown so that no terminal obeys it."""

import json
from dataclasses import replace

import pytest
from support.conformance.lacking import needs, needs_reading
from support.conformance.stage import SandboxStage, Stage, all_leads
from support.workspaces import word_of

from segtui.backends.base import Ability
from segtui.backends.errors import Refused, ServiceError
from segtui.domain.segments import SegmentDraft
from segtui.domain.text import printable
from segtui.sandbox import Fault
from segtui.workspace.errors import ChangedMeanwhile
from segtui.workspace.plans import Ending
from segtui.workspace.saving import carry_out, plan_update

HOSTILE = (
    "[/red] VIP",
    "[@click=app.quit]x[/]",
    "\x1b]52;c;aGk=\x07\x1b[31m",
    "\u202egnp.exe",
    "a\nb\x9bc",
    "' OR 1=1 -- \"}]{[$ne&?#/../%00+",
    "名古屋 👩‍👧 é",
)
"""What a terminal, Textual's markup or a careless address would obey, and what must be kept as well."""


async def test_names_are_kept_as_they_are(stage: Stage) -> None:
    for text in HOSTILE:
        segment = await stage.make(text)
        assert segment.name == stage.name(text)


async def test_values_in_rules_are_kept_as_they_are(stage: Stage) -> None:
    if stage.bench.rule_of is None:
        assert not stage.bench.has_rules
        return
    for text in HOSTILE:
        rule = stage.bench.rule_of(text)
        assert (await stage.make(rule=rule)).rule == rule


@needs(Ability.UPDATE)
async def test_what_is_said_of_a_change_can_be_shown(stage: Stage) -> None:
    name = "\x1b]52;c;aGk=\x07\u202eevil"
    segment = await stage.make(name)
    workspace = stage.workspace()
    plan = await plan_update(workspace, segment, replace(SegmentDraft.of(segment), name=stage.name(name + "2")))
    outcome = await carry_out(workspace, plan, word_of(plan))
    assert outcome.ending is Ending.DONE
    with pytest.raises(ChangedMeanwhile) as told:
        await plan_update(workspace, segment, replace(SegmentDraft.of(segment), name=stage.name("Mine")))
    said = (*map(str, plan.change.steps), outcome.says, told.value.message, told.value.hint)
    assert "".join(said) == printable("".join(said))
    assert all("evil" in one for one in (str(plan.change.steps[0]), outcome.says, told.value.message))


async def test_ids_that_strangers_typed_lead_nowhere_else(sandbox: SandboxStage) -> None:
    backend = sandbox.backend()
    for text in (*HOSTILE, "..", "../..", "%2e%2e/", "\ud800"):
        with pytest.raises(ServiceError) as refused:
            await backend.segment(text)
        assert refused.value.message == printable(refused.value.message)
    assert list(sandbox.box.requests) == []


@needs_reading
async def test_what_a_service_says_of_an_error_can_be_shown(sandbox: SandboxStage) -> None:
    said = "".join(HOSTILE) * 100
    for body in (said, {"error": said}, {"message": said, "errors": {said: [said]}}, [said], f"<html>{said}</html>"):
        sandbox.box.faults.add(Fault.status(400, body=body), times=1)
        with pytest.raises(Refused) as refused:
            await sandbox.backend().segments()
        shown = refused.value.message + refused.value.hint + refused.value.detail
        assert shown == printable(shown)
        assert len(refused.value.message) < 1000


@needs(Ability.LEADS)
async def test_people_with_hostile_names_are_listed_as_they_are(sandbox: SandboxStage) -> None:
    people = sandbox.people()
    before, _ = await all_leads(people)
    for text in HOSTILE:
        sandbox.doors.put_person(text)
    listed, _ = await all_leads(people)
    assert len(listed) == len(before) + len(HOSTILE)
    held = json.dumps([lead.raw for lead in listed])
    assert all(json.dumps(text) in held for text in HOSTILE)
