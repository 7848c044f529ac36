"""A choice of columns is a value: it can be applied to any table's columns, also to others than it was made with."""

import pytest

from segtui.ui.widgets.column_choice import ColumnChoice, SortBy
from segtui.ui.widgets.columns import Column

NAME = Column("name", "Name", is_fixed=True)
MAIL, CITY, PLAN = (Column(key, key.capitalize()) for key in ("mail", "city", "plan"))
ID = Column("id", "Id", is_extra=True)
ALL = (NAME, MAIL, CITY, PLAN, ID)


def seen(choice: ColumnChoice, columns: tuple[Column, ...] = ALL) -> str:
    return " ".join(column.title for column in choice.drawn(columns))


def test_without_a_choice_the_columns_are_as_they_come_and_extra_ones_hidden() -> None:
    assert seen(ColumnChoice()) == "Name Mail City Plan"


def test_a_hidden_column_comes_back_to_its_place() -> None:
    hidden = ColumnChoice().toggled(CITY)
    assert seen(hidden) == "Name Mail Plan"
    assert seen(hidden.toggled(CITY)) == "Name Mail City Plan"


def test_an_extra_column_is_shown_when_somebody_wants_it_and_hidden_again() -> None:
    wanted = ColumnChoice().toggled(ID)
    assert seen(wanted) == "Name Mail City Plan Id"
    assert seen(wanted.toggled(ID)) == "Name Mail City Plan"


def test_what_somebody_wanted_to_see_or_not_to_see_stays_so_when_it_is_extra_elsewhere() -> None:
    plan = Column("plan", "Plan", is_extra=True)
    assert seen(ColumnChoice().toggled(plan), (NAME, PLAN)) == "Name Plan"
    assert seen(ColumnChoice().toggled(PLAN).toggled(PLAN), (NAME, plan)) == "Name Plan"


def test_a_column_moves_past_its_neighbour_and_stays_at_the_edge() -> None:
    right = ColumnChoice().moved(ALL, "mail", 1)
    assert seen(right) == "Name City Mail Plan"
    assert seen(right.moved(ALL, "mail", 1)) == "Name City Plan Mail"
    assert seen(right.moved(ALL, "mail", -1)) == "Name Mail City Plan"
    assert ColumnChoice().moved(ALL, "name", -1) == ColumnChoice()
    assert ColumnChoice().moved(ALL, "nonsense", 1) == ColumnChoice()


def test_a_step_goes_over_hidden_columns_unless_they_are_listed_too() -> None:
    hidden = ColumnChoice().toggled(CITY)
    assert seen(hidden.moved(ALL, "mail", 1)) == "Name Plan Mail"
    listed = hidden.moved(ALL, "mail", 1, over_hidden=True)
    assert seen(listed) == "Name Mail Plan"
    assert seen(listed.toggled(CITY)) == "Name City Mail Plan"


def test_columns_that_come_later_stand_behind_the_known_ones() -> None:
    choice = ColumnChoice().moved((NAME, PLAN), "plan", -1)
    assert seen(choice) == "Plan Name Mail City"


def test_columns_that_are_gone_for_a_while_keep_their_place() -> None:
    choice = ColumnChoice().moved(ALL, "city", -1)
    meanwhile = choice.moved((NAME, PLAN), "plan", -1)
    assert seen(meanwhile, (NAME, PLAN)) == "Plan Name"
    assert seen(meanwhile) == "Plan Name City Mail"


def test_sorting_goes_up_then_down_then_back_to_the_order_that_rows_come_in() -> None:
    up = ColumnChoice().sorted_next("city")
    down = up.sorted_next("city")
    assert (up.sort, down.sort) == (SortBy("city"), SortBy("city", descending=True))
    assert (seen(up), seen(down)) == ("Name Mail City ▲ Plan", "Name Mail City ▼ Plan")
    assert down.sorted_next("city") == ColumnChoice()
    assert down.sorted_next("plan").sort == SortBy("plan")


def test_a_sort_by_a_column_that_isnt_there_is_kept_and_not_followed() -> None:
    choice = ColumnChoice(sort=SortBy("city"))
    assert choice.sort_of((NAME, MAIL)) is None
    assert choice.toggled(CITY).sort_of(ALL) == SortBy("city")


@pytest.mark.parametrize(
    ("columns", "key", "why_not"),
    [
        (ALL, "mail", ""),
        (ALL, "name", "it is what tells one line from another"),
        ((MAIL, ID), "mail", "it is the last one"),
    ],
)
def test_the_name_and_the_last_column_must_stay(columns: tuple[Column, ...], key: str, why_not: str) -> None:
    assert ColumnChoice().why_not_hide(columns, key) == why_not


def test_a_fixed_column_is_shown_whatever_was_remembered() -> None:
    assert seen(ColumnChoice(hidden=frozenset({"name", "mail"}))) == "Name City Plan"
