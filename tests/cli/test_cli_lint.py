"""`segtui lint` and `segtui explain` on the demo, which has every trap."""

from typing import Any

import pytest
from support.command_line import CommandLine

from segtui.sandbox import Fault

FILTER_ROME = {"field": "city", "operator": "=", "value": "Rome"}


def linted(segtui: CommandLine, name: str) -> dict[str, dict[str, Any]]:
    """What is told of a segment, by code."""
    (segment,) = segtui.demo("lint", segtui.id_of(name), "--json").json["segments"]
    return {one["code"]: one for one in segment["diagnostics"]}


def put(segtui: CommandLine, *filters: Any, **more: Any) -> str:
    return str(segtui.box.put_segment({"name": "Mine", "match": "all", "filters": list(filters), **more})["_id"])


@pytest.mark.parametrize(
    ("name", "code", "severity"),
    [
        ("Rome or VIP", "any-ignored", "warn"),
        ("Big Italian cities", "field-repeated", "warn"),
        ("Low scores", "operator-skipped", "warn"),
        ("Low scores", "matches-everybody", "warn"),
        ("Everyone", "matches-everybody", "warn"),
        ("Call list A to C", "never-answered", "warn"),
        ("Customers at example.com", "pattern", "note"),
        ("Duplicate words in notes", "explosive-pattern", "warn"),
        ("Sad smileys", "never-answered", "warn"),
        ("Reachable by phone", "null-is-present", "warn"),
        ("\u202egnp.exe", "never-answered", "warn"),
        ("Exactly five seats", "type-mismatch", "warn"),
        ("Happy customers", "mixed-types", "note"),
        ("New since yesterday", "never-answered", "warn"),
        ("Deleted contacts", "field-overridden", "warn"),
        ("VIP customers", "case-variants", "note"),
    ],
)
def test_every_trap_of_the_demo_is_told(segtui: CommandLine, name: str, code: str, severity: str) -> None:
    found = linted(segtui, name)
    assert found[code]["severity"] == severity


@pytest.mark.parametrize("name", ["Rome newsletter", "Do not call", "Gmail addresses", "No e-mail on file"])
def test_of_a_segment_that_does_what_it_says_nothing_is_told(segtui: CommandLine, name: str) -> None:
    ran = segtui.demo("lint", segtui.id_of(name))
    assert ran.status == 0
    assert "does what it says" in ran.out


def test_all_segments_are_looked_at_and_each_thing_has_a_line(segtui: CommandLine) -> None:
    ran = segtui.demo("lint", "--all", "--json")
    assert ran.status == 1
    assert set(ran.json) == {"profile", "segments", "totals", "leads_looked_at"}
    assert ran.json["leads_looked_at"] > 200
    told = [one for segment in ran.json["segments"] for one in segment["diagnostics"]]
    assert sum(ran.json["totals"].values()) == len(told)
    text = segtui.demo("lint")
    assert text.status == 1
    lines = text.out.splitlines()
    assert sum(line.startswith("66a1") for line in lines) == len(told)
    assert max(map(len, lines)) <= 80
    assert "\x1b" not in text.out


def test_notes_alone_leave_the_exit_code_at_nothing(segtui: CommandLine) -> None:
    ran = segtui.demo("lint", segtui.id_of("Customers at example.com"))
    assert ran.status == 0
    assert "note" in ran.out


def test_an_id_and_all_do_not_go_together(segtui: CommandLine) -> None:
    assert segtui.demo("lint", segtui.id_of("Everyone"), "--all").status == 2


def test_a_fix_is_a_rule_that_update_takes(segtui: CommandLine) -> None:
    fix = linted(segtui, "Exactly five seats")["type-mismatch"]["fix"]
    assert fix["rule"]["children"] == [{"field": "attributes.seats", "operator": "is", "value": 5}]


def test_a_fix_that_the_service_cannot_hold_is_said_in_a_way_that_it_can(segtui: CommandLine) -> None:
    fix = linted(segtui, "VIP customers")["case-variants"]["fix"]
    assert fix["rule"]["children"][0]["operator"] == "matches"
    assert fix["message"].endswith("^(vip|VIP)$")


def test_a_field_written_wrongly_is_named_with_the_right_one(segtui: CommandLine) -> None:
    segment = put(segtui, {**FILTER_ROME, "field": "citty"})
    out = " ".join(segtui.demo("lint", segment).out.split())
    assert "unknown-field" in out
    assert "Did you mean city?" in out


