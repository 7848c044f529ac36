"""`segtui lint`: every segment that doesn't do what it says."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from segtui.cli.finding import find_segment
from segtui.cli.forms import Form, diagnostic_form
from segtui.cli.session import Call, Usage
from segtui.cli.tables import short_name, table, wrapped
from segtui.domain.diagnostics import Diagnostic, Severity
from segtui.domain.explanation_words import place
from segtui.domain.likeness import SAME_RULE, likeness
from segtui.domain.record import record
from segtui.domain.segments import Segment
from segtui.domain.text import printable, quoted
from segtui.workspace.linting import lint_rule, look_at_leads

_MATTERS = frozenset({Severity.REFUSE, Severity.WARN})


@record
class _Linted:
    segment: Segment
    diagnostics: Sequence[Diagnostic]


async def lint(call: Call) -> int:
    """Tell what is wrong with one segment, or with all of the project."""
    wanted = call.args.segment
    if wanted is not None and call.args.all:
        raise Usage("Either one segment is looked at or all are, not both.", hint="Leave out the segment or --all.")
    async with call.open() as workspace:
        segments = [await find_segment(workspace, wanted)] if wanted is not None else await workspace.segments()
        looked = await look_at_leads(workspace)
        intents = call.session.intents(workspace)
        linted = [
            _Linted(
                one, lint_rule(workspace, one.rule, one, looked, intents.of(one.id)) if one.rule is not None else ()
            )
            for one in segments
        ]
        everything = segments if wanted is None else await workspace.segments()
    alike: dict[str, list[Segment]] = defaultdict(list)
    for other in everything:
        if other.rule is not None:
            alike[likeness(other.rule)].append(other)
    linted = [replace(one, diagnostics=(*_twins(one.segment, alike), *one.diagnostics)) for one in linted]
    for notice in intents.take_notices():
        call.output.warned(notice)
    diagnostics = [one for each in linted for one in each.diagnostics]
    form: Form = {
        "profile": workspace.profile.name,
        "segments": [_form(one) for one in linted],
        "totals": {severity.value: sum(one.severity is severity for one in diagnostics) for severity in Severity},
        "leads_looked_at": looked.facts.looked_at if looked is not None else 0,
    }
    lines = _all_lines(linted) if wanted is None else _one_lines(linted[0])
    call.output.result(form, lines)
    return int(any(one.severity in _MATTERS for one in diagnostics))


_TWINS_NAMED = 3


def _twins(segment: Segment, alike: Mapping[str, Sequence[Segment]]) -> Iterator[Diagnostic]:
    """Other segments whose rule says the same: one note, for however many copies there are."""
    if segment.rule is None or not segment.rule.children:
        return
    others = [other for other in alike.get(likeness(segment.rule), ()) if other.id != segment.id]
    if not others:
        return
    named = [f"{quoted(other.name)} ({printable(other.id)})" for other in others[:_TWINS_NAMED]]
    if more := len(others) - len(named):
        named.append(f"{more:,} more")
    whose = f"{', '.join(named[:-1])} and {named[-1]} have" if len(named) > 1 else f"{named[0]} has"
    yield Diagnostic(SAME_RULE, Severity.NOTE, (), f"{whose} the same rule.")


def _form(linted: _Linted) -> Form:
    return {
        "id": linted.segment.id,
        "name": linted.segment.name,
        "diagnostics": [diagnostic_form(one) for one in linted.diagnostics],
    }


def _all_lines(linted: Sequence[_Linted]) -> Iterator[str]:
    rows = [
        (
            one.segment.id,
            diagnostic.severity.value,
            place(diagnostic.path),
            diagnostic.code,
            short_name(one.segment.name),
        )
        for one in linted
        for diagnostic in one.diagnostics
    ]
    odd = sum(any(one.severity in _MATTERS for one in each.diagnostics) for each in linted)
    if rows:
        yield from table(("ID", "HOW BAD", "WHERE", "CODE", "NAME"), rows)
        yield ""
    yield from wrapped(f"{odd} of {len(linted)} segments don't do what they say.")
    if rows:
        yield "In full, with what to do: segtui lint SEGMENT"


def _one_lines(linted: _Linted) -> Iterator[str]:
    yield from wrapped(short_name(linted.segment.name))
    if not linted.diagnostics:
        yield "Nothing to tell: it does what it says."
    for one in linted.diagnostics:
        yield from wrapped(f"{one.severity.value}  {place(one.path)}  {one.code}: {one.message}", "", "  ")
        if one.fix is not None:
            yield from wrapped(f"instead, {one.fix.says}", "  ", "    ")
