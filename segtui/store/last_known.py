"""What a service answered last: its list of segments and the leads that were looked at, for a start without waiting.

A copy that can be fetched again, so one that can't be read counts as none and is written over.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from segtui.domain.counting import Count
from segtui.domain.instants import parse_instant
from segtui.domain.leads import Lead
from segtui.domain.segment_json import (
    UnreadableForm,
    count_from_json,
    count_to_json,
    lead_from_json,
    lead_to_json,
    segment_from_json,
    segment_to_json,
)
from segtui.domain.segments import Segment
from segtui.store.errors import FileTrouble
from segtui.store.private_files import read_private, write_private

_VERSION = 1

_MOST_LEADS = 50
"""Leads that are kept: a first page. More would be a local copy, which nobody asked for."""


@dataclass(frozen=True, slots=True)
class KnownSegments:
    """The list as it was at some time."""

    segments: tuple[Segment, ...]
    as_of: datetime


@dataclass(frozen=True, slots=True)
class KnownLeads:
    """The first leads of a segment as they were at some time."""

    segment_id: str
    count: Count
    leads: tuple[Lead, ...]


class LastKnown:
    """What is known of one place. Its functions may take some 100 ms for a long list: call them in a thread.

    Args:
        directory: Where all places have theirs.
        scope: The place: service, address and project.
    """

    def __init__(self, directory: Path, scope: str) -> None:
        self._directory = directory / hashlib.sha256(scope.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def keep_segments(self, segments: Sequence[Segment], as_of: datetime) -> None:
        """Keep a list in place of the one before.

        Raises:
            FileTrouble: It can't be kept.
        """
        form = {"as_of": as_of.isoformat(), "segments": [segment_to_json(one) for one in segments]}
        self._write("segments.json", form)

    def segments(self) -> KnownSegments | None:
        """The list that was kept last."""
        form = self._read("segments.json")
        try:
            as_of = parse_instant(form["as_of"])
            segments = tuple(segment_from_json(one) for one in form["segments"])
        except (KeyError, TypeError, UnreadableForm):
            return None
        return KnownSegments(segments, as_of) if as_of is not None else None

    def keep_leads(self, segment_id: str, count: Count, leads: Sequence[Lead]) -> None:
        """Keep the first leads of a segment in place of those before, of whichever segment they were.

        Raises:
            FileTrouble: They can't be kept.
        """
        kept = [lead_to_json(one) for one in leads[:_MOST_LEADS]]
        self._write("leads.json", {"segment": segment_id, "count": count_to_json(count), "leads": kept})

    def leads(self) -> KnownLeads | None:
        """The leads that were kept last."""
        form = self._read("leads.json")
        try:
            leads = tuple(lead_from_json(one) for one in form["leads"])
            return KnownLeads(str(form["segment"]), count_from_json(form["count"]), leads)
        except (KeyError, TypeError, UnreadableForm):
            return None

    def forget(self) -> None:
        """Remove what is kept of this place."""
        for name in ("segments.json", "leads.json"):
            (self._directory / name).unlink(missing_ok=True)

    def _write(self, name: str, form: dict[str, Any]) -> None:
        write_private(self._directory / name, json.dumps({"version": _VERSION, **form}))

    def _read(self, name: str) -> dict[str, Any]:
        try:
            form = json.loads(read_private(self._directory / name) or "{}")
        except (FileTrouble, ValueError, RecursionError):
            return {}
        return form if isinstance(form, dict) and form.get("version") == _VERSION else {}
