"""What stood in open forms: there again however segtui ended, each in one place only."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import datetime
from pathlib import Path

import pytest
from support.workspaces import Clock

from segtui.store.database import Database
from segtui.store.drafts import Drafts
from segtui.store.forms import Forms, KeptForm
from segtui.store.instances import Instance
from segtui.store.schemas import JOURNAL

ONE = KeptForm("5f3e", "SOURCE", ["[{\ud800", None], name="One \udfff")

Start = Callable[[], tuple[Forms, Instance]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    clock = Clock()
    with ExitStack() as stack:

        def begin() -> tuple[Forms, Instance]:
            journal = stack.enter_context(Database(tmp_path / "journal.sqlite3", JOURNAL))
            instance = Instance(tmp_path / "running")
            stack.callback(instance.end)

            def now() -> datetime:
                clock.forward(seconds=1)
                return clock.at

            return Drafts(journal, instance, "feedier here", now=now).forms, instance

        yield begin


def test_what_was_kept_last_is_left_behind_once_and_what_was_forgotten_is_not(start: Start) -> None:
    forms, instance = start()
    forms.keep(KeptForm("5f3e", "SOURCE", "older"))
    forms.keep(ONE)
    forms.keep(KeptForm("5f3e", "NAME", "taken"))
    forms.forget("5f3e", "NAME")
    later, _ = start()
    assert later.left_behind() == ()  # whose they are is still running
    instance.end()
    (found,) = later.left_behind()
    assert found == ONE
    assert found.kept_at is not None
    assert later.left_behind() == ()


def test_what_somebody_was_told_of_is_marked_until_something_is_typed_there_again(start: Start) -> None:
    runs = [start()]
    runs[0][0].keep(ONE)
    for was_told in (False, False, True):  # to take it over tells nobody
        runs[-1][1].end()
        runs.append(start())
        assert [one.was_told for one in runs[-1][0].left_behind()] == [was_told]
        if len(runs) > 2:
            runs[-1][0].told(ONE.key, ONE.form)
    runs[-1][0].keep(ONE)
    runs[-1][1].end()
    assert start()[0].left_behind() == (ONE,)


def test_of_two_for_one_form_the_latest_comes_first_and_the_other_the_next_time(start: Start) -> None:
    first, first_instance = start()
    first.keep(ONE)
    second, second_instance = start()
    second.keep(KeptForm("5f3e", "SOURCE", "later"))
    first_instance.end()
    second_instance.end()
    third, _ = start()
    assert third.left_behind() == (KeptForm("5f3e", "SOURCE", "later"),)
    third.forget("5f3e", "SOURCE")
    assert third.left_behind() == (ONE,)


def test_a_form_that_this_segtui_has_already_keeps_its_place(start: Start) -> None:
    mine, _ = start()
    mine.keep(ONE)
    theirs, instance = start()
    theirs.keep(KeptForm("5f3e", "SOURCE", "theirs"))
    instance.end()
    assert mine.left_behind() == ()
    mine.forget("5f3e", "SOURCE")
    assert mine.left_behind() == (KeptForm("5f3e", "SOURCE", "theirs"),)


def test_a_row_that_cannot_be_read_stays_as_it_is(start: Start, tmp_path: Path) -> None:
    forms, instance = start()
    forms.keep(ONE)
    forms.keep(KeptForm("5f3e", "NAME", "damaged"))
    instance.end()
    with closing(sqlite3.connect(tmp_path / "journal.sqlite3", isolation_level=None)) as database:
        database.execute("UPDATE forms SET typed = '[' WHERE form = ?", ('"NAME"',))
        rows = "SELECT * FROM forms WHERE form = '\"NAME\"'"
        unreadable = database.execute(rows).fetchall()
        assert start()[0].left_behind() == (ONE,)
        assert database.execute(rows).fetchall() == unreadable
