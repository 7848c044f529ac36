from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.lists import FakeLists, a_list, person, workspace_on
from support.workspaces import NOON

from segtui.backends.errors import NoAnswer, NotFound, OutcomeUnknown, Refused, ServiceError, ServiceFault, Unavailable
from segtui.domain.errors import SegtuiError
from segtui.domain.segments import SegmentKind
from segtui.domain.values import JsonValue
from segtui.store.errors import FileTrouble
from segtui.store.register import MemoryRegister
from segtui.workspace.additions import Addition, alone, drop_addition, unfinished_additions
from segtui.workspace.errors import Unsafe
from segtui.workspace.from_here import from_here
from segtui.workspace.list_looks import forget_list
from segtui.workspace.members import carry_out_addition, counted_words, plan_addition
from segtui.workspace.plans import Ending

PEOPLE = [person(number) for number in range(5)]
LISTS = (a_list("a", "Rome"), a_list("b", "Milan"), a_list("c", "Bari"))


class FullDisk(MemoryRegister):
    """Keeps nothing."""

    def put(self, key: str, document: Mapping[str, JsonValue]) -> None:  # noqa: ARG002 - as the other's
        raise FileTrouble("The disk is full.")


@given(st.integers(1, 9), st.integers(1, 4), st.integers(1, 4), st.integers(1, 3))
async def test_everybody_gets_into_every_segment_in_requests_no_larger_than_allowed(
    people: int, lists: int, most_people: int, most_lists: int
) -> None:
    into = tuple(a_list(str(number)) for number in range(lists))
    service = FakeLists(into, most_people_at_once=most_people, most_segments_at_once=most_lists)
    workspace = workspace_on(service)
    who = [person(number) for number in range(people)]
    planned = await plan_addition(workspace, [*into, into[0]], [*who, who[0]])
    report = await carry_out_addition(workspace, planned)
    assert report.ending is Ending.DONE
    assert sum(len(ids) * len(users) for ids, users in service.requests) == people * lists
    assert service.members == {one.id: {lead.id for lead in who} for one in into}
    assert all(1 <= len(ids) <= most_lists and 1 <= len(users) <= most_people for ids, users in service.requests)
    assert report.counts is not None
    assert {segment_id: count.value for segment_id, count in report.counts.items() if count} == dict.fromkeys(
        service.members, people
    )


async def test_the_first_failure_stops_it_and_what_is_left_can_be_gone_on_with() -> None:
    service = FakeLists(LISTS, failures={2: Refused(400, "no such user")})
    workspace = workspace_on(service)
    seen: list[Addition] = []
    report = await carry_out_addition(workspace, await plan_addition(workspace, LISTS[:1], PEOPLE), seen.append)
    assert report.ending is Ending.DONE_DIFFERENTLY
    assert report.says == (
        "Request 2 of 3 failed, and nobody of it was added: The service refused the request (400): “no such user”. "
        "Not everybody is in “Rome”: 3 users left, 1 of 3 requests done."
    )
    assert [len(one.sent) for one in seen] == [1]
    assert len(service.requests) == 2
    [noted] = from_here(workspace).into("a")
    assert ([one.id for one in noted.people], noted.at) == ([PEOPLE[0].id, PEOPLE[1].id], NOON)
    assert report.counts is not None
    assert report.counts["a"] is not None
    assert report.counts["a"].value == 2

    again = await carry_out_addition(workspace, report.rest)
    assert (again.ending, again.says) == (Ending.DONE, "5 users added to “Rome”, in 3 requests.")
    assert service.members["a"] == {lead.id for lead in PEOPLE}
    assert [users for _, users in service.requests[2:]] == [(PEOPLE[2].id, PEOPLE[3].id), (PEOPLE[4].id,)]


async def test_where_the_service_had_no_time_nobody_was_added() -> None:
    workspace = workspace_on(FakeLists(LISTS, failures={1: Unavailable(503)}))
    report = await carry_out_addition(workspace, await plan_addition(workspace, LISTS[:1], PEOPLE))
    assert report.ending is Ending.DONE_DIFFERENTLY
    assert report.says.startswith("Request 1 of 3 failed, and nobody of it was added: ")


async def test_where_somebody_is_gone_going_on_would_be_refused_again() -> None:
    workspace = workspace_on(FakeLists(LISTS, failures={1: NotFound(404)}))
    report = await carry_out_addition(workspace, await plan_addition(workspace, LISTS[:1], PEOPLE))
    assert report.says.endswith("Refresh and begin anew: going on would be refused again.")
    assert counted_words(workspace, LISTS[:1], report.counts) == " Lists counts now: “Rome” 0."


