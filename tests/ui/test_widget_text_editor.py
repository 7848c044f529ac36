"""The editor for texts of strangers: whatever they hold comes back as it was, and no terminal obeys it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual import events
from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.widgets.text_area import Selection

from segtui.ui.widgets.quiet_app import QuietApp
from segtui.ui.widgets.text_editor import TextEditor

HOSTILE = "a\r\nb\u2028c\x85d\x0be\x1b]52;c;aGk=\x07\u202ef\ttab\U000f0000\U000f0001[/red] [@click=app.quit]x[/]\n"


class Editing(QuietApp[None]):
    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        yield TextEditor(self._text)


@asynccontextmanager
async def at_the_editor(text: str) -> AsyncIterator[tuple[TextEditor, Pilot[None]]]:
    app = Editing(text)
    async with app.run_test(size=(100, 8)) as pilot:
        yield app.query_one(TextEditor), pilot


def drawn(editor: TextEditor) -> str:
    return "\n".join(editor.render_line(y).text for y in range(editor.size.height))


async def test_whatever_a_text_holds_comes_back_and_only_marks_are_drawn() -> None:
    async with at_the_editor(HOSTILE) as (editor, pilot):
        assert editor.value == HOSTILE
        assert not any(character in drawn(editor) for character in "\x1b\x07\u202e\u2028\x85")
        assert "[/red] [@click=app.quit]x[/]" in drawn(editor)
        await pilot.press("x")
        assert editor.value == f"x{HOSTILE}"
        await pilot.press("ctrl+z")
        assert editor.value == HOSTILE


async def test_what_is_pasted_is_as_harmless_and_its_line_ends_are_line_ends() -> None:
    async with at_the_editor("") as (editor, pilot):
        editor.app.post_message(events.Paste('1\r\n2\r3\x1b[31m"\u2028"'))
        await pilot.pause()
        assert editor.value == '1\n2\n3\x1b[31m"\u2028"'
        assert "\x1b" not in drawn(editor)
        editor.replace_all("new")
        await pilot.press("ctrl+z")
        assert editor.value == '1\n2\n3\x1b[31m"\u2028"'


async def test_the_cursor_goes_to_the_mark_also_behind_the_last_character() -> None:
    async with at_the_editor("[\n  1\n") as (editor, pilot):
        for place, cursor in (((2, 3), (1, 2)), ((3, 1), (2, 0)), ((2, 4), (1, 3))):
            editor.mark(place)
            await pilot.pause()
            editor.action_go_to_mark()
            assert editor.cursor_location == cursor


async def test_what_is_cut_is_gone_and_in_the_clipboard_clean() -> None:
    async with at_the_editor("a\x1bb\nc") as (editor, pilot):
        editor.selection = Selection((0, 0), (0, 3))
        await pilot.press("ctrl+x")
        assert editor.value == "\nc"
        assert editor.app.clipboard == "a\N{REPLACEMENT CHARACTER}b"
