"""Whom a segment is given to: looked at, given, taken back; each change is checked before and read back after."""

from collections.abc import Callable, Sequence

from segtui.backends.base import LinksSegments, LinkTarget, TellsUses
from segtui.backends.errors import OutcomeUnknown, ServiceError
from segtui.domain.errors import SegtuiError, Trouble
from segtui.domain.record import record
from segtui.domain.segments import Segment, SegmentLink
from segtui.domain.text import quoted
from segtui.workspace.errors import Unsafe
from segtui.workspace.links_shown import link_words, whom, why_no_links
from segtui.workspace.plans import Ending
from segtui.workspace.workspace import Workspace

__all__ = [
    "HasItAlready",
    "LinkOutcome",
    "LinkTarget",
    "give",
    "give_all",
    "link_targets",
    "link_words",
    "links_of",
    "take_back",
    "targets_as",
    "uses_of",
    "whom",
    "why_no_links",
]


class HasItAlready(Unsafe):
    """A segment is to be given to somebody who has it."""


@record
class LinkOutcome:
    """How giving a segment, or taking it back, ended."""

    ending: Ending
    says: str
    """One or two sentences for a person."""
    links: tuple[SegmentLink, ...] | None
    """Whom it is given to afterwards; None when that couldn't be read."""


async def links_of(workspace: Workspace, segment_id: str) -> Sequence[SegmentLink]:
    """Whom a segment is given to, as the service has it now.

    Raises:
        Unsafe: The service knows no such thing.
        ServiceError: It couldn't be asked.
    """
    return await (await _linking(workspace)).links(segment_id)


async def link_targets(workspace: Workspace) -> Sequence[LinkTarget]:
    """Everybody whom segments can be given to, by kind and name.

    Raises:
        Unsafe: The service knows no such thing.
        ServiceError: It couldn't be asked.
    """
    found = await (await _linking(workspace)).link_targets()
    return sorted(found, key=lambda one: (one.kind, one.name.casefold(), one.id))


async def give(workspace: Workspace, segment: Segment, target: LinkTarget) -> LinkOutcome:
    """Give a segment to somebody, who hasn't got it yet.

    Raises:
        HasItAlready: They have it already.
        Unsafe: The profile is read-only, or the service knows no such thing.
        ServiceError: It was refused, or surely not sent.
    """
    backend = await _linking(workspace, to_change=True)
    to_whom = whom(target.kind, target.name or target.id)
    if _leading_to(target, await backend.links(segment.id)):
        raise HasItAlready(f"Nothing was sent: {to_whom} has {quoted(segment.name)} already.")
    silence: OutcomeUnknown | None = None
    try:
        await backend.link(segment.id, target)
    except OutcomeUnknown as error:
        silence = error
    return await _read_back(
        workspace,
        segment.id,
        silence,
        is_so=lambda links: bool(_leading_to(target, links)),
        says=(f"{quoted(segment.name)} is given to {to_whom}", f"{quoted(segment.name)} isn't given to {to_whom}"),
    )


async def take_back(workspace: Workspace, segment: Segment, link: SegmentLink) -> LinkOutcome:
    """Take a segment back from somebody.

    Raises:
        Unsafe: The profile is read-only, or the service knows no such thing.
        ServiceError: It was refused, such as a link of another segment, or surely not sent.
    """
    backend = await _linking(workspace, to_change=True)
    silence: OutcomeUnknown | None = None
    try:
        await backend.unlink(segment.id, link.id)
    except OutcomeUnknown as error:
        silence = error
    from_whom = whom(link.kind, link.name or link.target_id)
    return await _read_back(
        workspace,
        segment.id,
        silence,
        is_so=lambda links: all(one.id != link.id for one in links),
        says=(
            f"{quoted(segment.name)} is taken back from {from_whom}",
            f"{quoted(segment.name)} is still given to {from_whom}",
        ),
    )


async def uses_of(workspace: Workspace, segment: Segment) -> Sequence[str]:
    """What uses a segment, and whom it is given to, as far as the service tells: each in a few words.

    Raises:
        ServiceError: It couldn't be asked.
    """
    backend = await workspace.connected()
    uses = list(await backend.uses(segment.id)) if isinstance(backend, TellsUses) else []
    links = await backend.links(segment.id) if isinstance(backend, LinksSegments) else ()
    return [*uses, *(whom(link.kind, link.name or link.target_id) for link in links)]


