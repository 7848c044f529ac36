"""Words of help, keys and empty places say what the service's segments are, and nothing of what it hasn't got."""

from collections.abc import Callable
from typing import Any

import pytest
from support.feedier_screens import feedier_box, feedier_opener
from support.list_screens import demo_opener, segmenter, small_chatbot
from support.screens import Opener, Person, at_the_screen, box_of, opener

from segtui.ui.actions import actions_of
from segtui.ui.browse.screen import BrowseScreen
from segtui.ui.dialogs.help import HelpDialog
from segtui.ui.dialogs.memberships import MembershipsDialog

SERVICES: dict[str, Callable[[], Opener]] = {
    "tiledesk": lambda: opener(box_of()),
    "feedier": lambda: feedier_opener(feedier_box({"name": "One", "team_id": 4})),
    "chatbot": lambda: demo_opener("chatbot", small_chatbot()),
    "segmenter": lambda: demo_opener("segmenter", segmenter()),
}

RULE_WORDS = ("rule", "condition", "field:", "op:", "lint:", "same:", "Why", "Meant", "All/any", "Mute", "As text")


async def begun(person: Person) -> None:
    await person.opens(BrowseScreen)
    await person.until(lambda: person.screen.is_listed and person.has_all())


async def help_in(person: Person, *keys: str) -> str:
    """What the help says after some keys."""
    await person.press(*keys)
    await person.press("f1")
    dialog = await person.opens(HelpDialog)
    said = dialog.to_copy().text
    await person.leaves()
    return said


async def go_to(person: Person, name: str) -> None:
    person.screen.go_to(next(one.id for one in person.screen.desk.segments.values() if one.name == name))
    await person.until(person.has_all)


async def test_where_there_are_no_rules_nothing_speaks_of_them() -> None:
    async with at_the_screen(SERVICES["segmenter"](), size=(80, 24)) as person:
        await begun(person)
        said = "\n".join([await help_in(person, pane) for pane in "123"])
        assert not [word for word in RULE_WORDS if word.casefold() in said.casefold()]
        assert "2           List" in said
        assert "Back to what was sent last" in said
        assert "Forgotten here…" in said
        await person.looks_for("no such list")
        drawn = " ".join(" ".join(person.drawn).split())
        assert "No segment has all of this." in drawn
        assert "Inside rules" not in drawn


@pytest.mark.parametrize(("key", "said"), [("a", "Add: not in this pane, press 3 first."), ("t", ""), ("x", "")])
async def test_a_key_that_the_service_has_no_use_for_leads_nowhere(key: str, said: str) -> None:
    async with at_the_screen(SERVICES["segmenter"]()) as person:
        await begun(person)
        await person.press("2", key)
        assert person.said == said


@pytest.mark.parametrize("service", ["tiledesk", "feedier", "chatbot"])
async def test_where_there_are_rules_they_can_be_looked_into(service: str) -> None:
    async with at_the_screen(SERVICES[service]()) as person:
        await begun(person)
        said = await help_in(person, "1")
        assert "looks inside of rules too: field:city" in said
        assert "may not have arrived" not in said  # which only lists do that are sent whole
        await person.looks_for("no such rule")
        assert "Inside rules:" in "\n".join(person.drawn)


async def test_feedback_is_asked_for_by_how_much() -> None:
    async with at_the_screen(SERVICES["feedier"]()) as person:
        await begun(person)
        assert "The title says how much feedback, how sure that is" in await help_in(person, "3")


async def test_a_list_that_doesnt_tell_who_is_on_it_isnt_spoken_of_as_a_rule() -> None:
    async with at_the_screen(SERVICES["chatbot"]()) as person:
        await begun(person)
        assert "which is found out here: the service knows no rules" in await help_in(person, "3")
        await go_to(person, "Regulars")
        assert "who was added from here or taken out" in await help_in(person, "2")
        said = await help_in(person, "3")
        assert "The service doesn't tell who is on a list" in said
        assert "selects by the rule" not in said


async def test_a_list_that_tells_who_is_on_it_says_so() -> None:
    box, query = small_chatbot(), "filters[0][field]=segment&filters[0][value]={id}"
    box.habits = box.habits._replace(segment_filter=query)
    async with at_the_screen(demo_opener("chatbot", box, options=f"member_filter={query}")) as person:
        await begun(person)
        await go_to(person, "Regulars")
        await person.until(lambda: person.screen.lead_pane.feed)
        said = await help_in(person, "3")
        assert "who are on the list, as the service tells it" in said
        assert "The service doesn't tell" not in said


async def test_on_which_lists_somebody_is_is_known_of_lists_that_are_kept_here() -> None:
    async with at_the_screen(SERVICES["segmenter"]()) as person:
        await begun(person)
        await go_to(person, "Silver and gold by text message")
        await person.until(lambda: person.screen.lead_pane.feed)
        await person.press("3", "w")
        dialog: Any = await person.opens(MembershipsDialog)
        await person.until(lambda: len(dialog._rows))
        inside = {one.segment.name for one in dialog._rows.found if one.standing == "in"}
        assert {"Silver and gold by text message", "All customers"} <= inside
        assert "Wine club" not in inside
        assert "By the lists as they are kept here" in "\n".join(person.drawn)
        assert "explain" not in {one.name for one in actions_of(dialog) if one.enabled}
