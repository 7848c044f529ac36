"""How long a letter in the filter takes with many segments, and opening a service that has many.

The program runs without a terminal, on a sandbox in the same process. What the processor works for the screen is
measured, which a busy machine changes less than the time. Letters during which the sandbox looks through all its leads,
for the segment that came under the cursor, are slower by what that takes.
"""

import gc
import itertools
import statistics
import time
from collections.abc import AsyncIterator, Iterator
from functools import partial
from typing import Any

from textual.pilot import Pilot

from segtui.cli.session import Session
from segtui.sandbox import TiledeskSandbox
from segtui.store.demos import DEMO
from segtui.ui.app import SegtuiApp
from segtui.ui.browse.screen import BrowseScreen

MANY_SEGMENTS, MANY_LEADS = 10_000, 100_000

GOAL = 60
"""Milliseconds that a letter may take."""

_TYPED = ("visitors of bari", "field:city value:bari", "same: op:contains", "lint:warn")

_CITIES = ("Aarhus", "Bari", "Cork", "Delft", "Évora", "Freiburg", "Genoa", "Haarlem", "Innsbruck", "Jaén")
_PEOPLE = ("buyers", "guests", "leads", "members", "readers", "renters", "students", "testers", "visitors", "writers")
_KINDS = ("Active", "Bilingual", "Churned", "Dormant", "Early", "Frequent", "Generous", "Hidden", "Idle", "Jolly")
_FIELDS = ("city", "country", "company", "plan", "tags")

_KEYS = {" ": "space", ":": "colon"}
_BETWEEN_KEYS = 0.1
"""Seconds."""
_NEW_OBJECTS = 200_000
"""As the program has it, before Python looks for rubbish."""


async def lines(segments: int, leads: int) -> Iterator[str]:
    """Open segtui on so many of both, type, and tell what it took."""
    gc.set_threshold(_NEW_OBJECTS)
    session = Session(make_sandbox=lambda _service: _box(segments, leads))
    name, profile = session.chosen(DEMO)
    app = SegtuiApp(partial(session.open_profile, name, profile), name)
    async with app.run_test(size=(200, 50)) as pilot:
        begin = time.process_time()
        while not (isinstance(app.screen, BrowseScreen) and app.screen.is_listed):
            await pilot.pause()
        opened = time.process_time() - begin
        await pilot.press("slash")
        letters = {words: [letter async for letter in _letters(pilot, words)] for words in _TYPED}
    return _told(segments, leads, opened, letters)


def _told(segments: int, leads: int, opened: float, letters: dict[str, list[float]]) -> Iterator[str]:
    yield f"{segments:,} segments and {leads:,} leads: listed after {opened:.1f} s, the sandbox's own work included."
    for words, milliseconds in letters.items():
        slow = sum(one > GOAL for one in milliseconds)
        yield (
            f"{words:24}{statistics.median(milliseconds):4.0f} ms a letter, {max(milliseconds):4.0f} ms the slowest, "
            f"{slow} of {len(milliseconds)} over {GOAL} ms"
        )


async def _letters(pilot: Pilot[Any], words: str) -> AsyncIterator[float]:
    """Type some words, and give the milliseconds that each letter took until all was drawn."""
    for letter in words:
        begin = time.thread_time()
        await pilot.press(_KEYS.get(letter, letter))
        yield 1000 * (time.thread_time() - begin)
        # What a letter sets off comes later, as between two keys of a person.
        await pilot.pause(_BETWEEN_KEYS)
    await pilot.press("ctrl+u")


def _box(segments: int, leads: int) -> TiledeskSandbox:
    box = TiledeskSandbox(lead_count=leads)
    for document in itertools.islice(_documents(), segments):
        box.put_segment(document)
    return box


def _documents() -> Iterator[dict[str, Any]]:
    """Segments of five conditions each, without end."""
    names = itertools.cycle(itertools.product(_CITIES, _PEOPLE, _KINDS))
    for number, (city, people, kind) in enumerate(names, 1):
        filters = [{"field": field, "operator": "=", "value": f"{city} {number}"} for field in _FIELDS]
        yield {"name": f"{kind} {people} of {city} {number}", "match": "all", "filters": filters}
