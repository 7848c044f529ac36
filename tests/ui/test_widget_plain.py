import asyncio
from collections.abc import Callable

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Button, Static

from segtui.ui.browse.foot import Foot
from segtui.ui.widgets.pane import Pane
from segtui.ui.widgets.plain import PlainText, StatusLine
from segtui.ui.widgets.quiet_screen import QuietScreen

HOSTILE = "[/red] VIP [@click=app.quit]x[/] \x1b]52;c;aGk=\x07 \u202egnp.exe"
CLEAN = HOSTILE.translate(dict.fromkeys(map(ord, "\x1b\x07\u202e"), "\N{REPLACEMENT CHARACTER}"))


class FakeClock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


class Page(QuietScreen[None]):
    def __init__(self, *widgets: Widget) -> None:
        super().__init__()
        self.widgets = widgets

    def compose(self) -> ComposeResult:
        yield from self.widgets


class PageApp(App[None]):
    def __init__(self, *widgets: Widget) -> None:
        super().__init__()
        self.widgets = widgets

    def get_default_screen(self) -> Page:
        return Page(*self.widgets)


def shown(widget: Widget) -> str:
    return "\n".join(widget.render_line(y).text.rstrip() for y in range(widget.size.height))


def counting(widget: Widget, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    repaints: list[dict[str, object]] = []
    monkeypatch.setattr(widget, "refresh", lambda *_regions, **options: repaints.append(options))
    return repaints


async def until(pilot: Pilot[None], fact: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not fact():
            await pilot.pause(0.02)


async def test_text_is_never_markup_and_always_cleaned() -> None:
    first, second, third = PlainText(HOSTILE), PlainText(), PlainText()
    app = PageApp(first, second, third)
    async with app.run_test(size=(100, 10)) as pilot:
        second.update(HOSTILE)
        third.content = HOSTILE
        await pilot.pause()
        assert [shown(text) for text in (first, second, third)] == [CLEAN] * 3


async def test_the_same_text_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    text = PlainText("two\nlines")
    app = PageApp(text)
    async with app.run_test(size=(40, 10)):
        repaints = counting(text, monkeypatch)
        text.update("two\nlines")
        assert repaints == []


async def test_room_is_made_only_when_the_text_needs_other_room(monkeypatch: pytest.MonkeyPatch) -> None:
    text, below = PlainText("two\nlines"), Static("below")
    app = PageApp(text, below)
    async with app.run_test(size=(40, 10)) as pilot:
        text.update("three\nlines\nnow")
        await pilot.pause()
        assert below.region.y == 3
        repaints = counting(text, monkeypatch)
        text.update("again\nthree\nlines")
        text.update("four\nlines\nby\nnow")
        assert [options["layout"] for options in repaints] == [False, True]


async def test_the_status_line_shows_the_last_message_clean() -> None:
    status = StatusLine()
    app = PageApp(status)
    async with app.run_test(size=(120, 5)) as pilot:
        for message, told in (("✓ Saved", "✓ Saved"), (HOSTILE, CLEAN)):
            status.say(message)
            await pilot.pause()
            assert shown(status) == told


async def test_a_job_is_shown_with_its_time_and_the_key_that_stops_it() -> None:
    clock = FakeClock()
    status = StatusLine(clock=clock)
    app = PageApp(status)
    async with app.run_test(size=(60, 5)):
        status.say("12 segments")
        status.start("loading leads", stop_key="esc")
        assert shown(status) == "12 segments"
        clock.now += 0.5
        assert shown(status) == "12 segments" + " " * 25 + "loading leads… esc stops"
        clock.now += 3
        assert shown(status).endswith("  loading leads… 3 s, esc stops")
        status.say("x" * 40)
        assert shown(status) == "loading leads… 3 s, esc stops"
        status.finish("loading leads")
        assert shown(status) == "x" * 40


async def test_how_far_a_job_has_come_is_said_with_it_and_ends_with_it() -> None:
    clock = FakeClock()
    status = StatusLine(clock=clock)
    async with PageApp(status).run_test(size=(60, 5)):
        status.tell_progress("looking", "1 of 9")  # what doesn't run has come nowhere
        status.start("looking", stop_key="esc")
        clock.now += 1
        assert shown(status).strip() == "looking… 1 s, esc stops"
        status.tell_progress("looking", "3 of 9")
        assert shown(status).strip() == "looking… 3 of 9, 1 s, esc stops"
        status.finish("looking")
        status.start("looking")
        clock.now += 1
        assert shown(status).strip() == "looking… 1 s"


async def test_what_keeps_a_job_up_is_said_with_it() -> None:
    clock, delays = FakeClock(), [""]
    status = StatusLine(clock=clock, delay=lambda: delays[-1])
    async with PageApp(status).run_test(size=(60, 5)):
        status.start("loading leads", stop_key="esc")
        clock.now += 4
        assert shown(status).strip() == "loading leads… 4 s, esc stops"
        delays.append("reads again in 8 s")
        assert shown(status).strip() == "loading leads… 4 s, reads again in 8 s, esc stops"


async def test_of_two_jobs_the_newer_is_shown_and_the_older_is_not_forgotten() -> None:
    clock = FakeClock()
    status = StatusLine(clock=clock)
    app = PageApp(status)
    async with app.run_test(size=(60, 5)):
        status.start("loading segments")
        clock.now += 5
        status.start("loading leads")
        assert shown(status) == "loading segments… 5 s"
        clock.now += 2
        assert shown(status) == "loading leads… 2 s"
        status.finish("loading leads")
        status.finish("never started")
        assert shown(status) == "loading segments… 7 s"


async def test_the_line_ticks_only_while_something_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FakeClock()
    status = StatusLine(clock=clock)
    app = PageApp(status)
    async with app.run_test(size=(60, 5)) as pilot:
        drawn: list[str] = []
        monkeypatch.setattr(status, "redraw", lambda: drawn.append(status.line().plain))
        status.start("loading leads")
        clock.now += 1
        await until(pilot, lambda: len(drawn) >= 2)
        status.finish("loading leads")
        assert status._ticks is None
        drawn.clear()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1.2):
                await until(pilot, lambda: bool(drawn))


async def test_a_status_is_cut_to_the_width() -> None:
    status = StatusLine()
    app = PageApp(status)
    async with app.run_test(size=(20, 5)) as pilot:
        status.say("漢字" * 40)
        await pilot.pause()
        assert cell_len(status.render_line(0).text) == 20


async def test_a_pane_marks_its_title_without_colour_while_the_focus_is_inside() -> None:
    first = Pane(Button("a"), Button("b"), title="1 Segments")
    second = Pane(Button("c"), title="2 Rule")
    app = PageApp(first, second)
    async with app.run_test(size=(60, 20)) as pilot:

        def reversed_titles() -> list[str]:
            return [
                segment.text.strip()
                for strip in app.screen._compositor.render_strips()
                for segment in strip
                if segment.style and segment.style.reverse and segment.text.strip().startswith(("1", "2"))
            ]

        await pilot.pause()
        assert reversed_titles() == ["1 Segments"]
        await pilot.press("tab")
        await pilot.pause()
        assert reversed_titles() == ["1 Segments"]
        await pilot.press("tab")
        await pilot.pause()
        assert reversed_titles() == ["2 Rule"]


async def test_titles_and_notes_of_panes_are_cleaned_and_never_markup() -> None:
    pane = Pane(Button("a"), title="start")
    app = PageApp(pane)
    async with app.run_test(size=(100, 20)) as pilot:
        pane.title = HOSTILE
        pane.note = HOSTILE
        await pilot.pause()
        drawn = [strip.text for strip in app.screen._compositor.render_strips()]
        assert sum(CLEAN in line for line in drawn) == 2
        assert all(line.isprintable() for line in drawn)


async def test_what_is_said_while_something_runs_has_lines_of_its_own_where_both_do_not_fit() -> None:
    clock = FakeClock()
    status = StatusLine(clock=clock)
    foot = Foot(status, ())
    async with PageApp(foot).run_test(size=(60, 10)) as pilot:
        with status.running("adding users", stop_key="esc"):
            clock.now += 9
            foot.say("Stopping after this one.")
            await pilot.pause()
            assert shown(status).startswith("Stopping after this one. ")
            foot.say("A change is still being sent.")
            await pilot.pause()
            assert "still being sent" in shown(foot.query_one("#notice"))
            assert "adding users… 9 s" in shown(status)
