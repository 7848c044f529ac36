"""Text from strangers on every screen: it is shown, and neither a terminal nor Textual's markup obeys it."""

import json
from pathlib import Path

import pytest
from support.exchanges import EXCHANGES
from support.feedier_screens import feedier_box, feedier_opener
from support.harmless import assert_harmless
from support.hostile import ALL, PEOPLE, RULE, SHOWN, hostile_box
from support.screens import HOSTILE, at_the_screen, at_work, box_of, opener
from support.segmenter_screens import segmenter_box, segmenter_opener
from support.workspaces import is_, named

from segtui.domain.people import Person as Listed
from segtui.sandbox import Fault
from segtui.ui.browse.screen import BrowseScreen
from segtui.ui.dialogs.asking import MessageDialog, SureDialog, TextDialog
from segtui.ui.dialogs.columns import ColumnsDialog
from segtui.ui.dialogs.condition import ConditionDialog
from segtui.ui.dialogs.details import DetailsDialog
from segtui.ui.dialogs.forgetting import ForgetOrEmptyDialog
from segtui.ui.dialogs.help import HelpDialog
from segtui.ui.dialogs.lead import LeadDialog
from segtui.ui.dialogs.lead_list import LeadListDialog
from segtui.ui.dialogs.links import LinksDialog
from segtui.ui.dialogs.memberships import MembershipsDialog
from segtui.ui.dialogs.palette import PaletteDialog
from segtui.ui.dialogs.people_import import PeopleImportDialog
from segtui.ui.dialogs.people_rows import RowsDialog
from segtui.ui.dialogs.person import PersonDialog
from segtui.ui.dialogs.picking import PickDialog
from segtui.ui.dialogs.saving import ConflictDialog, PlanDialog
from segtui.ui.dialogs.service_text import ServiceTextDialog
from segtui.ui.dialogs.why import WhyDialog
from segtui.ui.requests.dialog import ExchangeDialog, RequestsDialog
from segtui.ui.widgets.path_input import PathInput

SIZES = [(80, 24), (140, 40)]


@pytest.mark.parametrize("size", SIZES)
async def test_names_rules_and_leads(size: tuple[int, int]) -> None:
    async with at_work(hostile_box(), size=size) as person:
        assert_harmless(person, "[/red] VIP")
        for key in ("down", "down", "down", "down", "2", "J", "end", "3", "right", "right", "end"):
            await person.press(key)
            assert_harmless(person)
        await person.leads_come()
        assert_harmless(person)


@pytest.mark.parametrize("size", SIZES)
async def test_a_lead_whole(size: tuple[int, int]) -> None:
    box = box_of({"All": []}, PEOPLE)
    async with at_work(box, size=size) as person:
        for _ in HOSTILE:
            await person.press("3", "enter")
            await person.opens(LeadDialog)
            assert_harmless(person, SHOWN)
            await person.press("end")
            assert_harmless(person)
            await person.leaves()
            await person.press("down")


@pytest.mark.parametrize("size", SIZES)
async def test_columns_and_cells(size: tuple[int, int]) -> None:
    async with at_work(box_of({ALL: []}, PEOPLE), size=size) as person:
        await person.press("v")
        await person.opens(MessageDialog)
        assert_harmless(person, SHOWN)
        await person.leaves()
        await person.press("3")
        for _ in range(7):
            await person.press("right", "s")
            assert_harmless(person, "sorted by")
            await person.press("v")
            await person.opens(MessageDialog)
            assert_harmless(person)
            await person.leaves()
        await person.press("o")
        await person.opens(ColumnsDialog)
        for key in ("down", "space", "s", "J", "end"):
            await person.press(key)
            assert_harmless(person, "✓ shown")
        await person.leaves()
        for key in ("minus", "minus", "less_than_sign", "greater_than_sign"):
            await person.press(key)
            assert_harmless(person, "hidden")


