from typing import Any

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widgets import Input

from segtui.ui.widgets.line_input import LineInput
from segtui.ui.widgets.quiet_screen import QuietScreen

STORED = "a\tb\x1b]52;c;aGk=\x07\u202eend"


class Form(QuietScreen[None]):
    def __init__(self, settings: dict[str, Any]) -> None:
        super().__init__()
        self.settings = settings

    def compose(self) -> ComposeResult:
        yield LineInput(**self.settings)
        yield LineInput(id="other")


class FieldApp(App[None]):
    def __init__(self, **settings: Any) -> None:
        super().__init__()
        self.settings = settings
        self.changes: list[str] = []
        self.submitted: list[str] = []

    def get_default_screen(self) -> Form:
        return Form(self.settings)

    @property
    def field(self) -> LineInput:
        return self.screen.query(LineInput).first()

    def on_input_changed(self, message: Input.Changed) -> None:
        self.changes.append(message.value)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        self.submitted.append(message.value)


def shown(field: LineInput) -> str:
    return field.render_line(0).text


async def test_typing_changes_the_value_and_says_so() -> None:
    app = FieldApp()
    async with app.run_test(size=(40, 5)) as pilot:
        await pilot.press("R", "o", "m", "e", "backspace", "enter")
        await pilot.pause()
        assert app.changes == ["R", "Ro", "Rom", "Rome", "Rom"]
        assert app.submitted == ["Rom"]


async def test_a_field_is_one_line_high_and_the_cursor_does_not_blink() -> None:
    app = FieldApp()
    async with app.run_test(size=(40, 5)):
        assert app.field.size.height == 1
        assert app.field.region.height == 1
        assert not app.field.cursor_blink


async def test_what_a_terminal_would_obey_is_shown_and_kept_in_the_value() -> None:
    app = FieldApp(value=STORED)
    async with app.run_test(size=(60, 5)) as pilot:
        assert shown(app.field).isprintable()
        assert "\u202e" not in shown(app.field)
        assert shown(app.field).startswith("a\N{REPLACEMENT CHARACTER}b")
        await pilot.press("tab", "shift+tab", "end", "!")
        assert app.field.value == STORED + "!"


async def test_the_cursor_stands_on_the_character_it_edits() -> None:
    app = FieldApp(value="\x1b漢b")
    async with app.run_test(size=(60, 5)) as pilot:
        for place, cell in enumerate([0, 1, 3]):
            app.field.cursor_position = place
            await pilot.pause()
            before = 0
            for text, style, _ in app.field.render_line(0):
                if style and style.reverse:
                    assert text == app.field.shown[place]
                    break
                before += len(text.encode("utf-16-le")) // 2 + text.count("漢")
            assert before == cell


async def test_a_click_puts_the_cursor_on_the_character_clicked() -> None:
    app = FieldApp(value="\x1b漢bc")
    async with app.run_test(size=(60, 5)) as pilot:
        for cell, place in [(0, 0), (1, 1), (2, 1), (3, 2), (4, 3), (30, 4)]:
            await pilot.click(LineInput, offset=(cell, 0))
            assert app.field.cursor_position == place


@pytest.mark.parametrize(
    ("pasted", "value"),
    [
        ("Rome\nParis", "Rome"),
        ("\n\n  Rome \r\n", "  Rome "),
        ("\n", ""),
        ("", ""),
        ("a\x07b", "a\x07b"),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
    ],
)
async def test_of_pasted_lines_the_first_that_says_something_is_taken(pasted: str, value: str) -> None:
    app = FieldApp()
    async with app.run_test(size=(60, 5)) as pilot:
        app.field.post_message(events.Paste(pasted))
        await pilot.pause()
        assert app.field.value == value
        assert app.submitted == []
        assert shown(app.field).isprintable()


async def test_of_a_long_paste_the_end_is_seen_with_the_cursor_behind_it() -> None:
    app = FieldApp()
    async with app.run_test(size=(20, 5)) as pilot:
        app.field.post_message(events.Paste("x" * 50 + "the end"))
        await pilot.pause()
        assert shown(app.field) == "x" * 12 + "the end "


