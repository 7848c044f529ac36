"""What was last seen of a service: shown at once at the next start, marked with its time, until the service answers.

All of this can be fetched again, so a file that can't be read, whatever the reason, counts as none, and the next answer
takes its place. Setting it aside would only leave people's data lying about.

A file has one JSON document a line: first what it is, then the segments or leads. Reading one large document would stop
every thread until it is done, the one that draws too.
"""

import gc
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from segtui.domain.counting import Count
from segtui.domain.leads import Lead
from segtui.domain.moment_json import moment_from_json, moment_to_json
from segtui.domain.record import record
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
from segtui.domain.values import JsonValue
from segtui.store.errors import FileTrouble
from segtui.store.json_text import from_text, to_text
from segtui.store.private_files import file_trouble, read_private, write_private

MOST_LEADS = 50
"""Of a segment's leads; a first page. More would be a local copy that nobody asked for."""

_VERSION = 1


@record
class LastSegments:
    """The list of segments as it was seen last."""

    segments: tuple[Segment, ...]
    as_of: datetime


@record
class LastLeads:
    """The leads that were shown last."""

    segment_id: str
    count: Count
    leads: tuple[Lead, ...]
    """The first ones."""
    as_of: datetime


class LastKnown:
    """What was last seen in one place.

    With 10,000 segments reading and writing take some tenths of a second: not for the thread that draws.

    Args:
        last_known_dir: Where this is for all places.
        place: Service, address and project in one text.
    """

    def __init__(self, last_known_dir: Path, place: str) -> None:
        name = hashlib.sha256(place.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        self._directory = last_known_dir / name
        self._segments = self._directory / "segments.json"
        self._leads = self._directory / "leads.json"

    def keep_segments(self, segments: Sequence[Segment], as_of: datetime) -> None:
        """Remember the whole list, in its order.

        Raises:
            FileTrouble: It can't be written.
        """
        _write(self._segments, as_of, {}, map(segment_to_json, segments))

    def segments(self) -> LastSegments | None:
        """The list that was kept last; None when there is none that can be read."""
        try:
            head, rows = _read(self._segments)
            with _no_search_for_garbage():
                return LastSegments(tuple(segment_from_json(row) for row in rows), _moment(head))
        except _UNREADABLE:
            return None

    def keep_leads(self, segment_id: str, count: Count, leads: Sequence[Lead], as_of: datetime) -> None:
        """Remember the first leads of the segment that is shown, in place of those of any other.

        Raises:
            FileTrouble: It can't be written.
        """
        head: dict[str, JsonValue] = {"segment": segment_id, "count": count_to_json(count)}
        _write(self._leads, as_of, head, map(lead_to_json, leads[:MOST_LEADS]))

    def leads(self) -> LastLeads | None:
        """The leads that were kept last; None when there are none that can be read."""
        try:
            head, rows = _read(self._leads)
            segment_id, count = head.get("segment"), count_from_json(head.get("count"))
            if not isinstance(segment_id, str):
                return None
            return LastLeads(segment_id, count, tuple(lead_from_json(row) for row in rows), _moment(head))
        except _UNREADABLE:
            return None

    def forget(self) -> None:
        """Leave nothing of this place.

        Raises:
            FileTrouble: Something can't be removed.
        """
        try:
            # A file half written when segtui was killed is among them.
            for file in self._directory.iterdir():
                file.unlink(missing_ok=True)
            self._directory.rmdir()
        except FileNotFoundError:
            return
        except OSError as error:
            raise file_trouble(error, self._directory, "removed") from error


@contextmanager
def _no_search_for_garbage() -> Iterator[None]:
    """All that is read stays; to look through it again and again takes a third of the time, and stops every thread."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


_UNREADABLE = (FileTrouble, UnreadableForm, ValueError)


def _write(path: Path, as_of: datetime, head: Mapping[str, JsonValue], rows: Iterable[JsonValue]) -> None:
    lines = [to_text(row) for row in rows]
    first = to_text({"version": _VERSION, "as_of": moment_to_json(as_of), "rows": len(lines), **head})
    write_private(path, "\n".join([first, *lines]))


def _read(path: Path) -> tuple[Mapping[str, JsonValue], Iterator[JsonValue]]:
    """The first document of a file, and those behind it as they are read.

    Raises:
        FileTrouble: The file can't be read.
        ValueError: It isn't whole, or of another version.
    """
    first, *lines = (read_private(path) or "").split("\n")
    head = from_text(first)
    if not isinstance(head, Mapping) or head.get("version") != _VERSION or head.get("rows") != len(lines):
        raise ValueError("not as it was written")
    return head, map(from_text, lines)


def _moment(head: Mapping[str, JsonValue]) -> datetime:
    moment = moment_from_json(head.get("as_of"))
    if moment is None:
        raise ValueError("no moment")
    return moment
