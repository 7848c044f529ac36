"""Dates as people type them: `2024-07-01`, `1 July 2024`, `today`, `last Monday`, `3 weeks ago`, `last 30 days`.

A grammar of our own, because a date here decides who gets a mail: what can be read in two ways is refused with both
readings, where libraries for natural dates guess (`01/02/2024` is the 2nd of January to one, `in 3` the 27th of March),
and the spans and beginnings that segments are made of aren't among what they read.
"""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from typing import Literal

from segtui.domain.errors import UnreadableInput
from segtui.domain.instants import parse_instant
from segtui.domain.record import record
from segtui.domain.spans import moment_of
from segtui.domain.text import printable, quoted
from segtui.domain.values import RelativeValue, Unit

EXAMPLES = (
    "Write it as 2024-07-01, 2024-07-01 09:30, 1 July 2024, today, last Monday, 3 weeks ago, last 30 days or start of "
    "this month."
)
"""What to tell somebody whose date can't be read."""


_NAMES_OF_UTC = frozenset({"UTC", "Etc/UTC", "Etc/Universal", "Etc/Zulu", "Zulu", "Universal"})
"""The zone itself and its links in the time zone database."""


@record
class ReadMoment:
    """A date that was typed, and the moment that it stands for."""

    instant: datetime
    """The moment in UTC: moments on the clocks of a zone can't be compared in the hour that comes twice."""
    intent: RelativeValue | None = None
    """What was meant, where a service may hold it so: 30 days before now."""
    words: str = ""
    """What was typed, tidied, when it means another moment tomorrow: "last 30 days"; else empty."""

    @property
    def moves(self) -> bool:
        """Whether the same words mean another moment later on."""
        return bool(self.words)


@record
class _Reading:
    """All that a way of reading may look at."""

    found: re.Match[str]
    words: str
    now: datetime
    zone: tzinfo


def read_moment(text: str, now: datetime, zone: tzinfo) -> ReadMoment:
    """Read a date that was typed.

    Args:
        text: For example `2024-07-01`, `2024-07-01T09:30Z`, `1 July 2024`, `today`, `3 weeks ago`, `in 2 days`,
            `last 30 days`, `start of last month`. Weeks begin on Monday. `Monday` is today or the latest one before,
            `last Monday` the latest before today, `next Monday` the first after today.
        now: The present moment, with its zone. Moments told from it are to the second.
        zone: Where days begin, and what a time without a zone is in.

    Raises:
        UnreadableInput: It is no date, can be read in two ways, or is beyond the calendar.
    """
    tidy = " ".join(text.split()).removeprefix("the ").removeprefix("The ")
    if not tidy:
        raise UnreadableInput("A date is needed.", hint=EXAMPLES)
    local, equals, utc = tidy.partition(" = ")
    if equals and " = " not in utc:
        return _said_twice(read_moment(local, now, zone), read_moment(utc, now, zone), tidy)
    for pattern, read in _ways():
        found = pattern.fullmatch(tidy)
        if found is not None:
            try:
                return read(_Reading(found, tidy.lower(), now, zone))
            except (ValueError, OverflowError):
                raise UnreadableInput(f"{quoted(tidy)} isn't in the calendar.", hint=EXAMPLES) from None
    raise UnreadableInput(f"{quoted(tidy)} isn't a date.", hint=EXAMPLES)


def moment_words(read: ReadMoment, zone: tzinfo) -> str:
    """A moment on the clocks of a zone and in UTC: `2026-10-27 00:00 Europe/Rome = 2026-10-26T22:00Z`."""
    utc = read.instant
    try:
        local = utc.astimezone(zone)
    except OverflowError:  # the calendar's first or last day: the zone leads out
        return _utc_words(utc)
    if zone_name(zone) in _NAMES_OF_UTC:
        return f"{local.date().isoformat()} {_time_words(local)} UTC"
    offset = _offset_words(local) if _comes_twice(local) else ""
    return f"{local.date().isoformat()} {_time_words(local)}{offset} {zone_name(zone)} = {_utc_words(utc)}"


