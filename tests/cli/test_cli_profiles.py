"""`segtui profiles`: the file that people edit too, secrets that are only pointed at, and a test that explains."""

from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from support.command_line import CommandLine

from segtui.backends import registry

PROJECT = "65f0aa11bb22cc33dd44ee55"
ADDRESS = "https://desk.example.com/v3"


class FakeKeyring(KeyringBackend):
    """A keyring in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> FakeKeyring:
    fake = FakeKeyring()
    monkeypatch.setattr("keyring.get_keyring", lambda: fake)
    return fake


def add(segtui: CommandLine, *words: str, typed: str | None = None, name: str = "acme") -> tuple[int, str, str]:
    flags = ("--service", "tiledesk", "--base-url", ADDRESS, "--project", PROJECT, "--email", "me@example.com")
    secret = () if "--secret" in words else ("--secret", "ask")
    ran = segtui("profiles", "add", name, *flags, *secret, *words, typed=typed)
    return ran.status, ran.out, ran.err


def test_a_new_profile_is_read_only_and_stands_in_a_private_file(segtui: CommandLine) -> None:
    status, out, _ = add(segtui, "--environment", "PROD", "--accent", "#d08770")
    file = segtui.places.profiles_file
    assert status == 0
    assert str(file) in out
    assert file.stat().st_mode & 0o777 == 0o600
    ran = segtui("profiles", "list", "--json")
    assert ran.json["profiles"] == [
        {
            "name": "acme",
            "service": "tiledesk",
            "base_url": ADDRESS,
            "project": PROJECT,
            "auth": "signin",
            "email": "me@example.com",
            "secret": "ask",
            "environment": "PROD",
            "accent": "#d08770",
            "read_only": True,
        }
    ]
    assert "read-only" in segtui("profiles", "list").out


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (["--service", "tildesk"], "did you mean “tiledesk”"),
        (["--base-url", "http://desk.example.com"], "https://"),
        (["--project", "shop"], "24 digits"),
        (["--accent", "red"], "colour"),
        (["--environment", "two words"], "one short word"),
        (["--auth", "oauth"], "signin"),
        (["--secret", "hunter2-secret"], "never the secret itself"),
        (["--email", ""], "is needed"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_before_anything_is_written(
    segtui: CommandLine, flags: list[str], told: str
) -> None:
    status, _, err = add(segtui, *flags)
    assert status == 2
    assert told in err
    assert "hunter2" not in err
    assert not segtui.places.profiles_file.exists()


@pytest.mark.parametrize("name", ["demo", "two words", "\x1b[31m", "-x"])
def test_a_name_that_cannot_be_is_refused(segtui: CommandLine, name: str) -> None:
    status, _, err = add(segtui, name=name)
    assert status == 2
    assert "\x1b" not in err


@pytest.mark.parametrize("words", [("profiles", "add"), ("profiles", "edit"), ("sandbox", "serve"), ("demo",)])
def test_the_help_names_every_service_of_our_own(segtui: CommandLine, words: tuple[str, ...]) -> None:
    told = segtui(*words, "--help").out
    assert all(name in told for name in registry._BUILT_IN)


def test_a_taken_name_is_refused(segtui: CommandLine) -> None:
    add(segtui)
    assert add(segtui)[0] == 2


def test_editing_keeps_comments_and_what_was_not_named(segtui: CommandLine) -> None:
    add(segtui)
    file = segtui.places.profiles_file
    file.write_text("# ours\n" + file.read_text())
    ran = segtui("profiles", "edit", "acme", "--environment", "TEST", "--json")
    assert ran.status == 0
    assert ran.json["profile"]["environment"] == "TEST"
    assert ran.json["profile"]["project"] == PROJECT
    assert file.read_text().startswith("# ours\n")
    segtui("profiles", "edit", "acme", "--environment", "")
    assert "environment" not in segtui("profiles", "list", "--json").json["profiles"][0]


def test_leaving_read_only_is_said_aloud(segtui: CommandLine) -> None:
    add(segtui)
    assert "warning" in segtui("profiles", "edit", "acme", "--no-read-only").err
    assert segtui("profiles", "list", "--json").json["profiles"][0]["read_only"] is False
    assert "warning" not in segtui("profiles", "edit", "acme", "--read-only").err


@pytest.mark.parametrize(
    "words", [["--project", "shop"], ["--auth", "oauth"], ["--email", ""], ["--base-url", "ftp://x"], []]
)
def test_an_edit_that_cannot_be_leaves_the_file_as_it_is(segtui: CommandLine, words: list[str]) -> None:
    add(segtui)
    before = segtui.places.profiles_file.read_bytes()
    assert segtui("profiles", "edit", "acme", *words).status == 2
    assert segtui.places.profiles_file.read_bytes() == before


def test_an_unknown_profile_names_the_nearest(segtui: CommandLine) -> None:
    add(segtui)
    for words in (["remove", "acne"], ["edit", "acne", "--read-only"], ["test", "acne"]):
        ran = segtui("profiles", *words)
        assert ran.status == 2
        assert "did you mean" in ran.err or "acme" in ran.err


def test_mistakes_in_the_file_are_listed_with_their_lines(segtui: CommandLine) -> None:
    add(segtui)
    with segtui.places.profiles_file.open("a") as file:
        file.write('\n[profiles.bad]\nservice = "tiledesk"\nbase_ulr = "https://x.example"\nsecret = "ask"\n')
    problems = segtui("profiles", "list", "--json").json["problems"]
    assert {one["profile"] for one in problems} == {"bad"}
    typing_mistake = next(one for one in problems if one["key"] == "base_ulr")
    assert "base_url" in typing_mistake["message"]
    assert f"line {typing_mistake['line']}" in " ".join(segtui("profiles", "list").out.split())
    assert segtui("-p", "bad", "segments", "list").status == 1
    assert segtui("segments", "list").status == 2


def test_several_profiles_must_be_told_apart(segtui: CommandLine) -> None:
    add(segtui)
    add(segtui, name="other")
    ran = segtui("segments", "list", "--json")
    assert ran.status == 2
    assert "“acme”, “other”" in ran.error["message"]
    assert "-p acme" in ran.error["hint"]


def test_an_empty_list_of_profiles_names_the_next_step(segtui: CommandLine) -> None:
    ran = segtui("profiles", "list")
    assert ran.status == 0
    assert "segtui profiles add" in ran.out


def test_a_secret_for_the_keyring_is_asked_for_kept_and_forgotten(
    segtui: CommandLine, keyring: FakeKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda _question: "s3cret-word")
    status, out, err = add(segtui, "--secret", "keyring:", typed="")
    assert status == 0
    assert keyring.kept == {("segtui", "acme"): "s3cret-word"}
    assert "s3cret-word" not in out + err + segtui.places.profiles_file.read_text()
    ran = segtui("profiles", "remove", "acme", "--json")
    assert ran.json == {"removed": "acme", "secret_forgotten": True}
    assert keyring.kept == {}


def test_a_profile_whose_secret_cannot_be_kept_is_not_made(
    segtui: CommandLine, keyring: FakeKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda _question: "")
    status, _, _ = add(segtui, "--secret", "keyring:", typed="")
    assert status == 1
    assert segtui("profiles", "list", "--json").json["profiles"] == []
    assert keyring.kept == {}


def test_without_a_terminal_the_keyring_command_is_told(segtui: CommandLine, keyring: FakeKeyring) -> None:
    status, _, err = add(segtui, "--secret", "keyring:")
    assert status == 0
    assert "keyring set segtui acme" in err
    assert keyring.kept == {}


def test_a_secret_that_moves_out_of_the_keyring_is_forgotten_there(
    segtui: CommandLine, keyring: FakeKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda _question: "s3cret-word")
    add(segtui, typed="")
    segtui("profiles", "edit", "acme", "--secret", "keyring:", typed="")
    assert keyring.kept == {("segtui", "acme"): "s3cret-word"}
    segtui("profiles", "edit", "acme", "--secret", "ask")
    assert keyring.kept == {}


def test_a_removed_profile_is_gone_and_the_others_stay(segtui: CommandLine) -> None:
    add(segtui)
    add(segtui, name="other")
    assert segtui("profiles", "remove", "acme").status == 0
    assert [one["name"] for one in segtui("profiles", "list", "--json").json["profiles"]] == ["other"]


def test_the_test_says_who_you_are_and_what_may_be_chosen(segtui: CommandLine, address: str) -> None:
    segtui.add_profile(address)
    ran = segtui("profiles", "test", "--json")
    assert ran.status == 0
    assert ran.json["who"] == segtui.box.accounts["owner"].email
    assert ran.json["role"] == "owner"
    assert ran.json["project"]["id"] == segtui.box.project_id
    assert {one["id"]: one["current"] for one in ran.json["projects"]} == {
        segtui.box.project_id: True,
        segtui.box.other_project_id: False,
    }
    assert ran.json["segment_count"] == 52
    text = segtui("profiles", "test", "desk").out
    assert f"*  {segtui.box.project_id}" in text


def test_the_built_in_profile_can_be_tested_too(segtui: CommandLine) -> None:
    assert segtui("profiles", "test", "demo", "--json").json["role"] == "owner"


@pytest.mark.parametrize("auth", ["jwt", "basic"])
def test_the_other_ways_of_signing_in_work(
    segtui: CommandLine, address: str, monkeypatch: pytest.MonkeyPatch, auth: str
) -> None:
    account = segtui.box.accounts["agent"]
    segtui.add_profile(address, "--auth", auth, role="agent")
    monkeypatch.setenv("DESK_PASSWORD", account.token if auth == "jwt" else account.password)
    ran = segtui("profiles", "test", "--json")
    assert (ran.status, ran.json["role"]) == (0, "agent")


def test_a_wrong_password_is_told_apart_from_everything_else(
    segtui: CommandLine, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    segtui.add_profile(address)
    monkeypatch.setenv("DESK_PASSWORD", "wrong-password")
    ran = segtui("profiles", "test", "--json")
    assert (ran.status, ran.error["code"]) == (6, "credentials-refused")
    assert "wrong-password" not in ran.out + ran.err


def test_a_wrong_project_still_shows_which_may_be_chosen(segtui: CommandLine, address: str) -> None:
    segtui.add_profile(address)
    segtui("profiles", "edit", "desk", "--project", "f" * 24)
    ran = segtui("profiles", "test", "--json")
    assert (ran.status, ran.error["code"]) == (1, "wrong-project")
    assert segtui.box.project_id in {one["id"] for one in ran.json["projects"]}
    assert ran.json["project"] is None


def test_too_low_a_role_is_named_with_the_role(segtui: CommandLine, address: str) -> None:
    segtui.add_profile(address, role="teammate")
    ran = segtui("profiles", "test", "--json")
    assert (ran.status, ran.error["code"]) == (6, "right-refused")
    assert "role" in ran.error["message"]
    assert [one["role"] for one in ran.json["projects"]] == ["teammate"]


def test_a_service_that_is_not_there_is_unreachable(segtui: CommandLine) -> None:
    segtui.be_impatient()
    segtui.add_profile("http://127.0.0.1:1/v3")
    ran = segtui("profiles", "test", "--json")
    assert (ran.status, ran.error["code"]) == (5, "unreachable")
    assert ran.out == ""


def test_a_secret_that_is_not_there_says_where_it_should_be(
    segtui: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    segtui.add_profile(ADDRESS)
    monkeypatch.delenv("DESK_PASSWORD")
    ran = segtui("segments", "list")
    assert ran.status == 1
    assert "DESK_PASSWORD" in ran.err


def test_a_profile_that_asks_cannot_ask_without_a_terminal(segtui: CommandLine) -> None:
    add(segtui)
    ran = segtui("segments", "list", "--json")
    assert (ran.status, ran.error["code"]) == (1, "secret.unavailable")


def test_a_secret_is_asked_for_once_even_when_the_test_looks_twice(
    segtui: CommandLine, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions: list[str] = []

    def answer(question: str) -> str:
        questions.append(question)
        return segtui.box.accounts["owner"].password

    monkeypatch.setattr("getpass.getpass", answer)
    segtui.add_profile(address)
    segtui("profiles", "edit", "desk", "--secret", "ask", "--project", "f" * 24)
    ran = segtui("profiles", "test", "--json", typed="")
    assert ran.error["code"] == "wrong-project"
    assert len(ran.json["projects"]) == 2
    assert len(questions) == 1


def test_info_tells_versions_places_and_the_state_of_the_file(segtui: CommandLine, tmp_path: Path) -> None:
    add(segtui)
    aside = segtui.places.data_dir / "journal.newer-20261126T120102Z.sqlite3"
    aside.parent.mkdir()
    aside.touch()
    form = segtui("info", "--json").json
    assert form["paths"]["set_aside"] == [str(aside)]
    assert set(form) == {"versions", "paths", "profiles", "terminal"}
    assert form["versions"]["textual"].startswith("8.")
    assert form["paths"]["config"] == str(tmp_path / "config")
    assert form["paths"]["register"] == str(tmp_path / "data" / "register.sqlite3")
    assert form["profiles"]["profiles"] == 1
    assert form["profiles"]["exists"] is True
    assert str(segtui.places.profiles_file) in segtui("info").out


def test_what_a_project_is_called_is_the_services_matter(segtui: CommandLine) -> None:
    told = segtui("profiles", "test", "demo-feedier").out
    assert "demo-feedier: signed in to feedier.\nTeams to choose from:\n" in told
    assert "North" in told


def test_a_key_that_only_a_write_would_try_is_not_said_to_be_good(segtui: CommandLine) -> None:
    ran = segtui("profiles", "test", "demo-segmenter")
    assert (ran.status, "signed in" in ran.out) == (0, False)
    assert "Segmenter answers to writes only, so the first of them will try the key." in ran.out
