"""`segtui people move`: somebody from one list to another."""

import asyncio
from collections.abc import Mapping

from segtui.cli.finding import find_segment
from segtui.cli.forms import outcome_form
from segtui.cli.session import Call
from segtui.cli.tables import wrapped
from segtui.cli.writes import DoneDifferently, WriteUnknown, finish, is_read
from segtui.domain.segments import Segment
from segtui.domain.text import printable, quoted
from segtui.workspace.moving import Move, plan_move
from segtui.workspace.plans import Ending, Outcome
from segtui.workspace.saving import carry_out
from segtui.workspace.workspace import Workspace


async def move(call: Call) -> int:
    """Put somebody onto the one list, and then take them off the other."""
    args = call.args
    async with call.session.open(call.profile_name) as workspace:
        source, target = await find_segment(workspace, args.source), await find_segment(workspace, args.target)
        planned = await plan_move(workspace, args.person, source, target)
        if is_read(call):
            where = f"from {quoted(source.name)} to {quoted(target.name)}"
            call.output.told(wrapped(f"Move {quoted(planned.person.name)} {where}"))
            there = "They are on it already." if planned.arriving is None else "First onto the one, then off the other."
            call.output.told([there])
        ended: list[Outcome] = []

        async def leave(_saved: Segment) -> Mapping[str, object]:
            ended.append(await _left(workspace, planned))
            if is_read(call):
                call.output.told(wrapped(printable(ended[-1].says)))
            return {"left": outcome_form(ended[-1])}

        beside = {"person": {"id": planned.person.id, "name": planned.person.name}}
        status = await finish(
            call, workspace, planned.first, beside=beside, then=leave if planned.arriving is not None else None
        )
    for outcome in ended:
        if outcome.ending is Ending.UNKNOWN:
            raise WriteUnknown(outcome.says)
        if outcome.ending is Ending.DONE_DIFFERENTLY:
            raise DoneDifferently(outcome.says)
    return status


async def _left(workspace: Workspace, planned: Move) -> Outcome:
    word = planned.leaving.confirmation.word if planned.leaving.confirmation is not None else ""
    try:
        return await carry_out(workspace, planned.leaving, word)
    except asyncio.CancelledError:
        raise WriteUnknown(
            f"Interrupted: {quoted(planned.person.name)} is on the new list; whether they are off the old isn't known.",
            hint="Look at both lists before you go on.",
        ) from None
