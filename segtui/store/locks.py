"""Locks between running segtui. The kernel keeps them: they are gone with their process, however that ended."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from segtui.store.errors import FileTrouble
from segtui.store.private_files import file_trouble, make_directories

_BETWEEN_TRIES_SECONDS = 0.005

_PATIENCE_SECONDS = 1.0
"""Whoever holds a lock for a change has it for milliseconds; longer means that it was stopped in the middle."""


class FileLock:
    """A lock on a file that is there for nothing else; the file stays, so that everybody locks the same one.

    Args:
        path: The file; it is made, for the owner only, with the directories above it.

    Raises:
        FileTrouble: It can't be made or opened.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            make_directories(path.parent)
            self._file = opened_lock(path, os.O_CREAT)
        except OSError as error:
            raise file_trouble(error, path, "locked") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def try_to_take(self, *, shared: bool = False) -> bool:
        """Take the lock if nobody is in the way.

        Args:
            shared: Beside others who take it so, instead of alone.

        Raises:
            FileTrouble: The file system has no locks.
        """
        try:
            return try_to_lock(self._file, shared=shared)
        except OSError as error:
            raise file_trouble(error, self._path, "locked") from error

    def release(self) -> None:
        """Give the lock back; it can be taken again."""
        fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        """Give the lock back for good."""
        self._file.close()


def opened_lock(path: Path, flags: int = 0) -> BinaryIO:
    """Open a lock's file; a new one is for its owner only.

    Raises:
        OSError: It can't be opened.
    """
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CLOEXEC | flags, 0o600), "r+b", buffering=0)


def try_to_lock(file: BinaryIO | int, *, shared: bool = False) -> bool:
    """Lock an open file if nobody is in the way.

    Raises:
        OSError: The file system has no locks.
    """
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def tries() -> Iterator[None]:
    """Times to try something that another segtui may be in the way of, until patience is at its end."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while True:
        yield
        if time.monotonic() >= end:
            return
        time.sleep(_BETWEEN_TRIES_SECONDS)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock alone, for as long as the block takes.

    Raises:
        FileTrouble: It can't be had.
    """
    with FileLock(path) as lock:
        if not any(lock.try_to_take() for _ in tries()):
            raise in_the_way(path)
        yield


@contextmanager
def held_directory(directory: Path) -> Iterator[None]:
    """Hold a directory alone, for as long as the block takes: one that people keep files of theirs in, and no locks.

    It is made if it is missing. Where it can't be made or locked, the block goes on without; what it does there tells.

    Raises:
        FileTrouble: Another segtui holds it.
    """
    with ExitStack() as stack:
        with suppress(OSError):
            make_directories(directory)
            handle = os.open(directory, os.O_RDONLY | os.O_CLOEXEC)
            stack.callback(os.close, handle)
            if not any(try_to_lock(handle) for _ in tries()):
                raise in_the_way(directory)
        yield


def in_the_way(path: Path) -> FileTrouble:
    """What to say when another segtui holds a lock for too long."""
    return FileTrouble(
        f"{path} is held by another segtui that doesn't let go.",
        hint="Look for one that was stopped (`jobs`, then `fg`), or end it.",
    )
