"""Unsaved edits, kept from step to step, so that they are there again however segtui ended."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from segtui.domain.leads import Lead
from segtui.domain.moment_json import moment_from_json
from segtui.domain.record import record
from segtui.domain.segments import Segment, SegmentDraft
from segtui.domain.values import JsonValue
from segtui.store.database import Database
from segtui.store.errors import FileTrouble
from segtui.store.forms import Forms
from segtui.store.instances import Instance
from segtui.store.json_text import from_text, to_text
from segtui.store.latest_writes import LatestWrites
from segtui.store.schemas import sortable

if TYPE_CHECKING:
    from sqlite3 import Connection

_OLDER = " (older edit)"
"""Behind the name of a draft whose segment has a newer one."""

_MOST_AT_ONCE = 200
"""People of a list that is written while somebody waits for it, in a few milliseconds; 10,000 take 0.2 seconds."""


@record
class KeptDraft:
    """An edit that wasn't saved, as it was kept last."""

    key: str
    """The segment's id; for one that isn't made yet, a key from `new_key`."""
    draft: SegmentDraft
    """What was wanted."""
    stored: Segment | None
    """The segment as it was when the edit began; None for one that isn't made yet."""
    like: Segment | None
    """For one that isn't made yet: of which it is a duplicate."""
    kept_at: datetime
    """When it was changed last; to be kept once more unchanged makes it no younger."""
    not_made: str = ""
    """For one that isn't made yet: when and why making it failed last, as a sentence; empty when it wasn't tried."""


@record
class LeftBehind:
    """What is found of segtui that have ended."""

    drafts: tuple[KeptDraft, ...] = ()
    """The latest first; they belong to this instance now."""
    unreadable: int = 0
    """How many more there are that can't be read here, damaged or written by a newer segtui. They stay as they are."""


def new_key() -> str:
    """A key for a segment that isn't made yet; no other instance ever has the same."""
    return f"new-{uuid.uuid4().hex}"


