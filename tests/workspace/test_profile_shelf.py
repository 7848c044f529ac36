"""The profiles of a person: which there are, and how one is made, changed, removed and tried out."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.workspaces import NOON, UNHURRIED, settings_for, small_box

from segtui.domain.errors import SegtuiError
from segtui.sandbox import TiledeskSandbox
from segtui.store.demos import DEMOS
from segtui.store.errors import InvalidProfile, ProfileExists, SecretUnavailable
from segtui.store.profiles import Profile
from segtui.workspace import profiles
from segtui.workspace.opening import UnusableProfile, open_profile
from segtui.workspace.profiles import ProfileShelf, checked, is_as_opened
from segtui.workspace.workspace import Ask, Workspace

BROKEN = '[profiles.broken]\nservice = "tiledesk"\nbase_ulr = "https://x.example"\nsecret = "ask"\nauth = "jwt"\n'


def settings(**others: Any) -> dict[str, Any]:
    return {
        "service": "tiledesk",
        "base_url": "https://api.example.com/v3",
        "email": "ada@example.com",
        "secret": "ask",
    } | others


def shelf_at(folder: Path, used: Mapping[str, datetime] | None = None) -> ProfileShelf:
    return ProfileShelf(folder / "profiles.toml", lambda: used or {}, lambda _name: Profile.checked(settings()))


def shelf_on(box: TiledeskSandbox, folder: Path, opened: list[Workspace]) -> ProfileShelf:
    """A shelf whose profiles all lead to a sandbox."""

    def open_on_box(name: str, profile: Profile, ask: Ask | None) -> Workspace:
        opened.append(open_profile(name, profile, ask=ask, app=box.app, limits=UNHURRIED))
        return opened[-1]

    return ProfileShelf(folder / "profiles.toml", open=open_on_box)


async def nobody(question: str) -> str:
    raise AssertionError(question)


# The list.


async def test_the_demo_is_always_there_and_alone_it_is_a_first_run(tmp_path: Path) -> None:
    shelf = shelf_at(tmp_path)
    listing = shelf.listing()
    assert [listed.name for listed in listing.profiles] == list(DEMOS)
    assert listing.is_first_run
    await shelf.add("acme", settings(), None)
    assert not shelf.listing().is_first_run


async def test_the_profile_used_last_comes_first_and_the_demo_last(tmp_path: Path) -> None:
    used = {"two": NOON, "three": NOON + timedelta(days=1), "demo": NOON + timedelta(days=2)}
    shelf = shelf_at(tmp_path, used)
    for name in ("one", "two", "three"):
        await shelf.add(name, settings(), None)
    profiles = shelf.listing().profiles
    assert [listed.name for listed in profiles] == ["three", "two", "one", *DEMOS]
    assert [listed.last_used for listed in profiles] == [used["three"], NOON, None, *map(used.get, DEMOS)]


def test_a_profile_with_a_mistake_is_listed_with_line_key_and_nearest_name(tmp_path: Path) -> None:
    (tmp_path / "profiles.toml").write_text(BROKEN)
    listing = shelf_at(tmp_path).listing()
    broken = listing.profiles[0]
    assert (broken.name, broken.profile) == ("broken", None)
    told = " ".join(map(str, broken.problems))
    assert "line 3" in told
    assert "did you mean “base_url”?" in told
    assert not listing.is_first_run


def test_a_file_that_is_no_toml_is_no_first_run(tmp_path: Path) -> None:
    (tmp_path / "profiles.toml").write_text("= nonsense\n")
    listing = shelf_at(tmp_path).listing()
    assert listing.problems
    assert not listing.is_first_run


# Making, changing, removing.


async def test_a_profile_with_mistakes_isnt_written(tmp_path: Path) -> None:
    shelf = shelf_at(tmp_path)
    with pytest.raises(InvalidProfile):
        await shelf.add("acme", settings(base_url="ftp://x"), None)
    with pytest.raises(UnusableProfile) as caught:
        await shelf.add("acme", settings(project="nonsense"), None)
    assert caught.value.key == "project"
    assert not shelf.file.exists()


async def test_a_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    shelf = shelf_at(tmp_path)
    await shelf.add("acme", settings(), None)
    before = shelf.file.read_bytes()
    with pytest.raises(ProfileExists):
        await shelf.add("acme", settings(environment="PROD"), None)
    assert shelf.file.read_bytes() == before


async def test_a_change_leaves_the_rest_and_none_takes_away(tmp_path: Path) -> None:
    shelf = shelf_at(tmp_path)
    await shelf.add("acme", settings(environment="PROD"), None)
    book = await shelf.change("acme", {"environment": None, "read_only": False}, None)
    assert book.get("acme").table() == {**settings(), "auth": "signin", "read_only": False}


async def test_a_secret_that_no_keyring_keeps_leaves_no_half_profile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(_name: str, _secret: object) -> None:
        raise SecretUnavailable("No keyring can be reached here.")

    async def tell(_question: str) -> str:
        return "zxcvbnm-9"

    monkeypatch.setattr(profiles, "keep_in_keyring", refuse)
    shelf = shelf_at(tmp_path)
    with pytest.raises(SecretUnavailable):
        await shelf.add("acme", settings(secret="keyring:"), tell)
    assert [listed.name for listed in shelf.listing().profiles] == list(DEMOS)


async def test_a_secret_the_keyring_has_goes_with_its_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forgotten: list[str] = []

    async def forget(name: str) -> bool:
        forgotten.append(name)
        return True

    monkeypatch.setattr(profiles, "forget_in_keyring", forget)
    shelf = shelf_at(tmp_path)
    await shelf.add("first", settings(secret="keyring:"), None)
    await shelf.add("second", settings(secret="keyring:"), None)
    await shelf.add("third", settings(), None)
    assert await shelf.remove("first")
    await shelf.change("second", {"secret": "env:ACME"}, nobody)
    assert not await shelf.remove("third")
    assert forgotten == ["first", "second"]
    assert [listed.name for listed in shelf.listing().profiles] == ["second", *DEMOS]


# Trying out.


async def test_a_trial_says_who_we_are_and_hangs_up(tmp_path: Path) -> None:
    box = small_box()
    opened: list[Workspace] = []
    questions: list[str] = []

    async def tell(question: str) -> str:
        questions.append(question)
        return box.accounts["owner"].password

    trial = await shelf_on(box, tmp_path, opened).try_out("acme", Profile.checked(settings_for(box)), tell)
    assert trial.error is None
    assert trial.greeting is not None
    assert trial.greeting.who == box.accounts["owner"].email
    assert [workspace.title for workspace in opened] == ["Tiledesk"]
    assert len(questions) == 1


async def test_a_trial_with_a_wrong_project_lists_those_there_are_and_asks_once(tmp_path: Path) -> None:
    box = small_box()
    questions: list[str] = []

    async def tell(question: str) -> str:
        questions.append(question)
        return box.accounts["owner"].password

    profile = Profile.checked(settings_for(box, project="0" * 24))
    trial = await shelf_on(box, tmp_path, []).try_out("acme", profile, tell)
    assert trial.error is not None
    assert trial.greeting is not None
    assert box.project_id in [project.id for project in trial.greeting.projects]
    assert len(questions) == 1


async def test_a_trial_with_a_wrong_password_knows_nothing(tmp_path: Path) -> None:
    box = small_box()

    async def tell(_question: str) -> str:
        return "wrong"

    trial = await shelf_on(box, tmp_path, []).try_out("acme", Profile.checked(settings_for(box)), tell)
    assert trial.greeting is None
    assert isinstance(trial.error, SegtuiError)
    assert "wrong" not in repr(trial.error.message)


# What is open.


@pytest.mark.parametrize(
    ("changes", "is_same"),
    [
        ({}, True),
        ({"secret": "env:ACME"}, False),
        ({"email": "bea@example.com"}, False),
        ({"read_only": False}, False),
        ({"environment": "PROD"}, False),
        ({"base_url": "https://other.example.com/v3"}, False),
    ],
)
def test_a_profile_that_was_changed_since_it_was_opened_is_known(changes: dict[str, Any], *, is_same: bool) -> None:
    opened = open_profile("acme", checked(settings()), ask=None).profile
    assert is_as_opened(checked(settings(**changes)), opened) is is_same
