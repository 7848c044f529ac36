"""`segtui register`: what only segtui knows of a service's lists, to be shared."""

from segtui.cli.files import check_unwritten, content_of, written
from segtui.cli.session import Call
from segtui.cli.tables import wrapped
from segtui.domain.text import printable
from segtui.workspace.shared_register import register_text, take_over

_MOST_BYTES = 256 * 1024 * 1024
"""A register holds every list with all its people."""


async def export(call: Call) -> int:
    """Write the register as JSON."""
    file, force = call.args.file, call.args.force
    check_unwritten(file, force=force)
    async with call.session.open(call.profile_name) as workspace:
        text, count = await register_text(workspace)
    told = f"Written to {printable(file)}, with the people on them. Lists: {count:,}"
    return written(file, text, lambda: call.output.result({"file": file, "entries": count}, [told]), force=force)


async def take_in(call: Call) -> int:
    """Take over a register that somebody else has exported."""
    content, name = content_of(call.args.file, _MOST_BYTES)
    async with call.session.open(call.profile_name) as workspace:
        taken = await take_over(workspace, content, name)
    lines = [line for sentence in taken.left for line in wrapped(printable(sentence))]
    call.output.result({"taken": taken.count, "left": list(taken.left)}, [f"Lists taken over: {taken.count:,}", *lines])
    return 0
