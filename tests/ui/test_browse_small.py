"""On a small screen nothing is cut without a sign, and what is at rest is read from its beginning."""

from collections.abc import Mapping, Sequence

import pytest
from support.list_screens import demo_opener, segmenter
from support.places import PLACES, SEGMENTS
from support.screens import Person, at_the_screen, at_work, box_of, opener
from support.workspaces import NOON

from segtui.sandbox import TiledeskSandbox
from segtui.ui.browse.screen import BrowseScreen
from segtui.ui.dialogs.base import Dialog
from segtui.ui.dialogs.condition import ConditionDialog
from segtui.ui.dialogs.palette import PaletteDialog
from segtui.ui.widgets.key_bar import KeyBar

SMALL = (80, 24)
SMALLEST = (60, 15)


def lines_of(person: Person, selector: str) -> list[str]:
    """What is drawn of a widget."""
    region = person.screen.query_one(selector).region
    return [line[region.x : region.right].rstrip("▕ ").strip() for line in person.drawn[region.y : region.bottom]]


def keys_of_dialog(person: Person) -> str:
    """What is drawn where the keys of the dialog belong; nothing where that is below the terminal."""
    return "".join(person.drawn[person.app.screen.query_one(KeyBar).region.y :][:1])


async def test_remarks_and_messages_that_dont_fit_end_in_an_ellipsis_and_rules_begin_at_a_line_of_their_own() -> None:
    async with at_work(TiledeskSandbox(lead_count=400, now=lambda: NOON), size=SMALL) as person:
        await person.picks("Rome or VIP")
        assert lines_of(person, "#lead-remarks") == [
            "⚠ Of 397 leads looked at, the rule means 42; Tiledesk selects 2 (M: who).",
            "⚠ Tiledesk ignores “any”: it selects only leads that meet all of these…",
        ]
        assert lines_of(person, "#rule-table")[:3] == [
            "Match  ( ) all conditions  (•) any condition",
            "⚠ Tiledesk ignores “any”: it selects only leads that meet all of these",
            "conditions.",
        ]
        # With more room, and then again with as little as before.
        await person.press("3")
        assert lines_of(person, "#lead-remarks")[-1] == "conditions."
        await person.press("1")
        assert lines_of(person, "#lead-remarks")[-1].endswith("meet all of these…")
        person.screen.notice("\n".join(f"line {number}" for number in range(7)))
        await person.rest()
        assert lines_of(person, "#notice")[-1] == "line 6"
        person.screen.notice("\n".join(f"line {number}" for number in range(9)))
        await person.rest()
        assert lines_of(person, "#notice")[-1] == "line 6…"


async def test_the_forms_of_every_day_keep_their_keys_in_sight_on_the_smallest_terminal() -> None:
    async with at_work(box_of(), size=SMALLEST) as person:
        await person.press("ctrl+p")
        await person.opens(PaletteDialog)
        await person.types("re")
        assert any("Rename" in line for line in person.drawn)
        assert any("esc Back" in line for line in person.drawn)
        await person.leaves()
        await person.press("2", "a")
        await person.opens(ConditionDialog)
        await person.types("city")
        await person.press("enter", "enter")
        assert any("✗ A value is needed" in line for line in person.drawn)
        await person.types("Ro")
        await person.until(lambda: any("✓ city is Ro" in line for line in person.drawn))
        assert any("▸Rome" in line for line in person.drawn)
        assert any("^s Take it" in line and "esc Back" in line for line in person.drawn)


@pytest.mark.parametrize("place", range(len(PLACES)), ids=PLACES)
async def test_the_way_back_is_in_sight_on_the_smallest_terminal(place: int) -> None:
    box = box_of(SEGMENTS)
    async with at_the_screen(opener(box), size=SMALLEST) as person:
        await list(PLACES.values())[place](person, box)
        await person.rest()
        if isinstance(person.app.screen, Dialog):
            assert "esc" in keys_of_dialog(person)


@pytest.mark.parametrize("keys", [("question_mark",), ("3", "a"), ("3", "enter"), ("3", "m"), ("1", "e"), ("I",)])
async def test_so_it_is_for_lists_of_people(keys: Sequence[str]) -> None:
    async with at_work(demo_opener("segmenter", segmenter()), size=SMALLEST) as person:
        await person.press(*keys)
        await person.until(lambda: isinstance(person.app.screen, Dialog))
        await person.rest()
        assert "esc" in keys_of_dialog(person)


async def test_what_is_told_of_a_list_loses_no_word_where_its_lines_end() -> None:
    async with at_work(demo_opener("segmenter", segmenter()), size=SMALL) as person:
        await person.press("2")
        told = " ".join(lines_of(person, "#rule-table"))
        assert "Segmenter itself can't be asked what it has." in told
        assert "…" not in told


async def test_the_reasons_against_all_keys_are_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_work(box_of(), size=SMALL) as person:
        asked = []
        reasons = BrowseScreen.reasons

        def count(screen: BrowseScreen) -> Mapping[str, str]:
            asked.append(screen)
            return reasons(screen)

        monkeypatch.setattr(BrowseScreen, "reasons", count)
        active = person.screen.active_bindings
        assert len(asked) == 1
        assert not active["ctrl+s"].enabled
        # Each time anew: what can be done changes.
        await person.press("2", "o")
        assert person.screen.active_bindings["ctrl+s"].enabled
