"""Which segment is meant by what was typed."""

from segtui.cli.session import Usage
from segtui.domain.errors import SegtuiError
from segtui.domain.segments import Segment
from segtui.domain.text import quoted, shortened
from segtui.workspace.explaining import NO_ID
from segtui.workspace.workspace import Workspace


async def find_segment(workspace: Workspace, text: str) -> Segment:
    """The segment with an id, or else the only one with a name.

    Raises:
        Usage: There is none, or several have the name.
        SegtuiError: The service couldn't be asked.
    """
    listed = await workspace.segments()
    named = [one for one in listed if one.id == text] or [one for one in listed if one.name == text]
    if len(named) > 1:
        ids = shortened(", ".join(one.id for one in named), 200)
        raise Usage(f"{len(named)} segments are called {quoted(text)}: {ids}.", hint="Say which one by its id.")
    if named:
        return named[0]
    try:
        return await workspace.segment(text)
    except SegtuiError as error:
        if error.code != NO_ID:
            raise
    raise Usage(f"No segment has the id or the name {quoted(text)}.", hint="All of them: segtui segments list")
