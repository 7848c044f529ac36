"""`segtui segments deleted`: what was last known of segments that were deleted from here."""

from collections.abc import Iterator, Sequence

from segtui.cli.forms import Form, moment_form, person_form, segment_form
from segtui.cli.session import Call
from segtui.cli.tables import moment_text, table, wrapped
from segtui.domain.text import printable, quoted
from segtui.workspace.deleted import DeletedSegment, deleted_lines, deleted_segments, known_members


async def show_deleted(call: Call) -> int:
    """List them, or tell all of those with some name or id."""
    wanted = call.args.segment
    async with call.open() as workspace:
        found = deleted_segments(workspace, {one.id: one for one in await workspace.segments()})
        if wanted is not None:
            found = tuple(one for one in found if wanted in {one.segment.id, one.segment.name})
        told = (
            [line for one in found for line in deleted_lines(workspace, one, moment_text)] if wanted is not None else []
        )
        forms: list[Form] = [
            {
                "deleted_at": moment_form(one.at),
                "is_forgotten": one.is_forgotten,
                "segment": segment_form(one.segment),
                "added_from_here": [person_form(person) for person in known_members(workspace, one.segment)],
            }
            for one in found
        ]
    lines = [part for line in told for part in _fitted(line)] if told else _lines(found, wanted)
    call.output.result({"deleted": forms}, lines)
    return 0


def _fitted(line: str) -> Sequence[str]:
    indent = " " * (len(line) - len(line.lstrip()))
    return wrapped(printable(line.strip()), indent, f"{indent}  " if indent else "") or [""]


def _lines(found: Sequence[DeletedSegment], wanted: str | None) -> Iterator[str]:
    if not found:
        yield f"No segment {quoted(wanted)} was deleted from here." if wanted else "Nothing was deleted from here yet."
        return
    rows = ((one.segment.id, moment_text(one.at), one.segment.name.strip() or "(no name)") for one in found)
    yield from table(("ID", "DELETED", "NAME"), rows)
