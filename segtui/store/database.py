"""Databases: what must not be lost, in files that all running segtui of a user share.

One is made with the first thing that is to be kept in it: to look around leaves nothing behind, and waits for no disk.
"""

import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from segtui.domain.text import printable
from segtui.store.errors import FileTrouble
from segtui.store.locks import FileLock, in_the_way, tries
from segtui.store.schemas import COMPANIONS, Schema, companions_of
from segtui.store.setting_aside import Flaw, Notice, set_aside

if TYPE_CHECKING:
    from sqlite3 import Connection

    from segtui.store.database_file import DatabaseFile, Identity

T = TypeVar("T")


class Database:
    """An open database of a user.

    Whoever has it open holds its lock beside others, and it is made or set aside only by who holds the lock alone: so
    no file is moved away from under somebody who writes to it. One that is irreplaceable is never set aside.

    Args:
        path: The file. When it is missing it is made by the first `run`; that there can be one is made sure of now.
        schema: What it holds.
        now: The clock.

    Raises:
        FileTrouble: It can't be had. A caller goes on without, and says so.
    """

    def __init__(self, path: Path, schema: Schema, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        # Its real place: SQLite puts the files beside it there, too.
        self._path = Path(os.path.realpath(path))
        self._schema = schema
        self._now = now
        self._notices: list[Notice] = []
        self._one_at_a_time = threading.Lock()
        self._lock = FileLock(self._path.with_suffix(".lock"))
        self._file: DatabaseFile | None = None
        self._is_to_be_made = self._is_missing
        """Whether there was none yet, and nothing to keep."""
        try:
            if not self._is_to_be_made:
                self._file = self._opened()
        finally:
            if self._file is None and not self._is_to_be_made:
                self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def take_notices(self) -> list[Notice]:
        """What the person should be told, each once.

        After one of these, what was kept before may be in a file that is out of use: whatever isn't saved is best kept
        again.
        """
        taken, self._notices = self._notices, []
        return taken

    def run(self, work: "Callable[[Connection], T]") -> T:
        """Do something in one transaction, committed when this returns, or not done at all.

        A database that turns out to be damaged is set aside, and the work is done in a new one; an irreplaceable one
        isn't, and the work is not done.

        Raises:
            FileTrouble: The database can't be read or written.
        """
        from segtui.store.database_file import Unusable  # noqa: PLC0415 - loaded already

        with self._one_at_a_time:
            try:
                return self._file_in_place().transact(work)
            except Unusable:
                file = self._reopened(is_damaged=True)
            try:
                return file.transact(work)
            except Unusable as again:
                raise FileTrouble(f"{self._path} can't be kept sound.", hint="Have the disk looked at.") from again

    def look(self, work: "Callable[[Connection], T]", nothing: T) -> T:
        """Do something that only makes sense with what was kept before; as long as nothing was, give `nothing` for it.

        Raises:
            FileTrouble: The database can't be read or written.
        """
        return nothing if self._is_to_be_made and self._is_missing else self.run(work)

    def close(self) -> None:
        """Let go of the file."""
        with self._one_at_a_time:
            self._is_to_be_made = False
            if self._file is not None:
                self._file.close()
                self._file = None
            self._lock.close()

    @property
    def _is_missing(self) -> bool:
        """Whether there is no database yet; files of SQLite's beside it tell that there was one."""
        return not any(one.exists() for one in (self._path, *companions_of(self._path)))

    def _file_in_place(self) -> "DatabaseFile":
        if self._is_to_be_made:
            self._is_to_be_made = False  # tried once: when it fails, not every edit waits for it
            return self._reopened(is_damaged=False)
        if self._file is None:
            raise FileTrouble(f"{self._path} isn't open any more.", hint="Start segtui again.")
        if self._file.is_in_place:
            return self._file
        told = f"{self._path} was moved or deleted while segtui ran. A new one is begun."
        file = self._reopened(is_damaged=False)
        self._notices.append(Notice(printable(told)))
        return file

    def _reopened(self, *, is_damaged: bool) -> "DatabaseFile":
        """The database anew. When that fails it stays closed, so that not every edit waits for it."""
        identity = None
        if self._file is not None:
            identity = self._file.identity if is_damaged else None
            self._file.close()
            self._file = None
        self._lock.release()
        try:
            self._file = self._opened(identity)
        finally:
            if self._file is None:
                self._lock.release()
        return self._file

    def _opened(self, damaged: "Identity | None" = None) -> "DatabaseFile":
        """Open the file.

        Args:
            damaged: The file that is known to be damaged, if it is still the one in place.
        """
        flaw = None
        for _ in tries():
            found = self._beside_others(damaged)
            # Of several who find the same, one comes first; the others find what it has made.
            if (found is None or isinstance(found, Flaw)) and self._lock.try_to_take():
                self._put_right(damaged)
                self._lock.release()
                found = self._beside_others(damaged)
            if found is not None and not isinstance(found, Flaw):
                return found
            flaw = found
        raise in_the_way(self._path) if flaw is None else self._unusable(flaw)

    def _beside_others(self, damaged: "Identity | None") -> "DatabaseFile | Flaw | None":
        """The open database, and its lock with it; else, without the lock, what keeps it from being used."""
        from segtui.store.database_file import DatabaseFile, Missing, Unusable  # noqa: PLC0415 - 7 ms, for who edits

        if not self._lock.try_to_take(shared=True):
            return None
        try:
            return DatabaseFile(self._path, self._schema, damaged=damaged)
        except Missing:
            flaw = None
        except Unusable as unusable:
            flaw = unusable.flaw
        self._lock.release()
        return flaw

    def _put_right(self, damaged: "Identity | None") -> None:
        """Leave a database that can be opened; only for who holds the lock alone."""
        from segtui.store.database_file import (  # noqa: PLC0415 - as above
            DatabaseFile,
            Missing,
            Unusable,
            make_database,
        )

        try:
            DatabaseFile(self._path, self._schema, damaged=damaged).close()
        except Missing:
            make_database(self._path, self._schema)
        except Unusable as found:
            if self._schema.is_irreplaceable:
                raise self._unusable(found.flaw) from found
            place = set_aside(self._path, found.flaw, self._now(), COMPANIONS)
            self._notices.append(Notice.of(self._schema.title, found.flaw, place, self._schema.meaning))
            make_database(self._path, self._schema)

    def _unusable(self, flaw: Flaw) -> FileTrouble:
        """What to say of a database that stays where it is."""
        is_damaged = flaw is Flaw.DAMAGED
        why = "is damaged" if is_damaged else "was written by a newer segtui"
        if not self._schema.is_irreplaceable:
            return FileTrouble(
                f"{self._path} {why}, and isn't touched while another segtui has it open.",
                hint="Quit the other segtui, then start this one again.",
            )
        first = "Restore a backup" if is_damaged else "Use that segtui"
        return FileTrouble(
            f"{self._schema.title} {self._path} {why}. {self._schema.meaning}",
            hint=f"{first}, or {self._schema.way_out}",
        )
