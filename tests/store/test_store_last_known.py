"""What a service answered last is there at the next start, for its own place only."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from segtui.domain.counting import Certainty, Count, Source
from segtui.domain.leads import Lead
from segtui.domain.rules import Group
from segtui.domain.segments import Segment
from segtui.store.last_known import KnownLeads, KnownSegments, LastKnown

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SEGMENTS = (Segment("a", "Romans\ud83d", Group(), raw={"_id": "a"}), Segment("b", "", None))
COUNT = Count(2, Certainty.EXACT, Source.SERVER, NOON, of=4)
LEADS = tuple(Lead(str(number), f"Lead {number}", {"city": "Rome"}) for number in range(60))


def test_list_and_leads_come_back_with_their_time(tmp_path: Path) -> None:
    known = LastKnown(tmp_path / "last-known", "tiledesk acme")
    assert known.segments() is None
    assert known.leads() is None
    known.keep_segments(SEGMENTS, NOON)
    known.keep_leads("a", COUNT, LEADS)
    again = LastKnown(tmp_path / "last-known", "tiledesk acme")
    assert again.segments() == KnownSegments(SEGMENTS, NOON)
    assert again.leads() == KnownLeads("a", COUNT, LEADS[:50])
    assert LastKnown(tmp_path / "last-known", "tiledesk other").segments() is None


@pytest.mark.parametrize("content", ["", "{", "[]", '{"version": 2}', '{"version": 1}', '{"version": 1, "as_of": 5}'])
def test_a_copy_that_cant_be_read_counts_as_none_and_is_written_over(tmp_path: Path, content: str) -> None:
    known = LastKnown(tmp_path, "tiledesk acme")
    known.keep_segments(SEGMENTS, NOON)
    (file,) = tmp_path.rglob("segments.json")
    file.write_text(content)
    file.with_name("leads.json").write_text(content)
    assert known.segments() is None
    assert known.leads() is None
    known.keep_segments(SEGMENTS, NOON)
    assert known.segments() == KnownSegments(SEGMENTS, NOON)


def test_what_is_kept_can_be_forgotten(tmp_path: Path) -> None:
    known = LastKnown(tmp_path, "tiledesk acme")
    known.keep_segments(SEGMENTS, NOON)
    known.keep_leads("a", COUNT, LEADS)
    known.forget()
    assert known.segments() is None
    assert known.leads() is None
    known.forget()
