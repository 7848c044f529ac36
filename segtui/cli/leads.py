"""`segtui leads`."""

from collections.abc import Iterator, Sequence

from segtui.cli.forms import Form, lead_form, person_form, word
from segtui.cli.session import Call
from segtui.cli.tables import pairs, short_name, table, wrapped
from segtui.domain.explanation import Standing
from segtui.domain.explanation_words import STANDING_WORDS
from segtui.domain.leads import Lead
from segtui.domain.text import printable, quoted
from segtui.domain.wording import value_text
from segtui.workspace.explaining import find_lead
from segtui.workspace.memberships import Membership, memberships, memberships_legend


async def show(call: Call) -> int:
    """Show one lead with all its values."""
    async with call.open() as workspace:
        lead = await workspace.lead(call.args.id)
    texts = {path: value_text(value) for path, value in lead.values.items()}
    # An empty text is no missing one: rules tell them apart.
    facts = [(printable(path), text if text.strip() else f'"{text}"') for path, text in texts.items()]
    title = wrapped(printable(lead.name)) or ["(no name)"]
    call.output.result({"lead": lead_form(lead)}, [*title, *pairs(facts)])
    return 0


async def segments(call: Call) -> int:
    """Tell which segments one lead is in."""
    async with call.open() as workspace:
        lead = await find_lead(workspace, call.args.lead)
        found = await memberships(workspace, lead, await workspace.segments())
    form: Form = {"lead": person_form(lead), "segments": [_membership_form(one) for one in found]}
    call.output.result(form, _membership_lines(lead, found, memberships_legend(workspace)))
    return 0


def _membership_form(one: Membership) -> Form:
    return {
        "id": one.segment.id,
        "name": one.segment.name,
        "standing": word(one.standing),
        "meant": word(one.meant),
        "note": one.note or None,
    }


def _membership_lines(lead: Lead, found: Sequence[Membership], legend: str) -> Iterator[str]:
    rows = [(one.segment.id, STANDING_WORDS[one.standing], short_name(one.segment.name), one.note) for one in found]
    if rows:
        yield from table(("ID", "IN?", "NAME", "NOTE"), rows)
        yield ""
    inside = sum(one.standing is Standing.IN for one in found)
    yield from wrapped(f"{quoted(lead.called)} is in {inside} of {len(found)} segments. {legend}")
