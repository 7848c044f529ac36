"""The tree of commands: what can be typed, and which function runs it."""

import argparse
from collections.abc import Callable, Sequence
from typing import TypeAlias

from segtui.cli import help_lists, help_texts
from segtui.cli.help_copying import SEGMENTS_COPY
from segtui.cli.help_texts import Help
from segtui.cli.parser_lists import add_lists
from segtui.cli.parser_parts import (
    NO_WORDS,
    Commands,
    Parser,
    Version,
    add_command,
    add_dry_run_and_yes,
    add_json_option,
    add_profile_option,
    inner_commands,
    port,
    whole_number,
)
from segtui.cli.session import Usage
from segtui.domain.text import quoted
from segtui.store.demos import DEMOS

_SERVICES = tuple(DEMOS.values())
"""Our own services: each has a demo. Their names are taken from there, because a help that prints them mustn't wait for
the services' registry to be loaded."""

_WHICH = "its id, or its whole name"
"""How a segment is given."""

_Command: TypeAlias = Callable[[str, str, str, Help], Parser]
"""Adds a command: its name, its function, what it does in a few words, its help."""


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
    add_profile_option(options)
    add_json_option(options)
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
    add_lists(commands)
    _add_judging(commands)
    add_command(commands, "info", "segtui.cli.info:tell", "versions, places of files, the terminal", help_texts.INFO)
    _add_sandbox(commands)
    return parser


def _add_profiles(commands: Commands) -> None:
    commands.add_parser("profiles", help="connections: add, list, test, edit, remove", fill=_fill_profiles)


def _fill_profiles(group: Parser) -> None:
    inner = inner_commands(group)

    adding = add_command(inner, "add", "segtui.cli.profiles:add", "make a profile", help_texts.PROFILES_ADD)
    adding.add_argument("name", metavar="NAME", help="what to call it")
    adding.add_argument("--service", required=True, help=_service_help())
    adding.add_argument("--base-url", required=True, metavar="URL", help="where its API is, such as https://…/v3")
    adding.add_argument("--secret", required=True, metavar="WHERE", help="env:VAR, command:'…', keyring: or ask")
    _add_settings(adding)

    editing = add_command(inner, "edit", "segtui.cli.profiles:edit", "change a profile", help_texts.PROFILES_EDIT)
    editing.add_argument("name", metavar="NAME", help="which one")
    editing.add_argument("--service", help=_service_help())
    editing.add_argument("--base-url", metavar="URL", help="where its API is, such as https://…/v3")
    editing.add_argument("--secret", metavar="WHERE", help="env:VAR, command:'…', keyring: or ask")
    _add_settings(editing)

    add_command(
        inner, "list", "segtui.cli.profiles:show", "all profiles, and mistakes in the file", help_texts.PROFILES
    )
    testing = add_command(
        inner, "test", "segtui.cli.profile_test:test", "sign in and say who you are", help_texts.PROFILES_TEST
    )
    testing.add_argument("name", metavar="NAME", nargs="?", help="which one; not needed for the only one")
    add_profile_option(testing)
    removing = add_command(
        inner, "remove", "segtui.cli.profiles:remove", "take a profile out", help_texts.PROFILES_REMOVE
    )
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
    inner = inner_commands(group)

    def command(name: str, run: str, says: str, texts: Help) -> Parser:
        parser = add_command(inner, name, run, says, texts)
        add_profile_option(parser)
        return parser

    _add_reading(command)
    _add_changing(command)
    _add_copying(command)
    deleting = command("delete", "segtui.cli.writes:delete", "delete a segment for good", help_texts.SEGMENTS_DELETE)
    deleting.add_argument("segment", metavar="SEGMENT", help=_WHICH)
    add_dry_run_and_yes(deleting)
    deleting.set_defaults(confirm=None, **NO_WORDS)
    gone = command("deleted", "segtui.cli.deleted:show_deleted", "deleted from here", help_lists.SEGMENTS_DELETED)
    gone.add_argument("segment", metavar="SEGMENT", nargs="?", help=f"{_WHICH}; without it, all")


def _add_reading(command: _Command) -> None:
    listing = command(
        "list", "segtui.cli.segments:show_all", "all segments, the latest change first", help_texts.SEGMENTS_LIST
    )
    listing.add_argument("--search", metavar="TEXT", default="", help="only those with all of this in name or rule")
    showing = command("show", "segtui.cli.segments:show", "one segment and its rule", help_texts.SEGMENTS_SHOW)
    showing.add_argument("segment", metavar="SEGMENT", help=_WHICH)

    previewing = command("preview", "segtui.cli.segments:preview", "who is in it", help_texts.SEGMENTS_PREVIEW)
    previewing.add_argument("segment", metavar="SEGMENT", nargs="?", help=_WHICH)
    _add_rule_options(previewing)
    previewing.add_argument("--limit", type=whole_number, default=20, metavar="N", help="leads to show (20)")
    previewing.add_argument("--source", choices=("server", "sample"), help="who counts; the server where it can")


