"""ChatBot.com from the command line: its demo, with lists and selections."""

from support.command_line import CommandLine

CHATBOT = ("-p", "demo-chatbot")


def test_lists_and_selections_stand_in_one_list_and_a_selection_is_counted_on_everybody(segtui: CommandLine) -> None:
    listed = segtui(*CHATBOT, "segments", "list", "--json").json["segments"]
    selections = [one for one in listed if one["kind"] == "dynamic"]
    assert [one["name"] for one in selections][:1] == ["Romans with an e-mail"]
    assert {one["kind"] for one in listed} == {"dynamic", "remote_list"}
    heads, *rows = segtui(*CHATBOT, "segments", "list").out.splitlines()
    assert heads.split() == ["ID", "UPDATED", "SIZE", "NAME"]
    assert any(row.split()[1:] == ["583", "Regulars"] for row in rows)
    found = segtui(*CHATBOT, "segments", "preview", selections[0]["id"], "--json").json
    assert (found["count"]["certainty"], found["count"]["of"]) == ("exact", 3000)
    assert 0 < found["count"]["value"] < 3000


def test_a_selection_says_when_it_was_used_last(segtui: CommandLine) -> None:
    assert "last used  2026-11-19 08:45 UTC" in segtui(*CHATBOT, "segments", "show", "selection-0000000000000001").out
    unused = segtui(*CHATBOT, "segments", "show", "selection-0000000000000002", "--json").json["segment"]
    assert unused["used_at"] is None


def test_a_new_segment_is_a_selection_unless_it_shall_be_a_list(segtui: CommandLine) -> None:
    making = ("segments", "create", "--name", "Pro in Rome")
    rule = ("--rule", "plan is pro and default_city is Rome")
    made = segtui(*CHATBOT, *making, *rule, "--yes", "--json").json["outcome"]
    assert (made["ending"], made["segment"]["id"].partition("-")[0]) == ("done", "selection")
    listed = segtui(*CHATBOT, *making, "--set", "kept=list", "--yes", "--json").json["outcome"]
    assert (listed["ending"], listed["segment"]["kind"]) == ("done", "remote_list")
    refused = segtui(*CHATBOT, *making, *rule, "--set", "kept=list", "--yes", "--json")
    assert "the rule would be lost" in refused.error["message"]
