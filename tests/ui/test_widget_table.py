import pytest
from rich.text import Text
from support.screens import resize
from support.tables import COLUMNS, FakeLeads, Listed, TableApp, lines
from textual import events
from textual.content import Content

from segtui.ui.widgets.columns import Column
from segtui.ui.widgets.table import Table

HOSTILE = ["[/red] VIP", "[@click=app.quit]x[/]", "\x1b]52;c;aGk=\x07", "\u202egnp.exe", "a\nb", "\ud800"]


async def test_keys_move_the_cursor_and_say_so() -> None:
    app = TableApp(Table())
    async with app.run_test(size=(60, 20)) as pilot:
        app.table.show(FakeLeads(1000), COLUMNS)
        await pilot.press("down", "j", "k", "end", "up", "home", "G", "g")
        await pilot.pause()
        assert app.indexes(Table.Highlighted) == [0, 1, 2, 1, 999, 998, 0, 999, 0]


async def test_a_page_is_turned_with_one_row_of_overlap() -> None:
    app = TableApp(Table())
    async with app.run_test(size=(60, 20)) as pilot:
        app.table.show(FakeLeads(1000), COLUMNS)
        await pilot.pause()
        height = app.table.size.height
        await pilot.press("pagedown")
        assert app.table.cursor == height - 1
        assert lines(app.table)[0].startswith(f"▌Lead {height - 1} ")
        await pilot.press("pageup")
        assert lines(app.table)[0].startswith("▌Lead 0 ")


async def test_the_cursor_stays_on_the_rows() -> None:
    app = TableApp(Table())
    async with app.run_test(size=(60, 20)) as pilot:
        app.table.show(FakeLeads(3), COLUMNS, cursor=99)
        await pilot.press("down", "pagedown", "end")
        assert app.table.cursor == 2
        await pilot.press("up", "up", "up", "pageup")
        assert app.table.cursor == 0


async def test_enter_chooses_the_row_under_the_cursor() -> None:
    app = TableApp(Table())
    async with app.run_test(size=(60, 20)) as pilot:
        app.table.show(FakeLeads(3), COLUMNS, cursor=1)
        await pilot.press("enter")
        await pilot.pause()
        assert app.indexes(Table.Chosen) == [1]


async def test_a_click_moves_the_cursor_and_a_second_one_chooses() -> None:
    app = TableApp(Table(show_header=True))
    async with app.run_test(size=(60, 20)) as pilot:
        app.table.show(FakeLeads(3), COLUMNS)
        await pilot.pause()
        await pilot.click(Table, offset=(5, 0))
        await pilot.click(Table, offset=(5, 9))
        assert app.table.cursor == 0
        await pilot.click(Table, offset=(5, 3))
        assert app.table.cursor == 2
        assert app.indexes(Table.Chosen) == []
        await pilot.click(Table, offset=(5, 2), times=2)
        assert app.indexes(Table.Chosen) == [1]


async def test_the_row_under_the_cursor_has_a_mark_with_and_without_focus() -> None:
    app = TableApp(Table())
    async with app.run_test(size=(60, 20)) as pilot:
        app.table.show(FakeLeads(3), COLUMNS, cursor=1)
        await pilot.pause()
        assert [line[0] for line in lines(app.table)[:3]] == [" ", "▌", " "]
        await pilot.press("tab")
        assert [line[0] for line in lines(app.table)[:3]] == [" ", "▸", " "]


async def test_the_end_is_announced_once_per_length() -> None:
    app, leads = TableApp(Table()), FakeLeads(100)
    async with app.run_test(size=(60, 20)) as pilot:
        app.table.show(leads, COLUMNS)
        await pilot.press("down")
        await pilot.pause()
        assert app.ends() == []
        await pilot.press("end", "up", "down", "up", "home", "end")
        await pilot.pause()
        assert app.ends() == [100]
        leads.length = 200
        app.table.extended()
        await pilot.press("down")
        await pilot.pause()
        assert app.ends() == [100]
        await pilot.press("end")
        await pilot.pause()
        assert app.ends() == [100, 200]


