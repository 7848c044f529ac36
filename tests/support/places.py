"""Every place of the program that somebody can come to, and what to press to get there."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from segtui.sandbox import Fault, TiledeskSandbox
from segtui.ui.dialogs.asking import SureDialog, TextDialog
from segtui.ui.dialogs.columns import ColumnsDialog
from segtui.ui.dialogs.condition import ConditionDialog
from segtui.ui.dialogs.help import HelpDialog
from segtui.ui.dialogs.lead import LeadDialog
from segtui.ui.dialogs.lead_list import LeadListDialog
from segtui.ui.dialogs.memberships import MembershipsDialog
from segtui.ui.dialogs.movement import PeopleDialog
from segtui.ui.dialogs.palette import PaletteDialog
from segtui.ui.dialogs.rule_text import RuleTextDialog
from segtui.ui.dialogs.saving import ConflictDialog, PlanDialog
from segtui.ui.dialogs.theme import ThemeDialog
from segtui.ui.dialogs.why import WhyDialog
from segtui.ui.requests.dialog import ExchangeDialog, RequestsDialog
from support.exchanges import EXCHANGES
from support.screens import Person, begin
from support.workspaces import is_, named

SEGMENTS: Mapping[str, list[dict[str, Any]]] = {
    "VIP customers in Rome": [is_("city", "=", "Rome"), is_("tags", "=", "vip"), is_("email", "is not null")],
    "Romans": [is_("city", "=", "Rome")],
    "Traps": [is_("fullname", "starts with", "Ann"), is_("createdAt", "<", "soon"), is_("city", "contains", "a")],
    "Everyone": [],
}

Act = Callable[[Person, TiledeskSandbox], Awaitable[object]]
PLACES: dict[str, Act] = {}
"""By name; each is to be reached on a sandbox with `SEGMENTS`."""


def place(act: Act) -> Act:
    """Have a place looked at."""
    PLACES[act.__name__] = act
    return act


async def opened(person: Person, dialog: type[Any], *keys: str) -> Any:
    await begin(person)
    await person.press(*keys)
    return await person.opens(dialog)


@place
async def the_segments(person: Person, _box: TiledeskSandbox) -> None:
    await begin(person)


@place
async def the_filter(person: Person, _box: TiledeskSandbox) -> None:
    await begin(person)
    await person.press("slash", "r", "o", "shift+home")


@place
async def the_rule_with_its_traps(person: Person, _box: TiledeskSandbox) -> None:
    await begin(person)
    # At once, and not over the segments between: whether those get their leads is a matter of speed.
    await person.picks("Traps")
    await person.press("2", "down", "o")


@place
async def the_leads(person: Person, _box: TiledeskSandbox) -> None:
    await begin(person)
    await person.press("3", "right", "s")


@place
async def a_condition(person: Person, _box: TiledeskSandbox) -> None:
    await opened(person, ConditionDialog, "2", "a")


@place
async def a_condition_with_a_mistake(person: Person, _box: TiledeskSandbox) -> None:
    await opened(person, ConditionDialog, "2", "a")
    await person.types("createdAt")
    await person.press("enter", "down", "enter")
    await person.types("this tuesday")


@place
async def a_change_before_it_is_sent(person: Person, _box: TiledeskSandbox) -> None:
    await opened(person, PlanDialog, "2", "d", "ctrl+s")


@place
async def who_enters_and_who_leaves(person: Person, _box: TiledeskSandbox) -> None:
    await opened(person, PlanDialog, "2", "d", "ctrl+s")
    await person.press("tab", "p")
    await person.opens(PeopleDialog)


@place
async def a_word_wanted(person: Person, _box: TiledeskSandbox) -> None:
    await opened(person, PlanDialog, "D")
    await person.types("no")
    await person.press("enter")


@place
async def a_conflict(person: Person, box: TiledeskSandbox) -> None:
    await begin(person)
    await person.press("2", "d")
    box.change_behind_your_back(named(box, "VIP customers in Rome"), name="VIPs", match="any")
    await person.press("ctrl+s")
    await person.opens(ConflictDialog)


@place
async def a_change_that_was_saved(person: Person, _box: TiledeskSandbox) -> None:
    await opened(person, PlanDialog, "2", "d", "ctrl+s")
    await person.types("change")
    await person.press("enter")
    await person.says("✓")


@place
async def a_lead(person: Person, _box: TiledeskSandbox) -> None:
    await opened(person, LeadDialog, "3", "enter")


@place
async def why_somebody_is_in(person: Person, _box: TiledeskSandbox) -> None:
    await opened(person, WhyDialog, "3", "x")
    await person.until(lambda: "rule" in person.text_of("#verdict") or "✔" in person.text_of("#verdict"))


@place
async def in_which_segments(person: Person, _box: TiledeskSandbox) -> None:
    dialog = await opened(person, MembershipsDialog, "3", "w")
    await person.until(lambda: len(dialog._rows))


@place
async def people_apart(person: Person, _box: TiledeskSandbox) -> None:
    await begin(person)
    await person.press("2", "o")
    await person.leads_come()
    await person.press("3", "M")
    await person.opens(LeadListDialog)


@place
async def whose_reasons_are_wanted(person: Person, _box: TiledeskSandbox) -> None:
    await opened(person, TextDialog, "X")


@place
async def the_columns(person: Person, _box: TiledeskSandbox) -> None:
    await opened(person, ColumnsDialog, "3", "o")


@place
async def the_help(person: Person, _box: TiledeskSandbox) -> None:
    await opened(person, HelpDialog, "2", "question_mark")


@place
async def the_palette(person: Person, _box: TiledeskSandbox) -> None:
    await opened(person, PaletteDialog, "ctrl+p")


@place
async def a_name(person: Person, _box: TiledeskSandbox) -> None:
    await opened(person, TextDialog, "c")


@place
async def quitting(person: Person, _box: TiledeskSandbox) -> None:
    await opened(person, SureDialog, "2", "d", "ctrl+q")


@place
async def the_themes(person: Person, _box: TiledeskSandbox) -> None:
    await begin(person)
    person.app.action_change_theme()
    await person.opens(ThemeDialog)


@place
async def the_rule_as_text(person: Person, _box: TiledeskSandbox) -> None:
    await opened(person, RuleTextDialog, "2", "t")


@place
async def the_rule_as_text_with_a_mistake(person: Person, _box: TiledeskSandbox) -> None:
    await opened(person, RuleTextDialog, "2", "t")
    await person.types(" an")


@place
async def the_requests(person: Person, _box: TiledeskSandbox) -> None:
    await begin(person)
    await person.app.push_screen(RequestsDialog(lambda: EXCHANGES, "https://api.example.com"))
    await person.opens(RequestsDialog)


@place
async def a_request(person: Person, _box: TiledeskSandbox) -> None:
    await begin(person)
    await person.app.push_screen(ExchangeDialog(EXCHANGES[4], "https://api.example.com"))
    await person.opens(ExchangeDialog)


@place
async def no_connection(person: Person, box: TiledeskSandbox) -> None:
    await begin(person)
    box.faults.add(Fault.html(502))
    await person.press("r")
    await person.says("The segments couldn't be loaded.")


@place
async def too_little_room(person: Person, _box: TiledeskSandbox) -> None:
    await begin(person)
    await person.resize(50, 12)
