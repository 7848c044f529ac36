import os
import stat
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from segtui.domain.errors import Trouble
from segtui.store import locks
from segtui.store.errors import FileTrouble, InvalidProfile, ProfileExists, ProfileFileError, UnknownProfile
from segtui.store.locks import held_directory
from segtui.store.profile_book import ProfileBook
from segtui.store.profiles import Profile
from segtui.store.secrets import SecretPointer

TWO = """\
# Our shops.

[profiles.shop]   # the live one
service = "tiledesk"
base_url = 'https://api.example.com/v3'  # behind the proxy
# who signs in
email = "ann@example.com"
secret = "env:SHOP"  # from the vault

# --- staging ---
[profiles."stage.1"]
service = "tiledesk"
base_url = "https://stage.example.com"
auth = "jwt"
secret = "ask"
read_only = false
# the end
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "profiles.toml"
    path.write_text(TWO)
    return path


def new_profile(**changes: Any) -> Profile:
    values = {"service": "tiledesk", "base_url": "https://new.example.com", "auth": "jwt", "secret": "keyring:"}
    return Profile.checked({**values, **changes})


def told(book: ProfileBook) -> list[str]:
    return [str(problem).removeprefix(f"{book.file}, ") for problem in book.problems]


def test_profiles_come_in_the_order_of_the_file(file: Path) -> None:
    book = ProfileBook.load(file, known_services={"tiledesk"})
    assert list(book.profiles) == ["shop", "stage.1"]
    assert not book.problems
    assert book.get("shop").base_url == "https://api.example.com/v3"
    assert book.get("shop").read_only
    assert not book.get("stage.1").read_only


@pytest.mark.parametrize("text", [None, "", "# nothing yet\n", "[profiles]\n"])
def test_no_profiles_are_no_problem_and_asking_for_one_names_the_next_step(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "profiles.toml"
    if text is not None:
        path.write_text(text)
    book = ProfileBook.load(path)
    assert not book.profiles
    assert not book.problems
    with pytest.raises(UnknownProfile) as caught:
        book.get("shop")
    assert "profiles add" in caught.value.hint
    assert caught.value.trouble is Trouble.USAGE


def test_an_unknown_name_gets_the_nearest_and_all_known_ones(file: Path) -> None:
    with pytest.raises(UnknownProfile) as caught:
        ProfileBook.load(file).get("SHOPS")
    assert caught.value.message == "There is no profile “SHOPS”; did you mean “shop”?"
    assert caught.value.hint == "Known profiles: shop, stage.1."


def test_every_mistake_is_told_with_line_and_key_and_sound_profiles_stay_usable(file: Path) -> None:
    file.write_text(
        """\
colour = "red"
[profiles.shop]
service = "tiledesc"
base-url = "https://api.example.com"
email = "ann@example.com"
secret = "hunter2"

[profiles.good]
service = "tiledesk"
base_url = "https://api.example.com"
auth = "jwt"
secret = "env:GOOD"

[profiles.demo]
service = "tiledesk"
base_url = "https://api.example.com"
auth = "jwt"
secret = "env:GOOD"

