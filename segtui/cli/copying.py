"""`segtui segments copy`: what becomes of each condition in another service, and then a new segment like any other."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC

from segtui.cli.dry_run import dry_run_form
from segtui.cli.finding import find_segment
from segtui.cli.forms import Form, word
from segtui.cli.freezing import frozen
from segtui.cli.session import Call
from segtui.cli.tables import wrapped
from segtui.cli.writes import finish
from segtui.domain.segments import Segment, SegmentKind
from segtui.domain.text import printable, quoted
from segtui.domain.translating import Fate, Line, Translation
from segtui.workspace.copying import Wishes, plan_copy, translate, typed_fields
from segtui.workspace.detail_book import DetailBook
from segtui.workspace.errors import DetailMissing, Unsafe
from segtui.workspace.typed_details import missing_in_command, typed_details
from segtui.workspace.workspace import Workspace

_FATE_WIDTH = max(len(fate) for fate in Fate)


async def copy(call: Call) -> int:
    """Copy a segment to another profile."""
    fields = typed_fields(call.args.fields)
    async with call.open() as source, _target(call, source) as target:
        segment = await find_segment(source, call.args.segment)
        book = DetailBook(target)
        wishes = Wishes(call.args.name, fields, await typed_details(book, call.args.details, creating=True))
        if call.args.freeze or segment.kind is not SegmentKind.DYNAMIC:
            return await frozen(call, source, segment, target, wishes)
        translation = await translate(source, segment, target, wishes, UTC)
        report = _report_form(source, target, translation)
        if not call.output.as_json:
            call.output.told(_report_lines(source, segment, target, translation))
        dates = call.session.intents(source).of(segment.id)
        try:
            copied = await plan_copy(source, segment, target, wishes, translation, dates=dates)
        except Unsafe as why:
            if call.output.as_json:
                call.output.result({**dry_run_form(call, target), "plan": None, "outcome": None, "report": report}, ())
            if isinstance(why, DetailMissing):
                raise await missing_in_command(book, why) from why
            raise
        return await finish(call, target, copied.plan, copied.meant, beside={"report": report}, words=book.step_words)


@asynccontextmanager
async def _target(call: Call, source: Workspace) -> AsyncIterator[Workspace]:
    """The profile to copy to; the one that is open already isn't opened twice."""
    if call.args.to == source.profile.name:
        yield source
        return
    async with call.open(call.args.to) as target:
        yield target


def _report_form(source: Workspace, target: Workspace, translation: Translation) -> Form:
    return {
        "from": source.profile.name,
        "to": target.profile.name,
        "conditions": [
            {
                "path": list(line.path),
                "fate": word(line.fate),
                "before": line.was,
                "after": line.now or None,
                "why": list(line.why),
                "intent": line.intent or None,
            }
            for line in translation.lines
        ],
        "remarks": list(translation.remarks),
        "why_not": translation.why_not or None,
    }


def _report_lines(source: Workspace, segment: Segment, target: Workspace, translation: Translation) -> Iterator[str]:
    here, there = (f"{one.title} ({printable(one.profile.name)})" for one in (source, target))
    yield from wrapped(f"Copy {quoted(segment.name)} from {here} to {there}")
    for line in translation.lines:
        yield from _condition_lines(line)
    for remark in translation.remarks:
        yield from wrapped(printable(remark))
    counted = {fate: sum(1 for line in translation.lines if line.fate is fate) for fate in Fate}
    if translation.lines:
        yield "; ".join(f"{fate}: {count}" for fate, count in counted.items() if count)
    yield ""


def _condition_lines(line: Line) -> Iterator[str]:
    indent = " " * (_FATE_WIDTH + 4)
    yield from wrapped(line.was, f"  {line.fate:<{_FATE_WIDTH}}  ", indent)
    if line.now and line.now != line.was:
        yield from wrapped(f"→ {line.now}", indent, indent + "  ")
    for why in line.why:
        yield from wrapped(printable(why), indent + "  ")
