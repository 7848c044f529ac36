"""The journal as a database file: how it is opened, what it must hold, and what its failures mean.

Apart from the rest because only this needs sqlite3, which takes 7 ms to import.
"""

import contextlib
import errno
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeAlias, TypeVar

from segtui.store.errors import FileTrouble
from segtui.store.file_systems import is_shared_between_machines
from segtui.store.private_files import file_trouble, make_directories
from segtui.store.setting_aside import Flaw

COMPANIONS: Final = ("-wal", "-shm", "-journal")
"""Endings of the files that SQLite keeps beside a database."""

_STEPS: Final[Sequence[Sequence[str]]] = (
    (
        """
        CREATE TABLE drafts (
            scope TEXT NOT NULL,
            key TEXT NOT NULL,
            instance TEXT NOT NULL,
            written TEXT NOT NULL,
            kept_at TEXT NOT NULL,
            PRIMARY KEY (scope, key, instance)
        )
        """,
    ),
    (
        """
        CREATE TABLE register (
            scope TEXT NOT NULL,
            key TEXT NOT NULL,
            written TEXT NOT NULL,
            kept_at TEXT NOT NULL,
            PRIMARY KEY (scope, key)
        )
        """,
    ),
)
"""The statements that make each version of the journal from the one before; the first begins with an empty file."""

_DRAFTS_PROBE = "SELECT scope, key, instance, written, kept_at FROM drafts LIMIT 0"
_PROBES: Final[Sequence[Sequence[str]]] = (
    (_DRAFTS_PROBE,),
    (_DRAFTS_PROBE, "SELECT scope, key, written, kept_at FROM register LIMIT 0"),
)
"""What a journal of each version answers to; a database that doesn't is somebody else's."""

_WAIT_SECONDS = 1.0
"""For another segtui that is writing; it takes milliseconds, and the screen waits with us."""

_CHECKED_UP_TO = 8 * 1024 * 1024
"""Bytes of a journal that is checked as a whole when it is opened. In a larger one damage shows when it is met."""

_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_IN_THE_WAY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
_OF_THE_SYSTEM = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_AUTH: errno.EACCES,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_NOMEM: errno.ENOMEM,
}

Identity: TypeAlias = tuple[int, int]
"""Device and number of a file: the same as long as it is the same file."""

T = TypeVar("T")


class Missing(Exception):
    """There is no journal yet, or an empty file in its place."""


class Unusable(Exception):
    """The file is there and can't be used as it is.

    Args:
        flaw: Why.
    """

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw)
        self.flaw = flaw


class JournalFile:
    """An open journal.

    What is committed survives the end of the process, kill -9 included: it is with the system by then. Only when the
    whole machine loses power may the last moments be missing; the file is sound even then.

    Args:
        path: The database.
        make: Whether to make it; only for who holds its lock alone.
        damaged: The file that is known to be damaged.

    Raises:
        Missing: It isn't there, and isn't to be made.
        Unusable: It can't be used as it is.
        FileTrouble: The system doesn't give it.
    """

    def __init__(self, path: Path, *, make: bool = False, damaged: Identity | None = None) -> None:
        self._path = path
        with self._failures_translated():
            self._prepare(make=make)
            self.identity: Final = _identity(path)
            if self.identity == damaged:
                raise Unusable(Flaw.DAMAGED)
            self._connection = sqlite3.connect(
                path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False
            )
        self._connection.text_factory = _text
        try:
            with self._failures_translated():
                self._check()
                self._settle()
        except BaseException:
            self.close()
            raise

    @property
    def is_in_place(self) -> bool:
        """Whether this is still the file that others find at its path."""
        try:
            return _identity(self._path) == self.identity
        except OSError:
            return False

    def transact(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do something in one transaction, committed when this returns, or not done at all.

        Raises:
            Unusable: The file turns out to be damaged.
            FileTrouble: It can't be read or written.
        """
        with self._failures_translated():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                outcome = work(self._connection)
                self._connection.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise
            return outcome

    def close(self) -> None:
        """Let go of the file."""
        with contextlib.suppress(sqlite3.Error):
            self._connection.close()

    def _prepare(self, *, make: bool) -> None:
        if self._path.is_dir():
            raise IsADirectoryError
        size = self._path.stat().st_size if self._path.exists() else 0
        if size == 0 and not make:
            raise Missing
        if size == 0 and any(_holds_something(self._path.with_name(self._path.name + end)) for end in COMPANIONS):
            # SQLite would take the empty file for a new journal, and delete what is left of the old one.
            raise Unusable(Flaw.DAMAGED)
        if make:
            make_directories(self._path.parent)
            # Owner-only from the first byte. SQLite gives the files beside it the same mode.
            with contextlib.suppress(FileExistsError):
                os.close(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        if self._path.stat().st_mode & 0o077:
            self._path.chmod(0o600)

    def _check(self) -> None:
        """Look whether it can be used, before anything is written."""
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        if version > len(_STEPS):
            raise Unusable(Flaw.NEWER)
        if not self._is_ours(version):
            raise Unusable(Flaw.DAMAGED)
        if self._path.stat().st_size <= _CHECKED_UP_TO:
            (verdict,) = self._connection.execute("PRAGMA quick_check(1)").fetchone()
            if verdict != "ok":
                raise Unusable(Flaw.DAMAGED)

    def _is_ours(self, version: int) -> bool:
        if version == 0:
            return self._connection.execute("SELECT name FROM sqlite_master").fetchone() is None
        try:
            for probe in _PROBES[version - 1]:
                self._connection.execute(probe)
        except sqlite3.OperationalError as error:
            if _code(error) == sqlite3.SQLITE_ERROR:
                return False
            raise
        return True

    def _settle(self) -> None:
        # In a write-ahead log nobody waits for the disk at a commit; but it takes memory that all who write share.
        wanted = "DELETE" if is_shared_between_machines(self._path) else "WAL"
        with contextlib.suppress(sqlite3.OperationalError):
            (mode,) = self._connection.execute(f"PRAGMA journal_mode = {wanted}").fetchone()
            self._connection.execute(f"PRAGMA synchronous = {'NORMAL' if mode == 'wal' else 'FULL'}")
        self.transact(_bring_up_to_date)

    @contextmanager
    def _failures_translated(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise file_trouble(error, self._path, "opened") from error
        except sqlite3.DatabaseError as error:
            code = _code(error)
            if code in _DAMAGE:
                raise Unusable(Flaw.DAMAGED) from error
            if code in _IN_THE_WAY:
                raise FileTrouble(
                    f"{self._path} wasn't written: another program holds it.", hint="End that program, or wait for it."
                ) from error
            if code not in _OF_THE_SYSTEM:
                # A bug in our own words to SQLite.
                raise
            raise file_trouble(OSError(_OF_THE_SYSTEM[code], ""), self._path, "written") from error


def _bring_up_to_date(connection: sqlite3.Connection) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    for step in _STEPS[version:]:
        for statement in step:
            connection.execute(statement)
    if version < len(_STEPS):
        connection.execute(f"PRAGMA user_version = {len(_STEPS)}")


def _code(error: sqlite3.DatabaseError) -> int:
    """What went wrong, without SQLite's further details; 0 when it wasn't SQLite that said so."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _text(stored: bytes) -> str:
    """Damaged text is text too: whoever reads a row finds out, and the rows beside it can be read."""
    return stored.decode("utf-8", "surrogateescape")


def _holds_something(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _identity(path: Path) -> Identity:
    found = path.stat()
    return found.st_dev, found.st_ino
