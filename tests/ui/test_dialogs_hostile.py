"""What nobody would write, in the dialogs of additions, of what was left unsaved, and of what was deleted.

Nothing of it acts, every line is as wide as the terminal, and whatever decides something can be read: how many, into
what, how it ended, and the keys.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from rich.cells import cell_len
from support.harmless import assert_harmless
from support.list_screens import demo_opener, small_chatbot
from support.screens import HOSTILE, Person, at_the_screen, at_work, box_of
from support.workspaces import NOON

from segtui.domain.counting import Certainty, Count, Source
from segtui.domain.lead_word import LeadWord
from segtui.domain.leads import Lead
from segtui.domain.operators import Operator
from segtui.domain.rules import Combine, Condition, Group, Opaque
from segtui.domain.segment_json import segment_to_json
from segtui.domain.segments import Segment, SegmentDraft, SegmentKind, SegmentLink
from segtui.domain.text import quoted
from segtui.domain.values import TextValue
from segtui.store.drafts import KeptDraft
from segtui.store.forms import KeptForm
from segtui.store.register import MemoryRegister
from segtui.ui.browse.screen import BrowseScreen
from segtui.ui.dialogs.adding import AdditionDialog, Among, IntoDialog
from segtui.ui.dialogs.base import Scrolling
from segtui.ui.dialogs.deleted import DeletedDialog
from segtui.ui.dialogs.drafts import DraftsDialog
from segtui.ui.dialogs.picking import PickDialog
from segtui.ui.widgets.plain import PlainText
from segtui.ui.widgets.table import Table
from segtui.workspace.additions import Addition, AdditionReport, Chunk
from segtui.workspace.deleted import deleted_segments
from segtui.workspace.plans import Ending
from segtui.workspace.unfinished import Form

NAMES = (
    *HOSTILE,
    "",
    "   ",
    "x" * 500,
    "名古屋・東京" * 40,
    "👩‍👩‍👧‍👦🇮🇹﷽" * 30,
    "z" + "\u0301" * 300,
    "مرحبا \u202e\u2066" * 30,
    "\ud800 lone",
    "a\u2028b\u0085c\tz\r\n✓ “Everyone” is saved",
    "\u200b\ufeff",
)
"""Names and ids that break lines, hide, take two cells or none, or pass for something else."""

MOMENTS = (
    datetime.min.replace(tzinfo=UTC),
    datetime.max.replace(tzinfo=UTC),
    datetime(1969, 12, 31, 23, 59, tzinfo=timezone(timedelta(hours=-14))),
    NOON,
)
COUNTS = (None, 0, 1, 10**18)
SIZES = [(80, 24), (60, 15)]


ZONES = ("XXX11", "XXX-14")
"""The westernmost and the easternmost clock: dates at an end of the calendar are beyond it in one of them."""

WORD = LeadWord("user", "users")


@contextmanager
def clock_in(zone: str) -> Iterator[None]:
    """Have the machine's clock stand elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        yield
    time.tzset()


def sized(number: int | None) -> Count | None:
    return None if number is None else Count(number, Certainty.EXACT, Source.SERVER, NOON)


def lists() -> list[Segment]:
    """A list for each name, ids as bad as names, with all kinds of counts and moments."""
    return [
        Segment(
            f"{number}{name}",
            name,
            None,
            SegmentKind.REMOTE_LIST,
            size=sized(COUNTS[number % len(COUNTS)]),
            created_at=MOMENTS[number % len(MOMENTS)],
            updated_at=MOMENTS[(number + 1) % len(MOMENTS)],
            created_by=name,
        )
        for number, name in enumerate(NAMES)
    ]


def people() -> tuple[Lead, ...]:
    return tuple(Lead(f"{number}{name}", name, {}) for number, name in enumerate(NAMES))


def assert_sound(person: Person, *shown: str) -> None:
    """Nothing acts, no line is wider or narrower than the terminal, and what decides something can be read."""
    assert_harmless(person)
    width = person.app.size.width
    # Piece by piece: one that is cut within a family of emoji ends in a joiner, which joins nothing.
    lines = [[piece.text for piece in strip] for strip in person.app.screen._compositor.render_strips()]
    assert [line for line in lines if sum(map(cell_len, line)) != width] == []
    drawn = "\n".join(person.drawn)
    assert [text for text in shown if text not in drawn] == []


async def listed(person: Person) -> None:
    await person.opens(BrowseScreen)
    await person.until(lambda: person.screen.is_listed)


async def walked(person: Person, *shown: str, rows: int) -> None:
    """Look at each row of a list."""
    for _ in range(rows):
        assert_sound(person, *shown)
        await person.press("down")


async def read_to_end(person: Person, last: str) -> None:
    """Scroll a text to its end, which must be reached."""
    person.app.screen.query_one(Scrolling).focus()
    await person.press("end")
    await person.until(lambda: last in "\n".join(person.drawn))
    assert_sound(person)


