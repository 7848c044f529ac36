"""Every text on every screen can be read in every theme, on terminals with many colours and with few."""

from collections.abc import Awaitable, Callable, Mapping
from itertools import combinations
from typing import Any

import pytest
from rich.color import ColorSystem
from support.colour_blindness import EYES, distance
from support.looks import Piece, palettes, pieces
from support.screens import Person, at_the_screen, box_of, opener
from support.workspaces import is_, named
from textual.color import Color

from segtui.sandbox import Fault, TiledeskSandbox
from segtui.ui.app import OpeningScreen
from segtui.ui.browse.screen import BrowseScreen
from segtui.ui.contrast import READABLE, weak_in
from segtui.ui.dialogs.asking import SureDialog, TextDialog
from segtui.ui.dialogs.columns import ColumnsDialog
from segtui.ui.dialogs.condition import ConditionDialog
from segtui.ui.dialogs.help import HelpDialog
from segtui.ui.dialogs.lead import LeadDialog
from segtui.ui.dialogs.palette import PaletteDialog
from segtui.ui.dialogs.saving import ConflictDialog, PlanDialog
from segtui.ui.dialogs.theme import ThemeDialog
from segtui.ui.themes import Themes

THEMES = {one.name: one.theme for one in Themes(None).all() if one.theme is not None}

LIGHT_OR_DARK = [((0, 0, 0), (255, 255, 255)), ((255, 255, 255), (0, 0, 0))]
"""A terminal's own colours, text before background."""

SEGMENTS: Mapping[str, list[dict[str, Any]]] = {
    "VIP customers in Rome": [is_("city", "=", "Rome"), is_("tags", "=", "vip"), is_("email", "is not null")],
    "Romans": [is_("city", "=", "Rome")],
    "Traps": [is_("fullname", "starts with", "Ann"), is_("createdAt", "<", "soon"), is_("city", "contains", "a")],
    "Everyone": [],
}

Act = Callable[[Person, TiledeskSandbox], Awaitable[object]]
PLACES: dict[str, Act] = {}


def place(act: Act) -> Act:
    """Have a place looked at."""
    PLACES[act.__name__] = act
    return act


async def begin(person: Person) -> None:
    await person.opens(BrowseScreen)
    await person.leads_come()


async def opened(person: Person, dialog: type[Any], *keys: str) -> None:
    await begin(person)
    await person.press(*keys)
    await person.opens(dialog)


@place
async def the_segments(person: Person, _box: TiledeskSandbox) -> None:
    await begin(person)


@place
async def the_filter(person: Person, _box: TiledeskSandbox) -> None:
    await begin(person)
    await person.press("slash", "r", "o", "shift+home")


@place
async def the_rule_with_its_traps(person: Person, _box: TiledeskSandbox) -> None:
    await begin(person)
    await person.press("down", "down")
    await person.until(lambda: person.editing.draft.name == "Traps")
    await person.press("2", "down", "m")


@place
async def the_leads(person: Person, _box: TiledeskSandbox) -> None:
    await begin(person)
    await person.press("3", "right", "s")


@place
async def a_condition(person: Person, _box: TiledeskSandbox) -> None:
    await opened(person, ConditionDialog, "2", "a")


@place
async def a_condition_with_a_mistake(person: Person, _box: TiledeskSandbox) -> None:
    await opened(person, ConditionDialog, "2", "a")
    await person.types("createdAt")
    await person.press("enter", "down", "enter")
    await person.types("last tuesday")


@place
async def a_change_before_it_is_sent(person: Person, _box: TiledeskSandbox) -> None:
    await opened(person, PlanDialog, "2", "d", "ctrl+s")


@place
async def a_word_wanted(person: Person, _box: TiledeskSandbox) -> None:
    await opened(person, PlanDialog, "D")
    await person.types("no")
    await person.press("enter")


@place
async def a_conflict(person: Person, box: TiledeskSandbox) -> None:
    await begin(person)
    await person.press("2", "d")
    box.change_behind_your_back(named(box, "VIP customers in Rome"), name="VIPs", match="any")
    await person.press("ctrl+s")
    await person.opens(ConflictDialog)


@place
async def a_change_that_was_saved(person: Person, _box: TiledeskSandbox) -> None:
    await opened(person, PlanDialog, "2", "d", "ctrl+s")
    await person.press("y")
    await person.says("✓")


@place
async def a_lead(person: Person, _box: TiledeskSandbox) -> None:
    await opened(person, LeadDialog, "3", "enter")


@place
async def the_columns(person: Person, _box: TiledeskSandbox) -> None:
    await opened(person, ColumnsDialog, "3", "o")


@place
async def the_help(person: Person, _box: TiledeskSandbox) -> None:
    await opened(person, HelpDialog, "2", "question_mark")


@place
async def the_palette(person: Person, _box: TiledeskSandbox) -> None:
    await opened(person, PaletteDialog, "ctrl+p")


@place
async def a_name(person: Person, _box: TiledeskSandbox) -> None:
    await opened(person, TextDialog, "c")


@place
async def quitting(person: Person, _box: TiledeskSandbox) -> None:
    await opened(person, SureDialog, "2", "d", "ctrl+q")


@place
async def the_themes(person: Person, _box: TiledeskSandbox) -> None:
    await begin(person)
    person.app.action_change_theme()
    await person.opens(ThemeDialog)


@place
async def no_connection(person: Person, box: TiledeskSandbox) -> None:
    await begin(person)
    box.faults.add(Fault.html(502))
    await person.press("r")
    await person.says("The segments couldn't be loaded.")


@place
async def too_little_room(person: Person, _box: TiledeskSandbox) -> None:
    await begin(person)
    await person.pilot.resize_terminal(50, 12)


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


@pytest.mark.parametrize("act", PLACES.values(), ids=PLACES)
async def test_every_text_can_be_read_in_every_theme(act: Act) -> None:
    box = box_of(SEGMENTS)
    async with at_the_screen(opener(box, environment="PROD"), size=(100, 30)) as person:
        await act(person, box)
        weak: set[str] = set()
        for name, theme in THEMES.items():
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