async def test_a_page_too_short_for_the_screen_asks_for_more_at_once() -> None:
    app = TableApp(Table())
    async with app.run_test(size=(60, 20)) as pilot:
        app.table.show(FakeLeads(3), COLUMNS)
        await pilot.pause()
        assert app.ends() == [3]


async def test_rows_that_come_later_appear_and_the_cursor_stays() -> None:
    app = TableApp(Table(empty_text="Nobody here."))
    rows = Listed([])
    async with app.run_test(size=(60, 20)) as pilot:
        app.table.show(rows, COLUMNS)
        await pilot.pause()
        assert "Nobody here." in lines(app.table)[0]
        assert app.seen == []
        rows.rows.append(["Ada"])
        app.table.extended()
        rows.rows.append(["Grace"])
        app.table.extended()
        await pilot.pause()
        assert [line[:6] for line in lines(app.table)[:3]] == ["▌Ada  ", " Grace", "      "]
        assert app.indexes(Table.Highlighted) == [0]


async def test_columns_widen_for_rows_that_come_into_view_and_stay_so() -> None:
    app = TableApp(Table())
    rows = Listed([*[["x", "b"]] * 60, *[["as wide as this", "b"]] * 60])
    async with app.run_test(size=(60, 20)) as pilot:
        app.table.show(rows, [Column("a", "A"), Column("b", "B")])
        await pilot.pause()
        assert lines(app.table)[1].startswith(" x  b")
        await pilot.press("end")
        assert lines(app.table)[0].startswith(" as wide as this  b")
        await pilot.press("home")
        assert lines(app.table)[1].startswith(" x                b")
        app.table.show(Listed([["x", "b"]] * 60), [Column("a", "A"), Column("b", "B")])
        await pilot.pause()
        assert lines(app.table)[1].startswith(" x  b")


async def test_a_provider_that_shrank_pulls_the_cursor_back() -> None:
    app, leads = TableApp(Table()), FakeLeads(100)
    async with app.run_test(size=(60, 20)) as pilot:
        app.table.show(leads, COLUMNS, cursor=99)
        await pilot.pause()
        leads.length = 5
        assert lines(app.table)
        app.table.extended()
        await pilot.pause()
        assert app.table.cursor == 4
        assert lines(app.table)[0].startswith(" Lead 0 ")
        assert app.indexes(Table.Highlighted) == [99, 4]


async def test_a_provider_that_shrank_unannounced_breaks_nothing() -> None:
    app, leads = TableApp(Table()), FakeLeads(100)
    async with app.run_test(size=(60, 20)) as pilot:
        app.table.show(leads, COLUMNS, cursor=99)
        await pilot.pause()
        leads.length = 0
        for key in ("down", "up", "enter", "pagedown", "pageup", "end", "home", "left", "right"):
            await pilot.press(key)
        assert app.table.cursor == 0
        assert app.indexes(Table.Chosen) == []


async def test_a_row_that_was_drawn_is_not_asked_for_again() -> None:
    app, leads = TableApp(Table()), FakeLeads(1000)
    async with app.run_test(size=(60, 20)) as pilot:
        app.table.show(leads, COLUMNS)
        await pilot.press("down", "down", "up", "up", "down", "down")
        leads.asked.clear()
        await pilot.press("up", "up", "down", "down")
        assert leads.asked == []


async def test_showing_the_same_rows_again_repaints_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    app = TableApp(Table(show_header=True))
    async with app.run_test(size=(60, 20)) as pilot:
        app.table.show(FakeLeads(30), COLUMNS)
        await pilot.pause()
        repainted: list[object] = []
        monkeypatch.setattr(app.table, "refresh", lambda *regions, **_options: repainted.extend(regions))
        app.table.show(FakeLeads(30), COLUMNS)
        assert repainted == []
        app.table.show(FakeLeads(30), COLUMNS, cursor=1)
        assert len(repainted) == 2


async def test_rows_come_and_go_in_lines_that_were_drawn_as_one() -> None:
    app = TableApp(Table())
    async with app.run_test(size=(60, 20)) as pilot:
        table = app.table
        for length in (3, 1, 0, 5, 2, 30, 4):
            table.show(FakeLeads(length), COLUMNS)
            await pilot.pause()
            drawn = [strip.text for strip in table.render_lines(table.size.region)]
            assert drawn == [table._line(y).text for y in range(table.size.height)]