async def test_whoever_has_enough_stops_it_between_two_requests_and_can_go_on() -> None:
    service = FakeLists(LISTS)
    workspace = workspace_on(service)
    planned = await plan_addition(workspace, LISTS[:1], PEOPLE)
    report = await carry_out_addition(workspace, planned, is_stopped=lambda: bool(service.requests))
    assert (report.ending, report.trouble) == (Ending.DONE_DIFFERENTLY, None)
    assert report.says == "Stopped. Not everybody is in “Rome”: 3 users left, 1 of 3 requests done."
    again = await carry_out_addition(workspace, report.rest)
    assert (again.ending, service.members["a"]) == (Ending.DONE, {lead.id for lead in PEOPLE})


async def test_two_segtui_send_no_request_twice_and_say_what_the_other_one_did() -> None:
    service = FakeLists(LISTS, failures={2: Refused(400)})
    keeper = MemoryRegister()
    first, second = workspace_on(service, keeper=keeper), workspace_on(service, keeper=keeper)
    begun = (await carry_out_addition(first, await plan_addition(first, LISTS[:1], PEOPLE))).rest
    [seen] = unfinished_additions(second, {})
    with alone(first):
        with pytest.raises(Unsafe, match="another segtui is adding users just now"):
            await carry_out_addition(second, seen.rest)
        with pytest.raises(Unsafe, match="another segtui is adding users just now"):
            drop_addition(second, seen.rest)
    await carry_out_addition(first, begun, is_stopped=lambda: len(service.requests) == 3)
    report = await carry_out_addition(second, seen.rest)
    assert report.says == (
        "5 users added to “Rome”, in 3 requests. Another segtui had sent 1 request of it meanwhile; not sent again."
    )
    late = await carry_out_addition(first, begun)
    assert (late.ending, late.rest.chunks) == (Ending.DONE_DIFFERENTLY, ())
    assert late.says == "Nothing was sent: another segtui has finished what was left, or dropped it."
    assert len(service.requests) == 4


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        (OutcomeUnknown(NoAnswer(15)), "Request 1 of 2 was sent, and whether it was done isn't known: "),
        (ServiceFault(500), "Request 1 of 2 failed, and whether some of it were added isn't known: "),
    ],
)
async def test_a_request_that_may_have_been_done_is_unknown_and_sent_once(failure: ServiceError, told: str) -> None:
    service = FakeLists(LISTS, failures={1: failure})
    workspace = workspace_on(service)
    report = await carry_out_addition(workspace, await plan_addition(workspace, LISTS, PEOPLE[:1]))
    assert report.ending is Ending.UNKNOWN
    assert report.says.startswith(told)
    assert report.says.endswith("Going on repeats it, which does no harm: whoever is in already stays in.")
    assert len(service.requests) == 1
    assert not from_here(workspace).into("a")


@pytest.mark.parametrize("trouble", [Refused(500), FileTrouble("The register is damaged.")])
async def test_what_fails_beside_an_addition_does_not_hide_that_it_was_done(trouble: SegtuiError) -> None:
    service = FakeLists(LISTS)
    workspace = workspace_on(service, keeper=FullDisk())
    planned = await plan_addition(workspace, LISTS[:1], PEOPLE)
    service.trouble_with_list = trouble
    report = await carry_out_addition(workspace, planned)
    assert report.ending is Ending.DONE
    assert report.counts is None
    assert report.says.count("The disk is full.") == 1
    assert "How many there are now couldn't be read" in report.says


REFUSED = [
    ({}, LISTS, [], "there are no users to be added"),
    ({}, (), PEOPLE, "there are no segments to be added"),
    ({}, (a_list("r", "Rule", SegmentKind.DYNAMIC),), PEOPLE, "“Rule” has a rule"),
    ({"read_only": True}, LISTS, PEOPLE, "the profile test is read-only"),
    ({"why_no_members": "Feedier has no lists"}, LISTS, PEOPLE, "Feedier has no lists"),
]


@pytest.mark.parametrize(("options", "lists", "people", "told"), REFUSED)
async def test_what_cannot_be_added_is_refused_before_anything_is_sent(
    options: dict[str, object], lists: tuple[object, ...], people: list[object], told: str
) -> None:
    service = FakeLists(LISTS)
    with pytest.raises(Unsafe) as caught:
        await plan_addition(workspace_on(service, **options), lists, people)  # type: ignore[arg-type] # a table's rows
    assert told in caught.value.message
    assert not service.requests


async def test_ids_of_another_kind_are_named() -> None:
    strangers = [person(1), *(type(PEOPLE[0])(f"crm-{number}", "", {}) for number in range(7))]
    with pytest.raises(Unsafe) as caught:
        await plan_addition(workspace_on(FakeLists(LISTS)), LISTS, strangers)
    assert "“crm-0”" in caught.value.message
    assert "and 2 more can't be added: it hasn't 24 characters." in caught.value.message


async def test_nothing_is_forgotten_where_the_service_keeps_its_lists_itself() -> None:
    with pytest.raises(Unsafe, match="Nothing was forgotten: Lists keeps its segments itself"):
        await forget_list(workspace_on(FakeLists((a_list("a"),))), "a")
