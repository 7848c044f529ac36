"""`people move`: onto the one list first, then off the other."""

import asyncio
from dataclasses import replace

import pytest
from support.command_line import CommandLine, Ran
from support.lists import FakeKept, workspace_on

from segtui.backends.errors import NoAnswer, OutcomeUnknown, Refused
from segtui.domain.errors import SegtuiError
from segtui.domain.people import Person, lead_of, leads_of
from segtui.domain.segments import Segment, SegmentKind
from segtui.workspace import opening
from segtui.workspace.moving import plan_move

SEGMENTER = ("-p", "demo-segmenter")


def lists(segtui: CommandLine) -> tuple[tuple[str, list[dict[str, str]]], str]:
    """A list with a few people, and the id of another."""
    listed = segtui(*SEGMENTER, "segments", "list", "--json").json["segments"]
    shown = {one["id"]: segtui(*SEGMENTER, "people", "show", one["id"], "--json").json["people"] for one in listed[:6]}
    source = next(key for key, people in shown.items() if len(people) > 1 and people[0].get("externalId"))
    mover = shown[source][0]["externalId"]
    target = next(key for key, people in shown.items() if mover not in {one.get("externalId") for one in people})
    return (source, shown[source]), target


def moved(segtui: CommandLine, *words: str) -> Ran:
    (source, people), target = lists(segtui)
    return segtui(*SEGMENTER, "people", "move", people[0]["externalId"], "--from", source, "--to", target, *words)


def test_somebody_goes_onto_the_one_list_and_off_the_other(segtui: CommandLine) -> None:
    form = moved(segtui, "--yes", "--confirm", "1", "--json").json
    assert form["outcome"]["ending"] == form["left"]["ending"] == "done"
    assert [one["name"] for one in form["plan"]["movement"]["entering"]] == [form["person"]["name"]]


def test_whoever_leaves_is_confirmed_by_their_number(segtui: CommandLine) -> None:
    ran = moved(segtui, "--yes", "--json")
    assert (ran.status, ran.error["hint"]) == (3, "If that is meant, add --confirm 1.")


def test_on_which_of_the_lists_kept_here_somebody_is_can_be_asked(segtui: CommandLine) -> None:
    (source, people), target = lists(segtui)
    form = segtui(*SEGMENTER, "leads", "segments", people[0]["externalId"], "--json").json
    standings = {one["id"]: one["standing"] for one in form["segments"]}
    assert (standings[source], standings[target]) == ("in", "out")
    nobody = segtui(*SEGMENTER, "leads", "segments", "nobody@example.invalid", "--json").error
    assert nobody["code"] == "no-such-lead"
    assert nobody["hint"].endswith("Looked at: the lists that are kept here.")


def test_a_dry_run_sends_nothing(segtui: CommandLine) -> None:
    ran = moved(segtui, "--dry-run")
    assert ran.status == 0
    assert "First onto the one, then off the other." in ran.out
    assert "Nothing was changed: this was a dry run." in ran.out


def test_both_changes_are_shown_each_with_its_list(segtui: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    service = FakeKept((kept("Old", ADA, BOB), kept("New")))
    monkeypatch.setattr(opening, "open_profile", lambda *_args, **_options: workspace_on(service))
    words = ("people", "move", "crm-1", "--from", "Old", "--to", "New", "--dry-run")
    told = segtui.demo(*words).out
    form = segtui.demo(*words, "--json").json
    assert (form["plan"]["id"], form["leaving"]["id"]) == ("new", "old")
    assert [one["name"] for one in form["leaving"]["movement"]["leaving"]] == ["Ada"]
    assert told.count("1 user would be taken off “Old”.") == told.count("would be taken off") == 1
    assert told.index("Update “New”") < told.index("Update “Old”")


def test_whoever_comes_to_a_list_that_has_their_place_taken_gets_another() -> None:
    # The id that a person has within a list is of no meaning to the service, and others may have it already.
    there = (lead_of(BOB, ADA.key), lead_of(CAT, f"{ADA.key} #3"))
    source, target = kept("Old", ADA, BOB), replace(kept("New"), people=there)
    move = asyncio.run(plan_move(workspace_on(FakeKept((source, target))), (source.people or ())[0], source, target))
    assert move.arriving is not None
    come = move.arriving.draft.people or ()
    assert [one.name for one in come] == ["Bob", "Cat", "Ada"]
    assert len({one.id for one in come}) == 3


@pytest.mark.parametrize(("same", "person", "status"), [(True, "", 3), (False, "nobody@nowhere.test", 2)])
def test_what_cannot_be_moved_is_told(segtui: CommandLine, same: bool, person: str, status: int) -> None:  # noqa: FBT001 - a case
    (source, people), target = lists(segtui)
    who = person or people[0]["externalId"]
    words = ("--from", source, "--to", source if same else target)
    assert segtui(*SEGMENTER, "people", "move", who, *words, "--yes", "--json").status == status


ADA, BOB, CAT = Person("crm-1", "Ada"), Person("crm-2", "Bob"), Person("crm-3", "Cat")


def kept(name: str, *people: Person) -> Segment:
    return Segment(name.lower(), name, None, SegmentKind.STATIC, people=leads_of(people))


@pytest.mark.parametrize(
    ("error", "status", "ending", "says"),
    [
        (Refused(403), 1, "done_differently", "“Ada” is on “New”; still on “Old”: "),
        (OutcomeUnknown(NoAnswer(15)), 4, "unknown", "No answer came to the change. So far “Old” is unchanged"),
    ],
)
def test_whoever_came_and_did_not_leave_is_told_to_be_on_both(
    segtui: CommandLine, monkeypatch: pytest.MonkeyPatch, error: SegtuiError, status: int, ending: str, says: str
) -> None:
    service = FakeKept((kept("Old", ADA, BOB), kept("New")), refusals={"old": error})
    monkeypatch.setattr(opening, "open_profile", lambda *_args, **_options: workspace_on(service))
    words = ("people", "move", "crm-1", "--from", "Old", "--to", "New", "--yes", "--confirm", "1")
    ran = segtui.demo(*words, "--json")
    assert (ran.status, ran.json["outcome"]["ending"], ran.json["left"]["ending"]) == (status, "done", ending)
    assert ran.json["left"]["message"].startswith(says)
    assert ran.error["message"] == ran.json["left"]["message"]
    assert [key for key, _ in service.sent] == ["new"]
