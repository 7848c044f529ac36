"""Files that people hand in: read within a limit, their text decoded; anything else is a clear error.

The encodings are those that spreadsheets and old programs write: UTF-8, UTF-16 and Windows-1252 or Latin-1. Marks and
zero bytes tell UTF-16 for sure, and nothing but UTF-8 is ever valid UTF-8 by chance; a guessing library would add
megabytes and doubt to that.
"""

import codecs
import os
import stat
import sys
from pathlib import Path
from typing import Final

from segtui.domain.errors import SegtuiError, Trouble
from segtui.domain.record import record
from segtui.domain.text import quoted
from segtui.store.errors import FileTrouble
from segtui.store.private_files import file_trouble

MOST_BYTES: Final = 5 * 1024 * 1024
"""The largest file of people. What comes of it is sent in one request, and shall be looked through by a person."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    # Before UTF-16, whose mark is the beginning of this one.
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_SPREADSHEETS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How .xlsx and .ods files begin, and how .xls files do."""

_LOOKED_AT: Final = 4096
"""Bytes in which zeros are counted."""


class UnusableFile(SegtuiError):
    """A file that was handed in and can't be used."""

    code = "unusable-file"
    trouble = Trouble.USAGE


@record
class FileText:
    """The text of a file."""

    text: str
    encoding: str
    """As people write it: `UTF-8`."""
    is_sure: bool = True
    """Whether it can't be in another encoding."""


def read_file(path: Path, most: int = MOST_BYTES) -> bytes:
    """Read a file that isn't larger than is allowed.

    Args:
        path: Where it is.
        most: The most bytes to take; no more than one beyond them is read.

    Raises:
        UnusableFile: It isn't there, is no file, or is too large.
        FileTrouble: The system doesn't let it be read.
    """
    try:
        # A pipe without a writer would be waited for.
        content = _read_regular(os.open(path, os.O_RDONLY | os.O_NONBLOCK), path, most)
    except FileNotFoundError:
        raise UnusableFile(f"There is no file {quoted(str(path))}.", hint="Check its name and where it is.") from None
    except ValueError:
        raise UnusableFile(f"{quoted(str(path))} can't be the name of a file.") from None
    except OSError as error:
        raise _unreadable(error, path) from error
    return _within(content, quoted(str(path)), most)


def _read_regular(descriptor: int, path: Path, most: int) -> bytes:
    """Read an open file up to one byte beyond the limit, and close it."""
    try:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            raise _no_file(path, about.st_mode)
        if about.st_size > most:
            raise too_large(quoted(str(path)), most)
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(most + 1)
    finally:
        os.close(descriptor)


def read_standard_input(most: int) -> bytes:
    """Read what is piped in, within the same limit.

    Raises:
        UnusableFile: It is too much.
    """
    return _within(sys.stdin.buffer.read(most + 1), "What was piped in", most)


def too_large(name: str, most: int) -> UnusableFile:
    """What to say of a file beyond the limit.

    Args:
        name: What the sentence is about.
        most: The limit in bytes.
    """
    return UnusableFile(
        f"{name} is larger than {most / 1024 / 1024:.0f} MB, the most that is taken at once; nothing was read.",
        hint="Split it into smaller files, or leave out columns that aren't needed.",
    )


def decoded(content: bytes, name: str = "The file") -> FileText:
    """Read bytes as text.

    Args:
        content: All of the file.
        name: What to call it in a message.

    Raises:
        UnusableFile: It isn't a text.
    """
    if content.startswith(_SPREADSHEETS):
        raise UnusableFile(
            f"{name} is a spreadsheet, which can't be read as it is.",
            hint="Open it and save the sheet as CSV (UTF-8), then take that file.",
        )
    mark, encoding, title = next((one for one in _MARKS if content.startswith(one[0])), (b"", *_unmarked(content)))
    try:
        text = content[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        text = None
    else:
        line = 0
    if text is None and encoding == "cp1252":
        # Five bytes mean nothing in Windows-1252; in Latin-1 all do.
        text, title = content.decode("latin-1"), "Latin-1"
    if text is None:  # told out here: the decoding error would carry the whole file along
        raise UnusableFile(
            f"{name} begins as {title} and can't be read as that from line {line} on.",
            hint="Save it again as UTF-8, then try again.",
        )
    if "\0" in text:
        place = text.count("\n", 0, text.index("\0")) + 1
        raise UnusableFile(
            f"{name} is no text: there is a zero byte in line {place}.", hint="Take a CSV or a JSON file."
        )
    return FileText(text, title, is_sure=encoding != "cp1252")


def _unmarked(content: bytes) -> tuple[str, str]:
    """The encoding of a text without a mark."""
    head = content[:_LOOKED_AT]
    # In UTF-16, each character of these languages' letters has a zero beside it, always on the same side.
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros, others = head[first::2].count(0), head[1 - first :: 2].count(0)
        if zeros * 2 > len(head) // 2 and not others:
            return encoding, "UTF-16"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252", "Windows-1252"
    return "utf-8", "UTF-8"


def _within(content: bytes, name: str, most: int) -> bytes:
    if len(content) > most:
        raise too_large(name, most)
    return content


def _no_file(path: Path, mode: int) -> UnusableFile:
    what = "a folder" if stat.S_ISDIR(mode) else "a device or a pipe"
    return UnusableFile(f"{quoted(str(path))} is {what}, not a file.", hint="Name a CSV or JSON file.")


def _unreadable(error: OSError, path: Path) -> FileTrouble:
    trouble = file_trouble(error, path, "read")
    return FileTrouble(trouble.message, hint="Look who owns it, or copy it to where you may read it.")
