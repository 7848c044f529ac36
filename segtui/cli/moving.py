"""`segtui people move`: somebody from one list to another."""

import asyncio
from dataclasses import replace

from segtui.cli.finding import find_segment
from segtui.cli.forms import person_form, plan_form
from segtui.cli.session import Call
from segtui.cli.tables import wrapped
from segtui.cli.writes import Next, finish, is_read
from segtui.domain.text import quoted
from segtui.workspace.moving import Move, lead_meant, leave, plan_move
from segtui.workspace.plans import Ending, Outcome
from segtui.workspace.workspace import Workspace


async def move(call: Call) -> int:
    """Put somebody onto the one list, and then take them off the other."""
    args = call.args
    async with call.open() as workspace:
        source, target = await find_segment(workspace, args.source), await find_segment(workspace, args.target)
        planned = await plan_move(workspace, lead_meant(args.person, source), source, target)
        if is_read(call):
            where = f"from {quoted(source.name)} to {quoted(target.name)}"
            call.output.told(wrapped(f"Move {quoted(planned.person.name)} {where}"))
            there = "They are on it already." if planned.arriving is None else "First onto the one, then off the other."
            call.output.told([there])
        then = Next(
            "left",
            lambda _saved: _left(workspace, planned),
            f"Nobody was taken off {planned.old_list}.",
            # What it asks for is asked with the first one, and said there.
            replace(planned.leaving, confirmation=None),
        )
        beside = {
            "person": person_form(planned.person),
            "leaving": plan_form(planned.leaving),
        }
        return await finish(
            call, workspace, planned.first, beside=beside, then=then if planned.arriving is not None else None
        )


async def _left(workspace: Workspace, planned: Move) -> Outcome:
    try:
        return await leave(workspace, planned)
    except asyncio.CancelledError:
        says = f"Interrupted: {planned.is_there}; whether they are off {planned.old_list} isn't known."
        return Outcome(Ending.UNKNOWN, f"{says} Look at both lists before you go on.")
