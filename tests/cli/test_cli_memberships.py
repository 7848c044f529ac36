"""`segtui leads segments` on the demo."""

from support.command_line import CommandLine

ADA = {"fullname": "Ada Unique", "email": "ada.unique@example.com", "city": "Naples"}


def test_the_segments_that_somebody_is_in_come_first(segtui: CommandLine) -> None:
    segtui.box.add_leads(ADA)
    ran = segtui.demo("leads", "segments", "ada.unique@example.com", "--json")
    assert ran.status == 0
    assert ran.json["lead"]["name"] == "Ada Unique"
    told = {one["name"]: one for one in ran.json["segments"]}
    assert len(told) == len(segtui.demo("segments", "list", "--json").json["segments"])
    assert told["Everyone"]["standing"] == told["Everyone"]["meant"] == "in"
    assert told["Everyone"]["note"] is None
    assert told["Rome newsletter"]["standing"] == "out"
    order = [one["standing"] for one in ran.json["segments"]]
    assert order == sorted(order, key=["in", "unknown", "out"].index)


def test_where_the_service_does_something_else_a_note_says_so(segtui: CommandLine) -> None:
    segtui.box.add_leads(ADA)
    told = {one["name"]: one for one in segtui.demo("leads", "segments", "Ada Unique", "--json").json["segments"]}
    assert (told["Low scores"]["standing"], told["Low scores"]["meant"]) == ("in", "out")
    assert told["Low scores"]["note"] == "its rule says out"
    assert told["Call list A to C"]["note"] == "never answered"


def test_a_person_reads_a_table_no_wider_than_the_terminal(segtui: CommandLine) -> None:
    segtui.box.add_leads(ADA)
    out = segtui.demo("leads", "segments", "Ada Unique").out
    lines = out.splitlines()
    assert lines[1].split()[1:3] == ["✔", "in"]
    assert "“Ada Unique” is in " in lines[-2]
    assert " ".join(lines[-2:]).endswith("By what Tiledesk makes of each rule, as it is saved.")
    assert max(map(len, lines)) <= 80
    assert "\x1b" not in out


def test_somebody_who_is_not_there(segtui: CommandLine) -> None:
    ran = segtui.demo("leads", "segments", "Nobody At All", "--json")
    assert (ran.status, ran.error["code"]) == (2, "no-such-lead")
