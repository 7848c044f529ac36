"""A cursor on the columns: where it is can be seen, it stays in view, and it asks for things to be done."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from support.tables import Page
from textual.app import App
from textual.geometry import Region
from textual.message import Message

from segtui.ui.dialogs.columns import ColumnList, ColumnsDialog
from segtui.ui.widgets.column_choice import ColumnChoice, SortBy
from segtui.ui.widgets.column_table import ColumnTable
from segtui.ui.widgets.columns import Cell, Column
from segtui.ui.widgets.plain import PlainText
from segtui.ui.widgets.table import Table

COLUMNS = [Column("name", "Name"), Column("mail", "E-mail"), Column("city", "City", align_right=True)]
WIDE = [Column(f"c{number}", f"Column {number}", width=20) for number in range(8)]
HOSTILE = [
    "[/red] VIP",
    "[@click=app.quit]x[/]",
    "\x1b]52;c;aGk=\x07",
    "\u202egnp.exe",
    "漢字e\u0301\U0001f468\u200d\U0001f469",
]


@dataclass
class Numbered:
    length: int
    asked: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return self.length

    def cells(self, index: int) -> Sequence[Cell]:
        self.asked.append(index)
        return [f"{index} {column}" for column in range(8)]


class ColumnApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.table = ColumnTable()
        self.orders: list[tuple[str, str]] = []
        self.ends: list[Message] = []

    def get_default_screen(self) -> Page:
        return Page(self.table)

    def on_column_table_ordered(self, message: ColumnTable.Ordered) -> None:
        self.orders.append((message.order, message.key))

    def on_table_near_end(self, message: Table.NearEnd) -> None:
        self.ends.append(message)


def lines(table: Table) -> list[str]:
    return [table.render_line(y).text for y in range(table.size.height)]


def looks(table: Table, y: int, style: str) -> str:
    """The part of a line that has a style of its own."""
    return "".join(text for text, how, _ in table.render_line(y) if how is not None and getattr(how, style))


async def test_left_and_right_move_to_another_column_and_stay_on_the_columns() -> None:
    app = ColumnApp()
    async with app.run_test(size=(60, 12)) as pilot:
        app.table.show(Numbered(3), COLUMNS)
        for key, column in (("left", 0), ("right", 1), ("l", 2), ("right", 2), ("h", 1), ("left", 0)):
            await pilot.press(key)
            assert app.table.column == column


async def test_the_column_is_marked_by_a_sign_and_by_more_than_colour_while_the_table_has_the_focus() -> None:
    app = ColumnApp()
    async with app.run_test(size=(60, 12)) as pilot:
        app.table.show(Numbered(3), COLUMNS)
        await pilot.pause()
        assert lines(app.table)[0].startswith("▸Name  E-mail  City")
        assert (looks(app.table, 0, "reverse"), looks(app.table, 1, "underline").strip()) == ("Name", "0 0")
        await pilot.press("right", "down")
        assert lines(app.table)[0].startswith(" Name ▸E-mail  City")
        assert (looks(app.table, 0, "reverse"), looks(app.table, 2, "underline").strip()) == ("E-mail", "1 1")
        assert looks(app.table, 1, "underline") == ""
        await pilot.press("tab")
        assert lines(app.table)[0].startswith(" Name  E-mail  City")
        assert (looks(app.table, 0, "reverse"), looks(app.table, 2, "underline")) == ("", "")


async def test_another_column_repaints_two_lines_and_asks_for_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    app = ColumnApp()
    rows = Numbered(1000)
    async with app.run_test(size=(60, 12)) as pilot:
        app.table.show(rows, COLUMNS)
        await pilot.press("down", "down")
        rows.asked.clear()
        repainted: list[Region] = []
        monkeypatch.setattr(app.table, "refresh", lambda *regions, **_options: repainted.extend(regions))
        app.table.column = 1
        assert {(region.y, region.height) for region in repainted} == {(0, 1), (3, 1)}
        assert rows.asked == []


async def test_a_column_beyond_the_edge_is_scrolled_to_whole_and_by_half_a_page() -> None:
    app = ColumnApp()
    async with app.run_test(size=(64, 12)) as pilot:
        app.table.show(Numbered(30), WIDE)
        seen, places = [], []
        for key in ["right"] * 7 + ["left"] * 7:
            await pilot.press(key)
            title = f"Column {app.table.column}"
            assert title in lines(app.table)[0]
            assert f"0 {app.table.column}" in looks(app.table, 1, "underline").ljust(20)
            assert len(looks(app.table, 1, "underline")) == 20
            seen.append(title)
            places.append(round(app.table.scroll_x))
        assert seen[6] == "Column 7"
        assert len(set(places)) < 7
        assert places[-1] == 0


async def test_a_column_wider_than_the_table_is_shown_from_its_start() -> None:
    app = ColumnApp()
    async with app.run_test(size=(30, 12)) as pilot:
        app.table.show(Numbered(3), [Column("a", "A", width=50), Column("b", "B", width=50), Column("c", "C")])
        await pilot.press("right")
        assert lines(app.table)[0].startswith("▸B")
        await pilot.press("right")
        assert "▸C" in lines(app.table)[0]


async def test_the_cursor_stays_with_its_column_when_others_come_and_when_there_are_none_for_a_while() -> None:
    app = ColumnApp()
    async with app.run_test(size=(64, 12)) as pilot:
        app.table.show(Numbered(3), WIDE)
        await pilot.press(*["right"] * 5)
        app.table.show(Numbered(0), [])
        app.table.show(Numbered(3), [WIDE[5], *WIDE[:5]])
        assert app.table.column == 0
        app.table.show(Numbered(3), WIDE)
        await pilot.pause()
        assert app.table.column == 5
        assert "▸Column 5" in lines(app.table)[0]
        app.table.show(Numbered(3), COLUMNS)
        await pilot.pause()
        assert app.table.column == 0
        assert lines(app.table)[0].startswith("▸Name")


async def test_keys_ask_for_things_to_be_done_with_the_column_under_the_cursor() -> None:
    app = ColumnApp()
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press("s", "v", "o", "minus")
        assert app.orders == []
        app.table.show(Numbered(3), COLUMNS)
        await pilot.press("right", "s", "less_than_sign", "greater_than_sign", "minus", "v", "o")
        await pilot.pause()
        assert app.orders == [(order, "mail") for order in ("sort", "left", "right", "hide", "cell", "columns")]


async def test_a_click_moves_to_the_cell_and_one_on_a_title_sorts() -> None:
    app = ColumnApp()
    async with app.run_test(size=(60, 12)) as pilot:
        app.table.show(Numbered(3), COLUMNS)
        await pilot.pause()
        x = lines(app.table)[0].index("City")
        await pilot.click(ColumnTable, offset=(x, 2))
        assert (app.table.cursor, app.table.column, app.orders) == (1, 2, [])
        await pilot.click(ColumnTable, offset=(1, 0))
        await pilot.pause()
        assert (app.table.cursor, app.orders) == (1, [("sort", "name")])


async def test_a_table_of_one_line_shows_a_row_and_no_titles() -> None:
    app = ColumnApp()
    async with app.run_test(size=(60, 12)) as pilot:
        app.table.styles.height = 1
        app.table.show(Numbered(3), COLUMNS)
        await pilot.pause()
        assert [line.split("  ")[0] for line in lines(app.table)] == ["▌0 0"]
        await pilot.press("down", "right")
        assert lines(app.table)[0].startswith("▌1 0")
        app.table.styles.height = 3
        await pilot.pause()
        assert "▸E-mail" in lines(app.table)[0]


async def test_hostile_titles_and_wide_cells_keep_every_line_as_wide_as_the_table() -> None:
    app = ColumnApp()
    async with app.run_test(size=(37, 8)) as pilot:
        app.table.show(Numbered(3), [Column(title, title, width=9 + place) for place, title in enumerate(HOSTILE)])
        for _ in HOSTILE:
            await pilot.press("right")
            drawn = [app.table.render_line(y) for y in range(app.table.size.height)]
            assert {sum(segment.cell_length for segment in strip) for strip in drawn} == {37}
            assert all(character.isprintable() or character == "\u200d" for strip in drawn for character in strip.text)
            assert all("@click" not in str(style.meta) for strip in drawn for _, style, _ in strip if style)


async def test_rows_in_another_order_keep_the_cursor_on_its_line_and_announce_no_end_before_a_key() -> None:
    app = ColumnApp()
    async with app.run_test(size=(60, 13)) as pilot:
        app.table.show(Numbered(50), COLUMNS)
        await pilot.press("end", "up", "up")
        await pilot.pause()
        line = next(y for y, text in enumerate(lines(app.table)) if text.startswith("▌"))
        app.ends.clear()
        app.table.show(Numbered(100), COLUMNS, cursor=97, steady=True)
        await pilot.pause()
        assert lines(app.table)[line].startswith("▌97 0")
        assert app.ends == []
        await pilot.press("up", "down")
        await pilot.pause()
        assert len(app.ends) == 1


# The list of columns.


class ListApp(App[None]):
    def __init__(self, columns: Sequence[Column], choice: ColumnChoice) -> None:
        super().__init__()
        self.given = columns, choice
        self.answers: list[ColumnChoice | None] = []

    def on_mount(self) -> None:
        self.push_screen(ColumnsDialog(*self.given), self.answers.append)


ALL = [Column("", "name", is_fixed=True), Column("attributes.plan", "plan"), Column("_id", "_id", is_extra=True)]


def listed(app: ListApp) -> list[str]:
    return [" ".join(line.strip(" ▌").split()) for line in lines(app.screen.query_one(ColumnList))[1:4]]


async def test_the_list_shows_all_columns_and_its_keys_change_the_choice() -> None:
    app = ListApp(ALL, ColumnChoice())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert listed(app) == ["✓ name", "✓ plan attributes.plan", "· _id"]
        await pilot.press("down", "space", "J", "s", "s", "up", "space")
        assert listed(app) == ["✓ name", "✓ _id", "· plan ▼ attributes.plan"]
        await pilot.press("escape")
        assert app.answers == [
            ColumnChoice(
                ("", "_id", "attributes.plan"),
                frozenset({"attributes.plan"}),
                frozenset({"_id"}),
                SortBy("attributes.plan", descending=True),
            )
        ]


async def test_the_list_says_why_a_column_must_stay_and_enter_ends_it() -> None:
    app = ListApp(ALL, ColumnChoice())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space")
        legend = app.screen.query_one("#legend", PlainText)
        assert str(legend.content) == "The column “name” can't be hidden: it is what tells one line from another."
        await pilot.press("K", "enter")
        assert app.answers == [ColumnChoice()]


async def test_a_list_without_columns_can_only_be_left() -> None:
    app = ListApp([], ColumnChoice())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", "J", "s", "escape")
        assert app.answers == [ColumnChoice()]
