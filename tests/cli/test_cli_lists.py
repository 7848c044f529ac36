"""`segtui people` and `members`, on services of plain values behind the built-in profile."""

import json
import os
import stat
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from support.command_line import CommandLine
from support.lists import FakeKept, FakeLists, a_list, person, workspace_on

from segtui.backends.base import Backend
from segtui.backends.errors import NoAnswer, OutcomeUnknown, Refused
from segtui.cli import members
from segtui.cli.output import Output
from segtui.domain.leads import Lead
from segtui.domain.operators import Operator
from segtui.domain.people import Person, leads_of
from segtui.domain.rules import Condition, Group
from segtui.domain.segments import Segment, SegmentKind
from segtui.domain.values import TextValue
from segtui.workspace import opening
from segtui.workspace.members import carry_out_addition

ADA = Person("3f1c7a52-0c39-4a51-9f0e-2f4d7e6b8a10", "Ada", "Rossi", "ada@example.com", "+39 06", (("city", "Rome"),))
BOB = Person("", "Bob", "", "bob@example.com", "12")
USERS = (
    Lead(f"{1:024x}", "Ann", {"userId": "crm-1", "email": "ann@example.com", "city": "Rome"}),
    Lead(f"{2:024x}", "Ben", {"userId": "crm-2", "email": "ben@example.com", "city": "Bari"}),
    Lead(f"{3:024x}", "Cat", {"userId": "crm-3", "email": "cat@example.com", "city": "Rome"}),
)
ROMANS = Segment("sel", "Romans", Group(children=(Condition("city", Operator.IS, TextValue("Rome")),)))


Serve = Callable[[Backend], None]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Serve:
    """Puts a service behind the built-in profile."""

    def behind(backend: Backend) -> None:
        monkeypatch.setattr(opening, "open_profile", lambda *_args, **_options: workspace_on(backend))

    return behind


@pytest.fixture
def kept(serve: Serve) -> FakeKept:
    service = FakeKept((Segment("w", "Weekly", None, SegmentKind.STATIC, people=leads_of([ADA, BOB])), a_list("far")))
    serve(service)
    return service


@pytest.fixture
def lists(serve: Serve) -> FakeLists:
    service = FakeLists(
        (a_list("a", "Rome"), a_list("b", "Milan"), ROMANS), users=USERS, selected={"sel": (USERS[0], USERS[2])}
    )
    serve(service)
    return service


def file(tmp_path: Path, text: str, name: str = "people.csv") -> str:
    place = tmp_path / name
    place.write_bytes(text.encode("cp1252"))
    return str(place)


PEOPLE = (
    "Correo;nombre;città\ncat@x.org;Cæt;Forlì\nada@example.com;Ada;Rome\nonly;two\n=1+1@x.org;Dan;-\ncat@x.org;Cat;\n"
)


