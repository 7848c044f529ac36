"""A journal on the disk, for tests of what becomes of it."""

import stat
from datetime import UTC, datetime
from pathlib import Path

from segtui.store.database import Database
from segtui.store.schemas import JOURNAL

NOW = datetime(2026, 11, 26, 12, 1, 2, tzinfo=UTC)
ROW = ("shop", "5f3e", "one", "{}", "2026-11-26")
ROWS = "SELECT scope, key, instance, written, kept_at FROM drafts"


def opened(path: Path) -> Database:
    """A journal whose clock stands still."""
    return Database(path, JOURNAL, now=lambda: NOW)


def put(journal: Database, *rows: tuple[str, ...]) -> None:
    """Keep some drafts; one when none is given."""
    keep = "INSERT INTO drafts (scope, key, instance, written, kept_at) VALUES (?, ?, ?, ?, ?)"
    journal.run(lambda connection: connection.executemany(keep, rows or [ROW]))


def rows_of(journal: Database) -> list[tuple[str, ...]]:
    """The drafts in it, which makes it if it is missing."""
    return journal.run(lambda connection: connection.execute(ROWS).fetchall())


def modes_below(directory: Path) -> dict[str, int]:
    """Who may do what with the files of a directory, by their names."""
    return {one.name: stat.S_IMODE(one.stat().st_mode) for one in directory.iterdir()}


def refused(_path: Path, _place: Path) -> None:
    """In place of renaming: the system says no."""
    raise PermissionError(13, "Permission denied")


def well_filled(path: Path) -> None:
    """Leave a journal of many pages."""
    with opened(path) as journal:
        put(journal, *(("shop", str(number), "one", "x" * 300, "2026") for number in range(200)))


def looked_at(journal: Database) -> list[tuple[str, ...]]:
    """The drafts in it, which makes nothing."""
    return journal.look(lambda connection: connection.execute(ROWS).fetchall(), [])
