"""Lists of which nobody knows whether they were made, because no answer came: somebody finds out, and tells it here."""

from segtui.backends.lists import TakesWord
from segtui.domain.segments import Segment, SegmentKind, SegmentState
from segtui.domain.text import quoted
from segtui.workspace.errors import Unsafe
from segtui.workspace.workspace import Workspace


def has_no_id(workspace: Workspace, segment: Segment) -> bool:
    """Whether a list's id isn't known, so that it can't be changed."""
    return isinstance(workspace.backend, TakesWord) and workspace.backend.lacks_id(segment)


def has_told_id(workspace: Workspace, segment: Segment) -> bool:
    """Whether a list's id is what somebody typed here, and no answer has borne it out yet."""
    return isinstance(workspace.backend, TakesWord) and workspace.backend.has_told_id(segment)


def takes_word(workspace: Workspace) -> bool:
    """Whether the service is one that can't be asked what became of a new segment."""
    return isinstance(workspace.backend, TakesWord)


def what_is_known(workspace: Workspace) -> str:
    """What somebody's wishes are compared with, as a clause: no more is known of a service that can't be asked."""
    return "what was sent last" if takes_word(workspace) else "what the service has"


def why_not_tell(workspace: Workspace, segment: Segment | None) -> str:
    """Why nobody needs to tell whether a list was made, or may not; empty when somebody can, or correct an id."""
    if segment is None:
        return "it isn't saved yet"
    if not (has_no_id(workspace, segment) or has_told_id(workspace, segment)):
        return "its id is known"
    # What is kept here can't be had from anywhere else, so a word against it is a change like any other.
    return workspace.why_not_create()


async def tell_id(workspace: Workspace, segment: Segment, real_id: str) -> Segment:
    """Tell that a list was made, and its id; nothing is sent.

    Raises:
        Unsafe: The service knows its lists itself.
        ServiceError: That can't be its id, its id is known, or the profile is read-only.
    """
    return await (await _taker(workspace, segment)).told_id(segment.id, real_id)


async def tell_not_made(workspace: Workspace, segment: Segment) -> Segment:
    """Tell that a list was not made, so that it may be sent; nothing is sent by this.

    Raises:
        Unsafe: The service knows its lists itself.
        ServiceError: Its id is known, or the profile is read-only.
    """
    return await (await _taker(workspace, segment)).told_not_made(segment.id)


async def _taker(workspace: Workspace, segment: Segment) -> TakesWord:
    backend = await workspace.connected()
    if not isinstance(backend, TakesWord):
        raise Unsafe(f"{workspace.title} tells itself what became of {quoted(segment.name)}, so nothing was changed.")
    return backend


def why_not_change(workspace: Workspace, segment: Segment) -> str:
    """Why nobody can be put onto a list or taken off it, as a clause; empty when that can be done."""
    if segment.kind is not SegmentKind.DYNAMIC and segment.people is None:
        return "who is on it isn't known here"
    if segment.people is None:
        return "it has a rule"
    if segment.state is SegmentState.UNSENT:
        return "it isn't sent yet"
    return "its id isn't known" if has_no_id(workspace, segment) else ""
