"""That a terminal sent only what differs shows the same as one on which everything was painted anew."""

from collections.abc import Callable, Sequence

import pyte
import pyte.screens
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.seen import Picture, seen
from wcwidth import wcwidth

from segtui.ui.widgets.terminal_cells import UNKNOWN, Cell, cells_of, fitted, lay_over, reach
from segtui.ui.widgets.terminal_pen import Pen

WIDTH = 24
RED, ON_BLUE = "38;2;200;0;0", "38;2;200;0;0;48;2;0;0;90"

# Of characters with joiners or variation selectors pyte shows the first part, and reads on at the next code. None is
# left out here for that: the place is found again after each.
PARTS = [
    *("a", "bc", "lead", " ", "  ", "      ", "─", "●", "é"),
    *("漢", "東京", "e\u0301", "a\u0301\u0323", " \u0301", "\u0301", "が", "각"),
    *(
        "🔎",
        "👩\u200d👩\u200d👧",
        "❤\ufe0f",
        "⚠",
        "⚠\ufe0f",
        "1\ufe0f\u20e3",
        "🇩🇪",
        "🇩",
        "👍🏽",
        "क्षि",
        "ำ",
        "\u200d",
        "\x1b",
        "\x07",
    ),
]
LOOKS = ["", "1", "7", "2;3", "1;2", "4;9", "31;42", "38;5;9", RED, ON_BLUE, f"1;{ON_BLUE}", f"7;{ON_BLUE}", "97;100"]
SPANS = st.lists(
    st.tuples(st.lists(st.sampled_from(PARTS), max_size=6).map("".join), st.sampled_from(LOOKS)), max_size=8
)


@st.composite
def changes(draw: st.DrawFn) -> tuple[list[Cell], list[Cell]]:
    """A line, and the same line with other pieces laid over it."""
    was = fitted(cells_of(draw(SPANS)), WIDTH)
    line = was.copy()
    for _ in range(draw(st.integers(1, 3))):
        x = draw(st.integers(0, WIDTH - 1))
        width = draw(st.integers(1, WIDTH - x))
        lay_over(line, x, fitted(cells_of(draw(SPANS)), width))
    return was, line


def painted(lines: Sequence[tuple[Sequence[Cell], Sequence[Cell]]]) -> Picture:
    """What a terminal shows that was full of something else, after a line was changed several times."""
    screen = pyte.Screen(WIDTH, 2)
    stream = pyte.Stream(screen)
    stream.feed("\x1b[?7l" + f"\x1b[1;1H\x1b[1;45m{'x' * WIDTH}\x1b[2;1H{'x' * WIDTH}\x1b[m")
    for shown, wanted in lines:
        stream.feed(sent(shown, wanted))
        assert screen.cursor.attrs == screen.default_char
    return seen([[tuple(screen.buffer[y][x]) for x in range(WIDTH)] for y in range(2)])


def sent(shown: Sequence[Cell], wanted: Sequence[Cell]) -> str:
    pen = Pen()
    pen.redraw(1, shown, wanted)
    return pen.finish()


def narrow(character: str) -> int:
    width = wcwidth(character)
    return min(width, 1) if reach(character) else width


def wide(character: str) -> int:
    width = wcwidth(character)
    return 2 if reach(character) and width == 1 else width


@settings(max_examples=150)
@given(changes(), st.sampled_from([wcwidth, narrow, wide]))
def test_a_line_of_which_only_what_differs_is_sent_looks_like_one_painted_anew(
    change: tuple[list[Cell], list[Cell]], widths: Callable[[str], int]
) -> None:
    was, line = change
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pyte.screens, "wcwidth", widths)
        assert painted([([], was), (was, line)]) == painted([([], line)])


@settings(max_examples=50)
@given(SPANS, SPANS)
def test_what_is_shown_already_costs_nothing_and_a_change_no_more_than_the_line(
    some: list[tuple[str, str]], other: list[tuple[str, str]]
) -> None:
    was, line = fitted(cells_of(some), WIDTH), fitted(cells_of(other), WIDTH)
    assert sent(was, was) == ""
    assert len(sent(was, line).encode()) <= len(sent([], line).encode()) + 8


@pytest.mark.parametrize(
    ("was", "becomes", "expected"),
    [
        ("12 leads", "13 leads", "\x1b[2;2H3"),
        ("0123456789", "x12345678y", "\x1b[2Hx\x1b[8Cy"),
        ("0123456789", "x12x456789", "\x1b[2Hx12x"),
        ("東京 3456789", "東今 345678x", "\x1b[2;3H今\x1b[7Cx"),
        ("e\u0301a", "ea", "\x1b[2He"),
        ("a⚠bc", "a⚠xc", "\x1b[2;3Hx"),
        # Drawn over blanks, and what comes next at its place, wherever the terminal has gone.
        ("a⚠bc", "a☺bc", "\x1b[2;2H \x1b[2;2H☺\x1b[2;3Hb"),
    ],
)
def test_a_change_is_sent_in_few_bytes(was: str, becomes: str, expected: str) -> None:
    assert sent(cells_of([(was, "")]), cells_of([(becomes, "")])) == expected


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        ([RED, ON_BLUE], f"\x1b[{RED}ma\x1b[48;2;0;0;90ma\x1b[m"),
        ([f"1;{ON_BLUE}", ON_BLUE], f"\x1b[1;{ON_BLUE}ma\x1b[22ma\x1b[m"),
        ([f"1;2;{ON_BLUE}", f"2;{ON_BLUE}"], f"\x1b[1;2;{ON_BLUE}ma\x1b[22;2ma\x1b[m"),
        ([f"9;{RED}", RED], f"\x1b[9;{RED}ma\x1b[0;{RED}ma\x1b[m"),
        ([ON_BLUE, RED], f"\x1b[{ON_BLUE}ma\x1b[49ma\x1b[m"),
        ([RED, ""], f"\x1b[{RED}ma\x1b[ma"),
    ],
)
def test_a_look_is_sent_as_the_difference_to_the_one_before(looks: list[str], expected: str) -> None:
    assert sent([], cells_of([("a", look) for look in looks])) == f"\x1b[2H{expected}"


def test_a_blank_is_the_same_in_every_foreground() -> None:
    assert sent(cells_of([("a ", RED)]), cells_of([("a", RED), (" ", "1;32")])) == ""
    assert sent([], cells_of([("a", RED), (" ", "32"), ("a", RED)])) == f"\x1b[2H\x1b[{RED}ma a\x1b[m"
    assert sent(cells_of([(" ", RED)]), cells_of([(" ", f"7;{RED}")])) == f"\x1b[2H\x1b[7;{RED}m \x1b[m"


def test_cells_that_are_drawn_by_another_are_left_alone() -> None:
    a, b = cells_of([("ab", "")])
    assert sent([], [a, UNKNOWN, b]) == "\x1b[2Ha\x1b[Cb"
    assert sent([a, a, b], [a, UNKNOWN, b]) == ""
    assert sent([a, UNKNOWN, b], [a, b, b]) == "\x1b[2;2Hb"
