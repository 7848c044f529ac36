"""Services that fail: one notice each, in words, with what is on the screen and what was typed left as it is."""

import socket

import pytest
from support.screens import Person, at_the_screen, at_work, box_of, opener, opener_with_secret
from support.workspaces import IMPATIENT, UNHURRIED, Clock, settings_for, writes

from segtui.sandbox import Fault, TiledeskSandbox
from segtui.store.profiles import Profile
from segtui.ui.browse import loading
from segtui.ui.browse.screen import BrowseScreen
from segtui.ui.dialogs.asking import TextDialog
from segtui.ui.dialogs.condition import ConditionDialog
from segtui.workspace.opening import open_profile
from segtui.workspace.workspace import Ask, Workspace

FAULTS = {
    "too many requests": (Fault.status(429), "The service has had too many requests"),
    "a fault of its own": (Fault.status(500), "The service reports a fault of its own (500)"),
    "a gateway's page": (Fault.html(502), "something in front of it did"),
    "a page of HTML": (Fault.html(200), "A web page came back instead of data"),
    "plain text": (Fault.status(200, body="It works!"), "not complete, valid JSON"),
    "half a JSON": (Fault.half_json(), "not complete, valid JSON"),
    "another shape": (Fault.status(200, body=5), "Tiledesk should have answered with"),
    "a dropped connection": (Fault.drop(), "broke off"),
    "silence": (Fault.hang(), f"did not answer within {IMPATIENT.total:g} seconds"),
}


def link(person: Person) -> str:
    """How the connection is, by the header."""
    return person.drawn[0].rpartition("  ")[2].strip()


async def first_list(person: Person) -> None:
    await person.opens(BrowseScreen)
    await person.until(lambda: person.said)


# Each fault, when the list is loaded first.


@pytest.mark.parametrize("kind", FAULTS)
async def test_a_list_that_cant_be_loaded_is_told_once_and_r_recovers(kind: str) -> None:
    fault, words = FAULTS[kind]
    box = box_of()
    box.faults.add(fault, path="segments")
    async with at_the_screen(opener(box, limits=IMPATIENT)) as person:
        await first_list(person)
        assert person.said.startswith("✗ The segments couldn't be loaded. ")
        assert words in person.said
        assert len(person.failures) == 1
        assert any("r tries again." in line for line in person.drawn)
        assert not any("1 Segments ·" in line for line in person.drawn)
        box.faults.clear()
        await person.press("r")
        await person.leads_come()
        assert person.said == ""
        assert person.leads == ["Ann Alba", "Bea Boll"]
        assert link(person) == "● connected"


# What was there stays.


@pytest.mark.parametrize("kind", FAULTS)
async def test_a_refresh_that_fails_keeps_what_was_there_with_its_time(kind: str) -> None:
    fault, words = FAULTS[kind]
    box = box_of()
    clock = Clock()
    async with at_work(opener(box, limits=IMPATIENT, now=clock)) as person:
        await person.press("2", "o")
        await person.leads_come()
        box.faults.add(fault)
        clock.forward(hours=1)
        await person.press("r")
        await person.says("✗ The segments couldn't be loaded.")
        assert words in person.said
        assert len(person.failures) == 1
        assert len(person.listed) == 5
        assert person.leads == ["Ann Alba", "Bea Boll"]
        assert "as of 12:00" in person.drawn[0]
        assert person.editing.is_changed
        box.faults.clear()
        await person.press("r")
        await person.until(lambda: "as of 13:00" in person.drawn[0])
        assert person.said == ""
        assert person.editing.is_changed


async def test_leads_that_dont_come_are_told_and_leave_the_list_and_the_rule() -> None:
    box = box_of()
    async with at_work(box) as person:
        box.faults.add(Fault.status(500), path="leads")
        await person.press("down")
        await person.says("✗ The leads couldn't be loaded.")
        assert person.rule == ["tags is vip", "email is present"]
        assert person.leads == []
        assert any("Not loaded: see below. r tries again." in line for line in person.drawn)
        box.faults.clear()
        await person.press("r")
        await person.leads_come()
        assert person.leads == ["Ann Alba", "Cem Can"]
        assert person.said == ""


async def test_a_failure_while_one_types_takes_nothing_of_what_was_typed() -> None:
    box = box_of()
    async with at_work(box) as person:
        await person.press("2", "a")
        await person.opens(ConditionDialog)
        await person.types("country")
        box.faults.add(Fault.drop())
        person.screen.action_refresh()
        await person.until(lambda: person.failures)
        assert person.value_of("#field") == "country"
        await person.press("enter", "enter")
        await person.types("Italy")
        await person.press("enter")
        await person.closes()
        assert person.rule == ["city is Rome", "country is Italy"]


async def test_fields_that_cant_be_loaded_are_told_and_the_rest_works() -> None:
    box = box_of()
    box.faults.add(Fault.status(500), path="properties")
    async with at_work(box) as person:
        await person.says("The project's own fields couldn't be loaded.")
        assert person.leads == ["Ann Alba", "Bea Boll"]


async def test_a_pause_that_the_service_asks_for_is_told() -> None:
    box = box_of()
    box.faults.add(Fault.status(429, headers={"retry-after": "90"}), path="segments")
    async with at_the_screen(opener(box)) as person:
        await first_list(person)
        assert "a pause of 90 seconds" in person.said


