"""`segtui members add`: people into lists of the service."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence

from segtui.cli.agreeing import agree, says_yes
from segtui.cli.dry_run import dry_run_form, dry_run_lines
from segtui.cli.files import content_of
from segtui.cli.finding import find_segment
from segtui.cli.forms import Form, count_form, person_form, word
from segtui.cli.people import bad_form
from segtui.cli.session import Call, Usage
from segtui.cli.tables import wrapped
from segtui.cli.writes import DoneDifferently, WriteUnknown, is_read
from segtui.domain.counting import Count
from segtui.domain.record import record
from segtui.domain.segments import Segment
from segtui.domain.text import printable, quoted
from segtui.workspace.additions import Addition, AdditionReport
from segtui.workspace.member_files import Identifier, IdentifierFile, Matched, match, read_identifiers
from segtui.workspace.members import adding, carry_out_addition, plan_addition
from segtui.workspace.people_files import row_words
from segtui.workspace.plans import Ending
from segtui.workspace.workspace import Workspace

_LOOK_FIRST = "Look at it with --dry-run, then say --yes."

_GO_ON = "To go on, run the same command again: whoever is in already stays in."

_MOST_TOLD = 20
"""Identifiers of a sort that a person is told; --json has all."""


@record
class _Whom:
    """Who is to be added, and what came of looking for them."""

    matched: Matched
    file: IdentifierFile = IdentifierFile(())
    remarks: tuple[str, ...] = ()


async def add(call: Call) -> int:
    """Take people into lists, shown first, agreed to, sent in as many requests as it takes."""
    args = call.args
    if args.column is not None and args.file is None:
        raise Usage("--column belongs to --from.")
    file = read_identifiers(*content_of(args.file), column=args.column) if args.file is not None else None
    async with call.open() as workspace:
        segments = [await find_segment(workspace, one) for one in args.segments]
        await adding(workspace, segments)  # before thousands are read for nothing
        whom = await _matched(workspace, file) if file is not None else await _selected(workspace, args.selection)
        if is_read(call):
            call.output.told(_whom_lines(workspace, whom))
        people = whom.matched.people
        # A dry run is there to tell who isn't known, too.
        looks_only = args.dry_run and not people
        addition = Addition(tuple(segments), (), ()) if looks_only else await plan_addition(workspace, segments, people)
        if is_read(call):
            call.output.told(_addition_lines(workspace, addition))
        report = None if args.dry_run else await _carried_out(call, workspace, addition)
    form = {**_form(whom, addition), **dry_run_form(call, workspace), "outcome": _outcome_form(report)}
    call.output.result(form, _report_lines(report) if report is not None else dry_run_lines(workspace))
    if report is not None:
        _raise_unless_done(report)
    return 0


def _raise_unless_done(report: AdditionReport) -> None:
    if report.trouble is not None and report.ending is Ending.UNKNOWN:
        raise WriteUnknown(report.trouble.message, hint=_GO_ON) from report.trouble
    if report.trouble is not None:
        raise report.trouble
    if report.ending is not Ending.DONE:
        raise DoneDifferently(report.says, hint=_GO_ON)


async def _matched(workspace: Workspace, file: IdentifierFile) -> _Whom:
    sample = await workspace.sample()
    several = workspace.lead_word.several
    remark = f"Only the first {len(sample.leads):,} {several} were looked at, so others may be known all the same."
    remarks = () if sample.is_everybody else (remark,)
    return _Whom(match(file.identifiers, sample.leads), file, (*file.remarks, *remarks))


async def _selected(workspace: Workspace, name: str) -> _Whom:
    selection = await find_segment(workspace, name)
    if selection.rule is None:
        raise Usage(
            f"{quoted(selection.name)} is a list and has no rule, so it selects nobody.",
            hint="Name a segment with a rule.",
        )
    feed = await workspace.preview(selection.rule, selection)
    while not feed.is_complete:
        await feed.more()
    note = (feed.note,) if feed.note else ()
    return _Whom(Matched(tuple(feed.rows)), remarks=(f"{quoted(selection.name)} selects {feed.count}.", *note))


async def _carried_out(call: Call, workspace: Workspace, addition: Addition) -> AdditionReport:
    agree(call, f"Add {workspace.lead_word.counted(len(addition.people))}?", _LOOK_FIRST)
    report = await _sent(call, workspace, addition)
    while report.rest.chunks and not call.args.yes:
        # Whoever was asked once is there to be asked again.
        call.output.told(wrapped(printable(report.says)))
        if not says_yes("Go on with what is left?"):
            return report
        report = await _sent(call, workspace, report.rest)
    return report


async def _sent(call: Call, workspace: Workspace, addition: Addition) -> AdditionReport:
    left = addition

    def told(rest: Addition) -> None:
        nonlocal left
        left = rest
        if rest.total > 1 and is_read(call):
            call.output.told([f"{len(rest.sent)} of {rest.total} requests done"])

    try:
        return await carry_out_addition(workspace, addition, told)
    except asyncio.CancelledError:
        raise WriteUnknown(
            f"Interrupted: {len(left.sent)} of {left.total} requests are done; of the next one it isn't known.",
            hint=_GO_ON,
        ) from None


def _whom_lines(workspace: Workspace, whom: _Whom) -> Iterator[str]:
    if whom.file.read_as:
        yield f"Read as {printable(whom.file.read_as)}"
    for remark in whom.remarks:
        yield from wrapped(printable(remark))
    matched = whom.matched
    yield f"Found: {workspace.lead_word.counted(len(matched.people))}"
    yield from _identifier_lines("Unknown", matched.unknown)
    yield from _identifier_lines("Named again", matched.twice)
    yield from _identifier_lines("Of several, so nobody is taken", matched.unclear)
    yield from _listed("Rows that can't be read", [row_words(row) for row in whom.file.bad])


def _identifier_lines(title: str, identifiers: Sequence[Identifier]) -> Iterator[str]:
    yield from _listed(title, [f"line {one.line}: {quoted(one.text)}" for one in identifiers])


def _listed(title: str, lines: Sequence[str]) -> Iterator[str]:
    if not lines:
        return
    yield f"{title}: {len(lines):,}"
    yield from (f"  {line}" for line in lines[:_MOST_TOLD])
    if len(lines) > _MOST_TOLD:
        yield f"  … and {len(lines) - _MOST_TOLD:,} more"


def _addition_lines(workspace: Workspace, addition: Addition) -> Iterator[str]:
    yield f"Add {workspace.lead_word.counted(len(addition.people))} to:"
    yield from segment_lines(addition.segments)
    yield f"Requests: {addition.total}"


def segment_lines(segments: Sequence[Segment]) -> Iterator[str]:
    """Segments into which people are to be taken, a line each."""
    for one in segments:
        size = f", {one.size}" if one.size is not None else ""
        yield f"  {quoted(one.name)} ({printable(one.id)}){size}"


def _report_lines(report: AdditionReport) -> Iterator[str]:
    yield from wrapped(printable(report.says))
    yield from count_lines(report.rest.segments, report.counts)
    if report.ending is Ending.DONE_DIFFERENTLY and report.trouble is not None:
        yield _GO_ON  # else whatever is raised says so


def count_lines(segments: Sequence[Segment], counts: Mapping[str, Count | None] | None) -> Iterator[str]:
    """How many the service counts in segments into which somebody was taken; nothing when it couldn't be asked."""
    if counts is None:
        return
    for segment in segments:
        count = counts.get(segment.id)
        yield f"  {quoted(segment.name)} now: {count if count is not None else 'not known'}"
    yield "The service may count those just added a little later."


