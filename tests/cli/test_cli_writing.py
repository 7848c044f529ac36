"""`segments create`, `update` and `delete`: shown, agreed to, carried out once, read back."""

import asyncio
import json
import signal
from pathlib import Path

import pytest
from support.command_line import CommandLine

from segtui.sandbox import Fault


def test_a_new_segment_is_shown_made_and_read_back(segtui: CommandLine) -> None:
    flags = ("--filter", "city = Rome", "--filter", "email exists", "--yes")
    ran = segtui.demo("segments", "create", "--name", "Romans", *flags)
    assert ran.status == 0
    assert "+ condition 1: city is Rome" in ran.out
    assert "It will select: 16 of 298" in ran.out
    made = segtui.stored(segtui.id_of("Romans"))
    assert made["filters"][0] == {"field": "city", "operator": "=", "value": "Rome"}
    assert made["_id"] in ran.out


def test_the_json_of_a_write_has_the_plan_and_the_outcome(segtui: CommandLine) -> None:
    ran = segtui.demo("segments", "create", "--name", "Romans", "--filter", "city = Rome", "--yes", "--json")
    assert set(ran.json) == {"dry_run", "why_not", "plan", "outcome"}
    plan, outcome = ran.json["plan"], ran.json["outcome"]
    keys = {"write", "id", "name", "rule", "steps", "served", "count", "movement", "confirmation", "note"}
    assert set(plan) == keys
    assert plan["steps"][1] == {"sort": "added", "part": "condition 1", "before": "", "after": "city is Rome"}
    assert (ran.json["dry_run"], outcome["ending"]) == (False, "done")
    assert outcome["segment"]["id"] == segtui.id_of("Romans")
    assert ran.err == ""


def test_an_update_says_who_enters_and_who_leaves_before_it_is_agreed_to(segtui: CommandLine) -> None:
    words = ("segments", "update", segtui.id_of("VIP customers"), "--filter", "city = Milan", "--dry-run")
    told = segtui.demo(*words).out
    assert "Who enters and who leaves (14 before, 16 after) · exact:" in told
    assert "\n  16 enter: " in told
    assert "\n  14 leave: " in told
    assert "and 6 more" in told
    assert max(map(len, told.splitlines())) <= 80
    movement = segtui.demo(*words, "--json").json["plan"]["movement"]
    assert (len(movement["entering"]), len(movement["leaving"])) == (16, 14)
    assert set(movement["entering"][0]) == {"id", "name"}
    assert (movement["before"], movement["after"], movement["certainty"]) == (14, 16, "exact")
    assert segtui.writes() == []


def test_a_mere_new_name_has_nobody_moving(segtui: CommandLine) -> None:
    words = ("segments", "update", segtui.id_of("VIP customers"), "--name", "x", "--dry-run")
    assert "enters" not in segtui.demo(*words).out
    assert segtui.demo(*words, "--json").json["plan"]["movement"] is None


@pytest.mark.parametrize(
    ("condition", "flag", "says"),
    [
        ("city = Milan", "--confirm-change", "14 would leave it and 16 enter it."),
        ("city = Atlantis", "--confirm-nobody", "The segment has 14 leads and would have none."),
    ],
)
def test_a_change_that_moves_most_people_needs_its_flag(
    segtui: CommandLine, condition: str, flag: str, says: str
) -> None:
    words = ("segments", "update", segtui.id_of("VIP customers"), "--filter", condition, "--yes")
    refused = segtui.demo(*words, "--json")
    assert (refused.status, refused.error["code"]) == (3, "confirmation-missing")
    assert says in refused.error["message"]
    assert flag in refused.error["hint"]
    others = {"--confirm-everybody", "--confirm-never-answered", "--confirm-change", "--confirm-nobody"} - {flag}
    assert segtui.demo(*words, *others).status == 3
    assert segtui.demo(*words, "--dry-run").out.endswith(f"\nWithout --dry-run it needs {flag}.\n")
    assert "it needs" not in segtui.demo(*words, flag, "--dry-run").out
    assert segtui.writes() == []
    assert segtui.demo(*words, flag).status == 0


def test_the_word_for_a_big_change_can_be_typed(segtui: CommandLine) -> None:
    words = ("segments", "update", segtui.id_of("VIP customers"), "--filter", "city = Milan")
    assert segtui.demo(*words, typed="yes\n").status == 3
    assert segtui.demo(*words, typed="change\n").status == 0