def zone_name(zone: tzinfo) -> str:
    """What to call a zone, safe to be shown: `Europe/Rome`, `UTC`, `UTC+02:00`."""
    return printable(str(getattr(zone, "key", None) or zone))


def relative_words(value: RelativeValue) -> str:
    """Words that `read_moment` reads as this relative moment: `30 days ago`, `yesterday`, `2 weeks after today`."""
    amount = f"{abs(value.offset)} {value.unit if abs(value.offset) != 1 else value.unit.removesuffix('s')}"
    if value.anchor == "today":
        if value.unit is Unit.DAYS and abs(value.offset) <= 1:
            return ("yesterday", "today", "tomorrow")[value.offset + 1]
        return f"{amount} {'before' if value.offset < 0 else 'after'} today"
    if not value.offset:
        return "now"
    return f"{amount} ago" if value.offset < 0 else f"in {amount}"


def _said_twice(local: ReadMoment, utc: ReadMoment, text: str) -> ReadMoment:
    """What `moment_words` prints, typed again."""
    if local.instant != utc.instant:
        raise UnreadableInput(f"{quoted(text)} names two moments.", hint="Leave one of them out.")
    return local


def _time_words(moment: datetime) -> str:
    exact = "milliseconds" if moment.microsecond else "seconds" if moment.second else "minutes"
    return moment.time().isoformat(timespec=exact)


def _offset_words(moment: datetime) -> str:
    """Such as `+02:00`. The seconds that zones had before 1900 or so are left out."""
    return moment.isoformat(timespec="minutes")[16:22]


def _utc_words(utc: datetime) -> str:
    return f"{utc.date().isoformat()}T{_time_words(utc)}Z"


def _comes_twice(local: datetime) -> bool:
    """Whether clocks that are put back show the time of this moment twice; a moment's own is never one they skip."""
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def _iso(reading: _Reading) -> ReadMoment:
    day, clock, offset, name = reading.found.groups()
    if clock is None:
        return _whole(date.fromisoformat(day), reading)
    known = zone_name(reading.zone)
    if name is not None and name.casefold() != known.casefold():
        raise UnreadableInput(
            f"{quoted(name)} isn't known here; times are read in {known}.",
            hint="Say how far it is from UTC: 2024-07-01T09:30+02:00",
        )
    if offset is None:
        return _at(date.fromisoformat(day), clock, reading)
    moment = parse_instant(f"{day}T{clock.zfill(5)}{'Z' if offset.upper() in {'Z', 'UTC'} else offset}")
    if moment is None:
        raise ValueError("no date")
    return ReadMoment(_to_the_millisecond(moment).astimezone(UTC))


def _named_month(reading: _Reading) -> ReadMoment:
    parts = reading.found.groupdict()
    month = _MONTHS.index(parts["month"].lower()[:3]) + 1
    day = date(int(parts["year"]), month, int(parts["day"]))
    return _at(day, parts["clock"], reading) if parts["clock"] else _whole(day, reading)


def _in_figures(reading: _Reading) -> ReadMoment:
    """Day and month in the order of some country: fine as long as only one order makes sense."""
    first, second, year = map(int, reading.found.groups())
    readings = dict.fromkeys(_days(year, ((second, first), (first, second))))
    if not readings:
        raise ValueError("no date")
    if len(readings) == 1:
        return _whole(next(iter(readings)), reading)
    one, other = (f"{day.day} {day:%B} {day.year}" for day in readings)
    isos = " or ".join(day.isoformat() for day in readings)
    typed = quoted(reading.found[0])
    raise UnreadableInput(f"{typed} can be read as {one} or as {other}.", hint=f"Write {isos}.")


def _days(year: int, orders: tuple[tuple[int, int], ...]) -> list[date]:
    found = []
    for month, day in orders:
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return found


