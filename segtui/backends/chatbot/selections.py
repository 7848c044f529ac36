"""What segtui keeps in ChatBot.com's place: selections, which are rules over its users."""

import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from segtui.backends.chatbot.details import KEPT, SELECTION
from segtui.backends.chatbot.dialect import ChatBotDialect
from segtui.backends.chatbot.refusals import no_such_segment
from segtui.backends.errors import Unsendable
from segtui.backends.lists import Keeper
from segtui.domain.errors import SegtuiError
from segtui.domain.instants import iso_utc, parse_instant
from segtui.domain.rules import Group
from segtui.domain.segments import Segment, SegmentDraft
from segtui.domain.values import JsonValue

_KEY = "selection:"
_ID = "selection-"
_USED = "used:"
"""Apart from the selections, so that noting a use can't undo what another segtui writes into one at the same time."""

_DIALECT = ChatBotDialect()


def is_selection(segment_id: str) -> bool:
    """Whether an id is that of a selection."""
    return segment_id.startswith(_ID)


class Selections:
    """The selections of one place.

    Args:
        keeper: Where they are kept; None when there is no such place, and so no selection.
        now: The clock.
    """

    def __init__(self, keeper: Keeper | None, now: Callable[[], datetime]) -> None:
        self._keeper = keeper
        self._now = now

    def every(self) -> list[Segment]:
        """All of them, the earliest first."""
        if self._keeper is None:
            return []
        used = self._keeper.documents(_USED)
        kept = {f"{_ID}{key.removeprefix(_KEY)}": one for key, one in self._keeper.documents(_KEY).items()}
        return [_selection(key, document, used.get(_used_key(key))) for key, document in kept.items()]

    def one(self, segment_id: str) -> Segment:
        """One of them.

        Raises:
            NoSuchSegment: There is none with this id.
        """
        keeper = self._keeper if is_selection(segment_id) else None
        document = keeper.document(_key(segment_id)) if keeper is not None else None
        if keeper is None or document is None:
            raise no_such_segment(segment_id)
        return _selection(segment_id, document, keeper.document(_used_key(segment_id)))

    def make(self, draft: SegmentDraft, like: Segment | None = None) -> Segment:
        """Keep a new one; the rule of `like` is kept as it stands there, if it is the same."""
        now = iso_utc(self._now())
        native = _native(draft.rule, like.raw if like is not None else None)
        document = {"name": draft.name, **native, "created_at": now, "updated_at": now}
        return self._put(f"{_ID}{secrets.token_hex(8)}", document)

    def change(self, segment_id: str, draft: SegmentDraft) -> Segment:
        """Keep another name or rule.

        Raises:
            NoSuchSegment: It isn't there any more.
        """
        kept = self.one(segment_id)
        changed = {"name": draft.name, **_native(draft.rule, kept.raw), "updated_at": iso_utc(self._now())}
        return replace(self._put(segment_id, {**kept.raw, **changed}), used_at=kept.used_at)

    def note_used(self, segment_id: str) -> None:
        """Remember that it was used just now; that it can't be kept is no reason not to use it."""
        with suppress(SegtuiError):
            self._kept_in().put(_used_key(segment_id), {"at": iso_utc(self._now())})

    def remove(self, segment_id: str) -> None:
        """Forget it.

        Raises:
            NoSuchSegment: It isn't there any more.
        """
        self.one(segment_id)
        self._kept_in().remove(_key(segment_id))
        # What is left of it is seen by nobody, so failing at it mustn't look as if the selection were still there.
        with suppress(SegtuiError):
            self._kept_in().remove(_used_key(segment_id))

    def _put(self, segment_id: str, document: Mapping[str, JsonValue]) -> Segment:
        self._kept_in().put(_key(segment_id), document)
        return _selection(segment_id, document)

    def _kept_in(self) -> Keeper:
        if self._keeper is None:
            raise Unsendable("There is no place here where a selection could be kept.", hint="Make a list instead.")
        return self._keeper


def _key(segment_id: str) -> str:
    return f"{_KEY}{segment_id.removeprefix(_ID)}"


def _used_key(segment_id: str) -> str:
    return f"{_USED}{segment_id.removeprefix(_ID)}"


def _native(rule: Group, kept: Mapping[str, JsonValue] | None) -> Mapping[str, JsonValue]:
    return _DIALECT.encode(rule, kept).native


def _selection(
    segment_id: str, document: Mapping[str, JsonValue], used: Mapping[str, JsonValue] | None = None
) -> Segment:
    name = document.get("name")
    return Segment(
        id=segment_id,
        name=name if isinstance(name, str) else "",
        rule=_DIALECT.decode(document),
        created_at=_moment(document.get("created_at")),
        updated_at=_moment(document.get("updated_at")),
        used_at=_moment(used.get("at")) if used is not None else None,
        details={KEPT: SELECTION},
        raw=document,
    )


def _moment(value: JsonValue) -> datetime | None:
    return parse_instant(value) if isinstance(value, str) else None
