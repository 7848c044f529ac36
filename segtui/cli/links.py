"""`segtui links list`, `add` and `remove`: whom a segment is given to."""

from collections.abc import Iterator, Sequence

from segtui.cli.agreeing import agree
from segtui.cli.finding import find_segment
from segtui.cli.forms import Form, link_form, listed_segment_form, word
from segtui.cli.session import Call, Usage
from segtui.cli.tables import table
from segtui.cli.writes import DoneDifferently, WriteUnknown
from segtui.domain.segments import Segment, SegmentLink
from segtui.domain.text import printable, quoted
from segtui.workspace.linking import LinkOutcome, LinkTarget, give, link_targets, links_of, take_back, whom
from segtui.workspace.plans import Ending


async def show(call: Call) -> int:
    """List whom a segment is given to."""
    async with call.open() as workspace:
        links = await links_of(workspace, (await find_segment(workspace, call.args.segment)).id)
    call.output.result({"links": [link_form(link) for link in links]}, _lines(links))
    return 0


async def add(call: Call) -> int:
    """Give a segment to a team or a user."""
    kind, wanted = _whom(call)
    async with call.open() as workspace:
        segment = await find_segment(workspace, call.args.segment)
        target = _only_one(await link_targets(workspace), kind, wanted)
        agree(call, f"Give {quoted(segment.name)} to {whom(kind, target.name or target.id)}?")
        return _told(call, segment, await give(workspace, segment, target))


async def remove(call: Call) -> int:
    """Take a segment back from a team or a user."""
    kind, wanted = _whom(call)
    async with call.open() as workspace:
        segment = await find_segment(workspace, call.args.segment)
        links = await links_of(workspace, segment.id)
        targets = [LinkTarget(one.kind, one.target_id, one.name) for one in links]
        link = links[targets.index(_only_one(targets, kind, wanted))]
        agree(call, f"Take {quoted(segment.name)} back from {whom(link.kind, link.name or link.target_id)}?")
        return _told(call, segment, await take_back(workspace, segment, link))


def _whom(call: Call) -> tuple[str, str]:
    """The kind and the name or id that were given."""
    return next((kind, value) for kind in ("team", "user") if (value := getattr(call.args, kind)) is not None)


def _only_one(targets: Sequence[LinkTarget], kind: str, wanted: str) -> LinkTarget:
    """The one that an id or a whole name means.

    Raises:
        Usage: It is none of them, or several.
    """
    of_kind = [one for one in targets if one.kind == kind]
    found = [one for one in of_kind if one.id == wanted] or [
        one for one in of_kind if one.name.casefold() == wanted.casefold()
    ]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(one.id for one in found)
        raise Usage(f"There are {len(found)} with the name {quoted(wanted)}.", hint=f"Say which by its id: {ids}.")
    known = ", ".join(f"{quoted(one.name)} ({one.id})" for one in of_kind[:10])
    raise Usage(f"There is no {kind} {quoted(wanted)} to choose.", hint=f"Such as: {known}." if known else "")


def _told(call: Call, segment: Segment, outcome: LinkOutcome) -> int:
    links = None if outcome.links is None else [link_form(link) for link in outcome.links]
    form: Form = {
        "segment": listed_segment_form(segment),
        "outcome": {"ending": word(outcome.ending), "message": outcome.says, "links": links},
    }
    call.output.result(form, [printable(outcome.says)] if outcome.ending is Ending.DONE else [])
    if outcome.ending is Ending.UNKNOWN:
        raise WriteUnknown(outcome.says)
    if outcome.ending is Ending.DONE_DIFFERENTLY:
        raise DoneDifferently(outcome.says, hint="Look at it as it is now: segtui links list")
    return 0


def _lines(links: Sequence[SegmentLink]) -> Iterator[str]:
    if not links:
        yield "It is given to nobody."
        return
    yield from table(
        ("KIND", "ID", "NAME"),
        [(printable(one.kind), printable(one.target_id), printable(one.name) or "(not known)") for one in links],
    )