async def test_the_header_stays_and_scrolls_sideways_with_the_rows() -> None:
    app = TableApp(Table(show_header=True))
    columns = [Column("a", "First", width=20), Column("b", "Second", width=20), Column("c", "Third", width=20)]
    async with app.run_test(size=(40, 10)) as pilot:
        app.table.show(Listed([["one", "two", "three"]] * 50), columns)
        await pilot.press("end")
        assert lines(app.table)[0].startswith(" First")
        await pilot.press("right")
        assert lines(app.table)[0].startswith(" Second")
        assert lines(app.table)[1].startswith(" two")
        await pilot.press("l", "right")
        assert lines(app.table)[0].rstrip().endswith("Third")
        await pilot.press("left", "h", "left")
        assert lines(app.table)[0].startswith(" First")


async def test_columns_are_where_they_were_left_when_the_view_was_larger_or_smaller_for_a_while() -> None:
    app = TableApp(Table())
    columns = [Column("a", "First", width=20), Column("b", "Second", width=20), Column("c", "Third", width=20)]
    async with app.run_test(size=(40, 10)) as pilot:
        app.table.show(Listed([["one", "two", "three"]] * 5), columns)
        await pilot.press("right")
        left = lines(app.table)
        assert left[0].startswith("▌two")
        for size in ((50, 10), (100, 10), (30, 10), (40, 10)):
            await resize(pilot, *size)
        assert lines(app.table) == left


async def test_a_cell_that_the_edge_cuts_says_so_and_one_that_ends_there_doesnt() -> None:
    app = TableApp(Table(show_header=True))
    columns = [Column("a", "Name", width=8), Column("b", "Size", width=6, align_right=True), Column("c", "Z", width=4)]
    async with app.run_test(size=(15, 6)) as pilot:
        app.table.show(Listed([["Ann", "12,847", "z"], ["Bea Bolt", "9", "z"]]), columns)
        await pilot.pause()
        assert [line[1:14] for line in lines(app.table)[:3]] == ["Name       S…", "Ann      12,…", "Bea Bolt    …"]
        await resize(pilot, 14, 6)
        # So little of a column tells nothing but that it is there.
        assert [line[1:13] for line in lines(app.table)[:3]] == ["Name     …  ", "Ann         ", "Bea Bolt    "]
        app.table.scroll_to(4, 0, animate=False)
        await pilot.pause()
        assert [line[1:13] for line in lines(app.table)[:3]] == ["…      Size ", "…    12,847 ", "…olt      9 "]
        app.table.scroll_to(0, 0, animate=False)
        await resize(pilot, 17, 6)
        assert [line[1:16] for line in lines(app.table)[:2]] == ["Name       Size", "Ann      12,847"]


async def test_sideways_keys_are_left_to_others_when_all_columns_fit() -> None:
    class Outer(TableApp):
        BINDINGS = [("right", "note", "Note")]  # noqa: RUF012 - Textual's own way
        noted = 0

        def action_note(self) -> None:
            self.noted += 1

    app = Outer(Table())
    async with app.run_test(size=(60, 20)) as pilot:
        app.table.show(FakeLeads(3), COLUMNS)
        await pilot.press("right")
        assert app.noted == 1


@pytest.mark.parametrize("kind", [str, Text, Content])
async def test_hostile_text_reaches_neither_markup_nor_the_terminal(kind: type[Text | Content]) -> None:
    app = TableApp(Table(show_header=True, empty_text="".join(HOSTILE)))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        empty = "".join(lines(app.table))
        columns = [Column("a", HOSTILE[2]), Column("b", HOSTILE[1])]
        app.table.show(Listed([[kind(text), text] for text in HOSTILE]), columns)
        await pilot.pause()
        shown = lines(app.table)
        assert all(line.isprintable() for line in [empty, *shown])
        assert "[@click=app.quit]x[/]" in empty
        assert shown[2].count("[@click=app.quit]x[/]") == 2
        assert not any("\u202e" in line for line in shown)
        assert all("@click" not in str(style.meta) for _, style, _ in app.table.render_line(2) if style)


