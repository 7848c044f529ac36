"""`segtui members set`, on a small ChatBot.com behind the built-in profile."""

import pytest
from support.chatbot_backend import chatbot_workspace, put_users, small_chatbot, writes_to
from support.command_line import CommandLine

from segtui.backends.limits import Limits
from segtui.sandbox import ChatBotSandbox, Fault
from segtui.workspace import opening

ALLOWED = {"remove_members": "on", "set_segments_body": "bare"}


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> ChatBotSandbox:
    """The service: one user, who is in the list “Old”, and the list “New”."""
    box = small_chatbot()
    [user] = put_users(box, "Rome")
    box.put_segment({"name": "Old"}, [user])
    box.put_segment({"name": "New"})
    limits = Limits(total=0.2, first_wait=0)
    monkeypatch.setattr(
        opening, "open_profile", lambda *_args, **_options: chatbot_workspace(box, options=ALLOWED, limits=limits)
    )
    return box


def members(box: ChatBotSandbox, name: str) -> list[str]:
    return box.members_of(next(one["id"] for one in box.segments.values() if one["name"] == name))


def user_of(box: ChatBotSandbox) -> str:
    return next(iter(box.users))


def test_a_script_says_yes_and_the_number_of_lists(segtui: CommandLine, box: ChatBotSandbox) -> None:
    user = user_of(box)
    words = ("members", "set", user, "--in", "New")
    for flags in ((), ("--yes",), ("--yes", "--confirm", "2"), ("--confirm", "1")):
        refused = segtui.demo(*words, *flags, "--json")
        assert (refused.status, refused.error["code"]) == (3, "confirmation-missing")
        assert "--confirm 1" in refused.error["hint"]
    assert writes_to(box) == []
    form = segtui.demo(*words, "--yes", "--confirm", "1", "--json").json
    assert form["outcome"]["ending"] == "done"
    assert (form["person"]["id"], [one["name"] for one in form["segments"]]) == (user, ["New"])
    assert [one["value"] for one in form["outcome"]["counts"].values()] == [1]
    assert (members(box, "Old"), members(box, "New")) == ([], [user])


def test_somebody_at_the_terminal_types_the_number(segtui: CommandLine, box: ChatBotSandbox) -> None:
    user = user_of(box)
    words = ("members", "set", user, "--in", "New", "--in", "Old", "--in", "New")
    assert segtui.demo(*words, typed="y\n").status == 3
    assert writes_to(box) == []
    ran = segtui.demo(*words, typed="2\n")
    assert ran.status == 0, ran.err
    told = " ".join(ran.out.split())
    assert "ChatBot.com doesn't tell which segments" in told
    assert "“Old” now: 1" in told
    assert (members(box, "Old"), members(box, "New")) == ([user], [user])


def test_a_dry_run_shows_what_would_be_lost_and_sends_nothing(segtui: CommandLine, box: ChatBotSandbox) -> None:
    ran = segtui.demo("members", "set", user_of(box), "--in", "New", "--dry-run")
    assert ran.status == 0
    assert "They are taken out of every one that isn't named here" in " ".join(ran.out.split())
    assert "this was a dry run" in ran.out
    assert writes_to(box) == []


def test_an_answer_that_never_comes_is_told_and_ends_with_its_own_code(
    segtui: CommandLine, box: ChatBotSandbox
) -> None:
    box.faults.add(Fault.hang(), method="PUT", times=1)
    ran = segtui.demo("members", "set", user_of(box), "--in", "New", "--yes", "--confirm", "1", "--json")
    assert (ran.status, ran.json["outcome"]["ending"], ran.error["code"]) == (4, "unknown", "outcome-unknown")
    assert len(writes_to(box)) == 1


def test_no_lists_at_all_are_no_set(segtui: CommandLine, box: ChatBotSandbox) -> None:
    assert segtui.demo("members", "set", user_of(box), "--yes", "--confirm", "0").status == 2
    assert writes_to(box) == []
