"""Files that commands are given and that they write."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from segtui.cli.asking import is_terminal
from segtui.cli.output import printed
from segtui.cli.session import Usage
from segtui.domain.text import printable, quoted
from segtui.store.private_files import file_trouble, write_private
from segtui.workspace.errors import Unsafe
from segtui.workspace.file_text import MOST_BYTES, read_file, read_standard_input


class FileInTheWay(Unsafe):
    """Something is at a path already that isn't ours to replace."""

    code = "file-in-the-way"


def content_of(file: str, most: int = MOST_BYTES) -> tuple[bytes, str]:
    """What a file holds, and what to call it.

    Args:
        file: Its path; `-` for standard input.
        most: The most bytes to take.

    Raises:
        UnusableFile: It isn't there, is no file, or is too large.
        FileTrouble: The system doesn't let it be read.
    """
    if file == "-":
        return read_standard_input(most), "Standard input"
    return read_file(Path(file), most), quoted(file)


def are_same(file: str, other: str) -> bool:
    """Whether two paths lead to the same file, be it by a link."""
    with suppress(OSError):  # one isn't there, or can't be looked at
        return Path(file).samefile(other)
    return False


def check_unwritten(file: str, *, force: bool) -> None:
    """Make sure that writing to a path destroys nothing.

    Args:
        file: The path; `-` for standard output, which is always free.
        force: Whether a file that is there may be replaced. A device, a pipe, or a link to nowhere never is.

    Raises:
        FileInTheWay: Something is there.
        FileTrouble: The system doesn't let it be looked at.
    """
    if file == "-":
        return
    path = Path(file)
    try:
        if not os.path.lexists(path):
            return
        is_file = path.is_file()
    except OSError as error:
        raise file_trouble(error, path, "written") from error
    if not is_file:
        raise FileInTheWay(f"{quoted(file)} is no ordinary file, so nothing was written.", hint="Name another FILE.")
    if not force:
        raise FileInTheWay(
            f"There is a file {quoted(file)} already, so nothing was written.",
            hint="Name another FILE, or say --force to replace it.",
        )


def written(file: str, text: str, tell: Callable[[], None], *, force: bool) -> int:
    """Write a text that holds people: to standard output, or for its owner's eyes only.

    What strangers typed is written as it is, since it is to be read back. So a terminal gets it only where nothing in
    it would be obeyed or hidden there.

    Args:
        file: The path; `-` for standard output.
        text: What to write.
        tell: Says what was written, where that isn't what is printed.
        force: Whether a file that is there may be replaced.

    Returns:
        The exit status.

    Raises:
        Usage: It is no text for a terminal.
        FileInTheWay: Something is there already.
        FileTrouble: It can't be written.
    """
    if file == "-":
        lines = text.replace("\r\n", "\n")
        if is_terminal(sys.stdout) and printable(lines, keep_lines=True) != lines:
            raise Usage(
                "It holds characters that a terminal would obey or hide, so it wasn't printed here.",
                hint="Give a FILE, or send the output into one.",
            )
        printed(text)
    else:
        check_unwritten(file, force=force)
        write_private(Path(file), text)
        tell()
    return 0