def test_what_the_service_makes_of_a_rule_may_be_met_by_nobody(segtui: CommandLine) -> None:
    segment = put(
        segtui,
        {"field": "_id", "operator": "=", "value": "6" * 24},
        {"field": "_id", "operator": "=", "value": "7" * 24},
    )
    (told,) = segtui.demo("lint", segment, "--json").json["segments"]
    assert {"contradiction", "matches-nobody", "field-repeated"} <= {one["code"] for one in told["diagnostics"]}


def test_a_hostile_rule_reaches_the_terminal_as_text_only(segtui: CommandLine) -> None:
    segment = put(segtui, {"field": "\x1b[31mci\x9bty", "operator": "=", "value": "\x1b]52;c;aGk=\x07"}, name="\x1b[2J")
    ran = segtui.demo("lint", segment)
    assert not {"\x1b", "\x07", "\x9b"} & set(ran.out)
    assert "invisible-character" in ran.out


def first_of(segtui: CommandLine, name: str) -> dict[str, Any]:
    """The first lead that is in a segment, and that nobody else is called like."""
    leads = segtui.demo("segments", "preview", segtui.id_of(name), "--json", "--limit", "20").json["leads"]
    found: dict[str, Any] = next(one for one in leads if one["raw"].get("email"))
    return found


def test_somebody_who_is_in_is_explained(segtui: CommandLine) -> None:
    lead = first_of(segtui, "Rome newsletter")
    ran = segtui.demo("explain", segtui.id_of("Rome newsletter"), lead["id"], "--json")
    assert ran.status == 0
    assert set(ran.json) == {"segment", "lead", "meant", "served", "differences"}
    assert ran.json["lead"] == {"id": lead["id"], "name": lead["name"]}
    assert ran.json["meant"]["standing"] == ran.json["served"]["standing"] == "in"
    assert ran.json["meant"]["rule"]["children"][0] == {
        "path": [0],
        "standing": "in",
        "message": "city is Rome",
        "values": ["Rome"],
    }
    assert ran.json["meant"]["flips"] == [{"path": [0], "message": "city is Rome", "should_hold": False}]
    text = segtui.demo("explain", "Rome newsletter", lead["raw"]["email"]).out
    assert "✔ yes  city is Rome  (has: Rome)" in text


def test_somebody_who_is_out_is_told_what_would_change_that(segtui: CommandLine) -> None:
    lead = first_of(segtui, "German customers with a phone")
    ran = segtui.demo("explain", "Rome newsletter", lead["raw"]["email"], "--json")
    assert ran.json["meant"]["standing"] == "out"
    assert ran.json["meant"]["deciding"] == [0]
    assert ran.json["meant"]["flips"][0] == {"path": [0], "message": "city is Rome", "should_hold": True}
    text = segtui.demo("explain", "Rome newsletter", lead["raw"]["email"]).out
    assert "✘ no   city is Rome" in text
    assert "“city is Rome” would have to be met." in text


def test_what_the_service_makes_of_it_is_explained_beside_it(segtui: CommandLine) -> None:
    lead = first_of(segtui, "German customers with a phone")
    ran = segtui.demo("explain", "Low scores", lead["id"], "--json")
    assert ran.json["served"]["standing"] == "in"
    text = " ".join(segtui.demo("explain", "Big Italian cities", lead["id"]).out.split())
    assert "Tiledesk makes another rule of it" in text
    never = segtui.demo("explain", "Call list A to C", lead["id"])
    assert "would never answer" in never.out
    assert segtui.demo("explain", "Call list A to C", lead["id"], "--json").json["served"] is None


def test_a_lead_is_found_by_its_name_in_any_case_and_beyond_the_sample(segtui: CommandLine) -> None:
    segtui.box.add_leads({"fullname": "Zora Unique", "email": "Zora@Example.com"})
    for text in ("Zora Unique", "zora  unique", "Zora@Example.com", "zora@example.com"):
        assert segtui.demo("explain", "Everyone", text, "--json").json["lead"]["name"] == "Zora Unique"
    by_name = [one for one in segtui.box.requests if "full_text" in one.query]
    assert by_name


