"""Other fields for a copy, chosen on the screen: in the loss report, and for people who become a list."""

import signal
from pathlib import Path

import pytest
from support.copies import agree_for_north, begin, copy_to, demo, session_in
from support.screens import Person, at_the_screen, memory_in

from segtui.cli.session import Session
from segtui.ui.dialogs.asking import LeaveDialog, TextDialog
from segtui.ui.dialogs.copying import ReportDialog
from segtui.ui.dialogs.copying_field import FieldDialog
from segtui.ui.dialogs.freezing import FreezingDialog
from segtui.ui.dialogs.picking import PickDialog
from segtui.ui.dialogs.saving import PlanDialog
from segtui.ui.widgets.table import Table


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return session_in(tmp_path)


def drawn(person: Person) -> str:
    return "\n".join(person.drawn)


async def begins_to_choose(person: Person) -> None:
    await person.press("enter")
    await person.opens(FieldDialog)


async def test_a_condition_gets_another_field_and_the_report_is_made_anew(session: Session) -> None:
    box = session.sandbox("feedier")
    async with at_the_screen(demo(session), shelf=session.shelf(), size=(80, 24)) as person:
        await begin(person, "VIP customers")
        await copy_to(person, "feedier")
        await person.opens(ReportDialog)
        assert "✗ email is present · does not fit" in drawn(person)
        assert "The copy: Feedback that is tagged vip." in drawn(person)
        await begins_to_choose(person)
        assert "Now: Attribute.tags" in drawn(person)
        assert "▸Attribute.tags · now" in drawn(person)
        await person.press("enter")  # which changes nothing
        await person.opens(ReportDialog)
        assert "You chose" not in drawn(person)
        await begins_to_choose(person)
        await person.types("loyal")
        assert "loyalty · attribute" in drawn(person)
        await person.press("enter")
        await person.opens(ReportDialog)
        assert "→ Attribute.loyalty is vip" in drawn(person)
        assert "You chose Attribute.loyalty." in drawn(person)
        # What was chosen isn't lost by one key, and can be taken back.
        await person.press("escape")
        await person.opens(LeaveDialog)
        await person.press("escape")
        await person.opens(ReportDialog)
        await begins_to_choose(person)
        await person.press("end", "up", *["down"] * 60, "enter")
        await person.opens(ReportDialog)
        assert "→ Attribute.tags is vip" in drawn(person)
        await begins_to_choose(person)
        await person.types("Attribute.rank")
        await person.press("enter")
        await person.opens(ReportDialog)
        assert "Nothing tells that Feedier has a field Attribute.rank." in drawn(person)
        await person.press("y")
        await person.opens(PickDialog)
        await person.types("south")
        await person.press("enter")
        await person.opens(PlanDialog)
        await person.press("escape")
        await person.opens(ReportDialog)
        assert "You chose Attribute.rank." in drawn(person)
        await agree_for_north(person)
        await person.says("is saved; read back and checked.")
        assert [one["fql"] for one in box.segments.values() if one["name"] == "VIP customers"] == [
            '[{"Attribute":{"$eq":"vip","name":"rank"}}]'
        ]


async def becomes(person: Person, field: str, words: str) -> None:
    """Have a field of people become something else."""
    dialog = await person.opens(FreezingDialog)
    dialog.query_one("#fields", Table).cursor = [one.path for one in dialog._fields].index(field)
    await person.press("enter")
    await person.opens(PickDialog)
    await person.types(words)
    await person.press("enter")


async def test_the_fields_of_people_are_shown_with_examples_and_become_something_else(
    session: Session, tmp_path: Path
) -> None:
    box, small = session.sandbox("segmenter"), (80, 24)
    async with at_the_screen(demo(session), shelf=session.shelf(), size=small, memory=memory_in(tmp_path)) as person:
        await begin(person, "Everyone")
        await copy_to(person, "segmenter")
        await person.opens(FreezingDialog)
        assert any("Ann Alba · Bea Boll" in line and "firstName, lastName" in line for line in person.drawn)
        assert "4 leads read, 4 people on the list" in drawn(person)
        await becomes(person, "city", "tag city")
        await person.until(lambda: "tag city" in drawn(person))
        await person.press("y")
        await person.opens(PlanDialog)
        await person.press("escape")
        await person.opens(FreezingDialog)
        person.app._end_by_signal(signal.SIGHUP)
        await person.until(lambda: not person.app.is_running)
    async with at_the_screen(demo(session), shelf=session.shelf(), size=small, memory=memory_in(tmp_path)) as person:
        await begin(person, "Everyone")
        assert "“Everyone”: the fields of a copy (C)" in person.said
        await copy_to(person, "segmenter")
        await person.opens(FreezingDialog)
        assert "tag city" in drawn(person)
        await becomes(person, "city", "")  # what it becomes now is under the cursor
        await person.opens(FreezingDialog)
        assert "tag city" in drawn(person)
        await becomes(person, "tags", "another tag")
        await person.opens(TextDialog)
        await person.types("labels")
        await person.press("enter")
        await becomes(person, "fullname", "left out")
        dialog = await person.opens(FreezingDialog)
        assert dialog.has_typed
        await person.press("y")
        await person.opens(PlanDialog)
        await person.press("y")
        await person.says("On demo-segmenter: “Everyone” was sent and taken.")
        assert not person.screen.desk.unfinished._typed
    (sent,) = [one for one in box.segments.values() if one["name"] == "Everyone"]
    ann = next(one for one in sent["persons"] if one["email"] == "ann@example.com")
    assert ann["substitutionTags"] == [{"tag": "city", "value": "Rome"}, {"tag": "labels", "value": "vip"}]
    assert ann["firstName"] is None


async def test_users_are_found_by_another_field_where_the_service_knows_its_own_people(session: Session) -> None:
    chatbot = session.sandbox("chatbot")
    emails = [one["attributes"]["default_email"] for one in chatbot.users.values()]
    email = next(one for one in emails if one and emails.count(one) == 1)
    session.sandbox("tiledesk").add_leads({"fullname": "Zoe", "note": email})
    async with at_the_screen(demo(session), shelf=session.shelf(), size=(80, 24)) as person:
        await begin(person, "Everyone")
        await copy_to(person, "chatbot")
        await person.opens(PickDialog)
        await person.types("list")
        await person.press("enter")
        dialog = await person.opens(FreezingDialog)
        assert "✗ Nobody of “Everyone” could be put on a list of ChatBot.com." in drawn(person)
        await person.press("y")
        assert person.app.screen is dialog
        dialog.query_one("#fields", Table).cursor = [one.path for one in dialog._fields].index("note")
        await person.press("enter")
        await person.until(lambda: "1 user on the list" in drawn(person))
        await person.press("y")
        await person.opens(PlanDialog)
        assert "and then 1 user is added to it." in drawn(person)
