"""Themes are looked at before they are kept, and what was kept is there at the next start."""

from pathlib import Path

import pytest
from support.screens import Person, at_the_screen, at_work, box_of, memory_in
from textual.filter import NoColor

from segtui.ui.app import SegtuiApp
from segtui.ui.dialogs.asking import MessageDialog
from segtui.ui.dialogs.palette import PaletteDialog
from segtui.ui.dialogs.theme import ThemeDialog, ThemeList
from segtui.ui.themes import Colours, Themes

SOUND = """
primary = "#336699"
foreground = "#eeeeee"
background = "#222222"
surface = "#222222"
panel = "#222222"
"""


def put_theme(home: Path, name: str, text: str = SOUND) -> None:
    """Put a theme where people put their own."""
    folder = home / "config" / "themes"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")


async def choose(person: Person) -> ThemeDialog:
    """Open the themes from the palette."""
    await person.press("ctrl+p")
    await person.opens(PaletteDialog)
    await person.types("theme")
    await person.press("enter")
    return await person.opens(ThemeDialog)


async def go_to(person: Person, name: str) -> None:
    """Move the cursor to a theme."""
    dialog = person.app.screen
    assert isinstance(dialog, ThemeDialog)
    dialog.query_one(ThemeList).cursor = [one.name for one in dialog._found].index(name)
    await person.rest()


def background(person: Person) -> str:
    """What the main screen stands on."""
    return person.screen.styles.background.hex


async def test_moving_shows_a_theme_at_once_and_escape_takes_it_back(tmp_path: Path) -> None:
    async with at_work(box_of(), memory=memory_in(tmp_path)) as person:
        before = background(person)
        dialog = await choose(person)
        assert dialog._found[dialog.query_one(ThemeList).cursor].name == "segtui-dark"
        await person.press("down")
        assert person.app.theme == "segtui-light"
        assert background(person) != before
        await person.press("escape")
        await person.closes()
        assert (person.app.theme, background(person)) == ("segtui-dark", before)
    assert memory_in(tmp_path).state.theme is None


@pytest.mark.parametrize("size", [(60, 15), (80, 24)])
async def test_the_keys_are_in_sight_on_any_terminal(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_work(box_of(), memory=memory_in(tmp_path), size=size) as person:
        await choose(person)
        await go_to(person, "segtui-light")
        assert any("Keep it" in line and "esc Back" in line for line in person.drawn)
        assert any("segtui-light" in line for line in person.drawn)
        assert any("for daylight" in line for line in person.drawn)


async def test_a_theme_that_was_kept_is_there_at_the_next_start(tmp_path: Path) -> None:
    put_theme(tmp_path, "mine")
    async with at_work(box_of(), memory=memory_in(tmp_path)) as person:
        await choose(person)
        await go_to(person, "mine")
        assert "mine.toml" in person.text_of("#about")
        await person.press("enter")
        await person.closes()
        assert background(person) == "#222222"
    async with at_work(box_of(), memory=memory_in(tmp_path)) as person:
        assert (person.app.theme, background(person)) == ("mine", "#222222")
        assert not person.said


async def test_a_theme_with_mistakes_is_listed_with_them_and_cant_be_kept(tmp_path: Path) -> None:
    put_theme(tmp_path, "broken", SOUND.replace("primary", "primry"))
    put_theme(tmp_path, "mine")
    async with at_work(box_of(), memory=memory_in(tmp_path)) as person:
        dialog = await choose(person)
        await go_to(person, "broken")
        assert "Line 2, primry: nothing of that name belongs here; did you mean “primary”?" in person.text_of("#about")
        assert any("✗ broken" in line and "your own, can't be used" in line for line in person.drawn)
        await person.press("enter")
        assert person.app.screen is dialog
        assert person.app.theme == "segtui-dark"
        await go_to(person, "mine")
        assert person.app.theme == "mine"


async def test_a_theme_that_is_hard_to_read_says_so(tmp_path: Path) -> None:
    put_theme(tmp_path, "pale", SOUND.replace("#eeeeee", "#555555"))
    async with at_work(box_of(), memory=memory_in(tmp_path)) as person:
        await choose(person)
        await go_to(person, "pale")
        assert "Hard to read" in person.text_of("#about")
        assert "text in the panes: contrast 2.1" in person.text_of("#about")


async def test_a_theme_that_was_edited_meanwhile_is_shown_as_it_is_now(tmp_path: Path) -> None:
    put_theme(tmp_path, "mine")
    async with at_work(box_of(), memory=memory_in(tmp_path)) as person:
        for colour in ("#222222", "#444444"):
            put_theme(tmp_path, "mine", SOUND.replace('background = "#222222"', f'background = "{colour}"'))
            await choose(person)
            await go_to(person, "mine")
            await person.press("enter")
            await person.closes()
            assert background(person) == colour


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "The theme “mine” isn't there any more; this is segtui-dark."),
        ("primary = red", "Line 1, primary: the value can't be read"),
    ],
)
async def test_a_theme_that_cant_be_shown_any_more_is_told_and_stays_remembered(
    tmp_path: Path, text: str | None, told: str
) -> None:
    put_theme(tmp_path, "mine")
    async with at_work(box_of(), memory=memory_in(tmp_path)) as person:
        await choose(person)
        await go_to(person, "mine")
        await person.press("enter")
        await person.closes()
    (tmp_path / "config" / "themes" / "mine.toml").unlink()
    if text is not None:
        put_theme(tmp_path, "mine", text)
    async with at_work(box_of(), memory=memory_in(tmp_path)) as person:
        assert person.app.theme == "segtui-dark"
        assert told in person.said
    assert memory_in(tmp_path).state.theme == "mine"


