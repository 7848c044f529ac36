"""The tree of commands: what can be typed, and which function runs it."""

import argparse
from collections.abc import Sequence

from segtui.cli import help_lists, help_texts
from segtui.cli.help_copying import PEOPLE_MOVE, SEGMENTS_COPY
from segtui.cli.help_texts import Help
from segtui.cli.parser_parts import Commands, Options, Parser, Version, port, whole_number
from segtui.cli.session import Usage
from segtui.domain.text import quoted
from segtui.store.demos import DEMOS

_SERVICES = tuple(DEMOS.values())
"""Our own services: each has a demo. Their names are taken from there, because a help that prints them mustn't wait for
the services' registry to be loaded."""

_NO_WORDS = dict.fromkeys(
    ("confirm_everybody", "confirm_never_answered", "confirm_nobody", "confirm_change", "confirm_text"), False
)
"""For writes that never want these words typed."""


def parsed(arguments: Sequence[str]) -> argparse.Namespace | None:
    """Read what was typed.

    Returns:
        The options, with the command's function as `run`; None when help was asked for and has been printed.

    Raises:
        Usage: It can't be understood.
    """
    for word in arguments:
        # What the terminal's encoding can't read comes as lone surrogates, which no service takes back unchanged.
        if any("\ud800" <= character <= "\udfff" for character in word):
            raise Usage(f"{quoted(word)} holds bytes that are no text in this terminal's encoding.")
    parser = whole_tree()
    try:
        return parser.parse_args(arguments)
    except SystemExit:
        return None


def whole_tree() -> Parser:
    """Every command with its options."""
    parser = Parser(
        prog="segtui",
        usage="segtui [-p NAME] [--json] [COMMAND ...]",
        description=help_texts.SEGTUI,
        epilog=help_texts.EXIT_CODES,
        add_help=False,
    )
    parser.add_argument("-h", "--help", action="help", help=argparse.SUPPRESS)
    parser.add_argument("--version", action=Version, nargs=0, help=argparse.SUPPRESS)
    parser.set_defaults(run="segtui.cli.screen:show_profile", json=False, profile=None)
    # These two are known to everybody; without lines of their own, all commands fit on a screen of 24.
    options = parser.add_argument_group("options, besides --help and --version")
    _add_profile_option(options)
    _add_json_option(options)
    commands = parser.add_subparsers(
        title="commands, each with a --help of its own; without one the screen opens", metavar="COMMAND", prog="segtui"
    )
    demo = commands.add_parser("demo", help="try the screen without an account or a network")
    demo.add_argument("--service", choices=_SERVICES, help="of which service; tiledesk, if not said")
    demo.add_argument("--all", action="store_true", help="pick one of all services there")
    demo.set_defaults(run="segtui.cli.screen:show_demo")
    _add_profiles(commands)
    _add_segments(commands)
    _add_links(commands)
    _add_leads(commands)
    _add_lists(commands)
    _add_judging(commands)
    _command(commands, "info", "segtui.cli.info:tell", "versions, places of files, the terminal", help_texts.INFO)
    _add_sandbox(commands)
    return parser


def _add_profiles(commands: Commands) -> None:
    commands.add_parser("profiles", help="connections: add, list, test, edit, remove", fill=_fill_profiles)


