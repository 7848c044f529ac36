"""A small JSON file of ours that all running segtui of a user share: changed one at a time, set aside when unusable."""

import os
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Generic, TypeVar

from segtui.domain.record import record
from segtui.domain.values import JsonValue
from segtui.store.errors import FileTrouble
from segtui.store.json_text import from_text, to_text
from segtui.store.locks import locked
from segtui.store.private_files import file_trouble, write_private
from segtui.store.setting_aside import Flaw, Notice, set_aside

Content = TypeVar("Content")

VERSION = 1
"""Of the files' form. A file with a higher number is of a newer segtui, and set aside unread."""


@record
class Form(Generic[Content]):
    """How a content is written."""

    what: str
    """What the file holds, to begin a sentence with."""
    then: str
    """What it means when that is set aside, as a sentence."""
    empty: Callable[[], Content]
    """What there is when there is no file."""
    read: Callable[[Mapping[str, JsonValue]], Content | Flaw]
    write: Callable[[Content], Mapping[str, JsonValue]]
    """Without the version."""
    names_its_version: bool = True
    """Whether a file without a version is damaged."""


class KeptFile(Generic[Content]):
    """The file.

    Args:
        path: Where it is.
        form: How its content is written.
        now: The clock.
    """

    def __init__(self, path: Path, form: Form[Content], now: Callable[[], datetime]) -> None:
        self._path = Path(os.path.realpath(path))
        self._form = form
        self._now = now
        self._notices: list[Notice] = []

    def content(self) -> Content | None:
        """What the file holds; one that can't be used is set aside. None when it can't be read: a notice says why."""
        try:
            found = self._found()
            if isinstance(found, Flaw):
                with self._held():
                    return self._sound()
        except FileTrouble as trouble:
            self._notices.append(Notice(f"{trouble.message} {trouble.hint}".strip()))
            return None
        return found

    def change(self, change: Callable[[Content], Content]) -> Content:
        """Change what is kept, on top of what others have changed meanwhile; it is safe when this returns.

        Args:
            change: Gives the new content for the present one. Nothing is written when that is the same.

        Raises:
            FileTrouble: It can't be read or written, and is as it was.
        """
        with self._held():
            present = self._sound()
            wanted = change(present)
            if wanted != present:
                write_private(self._path, to_text({"version": VERSION, **self._form.write(wanted)}) + "\n")
        return wanted

    @property
    def stamp(self) -> tuple[int, ...]:
        """Tells whether the file is another one by now: each change replaces it."""
        try:
            about = self._path.stat()
        except OSError:
            return ()
        return about.st_ino, about.st_mtime_ns, about.st_size

    def take_notices(self) -> list[Notice]:
        """What the person should be told, each once."""
        taken, self._notices = self._notices, []
        return taken

    def _held(self) -> AbstractContextManager[None]:
        return locked(self._path.with_suffix(".lock"))

    def _sound(self) -> Content:
        """What the file holds; one that can't be used is set aside first. Only for who holds the lock."""
        found = self._found()
        if not isinstance(found, Flaw):
            return found
        aside = set_aside(self._path, found, self._now())
        self._notices.append(Notice.of(self._form.what, found, aside, self._form.then))
        return self._form.empty()

    def _found(self) -> Content | Flaw:
        try:
            written = self._path.read_bytes()
        except FileNotFoundError:
            return self._form.empty()
        except OSError as error:
            raise file_trouble(error, self._path, "read") from error
        try:
            form = from_text(written.decode("utf-8"))
        except ValueError:
            return Flaw.DAMAGED
        unsaid = None if self._form.names_its_version else VERSION
        version = form.get("version", unsaid) if isinstance(form, Mapping) else None
        if not isinstance(form, Mapping) or not isinstance(version, int):
            return Flaw.DAMAGED
        return self._form.read(form) if version <= VERSION else Flaw.NEWER
