"""`segtui register`: what only segtui knows of a service's lists, to be shared."""

import shlex

from segtui.cli.agreeing import agree
from segtui.cli.files import check_unwritten, content_of, written
from segtui.cli.finding import find_segment
from segtui.cli.forms import listed_segment_form
from segtui.cli.session import Call
from segtui.cli.tables import wrapped
from segtui.domain.segments import Segment
from segtui.domain.text import printable, quoted
from segtui.workspace.shared_register import register_text, take_over
from segtui.workspace.uncertain import tell_id, tell_not_made

_MOST_BYTES = 256 * 1024 * 1024
"""A register holds every list with all its people."""


async def export(call: Call) -> int:
    """Write the register as JSON."""
    file, force = call.args.file, call.args.force
    check_unwritten(file, force=force)
    async with call.open() as workspace:
        text, count = await register_text(workspace)
    told = f"Written to {printable(file)}, with the people on them. Lists: {count:,}"
    return written(file, text, lambda: call.output.result({"file": file, "segment_count": count}, [told]), force=force)


async def take_in(call: Call) -> int:
    """Take over a register that somebody else has exported."""
    content, name = content_of(call.args.file, _MOST_BYTES)
    async with call.open() as workspace:
        taken = await take_over(workspace, content, name)
        title, is_read_only = workspace.title, workspace.profile.read_only
    sends = f"{title} was sent nothing. The next change of such a list sends it the people that were taken over"
    whose = ", from a profile that may write: this one is read-only." if is_read_only else "."
    says = [*taken.left, *([f"{sends}{whose}"] if taken.count else [])] or ["Nothing in it is new here."]
    lines = [line for sentence in says for line in wrapped(printable(sentence))]
    call.output.result(
        {"taken": taken.count, "remarks": list(taken.left)}, [f"Lists taken over: {taken.count:,}", *lines]
    )
    return 0


async def found(call: Call) -> int:
    """Take somebody's word that a list was made, and its id."""
    async with call.open() as workspace:
        segment = await find_segment(workspace, call.args.segment)
        real_id = call.args.real_id
        agree(call, f"{quoted(segment.name)} is on {workspace.title} under the id {quoted(real_id)}?")
        now = await tell_id(workspace, segment, real_id)
    told = (
        f"{quoted(now.name)} has the id {quoted(now.id)} now. Nothing was sent: who is on it there isn't known until "
        "it is sent once more."
    )
    return _told(call, now, told)


async def not_made(call: Call) -> int:
    """Take somebody's word that a list was not made."""
    async with call.open() as workspace:
        segment = await find_segment(workspace, call.args.segment)
        agree(call, f"{quoted(segment.name)} isn't on {workspace.title}?")
        now = await tell_not_made(workspace, segment)
    told = f"{quoted(now.name)} is kept as not sent. To send it as a new list:"
    # On a line of its own, and quoted for the shell: a name may hold what that would obey.
    command = f"segtui segments update {shlex.quote(printable(now.id))} --name {shlex.quote(printable(now.name))}"
    return _told(call, now, told, command)


def _told(call: Call, now: Segment, told: str, *commands: str) -> int:
    lines = [*wrapped(told), *(f"  {command}" for command in commands)]
    call.output.result({"segment": listed_segment_form(now)}, lines)
    return 0
