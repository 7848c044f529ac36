"""Unsaved edits: there again however segtui ended, each once, and never one in place of another."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from support.processes import started
from support.strategies import HOSTILE_TEXTS
from support.workspaces import NOON, Clock

from segtui.domain.operators import Operator
from segtui.domain.rules import Condition, Group
from segtui.domain.segments import Segment, SegmentDraft
from segtui.domain.values import TextValue
from segtui.store.database import Database
from segtui.store.drafts import Drafts, KeptDraft, LeftBehind, new_key
from segtui.store.errors import FileTrouble
from segtui.store.instances import Instance
from segtui.store.schemas import JOURNAL

SCOPE = "tiledesk https://api.example.com/v3 5f3e"
ROME = Segment("5f3e", "Rome", Group(), raw={"name": "Rome", "filters": []})


def wish(city: str) -> SegmentDraft:
    return SegmentDraft("Rome", Group(children=(Condition("city", Operator.IS, TextValue(city)),)))


class House:
    """Several segtui of one user on one journal."""

    def __init__(self, directory: Path, stack: ExitStack) -> None:
        self.path = directory / "data" / "journal.sqlite3"
        self.running = directory / "running"
        self.clock = Clock()
        self._stack = stack
        self._instances: dict[Drafts, Instance] = {}

    def segtui(self, scope: str = SCOPE) -> Drafts:
        """One more that starts."""
        journal = self._stack.enter_context(Database(self.path, JOURNAL))
        instance = Instance(self.running)
        drafts = Drafts(journal, instance, scope, now=self._later)
        self._instances[drafts] = instance
        return drafts

    def end(self, drafts: Drafts | None = None) -> None:
        """One of them ends; or all."""
        for one in [drafts] if drafts else list(self._instances):
            self._instances.pop(one).end()

    def database(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None)
        self._stack.callback(connection.close)
        return connection

    def _later(self) -> datetime:
        self.clock.forward(seconds=1)
        return self.clock.at


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with ExitStack() as stack:
        made = House(tmp_path, stack)
        stack.callback(made.end)
        yield made


def test_what_is_kept_once_more_unchanged_is_as_old_as_it_was(house: House) -> None:
    ann = house.segtui()
    ann.keep("5f3e", wish("Rome"), ROME, None)
    ann.keep("5f3e", wish("Milan"), ROME, None)
    changed_at = house.clock.at
    ann.keep("5f3e", wish("Milan"), ROME, None)
    assert house.clock.at > changed_at
    house.end(ann)
    (found,) = house.segtui().left_behind().drafts
    assert found.kept_at == changed_at


def test_what_was_kept_last_is_left_behind_and_what_was_forgotten_is_not(house: House) -> None:
    ann = house.segtui()
    new = new_key()
    ann.keep("5f3e", wish("Rome"), ROME, None)
    ann.keep("5f3e", wish("Milan"), ROME, None)
    ann.keep("saved", wish("Turin"), None, None)
    ann.keep(new, wish("Bari"), None, ROME)
    ann.forget("saved")
    house.end(ann)
    bob = house.segtui()
    assert bob.left_behind() == LeftBehind(
        (
            KeptDraft(new, wish("Bari"), None, ROME, NOON + timedelta(seconds=4)),
            KeptDraft("5f3e", wish("Milan"), ROME, None, NOON + timedelta(seconds=2)),
        )
    )
    assert bob.left_behind() == LeftBehind()


def test_an_edit_that_goes_on_from_another_state_of_the_service_is_kept_with_that_state(house: House) -> None:
    ours, theirs = house.segtui(), replace(ROME, name="Roma")
    ours.keep("5f3e", wish("Oslo"), ROME, None)
    ours.keep("5f3e", wish("Milan"), ROME, None)
    ours.keep("5f3e", wish("Milan"), theirs, None)
    house.end()
    (left,) = house.segtui().left_behind().drafts
    assert (left.draft, left.stored, left.like) == (wish("Milan"), theirs, None)


def test_what_was_taken_over_is_left_behind_again_by_whoever_took_it(house: House) -> None:
    ann = house.segtui()
    ann.keep("5f3e", wish("Rome"), ROME, None)
    house.end(ann)
    bob = house.segtui()
    (first,) = bob.left_behind().drafts
    house.end(bob)
    assert house.segtui().left_behind().drafts == (first,)


def test_the_edits_of_a_running_segtui_stay_with_it_and_are_known_to_the_others(house: House) -> None:
    ann, bob, elsewhere = house.segtui(), house.segtui(), house.segtui("tiledesk other")
    ann.keep("5f3e", wish("Rome"), ROME, None)
    assert bob.left_behind() == LeftBehind()
    assert bob.elsewhere() == {"5f3e"}
    assert ann.elsewhere() == frozenset()
    assert elsewhere.elsewhere() == frozenset()
    house.end(ann)
    assert elsewhere.left_behind() == LeftBehind()
    assert bob.elsewhere() == frozenset()
    assert len(bob.left_behind().drafts) == 1


def test_two_who_edit_the_same_segment_never_overwrite_each_other(house: House) -> None:
    ann, bob = house.segtui(), house.segtui()
    ann.keep("5f3e", wish("Rome"), ROME, None)
    bob.keep("5f3e", wish("Milan"), ROME, None)
    ann.keep("5f3e", wish("Turin"), ROME, None)
    bob.forget("5f3e")
    house.end()
    assert [kept.draft for kept in house.segtui().left_behind().drafts] == [wish("Turin")]


def test_of_several_for_one_segment_the_latest_goes_on_and_the_older_become_segments_like_it(house: House) -> None:
    for city in ("Rome", "Milan", "Turin"):
        house.segtui().keep("5f3e", wish(city), ROME, None)
    house.end()
    for _ in range(2):
        # The second time they are taken over from one who ended before anything was done with them.
        cat = house.segtui()
        latest, middle, oldest = cat.left_behind().drafts
        assert (latest.key, latest.draft, latest.stored) == ("5f3e", wish("Turin"), ROME)
        for older, city in ((middle, "Milan"), (oldest, "Rome")):
            assert older.draft == SegmentDraft("Rome (older edit)", wish(city).rule)
            assert (older.stored, older.like) == (None, ROME)
        assert len({latest.key, middle.key, oldest.key}) == 3
        house.end(cat)


def test_an_older_edit_of_a_duplicate_that_was_made_is_like_what_was_made(house: House) -> None:
    for city in ("Rome", "Milan"):
        house.segtui().keep("5f3e", wish(city), ROME, Segment("5f3d", "Original", Group()))
    house.end()
    _, older = house.segtui().left_behind().drafts
    assert older.like == ROME


def test_an_edit_that_this_segtui_has_already_keeps_its_place(house: House) -> None:
    ann, bob = house.segtui(), house.segtui()
    bob.keep("5f3e", wish("Milan"), ROME, None)
    ann.keep("5f3e", wish("Rome"), ROME, None)
    house.end(ann)
    (older,) = bob.left_behind().drafts
    assert older.key != "5f3e"
    assert older.draft.name == "Rome (older edit)"
    house.end(bob)
    assert {kept.key for kept in house.segtui().left_behind().drafts} == {"5f3e", older.key}


def test_the_same_wish_for_the_same_segment_is_offered_once(house: House) -> None:
    for _ in range(2):
        house.segtui().keep("5f3e", wish("Rome"), ROME, None)
    house.end()
    assert [kept.key for kept in house.segtui().left_behind().drafts] == ["5f3e"]


DAMAGED = (
    '{"draft": {',
    "null",
    '{"draft":{"name":"Rome","rule":{}},"stored":null}',
    '{"draft":{"name":"Rome","rule":{},"tags":[]},"stored":null,"like":null}',
    '{"draft":{"name":"Rome","rule":{}},"stored":{"id":"5f3e"},"like":null}',
    '{"draft":{"name":"R\xf3me","rule":{}},"stored":null,"like":null}',
    b'{"draft":{"name":"R\xffme","rule":{}},"stored":null,"like":null}',
    "[" * 100_000,
    None,
    5,
)


def test_a_row_that_cannot_be_read_is_counted_and_stays_as_it_is(house: House) -> None:
    ann = house.segtui()
    for number in range(len(DAMAGED) + 2):
        ann.keep(str(number), wish("Rome"), ROME, None)
    ann.keep("sound", wish("Rome"), ROME, None)
    house.end(ann)
    database = house.database()
    database.execute("PRAGMA writable_schema = ON")
    database.execute("UPDATE sqlite_master SET sql = replace(sql, 'written TEXT NOT NULL', 'written')")
    database.close()
    database = house.database()
    for number, written in enumerate(DAMAGED):
        if isinstance(written, bytes):
            database.execute("UPDATE drafts SET written = CAST(? AS TEXT) WHERE key = ?", (written, f'"{number}"'))
        else:
            database.execute("UPDATE drafts SET written = ? WHERE key = ?", (written, f'"{number}"'))
    database.execute("UPDATE drafts SET kept_at = 'once' WHERE key = ?", (f'"{len(DAMAGED)}"',))
    database.execute("UPDATE drafts SET key = '{' WHERE key = ?", (f'"{len(DAMAGED) + 1}"',))
    database.text_factory = bytes
    unreadable = database.execute("SELECT * FROM drafts WHERE key <> '\"sound\"' ORDER BY rowid").fetchall()
    for _ in range(2):
        left = house.segtui().left_behind()
        assert left.unreadable == len(DAMAGED) + 2
        house.end()
    assert database.execute("SELECT * FROM drafts WHERE key <> '\"sound\"' ORDER BY rowid").fetchall() == unreadable


@pytest.mark.parametrize("is_new", [True, False])
def test_whatever_a_segment_is_called_its_edit_comes_back_as_it_was(house: House, *, is_new: bool) -> None:
    scope = "".join(HOSTILE_TEXTS)
    ann = house.segtui(scope)
    for text in HOSTILE_TEXTS:
        segment = Segment(text, text, Group(), raw={text: [text]})
        ann.keep(text, wish(text), None if is_new else segment, segment if is_new else None)
    assert house.segtui(scope).elsewhere() == set(HOSTILE_TEXTS)
    house.end()
    bob = house.segtui(scope)
    left = bob.left_behind()
    assert [kept.key for kept in reversed(left.drafts)] == list(HOSTILE_TEXTS)
    for kept in left.drafts:
        segment = Segment(kept.key, kept.key, Group(), raw={kept.key: [kept.key]})
        assert (kept.draft, kept.like if is_new else kept.stored) == (wish(kept.key), segment)
        bob.forget(kept.key)
    house.end()
    assert house.segtui(scope).left_behind() == LeftBehind()


def test_every_new_segment_has_a_key_of_its_own() -> None:
    assert len({new_key() for _ in range(100)}) == 100


def test_an_edit_that_cannot_be_kept_says_so_and_leaves_the_one_before(house: House) -> None:
    ann = house.segtui()
    ann.keep("5f3e", wish("Rome"), ROME, None)
    pages = ann._journal.run(lambda connection: connection.execute("PRAGMA page_count").fetchone()[0])
    ann._journal.run(lambda connection: connection.execute(f"PRAGMA max_page_count = {pages}").fetchall())
    with pytest.raises(FileTrouble, match="full"):
        ann.keep("5f3e", wish("Rome" * 5000), ROME, None)
    house.end()
    assert [kept.draft for kept in house.segtui().left_behind().drafts] == [wish("Rome")]


KEEP = """
from segtui.domain.rules import Group
from segtui.domain.segments import SegmentDraft
drafts = segtui.store.drafts.Drafts(Database(Path(sys.argv[1]), JOURNAL), Instance(Path(sys.argv[2])), sys.argv[3])
drafts.keep("5f3e", SegmentDraft("kept before the end", Group()), None, None)
say("kept")
"""

TAKE_OVER = """
drafts = segtui.store.drafts.Drafts(Database(Path(sys.argv[1]), JOURNAL), Instance(Path(sys.argv[2])), sys.argv[3])
say([kept.draft.name for kept in drafts.left_behind().drafts])
"""


def test_an_edit_survives_kill_9_and_goes_to_one_of_those_who_start_next(house: House) -> None:
    with started(KEEP, [[house.path, house.running, SCOPE]]) as (ann,):
        assert ann.said() == "kept"
        assert house.segtui().left_behind() == LeftBehind()
        ann.kill()
    with started(TAKE_OVER, [[house.path, house.running, SCOPE]] * 2) as others:
        assert sorted(other.said() for other in others) == ["['kept before the end']", "[]"]
