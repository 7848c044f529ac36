"""What stands in an open form and isn't taken yet, kept while it is typed, so that it is there however segtui ended."""

from collections.abc import Callable
from dataclasses import field
from datetime import datetime
from typing import TYPE_CHECKING

from segtui.domain.moment_json import moment_from_json
from segtui.domain.record import record
from segtui.domain.values import JsonValue
from segtui.store.database import Database
from segtui.store.instances import Instance
from segtui.store.json_text import from_text, to_text
from segtui.store.schemas import sortable

if TYPE_CHECKING:
    from sqlite3 import Connection


@record
class KeptForm:
    """What was typed into a form."""

    key: str
    """The segment that it belongs to, as in `drafts`."""
    form: str
    """Which of the segment's forms."""
    typed: JsonValue
    was_told: bool = False
    """Whether somebody was told of it, and nothing was typed since."""
    name: str = ""
    """What the segment was called when this was typed; empty where that isn't known."""
    kept_at: datetime | None = field(default=None, compare=False)
    """When it was kept; known of what an earlier run has left."""


class Forms:
    """The open forms of one running segtui in one place.

    Every instance has rows of its own, as with its edits.

    Args:
        journal: Where they are kept.
        instance: Whose they are.
        scope: The place that the segments belong to, as text of the journal.
        now: The clock.
    """

    def __init__(self, journal: Database, instance: Instance, scope: str, now: Callable[[], datetime]) -> None:
        self._journal, self._instance = journal, instance
        self._scope, self._now = scope, now

    def keep(self, kept: KeptForm) -> None:
        """Keep what was typed in place of what was kept of this form; it is safe when this returns.

        Raises:
            FileTrouble: It can't be kept. What was kept before is still there.
        """
        moment = sortable(self._now())
        row = (*self._place(kept.key, kept.form), to_text(kept.typed), moment, to_text(kept.name))
        self._journal.run(lambda connection: connection.execute(_KEEP, row))

    def forget(self, key: str, form: str) -> None:
        """Forget what was taken or given up.

        Raises:
            FileTrouble: It can't be removed, and would be offered again.
        """
        self._journal.run(lambda connection: connection.execute(_FORGET, self._place(key, form)))

    def told(self, key: str, form: str) -> None:
        """Take note that somebody was told of what is kept of a form.

        Raises:
            FileTrouble: It can't be noted, and would be told again.
        """
        self._journal.run(lambda connection: connection.execute(_TELL, self._place(key, form)))

    def left_behind(self) -> tuple[KeptForm, ...]:
        """Take over the forms of instances that have ended, the latest first.

        Of several for one form the latest is taken; the others stay for the next time. What can't be read stays too.

        Raises:
            FileTrouble: The journal can't be read or written; nothing has changed hands.
        """
        return self._journal.look(self._taken_over, ())

    def _place(self, key: str, form: str) -> tuple[str, str, str, str]:
        return self._scope, to_text(key), to_text(form), self._instance.id

    def _taken_over(self, connection: "Connection") -> tuple[KeptForm, ...]:
        ours = (self._scope, self._instance.id)
        taken = set(connection.execute(_OWN, ours).fetchall())
        rows = connection.execute(_OTHERS, ours).fetchall()
        ended = {one for one in {row[3] for row in rows} if self._instance.has_ended(one)}
        found: list[KeptForm] = []
        for number, key, form, instance, *rest in rows:
            if instance not in ended or (key, form) in taken:
                continue
            kept = _kept(key, form, *rest)
            if kept is not None:
                connection.execute(_TAKE, (self._instance.id, number))
                taken.add((key, form))
                found.append(kept)
        return tuple(found)


_KEEP = """
    INSERT OR REPLACE INTO forms (scope, key, form, instance, typed, kept_at, name, told)
    VALUES (?, ?, ?, ?, ?, ?, ?, 0)
"""
_FORGET = "DELETE FROM forms WHERE scope = ? AND key = ? AND form = ? AND instance = ?"
_OWN = "SELECT key, form FROM forms WHERE scope = ? AND instance = ?"
_OTHERS = """
    SELECT rowid, key, form, instance, typed, told, name, kept_at FROM forms
    WHERE scope = ? AND instance <> ? ORDER BY kept_at DESC, rowid DESC
"""
_TAKE = "UPDATE forms SET instance = ? WHERE rowid = ?"
_TELL = "UPDATE forms SET told = 1 WHERE scope = ? AND key = ? AND form = ? AND instance = ?"


def _kept(key: object, form: object, typed: object, told: object, name: object, kept_at: object) -> KeptForm | None:
    """A row as a form; None when any part of it can't be read."""
    texts = [one for one in (key, form, typed, name) if isinstance(one, str)]
    try:
        match [from_text(one) for one in texts]:
            case [str(segment), str(which), value, str(called)]:
                moment = moment_from_json(kept_at if isinstance(kept_at, str) else None)
                return KeptForm(segment, which, value, bool(told), called, moment)
            case _:
                return None
    except ValueError:
        return None
