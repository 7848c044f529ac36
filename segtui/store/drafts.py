"""Unsaved edits, kept so that they outlive the segtui in which they were made."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from segtui.domain.instants import parse_instant
from segtui.domain.segment_json import (
    UnreadableForm,
    draft_from_json,
    draft_to_json,
    segment_from_json,
    segment_to_json,
)
from segtui.domain.segments import Segment, SegmentDraft
from segtui.store.instances import Instance

if TYPE_CHECKING:
    from segtui.store.journal import Journal

_VERSION = 1
"""Of the form in which one edit is kept; one of a newer segtui is left alone."""


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """An edit of a segment that wasn't saved."""

    key: str
    """The segment's id, or what `new_key` made for one that doesn't exist yet."""
    draft: SegmentDraft
    """What was wanted."""
    stored: Segment | None
    """The segment as it was when the edit began; None for a new one."""
    like: Segment | None
    """For a new one that began as a duplicate: of which."""
    kept_at: datetime


def new_key() -> str:
    """A key for a segment that doesn't exist yet, which no other segtui makes."""
    return f"new-{uuid4().hex}"


class Drafts:
    """The unsaved edits of one place.

    Each running segtui has its own: two that edit the same segment never overwrite each other.

    Args:
        journal: Where they are kept.
        instance: This run of segtui.
        scope: The place they belong to: service, address and project.
        now: The clock.
    """

    def __init__(
        self,
        journal: "Journal",
        instance: Instance,
        scope: str,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._journal = journal
        self._instance = instance
        self._scope = scope
        self._now = now
        self.unreadable = 0
        """Drafts that this version can't read; they are left where they are."""

    def keep(self, key: str, draft: SegmentDraft, stored: Segment | None, like: Segment | None) -> None:
        """Keep an edit in place of the one before; it is safe when this returns.

        Raises:
            FileTrouble: It can't be kept.
        """
        kept = KeptDraft(key, draft, stored, like, self._now())
        row = (self._instance.name, self._scope, key, kept.kept_at.isoformat(), _written(kept))
        with self._journal.transaction() as database:
            database.execute("INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?, ?)", row)

    def forget(self, key: str) -> None:
        """Drop an edit that was saved or isn't wanted any more.

        Raises:
            FileTrouble: It can't be dropped.
        """
        with self._journal.transaction() as database:
            database.execute(
                "DELETE FROM draft WHERE instance = ? AND scope = ? AND key = ?",
                (self._instance.name, self._scope, key),
            )

    def left_behind(self) -> Sequence[KeptDraft]:
        """Take over the edits of this place whose segtui has ended, the latest first.

        Two that start at the same time never take the same one. When several were editing one segment, the latest edit
        is of that segment, and each of the others becomes a new segment that says what was wanted, so that both can be
        looked at.

        Raises:
            FileTrouble: They can't be read.
        """
        self.unreadable = 0
        found: dict[str, KeptDraft] = {}
        with self._journal.transaction() as database:
            rows = database.execute(
                "SELECT instance, key, kept_at, form FROM draft WHERE scope = ? AND instance <> ? "
                "ORDER BY kept_at DESC, rowid DESC",
                (self._scope, self._instance.name),
            ).fetchall()
            ended = {name for name in {row[0] for row in rows} if not self._instance.runs(name)}
            own = {
                key
                for (key,) in database.execute(
                    "SELECT key FROM draft WHERE scope = ? AND instance = ?", (self._scope, self._instance.name)
                )
            }
            for instance, key, kept_at, form in rows:
                kept = _read(key, kept_at, form) if instance in ended else None
                if kept is None:
                    self.unreadable += instance in ended
                    continue
                if key in own or key in found:
                    kept = replace(kept, key=new_key(), stored=None, like=kept.stored or kept.like)
                found[kept.key] = kept
                database.execute(
                    "UPDATE draft SET instance = ?, key = ?, form = ? WHERE instance = ? AND scope = ? AND key = ?",
                    (self._instance.name, kept.key, _written(kept), instance, self._scope, key),
                )
        return tuple(found.values())

    def elsewhere(self) -> frozenset[str]:
        """The keys of the segments of this place that another running segtui has unsaved edits of.

        Raises:
            FileTrouble: It can't be read.
        """
        with self._journal.transaction() as database:
            rows = database.execute(
                "SELECT DISTINCT instance, key FROM draft WHERE scope = ? AND instance <> ?",
                (self._scope, self._instance.name),
            ).fetchall()
        running = {name for name in {row[0] for row in rows} if self._instance.runs(name)}
        return frozenset(key for instance, key in rows if instance in running)


def _written(kept: KeptDraft) -> str:
    """The JSON that is kept, in ASCII: lone surrogates, which services hand out, have no other form on disk."""
    form = {
        "version": _VERSION,
        "draft": draft_to_json(kept.draft),
        "stored": segment_to_json(kept.stored) if kept.stored is not None else None,
        "like": segment_to_json(kept.like) if kept.like is not None else None,
    }
    return json.dumps(form)


def _read(key: str, kept_at: str, form: str) -> KeptDraft | None:
    try:
        parts = json.loads(form)
        at = parse_instant(kept_at)
        if not isinstance(parts, dict) or parts.get("version") != _VERSION or at is None:
            return None
        stored, like = parts.get("stored"), parts.get("like")
        return KeptDraft(
            key,
            draft_from_json(parts.get("draft")),
            segment_from_json(stored) if stored is not None else None,
            segment_from_json(like) if like is not None else None,
            at,
        )
    except (ValueError, RecursionError, UnreadableForm):
        return None
