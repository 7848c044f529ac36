"""What the tree of commands is made of: parsers that tell mistakes in segtui's own way, and readers of numbers."""

import argparse
import shutil
from collections.abc import Callable
from typing import Any, NoReturn, TypeAlias

from segtui.cli.output import printed
from segtui.cli.session import Usage

_HIGHEST_PORT = 65535


class Parser(argparse.ArgumentParser):
    """A parser whose mistakes are errors of segtui's own, and whose options can't be cut short.

    A script that uses a cut option would break with the next option of the same beginning.

    Args:
        fill: Adds what stands behind the command, when that is read: all commands together take 12 ms to make.
        options: Those of argparse.
    """

    def __init__(self, *, fill: "Callable[[Parser], None] | None" = None, **options: Any) -> None:
        super().__init__(**{"allow_abbrev": False, "formatter_class": _HelpFormatter, **options})
        self._fill = fill

    def filled(self) -> "Parser":
        """The same parser, with all that stands behind its command."""
        fill, self._fill = self._fill, None
        if fill is not None:
            fill(self)
        return self

    # Both as argparse has them.
    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[argparse.Namespace, list[str]]:  # type: ignore[override]  # its overloads add nothing here
        """Read what stands behind the command."""
        return super(Parser, self.filled()).parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        """Raise a mistake instead of printing it."""
        raise Usage(f"{message[:1].upper()}{message[1:]}.", hint=f"How it is used: {self.prog} --help")

    def print_help(self, file: object = None) -> None:  # noqa: ARG002 - the signature of argparse
        """Print the help as any result is printed, for readers that go away too."""
        printed(self.format_help())


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"  # noqa: SLF001 - argparse has no public name for it

Options: TypeAlias = "Parser | argparse._ArgumentGroup"  # noqa: SLF001 - likewise


class _HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """Help as wide as the terminal, and no wider than can be read."""

    def __init__(self, prog: str) -> None:
        columns = shutil.get_terminal_size((80, 24)).columns
        super().__init__(prog, max_help_position=28, width=min(max(columns, 40), 100) - 1)

    def _format_action(self, action: argparse.Action) -> str:
        """Name the commands without a line of their own for the word that stands for them in the usage."""
        text = super()._format_action(action)
        is_list_of_commands = isinstance(action.choices, dict) and action.help is None
        return text.partition("\n")[2] if is_list_of_commands else text


class Version(argparse.Action):
    """Prints the version, which is looked up only then."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        """Print it and stop."""
        from segtui.about import version  # noqa: PLC0415 - 20 ms that no other command has to pay

        printed(f"segtui {version()}\n")
        parser.exit()


def whole_number(text: str) -> int:
    """Read how many are wanted.

    Raises:
        ArgumentTypeError: It is no such number.
    """
    if not (text.isascii() and text.isdigit()) or len(text) > len("1000000"):
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 0 to 9999999")
    return int(text)


def port(text: str) -> int:
    """Read a port; 0 stands for any free one.

    Raises:
        ArgumentTypeError: It is none.
    """
    if not (text.isascii() and text.isdigit()) or int(text) > _HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is no port from 0 to {_HIGHEST_PORT}")
    return int(text)