async def test_a_name_of_a_theme_leads_nowhere_else(tmp_path: Path) -> None:
    put_theme(tmp_path, "mine")
    state = tmp_path / "state" / "state.json"
    state.parent.mkdir()
    state.write_text('{"version": 1, "theme": "../themes/mine\\u001b[2J"}')
    async with at_work(box_of(), memory=memory_in(tmp_path)) as person:
        assert person.app.theme == "segtui-dark"
        assert "isn't there any more" in person.said


async def test_without_colours_no_theme_can_be_chosen_and_it_is_said_why(tmp_path: Path) -> None:
    memory = memory_in(tmp_path)
    app = SegtuiApp(None, "acme", memory, colours=Colours.NONE)
    assert app.theme == "monochrome"
    assert any(isinstance(one, NoColor) for one in app.get_line_filters())
    async with app.run_test(size=(100, 30)) as pilot:
        person = Person(pilot, app)
        app.action_change_theme()
        await person.opens(MessageDialog)
        assert "NO_COLOR is set" in "\n".join(person.drawn)


async def test_few_colours_have_a_theme_of_their_own() -> None:
    app = SegtuiApp(lambda _ask: pytest.fail("it isn't opened here"), "acme", colours=Colours.SIXTEEN)
    assert app.theme == "16-colours"


async def test_the_line_under_the_cursor_is_seen_without_colours() -> None:
    async with at_the_screen(box_of(), size=(100, 30)) as person:
        await person.until(lambda: person.app.is_running)
        person.app.show_theme(Themes(None).shipped("monochrome"))
        await person.until(lambda: any("▌Romans" in line for line in person.drawn))
        strips = person.app.screen._compositor.render_strips()
        styles = [style for strip in strips for text, style, _ in strip if "▌Romans" in text or "▌" in text]
        assert styles
        assert all(style is not None and style.reverse for style in styles)
        drawn = [style for strip in strips for _, style, _ in strip if style is not None]
        assert all((style.color is None or style.color.is_default) for style in drawn)
        assert all((style.bgcolor is None or style.bgcolor.is_default) for style in drawn)
