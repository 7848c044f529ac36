"""Which segment is meant by what was typed."""

from segtui.cli.session import Usage
from segtui.domain.errors import SegtuiError, Trouble
from segtui.domain.segments import Segment, SegmentState
from segtui.domain.text import quoted, shortened
from segtui.workspace.explaining import NO_ID
from segtui.workspace.workspace import Workspace

_UNKNOWN_ID = "no-such-segment"


class NoSuchSegment(SegtuiError):
    """Nothing has the text as its id, nor as its name."""

    code = _UNKNOWN_ID
    trouble = Trouble.UNSAFE


async def find_segment(workspace: Workspace, text: str) -> Segment:
    """The segment with an id, or else the only one with a name.

    The list is asked for only when there is no such id: it may have many pages.

    Raises:
        Usage: There is none, or several have the name.
        NoSuchSegment: There is none, and the text could be an id; the backend says what may have become of it.
        SegtuiError: The service couldn't be asked, or the segment isn't the profile's.
    """
    try:
        return await workspace.segment(text)
    except SegtuiError as error:
        if error.code not in {NO_ID, _UNKNOWN_ID}:
            raise
        refused = error
    named = [one for one in await workspace.segments() if one.name == text]
    if len(named) > 1:
        ids = shortened(", ".join(one.id for one in named), 200)
        raise Usage(f"{len(named)} segments are called {quoted(text)}: {ids}.", hint="Say which one by its id.")
    if named and named[0].state is SegmentState.UNREADABLE:
        return named[0]
    if named:
        return await workspace.segment(named[0].id)  # which may tell more than a list
    nothing = f"No segment has the id or the name {quoted(text)}."
    if refused.code == _UNKNOWN_ID:
        raise NoSuchSegment(nothing, hint=refused.hint)
    raise Usage(nothing, hint="All of them: segtui segments list")
