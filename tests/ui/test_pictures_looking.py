"""Pictures of what is only looked at: a lead, reasons, columns, help, palette, requests."""

from support.exchanges import EXCHANGES
from support.screens import HOSTILE, PEOPLE, box_of
from support.tours import HIGH_CONTRAST, MONO, OnTour
from support.workspaces import NOON, is_

from segtui.sandbox import TiledeskSandbox
from segtui.ui.dialogs.asking import MessageDialog, TextDialog
from segtui.ui.dialogs.columns import ColumnsDialog
from segtui.ui.dialogs.help import HelpDialog
from segtui.ui.dialogs.lead import LeadDialog
from segtui.ui.dialogs.lead_list import LeadListDialog
from segtui.ui.dialogs.memberships import MembershipsDialog
from segtui.ui.dialogs.palette import PaletteDialog
from segtui.ui.dialogs.why import WhyDialog
from segtui.ui.requests.dialog import ExchangeDialog, RequestsDialog

pytest_plugins = ("support.on_tour",)

SEGMENTS = {
    "VIP customers in Rome": [is_("city", "=", "Rome"), is_("tags", "=", "vip"), is_("email", "is not null")],
    "Romans": [is_("city", "=", "Rome")],
    "Everyone": [],
}


async def test_a_lead(on_tour: OnTour) -> None:
    async with on_tour(TiledeskSandbox(lead_count=200, now=lambda: NOON)) as tour:
        person = tour.person
        await tour.begin()
        await person.press("3", "down", "enter")
        await person.opens(LeadDialog)
        await tour.look("whole", also_in=[HIGH_CONTRAST])
        await person.leaves()
        await person.press("right", "v")
        await person.opens(MessageDialog)
        await tour.look("a cell in full", also_in=[HIGH_CONTRAST])
        await person.leaves()
        await person.press("right", "s", "o")
        await person.opens(ColumnsDialog)
        await person.press("down", "space", "down", "J")
        await tour.look("its columns", also_in=[HIGH_CONTRAST], is_last=True)


async def test_reasons(on_tour: OnTour) -> None:
    async with on_tour(box_of(SEGMENTS)) as tour:
        person = tour.person
        await tour.begin()
        await person.press("3", "x")
        await person.opens(WhyDialog)
        await person.until(lambda: "rule" in person.text_of("#verdict") or "✔" in person.text_of("#verdict"))
        await tour.look("why somebody is in")
        await person.leaves()
        await person.press("w")
        memberships = await person.opens(MembershipsDialog)
        await person.until(lambda: len(memberships._rows))
        await person.until(lambda: all(one.is_finished for one in person.app.workers))
        await tour.look("in which segments", also_in=[HIGH_CONTRAST])
        await person.leaves()
        await person.press("2", "o")
        await person.leads_come()
        await person.press("3", "M")
        await person.opens(LeadListDialog)
        await tour.look("who is meant and not selected", also_in=[MONO])
        await person.leaves()
        await person.press("3", "x")
        await person.opens(WhyDialog)
        await person.until(lambda: "rule" in person.text_of("#verdict") or "✔" in person.text_of("#verdict"))
        await tour.look("rule and service differ", also_in=[MONO])
        await person.leaves()
        await person.press("X")
        await person.opens(TextDialog)
        await tour.look("whose reasons are wanted")
        await person.types("nobody@example.com")
        await person.press("enter")
        await person.says("✗")
        await tour.look("nobody found", is_last=True)


async def test_hostile_values(on_tour: OnTour) -> None:
    people = [{"fullname": name, "city": name, "tags": [name]} for name in HOSTILE]
    async with on_tour(box_of({name: [is_("city", "=", name)] for name in HOSTILE}, people)) as tour:
        person = tour.person
        await tour.begin()
        await person.press("3", "enter")
        await person.opens(LeadDialog)
        await tour.look("of a lead")
        await person.leaves()
        await person.press("x")
        await person.opens(WhyDialog)
        await person.until(lambda: "rule" in person.text_of("#verdict") or "✔" in person.text_of("#verdict"))
        await tour.look("why it is in", is_last=True)


async def test_help_palette_and_requests(on_tour: OnTour) -> None:
    async with on_tour(box_of(people=PEOPLE)) as tour:
        person = tour.person
        await tour.begin()
        await person.press("2", "question_mark")
        await person.opens(HelpDialog)
        await tour.look("help for the rule", also_in=[HIGH_CONTRAST])
        await person.leaves()
        await person.press("ctrl+p")
        await person.opens(PaletteDialog)
        await tour.look("the palette", also_in=[MONO])
        await person.types("re")
        await tour.look("the palette with words")
        await person.types(" zebra")
        await tour.look("the palette without a match")
        await person.leaves()
        await person.app.push_screen(RequestsDialog(lambda: EXCHANGES, "https://api.example.com"))
        await person.opens(RequestsDialog)
        await tour.look("requests", also_in=[MONO])
        await person.leaves()
        await person.app.push_screen(ExchangeDialog(EXCHANGES[4], "https://api.example.com"))
        await person.opens(ExchangeDialog)
        await tour.look("a request", also_in=[HIGH_CONTRAST])
        await person.leaves()
        await person.app.push_screen(RequestsDialog(tuple, "https://api.example.com"))
        await person.opens(RequestsDialog)
        await tour.look("no requests yet", is_last=True)
