"""`segtui people`: who is on a list that segtui keeps."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from segtui.cli.files import are_same, check_unwritten, content_of, written
from segtui.cli.finding import find_segment
from segtui.cli.forms import Form, listed_segment_form, word
from segtui.cli.session import Call, Usage
from segtui.cli.tables import short_name, table, wrapped
from segtui.cli.writes import finish, is_read
from segtui.domain.lead_word import LeadWord
from segtui.domain.people import Person, as_document, problem_words, problems
from segtui.domain.segments import Segment
from segtui.domain.text import printable, quoted
from segtui.store.private_files import write_private
from segtui.workspace.importing import Import, draft_with, import_lines, import_people, people_csv, people_of
from segtui.workspace.people_files import SEPARATORS, BadRow, Sheet, bad_rows_csv, read_sheet, row_words
from segtui.workspace.people_mapping import PeopleMapping
from segtui.workspace.saving import plan_update

_MOST_TOLD = 50
"""Lines about rows that a person is told; --json and --bad have all."""


async def take_in(call: Call) -> int:
    """Take people of a file onto a list, and send the whole list."""
    args = call.args
    # What was typed and what is on disk is looked at before the service is asked.
    _check_bad(call)
    sheet = read_sheet(*content_of(args.file))
    mapping = PeopleMapping.guessed(sheet.columns).with_typed(args.mapping)
    async with call.open() as workspace:
        segment = await find_segment(workspace, args.segment)
        found = import_people(sheet, mapping, () if args.replace else people_of(segment))
        if is_read(call):
            call.output.told(_import_lines(sheet, mapping, found, workspace.lead_word))
        if args.bad is not None and found.bad:
            _keep_bad(call, sheet, found)
        draft = draft_with(segment, found, replace_all=args.replace)
        plan = await plan_update(workspace, segment, draft)
        return await finish(call, workspace, plan, beside={"import": _import_form(sheet, mapping, found)})


def _check_bad(call: Call) -> None:
    """Make sure that the file of rows that are kept out replaces nothing, least of all the file they come from.

    Raises:
        Usage: It is that file.
        FileInTheWay: Something else is there.
    """
    args = call.args
    if args.bad is None:
        return
    if args.bad == "-":
        raise Usage("--bad needs a file: standard output is for the result.", hint="--json tells these rows, too.")
    if args.file != "-" and are_same(args.file, args.bad):
        raise Usage("--bad names the file that is imported; it would be replaced.", hint="Name another file.")
    check_unwritten(args.bad, force=args.force)


def _keep_bad(call: Call, sheet: Sheet, found: Import) -> None:
    bad, says = call.args.bad, "This is a dry run, so they aren't written to"
    if not call.args.dry_run:
        check_unwritten(bad, force=call.args.force)
        write_private(Path(bad), bad_rows_csv(sheet, found.bad))
        says = "They are written to"
    if is_read(call):
        call.output.told([f"{says} {printable(bad)}."])


def _import_lines(sheet: Sheet, mapping: PeopleMapping, found: Import, lead_word: LeadWord) -> Iterator[str]:
    yield f"Read as {printable(sheet.read_as)}"
    for remark in sheet.remarks:
        yield from wrapped(printable(remark))
    yield "Columns:"
    yield from (f"  {line}" for line in mapping.lines())
    yield from _first(list(import_lines(found, lead_word)))
    if found.bad:
        yield f"Rows kept out: {len(found.bad):,}"
        yield from _first([f"  {row_words(row)}" for row in found.bad])


def _first(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:_MOST_TOLD]
    if len(lines) > _MOST_TOLD:
        yield f"  … and {len(lines) - _MOST_TOLD:,} more"


def _import_form(sheet: Sheet, mapping: PeopleMapping, found: Import) -> Form:
    return {
        "read_as": sheet.read_as,
        "columns": [
            {"column": column, "use": str(use)} for column, use in zip(mapping.columns, mapping.uses, strict=True)
        ],
        "taken": len(found.people),
        "bad": [bad_form(row) for row in found.bad],
        "repeated": [{"line": one.line, "reason": one.reason} for one in found.repeated],
        "present": [{"line": one.line, "reason": one.reason, "differs": one.differs} for one in found.present],
        "remarks": [*sheet.remarks, *found.warnings],
    }


def bad_form(row: BadRow) -> Form:
    """A row that is kept out, for scripts."""
    return {"line": row.line, "reason": row.reason}


async def show(call: Call) -> int:
    """Show who is on a list."""
    segment, people = await _people(call)
    found = problems(people)
    call.output.result(
        {
            "segment": listed_segment_form(segment),
            "people": [as_document(person) for person in people],
            "problems": [{"kind": word(one.kind), "place": one.place, "message": one.message} for one in found],
        },
        _people_lines(segment, people, problem_words(found)),
    )
    return 0


def _people_lines(segment: Segment, people: Sequence[Person], wrong: Sequence[str]) -> Iterator[str]:
    yield from wrapped(printable(segment.name)) or ["(no name)"]
    yield str(segment.size or len(people))
    for sentence in wrong:
        yield from wrapped(sentence)
    if people:
        yield ""
        rows = [
            (
                short_name(f"{person.first_name} {person.last_name}"),
                person.email,
                person.phone,
                person.external_id,
                ", ".join(f"{tag}={value}" for tag, value in person.tags),
            )
            for person in people
        ]
        yield from table(("NAME", "E-MAIL", "PHONE", "EXTERNAL ID", "TAGS"), rows)


async def export(call: Call) -> int:
    """Write who is on a list as CSV."""
    file, force = call.args.file, call.args.force
    if call.output.as_json and file == "-":
        raise Usage("With --json, an export needs a FILE.", hint="“people show --json” prints people as JSON.")
    check_unwritten(file, force=force)
    segment, people = await _people(call)
    told = f"Written to {printable(file)}: all {len(people):,} of {quoted(segment.name)}."
    form = {"file": file, "people_count": len(people)}
    separator = next(sign for sign, name in SEPARATORS.items() if name == call.args.separator)
    return written(file, people_csv(people, separator), lambda: call.output.result(form, [told]), force=force)


async def _people(call: Call) -> tuple[Segment, Sequence[Person]]:
    async with call.open() as workspace:
        segment = await find_segment(workspace, call.args.segment)
    return segment, people_of(segment)