@pytest.mark.parametrize(
    "command",
    [
        ["create", "--name", "x", "--filter", "city = Rome"],
        ["update", "ID", "--name", "x"],
        ["delete", "ID"],
    ],
)
def test_a_dry_run_shows_everything_and_changes_nothing(segtui: CommandLine, command: list[str]) -> None:
    words = [segtui.id_of("VIP customers") if word == "ID" else word for word in command]
    ran = segtui.demo("segments", *words, "--dry-run", "--json")
    assert (ran.status, ran.json["dry_run"], ran.json["outcome"]) == (0, True, None)
    assert ran.json["plan"]["write"] == command[0]
    assert "dry run" in segtui.demo("segments", *words, "--dry-run").out
    assert segtui.writes() == []


@pytest.mark.parametrize(
    "command",
    [
        ["create", "--name", "x", "--filter", "city = Rome"],
        ["update", "ID", "--name", "x"],
        ["delete", "ID"],
    ],
)
def test_without_a_terminal_a_write_needs_a_yes(segtui: CommandLine, command: list[str]) -> None:
    words = [segtui.id_of("VIP customers") if word == "ID" else word for word in command]
    ran = segtui.demo("segments", *words, "--json")
    assert (ran.status, ran.error["code"]) == (3, "confirmation-missing")
    assert "--yes" in ran.error["hint"]
    assert segtui.writes() == []
    assert segtui.demo("segments", *words, "--yes").status == 0
    assert len(segtui.writes()) == 1


@pytest.mark.parametrize(("typed", "status"), [("y\n", 0), ("YES\n", 0), ("\n", 3), ("n\n", 3), ("", 3)])
def test_on_a_terminal_a_write_is_asked_about(segtui: CommandLine, typed: str, status: int) -> None:
    ran = segtui.demo("segments", "update", segtui.id_of("VIP customers"), "--name", "x", typed=typed)
    assert ran.status == status
    assert "[y/N]" in ran.err
    assert len(segtui.writes()) == (status == 0)


@pytest.mark.parametrize(("typed", "status"), [("delete\n", 0), ("y\n", 3), ("\n", 3)])
def test_on_a_terminal_deleting_wants_the_word_typed(segtui: CommandLine, typed: str, status: int) -> None:
    segment_id = segtui.id_of("VIP customers")
    assert segtui.demo("segments", "delete", segment_id, typed=typed).status == status
    assert segtui.stored(segment_id)["status"] == (0 if status == 0 else 100)


def test_json_on_a_terminal_asks_beside_the_result(segtui: CommandLine) -> None:
    words = ("segments", "update", segtui.id_of("VIP customers"), "--name", "Very important", "--json")
    ran = segtui.demo(*words, typed="y\n")
    assert ran.json["outcome"]["ending"] == "done"
    assert "VIP customers → Very important" in ran.err


def test_an_update_sends_only_what_differs_and_keeps_untouched_parts(segtui: CommandLine) -> None:
    segment_id = segtui.id_of("Regular buyers")
    before = segtui.stored(segment_id)["filters"]
    assert segtui.demo("segments", "update", segment_id, "--name", "Buyers", "--yes").status == 0
    assert segtui.box.requests[-2].body == {"name": "Buyers"}
    assert segtui.stored(segment_id)["filters"] == before


def test_filters_replace_all_conditions_and_match_changes_alone(segtui: CommandLine) -> None:
    segment_id = segtui.id_of("Rome or VIP")
    meant = ("--yes", "--confirm-change")
    assert segtui.demo("segments", "update", segment_id, "--match", "all", *meant).status == 0
    assert segtui.stored(segment_id)["match"] == "all"
    assert len(segtui.stored(segment_id)["filters"]) == 2
    assert segtui.demo("segments", "update", segment_id, "--filter", "tags = vip", *meant).status == 0
    assert segtui.stored(segment_id)["filters"] == [{"field": "tags", "operator": "=", "value": "vip"}]


