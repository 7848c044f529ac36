"""The journal: what must not be lost, in a file that all running segtui of a user share."""

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
from segtui.store.setting_aside import Flaw, Notice, set_aside

if TYPE_CHECKING:
    from sqlite3 import Connection

    from segtui.store.journal_file import Identity, JournalFile

T = TypeVar("T")


class Journal:
    """The open journal of a user.

    Whoever has it open holds its lock beside others, and it is made or set aside only by who holds the lock alone: so
    no file is moved away from under somebody who writes to it.

    Args:
        path: The database; it is made when it is missing.
        now: The clock.

    Raises:
        FileTrouble: It can't be had. A caller goes on without, and says so.
    """

    def __init__(self, path: Path, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        # Its real place: SQLite puts the files beside it there, too.
        self._path = Path(os.path.realpath(path))
        self._now = now
        self._notices: list[Notice] = []
        self._one_at_a_time = threading.Lock()
        self._lock = FileLock(self._path.with_suffix(".lock"))
        self._file: JournalFile | None = None
        try:
            self._file = self._opened()
        finally:
            if self._file is None:
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

        A journal that turns out to be damaged is set aside, and the work is done in a new one.

        Raises:
            FileTrouble: The journal can't be read or written.
        """
        from segtui.store.journal_file import Unusable  # noqa: PLC0415 - loaded already

        with self._one_at_a_time:
            try:
                return self._file_in_place().transact(work)
            except Unusable:
                file = self._reopened(is_damaged=True)
            try:
                return file.transact(work)
            except Unusable as again:
                raise FileTrouble(f"{self._path} can't be kept sound.", hint="Have the disk looked at.") from again

    def close(self) -> None:
        """Let go of the file."""
        with self._one_at_a_time:
            if self._file is not None:
                self._file.close()
                self._file = None
            self._lock.close()

    def _file_in_place(self) -> "JournalFile":
        if self._file is None:
            raise FileTrouble(f"{self._path} isn't open any more.", hint="Start segtui again.")
        if self._file.is_in_place:
            return self._file
        told = f"{self._path} was moved or deleted while segtui ran. A new one is begun."
        file = self._reopened(is_damaged=False)
        self._notices.append(Notice(printable(told)))
        return file

    def _reopened(self, *, is_damaged: bool) -> "JournalFile":
        """The journal anew. When that fails it stays closed, so that not every edit waits for it."""
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

    def _opened(self, damaged: "Identity | None" = None) -> "JournalFile":
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
        raise in_the_way(self._path) if flaw is None else _still_in_use(self._path, flaw)

    def _beside_others(self, damaged: "Identity | None") -> "JournalFile | Flaw | None":
        """The open journal, and its lock with it; else, without the lock, what keeps it from being used."""
        from segtui.store.journal_file import JournalFile, Missing, Unusable  # noqa: PLC0415 - 7 ms, for who edits

        if not self._lock.try_to_take(shared=True):
            return None
        try:
            return JournalFile(self._path, damaged=damaged)
        except Missing:
            flaw = None
        except Unusable as unusable:
            flaw = unusable.flaw
        self._lock.release()
        return flaw

    def _put_right(self, damaged: "Identity | None") -> None:
        """Leave a journal that can be opened; only for who holds the lock alone."""
        from segtui.store.journal_file import COMPANIONS, JournalFile, Unusable  # noqa: PLC0415 - as above

        try:
            JournalFile(self._path, make=True, damaged=damaged).close()
        except Unusable as found:
            place = set_aside(self._path, found.flaw, self._now(), COMPANIONS)
            then = "Unsaved edits in it can't be offered; a new one is begun."
            self._notices.append(Notice.of("The journal of unsaved edits", found.flaw, place, then))
            JournalFile(self._path, make=True).close()


def _still_in_use(path: Path, flaw: Flaw) -> FileTrouble:
    why = "is damaged" if flaw is Flaw.DAMAGED else "was written by a newer segtui"
    return FileTrouble(
        f"{path} {why}, and isn't touched while another segtui has it open.",
        hint="Quit the other segtui, then start this one again.",
    )