async def targets_as(workspace: Workspace, like: Segment) -> tuple[tuple[LinkTarget, ...], str]:
    """Whom a duplicate is to be given to: everybody who has the original.

    Returns:
        Each once, and what is to be said of that beforehand; both empty where there is nobody.
    """
    backend = await workspace.connected()
    if not isinstance(backend, LinksSegments):
        return (), ""
    try:
        links = await backend.links(like.id)
    except ServiceError as error:
        if like.links is None:
            unread = f"Whom the original is given to couldn't be read: {error.message}"
            return (), f"{unread} The new segment won't be given to anybody."
        links = like.links
    found = {(one.kind, one.target_id): LinkTarget(one.kind, one.target_id, one.name) for one in links}
    targets = tuple(found.values())
    return targets, f"It will be given to {_listed(targets)}, as the original." if targets else ""


async def give_all(workspace: Workspace, made: Segment, targets: Sequence[LinkTarget]) -> LinkOutcome:
    """Give a segment that was just made to several, one after the other, until one fails. Nobody is given it twice.

    The segment is there whatever comes of it, so an error ends here, as a part of the outcome.
    """
    given: list[LinkTarget] = []
    links: tuple[SegmentLink, ...] | None = None
    for number, target in enumerate(targets):
        ending, why = Ending.DONE, ""
        try:
            outcome = await give(workspace, made, target)
            ending, why, links = outcome.ending, outcome.says, outcome.links
        except HasItAlready:
            pass  # the service itself gives new segments to some
        except SegtuiError as error:
            ending = Ending.UNKNOWN if error.trouble is Trouble.UNKNOWN_OUTCOME else Ending.DONE_DIFFERENTLY
            why = error.message
        if ending is not Ending.DONE:
            so_far = f"It is given to {_listed(given)}, and not" if given else "It isn't given"
            left = targets[number + 1 :]
            rest = f" Nothing was sent for {_listed(left)}." if left else ""
            return LinkOutcome(ending, f"{so_far} to all who have the original: {why}{rest}", links)
        given.append(target)
    return LinkOutcome(Ending.DONE, f"It is given to {_listed(given)}, as the original.", links)


async def _linking(workspace: Workspace, *, to_change: bool = False) -> LinksSegments:
    reason = why_no_links(workspace, to_change=to_change)
    backend = await workspace.connected() if not reason else None
    if not isinstance(backend, LinksSegments):
        raise Unsafe(f"Nothing was sent: {reason or 'this service gives its segments to nobody'}.")
    return backend


async def _read_back(
    workspace: Workspace,
    segment_id: str,
    silence: OutcomeUnknown | None,
    *,
    is_so: Callable[[Sequence[SegmentLink]], bool],
    says: tuple[str, str],
) -> LinkOutcome:
    """Look whether it happened.

    Args:
        workspace: Where to look.
        segment_id: Of which segment.
        silence: What kept the answer away; None when there was one.
        is_so: Whether the links are as they should be.
        says: What to say when they are, and when they aren't.
    """
    done, undone = says
    try:
        links = tuple(await links_of(workspace, segment_id))
    except ServiceError as error:
        what = f"Whether {done} couldn't be read back: {error.message} Look again before you repeat it."
        return LinkOutcome(Ending.UNKNOWN, what, None)
    if is_so(links):
        return LinkOutcome(Ending.DONE, f"{done}; read back and checked.", links)
    if silence is not None:
        what = f"No answer came, and so far {undone}. It may still happen: look again before you repeat it."
        return LinkOutcome(Ending.UNKNOWN, what, links)
    return LinkOutcome(Ending.DONE_DIFFERENTLY, f"The service said yes, but {undone}.", links)


def _leading_to(target: LinkTarget, links: Sequence[SegmentLink]) -> Sequence[SegmentLink]:
    return [link for link in links if (link.kind, link.target_id) == (target.kind, target.id)]


def _listed(targets: Sequence[LinkTarget]) -> str:
    words = [whom(one.kind, one.name or one.id) for one in targets]
    return " and ".join(", ".join(words).rsplit(", ", 1))
