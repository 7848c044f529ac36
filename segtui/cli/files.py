"""Files that commands are given and that they write."""

from collections.abc import Callable
from pathlib import Path

from segtui.cli.output import printed
from segtui.domain.text import quoted
from segtui.store.private_files import write_private
from segtui.workspace.file_text import MOST_BYTES, read_file, read_standard_input


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


def written(file: str, text: str, tell: Callable[[], None]) -> int:
    """Write a text that holds people: to standard output, or for its owner's eyes only.

    Args:
        file: The path; `-` for standard output.
        text: What to write.
        tell: Says what was written, where that isn't what is printed.

    Returns:
        The exit status.

    Raises:
        FileTrouble: It can't be written.
    """
    if file == "-":
        printed(text)
    else:
        write_private(Path(file), text)
        tell()
    return 0
