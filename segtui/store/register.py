"""What segtui alone knows of a service: lists that it can't give back, rules that it doesn't keep, what was sent to it.

A backend is handed one of these and keeps JSON documents in it, by keys of its own making.
"""

from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from segtui.domain.values import JsonValue
from segtui.store.errors import FileTrouble
from segtui.store.json_text import from_text, to_text

if TYPE_CHECKING:
    from sqlite3 import Connection

    from segtui.store.journal import Journal


class Register:
    """The documents of one place, in the journal that all running segtui of a user share.

    The journal is opened for each piece of work and let go of again: a backend has no end at which it could.

    Args:
        journal_file: The journal.
        scope: The place that the documents belong to: service, address and project in one text.
        now: The clock.
    """

    def __init__(
        self, journal_file: Path, scope: str, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._path = journal_file
        self._scope = to_text(scope)
        self._now = now

    def documents(self, prefix: str = "") -> Mapping[str, Mapping[str, JsonValue]]:
        """What is kept, by key, the earliest first.

        Args:
            prefix: What the keys begin with.

        Raises:
            FileTrouble: It can't be read, all of it or a part: half a register would be worse than none.
        """
        with closing(self._opened()) as journal:
            rows = journal.run(lambda connection: connection.execute(_ALL, (self._scope,)).fetchall())
        found: dict[str, Mapping[str, JsonValue]] = {}
        for key, written in rows:
            name, document = _read(key), _read(written)
            if not isinstance(name, str) or not isinstance(document, Mapping):
                raise _damaged(self._path)
            if name.startswith(prefix):
                found[name] = document
        return found

    def put(self, key: str, document: Mapping[str, JsonValue]) -> None:
        """Keep a document in place of what was kept under its key; it is safe when this returns.

        Raises:
            FileTrouble: It can't be kept. What was kept before is still there.
        """
        row = (self._scope, to_text(key), to_text(document), self._now().astimezone(UTC).isoformat())
        self._run(lambda connection: connection.execute(_PUT, row))

    def remove(self, key: str) -> None:
        """Forget a document; one that isn't there is no mistake.

        Raises:
            FileTrouble: It can't be removed.
        """
        row = (self._scope, to_text(key))
        self._run(lambda connection: connection.execute(_REMOVE, row))

    def _run(self, work: "Callable[[Connection], object]") -> None:
        with closing(self._opened()) as journal:
            journal.run(work)

    def _opened(self) -> "Journal":
        from segtui.store.journal import Journal  # noqa: PLC0415 - 15 ms with the database, for few services

        return Journal(self._path, now=self._now)


class MemoryRegister:
    """The same for the demo: it ends with the program.

    Args:
        documents: What there is at the beginning.
    """

    def __init__(self, documents: Mapping[str, Mapping[str, JsonValue]] | None = None) -> None:
        self._documents = dict(documents or {})

    def documents(self, prefix: str = "") -> Mapping[str, Mapping[str, JsonValue]]:
        """What is kept, by key, the earliest first."""
        documents = dict(self._documents)  # it may be read in a thread while something is put
        return {key: document for key, document in documents.items() if key.startswith(prefix)}

    def put(self, key: str, document: Mapping[str, JsonValue]) -> None:
        """Keep a document in place of what was kept under its key."""
        self._documents[key] = document

    def remove(self, key: str) -> None:
        """Forget a document; one that isn't there is no mistake."""
        self._documents.pop(key, None)


def _read(written: object) -> JsonValue:
    # It was written as ASCII; anything else is damage that JSON alone wouldn't show.
    try:
        return from_text(written) if isinstance(written, str) and written.isascii() else None
    except ValueError:
        return None


def _damaged(path: Path) -> FileTrouble:
    return FileTrouble(
        f"What segtui keeps of this service in {path} can't be read as a whole.",
        hint="Nothing was changed. Restore the file from a backup, or import the register from an export.",
    )


_ALL = "SELECT key, written FROM register WHERE scope = ? ORDER BY rowid"
_PUT = """
    INSERT INTO register (scope, key, written, kept_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (scope, key) DO UPDATE SET written = excluded.written, kept_at = excluded.kept_at
"""
_REMOVE = "DELETE FROM register WHERE scope = ? AND key = ?"