def _add_changing(command: _Command) -> None:
    creating = command("create", "segtui.cli.writes:create", "make a segment", help_texts.SEGMENTS_CREATE)
    creating.add_argument("--name", help="what to call it")
    creating.add_argument("--like", metavar="SEGMENT", help="begin with what another segment says")
    _add_rule_options(creating)
    _add_write_options(creating)
    creating.set_defaults(confirm_nobody=False, confirm_change=False)

    updating = command("update", "segtui.cli.writes:update", "change a segment", help_texts.SEGMENTS_UPDATE)
    updating.add_argument("segment", metavar="SEGMENT", help=_WHICH)
    updating.add_argument("--name", help="another name")
    _add_rule_options(updating)
    _add_write_options(updating)
    updating.add_argument("--confirm-nobody", action="store_true", help="yes, the segment shall have nobody any more")
    updating.add_argument(
        "--confirm-change", action="store_true", help="yes, more than half of its people shall leave or come anew"
    )


def _add_copying(command: _Command) -> None:
    copying = command("copy", "segtui.cli.copying:copy", "copy a segment to another profile", SEGMENTS_COPY)
    copying.add_argument("segment", metavar="SEGMENT", help=_WHICH)
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
    add_dry_run_and_yes(parser)
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
    inner = inner_commands(group)
    listing = add_command(inner, "list", "segtui.cli.links:show", "who has it", help_texts.LINKS_LIST)
    adding = add_command(inner, "add", "segtui.cli.links:add", "give it to a team or a user", help_texts.LINKS_ADD)
    removing = add_command(inner, "remove", "segtui.cli.links:remove", "take it back", help_texts.LINKS_REMOVE)
    for parser in (listing, adding, removing):
        parser.add_argument("segment", metavar="SEGMENT", help=_WHICH)
        add_profile_option(parser)
    for parser in (adding, removing):
        whom = parser.add_mutually_exclusive_group(required=True)
        whom.add_argument("--team", metavar="NAME", help="a team, by its whole name or its id")
        whom.add_argument("--user", metavar="NAME", help="a user, by the whole name or the id")
        parser.add_argument("--yes", action="store_true", help="don't ask")


def _add_leads(commands: Commands) -> None:
    commands.add_parser("leads", help="show one, or which segments it is in", fill=_fill_leads)


def _fill_leads(group: Parser) -> None:
    inner = inner_commands(group)
    showing = add_command(inner, "show", "segtui.cli.leads:show", "one lead with all its values", help_texts.LEADS_SHOW)
    showing.add_argument("id", metavar="ID", help="from a preview")
    add_profile_option(showing)
    placing = add_command(
        inner, "segments", "segtui.cli.leads:segments", "which segments a lead is in", help_texts.LEADS_SEGMENTS
    )
    placing.add_argument("lead", metavar="LEAD", help="an id, an e-mail, or a whole name")
    add_profile_option(placing)


def _add_judging(commands: Commands) -> None:
    linting = add_command(
        commands, "lint", "segtui.cli.lint:lint", "segments that don't do what they say", help_texts.LINT
    )
    linting.add_argument("segment", metavar="SEGMENT", nargs="?", help=f"{_WHICH}; without it, all")
    linting.add_argument("--all", action="store_true", help="all segments of the project, as without SEGMENT")
    add_profile_option(linting)
    explaining = add_command(
        commands, "explain", "segtui.cli.explain:explain", "why somebody is in a segment or isn't", help_texts.EXPLAIN
    )
    explaining.add_argument("segment", metavar="SEGMENT", help=_WHICH)
    explaining.add_argument("lead", metavar="LEAD", help="an id, an e-mail, or a whole name")
    add_profile_option(explaining)


def _add_sandbox(commands: Commands) -> None:
    commands.add_parser("sandbox", help="serve the sandbox on a loopback port", fill=_fill_sandbox)


def _fill_sandbox(group: Parser) -> None:
    inner = inner_commands(group)
    serving = add_command(inner, "serve", "segtui.cli.sandbox:run", "serve it until ctrl+c", help_texts.SANDBOX_SERVE)
    serving.add_argument("--port", type=port, default=0, help="of the first service; 0, the default, for any free ones")
    serving.add_argument(
        "--service",
        choices=_SERVICES,
        help="only this one; without it, all of them",
    )
