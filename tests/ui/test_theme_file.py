"""Themes as files: what can be used, and every mistake with its line."""

import os
import re
from pathlib import Path

import pytest
from textual.color import Color
from textual.theme import Theme

import segtui
from segtui.ui.contrast import contrast, readable_on, weak_in
from segtui.ui.theme_file import COLOURS, TOKENS, ThemeFile
from segtui.ui.themes import Colours, Themes, is_colourless

SOUND = """# Mine.
# For the train.
primary = "#7fb4ca"
foreground = "#dcd7ba"
background = "black"
surface = "#1f1f28"
panel = "#2a2a37"
dark = true

[variables]
text-muted = "auto 70%"
block-cursor-text-style = "bold underline"
"""


def read(folder: Path, text: str, name: str = "mine") -> ThemeFile:
    file = folder / f"{name}.toml"
    file.write_text(text, encoding="utf-8")
    return ThemeFile.read(file)


def test_a_theme_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, SOUND)
    assert found.mistakes == ()
    assert found.theme is not None
    assert (found.theme.name, found.theme.primary, found.theme.dark) == ("mine", "#7fb4ca", True)
    assert found.about == "Mine. For the train."


@pytest.mark.parametrize(
    ("line", "wrong", "told"),
    [
        (3, 'primry = "#7fb4ca"', "Line 3, primry: nothing of that name belongs here; did you mean “primary”?"),
        (3, 'primary = "#7fb4c"', "Line 3, primary: “#7fb4c” isn't a colour; it is written #rrggbb or a name."),
        (5, 'background = "blck"', "did you mean “black”?"),
        (5, 'background = "ansi_black"', "Line 5, background: “ansi_black” is one of the terminal's own colours"),
        (5, 'background = "#00000080"', "Line 5, background: “#00000080” can be seen through"),
        (5, 'background = "auto"', "Line 5, background: “auto” isn't a colour"),
        (5, "background = 7", "Line 5, background: a colour stands in quotes"),
        (5, "background = black", "Line 5, background: the value can't be read; text stands between quotes."),
        (8, 'dark = "yes"', "Line 8, dark: this is true or false, without quotes."),
        (8, 'text-muted = "red"', "Line 8, text-muted: this belongs below [variables]."),
        (11, 'panel = "#2a2a37"', "Line 11, panel: this belongs above [variables]."),
        (11, 'text-mutted = "red"', "Line 11, text-mutted: nothing of that name belongs here; did you mean"),
        (11, 'text-muted = "auto 170%"', "Line 11, text-muted: “auto 170%” isn't a colour"),
        (12, 'block-cursor-text-style = "blod"', "Line 12, block-cursor-text-style: this is one or more of none, bold"),
        (12, 'block-cursor-text-style = "blod"', "did you mean “bold”?"),
        (12, "block-cursor-text-style = []", "Line 12, block-cursor-text-style: this is one or more of"),
        (3, 'name = "x\\u001b[2J"', "Line 3, name: nothing of that name belongs here"),
        (3, 'primary = "\\u001b[2J"', "Line 3, primary: “�[2J” isn't a colour"),
    ],
)
def test_a_mistake_is_told_with_line_key_and_what_is_meant(tmp_path: Path, line: int, wrong: str, told: str) -> None:
    lines = SOUND.splitlines()
    lines[line - 1] = wrong
    found = read(tmp_path, "\n".join(lines))
    assert found.theme is None
    assert any(told in mistake for mistake in found.mistakes), found.mistakes
    assert all(mistake.isprintable() for mistake in found.mistakes)


def test_all_mistakes_are_told_in_order(tmp_path: Path) -> None:
    found = read(tmp_path, '[variables]\nborder = "rde"\nx = 1\n')
    assert [mistake.partition(":")[0] for mistake in found.mistakes] == ["Line 2, border", "Line 3, x"]


def test_a_theme_without_its_colours_says_which_are_missing(tmp_path: Path) -> None:
    found = read(tmp_path, "dark = true\n")
    missing = [re.search(r", (\w+): a theme needs this colour", mistake) for mistake in found.mistakes]
    assert {match[1] for match in missing if match} == {"primary", "foreground", "background", "surface", "panel"}


