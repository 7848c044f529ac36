"""Which profile `segtui` opens the screen on, and when people pick one there."""

import sys
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from support.command_line import CommandLine

from segtui.store.demos import DEMOS
from segtui.workspace.profiles import ProfileShelf


class Shown:
    """What the screen was given, in place of the screen."""

    crash = None
    return_code = 0

    def __init__(self) -> None:
        self.title = ""
        self.is_picking = False
        self.names: list[str] = []

    def __call__(
        self, *, open_workspace: object, title: str, find_shelf: Callable[[], ProfileShelf], **_others: object
    ) -> "Shown":
        self.title, self.is_picking = title, open_workspace is None
        self.names = [listed.name for listed in find_shelf().listing().profiles]
        return self

    def run(self) -> None:
        """Show nothing."""


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    app = Shown()
    monkeypatch.setitem(sys.modules, "segtui.ui.app", SimpleNamespace(SegtuiApp=app))
    monkeypatch.setattr("segtui.cli.screen.is_terminal", lambda _stream: True)
    return app


ADDRESS = "https://desk.example.com/v3"


def test_without_any_profile_one_is_made_or_picked_on_the_screen(segtui: CommandLine, shown: Shown) -> None:
    assert segtui(typed="").status == 0
    assert shown.is_picking
    assert shown.names == list(DEMOS)


def test_the_only_profile_is_opened_at_once(segtui: CommandLine, shown: Shown) -> None:
    segtui.add_profile(ADDRESS)
    assert segtui(typed="").status == 0
    assert (shown.title, shown.is_picking) == ("desk", False)


def test_of_several_one_is_picked_unless_it_is_named(segtui: CommandLine, shown: Shown) -> None:
    segtui.add_profile(ADDRESS)
    segtui.add_profile(ADDRESS, name="other")
    assert segtui(typed="").status == 0
    assert shown.is_picking
    assert shown.names == ["desk", "other", *DEMOS]
    assert segtui("-p", "other", typed="").status == 0
    assert (shown.title, shown.is_picking) == ("other", False)


def test_a_mistake_in_the_file_is_shown_where_one_picks(segtui: CommandLine, shown: Shown) -> None:
    segtui.places.profiles_file.parent.mkdir(parents=True)
    segtui.places.profiles_file.write_text("[profiles.desk]\nservice = 1\n")
    assert segtui(typed="").status == 0
    assert shown.is_picking
    assert shown.names == ["desk", *DEMOS]


def test_a_profile_that_isnt_there_is_an_error_and_no_screen(segtui: CommandLine, shown: Shown) -> None:
    segtui.add_profile(ADDRESS)
    ran = segtui("-p", "dsek", typed="")
    assert ran.status == 2
    assert "did you mean “desk”?" in ran.err
    assert not shown.title


def test_without_a_terminal_no_profile_is_an_error(segtui: CommandLine) -> None:
    ran = segtui()
    assert ran.status == 2
    assert "There is no profile yet." in ran.err


def test_all_demos_are_offered_to_pick_from_whatever_the_file_holds(segtui: CommandLine, shown: Shown) -> None:
    segtui.add_profile(ADDRESS)
    assert segtui("demo", "--all", typed="").status == 0
    assert shown.is_picking
    assert shown.names == list(DEMOS)
