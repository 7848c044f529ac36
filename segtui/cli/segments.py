"""`segtui segments list`, `show` and `preview`: what there is, and who is in it."""

from collections.abc import Iterable, Iterator, Sequence

from segtui.cli.finding import find_segment
from segtui.cli.forms import (
    Form,
    comparison_form,
    count_form,
    frozen_form,
    lead_form,
    listed_segment_form,
    segment_form,
    served_form,
)
from segtui.cli.rules import check_rule_options, has_rule_options, rule_lines, wanted_rule
from segtui.cli.session import Call, Usage
from segtui.cli.tables import moment_text, pairs, table, text_width, wrapped
from segtui.domain.counting import Source
from segtui.domain.difference import detail_words
from segtui.domain.errors import SegtuiError
from segtui.domain.lead_word import LeadWord
from segtui.domain.leads import Lead
from segtui.domain.lint.dates import frozen_diagnostics
from segtui.domain.lint.dialect import ServedRule
from segtui.domain.phrase import phrase, phrase_lines
from segtui.domain.record import record
from segtui.domain.rule_text.printing import rule_text
from segtui.domain.rules import Condition, Group, Opaque, walk
from segtui.domain.search_forms import FORMS
from segtui.domain.searching import Place, read_search
from segtui.domain.segments import Segment, SegmentState
from segtui.domain.text import printable, quoted
from segtui.domain.wording import value_text
from segtui.workspace.desk import Desk
from segtui.workspace.errors import Unsafe
from segtui.workspace.feed import LeadFeed
from segtui.workspace.links_shown import link_words
from segtui.workspace.linting import LintBook, Looked, look_at_leads
from segtui.workspace.list_looks import receipt_words
from segtui.workspace.member_reasons import has_rules
from segtui.workspace.rule_texts import how_written, text_name
from segtui.workspace.workspace import Workspace

_VALUE_COLUMNS = 2


class PreviewOfDeleted(Unsafe):
    """A preview of a segment that was deleted."""

    code = "segment-deleted"


class NotByServer(Unsafe):
    """A preview that only the service should count, and can't."""

    code = "not-by-server"


async def show_all(call: Call) -> int:
    """List the segments."""
    async with call.open() as workspace:
        segments = await _found(call, workspace, await workspace.segments(), call.args.search)
        forms = FORMS if has_rules(workspace) else ""
    form: Form = {
        "profile": workspace.profile.name,
        "segments": [listed_segment_form(one) for one in segments],
        "total": len(segments),
    }
    call.output.result(form, _list_lines(segments, call.args.search, forms))
    return 0


async def _found(call: Call, workspace: Workspace, segments: Sequence[Segment], words: str) -> Sequence[Segment]:
    """The segments that have all that is looked for, in their order."""
    intents = call.session.intents(workspace)
    desk, book = Desk(intents=intents), LintBook(workspace)
    desk.load(segments)
    if read_search(words).asks(Place.LINT) and has_rules(workspace):
        await book.look_at([(one.rule, one) for one in segments], await _looked(call, workspace))
        for notice in intents.take_notices():
            call.output.warned(notice)
    lines = desk.lines(words, said=lambda line: book.of(line.rule, line.segment))
    return [line.segment for line in lines if line.segment is not None]


async def _looked(call: Call, workspace: Workspace) -> Looked | None:
    """The leads that lint looks at; where they can't be, it is said that what it tells by them isn't found."""
    why = workspace.why_not_leads()
    try:
        looked = await look_at_leads(workspace)
    except SegtuiError as error:
        looked, why = None, error.message
    if looked is None:
        leads = workspace.lead_word.several
        call.output.warned(f"What lint says by the {leads} looked at isn't known: {why}")
    return looked


def _list_lines(segments: Sequence[Segment], words: str, forms: str) -> Iterator[str]:
    if not segments and words:
        yield f"No segment has all of this.{f' What can be looked for: {forms}' if forms else ''}"
        return
    if not segments:
        yield "There are no segments yet. Make one: segtui segments create --help"
        return
    rows = [[one.id, moment_text(one.updated_at), _listed_name(one)] for one in segments]
    heads = ["ID", "UPDATED", "NAME"]
    if any(one.size is not None for one in segments):
        heads.insert(2, "SIZE")
        for row, one in zip(rows, segments, strict=True):
            row.insert(2, _listed_size(one))
    yield from table(heads, rows)


