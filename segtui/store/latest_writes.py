"""Writes that may take a while: done in a thread, one after the other, and of each key only the latest."""

import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from segtui.store.errors import FileTrouble

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

Write: TypeAlias = Callable[[], None]
"""Writes something; raises `FileTrouble` when that can't be done."""


class LatestWrites:
    """Writes by key; what comes later never loses to what came before, wherever each of them is done."""

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()
        self._guard = threading.Lock()
        """For what follows; it is never held while something is written."""
        self._waiting: dict[str, Write] = {}
        self._failures: dict[str, FileTrouble] = {}
        self._threads: ThreadPoolExecutor | None = None
        self._job: Future[None] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something waits to be written, or is being written in the thread."""
        return self._job is not None and not self._job.done()

    def at_once(self, key: str, write: Write) -> None:
        """Write something; what waits for the same key isn't written any more.

        Raises:
            FileTrouble: It can't be done.
        """
        with self._one_at_a_time:
            with self._guard:
                self._waiting.pop(key, None)
                self._failures.pop(key, None)
            write()

    def later(self, key: str, write: Write) -> None:
        """Have something written as soon as what is being written now is done; it takes the place of what waits."""
        with self._guard:
            self._waiting[key] = write
            self._failures.pop(key, None)
            if self._job is None or self._job.done():
                from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - for long lists only

                self._threads = self._threads or ThreadPoolExecutor(1, "segtui-writes")
                self._job = self._threads.submit(self._work_off)

    def settle(self) -> None:
        """Wait until everything is written or has failed."""
        while (job := self._job) is not None:
            job.result()

    def close(self) -> None:
        """Wait until everything is written or has failed, and let go of the thread."""
        self.settle()
        if self._threads is not None:
            self._threads.shutdown()

    def take_failures(self) -> Mapping[str, FileTrouble]:
        """The keys of which the latest couldn't be written later, each told once."""
        with self._guard:
            taken, self._failures = self._failures, {}
        return taken

    def _work_off(self) -> None:
        while True:
            with self._one_at_a_time:
                with self._guard:
                    if not self._waiting:
                        # Said before the guard is let go of: whoever comes next begins a new job.
                        self._job = None
                        return
                    key = next(iter(self._waiting))
                    write = self._waiting.pop(key)
                try:
                    write()
                except FileTrouble as trouble:
                    with self._guard:
                        if key not in self._waiting:
                            self._failures[key] = trouble
