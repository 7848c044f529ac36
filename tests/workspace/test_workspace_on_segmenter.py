"""Plans and writes on Segmenter: nothing can be read back, so each ends as its answer told."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from support.segmenter_backend import ADA, BASE_URL, EVE, NOAH, QUICK, changed, draft, of

from segtui.backends.errors import ReadOnlyProfile, Refused, Unsendable
from segtui.backends.segmenter.dialect import SegmenterDialect
from segtui.backends.segmenter.refusals import NotInRegister
from segtui.domain.diagnostics import Severity
from segtui.domain.operators import Operator
from segtui.domain.people import Person
from segtui.domain.rules import Condition, Group
from segtui.domain.segments import Segment, SegmentDraft, SegmentState
from segtui.domain.values import JsonValue, NoValue
from segtui.sandbox import Fault, SegmenterHabits, SegmenterSandbox
from segtui.store.errors import FileTrouble
from segtui.store.register import MemoryRegister
from segtui.workspace.deleted import deleted_segments, remember_list
from segtui.workspace.details import new_details
from segtui.workspace.errors import ChangedMeanwhile, ConfirmationMissing, NothingToChange, Unsafe
from segtui.workspace.list_looks import forget_list, why_not_forget
from segtui.workspace.opening import UnusableProfile, open_profile
from segtui.workspace.plans import Ending, Outcome
from segtui.workspace.profiles import checked
from segtui.workspace.saving import carry_out, plan_create, plan_delete, plan_update
from segtui.workspace.workspace import Workspace

SETTINGS = {"service": "segmenter", "base_url": BASE_URL, "auth": "token", "secret": "ask", "read_only": False}


def a_box(**habits: Any) -> SegmenterSandbox:
    return SegmenterSandbox(people_count=0, habits=SegmenterHabits(**habits))


class Breaking(MemoryRegister):
    """A register that is damaged from when more than so many requests were sent."""

    def __init__(self, box: SegmenterSandbox, requests: int) -> None:
        super().__init__()
        self._box, self._limit = box, requests

    def documents(self, prefix: str = "") -> Mapping[str, Mapping[str, JsonValue]]:
        self._check()
        return super().documents(prefix)

    def document(self, key: str) -> Mapping[str, JsonValue] | None:
        self._check()
        return super().document(key)

    def put(self, key: str, document: Mapping[str, JsonValue]) -> None:
        self._check()
        super().put(key, document)

    def _check(self) -> None:
        if len(self._box.requests) > self._limit:
            raise FileTrouble("The register is damaged.")


@asynccontextmanager
async def workspace_on(
    box: SegmenterSandbox, keeper: MemoryRegister | None = None, *, read_only: bool = False
) -> AsyncIterator[Workspace]:
    """A workspace on a sandbox, by way of a profile."""

    async def tell(_question: str) -> str:
        return box.accounts["owner"].api_key

    settings = checked({**SETTINGS, "read_only": read_only})
    workspace = open_profile("test", settings, ask=tell, app=box.app, limits=QUICK, keeper=keeper)
    try:
        yield workspace
    finally:
        await workspace.close()


async def created(workspace: Workspace, *people: Person) -> Outcome:
    return await carry_out(workspace, await plan_create(workspace, draft(*people)))


async def a_list(workspace: Workspace, *people: Person) -> Segment:
    segment = (await created(workspace, *people)).segment
    assert segment is not None
    return segment


async def test_a_new_list_shows_its_whole_address_first_and_is_taken() -> None:
    async with workspace_on(a_box()) as workspace:
        wanted = replace(draft(ADA, Person("crm-1", "Ben")), details=new_details(workspace.service))
        plan = await plan_create(workspace, wanted)
        assert "It goes to POST https://segmenter.sandbox.invalid/segments, once" in plan.note
        assert "1 person has no e-mail." in plan.note
        assert str(plan.count) == "2 · exact · local copy"
        outcome = await carry_out(workspace, plan)
        assert outcome.ending is Ending.DONE
        assert outcome.says.startswith("“Weekly offers” was sent and taken. This is a local copy from ")
        assert outcome.segment is not None
        assert await workspace.segments() == [outcome.segment]
        assert "already a segment called" in (await plan_create(workspace, wanted)).note


async def test_people_that_do_not_come_back_make_a_write_end_differently() -> None:
    async with workspace_on(a_box(skips_people_without=("externalId",))) as workspace:
        outcome = await created(workspace, ADA, EVE)
        assert outcome.ending is Ending.DONE_DIFFERENTLY
        assert "1 of 2 people aren't in its answer: “Eve”." in outcome.says


async def test_a_warning_beside_the_id_makes_a_write_end_differently() -> None:
    async with workspace_on(a_box(error_message="medium is paused")) as workspace:
        outcome = await created(workspace, ADA)
        assert outcome.ending is Ending.DONE_DIFFERENTLY
        assert "said: “medium is paused”" in outcome.says


async def test_a_message_instead_of_an_id_is_a_refusal() -> None:
    async with workspace_on(a_box(error_message="no", fails_with_message=True)) as workspace:
        with pytest.raises(Refused):
            await created(workspace, ADA)
        assert await workspace.segments() == []


@pytest.mark.parametrize("fault", [Fault.hang_after(), Fault.drop()], ids=lambda fault: fault.name)
async def test_a_new_list_without_an_answer_stays_uncertain_and_is_not_sent_again(fault: Fault) -> None:
    box = a_box()
    async with workspace_on(box) as workspace:
        box.faults.add(fault)
        outcome = await created(workspace, ADA)
        assert outcome.ending is Ending.UNKNOWN
        assert "kept in the list as uncertain" in outcome.says
        [kept] = await workspace.segments()
        assert outcome.segment == kept
        assert (kept.state, kept.people) == (SegmentState.UNCERTAIN, of(ADA))
        assert len(box.requests) == 1


async def test_a_change_without_an_answer_is_uncertain_and_can_be_sent_once_more() -> None:
    box = a_box()
    async with workspace_on(box) as workspace:
        made = await a_list(workspace, ADA)
        box.faults.add(Fault.drop(), times=1)
        plan = await plan_update(workspace, made, changed(made, ADA, NOAH))
        outcome = await carry_out(workspace, plan)
        assert outcome.ending is Ending.UNKNOWN
        assert "kept in the list as uncertain, and not sent again by itself" in outcome.says
        kept = await workspace.segment(made.id)
        assert kept.state is SegmentState.UNCERTAIN
        again = await plan_update(workspace, kept, SegmentDraft.of(kept))
        assert (await carry_out(workspace, again)).ending is Ending.DONE
        assert len(box.segments[made.id]["persons"]) == 2


async def test_a_change_tells_who_comes_and_how_old_the_own_copy_is() -> None:
    async with workspace_on(a_box()) as workspace:
        made = await a_list(workspace, ADA)
        plan = await plan_update(workspace, made, changed(made, ADA, NOAH))
        assert plan.movement is not None
        assert ([one.name for one in plan.movement.entering], plan.movement.leaving) == (["Noah"], ())
        assert plan.confirmation is None
        assert "PUT https://segmenter.sandbox.invalid/segments and replaces who is on it" in plan.note
        assert "somebody else may have changed it since" in plan.note


@pytest.mark.parametrize(("left", "word", "says"), [((ADA,), "2", "2 people"), ((), "3", "The list would be empty.")])
async def test_whoever_is_taken_off_must_be_counted_by_hand(left: tuple[Person, ...], word: str, says: str) -> None:
    box = a_box()
    async with workspace_on(box) as workspace:
        made = await a_list(workspace, ADA, NOAH, EVE)
        plan = await plan_update(workspace, made, changed(made, *left))
        assert plan.confirmation is not None
        assert says in plan.confirmation.reason
        for typed in ("", "yes", "1"):
            with pytest.raises(ConfirmationMissing):
                await carry_out(workspace, plan, typed)
        assert len(box.segments[made.id]["persons"]) == 3
        outcome = await carry_out(workspace, plan, word)
        assert outcome.ending is Ending.DONE
        assert len(box.segments[made.id]["persons"]) == len(left)
        assert outcome.segment is not None
        again = await plan_update(workspace, outcome.segment, changed(outcome.segment, *left, name="Renamed"))
        # A colleague may have put somebody onto a list that is empty here.
        assert (again.confirmation and again.confirmation.word) == ("nobody" if not left else None)


async def test_a_change_of_nothing_is_no_plan_for_a_list() -> None:
    async with workspace_on(a_box()) as workspace:
        made = await a_list(workspace, ADA)
        with pytest.raises(NothingToChange, match="differs from what was sent last"):
            await plan_update(workspace, made, SegmentDraft.of(made))


async def test_a_change_from_another_window_is_told() -> None:
    box, keeper = a_box(), MemoryRegister()
    async with workspace_on(box, keeper) as mine, workspace_on(box, keeper) as other:
        made = await a_list(mine, ADA)
        await carry_out(other, await plan_update(other, made, replace(SegmentDraft.of(made), name="Theirs")))
        with pytest.raises(ChangedMeanwhile):
            await plan_update(mine, made, changed(made, ADA, NOAH))


async def test_a_register_that_breaks_behind_a_write_does_not_hide_that_it_was_sent() -> None:
    box = a_box()
    async with workspace_on(box, Breaking(box, 0)) as workspace:
        outcome = await created(workspace, ADA)
        assert (outcome.ending, len(box.requests)) == (Ending.UNKNOWN, 1)
        assert "The list couldn't be read either: The register is damaged." in outcome.says
    box = a_box()
    async with workspace_on(box, Breaking(box, 1)) as workspace:
        made = await a_list(workspace, ADA)
        outcome = await carry_out(workspace, await plan_update(workspace, made, changed(made, ADA, NOAH)))
        assert (outcome.ending, len(box.requests)) == (Ending.UNKNOWN, 2)
        assert "was sent but couldn't be read back: The register is damaged." in outcome.says


async def test_a_list_with_somebody_twice_or_a_rule_is_no_plan() -> None:
    box = a_box()
    async with workspace_on(box) as workspace:
        with pytest.raises(Unsendable, match="external id of “Ada Rossi”"):
            await plan_create(workspace, draft(ADA, replace(NOAH, external_id=ADA.external_id)))
        rule = Group(children=(Condition("city", Operator.EXISTS, NoValue()),))
        with pytest.raises(Unsafe, match="keeps lists of people, not rules"):
            await plan_create(workspace, SegmentDraft("Rome", rule))
        assert list(box.requests) == []


async def test_deleting_is_refused_with_what_can_be_done_instead() -> None:
    async with workspace_on(a_box()) as workspace:
        made = await a_list(workspace, ADA)
        with pytest.raises(Unsafe, match="empties the list or forgets the copy here"):
            await plan_delete(workspace, made)


async def test_the_people_of_a_list_are_shown_without_asking_anybody() -> None:
    box = a_box()
    async with workspace_on(box) as workspace:
        made = await a_list(workspace, ADA, NOAH)
        feed = await workspace.preview(Group(), made)
        assert [lead.name for lead in feed.rows] == ["Ada Rossi", "Noah"]
        assert (feed.is_complete, str(feed.count)) == (True, "2 · exact · local copy")
        assert len(box.requests) == 1


def test_a_profile_with_an_impossible_path_is_not_opened() -> None:
    with pytest.raises(UnusableProfile, match="create_path must begin with a slash"):
        open_profile("test", checked({**SETTINGS, "options": "create_path=segments"}), ask=None)


async def test_the_only_copy_of_a_list_is_forgotten_only_by_a_profile_that_may_write() -> None:
    keeper = MemoryRegister()
    async with workspace_on(a_box(), keeper) as workspace:
        made = await a_list(workspace, ADA)
        assert why_not_forget(workspace) == ""
    async with workspace_on(a_box(), keeper, read_only=True) as reader:
        assert await reader.segments() == [made]
        assert why_not_forget(reader) == "the profile test is read-only"
        with pytest.raises(ReadOnlyProfile):
            await forget_list(reader, made.id)
        assert await reader.segments() == [made]


@pytest.mark.parametrize("document", [None, {"id": "a1", "name": "Old", "persons": 5}])
async def test_a_forgotten_copy_is_brought_back_as_it_was_whatever_it_is(
    document: Mapping[str, JsonValue] | None,
) -> None:
    keeper = MemoryRegister({"segment:a1": document} if document else {})
    async with workspace_on(a_box(), keeper) as workspace:
        if document is None:
            await a_list(workspace, ADA, NOAH)
        (before,) = await workspace.segments()
        kept = keeper.document(f"segment:{before.id}")
        await forget_list(workspace, before.id)
        assert await workspace.segments() == []
        (found,) = deleted_segments(workspace, {})
        assert (found.segment, found.is_forgotten) == (before, True)
        assert found.at is not None
        assert await remember_list(workspace, before.id) == before
        assert keeper.document(f"segment:{before.id}") == kept
        assert deleted_segments(workspace, {}) == ()
        with pytest.raises(NotInRegister):  # it is there already
            await remember_list(workspace, before.id)


async def test_a_forgotten_copy_gives_way_to_what_is_known_of_the_list_by_now() -> None:
    keeper = MemoryRegister()
    async with workspace_on(a_box(), keeper) as workspace:
        made = await a_list(workspace, ADA)
        kept = keeper.document(f"segment:{made.id}")
        assert kept is not None
        await forget_list(workspace, made.id)
        keeper.put(f"segment:{made.id}", {**kept, "name": "Imported since"})
        assert deleted_segments(workspace, {}) == ()
        with pytest.raises(NotInRegister):
            await remember_list(workspace, made.id)
        assert [one.name for one in await workspace.segments()] == ["Imported since"]
    async with workspace_on(a_box(), keeper, read_only=True) as reader:
        with pytest.raises(ReadOnlyProfile):
            await remember_list(reader, made.id)


def test_a_rule_is_refused_wherever_it_is_looked_at() -> None:
    dialect, rule = SegmenterDialect(), Group(children=(Condition("email", Operator.EXISTS),))
    for said in (dialect.problems(rule), dialect.encode(rule).losses, dialect.served(rule).differences):
        assert [(one.code, one.severity) for one in said] == [("no-rules", Severity.REFUSE)]
    assert not dialect.problems(Group())