WIDE = [
    "漢字の長い名前がここに",
    "e\u0301le\u0301ment",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 family",
    "✈\ufe0f trip",
    "ﷺ",
    "x",
]


@pytest.mark.parametrize("width", [0, 1, 2, 3, 7, 20, 33, 80])
async def test_every_line_is_exactly_as_wide_as_the_table(width: int) -> None:
    app = TableApp(Table(show_header=True))
    columns = [Column("a", "漢字"), Column("b", "B", grow=True), Column("c", "C", align_right=True, width=5)]
    async with app.run_test(size=(max(1, width), 12)) as pilot:
        app.table.styles.width = width
        app.table.show(Listed([[text, Text(text, "bold"), Content(text)] for text in WIDE]), columns)
        await pilot.pause()
        for _ in range(4):
            drawn = [app.table.render_line(y) for y in range(app.table.size.height)]
            assert {sum(segment.cell_length for segment in strip) for strip in drawn} <= {width}
            app.table.scroll_to(x=app.table.scroll_x + 1, animate=False, force=True)


async def test_no_columns_and_no_rows_are_fine() -> None:
    app = TableApp(Table(show_header=True))
    async with app.run_test(size=(40, 10)) as pilot:
        app.table.show(FakeLeads(5), [])
        await pilot.press("down", "right", "end")
        app.table.show(Listed([]), COLUMNS)
        await pilot.press("down", "enter", "pageup")
        app.table.show(FakeLeads(5), [])
        app.table.show(Listed([[]]), COLUMNS)
        await pilot.pause()
        assert lines(app.table)[1].strip(" ▌") == ""


async def test_the_cursor_stays_in_view_through_a_storm_of_sizes_and_where_it_was_after_it() -> None:
    app = TableApp(Table(show_header=True))
    async with app.run_test(size=(60, 20)) as pilot:
        app.table.show(FakeLeads(1000), COLUMNS, cursor=500)
        await pilot._post_mouse_events([events.MouseScrollDown], Table, button=0)
        await pilot.pause()
        before = lines(app.table)
        for size in [(1, 1), (200, 50), (3, 2), (80, 4), (10, 60), (60, 20)]:
            await resize(pilot, *size)
            await pilot.pause()
            assert size[0] < 60 or any(line.startswith("▌Lead 500 ") for line in lines(app.table))
        assert lines(app.table) == before


async def test_the_wheel_scrolls_without_moving_the_cursor() -> None:
    app = TableApp(Table())
    async with app.run_test(size=(60, 20)) as pilot:
        app.table.show(FakeLeads(1000), COLUMNS)
        await pilot.pause()
        await pilot._post_mouse_events([events.MouseScrollDown], Table, button=0)
        await pilot.pause()
        assert app.table.scroll_y > 0
        assert app.table.cursor == 0
        await pilot.press("down")
        assert any(line.startswith("▌Lead 1 ") for line in lines(app.table))


async def test_a_theme_changes_the_colours_of_rows_that_were_drawn_before() -> None:
    app = TableApp(Table())
    async with app.run_test(size=(60, 20)) as pilot:
        app.table.show(Listed([[Content.styled("warn", "$text-warning")]] * 3), COLUMNS)
        await pilot.pause()
        before = app.table.render_line(1)
        app.theme = "textual-light"
        await pilot.pause()
        assert app.table.render_line(1) != before


async def test_a_hundred_thousand_rows_are_shown_by_asking_for_a_screenful() -> None:
    app, leads = TableApp(Table()), FakeLeads(100_000)
    async with app.run_test(size=(200, 50)) as pilot:
        app.table.show(leads, COLUMNS)
        await pilot.pause()
        assert len(set(leads.asked)) <= 50


async def test_a_huge_cell_costs_no_more_than_its_beginning() -> None:
    app = TableApp(Table())
    async with app.run_test(size=(100, 50)) as pilot:
        app.table.show(Listed([["漢" * 20_000, "\u0301" * 20_000, "x" * 20_000]] * 50), COLUMNS)
        await pilot.pause()
        assert max(len(line) for line in lines(app.table)) < 800