def test_several_of_one_name_are_told_apart_by_their_ids(segtui: CommandLine) -> None:
    segtui.box.add_leads(*[{"fullname": "Twin Two"}] * 7)
    ran = segtui.demo("explain", "Everyone", "Twin Two", "--json")
    assert ran.status == 2
    assert ran.error["code"] == "several-leads"
    assert ran.error["message"].startswith("7 leads have the e-mail or name “Twin Two”: ")
    assert ran.error["message"].endswith(" and 2 more.")


@pytest.mark.parametrize("text", ["Nobody At All", "nobody@example.invalid", "", '"'])
def test_who_is_not_found_is_said(segtui: CommandLine, text: str) -> None:
    ran = segtui.demo("explain", "Everyone", text, "--json")
    assert ran.status == 2
    assert ran.error["code"] == "no-such-lead"


def test_a_segment_that_is_not_there_is_said(segtui: CommandLine) -> None:
    ran = segtui.demo("explain", "No such thing", "x", "--json")
    assert ran.status == 2
    assert "No segment has the id or the name" in ran.error["message"]


def test_a_rule_that_no_request_can_hold_is_refused(segtui: CommandLine) -> None:
    ran = segtui.demo("lint", put(segtui, {**FILTER_ROME, "value": "x" * 500_000}), "--json")
    told = {one["code"]: one["severity"] for one in ran.json["segments"][0]["diagnostics"]}
    assert ran.status == 1
    assert told["too-large"] == "refuse"


def test_a_rule_that_another_segment_has_too_is_told_in_whatever_order(segtui: CommandLine) -> None:
    vip = {"field": "tags", "operator": "=", "value": "vip"}
    first = put(segtui, FILTER_ROME, vip, name="First\x1b[31m")
    second = put(segtui, vip, FILTER_ROME, name="Second")
    (segment,) = segtui.demo("lint", second, "--json").json["segments"]
    (told,) = [one for one in segment["diagnostics"] if one["code"] == "same-rule"]
    assert (told["severity"], told["message"]) == ("note", f"“First\ufffd[31m” ({first}) has the same rule.")


def test_many_segments_with_one_rule_are_one_note_for_each(segtui: CommandLine) -> None:
    ids = [put(segtui, FILTER_ROME, FILTER_ROME, name=f"Copy {number}") for number in range(6)]
    linted = {one["id"]: one for one in segtui.demo("lint", "--all", "--json").json["segments"]}
    for one in ids:
        (told,) = [each for each in linted[one]["diagnostics"] if each["code"] == "same-rule"]
        assert told["message"].endswith("more have the same rule.")
        assert one not in told["message"]


@pytest.mark.parametrize("code", ["nobody-seen", "everybody-seen", "missing-values", "value-never-seen", "warn"])
def test_a_search_finds_just_the_segments_of_which_lint_tells_it(segtui: CommandLine, code: str) -> None:
    put(segtui, FILTER_ROME, {"field": "country", "operator": "=", "value": "Norway"})
    put(segtui, {"field": "createdAt", "operator": ">=", "value": "2001-01-01T00:00:00.000Z"})
    linted = segtui.demo("lint", "--all", "--json").json["segments"]
    told = {one["id"] for one in linted if any(code in {each["code"], each["severity"]} for each in one["diagnostics"])}
    found = segtui.demo("segments", "list", "--search", f"lint:{code}", "--json").json["segments"]
    assert {one["id"] for one in found} == told
    assert told


def test_where_leads_cannot_be_looked_at_a_search_says_what_it_does_not_find(segtui: CommandLine) -> None:
    segtui.box.faults.add(Fault.status(403), path="/leads")
    ran = segtui.demo("segments", "list", "--search", "lint:explosive")
    assert ran.status == 0
    assert "Duplicate words in notes" in ran.out
    assert "What lint says by the leads looked at isn't known" in " ".join(ran.err.split())


def test_segments_are_listed_by_what_is_in_their_rules(segtui: CommandLine) -> None:
    def listed(words: str) -> set[str]:
        return {one["name"] for one in segtui.demo("segments", "list", f"--search={words}", "--json").json["segments"]}

    assert "Rome newsletter" in listed("field:city value:rome")
    assert listed("lint:explosive") == {"Duplicate words in notes"}
    assert "Rome newsletter" not in listed("-field:city")
    nothing = segtui.demo("segments", "list", "--search", "field:nothing")
    assert (nothing.status, nothing.out.splitlines()[0][:30]) == (0, "No segment has all of this. Wh")
