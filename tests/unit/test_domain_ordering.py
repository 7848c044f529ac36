"""Values of any types have one order, and what says nothing comes last in both directions."""

import math
import random
from typing import Any

import pytest

from segtui.domain.ordering import MISSING, Kind, Ordering, Sorting, natural

MIXED: list[Any] = [
    -3,
    2,
    "10",
    10.5,
    "1e3",
    False,
    True,
    "Ann",
    "ann",
    "Bea",
    "z 10",
    "z 9",
    ["a"],
    ["B", 1],
    {"a": 1},
    "",
    [],
    {},
    math.nan,
    None,
    MISSING,
]
"""In their order."""


def in_order(values: list[Any], *, descending: bool = False) -> Sorting:
    ordering = Ordering()
    # In two pieces, as thousands of leads are.
    ordering.add(values[:1])
    ordering.add(values[1:])
    return ordering.sorted(descending=descending)


def by_order(values: list[Any], *, descending: bool = False) -> list[Any]:
    return [values[place] for place in in_order(values, descending=descending).places]


def test_every_type_has_its_place() -> None:
    shuffled = [one for one in MIXED if one not in ("ann", [], {}) and one == one]  # noqa: PLR0124 - not NaN
    expected = list(shuffled)
    random.Random(5).shuffle(shuffled)  # noqa: S311 - the same in each run
    assert by_order(shuffled) == expected


def test_the_other_way_round_all_that_says_something_is_turned_and_the_rest_stays_last() -> None:
    telling = [one for one in MIXED if in_order([one]).kinds]
    assert len(telling) == 15
    silent = MIXED[len(telling) :]
    turned = by_order(MIXED, descending=True)
    assert [str(one) for one in turned if one != "ann"] == [
        str(one) for one in [*reversed(telling), *silent] if one != "ann"
    ]


@pytest.mark.parametrize("descending", [False, True])
def test_what_compares_as_the_same_keeps_its_order(descending: bool) -> None:  # noqa: FBT001 - a parameter
    assert by_order(["ANN", "ann", "Ann"], descending=descending) == ["ANN", "ann", "Ann"]
    assert in_order([1, "1", 1.0], descending=descending).places == [0, 1, 2]
    assert by_order([None, MISSING, "", None]) == ["", None, None, MISSING]


def test_a_text_that_reads_as_a_number_stands_among_the_numbers() -> None:
    assert by_order(["10", 9, "9.5", "-2", 0]) == ["-2", 0, 9, "9.5", "10"]


@pytest.mark.parametrize("text", ["9" * 20_000, "1e999", "٣", "007", "1.", "-", "+5", "Infinity", "NaN", " 5"])
def test_what_only_looks_like_a_number_is_a_text(text: str) -> None:
    assert in_order([text]).kinds == [Kind.TEXT]


def test_the_kinds_found_are_named_in_order() -> None:
    assert in_order(["b", 1, None, ["x"], "3", MISSING]).kinds == [Kind.NUMBER, Kind.TEXT, Kind.LIST]
    assert in_order(["b", 1], descending=True).kinds == [Kind.TEXT, Kind.NUMBER]
    assert in_order([None, "", MISSING]).kinds == []


@pytest.mark.parametrize("value", [10**400, -(10**400), math.inf, -math.inf])
def test_numbers_of_any_size_compare(value: float) -> None:
    assert sorted(in_order([value, 1, 1.5]).places) == [0, 1, 2]


def test_names_are_compared_without_case_and_by_the_numbers_in_them() -> None:
    names = ["segment 10", "Segment 9", "Segment 09b", "Ärzte", "segment", "Segment 100 of 2", "STRASSE 2", "Straße 1"]
    assert sorted(names, key=natural) == [
        "segment",
        "Segment 9",
        "Segment 09b",
        "segment 10",
        "Segment 100 of 2",
        "Straße 1",
        "STRASSE 2",
        "Ärzte",
    ]


def test_thousands_of_digits_are_no_trouble() -> None:
    assert natural("1" + "0" * 20_000) > natural("9" * 20_000)
