"""What was last seen of a service: there at once at the next start, or as if it had never been."""

import gc
import json
import os
import stat
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from support.workspaces import NOON

from segtui.domain.counting import Certainty, Count, Source
from segtui.domain.leads import Lead
from segtui.domain.rules import Group
from segtui.domain.segments import Segment
from segtui.store.errors import FileTrouble
from segtui.store.last_known import MOST_LEADS, LastKnown, LastLeads, LastSegments

SCOPE = "tiledesk https://api.example.com/v3 \ud83d/../5f3e"
SEGMENTS = (
    Segment("5f3e", "Rome \u2028\ud83d", Group(), raw={"name": "Rome", "filters": [1.5, None]}, created_at=NOON),
    Segment("6a4f", "", None),
)
LEADS = tuple(Lead(str(number), f"Ann {number}", {"fullname": "Ann", "n": number}) for number in range(60))
COUNT = Count(1284, Certainty.EXACT, Source.SERVER, NOON)


@pytest.fixture
def known(tmp_path: Path) -> LastKnown:
    return LastKnown(tmp_path / "cache" / "last-known", SCOPE)


def files_of(known: LastKnown, tmp_path: Path) -> list[Path]:
    known.keep_segments(SEGMENTS, NOON)
    known.keep_leads("5f3e", COUNT, LEADS, NOON)
    return sorted(path for path in (tmp_path / "cache").rglob("*.json"))


def test_what_was_kept_comes_back_with_its_time_and_no_more_leads_than_one_page(known: LastKnown) -> None:
    known.keep_segments(SEGMENTS, NOON)
    known.keep_leads("5f3e", COUNT, LEADS, NOON + timedelta(minutes=1))
    assert known.segments() == LastSegments(SEGMENTS, NOON)
    assert known.leads() == LastLeads("5f3e", COUNT, LEADS[:MOST_LEADS], NOON + timedelta(minutes=1))
    known.keep_segments((), NOON)
    known.keep_leads("6a4f", COUNT, (), NOON)
    assert known.segments() == LastSegments((), NOON)
    assert known.leads() == LastLeads("6a4f", COUNT, (), NOON)


def test_each_place_has_its_own(known: LastKnown, tmp_path: Path) -> None:
    known.keep_segments(SEGMENTS, NOON)
    other = LastKnown(tmp_path / "cache" / "last-known", "tiledesk other")
    assert other.segments() is None
    assert other.leads() is None
    assert LastKnown(tmp_path / "cache" / "last-known", SCOPE).segments() is not None


@pytest.fixture
def open_to_all() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_to_all")
def test_what_was_seen_of_people_is_for_the_owner_only(known: LastKnown, tmp_path: Path) -> None:
    files_of(known, tmp_path)
    everything = list((tmp_path / "cache").rglob("*"))
    assert len(everything) == 4
    assert {stat.S_IMODE(path.stat().st_mode) for path in everything} == {0o600, 0o700}
    assert "example" not in " ".join(str(path.relative_to(tmp_path)) for path in everything)


def changed_head(path: Path, **changes: object) -> None:
    first, *rest = path.read_text().split("\n")
    path.write_text("\n".join([json.dumps({**json.loads(first), **changes}), *rest]))


def link_to_itself(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_text(""),
    "no JSON": lambda path: path.write_text("hello"),
    "no UTF-8": lambda path: path.write_bytes(b"\xff"),
    "no object": lambda path: path.write_text("[]"),
    "cut off in a line": lambda path: os.truncate(path, path.stat().st_size - 5),
    "cut off between lines": lambda path: path.write_text(path.read_text().rpartition("\n")[0]),
    "another row": lambda path: path.write_text(path.read_text().rpartition("\n")[0] + "\n{}"),
    "newer": lambda path: changed_head(path, version=2),
    "without its time": lambda path: changed_head(path, as_of=None),
    "of no segment": lambda path: changed_head(path, segment=5, as_of="once"),
    "too deep": lambda path: path.write_text("[" * 100_000),
    "a link to itself": link_to_itself,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_what_cannot_be_read_counts_as_none(known: LastKnown, tmp_path: Path, damage: Callable[[Path], object]) -> None:
    for path in files_of(known, tmp_path):
        damage(path)
    assert known.segments() is None
    assert known.leads() is None
    assert gc.isenabled()


def test_what_cannot_be_read_is_overwritten_by_what_is_seen_next(known: LastKnown, tmp_path: Path) -> None:
    for path in files_of(known, tmp_path):
        changed_head(path, version=2)
    files_of(known, tmp_path)
    assert known.segments() == LastSegments(SEGMENTS, NOON)
    assert len(list((tmp_path / "cache").rglob("*.*"))) == 2


def test_nothing_is_left_of_a_place_that_is_forgotten_and_the_others_stay(known: LastKnown, tmp_path: Path) -> None:
    known.forget()
    other = LastKnown(tmp_path / "cache" / "last-known", "tiledesk other")
    other.keep_segments(SEGMENTS, NOON)
    (path, _) = files_of(known, tmp_path)[:2]
    path.with_name(".segtui-half-written.tmp").write_text("{")
    known.forget()
    assert known.segments() is None
    assert other.segments() is not None
    assert len(list((tmp_path / "cache" / "last-known").iterdir())) == 1


def test_a_place_that_cannot_be_written_or_forgotten_is_one_of_our_errors(known: LastKnown, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("")
    with pytest.raises(FileTrouble):
        known.keep_segments(SEGMENTS, NOON)
    with pytest.raises(FileTrouble):
        known.forget()
