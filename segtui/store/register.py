"""What segtui alone knows of a service: lists that it can't give back, rules that it doesn't keep, what was sent to it.

A backend is handed one of these and keeps JSON documents in it, by keys of its own making.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeAlias

from segtui.domain.values import JsonValue
from segtui.store.errors import FileTrouble
from segtui.store.json_text import from_text, to_text
from segtui.store.locks import FileLock
from segtui.store.schemas import REGISTER, sortable

if TYPE_CHECKING:
    from sqlite3 import Connection

    from segtui.store.database import Database

Kept: TypeAlias = Mapping[str, JsonValue] | None
"""What is kept under a key; None for nothing."""


class Register:
    """The documents of one place, in a file that all running segtui of a user share.

    It is the only copy there is, so one that is damaged, or of a newer segtui, is told each time and left as it is.

    It is opened for each piece of work and let go of again: a backend has no end at which it could.

    Args:
        register_file: The file; it is made when there is something to keep.
        place: What the documents belong to: service, address and project in one text.
        now: The clock.
    """

    def __init__(
        self, register_file: Path, place: str, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._path = register_file
        self._scope = to_text(place)
        self._now = now

    def documents(self, prefix: str = "") -> Mapping[str, Mapping[str, JsonValue]]:
        """What is kept, by key, the earliest first.

        Args:
            prefix: What the keys begin with.

        Raises:
            FileTrouble: It can't be read, all of it or a part: half a register would be worse than none.
        """
        # A key's text is that of its beginning without the closing quote, and then ASCII, which sorts before U+0080.
        beginning = to_text(prefix)[:-1]
        return self._found(_BEGINNING, beginning, f"{beginning}\x80")

    def document(self, key: str) -> Mapping[str, JsonValue] | None:
        """What is kept under a key; None when nothing is. Nothing else is read for it.

        Raises:
            FileTrouble: It can't be read.
        """
        return self._found(_ONE, to_text(key)).get(key)

    def put(self, key: str, document: Mapping[str, JsonValue]) -> None:
        """Keep a document in place of what was kept under its key; it is safe when this returns.

        Raises:
            FileTrouble: It can't be kept. What was kept before is still there.
        """
        row = (self._scope, to_text(key), to_text(document), sortable(self._now()))
        self._run(lambda connection: connection.execute(_PUT, row))

    def change(self, key: str, change: Callable[[Kept], Kept]) -> None:
        """Keep what a function makes of a document, in one step: no other segtui writes in between.

        Args:
            key: Of the document.
            change: Is given what is kept, None when nothing is; gives what to keep, None for what is there.

        Raises:
            FileTrouble: It can't be read or kept. What was kept before is still there.
        """
        moment = sortable(self._now())

        def work(connection: "Connection") -> None:
            rows = connection.execute(_ONE, (self._scope, to_text(key))).fetchall()
            present = self._read_rows(rows).get(key)
            document = change(present)
            if document is not None:
                connection.execute(_PUT, (self._scope, to_text(key), to_text(document), moment))

        self._run(work)

    def rename(self, key: str, new_key: str, change: Callable[[Kept, Kept], Kept]) -> None:
        """Keep a document under another key, in one step: no other segtui writes in between.

        Args:
            key: Of the document.
            new_key: What is kept under it is replaced.
            change: Is given what is kept under either; gives what to keep under the new one, None to leave both.

        Raises:
            FileTrouble: It can't be read or kept. What was kept before is still there.
        """
        moment = sortable(self._now())

        def work(connection: "Connection") -> None:
            rows = [connection.execute(_ONE, (self._scope, to_text(one))).fetchone() for one in (key, new_key)]
            present = self._read_rows([row for row in rows if row is not None])
            document = change(present.get(key), present.get(new_key))
            if document is not None:
                connection.execute(_REMOVE, (self._scope, to_text(key)))
                connection.execute(_PUT, (self._scope, to_text(new_key), to_text(document), moment))

        self._run(work)

    def remove(self, key: str) -> None:
        """Forget a document; one that isn't there is no mistake.

        Raises:
            FileTrouble: It can't be removed.
        """
        row = (self._scope, to_text(key))
        self._run(lambda connection: connection.execute(_REMOVE, row))

    @contextmanager
    def held(self, key: str) -> Iterator[bool]:
        """Hold a key alone for as long as the block takes, or be told that somebody else does just now.

        Raises:
            FileTrouble: There can be no locks there.
        """
        name = hashlib.sha256(to_text([self._scope, key]).encode()).hexdigest()[:16]
        with FileLock(self._path.with_name(f"{self._path.stem}-{name}.lock")) as lock:
            yield lock.try_to_take()

    def _found(self, query: str, *limits: str) -> Mapping[str, Mapping[str, JsonValue]]:
        with closing(self._opened()) as database:
            nothing: list[tuple[object, object]] = []
            rows = database.look(
                lambda connection: connection.execute(query, (self._scope, *limits)).fetchall(), nothing
            )
        return self._read_rows(rows)

    def _read_rows(self, rows: Sequence[tuple[object, object]]) -> Mapping[str, Mapping[str, JsonValue]]:
        found: dict[str, Mapping[str, JsonValue]] = {}
        for key, written in rows:
            name, document = _read(key), _read(written)
            if not isinstance(name, str) or not isinstance(document, Mapping):
                raise _damaged(self._path)
            found[name] = document
        return found

    def _run(self, work: "Callable[[Connection], object]") -> None:
        with closing(self._opened()) as database:
            database.run(work)

    def _opened(self) -> "Database":
        from segtui.store.database import Database  # noqa: PLC0415 - 15 ms with the database, for few services

        return Database(self._path, REGISTER, now=self._now)


class MemoryRegister:
    """The same for the demo: it ends with the program.

    Args:
        documents: What there is at the beginning.
    """

    def __init__(self, documents: Mapping[str, Mapping[str, JsonValue]] | None = None) -> None:
        self._documents = dict(documents or {})
        self._held: set[str] = set()
        self._one_at_a_time = Lock()

    def documents(self, prefix: str = "") -> Mapping[str, Mapping[str, JsonValue]]:
        """What is kept, by key, the earliest first."""
        documents = dict(self._documents)  # it may be read in a thread while something is put
        return {key: document for key, document in documents.items() if key.startswith(prefix)}

    def document(self, key: str) -> Mapping[str, JsonValue] | None:
        """What is kept under a key; None when nothing is."""
        return self._documents.get(key)

    def put(self, key: str, document: Mapping[str, JsonValue]) -> None:
        """Keep a document in place of what was kept under its key."""
        self._documents[key] = document

    def change(self, key: str, change: Callable[[Kept], Kept]) -> None:
        """Keep what a function makes of a document; None for what is there."""
        with self._one_at_a_time:
            document = change(self._documents.get(key))
            if document is not None:
                self._documents[key] = document

    def rename(self, key: str, new_key: str, change: Callable[[Kept, Kept], Kept]) -> None:
        """Keep a document under another key; None leaves both as they are."""
        with self._one_at_a_time:
            document = change(self._documents.get(key), self._documents.get(new_key))
            if document is not None:
                self.put(new_key, document)
                self.remove(key)

    def remove(self, key: str) -> None:
        """Forget a document; one that isn't there is no mistake."""
        self._documents.pop(key, None)

    @contextmanager
    def held(self, key: str) -> Iterator[bool]:
        """Hold a key alone for as long as the block takes, or be told that somebody else does just now."""
        if key in self._held:
            yield False
            return
        self._held.add(key)
        try:
            yield True
        finally:
            self._held.remove(key)


def _read(written: object) -> JsonValue:
    # It was written as ASCII; anything else is damage that JSON alone wouldn't show.
    try:
        return from_text(written) if isinstance(written, str) and written.isascii() else None
    except ValueError:
        return None


def _damaged(path: Path) -> FileTrouble:
    return FileTrouble(
        f"What segtui keeps of this service in {path} can't be read as a whole.",
        hint=f"Nothing was changed. Restore a backup, or {REGISTER.way_out}",
    )


_BEGINNING = "SELECT key, written FROM register WHERE scope = ? AND key >= ? AND key < ? ORDER BY rowid"
_ONE = "SELECT key, written FROM register WHERE scope = ? AND key = ?"
_PUT = """
    INSERT INTO register (scope, key, written, kept_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (scope, key) DO UPDATE SET written = excluded.written, kept_at = excluded.kept_at
"""
_REMOVE = "DELETE FROM register WHERE scope = ? AND key = ?"