def test_people_of_a_file_are_added_and_the_whole_list_is_sent(
    segtui: CommandLine, kept: FakeKept, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.csv"
    ran = segtui.demo("people", "import", "Weekly", file(tmp_path, PEOPLE), "--bad", str(bad), "--yes")
    assert ran.status == 0, ran.err
    assert "Read as Windows-1252, separated by semicolons" in ran.out
    assert "  città → tag città" in ran.out
    assert "Taken: 2 users" in ran.out
    assert "On the list already, left as they are there: 1; different in the file: 1" in ran.out
    assert "  line 6: It has the e-mail of line 2." in ran.out
    assert "  line 4: It has 2 cells, and there are 3 columns.  only, two" in ran.out
    assert "Rule:" not in ran.out
    [(segment_id, people)] = kept.sent
    assert (segment_id, len(people)) == ("w", 4)
    assert people[2] == {
        "firstName": "Cæt",
        "email": "cat@x.org",
        "substitutionTags": [{"tag": "città", "value": "Forlì"}],
    }
    assert bad.read_text().splitlines()[1].startswith('"only";"two";"";"4"')
    assert stat.S_IMODE(bad.stat().st_mode) == 0o600


def test_a_dry_run_sends_nothing_and_tells_scripts_all(segtui: CommandLine, kept: FakeKept, tmp_path: Path) -> None:
    words = ("people", "import", "w", file(tmp_path, PEOPLE), "--map", "città=-", "--dry-run", "--json")
    form = segtui.demo(*words).json
    assert form["dry_run"]
    assert form["outcome"] is None
    assert form["import"]["columns"][2] == {"column": "città", "use": "-"}
    assert (form["import"]["taken"], [one["line"] for one in form["import"]["bad"]]) == (2, [4])
    assert [one["line"] for one in form["import"]["repeated"]] == [6]
    assert form["import"]["present"][0]["differs"]
    assert [one["name"] for one in form["plan"]["movement"]["entering"]] == ["Cæt", "Dan"]
    assert not kept.sent


def test_rows_kept_out_never_replace_a_file_unasked(segtui: CommandLine, kept: FakeKept, tmp_path: Path) -> None:
    source, bad = Path(file(tmp_path, PEOPLE)), tmp_path / "bad.csv"
    before = source.read_bytes()
    words = ("people", "import", "w", str(source), "--bad")
    (tmp_path / "link.csv").hardlink_to(source)
    for same in (source, tmp_path / "link.csv", tmp_path / "." / "people.csv"):
        ran = segtui.demo(*words, str(same), "--yes", "--force")
        assert (ran.status, "names the file that is imported" in ran.err) == (2, True), ran.err
    dry = segtui.demo(*words, str(bad), "--dry-run")
    assert (dry.status, bad.exists()) == (0, False)
    assert f"they aren't written to {bad}." in dry.out
    bad.write_text("mine")
    assert segtui.demo(*words, str(bad), "--yes", "--json").error["code"] == "file-in-the-way"
    assert (bad.read_text(), source.read_bytes(), kept.sent) == ("mine", before, [])
    assert segtui.demo(*words, str(bad), "--yes", "--force").status == 0
    assert "only" in bad.read_text()


def test_whoever_a_file_leaves_out_must_be_confirmed_by_their_number(
    segtui: CommandLine, kept: FakeKept, tmp_path: Path
) -> None:
    words = ("people", "import", "w", file(tmp_path, "email\nada@example.com\nnew@x.org"), "--replace", "--yes")
    ran = segtui.demo(*words)
    assert (ran.status, kept.sent) == (3, [])
    assert "1 user would be taken off “Weekly”." in ran.err
    assert "--confirm 1" in ran.err
    assert segtui.demo(*words, "--confirm", "1").status == 0
    assert kept.sent == [("w", ({"email": "ada@example.com"}, {"email": "new@x.org"}))]


def test_a_list_is_given_no_rule(segtui: CommandLine, kept: FakeKept) -> None:
    ran = segtui.demo("segments", "update", "w", "--filter", "city = Rome", "--yes", "--json")
    assert (ran.status, ran.error["message"]) == (3, "Nothing was sent: a list of people has no rule.")
    assert not kept.sent


REFUSED = [
    (("w", "nothing.csv"), 2, "There is no file"),
    (("w", "."), 2, "is a folder, not a file"),
    (("far", "good.csv"), 3, "isn't known here"),
    (("w", "broken.json"), 2, "is no JSON: in line 2, column 10, a colon is missing"),
    (("w", "good.csv", "--map", "x=email"), 2, "No column is called “x”"),
    (("w", "bad.csv", "--replace"), 3, "nobody in the file could be taken, so the list would be empty"),
    (("w", "old.csv"), 3, "Nothing differs"),
    (("none", "good.csv"), 2, "No segment has the id or the name “none”"),
]


@pytest.mark.parametrize(("words", "status", "told"), REFUSED)
def test_what_cannot_be_imported_is_told_and_nothing_is_sent(
    segtui: CommandLine, kept: FakeKept, tmp_path: Path, words: tuple[str, ...], status: int, told: str
) -> None:
    name, place, *options = words
    file(tmp_path, "email\ncat@x.org\n", "good.csv")
    file(tmp_path, "email,name\n,\nx\n", "bad.csv")
    file(tmp_path, "email\nBOB@example.com\n", "old.csv")
    file(tmp_path, '{"persons": [],\n  "TagId"; "string"}', "broken.json")
    ran = segtui.demo("people", "import", name, str(tmp_path / place), *options, "--yes")
    assert (ran.status, told in ran.err, kept.sent) == (status, True, []), ran.err


def test_a_list_is_shown_with_what_is_wrong_with_it(segtui: CommandLine, kept: FakeKept) -> None:
    assert kept.lists
    ran = segtui.demo("people", "show", "Weekly")
    assert "Ada Rossi" in ran.out
    assert "1 person has no external id." in ran.out
    form = segtui.demo("people", "show", "w", "--json").json
    assert form["people"][1] == {"firstName": "Bob", "email": "bob@example.com", "phone": "12"}
    assert [one["kind"] for one in form["problems"]] == ["no_id"]


@pytest.mark.parametrize(("separator", "sign"), [((), ","), (("semicolon",), ";"), (("tab",), "\t")])
def test_an_export_reads_back_and_runs_nothing(
    segtui: CommandLine, kept: FakeKept, tmp_path: Path, separator: tuple[str, ...], sign: str
) -> None:
    assert kept.lists
    place = tmp_path / "list.csv"
    wanted = [f"--separator={one}" for one in separator]
    ran = segtui.demo("people", "export", "w", str(place), *wanted)
    assert ran.out == f"Written to {place}: all 2 of “Weekly”.\n"
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert segtui.demo("people", "export", "w", *wanted).out == place.read_bytes().decode()
    assert f'"ada@example.com"{sign}"\'+39 06"' in place.read_text()
    again = segtui.demo("people", "import", "w", str(place), "--dry-run", "--json")
    assert (again.status, again.error["code"]) == (3, "nothing-to-change")


def test_an_id_never_acts_on_a_terminal(segtui: CommandLine, serve: Serve, tmp_path: Path) -> None:
    evil = "w\x1b]52;c;aGk=\x07\u202e\nSave this? yes"
    serve(FakeKept((Segment(evil, "Weekly", None, SegmentKind.STATIC, people=leads_of([BOB])), a_list("far"))))
    ran = segtui.demo("people", "import", "Weekly", file(tmp_path, PEOPLE), "--dry-run")
    assert "Update “Weekly” (w\ufffd]52;c;aGk=\ufffd\ufffd\ufffdSave this? yes)" in ran.out.splitlines()


def test_no_line_for_people_acts_on_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    evil, shown = "a\x1b[2J\nb", "a\ufffd[2J\ufffdb\n"
    output = Output(as_json=False)
    output.result({}, [evil])
    output.told([evil])
    output.warned(evil)
    assert tuple(capsys.readouterr()) == (shown * 2, f"segtui: warning: {shown}")


@pytest.mark.parametrize("typed", ["\x1b]52;c;aGk=\x07", "Ada\u202e", "\x9bm", "a\rb"])
def test_an_export_never_acts_on_a_terminal(
    segtui: CommandLine, serve: Serve, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    people = leads_of([Person("", "Ada", typed, "ada@example.com", ""), BOB])
    serve(FakeKept((Segment("w", "Weekly", None, SegmentKind.STATIC, people=people), a_list("far"))))
    words = ("people", "export", "w")
    assert typed in segtui.demo(*words).out
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    ran = segtui.demo(*words)
    assert (ran.status, ran.out, "Give a FILE" in ran.err) == (2, "", True), ran.err


def test_a_harmless_export_is_printed_on_a_terminal(
    segtui: CommandLine, kept: FakeKept, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kept.lists
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert '"bob@example.com"' in segtui.demo("people", "export", "w").out


@pytest.mark.parametrize("words", [("people", "export", "w"), ("register", "export")])
def test_an_export_replaces_no_file_unasked(
    segtui: CommandLine, kept: FakeKept, tmp_path: Path, words: tuple[str, ...]
) -> None:
    kept.register = [{"id": "w"}]
    mine, link, lost, pipe = (tmp_path / name for name in ("mine", "link", "lost", "pipe"))
    mine.write_text("mine")
    link.symlink_to(mine)
    lost.symlink_to(tmp_path / "nowhere")
    os.mkfifo(pipe)
    for place in (mine, link):
        ran = segtui.demo(*words, str(place))
        assert (ran.status, "say --force" in ran.err, mine.read_text()) == (3, True, "mine"), ran.err
    for place in (lost, pipe, tmp_path, Path("/dev/null")):
        ran = segtui.demo(*words, str(place), "--force")
        assert (ran.status, "is no ordinary file" in ran.err) == (3, True), ran.err
    assert pipe.is_fifo()
    assert segtui.demo(*words, str(link), "--force").status == 0
    assert (link.is_symlink(), mine.read_text() != "mine", (tmp_path / "nowhere").exists()) == (True, True, False)


def test_five_thousand_lines_with_forty_bad_ones_reach_segmenter(segtui: CommandLine, tmp_path: Path) -> None:
    lines = [f"Name {place};p{place}@new.example;Rome" for place in range(5000)]
    for place in range(40):
        lines[place * 100 + 7] = "only;two" if place % 2 else f'"{place};;'
    people = file(tmp_path, "\n".join(["nombre;correo;ciudad", *lines]))
    words = ("-p", "demo-segmenter", "people", "import", "Weekly offers: Rome", people, "--json")
    form = segtui(*words, "--yes").json
    assert (form["import"]["taken"], len(form["import"]["bad"])) == (4960, 40)
    assert form["import"]["bad"][1] == {"line": 109, "reason": "It has 2 cells, and there are 3 columns."}
    assert form["outcome"]["ending"] == "done"
    assert len(form["plan"]["movement"]["entering"]) == 4960


def test_a_new_segment_of_a_service_of_lists_is_told_as_a_list(segtui: CommandLine) -> None:
    making = ("-p", "demo-segmenter", "segments", "create", "--name", "Empty")
    told = segtui(*making, "--dry-run").out
    assert "It will have: 0 · exact · local copy\n" in told
    assert "ule" not in told
    assert "select" not in told
    made = segtui(*making, "--yes", "--json").json["outcome"]
    assert (made["ending"], made["segment"]["kind"], made["segment"]["people"]) == ("done", "static", [])


def test_the_register_of_the_demo_is_known_when_it_comes_back(segtui: CommandLine, tmp_path: Path) -> None:
    place = tmp_path / "register.json"
    exported = segtui("-p", "demo-segmenter", "register", "export", str(place), "--json").json
    assert exported["segment_count"] == len(json.loads(place.read_text())["register"]) > 10
    assert segtui("-p", "demo-segmenter", "register", "import", str(place), "--json").json["taken"] == 0


NAMED = "who;email\n1;ann@example.com\n2;BEN@example.com\n3;zoe@example.com\n4;ann@example.com\n"


def test_members_of_a_file_are_matched_first(segtui: CommandLine, lists: FakeLists, tmp_path: Path) -> None:
    words = ("members", "add", "Rome", "b", "--from", file(tmp_path, NAMED))
    ran = segtui.demo(*words, "--dry-run")
    assert ran.status == 0, ran.err
    for line in ("Found: 2 users", "Unknown: 1", "  line 4: “zoe@example.com”", "Named again: 1", "Requests: 1"):
        assert line in ran.out.splitlines()
    assert not lists.requests
    form = segtui.demo(*words, "--yes", "--json").json
    assert lists.members == {"a": {USERS[0].id, USERS[1].id}, "b": {USERS[0].id, USERS[1].id}}
    assert (form["unknown"], form["twice"]) == (
        [{"line": 4, "text": "zoe@example.com"}],
        [{"line": 5, "text": "ann@example.com"}],
    )
    assert form["outcome"]["ending"] == "done"
    assert {key: one["value"] for key, one in form["outcome"]["counts"].items()} == {"a": 2, "b": 2}


def test_a_dry_run_tells_who_is_unknown_though_nobody_is_found(
    segtui: CommandLine, lists: FakeLists, tmp_path: Path
) -> None:
    ran = segtui.demo("members", "add", "a", "--from", file(tmp_path, "crm-9"), "--dry-run", "--json")
    assert (ran.status, ran.json["unknown"], ran.json["requests"]) == (0, [{"line": 1, "text": "crm-9"}], 0)
    assert not lists.requests


def test_members_of_a_selection(segtui: CommandLine, lists: FakeLists) -> None:
    ran = segtui.demo("members", "add", "a", "--selection", "Romans", typed="y\n")
    assert ran.status == 0, ran.err
    assert lists.members == {"a": {USERS[0].id, USERS[2].id}}
    assert "“Romans” selects 2 of 3" in ran.out


def test_an_addition_that_fails_can_be_gone_on_with_at_once(
    segtui: CommandLine, lists: FakeLists, tmp_path: Path
) -> None:
    lists.failures = {2: Refused(500), 3: OutcomeUnknown(NoAnswer(15))}
    ids = file(tmp_path, "crm-1\ncrm-2\ncrm-3\n")
    ran = segtui.demo("members", "add", "a", "--from", ids, typed="y\ny\ny\n")
    assert ran.status == 0, ran.err
    assert "1 of 2 requests done" in ran.out
    assert [users for _, users in lists.requests[1:]] == [(USERS[2].id,)] * 3
    assert lists.members["a"] == {user.id for user in USERS}


def test_an_addition_that_was_stopped_is_no_success(
    segtui: CommandLine, lists: FakeLists, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "carry_out_addition", partial(carry_out_addition, is_stopped=lambda: True))
    ran = segtui.demo("members", "add", "a", "--selection", "Romans", "--yes", "--json")
    assert (ran.status, ran.error["code"], lists.requests) == (1, "done-differently", [])
    assert ran.error["message"].startswith("Stopped. Not everybody is in “Rome”")


def test_a_list_whose_service_shows_who_is_on_it_is_frozen_like_a_rule(segtui: CommandLine, lists: FakeLists) -> None:
    lists.selected = {"b": USERS[1:]}
    form = segtui.demo("segments", "copy", "b", "--to", "demo", "--name", "Again", "--yes", "--json").json
    assert (form["report"]["read_count"], form["added"]["ending"]) == (2, "done")
    assert lists.members == {"new-3": {one.id for one in USERS[1:]}}


def test_a_list_that_could_not_be_filled_is_told_to_be_made(segtui: CommandLine, lists: FakeLists) -> None:
    lists.failures = {1: Refused(500)}
    words = ("segments", "copy", "sel", "--to", "demo", "--freeze", "--name", "Frozen", "--yes")
    ran = segtui.demo(*words, "--json")
    assert (ran.status, ran.json["outcome"]["ending"], ran.json["added"]["ending"]) == (1, "done", "done_differently")
    assert ran.json["plan"]["name"] == "Frozen"
    assert ran.json["added"]["message"].endswith(
        "The list “Frozen” (new-3) is made: add people to it instead of copying again."
    )
    assert ran.error["message"] == ran.json["added"]["message"]


def test_what_was_not_sent_is_told_to_scripts(segtui: CommandLine, lists: FakeLists, tmp_path: Path) -> None:
    lists.failures = {2: OutcomeUnknown(NoAnswer(15))}
    ids = file(tmp_path, "crm-1\ncrm-2\ncrm-3\n")
    ran = segtui.demo("members", "add", "a", "--from", ids, "--yes", "--json")
    assert ran.status == 4
    assert ran.json["outcome"]["ending"] == "unknown"
    assert ran.json["outcome"]["not_sent"] == [USERS[2].id]
    assert ran.error["hint"].startswith("To go on, run the same command again")


def test_members_need_a_yes_and_a_list(segtui: CommandLine, lists: FakeLists, tmp_path: Path) -> None:
    ids = file(tmp_path, "crm-1\n")
    assert segtui.demo("members", "add", "a", "--from", ids).status == 3
    assert segtui.demo("members", "add", "a", "--from", ids, typed="n\n").status == 3
    assert segtui.demo("members", "add", "Romans", "--from", ids, "--yes").status == 3
    assert segtui.demo("members", "add", "a", "--selection", "b", "--yes").status == 2
    assert segtui.demo("members", "add", "a", "--selection", "Romans", "--column", "x").status == 2
    assert segtui.demo("members", "add", "a", "--from", file(tmp_path, "nobody"), "--yes").status == 3
    assert not lists.requests


def test_where_not_everybody_was_looked_at_it_is_said(segtui: CommandLine, lists: FakeLists, tmp_path: Path) -> None:
    lists.total = 9_000
    ran = segtui.demo("members", "add", "a", "--from", file(tmp_path, "crm-1\ncrm-9"), "--dry-run", "--json")
    assert ran.json["remarks"] == ["Only the first 3 users were looked at, so others may be known all the same."]


def test_ids_that_the_service_cannot_have_are_never_sent(segtui: CommandLine, serve: Serve, tmp_path: Path) -> None:
    service = FakeLists((a_list("a"),), users=(Lead("short", "Ann", {}), person(1)))
    serve(service)
    ran = segtui.demo("members", "add", "a", "--from", file(tmp_path, "short\n"), "--yes", "--json")
    assert (ran.status, service.requests) == (3, [])
    assert "“short” can't be added: it hasn't 24 characters" in ran.error["message"]