def _fill_profiles(group: Parser) -> None:
    inner = _inner(group)

    adding = _command(inner, "add", "segtui.cli.profiles:add", "make a profile", help_texts.PROFILES_ADD)
    adding.add_argument("name", metavar="NAME", help="what to call it")
    adding.add_argument("--service", required=True, help=_service_help())
    adding.add_argument("--base-url", required=True, metavar="URL", help="where its API is, such as https://…/v3")
    adding.add_argument("--secret", required=True, metavar="WHERE", help="env:VAR, command:'…', keyring: or ask")
    _add_settings(adding)

    editing = _command(inner, "edit", "segtui.cli.profiles:edit", "change a profile", help_texts.PROFILES_EDIT)
    editing.add_argument("name", metavar="NAME", help="which one")
    editing.add_argument("--service", help=_service_help())
    editing.add_argument("--base-url", metavar="URL", help="where its API is, such as https://…/v3")
    editing.add_argument("--secret", metavar="WHERE", help="env:VAR, command:'…', keyring: or ask")
    _add_settings(editing)

    _command(inner, "list", "segtui.cli.profiles:show", "all profiles, and mistakes in the file", help_texts.PROFILES)
    testing = _command(
        inner, "test", "segtui.cli.profile_test:test", "sign in and say who you are", help_texts.PROFILES_TEST
    )
    testing.add_argument("name", metavar="NAME", nargs="?", help="which one; not needed for the only one")
    _add_profile_option(testing)
    removing = _command(inner, "remove", "segtui.cli.profiles:remove", "take a profile out", help_texts.PROFILES_REMOVE)
    removing.add_argument("name", metavar="NAME", help="which one")


def _service_help() -> str:
    return f"{', '.join(_SERVICES[:-1])} or {_SERVICES[-1]}, or one that another package brings"


def _add_settings(parser: Parser) -> None:
    parser.add_argument("--project", metavar="ID", help="the project; “profiles test” lists those to choose from")
    parser.add_argument("--auth", help="signin (e-mail and password), jwt, token or basic; by default what is usual")
    parser.add_argument("--email", help="who signs in; not needed with a token")
    parser.add_argument("--environment", metavar="WORD", help="a word such as PROD, shown wherever the profile is")
    parser.add_argument("--accent", metavar="COLOUR", help="the colour it is shown in, '#rrggbb'")
    parser.add_argument("--options", metavar="'KEY=VALUE …'", help="settings that only this service has")
    parser.add_argument(
        "--read-only", action=argparse.BooleanOptionalAction, help="refuse every change (the default for new profiles)"
    )


def _add_segments(commands: Commands) -> None:
    says = "list, show, preview, create, update, copy, delete"
    commands.add_parser("segments", help=says, fill=_fill_segments)


def _fill_segments(group: Parser) -> None:
    inner = _inner(group)

    def command(name: str, run: str, says: str, texts: Help) -> Parser:
        parser = _command(inner, name, run, says, texts)
        _add_profile_option(parser)
        return parser

    listing = command(
        "list", "segtui.cli.segments:show_all", "all segments, the latest change first", help_texts.SEGMENTS_LIST
    )
    listing.add_argument("--search", metavar="TEXT", default="", help="only those with all of this in name or rule")
    showing = command("show", "segtui.cli.segments:show", "one segment and its rule", help_texts.SEGMENTS_SHOW)
    showing.add_argument("id", metavar="ID", help="from the list")

    previewing = command("preview", "segtui.cli.segments:preview", "who is in it", help_texts.SEGMENTS_PREVIEW)
    previewing.add_argument("id", metavar="ID", nargs="?", help="from the list")
    _add_rule_options(previewing)
    previewing.add_argument("--limit", type=whole_number, default=20, metavar="N", help="leads to show (20)")
    previewing.add_argument("--source", choices=("server", "sample"), help="who counts; the server where it can")

    creating = command("create", "segtui.cli.writes:create", "make a segment", help_texts.SEGMENTS_CREATE)
    creating.add_argument("--name", help="what to call it")
    creating.add_argument("--like", metavar="ID", help="begin with what another segment says")
    _add_rule_options(creating)
    _add_write_options(creating)
    creating.set_defaults(confirm_nobody=False, confirm_change=False)

    updating = command("update", "segtui.cli.writes:update", "change a segment", help_texts.SEGMENTS_UPDATE)
    updating.add_argument("id", metavar="ID", help="from the list")
    updating.add_argument("--name", help="another name")
    _add_rule_options(updating)
    _add_write_options(updating)
    updating.add_argument("--confirm-nobody", action="store_true", help="yes, the segment shall have nobody any more")
    updating.add_argument(
        "--confirm-change", action="store_true", help="yes, more than half of its people shall leave or come anew"
    )

    copying = command("copy", "segtui.cli.copying:copy", "copy a segment to another profile", SEGMENTS_COPY)
    copying.add_argument("id", metavar="ID", help="from the list")
    copying.add_argument("--to", required=True, metavar="PROFILE", help="where the copy shall be")
    copying.add_argument("--name", help="what to call the copy; without it, as the original")
    copying.add_argument(
        "--field",
        dest="fields",
        action="append",
        default=[],
        metavar="FROM=TO",
        help="say conditions on FROM of the other service's field TO; may be repeated",
    )
    copying.add_argument("--freeze", action="store_true", help="make a list of those who are in it now")
    _add_write_options(copying)
    copying.set_defaults(confirm_nobody=False, confirm_change=False)

    deleting = command("delete", "segtui.cli.writes:delete", "delete a segment for good", help_texts.SEGMENTS_DELETE)
    deleting.add_argument("id", metavar="ID", help="from the list")
    deleting.add_argument("--dry-run", action="store_true", help="show what would be done, and stop")
    deleting.add_argument("--yes", action="store_true", help="don't ask")
    deleting.set_defaults(confirm=None, **_NO_WORDS)

    gone = command("deleted", "segtui.cli.deleted:show_deleted", "deleted from here", help_lists.SEGMENTS_DELETED)
    gone.add_argument("segment", metavar="SEGMENT", nargs="?", help="its id, or its whole name; without it, all")


