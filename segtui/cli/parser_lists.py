"""The commands of lists of people: who is on one, who goes into one, and what only segtui knows of them."""

from segtui.cli import help_lists
from segtui.cli.help_copying import PEOPLE_MOVE
from segtui.cli.parser_parts import (
    NO_WORDS,
    Commands,
    Parser,
    add_command,
    add_dry_run_and_yes,
    add_profile_option,
    inner_commands,
)


def add_lists(commands: Commands) -> None:
    """Add the commands."""
    commands.add_parser("people", help="import, show, export, move: who is on a list", fill=_fill_people)
    commands.add_parser("members", help="add, set: people into lists of the service", fill=_fill_members)
    commands.add_parser("register", help="export, import, found, not-made: what segtui knows", fill=_fill_register)


def _fill_people(group: Parser) -> None:
    people = inner_commands(group)
    importing = add_command(people, "import", "segtui.cli.people:take_in", "people of a file", help_lists.PEOPLE_IMPORT)
    showing = add_command(people, "show", "segtui.cli.people:show", "who is on a list", help_lists.PEOPLE_SHOW)
    exporting = add_command(people, "export", "segtui.cli.people:export", "a list as CSV", help_lists.PEOPLE_EXPORT)
    for parser in (importing, showing, exporting):
        parser.add_argument("segment", metavar="SEGMENT", help="its id, or its whole name")
        add_profile_option(parser)
    importing.add_argument("file", metavar="FILE", help="CSV or JSON; - reads standard input")
    importing.add_argument(
        "--map", dest="mapping", action="append", default=[], metavar="COLUMN=FIELD", help="what a column is"
    )
    importing.add_argument("--replace", action="store_true", help="nobody else shall be on the list afterwards")
    importing.add_argument("--bad", metavar="FILE", help="write the rows that are kept out to a CSV file")
    importing.add_argument("--confirm", metavar="NUMBER", help="how many shall be taken off the list")

    moving = add_command(people, "move", "segtui.cli.moving:move", "from one list to another", PEOPLE_MOVE)
    moving.add_argument("person", metavar="PERSON", help="an external id, an e-mail, or a whole name")
    moving.add_argument("--from", dest="source", required=True, metavar="SEGMENT", help="its id, or its whole name")
    moving.add_argument("--to", dest="target", required=True, metavar="SEGMENT", help="its id, or its whole name")
    moving.add_argument("--confirm", metavar="NUMBER", help="how many shall be taken off the list: 1")
    add_profile_option(moving)

    for parser in (importing, moving):
        add_dry_run_and_yes(parser)
        parser.set_defaults(**NO_WORDS)
    _add_target_option(exporting)
    exporting.add_argument(
        "--separator",
        choices=("comma", "semicolon", "tab"),
        default="comma",
        help="what stands between the cells: a comma, or what your spreadsheet expects",
    )
    for parser in (importing, exporting):
        _add_force_option(parser)


def _fill_members(group: Parser) -> None:
    members = inner_commands(group)
    adding = add_command(members, "add", "segtui.cli.members:add", "people into lists", help_lists.MEMBERS_ADD)
    adding.add_argument("segments", metavar="SEGMENT", nargs="+", help="its id, or its whole name")
    whom = adding.add_mutually_exclusive_group(required=True)
    whom.add_argument("--from", dest="file", metavar="FILE", help="a file of ids or e-mails; - reads standard input")
    whom.add_argument("--selection", metavar="NAME", help="whoever a segment with a rule selects, by id or whole name")
    adding.add_argument("--column", metavar="NAME", help="the column of the file that has the ids or e-mails")
    add_profile_option(adding)

    setting = add_command(members, "set", "segtui.cli.member_sets:replace", "just these lists", help_lists.MEMBERS_SET)
    setting.add_argument("person", metavar="PERSON", help="an id, an e-mail, or a whole name")
    setting.add_argument(
        "--in", dest="segments", action="append", required=True, metavar="SEGMENT", help="every list to be in"
    )
    setting.add_argument("--confirm", metavar="NUMBER", help="how many segments are named")
    add_profile_option(setting)
    for parser in (adding, setting):
        add_dry_run_and_yes(parser)


def _fill_register(group: Parser) -> None:
    register = inner_commands(group)
    writing = add_command(register, "export", "segtui.cli.register:export", "as JSON", help_lists.REGISTER_EXPORT)
    _add_target_option(writing)
    _add_force_option(writing)
    reading = add_command(register, "import", "segtui.cli.register:take_in", "from JSON", help_lists.REGISTER_IMPORT)
    reading.add_argument("file", metavar="FILE", help="an export; - reads standard input")
    finding = add_command(
        register, "found", "segtui.cli.register:found", "a list was made, with this id", help_lists.REGISTER_FOUND
    )
    missing = add_command(
        register, "not-made", "segtui.cli.register:not_made", "a list was not made", help_lists.REGISTER_NOT_MADE
    )
    for parser in (finding, missing):
        parser.add_argument("segment", metavar="SEGMENT", help="its id here, or its whole name")
        parser.add_argument("--yes", action="store_true", help="don't ask")
    finding.add_argument("real_id", metavar="ID", help="the id that the service has for it")
    for parser in (writing, reading, finding, missing):
        add_profile_option(parser)


def _add_target_option(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", nargs="?", default="-", help="where to; else standard output")


def _add_force_option(parser: Parser) -> None:
    parser.add_argument("--force", action="store_true", help="replace the file that is written, if there is one")
