"""Feedier from the command line: its demo, its details, its links."""

import pytest
from support.command_line import CommandLine

FEEDIER = ("-p", "demo-feedier")


def test_links_are_listed_given_and_taken_back(segtui: CommandLine) -> None:
    listed = segtui(*FEEDIER, "links", "list", "902", "--json").json["links"]
    assert [(one["kind"], one["target_id"], one["name"]) for one in listed] == [("team", "1", "Casa Aurora")]
    given = segtui(*FEEDIER, "links", "add", "902", "--team", "north", "--yes", "--json").json
    assert (given["segment"]["id"], given["outcome"]["ending"]) == ("902", "done")
    assert given["outcome"]["message"].endswith("read back and checked.")
    assert [one["name"] for one in given["outcome"]["links"]] == ["Casa Aurora", "North"]
    taken = segtui(*FEEDIER, "links", "remove", "902", "--team", "1", typed="y\n")
    assert "is taken back from the team “Casa Aurora”; read back and checked." in taken.out


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("add", "902", "--team", "Nowhere", "--yes"), 2, "There is no team “Nowhere” to choose."),
        (("add", "902", "--team", "1", "--yes"), 3, "has “All promoters” already"),
        (("add", "902", "--user", "23"), 3, "a change needs a yes"),
        (("remove", "902", "--user", "23", "--yes"), 2, "There is no user “23” to choose."),
        (("list", "9x"), 2, "9x"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    segtui: CommandLine, words: tuple[str, ...], status: int, said: str
) -> None:
    ran = segtui(*FEEDIER, "links", *words, "--json")
    assert ran.status == status
    assert said in ran.error["message"]


def test_details_are_set_by_their_names_and_a_default_needs_its_word(segtui: CommandLine) -> None:
    making = ("segments", "create", "--name", "Fans", "--rule", "Nps is promoter", "--set", "team=North")
    plan = segtui(*FEEDIER, *making, "--set", "description=of ours", "--dry-run", "--json").json["plan"]
    assert [one["part"] for one in plan["steps"]] == [
        "name",
        "condition 1",
        "team",
        "description",
        "default",
        "editable by",
    ]
    assert "+ team: North" in segtui(*FEEDIER, *making, "--dry-run").out
    like = segtui(*FEEDIER, "segments", "create", "--like", "902", "--dry-run").out
    assert "+ team: Casa Aurora" in like
    assert "It will be given to the team “Casa Aurora”, as the original." in like
    refused = segtui(*FEEDIER, *making, "--set", "default=yes", "--yes", "--json")
    assert (refused.status, refused.error["hint"]) == (3, "If that is meant, add --confirm default.")
    made = segtui(*FEEDIER, *making, "--set", "default=yes", "--yes", "--confirm", "default", "--json")
    assert made.json["outcome"]["ending"] == "done"


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("colour=red", "sets nothing that Feedier's segments have"),
        ("default=perhaps", "Default is yes or no"),
        ("team=Nowhere", "is none that can be chosen"),
        ("team", "sets nothing"),
    ],
)
def test_a_detail_that_is_none_is_told(segtui: CommandLine, setting: str, said: str) -> None:
    ran = segtui(*FEEDIER, "segments", "create", "--name", "x", "--rule", "Nps is promoter", "--set", setting, "--json")
    assert ran.status == 2
    assert said in ran.error["message"]


def test_what_is_settled_when_a_segment_is_made_is_not_changed_later(segtui: CommandLine) -> None:
    ran = segtui(*FEEDIER, "segments", "update", "902", "--set", "team=North", "--json")
    assert (ran.status, ran.error["message"]) == (2, "The team can be set only when a segment is made.")


@pytest.mark.parametrize(
    "ways",
    [
        ("--filter", "TimePeriod = date_last_month"),
        ("--rule", "TimePeriod is date_last_month"),
    ],
)
def test_a_word_for_a_span_of_days_is_typed_in_a_filter_and_in_a_rule(
    segtui: CommandLine, ways: tuple[str, str]
) -> None:
    making = segtui(*FEEDIER, "segments", "create", "--name", "Fresh", "--set", "team=North", *ways, "--dry-run")
    assert "+ condition 1: TimePeriod is date_last_month" in making.out
    assert "Frozen" not in making.out


def test_a_segment_is_shown_with_its_details_and_whom_it_is_given_to(segtui: CommandLine) -> None:
    shown = segtui(*FEEDIER, "segments", "show", "902").out
    assert "  default      yes\n" in shown
    segment = segtui(*FEEDIER, "segments", "show", "902", "--json").json["segment"]
    assert (segment["details"]["team"], segment["people"], segment["kind"]) == (1, None, "dynamic")


def test_a_list_of_people_is_shown_as_what_it_is(segtui: CommandLine) -> None:
    segments = segtui("-p", "demo-segmenter", "segments", "list", "--json").json["segments"]
    shown = segtui("-p", "demo-segmenter", "segments", "show", segments[1]["id"])
    assert (shown.status, shown.err) == (0, "")
    assert "A list of people, without a rule." in shown.out
    told = segtui("-p", "demo-segmenter", "segments", "show", segments[1]["id"], "--json").json
    assert told["segment"]["kind"] == "static"
    assert f"On it: {len(told['segment']['people'])} · exact · local copy" in shown.out
    assert told["text"] is None
