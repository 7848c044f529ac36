"""Files that this segtui can't use are set aside: renamed, never deleted, and no other file is overwritten."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from segtui.domain.record import record
from segtui.domain.text import printable
from segtui.store.private_files import file_trouble


class Flaw(StrEnum):
    """Why a file can't be used."""

    DAMAGED = "damaged"
    NEWER = "newer"
    """Written by a newer segtui, in a way that isn't known here."""


@record
class Notice:
    """Something that the person should be told, once."""

    message: str
    """Clean, one or two sentences."""

    @classmethod
    def of(cls, what: str, flaw: Flaw, place: Path, then: str) -> "Notice":
        """Say that a file was set aside.

        Args:
            what: What the file holds, to begin a sentence with.
            flaw: Why.
            place: Where it is now.
            then: What that means, as a sentence.
        """
        why = "was damaged" if flaw is Flaw.DAMAGED else "was written by a newer segtui"
        own_name = f"{place.name.partition(f'.{flaw}-')[0]}{place.suffix}"
        # By then another file has that name, which holds what was kept since.
        back = f" The newer segtui has it back when it is called {own_name} again; move away what is called so then."
        return cls(printable(f"{what} {why} and is set aside as {place}. {then}{back if flaw is Flaw.NEWER else ''}"))


def set_aside(path: Path, flaw: Flaw, now: datetime, companions: Sequence[str] = ()) -> Path:
    """Rename a file to `name.damaged-20261126T120102Z.suffix` beside it. Only for who holds the lock of the file.

    Args:
        path: The file; it may be missing when a companion is there.
        flaw: Why it can't be used.
        now: What time it is.
        companions: Endings of the names of files that belong to it, such as `-wal`; they go along.

    Returns:
        Where the file is now.

    Raises:
        FileTrouble: It can't be renamed.
    """
    place = _free_place(path, f"{flaw}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}", companions)
    try:
        # The file itself last: whoever comes after an interruption still finds it, with the same flaw.
        for ending in (*companions, ""):
            present = path.with_name(path.name + ending)
            if present.exists():
                present.rename(place.with_name(place.name + ending))
    except OSError as error:
        raise file_trouble(error, path, "set aside") from error
    return place


def aside_in(directory: Path) -> Sequence[Path]:
    """The files of a directory that were set aside, as far as it can be read."""
    try:
        names = sorted(one.name for one in directory.iterdir())
    except OSError:
        return ()
    marks = [f".{flaw}-" for flaw in Flaw]
    return [directory / name for name in names if any(mark in name for mark in marks)]


def _free_place(path: Path, label: str, companions: Sequence[str]) -> Path:
    attempt = 1
    while True:
        number = f"-{attempt}" if attempt > 1 else ""
        place = path.with_name(f"{path.stem}.{label}{number}{path.suffix}")
        if not any(place.with_name(place.name + ending).exists() for ending in ("", *companions)):
            return place
        attempt += 1