class Drafts:
    """The unsaved edits of one running segtui in one place.

    Every instance has rows of its own: two that edit the same segment never overwrite each other.

    Args:
        journal: Where they are kept.
        instance: Whose they are.
        place: What the segments belong to: service, address and project in one text.
        now: The clock.
    """

    def __init__(
        self,
        journal: Database,
        instance: Instance,
        place: str,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._journal = journal
        self._instance = instance
        self._scope = to_text(place)
        self._now = now
        self._writes = LatestWrites()
        self._texts = _Texts()

    @property
    def is_writing(self) -> bool:
        """Whether a long list is being written that was to be kept."""
        return self._writes.is_busy

    @property
    def forms(self) -> "Forms":
        """What stands in open forms, kept beside the edits."""
        return Forms(self._journal, self._instance, self._scope, self._now)

    def keep(self, key: str, draft: SegmentDraft, stored: Segment | None, like: Segment | None) -> None:
        """Keep an edit in place of what was kept of it before.

        It is safe when this returns; but a long list of people is written in a thread, where what is kept next takes
        its place if it isn't begun with. `settle` waits for it, and how it failed is among `take_failures`.

        Raises:
            FileTrouble: It can't be kept. What was kept before is still there.
        """
        kept_at = sortable(self._now())

        def write() -> None:
            row = (self._scope, to_text(key), self._instance.id, self._texts.row(draft, stored, like), kept_at)
            self._journal.run(lambda connection: connection.execute(_KEEP, row))

        lists = (one.people for one in (draft, stored, like) if one is not None)
        is_long = any(people is not None and len(people) > _MOST_AT_ONCE for people in lists)
        (self._writes.later if is_long else self._writes.at_once)(key, write)

    def forget(self, key: str) -> None:
        """Forget an edit that was saved or discarded; while a long list is written, as soon as that is done.

        Raises:
            FileTrouble: It can't be removed, and would be offered again.
        """
        row = (self._scope, to_text(key), self._instance.id)

        def remove() -> None:
            self._journal.run(lambda connection: connection.execute(_FORGET, row))

        (self._writes.later if self._writes.is_busy else self._writes.at_once)(key, remove)

    def note_not_made(self, key: str, why: str) -> None:
        """Keep with an edit why the segment couldn't be made; it stays there through further steps of the edit.

        Raises:
            FileTrouble: It can't be kept.
        """
        self.settle()
        row = (to_text(why), self._scope, to_text(key), self._instance.id)
        self._journal.run(lambda connection: connection.execute(_NOTE_NOT_MADE, row))

    def settle(self) -> None:
        """Wait until everything that was to be kept is safe, or can't be kept."""
        self._writes.settle()

    def take_failures(self) -> Mapping[str, FileTrouble]:
        """The keys of long lists that couldn't be kept as they are now, each told once."""
        return self._writes.take_failures()

    def close(self) -> None:
        """Wait for what is being written; the journal must be open until then."""
        self._writes.close()

    def left_behind(self) -> LeftBehind:
        """Take over the edits of instances that have ended, in whatever way.

        Each goes to one instance only, whoever else is looking at the same time. Of several for one segment, the
        latest goes on as the edit of that segment (or the one that this instance has already); each older one becomes
        a segment that isn't made yet, like the one it was begun from, with a key of its own and a name that says so.
        It can be compared, saved as a segment of its own, or discarded, and nothing of it can overwrite anything.

        Raises:
            FileTrouble: The journal can't be read or written; nothing has changed hands.
        """
        self.settle()
        return self._journal.look(self._taken_over, LeftBehind())

    def elsewhere(self) -> frozenset[str]:
        """The keys of segments that other running instances have unsaved edits of.

        Raises:
            FileTrouble: The journal can't be read.
        """
        nothing: list[tuple[str, str]] = []
        rows = self._journal.look(
            lambda connection: connection.execute(_KEYS_OF_OTHERS, self._ours()).fetchall(), nothing
        )
        alive = {instance for instance in {row[1] for row in rows} if not self._instance.has_ended(instance)}
        keys = (_key(key) for key, instance in rows if instance in alive)
        return frozenset(key for key in keys if key is not None)

    def _ours(self) -> tuple[str, str]:
        return self._scope, self._instance.id

    def _taken_over(self, connection: "Connection") -> LeftBehind:
        own = connection.execute(_OWN, self._ours()).fetchall()
        taken: dict[str, str] = dict(own)
        rows = connection.execute(_OTHERS, self._ours()).fetchall()
        ended = {instance for instance in {row[2] for row in rows} if self._instance.has_ended(instance)}
        found: list[KeptDraft] = []
        unreadable = 0
        for number, key, instance, written, kept_at, not_made in rows:
            if instance not in ended:
                continue
            kept = _kept(key, written, kept_at, not_made)
            if kept is None:
                unreadable += 1
            elif taken.get(key) == written:
                # The same wish for the same segment: nothing is lost with it.
                connection.execute(_REMOVE, (number,))
            else:
                one = _set_apart(kept) if key in taken else kept
                form = written if one is kept else self._texts.row(one.draft, one.stored, one.like)
                connection.execute(_TAKE, (self._instance.id, to_text(one.key), form, number))
                taken[to_text(one.key)] = form
                found.append(one)
        return LeftBehind(tuple(found), unreadable)


_KEEP = """
    INSERT INTO drafts (scope, key, instance, written, kept_at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET
        kept_at = CASE WHEN written = excluded.written THEN kept_at ELSE excluded.kept_at END,
        written = excluded.written
"""
_NOTE_NOT_MADE = "UPDATE drafts SET not_made = ? WHERE scope = ? AND key = ? AND instance = ?"
_FORGET = "DELETE FROM drafts WHERE scope = ? AND key = ? AND instance = ?"
_OWN = "SELECT key, written FROM drafts WHERE scope = ? AND instance = ?"
_OTHERS = """
    SELECT rowid, key, instance, written, kept_at, not_made FROM drafts
    WHERE scope = ? AND instance <> ? ORDER BY kept_at DESC, rowid DESC
"""
_KEYS_OF_OTHERS = "SELECT key, instance FROM drafts WHERE scope = ? AND instance <> ?"
_TAKE = "UPDATE drafts SET instance = ?, key = ?, written = ? WHERE rowid = ?"
_REMOVE = "DELETE FROM drafts WHERE rowid = ?"


_PARTS = {"draft", "stored", "like"}


class _Texts:
    """Edits as text. From step to step little of an edit changes, and what stays the same is written once.

    It is used by one thread at a time.
    """

    def __init__(self) -> None:
        self._stored: tuple[Segment, str] | None = None
        """The segment that was written last, and how."""
        self._leads: dict[int, tuple[Lead, str]] = {}
        """The people of the list that was written last, each with the text; by identity, as they can't be compared."""

    def row(self, draft: SegmentDraft, stored: Segment | None, like: Segment | None) -> str:
        """An edit as the text of a row."""
        if self._stored is None or self._stored[0] is not stored:
            self._stored = (stored, self._of_segment(stored)) if stored is not None else None
        of_stored = self._stored[1] if self._stored is not None else self._of_segment(None)
        from segtui.domain.segment_json import draft_to_json  # noqa: PLC0415 - loaded with the first edit that is kept

        of_draft = self._with_people(to_text(draft_to_json(replace(draft, people=None))), draft.people)
        return f'{{"draft":{of_draft},"stored":{of_stored},"like":{self._of_segment(like)}}}'

    def _of_segment(self, segment: Segment | None) -> str:
        if segment is None:
            return to_text(None)
        from segtui.domain.segment_json import segment_to_json  # noqa: PLC0415 - as above

        return self._with_people(to_text(segment_to_json(replace(segment, people=None))), segment.people)

    def _with_people(self, form: str, people: Sequence[Lead] | None) -> str:
        """An object as text, with its people behind what it says already."""
        if people is None:
            return form
        from segtui.domain.segment_json import lead_to_json  # noqa: PLC0415 - as above

        known, self._leads = self._leads, {}
        texts: list[str] = []
        for lead in people:
            written = self._leads[id(lead)] = known.get(id(lead)) or (lead, to_text(lead_to_json(lead)))
            texts.append(written[1])
        return f'{form[:-1]},"people":[{",".join(texts)}]}}'


def _kept(key: object, written: object, kept_at: object, not_made: object) -> KeptDraft | None:
    """A row as a draft; None when any part of it can't be read."""
    from segtui.domain.segment_json import UnreadableForm, draft_from_json, segment_from_json  # noqa: PLC0415 - as above

    segment_key = _key(key)
    try:
        form, moment = _form(written), moment_from_json(kept_at if isinstance(kept_at, str) else None)
        if segment_key is None or moment is None or not isinstance(form, Mapping) or form.keys() != _PARTS:
            return None
        stored, like, why = form["stored"], form["like"], _form(not_made)
        return KeptDraft(
            segment_key,
            draft_from_json(form["draft"]),
            segment_from_json(stored) if stored is not None else None,
            segment_from_json(like) if like is not None else None,
            moment,
            why if isinstance(why, str) else "",
        )
    except (ValueError, UnreadableForm):
        return None


def _key(written: object) -> str | None:
    try:
        key = _form(written)
    except ValueError:
        return None
    return key if isinstance(key, str) else None


def _form(written: object) -> JsonValue:
    # It was written as ASCII; anything else is damage that JSON alone wouldn't show.
    if not isinstance(written, str) or not written.isascii():
        raise ValueError("damaged")
    return from_text(written)


def _set_apart(kept: KeptDraft) -> KeptDraft:
    draft = replace(kept.draft, name=f"{kept.draft.name.removesuffix(_OLDER)}{_OLDER}".strip())
    return replace(kept, key=new_key(), draft=draft, stored=None, like=kept.stored or kept.like)
