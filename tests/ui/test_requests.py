"""The request log on L, and what it copies."""

import pytest
from support.exchanges import EXCHANGES
from support.screens import Person, at_work, box_of

from segtui.sandbox import Fault
from segtui.ui.requests.dialog import ExchangeDialog, RequestsDialog
from segtui.ui.widgets.pane import Pane
from segtui.ui.widgets.table import Table


async def opened(person: Person) -> RequestsDialog:
    """Open the log."""
    await person.press("L")
    return await person.opens(RequestsDialog)


def rows(dialog: RequestsDialog) -> list[list[str]]:
    """What the table shows."""
    table = dialog.query_one(Table)
    return [[str(cell) for cell in table._rows.cells(index)] for index in range(len(table._rows))]


async def test_the_log_shows_what_was_asked_the_newest_first() -> None:
    async with at_work(box_of()) as person:
        dialog = await opened(person)
        shown = rows(dialog)
        assert len(shown) == len(person.screen.workspace.exchanges)
        assert shown[-1][1:3] == ["POST", "200"]
        assert "signin" in shown[-1][-1]
        assert any("leads" in row[-1] for row in shown)
        assert any("the newest first" in line.lower() for line in person.drawn)


async def test_the_log_follows_what_happens_and_the_cursor_stays_at_its_request() -> None:
    box = box_of()
    async with at_work(box) as person:
        dialog = await opened(person)
        before = rows(dialog)
        await person.press("down", "down")
        picked = dialog._picked
        person.screen.load_segments()
        await person.until(lambda: len(rows(dialog)) > len(before))
        assert dialog._picked is picked
        assert rows(dialog)[-len(before) :] == before


async def test_a_request_that_failed_says_how() -> None:
    box = box_of()
    async with at_work(box) as person:
        box.faults.add(Fault.status(500), path="segments")
        await person.press("r")
        await person.until(lambda: person.failures)
        dialog = await opened(person)
        failed = next(row for row in rows(dialog) if row[2] == "500")
        assert "fault" in failed[5]


async def test_one_request_is_shown_in_full_and_copied_as_a_command_without_the_secret() -> None:
    async with at_work(box_of()) as person:
        dialog = await opened(person)
        await person.press("enter")
        top = await person.opens(ExchangeDialog)
        await person.press("y")
        command = person.app.clipboard
        assert command.startswith("curl --request GET")
        assert "$AUTHORIZATION" in command
        assert dialog._picked is not None
        assert dialog._picked.path_with_query in command
        assert "clipboard" in top.query_one(Pane).note
        await person.press("escape", "y")
        assert person.app.clipboard == command


async def test_the_sign_in_is_copied_without_password_or_token() -> None:
    async with at_work(box_of()) as person:
        dialog = await opened(person)
        await person.press("end", "y")
        assert "signin" in person.app.clipboard
        assert "--data @body.json" in person.app.clipboard
        assert "JWT" not in person.app.clipboard
        assert dialog.is_current


async def test_an_empty_log_says_so_and_has_nothing_to_copy() -> None:
    async with at_work(box_of()) as person:
        await person.app.push_screen(RequestsDialog(lambda: (), "https://api.example.com"))
        await person.press("enter", "y")
        assert any("Nothing was asked" in line for line in person.drawn)
        assert person.app.clipboard == ""


@pytest.mark.parametrize("size", [(80, 24), (140, 40)], ids=["80x24", "140x40"])
async def test_the_columns_are_in_view(size: tuple[int, int]) -> None:
    async with at_work(box_of(), size=size) as person:
        await person.app.push_screen(RequestsDialog(lambda: EXCHANGES, "https://api.example.com"))
        await person.rest()
        header = next(line for line in person.drawn if "method" in line)
        for title in ("time", "status", "took", "outcome", "path"):
            assert title in header
