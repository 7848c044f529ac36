"""Every text on every screen can be read in every theme, on terminals with many colours and with few."""

from itertools import combinations

import pytest
from rich.color import ColorSystem
from support.colour_blindness import EYES, distance
from support.looks import Piece, palettes, pieces
from support.places import PLACES, SEGMENTS
from support.screens import Person, at_the_screen, box_of, opener
from textual.color import Color

from segtui.ui.contrast import READABLE, weak_in
from segtui.ui.opening import OpeningScreen
from segtui.ui.themes import Themes

THEMES = {one.name: one.theme for one in Themes(None).all() if one.theme is not None}

LIGHT_OR_DARK = [((0, 0, 0), (255, 255, 255)), ((255, 255, 255), (0, 0, 0))]
"""A terminal's own colours, text before background."""


def hard_to_read(person: Person, *, ansi: bool) -> set[str]:
    """What can't be read well on the screen as it stands, in any terminal."""
    strips = person.app.screen._compositor.render_strips()
    found: list[Piece] = []
    for own in LIGHT_OR_DARK:
        for palette in palettes().values() if ansi else [()]:
            for system in (ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT):
                found += pieces(strips, palette, own=own, system=system)
    assert found
    return {str(piece) for piece in found if piece.contrast < READABLE}


@pytest.mark.parametrize("place", range(len(PLACES)), ids=PLACES)
async def test_every_text_can_be_read_in_every_theme(place: int) -> None:
    box = box_of(SEGMENTS)
    async with at_the_screen(opener(box, environment="PROD"), size=(100, 30)) as person:
        await list(PLACES.values())[place](person, box)
        weak: set[str] = set()
        # Each theme on every second place: what a place adds are pairs of tokens, and those are the same in all themes.
        for name, theme in list(THEMES.items())[place % 2 :: 2]:
            person.app.show_theme(theme)
            await person.rest()
            weak |= {f"{name}: {one}" for one in hard_to_read(person, ansi=theme.ansi)}
        assert not weak, "\n".join(sorted(weak))


async def test_a_profile_that_cant_be_opened_can_be_read_about() -> None:
    async with at_the_screen(opener(box_of(), project="nonsense"), size=(100, 30)) as person:
        await person.opens(OpeningScreen)
        for theme in THEMES.values():
            person.app.show_theme(theme)
            await person.rest()
            assert not hard_to_read(person, ansi=theme.ansi)


@pytest.mark.parametrize("name", [name for name, theme in THEMES.items() if not theme.ansi])
def test_texts_have_the_contrast_that_high_contrast_promises(name: str) -> None:
    least = 7 if name == "high-contrast" else READABLE
    assert [str(weak) for weak in weak_in(THEMES[name], least)] == []


@pytest.mark.parametrize("eyes", EYES)
def test_good_news_warnings_and_errors_are_told_apart_by_the_colour_blind(eyes: str) -> None:
    tokens = THEMES["colour-blind"].variables
    tones = [Color.parse(tokens[f"text-{tone}"]).rgb for tone in ("success", "warning", "error")]
    assert min(distance(one, other, eyes) for one, other in combinations(tones, 2)) >= 20
