"""Explaining somebody on the screen: why in or out, in which segments, and who is in the gap."""

from typing import Any

from support.screens import PEOPLE, SEGMENTS, Person, at_the_screen, at_work, box_of, opener
from support.workspaces import is_

from segtui.sandbox import Fault
from segtui.ui.browse.screen import BrowseScreen
from segtui.ui.dialogs.asking import TextDialog
from segtui.ui.dialogs.lead import LeadDialog
from segtui.ui.dialogs.lead_list import LeadListDialog
from segtui.ui.dialogs.memberships import MembershipsDialog
from segtui.ui.dialogs.why import WhyDialog

TWO = {"Vip Romans": [is_("city", "=", "Rome"), is_("tags", "=", "vip")], **SEGMENTS}


def shown(person: Person) -> str:
    """All of the top dialog in one line, as it is drawn."""
    return " ".join(" ".join(person.drawn).replace("│", " ").split())


async def explained(person: Person) -> str:
    await person.opens(WhyDialog)
    await person.until(lambda: "Working" not in person.text_of("#verdict"))
    return shown(person)


async def listed(person: Person) -> list[tuple[Any, ...]]:
    dialog = await person.opens(MembershipsDialog)
    await person.until(lambda: len(dialog._rows))
    return [tuple(dialog._rows.cells(index)) for index in range(len(dialog._rows))]


async def test_who_is_in_is_explained_with_what_they_have() -> None:
    async with at_work(box_of(TWO)) as person:
        await person.press("3", "x")
        text = await explained(person)
        assert person.text_of("#verdict") == "✔ in"
        assert "✔ yes city is Rome (has: Rome)" in text
        assert "To be out: “city is Rome” would have to be not met." in text
        assert "as it is saved" in text
        await person.leaves()
        assert person.focus == "lead-table"


async def test_the_rule_under_edit_is_the_one_that_is_explained() -> None:
    async with at_work(box_of(TWO)) as person:
        await person.press("2", "o")
        await person.leads_come()
        await person.press("3", "x")
        text = await explained(person)
        assert person.text_of("#verdict") == "✔ in, by what the rule says and by what Tiledesk does"
        assert "any of these:" in text
        assert "not saved yet" in text


async def test_a_verdict_of_the_service_that_is_another_stands_beside_that_of_the_rule() -> None:
    async with at_work(box_of(TWO)) as person:
        await person.press("2", "o")
        await person.leads_come()
        await person.press("X")
        await person.opens(TextDialog)
        await person.types("Bea Boll")
        await person.press("enter")
        text = await explained(person)
        assert person.text_of("#verdict") == "✔ in, by what the rule says; ✘ out, by what Tiledesk does"
        assert "Tiledesk makes another rule of it, and by that “Bea Boll” is out" in text
        assert "✘ no tags is vip (has: beta)" in text


async def test_somebody_who_is_not_shown_is_found_and_explained() -> None:
    async with at_work(box_of(TWO)) as person:
        for text in ("dan  dor", "cem@example.com"):
            await person.press("X")
            await person.opens(TextDialog)
            await person.types(text)
            await person.press("enter")
            assert "✘ no city is Rome" in await explained(person)
            assert person.text_of("#verdict") == "✘ out"
            await person.leaves()
        assert person.app.screen is person.screen


async def test_nobody_of_that_name_is_said() -> None:
    async with at_work(box_of(TWO)) as person:
        await person.press("X")
        await person.opens(TextDialog)
        await person.types("Nobody At All")
        await person.press("enter")
        await person.says("“Nobody At All” was found.")
        assert "must be whole" in person.said
        await person.press("X")
        await person.opens(TextDialog)
        assert person.value_of("LineInput") == "Nobody At All"


async def test_one_of_several_can_be_chosen() -> None:
    twins = [{"fullname": "Twin Two", "city": "Rome"}, {"fullname": "Twin Two", "city": "Oslo"}]
    async with at_work(box_of({"Romans": [is_("city", "=", "Rome")]}, [*PEOPLE, *twins])) as person:
        await person.press("X")
        await person.opens(TextDialog)
        await person.types("Twin Two")
        await person.press("enter")
        await person.opens(LeadListDialog)
        assert "2 leads have the e-mail or name “Twin Two”" in shown(person)
        seen = set()
        for _ in twins:
            await person.press("enter")
            await explained(person)
            seen.add(person.text_of("#verdict"))
            await person.leaves()
            await person.opens(LeadListDialog)
            await person.press("down")
        assert seen == {"✔ in", "✘ out"}


async def test_looking_for_somebody_can_be_stopped() -> None:
    box = box_of(TWO)
    async with at_work(box) as person:
        box.faults.add(Fault.hang())
        await person.press("X")
        await person.opens(TextDialog)
        await person.types("Ann Alba")
        await person.press("enter")
        await person.until(lambda: "looking for “Ann Alba”" in person.drawn[-2])
        await person.press("escape")
        await person.until(lambda: "looking for" not in person.drawn[-2])
        assert person.app.screen is person.screen