@pytest.mark.parametrize("size", SIZES)
async def test_into_which_lists(size: tuple[int, int]) -> None:
    several = lists()
    notes = {one.id: "added from here 2026-11-22" for one in several}
    async with at_the_screen(demo_opener("chatbot", small_chatbot()), size=size) as person:
        await listed(person)
        dialog = IntoDialog(f"Add {NAMES[3]}", several, notes=notes, says=" ".join(NAMES))
        person.app.push_screen(dialog)
        await person.opens(IntoDialog)
        for _ in several:
            assert_sound(person, "^s Go on", "[ ]")
            assert "1,000,000,000" not in "\n".join(person.drawn).replace(f"{COUNTS[-1]:,}", "")  # whole, or not at all
            await person.press("enter", "down")
        assert_sound(person, "^s Go on", f"Into {len(several)}: ")
        await person.press("home", "\u202e", "[")
        assert_sound(person)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("ending", Ending)
async def test_what_is_sent_and_what_is_left(size: tuple[int, int], ending: Ending) -> None:
    into, who = tuple(lists()), people()
    ids = tuple(one.id for one in into)
    addition = Addition(into, who, tuple(Chunk(ids, who) for _ in range(30)), (Chunk(ids, who),))
    says = f"{quoted(NAMES[0])} and {quoted(NAMES[6])} weren't taken in."
    counts = {one.id: one.size for one in into}
    report = AdditionReport(addition, ending, says, counts=counts)
    async with at_the_screen(demo_opener("chatbot", small_chatbot()), size=size) as person:
        await listed(person)
        for before, among in ((None, None), (report, Among(10**6, 10**6, may_begin=True))):
            dialog = AdditionDialog(addition, WORD, before, among)
            person.app.push_screen(dialog)
            await person.opens(AdditionDialog)
            assert_sound(person, "y Yes, send it", "esc Back")
            await read_to_end(person, "replace all of their")
            assert f"{len(who)} users into {len(into)} segments:" in str(
                dialog.query_one(Scrolling).query_one(PlainText).content
            )
            await person.leaves()


@pytest.mark.parametrize(("size", "zone"), zip(SIZES, ZONES, strict=True))
async def test_what_was_left_unsaved(size: tuple[int, int], zone: str) -> None:
    left: list[KeptDraft | KeptForm] = []
    present: dict[str, Segment] = {}
    for number, name in enumerate(NAMES):
        condition = Condition(name, Operator.IS, TextValue(name))
        draft = SegmentDraft(name, Group(Combine.ANY, (condition, Opaque(name, name))), details={name: name})
        stored = Segment(f"{number}{name}", f"{name} now", Group(), updated_at=MOMENTS[number % len(MOMENTS)])
        moment = MOMENTS[number % len(MOMENTS)]
        left += [
            KeptDraft(f"new{number}", draft, None, None, moment, f"It wasn't made on {name}: {name}"),
            KeptDraft(stored.id, draft, stored, None, moment),
            KeptForm(f"{number}{name}", Form.TEXT.name, name * 3, name=name, kept_at=moment),
            KeptForm(f"{name}{number}", Form.COPY.about([name, name]), {name: name}, name=name, kept_at=moment),
        ]
        if number % 2:
            present[stored.id] = replace(stored, name=f"{name} since")
    async with at_work(box_of(), size=size) as person:
        with clock_in(zone):
            person.app.push_screen(DraftsDialog(left, present, NOON))
            await person.opens(DraftsDialog)
            await walked(person, f"last time · {len(left)}", "⏎ Go on with it", "d Drop", "esc Back", rows=len(left))
            await person.press("d")
            assert_sound(person, "will be dropped")
            long = next(place for place, one in enumerate(left) if isinstance(one, KeptForm) and "x" * 500 in one.name)
            person.app.screen.query_one(Table).cursor = long
            await person.rest()
            await read_to_end(person, "x" * 20)


@pytest.mark.parametrize(("size", "zone"), zip(SIZES, ZONES, strict=True))
async def test_what_was_deleted_from_here(size: tuple[int, int], zone: str) -> None:
    links = tuple(SegmentLink(name, name, name, name) for name in NAMES)
    documents = {
        f"deleted:{one.id}": {
            "at": ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-11-22T12:00:00Z", "soon")[number % 4],
            "segment": segment_to_json(replace(one, links=links)),
        }
        for number, one in enumerate(lists())
    }
    keeper = MemoryRegister(documents)
    async with at_the_screen(demo_opener("chatbot", small_chatbot(), keeper=keeper), size=size) as person:
        await listed(person)
        with clock_in(zone):
            await person.press("B")
            found = deleted_segments(person.screen.workspace, {})
            sizes = [one.segment.size.value if one.segment.size is not None else None for one in found]
            for place in range(len(documents)):
                await person.opens(PickDialog)
                await person.press("home", *["down"] * place)
                count = "1,000,000,000,000,000,000 users" if sizes[place] == COUNTS[-1] else ""
                assert_sound(person, "⏎ Take it", count)
                await person.press("enter")
                await person.opens(DeletedDialog)
                assert_sound(person, "n Make it again", "esc Back")
                await read_to_end(person, "Added from here")
                await person.leaves()
                await person.press("B")
