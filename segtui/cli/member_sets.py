"""`segtui members set`: somebody into just some lists, and out of all others."""

import asyncio
from collections.abc import Iterator

from segtui.cli.agreeing import NotAgreed
from segtui.cli.asking import ask_line, somebody_is_there
from segtui.cli.dry_run import dry_run_form, dry_run_lines
from segtui.cli.finding import find_segment
from segtui.cli.forms import Form, confirmation_form, person_form, word
from segtui.cli.members import count_lines, counts_form, segment_lines, segments_form
from segtui.cli.session import Call
from segtui.cli.tables import wrapped
from segtui.cli.writes import WriteUnknown, is_read
from segtui.domain.text import printable, quoted
from segtui.workspace.errors import ConfirmationMissing
from segtui.workspace.member_sets import MemberSet, MemberSetReport, carry_out_member_set, plan_member_set
from segtui.workspace.plans import Ending
from segtui.workspace.workspace import Workspace

_LOOK = "Look at their segments on the service before you go on."


async def replace(call: Call) -> int:
    """Put somebody into just some lists, shown first and confirmed by their number."""
    async with call.open() as workspace:
        segments = [await find_segment(workspace, one) for one in call.args.segments]
        planned = await plan_member_set(workspace, call.args.person, segments)
        if is_read(call):
            call.output.told(_plan_lines(planned))
        report = None if call.args.dry_run else await _carried_out(call, workspace, planned)
    form = {**_form(planned), **dry_run_form(call, workspace), "outcome": _outcome_form(report)}
    wanted = planned.confirmation
    flag = "" if wanted.is_met_by(call.args.confirm or "") else f"--confirm {wanted.word}"
    call.output.result(form, _report_lines(planned, report) if report is not None else dry_run_lines(workspace, flag))
    if report is not None and report.ending is Ending.UNKNOWN:
        raise WriteUnknown(report.says, hint=_LOOK)
    return 0


async def _carried_out(call: Call, workspace: Workspace, planned: MemberSet) -> MemberSetReport:
    typed = _agreement(call, planned)
    try:
        return await carry_out_member_set(workspace, planned, typed)
    except asyncio.CancelledError:
        raise WriteUnknown(
            f"Interrupted while the segments of {quoted(planned.person.name)} were being replaced; whether it happened "
            "is not known.",
            hint=_LOOK,
        ) from None


def _agreement(call: Call, planned: MemberSet) -> str:
    """What was typed to confirm it: as a flag, or when asked.

    Raises:
        ConfirmationMissing: A flag is missing, and nobody can be asked.
        NotAgreed: Somebody was asked and didn't agree.
    """
    wanted = planned.confirmation
    is_confirmed = call.args.confirm is not None and wanted.is_met_by(call.args.confirm)
    if is_confirmed and call.args.yes:
        return wanted.word
    if not somebody_is_there():
        missing = "" if call.args.yes else " and --yes"
        raise ConfirmationMissing(
            f"Nothing was changed. {wanted.reason}", hint=f"If that is meant, add --confirm {wanted.word}{missing}."
        )
    typed = ask_line(f"To go on, type the number of segments, {wanted.word}:")
    if not wanted.is_met_by(typed):
        raise NotAgreed("Nothing was changed.")
    return typed


def _plan_lines(planned: MemberSet) -> Iterator[str]:
    yield f"Put {quoted(planned.person.name)} ({printable(planned.person.id)}) into just these, and no others:"
    yield from segment_lines(planned.segments)
    if planned.leaving:
        yield "Added from here and not among them, so taken out again:"
        yield from segment_lines(planned.leaving)
    yield "The whole request:"
    yield from (f"  {printable(line)}" for line in planned.request.splitlines())
    yield from wrapped(printable(planned.confirmation.reason))


def _report_lines(planned: MemberSet, report: MemberSetReport) -> Iterator[str]:
    yield from wrapped(printable(report.says))
    yield from count_lines(planned.segments, report.counts)


def _outcome_form(report: MemberSetReport | None) -> Form | None:
    if report is None:
        return None
    return {"ending": word(report.ending), "message": report.says, "counts": counts_form(report.counts)}


def _form(planned: MemberSet) -> Form:
    return {
        "person": person_form(planned.person),
        "segments": segments_form(planned.segments),
        "leaving": segments_form(planned.leaving),
        "request": planned.request,
        "confirmation": confirmation_form(planned.confirmation),
    }
