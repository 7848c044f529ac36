"""Targets of a copy that can't be looked at, and fields that are chosen for them."""

from datetime import UTC

import pytest
from support.feedier_workspace import feedier_workspace
from support.workspaces import named, open_on, small_box

from segtui.backends.errors import CredentialsRefused, Unreachable
from segtui.sandbox import Fault, FeedierSandbox
from segtui.workspace.copying import Wishes, fields_there, translate
from segtui.workspace.sample import Sample
from segtui.workspace.workspace import Workspace

ROMANS = "Joined since September"


async def report(target_box: FeedierSandbox, wishes: Wishes | None = None) -> list[str]:
    box = small_box(20)
    source, target = open_on(box), feedier_workspace(target_box)
    segment = await source.segment(named(box, ROMANS))
    return list((await translate(source, segment, target, wishes or Wishes(), UTC)).remarks)


async def test_a_target_that_refuses_the_secret_is_told_at_once() -> None:
    box = FeedierSandbox()
    box.faults.add(Fault.status(401))
    with pytest.raises(CredentialsRefused):
        await report(box)


async def test_a_target_that_nothing_listens_at_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(_self: Workspace, _progress: object = None) -> Sample:
        raise Unreachable("Nothing listens there.")

    monkeypatch.setattr(Workspace, "sample", refuse)
    with pytest.raises(Unreachable):
        await report(FeedierSandbox())


@pytest.mark.parametrize("fault", [Fault.drop(), Fault.status(403, body={"message": "no"})], ids=["lost", "no right"])
async def test_people_who_cannot_be_seen_keep_nobody_from_copying_and_that_is_said(fault: Fault) -> None:
    box = FeedierSandbox()
    box.faults.add(fault, path="feedback")
    assert any("feedback of Feedier couldn't be looked at for their fields" in one for one in await report(box))


async def test_what_can_be_chosen_are_the_services_fields_and_those_that_its_people_have() -> None:
    box = small_box(20)
    source, target = open_on(box), feedier_workspace(FeedierSandbox())
    assert (await fields_there(target)).facts is None
    segment = await source.segment(named(box, ROMANS))
    await translate(source, segment, target, Wishes(), UTC)
    fields = await fields_there(target)
    assert {"Form", "Attribute.city"} <= set(fields.paths)
    assert len(set(fields.paths)) == len(fields.paths)
    assert fields.facts is not None


def test_what_a_field_is_chosen_for_is_taken_over_from_another() -> None:
    wishes = Wishes().with_use("fullname", "name").with_use("city", "tag:city").with_use("nick", "firstName")
    assert wishes.fields == {"city": "tag:city", "nick": "firstName"}
    assert wishes.with_use("city", "-").with_use("zip", "-").fields == {"nick": "firstName", "city": "-", "zip": "-"}
    assert Wishes().with_field("a", "b").with_field("a", "").fields == {}
