"""`segtui segments copy --freeze`: those who are in a segment now, as a list on a service of lists."""

import asyncio
from collections.abc import Iterator, Sequence

from segtui.cli.dry_run import dry_run_form
from segtui.cli.forms import Form, person_form
from segtui.cli.session import Call
from segtui.cli.tables import wrapped
from segtui.cli.writes import Next, finish
from segtui.domain.leads import Lead
from segtui.domain.segments import Segment
from segtui.domain.text import printable, quoted
from segtui.workspace.copying import Wishes
from segtui.workspace.errors import Unsafe
from segtui.workspace.freezing import NOT_FILLED, Freezing, fill, freeze_people, how_to_go_on, plan_frozen, why_nobody
from segtui.workspace.freezing_words import freezing_lines
from segtui.workspace.plans import Ending, Outcome
from segtui.workspace.workspace import Workspace

_ANOTHER_FIELD = "If another field has what they are known by, name it, such as --field work_email=email."


async def frozen(call: Call, source: Workspace, segment: Segment, target: Workspace, wishes: Wishes) -> int:
    """Make a list of who is in a segment; show who is left out, have it agreed to, and carry it out."""
    freezing = await freeze_people(source, segment, target, wishes)
    if not call.output.as_json:
        call.output.told(_lines(source, segment, target, freezing))
    report = _form(source, target, freezing)
    if why_not := why_nobody(segment, target, freezing):
        if call.output.as_json:
            call.output.result({**dry_run_form(call, target), "plan": None, "outcome": None, "report": report}, ())
        raise Unsafe(why_not, hint=_ANOTHER_FIELD if freezing.read else "")
    plan = await plan_frozen(target, segment, wishes, freezing)
    then = Next("added", lambda made: _filled(target, made, freezing), NOT_FILLED)
    return await finish(
        call,
        target,
        plan,
        beside={"report": report},
        then=then if freezing.is_filled_later else None,
    )


async def _filled(target: Workspace, made: Segment, freezing: Freezing) -> Outcome:
    try:
        return await fill(target, made, freezing)
    except asyncio.CancelledError:
        says = f"Interrupted while people were added; how many of them are in isn't known. {how_to_go_on(made)}"
        return Outcome(Ending.UNKNOWN, says, made)


def _lines(source: Workspace, segment: Segment, target: Workspace, freezing: Freezing) -> Iterator[str]:
    here, there = (f"{one.title} ({printable(one.profile.name)})" for one in (source, target))
    yield from wrapped(f"Freeze {quoted(segment.name)} from {here} into a list on {there}")
    for line in freezing_lines(freezing, source.lead_word, target.lead_word):
        # What is indented are names and ids, which would be hard to copy in pieces.
        yield from [line] if line.startswith(" ") else wrapped(line)
    yield ""


def _form(source: Workspace, target: Workspace, freezing: Freezing) -> Form:
    def people(leads: Sequence[Lead]) -> list[Form]:
        return [person_form(lead) for lead in leads]

    return {
        "from": source.profile.name,
        "to": target.profile.name,
        "read_count": freezing.read,
        "people_count": len(freezing.people),
        "fields": [{"from": use.path, "to": list(use.becomes)} for use in freezing.uses],
        "unknown": people(freezing.unknown),
        "twice": people(freezing.twice),
        "unclear": people(freezing.unclear),
        "remarks": list(freezing.remarks),
    }
