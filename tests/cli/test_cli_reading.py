"""`segments list`, `show`, `preview` and `leads show`."""

import json

import pytest
from support.command_line import CommandLine

MALFORMED, UNKNOWN = "not-an-id", "f" * 24


def test_the_list_names_the_active_segments_with_the_latest_change_first(segtui: CommandLine) -> None:
    ran = segtui.demo("segments", "list", "--json")
    assert ran.status == 0
    assert set(ran.json) == {"profile", "segments", "total"}
    assert ran.json["profile"] == "demo"
    active = [one for one in segtui.box.project().segments.values() if one["status"] == 100]
    assert ran.json["total"] == len(ran.json["segments"]) == len(active)
    first = ran.json["segments"][0]
    assert set(first) == {"id", "name", "updated_at", "state", "kind", "created_at", "created_by", "size"}
    assert first["state"] == "active"
    moments = [one["updated_at"] for one in ran.json["segments"]]
    assert moments == sorted(moments, reverse=True)
    assert moments[0].endswith("Z")


def test_json_may_be_asked_for_before_or_after_the_command(segtui: CommandLine) -> None:
    before = segtui("--json", "-p", "demo", "segments", "list")
    after = segtui("segments", "list", "-p", "demo", "--json")
    assert before.json == after.json


def test_an_empty_list_names_the_next_step(segtui: CommandLine) -> None:
    segtui.box.project().segments.clear()
    assert "segtui segments create" in segtui.demo("segments", "list").out


def test_a_list_fits_into_eighty_columns_with_whole_ids(segtui: CommandLine) -> None:
    lines = segtui.demo("segments", "list").out.splitlines()
    assert max(map(len, lines)) <= 80
    ids = {line.split()[0] for line in lines[1:]}
    assert segtui.id_of("Rome newsletter") in ids
    assert any("(no name)" in line for line in lines)


def test_show_gives_the_rule_and_the_segment_as_the_service_sent_it(segtui: CommandLine) -> None:
    ran = segtui.demo("segments", "show", segtui.id_of("Rome newsletter"), "--json")
    segment = ran.json["segment"]
    assert segment["rule"]["children"][0] == {"field": "city", "operator": "is", "value": "Rome"}
    assert segment["raw"] == segtui.stored(segment["id"])
    assert set(ran.json) == {"segment", "sentence", "text", "served", "frozen"}
    assert set(ran.json["served"]) == {"rule", "differences", "answers", "everybody"}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Rome or VIP", "any-ignored"),
        ("Mid-size teams", "field-repeated"),
        ("Low scores", "operator-skipped"),
        ("Call list A to C", "never-answered"),
        ("Customers at example.com", "pattern"),
        ("Sad smileys", "never-answered"),
        ("Reachable by phone", "null-is-present"),
        ("Deleted contacts", "field-overridden"),
        ("Exactly five seats", None),
    ],
)
def test_show_names_what_the_service_does_differently(segtui: CommandLine, name: str, code: str | None) -> None:
    ran = segtui.demo("segments", "show", segtui.id_of(name), "--json")
    differences = ran.json["served"]["differences"]
    assert {code} - {None} <= {one["code"] for one in differences}
    for one in differences:
        assert set(one) - {"fix"} == {"code", "severity", "path", "message"}
        assert one["severity"] in {"refuse", "warn", "note"}
    text = segtui.demo("segments", "show", segtui.id_of(name)).out
    assert text.count("warning:") == sum(one["severity"] == "warn" for one in differences)


def test_a_fix_is_given_as_a_rule_that_update_takes(segtui: CommandLine) -> None:
    segment_id = segtui.id_of("Big Italian cities")
    shown = segtui.demo("segments", "show", segment_id, "--json").json
    fix = next(one["fix"] for one in shown["served"]["differences"] if one["code"] == "any-ignored")
    rule = json.dumps(fix["rule"]).encode()
    saved = segtui.demo("segments", "update", segment_id, "--rule-file", "-", "--yes", "--confirm-change", stdin=rule)
    assert saved.status == 0
    assert segtui.stored(segment_id)["filters"] == [
        {"field": "city", "operator": "=", "value": ["Rome", "Milan", "Naples"]}
    ]


@pytest.mark.parametrize("name", ["Everyone", "Old list (rule lost)", "Low scores"])
def test_a_rule_that_selects_everybody_says_so_loudly(segtui: CommandLine, name: str) -> None:
    ran = segtui.demo("segments", "show", segtui.id_of(name))
    assert "Everybody: " in ran.out
    assert segtui.demo("segments", "show", segtui.id_of(name), "--json").json["served"]["everybody"]


def test_a_rule_that_is_never_answered_has_no_served_rule(segtui: CommandLine) -> None:
    served = segtui.demo("segments", "show", segtui.id_of("Call list A to C"), "--json").json["served"]
    assert served["rule"] is None
    assert served["answers"] is False


def test_a_deleted_segment_is_shown_as_deleted_but_selects_nobody(segtui: CommandLine) -> None:
    segment_id = segtui.id_of("Black Friday 2025")
    assert segtui.demo("segments", "show", segment_id, "--json").json["segment"]["state"] == "deleted"
    ran = segtui.demo("segments", "preview", segment_id, "--json")
    assert (ran.status, ran.error["code"]) == (3, "segment-deleted")