def _word(reading: _Reading) -> ReadMoment:
    if reading.words == "now":
        return _relative(RelativeValue(0, Unit.MINUTES), reading)
    offset = ("yesterday", "today", "tomorrow").index(reading.words) - 1
    return _relative(RelativeValue(offset, Unit.DAYS, "today"), reading)


def _ago(reading: _Reading) -> ReadMoment:
    return _relative(_offset(reading, -1), reading)


def _ahead(reading: _Reading) -> ReadMoment:
    return _relative(_offset(reading, 1), reading)


def _span(reading: _Reading) -> ReadMoment:
    return _relative(_offset(reading, 1 if reading.words.startswith("next") else -1), reading)


def _aside(reading: _Reading) -> ReadMoment:
    sign = -1 if reading.found["side"].lower() == "before" else 1
    return _relative(_offset(reading, sign, "today" if reading.words.endswith("today") else "now"), reading)


def _offset(reading: _Reading, sign: int, anchor: Literal["now", "today"] = "now") -> RelativeValue:
    amount, unit = reading.found["amount"], reading.found["unit"].lower()
    return RelativeValue(sign * (int(amount) if amount.isdigit() else 1), Unit(f"{unit}s"), anchor)


def _start(reading: _Reading) -> ReadMoment:
    which, unit = (reading.found["which"] or "this").lower(), reading.found["unit"].lower()
    step = ("last", "this", "next").index(which) - 1
    today = reading.now.astimezone(reading.zone).date()
    match unit:
        case "week":
            day = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        case "month":
            year, month = divmod(today.year * 12 + today.month - 1 + step, 12)
            day = date(year, month + 1, 1)
        case _:
            day = date(today.year + step, 1, 1)
    return ReadMoment(_beginning(day, reading.zone), words=reading.words)


def _weekday(reading: _Reading) -> ReadMoment:
    """A day of the week, told from today: the week it is in doesn't matter."""
    parts = reading.found.groupdict()
    which, place = (parts["which"] or "").lower(), _WEEKDAYS.index(parts["weekday"].lower()[:3])
    name = _WEEKDAY_NAMES[place]
    if which == "this":
        raise UnreadableInput(f"“This {name}” isn't one day.", hint=f"Write last {name}, or next {name}.")
    today = reading.now.astimezone(reading.zone).date()
    ago = (today.weekday() - place) % 7
    days = {"next": 7 - ago, "": -ago}.get(which, -(ago or 7))
    day, words = today + timedelta(days=days), f"{which} {name}".strip()
    if parts["clock"]:
        return ReadMoment(_at(day, parts["clock"], reading).instant, words=f"{words} at {parts['clock']}")
    return ReadMoment(_beginning(day, reading.zone), words=words)


def _without_a_number(reading: _Reading) -> ReadMoment:
    """Is "last month" its first day, or this day a month ago?"""
    which, unit = reading.words.split()
    starts = [] if unit in {"minute", "hour", "day"} else [f"start of {reading.words}"]
    shifts = {"last": [f"1 {unit} ago"], "next": [f"in 1 {unit}"], "this": [] if starts else ["now"]}[which]
    message = f"{quoted(reading.words)} isn't one moment."
    raise UnreadableInput(message, hint=f"Write {', or '.join((*starts, *shifts))}.")


def _relative(value: RelativeValue, reading: _Reading) -> ReadMoment:
    # To the second: more would be shown to nobody, and what is shown has to be what is meant.
    moment = moment_of(value, reading.now.replace(microsecond=0), reading.zone)
    if moment is None:
        raise ValueError("beyond the calendar")
    return ReadMoment(moment.astimezone(UTC), value, reading.words)


def _whole(day: date, reading: _Reading) -> ReadMoment:
    return ReadMoment(_beginning(day, reading.zone))