def test_a_rule_file_replaces_the_rule(segtui: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "rule.json"
    file.write_text('{"match": "all", "children": [{"field": "city", "operator": "is", "value": "Milan"}]}')
    segment_id = segtui.id_of("VIP customers")
    assert (
        segtui.demo("segments", "update", segment_id, "--rule-file", str(file), "--yes", "--confirm-change").status == 0
    )
    assert segtui.stored(segment_id)["filters"] == [{"field": "city", "operator": "=", "value": "Milan"}]


def test_the_rule_that_show_prints_is_one_that_a_rule_file_takes(segtui: CommandLine) -> None:
    rule = segtui.demo("segments", "show", segtui.id_of("Regular buyers"), "--json").json["segment"]["rule"]
    ran = segtui.demo(
        "segments", "preview", "--rule-file", "-", "--json", "--limit", "0", stdin=json.dumps(rule).encode()
    )
    assert ran.status == 0
    assert ran.json["served"]["rule"] == rule


def test_a_duplicate_says_what_the_other_one_says(segtui: CommandLine) -> None:
    like = segtui.id_of("Regular buyers")
    assert segtui.demo("segments", "create", "--like", like, "--name", "Twin", "--yes").status == 0
    twin = segtui.stored(segtui.id_of("Twin"))
    assert twin["_id"] != like
    assert [one["field"] for one in twin["filters"]] == [one["field"] for one in segtui.stored(like)["filters"]]


def test_a_deleted_segment_can_be_duplicated_but_not_changed(segtui: CommandLine) -> None:
    gone = segtui.id_of("Black Friday 2025")
    changed = segtui.demo("segments", "update", gone, "--name", "x", "--yes", "--json")
    assert (changed.status, changed.error["code"]) == (3, "segment-deleted")
    deleted = segtui.demo("segments", "delete", gone, "--yes", "--json")
    assert (deleted.status, deleted.error["code"]) == (3, "segment-deleted")
    assert segtui.demo("segments", "create", "--like", gone, "--yes").status == 0


def test_a_rule_for_everybody_needs_more_than_a_yes(segtui: CommandLine) -> None:
    words = ("segments", "create", "--name", "All", "--yes")
    refused = segtui.demo(*words, "--json")
    assert (refused.status, refused.error["code"]) == (3, "confirmation-missing")
    assert "--confirm-everybody" in refused.error["hint"]
    assert segtui.demo(*words, "--confirm-never-answered").status == 3
    assert segtui.writes() == []
    assert segtui.demo(*words, "--confirm-everybody").status == 0


def test_a_flag_for_everybody_alone_is_no_yes(segtui: CommandLine) -> None:
    assert segtui.demo("segments", "create", "--name", "All", "--confirm-everybody").status == 3
    assert segtui.writes() == []


def test_a_rule_that_skips_every_condition_is_one_for_everybody(segtui: CommandLine) -> None:
    segment_id = segtui.id_of("VIP customers")
    words = ("segments", "update", segment_id, "--filter", "attributes.score < 30", "--yes")
    refused = segtui.demo(*words)
    assert refused.status == 3
    assert "selects every lead" in refused.err
    assert segtui.demo(*words, "--confirm-everybody").status == 0


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("fullname starts with Ann", {"field": "fullname", "operator": "contains", "value": "^Ann"}),
        ("fullname ends with son", {"field": "fullname", "operator": "contains", "value": "son$"}),
        ("tags is one of vip, beta", {"field": "tags", "operator": "contains", "value": "^(vip|beta)$"}),
    ],
)
def test_what_does_not_work_is_said_in_another_way(segtui: CommandLine, typed: str, stored: dict[str, str]) -> None:
    ran = segtui.demo("segments", "create", "--name", "Anns", "--filter", typed, "--yes")
    assert ran.status == 0
    [write] = [
        arrival for arrival in segtui.box.requests if arrival.method == "POST" and arrival.path.endswith("segments")
    ]
    assert write.body["filters"] == [stored]