@pytest.mark.parametrize("command", ["show", "preview", "delete", "update"])
def test_an_id_that_is_no_segment_of_this_project_is_refused_with_the_reason(segtui: CommandLine, command: str) -> None:
    foreign = next(iter(segtui.box.project(segtui.box.other_project_id).segments))
    ghost = "abcdefabcdefabcdefabcdef"
    segtui.box.ghosts[ghost] = {"_id": ghost, "name": "ghost", "createdAt": segtui.box.stamp(), "__v": 0}
    codes = {
        MALFORMED: (2, "usage"),
        UNKNOWN: (3, "no-such-segment"),
        foreign: (3, "foreign-segment"),
        ghost: (3, "no-such-segment"),
    }
    more = {"update": ["--name", "x", "--yes"], "delete": ["--yes"]}.get(command, [])
    for segment_id, refusal in codes.items():
        ran = segtui.demo("segments", command, segment_id, *more, "--json")
        assert (ran.status, ran.error["code"]) == refusal
    assert segtui.writes() == []


def test_what_is_neither_an_id_nor_a_name_is_said_to_be_neither(segtui: CommandLine) -> None:
    ran = segtui.demo("segments", "show", UNKNOWN, "--json")
    assert ran.error["message"] == f"No segment has the id or the name “{UNKNOWN}”."


def test_a_saved_rule_is_counted_by_the_service_exactly(segtui: CommandLine) -> None:
    ran = segtui.demo("segments", "preview", segtui.id_of("VIP customers"), "--limit", "3", "--json")
    count = ran.json["count"]
    assert set(count) == {"value", "certainty", "source", "as_of", "of", "unsure"}
    assert (count["certainty"], count["source"]) == ("exact", "server")
    assert 0 < count["value"] < count["of"]
    assert len(ran.json["leads"]) == 3
    assert all("vip" in lead["raw"]["tags"] for lead in ran.json["leads"])


def test_a_preview_fetches_pages_until_the_limit(segtui: CommandLine) -> None:
    ran = segtui.demo("segments", "preview", segtui.id_of("Everyone"), "--limit", "120", "--json")
    ids = [lead["id"] for lead in ran.json["leads"]]
    assert len(ids) == len(set(ids)) == 120


def test_an_unsaved_rule_is_counted_on_the_sample_and_says_so(segtui: CommandLine) -> None:
    ran = segtui.demo("segments", "preview", "--filter", "city = Rome", "--json", "--limit", "1")
    assert ran.json["count"]["source"] == "counted_here"
    assert "isn't saved" in ran.json["note"]
    assert ran.json["leads"][0]["raw"]["city"] == "Rome"


def test_an_unsaved_rule_that_the_parameters_can_say_is_counted_by_the_service(segtui: CommandLine) -> None:
    ran = segtui.demo("segments", "preview", "--filter", "tags = vip", "--source", "server", "--json")
    assert (ran.status, ran.json["count"]["source"]) == (0, "server")


@pytest.mark.parametrize("typed", ["city = Rome", "fullname starts with Ann"])
def test_source_server_is_refused_where_the_service_cannot_answer_exactly(segtui: CommandLine, typed: str) -> None:
    ran = segtui.demo("segments", "preview", "--filter", typed, "--source", "server", "--json")
    assert (ran.status, ran.error["code"]) == (3, "not-by-server")


def test_a_rule_that_is_never_answered_is_not_sent_for_a_preview(segtui: CommandLine) -> None:
    segment_id = segtui.id_of("Call list A to C")
    ran = segtui.demo("segments", "preview", segment_id, "--json")
    assert (ran.status, ran.json["count"]["source"]) == (0, "counted_here")
    assert all("segment" not in one.query for one in segtui.box.requests)


def test_source_sample_never_asks_the_service_to_select(segtui: CommandLine) -> None:
    ran = segtui.demo("segments", "preview", segtui.id_of("VIP customers"), "--source", "sample", "--json")
    assert ran.json["count"]["source"] == "counted_here"
    assert all("segment" not in one.query for one in segtui.box.requests)


def test_a_preview_compares_what_is_meant_with_what_is_selected(segtui: CommandLine) -> None:
    segment_id = segtui.id_of("Rome or VIP")
    comparison = segtui.demo("segments", "preview", segment_id, "--json").json["comparison"]
    assert comparison["meant"]["value"] > comparison["served"]["value"]
    assert "What the rule says:" in segtui.demo("segments", "preview", segment_id).out
    assert segtui.demo("segments", "preview", segtui.id_of("VIP customers"), "--json").json["comparison"] is None


def test_a_preview_shows_the_fields_that_the_rule_asks_about(segtui: CommandLine) -> None:
    lines = segtui.demo("segments", "preview", segtui.id_of("Enterprise accounts"), "--limit", "2").out.splitlines()
    heads = next(line for line in lines if line.startswith("ID"))
    assert heads.split() == ["ID", "NAME", "attributes.plan", "email"]
    assert "enterprise" in lines[lines.index(heads) + 1]


