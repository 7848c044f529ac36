"""Segments, drafts, leads and counts as JSON, for what segtui keeps on disk. Reading is the inverse of writing."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

from segtui.domain.counting import Certainty, Count, Source
from segtui.domain.errors import SegtuiError
from segtui.domain.instants import parse_instant
from segtui.domain.leads import Lead
from segtui.domain.segments import Segment, SegmentDraft, SegmentKind, SegmentState
from segtui.domain.tree_json import UnreadableRule, rule_from_json, rule_to_json
from segtui.domain.values import JsonValue

Kind = TypeVar("Kind")


class UnreadableForm(SegtuiError):
    """Something kept on disk that isn't in the form that this version writes."""

    code = "unreadable-form"


def segment_to_json(segment: Segment) -> dict[str, JsonValue]:
    """The JSON form of a segment, with the service's own object in it."""
    return {
        "id": segment.id,
        "name": segment.name,
        "rule": rule_to_json(segment.rule) if segment.rule is not None else None,
        "kind": segment.kind.value,
        "description": segment.description,
        "size": count_to_json(segment.size) if segment.size is not None else None,
        "created_at": _moment_to_json(segment.created_at),
        "updated_at": _moment_to_json(segment.updated_at),
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
    parts = _object(form)
    return _read(
        lambda: Segment(
            id=_text(parts["id"]),
            name=_text(parts["name"]),
            rule=rule_from_json(parts["rule"]) if parts["rule"] is not None else None,
            kind=SegmentKind(_text(parts["kind"])),
            description=_text_or_none(parts["description"]),
            size=count_from_json(parts["size"]) if parts["size"] is not None else None,
            created_at=_moment_from_json(parts["created_at"]),
            updated_at=_moment_from_json(parts["updated_at"]),
            created_by=_text_or_none(parts["created_by"]),
            state=SegmentState(_text(parts["state"])),
            raw=_object(parts["raw"]),
            extra=_object(parts["extra"]),
        )
    )


def draft_to_json(draft: SegmentDraft) -> dict[str, JsonValue]:
    """The JSON form of what somebody wants a segment to be."""
    return {"name": draft.name, "rule": rule_to_json(draft.rule)}


def draft_from_json(form: JsonValue) -> SegmentDraft:
    """Read a draft.

    Raises:
        UnreadableForm: It isn't one in this form.
    """
    parts = _object(form)
    return _read(lambda: SegmentDraft(_text(parts["name"]), rule_from_json(parts["rule"])))


def lead_to_json(lead: Lead) -> dict[str, JsonValue]:
    """The JSON form of a lead."""
    return {"id": lead.id, "name": lead.name, "raw": lead.raw}


def lead_from_json(form: JsonValue) -> Lead:
    """Read a lead.

    Raises:
        UnreadableForm: It isn't one in this form.
    """
    parts = _object(form)
    return _read(lambda: Lead(_text(parts["id"]), _text(parts["name"]), _object(parts["raw"])))


def count_to_json(count: Count) -> dict[str, JsonValue]:
    """The JSON form of a count."""
    return {
        "value": count.value,
        "certainty": count.certainty.value,
        "source": count.source.value,
        "as_of": _moment_to_json(count.as_of),
        "of": count.of,
        "unsure": count.unsure,
    }


def count_from_json(form: JsonValue) -> Count:
    """Read a count.

    Raises:
        UnreadableForm: It isn't one in this form.
    """
    parts = _object(form)
    return _read(
        lambda: Count(
            value=_number_or_none(parts["value"]),
            certainty=Certainty(_text(parts["certainty"])),
            source=Source(_text(parts["source"])),
            as_of=_moment(parts["as_of"]),
            of=_number_or_none(parts["of"]),
            unsure=_number_or_none(parts["unsure"]) or 0,
        )
    )


def _read(make: Callable[[], Kind]) -> Kind:
    try:
        return make()
    except (KeyError, ValueError, TypeError, UnreadableRule) as wrong:
        raise UnreadableForm("What segtui has kept can't be read by this version.") from wrong


def _object(form: JsonValue) -> Mapping[str, JsonValue]:
    if not isinstance(form, Mapping):
        raise UnreadableForm("What segtui has kept can't be read by this version.")
    return form


def _text(form: JsonValue) -> str:
    if not isinstance(form, str):
        raise TypeError("not a text")
    return form


def _text_or_none(form: JsonValue) -> str | None:
    return None if form is None else _text(form)


def _number_or_none(form: JsonValue) -> int | None:
    if form is not None and (not isinstance(form, int) or isinstance(form, bool)):
        raise TypeError("not a whole number")
    return form


def _moment_to_json(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def _moment_from_json(form: JsonValue) -> datetime | None:
    return None if form is None else _moment(form)


def _moment(form: JsonValue) -> datetime:
    moment = parse_instant(_text(form))
    if moment is None:
        raise ValueError("not a moment")
    return moment
