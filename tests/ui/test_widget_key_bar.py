import pytest
from rich.cells import cell_len
from support.screens import resize
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.widgets import Button

from segtui.ui.widgets.key_bar import Hint, KeyBar, fitting
from segtui.ui.widgets.line_input import LineInput
from segtui.ui.widgets.quiet_screen import QuietScreen

A, B, OFF = Hint("a", "Alpha"), Hint("b", "Beta"), Hint("x", "Cross", enabled=False)
HELP, PALETTE = Hint("?", "help"), Hint("^p", "palette")


class Deck(Button):
    BINDINGS = [Binding("d", "deal", "Deal"), Binding("n", "note", "Note here")]  # noqa: RUF012 - Textual's way

    def action_deal(self) -> None: ...


class Page(QuietScreen[None]):
    BINDINGS = [  # noqa: RUF012 - Textual's way
        Binding("e,E", "edit", "Edit"),
        Binding("s", "save", "Save"),
        Binding("h", "hidden", "Hidden", show=False),
    ]
    writable = False

    def compose(self) -> ComposeResult:
        yield Deck("Deck")
        yield LineInput()
        yield KeyBar()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        del parameters
        return None if action == "save" and not self.writable else True


class BarApp(App[None]):
    BINDINGS = [Binding("question_mark,f1", "help", "help", show=False)]  # noqa: RUF012 - Textual's way

    def get_default_screen(self) -> Page:
        return Page()

    @property
    def bar(self) -> KeyBar:
        return self.screen.query_one(KeyBar)


def shown(app: BarApp) -> str:
    return app.bar.render_line(0).text


async def test_keys_of_the_focused_widget_come_first_and_help_and_palette_stand_at_the_end() -> None:
    app = BarApp()
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.pause()
        left, right = shown(app).split("   ", 1)
        assert left == "d Deal  n Note here  e Edit  (s Save)"
        assert right.strip() == "? help  ^p palette"


async def test_the_bar_follows_the_focus_and_what_is_allowed() -> None:
    app = BarApp()
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.press("tab")
        await pilot.pause()
        assert "Deal" not in shown(app)
        assert "f1 help" in shown(app)
        await pilot.press("shift+tab")
        screen = app.screen
        assert isinstance(screen, Page)
        screen.writable = True
        screen.refresh_bindings()
        await pilot.pause()
        assert "  s Save" in shown(app)


async def test_the_bar_repaints_only_when_it_says_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    app = BarApp()
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.pause()
        repaints: list[object] = []
        monkeypatch.setattr(app.bar, "refresh", lambda *regions, **_options: repaints.append(regions))
        app.screen.refresh_bindings()
        await pilot.pause()
        assert repaints == []
        await pilot.press("tab")
        await pilot.pause()
        assert repaints


async def test_a_changed_key_is_shown_and_cleaned() -> None:
    app = BarApp()
    async with app.run_test(size=(80, 10)) as pilot:
        app.screen._bindings.key_to_bindings["E"] = [Binding("E", "evil", "[b]\x1b[2J")]
        app.screen.refresh_bindings()
        await pilot.pause()
        assert "E [b]\N{REPLACEMENT CHARACTER}[2J" in shown(app)


async def test_the_bar_is_exactly_as_wide_as_the_screen() -> None:
    app = BarApp()
    async with app.run_test(size=(80, 10)) as pilot:
        for width in (1, 9, 18, 19, 40, 80, 200):
            await resize(pilot, width, 10)
            assert cell_len(shown(app)) == width


def test_hints_are_left_out_whole_and_those_that_are_off_first() -> None:
    everything = [A, OFF, B], [HELP, PALETTE]
    room = len("a Alpha  (x Cross)  b Beta  ? help  ^p palette")
    assert fitting(*everything, room) == everything
    assert fitting(*everything, room - 1) == ([A, B], [HELP, PALETTE])
    assert fitting(*everything, len("a Alpha  b Beta  ? help  ^p palette") - 1) == ([A], [HELP, PALETTE])
    assert fitting(*everything, len("? help  ^p palette")) == ([], [HELP, PALETTE])
    assert fitting(*everything, len("^p palette")) == ([], [PALETTE])
    assert fitting(*everything, 0) == ([], [])
