"""Which segtui are running: each holds a lock for as long as it lives, and the system gives it up when it ends.

A process number would lie: after a kill it is soon another program's.
"""

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import Self
from uuid import uuid4

from segtui.store.private_files import make_private_directories, trouble_with

_OWNER_ONLY = 0o600


class Instance:
    """This run of segtui, as others can see it.

    Make one with `begin`.
    """

    def __init__(self, directory: Path, name: str, handle: int) -> None:
        self._directory = directory
        self.name = name
        """A name that no other run has or had."""
        self._handle: int | None = handle

    @classmethod
    def begin(cls, directory: Path) -> Self:
        """Let the others know that this one runs.

        Args:
            directory: Where each has its file.

        Raises:
            FileTrouble: The file can't be made.
        """
        name = uuid4().hex
        file = directory / f"{name}.lock"
        try:
            make_private_directories(directory)
            # Locked before it has its name: nobody may find it without its lock.
            new = file.with_suffix(".new")
            handle = os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _OWNER_ONLY)
            with suppress(OSError):
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            new.rename(file)
        except OSError as error:
            raise trouble_with(error, file, "written") from error
        return cls(directory, name, handle)

    def end(self) -> None:
        """Give up the lock and the file."""
        if self._handle is not None:
            with suppress(OSError):
                self._file(self.name).unlink()
            os.close(self._handle)
            self._handle = None

    def runs(self, name: str) -> bool:
        """Whether another segtui runs still. The file of one that has ended is removed."""
        if name == self.name:
            return True
        file = self._file(name)
        try:
            handle = os.open(file, os.O_RDWR | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False  # a file system without locks can't tell; what is offered twice is at least not lost
        finally:
            os.close(handle)
        with suppress(OSError):
            file.unlink()
        return False

    def _file(self, name: str) -> Path:
        return self._directory / f"{name}.lock"
