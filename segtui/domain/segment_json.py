"""Segments, drafts, leads and counts as JSON, for what segtui itself keeps on disk.

Unlike a rule in a file of its own (`tree_json`), nobody is meant to write these by hand. Each pair is an inverse: what
comes back equals what was given, the service's own objects included. A form with a key that isn't known here is
refused as a whole, because a newer segtui wrote it, and half of it might mean something else.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from segtui.domain.counting import Certainty, Count, Source
from segtui.domain.errors import SegtuiError
from segtui.domain.leads import Lead
from segtui.domain.moment_json import moment_from_json, moment_to_json
from segtui.domain.rules import Group
from segtui.domain.segments import Segment, SegmentDraft, SegmentKind, SegmentLink, SegmentState
from segtui.domain.text import quoted
from segtui.domain.tree_json import UnreadableRule, rule_from_json, rule_to_json
from segtui.domain.values import JsonValue

T = TypeVar("T")
W = TypeVar("W", bound=StrEnum)


class UnreadableForm(SegtuiError):
    """JSON that isn't what it should be; the message names the place, and quotes nothing of what is there."""

    code = "unreadable-form"


def segment_to_json(segment: Segment) -> dict[str, JsonValue]:
    """The JSON form of a segment, with everything that its service sent. What goes without saying is left out."""
    form: dict[str, JsonValue] = {"id": segment.id, "name": segment.name, "raw": segment.raw}
    if segment.kind is not SegmentKind.DYNAMIC:
        form["kind"] = segment.kind.value
    if segment.state is not SegmentState.ACTIVE:
        form["state"] = segment.state.value
    if segment.people is not None:
        form["people"] = [lead_to_json(lead) for lead in segment.people]
    if segment.links is not None:
        form["links"] = [_link_to_json(link) for link in segment.links]
    optional = {
        "rule": rule_to_json(segment.rule) if segment.rule is not None else None,
        "size": count_to_json(segment.size) if segment.size is not None else None,
        "created_at": moment_to_json(segment.created_at) if segment.created_at is not None else None,
        "updated_at": moment_to_json(segment.updated_at) if segment.updated_at is not None else None,
        "created_by": segment.created_by,
        "used_at": moment_to_json(segment.used_at) if segment.used_at is not None else None,
        "written": segment.written or None,
        "details": segment.details or None,
    }
    return form | {key: value for key, value in optional.items() if value is not None}


def _link_to_json(link: SegmentLink) -> dict[str, JsonValue]:
    return {"id": link.id, "kind": link.kind, "target_id": link.target_id, "name": link.name}


def segment_from_json(form: JsonValue) -> Segment:
    """Read a segment.

    Raises:
        UnreadableForm: It isn't one in this form.
    """
    return _read(form, "segment", _SEGMENT, lambda parts: Segment(**{"rule": None, **parts}))


def draft_to_json(draft: SegmentDraft) -> dict[str, JsonValue]:
    """The JSON form of what somebody wants a segment to be."""
    form: dict[str, JsonValue] = {"name": draft.name, "rule": rule_to_json(draft.rule)}
    if draft.written:
        form["written"] = draft.written
    if draft.details:
        form["details"] = draft.details
    if draft.kind is not SegmentKind.DYNAMIC:
        form["kind"] = draft.kind.value
    if draft.people is not None:
        form["people"] = [lead_to_json(lead) for lead in draft.people]
    return form


def draft_from_json(form: JsonValue) -> SegmentDraft:
    """Read a draft.

    Raises:
        UnreadableForm: It isn't one in this form.
    """
    return _read(form, "draft", _DRAFT, lambda parts: SegmentDraft(**parts))


def lead_to_json(lead: Lead) -> dict[str, JsonValue]:
    """The JSON form of a lead, with everything that its service sent."""
    form: dict[str, JsonValue] = {"id": lead.id, "name": lead.name, "raw": lead.raw}
    return form if lead.named is None else {**form, "named": lead.named}


def lead_from_json(form: JsonValue) -> Lead:
    """Read a lead.

    Raises:
        UnreadableForm: It isn't one in this form.
    """
    return _read(form, "lead", _LEAD, lambda parts: Lead(**parts))


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
    return _read(form, "count", _COUNT, lambda parts: Count(**parts))


def _read(form: JsonValue, what: str, readers: "_Readers", make: Callable[[dict[str, Any]], T]) -> T:
    """Read the parts that are there, and make the whole of them."""
    if not isinstance(form, Mapping):
        raise UnreadableForm(f"The {what} isn't an object.")
    if not form.keys() <= readers.keys():
        unknown = min(form.keys() - readers.keys())
        raise UnreadableForm(f"The {what} has the unknown key {quoted(unknown)}.")
    parts: dict[str, Any] = {}
    for key, value in form.items():
        try:
            parts[key] = readers[key](value)
        except _Wrong as wrong:
            raise UnreadableForm(f"The {what}'s {key} is {wrong}.") from None
    try:
        return make(parts)
    except TypeError:
        raise UnreadableForm(f"The {what} isn't whole.") from None


class _Wrong(Exception):
    """A part that can't be read; its text says what it is instead."""


def _text(value: JsonValue) -> str:
    if not isinstance(value, str):
        raise _Wrong("no text")
    return value


def _number(value: JsonValue) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _Wrong("no whole number")
    return value


def _number_or_none(value: JsonValue) -> int | None:
    return None if value is None else _number(value)


def _moment(value: JsonValue) -> datetime:
    moment = moment_from_json(value)
    if moment is None:
        raise _Wrong("no moment")
    return moment


def _object(value: JsonValue) -> Mapping[str, JsonValue]:
    if not isinstance(value, Mapping):
        raise _Wrong("no object")
    return value


def _people(value: JsonValue) -> tuple[Lead, ...]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise _Wrong("no list")
    return tuple(lead_from_json(one) for one in value)


def _links(value: JsonValue) -> tuple[SegmentLink, ...]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise _Wrong("no list")
    return tuple(_read(one, "link", _LINK, lambda parts: SegmentLink(**parts)) for one in value)


def _rule(value: JsonValue) -> Group:
    try:
        return rule_from_json(value)
    except UnreadableRule:
        # Not chained: its message quotes the rule.
        raise _Wrong("no rule that can be read") from None


def _word(words: type[W]) -> Callable[[JsonValue], W]:
    known = {word.value: word for word in words}

    def read(value: JsonValue) -> W:
        word = known.get(value) if isinstance(value, str) else None
        if word is None:
            raise _Wrong(f"none of: {', '.join(known)}")
        return word

    return read


_Readers: TypeAlias = Mapping[str, Callable[[JsonValue], object]]

_SEGMENT: _Readers = {
    "id": _text,
    "name": _text,
    "rule": _rule,
    "kind": _word(SegmentKind),
    "size": count_from_json,
    "created_at": _moment,
    "updated_at": _moment,
    "created_by": _text,
    "used_at": _moment,
    "state": _word(SegmentState),
    "raw": _object,
    "written": _text,
    "details": _object,
    "people": _people,
    "links": _links,
}
_DRAFT: _Readers = {
    "name": _text,
    "rule": _rule,
    "written": _text,
    "details": _object,
    "kind": _word(SegmentKind),
    "people": _people,
}
_LEAD: _Readers = {"id": _text, "name": _text, "raw": _object, "named": _object}
_LINK: _Readers = {"id": _text, "kind": _text, "target_id": _text, "name": _text}
_COUNT: _Readers = {
    "value": _number_or_none,
    "certainty": _word(Certainty),
    "source": _word(Source),
    "as_of": _moment,
    "of": _number_or_none,
    "unsure": _number,
}