# The connection, in the header.


@pytest.mark.parametrize("kind", ["a dropped connection", "silence", "a gateway's page"])
async def test_the_header_says_when_there_is_no_connection_and_when_there_is_again(kind: str) -> None:
    box = box_of()
    async with at_work(opener(box, limits=IMPATIENT)) as person:
        assert link(person) == "● connected"
        box.faults.add(FAULTS[kind][0])
        await person.press("r")
        await person.until(lambda: link(person) == "✗ no connection")
        box.faults.clear()
        await person.press("r")
        await person.until(lambda: link(person) == "● connected")


# Who one is.


async def test_a_wrong_password_is_told_and_a_new_one_is_used_after_r() -> None:
    box = box_of()
    async with at_the_screen(opener_with_secret(box, "ask")) as person:
        await person.opens(TextDialog)
        await person.types(box.accounts["owner"].password)
        await person.press("enter")
        await person.leads_come()
        await person.press("2", "o")
        await person.leads_come()
        box.faults.add(Fault.status(401))
        await person.press("r")
        await person.says("✗ The segments couldn't be loaded.")
        assert link(person) == "✗ not let in"
        assert person.editing.is_changed
        box.faults.clear()
        await person.press("r")
        await person.opens(TextDialog)
        await person.types(box.accounts["owner"].password)
        await person.press("enter")
        await person.until(lambda: link(person) == "● connected")
        assert person.editing.is_changed
        assert person.said == ""


async def test_a_password_that_was_wrong_from_the_start_names_where_to_change_it() -> None:
    box = box_of()
    box.faults.add(Fault.status(401), path="signin")
    async with at_the_screen(box) as person:
        await first_list(person)
        assert "segtui profiles edit" in person.said
        assert link(person) == "✗ not let in"
        assert len(person.failures) == 1


async def test_an_expired_token_is_renewed_without_a_word() -> None:
    box = box_of()
    async with at_work(box) as person:
        box.revoke("owner")
        await person.press("r")
        await person.until(lambda: len([one for one in box.requests if one.path.endswith("signin")]) == 2)
        await person.leads_come()
        assert person.said == ""


@pytest.mark.parametrize("account", ["teammate", "stranger", "disabled"])
async def test_an_account_that_may_not_look_is_told_so(account: str) -> None:
    async with at_the_screen(opener(box_of(), account=account)) as person:
        await first_list(person)
        assert person.said.startswith("✗ The segments couldn't be loaded.")
        assert link(person) == "✗ not let in"
        assert len(person.failures) == 1


@pytest.mark.parametrize("project", [TiledeskSandbox.deleted_project_id, "65f0aa11bb22cc33dd440000"])
async def test_a_project_that_isnt_there_is_told_so(project: str) -> None:
    box = box_of()
    async with at_the_screen(opener(box, project=project)) as person:
        await first_list(person)
        assert person.said.startswith("✗ The segments couldn't be loaded.")
        assert "project" in person.said
        assert not writes(box)


async def test_a_malformed_project_is_told_before_anything_is_sent() -> None:
    box = box_of()
    async with at_the_screen(opener(box, project="nonsense")) as person:
        await person.until(lambda: "acme couldn't be opened" in "\n".join(person.drawn))
        assert "project must be the id of a Tiledesk project" in "\n".join(person.drawn)
    assert not box.requests


async def test_a_port_where_nothing_listens_is_told_and_r_tries_again() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    box = box_of()
    settings = {**settings_for(box), "base_url": f"http://127.0.0.1:{port}/v3"}

    def open_workspace(_ask: Ask) -> Workspace:
        async def tell(_question: str) -> str:
            return box.accounts["owner"].password

        return open_profile("acme", Profile.checked(settings), ask=tell, limits=UNHURRIED)

    async with at_the_screen(open_workspace) as person:
        await first_list(person)
        assert f"“127.0.0.1:{port}” refused the connection: nothing listens at that port." in person.said
        assert link(person) == "✗ no connection"
        await person.press("r")
        await person.until(lambda: len(person.failures) == 2)
        assert "refused the connection" in person.said


async def test_a_line_that_was_down_is_found_to_be_up_again_without_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "RECOVERY_WAITS", (0.01,))
    box = box_of()
    async with at_work(box) as person:
        await person.press("2", "down", "o")
        await person.leads_come()
        cursor = person.screen.rule_pane.path
        box.faults.add(Fault.status(503, headers={"Retry-After": "3600"}))
        await person.press("r")
        await person.says("segtui goes on trying; r tries now.")
        assert link(person) == "✗ no connection"
        tries = len(box.requests)
        await person.until(lambda: len(box.requests) > tries + 3)
        assert len(person.failures) == 1
        box.faults.clear()
        await person.until(lambda: link(person) == "● connected")
        await person.leads_come()
        assert person.said == ""
        assert person.editing.is_changed
        assert person.screen.rule_pane.path == cursor


async def test_escape_ends_the_tries_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "RECOVERY_WAITS", (0.01,))
    box = box_of()
    async with at_work(box) as person:
        box.faults.add(Fault.status(503, headers={"Retry-After": "3600"}))
        await person.press("r")
        await person.says("segtui goes on trying")
        await person.press("escape")
        assert not [one for one in person.app.workers if one.group == "recovery" and one.is_running]
        assert person.said == ""
