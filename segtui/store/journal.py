"""The database of what must not be lost: `journal.sqlite3`.

What is committed survives the end of the process, however it ends: SQLite hands it to the system before `commit`
returns. (After a power cut the last moments may be missing, but the database is whole.)
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from segtui.domain.text import printable
from segtui.store.errors import FileTrouble
from segtui.store.private_files import locked, make_private_directories, set_aside, trouble_with

_MIGRATIONS = (
    """
    CREATE TABLE draft (
        instance TEXT NOT NULL,
        scope TEXT NOT NULL,
        key TEXT NOT NULL,
        kept_at TEXT NOT NULL,
        form TEXT NOT NULL,
        PRIMARY KEY (instance, scope, key)
    );
    """,
)
"""What makes each version of the database out of the one before. Never changed, only added to."""

_WAIT_SECONDS = 2.0
"""For another segtui that is writing; a transaction takes a millisecond."""

_OWNER_ONLY = 0o600

_CHECKED_BYTES = 8 * 1024 * 1024
"""A larger database isn't read through at each start."""


class Journal:
    """An open database.

    Attributes:
        file: Where it is.
        notice: What a person should know of its opening; empty for nothing.
    """

    def __init__(self, file: Path, now: datetime) -> None:
        """Open the database, made new where there is none. One that is damaged or of a newer segtui is set aside.

        Raises:
            FileTrouble: It can't be opened or made.
        """
        self.file = file
        self.notice = ""
        try:
            make_private_directories(file.parent)
            with locked(file.with_suffix(".lock")):
                self._connection = self._opened(now)
        except OSError as error:
            raise trouble_with(error, file, "written") from error
        except sqlite3.Error as error:
            raise _trouble(error, file) from error

    def close(self) -> None:
        """Close it."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of what is done inside happens, or nothing; nobody else writes meanwhile.

        Raises:
            FileTrouble: The database can't be read or written.
        """
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            raise _trouble(error, self.file) from error

    def _opened(self, now: datetime) -> sqlite3.Connection:
        why = "damaged"
        try:
            connection = _connected(self.file)
            if connection.execute("PRAGMA user_version").fetchone()[0] <= len(_MIGRATIONS):
                return connection
            connection.close()
            why = "newer"
        except sqlite3.OperationalError:
            raise  # locked, full or forbidden: nothing is wrong with the file
        except sqlite3.DatabaseError:
            pass
        aside = set_aside(self.file, why, now)
        for suffix in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                self.file.with_name(self.file.name + suffix).rename(aside.with_name(aside.name + suffix))
        told = "was damaged" if why == "damaged" else "is of a newer segtui"
        self.notice = f"{self.file} {told} and was set aside as {aside.name}; unsaved changes in it can't be shown."
        return _connected(self.file)


def _connected(file: Path) -> sqlite3.Connection:
    """Connect, with the tables of this version.

    Raises:
        sqlite3.DatabaseError: The file is no sound database.
    """
    os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _OWNER_ONLY))
    connection = sqlite3.connect(file, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        # Where it can't be had, as on network drives, SQLite says so in its answer and goes on as before.
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        if version <= len(_MIGRATIONS):
            _check(connection, file)
            for step, migration in enumerate(_MIGRATIONS[version:], version + 1):
                connection.executescript(f"BEGIN IMMEDIATE; {migration} PRAGMA user_version = {step}; COMMIT;")
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection, file: Path) -> None:
    if file.stat().st_size > _CHECKED_BYTES:
        return
    with closing(connection.execute("PRAGMA quick_check(1)")) as found:
        said = found.fetchone()[0]
    if said != "ok":
        raise sqlite3.DatabaseError(said)


def _trouble(error: sqlite3.Error, file: Path) -> FileTrouble:
    return FileTrouble(
        f"{file} can't be used: {printable(str(error))}.",
        hint="Unsaved changes are kept only while segtui runs. Look whether the disk is full or read-only.",
    )
