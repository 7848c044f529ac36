"""`segments copy --freeze`: those who are in a segment now, as a list of Segmenter or of ChatBot.com."""

import pytest
from support.command_line import CommandLine, Ran


def frozen(segtui: CommandLine, to: str, *words: str, name: str = "Rome newsletter") -> Ran:
    return segtui.demo("segments", "copy", segtui.id_of(name), "--to", to, "--freeze", *words)


def test_segmenter_gets_people_with_the_mapping_shown(segtui: CommandLine) -> None:
    ran = frozen(segtui, "demo-segmenter", "--field", "city=tag:city", "--dry-run")
    assert ran.status == 0
    assert "  fullname → firstName, lastName" in ran.out
    assert "  city → tag:city" in ran.out
    assert "Nothing was changed: this was a dry run." in ran.out
    form = frozen(segtui, "demo-segmenter", "--yes", "--json").json
    people = form["plan"]["count"]["value"]
    assert (form["outcome"]["ending"], people) == ("done", form["report"]["people_count"])
    assert form["report"]["read_count"] == form["report"]["people_count"] + len(
        form["report"]["twice"] + form["report"]["unknown"]
    )


def test_chatbot_gets_its_own_users_with_the_same_e_mails(segtui: CommandLine) -> None:
    form = frozen(segtui, "demo-chatbot", "--yes", "--json", name="Everyone").json
    report = form["report"]
    left_out = len(report["unknown"]) + len(report["twice"]) + len(report["unclear"])
    assert report["people_count"] + left_out == report["read_count"]
    assert report["people_count"]
    assert form["outcome"]["ending"] == form["added"]["ending"] == "done"
    assert form["outcome"]["segment"]["kind"] == "remote_list"


def test_a_rule_for_segmenter_is_refused_with_the_way_round(segtui: CommandLine) -> None:
    ran = segtui.demo("segments", "copy", segtui.id_of("Rome newsletter"), "--to", "demo-segmenter", "--json")
    assert (ran.status, ran.error["code"]) == (3, "unsafe")
    assert ran.error["hint"].startswith("Freeze it")


@pytest.mark.parametrize(
    ("to", "words", "status", "said"),
    [
        ("demo-feedier", (), 3, "has no lists of people"),
        ("demo-segmenter", ("--field", "city=town"), 2, "People of lists have no “town”"),
        ("demo-chatbot", ("--field", "city=tag:city"), 2, "found by their e-mails"),
        ("demo-chatbot", ("--field", "city=email"), 3, "Nobody of"),
        ("demo-segmenter", (), 3, "a change needs a yes"),
    ],
)
def test_what_cannot_be_frozen_is_told(
    segtui: CommandLine, to: str, words: tuple[str, ...], status: int, said: str
) -> None:
    ran = frozen(segtui, to, *words, "--json")
    assert (ran.status, said in ran.error["message"]) == (status, True), ran.error
    if said == "Nobody of":
        assert ran.json["report"]["read_count"] == len(ran.json["report"]["unknown"])
        assert "--field work_email=email" in ran.error["hint"]


def test_a_list_whose_people_are_known_goes_to_the_same_service_as_it_is(segtui: CommandLine) -> None:
    listed = segtui("-p", "demo-segmenter", "segments", "list", "--json").json["segments"]
    names = {one["name"]: one["id"] for one in listed}
    chosen = max(name for name in names if name.isascii() and name.strip())
    words = ("segments", "copy", names[chosen], "--to", "demo-segmenter", "--name", "Again", "--dry-run", "--json")
    report = segtui("-p", "demo-segmenter", *words).json["report"]
    assert (report["people_count"], report["fields"]) == (report["read_count"], [])
    words = ("segments", "copy", names[chosen], "--to", "demo-chatbot", "--name", "Again", "--dry-run", "--json")
    ran = segtui("-p", "demo-segmenter", *words)  # by its e-mails, whether anybody there has one of them or not
    assert ran.json["report"]["fields"] == [{"from": "email", "to": ["email"]}]


def test_who_is_on_a_list_of_chatbot_cannot_be_told(segtui: CommandLine) -> None:
    listed = segtui("-p", "demo-chatbot", "segments", "list", "--json").json["segments"]
    chosen = next(one["id"] for one in listed if one["kind"] == "remote_list")
    ran = segtui("-p", "demo-chatbot", "segments", "copy", chosen, "--to", "demo-segmenter", "--json")
    assert (ran.status, ran.error["code"]) == (3, "members-unknown")
    assert "doesn't tell who is in a list" in ran.error["message"]
