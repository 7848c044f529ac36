"""What goes wrong, in words and exit codes: one table, whatever the command."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from types import SimpleNamespace

import pytest
from support.command_line import CommandLine

from segtui.cli.door import EXIT_CODES
from segtui.domain.errors import Trouble
from segtui.sandbox import Fault, TiledeskSandbox
from segtui.store.demos import DEMOS
from segtui.store.memory import Memory
from segtui.ui.themes import Colours
from segtui.workspace.profiles import ProfileShelf
from segtui.workspace.workspace import Workspace


def test_every_kind_of_trouble_has_its_exit_code() -> None:
    assert set(EXIT_CODES) == set(Trouble)
    assert sorted(EXIT_CODES.values()) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        (Fault.hang(), 5, "no-answer"),
        (Fault.drop(), 5, "connection-lost"),
        (Fault.status(429), 5, "too-many-requests"),
        (Fault.status(503), 5, "unavailable"),
        (Fault.html(502), 5, "unavailable"),
        (Fault.html(200), 1, "unexpected-reply"),
        (Fault.half_json(), 1, "unexpected-reply"),
        (Fault.status(500, body={"success": False, "msg": "Error getting object."}), 1, "service-fault"),
        (Fault.status(500, body="plain text"), 1, "service-fault"),
        (Fault.status(401, body="Unauthorized"), 6, "credentials-refused"),
        (Fault.status(403, body={"success": False, "msg": "you dont have the required role."}), 6, "right-refused"),
        (Fault.status(HTTPStatus.FOUND, headers={"location": "https://elsewhere.example/"}), 1, "redirected"),
    ],
)
def test_a_fault_of_the_service_has_its_exit_code_and_words(
    segtui: CommandLine, fault: Fault, status: int, code: str
) -> None:
    segtui.be_impatient()
    segtui.box.faults.add(fault, path="/segments")
    ran = segtui.demo("segments", "list", "--json")
    assert (ran.status, ran.error["code"]) == (status, code)
    assert ran.error["message"]
    assert ran.error["hint"]
    assert ran.out == ""
    text = segtui.demo("segments", "list").err
    assert text.startswith(f"segtui: {ran.error['message']}\n  ")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["segments", "frobnicate"], "frobnicate"),
        (["segments"], "COMMAND"),
        (["segments", "show"], "SEGMENT"),
        (["segments", "list", "--limit", "5"], "--limit"),
        (["segments", "preview"], "needs a segment, or a rule"),
        (["segments", "preview", "a" * 24, "--filter", "city = Rome"], "not both"),
        (["segments", "preview", "a" * 24, "--limit", "-1"], "-1"),
        (["segments", "preview", "a" * 24, "--limit", "9" * 5000], "no number"),
        (["segments", "preview", "--match", "some"], "some"),
        (["segments", "update", "a" * 24], "Nothing is to be changed"),
        (["segments", "update", "a" * 24, "--filter", "x = 1", "--rule-file", "-"], "not from several"),
        (["segments", "create", "--filter", "city = Rome"], "--name"),
        (["sandbox", "serve", "--port", "70000"], "70000"),
        (["profiles", "add", "x"], "--service"),
        (["profiles", "test", "one", "-p", "two"], "twice"),
        (["--bogus"], "--bogus"),
        (["segments", "list", "--js"], "--js"),
    ],
)
def test_what_cannot_be_understood_is_named(segtui: CommandLine, words: list[str], told: str) -> None:
    ran = segtui.demo(*words)
    assert ran.status == 2
    assert told in ran.err
    assert ran.err.startswith("segtui: ")
    with_json = segtui.demo("--json", *words)
    assert with_json.status == 2
    assert with_json.error["code"] == "usage"


def test_bytes_that_are_no_text_are_never_sent(segtui: CommandLine) -> None:
    words = ("segments", "create", "--name", "bad\udcff name", "--filter", "city = Rome", "--yes", "--json")
    ran = segtui.demo(*words)
    assert (ran.status, ran.error["code"]) == (2, "usage")
    assert segtui.writes() == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("= Rome", "doesn't begin with a field"),
        ("city Rome", "at character 6"),
        ("city =", "A value was expected"),
        ("createdAt > someday", "isn't a date"),
        ("phone exists now", "Nothing was expected after"),
    ],
)
def test_a_filter_that_cannot_be_read_names_the_place_and_an_example(
    segtui: CommandLine, typed: str, told: str
) -> None:
    ran = segtui.demo("segments", "preview", "--filter", "city = Rome", "--filter", typed, "--json")
    assert (ran.status, ran.error["code"]) == (2, "unreadable-input")
    assert told in ran.error["message"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{", "line 1, character 2"),
        (b"\xff\xfe", "UTF-8"),
        (b"[]", "should be an object"),
        (b'{"field": "city", "operator": "is", "value": "Rome"}', "single condition"),
        (b'{"children": [{"field": "city", "operator": "sounds like", "value": "x"}]}', "rule.children[0].operator"),
        (b'{"children": [{"field": "a", "operator": "is", "value": NaN}]}', "no value"),
        (b'{"children": [{"field": "a", "operator": "is", "value": ' + b"9" * 5000 + b"}]}", "without end"),
        (b'{"children": [' * 2000 + b"]}" * 2000, "nested too deeply"),
    ],
)
def test_a_rule_file_that_cannot_be_read_names_the_place(segtui: CommandLine, content: bytes, told: str) -> None:
    ran = segtui.demo("segments", "preview", "--rule-file", "-", "--json", stdin=content)
    assert ran.status == 2
    assert told in ran.error["message"]


@pytest.mark.parametrize("depth", [10, 100, 300])
def test_a_rule_of_any_depth_is_answered_or_refused(segtui: CommandLine, depth: int) -> None:
    condition = {"field": "city", "operator": "is", "value": "Rome"}
    rule: dict[str, object] = {"match": "all", "children": [condition]}
    for level in range(depth):
        rule = {"match": ("any", "all")[level % 2], "children": [condition, rule]}
    words = ("segments", "create", "--name", "deep", "--rule-file", "-", "--yes", "--json")
    ran = segtui.demo(*words, stdin=json.dumps(rule).encode())
    assert ran.status in {2, 3}
    assert segtui.writes() == []


def test_a_rule_file_that_is_none_is_named_and_not_waited_for(
    segtui: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    for file, told in (("/nowhere/rule.json", "There is no file"), (".", "a folder"), ("pipe", "a device or a pipe")):
        ran = segtui.demo("segments", "preview", "--rule-file", file, "--json")
        assert ran.status == 2
        assert f"“{file}”" in ran.error["message"]
        assert told in ran.error["message"]


def test_ctrl_c_ends_quietly(segtui: CommandLine) -> None:
    segtui.box.faults.run_before(lambda: signal.raise_signal(signal.SIGINT), path="/segments")
    segtui.box.faults.add(Fault.hang(), path="/segments")
    ran = segtui.demo("segments", "list")
    assert (ran.status, ran.out, ran.err) == (130, "", "")


def test_without_profiles_the_demo_is_pointed_at(segtui: CommandLine) -> None:
    ran = segtui("segments", "list")
    assert ran.status == 2
    assert "segtui demo" in ran.err


def test_the_screen_says_that_it_needs_a_terminal(segtui: CommandLine) -> None:
    ran = segtui("demo")
    assert ran.status == 2
    assert "needs a terminal" in ran.err
    assert segtui("--json").status == 2
    assert segtui("-p", "other", "demo").status == 2


class FakeApp:
    """A screen that opens its profile, counts the segments, and then has a bug or none."""

    crash: Exception | None = None
    return_code = 0

    def __init__(
        self,
        *,
        open_workspace: Callable[[object], Workspace],
        title: str,
        memory: Memory,
        colours: Colours,
        find_shelf: Callable[[], ProfileShelf],
    ) -> None:
        assert [listed.name for listed in find_shelf().listing().profiles] == list(DEMOS)
        assert colours in Colours
        self.title = title
        assert memory.take_notices() == []
        self._open = open_workspace
        self.count = 0

    def run(self) -> None:
        asyncio.run(self._look())

    async def _look(self) -> None:
        workspace = self._open(None)
        self.count = len(await workspace.segments())
        await workspace.close()
        assert (self.title, self.count) == ("demo", 52)


class FakeCrashingApp(FakeApp):
    crash = ValueError("ada@example.com")


@pytest.mark.parametrize("words", [["demo"], ["-p", "demo"]])
@pytest.mark.parametrize(("app", "status"), [(FakeApp, 0), (FakeCrashingApp, 1)])
def test_the_screen_is_given_the_profile_and_its_bugs_are_told_like_any_other(
    segtui: CommandLine, monkeypatch: pytest.MonkeyPatch, words: list[str], app: type[FakeApp], status: int
) -> None:
    monkeypatch.setitem(sys.modules, "segtui.ui.app", SimpleNamespace(SegtuiApp=app))
    monkeypatch.setattr("segtui.cli.screen.is_terminal", lambda _stream: True)
    ran = segtui(*words, typed="")
    assert ran.status == status
    assert "ada@example.com" not in ran.err
    assert (str(segtui.places.log_dir) in ran.err) is bool(status)


def _crash(box: TiledeskSandbox) -> Callable[[], TiledeskSandbox]:
    def make() -> TiledeskSandbox:
        try:
            box.accounts["ada@example.com"]
        except KeyError as error:
            raise ValueError(f"ada@example.com: {box.accounts['owner'].password}") from error
        return box

    return make


@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_a_bug_is_told_without_its_details_and_written_down_for_the_owner_only(
    segtui: CommandLine, monkeypatch: pytest.MonkeyPatch, flags: list[str]
) -> None:
    password = segtui.box.accounts["owner"].password
    monkeypatch.setattr("segtui.cli.session.Session.chosen", lambda *_: _crash(segtui.box)())
    ran = segtui.demo("segments", "list", *flags)
    log = segtui.places.log_dir / "segtui.log"
    assert ran.status == 1
    assert str(log) in ran.err
    assert log.stat().st_mode & 0o777 == 0o600
    assert log.parent.stat().st_mode & 0o777 == 0o700
    written = log.read_text()
    assert "builtins.ValueError" in written
    assert "segtui/cli/segments.py" in written
    assert "segtui.cli.segments:show_all" in written
    for text in (written, ran.err, ran.out):
        assert password not in text
        assert "ada@example.com" not in text
        assert "Traceback" not in text


def test_a_bug_is_told_even_when_nothing_can_be_written_down(
    segtui: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    segtui.places.log_dir.write_text("a file where the directory should be")
    monkeypatch.setattr("segtui.cli.session.Session.chosen", lambda *_: _crash(segtui.box)())
    ran = segtui.demo("segments", "list")
    assert ran.status == 1
    assert "inside segtui itself (ValueError)" in ran.err


def test_the_log_of_bugs_keeps_the_latest_and_a_bounded_size(
    segtui: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = segtui.places.log_dir / "segtui.log"
    log.parent.mkdir()
    log.write_text("x" * 1_000_000)
    monkeypatch.setattr("segtui.cli.session.Session.chosen", lambda *_: _crash(segtui.box)())
    segtui.demo("segments", "list")
    assert log.stat().st_size <= 256 * 1024
    assert "builtins.ValueError" in log.read_text()
    older = log.with_name("segtui.log.1")
    assert older.read_text() == "x" * 1_000_000
    assert older.stat().st_mode & 0o077 == 0