def _listed_size(segment: Segment) -> str:
    """How many are in a segment, where the list tells."""
    value = segment.size.value if segment.size is not None else None
    return f"{value:,}" if value is not None else ""


def _listed_name(segment: Segment) -> str:
    """A name, and what is to be known before the segment is trusted, such as that it may not have arrived."""
    name = segment.name.strip() or "(no name)"
    return name if segment.state is SegmentState.ACTIVE else f"{name} ({segment.state})"


async def show(call: Call) -> int:
    """Show one segment, its rule, and what the service makes of it."""
    async with call.open() as workspace:
        segment = await find_segment(workspace, call.args.segment)
        told = await receipt_words(await workspace.connected(), segment)
    if segment.rule is None:
        form: Form = {"segment": segment_form(segment), "sentence": None, "text": None, "served": None, "frozen": []}
        call.output.result(form, _list_in_lines(segment, workspace.lead_word, told))
        return 0
    rule = segment.rule
    served = workspace.served(rule, segment)
    intents = call.session.intents(workspace)
    dates = intents.of(segment.id)
    for notice in intents.take_notices():
        call.output.warned(notice)
    names, word = workspace.field_names(rule), workspace.lead_word
    stored_text = tuple(_stored_text(workspace, segment, rule))
    sentence = phrase_lines(rule, text_width(), names, workspace.dialect.semantics, word=word)
    in_full = rule_lines(rule, served, word, tuple(frozen_diagnostics(rule, dates)))
    call.output.result(
        {
            "segment": segment_form(segment),
            "sentence": phrase(rule, names, workspace.dialect.semantics, word=word),
            "text": rule_text(rule),
            "served": served_form(served),
            "frozen": frozen_form(rule, dates),
        },
        (*_segment_lines(segment, rule, sentence, in_full), *stored_text),
    )
    return 0


def _head_lines(segment: Segment) -> Iterator[str]:
    """What there is to say of a segment besides what it is made of."""
    yield from wrapped(printable(segment.name)) or ["(no name)"]
    links = [link_words(link) for link in segment.links or ()]
    yield from pairs(
        [
            ("id", segment.id),
            ("state", segment.state.value),
            ("updated", moment_text(segment.updated_at)),
            ("created", moment_text(segment.created_at)),
            ("created by", segment.created_by or ""),
            ("last used", moment_text(segment.used_at)),
            *((key, detail_words(value)) for key, value in segment.details.items()),
            ("given to", ", ".join(links)),
        ]
    )


def _list_in_lines(segment: Segment, word: LeadWord, told: Sequence[str]) -> Iterator[str]:
    yield from _head_lines(segment)
    yield ""
    yield f"A list of {word.people}, without a rule."
    yield f"On it: {segment.size or 'not known'}"
    for sentences in told:
        yield from wrapped(sentences)


def _segment_lines(segment: Segment, rule: Group, sentence: Sequence[str], in_full: Iterator[str]) -> Iterator[str]:
    yield from _head_lines(segment)
    yield ""
    for line in sentence:
        clause = line.lstrip()
        indent = " " * (len(line) - len(clause))
        yield from wrapped(clause, indent, indent + "  ")
    yield ""
    yield from in_full
    yield ""
    # On one line, however long: it is there to be copied.
    yield f"As text: {rule_text(rule)}"


def _stored_text(workspace: Workspace, segment: Segment, rule: Group) -> Iterator[str]:
    """The service's own text of a rule, where there is something odd about it. On one line, to be copied."""
    if not segment.written:
        return
    how = how_written(workspace, segment)
    if how or any(isinstance(node, Opaque) for _, node in walk(rule)):
        stored = f"is stored {how}" if how else "as it is stored"
        yield f"The {text_name(workspace)} {stored}: {printable(segment.written)}"