[profile.lost]
"""
    )
    book = ProfileBook.load(file, known_services={"tiledesk"})
    assert list(book.profiles) == ["good"]
    assert told(book) == [
        "line 1, colour: nothing of that name belongs here.",
        "line 2, shop.base_url: is missing.",
        "line 3, shop.service: “tiledesc” is no service that segtui knows; did you mean “tiledesk”?",
        "line 4, shop.base-url: is not a key that segtui knows; did you mean “base_url”?",
        (
            "line 6, shop.secret: Write where the secret is (env:NAME, command:…, keyring: or ask), "
            "never the secret itself."
        ),
        "line 14, demo: the name “demo” is taken by a built-in demo.",
        "line 20, profile: nothing of that name belongs here; did you mean “profiles”?",
    ]


def test_a_broken_profile_is_refused_with_its_own_mistakes_only(file: Path) -> None:
    file.write_text(TWO.replace("email =", "e-mail =") + "\n[profiles.other]\nservice = 1\n")
    book = ProfileBook.load(file)
    with pytest.raises(ProfileFileError) as caught:
        book.get("shop")
    assert caught.value.mistakes == (
        f'{file}, line 3, shop.email: is needed for auth = "signin".',
        f"{file}, line 7, shop.e-mail: is not a key that segtui knows; did you mean “email”?",
    )
    assert all(mistake in caught.value.message for mistake in caught.value.mistakes)
    assert str(file) in caught.value.hint


def test_a_line_that_is_no_toml_breaks_its_own_profile_only(file: Path) -> None:
    file.write_text(TWO.replace('"ann@example.com"', "ann@example.com"))
    book = ProfileBook.load(file)
    assert list(book.profiles) == ["stage.1"]
    assert told(book) == ["line 7, shop.email: the value can't be read; text stands between quotes."]


def test_a_profile_that_is_there_twice_is_not_chosen_from(file: Path) -> None:
    file.write_text(TWO + '[profiles.shop]\nservice = "tiledesk"\n')
    book = ProfileBook.load(file)
    assert list(book.profiles) == ["stage.1"]
    assert told(book) == ["line 18, shop: this table is there twice, first on line 3."]


def test_a_name_that_no_profile_has_may_be_hidden_by_a_mistake(file: Path) -> None:
    file.write_text(TWO.replace("[profiles.shop]", "[profiles.shop"))
    with pytest.raises(UnknownProfile) as caught:
        ProfileBook.load(file).get("shop")
    assert "line 3" in caught.value.hint


@pytest.mark.parametrize("text", ["profiles = 1\n", '[profiles]\nbase_url = "https://x"\n', "[[profiles]]\n"])
def test_profiles_in_another_shape_are_told_the_right_one(file: Path, text: str) -> None:
    file.write_text(text)
    book = ProfileBook.load(file)
    assert not book.profiles
    assert [problem.message for problem in book.problems] == ["profiles are written as [profiles.NAME] tables"]
    with pytest.raises(ProfileFileError):
        book.add("new", new_profile()) if "[profiles]\n" not in text else book.remove("base_url")
    assert file.read_text() == text


@pytest.mark.parametrize("name", ["[/red] VIP", "[@click=app.quit]x[/]", "\x1b]52;c;aGk=\x07", "\u202egnp.exe"])
def test_hostile_names_and_keys_reach_messages_cleaned(file: Path, name: str) -> None:
    in_toml = "".join(rf"\U{ord(character):08x}" for character in name)
    file.write_text(f'[profiles."{in_toml}"]\n"{in_toml}" = 1\n')
    book = ProfileBook.load(file)
    errors: list[str] = [str(problem) for problem in book.problems]
    with pytest.raises(ProfileFileError) as broken:
        book.get(name)
    with pytest.raises(UnknownProfile) as unknown:
        book.get(name + "x")
    errors += [broken.value.message, unknown.value.message, unknown.value.hint]
    assert len(errors) > 4
    assert all(text.isprintable() for text in errors)
    assert all(problem.key.isprintable() for problem in book.problems)


def test_a_file_that_others_can_read_is_noted_and_closed_when_it_is_written(file: Path) -> None:
    file.chmod(0o644)
    book = ProfileBook.load(file)
    assert book.others_can_read
    book = book.edit("shop", {"environment": "PROD"})
    assert not book.others_can_read
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_first_profile_makes_the_file_with_every_default_in_sight(tmp_path: Path) -> None:
    path = tmp_path / "config" / "profiles.toml"
    book = ProfileBook.load(path).add("new.1", new_profile())
    assert path.read_text() == (
        '[profiles."new.1"]\n'
        'service = "tiledesk"\n'
        'base_url = "https://new.example.com"\n'
        'auth = "jwt"\n'
        'secret = "keyring:"\n'
        "read_only = true\n"
    )
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert book.get("new.1") == new_profile()


def test_a_new_profile_goes_behind_everything_that_is_there(file: Path) -> None:
    book = ProfileBook.load(file).add("new", new_profile())
    assert file.read_text().startswith(TWO + "\n[profiles.new]\n")
    assert list(book.profiles) == ["shop", "stage.1", "new"]


def test_a_taken_name_is_refused_even_if_its_profile_is_broken(file: Path) -> None:
    with pytest.raises(ProfileExists) as caught:
        ProfileBook.load(file).add("shop", new_profile())
    assert caught.value.trouble is Trouble.USAGE
    broken = TWO.replace('service = "tiledesk"', "service = 1")
    file.write_text(broken)
    with pytest.raises(ProfileExists):
        ProfileBook.load(file).add("shop", new_profile())
    assert file.read_text() == broken


@pytest.mark.parametrize("name", ["demo", "..", "[/red] VIP"])
def test_a_profile_cannot_be_given_a_forbidden_name(file: Path, name: str) -> None:
    with pytest.raises(InvalidProfile, match="name"):
        ProfileBook.load(file).add(name, new_profile())
    assert file.read_text() == TWO


def test_an_edit_changes_its_keys_and_keeps_the_comments_behind_them(file: Path) -> None:
    book = ProfileBook.load(file).edit(
        "shop", {"base_url": "https://new.example.com/", "secret": SecretPointer("ask"), "environment": "PROD"}
    )
    assert file.read_text() == TWO.replace("'https://api.example.com/v3'", '"https://new.example.com"').replace(
        '"env:SHOP"  # from the vault\n', '"ask"  # from the vault\nenvironment = "PROD"\n'
    )
    assert book.get("shop").environment == "PROD"


def test_an_edit_to_what_is_there_already_changes_no_byte(file: Path) -> None:
    ProfileBook.load(file).edit("shop", {"base_url": "https://api.example.com/v3", "project": None})
    assert file.read_text() == TWO


def test_a_key_set_to_none_is_removed(file: Path) -> None:
    book = ProfileBook.load(file).edit("shop", {"auth": "jwt", "email": None})
    assert book.get("shop").email is None
    assert "email" not in file.read_text()
    assert "# who signs in\n" in file.read_text()


def test_an_edit_that_would_break_the_profile_is_refused(file: Path) -> None:
    with pytest.raises(InvalidProfile, match="email"):
        ProfileBook.load(file).edit("shop", {"email": None})
    with pytest.raises(InvalidProfile, match="service"):
        ProfileBook.load(file, known_services={"tiledesk"}).edit("shop", {"service": "other"})
    assert file.read_text() == TWO


def test_an_edit_can_mend_a_broken_profile(file: Path) -> None:
    file.write_text(TWO.replace("email =", "e-mail ="))
    book = ProfileBook.load(file).edit("shop", {"e-mail": None, "email": "ann@example.com"})
    assert not book.problems
    assert book.get("shop").email == "ann@example.com"


def test_a_removed_profile_takes_no_comment_outside_its_table_along(file: Path) -> None:
    book = ProfileBook.load(file).remove("shop")
    assert file.read_text() == "# Our shops.\n" + TWO[TWO.index("\n# --- staging") :]
    assert list(book.profiles) == ["stage.1"]


def test_a_broken_profile_can_be_removed(file: Path) -> None:
    file.write_text(TWO.replace('service = "tiledesk"', "service = 1", 1))
    assert not ProfileBook.load(file).remove("shop").problems


def test_removing_or_editing_what_is_not_there_names_the_nearest(file: Path) -> None:
    book = ProfileBook.load(file)
    with pytest.raises(UnknownProfile, match="did you mean “shop”"):
        book.remove("shopp")
    with pytest.raises(UnknownProfile, match="did you mean “shop”"):
        book.edit("shopp", {})


def test_what_somebody_wrote_meanwhile_is_kept(file: Path) -> None:
    book = ProfileBook.load(file)
    theirs = TWO.replace("tiledesk", "other") + '\n[profiles.theirs]\nservice = "x"\n'
    file.write_text(theirs)
    after = book.edit("shop", {"environment": "PROD"})
    assert file.read_text() == theirs.replace(
        '"env:SHOP"  # from the vault\n', '"env:SHOP"  # from the vault\nenvironment = "PROD"\n'
    )
    assert after.get("shop").service == "other"
    with pytest.raises(ProfileExists):
        book.add("theirs", new_profile())
    assert list(book.remove("theirs").profiles) == ["shop", "stage.1"]


def test_a_file_that_cannot_be_read_as_a_whole_is_never_written(file: Path) -> None:
    book = ProfileBook.load(file)
    broken = TWO + "[profiles.half\n"
    file.write_text(broken)
    changes: list[Callable[[], ProfileBook]] = [
        lambda: book.add("new", new_profile()),
        lambda: book.edit("shop", {"environment": "PROD"}),
        lambda: book.remove("shop"),
    ]
    for change in changes:
        with pytest.raises(ProfileFileError, match=r"Nothing was changed.*line 18") as caught:
            change()
        assert caught.value.hint
        assert file.read_text() == broken


@pytest.mark.parametrize(
    "text",
    [
        'profiles.shop = {service = "tiledesk", base_url = "https://x.example", auth = "jwt", secret = "ask"}\n',
        (
            'profiles.shop.service = "tiledesk"\nprofiles.shop.base_url = "https://x.example"\n'
            'profiles.shop.auth = "jwt"\nprofiles.shop.secret = "ask"\n'
        ),
        '[profiles]\nshop = {service = "tiledesk", base_url = "https://x.example", auth = "jwt", secret = "ask"}\n',
    ],
)
def test_profiles_in_other_notations_are_read_but_changed_by_hand_only(file: Path, text: str) -> None:
    file.write_text(text)
    book = ProfileBook.load(file)
    assert list(book.profiles) == ["shop"]
    with pytest.raises(ProfileFileError, match="Nothing was changed"):
        book.edit("shop", {"environment": "PROD"})
    with pytest.raises(ProfileFileError, match="Nothing was changed"):
        book.remove("shop")
    assert file.read_text() == text


def test_a_table_inside_a_profile_is_never_cut_in_half(file: Path) -> None:
    text = TWO + "[profiles.shop.more]\nx = 1\n"
    file.write_text(text)
    with pytest.raises(ProfileFileError, match="Nothing was changed"):
        ProfileBook.load(file).remove("shop")
    assert file.read_text() == text


def test_a_linked_file_is_changed_at_its_real_place(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "config" / "profiles.toml"
    link.parent.mkdir()
    link.symlink_to(file)
    ProfileBook.load(link).add("new", new_profile())
    assert link.is_symlink()
    assert "[profiles.new]" in file.read_text()


def test_a_full_disk_leaves_the_file_as_it_was(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileTrouble, match="full"):
        ProfileBook.load(file).remove("shop")
    assert file.read_text() == TWO


def test_two_segtui_change_the_file_one_after_the_other(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "_PATIENCE_SECONDS", 0)
    book = ProfileBook.load(file)
    added = partial(book.add, "new", book.get("shop"))
    changes = (added, partial(book.edit, "shop", {"environment": "PROD"}), partial(book.remove, "shop"))
    with held_directory(file.parent):
        for change in changes:
            with pytest.raises(FileTrouble, match="held by another segtui"):
                change()
    assert file.read_text() == TWO
    assert set(added().profiles) == {"shop", "stage.1", "new"}
    assert [one.name for one in file.parent.iterdir()] == ["profiles.toml"]
