"""Segments, drafts, leads and counts as JSON, for what segtui itself keeps on disk.

Unlike a rule in a file of its own (`tree_json`), nobody is meant to write these by hand. Each pair is an inverse: what
comes back equals what was given, the service's own objects included. A form with a key that isn't known here is
refused as a whole, because a newer segtui wrote it, and half of it might mean something else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from segtui.domain.counting import Certainty, Count, Source
from segtui.domain.errors import SegtuiError
from segtui.domain.leads import Lead
from segtui.domain.rules import Group
from segtui.domain.segments import Segment, SegmentDraft, SegmentKind, SegmentState
from segtui.domain.text import quoted
from segtui.domain.tree_json import UnreadableRule, rule_from_json, rule_to_json
from segtui.domain.values import JsonValue

_SEGMENT_KEYS = frozenset(
    {
        "id",
        "name",
        "rule",
        "kind",
        "description",
        "size",
        "created_at",
        "updated_at",
        "created_by",
        "state",
        "raw",
        "extra",
    }
)
_DRAFT_KEYS = frozenset({"name", "rule"})
_LEAD_KEYS = frozenset({"id", "name", "raw"})
_COUNT_KEYS = frozenset({"value", "certainty", "source", "as_of", "of", "unsure"})

W = TypeVar("W", bound=StrEnum)


class UnreadableForm(SegtuiError):
    """JSON that isn't what it should be; the message names the place, and quotes nothing of what is there."""

    code = "unreadable-form"


def segment_to_json(segment: Segment) -> dict[str, JsonValue]:
    """The JSON form of a segment, with everything that its service sent."""
    return {
        "id": segment.id,
        "name": segment.name,
        "rule": rule_to_json(segment.rule) if segment.rule is not None else None,
        "kind": segment.kind.value,
        "description": segment.description,
        "size": count_to_json(segment.size) if segment.size is not None else None,
        "created_at": moment_to_json(segment.created_at),
        "updated_at": moment_to_json(segment.updated_at),
        "created_by": segment.created_by,
        "state": segment.state.value,
        "raw": segment.raw,
        "extra": segment.extra,
    }


def segment_from_json(form: JsonValue) -> Segment:
    """Read a segment.

    Raises:
        UnreadableForm: It isn't one in this form.
    """
    read = _Form.of(form, "segment", _SEGMENT_KEYS)
    size = read.keys.get("size")
    return Segment(
        id=read.text("id"),
        name=read.text("name"),
        rule=read.rule("rule") if read.keys.get("rule") is not None else None,
        kind=read.word("kind", SegmentKind),
        description=read.text_or_none("description"),
        size=count_from_json(size) if size is not None else None,
        created_at=read.moment_or_none("created_at"),
        updated_at=read.moment_or_none("updated_at"),
        created_by=read.text_or_none("created_by"),
        state=read.word("state", SegmentState),
        raw=read.object("raw"),
        extra=read.object("extra"),
    )


def draft_to_json(draft: SegmentDraft) -> dict[str, JsonValue]:
    """The JSON form of what somebody wants a segment to be."""
    return {"name": draft.name, "rule": rule_to_json(draft.rule)}


def draft_from_json(form: JsonValue) -> SegmentDraft:
    """Read a draft.

    Raises:
        UnreadableForm: It isn't one in this form.
    """
    read = _Form.of(form, "draft", _DRAFT_KEYS)
    return SegmentDraft(read.text("name"), read.rule("rule"))


def lead_to_json(lead: Lead) -> dict[str, JsonValue]:
    """The JSON form of a lead, with everything that its service sent."""
    return {"id": lead.id, "name": lead.name, "raw": lead.raw}


def lead_from_json(form: JsonValue) -> Lead:
    """Read a lead.

    Raises:
        UnreadableForm: It isn't one in this form.
    """
    read = _Form.of(form, "lead", _LEAD_KEYS)
    return Lead(read.text("id"), read.text("name"), read.object("raw"))


def count_to_json(count: Count) -> dict[str, JsonValue]:
    """The JSON form of a count, with where it comes from and how sure it is."""
    return {
        "value": count.value,
        "certainty": count.certainty.value,
        "source": count.source.value,
        "as_of": moment_to_json(count.as_of),
        "of": count.of,
        "unsure": count.unsure,
    }


def count_from_json(form: JsonValue) -> Count:
    """Read a count.

    Raises:
        UnreadableForm: It isn't one in this form.
    """
    read = _Form.of(form, "count", _COUNT_KEYS)
    as_of, unsure = read.moment_or_none("as_of"), read.number_or_none("unsure")
    if as_of is None or unsure is None:
        raise read.wrong("as_of" if as_of is None else "unsure", "missing")
    return Count(
        value=read.number_or_none("value"),
        certainty=read.word("certainty", Certainty),
        source=read.word("source", Source),
        as_of=as_of,
        of=read.number_or_none("of"),
        unsure=unsure,
    )


def moment_to_json(moment: datetime | None) -> str | None:
    """The JSON form of a moment, to the microsecond and with its zone."""
    return moment.isoformat() if moment is not None else None


def moment_from_json(form: JsonValue) -> datetime | None:
    """The moment that a JSON value stands for; None when it stands for none, or its zone is missing."""
    try:
        moment = datetime.fromisoformat(form) if isinstance(form, str) else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo else None


@dataclass(frozen=True, slots=True)
class _Form:
    """An object that is being read, and what to call it when it is wrong."""

    keys: Mapping[str, JsonValue]
    place: str

    @classmethod
    def of(cls, form: JsonValue, place: str, known: frozenset[str]) -> "_Form":
        if not isinstance(form, Mapping):
            raise UnreadableForm(f"The {place} isn't an object.")
        if not form.keys() <= known:
            unknown = min(form.keys() - known)
            raise UnreadableForm(f"The {place} has the unknown key {quoted(unknown)}.")
        return cls(form, place)

    def wrong(self, key: str, what: str) -> UnreadableForm:
        return UnreadableForm(f"The {self.place}'s {key} is {what}.")

    def text(self, key: str) -> str:
        value = self.keys.get(key)
        if not isinstance(value, str):
            raise self.wrong(key, "no text")
        return value

    def text_or_none(self, key: str) -> str | None:
        return None if self.keys.get(key) is None else self.text(key)

    def number_or_none(self, key: str) -> int | None:
        value = self.keys.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise self.wrong(key, "no whole number")
        return value

    def moment_or_none(self, key: str) -> datetime | None:
        value = self.keys.get(key)
        moment = moment_from_json(value)
        if moment is None and value is not None:
            raise self.wrong(key, "no moment")
        return moment

    def word(self, key: str, words: type[W]) -> W:
        try:
            return words(self.text(key))
        except ValueError:
            raise self.wrong(key, f"none of: {', '.join(words)}") from None

    def object(self, key: str) -> Mapping[str, JsonValue]:
        value = self.keys.get(key)
        if not isinstance(value, Mapping):
            raise self.wrong(key, "no object")
        return value

    def rule(self, key: str) -> Group:
        try:
            return rule_from_json(self.keys.get(key))
        except UnreadableRule:
            # Not chained: its message quotes the rule.
            raise self.wrong(key, "no rule that can be read") from None
