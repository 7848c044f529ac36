"""The dialog of a condition on a service with words of its own."""

from support.feedier_backend import BASE_URL, NOON, PATIENT, small_feedier, stored_as
from support.screens import Person, at_work

from segtui.sandbox import FeedierSandbox
from segtui.ui.dialogs.condition import ConditionDialog
from segtui.ui.widgets.table import Table
from segtui.workspace.opening import open_profile
from segtui.workspace.profiles import checked
from segtui.workspace.workspace import Ask, Workspace


def workspace_on(box: FeedierSandbox) -> Workspace:
    async def tell(_question: str) -> str:
        return box.accounts["owner"].token

    profile = checked({"service": "feedier", "base_url": BASE_URL, "secret": "ask", "read_only": False})
    workspace = open_profile("shop", profile, ask=tell, app=box.app, limits=PATIENT)
    workspace.now = lambda: NOON
    return workspace


def offered(person: Person) -> list[str]:
    rows = person.app.screen.query_one("#offers", Table)._rows
    return [" | ".join(map(str, rows.cells(at))) for at in range(len(rows))]


async def test_feediers_words_are_found_by_what_people_say_and_taken_by_keys_alone() -> None:
    box = small_feedier(20)
    box.segments.clear()
    stored_as(box, '[{"Form": {"$in": [11]}}]')

    def open_workspace(_ask: Ask) -> Workspace:
        return workspace_on(box)

    async with at_work(open_workspace, size=(80, 24)) as person:
        await person.press("2", "a")
        await person.opens(ConditionDialog)
        await person.until(lambda: any(one.startswith("market · attribute") for one in offered(person)))
        await person.types("Form")
        await person.press("enter", "enter")
        await person.types("Hotel")
        assert "isn't a number. Write a form's number, such as 16." in person.text_of("#verdict")
        await person.press("ctrl+u", "shift+tab", "shift+tab", "ctrl+u")
        await person.types("TimePeriod")
        await person.press("enter", "enter")
        await person.types("last month")
        assert offered(person)[0] == "date_last_month | 1 to 31 October 2026 · documented | "
        await person.press("down", "enter")
        assert person.text_of("#reading") == "last month: 1 to 31 October 2026"
        await person.press("enter")
        await person.closes()
        assert "TimePeriod is date_last_month" in person.rule
        await person.press("enter")
        await person.opens(ConditionDialog)
        assert person.value_of("#value") == "date_last_month"