async def test_a_line_break_from_this_programs_clipboard_is_not_taken_either() -> None:
    app = FieldApp(value="x")
    async with app.run_test(size=(60, 5)) as pilot:
        app.copy_to_clipboard("y\nz")
        await pilot.press("ctrl+v")
        assert app.field.value == "xy"


async def test_the_focus_selects_nothing() -> None:
    app = FieldApp(value="Rome")
    async with app.run_test(size=(60, 5)) as pilot:
        await pilot.press("tab", "shift+tab", "!")
        assert app.field.value == "Rome!"


async def test_the_focus_shows_without_colour() -> None:
    app = FieldApp(value="Rome")
    async with app.run_test(size=(60, 5)) as pilot:
        focused = [style for _, style, _ in app.field.render_line(0) if style]
        assert all(style.underline for style in focused)
        assert any(style.reverse for style in focused)
        await pilot.press("tab")
        await pilot.pause()
        assert not any(style.underline or style.reverse for _, style, _ in app.field.render_line(0) if style)


async def test_the_cursor_of_a_long_value_is_in_view_and_deleting_shows_what_is_before_it() -> None:
    app = FieldApp(value="0123456789" * 10 + "漢")
    async with app.run_test(size=(20, 5)) as pilot:
        await pilot.pause()
        assert shown(app.field).rstrip().endswith("漢")
        await pilot.press(*["backspace"] * 30)
        assert app.field.value == "0123456789" * 7 + "0"
        assert shown(app.field).rstrip().endswith("67890")
        await pilot.press("home")
        assert shown(app.field).startswith("0123")


@pytest.mark.parametrize(
    "value",
    ["", "漢字" * 30, "x" * 20_000, STORED, "e\u0301" * 40],
    ids=["empty", "wide", "long", "hostile", "accents"],
)
async def test_the_line_is_exactly_as_wide_as_the_field(value: str) -> None:
    app = FieldApp(value=value, placeholder="\x1b漢字 [bold]" * 9)
    async with app.run_test(size=(33, 5)) as pilot:
        for key in ("home", "right", "end", "tab"):
            await pilot.press(key)
            assert sum(segment.cell_length for segment in app.field.render_line(0)) == 33


async def test_the_placeholder_is_plain_text() -> None:
    app = FieldApp(placeholder="[b]/ filter[/]\x1b")
    async with app.run_test(size=(40, 5)):
        assert shown(app.field).rstrip() == "[b]/ filter[/]\N{REPLACEMENT CHARACTER}"


async def test_a_password_is_never_drawn() -> None:
    app = FieldApp(value="hunter2", password=True)
    async with app.run_test(size=(40, 5)):
        assert shown(app.field).rstrip() == "•" * 7


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+x"])
async def test_a_password_is_never_copied(key: str) -> None:
    for password in (True, False):
        app = FieldApp(value="hunter2", password=password)
        async with app.run_test(size=(40, 5)) as pilot:
            await pilot.press("home", "shift+end", key)
            assert app.clipboard == ("" if password else "hunter2")


async def test_a_suggestion_is_drawn_cleaned_and_taken_as_it_is() -> None:
    app = FieldApp(suggester=SuggestFromList(["Rome\x1b[2J"]))
    async with app.run_test(size=(40, 5)) as pilot:
        await pilot.press("R")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert shown(app.field).startswith("Rome\N{REPLACEMENT CHARACTER}[2J")
        await pilot.press("right")
        assert app.field.value == "Rome\x1b[2J"


async def test_typing_never_lays_out_the_screen() -> None:
    app = FieldApp()
    seen: list[Message] = []
    async with app.run_test(size=(40, 5), message_hook=seen.append) as pilot:
        await pilot.press("x")  # the first letter makes the field valid, which is another style
        await pilot.pause()
        seen.clear()
        await pilot.press("a", "b", "c", "backspace")
        await pilot.pause()
        assert "Layout" not in {type(message).__name__ for message in seen}