def _beginning(day: date, zone: tzinfo) -> datetime:
    """The first moment of a day; where clocks are put forward at midnight, that isn't 00:00."""
    moment = datetime.combine(day, time(), zone).astimezone(UTC)
    if moment.astimezone(zone).date() != day:
        raise UnreadableInput(
            f"There is no {day.isoformat()} in {zone_name(zone)}: the calendar skips it there.",
            hint="Take the day before or after.",
        )
    return moment


def _at(day: date, clock: str, reading: _Reading) -> ReadMoment:
    """A time on the clocks of the zone, which skip some times and show others twice."""
    shown = parse_instant(f"{day.isoformat()}T{clock.zfill(5)}")
    if shown is None:
        raise ValueError("no time")
    first = _to_the_millisecond(shown).replace(tzinfo=reading.zone)
    second = first.replace(fold=1)
    real = first.astimezone(UTC).astimezone(reading.zone)
    if first.utcoffset() == second.utcoffset():
        return ReadMoment(first.astimezone(UTC))
    place = f"{_time_words(first)} on {day.isoformat()}"
    if real.replace(tzinfo=None, fold=0) != first.replace(tzinfo=None):
        later = f"{real.date().isoformat()} {_time_words(real)}"
        raise UnreadableInput(
            f"There is no {place} in {zone_name(reading.zone)}: the clocks are put forward then.",
            hint=f"Perhaps you mean {later}.",
        )
    both = [f"{day.isoformat()}T{_time_words(one)}{_offset_words(one)}" for one in (first, second)]
    raise UnreadableInput(
        f"{place} comes twice in {zone_name(reading.zone)}: the clocks are put back then.",
        hint=f"Write {both[0]} for the first, or {both[1]} for the second.",
    )


def _to_the_millisecond(moment: datetime) -> datetime:
    """As exact as services write it; so what is shown is what is stored."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


_WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAYS = tuple(name[:3].lower() for name in _WEEKDAY_NAMES)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_CLOCK = r"\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?"
_LENGTH = r"(?P<amount>\d{1,5}|an?) (?P<unit>minute|hour|day|week|month|year)s?"
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = (
    r"(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?)"
)
_DAY, _YEAR = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<year>\d{4})"
_MAYBE_CLOCK = rf"(?:(?: at)? (?P<clock>{_CLOCK}))?"

_WAYS: tuple[tuple[str, Callable[[_Reading], ReadMoment]], ...] = (
    (
        rf"(\d{{4}}-\d\d-\d\d)(?:(?:T| at | )({_CLOCK})(?: ?(Z|UTC|[+-]\d\d(?::?\d\d)?))?(?: ?([a-z].*))?)?",
        _iso,
    ),
    (r"now|today|yesterday|tomorrow", _word),
    (rf"{_LENGTH} ago", _ago),
    (rf"in {_LENGTH}", _ahead),
    (rf"(?:last|past|next) {_LENGTH}", _span),
    (rf"{_LENGTH} (?P<side>before|after|from) (?:now|today)", _aside),
    (r"(?:start|beginning) of (?:the )?(?:(?P<which>this|last|next) )?(?P<unit>week|month|year)", _start),
    (rf"(?:on )?(?:(?P<which>this|last|past|next) )?{_WEEKDAY}{_MAYBE_CLOCK}", _weekday),
    (r"(?:this|last|next) (?:minute|hour|day|week|month|year)", _without_a_number),
    (rf"{_DAY} {_MONTH} {_YEAR}{_MAYBE_CLOCK}", _named_month),
    (rf"{_MONTH} {_DAY},? {_YEAR}{_MAYBE_CLOCK}", _named_month),
    (r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", _in_figures),
)


@cache
def _ways() -> Sequence[tuple[re.Pattern[str], Callable[[_Reading], ReadMoment]]]:
    """Compiled with the first date that is read: that takes 8 ms, and the first frame doesn't wait for it."""
    return [(re.compile(pattern, re.IGNORECASE | re.ASCII), read) for pattern, read in _WAYS]
