"""Dates as people type them on the command line, and what is told of those that stand still."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from support.command_line import CommandLine

from segtui.domain.frozen import date_keys
from segtui.domain.instants import iso_utc, parse_instant
from segtui.domain.operators import Operator
from segtui.domain.rules import Condition
from segtui.domain.values import InstantValue
from segtui.store.intents import IntentFile
from segtui.workspace.intents import Intents, Meant


@pytest.fixture
def desk(segtui: CommandLine, address: str) -> CommandLine:
    """The command with a profile of its own, which may write."""
    segtui.add_profile(address, "--no-read-only")
    return segtui


def place(segtui: CommandLine, address: str) -> str:
    return f"tiledesk {address} {segtui.box.project_id}"


def long_ago(segtui: CommandLine, address: str, segment_id: str, days: int) -> str:
    """Freeze the date of a segment in the past, as a segtui of that day would have."""
    at = datetime.now(UTC) - timedelta(days=days)
    value = iso_utc((at - timedelta(days=30)).replace(microsecond=0))
    segtui.box.stored_segment(segment_id)["filters"] = [{"field": "createdAt", "operator": ">=", "value": value}]  # type: ignore[index]
    file = IntentFile(segtui.places.intents_dir, place(segtui, address))
    condition = Condition("createdAt", Operator.AT_LEAST, InstantValue(value))
    Intents(file, now=lambda: at, zone=UTC).remember(segment_id, [Meant(date_keys(condition)[0], "last 30 days")])
    return value


@pytest.mark.parametrize(
    ("flag", "typed", "intent", "days"),
    [
        ("--filter", "createdAt >= 3 weeks ago", "3 weeks ago", 21),
        ("--filter", "createdAt is within last 30 days", "last 30 days", 30),
        ("--rule", "createdAt within last 30 days and city is Rome", "last 30 days", 30),
        ("--rule", "createdAt is after 2 days ago", "2 days ago", 2),
    ],
)
def test_a_relative_date_is_stored_as_a_moment_and_what_was_meant_is_kept(
    desk: CommandLine, flag: str, typed: str, intent: str, days: int
) -> None:
    before = datetime.now(UTC)
    ran = desk("segments", "create", "--name", "Fresh", flag, typed, "--yes", "--confirm-everybody")
    assert ran.status == 0, ran.err
    assert f"Frozen today from “{intent}”" in " ".join(ran.out.split())
    segment_id = desk.id_of("Fresh")
    held = parse_instant(desk.stored(segment_id)["filters"][0]["value"])
    assert held is not None
    assert timedelta(-1) < held - (before - timedelta(days=days)) < timedelta(minutes=5)
    (frozen,) = desk("segments", "show", segment_id, "--json").json["frozen"]
    assert (frozen["intent"], frozen["age_days"], frozen["path"]) == (intent, 0, [0])
    assert f"Frozen today from “{intent}”" in " ".join(desk("segments", "show", segment_id).out.split())


def test_a_beginning_is_kept_by_its_words(desk: CommandLine) -> None:
    desk(
        "segments",
        "create",
        "--name",
        "Fresh",
        "--filter",
        "createdAt >= start of last month",
        "--yes",
        "--confirm-everybody",
    )
    shown = desk("segments", "show", desk.id_of("Fresh"), "--json").json
    assert [one["intent"] for one in shown["frozen"]] == ["start of last month"]


def test_a_date_alone_is_just_a_date(desk: CommandLine) -> None:
    desk(
        "segments", "create", "--name", "Fresh", "--filter", "createdAt >= 1 July 2024", "--yes", "--confirm-everybody"
    )
    segment_id = desk.id_of("Fresh")
    assert desk.stored(segment_id)["filters"][0]["value"] == "2024-07-01T00:00:00.000Z"
    assert desk("segments", "show", segment_id, "--json").json["frozen"] == []
    assert not desk.places.intents_dir.exists()


def test_what_can_be_read_in_two_ways_is_refused_with_both(segtui: CommandLine) -> None:
    ran = segtui.demo("segments", "preview", "--filter", "createdAt >= 01/02/2024", "--json")
    assert ran.status == 2
    assert "1 February 2024" in ran.error["message"]
    assert "2 January 2024" in ran.error["message"]


def test_a_dry_run_keeps_nothing(desk: CommandLine) -> None:
    ran = desk("segments", "create", "--name", "Fresh", "--filter", "createdAt >= 3 weeks ago", "--dry-run")
    assert "Frozen today" in ran.out
    assert not desk.places.intents_dir.exists()


def test_the_age_of_a_date_is_told_and_after_a_week_it_is_a_warning(desk: CommandLine, address: str) -> None:
    segment_id = desk.id_of("Rome newsletter")
    long_ago(desk, address, segment_id, 34)
    today = f"{datetime.now(UTC) - timedelta(days=30):%Y-%m-%d}"
    told = f"Frozen 34 days ago from “last 30 days”; today it would be {today}."
    assert told in " ".join(desk("segments", "show", segment_id).out.split())
    linted = desk("lint", segment_id, "--json")
    assert linted.status == 1
    (one,) = linted.json["segments"][0]["diagnostics"]
    assert (one["code"], one["severity"], one["path"], one["message"]) == ("frozen-date", "warn", [0], told)
    assert one["fix"]["rule"]["children"][0]["value"]["instant"].startswith(today)


def test_a_date_that_stands_still_is_found(desk: CommandLine, address: str) -> None:
    segment_id = desk.id_of("Rome newsletter")
    long_ago(desk, address, segment_id, 34)
    found = desk("segments", "list", "--search", "lint:frozen-date", "--json").json["segments"]
    assert [one["id"] for one in found] == [segment_id]


def test_a_date_of_this_week_is_worth_a_note(desk: CommandLine, address: str) -> None:
    segment_id = desk.id_of("Rome newsletter")
    long_ago(desk, address, segment_id, 3)
    linted = desk("lint", segment_id)
    assert linted.status == 0
    assert "Frozen 3 days ago" in " ".join(linted.out.split())


def test_somebody_elses_date_is_not_ours(desk: CommandLine, address: str) -> None:
    segment_id = desk.id_of("Rome newsletter")
    long_ago(desk, address, segment_id, 34)
    theirs = {"field": "createdAt", "operator": ">=", "value": "2026-01-01T00:00:00.000Z"}
    desk.box.stored_segment(segment_id)["filters"] = [theirs]  # type: ignore[index]
    assert desk("segments", "show", segment_id, "--json").json["frozen"] == []


def test_a_duplicate_and_a_deletion_take_what_was_meant_along(desk: CommandLine, address: str) -> None:
    segment_id = desk.id_of("Rome newsletter")
    long_ago(desk, address, segment_id, 34)
    desk("segments", "create", "--like", segment_id, "--name", "Its copy", "--yes", "--confirm-everybody")
    copy = desk.id_of("Its copy")
    assert desk("segments", "show", copy, "--json").json["frozen"][0]["age_days"] == 34
    assert desk("segments", "delete", copy, "--yes").status == 0
    assert set(IntentFile(desk.places.intents_dir, place(desk, address)).intents()) == {segment_id}


def test_a_damaged_file_is_set_aside_and_said_once(desk: CommandLine, address: str) -> None:
    segment_id = desk.id_of("Rome newsletter")
    long_ago(desk, address, segment_id, 34)
    (file,) = desk.places.intents_dir.glob("*.json")
    file.write_text("{")
    first = desk("lint", segment_id)
    assert first.status == 0
    assert "was damaged and is set aside" in first.err
    assert desk("lint", segment_id).err == ""


def test_where_nothing_can_be_kept_the_segment_is_saved_all_the_same(desk: CommandLine) -> None:
    desk.places.data_dir.mkdir(parents=True, exist_ok=True)
    desk.places.intents_dir.write_text("in the way")
    ran = desk(
        "segments", "create", "--name", "Fresh", "--filter", "createdAt >= 3 weeks ago", "--yes", "--confirm-everybody"
    )
    assert ran.status == 0
    assert "What was meant by the dates isn't kept" in ran.err
    assert desk.id_of("Fresh")


def test_what_is_meant_by_several_dates_is_kept_for_each(desk: CommandLine) -> None:
    def frozen(*words: str) -> list[str]:
        ran = desk("-p", "demo-chatbot", "segments", "create", "--dry-run", "--name", "Fresh", *words)
        return re.findall(r"Frozen today from “(.*?)”", " ".join(ran.out.split()))

    assert frozen("--filter", "createdAt is between last Monday and today") == ["last Monday", "today"]
    assert frozen("--filter", "createdAt is one of 2026-01-01, yesterday") == ["yesterday"]
    assert frozen("--filter", "createdAt is on yesterday") == ["yesterday"]
