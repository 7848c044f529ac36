"""Files for their owner's eyes only, replaced whole or not at all."""

import contextlib
import errno
import os
import stat
import tempfile
from pathlib import Path

from segtui.store.errors import FileTrouble

_OWNER_ONLY = 0o700

_FULL = {errno.ENOSPC, errno.EDQUOT}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


def read_private(path: Path) -> str | None:
    """Read a whole file, with its line ends as they are.

    Returns:
        The text, or None when there is no such file.

    Raises:
        FileTrouble: It is there but can't be read, or isn't UTF-8 text.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise file_trouble(error, path, "read") from error
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
    # Raised out here: the decoding error would carry the whole file along.
    raise FileTrouble(
        f"{path} can't be read: line {line} isn't UTF-8 text.",
        hint="Save the file as UTF-8 in your editor.",
    )


def others_can_read(path: Path) -> bool:
    """Whether the mode of a file lets other users read it; False when there is none."""
    try:
        return bool(path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))
    except OSError:
        return False


def write_private(path: Path, text: str) -> None:
    """Replace a file in one step, readable by its owner only.

    Whoever reads the file meanwhile sees the old text or the new one, and after a failure it is the old one. A
    symbolic link stays a link: people keep such files in a repository. Directories that are missing are made, for
    the owner only; those that exist keep their mode.

    Raises:
        FileTrouble: It can't be written.
    """
    place = Path(os.path.realpath(path))
    try:
        content = text.encode("utf-8")
    except UnicodeEncodeError:
        raise FileTrouble(f"{path} wasn't written: the text holds characters that can't be stored.") from None
    try:
        make_directories(place.parent)
        _replace(place, content)
    except OSError as error:
        raise file_trouble(error, path, "written") from error


def make_directories(directory: Path) -> None:
    """Make what is missing of a path, for the owner only; `Path.mkdir` would open the parents it makes to everybody.

    Raises:
        OSError: It can't be made.
    """
    missing = [place for place in (directory, *directory.parents) if not place.exists()]
    for place in reversed(missing):
        place.mkdir(mode=_OWNER_ONLY, exist_ok=True)


def _replace(place: Path, content: bytes) -> None:
    # mkstemp makes the file 0600; in the same directory, so that the replacement is one step of the file system.
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".segtui-", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(place)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def file_trouble(error: OSError, path: Path, done: str) -> FileTrouble:
    """What a failure of the system means, in our words.

    Args:
        error: The failure.
        path: The file that it is about.
        done: What couldn't be done with it: "read", "written", "locked".
    """
    kept = " The file is as it was." if done == "written" else ""
    if isinstance(error, IsADirectoryError):
        return FileTrouble(f"{path} can't be {done}: it is a directory.", hint="Move it away; a file belongs there.")
    if error.errno in _FULL:
        return FileTrouble(
            f"{path} wasn't {done}: the disk, or your share of it, is full.{kept}",
            hint="Free some space and try again.",
        )
    if error.errno in _FORBIDDEN:
        return FileTrouble(
            f"{path} can't be {done}: the system doesn't let you.{kept}",
            hint=f"Look who owns {path} and its directory, and whether the disk is read-only.",
        )
    reason = os.strerror(error.errno) if error.errno else type(error).__name__
    return FileTrouble(f"{path} can't be {done}: {reason}.{kept}", hint="Look at what is at that path.")
