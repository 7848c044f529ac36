"""`segtui segments copy --freeze`: those who are in a segment now, as a list on a service of lists."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence

from segtui.cli.forms import Form, word
from segtui.cli.session import Call
from segtui.cli.tables import short_name, wrapped
from segtui.cli.writes import WriteUnknown, finish
from segtui.domain.leads import Lead
from segtui.domain.segments import Segment
from segtui.domain.text import printable, quoted
from segtui.workspace.copying import Wishes
from segtui.workspace.freezing import Freezing, freeze_people, plan_frozen
from segtui.workspace.members import AdditionReport, carry_out_addition, plan_addition
from segtui.workspace.workspace import Workspace

_MOST_NAMED = 10
"""People who are left out that are told by name; --json has all."""


async def frozen(call: Call, source: Workspace, segment: Segment, target: Workspace, wishes: Wishes) -> int:
    """Make a list of who is in a segment; show who is left out, have it agreed to, and carry it out."""
    freezing = await freeze_people(source, segment, target, wishes)
    if not call.output.as_json:
        call.output.told(_lines(source, segment, target, freezing))
    plan = await plan_frozen(target, segment, wishes, freezing)
    reports: list[AdditionReport] = []

    async def fill(made: Segment) -> Mapping[str, object]:
        reports.append(await _filled(target, made, freezing))
        if not call.output.as_json:
            call.output.told(wrapped(printable(reports[-1].says)))
        return {"added": {"ending": word(reports[-1].ending), "message": reports[-1].says}}

    status = await finish(
        call,
        target,
        plan,
        beside={"report": _form(source, target, freezing)},
        then=fill if freezing.is_filled_later else None,
    )
    for report in reports:
        if report.trouble is not None:
            raise report.trouble
    return status


async def _filled(target: Workspace, made: Segment, freezing: Freezing) -> AdditionReport:
    addition = await plan_addition(target, [made], freezing.people)
    try:
        return await carry_out_addition(target, addition)
    except asyncio.CancelledError:
        raise WriteUnknown(
            f"Interrupted while people were added to {quoted(made.name)} ({printable(made.id)}).",
            hint="The list is made. Go on with: segtui members add",
        ) from None


def _lines(source: Workspace, segment: Segment, target: Workspace, freezing: Freezing) -> Iterator[str]:
    here, there = (f"{one.title} ({printable(one.profile.name)})" for one in (source, target))
    yield from wrapped(f"Freeze {quoted(segment.name)} from {here} into a list on {there}")
    for use in freezing.uses:
        yield f"  {printable(use.path)} → {printable(', '.join(use.becomes))}"
    yield f"Read: {source.lead_word.counted(freezing.read)}"
    yield f"On the list: {target.lead_word.counted(len(freezing.people))}"
    for title, leads in _left_out(freezing):
        yield from _named(title, leads)
    for remark in freezing.remarks:
        yield from wrapped(printable(remark))
    if freezing.is_filled_later:
        yield "The list is made first; then they are added to it."
    yield ""


def _left_out(freezing: Freezing) -> Sequence[tuple[str, Sequence[Lead]]]:
    return (
        ("Not known there, or without anything to know them by", freezing.unknown),
        ("The same as somebody before", freezing.twice),
        ("Several there have the e-mail, so nobody is taken", freezing.unclear),
    )


def _named(title: str, leads: Sequence[Lead]) -> Iterator[str]:
    if not leads:
        return
    yield f"{title}: {len(leads):,}"
    yield from (f"  {short_name(lead.name)} ({printable(lead.id)})" for lead in leads[:_MOST_NAMED])
    if len(leads) > _MOST_NAMED:
        yield f"  … and {len(leads) - _MOST_NAMED:,} more"


def _form(source: Workspace, target: Workspace, freezing: Freezing) -> Form:
    def people(leads: Sequence[Lead]) -> list[Form]:
        return [{"id": lead.id, "name": lead.name} for lead in leads]

    return {
        "from": source.profile.name,
        "to": target.profile.name,
        "read": freezing.read,
        "people": len(freezing.people),
        "fields": [{"from": use.path, "to": list(use.becomes)} for use in freezing.uses],
        "unknown": people(freezing.unknown),
        "twice": people(freezing.twice),
        "unclear": people(freezing.unclear),
        "remarks": list(freezing.remarks),
    }