def _form(whom: _Whom, addition: Addition) -> Form:
    matched = whom.matched
    return {
        "segments": segments_form(addition.segments),
        "people": [person_form(person) for person in addition.people],
        "requests": addition.total,
        "unknown": _identifiers_form(matched.unknown),
        "twice": _identifiers_form(matched.twice),
        "unclear": _identifiers_form(matched.unclear),
        "bad": [bad_form(row) for row in whom.file.bad],
        "remarks": list(whom.remarks),
    }


def _outcome_form(report: AdditionReport | None) -> Form | None:
    if report is None:
        return None
    return {
        "ending": word(report.ending),
        "message": report.says,
        "requests_done": len(report.rest.sent),
        "not_sent": [person.id for person in report.rest.people_left],
        "counts": counts_form(report.counts),
    }


def segments_form(segments: Sequence[Segment]) -> list[Form]:
    """Segments into which people are to be taken."""
    return [{"id": one.id, "name": one.name} for one in segments]


def counts_form(counts: Mapping[str, Count | None] | None) -> Form:
    """How many the service counts in segments, by their ids; null where it doesn't say."""
    return {segment_id: count_form(count) for segment_id, count in (counts or {}).items()}


def _identifiers_form(identifiers: Sequence[Identifier]) -> list[Form]:
    return [{"line": one.line, "text": one.text} for one in identifiers]
