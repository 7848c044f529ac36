"""ChatBot.com from the command line: its demo, with lists and selections."""

import pytest
from support.command_line import CommandLine

from segtui.cli import session
from segtui.cli.demos import settings_of
from segtui.sandbox import ChatBotSandbox

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


FILTER = "filters[0][field]=segment&filters[0][value]={id}"


@pytest.fixture
def filtered(segtui: CommandLine, monkeypatch: pytest.MonkeyPatch) -> ChatBotSandbox:
    """The demo's service with a way to narrow users to a list, which its profile names."""
    box: ChatBotSandbox = segtui.box_of("chatbot")
    box.habits = box.habits._replace(segment_filter=FILTER)
    options = {"options": f"member_filter={FILTER}"}
    monkeypatch.setattr(session, "settings_of", lambda *whose: {**settings_of(*whose), **options})
    return box


def test_who_is_on_a_list_is_shown_where_a_query_of_the_profile_finds_as_many(
    segtui: CommandLine, filtered: ChatBotSandbox
) -> None:
    on_it = next(one["members"] for one in filtered.segments.values() if one["name"] == "Regulars")
    words = (*CHATBOT, "segments", "preview", "Regulars", "--limit", "3")
    out = segtui(*words).out
    assert out.startswith(f"{len(on_it)} · exact · server\n\nUsers 1 to 3, and there are more:\n")
    form = segtui(*words, "--json").json
    assert (form["count"]["value"], form["served"], len(form["leads"])) == (len(on_it), None, 3)
    assert {one["id"] for one in form["leads"]} <= set(on_it)
    filtered.habits = filtered.habits._replace(segment_filter=None)
    refused = segtui(*words, "--json")
    assert (refused.status, refused.error["code"]) == (3, "members-unknown")
    assert "isn't what ChatBot.com heeds" in refused.error["hint"]


def test_what_shows_who_is_on_a_list_is_told_where_nothing_does(segtui: CommandLine) -> None:
    refused = segtui(*CHATBOT, "segments", "preview", "Regulars", "--json")
    assert (refused.status, refused.error["code"]) == (3, "members-unknown")
    assert "member_filter=segment={id}: it is proven" in refused.error["hint"]


def test_a_list_that_is_kept_here_is_previewed_and_not_counted_by_a_rule_that_it_has_not(segtui: CommandLine) -> None:
    words = ("-p", "demo-segmenter", "segments", "preview", "All customers", "--json")
    form = segtui(*words, "--limit", "2").json
    assert (form["count"]["value"], form["count"]["source"], len(form["leads"])) == (1500, "local_copy", 2)
    assert segtui(*words, "--source", "sample").error["message"] == "A list has no rule to be counted by."