async def test_the_dialog_for_a_condition() -> None:
    async with at_work(hostile_box()) as person:
        for line in range(len(RULE)):
            await person.goes_to_line((line,))
            await person.press("enter")
            assert_harmless(person)
            if isinstance(person.app.screen, ConditionDialog):
                await person.press("shift+tab", "shift+tab", "end", "x", "tab", "down")
                assert_harmless(person, "Condition")
                await person.press("escape", "y")
                await person.closes()
                assert_harmless(person)


async def test_typing_and_completing_it() -> None:
    box = hostile_box()
    box.project().properties.append({**box.project().properties[0], "name": "zz\x1b]52;c;aGk=\x07\u202e"})
    async with at_work(box) as person:
        await person.press("2", "a")
        await person.opens(ConditionDialog)
        await person.types("properties.zz")
        await person.rest()
        assert_harmless(person)
        await person.types(ALL.replace("\n", ""))
        assert_harmless(person)
        await person.leaves()
        await person.press("slash")
        await person.types(ALL.replace("\n", ""))
        assert_harmless(person)


async def test_the_dialogs_before_a_write_and_after() -> None:
    box = hostile_box()
    async with at_work(box) as person:
        await person.press("e")
        await person.opens(TextDialog)
        assert_harmless(person, "Name of the segment")
        await person.types(SHOWN)
        await person.press("enter")
        await person.closes()
        await person.goes_to_line((0,))
        await person.press("d", "J")
        assert_harmless(person)
        await person.press("ctrl+s")
        await person.opens(PlanDialog)
        assert_harmless(person, "Save these changes?")
        await person.leaves()
        box.change_behind_your_back(named(box, f"0{HOSTILE[0]}"), name=ALL, filters=[is_(ALL, "=", ALL)])
        await person.press("ctrl+s")
        await person.opens(ConflictDialog)
        assert_harmless(person, "They changed")
        await person.press("t")
        await person.says("Took")
        assert_harmless(person)
        await person.press("D")
        await person.opens(PlanDialog)
        assert_harmless(person, "Delete it?")
        await person.types("delete")
        await person.press("enter")
        await person.says("is deleted")
        assert_harmless(person)
        await person.press("c")
        await person.opens(TextDialog)
        await person.leaves()
        await person.press("ctrl+q")
        await person.opens(SureDialog)
        assert_harmless(person, "Quit?")


async def test_the_help_and_the_palette() -> None:
    async with at_work(opener(hostile_box(), name=ALL, read_only=True, environment=ALL)) as person:
        assert_harmless(person, "read-only")
        await person.press("n")
        assert "not now" in person.said
        assert_harmless(person)
        await person.press("question_mark")
        await person.opens(HelpDialog)
        assert_harmless(person, "Help")
        await person.leaves()
        await person.press("ctrl+p")
        await person.opens(PaletteDialog)
        assert_harmless(person)
        await person.types("vip")
        assert_harmless(person, "VIP")


async def test_the_request_log() -> None:
    async with at_work(hostile_box()) as person:
        await person.app.push_screen(RequestsDialog(lambda: EXCHANGES, "https://api.example.com"))
        await person.opens(RequestsDialog)
        assert_harmless(person, "[/red]")
        await person.press("enter")
        await person.opens(ExchangeDialog)
        assert_harmless(person, "[/red]")


async def test_errors_in_the_services_own_words() -> None:
    box = hostile_box()
    box.faults.add(Fault.status(400, body={"success": False, "msg": ALL}), path="segments")
    async with at_the_screen(opener(box), title=ALL) as person:
        await person.opens(BrowseScreen)
        await person.until(lambda: person.said)
        assert_harmless(person, "couldn't be loaded")


async def test_a_profile_that_cant_be_opened() -> None:
    async with at_the_screen(opener(hostile_box(), project="nonsense"), title=ALL) as person:
        await person.until(lambda: "couldn't be opened" in "\n".join(person.drawn))
        assert_harmless(person, SHOWN)


