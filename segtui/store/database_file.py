"""A database as a file: how it is opened, whether it is what it must be, and what its failures mean.

Apart from the rest because only this needs sqlite3, which takes 7 ms to import.
"""

import contextlib
import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeAlias, TypeVar

from segtui.store.errors import FileTrouble
from segtui.store.file_systems import is_shared_between_machines
from segtui.store.private_files import file_trouble, make_directories
from segtui.store.schemas import Schema, companions_of
from segtui.store.setting_aside import Flaw

_WAIT_SECONDS = 1.0
"""For another segtui that is writing; it takes milliseconds, and the screen waits with us."""

_WAIT_IN_LINE_SECONDS = 5.0
"""The same for what is irreplaceable: there a commit waits for the disk, and SQLite serves nobody in turn."""

_CHECKED_UP_TO = 8 * 1024 * 1024
"""Bytes of a database that is checked as a whole when it is opened. In a larger one damage shows when it is met."""

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
    """There is no database yet."""


class Unusable(Exception):
    """The file is there and can't be used as it is.

    Args:
        flaw: Why.
    """

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw)
        self.flaw = flaw


class DatabaseFile:
    """An open database.

    What is committed survives the end of the process, kill -9 included: it is with the system by then. Only when the
    whole machine loses power may the last moments be missing, unless it is irreplaceable; the file is sound even then.

    Args:
        path: The database.
        schema: What it holds.
        is_new: Whether it is to be made; it must not be there.
        damaged: The file that is known to be damaged.

    Raises:
        Missing: It isn't there.
        Unusable: It can't be used as it is.
        FileTrouble: The system doesn't give it.
    """

    def __init__(self, path: Path, schema: Schema, *, is_new: bool = False, damaged: Identity | None = None) -> None:
        self._path = path
        self._schema = schema
        with _failures_translated(path):
            self._prepare(is_new=is_new)
            self.identity: Final = _identity(path)
            if self.identity == damaged:
                raise Unusable(Flaw.DAMAGED)
            wait = _WAIT_IN_LINE_SECONDS if schema.is_irreplaceable else _WAIT_SECONDS
            self._connection = sqlite3.connect(path, timeout=wait, isolation_level=None, check_same_thread=False)
        self._connection.text_factory = _text
        try:
            with _failures_translated(self._path):
                self._check(is_new=is_new)
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
        with _failures_translated(self._path):
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

    def _prepare(self, *, is_new: bool) -> None:
        if self._path.is_dir():
            raise IsADirectoryError
        if is_new:
            # Owner-only from the first byte. SQLite gives the files beside it the same mode.
            os.close(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        elif not self._path.exists():
            # SQLite would begin a new database, and delete what is left of the old one.
            raise Unusable(Flaw.DAMAGED) if any(_holds_something(one) for one in companions_of(self._path)) else Missing
        elif not _holds_something(self._path):
            raise Unusable(Flaw.DAMAGED)
        if self._path.stat().st_mode & 0o077:
            self._path.chmod(0o600)

    def _check(self, *, is_new: bool) -> None:
        """Look whether it can be used, before anything is written."""
        version = self._version()
        if version > len(self._schema.steps):
            raise Unusable(Flaw.NEWER)
        if not is_new and not self._is_ours(version):
            raise Unusable(Flaw.DAMAGED)
        if self._path.stat().st_size <= _CHECKED_UP_TO:
            (verdict,) = self._connection.execute("PRAGMA quick_check(1)").fetchone()
            if verdict != "ok":
                raise Unusable(Flaw.DAMAGED)

    def _is_ours(self, version: int) -> bool:
        # One without a version isn't new: a new one has everything when it comes to its path.
        if version <= 0:
            return False
        try:
            for probe in self._schema.probes[version - 1]:
                self._connection.execute(probe)
        except sqlite3.OperationalError as error:
            if _code(error) == sqlite3.SQLITE_ERROR:
                return False
            raise
        return True

    def _settle(self) -> None:
        # In a write-ahead log nobody has to wait for the disk at a commit; but it takes memory that all writers share.
        wanted = "DELETE" if is_shared_between_machines(self._path) else "WAL"
        with contextlib.suppress(sqlite3.OperationalError):
            (mode,) = self._connection.execute(f"PRAGMA journal_mode = {wanted}").fetchone()
            may_be_late = mode == "wal" and not self._schema.is_irreplaceable
            self._connection.execute(f"PRAGMA synchronous = {'NORMAL' if may_be_late else 'FULL'}")
        if self._version() < len(self._schema.steps):
            self.transact(self._bring_up_to_date)

    def _version(self) -> int:
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        return int(version)

    def _bring_up_to_date(self, connection: sqlite3.Connection) -> None:
        version = self._version()  # another segtui may have been faster
        steps = self._schema.steps
        for step in steps[version:]:
            for statement in step:
                connection.execute(statement)
        if version < len(steps):
            connection.execute(f"PRAGMA user_version = {len(steps)}")


def make_database(path: Path, schema: Schema) -> None:
    """Make a database, whole from the moment that it is at its path; only for who holds its lock alone.

    So an empty file at that path never comes from a segtui that was ended in the middle.

    Args:
        path: Where; there must be nothing.
        schema: What it holds.

    Raises:
        FileTrouble: It can't be made.
    """
    begun = path.with_name(f"{path.name}.begun")
    with _failures_translated(path):
        make_directories(path.parent)
        begun.unlink(missing_ok=True)  # SQLite itself takes no files beside a new one for its own
        DatabaseFile(begun, schema, is_new=True).close()
        begun.rename(path)


@contextmanager
def _failures_translated(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise file_trouble(error, path, "opened") from error
    except sqlite3.DatabaseError as error:
        code = _code(error)
        if code in _DAMAGE:
            raise Unusable(Flaw.DAMAGED) from error
        if code in _IN_THE_WAY:
            raise FileTrouble(
                f"{path} wasn't written: another program holds it.", hint="End that program, or wait for it."
            ) from error
        if code not in _OF_THE_SYSTEM:
            # A bug in our own words to SQLite.
            raise
        raise file_trouble(OSError(_OF_THE_SYSTEM[code], ""), path, "written") from error


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