def test_a_lead_is_shown_with_every_value(segtui: CommandLine) -> None:
    lead = next(one for one in segtui.box.project().leads if one.get("status") == 100 and one.get("tags"))
    ran = segtui.demo("leads", "show", lead["_id"], "--json")
    assert ran.json["lead"]["raw"]["lead_id"] == lead["lead_id"]
    assert set(ran.json["lead"]) == {"id", "name", "raw"}
    text = segtui.demo("leads", "show", lead["_id"]).out
    assert lead["lead_id"] in text
    assert ", ".join(lead["tags"]) in text


def test_an_empty_value_of_a_lead_is_told_from_a_missing_one(segtui: CommandLine) -> None:
    [lead] = segtui.box.add_leads({"fullname": "Ada", "note": "", "phone": None, "tags": []})
    lines = [line.split() for line in segtui.demo("leads", "show", lead["_id"]).out.splitlines()]
    assert ["note", '""'] in lines
    assert ["phone", "-"] in lines
    assert ["tags", "[]"] in lines
    assert not [line for line in lines if line[0] == "city"]


def test_long_texts_are_wrapped_where_they_are_shown(segtui: CommandLine) -> None:
    longest = max((one for one in segtui.box.project().segments.values()), key=lambda one: len(one["name"]))
    lines = segtui.demo("segments", "show", longest["_id"]).out.splitlines()
    assert max(map(len, lines)) <= 80
    assert len(longest["name"]) == 500
    assert " ".join(longest["name"].split()) in " ".join(" ".join(lines).split())


def test_a_lead_that_is_not_there_is_a_failure_with_a_reason(segtui: CommandLine) -> None:
    assert segtui.demo("leads", "show", UNKNOWN, "--json").error["code"] == "not-found"
    assert segtui.demo("leads", "show", UNKNOWN).status == 1
    assert segtui.demo("leads", "show", MALFORMED).status == 3


HOSTILE = (
    "[/red] VIP",
    "[@click=app.quit]x[/]",
    "\x1b]52;c;aGVsbG8=\x07Priority\x1b[31m",
    "\u202egnp.exe",
    "tab\there\rand back\x7f\x9b31m",
)


def test_nothing_that_a_stranger_typed_acts_on_the_terminal(segtui: CommandLine) -> None:
    for name in HOSTILE:
        filters = [{"field": name, "operator": "=", "value": name}, {"field": "x", "operator": name, "value": name}]
        segtui.box.put_segment({"name": name, "match": name, "filters": filters})
        segtui.box.add_leads({"fullname": name, "email": name, "tags": [name], "attributes": {name: name}})
    ids = [one["_id"] for one in segtui.box.project().segments.values() if one["status"] == 100]
    leads = [one["_id"] for one in segtui.box.project().leads[-len(HOSTILE) :]]
    commands = [
        ["segments", "list"],
        *(["segments", "show", segment_id] for segment_id in ids),
        *(["segments", "preview", segment_id, "--source", "sample", "--limit", "500"] for segment_id in ids[-12:]),
        *(["leads", "show", lead_id] for lead_id in leads),
    ]
    for command in commands:
        for more in ([], ["--json"]):
            ran = segtui.demo(*command, *more)
            assert ran.status == 0
            shown = (ran.out + ran.err).replace("\n", "")
            assert not [sign for sign in "\x1b\x07\x9b\x7f\r\t\u202e" if sign in shown], (command, more)


def test_a_rule_is_shown_as_a_sentence_and_as_a_text_that_is_read_again(segtui: CommandLine) -> None:
    segment = segtui.id_of("VIPs on the newsletter")
    shown = segtui.demo("segments", "show", segment)
    assert "People whose" in shown.out
    form = segtui.demo("segments", "show", segment, "--json").json
    assert form["sentence"].startswith("People whose")
    assert f"As text: {form['text']}" in shown.out
    by_id = segtui.demo("segments", "preview", segment, "--source", "sample", "--json").json
    by_text = segtui.demo("segments", "preview", "--rule", form["text"], "--source", "sample", "--json").json
    assert by_text["leads"] == by_id["leads"]


def test_a_rule_that_cant_be_read_is_told_with_its_place(segtui: CommandLine) -> None:
    ran = segtui.demo("segments", "preview", "--rule", "city iz Rome")
    assert ran.status == 2
    assert "“iz” isn't expected here" in ran.err
    assert "(character 6)" in ran.err


def test_a_segment_is_found_by_its_whole_name_where_only_one_has_it(segtui: CommandLine) -> None:
    shown = segtui.demo("segments", "show", "VIP customers", "--json")
    assert shown.json["segment"]["id"] == segtui.id_of("VIP customers")
    for segment in (segtui.id_of("VIP customers"), segtui.id_of("Rome newsletter")):
        segtui.box.change_behind_your_back(segment, name="Twins")
    ran = segtui.demo("segments", "delete", "Twins", "--yes", "--json")
    assert (ran.status, ran.error["code"]) == (2, "usage")
    assert "2 segments are called “Twins”" in ran.error["message"]
    assert segtui.writes() == []