async def test_names_are_shown_letter_for_letter_and_not_as_markup() -> None:
    async with at_work(hostile_box()) as person:
        assert person.listed[:2] == ["0[/red] VIP", "1[@click=app.quit]x[/]"]
        assert person.listed[2] == "2\ufffd]52;c;aGk=\ufffd"
        for name in person.listed:
            assert any(name in line for line in person.drawn)
        assert person.app.is_running


@pytest.mark.parametrize("size", SIZES)
async def test_people_and_rules_that_are_explained(size: tuple[int, int]) -> None:
    any_of_two = {"city": "nowhere", "tags": HOSTILE[0]}
    segments = {ALL: [is_(field, "=", value) for field, value in any_of_two.items()], f"{SHOWN}2": RULE}
    async with at_work(box_of(segments, [*PEOPLE, *PEOPLE], match="any"), size=size) as person:
        await person.press("3", "M")
        await person.opens(LeadListDialog)
        assert_harmless(person, "meant, not selected")
        await person.press("enter")
        await person.opens(WhyDialog)
        await person.until(lambda: "rule" in person.text_of("#verdict"))
        assert_harmless(person, "by what the rule says")
        await person.press("w")
        dialog = await person.opens(MembershipsDialog)
        await person.until(lambda: len(dialog._rows))
        assert_harmless(person, SHOWN)
        await person.press("down", "x")
        await person.opens(WhyDialog)
        await person.until(lambda: "Working" not in person.text_of("#verdict"))
        assert_harmless(person, "✘ no")
        for _ in range(4):
            await person.leaves()
        await person.press("X")
        await person.opens(TextDialog)
        await person.types(SHOWN)
        await person.press("enter")
        await person.opens(LeadListDialog)
        assert_harmless(person, SHOWN)


async def test_lists_their_people_and_files_of_them(tmp_path: Path) -> None:
    everybody = [Listed(name, ALL, name, ALL, ALL, ((ALL, ALL),)) for name in HOSTILE]
    file = tmp_path / "people.csv"
    cells = ['"' + text + '"' for text in (ALL, "\x1b[31m@", "=1")]
    file.write_text(f"email,{','.join(cells)}\na@example.com,{','.join(cells)}\n{','.join(cells)}\n", "utf-8")
    async with at_work(segmenter_opener(segmenter_box({ALL: everybody, SHOWN: everybody})), size=(80, 24)) as person:
        for keys, kind, shows in (
            (("D",), ForgetOrEmptyDialog, SHOWN),
            (("e",), DetailsDialog, SHOWN),
            (("3", "enter"), PersonDialog, SHOWN),
            (("m",), PickDialog, SHOWN),
        ):
            await person.press(*keys)
            await person.opens(kind)
            assert_harmless(person, shows)
            await person.press("down", "tab")
            assert_harmless(person)
            await person.leaves()
        await person.press("I")
        dialog = await person.opens(PeopleImportDialog)
        dialog.query_one(PathInput).value = str(file)
        await person.press("enter")
        await person.until(lambda: "Not taken: 1" in "\n".join(person.drawn))
        assert_harmless(person)
        await person.press("b")
        await person.opens(RowsDialog)
        assert_harmless(person, "[/red]")


async def test_details_links_and_the_text_of_a_rule_on_feedier() -> None:
    rule = json.dumps([{"Attribute": {"$eq": ALL, "name": ALL}}])
    box = feedier_box({"name": ALL, "description": ALL, "fql": rule, "links": [("team", 1), ("user", 1)]})
    for one in (*box.teams.values(), *box.users.values()):
        one["name"] = ALL
    async with at_work(feedier_opener(box), size=(80, 24)) as person:
        for keys, dialog in ((("e",), DetailsDialog), (("S",), LinksDialog), (("2", "T"), ServiceTextDialog)):
            await person.press(*keys)
            await person.opens(dialog)
            await person.until(lambda: "[/red]" in "\n".join(person.drawn[2:]))
            assert_harmless(person)
            await person.press("down", "tab", "end")
            assert_harmless(person)
            await person.leaves()