def test_a_rule_that_is_never_answered_needs_its_own_flag(segtui: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "rule.json"
    file.write_text(
        '{"children": [{"field": "fullname", "operator": "starts with", "value": "Ann"}]}', encoding="utf-8"
    )
    words = ("segments", "create", "--name", "Anns", "--rule-file", str(file), "--yes")
    refused = segtui.demo(*words, "--json")
    assert (refused.status, "--confirm-never-answered" in refused.error["hint"]) == (3, True)
    assert segtui.demo(*words, "--confirm-everybody").status == 3
    assert segtui.demo(*words, "--confirm-never-answered").status == 0


@pytest.mark.parametrize(("typed", "status"), [("everybody\n", 0), ("y\n", 3)])
def test_on_a_terminal_the_word_is_asked_for_even_with_a_yes(segtui: CommandLine, typed: str, status: int) -> None:
    ran = segtui.demo("segments", "create", "--name", "All", "--yes", typed=typed)
    assert ran.status == status
    assert "type the word everybody" in ran.err


@pytest.mark.parametrize(
    ("words", "place"),
    [
        (["--filter", "attributes.note matches pattern ("], "condition 1"),
        (["--filter", "city = Rome", "--filter", "createdAt > 2024-01-01", "--filter", "status = 5"], "condition 3"),
        (["--filter", "city is none of Rome, Milan"], "condition 1"),
    ],
)
def test_a_condition_that_must_be_mended_is_never_sent(segtui: CommandLine, words: list[str], place: str) -> None:
    ran = segtui.demo("segments", "create", "--name", "x", *words, "--yes", "--json")
    assert (ran.status, ran.error["code"]) == (3, "rule-refused")
    assert place in ran.error["message"].lower()
    assert segtui.writes() == []


def test_a_name_is_needed_and_nothing_is_no_name(segtui: CommandLine) -> None:
    assert segtui.demo("segments", "create", "--filter", "city = Rome", "--yes").status == 2
    assert segtui.demo("segments", "create", "--name", "  ", "--filter", "city = Rome", "--yes").status == 3


def test_a_change_that_changes_nothing_is_not_sent(segtui: CommandLine) -> None:
    words = ("segments", "update", segtui.id_of("VIP customers"), "--name", "VIP customers", "--yes", "--json")
    assert segtui.demo(*words).error["code"] == "nothing-to-change"
    assert segtui.writes() == []


def test_a_namesake_is_pointed_out(segtui: CommandLine) -> None:
    words = ("segments", "create", "--name", "VIP customers", "--filter", "tags = vip", "--dry-run")
    assert "already a segment" in segtui.demo(*words).out


def test_a_change_by_somebody_else_in_between_is_never_overwritten(segtui: CommandLine) -> None:
    segment_id = segtui.id_of("VIP customers")

    looks = iter(range(10))

    def colleague() -> None:
        # The third look at the segment is the one right before the write.
        if next(looks) == 2:
            segtui.box.change_behind_your_back(segment_id, name="Mine now")

    segtui.box.faults.run_before(colleague, method="GET", path=f"segments/{segment_id}", times=None)
    ran = segtui.demo("segments", "update", segment_id, "--name", "Theirs", "--yes", "--json")
    assert (ran.status, ran.error["code"]) == (3, "changed-meanwhile")
    assert "Mine now" in ran.error["message"]
    assert segtui.writes() == []


@pytest.mark.parametrize("fault", [Fault.drop(), Fault.hang()])
def test_a_write_without_an_answer_is_unknown_and_never_repeated(segtui: CommandLine, fault: Fault) -> None:
    segtui.be_impatient()
    segtui.box.faults.add(fault, method="POST", path="/segments")
    ran = segtui.demo("segments", "create", "--name", "Romans", "--filter", "city = Rome", "--yes", "--json")
    assert (ran.status, ran.json["outcome"]["ending"]) == (4, "unknown")
    assert ran.error["code"] == "outcome-unknown"
    assert segtui.writes() == ["POST"]


def test_a_write_that_happened_without_an_answer_is_found_by_reading(segtui: CommandLine) -> None:
    segtui.be_impatient()
    segtui.box.faults.add(Fault.hang_after(), method="POST", path="/segments")
    ran = segtui.demo("segments", "create", "--name", "Romans", "--filter", "city = Rome", "--yes", "--json")
    assert (ran.status, ran.json["outcome"]["ending"]) == (0, "done")
    assert ran.json["outcome"]["segment"]["id"] == segtui.id_of("Romans")


def test_a_service_that_stores_something_else_is_a_failure_that_names_the_difference(segtui: CommandLine) -> None:
    segment_id = segtui.id_of("VIP customers")

    def colleague() -> None:
        # The look after the write is the one that reads back.
        if any(arrival.method == "PUT" for arrival in segtui.box.requests):
            segtui.box.change_behind_your_back(segment_id, name="Something else")

    segtui.box.faults.run_before(colleague, method="GET", path=f"segments/{segment_id}", times=None)
    ran = segtui.demo("segments", "update", segment_id, "--name", "Wanted", "--yes", "--json")
    assert (ran.status, ran.json["outcome"]["ending"]) == (1, "done_differently")
    assert ran.error["code"] == "done-differently"
    assert "Wanted → Something else" in ran.error["message"]


def test_ctrl_c_while_a_change_is_on_its_way_leaves_its_outcome_unknown(segtui: CommandLine) -> None:
    segtui.box.faults.run_before(lambda: signal.raise_signal(signal.SIGINT), method="PUT")
    segtui.box.faults.add(Fault.hold(asyncio.Event()), method="PUT")
    words = ("segments", "update", segtui.id_of("VIP customers"), "--name", "x", "--yes")
    ran = segtui.demo(*words)
    assert ran.status == 4
    assert "Interrupted" in ran.err


def test_a_read_only_profile_refuses_every_write(segtui: CommandLine, address: str) -> None:
    segtui.add_profile(address)
    segment_id = segtui.id_of("VIP customers")
    for words in (
        ["create", "--name", "x", "--filter", "city = Rome"],
        ["update", segment_id, "--name", "x"],
        ["delete", segment_id],
    ):
        ran = segtui("segments", *words, "--yes", "--json")
        assert ran.status == 3
        assert "read-only" in ran.error["message"]
    assert segtui.writes() == []


def test_a_profile_that_may_write_writes_over_a_real_connection(segtui: CommandLine, address: str) -> None:
    segtui.add_profile(address, "--no-read-only")
    segment_id = segtui.id_of("VIP customers")
    assert segtui("segments", "update", segment_id, "--name", "Renamed", "--yes").status == 0
    assert segtui.stored(segment_id)["name"] == "Renamed"
