"""`segments copy`: the report first, then a plan like any other; over the demos."""

import pytest
from support.command_line import CommandLine, Ran

TEAM = ("--set", "team=North")


def copied(segtui: CommandLine, name: str, *words: str) -> Ran:
    return segtui.demo("segments", "copy", segtui.id_of(name), "--to", "demo-feedier", *words)


def test_a_dry_run_tells_what_becomes_of_each_condition_and_changes_nothing(segtui: CommandLine) -> None:
    ran = copied(segtui, "Rome newsletter", *TEAM, "--dry-run")
    assert ran.status == 0
    assert "Copy “Rome newsletter” from Tiledesk (demo) to Feedier (demo-feedier)" in ran.out
    assert "  carries over     city is Rome\n                   → Attribute.city is Rome\n" in ran.out
    assert "  does not fit     email is present" in ran.out
    assert "carries over: 1; changes meaning: 1; does not fit: 1" in ran.out
    assert "left out, so the copy selects more people than\nthe rule." in ran.out
    assert ran.out.endswith("Nothing was changed: this was a dry run.\nWithout --dry-run it needs --confirm without.\n")


def test_the_report_is_part_of_the_json(segtui: CommandLine) -> None:
    form = copied(segtui, "Paris and Lyon", *TEAM, "--name", "Deux", "--yes", "--json").json
    assert (form["plan"]["name"], form["outcome"]["ending"]) == ("Deux", "done")
    assert form["report"]["conditions"] == [
        {
            "path": [0],
            "fate": "carries_over",
            "before": "city is one of [Paris, Lyon]",
            "after": "Attribute.city is one of [Paris, Lyon]",
            "why": [],
            "intent": None,
        }
    ]


def test_a_copy_that_leaves_conditions_out_needs_its_word(segtui: CommandLine) -> None:
    refused = copied(segtui, "Rome newsletter", *TEAM, "--yes", "--json")
    assert (refused.status, refused.error["hint"]) == (3, "If that is meant, add --confirm without.")
    made = copied(segtui, "Rome newsletter", *TEAM, "--yes", "--confirm", "without", "--json").json
    assert made["outcome"]["ending"] == "done"
    asking = ("segments", "copy", segtui.id_of("Rome newsletter"), "--to", "demo-feedier", *TEAM)
    assert segtui.demo(*asking, typed="yes\n").status == 3
    assert "is saved; read back and checked." in segtui.demo(*asking, typed="without\n").out


def test_a_rule_of_which_nothing_fits_is_not_copied_but_its_report_is_shown(segtui: CommandLine) -> None:
    ran = copied(segtui, "Phone missing", *TEAM, "--yes", "--json")
    assert (ran.status, ran.error["code"]) == (3, "nothing-carries-over")
    assert ran.json["plan"] is None
    assert [one["fate"] for one in ran.json["report"]["conditions"]] == ["does_not_fit"]


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("--field", "company"), 2, "names no two fields"),
        (("--field", "company=Attribute.firm"), 2, "has no condition on “company”"),
        (("--field", "city=a", "--field", "city=b"), 2, "is named twice"),
        ((), 3, "needs a team"),
    ],
)
def test_what_cannot_be_meant_is_told(segtui: CommandLine, words: tuple[str, ...], status: int, said: str) -> None:
    ran = copied(segtui, "Paris and Lyon", *words, "--yes", "--json")
    assert (ran.status, said in ran.error["message"]) == (status, True), ran.error
    if not words:
        assert ran.error["hint"].startswith("Add --set team=…, such as “Casa Aurora” (1), “North” (4)")


def test_a_field_can_be_named_for_another(segtui: CommandLine) -> None:
    words = ("--field", "city=Attribute.market", "--dry-run", "--json")
    report = copied(segtui, "Paris and Lyon", *TEAM, *words).json["report"]
    assert report["conditions"][0]["after"] == "Attribute.market is one of [Paris, Lyon]"


def test_a_copy_to_the_same_profile_keeps_the_rule_word_for_word(segtui: CommandLine) -> None:
    original = segtui.id_of("Looks like Acme")
    words = ("--to", "demo", "--name", "Again", "--confirm-everybody", "--yes", "--json")
    made = segtui.demo("segments", "copy", original, *words).json
    filters = segtui.stored(original)["filters"]
    assert made["outcome"]["segment"]["raw"]["filters"] == filters
    assert {one["fate"] for one in made["report"]["conditions"]} == {"carries_over"}


def test_a_rule_goes_from_feedier_to_tiledesk_too(segtui: CommandLine) -> None:
    words = ("--to", "demo", "--confirm", "without", "--yes", "--json")
    ran = segtui("-p", "demo-feedier", "segments", "copy", "901", *words)
    assert ran.json["plan"]["rule"]["children"] == [{"field": "city", "operator": "is", "value": "Milan"}]
    assert segtui.stored(segtui.id_of("Milan promoters"))["filters"] == [
        {"field": "city", "operator": "=", "value": "Milan"}
    ]


def test_hostile_names_are_printable_in_the_report(segtui: CommandLine) -> None:
    ran = copied(segtui, "\x1b]52;c;aGVsbG8=\x07Priority\x1b[31m", *TEAM, "--dry-run")
    assert "\x1b" not in ran.out + ran.err