def test_a_theme_of_the_terminals_colours_has_no_others(tmp_path: Path) -> None:
    colours = "\n".join(f'{name} = "ansi_default"' for name in COLOURS)
    sound = read(tmp_path, f"{colours}\nansi = true\n")
    assert sound.theme is not None
    assert is_colourless(sound.theme)
    mixed = read(tmp_path, f'{colours}\nansi = true\n[variables]\nborder = "red"\ntext-muted = "auto 60%"\n')
    assert [mistake.partition(":")[0] for mistake in mixed.mistakes] == ["Line 13, border", "Line 14, text-muted"]


@pytest.mark.parametrize("name", ["two words", "naïve", "-x", "a,b", "\x1b[2J", "x" * 41])
def test_a_name_that_cant_be_used_is_told(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, SOUND, name).mistakes == (
        "A theme's name is made of letters without accents, digits, '-' and '_'.",
    )


def test_what_is_no_text_file_is_told_and_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "latin.toml").write_bytes(b'\n# \xe9\nprimary = "red"\n')
    (tmp_path / "large.toml").write_text("#" * 70_000)
    (tmp_path / "gone.toml").symlink_to(tmp_path / "nowhere")
    told = {one.name: one.mistakes[0] for one in Themes(tmp_path).all() if one.theme is None}
    assert "isn't a file" in told["folder"]
    assert "isn't a file" in told["pipe"]
    assert "line 2 isn't UTF-8" in told["latin"]
    assert "too large" in told["large"]
    assert "isn't there" in told["gone"]


def test_a_theme_of_ones_own_doesnt_take_the_place_of_another(tmp_path: Path) -> None:
    read(tmp_path, SOUND, "harbour")
    themes = Themes(tmp_path)
    assert [one.theme is None for one in themes.all() if one.name == "harbour"] == [False, True]
    found = themes.get("harbour")
    assert found is not None
    assert not themes.owns(found)


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "themes").write_text("")
    assert "can't be read" in Themes(tmp_path / "themes").trouble
    assert not Themes(tmp_path / "elsewhere").trouble


def test_every_theme_that_comes_along_is_sound() -> None:
    found = Themes(None).all()
    assert {"segtui-dark", "segtui-light", "high-contrast", "colour-blind", "harbour"} < {one.name for one in found}
    assert {one.value for one in Colours} <= {one.name for one in found}
    assert all(one.theme is not None and one.about for one in found)


def test_themes_can_set_all_that_the_screens_are_drawn_with() -> None:
    sources = (Path(segtui.__file__).parent / "ui").rglob("*")
    texts = [file.read_text(encoding="utf-8") for file in sources if file.suffix in {".py", ".tcss"}]
    used = {token for text in texts for token in re.findall(r": [^;\n]*?\$([a-z][a-z-]+)", text)}
    assert {"text-muted", "block-cursor-background", "surface"} <= used
    assert used <= {*COLOURS, *TOKENS}


def test_contrast_is_that_of_wcag() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)
    assert contrast((255, 0, 0), (0, 0, 255)) == contrast((0, 0, 255), (255, 0, 0))


def test_a_theme_that_is_hard_to_read_says_where() -> None:
    pale = Theme("pale", "#888888", foreground="#888888", background="#777777", surface="#000000", panel="#000000")
    assert "text in the panes: contrast 1.3" in [str(one) for one in weak_in(pale)]


def test_one_of_black_and_white_can_be_read_on_any_colour() -> None:
    levels = range(0, 256, 15)
    colours = [Color(red, green, blue) for red in levels for green in levels for blue in levels]
    assert all(contrast(readable_on(one).rgb, one.rgb) >= 4.5 for one in colours)


@pytest.mark.parametrize(
    ("environment", "colours"),
    [
        ({"TERM": "xterm-256color"}, Colours.MANY),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, Colours.MANY),
        ({"TERM": "linux"}, Colours.SIXTEEN),
        ({"TERM": "dumb"}, Colours.NONE),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, Colours.NONE),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, Colours.MANY),
    ],
)
def test_how_many_colours_there_are(environment: dict[str, str], colours: Colours) -> None:
    assert Colours.of_terminal(environment) is colours