def _add_rule_options(parser: Parser) -> None:
    parser.add_argument("--match", choices=("all", "any"), help="how many conditions a lead must meet")
    parser.add_argument(
        "--filter", dest="filters", action="append", metavar="'FIELD OP VALUE'", help="a condition; may be repeated"
    )
    parser.add_argument("--rule", metavar="TEXT", help="a whole rule on one line, as “segments show” prints it")
    parser.add_argument("--rule-file", metavar="FILE", help="a whole rule as JSON; - reads standard input")
    parser.add_argument(
        "--fql", metavar="TEXT|@FILE|-", help="a whole rule in the service's own words, for Feedier; - reads as above"
    )


def _add_write_options(parser: Parser) -> None:
    parser.add_argument(
        "--set",
        dest="details",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="a detail that the service's segments have, such as team=North; may be repeated",
    )
    parser.add_argument("--confirm", metavar="WORD", help="the word that the screen would want typed for a detail")
    parser.add_argument("--dry-run", action="store_true", help="show what would be done, and stop")
    parser.add_argument("--yes", action="store_true", help="don't ask")
    parser.add_argument("--confirm-everybody", action="store_true", help="yes, the rule shall select everybody")
    parser.add_argument(
        "--confirm-text", action="store_true", help="yes, it shall be saved though nobody can tell whom it selects"
    )
    parser.add_argument(
        "--confirm-never-answered", action="store_true", help="yes, save a rule that the service never answers"
    )


def _add_links(commands: Commands) -> None:
    commands.add_parser("links", help="list, add, remove: whom a segment is given to", fill=_fill_links)


def _fill_links(group: Parser) -> None:
    inner = _inner(group)
    listing = _command(inner, "list", "segtui.cli.links:show", "who has it", help_texts.LINKS_LIST)
    adding = _command(inner, "add", "segtui.cli.links:add", "give it to a team or a user", help_texts.LINKS_ADD)
    removing = _command(inner, "remove", "segtui.cli.links:remove", "take it back", help_texts.LINKS_REMOVE)
    for parser in (listing, adding, removing):
        parser.add_argument("id", metavar="SEGMENT", help="its id, from the list")
        _add_profile_option(parser)
    for parser in (adding, removing):
        whom = parser.add_mutually_exclusive_group(required=True)
        whom.add_argument("--team", metavar="NAME", help="a team, by its whole name or its id")
        whom.add_argument("--user", metavar="NAME", help="a user, by the whole name or the id")
        parser.add_argument("--yes", action="store_true", help="don't ask")


