"""The demo's feedback: made up, the same in each run, and as old as the sandbox's clock makes it.

All of it is counted back from the day on which the sandbox begins, so that a rule on yesterday or on last month finds
somebody whenever it is asked.
"""

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from segtui.sandbox.feedier import voices
from segtui.sandbox.feedier.documents import Document, written
from segtui.sandbox.feedier.voices import Form
from segtui.sandbox.names import Place, places

FIRST_ID = 53_013
"""Feedback is numbered in the order in which it was given."""

_SPAN_DAYS = 420
_UNFINISHED_EVERY = 13
_HOSTILE_EVERY = 17
_PROMOTER_FROM, _PASSIVE_FROM = 9, 7

_T = TypeVar("_T")


class _Draw:
    """Chance, as short as thousands of entries within a start need it."""

    def __init__(self, seed: int) -> None:
        self.chance: Callable[[], float] = random.Random(seed).random  # noqa: S311 - made-up people, no secret

    def one(self, choices: Sequence[_T]) -> _T:
        """Pick one."""
        return choices[int(self.chance() * len(choices))]

    def number(self, stop: int) -> int:
        """Pick a whole number below another."""
        return int(self.chance() * stop)

    def sometimes(self, share: float) -> bool:
        """Say yes in that share of all cases."""
        return self.chance() < share


def made_feedback(count: int, *, now: datetime) -> list[Document]:
    """Make feedback, oldest first.

    Args:
        count: How much, the unfinished and the hostile included.
        now: The newest is some minutes older.
    """
    draw = _Draw(7)
    homes = places()
    span = timedelta(days=_SPAN_DAYS)
    entries = []
    for index in range(count):
        # More of it is new than old, as in a shop that grows.
        age = span * (1 - (index + draw.chance()) / count) ** 1.5
        form = draw.one(voices.FORMS)
        entries.append(_entry(draw, index, form, draw.one(homes), now - age - timedelta(minutes=12)))
    if entries:
        entries[0].update(carrier_id=voices.OTHER_FORM.id, team_id=voices.OTHER_FORM.team_id)
    for text, entry in zip(voices.HOSTILE, entries[::-_HOSTILE_EVERY], strict=False):
        _say(entry, text)
    return entries


def filled_in(given: Document, *, feedback_id: int, created: str) -> Document:
    """Add to a feedback what it lacks, for tests that say only what matters to them."""
    form = {form.id: form for form in voices.FORMS}.get(given.get("carrier_id", 11))
    bare = {
        "id": feedback_id,
        "carrier_id": 11,
        "team_id": form.team_id if form else 1,
        "source": "email",
        "created_at": created,
        "completed_at": created,
        "nps_profile": None,
        "satisfaction_ratio": None,
        "attributes": [],
        "answers": [],
        "topics": [],
    }
    return {**bare, **given}


def attribute(number: int, name: str, value: str | float, *, is_sensitive: bool = False) -> Document:
    """Make an attribute as it is stored."""
    return {"id": number, "name": name, "value": value, "is_sensitive": is_sensitive}


def _entry(draw: _Draw, index: int, form: Form, home: Place, created: datetime) -> Document:
    score = min(10, int(11 * draw.chance() ** 0.45))
    profile = "positive" if score >= _PROMOTER_FROM else "neutral" if score >= _PASSIVE_FROM else "negative"
    topics = [topic for topic in form.topics if draw.sometimes(0.4)]
    entry: Document = {
        "id": FIRST_ID + index,
        "carrier_id": form.id,
        "team_id": form.team_id,
        "source": form.source if draw.sometimes(0.8) else draw.one(("email", "sms", "link")),
        "created_at": written(created),
        "completed_at": written(created + timedelta(seconds=20 + draw.number(600))),
        "nps_profile": profile,
        "satisfaction_ratio": min(100, max(0, score * 10 + draw.number(9) - 4)),
        "attributes": _attributes(draw, index, form, home, created),
        "answers": [
            _answer(index, 1, "How likely are you to recommend us?", score),
            _answer(index, 2, "What would you like to tell us?", _comment(draw, profile, topics)),
        ],
        "topics": [{"id": topic, "name": voices.TOPICS[topic]} for topic in topics],
    }
    if index % _UNFINISHED_EVERY == 3:  # noqa: PLR2004 - any place in the row will do
        entry |= {"completed_at": None, "nps_profile": None, "satisfaction_ratio": None, "answers": [], "topics": []}
    return entry


def _attributes(draw: _Draw, index: int, form: Form, home: Place, created: datetime) -> list[Document]:
    given, family = draw.one(home.given), draw.one(home.family)
    name = f"{family.written}{given.written}" if home.is_family_first else f"{given.written} {family.written}"
    number, most = form.number
    values: list[tuple[str, str | float]] = [
        ("name", name),
        ("email", f"{given.latin}.{family.latin}@{home.domain}"),
        ("market", home.country),
        ("city", draw.one(home.cities)),
        ("language", home.language),
        ("channel", draw.one(voices.CHANNELS)),
        (number, 1 + draw.number(most)),
    ]
    if draw.sometimes(0.7):
        values.append(("loyalty", draw.one(voices.LOYALTY)))
    if draw.sometimes(0.1):
        # Who bought in two ways has the attribute twice.
        values.append(("channel", draw.one(voices.CHANNELS)))
    if draw.sometimes(0.3):
        values.append(("last_purchase", written(created.astimezone(UTC) - timedelta(days=draw.number(60)))[:10]))
    return [
        attribute(index * 10 + place, key, value, is_sensitive=key == "email")
        for place, (key, value) in enumerate(values)
    ]


def _answer(index: int, question: int, text: str, value: str | float) -> Document:
    return {"id": index * 10 + question, "question_id": question, "question": text, "value": value}


def _comment(draw: _Draw, profile: str, topics: Sequence[int]) -> str:
    if not topics or draw.sometimes(0.15):
        return draw.one(voices.COMMENTS)
    subject = draw.one(voices.SUBJECTS[draw.one(topics)])
    text = draw.one(voices.OPENINGS[profile]).format(subject)
    return text[0].upper() + text[1:]


def _say(entry: Document, text: str) -> None:
    entry["answers"] = [_answer(entry["id"], 2, "What would you like to tell us?", text)]
    entry["attributes"] = [{**one, "value": text} if one["name"] == "name" else one for one in entry["attributes"]]