async def test_a_lead_that_is_shown_whole_can_be_explained_too() -> None:
    async with at_work(box_of(TWO)) as person:
        await person.press("3", "enter")
        await person.opens(LeadDialog)
        await person.press("x")
        assert "city is Rome" in await explained(person)
        await person.press("w")
        await listed(person)
        await person.leaves()
        await person.opens(WhyDialog)
        await person.leaves()
        await person.opens(LeadDialog)
        await person.leaves()
        assert person.app.screen is person.screen


async def test_the_segments_that_somebody_is_in_come_first_and_enter_goes_there() -> None:
    segments = {**TWO, "Romans?": [is_("city", "=", "Rome"), is_("tags", "<", "a")]}
    async with at_work(box_of(segments)) as person:
        await person.press("3", "enter")
        await person.opens(LeadDialog)
        await person.press("w")
        rows = await listed(person)
        assert [row[:2] for row in rows] == [
            ("✔ in", "Everyone"),
            ("✔ in", "Romans"),
            ("✔ in", "Romans?"),
            ("✔ in", "VIP customers"),
            ("✔ in", "Vip Romans"),
            ("✘ out", "Milan list"),
            ("✘ out", "Nordic list"),
        ]
        assert {row[1]: row[2] for row in rows}["Romans?"] == "⚠ its rule says out"
        await person.press("down", "enter")
        await person.closes()
        await person.until(lambda: person.editing.draft.name == "Romans")
        assert person.focus == "segment-table"


async def test_why_somebody_is_out_of_another_segment() -> None:
    async with at_work(box_of(TWO)) as person:
        await person.press("3", "w")
        rows = await listed(person)
        await person.press("end", "x")
        text = await explained(person)
        assert person.text_of("#verdict") == "✘ out"
        assert rows[-1][1] in text


async def test_who_is_meant_and_not_selected_is_listed() -> None:
    async with at_work(box_of(TWO)) as person:
        await person.press("2", "o")
        await person.leads_come()
        assert "(M: who)" in person.text_of("#lead-remarks")
        await person.press("3", "M")
        await person.opens(LeadListDialog)
        text = shown(person)
        assert "meant, not selected Bea Boll" in text
        assert "Cem Can" in text
        assert "Ann Alba" not in text.split("Meant or selected, not both")[1].split("Of 4 leads")[0]
        assert "Of 4 leads looked at, 2 are meant by the rule and Tiledesk doesn't select them; 0" in text
        await person.press("enter")
        assert "Bea Boll" in await explained(person)
        await person.leaves()
        await person.opens(LeadListDialog)


async def test_who_is_selected_and_not_meant_is_listed() -> None:
    async with at_work(box_of({"Few": [is_("city", "=", "Rome"), is_("tags", "<", "a")]})) as person:
        await person.press("3", "M")
        await person.opens(LeadListDialog)
        assert "selected, not meant Ann Alba" in shown(person)


async def test_where_rule_and_service_agree_the_key_says_so() -> None:
    async with at_work(box_of(TWO)) as person:
        await person.press("3", "M")
        await person.says("Tiledesk selects just whom the rule means")


async def test_without_leads_the_keys_say_why_they_do_nothing() -> None:
    async with at_work(box_of({"Nowhere": [is_("city", "=", "Atlantis")]})) as person:
        for key in ("x", "w"):
            await person.press("3", key)
            await person.says("not now, because there is nobody under the cursor")


async def test_a_project_without_segments_has_nothing_to_explain() -> None:
    async with at_the_screen(opener(box_of({}))) as person:
        await person.opens(BrowseScreen)
        await person.until(person.has_all)
        await person.press("X")
        await person.says("no segment is picked")


async def test_a_pattern_that_never_ends_keeps_nobody_waiting() -> None:
    evil = {"Evil": [is_("fullname", "contains", "(a+)+$"), is_("city", "contains", "(x+x+)+y")]}
    people = [{"fullname": "a" * 40 + "!", "city": "x" * 40}]
    async with at_work(box_of(evil, people)) as person:
        await person.press("X")
        await person.opens(TextDialog)
        await person.types("a" * 40 + "!")
        await person.press("enter")
        await person.opens(WhyDialog)
        await person.leaves()
        assert person.app.screen is person.screen


async def test_any_of_a_single_condition_is_the_same_rule_to_the_service() -> None:
    async with at_work(box_of({"One": [is_("city", "=", "Rome")]})) as person:
        await person.press("2", "o")
        await person.leads_come()
        await person.press("3", "x")
        text = await explained(person)
        assert person.text_of("#verdict") == "✔ in"
        assert "another rule" not in text
