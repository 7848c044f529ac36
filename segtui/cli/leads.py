"""`segtui leads`."""

from segtui.cli.forms import lead_form
from segtui.cli.session import Call
from segtui.cli.tables import pairs, wrapped
from segtui.domain.text import printable
from segtui.domain.wording import value_text


async def show(call: Call) -> int:
    """Show one lead with all its values."""
    async with call.session.open(call.profile_name) as workspace:
        lead = await workspace.lead(call.args.id)
    texts = {path: value_text(value) for path, value in lead.values.items()}
    # An empty text is no missing one: rules tell them apart.
    facts = [(printable(path), text if text.strip() else f'"{text}"') for path, text in texts.items()]
    title = wrapped(printable(lead.name)) or ["(no name)"]
    call.output.result({"lead": lead_form(lead)}, [*title, *pairs(facts)])
    return 0