def _add_leads(commands: Commands) -> None:
    commands.add_parser("leads", help="show one, or which segments it is in", fill=_fill_leads)


def _fill_leads(group: Parser) -> None:
    inner = _inner(group)
    showing = _command(inner, "show", "segtui.cli.leads:show", "one lead with all its values", help_texts.LEADS_SHOW)
    showing.add_argument("id", metavar="ID", help="from a preview")
    _add_profile_option(showing)
    placing = _command(
        inner, "segments", "segtui.cli.leads:segments", "which segments a lead is in", help_texts.LEADS_SEGMENTS
    )
    placing.add_argument("lead", metavar="LEAD", help="an id, an e-mail, or a whole name")
    _add_profile_option(placing)


def _add_lists(commands: Commands) -> None:
    commands.add_parser("people", help="import, show, export, move: who is on a list", fill=_fill_people)
    commands.add_parser("members", help="add, set: people into lists of the service", fill=_fill_members)
    commands.add_parser("register", help="export, import, found, not-made: what segtui knows", fill=_fill_register)


def _fill_people(group: Parser) -> None:
    people = _inner(group)
    importing = _command(people, "import", "segtui.cli.people:take_in", "people of a file", help_lists.PEOPLE_IMPORT)
    showing = _command(people, "show", "segtui.cli.people:show", "who is on a list", help_lists.PEOPLE_SHOW)
    exporting = _command(people, "export", "segtui.cli.people:export", "a list as CSV", help_lists.PEOPLE_EXPORT)
    for parser in (importing, showing, exporting):
        parser.add_argument("segment", metavar="SEGMENT", help="its id, or its whole name")
        _add_profile_option(parser)
    importing.add_argument("file", metavar="FILE", help="CSV or JSON; - reads standard input")
    importing.add_argument(
        "--map", dest="mapping", action="append", default=[], metavar="COLUMN=FIELD", help="what a column is"
    )
    importing.add_argument("--replace", action="store_true", help="nobody else shall be on the list afterwards")
    importing.add_argument("--bad", metavar="FILE", help="write the rows that are kept out to a CSV file")
    importing.add_argument("--confirm", metavar="NUMBER", help="how many shall be taken off the list")

    moving = _command(people, "move", "segtui.cli.moving:move", "from one list to another", PEOPLE_MOVE)
    moving.add_argument("person", metavar="PERSON", help="an external id, an e-mail, or a whole name")
    moving.add_argument("--from", dest="source", required=True, metavar="SEGMENT", help="its id, or its whole name")
    moving.add_argument("--to", dest="target", required=True, metavar="SEGMENT", help="its id, or its whole name")
    moving.add_argument("--confirm", metavar="NUMBER", help="how many shall be taken off the list: 1")
    _add_profile_option(moving)

    for parser in (importing, moving):
        _add_dry_run_and_yes(parser)
        parser.set_defaults(**_NO_WORDS)
    _add_target_option(exporting)
    for parser in (importing, exporting):
        _add_force_option(parser)


def _fill_members(group: Parser) -> None:
    members = _inner(group)
    adding = _command(members, "add", "segtui.cli.members:add", "people into lists", help_lists.MEMBERS_ADD)
    adding.add_argument("segments", metavar="SEGMENT", nargs="+", help="its id, or its whole name")
    whom = adding.add_mutually_exclusive_group(required=True)
    whom.add_argument("--from", dest="file", metavar="FILE", help="a file of ids or e-mails; - reads standard input")
    whom.add_argument("--selection", metavar="NAME", help="whoever a segment with a rule selects, by id or whole name")
    adding.add_argument("--column", metavar="NAME", help="the column of the file that has the ids or e-mails")
    _add_profile_option(adding)

    setting = _command(members, "set", "segtui.cli.member_sets:replace", "just these lists", help_lists.MEMBERS_SET)
    setting.add_argument("person", metavar="PERSON", help="an id, an e-mail, or a whole name")
    setting.add_argument(
        "--in", dest="segments", action="append", required=True, metavar="SEGMENT", help="every list to be in"
    )
    setting.add_argument("--confirm", metavar="NUMBER", help="how many segments are named")
    _add_profile_option(setting)
    for parser in (adding, setting):
        _add_dry_run_and_yes(parser)


