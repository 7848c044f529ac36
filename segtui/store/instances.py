"""Which segtui are running: each holds a lock for as long as it lives, so nobody has to trust a process id."""

import contextlib
import os
import uuid
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from segtui.store.errors import FileTrouble
from segtui.store.locks import opened_lock, tries, try_to_lock
from segtui.store.private_files import file_trouble, make_directories

_ENDING = ".lock"


class Instance:
    """One running segtui, as the others of the same user see it.

    Args:
        running_dir: Where the locks of all instances are.

    Raises:
        FileTrouble: The lock can't be had; then nobody could be told whose draft is whose.
    """

    def __init__(self, running_dir: Path) -> None:
        self._directory = running_dir
        try:
            make_directories(running_dir)
            self.id, self._file = self._begun()
            self._tidy_up()
        except OSError as error:
            raise file_trouble(error, running_dir, "written") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def end(self) -> None:
        """Make known that this process is done; what it left can be taken over from now on."""
        with contextlib.suppress(OSError):
            self._lock_of(self.id).unlink()
        self._file.close()

    def has_ended(self, identity: str) -> bool:
        """Whether another instance has ended, in whatever way. In doubt it hasn't."""
        try:
            with opened_lock(self._lock_of(identity)) as file:
                # Shared: two who ask at the same time must not take each other for the one they ask about.
                return try_to_lock(file, shared=True)
        except FileNotFoundError:
            return True
        except OSError:
            return False

    def _begun(self) -> tuple[str, BinaryIO]:
        """A new identity, and its lock, held."""
        for _ in tries():
            identity = uuid.uuid4().hex
            file = opened_lock(self._lock_of(identity), os.O_CREAT | os.O_EXCL)
            try:
                # Somebody who tidies up may come before the lock is held; then its file is gone, and nobody finds it.
                if try_to_lock(file) and os.fstat(file.fileno()).st_nlink:
                    return identity, file
            except OSError:
                file.close()
                raise
            file.close()
        raise FileTrouble(f"No lock can be held in {self._directory}.", hint="Start segtui again.")

    def _lock_of(self, identity: str) -> Path:
        return self._directory / f"{identity}{_ENDING}"

    def _tidy_up(self) -> None:
        for path in self._directory.glob(f"*{_ENDING}"):
            if self.has_ended(path.stem):
                with contextlib.suppress(OSError):
                    path.unlink()
