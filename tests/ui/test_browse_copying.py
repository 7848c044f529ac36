"""Copies to another profile from the screen: report, plan, confirmation, and what came of it."""

from pathlib import Path

import pytest
from support.copies import agree_for_north, begin, copy_to, demo, session_in
from support.screens import at_the_screen, box_of

from segtui.cli.session import Session
from segtui.sandbox import Fault, TiledeskSandbox
from segtui.ui.dialogs.copying import ReportDialog
from segtui.ui.dialogs.freezing import FreezingDialog
from segtui.ui.dialogs.picking import PickDialog
from segtui.ui.dialogs.saving import PlanDialog


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return session_in(tmp_path)


async def test_a_copy_shows_its_report_asks_for_a_team_and_the_word_and_is_made(session: Session) -> None:
    box = session.sandbox("feedier")
    async with at_the_screen(demo(session), shelf=session.shelf()) as person:
        await begin(person, "VIP customers")
        await copy_to(person, "feedier")
        await person.opens(ReportDialog)
        drawn = "\n".join(person.drawn)
        assert "⚠ tags is vip · changes meaning" in drawn
        assert "✗ email is present · does not fit" in drawn
        await agree_for_north(person)
        await person.says("✓ On demo-feedier: “VIP customers” is saved; read back and checked.")
        assert [one["fql"] for one in box.segments.values() if one["name"] == "VIP customers"] == [
            '[{"Attribute":{"$eq":"vip","name":"tags"}}]'
        ]


async def test_people_are_frozen_into_a_list_where_the_service_takes_them(session: Session) -> None:
    async with at_the_screen(demo(session), shelf=session.shelf()) as person:
        await begin(person, "Everyone")
        await copy_to(person, "segmenter")
        await person.opens(FreezingDialog)
        assert "4 leads read" in "\n".join(person.drawn)
        await person.press("y")
        await person.opens(PlanDialog)
        await person.press("y")
        await person.says("On demo-segmenter: “Everyone” was sent and taken.")


async def test_a_list_whose_people_may_be_missing_gets_no_tick(session: Session) -> None:
    chatbot = session.sandbox("chatbot")
    emails = [one["attributes"]["default_email"] for one in chatbot.users.values()]
    email = next(one for one in emails if one and emails.count(one) == 1)
    session.sandbox("tiledesk").add_leads({"fullname": "Zoe", "email": email})
    chatbot.faults.add(Fault.drop(), method="POST", path="members")
    async with at_the_screen(demo(session), shelf=session.shelf()) as person:
        await begin(person, "Everyone")
        await copy_to(person, "chatbot")
        await person.opens(PickDialog)
        await person.types("list")
        await person.press("enter")
        await person.opens(FreezingDialog)
        await person.press("y")
        await person.opens(PlanDialog)
        await person.press("y")
        await person.says("is made: add people to it instead of copying again.")
        assert person.said.startswith("✗ On demo-chatbot: “Everyone” is saved; read back and checked.")


async def test_going_back_copies_nothing_and_unsaved_changes_are_not_copied(session: Session) -> None:
    async with at_the_screen(demo(session), shelf=session.shelf()) as person:
        await begin(person, "Romans")
        await copy_to(person, "chatbot")
        await person.opens(PickDialog)
        await person.press("escape")
        await person.says("Nothing was copied.")
        await person.press("2", "o")
        await person.press("C")
        await person.says("its changes aren't saved")


async def test_from_each_report_the_way_leads_back_to_what_is_copied(session: Session) -> None:
    async with at_the_screen(demo(session), shelf=session.shelf()) as person:
        await begin(person, "Romans")
        await copy_to(person, "chatbot")
        for words, report in (("list", FreezingDialog), ("rule", ReportDialog)):
            ways = await person.opens(PickDialog)
            await person.press("ctrl+u", *words, "enter")
            await person.opens(report)
            await person.press("escape")
            again = await person.opens(PickDialog)
            assert again is not ways
            marked = [line for line in person.drawn if "▌" in line or "▸" in line]
            assert any(words in line for line in marked)  # the cursor is on what was chosen
        assert "copied" not in person.said
        await person.press("escape")
        await person.says("Nothing was copied.")


async def test_without_other_profiles_the_key_says_so() -> None:
    box: TiledeskSandbox = box_of()
    async with at_the_screen(box) as person:
        await begin(person, "Romans")
        await person.press("C")
        await person.says("there are no other profiles here")


async def test_while_a_copy_is_looked_at_there_is_no_other_and_escape_stops_it(session: Session) -> None:
    session.sandbox("feedier").faults.add(Fault.hang())
    async with at_the_screen(demo(session), shelf=session.shelf()) as person:
        await begin(person, "VIP customers")
        await copy_to(person, "feedier")
        await person.until(lambda: person.screen._copying is not None)
        await person.press("C")
        await person.says("another copy is being looked at; esc stops that")
        await person.press("escape")
        await person.says("Nothing was copied.")
        assert person.screen._copying is None