async def preview(call: Call) -> int:
    """Count the leads of a segment or of a rule, and show the first ones. Of a list, whoever is known to be on it."""
    check_rule_options(call)
    if (call.args.segment is None) is not has_rule_options(call):
        raise Usage(
            "A preview needs a segment, or a rule, and not both.",
            hint="Such as: segtui segments preview --filter 'city = Rome'",
        )
    async with call.open() as workspace:
        stored, rule = await _previewed(call, workspace)
        served = workspace.served(rule, stored) if rule is not None else None
        feed = await _feed(call, workspace, rule, stored, served)
        while len(feed.rows) < call.args.limit and not feed.is_complete:
            await feed.more()
    leads = feed.rows[: call.args.limit]
    form: Form = {
        "count": count_form(feed.count),
        "comparison": comparison_form(feed.comparison),
        "note": feed.note or None,
        "served": served_form(served) if served is not None else None,
        "leads": [lead_form(lead) for lead in leads],
    }
    shown = _Shown(leads, _columns(rule, [one.path for one in workspace.dialect.fields]), workspace.lead_word)
    in_full = rule_lines(rule, served, shown.word) if rule is not None and served is not None else ()
    call.output.result(form, _preview_lines(feed, in_full, shown))
    return 0


async def _previewed(call: Call, workspace: Workspace) -> tuple[Segment | None, Group | None]:
    """What is to be previewed: a stored segment with its rule, which a list hasn't got, or a rule alone."""
    if call.args.segment is None:
        return None, wanted_rule(call, workspace, Group()).rule
    stored = await find_segment(workspace, call.args.segment)
    if stored.state is SegmentState.DELETED:
        raise PreviewOfDeleted(
            f"The segment {quoted(stored.name)} has been deleted on the service, "
            f"so it selects {workspace.lead_word.nobody} any more.",
            hint=f"To see what it said: segtui segments show {stored.id}",
        )
    return stored, stored.rule


async def _feed(
    call: Call, workspace: Workspace, rule: Group | None, stored: Segment | None, served: ServedRule | None
) -> LeadFeed:
    if rule is None or served is None:
        if call.args.source is not None:
            raise Usage("A list has no rule to be counted by.", hint="Leave --source out to see who is on it.")
        return await workspace.preview(Group(), stored)
    by_server = call.args.source == "server"
    if by_server and served.rule is None:
        raise NotByServer("The service would never answer this rule, so it isn't asked.", hint=_SAMPLE)
    feed = await workspace.preview(rule, stored, only_sample=call.args.source == "sample")
    if by_server and feed.count.source is not Source.SERVER:
        raise NotByServer("The service can't count exactly by this rule before it is saved.", hint=_SAMPLE)
    return feed


_SAMPLE = "Leave --source out, or say --source sample, to count it here."


@record
class _Shown:
    """The first leads of a preview, as they are shown."""

    leads: Sequence[Lead]
    columns: Sequence[str]
    """Paths of the fields beside the name."""
    word: LeadWord
    """What the service calls them."""


def _preview_lines(feed: LeadFeed, in_full: Iterable[str], shown: _Shown) -> Iterator[str]:
    leads, word = shown.leads, shown.word
    yield str(feed.count)
    if feed.comparison is not None:
        yield f"What the rule says: {feed.comparison.meant}"
        yield f"What the service selects of the same {word.title}: {feed.comparison.served}"
    if feed.note:
        yield from wrapped(printable(feed.note))
    yield from in_full
    if not leads:
        return
    yield ""
    more = "" if feed.is_complete and len(leads) == len(feed.rows) else ", and there are more"
    yield f"{word.title.capitalize()} 1 to {len(leads)}{more}:"
    rows = ([lead.id, lead.name, *(_values(lead, path) for path in shown.columns)] for lead in leads)
    yield from table(("ID", "NAME", *map(printable, shown.columns)), rows)


def _columns(rule: Group | None, fields: Sequence[str]) -> Sequence[str]:
    """Fields worth a column: those that the rule asks about, then the service's own."""
    asked = [node.field for _, node in walk(rule or Group()) if isinstance(node, Condition)]
    # The service's first field is the name, which has its column already.
    paths = dict.fromkeys([*asked, *fields[1:]])
    return [path for path in paths if path not in fields[:1]][:_VALUE_COLUMNS]


def _values(lead: Lead, path: str) -> str:
    return ", ".join(value_text(value) for value in lead.found(path))
