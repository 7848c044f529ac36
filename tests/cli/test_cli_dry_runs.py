"""`--dry-run`: nothing is sent, so a profile that only reads may do it; the real thing is refused there."""

import argparse
import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from support.command_line import CommandLine

from segtui.cli import session
from segtui.cli.demos import settings_of
from segtui.cli.parser import whole_tree
from segtui.cli.parser_parts import Parser

COMMANDS = (
    "segments create -p demo --name New --filter 'city = Rome'",
    "segments update -p demo {VIP} --filter 'city = Rome'",
    "segments delete -p demo {VIP}",
    "segments copy -p demo {VIP} --to demo-feedier --set team=North",
    "segments copy -p demo {VIP} --to demo-segmenter --freeze",
    "people import -p demo-segmenter First {FILE}",
    "people move -p demo-segmenter ada@example.com --from First --to Second",
    "members add -p demo-chatbot First --from {FILE}",
    "members set -p demo-chatbot {USER} --in First",
)
"""Each command that knows `--dry-run`, with something to do."""

SERVICES = ("tiledesk", "feedier", "segmenter", "chatbot")


class Desk:
    """Built-in profiles that may only read."""

    def __init__(self, segtui: CommandLine, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        monkeypatch.setattr(session, "settings_of", _read_only_settings)
        self.segtui = segtui
        lists, users = segtui.box_of("segmenter"), segtui.box_of("chatbot")
        lists.put_segment({"name": "First", "persons": [{"email": "ada@example.com"}, {"email": "bob@example.com"}]})
        lists.put_segment({"name": "Second"})
        users.put_segment({"name": "First"})
        user = next(iter(users.users))
        people = folder / "people.csv"
        people.write_text(f"email\n{users.users[user]['attributes']['default_email']}\n")
        self.places = {"VIP": segtui.id_of("VIP customers"), "USER": user, "FILE": str(people)}

    def words(self, command: str) -> Sequence[str]:
        """What is typed for one of `COMMANDS`."""
        return shlex.split(command.format(**self.places))

    def writes(self) -> list[str]:
        """The requests that would have changed something on any of the services."""
        arrived = (one for service in SERVICES for one in self.segtui.box_of(service).requests)
        return [one.method for one in arrived if one.method != "GET" and "/auth/" not in one.path]


def _read_only_settings(service: str, box: Any) -> Mapping[str, Any]:
    allowed = {"options": "remove_members=on set_segments_body=bare"} if service == "chatbot" else {}
    return {**settings_of(service, box), **allowed, "read_only": True}


@pytest.fixture
def desk(segtui: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Desk:
    return Desk(segtui, monkeypatch, tmp_path)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_read_only_profile_does_a_dry_run_and_says_that_the_real_thing_is_refused(desk: Desk, command: str) -> None:
    words = desk.words(command)
    ran = desk.segtui(*words, "--dry-run")
    assert ran.status == 0, ran.err
    end = " ".join(ran.out.split())
    assert "Nothing was changed: this was a dry run. Without --dry-run it would be refused: the profile demo" in end
    assert end.endswith("is read-only.")
    form = desk.segtui(*words, "--dry-run", "--json").json
    assert (form["dry_run"], form["outcome"], "is read-only" in form["why_not"]) == (True, None, True)
    refused = desk.segtui(*words, "--yes", "--json")
    assert (refused.status, "read-only" in refused.error["message"]) == (3, True)
    assert desk.writes() == []


def test_a_profile_that_may_write_has_nothing_against_it(segtui: CommandLine) -> None:
    words = ("segments", "delete", segtui.id_of("VIP customers"))
    assert segtui.demo(*words, "--dry-run").out.endswith("Nothing was changed: this was a dry run.\n")
    assert segtui.demo(*words, "--dry-run", "--json").json["why_not"] is None


def test_every_command_with_a_dry_run_is_tried_here() -> None:
    assert set(_with_dry_run(whole_tree())) == {" ".join(command.split()[:2]) for command in COMMANDS}


def _with_dry_run(parser: Parser, *path: str) -> Iterator[str]:
    """The commands that know `--dry-run`, as they are typed."""
    for action in parser.filled()._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                yield from _with_dry_run(inner, *path, name)
        elif "--dry-run" in action.option_strings:
            yield " ".join(path)