def _fill_register(group: Parser) -> None:
    register = _inner(group)
    writing = _command(register, "export", "segtui.cli.register:export", "as JSON", help_lists.REGISTER_EXPORT)
    _add_target_option(writing)
    _add_force_option(writing)
    reading = _command(register, "import", "segtui.cli.register:take_in", "from JSON", help_lists.REGISTER_IMPORT)
    reading.add_argument("file", metavar="FILE", help="an export; - reads standard input")
    finding = _command(
        register, "found", "segtui.cli.register:found", "a list was made, with this id", help_lists.REGISTER_FOUND
    )
    missing = _command(
        register, "not-made", "segtui.cli.register:not_made", "a list was not made", help_lists.REGISTER_NOT_MADE
    )
    for parser in (finding, missing):
        parser.add_argument("segment", metavar="SEGMENT", help="its id here, or its whole name")
        parser.add_argument("--yes", action="store_true", help="don't ask")
    finding.add_argument("real_id", metavar="ID", help="the id that the service has for it")
    for parser in (writing, reading, finding, missing):
        _add_profile_option(parser)


def _add_dry_run_and_yes(parser: Parser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="show what would be done, and stop")
    parser.add_argument("--yes", action="store_true", help="don't ask")


def _add_target_option(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", nargs="?", default="-", help="where to; else standard output")


def _add_force_option(parser: Parser) -> None:
    parser.add_argument("--force", action="store_true", help="replace the file that is written, if there is one")


def _add_judging(commands: Commands) -> None:
    linting = _command(
        commands, "lint", "segtui.cli.lint:lint", "segments that don't do what they say", help_texts.LINT
    )
    linting.add_argument("id", metavar="ID", nargs="?", help="one segment, from the list; without it, all")
    linting.add_argument("--all", action="store_true", help="all segments of the project, as without an id")
    _add_profile_option(linting)
    explaining = _command(
        commands, "explain", "segtui.cli.explain:explain", "why somebody is in a segment or isn't", help_texts.EXPLAIN
    )
    explaining.add_argument("segment", metavar="SEGMENT", help="its id, or its whole name")
    explaining.add_argument("lead", metavar="LEAD", help="an id, an e-mail, or a whole name")
    _add_profile_option(explaining)


def _add_sandbox(commands: Commands) -> None:
    commands.add_parser("sandbox", help="serve the sandbox on a loopback port", fill=_fill_sandbox)


def _fill_sandbox(group: Parser) -> None:
    inner = _inner(group)
    serving = _command(inner, "serve", "segtui.cli.sandbox:run", "serve it until ctrl+c", help_texts.SANDBOX_SERVE)
    serving.add_argument("--port", type=port, default=0, help="of the first service; 0, the default, for any free ones")
    serving.add_argument(
        "--service",
        choices=_SERVICES,
        help="only this one; without it, all of them",
    )


def _inner(group: Parser) -> Commands:
    commands: Commands = group.add_subparsers(title="commands", metavar="COMMAND", required=True)
    return commands


def _command(commands: Commands, name: str, run: str, says: str, texts: Help) -> Parser:
    parser = commands.add_parser(name, help=says, description=texts.description, epilog=texts.epilog)
    parser.set_defaults(run=run)
    _add_json_option(parser)
    return parser


def _add_json_option(parser: Options) -> None:
    # Without a default: the one of an inner parser would undo what was said before the command.
    parser.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="results and errors as JSON, for scripts"
    )


def _add_profile_option(parser: Options) -> None:
    parser.add_argument(
        "-p", "--profile", default=argparse.SUPPRESS, metavar="NAME", help="the profile; not needed for the only one"
    )
