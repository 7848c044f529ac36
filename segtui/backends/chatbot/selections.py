"""What segtui keeps in ChatBot.com's place: selections, which are rules over its users, and who was added from here."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from segtui.backends.chatbot.details import KEPT, SELECTION
from segtui.backends.chatbot.dialect import ChatBotDialect
from segtui.backends.chatbot.refusals import NoSuchSegment
from segtui.backends.errors import Unsendable
from segtui.backends.lists import Keeper
from segtui.domain.instants import iso_utc, parse_instant
from segtui.domain.rules import Group
from segtui.domain.segments import Segment, SegmentDraft
from segtui.domain.values import JsonValue

_KEY = "selection:"
_ID = "selection-"
_ADDED = "added:"

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
        documents = self._keeper.documents(_KEY) if self._keeper is not None else {}
        return [_selection(f"{_ID}{key.removeprefix(_KEY)}", document) for key, document in documents.items()]

    def one(self, segment_id: str) -> Segment:
        """One of them.

        Raises:
            NoSuchSegment: There is none with this id.
        """
        is_here = self._keeper is not None and is_selection(segment_id)
        document = self._kept_in().document(_key(segment_id)) if is_here else None
        if document is None:
            raise NoSuchSegment(segment_id)
        return _selection(segment_id, document)

    def make(self, draft: SegmentDraft) -> Segment:
        """Keep a new one."""
        now = iso_utc(self._now())
        document = {"name": draft.name, **_native(draft.rule), "created_at": now, "updated_at": now, "used_at": None}
        return self._put(f"{_ID}{secrets.token_hex(8)}", document)

    def change(self, segment_id: str, draft: SegmentDraft) -> Segment:
        """Keep another name or rule.

        Raises:
            NoSuchSegment: It isn't there any more.
        """
        changed = {"name": draft.name, **_native(draft.rule), "updated_at": iso_utc(self._now())}
        return self._put(segment_id, {**self.one(segment_id).raw, **changed})

    def note_used(self, segment_id: str) -> None:
        """Remember that it was used just now.

        Raises:
            NoSuchSegment: It isn't there any more.
        """
        self._put(segment_id, {**self.one(segment_id).raw, "used_at": iso_utc(self._now())})

    def remove(self, segment_id: str) -> None:
        """Forget it.

        Raises:
            NoSuchSegment: It isn't there any more.
        """
        self.one(segment_id)
        self._kept_in().remove(_key(segment_id))

    def added(self, segment_id: str) -> Sequence[Mapping[str, JsonValue]]:
        """See `AddsMembers.added`."""
        documents = self._keeper.documents(_ADDED) if self._keeper is not None else {}
        return [
            {"at": one.get("at"), "people": one.get("people", ())}
            for one in reversed(list(documents.values()))
            if segment_id in _texts(one.get("segments"))
        ]

    def note_added(self, segment_ids: Sequence[str], people: Sequence[Mapping[str, JsonValue]]) -> None:
        """See `AddsMembers.note_added`."""
        if self._keeper is not None:
            document: Mapping[str, JsonValue] = {
                "at": iso_utc(self._now()),
                "segments": list(segment_ids),
                "people": list(people),
            }
            self._keeper.put(f"{_ADDED}{secrets.token_hex(8)}", document)

    def _put(self, segment_id: str, document: Mapping[str, JsonValue]) -> Segment:
        self._kept_in().put(_key(segment_id), document)
        return _selection(segment_id, document)

    def _kept_in(self) -> Keeper:
        if self._keeper is None:
            raise Unsendable("There is no place here where a selection could be kept.", hint="Make a list instead.")
        return self._keeper


def _key(segment_id: str) -> str:
    return f"{_KEY}{segment_id.removeprefix(_ID)}"


def _native(rule: Group) -> Mapping[str, JsonValue]:
    return _DIALECT.encode(rule).native


def _selection(segment_id: str, document: Mapping[str, JsonValue]) -> Segment:
    name = document.get("name")
    return Segment(
        id=segment_id,
        name=name if isinstance(name, str) else "",
        rule=_DIALECT.decode(document),
        created_at=_moment(document.get("created_at")),
        updated_at=_moment(document.get("updated_at")),
        details={KEPT: SELECTION},
        raw=document,
    )


def _moment(value: JsonValue) -> datetime | None:
    return parse_instant(value) if isinstance(value, str) else None


def _texts(value: JsonValue) -> Sequence[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list | tuple) else ()
